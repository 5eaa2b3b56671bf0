//! Every row of the table of failed prompts, the brief's common issues first.

use gatewright_databricks::error::GuardrailSide;
use gatewright_databricks::{ErrorKind, Sent};

use super::context::{Asked, AskedEntity, Context, Operation};
use super::dto::{Layer, NextStepKind, TrailState};
use super::facts::{Facts, GuardrailFacts, ProviderFacts};
use super::{Verdict, VerdictKind, explain_facts};

fn facts(kind: ErrorKind, status: u16, message: &str) -> Facts {
    Facts {
        kind,
        status: Some(status),
        code: None,
        message: message.into(),
        request_id: Some("7c1e-04af".into()),
        retry_after_seconds: None,
        attempts: 1,
        raw: None,
        provider: None,
        guardrail: None,
        sent: Sent::Answered,
    }
}

fn from_provider(kind: ErrorKind, status: u16, name: &str, message: &str) -> Facts {
    Facts {
        provider: Some(ProviderFacts {
            name: Some(name.into()),
            message: message.into(),
            code: None,
            kind: None,
        }),
        ..facts(kind, status, message)
    }
}

fn unanswered(kind: ErrorKind, sent: Sent) -> Facts {
    Facts { status: None, request_id: None, sent, ..facts(kind, 0, "the connection was closed") }
}

fn entity(provider: &str, provider_name: &str, model: &str) -> AskedEntity {
    AskedEntity {
        provider: provider.into(),
        provider_name: provider_name.into(),
        model: model.into(),
        secrets: vec!["{{secrets/llm-keys/the-key}}".into()],
        settings: vec![
            ("openai_deployment_name".into(), "gpt4o-prod".into()),
            ("aws_region".into(), "eu-central-1".into()),
        ],
    }
}

fn asked(candidates: Vec<AskedEntity>) -> Asked {
    Asked { endpoint: "support-chat".into(), entity: None, candidates, fallback: false, streaming: true }
}

fn explain(facts: &Facts, asked: Asked) -> Verdict {
    let context = Context {
        operation: Operation::Ask(asked),
        workspace: "logistics-prod".into(),
        user: Some("dana@meridian.example".into()),
        seconds: Some(0.3),
    };
    explain_facts(facts, &context)
}

/// The label at which the trail stopped.
fn stopped(verdict: &Verdict) -> &str {
    verdict
        .explanation
        .trail
        .iter()
        .find(|step| step.state == TrailState::Stopped)
        .map_or("", |step| step.label.as_str())
}

#[test]
fn authentication_failed_at_the_provider_names_the_provider_the_secret_and_who_can_fix_it() {
    let mut question =
        asked(vec![entity("cohere", "Cohere", "command-r-plus"), entity("openai", "OpenAI", "gpt-4o")]);
    question.fallback = true;
    let verdict =
        explain(&from_provider(ErrorKind::ProviderAuth, 401, "cohere", "invalid api token"), question);
    let said = &verdict.explanation;
    assert_eq!(verdict.kind, VerdictKind::Refused);
    assert_eq!((said.layer, said.title.as_str()), (Layer::ProviderKey, "Cohere refused the key"));
    assert!(said.meaning.contains("Nothing is wrong with your message or your sign-in"));
    assert!(said.meaning.ends_with("Your message is kept."));
    assert!(said.cause.contains("The secret llm-keys/the-key"));
    assert_eq!(said.who_can_fix, "Someone who may write to the secret scope llm-keys.");
    assert_eq!(said.next.kind, NextStepKind::ChooseSecret);
    assert_eq!(
        said.not_rescued.as_deref(),
        Some("Fallback covers 429 and 5xx only. This was a 401, so no other model was tried.")
    );
    assert_eq!(stopped(&verdict), "Provider key");
    let raw = said.raw.as_ref().unwrap();
    assert_eq!(
        (raw.status, raw.request_id.as_deref(), raw.seconds),
        (Some(401), Some("7c1e-04af"), Some(0.3))
    );
}

#[test]
fn authentication_failed_at_databricks_is_a_sign_in_and_not_a_provider_key() {
    let verdict = explain(&facts(ErrorKind::Unauthenticated, 401, "Invalid access token"), asked(vec![]));
    assert_eq!((verdict.kind.clone(), stopped(&verdict)), (VerdictKind::SignedOut, "Your sign-in"));
    assert_eq!(verdict.explanation.next.kind, NextStepKind::SignInAgain);
    assert!(verdict.explanation.meaning.contains("Your message is kept."));
}

