//! What the browser brings back: read strictly, because anybody who can open a page can send a request to the loopback port.

use std::borrow::Cow;

use url::Url;
use zeroize::Zeroizing;

use super::endpoints::{OauthEndpoints, checked};
use super::{Token, pkce};
use crate::error::{Result, redact};
use crate::host::{Host, loopback};

/// Longer values are no codes.
const LONGEST: usize = 4096;
/// The longest text of a server that is shown.
const SHOWN: usize = 300;

/// Why what the browser brought back was not taken. Every message is a finished sentence and holds no credential.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignInRefusal {
    /// The way back is not an address on this machine.
    #[error("The browser can come back only to this computer, for example to http://localhost:8020.")]
    RedirectNotHere,
    /// Another sign-in's answer, or a page that guesses. The attempt goes on waiting.
    #[error(
        "The answer belongs to another sign-in and was not taken. Finish the sign-in in the page that was opened last."
    )]
    WrongState,
    /// This attempt has had its answer.
    #[error("This sign-in was finished already. Start a new one.")]
    AlreadyUsed,
    /// Neither a code nor an error.
    #[error("The sign-in page came back without a code. Start the sign-in again.")]
    MissingCode,
    /// Twice the same parameter, or values that no server sends.
    #[error("The answer of the sign-in page is malformed and was not taken. Start the sign-in again.")]
    Malformed,
    /// The person or the server said no.
    #[error("{}", denied(error, description.as_deref()))]
    Denied {
        /// The code, for example `access_denied`.
        error: String,
        /// The server's words.
        description: Option<String>,
    },
    /// The answer names another server than the one that was asked.
    #[error("The answer comes from another server than the one that was asked, and was not taken.")]
    WrongIssuer,
}

fn denied(error: &str, description: Option<&str>) -> String {
    match (error, description) {
        ("access_denied", None) => "The sign-in was refused in the browser.".to_owned(),
        (error, None) => format!("The workspace did not sign you in ({error})."),
        (_, Some(words)) => {
            format!("The workspace did not sign you in: {}.", words.trim().trim_end_matches('.'))
        }
    }
}

/// A code that was brought back, good for one exchange. It prints no part of it.
#[derive(Debug)]
pub struct Callback {
    pub(super) code: Token,
    pub(super) issuer: Option<Url>,
}

impl Callback {
    /// The workspace that the person chose, when the sign-in began without one.
    pub fn host(&self) -> Option<Host> {
        Host::parse(self.issuer.as_ref()?.as_str()).ok()
    }

    /// The addresses of that workspace's sign-in server.
    ///
    /// # Errors
    /// When the answer did not say which workspace it is.
    pub fn endpoints(&self) -> Result<OauthEndpoints> {
        OauthEndpoints::of_issuer(self.issuer.as_ref().map(Url::as_str).unwrap_or_default())
    }
}

/// Who may answer.
#[derive(Debug, Clone)]
pub(super) enum Expected {
    /// The server of a known workspace.
    Server { issuer: Option<Url>, authorize: Url },
    /// Whoever the discovery page at this address leads to; the answer has to say who.
    Anyone { discovery: Url },
}

/// The parameters that count, each at most once.
pub(super) struct Parameters {
    pub(super) state: Zeroizing<String>,
    code: Zeroizing<String>,
    error: Option<String>,
    description: Option<String>,
    issuer: Option<String>,
}

impl Parameters {
    /// Reads a query, with or without its `?`.
    pub(super) fn read(query: &str) -> Result<Self, SignInRefusal> {
        let query = query.trim_start_matches('?');
        if query.len() > 4 * LONGEST {
            return Err(SignInRefusal::Malformed);
        }
        let find = |name: &str| -> Result<Option<Cow<'_, str>>, SignInRefusal> {
            let mut found = url::form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name);
            let first = found.next().map(|(_, value)| value);
            // Two values: nobody can say which one is meant.
            if found.next().is_some() { Err(SignInRefusal::Malformed) } else { Ok(first) }
        };
        let text = |name: &str| find(name).map(|value| value.map(Cow::into_owned));
        Ok(Self {
            state: Zeroizing::new(text("state")?.unwrap_or_default()),
            code: Zeroizing::new(text("code")?.unwrap_or_default()),
            error: text("error")?.filter(|value| !value.is_empty()),
            description: text("error_description")?.filter(|value| !value.trim().is_empty()),
            issuer: text("iss")?.filter(|value| !value.is_empty()),
        })
    }

    /// Takes the code out, once the state was found to be right.
    pub(super) fn accept(self, expected: &Expected) -> Result<Callback, SignInRefusal> {
        if let Some(error) = self.error {
            let hidden =
                [self.state, self.code].into_iter().filter(|text| text.len() > 3).collect::<Vec<_>>();
            let clean = |text: &str| shown(&redact::mask(text, &hidden));
            return Err(SignInRefusal::Denied {
                error: clean(&error),
                description: self.description.as_deref().map(clean),
            });
        }
        if self.code.is_empty() {
            return Err(SignInRefusal::MissingCode);
        }
        let plain = self.code.len() <= LONGEST && self.code.bytes().all(|byte| byte.is_ascii_graphic());
        if !plain {
            return Err(SignInRefusal::Malformed);
        }
        let issuer = check_issuer(self.issuer.as_deref(), expected)?;
        Ok(Callback { code: Token::new(self.code.as_str()), issuer })
    }
}

/// A server's text without control characters and words as long as a token.
fn shown(text: &str) -> String {
    let one_line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN).collect();
    redact::cut_long_words(&one_line)
}

fn check_issuer(given: Option<&str>, expected: &Expected) -> Result<Option<Url>, SignInRefusal> {
    match expected {
        Expected::Server { issuer, authorize } => {
            let Some(given) = given else { return Ok(None) };
            let url = checked(given, loopback(authorize)).map_err(|_| SignInRefusal::WrongIssuer)?;
            let right = issuer.as_ref().is_some_and(|issuer| trimmed(issuer) == trimmed(&url))
                || url.origin() == authorize.origin();
            if right { Ok(Some(url)) } else { Err(SignInRefusal::WrongIssuer) }
        }
        Expected::Anyone { discovery } => {
            let given = given.ok_or(SignInRefusal::WrongIssuer)?;
            let url = checked(given, loopback(discovery)).map_err(|_| SignInRefusal::WrongIssuer)?;
            // Host::parse refuses the account console, which has no serving endpoints.
            let host = Host::parse(given).map_err(|_| SignInRefusal::WrongIssuer)?;
            let known = host.cloud().is_some() || host.name().ends_with(".databricks.com");
            let here = loopback(discovery) && loopback(&url);
            if known || here { Ok(Some(url)) } else { Err(SignInRefusal::WrongIssuer) }
        }
    }
}

fn trimmed(url: &Url) -> &str {
    url.as_str().trim_end_matches('/')
}

/// Whether the answer carries the state that was sent.
pub(super) fn belongs(parameters: &Parameters, state: &str) -> bool {
    !parameters.state.is_empty() && pkce::same(&parameters.state, state)
}
