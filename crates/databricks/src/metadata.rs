//! What a host says about itself without anybody being signed in (`/.well-known/databricks-config`, reference §7.1). Older
//! workspaces say nothing; then the rules on host names hold.

use serde::Deserialize;

use crate::error::{ErrorKind, Result};
use crate::host::Host;
use crate::transport::{Network, Question};

/// What kind of host answers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HostType {
    /// One workspace.
    Workspace,
    /// The account console, which has no serving endpoints.
    Account,
    /// One address for an account and its workspaces; every call names the workspace.
    Unified,
    /// A kind that came later.
    Other(String),
}

/// A host's own description.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HostMetadata {
    /// The kind, when it is said.
    pub host_type: Option<HostType>,
    /// Address of the sign-in server, as written; it may hold `{account_id}`.
    pub oidc_endpoint: Option<String>,
    /// The account.
    pub account_id: Option<String>,
    /// The workspace.
    pub workspace_id: Option<String>,
    /// The cloud, in the server's word.
    pub cloud: Option<String>,
}

#[derive(Deserialize)]
struct Document {
    host_type: Option<String>,
    oidc_endpoint: Option<String>,
    account_id: Option<String>,
    workspace_id: Option<Id>,
    cloud: Option<String>,
}

/// Ids come as text, or as the number they are.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(u64),
}

impl HostMetadata {
    /// Asks a host. `None` when it does not describe itself.
    ///
    /// # Errors
    /// When the host cannot be reached, is overloaded, or answers only through a private link or to listed addresses.
    pub async fn fetch(host: &Host, network: &Network) -> Result<Option<Self>> {
        let told = network.ask(Question::document(host.url("/.well-known/databricks-config"))).await?;
        if told.ok() {
            return Ok(serde_json::from_slice::<Document>(&told.body).ok().map(Self::from));
        }
        let error = told.failed(&*network.clock);
        let telling = matches!(error.kind, ErrorKind::PrivateLink | ErrorKind::IpAccessDenied);
        if telling || told.meta.status == 429 || told.meta.status >= 500 {
            return Err(error);
        }
        Ok(None)
    }

    /// The sign-in server's address with the account filled in; `None` when there is none or the account is not known.
    pub fn oidc_root(&self, host: &Host) -> Option<String> {
        const ACCOUNT: &str = "{account_id}";
        let written = self.oidc_endpoint.as_deref()?.trim();
        if !written.contains(ACCOUNT) {
            return (!written.is_empty()).then(|| written.to_owned());
        }
        let account = self.account_id.as_deref().or(host.account_id())?;
        let plain = account.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (plain && !account.is_empty()).then(|| written.replace(ACCOUNT, account))
    }
}

impl From<Document> for HostMetadata {
    fn from(document: Document) -> Self {
        let host_type = document.host_type.map(|word| match word.as_str() {
            "WORKSPACE_HOST" => HostType::Workspace,
            "ACCOUNT_HOST" => HostType::Account,
            "UNIFIED_HOST" => HostType::Unified,
            _ => HostType::Other(word),
        });
        let workspace_id = document.workspace_id.map(|id| match id {
            Id::Text(text) => text,
            Id::Number(number) => number.to_string(),
        });
        Self {
            host_type,
            oidc_endpoint: document.oidc_endpoint,
            account_id: document.account_id.filter(|id| !id.is_empty()),
            workspace_id: workspace_id.filter(|id| !id.is_empty()),
            cloud: document.cloud,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(json: &str) -> HostMetadata {
        serde_json::from_str::<Document>(json).unwrap().into()
    }

    #[test]
    fn the_account_is_filled_in_from_the_document_or_the_pasted_address() {
        let host = Host::parse("https://a.databricks.com/?account_id=from-address").unwrap();
        let root = r#"{"oidc_endpoint":"https://a.databricks.com/oidc/accounts/{account_id}""#;
        let own = metadata(&format!(r#"{root},"account_id":"0-1"}}"#));
        assert_eq!(own.oidc_root(&host).unwrap(), "https://a.databricks.com/oidc/accounts/0-1");
        let foreign = metadata(&format!("{root}}}"));
        assert_eq!(foreign.oidc_root(&host).unwrap(), "https://a.databricks.com/oidc/accounts/from-address");
        let bad = metadata(&format!(r#"{root},"account_id":"x/../../y"}}"#));
        assert_eq!(bad.oidc_root(&host), None);
    }

    #[test]
    fn ids_may_be_numbers_and_kinds_may_be_new() {
        let read = metadata(r#"{"workspace_id":7,"host_type":"MOON_HOST"}"#);
        assert_eq!(read.workspace_id.as_deref(), Some("7"));
        assert_eq!(read.host_type, Some(HostType::Other("MOON_HOST".into())));
    }
}
