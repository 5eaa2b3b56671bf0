//! Who a request says it is: the bearer token, the trait every way of signing in implements, and those ways (reference §7).
//!
//! | Kind | Made of |
//! |---|---|
//! | personal access token | [`AccessToken`] |
//! | browser | [`SignIn`] once, then [`Renewing`] over a [`RefreshToken`] |
//! | service principal | [`Renewing`] over [`ClientCredentials`] |
//! | service principal of Azure | [`Renewing`] over [`AzureServicePrincipal`] |
//! | a program that hands tokens out | [`Renewing`] over a [`TokenSource`] of `crate::cli` |
//!
//! The transport knows nothing but [`Authenticate`]. What is kept between two starts, and where, is the caller's business; it
//! hears of every new refresh token through [`KeepToken`].

mod azure;
mod callback;
mod endpoints;
mod pkce;
mod renewing;
mod sign_in;
mod sources;
mod token_answer;
mod token_set;

use std::fmt;

use async_trait::async_trait;
use http::HeaderValue;
use zeroize::Zeroizing;

use crate::error::{Error, ErrorKind};

pub use azure::{AzureServicePrincipal, login_address, tenant_of};
pub use callback::{Callback, SignInRefusal};
pub use endpoints::OauthEndpoints;
pub use renewing::{KeepToken, Renewing, TokenSource};
pub use sign_in::{CLIENT_ID, DISCOVERY, SCOPES, SignIn};
pub use sources::{ClientCredentials, RefreshToken};
pub use token_set::TokenSet;

/// A bearer credential. It prints as `<redacted>`, cannot be serialised, and its memory is wiped when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Zeroizing<String>);

impl Token {
    /// Wraps a token, with white space around it (a common slip when pasting) taken off.
    pub fn new(token: impl Into<String>) -> Self {
        let token = Zeroizing::new(token.into());
        Self(Zeroizing::new(token.trim().to_owned()))
    }

    /// The token itself. Call this only where it goes onto the wire or into the keychain.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

/// Why no credential could be produced. The text is for a person and never holds a credential.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct AuthError {
    /// A finished sentence that says what went wrong.
    pub message: String,
    /// Whether only a new sign-in can help (as opposed to trying again later).
    pub needs_sign_in: bool,
}

impl AuthError {
    /// A failure that a new sign-in is needed for.
    pub fn sign_in(message: impl Into<String>) -> Self {
        Self { message: message.into(), needs_sign_in: true }
    }

    /// A failure that may be gone when it is tried again.
    pub fn later(message: impl Into<String>) -> Self {
        Self { message: message.into(), needs_sign_in: false }
    }
}

/// Only what the sign-in server itself refused needs a person; a network that is down does not.
impl From<Error> for AuthError {
    fn from(error: Error) -> Self {
        Self { needs_sign_in: error.kind == ErrorKind::SignIn, message: error.into_failure().message }
    }
}

/// A way of signing in. The transport asks for a header before each request and for a refresh after a 401.
#[async_trait]
pub trait Authenticate: Send + Sync + fmt::Debug {
    /// The value of the `Authorization` header for the next request. Implementations mark it sensitive.
    ///
    /// # Errors
    /// When there is no credential, or it cannot be renewed.
    async fn authorization(&self) -> Result<HeaderValue, AuthError>;

    /// Called once after a 401. `Ok(true)` means that a *different* credential is ready and the request may be sent again;
    /// `Ok(false)` that there is nothing newer. Implementations let one refresh serve all callers that wait.
    ///
    /// # Errors
    /// When renewing failed.
    async fn refresh(&self) -> Result<bool, AuthError>;

    /// The same, told which header was refused: when it was replaced while the answer was under way, nothing has to be renewed.
    ///
    /// # Errors
    /// When renewing failed.
    async fn refused(&self, _used: &HeaderValue) -> Result<bool, AuthError> {
        self.refresh().await
    }
}

/// A personal access token (reference §7.2), or any other bearer token that somebody else keeps fresh.
#[derive(Debug, Clone)]
pub struct AccessToken(Token);

impl AccessToken {
    /// Signs every request with this token.
    pub fn new(token: Token) -> Self {
        Self(token)
    }
}

#[async_trait]
impl Authenticate for AccessToken {
    async fn authorization(&self) -> Result<HeaderValue, AuthError> {
        bearer(&self.0)
    }

    async fn refresh(&self) -> Result<bool, AuthError> {
        Ok(false)
    }
}

/// Builds the `Authorization` value for a token, marked sensitive so that no HTTP layer prints it.
///
/// # Errors
/// When the token is empty or holds characters that a header cannot carry.
pub fn bearer(token: &Token) -> Result<HeaderValue, AuthError> {
    let refused = |message: &str| AuthError { message: message.to_owned(), needs_sign_in: true };
    if token.expose().is_empty() {
        return Err(refused("The access token is empty."));
    }
    let text = Zeroizing::new(format!("Bearer {}", token.expose()));
    let mut value = HeaderValue::from_str(&text)
        .map_err(|_| refused("The access token holds characters that cannot be part of a token."))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_never_prints() {
        let token = Token::new(" dapi-canary\n");
        assert_eq!(format!("{token:?}"), "<redacted>");
        assert!(!format!("{:?}", AccessToken::new(token.clone())).contains("canary"));
        assert!(!format!("{:?}", bearer(&token).unwrap()).contains("canary"));
        assert_eq!(token.expose(), "dapi-canary");
    }

    #[test]
    fn a_token_with_a_line_break_inside_is_refused() {
        assert!(bearer(&Token::new("a\nb")).is_err());
        assert!(bearer(&Token::new("  ")).is_err());
    }
}