#[test]
fn azure_deployment_not_found_names_the_deployment() {
    let mut problem = from_provider(
        ErrorKind::ProviderNotFound,
        404,
        "openai",
        "The API deployment for this resource does not exist.",
    );
    problem.provider.as_mut().unwrap().code = Some("DeploymentNotFound".into());
    let verdict = explain(&problem, asked(vec![entity("azure-openai", "Azure OpenAI", "gpt-4o")]));
    assert_eq!(verdict.explanation.title, "Azure does not find the deployment");
    assert!(verdict.explanation.cause.contains("a deployment named gpt4o-prod"));
    assert_eq!(verdict.explanation.layer, Layer::ProviderSettings);
    assert_eq!(verdict.explanation.next.kind, NextStepKind::EditEndpoint);
    assert_eq!(stopped(&verdict), "Model");
}

#[test]
fn bedrock_access_denied_speaks_of_iam_and_region() {
    let problem = from_provider(
        ErrorKind::ProviderAuth,
        403,
        "amazon-bedrock",
        "You don't have access to the model with the specified model ID.",
    );
    let verdict =
        explain(&problem, asked(vec![entity("amazon-bedrock", "Amazon Bedrock", "anthropic.claude")]));
    assert_eq!(verdict.explanation.title, "No access to anthropic.claude in eu-central-1");
    assert!(verdict.explanation.cause.contains("bedrock:InvokeModel"));
    assert_eq!(verdict.explanation.layer, Layer::ProviderSettings);
}

#[test]
fn a_wrong_aws_key_is_a_key_and_not_a_missing_permission() {
    let problem = from_provider(
        ErrorKind::ProviderAuth,
        403,
        "amazon-bedrock",
        "The security token included in the request is invalid.",
    );
    let verdict = explain(&problem, asked(vec![entity("amazon-bedrock", "Amazon Bedrock", "m")]));
    assert_eq!(verdict.explanation.title, "Amazon Bedrock refused the key");
}

#[test]
fn rate_limited_by_the_provider_is_told_apart_from_the_gateway() {
    let mut problem =
        from_provider(ErrorKind::ProviderRateLimited, 429, "openai", "Rate limit reached for gpt-4o");
    problem.retry_after_seconds = Some(20);
    let mut question = asked(vec![entity("openai", "OpenAI", "gpt-4o")]);
    question.fallback = true;
    let theirs = explain(&problem, question);
    assert_eq!(theirs.kind, VerdictKind::Throttled { retry_after_seconds: Some(20.0) });
    assert_eq!(theirs.explanation.title, "OpenAI is getting too many calls");
    assert_eq!(theirs.explanation.layer, Layer::ProviderQuota);
    assert_eq!(theirs.explanation.next.label, "Try again in 20 seconds");
    assert!(theirs.explanation.not_rescued.unwrap().contains("Every served entity it tried failed"));

    let ours =
        explain(&facts(ErrorKind::RateLimited, 429, "QPM rate limit exceeded for user"), asked(vec![]));
    assert_eq!(ours.explanation.layer, Layer::GatewayLimit);
    assert!(ours.explanation.cause.contains("so many calls in a minute for you."));
    assert_eq!(stopped(&ours), "Gateway rules");
    let tokens = explain(&facts(ErrorKind::RateLimited, 429, "TPM rate limit exceeded"), asked(vec![]));
    assert!(tokens.explanation.cause.contains("so many tokens"));
    for (message, whose) in [
        ("User group 'data' (QPM) rate limit exceeded on endpoint 'e'.", "for one of your groups."),
        ("User 'dana' (QPM) rate limit exceeded on endpoint 'e'.", "for you."),
        ("Endpoint (QPM) rate limit exceeded on endpoint 'e'.", "for everybody together."),
    ] {
        let said = explain(&facts(ErrorKind::RateLimited, 429, message), asked(vec![])).explanation;
        assert!(said.cause.ends_with(whose), "{message}: {}", said.cause);
    }
}

#[test]
fn an_empty_account_is_not_a_matter_of_waiting() {
    let mut problem = from_provider(
        ErrorKind::ProviderRateLimited,
        429,
        "openai",
        "You exceeded your current quota, check your plan.",
    );
    problem.provider.as_mut().unwrap().code = Some("insufficient_quota".into());
    let verdict = explain(&problem, asked(vec![]));
    assert_eq!(verdict.kind, VerdictKind::Refused);
    assert!(verdict.explanation.title.contains("no credit left"));
}

