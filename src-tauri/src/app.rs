//! `App`: everything a command may reach. It is built by constructors, for the desktop and for tests alike; there are no
//! test branches inside. It names neither the window nor Tauri.

pub(crate) mod commands;
pub(crate) mod data;
mod data_rows;
pub(crate) mod dto;
pub(crate) mod first_screen_commands;
pub(crate) mod network;
pub(crate) mod settings;

use std::sync::{Arc, Mutex, PoisonError};

use gatewright_vault::{Vault, VaultState};

use crate::activity::running::Running;
use crate::compare::running::Running as Comparisons;
use crate::desktop::links::{Browser, SignInPages, SystemBrowser};
use crate::desktop::places::Places;
use crate::doctor::runs::Runs;
use crate::passport::waiting::Waiting;
use crate::playground::asks::Asks;
use crate::playground::chats::Unrecorded;
use crate::playground::rows as chats;
use crate::secrets::rotation_run::AtWork;
use crate::store::{Opened, Store};
use crate::traffic::jobs::Jobs;
use crate::workspaces::connection::Connections;
use crate::workspaces::sandbox::EmbeddedSandbox;
use crate::workspaces::sign_in::choices::Sources;
use crate::workspaces::sign_in::keeper::Seen;
use dto::{Keychain, Notice};

/// The running app.
pub struct App {
    pub(crate) places: Places,
    pub(crate) store: Store,
    pub(crate) vault: Vault,
    pub(crate) sandbox: Arc<EmbeddedSandbox>,
    pub(crate) connections: Connections,
    pub(crate) sources: Sources,
    pub(crate) asks: Asks,
    pub(crate) unrecorded: Unrecorded,
    pub(crate) comparisons: Comparisons,
    pub(crate) rotations: AtWork,
    pub(crate) changes: Running,
    pub(crate) jobs: Jobs,
    pub(crate) examinations: Runs,
    pub(crate) read_ahead: first_screen_commands::ReadAhead,
    pub(crate) started_with: Waiting,
    pub(crate) browser: Box<dyn Browser>,
    pub(crate) sign_in_pages: SignInPages,
    notices: Mutex<Vec<Notice>>,
    pub(crate) keychain: Seen,
}

impl App {
    /// The app of this person on this computer. Reads and writes the data folder, but asks neither the keychain nor the
    /// network: both may take long, and the window has to be there first.
    pub(crate) fn of_this_person(places: Places) -> Self {
        Self::with(places, Vault::system("gatewright"), Box::new(SystemBrowser))
    }

    /// The app over a given data folder, keychain and browser.
    pub fn with(places: Places, vault: Vault, browser: Box<dyn Browser>) -> Self {
        let (store, opened) = Store::open(&places.data);
        let mut notices = notice_of(&opened).into_iter().collect::<Vec<_>>();
        // An answer that was on its way when the app ended can have been charged: it is neither shown as running nor
        // sent again.
        if let Err(error) = store.run_now(chats::settle_interrupted) {
            notices.push(Notice {
                id: "store".to_owned(),
                title: "The local database is not well".to_owned(),
                detail: error.0,
            });
        }
        let sandbox = Arc::new(EmbeddedSandbox::new(places.sandbox_file()));
        Self {
            places,
            store,
            vault,
            sandbox,
            connections: Connections::default(),
            sources: Sources::of_this_computer(),
            asks: Asks::default(),
            unrecorded: Unrecorded::default(),
            comparisons: Comparisons::default(),
            rotations: AtWork::default(),
            changes: Running::default(),
            jobs: Jobs::default(),
            examinations: Runs::default(),
            read_ahead: first_screen_commands::ReadAhead::default(),
            started_with: Waiting::default(),
            browser,
            sign_in_pages: SignInPages::default(),
            notices: Mutex::new(notices),
            keychain: Seen::default(),
        }
    }

    /// The same app, with other places to sign in with than those of this computer.
    #[must_use]
    pub fn signing_in_with(mut self, sources: Sources) -> Self {
        self.sources = sources;
        self
    }

    /// The simulated workspace, running.
    ///
    /// # Errors
    /// Says why it could not be started.
    pub async fn sandbox(&self) -> Result<Arc<gatewright_sandbox::Running>, crate::ipc::failure::Failure> {
        self.sandbox.running().await
    }

    /// How the window is to look, before there is a window to ask for it.
    pub(crate) fn theme(&self) -> dto::Theme {
        let kept = self.store.run_now(|connection| {
            connection.query_row("SELECT value FROM settings WHERE name = 'theme'", [], |row| {
                row.get::<_, String>(0)
            })
        });
        settings::theme_of(kept.ok().as_deref())
    }

    /// What happened at the start, as far as it was not dismissed; the sandbox may have something to add.
    pub(crate) fn notices(&self) -> Vec<Notice> {
        let mut notices = self.notices.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(notice) = self.sandbox.take_notice() {
            notices.push(notice);
        }
        notices.clone()
    }

    /// Forgets a notice.
    pub(crate) fn dismiss_notice(&self, id: &str) {
        self.notices.lock().unwrap_or_else(PoisonError::into_inner).retain(|notice| notice.id != id);
    }

    /// The keychain as it was last seen, without asking it.
    pub(crate) fn keychain_as_known(&self) -> Keychain {
        Keychain::of(self.keychain.lock().unwrap_or_else(PoisonError::into_inner).as_ref())
    }

    /// Remembers how the keychain answered.
    pub(crate) fn keychain_is(&self, state: VaultState) -> Keychain {
        let keychain = Keychain::of(Some(&state));
        *self.keychain.lock().unwrap_or_else(PoisonError::into_inner) = Some(state);
        keychain
    }
}

fn notice_of(opened: &Opened) -> Option<Notice> {
    let (title, detail) = match opened {
        Opened::Ready => return None,
        Opened::SetAside(file) => (
            "The local database was damaged",
            format!(
                "It was set aside as {} and a new one begun. Endpoints and secrets are in Databricks and are not \
                 affected; conversations and drafts of before are in the file that was set aside.",
                file.display()
            ),
        ),
        Opened::Newer => (
            "A newer Gatewright wrote the local database",
            "It is left alone. Install the newer version again, or nothing of this session will be kept."
                .to_owned(),
        ),
        Opened::Unwritable(why) => (
            "Nothing can be kept on this computer",
            format!(
                "The data folder cannot be written ({why}). Conversations and drafts last until the app closes."
            ),
        ),
    };
    Some(Notice { id: "database".to_owned(), title: title.to_owned(), detail })
}
