//! Every row of the table of calls about endpoints, secrets and signing in.

use gatewright_databricks::{ErrorKind, Sent};

use super::context::{Context, Operation};
use super::dto::{Explanation, Layer, NextStepKind, TrailState};
use super::facts::Facts;
use super::{Verdict, VerdictKind, explain_facts};

fn facts(kind: ErrorKind, status: u16, message: &str) -> Facts {
    Facts {
        kind,
        status: (status > 0).then_some(status),
        code: None,
        message: message.into(),
        request_id: None,
        retry_after_seconds: None,
        attempts: 1,
        raw: None,
        provider: None,
        guardrail: None,
        sent: if status > 0 { Sent::Answered } else { Sent::Nothing },
    }
}

fn explain(facts: &Facts, operation: Operation) -> Verdict {
    let context = Context {
        operation,
        workspace: "logistics-prod".into(),
        user: Some("dana@x.example".into()),
        seconds: None,
    };
    explain_facts(facts, &context)
}

fn stopped(verdict: &Verdict) -> &str {
    verdict
        .explanation
        .trail
        .iter()
        .find(|step| step.state == TrailState::Stopped)
        .map_or("", |step| step.label.as_str())
}

fn create() -> Operation {
    Operation::CreateEndpoint { name: "chat".into() }
}

fn change() -> Operation {
    Operation::ChangeEndpoint { name: "chat".into() }
}

/// What design/README.md asks of every sentence.
pub(super) fn assert_style(said: &Explanation, what: &str) {
    assert!(!said.title.is_empty() && !said.title.ends_with('.'), "{what}: {}", said.title);
    // Names keep their own case, everything else begins with a capital.
    let named =
        ["logistics-prod", "chat", "support-chat", "llm"].iter().any(|name| said.title.starts_with(name));
    assert!(named || said.title.starts_with(char::is_uppercase), "{what}: {}", said.title);
    for text in [&said.meaning, &said.cause, &said.who_can_fix] {
        assert!(text.ends_with('.'), "{what}: a sentence ends with a full stop: {text:?}");
        let lower = text.to_lowercase();
        for word in ["please", "!", "oops", "sorry", "  "] {
            assert!(!lower.contains(word), "{what}: {word:?} in {text}");
        }
    }
    assert_eq!(said.next.kind == NextStepKind::None, said.next.label.is_empty(), "{what}: {:?}", said.next);
}

#[test]
fn provider_not_supported_says_so_when_creating() {
    let verdict =
        explain(&facts(ErrorKind::InvalidRequest, 400, "Provider 'OpenAI' is not supported"), create());
    assert_eq!(verdict.explanation.title, "This workspace does not support the provider");
    assert!(verdict.explanation.cause.contains("lower case"));
    assert_eq!(verdict.explanation.next.kind, NextStepKind::EditEndpoint);
    assert!(verdict.explanation.meaning.ends_with("Your draft is kept."));
}

#[test]
fn provisioned_throughput_is_not_taken_for_a_provider() {
    let message = "provisioned throughput is not supported for endpoints with external models";
    let verdict = explain(&facts(ErrorKind::InvalidRequest, 400, message), create());
    assert!(!verdict.explanation.title.contains("provider"));
    assert!(verdict.explanation.cause.contains(message));
}

#[test]
fn a_wrong_token_while_connecting_is_refused_and_later_it_signs_out() {
    let connecting =
        explain(&facts(ErrorKind::Unauthenticated, 401, "Invalid access token."), Operation::Connect);
    assert_eq!(connecting.kind, VerdictKind::Refused);
    assert_eq!(stopped(&connecting), "Sign-in");
    assert!(connecting.explanation.meaning.contains("Nothing was stored"));
    let later = explain(&facts(ErrorKind::Unauthenticated, 401, "x"), Operation::ListEndpoints);
    assert_eq!(later.kind, VerdictKind::SignedOut);
    assert!(later.explanation.title.contains("logistics-prod"));
}

