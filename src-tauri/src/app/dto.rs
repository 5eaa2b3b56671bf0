//! What the window learns about the app itself.

use gatewright_vault::VaultState;
use serde::{Deserialize, Serialize};
use specta::Type;

/// How the window looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Theme {
    /// As the desktop does.
    #[default]
    System,
    Light,
    Dark,
}

/// Preferences without secrets.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Settings {
    pub(crate) theme: Theme,
}

/// How the system's keychain answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum KeychainState {
    Ok,
    Locked,
    Missing,
    NotAnswering,
    /// Nobody has asked it yet in this session.
    NotChecked,
}

/// The keychain, for the status bar and the settings.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Keychain {
    pub(crate) state: KeychainState,
    /// What the system calls it.
    pub(crate) store: String,
    /// A sentence that says what the state means for the person.
    pub(crate) message: String,
}

/// Something the person should know that happened while starting (for example: a damaged database was set aside).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Notice {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) detail: String,
}

/// The app itself: version, where its files are, what happened at the start.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AppInfo {
    pub(crate) version: String,
    pub(crate) data_folder: String,
    pub(crate) log_file: String,
    pub(crate) keychain: Keychain,
    pub(crate) notices: Vec<Notice>,
    pub(crate) settings: Settings,
}

impl Keychain {
    /// Words for a state; `None` is "not asked yet".
    pub(crate) fn of(state: Option<&VaultState>) -> Self {
        let (state, message) = match state {
            None => {
                (KeychainState::NotChecked, "The keychain is asked when a workspace is connected.".to_owned())
            }
            Some(VaultState::Ok) => (KeychainState::Ok, "Sign-ins are kept in the keychain.".to_owned()),
            Some(VaultState::Locked) => (
                KeychainState::Locked,
                "The keychain is locked. Unlock it, or sign in again each time the app starts.".to_owned(),
            ),
            Some(VaultState::Missing { why }) => (
                KeychainState::Missing,
                format!(
                    "There is no keychain on this computer, so sign-ins last until the app closes. {why}"
                ),
            ),
            Some(VaultState::NotAnswering) => (
                KeychainState::NotAnswering,
                "The keychain did not answer within 3 seconds. Sign-ins last until the app closes."
                    .to_owned(),
            ),
        };
        let store = if cfg!(target_os = "macos") {
            "macOS Keychain"
        } else if cfg!(target_os = "windows") {
            "Windows Credential Manager"
        } else {
            "Secret Service"
        };
        Self { state, store: store.to_owned(), message }
    }
}
