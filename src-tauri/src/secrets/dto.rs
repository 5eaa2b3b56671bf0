//! What crosses to the UI about secret scopes. A value comes in once and never goes out.

use gatewright_vault::Secret;
use serde::{Deserialize, Serialize};
use specta::Type;

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
