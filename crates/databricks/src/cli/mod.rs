//! Command lines that are signed in already and hand over a token when asked: the Azure command line (reference §7.5) and
//! the Databricks command line (§7.3).
//!
//! [`AzureCli`] and [`DatabricksCli`] find their program, run it without a shell, with nothing to read from and a limit of time, and
//! read its answer. They implement `auth`'s `TokenSource`; the caches and files of these programs are deliberately never touched.

mod azure;
mod databricks;
mod expiry;
#[cfg(unix)]
#[cfg(test)]
mod fake;
mod find;
mod problem;
mod run;
mod said;

pub use azure::AzureCli;
pub use databricks::DatabricksCli;
pub use find::Search;
pub use problem::CliProblem;

use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::auth::{Token, TokenSet};

/// How long a program may take. The Azure command line needs two to four seconds, and more behind a slow proxy.
pub const LIMIT: Duration = Duration::from_secs(40);

/// What a program handed over. It holds no refresh token: programs keep theirs.
fn set(access: Token, expires_at: Option<SystemTime>) -> TokenSet {
    let tokens = TokenSet::new(access);
    match expires_at {
        Some(time) => tokens.expiring_at(time),
        None => tokens,
    }
}

/// Takes a token out of a program's JSON and returns the rest of it. The names of the fields differ between programs.
fn token(
    program: &'static str,
    output: &[u8],
    access: &str,
    kind: &str,
) -> Result<(Token, Value), CliProblem> {
    let nonsense = |what: &'static str| CliProblem::Nonsense { program, what };
    let mut answer: Value = serde_json::from_slice(output).map_err(|_| nonsense("no JSON"))?;
    // Taken out rather than copied, so that the token's memory is wiped with it.
    let token = match answer.get_mut(access).map(Value::take) {
        Some(Value::String(text)) => Token::new(text),
        _ => return Err(nonsense("no token")),
    };
    if let Some(kind) = answer.get(kind).and_then(Value::as_str)
        && !kind.eq_ignore_ascii_case("bearer")
    {
        return Err(nonsense("a token of another kind than Bearer"));
    }
    crate::auth::bearer(&token).map_err(|_| nonsense("a token that can't be sent"))?;
    Ok((token, answer))
}
