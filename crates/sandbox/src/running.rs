//! A started sandbox: its worlds, the handle the embedding program holds, and the task that keeps the state file current.
//! Requests come in through `server`; what they may touch is [`Shared`] and the [`Slot`] of their token.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};

use crate::clock::now_ms;
use crate::faults::{Fault, Faults};
use crate::gate::Caller;
use crate::journal::{Journal, JournalEntry};
use crate::oauth::{self, ServicePrincipal, SignIns};
use crate::query::limits::Limits;
use crate::reply::Refusal;
use crate::state_file::{self, Found};
use crate::world::World;
use crate::{Options, StartError};

/// How long a change may wait before it is on disk.
const SAVE_DELAY: Duration = Duration::from_millis(150);

/// One world and what belongs to it alone.
pub(crate) struct Slot {
    world: Mutex<World>,
    pub(crate) faults: Mutex<Faults>,
    pub(crate) journal: Mutex<Journal>,
    pub(crate) limits: Mutex<Limits>,
    /// Counts random draws, so that the n-th draw of a seed is always the same.
    draws: AtomicU64,
    dirty: AtomicBool,
}

/// What every connection shares.
pub(crate) struct Shared {
    pub(crate) port: u16,
    pub(crate) token: String,
    pub(crate) options: Options,
    base: Arc<Slot>,
    others: Mutex<HashMap<String, Arc<Slot>>>,
    changed: Notify,
    writing: Mutex<()>,
    pub(crate) sign_ins: Mutex<SignIns>,
}

/// Locks, going on after a panic elsewhere: a half-done simulated change harms nobody.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Slot {
    fn new(world: World) -> Slot {
        Slot {
            world: Mutex::new(world),
            faults: Mutex::default(),
            journal: Mutex::default(),
            limits: Mutex::default(),
            draws: AtomicU64::new(0),
            dirty: AtomicBool::new(false),
        }
    }

    /// Looks at the world, its finished updates completed.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        let mut world = lock(&self.world);
        world.settle(now_ms());
        look(&world)
    }

    /// A number in 0..1, the next one of this world's seeded sequence.
    pub(crate) fn draw(&self, seed: u64) -> f64 {
        let count = self.draws.fetch_add(1, Ordering::Relaxed);
        (mix(seed ^ mix(count.wrapping_add(1))) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Scrambles a number (the finaliser of SplitMix64).
pub(crate) fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Shared {
    fn fresh_world(&self) -> World {
        World::new(self.options.world, self.options.many, self.options.speed)
    }

    /// The world of a token, or `None` when the token opens none.
    pub(crate) fn slot(&self, shown: &str) -> Option<Arc<Slot>> {
        if same(shown.as_bytes(), self.token.as_bytes()) {
            return Some(self.base.clone());
        }
        if !self.options.one_world_per_token {
            return None;
        }
        let length = self.token.len();
        let (head, tail) = shown.as_bytes().split_at_checked(length)?;
        if !same(head, self.token.as_bytes()) || tail.len() < 2 || !tail.starts_with(b"-") {
            return None;
        }
        let mut others = lock(&self.others);
        Some(
            others.entry(shown.to_owned()).or_insert_with(|| Arc::new(Slot::new(self.fresh_world()))).clone(),
        )
    }

    /// The world that everybody gets who shows no token of their own: browsers that come to sign in.
    pub(crate) fn base(&self) -> &Arc<Slot> {
        &self.base
    }

    /// Whoever an `Authorization: Bearer` value is, and the world it opens.
    pub(crate) fn admit(&self, shown: &str) -> Result<(Arc<Slot>, Caller), Refusal> {
        if let Some(slot) = self.slot(shown) {
            let identity = slot.read(|world| world.settings.identity).unwrap_or(self.options.identity);
            return Ok((slot, Caller { who: identity.person(), scopes: None }));
        }
        let grant = lock(&self.sign_ins).find(shown, now_ms())?;
        Ok((grant.slot, Caller { who: grant.who, scopes: Some(grant.scopes) }))
    }

    /// Ends everything that was signed in through OAuth in this world.
    pub(crate) fn forget_sign_ins(&self, slot: &Arc<Slot>) {
        lock(&self.sign_ins).forget(slot);
    }

    /// Changes the world of a slot; `None` from the closure's error side leaves it unsaved.
    pub(crate) fn change<T, E>(
        &self,
        slot: &Slot,
        alter: impl FnOnce(&mut World) -> Result<T, E>,
    ) -> Result<T, E> {
        let outcome = {
            let mut world = lock(&slot.world);
            world.settle(now_ms());
            alter(&mut world)
        };
        if outcome.is_ok() {
            slot.dirty.store(true, Ordering::Release);
            self.changed.notify_one();
        }
        outcome
    }

    /// Back to the starting world.
    pub(crate) fn reset(&self, slot: &Slot) {
        let fresh = self.fresh_world();
        let done: Result<(), ()> = self.change(slot, |world| {
            *world = fresh;
            Ok(())
        });
        debug_assert!(done.is_ok());
        lock(&slot.faults).clear();
        lock(&slot.journal).clear();
        *lock(&slot.limits) = Limits::default();
    }

    fn save(&self) {
        let Some(path) = &self.options.state_file else { return };
        let _one_at_a_time = lock(&self.writing);
        if !self.base.dirty.swap(false, Ordering::AcqRel) {
            return;
        }
        let world = lock(&self.base.world).clone();
        if state_file::write(path, &world).is_err() {
            // Tried again with the next change or at the end; the running world is not affected.
            self.base.dirty.store(true, Ordering::Release);
        }
    }
}

/// Compares without stopping at the first difference, so that the time taken tells nothing about the token.
pub(crate) fn same(shown: &[u8], expected: &[u8]) -> bool {
    let mut difference = shown.len() ^ expected.len();
    for (at, byte) in expected.iter().enumerate() {
        difference |= usize::from(byte ^ shown.get(at).copied().unwrap_or(!byte));
    }
    difference == 0
}

/// A sandbox that listens. Dropping it stops it.
pub struct Running {
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    serving: Option<tokio::task::JoinHandle<()>>,
    saving: tokio::task::JoinHandle<()>,
    damaged: Option<PathBuf>,
}

pub(crate) async fn start(options: Options) -> Result<Running, StartError> {
    let mut damaged = None;
    let mut kept = None;
    if let Some(path) = &options.state_file {
        match state_file::read(path).map_err(|source| StartError::StateFile { path: path.clone(), source })? {
            Found::Nothing => {}
            Found::World(world) => kept = Some(*world),
            Found::SetAside(aside) => damaged = Some(aside),
        }
    }
    let listener = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, options.port))
        .await
        .map_err(|source| StartError::Listen { port: options.port, source })?;
    let port =
        listener.local_addr().map_err(|source| StartError::Listen { port: options.port, source })?.port();
    let token = options.token.clone().unwrap_or_else(random_token);
    let is_new = kept.is_none();
    let world = kept.unwrap_or_else(|| World::new(options.world, options.many, options.speed));
    let base = Arc::new(Slot::new(world));
    base.dirty.store(is_new, Ordering::Release);
    let shared = Arc::new(Shared {
        port,
        token,
        options,
        base,
        others: Mutex::default(),
        changed: Notify::new(),
        writing: Mutex::new(()),
        sign_ins: Mutex::default(),
    });
    shared.changed.notify_one();
    let (stop, stopped) = watch::channel(false);
    let serving = tokio::spawn(crate::server::serve(listener, shared.clone(), stopped));
    let saving = tokio::spawn(keep_saved(shared.clone()));
    Ok(Running { shared, stop, serving: Some(serving), saving, damaged })
}

