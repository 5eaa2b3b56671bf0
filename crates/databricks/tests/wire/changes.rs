//! Changes of endpoints: unknown fields survive, lost answers are settled by reading, waits end.

use std::sync::Mutex;

use gatewright_databricks::serving::{
    ConfigEdit, CreateEndpoint, EndpointConfig, ExternalModel, GatewayEdit, OpenAiConfig, Provider, Route,
    ServedEntity, Settled, Task, WaitOptions, WaitOutcome, Write,
};
use serde_json::{Value, json};

use super::server::{Server, Step, json as answer};

/// An endpoint with something unknown at every level.
fn strange() -> Value {
    json!({
        "name": "x", "id": "1", "new_endpoint": 1, "state": {"ready": "READY", "config_update": "NOT_UPDATING", "new_state": 1},
        "config": {
            "config_version": "3", "new_config": {"k": 1},
            "served_entities": [{
                "name": "a", "new_entity": 1, "creator": "me", "creation_timestamp": 1, "workload_size": "Small",
                "scale_to_zero_enabled": "false", "state": {"deployment": "DEPLOYMENT_READY"},
                "external_model": {"name": "m", "provider": "openai", "task": "llm/v1/chat", "new_model": 1,
                    "openai_config": {"openai_api_key": "{{secrets/s/k}}", "new_provider_setting": true}}
            }],
            "served_models": [{"name": "a"}],
            "traffic_config": {"new_traffic": 1, "routes": [{"served_model_name": "a", "served_entity_name": "a", "traffic_percentage": "100", "new_route": 1}]}
        },
        "ai_gateway": {"new_gateway": 1, "usage_tracking_config": {"enabled": true, "new_usage": 1},
            "rate_limits": [{"key": "user", "renewal_period": "minute", "calls": "5", "new_limit": 1}],
            "guardrails": {"input": {"safety": true, "new_rule": 1, "pii": {"behavior": "MASK", "new_pii": 1}}}}
    })
}

#[tokio::test]
async fn a_changed_config_keeps_unknown_fields_and_sends_no_output_fields() {
    let server = Server::start(vec![Step::Send(answer(200, &strange().to_string()))]).await;
    let serving = server.workspace().serving();
    let endpoint = serving.get("x").await.unwrap();
    let mut edit = ConfigEdit::from_endpoint(&endpoint);
    // A change made from the app's own settings, which know nothing of the unknown fields.
    let mut model = ExternalModel::new(Provider::OpenAi, "m2", Task::Chat);
    model.openai_config = Some(Box::new(OpenAiConfig {
        openai_api_key: Some("{{secrets/s/k2}}".into()),
        ..OpenAiConfig::default()
    }));
    edit.put_entity(&ServedEntity::external("a", model.clone()));
    edit.put_entity(&ServedEntity::external("b", model));
    edit.set_routes(&[Route::new("a", 60), Route::new("b", 40)]);
    serving.update_config("x", &edit.body()).await.unwrap();

    let sent: Value = serde_json::from_str(&server.seen()[1].body).unwrap();
    let entity = |name: &str, extra: Value| {
        let mut entity = json!({"name": name, "external_model": {"name": "m2", "provider": "openai", "task": "llm/v1/chat",
            "openai_config": {"openai_api_key": "{{secrets/s/k2}}"}}});
        if extra.is_object() {
            entity["new_entity"] = 1.into();
            entity["external_model"]["new_model"] = 1.into();
            entity["external_model"]["openai_config"]["new_provider_setting"] = true.into();
        }
        entity
    };
    assert_eq!(
        sent,
        json!({
            "new_config": {"k": 1},
            "served_entities": [entity("a", json!({})), entity("b", Value::Null)],
            "traffic_config": {"new_traffic": 1, "routes": [
                {"served_model_name": "a", "served_entity_name": "a", "traffic_percentage": 60, "new_route": 1},
                {"served_entity_name": "b", "traffic_percentage": 40}]}
        })
    );
    assert_eq!(server.seen()[1].line(), "PUT /api/2.0/serving-endpoints/x/config");
}