#[test]
fn the_kinds_of_forbidden_are_told_apart() {
    let title = |kind| explain(&facts(kind, 403, "no"), Operation::ListEndpoints).explanation.title;
    assert_eq!(title(ErrorKind::PermissionDenied), "You may not list the endpoints");
    assert_eq!(title(ErrorKind::ScopeMissing), "The token may not do this");
    assert_eq!(title(ErrorKind::PrivateLink), "This workspace opens only from inside");
    assert_eq!(title(ErrorKind::IpAccessDenied), "Your network is not on the list");
    let denied = explain(&facts(ErrorKind::PermissionDenied, 403, "no"), change());
    assert!(denied.explanation.cause.starts_with("dana@x.example lacks CAN MANAGE on chat."));
    assert_eq!(stopped(&denied), "Permission");
}

#[test]
fn a_wrong_host_asks_to_check_the_address() {
    for kind in [ErrorKind::Dns, ErrorKind::Connect, ErrorKind::UnexpectedBody, ErrorKind::NotSignedIn] {
        let verdict = explain(&facts(kind, 0, "x"), Operation::Connect);
        assert_eq!(verdict.explanation.next.kind, NextStepKind::CheckAddress, "{kind:?}");
        assert!(verdict.explanation.meaning.contains("you typed are still there"), "{kind:?}");
    }
    let none = explain(&facts(ErrorKind::NotFound, 404, "x"), Operation::Connect);
    assert_eq!(none.explanation.next.kind, NextStepKind::CheckAddress);
}

#[test]
fn an_untrusted_certificate_speaks_of_the_company_proxy() {
    let verdict = explain(&facts(ErrorKind::Tls, 0, "unknown issuer"), Operation::Connect);
    assert_eq!((verdict.kind.clone(), verdict.explanation.layer), (VerdictKind::Offline, Layer::Network));
    assert!(verdict.explanation.cause.contains("proxy"));
    assert_eq!(stopped(&verdict), "Address");
}

#[test]
fn a_sign_in_page_later_on_means_signed_out_and_other_html_does_not() {
    let page = explain(&facts(ErrorKind::NotSignedIn, 302, "x"), Operation::ListEndpoints);
    assert_eq!(page.kind, VerdictKind::SignedOut);
    let html = explain(&facts(ErrorKind::UnexpectedBody, 200, "<html>"), Operation::ListEndpoints);
    assert_eq!(html.kind, VerdictKind::Refused);
    assert!(html.explanation.title.contains("not an answer of a Databricks workspace"));
}

#[test]
fn a_taken_name_is_a_field_to_fix() {
    let verdict = explain(&facts(ErrorKind::AlreadyExists, 409, "exists"), create());
    let VerdictKind::Invalid { fields } = &verdict.kind else { panic!("{:?}", verdict.kind) };
    assert_eq!((fields[0].path.as_str(), fields[0].blocks), ("name", true));
    assert_eq!(verdict.explanation.title, "The name chat is taken");
}

#[test]
fn a_change_while_another_runs_is_a_conflict_that_passes() {
    let verdict = explain(&facts(ErrorKind::Conflict, 409, "Endpoint chat is currently updating"), change());
    assert_eq!(verdict.kind, VerdictKind::Conflict);
    assert_eq!(verdict.explanation.next.kind, NextStepKind::Reload);
    assert!(verdict.explanation.meaning.contains("Your changes are kept as a draft."));
}

#[test]
fn a_bad_secret_reference_names_the_secret_whatever_the_status() {
    for (kind, status) in
        [(ErrorKind::InvalidRequest, 400), (ErrorKind::NotFound, 404), (ErrorKind::PermissionDenied, 403)]
    {
        let verdict =
            explain(&facts(kind, status, "Secret {{secrets/llm/missing}} does not exist"), create());
        assert_eq!(verdict.explanation.title, "The secret llm/missing could not be read");
        assert_eq!(verdict.explanation.next.kind, NextStepKind::ChooseSecret);
    }
}

#[test]
fn a_secret_is_found_in_the_ways_databricks_speaks_of_one() {
    for (message, title) in [
        (
            "Invalid secret reference in openai_api_key: secret 'k' does not exist in scope 'llm'.",
            "The secret llm/k could not be read",
        ),
        (
            "User does not have READ permission on secret scope 'llm'.",
            "The secret scope llm could not be read",
        ),
        (
            "openai_api_key must be a secret reference of the form {{secrets/scope/key}}.",
            "A secret could not be read",
        ),
    ] {
        let verdict = explain(&facts(ErrorKind::InvalidRequest, 400, message), create());
        assert_eq!(verdict.explanation.title, title);
    }
}

