//! Asking a token endpoint and reading what it says, in both styles of errors (reference §7.3). Its bodies hold credentials, so
//! nothing of a body gets into an error but a server's own words, masked.

use std::time::{Duration, SystemTime};

use serde_json::{Map, Value};

use super::{Token, TokenSet};
use crate::error::{Error, ErrorKind, Result, Sent, http_date};
use crate::transport::{Network, Question, Told};

/// Nobody hands out a token for longer.
const LONGEST: u64 = 10 * 365 * 86_400;
/// The longest text of a server that is shown.
const SHOWN: usize = 300;

/// Codes that say nothing about the credential: trying again later may help.
const LATER: &[&str] = &["temporarily_unavailable", "server_error", "slow_down", "authorization_pending"];

/// Asks, and reads tokens or a refusal.
///
/// # Errors
/// [`ErrorKind::SignIn`] when the server refuses the credential; otherwise the network's or the server's failure.
pub(super) async fn ask(network: &Network, question: Question) -> Result<TokenSet> {
    let told = network.ask(question).await?;
    let now = network.clock.wall();
    let body = serde_json::from_slice::<Map<String, Value>>(&told.body);
    if told.ok() {
        let read = body.ok().and_then(|body| tokens(body, told.header("date").and_then(http_date), now));
        return read.ok_or_else(|| no_tokens(&told));
    }
    match body.ok().and_then(|body| refusal(&told, &body)) {
        Some(error) => Err(told.dress(error)),
        None => Err(told.failed(&*network.clock)),
    }
}

fn tokens(mut body: Map<String, Value>, server: Option<SystemTime>, now: SystemTime) -> Option<TokenSet> {
    let mut text = |key: &str| match body.remove(key) {
        Some(Value::String(text)) if !text.trim().is_empty() => Some(text),
        _ => None,
    };
    let access = Token::new(text("access_token")?);
    let refresh = text("refresh_token").map(Token::new);
    let scope = text("scope");
    if text("token_type").is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return None;
    }
    let mut set =
        TokenSet { refresh, scope, server_time: server, answered_at: Some(now), ..TokenSet::new(access) };
    // Azure writes numbers as text. Its absolute time counts only against the server's own clock.
    let seconds = number(body.get("expires_in")).or_else(|| {
        let end = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(number(body.get("expires_on"))?))?;
        Some(end.duration_since(server?).ok()?.as_secs())
    });
    if let Some(seconds) = seconds.filter(|seconds| *seconds > 0) {
        set = set.living(Duration::from_secs(seconds.min(LONGEST)), now);
    }
    Some(set)
}

fn number(value: Option<&Value>) -> Option<u64> {
    match value? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A refusal in either style. `None` when the body is no OAuth error.
fn refusal(told: &Told, body: &Map<String, Value>) -> Option<Error> {
    let text = |keys: [&str; 2]| keys.into_iter().find_map(|key| body.get(key)?.as_str());
    let code = text(["error", "errorCode"])?;
    let words = text(["error_description", "errorSummary"]).map(one_line);
    let status = told.meta.status;
    let mut error = if LATER.contains(&code) || status == 429 || status >= 500 {
        let kind = if status == 429 { ErrorKind::RateLimited } else { ErrorKind::Unavailable };
        Error::new(kind, "The sign-in server cannot answer right now. Try again in a moment.")
    } else {
        Error::new(ErrorKind::SignIn, refused(code, words.as_deref()))
    };
    let fields = error.fields();
    fields.status = Some(status);
    fields.code = Some(one_line(code));
    fields.request_id.clone_from(&told.meta.request_id);
    fields.sent = Sent::Answered;
    Some(error)
}

fn refused(code: &str, words: Option<&str>) -> String {
    let lower = words.unwrap_or_default().to_ascii_lowercase();
    if lower.contains("refresh token") {
        return "The sign-in has ended. Sign in again.".to_owned();
    }
    let why = match code {
        "invalid_client" | "unauthorized_client" => {
            "The sign-in server does not accept this client id or its secret"
        }
        "invalid_grant" => "The sign-in server does not accept this sign-in any more",
        "invalid_scope" => "The sign-in server does not allow what was asked for",
        _ => "The sign-in server refused",
    };
    match words {
        Some(words) => format!("{why}: {}.", words.trim_end_matches('.')),
        None => format!("{why} ({}).", one_line(code)),
    }
}

fn one_line(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN).collect();
    line.trim().to_owned()
}

fn no_tokens(told: &Told) -> Error {
    let mut error = Error::new(
        ErrorKind::UnexpectedBody,
        "The sign-in server answered without a token. Check that the address is a Databricks workspace.",
    );
    error.fields().status = Some(told.meta.status);
    error.fields().sent = Sent::Answered;
    told.dress(error)
}