#[test]
fn high_latency_says_what_makes_it_faster() {
    let slow = explain(&facts(ErrorKind::DeadlineExceeded, 504, "upstream request timeout"), asked(vec![]));
    assert_eq!(slow.explanation.title, "The model took too long");
    assert!(slow.explanation.who_can_fix.contains("streaming"));
    let theirs =
        explain(&from_provider(ErrorKind::ProviderFailed, 504, "openai", "Request timed out"), asked(vec![]));
    assert_eq!(theirs.explanation.title, "The model took too long");
    let silent = explain(&unanswered(ErrorKind::Timeout, Sent::Written), asked(vec![]));
    assert_eq!(silent.explanation.title, "No answer came in time");
    assert!(silent.explanation.meaning.contains("may have been charged"));
}

#[test]
fn a_prompt_dropped_after_it_was_written_is_never_sent_again_unasked() {
    let verdict = explain(&unanswered(ErrorKind::Interrupted, Sent::Written), asked(vec![]));
    assert_eq!(verdict.kind, VerdictKind::Offline);
    let meaning = &verdict.explanation.meaning;
    assert!(
        meaning.contains("was sent once and may have been charged")
            && meaning.contains("not sent again by itself")
    );
    assert_eq!(verdict.explanation.next.label, "Send again");
    assert!(verdict.explanation.trail.is_empty());
}

#[test]
fn a_prompt_that_never_left_cost_nothing() {
    for kind in [ErrorKind::Dns, ErrorKind::Connect, ErrorKind::Tls, ErrorKind::Interrupted] {
        let verdict = explain(&unanswered(kind, Sent::Nothing), asked(vec![]));
        assert_eq!(verdict.kind, VerdictKind::Offline, "{kind:?}");
        assert!(!verdict.explanation.meaning.contains("charged"), "{kind:?}");
        assert!(
            verdict.explanation.trail.iter().all(|step| step.state == TrailState::NotReached),
            "{kind:?}"
        );
    }
}

#[test]
fn a_cut_stream_keeps_what_came() {
    let verdict = explain(&unanswered(ErrorKind::Interrupted, Sent::Answered), asked(vec![]));
    assert_eq!(verdict.explanation.title, "The answer was cut off");
    assert!(verdict.explanation.meaning.contains("stays on the screen"));
}

#[test]
fn a_guardrail_says_which_side_and_what_it_saw() {
    let guardrail = |side, categories: &[&str], personal_data| Facts {
        guardrail: Some(GuardrailFacts {
            side,
            categories: categories.iter().map(|text| (*text).into()).collect(),
            personal_data,
        }),
        ..facts(ErrorKind::Guardrail, 400, "blocked")
    };
    let input = explain(&guardrail(GuardrailSide::Input, &[], true), asked(vec![]));
    assert_eq!(input.explanation.title, "A guardrail stopped your message");
    assert!(input.explanation.cause.contains("e-mail address"));
    assert_eq!(stopped(&input), "Gateway rules");
    let output = explain(&guardrail(GuardrailSide::Output, &["self-harm"], false), asked(vec![]));
    assert_eq!(output.explanation.title, "A guardrail held the answer back");
    assert!(output.explanation.cause.contains("self harm"));
    let states: Vec<_> = output.explanation.trail.iter().map(|step| step.state).collect();
    assert_eq!(
        states,
        [TrailState::Passed, TrailState::Passed, TrailState::Stopped, TrailState::Passed, TrailState::Passed]
    );
}

#[test]
fn what_a_provider_refuses_is_sorted_by_what_the_person_can_do() {
    for (message, title) in [
        ("This model's maximum context length is 128000 tokens", "The message is too long for this model"),
        ("The response was filtered due to content_filter", "OpenAI blocked this message"),
        (
            "Unsupported parameter: 'max_tokens' is not supported with this model",
            "OpenAI does not take one of the options",
        ),
        ("Invalid value for 'seed'", "OpenAI did not accept this request"),
    ] {
        let verdict =
            explain(&from_provider(ErrorKind::ProviderRefused, 400, "openai", message), asked(vec![]));
        assert_eq!(verdict.explanation.title, title, "{message}");
        assert_eq!(stopped(&verdict), "Model");
    }
}

