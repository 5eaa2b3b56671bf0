//! An endpoint deleted and made again under its name: what is asked before anything goes, what comes back, and that no moment
//! in which something breaks loses it.

use gatewright_sandbox::{Fault, Options, WorldKind};
use serde_json::{Value, json};

use crate::activity::{list, resume, says_what_to_do};
use crate::desk::Desk;
use crate::edit_place::{change_elsewhere, elsewhere, endpoint_path, place, stands};
use crate::secrets_place::{OLD, Place, sandbox};
use crate::secrets_unknown::{between, holds_all};

const POSTED: &str = "/api/2.0/serving-endpoints";

fn review(desk: &Desk, name: &str, description: Value) -> Value {
    desk.ok("endpoints_recreate_review", json!({ "name": name, "description": description }))
}

fn blocks(review: &Value) -> Vec<String> {
    let problems = review["problems"].as_array().unwrap().iter();
    let blocking = problems.filter(|problem| problem["blocks"] == true);
    blocking.map(|problem| problem["message"].as_str().unwrap().to_owned()).collect()
}

fn wish(place: &Place, description: &str) -> Value {
    let stamp = review(&place.desk, "chat", json!(description))["stamp"].clone();
    json!({ "name": "chat", "description": description, "stamp": stamp })
}

fn apply(place: &Place, wish: &Value) -> Result<Value, Value> {
    let (told, _) = place.desk.channel();
    let mut arguments = wish.clone();
    arguments["told"] = told;
    place.desk.call("endpoints_recreate_apply", arguments)
}

fn sent(place: &Place, method: &str, end: &str) -> usize {
    let requests = place.running.requests();
    requests.iter().filter(|entry| entry.method == method && entry.path.ends_with(end)).count()
}

/// Everything a person can set on an endpoint.
fn furnished() -> (Place, Value) {
    let place = place();
    let gateway = json!({ "usage_tracking_config": {"enabled": true}, 
                          "rate_limits": [{"calls": 9, "key": "user", "renewal_period": "minute"}] });
    elsewhere(&place, "PUT", &endpoint_path("/ai-gateway"), &gateway);
    elsewhere(
        &place,
        "PATCH",
        &endpoint_path("/tags"),
        &json!({ "add_tags": [{"key": "team", "value": "claims"}] }),
    );
    let mails = json!({ "email_notifications": { "on_update_failure": ["ada@example.com"] } });
    elsewhere(&place, "PATCH", &endpoint_path("/notifications"), &mails);
    let path = permissions_path(&stands(&place));
    elsewhere(
        &place,
        "PATCH",
        &path,
        &json!({ "access_control_list":
        [{ "group_name": "users", "permission_level": "CAN_QUERY" }] }),
    );
    let before = stands(&place);
    (place, before)
}

fn permissions_path(endpoint: &Value) -> String {
    format!("/api/2.0/permissions/serving-endpoints/{}", endpoint["id"].as_str().unwrap())
}

/// What of an endpoint is its owner's business, without what the workspace counts and dates by itself.
fn settings(endpoint: &Value) -> Value {
    let mut config = endpoint["config"].clone();
    config.as_object_mut().unwrap().retain(|key, _| key == "served_entities" || key == "traffic_config");
    for entity in config["served_entities"].as_array_mut().unwrap() {
        entity.as_object_mut().unwrap().retain(|key, _| key == "name" || key == "external_model");
    }
    json!([config, endpoint["ai_gateway"], endpoint["tags"], endpoint["email_notifications"]])
}

