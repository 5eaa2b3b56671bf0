//! Why a prompt got no answer. Behind the workspace stand the gateway's rules and then a model provider with a key, a quota
//! and opinions of its own; telling them apart is the point (databricks-api.md §4.2, §5.6). A 401 of the provider is not a
//! sign-in problem of the person, and a 429 of the provider is not a rule of the company.

use gatewright_databricks::ErrorKind;

use super::context::{Asked, Context};
use super::dto::{Layer, NextStepKind};
use super::facts::Facts;
use super::verdict::{VerdictKind, Words};
use super::who::{Who, has, quoted};
use super::{gateway, provider};

/// The row for a failed prompt, or `None` when the plain rows of `control` fit.
pub(crate) fn words(facts: &Facts, context: &Context, asked: &Asked) -> Option<Words> {
    let who = Who::of(facts, asked);
    let mut words = match facts.kind {
        ErrorKind::ProviderAuth => provider::refused_key(facts, &who),
        ErrorKind::ProviderRateLimited => provider::limit(facts, &who),
        ErrorKind::ProviderNotFound => provider::not_found(facts, &who),
        ErrorKind::ProviderRefused => provider::refused_request(facts, &who),
        ErrorKind::ProviderFailed if timed_out(facts) => gateway::too_slow(asked),
        ErrorKind::ProviderFailed => provider::failed(&who),
        ErrorKind::Guardrail => gateway::guardrail(facts),
        ErrorKind::RateLimited => gateway::limit(facts, asked),
        ErrorKind::DeadlineExceeded => gateway::too_slow(asked),
        ErrorKind::PermissionDenied => may_not_query(context, asked),
        ErrorKind::NotFound => no_endpoint(asked),
        ErrorKind::InvalidRequest => wrong_request(facts, asked),
        _ => return None,
    };
    words.not_rescued = not_rescued(facts, asked);
    Some(words)
}

/// A provider that gave up by the clock is slow, not broken.
fn timed_out(facts: &Facts) -> bool {
    matches!(facts.status, Some(408 | 504)) || has(&facts.said(), &["timed out", "timeout"])
}

fn may_not_query(context: &Context, asked: &Asked) -> Words {
    let user = context.user.as_deref().unwrap_or("Your account");
    Words::new(VerdictKind::Refused, Layer::Permission, format!("You may not ask {}", asked.endpoint))
        .meaning("You are signed in, but asking this endpoint has not been granted to you.")
        .cause(format!("{user} lacks CAN QUERY on {}.", asked.endpoint))
        .who(
            "Someone with CAN MANAGE on the endpoint, by granting CAN QUERY to you or to a group you are in.",
        )
        .next(NextStepKind::AskOwner, "Copy a message to the owner")
}

fn no_endpoint(asked: &Asked) -> Words {
    let what = match &asked.entity {
        Some(entity) => format!("{entity} in {}", asked.endpoint),
        None => asked.endpoint.clone(),
    };
    Words::new(VerdictKind::Refused, Layer::Endpoint, format!("There is no {what} to ask"))
        .meaning("The workspace knows nothing under this name that you may ask.")
        .cause("It was deleted or renamed, it is still being created, or you may not see it.")
        .who("You, by choosing another endpoint; whoever made it, if it should be there.")
        .next(NextStepKind::Reload, "Reload the endpoints")
}

fn wrong_request(facts: &Facts, asked: &Asked) -> Words {
    let said = facts.said();
    if has(&said, &["unknown field", "missing field", "required field", "messages", "input\""]) {
        return Words::new(VerdictKind::Refused, Layer::Request, "This endpoint does another task")
            .meaning(
                "It does not take the kind of request that was sent, so nothing was passed on to a provider.",
            )
            .cause(format!(
                "Chat, completions and embeddings each have their own form, and {} has another one.{}",
                asked.endpoint,
                quoted(facts)
            ))
            .who("You, by choosing an endpoint for this task, or by clearing the option that is named.")
            .next(NextStepKind::None, "");
    }
    Words::new(VerdictKind::Refused, Layer::Request, "Databricks did not accept this request")
        .meaning("It was turned away before it reached a provider, so it cost nothing there.")
        .cause(format!("Databricks says what it did not like.{}", quoted(facts)))
        .who("You, by changing the message or the options.")
        .next(NextStepKind::None, "")
}

/// Why fallback did not help, for those who have it on and expected it to.
fn not_rescued(facts: &Facts, asked: &Asked) -> Option<String> {
    let status = facts.status?;
    let from_provider = facts.provider.is_some();
    if !asked.fallback || !from_provider {
        return None;
    }
    let covered = status == 429 || status >= 500;
    Some(if !covered {
        format!("Fallback covers 429 and 5xx only. This was a {status}, so no other model was tried.")
    } else if asked.entity.is_some() {
        "One served entity was asked directly, past the split, so no other model was tried.".into()
    } else {
        "Fallback is on. Every served entity it tried failed, and this is the answer of the last one.".into()
    })
}
