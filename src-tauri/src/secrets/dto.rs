//! What crosses to the UI about secret scopes. A value comes in once and never goes out.

use gatewright_vault::Secret;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::explain::Explanation;

/// Who keeps the values of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ScopeBackend {
    Databricks,
    AzureKeyVault,
    Other,
}

/// A secret scope; `writable` is false where Databricks refuses writes whoever asks (Key Vault).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SecretScope {
    pub(crate) name: String,
    pub(crate) backend: ScopeBackend,
    pub(crate) writable: bool,
}

/// A key in a scope, and how an endpoint refers to it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SecretKey {
    pub(crate) key: String,
    pub(crate) reference: String,
    #[specta(type = Option<u32>)]
    pub(crate) updated_at: Option<f64>,
}

/// A pasted value on its way into a scope.
#[derive(Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoreSecret {
    pub(crate) scope: String,
    pub(crate) key: String,
    #[specta(type = String)]
    pub(crate) value: Secret<String>,
    pub(crate) create_scope: bool,
    /// Whether an existing key of that name may be overwritten.
    pub(crate) replace: bool,
}

/// Proof of storing: the reference, and what a person recognises the value by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StoredSecret {
    pub(crate) scope: String,
    pub(crate) key: String,
    pub(crate) reference: String,
    pub(crate) last_four: String,
    pub(crate) characters: u32,
    /// Whether blanks or line ends around the value were cut off.
    pub(crate) trimmed: bool,
}

/// A value while it is typed: it comes in, and only what may be said about it goes out.
#[derive(Debug, Deserialize, Type)]
#[serde(transparent)]
pub(crate) struct TypedValue(#[specta(type = String)] pub(crate) Secret<String>);

/// A scope to be made. `for_everyone` gives it to all users, which workspaces without the Premium plan insist on.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreateScope {
    pub(crate) name: String,
    pub(crate) for_everyone: bool,
}

/// What a principal may do with a scope; each holds the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum SecretPermission {
    Read,
    Write,
    Manage,
}

/// One line of a scope's access list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SecretAcl {
    /// Mail address, group name or application id.
    pub(crate) principal: String,
    pub(crate) permission: SecretPermission,
    /// Whether the line is about the person signed in.
    pub(crate) you: bool,
}

/// A place in an endpoint that refers to a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SecretUse {
    pub(crate) endpoint: String,
    pub(crate) entity: String,
    /// The catalogue's id (`azure-openai`); empty for what is no external model.
    pub(crate) provider: String,
    /// The API's field name.
    pub(crate) field: String,
    pub(crate) task: Option<String>,
}

/// A key and who refers to it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SecretInUse {
    pub(crate) key: String,
    pub(crate) reference: String,
    #[specta(type = Option<u32>)]
    pub(crate) updated_at: Option<f64>,
    pub(crate) uses: Vec<SecretUse>,
}

/// A scope with its keys; `keys` is nothing where they may not be read, and `problem` says why.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ScopeInUse {
    pub(crate) name: String,
    pub(crate) backend: ScopeBackend,
    pub(crate) writable: bool,
    /// Nothing when the workspace does not tell.
    pub(crate) your_permission: Option<SecretPermission>,
    pub(crate) keys: Option<Vec<SecretInUse>>,
    pub(crate) problem: Option<String>,
}

/// A reference that leads to no key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DanglingReference {
    pub(crate) reference: String,
    pub(crate) scope: String,
    pub(crate) key: String,
    pub(crate) uses: Vec<SecretUse>,
}

/// Everything of the room at once. `complete` is false when an endpoint or a scope could not be read.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SecretsOverview {
    pub(crate) scopes: Vec<ScopeInUse>,
    pub(crate) dangling: Vec<DanglingReference>,
    pub(crate) unread_endpoints: Vec<String>,
    pub(crate) complete: bool,
}

/// Whose kind of key a value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum KeyFamily {
    Openai,
    Anthropic,
    GoogleServiceAccount,
    AwsAccessKeyId,
    AwsSecretKey,
    AzureOpenai,
    Cohere,
    Databricks,
    Unknown,
}

/// What may be said about a value while it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SecretInspection {
    pub(crate) family: KeyFamily,
    /// With its article: "an OpenAI key".
    pub(crate) family_name: String,
    pub(crate) last_four: String,
    pub(crate) characters: u32,
    /// What is cut off around it, in words.
    pub(crate) trimmed: Option<String>,
    pub(crate) warning: Option<String>,
    /// Why it cannot be stored.
    pub(crate) problem: Option<String>,
}

/// Which use of a key is to be proved.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProveSecret {
    pub(crate) reference: String,
    pub(crate) endpoint: String,
    pub(crate) entity: String,
}

/// Whether a served entity answers with its key.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SecretProof {
    pub(crate) ok: bool,
    pub(crate) served_by: Option<String>,
    #[specta(type = u32)]
    pub(crate) milliseconds: f64,
    pub(crate) explanation: Option<Explanation>,
}
