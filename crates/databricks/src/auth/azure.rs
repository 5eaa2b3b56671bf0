//! A service principal of Microsoft Entra ID with a client secret (reference §7.5). The secret goes to Microsoft's sign-in server
//! and never to the workspace; the tenant is looked up at the workspace when nobody names it.

use std::fmt;

use async_trait::async_trait;
use tokio::sync::OnceCell;
use url::Url;

use super::endpoints::checked;
use super::{AuthError, Token, TokenSet, TokenSource, token_answer};
use crate::error::{Error, ErrorKind, Result};
use crate::host::Host;
use crate::transport::{Network, Question};

/// The application id under which Azure knows Databricks, in every tenant.
const DATABRICKS: &str = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

/// Microsoft's sign-in server for the cloud a workspace belongs to.
pub fn login_address(host: &Host) -> &'static str {
    if host.name().ends_with(".databricks.azure.us") {
        "https://login.microsoftonline.us"
    } else if host.name().ends_with(".databricks.azure.cn") {
        "https://login.chinacloudapi.cn"
    } else {
        "https://login.microsoftonline.com"
    }
}

/// The tenant of an Azure workspace: the first part of the path that `/aad/auth` would send a browser to. Nothing is followed.
///
/// # Errors
/// When the workspace cannot be reached or does not say.
pub async fn tenant_of(host: &Host, network: &Network) -> Result<String> {
    let told = network.ask(Question::document(host.url("/aad/auth"))).await?;
    if told.meta.status == 429 || told.meta.status >= 500 {
        return Err(told.failed(&*network.clock));
    }
    let tenant = told.header("location").and_then(|to| Url::parse(to).ok()).and_then(|to| {
        let first = to.path_segments()?.next()?.to_owned();
        is_tenant(&first).then_some(first)
    });
    tenant.ok_or_else(|| {
        let mut error = Error::new(
            ErrorKind::Local,
            "The workspace does not say to which Microsoft Entra tenant it belongs. Name the tenant.",
        );
        error.fields().status = Some(told.meta.status);
        error
    })
}

/// An id or a domain name; nothing that could change the rest of an address.
fn is_tenant(text: &str) -> bool {
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.');
    plain && text.len() >= 3 && text.len() <= 128 && !text.contains("..")
}

/// The source.
pub struct AzureServicePrincipal {
    host: Host,
    network: Network,
    client_id: String,
    secret: Token,
    login: String,
    tenant: OnceCell<String>,
}

impl fmt::Debug for AzureServicePrincipal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AzureServicePrincipal")
            .field("host", &self.host.as_str())
            .field("client_id", &self.client_id)
            .field("login", &self.login)
            .field("tenant", &self.tenant.get())
            .finish_non_exhaustive()
    }
}

impl AzureServicePrincipal {
    /// Signs in as `client_id` with its secret. The tenant is looked up at the workspace.
    pub fn new(host: Host, client_id: impl Into<String>, secret: Token, network: Network) -> Self {
        let login = login_address(&host).to_owned();
        Self { host, network, client_id: client_id.into(), secret, login, tenant: OnceCell::new() }
    }

    /// Names the tenant: its id or one of its domains.
    #[must_use]
    pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
        self.tenant = OnceCell::new_with(Some(tenant.into()));
        self
    }

    /// Another sign-in server than the one of the workspace's cloud.
    #[must_use]
    pub fn login(mut self, address: impl Into<String>) -> Self {
        self.login = address.into();
        self
    }

    async fn token_address(&self) -> Result<Url, AuthError> {
        let tenant = self.tenant.get_or_try_init(|| tenant_of(&self.host, &self.network)).await?;
        if !is_tenant(tenant) {
            return Err(AuthError::sign_in("This is not the id of a Microsoft Entra tenant."));
        }
        let mut url = checked(&self.login, true)
            .map_err(|_| AuthError::sign_in("The address of the Microsoft sign-in server cannot be used."))?;
        url.set_path(&format!("/{tenant}/oauth2/token"));
        Ok(url)
    }
}

#[async_trait]
impl TokenSource for AzureServicePrincipal {
    async fn renew(&self, _refused: Option<&Token>) -> Result<TokenSet, AuthError> {
        let address = self.token_address().await?;
        let fields = [
            ("grant_type", "client_credentials"),
            ("client_id", self.client_id.as_str()),
            ("client_secret", self.secret.expose()),
            ("resource", DATABRICKS),
        ];
        let question = Question::form(address, &fields, &[self.secret.expose()]);
        let set = token_answer::ask(&self.network, question).await?;
        Ok(TokenSet { refresh: None, ..set })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cloud_has_its_own_sign_in_server() {
        let of = |text: &str| login_address(&Host::parse(text).unwrap());
        assert_eq!(of("adb-1.2.azuredatabricks.net"), "https://login.microsoftonline.com");
        assert_eq!(of("adb-1.2.databricks.azure.us"), "https://login.microsoftonline.us");
        assert_eq!(of("adb-1.2.databricks.azure.cn"), "https://login.chinacloudapi.cn");
    }

    #[test]
    fn a_tenant_cannot_climb_out_of_its_place() {
        assert!(is_tenant("3c9e0b52-4d1f-4a86-8f35-b1c2d7e0a944") && is_tenant("acme.onmicrosoft.com"));
        for text in ["", "..", "a/b", "a?b", "a..b", "%2e%2e", "a b"] {
            assert!(!is_tenant(text), "{text}");
        }
    }
}
