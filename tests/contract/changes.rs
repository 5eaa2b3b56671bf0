//! What a write does to what was there: whole blocks are replaced, tags go by key, and a change that starts from what was read
//! keeps the fields this client does not name.

use gatewright_databricks::serving::{
    AiGateway, ConfigEdit, Fallback, GatewayEdit, GuardrailRules, Guardrails, Pii, PiiBehavior, Route,
    ServedEntity, Settled, Tag, UsageTracking, Write,
};
use gatewright_sandbox::Fault;
use serde_json::{Value, json};

use crate::forms::{self, Keys};
use crate::lifecycle::shares;
use crate::place::Place;

pub(crate) async fn a_config_write_replaces_the_whole_config(place: &Place) {
    let serving = place.workspace.serving();
    let name = place.name("replaced");
    let model = forms::openai(&Keys::Typed);
    let created = place
        .create(&forms::endpoint(&name, &[("one", model.clone(), 60), ("two", model.clone(), 40)]))
        .await;

    let mut edit = ConfigEdit::from_endpoint(&created);
    edit.remove_entity("two");
    edit.put_entity(&ServedEntity::external("one", model.clone()));
    edit.put_entity(&ServedEntity::external("three", model));
    edit.set_routes(&[Route::new("one", 0), Route::new("three", 100)]);
    serving.update_config(&name, &edit.body()).await.unwrap();
    let changed = place.settled(&name).await;
    assert_eq!(shares(&changed), [("one".to_owned(), 0), ("three".to_owned(), 100)]);
    let config = changed.config.as_ref().unwrap();
    let entities: Vec<&str> = config.served_entities.iter().map(ServedEntity::name).collect();
    assert_eq!(entities, ["one", "three"], "what is not written is gone");
}

pub(crate) async fn a_gateway_write_replaces_all_settings(place: &Place) {
    let serving = place.workspace.serving();
    let name = place.name("gateway");
    // Fallback takes two.
    let model = forms::openai(&Keys::Typed);
    place.create(&forms::endpoint(&name, &[("one", model.clone(), 60), ("two", model, 40)])).await;
    let tracking = UsageTracking { enabled: Some(true), ..UsageTracking::default() };
    let first = AiGateway { usage_tracking_config: Some(tracking), ..AiGateway::default() };
    serving.put_ai_gateway(&name, &first).await.unwrap();
    let fallback = Fallback { enabled: Some(true), ..Fallback::default() };
    let second = AiGateway { fallback_config: Some(fallback), ..AiGateway::default() };
    serving.put_ai_gateway(&name, &second).await.unwrap();
    let gateway = serving.get(&name).await.unwrap().ai_gateway.clone().unwrap();
    assert_eq!(gateway.usage_tracking_config, None, "what is not written is gone");
    assert_eq!(gateway.fallback_config, second.fallback_config);
}

pub(crate) async fn tags_are_replaced_by_key_and_deleted_by_key(place: &Place) {
    let serving = place.workspace.serving();
    let name = place.name("tags");
    place.create(&forms::endpoint(&name, &[("only", forms::openai(&Keys::Typed), 100)])).await;
    let tag =
        |key: &str, value: &str| Tag { key: key.to_owned(), value: Some(value.to_owned()), ..Tag::default() };
    let pairs = |tags: &[Tag]| -> Vec<(String, Option<String>)> {
        let mut pairs: Vec<_> = tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect();
        pairs.sort();
        pairs
    };
    let pair = |key: &str, value: &str| (key.to_owned(), Some(value.to_owned()));
    let tags = serving.patch_tags(&name, &[tag("team", "a"), tag("cost", "1")], &[]).await.unwrap();
    assert_eq!(pairs(&tags), [pair("cost", "1"), pair("team", "a")]);
    let tags = serving.patch_tags(&name, &[tag("team", "b")], &["cost".to_owned()]).await.unwrap();
    assert_eq!(pairs(&tags), [pair("team", "b")]);
    assert_eq!(pairs(&serving.get(&name).await.unwrap().tags), [pair("team", "b")]);
}

pub(crate) async fn an_edit_that_changes_nothing_is_settled_as_applied(place: &Place) {
    let serving = place.workspace.serving();
    let name = place.name("settled");
    let model = forms::openai(&Keys::Typed);
    let body = forms::endpoint(&name, &[("one", model.clone(), 60), ("two", model, 40)]);
    assert_eq!(serving.settle_create(&body).await.unwrap(), Settled::Absent);
    let endpoint = place.create(&body).await;
    assert!(matches!(serving.settle_create(&body).await.unwrap(), Settled::Applied(_)));
    let mut edit = ConfigEdit::from_endpoint(&endpoint);
    let same = Write::Config(edit.body());
    assert!(matches!(serving.settle_write(&name, &same).await.unwrap(), Settled::Applied(_)));
    edit.set_routes(&[Route::new("one", 10), Route::new("two", 90)]);
    let settled = serving.settle_write(&name, &Write::Config(edit.body())).await.unwrap();
    let Settled::Differs { differences, .. } = settled else { panic!("{settled:?}") };
    assert_eq!(differences.len(), 2, "both shares: {differences:?}");
}

