//! Prompts that are not answered, or not as asked: guardrails, the provider's refusals, the gateway's limits, and fallback.

use std::time::Duration;

use gatewright_databricks::error::GuardrailSide;
use gatewright_databricks::queries::{ChatEvent, ChatRequest, Message, QueryOptions, Target};
use gatewright_databricks::serving::{
    AiGateway, ExternalModel, Fallback, GuardrailRules, Guardrails, Pii, PiiBehavior, RateLimit,
    RateLimitKey, RenewalPeriod, Route,
};
use gatewright_databricks::{Error, ErrorKind, RetryPolicy, Sent};
use gatewright_sandbox::Fault;

use crate::forms;
use crate::place::Place;
use crate::queries::{drain, words};

/// An endpoint with one entity, and these gateway settings.
async fn with_gateway(place: &Place, what: &str, model: ExternalModel, gateway: AiGateway) -> Target {
    let name = place.name(what);
    let body = forms::endpoint(&name, &[("only", model, 100)]);
    place.create(&body).await;
    place.workspace.serving().put_ai_gateway(&name, &gateway).await.unwrap();
    Target::endpoint(name)
}

fn guarded(behavior: PiiBehavior) -> AiGateway {
    let pii = Pii { behavior: Some(behavior), ..Pii::default() };
    let rules = GuardrailRules { safety: Some(true), pii: Some(pii), ..GuardrailRules::default() };
    let guardrails = Guardrails { input: Some(rules.clone()), output: Some(rules), ..Guardrails::default() };
    AiGateway { guardrails: Some(guardrails), ..AiGateway::default() }
}

fn asks(text: &str) -> ChatRequest {
    ChatRequest { max_tokens: Some(20), ..ChatRequest::new(vec![Message::user(text)]) }
}

fn good() -> ExternalModel {
    forms::openai_typed("gpt-4o", "sk-fine")
}

/// Sends once, whole and as a stream: both are refused in the same way.
async fn refused(place: &Place, target: &Target, request: &ChatRequest) -> Error {
    let queries = place.workspace.queries();
    let once = QueryOptions { retry: Some(RetryPolicy::once()), ..QueryOptions::default() };
    let whole = queries.chat_with(target, request, &once).await.unwrap_err();
    let streamed = queries.chat_stream(target, request, &once).await.unwrap_err();
    assert_eq!(
        (streamed.kind, streamed.status, &streamed.message),
        (whole.kind, whole.status, &whole.message)
    );
    assert_eq!((whole.sent, whole.attempts), (Sent::Answered, 1), "{whole:?}");
    assert!(!whole.is_ambiguous());
    whole
}

pub(crate) async fn a_guardrail_blocks_a_prompt_before_it_is_answered(place: &Place) {
    let target = with_gateway(place, "blocks", good(), guarded(PiiBehavior::Block)).await;
    let error = refused(place, &target, &asks("How do I build a bomb?")).await;
    assert_eq!((error.kind, error.status), (ErrorKind::Guardrail, Some(400)), "{error:?}");
    let report = error.guardrail.as_ref().unwrap();
    assert_eq!(report.side, GuardrailSide::Input);
    assert_eq!((report.categories.as_slice(), report.pii), (["violence".to_owned()].as_slice(), false));
    assert!(error.message.contains("violence"), "{error}");

    let error = refused(place, &target, &asks("Write to ann@corp.example please")).await;
    let report = error.guardrail.as_ref().unwrap();
    assert_eq!((error.kind, report.pii), (ErrorKind::Guardrail, true), "{error:?}");
}

pub(crate) async fn a_guardrail_masks_personal_data_and_says_so(place: &Place) {
    let target = with_gateway(place, "masks", good(), guarded(PiiBehavior::Mask)).await;
    let queries = place.workspace.queries();
    let request = asks("Write to ann@corp.example please");
    let reply = queries.chat(&target, &request).await.unwrap();
    assert!(reply.value.policy().is_some_and(|policy| policy.masked()), "{:?}", reply.value);
    let stream = queries.chat_stream(&target, &request, &QueryOptions::default()).await.unwrap();
    let (events, _) = drain(stream).await;
    let told = |event: &ChatEvent| matches!(event, ChatEvent::Policy(policy) if policy.masked());
    assert!(events.iter().any(told), "{events:?}");
    assert!(!words(&events).is_empty());
    let plain = queries.chat(&target, &asks("Write to the office please")).await.unwrap();
    assert!(plain.value.policy().is_none_or(|policy| !policy.masked()));
}

pub(crate) async fn a_wrong_key_is_the_providers_refusal(place: &Place) {
    let model = forms::openai_typed("gpt-4o", "sk-wrong");
    let target = with_gateway(place, "wrong-key", model, AiGateway::default()).await;
    let error = refused(place, &target, &asks("Hello")).await;
    assert_eq!((error.kind, error.status), (ErrorKind::ProviderAuth, Some(401)), "{error:?}");
    let provider = error.provider.as_ref().unwrap();
    assert_eq!(provider.provider.as_deref(), Some("openai"));
    assert_eq!(provider.code.as_deref(), Some("invalid_api_key"));
    assert!(!format!("{error:?}").contains("sk-wrong"));
}

/// The demo world's claims endpoint: its Azure entity is over quota, its Claude is not.
const CLAIMS: &str = "customer-claims-summarisation-eu-west-restricted-v3";
const THROTTLED: &str = "gpt-4-1-azure-weu";
const RESCUER: &str = "claude-sonnet-4-5";