#[tokio::test]
async fn entities_are_renamed_ordered_and_removed_with_their_routes() {
    let mut edit = ConfigEdit::from_config(&strange()["config"]);
    edit.put_entity(&ServedEntity::external("b", ExternalModel::new(Provider::Cohere, "m", Task::Chat)));
    edit.set_routes(&[Route::new("a", 50), Route::new("b", 50)]);
    edit.rename_entity("a", "z");
    edit.order_entities(&["b", "z"]);
    let names: Vec<String> = edit.entities().iter().map(|entity| entity.name().to_owned()).collect();
    assert_eq!(names, ["b", "z"]);
    assert_eq!(edit.routes().iter().map(Route::entity).collect::<Vec<_>>(), ["z", "b"]);
    edit.remove_entity("z");
    assert_eq!((edit.entities().len(), edit.routes().len()), (1, 1));
    // Another provider takes its own settings only.
    let mut edit = ConfigEdit::from_config(&strange()["config"]);
    edit.put_entity(&ServedEntity::external("a", ExternalModel::new(Provider::Cohere, "c", Task::Chat)));
    let model = &edit.body()["served_entities"][0]["external_model"];
    assert_eq!(model, &json!({"name": "c", "provider": "cohere", "task": "llm/v1/chat", "new_model": 1}));
}

#[tokio::test]
async fn changed_gateway_settings_keep_unknown_fields() {
    let server = Server::start(vec![Step::Send(answer(200, &strange().to_string()))]).await;
    let endpoint = server.workspace().serving().get("x").await.unwrap();
    let mut edit = GatewayEdit::from_endpoint(&endpoint);
    assert_eq!(edit.body(), strange()["ai_gateway"], "an edit without a change changes nothing");
    let mut settings = edit.settings();
    // As an app would: rows rebuilt from a form, without what it does not know.
    for limit in &mut settings.rate_limits {
        limit.calls = Some(9);
        limit.extra.clear();
    }
    settings.extra.clear();
    settings.usage_tracking_config = None;
    edit.apply(&settings);
    let mut wanted = strange()["ai_gateway"].clone();
    wanted["rate_limits"][0]["calls"] = 9.into();
    wanted.as_object_mut().unwrap().remove("usage_tracking_config");
    assert_eq!(edit.body(), wanted);
}

#[tokio::test]
async fn what_is_read_is_written_back_the_same_by_the_types_alone() {
    let raw = strange();
    let config: EndpointConfig = serde_json::from_value(raw["config"].clone()).unwrap();
    let again = serde_json::to_value(&config).unwrap();
    assert_eq!(
        again["served_entities"][0]["external_model"],
        raw["config"]["served_entities"][0]["external_model"]
    );
    assert_eq!(again["traffic_config"]["routes"][0]["new_route"], 1);
    assert_eq!((&again["new_config"], &again["config_version"]), (&json!({"k": 1}), &json!(3)));
}

fn create() -> CreateEndpoint {
    let mut model = ExternalModel::new(Provider::OpenAi, "m", Task::Chat);
    model.openai_config = Some(Box::new(OpenAiConfig {
        openai_api_key: Some("{{secrets/s/k}}".into()),
        ..OpenAiConfig::default()
    }));
    let config = EndpointConfig {
        served_entities: vec![ServedEntity::external("a", model)],
        ..EndpointConfig::default()
    };
    CreateEndpoint { config: Some(config), ..CreateEndpoint::new("x") }
}

#[tokio::test]
async fn a_create_whose_answer_was_lost_is_settled_by_reading() {
    let server = Server::start(vec![Step::Close, Step::Send(answer(200, &strange().to_string()))]).await;
    let serving = server.workspace().serving();
    let error = serving.create(&create()).await.unwrap_err();
    assert!(error.is_ambiguous());
    assert!(matches!(serving.settle_create(&create()).await.unwrap(), Settled::Applied(_)));
    let posts = server.seen().iter().filter(|seen| seen.line().starts_with("POST")).count();
    assert_eq!(posts, 1);

    let mut other = create();
    other.config.as_mut().unwrap().served_entities[0].external_model.as_mut().unwrap().name = "gpt".into();
    let Settled::Differs { differences, .. } = serving.settle_create(&other).await.unwrap() else {
        panic!("same")
    };
    assert_eq!(differences.len(), 1);
    assert_eq!(differences[0].path, "served_entities[a].external_model.name");

    let server = Server::start(vec![Step::Send(answer(
        404,
        r#"{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"no"}"#,
    ))])
    .await;
    assert_eq!(server.workspace().serving().settle_create(&create()).await.unwrap(), Settled::Absent);
}

