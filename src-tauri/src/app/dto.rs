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

/// How large text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum TextSize {
    Small,
    #[default]
    Normal,
    Large,
    Larger,
}

/// Whether things may move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Motion {
    /// As the desktop does.
    #[default]
    System,
    Reduced,
}

/// Preferences without secrets.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Settings {
    pub(crate) theme: Theme,
    pub(crate) text_size: TextSize,
    pub(crate) motion: Motion,
    /// The proxy to use instead of the system's, as `http://host:port`.
    pub(crate) proxy: Option<String>,
    /// The path of a PEM file with certificates to trust beside those of the system.
    pub(crate) ca_file: Option<String>,
}

/// A change of some preferences: what is absent stays, an empty text takes the value away.
#[derive(Debug, Clone, Default, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct SettingsChange {
    pub(crate) theme: Option<Theme>,
    pub(crate) text_size: Option<TextSize>,
    pub(crate) motion: Option<Motion>,
    pub(crate) proxy: Option<String>,
    pub(crate) ca_file: Option<String>,
}

/// What is to be cleared from this computer. Nothing changes in Databricks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ClearData {
    /// Endpoints and splits typed and not applied, and messages typed and not sent.
    Drafts,
    /// What was asked in the playground, and its answers.
    Conversations,
    /// All of it: workspaces with their sign-ins, preferences, the sandbox and the log too.
    Everything,
}

/// How much there is to lose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KeptData {
    pub(crate) drafts: u32,
    pub(crate) conversations: u32,
    pub(crate) workspaces: u32,
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
    /// The proxy that a connection to a workspace goes through now, from the settings, the environment or the system.
    pub(crate) proxy_in_use: Option<String>,
    /// Why the certificate file of the settings cannot be used.
    pub(crate) ca_problem: Option<String>,
    /// The size of the data folder in bytes.
    #[specta(type = u32)]
    pub(crate) data_bytes: f64,
}

impl TextSize {
    /// The word it is kept under.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Normal => "normal",
            Self::Large => "large",
            Self::Larger => "larger",
        }
    }

    /// The size a kept word names.
    pub(crate) fn of(word: Option<&str>) -> Self {
        [Self::Small, Self::Large, Self::Larger]
            .into_iter()
            .find(|size| Some(size.word()) == word)
            .unwrap_or_default()
    }
}

impl Motion {
    /// The word it is kept under.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Reduced => "reduced",
        }
    }

    /// The choice a kept word names.
    pub(crate) fn of(word: Option<&str>) -> Self {
        if word == Some("reduced") { Self::Reduced } else { Self::System }
    }
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
