//! A key replaced everywhere with proof, and what protects the endpoints on the way.

use gatewright_sandbox::Fault;
use serde_json::{Value, json};

use crate::log;
use crate::secrets_place::{CANARY, Place, go, is_all, is_nothing, state_of, truth};

fn run(place: &Place, rotation: &Value) -> Value {
    go(place, "secrets_rotation_run", rotation).unwrap()
}

fn refuse_key(times: Option<u32>, skip: u32) -> Fault {
    Fault {
        pattern: "*/invocations".into(),
        status: Some(401),
        body: Some(json!({ "error": "Received error from openai",
            "external_model_message": { "error": { "message": "Incorrect API key provided" } } })),
        times,
        skip,
        ..Fault::default()
    }
}

#[test]
fn a_key_is_replaced_in_every_endpoint_each_proved_and_the_old_one_deleted() {
    let place = Place::new();
    place.create("second", &["gpt", "mini"]);
    let begun = place.begin(CANARY).unwrap();
    assert_eq!(begun["state"], "stored");
    let kinds: Vec<&str> =
        begun["steps"].as_array().unwrap().iter().map(|step| step["kind"].as_str().unwrap()).collect();
    let one = ["switchEndpoint", "waitReady", "callEntity"];
    assert_eq!(kinds, [&["storeKey"][..], &one, &one, &["callEntity", "deleteOld"]].concat());
    let early = go(&place, "secrets_rotation_finish", &begun).unwrap_err();
    assert_eq!(early["kind"], "conflict", "the old key is still used: {early:#}");
    let moved = run(&place, &begun);
    assert_eq!(moved["state"], "switched", "{moved:#}");
    let ended = go(&place, "secrets_rotation_finish", &begun).unwrap();
    assert_eq!((&ended["state"], state_of(&ended, "deleteOld")), (&json!("finished"), "done"));
    assert!(is_all(&place));
    place.desk.ok("secrets_rotation_forget", json!({ "id": begun["id"] }));
    assert!(place.rotations().is_empty());
}

#[test]
fn a_key_that_is_refused_puts_this_endpoint_back_and_can_be_undone_altogether() {
    let place = Place::new();
    place.create("second", &["gpt"]);
    let begun = place.begin(CANARY).unwrap();
    place.fault(refuse_key(Some(1), 1));
    let failed = run(&place, &begun);
    assert_eq!((&failed["state"], state_of(&failed, "putBack")), (&json!("failed"), "done"), "{failed:#}");
    let call = failed["steps"].as_array().unwrap().iter().find(|step| step["state"] == "failed").unwrap();
    assert_eq!(call["explanation"]["layer"], "providerKey");
    let second = place.desk.ok("endpoints_get", json!({ "name": "second" }));
    assert_eq!(second["entities"][0]["secrets"][0], "{{secrets/llm/openai}}");
    assert_eq!(place.rotations()[0]["state"], "failed", "it stays until somebody decides");
    let undone = go(&place, "secrets_rotation_undo", &begun).unwrap();
    assert_eq!(undone["state"], "undone", "{undone:#}");
    assert!(is_nothing(&place));
}

#[test]
fn a_failed_rotation_goes_on_where_it_failed() {
    let place = Place::new();
    let begun = place.begin(CANARY).unwrap();
    place.fault(refuse_key(Some(1), 0));
    assert_eq!(run(&place, &begun)["state"], "failed");
    let moved = run(&place, &begun);
    assert_eq!((&moved["state"], state_of(&moved, "putBack")), (&json!("switched"), ""), "{moved:#}");
    assert_eq!(truth(&place).1, ["{{secrets/llm/openai-2}}"]);
}

#[test]
fn an_endpoint_changed_elsewhere_is_left_alone_until_the_person_goes_on() {
    let place = Place::new();
    place.create("two", &["gpt", "mini"]);
    let begun = place.begin(CANARY).unwrap();
    let opened = place.desk.ok("endpoints_get", json!({ "name": "two" }));
    let shares = json!([{ "entity": "gpt", "percent": 70 }, { "entity": "mini", "percent": 30 }]);
    place.desk.ok(
        "traffic_apply",
        json!({ "change": { "endpoint": "two", "stamp": opened["stamp"], "shares": shares } }),
    );
    let stopped = run(&place, &begun);
    assert_eq!(stopped["state"], "failed", "{stopped:#}");
    let moved = run(&place, &begun);
    assert_eq!(moved["state"], "switched", "{moved:#}");
    let two = place.desk.ok("endpoints_get", json!({ "name": "two" }));
    assert_eq!(two["entities"][0]["share"], 70, "the change of somebody else is still there");
}