#[test]
fn a_fault_of_the_provider_and_one_of_databricks_are_different_people() {
    let theirs =
        explain(&from_provider(ErrorKind::ProviderFailed, 500, "anthropic", "overloaded"), asked(vec![]));
    assert_eq!(theirs.explanation.title, "Anthropic had a fault of its own");
    let ours = explain(&facts(ErrorKind::ServerError, 500, "INTERNAL_ERROR"), asked(vec![]));
    assert_eq!(ours.explanation.title, "Databricks had a fault of its own");
    assert_eq!(ours.explanation.layer, Layer::Workspace);
}

#[test]
fn a_missing_permission_names_can_query_and_the_account() {
    let verdict = explain(&facts(ErrorKind::PermissionDenied, 403, "PERMISSION_DENIED"), asked(vec![]));
    assert_eq!(verdict.explanation.cause, "dana@meridian.example lacks CAN QUERY on support-chat.");
    assert_eq!(stopped(&verdict), "Permission");
    let scope = explain(
        &facts(ErrorKind::ScopeMissing, 403, "does not have required scopes: model-serving"),
        asked(vec![]),
    );
    assert_eq!(scope.explanation.title, "The token may not do this");
}

#[test]
fn an_endpoint_that_is_gone_and_a_wrong_kind_of_request_are_named() {
    let gone = explain(&facts(ErrorKind::NotFound, 404, "RESOURCE_DOES_NOT_EXIST"), asked(vec![]));
    assert_eq!((gone.explanation.layer, gone.explanation.next.kind), (Layer::Endpoint, NextStepKind::Reload));
    let wrong = explain(
        &facts(ErrorKind::InvalidRequest, 400, "Bad request: json: unknown field \"inputs\""),
        asked(vec![]),
    );
    assert_eq!(wrong.explanation.title, "This endpoint does another task");
}

#[test]
fn a_served_entity_asked_directly_explains_that_fallback_does_not_act() {
    let mut question = asked(vec![entity("openai", "OpenAI", "gpt-4o")]);
    question.entity = Some("main".into());
    question.fallback = true;
    let verdict = explain(&from_provider(ErrorKind::ProviderFailed, 503, "openai", "busy"), question);
    assert!(verdict.explanation.not_rescued.unwrap().contains("asked directly"));
}

#[test]
fn a_key_that_the_provider_repeats_in_its_answer_is_not_shown() {
    let key = "sk-proj-canary1234567890";
    let mut problem =
        from_provider(ErrorKind::ProviderRefused, 400, "openai", &format!("Bad header Bearer {key}"));
    problem.raw = Some(format!("{{\"error\":\"Bad header Bearer {key}\"}}"));
    let said = explain(&problem, asked(vec![])).explanation;
    let all = serde_json::to_string(&said).unwrap();
    assert!(!all.contains("canary"), "{all}");
    assert!(said.raw.unwrap().body.contains("<redacted>"));
}

#[test]
fn a_long_raw_answer_is_cut_for_the_window() {
    let mut problem = facts(ErrorKind::ServerError, 500, "x");
    problem.raw = Some("ä".repeat(50_000));
    let body = explain(&problem, asked(vec![])).explanation.raw.unwrap().body;
    assert!(body.chars().count() < 17_000 && body.ends_with("longer"));
}

#[test]
fn every_explanation_of_a_prompt_keeps_to_the_house_style() {
    use ErrorKind as K;
    let kinds = [
        K::InvalidRequest,
        K::Unauthenticated,
        K::PermissionDenied,
        K::IpAccessDenied,
        K::PrivateLink,
        K::ScopeMissing,
        K::FeatureDisabled,
        K::NotFound,
        K::AlreadyExists,
        K::Conflict,
        K::RateLimited,
        K::QuotaExceeded,
        K::Cancelled,
        K::ServerError,
        K::NotImplemented,
        K::Unavailable,
        K::DeadlineExceeded,
        K::ProviderAuth,
        K::ProviderRateLimited,
        K::ProviderNotFound,
        K::ProviderRefused,
        K::ProviderFailed,
        K::Guardrail,
        K::NotSignedIn,
        K::UnexpectedBody,
        K::BodyTooLarge,
        K::Decode,
        K::Dns,
        K::Connect,
        K::Tls,
        K::Timeout,
        K::Interrupted,
        K::SignIn,
        K::Local,
    ];
    for kind in kinds {
        let said = explain(&facts(kind, 400, "no reason"), asked(vec![])).explanation;
        super::control_tests::assert_style(&said, &format!("{kind:?}"));
        assert!(said.meaning.contains("Your message is kept."), "{kind:?}");
    }
}
