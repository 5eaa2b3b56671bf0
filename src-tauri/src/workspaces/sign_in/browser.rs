//! Signing in in the system's browser: a listener for the way back, the address to open, the wait for a person, and the
//! exchange of what came back for tokens. What the steps mean in OAuth is in the client crate; nothing is kept here.

use std::time::Duration;

use gatewright_databricks::auth::{
    CLIENT_ID, Callback, OauthEndpoints, SCOPES, SignIn, SignInRefusal, TokenSet,
};
use gatewright_databricks::{Error, Host, Network, SystemRandom};
use tauri::ipc::Channel;
use tokio::time::timeout;

use super::dto::SignInProgress;
use super::loopback::Loopback;
use super::request::Page;
use super::words;
use crate::app::App;
use crate::ipc::failure::Failure;

/// How long a person may take in the browser.
const WAIT: Duration = Duration::from_secs(300);

/// Who asks, and for what.
pub(super) struct Asking {
    pub(super) client_id: Option<String>,
    pub(super) scopes: Option<Vec<String>>,
}

/// What a person came back with.
pub(super) struct SignedIn {
    pub(super) host: Host,
    pub(super) tokens: TokenSet,
    pub(super) endpoints: OauthEndpoints,
}

impl Asking {
    /// The app's id at the sign-in server.
    pub(super) fn client_id(&self) -> &str {
        self.client_id.as_deref().unwrap_or(CLIENT_ID)
    }

    /// To stay signed in is asked for in any case.
    fn scopes(&self) -> Vec<&str> {
        match &self.scopes {
            None => SCOPES.to_vec(),
            Some(scopes) => {
                let mut scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
                if !scopes.contains(&"offline_access") {
                    scopes.push("offline_access");
                }
                scopes
            }
        }
    }
}

/// Has a person sign in; without a host, to the workspace that the person chooses there.
pub(super) async fn sign_in(
    app: &App,
    host: Option<Host>,
    asking: &Asking,
    network: &Network,
    told: &Channel<SignInProgress>,
) -> Result<SignedIn, Failure> {
    let failed = |error: Error| words::failed(&error, host.as_ref());
    let known = match &host {
        Some(host) => Some(OauthEndpoints::discover(host, network).await.map_err(failed)?),
        None => None,
    };
    let mut listener = Loopback::open().await.ok_or_else(words::no_port)?;
    let attempt =
        SignIn::begin(asking.client_id(), &listener.redirect_uri(), &asking.scopes(), &SystemRandom)
            .map_err(|refusal| words::refused(&refusal.to_string()))?;
    let url = match &known {
        Some(endpoints) => attempt.authorize_url(endpoints),
        None => attempt.discovery_url(&app.sources.discovery).map_err(failed)?,
    };
    open(app, url, told);
    let callback =
        timeout(WAIT, come_back(&mut listener, &attempt)).await.map_err(|_| words::too_long())??;
    drop(listener);
    let _ = told.send(SignInProgress::CallbackReceived);
    let host = match (host, callback.host()) {
        (Some(host), _) | (None, Some(host)) => host,
        (None, None) => return Err(words::refused("The answer does not say which workspace it is.")),
    };
    let endpoints = match known {
        Some(endpoints) => endpoints,
        None => callback.endpoints().map_err(|error| words::failed(&error, Some(&host)))?,
    };
    let tokens = attempt.exchange(callback, &endpoints, network).await;
    let tokens = tokens.map_err(|error| words::failed(&error, Some(&host)))?;
    Ok(SignedIn { host, tokens, endpoints })
}

/// A browser that does not open ends nothing: the address can be copied and opened by hand.
fn open(app: &App, url: String, told: &Channel<SignInProgress>) {
    app.sign_in_pages.remember(&url);
    let _ = told.send(match app.browser.open(&url) {
        Ok(()) => SignInProgress::BrowserOpened { url },
        Err(failure) => SignInProgress::BrowserFailed { url, why: failure.explanation().cause.clone() },
    });
}

/// Waits for the answer to this very attempt. One that carries another state may be the guess of a foreign page: it is
/// shown that it did not work, and changes nothing.
async fn come_back(listener: &mut Loopback, attempt: &SignIn) -> Result<Callback, Failure> {
    loop {
        let arrived = listener.answer().await;
        match attempt.callback(&arrived.query) {
            Ok(callback) => {
                listener.close();
                arrived.show(Page::GoBack).await;
                return Ok(callback);
            }
            Err(SignInRefusal::WrongState | SignInRefusal::Malformed) => {
                arrived.show(Page::DidNotWork).await;
            }
            Err(refusal) => {
                listener.close();
                arrived.show(Page::DidNotWork).await;
                return Err(words::refused(&refusal.to_string()));
            }
        }
    }
}
