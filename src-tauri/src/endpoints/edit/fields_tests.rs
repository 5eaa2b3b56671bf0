use serde_json::json;

use super::*;

fn endpoint() -> Value {
    json!({
        "name": "chat", "description": "",
        "config": {
            "config_version": 3, "later_field": {"deep": 1},
            "served_entities": [
                {"name": "gpt", "creator": "a@x.com", "state": {"deployment": "DEPLOYMENT_READY"},
                 "external_model": {"provider": "openai", "name": "gpt-4o", "task": "llm/v1/chat",
                    "openai_config": {"openai_api_key": "{{secrets/s/k}}"}}},
                {"name": "claude", "external_model": {"provider": "anthropic", "name": "claude-sonnet-4-5", "task": "llm/v1/chat",
                    "anthropic_config": {"anthropic_api_key": "{{secrets/s/a}}"}}}],
            "traffic_config": {"routes": [
                {"served_model_name": "gpt", "served_entity_name": "gpt", "traffic_percentage": "80"},
                {"served_model_name": "claude", "served_entity_name": "claude", "traffic_percentage": 20}]}},
        "ai_gateway": {"fallback_config": {"enabled": true}, "rate_limits": [
            {"key": "user", "calls": 60, "renewal_period": "minute"}]},
        "tags": [{"key": "team", "value": "search"}],
        "email_notifications": {"on_update_failure": ["a@x.com"]},
    })
}

fn lines(changes: &[FieldChange]) -> Vec<(&str, Option<&str>, Option<&str>)> {
    changes.iter().map(|one| (one.label.as_str(), one.before.as_deref(), one.after.as_deref())).collect()
}

#[test]
fn the_same_endpoint_differs_in_nothing_whatever_the_server_counts_itself() {
    let mut later = endpoint();
    later["config"]["config_version"] = json!(4);
    later["config"]["served_entities"][0]["state"] = json!({"deployment": "DEPLOYMENT_CREATING"});
    later["state"] = json!({"ready": "READY"});
    assert_eq!(fields(&endpoint(), &later), []);
}

#[test]
fn each_part_is_told_in_words_with_its_path() {
    let mut after = endpoint();
    after["config"]["served_entities"][0]["external_model"]["name"] = json!("gpt-4o-mini");
    after["config"]["traffic_config"]["routes"][0]["traffic_percentage"] = json!(70);
    after["config"]["later_field"]["deep"] = json!(2);
    after["ai_gateway"]["fallback_config"]["enabled"] = json!(false);
    after["ai_gateway"]["rate_limits"][0]["calls"] = json!(30);
    after["tags"] = json!([]);
    after["email_notifications"]["on_update_failure"] = json!(["b@x.com"]);
    let changes = fields(&endpoint(), &after);
    assert_eq!(
        lines(&changes),
        [
            ("Model of gpt", Some("gpt-4o"), Some("gpt-4o-mini")),
            ("Share of gpt", Some("80 %"), Some("70 %")),
            ("deep", Some("1"), Some("2")),
            ("Fallback", Some("on"), Some("off")),
            ("Rate limit of every user", Some("60 calls a minute"), Some("30 calls a minute")),
            ("Tag team", Some("search"), None),
            ("Told of failure", Some("a@x.com"), None),
            ("Told of failure", None, Some("b@x.com")),
        ]
    );
    assert_eq!(changes[0].path, "config.served_entities[gpt].external_model.name");
    assert_eq!(changes.iter().filter(|one| one.removes).count(), 2, "the tag and the address");
}

#[test]
fn a_rename_is_a_rename_and_not_one_gone_and_one_new() {
    let mut after = endpoint();
    after["config"]["served_entities"][0]["name"] = json!("gpt-main");
    for key in ["served_model_name", "served_entity_name"] {
        after["config"]["traffic_config"]["routes"][0][key] = json!("gpt-main");
    }
    assert_eq!(lines(&fields(&endpoint(), &after)), [("Name of gpt", Some("gpt"), Some("gpt-main"))]);
    after["config"]["served_entities"][0]["external_model"]["name"] = json!("gpt-5");
    let known = [("gpt".to_owned(), "gpt-main".to_owned()), ("claude".to_owned(), "claude".to_owned())];
    assert_eq!(
        lines(&fields_known(&endpoint(), &after, Some(&known))),
        [("Name of gpt", Some("gpt"), Some("gpt-main")), ("Model of gpt", Some("gpt-4o"), Some("gpt-5"))]
    );
}

#[test]
fn who_comes_goes_and_changes_place_is_told() {
    let mut after = endpoint();
    let entities = after["config"]["served_entities"].as_array_mut().unwrap();
    entities.reverse();
    assert_eq!(
        lines(&fields(&endpoint(), &after)),
        [("Order of fallback", Some("gpt, claude"), Some("claude, gpt"))]
    );
    after["config"]["served_entities"].as_array_mut().unwrap().pop();
    let changes = fields(&endpoint(), &after);
    assert_eq!(lines(&changes), [("Served entity gpt", Some("OpenAI, gpt-4o"), None)]);
    assert!(changes[0].removes);
}

#[test]
fn a_key_in_plain_text_is_never_shown() {
    let mut after = endpoint();
    after["config"]["served_entities"][0]["external_model"]["openai_config"] =
        json!({"openai_api_key_plaintext": "sk-CANARY-0123456789"});
    let mut odd = endpoint();
    odd["config"]["served_entities"][0]["external_model"]["openai_config"]["openai_api_key"] =
        json!("sk-CANARY");
    for side in [after, odd] {
        let changes = fields(&endpoint(), &side);
        assert!(!changes.is_empty());
        assert!(!format!("{changes:?}").contains("CANARY"), "{changes:?}");
    }
}
