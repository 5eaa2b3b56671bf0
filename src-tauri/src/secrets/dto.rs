//! What crosses to the UI about secret scopes. A value comes in once and never goes out.

use gatewright_vault::Secret;
use serde::{Deserialize, Serialize};
use specta::Type;

/// Who keeps the values of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ScopeBackend {
    Databricks,
    AzureKeyVault,
    Other,
}

/// A secret scope; `writable` is false where Databricks refuses writes whoever asks (Key Vault).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SecretScope {
    pub name: String,
    pub backend: ScopeBackend,
    pub writable: bool,
}

/// A key in a scope, and how an endpoint refers to it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SecretKey {
    pub key: String,
    pub reference: String,
    #[specta(type = Option<u32>)]
    pub updated_at: Option<f64>,
}

/// A pasted value on its way into a scope.
#[derive(Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StoreSecret {
    pub scope: String,
    pub key: String,
    #[specta(type = String)]
    pub value: Secret<String>,
    pub create_scope: bool,
    /// Whether an existing key of that name may be overwritten.
    pub replace: bool,
}

/// Proof of storing: the reference, and what a person recognises the value by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StoredSecret {
    pub scope: String,
    pub key: String,
    pub reference: String,
    pub last_four: String,
    pub characters: u32,
    /// Whether blanks or line ends around the value were cut off.
    pub trimmed: bool,
}
