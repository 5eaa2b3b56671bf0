//! What crosses to the UI about workspaces. How a person signs in to one is in `sign_in::dto`; a token or secret comes in
//! there and never goes out.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::sign_in::dto::{SignIn, SignInKind};

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

/// The colour a person tells a workspace by. Names only: the window knows what they look like, in light and dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum WorkspaceColor {
    #[default]
    Petrol,
    Berry,
    Amber,
    Violet,
    Moss,
    Slate,
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
    /// In the keychain, or with the program or the file it is taken from each time.
    Kept,
    /// In memory until the app closes.
    SessionOnly,
    /// Has to be entered again.
    Missing,
    /// The sandbox has none.
    NotNeeded,
}

/// A workspace as the switcher and the settings show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
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
    pub(crate) color: WorkspaceColor,
    /// How we sign in; nothing for the sandbox.
    pub(crate) sign_in: Option<SignInKind>,
    /// Until when the access token in use is good, in milliseconds since 1970; a new one is fetched before that. Unknown
    /// before the first call, and of a token that somebody pasted.
    #[specta(type = Option<u32>)]
    pub(crate) expires_at: Option<f64>,
    /// The id that Databricks gave the workspace, when it is known.
    pub(crate) workspace_id: Option<String>,
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

/// A person's wish to connect.
#[derive(Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConnectWorkspace {
    /// Empty only for the browser, which then finds the workspace, and for a profile that names one.
    pub(crate) host: String,
    pub(crate) name: String,
    pub(crate) environment: Environment,
    pub(crate) color: WorkspaceColor,
    pub(crate) sign_in: SignIn,
}

/// How a workspace is told from the others.
#[derive(Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WorkspaceLook {
    pub(crate) name: String,
    pub(crate) color: WorkspaceColor,
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
