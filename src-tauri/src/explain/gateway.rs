//! What the AI Gateway of an endpoint stopped: limits, guardrails, its own time limit (databricks-api.md §4.2). Called by
//! `asking`.

use gatewright_databricks::error::GuardrailSide;

use super::context::Asked;
use super::dto::{Layer, NextStepKind};
use super::facts::Facts;
use super::verdict::{Trail, VerdictKind, Words, wait_label};
use super::who::has;

pub(crate) fn guardrail(facts: &Facts) -> Words {
    let found = facts.guardrail.as_ref();
    let output = found.is_some_and(|found| found.side == GuardrailSide::Output);
    let mut seen: Vec<String> = Vec::new();
    if found.is_some_and(|found| found.personal_data) {
        seen.push("personal data, such as an e-mail address, a phone or a card number".into());
    }
    let categories = found.map_or(&[][..], |found| found.categories.as_slice());
    seen.extend(categories.iter().map(|category| category.replace(['_', '-', '/'], " ")));
    let seen = if seen.is_empty() { "something the rules do not allow".to_owned() } else { seen.join("; ") };
    let who = "You, by taking it out. The rule itself belongs to those with CAN MANAGE on the endpoint.";
    if output {
        Words::new(VerdictKind::Refused, Layer::Guardrail, "A guardrail held the answer back")
            .meaning("The model answered, and a rule of the gateway kept the answer from you. It may have been charged.")
            .cause(format!("The answer held {seen}. The rule of this endpoint blocks that."))
            .who("You, by asking differently. The rule itself belongs to those with CAN MANAGE on the endpoint.")
            .trail(Trail::HeldBack)
            .next(NextStepKind::None, "")
    } else {
        Words::new(VerdictKind::Refused, Layer::Guardrail, "A guardrail stopped your message")
            .meaning("It was not passed on to the provider, so it cost nothing there.")
            .cause(format!("Your message held {seen}. The rule of this endpoint blocks that."))
            .who(who)
            .next(NextStepKind::None, "")
    }
}

pub(crate) fn limit(facts: &Facts, asked: &Asked) -> Words {
    let said = facts.said();
    let counted = if has(&said, &["token", "tpm"]) { "tokens" } else { "calls" };
    let whose = if has(&said, &["workspace"]) {
        "for the whole workspace"
    } else if has(&said, &["user group", "user_group", "group '"]) {
        "for one of your groups"
    } else if has(&said, &["service principal", "service_principal"]) {
        "for this service principal"
    } else if has(&said, &["for user", "user rate", "per user", "per-user", "user limit", "user '"]) {
        "for you"
    } else if said.starts_with("endpoint ") || has(&said, &["for endpoint", "endpoint limit"]) {
        "for everybody together"
    } else {
        "for you, one of your groups or the endpoint"
    };
    Words::new(
        VerdictKind::Throttled { retry_after_seconds: facts.retry_after_seconds.map(f64::from) },
        Layer::GatewayLimit,
        "The limit for this minute is used up",
    )
    .meaning("Databricks turned the message away before it reached a provider, so it cost nothing there.")
    .cause(format!("{} allows only so many {counted} in a minute {whose}.", asked.endpoint))
    .who("Nobody has to: the count starts again with the next minute. Someone with CAN MANAGE can raise the limit.")
    .next(NextStepKind::WaitAndRetry, wait_label(facts.retry_after_seconds))
}

pub(crate) fn too_slow(asked: &Asked) -> Words {
    let hint = if asked.streaming {
        ""
    } else {
        " Without streaming the whole answer has to be ready within that time."
    };
    Words::new(VerdictKind::Refused, Layer::Model, "The model took too long")
        .meaning("Databricks gave up waiting for the provider. The call may have been charged there.")
        .cause(format!(
            "An answer has about five minutes. Long answers, models that think first and busy providers can take longer.{hint}"
        ))
        .who("You, by turning streaming on, asking for less, or choosing a faster model.")
        .next(NextStepKind::TryAgain, "Try again")
}
