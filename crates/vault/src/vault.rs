//! The vault as the app sees it: accounts and secrets, asynchronous, with a limit on every wait.
//! How long values are split is in `parts`, the thread that waits in `worker`, the platforms behind `items`.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::items::Items;
use crate::memory::{self, Twin};
use crate::worker::{Kind, Worker};
use crate::{Secret, VaultError, VaultState, parts};

/// No keychain call is waited for longer than this.
const LIMIT: Duration = Duration::from_secs(3);
/// A person who was asked to unlock the keychain may take this long.
const ASKING_LIMIT: Duration = Duration::from_secs(120);

/// Where credentials are kept. Cheap to clone; creating one touches nothing, the first call starts its thread.
#[derive(Clone)]
pub struct Vault {
    worker: Arc<Worker>,
    kind: VaultKind,
    limit: Duration,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum VaultKind {
    System,
    SessionOnly,
    Twin,
}

impl Vault {
    /// The operating system's keychain. Items carry `service` and the account's name.
    pub fn system(service: &str) -> Self {
        #[cfg(all(unix, not(target_os = "macos")))]
        let items = crate::secret_service::SecretServiceItems::new(service);
        #[cfg(not(all(unix, not(target_os = "macos"))))]
        let items = crate::keychain::KeychainItems::new(service);
        Self::over(Box::new(items), VaultKind::System)
    }

    /// Memory of this process, for when there is no keychain and the person chose to go on. Nothing survives the exit.
    pub fn session_only() -> Self {
        let (items, _) = memory::twin();
        Self::over(Box::new(items), VaultKind::SessionOnly)
    }

    /// A keychain in memory whose behaviour a test dictates through the [`Twin`].
    pub fn in_memory() -> (Self, Twin) {
        let (items, twin) = memory::twin();
        (Self::over(Box::new(items), VaultKind::Twin), twin)
    }

    fn over(items: Box<dyn Items>, kind: VaultKind) -> Self {
        Self { worker: Arc::new(Worker::new(items)), kind, limit: LIMIT }
    }

    /// The same vault with another limit on each call than three seconds.
    #[must_use]
    pub fn with_limit(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// Whether what is set now is still there when the program is started again.
    pub fn keeps_after_exit(&self) -> bool {
        self.kind != VaultKind::SessionOnly
    }

    /// The secret of an account, or nothing when none is kept.
    pub async fn get(&self, account: &str) -> Result<Option<Secret<String>>, VaultError> {
        let account = checked(account)?;
        self.worker.ask(Kind::Work, self.limit, move |items| parts::read(items, &account)).await
    }

    /// Keeps a secret under the account's name; an empty one deletes the item.
    pub async fn set(&self, account: &str, secret: &Secret<String>) -> Result<(), VaultError> {
        self.set_labelled(account, account, secret).await
    }

    /// Like [`Vault::set`], with the words that the system's own viewer shows beside the item when it is new.
    pub async fn set_labelled(
        &self,
        account: &str,
        label: &str,
        secret: &Secret<String>,
    ) -> Result<(), VaultError> {
        if secret.is_empty() {
            return self.delete(account).await;
        }
        let account = checked(account)?;
        let label = format!("Gatewright: {label}");
        let secret = secret.clone();
        self.worker
            .ask(Kind::Work, self.limit, move |items| {
                parts::write(items, &account, &label, secret.expose().as_bytes())
            })
            .await
    }

    /// Forgets an account. That there was nothing to forget is no failure.
    pub async fn delete(&self, account: &str) -> Result<(), VaultError> {
        let account = checked(account)?;
        self.worker.ask(Kind::Work, self.limit, move |items| parts::remove(items, &account)).await
    }

    /// How the keychain is doing. Opens no dialog and answers within the limit.
    pub async fn state(&self) -> VaultState {
        match self.worker.ask(Kind::Work, self.limit, |items| Ok(items.state())).await {
            Ok(state) => state,
            Err(error) => error.state().unwrap_or_else(|| VaultState::Missing { why: error.to_string() }),
        }
    }

    /// Has the system ask the person to unlock the keychain, and waits up to two minutes. Meanwhile other calls answer
    /// [`VaultError::Locked`] at once.
    pub async fn unlock(&self) -> Result<(), VaultError> {
        self.worker.ask(Kind::Unlocking, ASKING_LIMIT, |items| items.unlock()).await
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("kind", &self.kind).field("limit", &self.limit).finish_non_exhaustive()
    }
}

/// `#` sets the numbered parts of a long value apart, so no account may hold one.
fn checked(account: &str) -> Result<String, VaultError> {
    let fits = (1..=200).contains(&account.chars().count());
    if fits && !account.contains('#') && !account.chars().any(char::is_control) {
        return Ok(account.to_owned());
    }
    Err(VaultError::BadAccount { account: account.escape_debug().take(200).collect() })
}
