//! What uses an endpoint, asked before it is deleted: endpoints that pass calls on to it, what this app keeps about it, and
//! what nobody here can know.

use gatewright_sandbox::{Fault, Options};
use serde_json::{Value, json};

use crate::secrets_place::Place;

fn place() -> Place {
    let place = Place::empty(Options::default());
    place.store("openai", "sk-works-0123456789");
    place.create("chat", &["gpt"]);
    place
}

/// An endpoint whose entity `front` is the endpoint `to` of the workspace at `address`.
fn passes_on(place: &Place, name: &str, to: &str, address: &str) {
    let providers = place.desk.ok("providers_list", json!({}));
    let form = providers
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == "databricks-model-serving")
        .map(|one| one["authForms"][0].clone())
        .unwrap();
    let values = json!([{ "field": "databricks_workspace_url", "value": address },
                        { "field": "databricks_api_token", "value": "{{secrets/llm/openai}}" }]);
    let entity = json!({ "name": "front", "provider": "databricks-model-serving", "model": to, "authForm": form["id"],
                         "share": 100, "locked": false, "values": values });
    let draft = json!({ "name": name, "task": "llm/v1/chat", "fallback": false, "usageTracking": false,
                        "description": "", "tags": [], "entities": [entity] });
    place.desk.ok("endpoints_create", json!({ "draft": draft }));
    place.watch(name);
}

fn uses(place: &Place, name: &str) -> (Vec<String>, Vec<String>) {
    let said = place.desk.ok("endpoints_uses", json!({ "name": name }));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (
        said["uses"].as_array().unwrap().iter().map(|one| text(&one["text"])).collect(),
        said["unknown"].as_array().unwrap().iter().map(text).collect(),
    )
}

#[test]
fn the_endpoints_of_this_workspace_that_call_it_are_named_and_those_of_another_are_not() {
    let place = place();
    passes_on(&place, "front-desk", "chat", &place.running.host());
    passes_on(&place, "abroad", "chat", "https://meridian-eu.cloud.databricks.com");
    passes_on(&place, "others", "another", &place.running.host());
    let (found, unknown) = uses(&place, "chat");
    assert_eq!(found, ["front-desk calls it: served entity front."], "{unknown:?}");
    assert_eq!(unknown.len(), 1, "{unknown:?}");
    assert!(unknown[0].contains("cannot be seen from here"), "{unknown:?}");
}

#[test]
fn what_this_app_keeps_about_it_is_counted() {
    let place = place();
    let now = place.desk.ok("endpoints_edit_get", json!({ "name": "chat" }));
    place.desk.ok("endpoints_edit_save", json!({ "edit": now["edit"] }));
    let (found, _) = uses(&place, "chat");
    assert_eq!(found, ["1 unfinished change of it here, which would be of no use."]);
}

#[test]
fn what_cannot_be_read_is_said_and_does_not_stand_in_the_way() {
    let place = place();
    place.fault(Fault { pattern: "*/metrics".into(), status: Some(403), ..Fault::default() });
    place.fault(Fault {
        pattern: "/api/2.0/serving-endpoints".into(),
        method: Some("GET".into()),
        status: Some(403),
        body: Some(json!({ "error_code": "PERMISSION_DENIED", "message": "No." })),
        ..Fault::default()
    });
    let (found, unknown) = uses(&place, "chat");
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(
        unknown[..2],
        [
            "Whether other endpoints call it could not be read.",
            "How often it is asked at present could not be read."
        ]
    );
}