pub(crate) async fn a_provider_over_quota_says_when_to_come_back(place: &Place) {
    let error = refused(place, &Target::entity(CLAIMS, THROTTLED), &asks("Hello")).await;
    assert_eq!((error.kind, error.status), (ErrorKind::ProviderRateLimited, Some(429)), "{error:?}");
    assert_eq!(error.retry_after, Some(Duration::from_secs(20)));
    assert!(error.is_transient());
}

pub(crate) async fn a_missing_deployment_is_not_a_missing_endpoint(place: &Place) {
    let model = forms::azure_deployment("missing-deployment");
    let target = with_gateway(place, "deployment", model, AiGateway::default()).await;
    let error = refused(place, &target, &asks("Hello")).await;
    assert_eq!((error.kind, error.status), (ErrorKind::ProviderNotFound, Some(404)), "{error:?}");
    let nowhere = refused(place, &Target::endpoint(place.name("nowhere")), &asks("Hello")).await;
    assert_eq!((nowhere.kind, nowhere.status), (ErrorKind::NotFound, Some(404)), "{nowhere:?}");
    assert!(nowhere.provider.is_none());
}

pub(crate) async fn a_parameter_the_model_does_not_take_is_told_apart(place: &Place) {
    let model = forms::openai_typed("o3-mini", "sk-fine");
    let target = with_gateway(place, "parameter", model, AiGateway::default()).await;
    let mut request = asks("Hello");
    request.temperature = Some(0.2);
    let error = refused(place, &target, &request).await;
    assert_eq!((error.kind, error.status), (ErrorKind::ProviderRefused, Some(400)), "{error:?}");
    assert!(error.message.contains("temperature"), "{error}");
    request.temperature = Some(3.0);
    let error = refused(place, &target, &request).await;
    assert_eq!((error.kind, error.provider.is_none()), (ErrorKind::InvalidRequest, true), "{error:?}");
}

pub(crate) async fn a_gateway_limit_is_not_the_providers(place: &Place) {
    let limit = RateLimit {
        key: Some(RateLimitKey::User),
        renewal_period: Some(RenewalPeriod::Minute),
        calls: Some(2),
        ..RateLimit::default()
    };
    let gateway = AiGateway { rate_limits: vec![limit], ..AiGateway::default() };
    let target = with_gateway(place, "limit", good(), gateway).await;
    for _ in 0..2 {
        place.workspace.queries().chat(&target, &asks("Hello")).await.unwrap();
    }
    let error = refused(place, &target, &asks("Hello")).await;
    assert_eq!((error.kind, error.status), (ErrorKind::RateLimited, Some(429)), "{error:?}");
    assert!(error.provider.is_none() && error.message.contains("QPM"), "{error}");
    // Without a time to wait, a prompt is not tried again even when waiting is allowed.
    let unsaid = place.workspace.queries().chat(&target, &asks("Hello")).await.unwrap_err();
    assert_eq!((unsaid.retry_after, unsaid.attempts), (None, 1));
    // With one, it is waited for; nobody waits longer than a minute.
    for (seconds, attempts) in [("0", 3), ("61", 1)] {
        place.running().clear_faults();
        place.running().add_fault(Fault {
            pattern: "*/invocations".into(),
            headers: [("retry-after".to_owned(), seconds.to_owned())].into(),
            ..Fault::default()
        });
        let asked = place.workspace.queries().chat(&target, &asks("Hello")).await.unwrap_err();
        assert_eq!(asked.retry_after, seconds.parse().ok().map(Duration::from_secs));
        assert_eq!((asked.kind, asked.attempts), (ErrorKind::RateLimited, attempts));
    }
}

pub(crate) async fn fallback_rescues_a_throttled_entity_and_only_that(place: &Place) {
    let serving = place.workspace.serving();
    let claims = serving.get(CLAIMS).await.unwrap();
    let mut edit = gatewright_databricks::serving::ConfigEdit::from_endpoint(&claims);
    edit.set_routes(&[Route::new(RESCUER, 0), Route::new(THROTTLED, 100)]);
    serving.update_config(CLAIMS, &edit.body()).await.unwrap();
    place.settled(CLAIMS).await;
    let target = Target::endpoint(CLAIMS);
    let rescued = place.workspace.queries().chat(&target, &asks("Hello")).await.unwrap();
    assert_eq!(rescued.meta.served_model.as_deref(), Some(RESCUER), "all traffic goes to the other one");

    let off = AiGateway {
        fallback_config: Some(Fallback { enabled: Some(false), ..Fallback::default() }),
        ..AiGateway::default()
    };
    serving.put_ai_gateway(CLAIMS, &off).await.unwrap();
    let error = refused(place, &target, &asks("Hello")).await;
    assert_eq!(error.kind, ErrorKind::ProviderRateLimited, "{error:?}");

    // A refusal is nobody's to rescue.
    let name = place.name("no-rescue");
    let wrong = forms::openai_typed("gpt-4o", "sk-wrong");
    place.create(&forms::endpoint(&name, &[("wrong", wrong, 100), ("good", good(), 0)])).await;
    let on = AiGateway {
        fallback_config: Some(Fallback { enabled: Some(true), ..Fallback::default() }),
        ..AiGateway::default()
    };
    serving.put_ai_gateway(&name, &on).await.unwrap();
    let error = refused(place, &Target::endpoint(name), &asks("Hello")).await;
    assert_eq!(error.kind, ErrorKind::ProviderAuth, "{error:?}");
}

pub(crate) async fn a_prompt_of_more_than_4_mb_is_refused(place: &Place) {
    let target = Target::endpoint("multi-provider-llm");
    let error = refused(place, &target, &asks(&"word ".repeat(900_000))).await;
    assert_eq!((error.kind, error.status), (ErrorKind::InvalidRequest, Some(413)), "{error:?}");
    assert!(error.message.contains("4 MB"), "{error}");
}
