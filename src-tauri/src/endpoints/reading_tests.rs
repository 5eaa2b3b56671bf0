//! Endpoints as the workspace describes them, in every state, and with what this app does not know.

use gatewright_databricks::serving::{self, EndpointConfig, Snapshot};
use serde_json::{Value, json};

use super::dto::{EndpointState, GatewayFlags, Permission};
use super::reading::{self, Viewer, asked, endpoint, shares, split, state};

fn row(snapshot: &serving::Endpoint, viewer: Viewer<'_>) -> super::dto::EndpointRow {
    reading::row(snapshot, &reading::faces(snapshot), viewer)
}

fn read(raw: Value) -> Snapshot<serving::Endpoint> {
    Snapshot { value: serde_json::from_value(raw.clone()).unwrap(), raw }
}

fn entity(name: &str, provider: &str, model: &str) -> Value {
    json!({"name": name, "external_model": {"name": model, "provider": provider, "task": "llm/v1/chat"},
        "state": {"deployment": "DEPLOYMENT_READY", "deployment_state_message": ""}})
}

fn with_state(ready: &str, update: &str) -> Snapshot<serving::Endpoint> {
    read(json!({"name": "chat", "creation_timestamp": 1000, "last_updated_timestamp": "2000",
        "state": {"ready": ready, "config_update": update},
        "config": {"served_entities": [entity("a", "openai", "gpt-4o")]},
        "pending_config": {"start_time": 3000, "served_entities": [
            {"name": "b", "external_model": {"name": "c", "provider": "cohere", "task": "llm/v1/chat"},
             "state": {"deployment": "DEPLOYMENT_FAILED",
                "deployment_state_message": "Secret llm-keys/cohere was not found. Token dapi0123456789abcdef01"}}]}}))
}

#[test]
fn every_pair_of_states_has_one_word() {
    for (ready, update, expected) in [
        ("READY", "NOT_UPDATING", EndpointState::Ready),
        ("READY", "IN_PROGRESS", EndpointState::Updating),
        ("READY", "UPDATE_FAILED", EndpointState::ReadyUpdateFailed),
        ("READY", "UPDATE_CANCELED", EndpointState::ReadyUpdateFailed),
        ("NOT_READY", "IN_PROGRESS", EndpointState::Creating),
        ("NOT_READY", "UPDATE_FAILED", EndpointState::Failed),
        ("NOT_READY", "NOT_UPDATING", EndpointState::NotReady),
        ("SOMETHING_NEW", "NOT_UPDATING", EndpointState::Unknown),
    ] {
        assert_eq!(state(&with_state(ready, update)), expected, "{ready} {update}");
    }
}

#[test]
fn a_failed_update_tells_its_reason_from_the_pending_config_without_credentials() {
    let row = row(&with_state("READY", "UPDATE_FAILED"), Viewer { user: None });
    let reason = row.reason.unwrap();
    assert!(reason.starts_with("Secret llm-keys/cohere was not found."));
    assert!(!reason.contains("dapi0123"));
    assert_eq!(row.since, Some(3000.0));
}

#[test]
fn a_ready_endpoint_has_no_reason_and_no_since() {
    let row = row(&with_state("READY", "NOT_UPDATING"), Viewer { user: None });
    assert_eq!((row.reason, row.since, row.changed_at), (None, None, Some(2000.0)));
}

#[test]
fn a_cancelled_update_says_so_when_nobody_else_does() {
    let mut raw = with_state("READY", "UPDATE_CANCELED").raw;
    raw.as_object_mut().unwrap().remove("pending_config");
    assert_eq!(split(&read(raw)).reason.as_deref(), Some("The last update was cancelled."));
}

#[test]
fn shares_come_from_routes_under_either_name_and_default_to_all_for_one_entity() {
    let config = |routes: Value| -> EndpointConfig {
        serde_json::from_value(
            json!({"served_entities": [entity("a", "openai", "m"), entity("b", "cohere", "m")],
            "traffic_config": {"routes": routes}}),
        )
        .unwrap()
    };
    let percents =
        |config: &EndpointConfig| shares(config).iter().map(|share| share.percent).collect::<Vec<_>>();
    assert_eq!(
        percents(&config(json!([{"served_model_name": "b", "traffic_percentage": "30"},
            {"served_entity_name": "a", "served_model_name": "a", "traffic_percentage": 70}]))),
        [70, 30]
    );
    assert_eq!(percents(&config(json!([{"served_entity_name": "a", "traffic_percentage": 900}]))), [100, 0]);
    let alone: EndpointConfig =
        serde_json::from_value(json!({"served_entities": [entity("a", "openai", "m")]})).unwrap();
    assert_eq!(percents(&alone), [100]);
}

