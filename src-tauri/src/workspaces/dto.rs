//! What crosses to the UI about workspaces. A token comes in once, in `ConnectWorkspace`, and never goes out.

use gatewright_vault::Secret;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What a workspace is used for; production looks different everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Environment {
    Production,
    Staging,
    Development,
    None,
    Sandbox,
}

/// The simulated one, or a real one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum WorkspaceKind {
    Sandbox,
    Databricks,
}

/// Where the sign-in of a workspace is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Credential {
    /// In the keychain.
    Kept,
    /// In memory until the app closes.
    SessionOnly,
    /// Has to be entered again.
    Missing,
    /// The sandbox has none.
    NotNeeded,
}

/// A workspace as the switcher and the settings show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Workspace {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) host: String,
    pub(crate) kind: WorkspaceKind,
    pub(crate) environment: Environment,
    pub(crate) cloud: Option<String>,
    pub(crate) user: Option<String>,
    pub(crate) credential: Credential,
}

/// All workspaces, and which one is in use.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WorkspaceList {
    pub(crate) current: String,
    pub(crate) workspaces: Vec<Workspace>,
}

/// Where a pasted address leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HostCheck {
    /// The address that will be used.
    pub(crate) host: Option<String>,
    /// What was cut off or added.
    pub(crate) changed: Option<String>,
    /// Why it cannot be used.
    pub(crate) problem: Option<String>,
    /// What looks unusual without being wrong.
    pub(crate) hint: Option<String>,
    pub(crate) suggested_name: Option<String>,
}

/// A person's wish to connect. The token goes to the check and to the keychain, and nowhere else.
#[derive(Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConnectWorkspace {
    pub(crate) host: String,
    #[specta(type = String)]
    pub(crate) token: Secret<String>,
    pub(crate) name: String,
    pub(crate) environment: Environment,
}

/// Who the workspace takes us for.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Identity {
    pub(crate) user: String,
    pub(crate) display_name: String,
    pub(crate) admin: bool,
    pub(crate) groups: Vec<String>,
}

/// A pasted token as the one argument of a command.
#[derive(Debug, Deserialize, Type)]
#[serde(transparent)]
pub(crate) struct PastedToken(#[specta(type = String)] pub(crate) Secret<String>);
