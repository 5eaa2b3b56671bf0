//! Secret scopes and the secrets in them (reference §6). Values go in and never come out: reading a value is deliberately missing,
//! because the API offers it to notebooks only.

use std::fmt;
use std::sync::Arc;

use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::error::Result;
use crate::transport::{Call, Core};
use crate::wire::{self, Extra, wire_enum};

wire_enum! {
    /// Where a scope keeps its secrets.
    ScopeBackend {
        /// Databricks.
        Databricks = "DATABRICKS",
        /// Azure Key Vault: read-only from here.
        AzureKeyVault = "AZURE_KEYVAULT",
    }
}

wire_enum! {
    /// What a principal may do with a scope.
    ScopePermission {
        /// Use the secrets.
        Read = "READ",
        /// Use and change secrets.
        Write = "WRITE",
        /// Everything, access included.
        Manage = "MANAGE",
    }
}

/// A secret's value on its way in. It prints as `<redacted>` and its memory is wiped when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretValue(Zeroizing<String>);

impl SecretValue {
    /// Wraps a value, at most 128 KB of text. Nothing is trimmed.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The value itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

/// A scope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scope {
    /// Unique in the workspace, regardless of case.
    #[serde(default, deserialize_with = "wire::text_or_empty")]
    pub name: String,
    /// Where secrets are kept; Databricks when the server does not say.
    #[serde(default = "databricks")]
    pub backend_type: ScopeBackend,
    /// Azure Key Vault details, raw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keyvault_metadata: Option<Value>,
    /// Fields this crate does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Scope {
    /// Whether secrets can be written here. Scopes kept elsewhere, also in places this crate does not know, are read-only.
    pub fn is_writable(&self) -> bool {
        self.backend_type == ScopeBackend::Databricks
    }
}

fn databricks() -> ScopeBackend {
    ScopeBackend::Databricks
}

/// The name of a secret, and when it was written last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SecretKey {
    /// Unique in the scope, regardless of case.
    #[serde(default, deserialize_with = "wire::text_or_empty")]
    pub key: String,
    /// ms since 1970.
    #[serde(default, deserialize_with = "wire::int", skip_serializing_if = "Option::is_none")]
    pub last_updated_timestamp: Option<i64>,
    /// Fields this crate does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What a principal may do with a scope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScopeAcl {
    /// Mail address, group name or application id.
    #[serde(default, deserialize_with = "wire::text_or_empty")]
    pub principal: String,
    /// What is allowed.
    pub permission: ScopePermission,
    /// Fields this crate does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Secret scopes of a workspace.
///
/// Every method fails with [`crate::Error`]. Limits: names up to 128 of `A-Z a-z 0-9 _ . - @` (no `@` in keys), 1000 secrets a
/// scope, 1000 scopes a workspace.
#[derive(Debug, Clone)]
pub struct Secrets {
    core: Arc<Core>,
}

#[derive(Deserialize)]
struct Listed<T> {
    #[serde(
        default = "Vec::new",
        alias = "scopes",
        alias = "secrets",
        alias = "items",
        deserialize_with = "wire::list"
    )]
    #[serde(bound(deserialize = "T: Deserialize<'de>"))]
    rows: Vec<T>,
}

impl Secrets {
    pub(crate) fn new(core: Arc<Core>) -> Self {
        Self { core }
    }

    /// All scopes; every user may see their names.
    ///
    /// # Errors
    /// Any [`crate::Error`].
    pub async fn scopes(&self) -> Result<Vec<Scope>> {
        Ok(self.core.json::<Listed<Scope>>(&Call::get("/api/2.0/secrets/scopes/list")).await?.rows)
    }

    /// Creates a scope kept by Databricks. `managed_by_all` lets every user manage it, which workspaces below Premium require.
    ///
    /// # Errors
    /// [`crate::ErrorKind::AlreadyExists`] when the name is taken, [`crate::ErrorKind::QuotaExceeded`] when there are too many.
    pub async fn create_scope(&self, scope: &str, managed_by_all: bool) -> Result<()> {
        let mut body = json!({ "scope": scope });
        if managed_by_all {
            body["initial_manage_principal"] = "users".into();
        }
        self.post("scopes/create", &body).await
    }

    /// Creates a scope backed by an Azure Key Vault. Needs an Entra user token, not a personal access token.
    ///
    /// # Errors
    /// As [`Secrets::create_scope`].
    pub async fn create_key_vault_scope(&self, scope: &str, resource_id: &str, dns_name: &str) -> Result<()> {
        let body = json!({
            "scope": scope,
            "scope_backend_type": ScopeBackend::AzureKeyVault,
            "backend_azure_keyvault": { "resource_id": resource_id, "dns_name": dns_name },
        });
        self.post("scopes/create", &body).await
    }

    /// Deletes a scope with everything in it.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] when there is none of that name.
    pub async fn delete_scope(&self, scope: &str) -> Result<()> {
        self.post("scopes/delete", &json!({ "scope": scope })).await
    }

    /// Names of the secrets in a scope.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`], [`crate::ErrorKind::PermissionDenied`].
    pub async fn list(&self, scope: &str) -> Result<Vec<SecretKey>> {
        let call = Call::get("/api/2.0/secrets/list").query("scope", scope);
        Ok(self.core.json::<Listed<SecretKey>>(&call).await?.rows)
    }

    /// Writes a secret; one of the same name is overwritten silently.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] when there is no such scope. The value is in no error.
    pub async fn put(&self, scope: &str, key: &str, value: &SecretValue) -> Result<()> {
        self.post("put", &json!({ "scope": scope, "key": key, "string_value": value.expose() })).await
    }

    /// Deletes a secret.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`].
    pub async fn delete(&self, scope: &str, key: &str) -> Result<()> {
        self.post("delete", &json!({ "scope": scope, "key": key })).await
    }

    /// Who may do what with a scope.
    ///
    /// # Errors
    /// [`crate::ErrorKind::PermissionDenied`] without `MANAGE`.
    pub async fn acls(&self, scope: &str) -> Result<Vec<ScopeAcl>> {
        let call = Call::get("/api/2.0/secrets/acls/list").query("scope", scope);
        Ok(self.core.json::<Listed<ScopeAcl>>(&call).await?.rows)
    }

    /// What one principal may do with a scope.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] when nothing is granted.
    pub async fn acl(&self, scope: &str, principal: &str) -> Result<ScopeAcl> {
        let call = Call::get("/api/2.0/secrets/acls/get").query("scope", scope).query("principal", principal);
        self.core.json(&call).await
    }

    /// Grants access; an older grant of the principal is replaced.
    ///
    /// # Errors
    /// Any [`crate::Error`].
    pub async fn put_acl(&self, scope: &str, principal: &str, permission: &ScopePermission) -> Result<()> {
        self.post("acls/put", &json!({ "scope": scope, "principal": principal, "permission": permission }))
            .await
    }

    /// Takes access away.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] when nothing is granted.
    pub async fn delete_acl(&self, scope: &str, principal: &str) -> Result<()> {
        self.post("acls/delete", &json!({ "scope": scope, "principal": principal })).await
    }

    async fn post(&self, path: &str, body: &Value) -> Result<()> {
        self.core.done(&Call::new(Method::POST, format!("/api/2.0/secrets/{path}")).json(body)?).await
    }
}
