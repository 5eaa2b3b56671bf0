//! Who a request says it is: the bearer token and the trait every way of signing in implements.
//!
//! Only the personal access token lives here. Signing in through a browser or as a service principal implements
//! [`Authenticate`] beside it; the transport knows nothing but the trait.

use std::fmt;

use async_trait::async_trait;
use http::HeaderValue;
use zeroize::Zeroizing;

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