/// The endpoint as a newer server would describe it: a field nobody knows at every level.
fn from_the_future(mut raw: Value) -> Value {
    let config = &mut raw["config"];
    config["later_config"] = json!({"deep": [1, {"x": "y"}]});
    config["traffic_config"]["later_traffic"] = json!("sticky");
    config["traffic_config"]["routes"][0]["later_route"] = json!(0.5);
    config["served_entities"][0]["later_entity"] = json!(true);
    config["served_entities"][0]["external_model"]["later_model"] = json!(["a"]);
    config["served_entities"][0]["external_model"]["openai_config"]["later_provider"] = json!({"k": 1});
    raw["ai_gateway"] = json!({
        "later_gateway": {"n": 1},
        "usage_tracking_config": {"enabled": true, "later_usage": 1},
        "inference_table_config": {"enabled": false, "later_table": 2},
        "rate_limits": [{"key": "user", "calls": 5, "renewal_period": "minute", "later_limit": 3}],
        "guardrails": {"later_guardrails": 4, "input": {"safety": true, "later_side": 5,
            "pii": {"behavior": "MASK", "later_pii": 6}}},
        "fallback_config": {"enabled": true, "later_fallback": 7},
    });
    raw
}

fn later_fields(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                if key.starts_with("later_") {
                    found.push(format!("{key}={value}"));
                }
                later_fields(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| later_fields(item, found)),
        _ => {}
    }
}

pub(crate) async fn fields_nobody_knows_survive_a_read_an_edit_and_a_write(place: &Place) {
    let serving = place.workspace.serving();
    let sandbox = place.running();
    let name = place.name("future");
    let scope = place.scope("future", &["key"]).await;
    let model = forms::openai(&Keys::Scope(scope));
    let now = place.create(&forms::endpoint(&name, &[("one", model.clone(), 60), ("two", model, 40)])).await;
    sandbox.add_fault(Fault {
        pattern: format!("/api/2.0/serving-endpoints/{name}"),
        method: Some("GET".into()),
        status: Some(200),
        body: Some(from_the_future(now.raw.clone())),
        ..Fault::default()
    });
    let read = serving.get(&name).await.unwrap();
    let mut wanted = Vec::new();
    later_fields(&from_the_future(now.raw.clone())["config"], &mut wanted);
    assert_eq!(wanted.len(), 6);

    let mut edit = ConfigEdit::from_endpoint(&read);
    let mut first = edit.entities().into_iter().find(|entity| entity.name() == "one").unwrap();
    first.external_model.as_mut().unwrap().name = "gpt-4.1".into();
    edit.put_entity(&first);
    edit.set_routes(&[Route::new("one", 55), Route::new("two", 45)]);
    let mut kept = Vec::new();
    later_fields(&edit.body(), &mut kept);
    assert_eq!(kept, wanted);
    assert_eq!(edit.body()["served_entities"][0]["external_model"]["name"], "gpt-4.1");
    wrote_whole(place, &edit.body(), "PUT", serving.update_config(&name, &edit.body()).await.is_ok());

    let mut gateway = GatewayEdit::from_endpoint(&read);
    let mut settings = gateway.settings();
    settings.rate_limits[0].calls = Some(9);
    let rules = settings.guardrails.get_or_insert_with(Guardrails::default);
    let input = rules.input.get_or_insert_with(GuardrailRules::default);
    let pii = input.pii.get_or_insert_with(Pii::default);
    pii.behavior = Some(PiiBehavior::Block);
    gateway.apply(&settings);
    let (mut wanted, mut kept) = (Vec::new(), Vec::new());
    later_fields(&from_the_future(now.raw.clone())["ai_gateway"], &mut wanted);
    later_fields(&gateway.body(), &mut kept);
    assert_eq!(wanted.len(), 8);
    assert_eq!(kept, wanted);
    wrote_whole(place, &gateway.body(), "PUT", serving.put_ai_gateway(&name, &gateway.body()).await.is_ok());

    sandbox.clear_faults();
    let changed = place.settled(&name).await;
    assert_eq!(shares(&changed), [("one".to_owned(), 55), ("two".to_owned(), 45)]);
    let gateway = changed.ai_gateway.as_ref().unwrap();
    assert_eq!(gateway.rate_limits[0].calls, Some(9));
}

/// The journal keeps no bodies, but their size: what was written is all of the edit.
fn wrote_whole(place: &Place, body: &Value, method: &str, accepted: bool) {
    assert!(accepted, "the sandbox takes fields it does not know");
    let journal = place.running().requests();
    let last = journal.iter().rev().find(|entry| entry.method == method).unwrap();
    assert_eq!(last.request_bytes, body.to_string().len(), "{}", last.path);
}
