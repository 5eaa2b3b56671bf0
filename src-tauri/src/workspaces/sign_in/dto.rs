//! What crosses to the UI about signing in: what a person asks for, how far it has come, and what this computer has to
//! offer. Secrets come in here once and never go out.

use gatewright_vault::Secret;
use serde::{Deserialize, Serialize};
use specta::Type;

/// The ways of signing in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum SignInKind {
    Browser,
    ServicePrincipal,
    AccessToken,
    Profile,
    AzureCli,
    DatabricksCli,
}

/// How a person wants to sign in.
#[derive(Debug, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum SignIn {
    /// In the system's browser. Without a client id, as the app that every workspace knows.
    Browser { client_id: Option<String> },
    /// As a program, with the secret it was given.
    ServicePrincipal {
        client_id: String,
        #[specta(type = String)]
        client_secret: Secret<String>,
    },
    /// With a token that was made in the workspace.
    AccessToken {
        #[specta(type = String)]
        token: Secret<String>,
    },
    /// As a profile of `~/.databrickscfg` says; what it holds stays in that file.
    Profile { name: String },
    /// With the account that the Azure CLI is signed in to.
    AzureCli { tenant: Option<String> },
    /// With the sign-in that the Databricks CLI keeps; without a profile, the one for this address.
    DatabricksCli { profile: Option<String> },
}

/// How far a sign-in has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "step", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum SignInProgress {
    /// The browser shows the sign-in. The address can be opened again or copied; it holds no secret.
    BrowserOpened { url: String },
    /// No browser opened; the sign-in waits all the same for somebody who opens the address.
    BrowserFailed { url: String, why: String },
    /// The browser came back.
    CallbackReceived,
    /// The workspace is asked who we are.
    Checking,
}

/// What this computer has to sign in with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SignInChoices {
    /// Where the profiles are read from; nothing when there is no such file.
    pub(crate) config_file: Option<String>,
    /// Why the file could not be read as a whole.
    pub(crate) config_problem: Option<String>,
    pub(crate) profiles: Vec<ProfileChoice>,
    pub(crate) azure_cli: HelperChoice,
    pub(crate) databricks_cli: HelperChoice,
}

/// A profile of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProfileChoice {
    pub(crate) name: String,
    pub(crate) host: Option<String>,
    /// What it leads to: one of the other kinds.
    pub(crate) kind: Option<SignInKind>,
    /// Why it cannot be used.
    pub(crate) problem: Option<String>,
    pub(crate) is_default: bool,
}

/// A program that can fetch tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HelperChoice {
    pub(crate) found: bool,
    pub(crate) path: Option<String>,
}
