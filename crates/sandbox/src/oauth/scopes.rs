//! What an OAuth token may cover, and which part of the API needs which of it. Tokens without OAuth cover everything.

use crate::gate::Ask;
use crate::reply::Refusal;

/// What an app may ask for.
pub(crate) const KNOWN: [&str; 11] = [
    "all-apis",
    "offline_access",
    "openid",
    "profile",
    "email",
    "model-serving",
    "serving.serving-endpoints",
    "model-serving-inference",
    "secrets",
    "sql",
    "unity-catalog",
];

/// Any one of these opens the path; an empty list means that every token does.
fn needed(segments: &[&str]) -> &'static [&'static str] {
    match segments {
        ["serving-endpoints", ..] => {
            &["model-serving", "serving.serving-endpoints", "model-serving-inference"]
        }
        ["api", "2.0", "serving-endpoints" | "serving-endpoints:foundation-models" | "permissions", ..] => {
            &["model-serving", "serving.serving-endpoints"]
        }
        ["api", "2.0", "secrets", ..] => &["secrets"],
        ["api", "2.0", "sql", ..] => &["sql"],
        ["api", "2.1", "unity-catalog", ..] => &["unity-catalog"],
        _ => &[],
    }
}

/// Refuses a token that does not reach this far.
pub(crate) fn check(ask: &Ask, segments: &[&str]) -> Result<(), Refusal> {
    let (Some(held), needed) = (&ask.caller.scopes, needed(segments)) else { return Ok(()) };
    let Some(first) = needed.first() else { return Ok(()) };
    if held.iter().any(|one| one == "all-apis" || needed.contains(&one.as_str())) {
        return Ok(());
    }
    Err(Refusal::denied(format!("Provided OAuth token does not have required scopes: {first}")))
}
