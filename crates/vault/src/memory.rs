//! A keychain in memory: the session-only vault, and the tests' twin of the real one, whose behaviour can be dictated.
//! It runs on the same worker thread as the real ones, so that a twin that never answers blocks what a real one would.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use zeroize::Zeroizing;

use crate::items::{Bytes, Items};
use crate::{VaultError, VaultState};

/// How a [`Twin`]'s keychain behaves from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// As a healthy keychain.
    Works,
    /// Answers rightly, this long after being asked.
    Slow(Duration),
    /// Locked until somebody unlocks it, which succeeds.
    Locked,
    /// There is none.
    Missing,
    /// Takes the call and never answers, until it is told to behave otherwise.
    NeverAnswers,
    /// Takes this many writes and removals, then fails every call.
    DiesMidCall {
        /// How many it still takes.
        after_writes: usize,
    },
    /// Answers reads with bytes that nobody wrote and that are no text.
    Junk,
    /// Says no to every call.
    Refuses,
}

/// The test's hand on a keychain made by [`Vault::in_memory`](crate::Vault::in_memory).
#[derive(Clone)]
pub struct Twin(Arc<Shared>);

struct Shared {
    inside: Mutex<Inside>,
    changed: Condvar,
}

struct Inside {
    behaviour: Behaviour,
    items: BTreeMap<String, Bytes>,
}

/// The keychain's side of a twin.
pub(crate) struct MemoryItems(Arc<Shared>);

pub(crate) fn twin() -> (MemoryItems, Twin) {
    let inside = Inside { behaviour: Behaviour::Works, items: BTreeMap::new() };
    let shared = Arc::new(Shared { inside: Mutex::new(inside), changed: Condvar::new() });
    (MemoryItems(shared.clone()), Twin(shared))
}

impl Twin {
    /// Changes the behaviour, also for a call that is being held.
    pub fn behave(&self, behaviour: Behaviour) {
        self.0.lock().behaviour = behaviour;
        self.0.changed.notify_all();
    }

    /// The names of the items kept.
    pub fn items(&self) -> Vec<String> {
        self.0.lock().items.keys().cloned().collect()
    }

    /// Whether any item holds this text.
    pub fn contains(&self, text: &str) -> bool {
        let inside = self.0.lock();
        inside
            .items
            .values()
            .any(|item| item.windows(text.len().max(1)).any(|window| window == text.as_bytes()))
    }

    /// The bytes of every item, in the order of their names: for looking whether they are anywhere else.
    pub fn values(&self) -> Vec<Vec<u8>> {
        self.0.lock().items.values().map(|item| item.to_vec()).collect()
    }

    /// The size in bytes of the largest item.
    pub fn largest_item(&self) -> usize {
        self.0.lock().items.values().map(|item| item.len()).max().unwrap_or(0)
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits as the behaviour says, then gives the items or the failure that it means.
    fn answer(&self) -> Result<MutexGuard<'_, Inside>, VaultError> {
        let mut inside = self.lock();
        if let Behaviour::Slow(delay) = inside.behaviour {
            drop(inside);
            std::thread::sleep(delay);
            inside = self.lock();
        }
        while inside.behaviour == Behaviour::NeverAnswers {
            inside = self.changed.wait(inside).unwrap_or_else(PoisonError::into_inner);
        }
        match inside.behaviour {
            Behaviour::Locked => Err(VaultError::Locked),
            Behaviour::Missing => Err(VaultError::Missing { why: no_keychain() }),
            Behaviour::Refuses => Err(VaultError::Refused { why: "Access was denied.".into() }),
            Behaviour::DiesMidCall { after_writes: 0 } => {
                Err(VaultError::Refused { why: "The connection to it was lost.".into() })
            }
            _ => Ok(inside),
        }
    }

    /// Like `answer`, for a call that changes something.
    fn change(&self) -> Result<MutexGuard<'_, Inside>, VaultError> {
        let mut inside = self.answer()?;
        if let Behaviour::DiesMidCall { after_writes } = inside.behaviour {
            inside.behaviour = Behaviour::DiesMidCall { after_writes: after_writes - 1 };
        }
        Ok(inside)
    }
}

fn no_keychain() -> String {
    "This system has no keychain.".into()
}

impl Items for MemoryItems {
    fn read(&mut self, item: &str) -> Result<Option<Bytes>, VaultError> {
        let inside = self.0.answer()?;
        if inside.behaviour == Behaviour::Junk {
            return Ok(Some(Zeroizing::new(vec![0xff, 0xfe, 0x00, 0x80])));
        }
        Ok(inside.items.get(item).cloned())
    }

    fn write(&mut self, item: &str, _label: &str, bytes: &[u8]) -> Result<(), VaultError> {
        self.0.change()?.items.insert(item.to_owned(), Zeroizing::new(bytes.to_vec()));
        Ok(())
    }

    fn remove(&mut self, item: &str) -> Result<bool, VaultError> {
        Ok(self.0.change()?.items.remove(item).is_some())
    }

    fn state(&mut self) -> VaultState {
        match self.0.answer() {
            Ok(_) => VaultState::Ok,
            Err(error) => error.state().unwrap_or(VaultState::Missing { why: error.to_string() }),
        }
    }

    fn unlock(&mut self) -> Result<(), VaultError> {
        let mut inside = self.0.lock();
        if inside.behaviour == Behaviour::Locked {
            inside.behaviour = Behaviour::Works;
        }
        drop(inside);
        self.0.answer().map(drop)
    }
}