/// The endpoint is there again, as it was but for its description and its id.
fn is_back(place: &Place, before: &Value, description: &str) {
    let now = stands(place);
    assert_eq!(now["description"], description);
    assert_ne!(now["id"], before["id"]);
    assert_eq!(settings(&now), settings(before));
    let access = elsewhere(place, "GET", &permissions_path(&now), &json!({}));
    let direct = |key: &str, name: &str, level: &str| {
        access["access_control_list"].as_array().unwrap().iter().any(|entry| {
            entry[key] == name
                && entry["all_permissions"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|grant| grant["permission_level"] == level && grant["inherited"] != true)
        })
    };
    assert!(direct("group_name", "users", "CAN_QUERY"), "{access:#}");
    assert!(direct("user_name", now["creator"].as_str().unwrap(), "CAN_MANAGE"), "{access:#}");
}

#[test]
fn another_description_brings_everything_else_back_and_says_what_changes_before() {
    let (place, before) = furnished();
    let said = review(&place.desk, "chat", json!("Answers claims"));
    assert_eq!(blocks(&said), Vec::<String>::new(), "{said:#}");
    assert_eq!(said["changes"].as_array().unwrap().len(), 1, "{said:#}");
    assert_eq!(said["changes"][0]["after"], "Answers claims");
    let calls: Vec<&str> =
        said["calls"].as_array().unwrap().iter().map(|call| call["method"].as_str().unwrap()).collect();
    assert_eq!(calls, ["GET", "DELETE", "POST", "GET", "PUT"]);
    assert!(said["means"][0].as_str().unwrap().contains("refused"), "{said:#}");
    assert_eq!(sent(&place, "DELETE", "/chat"), 0);
    let change = apply(&place, &wish(&place, "Answers claims")).unwrap();
    assert_eq!(change["state"], "done", "{change:#}");
    is_back(&place, &before, "Answers claims");
    let kept = list(&place.desk, Some("chat"))[0].clone();
    assert_eq!((&kept["origin"], &kept["canRestore"]), (&json!("recreate"), &json!(false)));
    let detail = place.desk.ok("activity_get", json!({ "id": kept["id"] }));
    assert!(detail["after"].as_str().unwrap().contains("Answers claims"), "{detail:#}");
    assert_eq!(detail["fields"].as_array().unwrap().len(), 1, "{detail:#}");
    assert_eq!(
        blocks(&review(&place.desk, "chat", Value::Null)).len(),
        1,
        "it is mine, and nothing would differ"
    );
}

#[test]
fn an_endpoint_whose_creator_has_left_becomes_ones_own() {
    let desk = Desk::new();
    let said = review(&desk, "legacy-completions", Value::Null);
    assert_eq!(blocks(&said), Vec::<String>::new(), "{said:#}");
    assert!(said["means"].to_string().contains("becomes yours"), "{said:#}");
    let (told, _) = desk.channel();
    let change = desk.ok(
        "endpoints_recreate_apply",
        json!({ "name": "legacy-completions", "description": said["description"], "stamp": said["stamp"], "told": told }),
    );
    assert_eq!(change["state"], "done", "{change:#}");
    let opened = desk.ok("endpoints_edit_get", json!({ "name": "legacy-completions" }));
    assert_eq!(opened["creatorLeft"], Value::Null, "{opened:#}");
    let mut edit = opened["edit"].clone();
    edit["entities"][0]["entity"]["model"] = json!("command-light");
    let (told, _) = desk.channel();
    let change = desk.ok("endpoints_edit_apply", json!({ "edit": edit, "told": told }));
    assert_eq!(change["state"], "done", "it can be changed again: {change:#}");
}

#[test]
fn fields_of_a_later_databricks_come_along() {
    let running = sandbox(Options { world: WorldKind::Empty, ..Options::default() });
    let (address, written) = between(running.host().strip_prefix("http://").unwrap().to_owned());
    let place = Place::behind(running, &address);
    place.store("openai", "sk-works-0123456789");
    place.create("rot", &["gpt", "spare"]);
    let said = review(&place.desk, "rot", json!("New words"));
    let (told, _) = place.desk.channel();
    let wish = json!({ "name": "rot", "description": "New words", "stamp": said["stamp"], "told": told });
    assert_eq!(place.desk.ok("endpoints_recreate_apply", wish)["state"], "done");
    let written = written.lock().unwrap();
    assert_eq!(written.len(), 1);
    holds_all(&written[0], OLD);
}

