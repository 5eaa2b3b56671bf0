//! What crosses to the UI about workspaces. A token comes in once, in `ConnectWorkspace`, and never goes out.

use gatewright_vault::Secret;
use serde::{Deserialize, Serialize};
use specta::Type;

/// What a workspace is used for; production looks different everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Environment {
    Production,
    Staging,
    Development,
    None,
    Sandbox,
}

/// The simulated one, or a real one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum WorkspaceKind {
    Sandbox,
    Databricks,
}

/// Where the sign-in of a workspace is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Credential {
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
pub struct Workspace {
    pub id: String,
    pub name: String,
    pub host: String,
    pub kind: WorkspaceKind,
    pub environment: Environment,
    pub cloud: Option<String>,
    pub user: Option<String>,
    pub credential: Credential,
}

/// All workspaces, and which one is in use.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WorkspaceList {
    pub current: String,
    pub workspaces: Vec<Workspace>,
}

/// Where a pasted address leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HostCheck {
    /// The address that will be used.
    pub host: Option<String>,
    /// What was cut off or added.
    pub changed: Option<String>,
    /// Why it cannot be used.
    pub problem: Option<String>,
    /// What looks unusual without being wrong.
    pub hint: Option<String>,
    pub suggested_name: Option<String>,
}

/// A person's wish to connect. The token goes to the check and to the keychain, and nowhere else.
#[derive(Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectWorkspace {
    pub host: String,
    #[specta(type = String)]
    pub token: Secret<String>,
    pub name: String,
    pub environment: Environment,
}

/// Who the workspace takes us for.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    pub user: String,
    pub display_name: String,
    pub admin: bool,
    pub groups: Vec<String>,
}

/// A pasted token as the one argument of a command.
#[derive(Debug, Deserialize, Type)]
#[serde(transparent)]
pub struct PastedToken(#[specta(type = String)] pub Secret<String>);
