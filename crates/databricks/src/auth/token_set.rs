//! What a token endpoint or a helper program hands out. It holds credentials and prints none.

use std::time::{Duration, SystemTime};

use super::Token;

/// An access token and what came with it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenSet {
    /// Goes into the `Authorization` header.
    pub access: Token,
    /// Buys the next access token. `None` when there is none, or the old one stays in force.
    pub refresh: Option<Token>,
    /// When the access token ends, by **this computer's** clock, so that a countdown beside it is right even when that clock is
    /// wrong. For display; decisions use [`TokenSet::lifetime`] where it is known.
    pub expires_at: Option<SystemTime>,
    /// How long the access token lives from when it was handed out, as the server says. No clock is needed for it.
    pub lifetime: Option<Duration>,
    /// What the token covers, in the server's words.
    pub scope: Option<String>,
    /// The server's clock when it answered.
    pub(crate) server_time: Option<SystemTime>,
    /// This computer's clock at the same time.
    pub(crate) answered_at: Option<SystemTime>,
}

impl TokenSet {
    /// A token of which nothing else is known.
    pub fn new(access: Token) -> Self {
        Self {
            access,
            refresh: None,
            expires_at: None,
            lifetime: None,
            scope: None,
            server_time: None,
            answered_at: None,
        }
    }

    /// Says when the token ends, by this computer's clock. This is what helper programs know.
    #[must_use]
    pub fn expiring_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }

    /// Says how long the token lives from `now` on, this computer's clock.
    #[must_use]
    pub fn living(mut self, lifetime: Duration, now: SystemTime) -> Self {
        self.lifetime = Some(lifetime);
        self.expires_at = now.checked_add(lifetime);
        self
    }
}
