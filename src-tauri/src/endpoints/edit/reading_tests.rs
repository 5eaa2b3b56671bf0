use serde_json::json;

use super::*;

fn endpoint(config: Value) -> Snapshot<Endpoint> {
    let raw = json!({"name": "chat", "config": config, "tags": [{"key": "team", "value": "a"}]});
    Snapshot { value: serde_json::from_value(raw.clone()).unwrap(), raw }
}

fn model(config: Value) -> Value {
    json!({"provider": "anthropic", "name": "claude", "task": "llm/v1/chat", "anthropic_config": config})
}

fn referred() -> Value {
    model(json!({"anthropic_api_key": "{{secrets/s/k}}"}))
}

#[test]
fn an_earlier_config_becomes_an_edit_of_the_endpoint_as_it_is_now() {
    let now =
        live(&endpoint(json!({"served_entities": [{"name": "a", "external_model": referred()}]})), None);
    let earlier = json!({
        "config": {"served_entities": [{"name": "a", "external_model": referred()}, {"name": "b", "external_model": referred()}],
            "traffic_config": {"routes": [{"served_entity_name": "a", "traffic_percentage": 90},
                {"served_entity_name": "b", "traffic_percentage": "10"}]}},
        "tags": [],
    });
    let (edit, lost) = from_config(&earlier, &now);
    assert_eq!((&edit.stamp, lost), (&now.stamp, Vec::new()));
    let shown: Vec<_> = edit.entities.iter().map(|one| (one.original.as_deref(), one.entity.share)).collect();
    assert_eq!(shown, [(Some("a"), 90), (None, 10)], "b is gone on the server and has to be made again");
    assert_eq!((edit.tags.len(), &edit.notifications), (0, &now.notifications));
}

#[test]
fn what_cannot_come_back_is_named() {
    let now =
        live(&endpoint(json!({"served_entities": [{"name": "a", "external_model": referred()}]})), None);
    let palm = json!({"provider": "palm", "name": "bison", "task": "llm/v1/chat", "palm_config": {}});
    let earlier = json!({"config": {"served_entities": [
        {"name": "a", "external_model": model(json!({}))},
        {"name": "b", "external_model": model(json!({"anthropic_api_key_plaintext": "<not kept>"}))},
        {"name": "old", "external_model": palm}]}});
    let (edit, lost) = from_config(&earlier, &now);
    assert_eq!(edit.entities.len(), 2);
    assert!(edit.entities.iter().all(|one| one.kept.is_empty()), "{:?}", edit.entities);
    assert_eq!(lost.len(), 3, "{lost:?}");
    assert!(
        lost[0].contains("replaced since")
            && lost[1].contains("nobody can read")
            && lost[2].starts_with("old is gone")
    );
}

#[test]
fn a_key_that_a_server_shows_does_not_reach_the_window() {
    let leaking = model(json!({"anthropic_api_key": "sk-ant-CANARY-1"}));
    let edit = live(&endpoint(json!({"served_entities": [{"name": "a", "external_model": leaking}]})), None);
    assert!(!format!("{edit:?}").contains("CANARY"));
    assert_eq!(edit.entities[0].kept, ["anthropic_api_key"]);
}

#[test]
fn an_endpoint_before_its_first_config_shows_the_one_on_its_way() {
    let raw = json!({"name": "chat", "pending_config": {"served_entities": [{"name": "a", "external_model": referred()}]}});
    let edit = live(&Snapshot { value: serde_json::from_value(raw.clone()).unwrap(), raw }, None);
    assert_eq!((edit.entities.len(), edit.entities[0].entity.share), (1, 100));
    let nothing = json!({"name": "chat"});
    let empty =
        live(&Snapshot { value: serde_json::from_value(nothing.clone()).unwrap(), raw: nothing }, None);
    assert_eq!(empty.entities, []);
}