#[test]
fn what_could_not_be_made_a_second_time_is_never_deleted() {
    type Spoil = fn(&Place);
    let cases: [(&str, Spoil); 4] = [
        ("typed in once", |place| {
            change_elsewhere(place, |config| {
                let openai = &mut config["served_entities"][0]["external_model"]["openai_config"];
                *openai = json!({ "openai_api_key_plaintext": "sk-works-plain-0123456789" });
            });
        }),
        ("not among the stored secrets", |place| {
            let secret = json!({ "scope": "llm", "key": "openai" });
            elsewhere(place, "POST", "/api/2.0/secrets/delete", &secret);
        }),
        ("inference table", |place| {
            let table = json!({ "inference_table_config": { "enabled": true, "catalog_name": "main",
                                "schema_name": "llm_gateway", "table_name_prefix": "chat" } });
            elsewhere(place, "PUT", &endpoint_path("/ai-gateway"), &table);
        }),
        ("being changed", |place| {
            place.fault(Fault {
                pattern: endpoint_path(""),
                method: Some("GET".into()),
                status: Some(200),
                body: Some({
                    let mut now = stands(place);
                    now["state"]["config_update"] = json!("IN_PROGRESS");
                    now
                }),
                ..Fault::default()
            });
        }),
    ];
    for (word, spoil) in cases {
        let place = place();
        let wish = wish(&place, "Other words");
        spoil(&place);
        let said = review(&place.desk, "chat", json!("Other words"));
        assert!(blocks(&said).iter().any(|message| message.contains(word)), "{word}: {said:#}");
        let failure = apply(&place, &wish).unwrap_err();
        says_what_to_do(&failure["explanation"]);
        assert_eq!(sent(&place, "DELETE", "/chat"), 0, "{word}");
    }
}

#[test]
fn one_that_others_changed_since_it_was_looked_at_is_not_deleted() {
    let place = place();
    let wish = wish(&place, "Other words");
    change_elsewhere(&place, |config| {
        config["served_entities"][0]["external_model"]["name"] = json!("gpt-5")
    });
    let failure = apply(&place, &wish).unwrap_err();
    assert_eq!(failure["kind"], "conflict");
    assert_eq!(sent(&place, "DELETE", "/chat"), 0);
}

#[test]
fn a_refused_creation_says_that_the_old_one_is_gone_and_going_on_brings_everything_back() {
    let (place, before) = furnished();
    place.fault(Fault {
        pattern: POSTED.into(),
        method: Some("POST".into()),
        status: Some(403),
        body: Some(json!({ "error_code": "PERMISSION_DENIED", "message": "Quota of endpoints is used up." })),
        times: Some(1),
        ..Fault::default()
    });
    let change = apply(&place, &wish(&place, "New words")).unwrap();
    assert_eq!((&change["state"], &change["canResume"]), (&json!("failed"), &json!(true)), "{change:#}");
    let why = &change["steps"][1]["explanation"];
    assert!(why["meaning"].as_str().unwrap().contains("settings are kept"), "{why:#}");
    says_what_to_do(why);
    let change = resume(&place.desk, &change).unwrap();
    assert_eq!(change["state"], "done", "{change:#}");
    is_back(&place, &before, "New words");
    assert_eq!(sent(&place, "DELETE", "/chat"), 1);
}