#[test]
fn a_rotation_that_cannot_begin_stores_nothing() {
    let place = Place::new();
    let begin = |key: &str, new_key: &str, value: &str| {
        let rotation = json!({ "scope": "llm", "key": key, "newKey": new_key, "value": value });
        place.desk.fails("secrets_rotation_begin", json!({ "rotation": rotation }))["fields"][0]["path"]
            .clone()
    };
    assert_eq!(begin("openai", "OpenAI", CANARY), "newKey");
    assert_eq!(begin("openai", "a b", CANARY), "newKey");
    assert_eq!(begin("openai", "openai-2", " \n"), "value");
    assert_eq!(begin("gone", "openai-2", CANARY), "key");
    place.store("openai-2", "sk-works-9876543210");
    assert_eq!(begin("openai", "openai-2", CANARY), "newKey");
    assert!(place.rotations().is_empty());
}

#[test]
fn an_unreadable_endpoint_keeps_the_old_key() {
    let place = Place::new();
    place.create("closed", &["gpt"]);
    let begun = place.begin(CANARY).unwrap();
    run(&place, &begun);
    place.fault(Fault {
        pattern: "/api/2.0/serving-endpoints/closed".into(),
        status: Some(403),
        body: Some(json!({ "error_code": "PERMISSION_DENIED", "message": "no" })),
        ..Fault::default()
    });
    let kept = go(&place, "secrets_rotation_finish", &begun).unwrap_err();
    assert!(kept["explanation"]["cause"].as_str().unwrap().contains("closed"), "{kept:#}");
    assert_eq!(truth(&place).0, ["openai", "openai-2"]);
}

#[test]
fn a_rotation_belongs_to_its_workspace_and_goes_with_it() {
    let place = Place::new();
    place.begin(CANARY).unwrap();
    let database = || rusqlite::Connection::open(place.desk.folder.join("gatewright.db")).unwrap();
    let kept = || -> u32 {
        database().query_row("SELECT count(*) FROM secret_rotations", [], |row| row.get(0)).unwrap()
    };
    assert_eq!(kept(), 1);
    let list = place.desk.ok("workspaces_list", json!({}));
    place.desk.ok("workspaces_switch", json!({ "id": "sandbox" }));
    assert!(place.rotations().is_empty());
    place.desk.ok("workspaces_remove", json!({ "id": list["current"] }));
    assert_eq!(kept(), 0);
}

#[test]
fn a_rotation_that_is_being_worked_on_is_shown_moving_and_taken_by_nobody_else() {
    let place = Place::new();
    let begun = place.begin(CANARY).unwrap();
    place.fault(Fault { pattern: "*/invocations".into(), delay_ms: 600_000, ..Fault::default() });
    let (told, channel) = place.desk.channel();
    drop(place.desk.begin("secrets_rotation_run", json!({ "id": begun["id"], "told": told })));
    place.until_it_hangs_in("POST", "/invocations");
    assert_eq!(place.rotations()[0]["state"], "switching");
    for command in ["secrets_rotation_run", "secrets_rotation_undo", "secrets_rotation_finish"] {
        assert_eq!(go(&place, command, &begun).unwrap_err()["kind"], "conflict", "{command}");
    }
    assert_eq!(place.desk.fails("secrets_rotation_forget", json!({ "id": begun["id"] }))["kind"], "conflict");
    let told = place.desk.messages(channel);
    let last = told.last().unwrap();
    assert_eq!((state_of(last, "waitReady"), state_of(last, "callEntity")), ("done", "running"), "{last:#}");
    assert!(last["steps"][1]["milliseconds"].is_number(), "a step says how long it took: {last:#}");
}

#[test]
fn the_typed_value_is_in_no_file_no_log_and_no_answer_also_when_a_server_repeats_it() {
    log::listen();
    let place = Place::new();
    place.fault(Fault {
        pattern: "/api/2.0/secrets/put".into(),
        status: Some(400),
        body: Some(json!({ "error_code": "INVALID_PARAMETER_VALUE", "message": format!("not {CANARY}!") })),
        times: Some(1),
        ..Fault::default()
    });
    place.begin(CANARY).unwrap_err();
    let begun = place.begin(&format!("  {CANARY}\n")).unwrap();
    place.fault(refuse_key(Some(1), 0));
    run(&place, &begun);
    run(&place, &begun);
    go(&place, "secrets_rotation_finish", &begun).unwrap();
    place.rotations();
    std::thread::sleep(std::time::Duration::from_millis(300));
    let logged = String::from_utf8_lossy(&log::logged()).into_owned();
    let written = String::from_utf8_lossy(&place.desk.everything_written()).into_owned();
    assert!(written.contains("openai-2"), "the names are kept, so the search would find a value");
    for (place_of, text) in [("log", logged), ("file", written), ("answer", place.answered())] {
        assert!(!text.contains(CANARY) && !text.contains("canary"), "a {place_of} holds the value");
    }
}