#[test]
fn the_pending_split_is_shown_only_while_it_is_being_applied() {
    assert!(split(&with_state("READY", "IN_PROGRESS")).pending.is_some());
    assert!(split(&with_state("READY", "UPDATE_FAILED")).pending.is_none());
    assert!(split(&with_state("READY", "NOT_UPDATING")).pending.is_none());
}

#[test]
fn an_endpoint_being_created_shows_the_entities_that_are_on_their_way() {
    let mut raw = with_state("NOT_READY", "IN_PROGRESS").raw;
    raw.as_object_mut().unwrap().remove("config");
    let endpoint = endpoint(&read(raw), "https://x".into());
    assert_eq!(endpoint.entities.len(), 1);
    assert_eq!(endpoint.entities[0].state, "failed");
    assert_eq!(endpoint.pending, None);
}

#[test]
fn an_endpoint_is_read_in_full_and_its_raw_form_holds_no_credential() {
    let endpoint = endpoint(
        &read(
            json!({"name": "chat", "id": "e1", "creator": "dana@x.com", "task": "llm/v1/chat", "permission_level": "CAN_QUERY",
            "description": "", "tags": [{"key": "team", "value": "search"}, {"key": "pilot"}],
            "state": {"ready": "READY", "config_update": "NOT_UPDATING"}, "novelty": "Bearer abcdefgh12345678",
            "ai_gateway": {"fallback_config": {"enabled": true}, "usage_tracking_config": {"enabled": "true"},
                "rate_limits": [{"calls": 5, "renewal_period": "minute"}],
                "guardrails": {"input": {"pii": {"behavior": "NONE"}}}},
            "config": {"config_version": "4", "served_entities": [
                {"name": "az", "external_model": {"name": "gpt-4o", "provider": "openai", "task": "llm/v1/chat", "openai_config":
                    {"openai_api_type": "azure", "openai_deployment_name": "d", "openai_api_key": "{{secrets/s/k}}"}}}]}}),
        ),
        "https://web".into(),
    );
    assert_eq!(endpoint.permission, Permission::Query);
    assert_eq!(endpoint.config_version, Some(4));
    let flags = GatewayFlags { usage: true, table: false, limits: true, guardrails: false, fallback: true };
    assert_eq!(endpoint.gateway, flags);
    let entity = &endpoint.entities[0];
    assert_eq!((entity.provider.as_str(), entity.mark.as_str(), entity.share), ("azure-openai", "Az", 100));
    assert_eq!(entity.secrets, ["{{secrets/s/k}}"]);
    assert!(endpoint.raw.contains("novelty") && !endpoint.raw.contains("abcdefgh12345678"));

    let asked = asked(&endpoint, Some("az"), true);
    assert_eq!(asked.candidates[0].setting("openai_deployment_name"), Some("d"));
    assert!(asked.fallback);
}

#[test]
fn an_endpoint_with_nothing_in_it_is_read_all_the_same() {
    let endpoint = endpoint(&read(json!({})), String::new());
    assert_eq!(endpoint.state, EndpointState::Unknown);
    assert!(endpoint.entities.is_empty());
}

#[test]
fn mine_is_what_i_created_whatever_the_case_of_my_address() {
    let mut raw = with_state("READY", "NOT_UPDATING").raw;
    raw["creator"] = json!("Dana@X.com");
    assert!(row(&read(raw.clone()), Viewer { user: Some("dana@x.com") }).mine);
    assert!(!row(&read(raw), Viewer { user: None }).mine);
}

#[test]
fn only_external_models_are_changed_here_and_the_others_say_why_not() {
    let of = |entities: Value| {
        row(&read(json!({"name": "e", "config": {"served_entities": entities}})), Viewer { user: None })
            .read_only
    };
    let external = entity("a", "openai", "gpt-4o");
    let hosted = json!({"name": "h", "foundation_model": {"name": "llama"}});
    let own = json!({"name": "o", "entity_name": "c.s.m"});
    assert_eq!(of(json!([external])), None);
    for (entities, because) in [
        (json!([hosted]), "hosted by Databricks"),
        (json!([own]), "a model of this workspace"),
        (json!([external, own]), "together"),
        (json!([]), "serves nothing yet"),
    ] {
        assert!(of(entities).unwrap().contains(because), "{because}");
    }
}
