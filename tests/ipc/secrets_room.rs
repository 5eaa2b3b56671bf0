//! The room's page: scopes and access lists, who uses which key, and what is said about a value while it is typed.

use gatewright_sandbox::{Fault, Identity, Options};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::secrets_place::{CANARY, OLD, Place, connect, sandbox};

fn field(failure: &Value) -> &str {
    failure["fields"][0]["path"].as_str().unwrap_or_default()
}

#[test]
fn a_scope_is_created_used_and_deleted() {
    let place = Place::empty(Options::default());
    let desk = &place.desk;
    desk.ok("secrets_create_scope", json!({ "scope": { "name": " team ", "forEveryone": false } }));
    let taken =
        desk.fails("secrets_create_scope", json!({ "scope": { "name": "Team", "forEveryone": false } }));
    assert_eq!(field(&taken), "name", "{taken:#}");
    let wrong =
        desk.fails("secrets_create_scope", json!({ "scope": { "name": "a b", "forEveryone": false } }));
    assert_eq!(field(&wrong), "name");
    let acls = desk.ok("secrets_acls", json!({ "scope": "team" }));
    assert_eq!((&acls[0]["permission"], &acls[0]["you"]), (&json!("manage"), &json!(true)));
    desk.ok("secrets_delete_scope", json!({ "name": "team" }));
    desk.ok("secrets_delete_scope", json!({ "name": "team" }));
    assert_eq!(desk.ok("secrets_scopes", json!({})), json!([]));
}

#[test]
fn where_a_scope_must_belong_to_everyone_that_is_asked_at_its_field_and_only_there() {
    let place = Place::empty(Options { standard_plan: true, ..Options::default() });
    let create = |everyone: bool| json!({ "scope": { "name": "team", "forEveryone": everyone } });
    let failure = place.desk.fails("secrets_create_scope", create(false));
    assert_eq!((failure["kind"].as_str(), field(&failure)), (Some("invalid"), "forEveryone"), "{failure:#}");
    place.desk.ok("secrets_create_scope", create(true));
}

#[test]
fn access_is_given_changed_and_taken_away_again_and_again() {
    let place = Place::new();
    let desk = &place.desk;
    let set = |permission: &str| {
        desk.ok("secrets_set_acl", json!({ "scope": "llm", "principal": "users", "permission": permission }));
        let acls = desk.ok("secrets_acls", json!({ "scope": "llm" }));
        acls.as_array().unwrap().iter().find(|acl| acl["principal"] == "users").unwrap()["permission"].clone()
    };
    assert_eq!(set("read"), "read");
    assert_eq!(set("write"), "write");
    for _ in 0..2 {
        desk.ok("secrets_remove_acl", json!({ "scope": "llm", "principal": "users" }));
    }
    assert_eq!(desk.ok("secrets_acls", json!({ "scope": "llm" })).as_array().unwrap().len(), 1);
    let nobody =
        desk.fails("secrets_set_acl", json!({ "scope": "llm", "principal": " ", "permission": "read" }));
    assert_eq!(field(&nobody), "principal");
    let nowhere = desk.fails("secrets_remove_acl", json!({ "scope": "nowhere", "principal": "users" }));
    assert_eq!(nowhere["explanation"]["layer"], "workspace", "{nowhere:#}");
}

#[test]
fn a_key_is_deleted_and_deleting_it_again_is_no_failure() {
    let place = Place::new();
    place.store("spare", "sk-works-9876543210");
    for _ in 0..2 {
        place.desk.ok("secrets_delete_key", json!({ "scope": "llm", "key": "spare" }));
    }
    let keys = place.desk.ok("secrets_keys", json!({ "scope": "llm" }));
    assert_eq!(keys.as_array().unwrap().len(), 1);
}

