//! Where a workspace signs people in: found through its documents, with the usual paths as a fallback (reference §7.3).

use serde_json::Value;
use url::Url;

use crate::error::{Error, ErrorKind, Result};
use crate::host::{Host, loopback};
use crate::metadata::HostMetadata;
use crate::transport::{Network, Question};

/// The addresses of one sign-in server. All are https, or on this machine when the workspace is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OauthEndpoints {
    pub(super) authorize: Url,
    pub(super) token: Url,
    /// What the `iss` of an answer has to be, when the server told it.
    pub(super) issuer: Option<Url>,
}

impl OauthEndpoints {
    /// Asks the workspace. What it does not say is filled in with the usual paths.
    ///
    /// # Errors
    /// When the workspace cannot be reached, or names an address that is not https.
    pub async fn discover(host: &Host, network: &Network) -> Result<Self> {
        let metadata = HostMetadata::fetch(host, network).await?;
        let root = metadata.as_ref().and_then(|metadata| metadata.oidc_root(host));
        let root = match root {
            Some(root) => checked(&root, host.is_loopback())?,
            None => host.url("/oidc"),
        };
        let document =
            network.ask(Question::document(below(&root, ".well-known/oauth-authorization-server"))).await?;
        if document.meta.status == 429 || document.meta.status >= 500 {
            return Err(document.failed(&*network.clock));
        }
        let named = document.ok().then(|| serde_json::from_slice::<Value>(&document.body).ok()).flatten();
        let address = |key: &str| {
            let text = named.as_ref()?.get(key)?.as_str()?;
            Some(checked(text, host.is_loopback()))
        };
        let (authorize, token) = (address("authorization_endpoint"), address("token_endpoint"));
        let (Some(authorize), Some(token)) = (authorize, token) else { return Ok(Self::usual(&root)) };
        Ok(Self { authorize: authorize?, token: token?, issuer: address("issuer").transpose()? })
    }

    /// The addresses below an issuer, as `iss` names it: `https://<workspace>/oidc`.
    ///
    /// # Errors
    /// When the issuer is neither https nor this machine.
    pub fn of_issuer(issuer: &str) -> Result<Self> {
        Ok(Self::usual(&checked(issuer, true)?))
    }

    fn usual(root: &Url) -> Self {
        Self {
            authorize: below(root, "v1/authorize"),
            token: below(root, "v1/token"),
            issuer: Some(root.clone()),
        }
    }

    /// Where the browser goes.
    pub fn authorize(&self) -> &str {
        self.authorize.as_str()
    }

    /// Where codes and refresh tokens are exchanged.
    pub fn token(&self) -> &str {
        self.token.as_str()
    }
}

/// A path below an address that may have one already.
fn below(root: &Url, path: &str) -> Url {
    let mut url = root.clone();
    url.set_path(&format!("{}/{path}", root.path().trim_end_matches('/')));
    url
}

/// Reads an address that a server named. Plain http is for a workspace on this machine only: a workspace elsewhere must not
/// send our secrets to whatever listens here.
pub(super) fn checked(text: &str, may_be_here: bool) -> Result<Url> {
    let refused = |what: &str| Error::new(ErrorKind::Local, what.to_owned());
    let url = Url::parse(text.trim())
        .map_err(|_| refused("The workspace names a sign-in address that is not an address."))?;
    let secure = url.scheme() == "https" || (url.scheme() == "http" && may_be_here && loopback(&url));
    if !secure {
        return Err(refused(
            "The workspace names a sign-in address without https, which would give secrets away.",
        ));
    }
    if !url.username().is_empty() || url.password().is_some() || url.host_str().is_none_or(str::is_empty) {
        return Err(refused("The workspace names a sign-in address that cannot be used."));
    }
    let mut url = url;
    url.set_fragment(None);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_or_this_machine_may_hear_a_secret() {
        assert!(checked("https://a.cloud.databricks.com/oidc", false).is_ok());
        assert!(checked("http://127.0.0.1:9/oidc", true).is_ok());
        for (text, here) in [
            ("http://127.0.0.1:9/oidc", false),
            ("http://a.cloud.databricks.com/oidc", true),
            ("https://me:pw@a.com/oidc", true),
            ("file:///etc/passwd", true),
            ("/oidc", true),
            ("http://localhost.evil.com", true),
        ] {
            assert!(checked(text, here).is_err(), "{text}");
        }
    }

    #[test]
    fn an_issuer_has_its_endpoints_below_it() {
        let endpoints = OauthEndpoints::of_issuer("https://a.cloud.databricks.com/oidc/accounts/1/").unwrap();
        assert_eq!(endpoints.token(), "https://a.cloud.databricks.com/oidc/accounts/1/v1/token");
        assert_eq!(endpoints.authorize(), "https://a.cloud.databricks.com/oidc/accounts/1/v1/authorize");
    }
}