#[test]
fn a_refused_split_leaves_the_old_one() {
    let verdict = explain(
        &facts(ErrorKind::InvalidRequest, 400, "The sum of traffic percentages must be 100"),
        change(),
    );
    assert_eq!(verdict.explanation.title, "Databricks did not accept the split");
    assert!(verdict.explanation.meaning.contains("old split still answers"));
}

#[test]
fn a_write_without_an_answer_says_that_it_may_have_happened_and_a_read_does_not() {
    let lost = Facts { sent: Sent::Written, ..facts(ErrorKind::Interrupted, 0, "reset") };
    let write = explain(&lost, create());
    assert!(write.explanation.meaning.contains("nobody can say from here"));
    assert!(write.explanation.meaning.contains("not sent again by itself"));
    assert_eq!(write.explanation.next.kind, NextStepKind::Reload);
    let read = explain(&lost, Operation::ListEndpoints);
    assert_eq!(read.explanation.next.kind, NextStepKind::TryAgain);
    assert!(read.explanation.meaning.contains("Nothing was changed"));
}

#[test]
fn a_four_megabyte_answer_is_thrown_away_and_said() {
    let verdict = explain(&facts(ErrorKind::BodyTooLarge, 200, "x"), Operation::ListEndpoints);
    assert_eq!(verdict.explanation.title, "The answer is too large");
    assert!(verdict.explanation.cause.contains("4 MB"));
}

#[test]
fn faults_of_databricks_and_pauses_it_asks_for_are_named() {
    let fault = explain(&facts(ErrorKind::ServerError, 500, "INTERNAL_ERROR: x"), create());
    assert!(fault.explanation.meaning.contains("Reload before you try again"));
    let mut busy = facts(ErrorKind::RateLimited, 429, "slow down");
    busy.retry_after_seconds = Some(7);
    let busy = explain(&busy, Operation::ListEndpoints);
    assert_eq!(busy.kind, VerdictKind::Throttled { retry_after_seconds: Some(7.0) });
    assert_eq!(busy.explanation.next.label, "Try again in 7 seconds");
}

#[test]
fn every_explanation_of_every_job_keeps_to_the_house_style() {
    use ErrorKind as K;
    let scope = || Some("llm".to_owned());
    let jobs = [
        Operation::Connect,
        Operation::SignInAgain,
        Operation::ListEndpoints,
        Operation::ReadEndpoint { name: "chat".into() },
        create(),
        change(),
        Operation::DeleteEndpoint { name: "chat".into() },
        Operation::ReadSecrets { scope: None },
        Operation::ReadSecrets { scope: scope() },
        Operation::StoreSecret { scope: "llm".into(), key: "k".into() },
    ];
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
    for job in &jobs {
        for kind in kinds {
            for sent in [Sent::Nothing, Sent::Written, Sent::Answered] {
                let verdict = explain(&Facts { sent, ..facts(kind, 400, "no reason.") }, job.clone());
                assert_style(&verdict.explanation, &format!("{kind:?} {job:?}"));
            }
        }
    }
}

#[test]
fn an_endpoint_whose_creator_left_is_not_mistaken_for_a_missing_right() {
    let said =
        "The creator of serving endpoint 'chat' (kim@x.example) is no longer a member of this workspace.";
    let verdict = explain(&facts(ErrorKind::PermissionDenied, 403, said), change());
    let explanation = &verdict.explanation;
    assert_eq!(explanation.title, "chat cannot be changed any more");
    assert!(explanation.cause.contains("kim@x.example"), "{}", explanation.cause);
    assert!(explanation.who_can_fix.contains("make it again"), "{}", explanation.who_can_fix);
    assert_eq!(stopped(&verdict), "Workspace");
    assert_style(explanation, "creator left");
    let other = explain(&facts(ErrorKind::PermissionDenied, 403, "You are not the creator."), change());
    assert_eq!(other.explanation.title, "You may not change chat");
}