#[test]
fn every_key_shows_who_uses_it_and_references_without_a_key_stand_out() {
    let place = Place::new();
    place.create("second", &["gpt", "mini"]);
    place.store("spare", "sk-works-9876543210");
    let seen = place.desk.ok("secrets_overview", json!({}));
    assert_eq!(seen["complete"], true, "{seen:#}");
    let scope = &seen["scopes"][0];
    assert_eq!(scope["yourPermission"], "manage");
    let uses: Vec<usize> =
        scope["keys"].as_array().unwrap().iter().map(|key| key["uses"].as_array().unwrap().len()).collect();
    assert_eq!(uses, [3, 0], "openai is used three times, spare by nobody");
    let first = &scope["keys"][0]["uses"][0];
    assert_eq!(
        (&first["endpoint"], &first["entity"], &first["provider"], &first["field"], &first["task"]),
        (&json!("rot"), &json!("gpt"), &json!("openai"), &json!("openai_api_key"), &json!("llm/v1/chat"))
    );
    place.desk.ok("secrets_delete_key", json!({ "scope": "llm", "key": "openai" }));
    let seen = place.desk.ok("secrets_overview", json!({}));
    assert_eq!(seen["dangling"][0]["reference"], OLD);
    assert_eq!(seen["dangling"][0]["uses"].as_array().unwrap().len(), 3);
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_shown() {
    let place = Place::new();
    place.create("closed", &["gpt"]);
    place.desk.ok("secrets_create_scope", json!({ "scope": { "name": "other", "forEveryone": false } }));
    let refused = |pattern: &str, skip: u32| Fault {
        pattern: pattern.to_owned(),
        status: Some(403),
        body: Some(json!({ "error_code": "PERMISSION_DENIED", "message": "no" })),
        skip,
        ..Fault::default()
    };
    place.fault(refused("/api/2.0/serving-endpoints/closed", 0));
    let seen = place.desk.ok("secrets_overview", json!({}));
    assert_eq!((&seen["unreadEndpoints"], &seen["complete"]), (&json!(["closed"]), &json!(false)));
    assert_eq!(seen["scopes"][0]["keys"][0]["uses"].as_array().unwrap().len(), 1, "the other one counts");
    place.running.clear_faults();
    place.fault(refused("/api/2.0/secrets/list", 0));
    let seen = place.desk.ok("secrets_overview", json!({}));
    assert_eq!(seen["scopes"][0]["keys"], Value::Null);
    assert!(seen["scopes"][0]["problem"].as_str().unwrap().ends_with('.'), "{seen:#}");
    assert_eq!(seen["dangling"], json!([]), "not knowing is no alarm");
    place.running.clear_faults();
    place.fault(refused("/api/2.0/serving-endpoints", 0));
    let seen = place.desk.ok("secrets_overview", json!({}));
    assert_eq!((&seen["complete"], seen["scopes"].as_array().unwrap().len()), (&json!(false), 2));
}

#[test]
fn who_may_little_sees_the_names_and_reads_why_the_rest_is_closed() {
    let running = sandbox(Options { identity: Identity::Limited, ..Options::default() });
    let desk = Desk::new();
    connect(&desk, &running);
    let seen = desk.ok("secrets_overview", json!({}));
    let scopes = seen["scopes"].as_array().unwrap();
    let closed: Vec<&Value> = scopes.iter().filter(|scope| scope["keys"].is_null()).collect();
    assert!(!closed.is_empty() && seen["complete"] == false, "{seen:#}");
    for scope in closed {
        assert!(scope["problem"].as_str().unwrap().contains("READ"), "{scope:#}");
        assert_eq!(scope["yourPermission"], Value::Null);
    }
    let refused = desk.fails("secrets_acls", json!({ "scope": scopes[0]["name"] }));
    assert_eq!(refused["explanation"]["layer"], "permission", "{refused:#}");
    let refused = desk.fails("secrets_delete_scope", json!({ "name": scopes[0]["name"] }));
    assert!(refused["explanation"]["cause"].as_str().unwrap().contains("MANAGE"), "{refused:#}");
}

#[test]
fn a_key_vault_is_shown_as_one_and_nothing_is_written_to_it() {
    let desk = Desk::new();
    let seen = desk.ok("secrets_overview", json!({}));
    let vault = seen["scopes"].as_array().unwrap().iter().find(|scope| scope["backend"] == "azureKeyVault");
    let vault = vault.unwrap_or_else(|| panic!("the demo has one: {seen:#}"));
    assert_eq!(vault["writable"], false);
    desk.fails("secrets_delete_key", json!({ "scope": vault["name"], "key": "any" }));
}

#[test]
fn a_value_is_judged_while_it_is_typed_and_never_repeated() {
    let desk = Desk::new();
    let look = |value: &str, provider: Option<&str>| {
        desk.ok("secrets_inspect", json!({ "value": value, "provider": provider }))
    };
    let seen = look(&format!(" {CANARY}\n"), Some("anthropic"));
    assert_eq!((&seen["family"], &seen["lastFour"]), (&json!("openai"), &json!("-Zq4")));
    assert!(
        seen["warning"].as_str().unwrap().contains("Anthropic") && seen["trimmed"].is_string(),
        "{seen:#}"
    );
    assert!(!seen.to_string().contains("canary"));
    assert!(look("{{secrets/a/b}}", None)["problem"].is_string());
}

#[test]
fn a_key_is_proved_by_one_token_and_a_refused_key_is_explained() {
    let place = Place::new();
    let wanted = json!({ "proof": { "reference": OLD, "endpoint": "rot", "entity": "gpt" } });
    let proof = place.desk.ok("secrets_prove", wanted.clone());
    assert_eq!((&proof["ok"], &proof["servedBy"]), (&json!(true), &json!("gpt")), "{proof:#}");
    place.fault(Fault {
        pattern: "*/invocations".into(),
        status: Some(401),
        body: Some(json!({ "error": "Received error from openai",
            "external_model_message": { "error": { "message": "Incorrect API key provided" } } })),
        ..Fault::default()
    });
    let proof = place.desk.ok("secrets_prove", wanted);
    assert_eq!(proof["ok"], false);
    assert_eq!(proof["explanation"]["layer"], "providerKey", "{proof:#}");
    let elsewhere =
        json!({ "proof": { "reference": "{{secrets/llm/other}}", "endpoint": "rot", "entity": "gpt" } });
    place.desk.fails("secrets_prove", elsewhere);
}

/// Values of every shape that people paste, each with a part that is like nothing else.
fn canaries() -> Vec<String> {
    let shapes: [fn(&str) -> String; 5] = [
        |mark| format!("sk-proj-{mark}"),
        |mark| format!("{{\n  \"private_key\": \"-----BEGIN\\n{mark}\",\n  \"client_email\": \"a@b\"\n}}"),
        |mark| format!("-----BEGIN PRIVATE KEY-----\n{mark}\n-----END PRIVATE KEY-----"),
        |mark| format!("pass \"{mark}\" \\ ü"),
        |mark| mark.to_owned(),
    ];
    (0..20)
        .map(|at| shapes[at % shapes.len()](&format!("canary{at:02}x8d1f0a7e{}", at * 7919 + 104_729)))
        .collect()
}

#[test]
fn twenty_values_of_every_shape_are_in_no_answer_and_no_file_though_the_server_repeats_each() {
    let place = Place::new();
    let mut answers = String::new();
    for (at, value) in canaries().iter().enumerate() {
        let secret = json!({ "scope": "llm", "key": format!("k{at}"), "value": format!(" {value}\n"),
                             "createScope": false, "replace": true });
        let echo = json!({ "error_code": "INVALID_PARAMETER_VALUE", "message": format!("cannot store {value} here") });
        place.fault(Fault {
            pattern: "/api/2.0/secrets/put".into(),
            status: Some(400),
            body: Some(echo),
            ..Fault::default()
        });
        answers += &place.desk.fails("secrets_store", json!({ "secret": secret })).to_string();
        place.running.clear_faults();
        answers += &place.desk.ok("secrets_store", json!({ "secret": secret })).to_string();
        answers +=
            &place.desk.ok("secrets_inspect", json!({ "value": value, "provider": "openai" })).to_string();
    }
    answers += &place.desk.ok("secrets_overview", json!({})).to_string();
    assert!(answers.contains("k19"), "the last one was stored");
    let written = String::from_utf8_lossy(&place.desk.everything_written()).into_owned();
    for (where_to, text) in [("answer", &answers), ("file", &written)] {
        assert!(!text.contains("canary"), "an {where_to} holds a value");
    }
}