#[test]
fn an_app_that_ended_at_any_call_goes_on_and_nothing_is_lost_or_made_twice() {
    let calls =
        [("DELETE", "/chat"), ("POST", "/serving-endpoints"), ("PUT", "/permissions/serving-endpoints/*")];
    for (method, end) in calls {
        for arrived in [false, true] {
            let (place, before) = furnished();
            let wish = wish(&place, "New words");
            place.fault(Fault {
                pattern: format!("*{end}"),
                method: Some(method.into()),
                delay_ms: 600_000,
                times: Some(1),
                after_handler: arrived,
                ..Fault::default()
            });
            let (told, _) = place.desk.channel();
            let mut arguments = wish;
            arguments["told"] = told;
            drop(place.desk.begin("endpoints_recreate_apply", arguments));
            // The id at the end of the address of permissions is made by the workspace.
            place.until_it_hangs_in(method, if end.ends_with('*') { "" } else { end });
            let place = place.opened_again();
            let change = list(&place.desk, Some("chat"))[0].clone();
            assert_eq!(change["state"], "interrupted", "{method} {arrived}: {change:#}");
            let change = resume(&place.desk, &change).unwrap();
            assert_eq!(change["state"], "done", "{method} {arrived}: {change:#}");
            is_back(&place, &before, "New words");
            let made = sent(&place, "POST", "/serving-endpoints");
            assert_eq!(made, if method == "POST" && !arrived { 3 } else { 2 }, "{method} {arrived}");
        }
    }
}

#[test]
fn a_delete_that_never_arrived_is_not_sent_onto_what_others_made_of_it_meanwhile() {
    let place = place();
    let wish = wish(&place, "New words");
    place.fault(Fault {
        pattern: endpoint_path(""),
        method: Some("DELETE".into()),
        delay_ms: 600_000,
        times: Some(1),
        ..Fault::default()
    });
    let (told, _) = place.desk.channel();
    let mut arguments = wish;
    arguments["told"] = told;
    drop(place.desk.begin("endpoints_recreate_apply", arguments));
    place.until_it_hangs_in("DELETE", "/chat");
    let place = place.opened_again();
    change_elsewhere(&place, |config| {
        config["served_entities"][0]["external_model"]["name"] = json!("gpt-5")
    });
    let change = list(&place.desk, Some("chat"))[0].clone();
    let change = resume(&place.desk, &change).unwrap();
    assert_eq!(change["state"], "failed", "{change:#}");
    says_what_to_do(&change["steps"][0]["explanation"]);
    assert_eq!(stands(&place)["config"]["served_entities"][0]["external_model"]["name"], "gpt-5");
    assert_eq!(sent(&place, "DELETE", "/chat"), 1);
}

#[test]
fn a_name_that_is_free_only_after_a_while_is_waited_for() {
    let (place, before) = furnished();
    let wish = wish(&place, "New words");
    place.fault(Fault {
        pattern: endpoint_path(""),
        method: Some("GET".into()),
        status: Some(200),
        body: Some(before.clone()),
        // Read for the review, and once more before the first write.
        skip: 2,
        times: Some(2),
        ..Fault::default()
    });
    let change = apply(&place, &wish).unwrap();
    assert_eq!(change["state"], "done", "{change:#}");
    is_back(&place, &before, "New words");
    assert_eq!(sent(&place, "POST", "/serving-endpoints"), 2);
}

#[test]
fn a_name_that_somebody_else_took_meanwhile_stays_theirs() {
    let (place, before) = furnished();
    place.fault(Fault {
        pattern: POSTED.into(),
        method: Some("POST".into()),
        status: Some(403),
        body: Some(json!({ "error_code": "PERMISSION_DENIED", "message": "no" })),
        times: Some(1),
        ..Fault::default()
    });
    let change = apply(&place, &wish(&place, "New words")).unwrap();
    let mut theirs = json!({ "name": "chat", "description": "Theirs", "config": settings(&before)[0] });
    theirs["config"]["served_entities"][1]["external_model"]["name"] = json!("their-model");
    elsewhere(&place, "POST", POSTED, &theirs);
    place.watch("chat");
    let change = resume(&place.desk, &change).unwrap();
    assert_eq!(change["state"], "failed", "{change:#}");
    says_what_to_do(&change["steps"][1]["explanation"]);
    assert_eq!(stands(&place)["description"], "Theirs");
}
