//! Every row of the provider catalogue, created, opened for editing, changed in one field and read back: nothing else of it
//! moves. And copies, inside a workspace and across.

use gatewright_sandbox::Options;
use serde_json::{Value, json};

use crate::edit_place::{apply, blocks, changes, open, review, stands};
use crate::secrets_place::{Place, connect, sandbox};

/// A draft entity of a provider and a way to sign in, with every required field filled in.
fn entity(provider: &Value, form: &Value) -> Value {
    let mut values = Vec::new();
    for field in provider["fields"].as_array().unwrap().iter().chain(form["fields"].as_array().unwrap()) {
        let id = field["id"].as_str().unwrap();
        let value = match (field["kind"].as_str().unwrap(), id) {
            ("secret" | "secretMultiline", _) => "{{secrets/llm/key}}",
            ("guid", _) => "e07a44d3-5b1c-4f2e-9d08-1c6fa3b7d250",
            ("arn", _) => "arn:aws:iam::123456789012:instance-profile/serving",
            ("url", "openai_api_base") if provider["id"] == "azure-openai" => "https://res.openai.azure.com",
            ("url", _) => "https://llm.example.com",
            (_, "bedrock_provider") => "anthropic",
            (_, "openai_api_version") => "2024-10-21",
            (_, "key") => "X-API-Key",
            _ => "some-value",
        };
        values.push(json!({ "field": id, "value": value }));
    }
    let name = format!("{}-{}", provider["id"].as_str().unwrap(), form["id"].as_str().unwrap());
    json!({ "name": name, "provider": provider["id"], "model": "model-1", "authForm": form["id"], "values": values,
            "share": 0, "locked": false })
}

/// One entity for each way to sign in to each provider that is not closed.
fn all(place: &Place) -> Vec<Value> {
    let providers = place.desk.ok("providers_list", json!({}));
    let mut entities = Vec::new();
    for provider in providers.as_array().unwrap().iter().filter(|one| one["retired"] == false) {
        for form in provider["authForms"].as_array().unwrap() {
            entities.push(entity(provider, form));
        }
    }
    entities[0]["share"] = json!(100);
    entities
}

#[test]
fn every_provider_and_sign_in_survives_an_edit_of_another_field() {
    let place = Place::empty(Options::default());
    place.store("key", "sk-works-0123456789");
    let entities = all(&place);
    assert!(entities.len() >= 13, "{}", entities.len());
    let draft = json!({ "name": "chat", "task": "llm/v1/chat", "fallback": true, "usageTracking": false, "description": "",
                        "tags": [], "entities": entities });
    place.desk.ok("endpoints_create", json!({ "draft": draft }));
    place.watch("chat");
    let edit = open(&place)["edit"].clone();
    for (read, typed) in edit["entities"].as_array().unwrap().iter().zip(&entities) {
        assert_eq!(&read["entity"], typed);
        assert_eq!((&read["kept"], &read["readOnly"]), (&json!([]), &Value::Null));
    }
    let before = stands(&place)["config"]["served_entities"].clone();
    for at in 0..entities.len() {
        let mut edit = open(&place)["edit"].clone();
        edit["entities"][at]["entity"]["model"] = json!("model-2");
        let said = review(&place, &edit);
        assert_eq!(blocks(&said), Vec::<String>::new(), "{}", entities[at]["name"]);
        assert_eq!(changes(&said).len(), 1, "{said:#}");
        assert_eq!(apply(&place, &edit).unwrap()["state"], "done", "{}", entities[at]["name"]);
    }
    let after = stands(&place)["config"]["served_entities"].clone();
    let plain = |entities: &Value| -> Vec<Value> {
        let all = entities.as_array().unwrap().iter();
        all.map(|one| {
            let mut model = one["external_model"].clone();
            model["name"] = json!("");
            json!([one["name"], model])
        })
        .collect()
    };
    assert_eq!(plain(&before), plain(&after));
    assert!(after.as_array().unwrap().iter().all(|one| one["external_model"]["name"] == "model-2"));
}

#[test]
fn a_copy_from_another_workspace_refers_to_the_scopes_of_this_one() {
    let place = Place::empty(Options::default());
    let request = json!({ "endpoint": "multi-provider-llm", "fromWorkspace": "sandbox", "name": "multi-copy",
                          "scopes": [{ "from": "llm-keys", "to": "llm" }] });
    let copy = place.desk.ok("endpoints_clone_draft", json!({ "request": request }));
    assert_eq!(copy["draft"]["name"], "multi-copy");
    assert!(copy["scopes"].as_array().unwrap().iter().any(|scope| scope == "llm-keys"), "{copy:#}");
    let text = copy["draft"].to_string();
    assert!(text.contains("{{secrets/llm/") && !text.contains("{{secrets/llm-keys/"), "{text}");
    assert_eq!(copy["draft"]["entities"].as_array().unwrap().len(), 4);
    assert!(copy["notes"].to_string().contains("who may use it"), "{copy:#}");
    let missing = json!({ "endpoint": "x", "fromWorkspace": "nobody", "name": "y", "scopes": [] });
    assert!(place.desk.call("endpoints_clone_draft", json!({ "request": missing })).is_err());
}

#[test]
fn a_copy_inside_a_workspace_is_a_draft_that_can_be_created() {
    let running = sandbox(Options::default());
    let desk = crate::desk::Desk::new();
    connect(&desk, &running);
    let request = json!({ "endpoint": "multi-provider-llm", "fromWorkspace": null, "name": "multi-copy", "scopes": [] });
    let copy = desk.ok("endpoints_clone_draft", json!({ "request": request }));
    let created = desk.ok("endpoints_create", json!({ "draft": copy["draft"] }));
    assert_eq!(created["name"], "multi-copy");
}
