//! Signing in with OAuth: the documents that say how, the page for the browser, the tokens, the discovery entry without a
//! host and the hint at an Entra tenant. The gate lets exactly the requests of [`Open`] in without a token.

use std::sync::Arc;

use http::Method;
use serde_json::json;

use crate::gate::Ask;
use crate::identity::{ACCOUNT_ID, CLIENT_ID, WORKSPACE_ID};
use crate::reply::{Answer, Refusal, Reply};
use crate::running::{Shared, Slot};

mod address;
mod authorize;
mod page;
pub(crate) mod scopes;
mod sign_ins;
mod token;

pub(crate) use sign_ins::SignIns;

/// What is answered to somebody who shows no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Open {
    HostDocument,
    ServerDocument,
    SignInPage,
    SignInForm,
    Token,
    Discovery,
    EntraHint,
}

impl Open {
    pub(crate) fn of(method: &Method, path: &str) -> Option<Open> {
        match (method.as_str(), path.trim_end_matches('/')) {
            ("GET", "/.well-known/databricks-config") => Some(Open::HostDocument),
            ("GET", "/oidc/.well-known/oauth-authorization-server") => Some(Open::ServerDocument),
            ("GET", "/oidc/v1/authorize") => Some(Open::SignInPage),
            ("POST", "/oidc/v1/authorize") => Some(Open::SignInForm),
            ("POST", "/oidc/v1/token") => Some(Open::Token),
            ("GET", "/discovery") => Some(Open::Discovery),
            ("GET", "/aad/auth") => Some(Open::EntraHint),
            _ => None,
        }
    }
}

/// Answers the open requests; `None` for everything else.
pub(crate) fn route(ask: &Ask, shared: &Arc<Shared>, slot: &Arc<Slot>) -> Option<Answer> {
    Some(match Open::of(&ask.method, &ask.path)? {
        Open::HostDocument => Ok(Reply::ok(&json!({
            "oidc_endpoint": format!("http://{}/oidc", ask.host),
            "account_id": ACCOUNT_ID,
            "workspace_id": WORKSPACE_ID.to_string(),
            "host_type": "WORKSPACE_HOST",
        }))),
        Open::ServerDocument => Ok(server_document(&ask.host)),
        Open::SignInPage => Ok(authorize::open(ask, shared, slot)),
        Open::SignInForm => Ok(authorize::decide(ask, shared)),
        Open::Token => Ok(token::answer(ask, shared, slot)),
        Open::Discovery => discovery(ask),
        Open::EntraHint => Ok(to(&format!(
            "https://login.microsoftonline.com/{ENTRA_TENANT}/oauth2/authorize?response_type=code&client_id={DATABRICKS_APP}"
        ))),
    })
}

const ENTRA_TENANT: &str = "3c9e0b52-4d1f-4a86-8f35-b1c2d7e0a944";
/// The application id under which Azure knows Databricks, in every tenant.
const DATABRICKS_APP: &str = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

fn server_document(host: &str) -> Reply {
    let root = format!("http://{host}/oidc");
    Reply::ok(&json!({
        "issuer": root,
        "authorization_endpoint": format!("{root}/v1/authorize"),
        "token_endpoint": format!("{root}/v1/token"),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "none"],
        "scopes_supported": scopes::KNOWN,
    }))
}

/// A person signs in without knowing an address: the one workspace there is takes over, and says who it is in the end.
fn discovery(ask: &Ask) -> Answer {
    let wanted = ask.parameter("destination_url")?;
    let asks = wanted
        .strip_prefix("/oidc/v1/authorize?")
        .ok_or_else(|| Refusal::invalid("destination_url must begin with /oidc/v1/authorize?"))?;
    Ok(to(&format!("http://{}/oidc/v1/authorize?{asks}&{}=1", ask.host, authorize::SAY_WHO)))
}

/// Sends a browser on.
fn to(address: &str) -> Reply {
    Reply::bytes(303, "text/plain", "").with("location", address).with("cache-control", "no-store")
}

/// What a program signs in with.
#[derive(Clone)]
pub struct ServicePrincipal {
    /// Always the same.
    pub client_id: String,
    /// Follows from the sandbox's token.
    pub client_secret: String,
}

impl std::fmt::Debug for ServicePrincipal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServicePrincipal")
            .field("client_id", &self.client_id)
            .field("client_secret", &"<redacted>")
            .finish()
    }
}

/// The secret is made from the token instead of being kept: who knows a fixed token has a fixed secret, and nobody else
/// on this computer can guess it.
pub(crate) fn service_principal(token: &str) -> ServicePrincipal {
    let digest = sign_ins::digest(format!("service principal of {token}").as_bytes());
    let secret = digest.iter().take(16).fold(String::from("dose"), |mut text, byte| {
        text.push_str(&format!("{byte:02x}"));
        text
    });
    ServicePrincipal { client_id: CLIENT_ID.to_owned(), client_secret: secret }
}
