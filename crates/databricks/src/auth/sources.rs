//! Two sources of access tokens that a workspace itself gives: a refresh token (after a browser sign-in) and a service
//! principal's own id and secret (reference §7.3, §7.4). They find the token endpoint on first use. `Renewing` decides when.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use http::HeaderValue;
use tokio::sync::OnceCell;
use zeroize::Zeroizing;

use super::{AuthError, OauthEndpoints, Token, TokenSet, TokenSource, pkce, token_answer};
use crate::error::Error;
use crate::host::Host;
use crate::transport::{Network, Question};

/// The token endpoint of a host: named by the caller, or asked for once.
struct Place {
    host: Host,
    network: Network,
    endpoints: OnceCell<OauthEndpoints>,
}

impl Place {
    fn new(host: Host, network: Network) -> Self {
        Self { host, network, endpoints: OnceCell::new() }
    }

    async fn endpoints(&self) -> Result<&OauthEndpoints, Error> {
        self.endpoints.get_or_try_init(|| OauthEndpoints::discover(&self.host, &self.network)).await
    }
}

/// What a browser sign-in leaves behind. Every answer may bring a new refresh token, which replaces the old one at once.
pub struct RefreshToken {
    place: Place,
    client_id: String,
    newest: Mutex<Newest>,
}

struct Newest {
    token: Token,
    /// The server's words when it refused this very token: asking again would not change them.
    refused: Option<AuthError>,
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshToken")
            .field("host", &self.place.host.as_str())
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

impl RefreshToken {
    /// Renews with `token`, which `client_id` was given at `host`.
    pub fn new(host: Host, client_id: impl Into<String>, token: Token, network: Network) -> Self {
        let newest = Mutex::new(Newest { token, refused: None });
        Self { place: Place::new(host, network), client_id: client_id.into(), newest }
    }

    /// Spares the question for the token endpoint, right after a sign-in that knows it.
    #[must_use]
    pub fn at(mut self, endpoints: OauthEndpoints) -> Self {
        self.place.endpoints = OnceCell::new_with(Some(endpoints));
        self
    }

    fn newest(&self) -> std::sync::MutexGuard<'_, Newest> {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl TokenSource for RefreshToken {
    async fn renew(&self, _refused: Option<&Token>) -> Result<TokenSet, AuthError> {
        let token = {
            let newest = self.newest();
            if let Some(why) = &newest.refused {
                return Err(why.clone());
            }
            newest.token.clone()
        };
        let endpoints = self.place.endpoints().await?;
        let fields = [
            ("grant_type", "refresh_token"),
            ("refresh_token", token.expose()),
            ("client_id", &self.client_id),
        ];
        let question = Question::form(endpoints.token.clone(), &fields, &[token.expose()]);
        match token_answer::ask(&self.place.network, question).await {
            Ok(mut set) => {
                set.refresh = set.refresh.filter(|new| *new != token);
                if let Some(new) = &set.refresh {
                    *self.newest() = Newest { token: new.clone(), refused: None };
                }
                Ok(set)
            }
            Err(error) => {
                let why = AuthError::from(error);
                if why.needs_sign_in {
                    self.newest().refused = Some(why.clone());
                }
                Err(why)
            }
        }
    }
}

/// A service principal: it simply asks again, and gets no refresh token.
pub struct ClientCredentials {
    place: Place,
    client_id: String,
    secret: Token,
    scope: String,
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials")
            .field("host", &self.place.host.as_str())
            .field("client_id", &self.client_id)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

impl ClientCredentials {
    /// Signs in as `client_id` with its secret, for the whole API.
    pub fn new(host: Host, client_id: impl Into<String>, secret: Token, network: Network) -> Self {
        Self {
            place: Place::new(host, network),
            client_id: client_id.into(),
            secret,
            scope: "all-apis".to_owned(),
        }
    }

    /// Asks for less than the whole API.
    #[must_use]
    pub fn scopes(mut self, scopes: &[&str]) -> Self {
        self.scope = scopes.join(" ");
        self
    }

    /// Spares the question for the token endpoint.
    #[must_use]
    pub fn at(mut self, endpoints: OauthEndpoints) -> Self {
        self.place.endpoints = OnceCell::new_with(Some(endpoints));
        self
    }
}

#[async_trait]
impl TokenSource for ClientCredentials {
    async fn renew(&self, _refused: Option<&Token>) -> Result<TokenSet, AuthError> {
        let endpoints = self.place.endpoints().await?;
        let fields = [("grant_type", "client_credentials"), ("scope", self.scope.as_str())];
        let basic = Zeroizing::new(format!("Basic {}", &*pkce::basic(&self.client_id, self.secret.expose())));
        let mut header = HeaderValue::from_str(&basic)
            .map_err(|_| AuthError::sign_in("The client id or its secret cannot be sent."))?;
        header.set_sensitive(true);
        let question =
            Question::form(endpoints.token.clone(), &fields, &[self.secret.expose()]).signed(header);
        let set = token_answer::ask(&self.place.network, question).await?;
        // Should a server send one all the same, it is of no use here and nothing keeps it.
        Ok(TokenSet { refresh: None, ..set })
    }
}
