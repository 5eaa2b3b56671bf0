//! Keeps what a sign-in leaves behind: in the keychain, or in memory until the app closes where the keychain does not take
//! it. One keeper a sign-in, so that a token that was exchanged for a newer one can never be written over it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use gatewright_databricks::auth::{AuthError, KeepToken, Token};
use gatewright_vault::{Secret, Vault, VaultState};
use tokio::sync::Mutex as AsyncMutex;

use super::held::Held;
use crate::workspaces::rows::Kept;

/// The credentials that live in memory only, by workspace.
#[derive(Debug, Clone, Default)]
pub(crate) struct InMemory(Arc<Mutex<HashMap<String, Secret<String>>>>);

impl InMemory {
    pub(crate) fn keep(&self, id: &str, item: Secret<String>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned(), item);
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains_key(id)
    }

    pub(crate) fn get(&self, id: &str) -> Option<Secret<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    pub(crate) fn forget(&self, id: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
    }
}

/// How the keychain last answered; nothing before it was first asked.
pub(crate) type Seen = Arc<Mutex<Option<VaultState>>>;

/// Where and under which name.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) vault: Vault,
    pub(crate) in_memory: InMemory,
    pub(crate) seen: Seen,
    pub(crate) id: String,
    pub(crate) account: String,
    pub(crate) label: String,
}

impl Place {
    pub(crate) fn of(vault: &Vault, in_memory: &InMemory, seen: &Seen, kept: &Kept) -> Self {
        Self {
            vault: vault.clone(),
            in_memory: in_memory.clone(),
            seen: Arc::clone(seen),
            id: kept.id.clone(),
            account: kept.account(),
            label: kept.name.clone(),
        }
    }

    /// Writes to the keychain, or else to the memory; the error says that it is the memory.
    async fn write(&self, held: &Held) -> Result<(), AuthError> {
        let item = held.item();
        match self.vault.set_labelled(&self.account, &self.label, &item).await {
            Ok(()) => {
                self.in_memory.forget(&self.id);
                self.saw(VaultState::Ok);
                Ok(())
            }
            Err(error) => {
                // The person is signed in all the same, and told that it lasts until the app closes.
                tracing::warn!(%error, "the keychain did not take the sign-in");
                if let Some(state) = error.state() {
                    self.saw(state);
                }
                self.in_memory.keep(&self.id, item);
                Err(AuthError::later(error.to_string()))
            }
        }
    }

    fn saw(&self, state: VaultState) {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(state);
    }
}

/// The credential of one sign-in, and its place.
#[derive(Debug)]
pub(crate) struct Keeper {
    place: Place,
    held: AsyncMutex<Held>,
    /// Nothing is written before the workspace has said that the sign-in is good, or after it was removed.
    writes: AtomicBool,
}

impl Keeper {
    /// For a sign-in that is being tried.
    pub(crate) fn trying(place: Place, held: Held) -> Self {
        Self { place, held: AsyncMutex::new(held), writes: AtomicBool::new(false) }
    }

    /// For a sign-in that stands in its place already.
    pub(crate) fn standing(place: Place, held: Held) -> Self {
        Self { place, held: AsyncMutex::new(held), writes: AtomicBool::new(true) }
    }

    /// The sign-in is good: writes it, as it is by now, and whatever comes after it.
    pub(crate) async fn write(&self) {
        let held = self.held.lock().await;
        self.writes.store(true, Ordering::Release);
        // What the keychain does not take is in memory, and the workspace's state says so.
        let _ = self.place.write(&held).await;
    }

    /// Writes nothing any more: the workspace was removed, or signed in to anew. A write under way ends first.
    pub(crate) async fn stop(&self) {
        let _held = self.held.lock().await;
        self.writes.store(false, Ordering::Release);
    }
}

/// The server gave a newer refresh token, and the old one is worth nothing any more. It is kept before anything is done with
/// the access token that came along with it.
#[async_trait]
impl KeepToken for Keeper {
    async fn keep(&self, refresh: &Token) -> Result<(), AuthError> {
        let mut held = self.held.lock().await;
        if let Held::Browser { refresh_token, .. } = &mut *held {
            *refresh_token = Secret::from(refresh.expose());
        }
        if self.writes.load(Ordering::Acquire) { self.place.write(&held).await } else { Ok(()) }
    }
}