async fn keep_saved(shared: Arc<Shared>) {
    loop {
        shared.changed.notified().await;
        tokio::time::sleep(SAVE_DELAY).await;
        let shared = shared.clone();
        // A failed join means the runtime is going down; the last write happens in `shutdown` or `drop`.
        if tokio::task::spawn_blocking(move || shared.save()).await.is_err() {
            return;
        }
    }
}

fn random_token() -> String {
    let bytes: [u8; 32] = rand::random();
    bytes.iter().fold(String::from("sandbox-"), |mut text, byte| {
        text.push_str(&format!("{byte:02x}"));
        text
    })
}

impl Running {
    /// `http://127.0.0.1:PORT`.
    pub fn host(&self) -> String {
        format!("http://127.0.0.1:{}", self.shared.port)
    }

    /// The bearer token that opens the world.
    pub fn token(&self) -> &str {
        &self.shared.token
    }

    /// What a program signs in with instead of a person: good for as long as the token is the same.
    pub fn service_principal(&self) -> ServicePrincipal {
        oauth::service_principal(&self.shared.token)
    }

    /// Ends everything that was signed in through OAuth: access tokens and refresh tokens are refused from now on.
    pub fn forget_sign_ins(&self) {
        self.shared.forget_sign_ins(&self.shared.base);
    }

    /// Where a damaged state file was set aside at the start, when there was one.
    pub fn damaged_state_file(&self) -> Option<&Path> {
        self.damaged.as_deref()
    }

    /// Back to the starting world; faults and journal are emptied too.
    pub fn reset(&self) {
        self.shared.reset(&self.shared.base);
    }

    /// Adds a fault after those already there.
    pub fn add_fault(&self, fault: Fault) {
        lock(&self.shared.base.faults).add(fault);
    }

    /// The faults that are set.
    pub fn faults(&self) -> Vec<Fault> {
        lock(&self.shared.base.faults).list()
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        lock(&self.shared.base.faults).clear();
    }

    /// What was asked so far, oldest first.
    pub fn requests(&self) -> Vec<JournalEntry> {
        lock(&self.shared.base.journal).list()
    }

    /// Empties the journal.
    pub fn clear_requests(&self) {
        lock(&self.shared.base.journal).clear();
    }

    /// Stops listening, closes the connections, writes the state file.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        if let Some(serving) = self.serving.take() {
            // Err: the task was stopped from outside, which is what is wanted here.
            let _ended = serving.await;
        }
        let shared = self.shared.clone();
        // Err: the runtime is going down; `drop` writes then.
        let _written = tokio::task::spawn_blocking(move || shared.save()).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        self.saving.abort();
        if let Some(serving) = &self.serving {
            serving.abort();
        }
        self.shared.save();
    }
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running")
            .field("host", &self.host())
            .field("token", &"<redacted>")
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_compared_whole() {
        assert!(same(b"abc", b"abc"));
        assert!(!same(b"abcd", b"abc"));
        assert!(!same(b"ab", b"abc"));
        assert!(!same(b"", b"abc"));
        assert!(!same(b"abd", b"abc"));
    }

    #[test]
    fn a_random_token_has_256_bits() {
        let token = random_token();
        assert_eq!(token.len(), "sandbox-".len() + 64);
        assert_ne!(token, random_token());
    }
}