#[tokio::test]
async fn a_change_whose_answer_was_lost_is_settled_by_reading() {
    let server = Server::start(vec![Step::Send(answer(200, &strange().to_string()))]).await;
    let serving = server.workspace().serving();
    let same = Write::AiGateway(strange()["ai_gateway"].clone());
    assert!(matches!(serving.settle_write("x", &same).await.unwrap(), Settled::Applied(_)));
    let cleared = serving.settle_write("x", &Write::AiGateway(json!({}))).await.unwrap();
    assert!(matches!(cleared, Settled::Differs { .. }), "clearing everything did not happen");
    let edit = ConfigEdit::from_config(&strange()["config"]);
    assert!(matches!(
        serving.settle_write("x", &Write::Config(edit.body())).await.unwrap(),
        Settled::Applied(_)
    ));
    let gone = Write::Tags { add: Vec::new(), delete: vec!["k".into()] };
    assert!(matches!(serving.settle_write("x", &gone).await.unwrap(), Settled::Applied(_)));
}

fn state(ready: &str, update: &str) -> Step {
    let body = json!({"name": "x", "state": {"ready": ready, "config_update": update},
        "pending_config": {"served_entities": [{"name": "a", "state": {"deployment_state_message": "no such secret"}}]}});
    Step::Send(answer(200, &body.to_string()))
}

#[tokio::test]
async fn a_wait_tells_each_state_and_ends_when_ready() {
    let missing = Step::Send(answer(404, r#"{"message":"not yet"}"#));
    let steps = vec![
        missing,
        state("NOT_READY", "IN_PROGRESS"),
        state("NOT_READY", "IN_PROGRESS"),
        state("NOT_READY", "NOT_UPDATING"),
        state("READY", "NOT_UPDATING"),
    ];
    let server = Server::start(steps).await;
    let told = Mutex::new(Vec::new());
    let outcome = server
        .workspace()
        .serving()
        .wait_until_settled("x", WaitOptions::default(), |state| told.lock().unwrap().push(state.phase()))
        .await
        .unwrap();
    assert!(matches!(outcome, WaitOutcome::Ready(_)));
    assert_eq!((told.into_inner().unwrap().len(), server.count()), (3, 5));
}

#[tokio::test]
async fn a_wait_ends_when_the_change_failed_never_gets_ready_or_takes_too_long() {
    let server = Server::start(vec![state("READY", "UPDATE_FAILED")]).await;
    let serving = server.workspace().serving();
    let WaitOutcome::Failed { reasons, .. } =
        serving.wait_until_settled("x", WaitOptions::default(), |_| {}).await.unwrap()
    else {
        panic!("not failed")
    };
    assert_eq!(reasons, [("a".to_owned(), "no such secret".to_owned())]);

    let server = Server::start(vec![state("NOT_READY", "NOT_UPDATING")]).await;
    let serving = server.workspace().serving();
    let outcome = serving.wait_until_settled("x", WaitOptions::default(), |_| {}).await.unwrap();
    assert!(matches!(outcome, WaitOutcome::NotReady(_)));

    let server = Server::start(vec![state("NOT_READY", "IN_PROGRESS")]).await;
    let serving = server.workspace().serving();
    let outcome = serving.wait_until_settled("x", WaitOptions::default(), |_| {}).await.unwrap();
    assert!(matches!(outcome, WaitOutcome::TimedOut(Some(_))));

    let server = Server::start(vec![Step::Send(answer(404, "{}"))]).await;
    let error = server
        .workspace()
        .serving()
        .wait_until_settled("x", WaitOptions::default(), |_| {})
        .await
        .unwrap_err();
    assert_eq!(error.status, Some(404));
}
