//! The ledger through the commands: every write of an endpoint stands in it with what was before and after, can be gone on
//! with when the app ended in the middle, and be made a draft again.

use gatewright_sandbox::Fault;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::endpoints::{create, draft};
use crate::secrets_place::{CANARY, OLD, Place, go};

pub fn list(desk: &Desk, endpoint: Option<&str>) -> Vec<Value> {
    let page = desk.ok("activity_list", json!({ "endpoint": endpoint, "offset": 0, "limit": 50 }));
    let entries = page["entries"].as_array().unwrap().clone();
    assert_eq!(page["total"].as_u64().unwrap(), entries.len() as u64);
    entries
}

pub fn resume(desk: &Desk, change: &Value) -> Result<Value, Value> {
    let (told, _) = desk.channel();
    desk.call("activity_resume", json!({ "id": change["id"], "told": told }))
}

fn detail(desk: &Desk, change: &Value) -> Value {
    desk.ok("activity_get", json!({ "id": change["id"] }))
}

fn split(desk: &Desk, name: &str, shares: &[(&str, u32)]) -> Value {
    let stamp = desk.ok("endpoints_get", json!({ "name": name }))["stamp"].clone();
    let shares: Vec<Value> =
        shares.iter().map(|(entity, percent)| json!({ "entity": entity, "percent": percent })).collect();
    json!({ "change": { "endpoint": name, "stamp": stamp, "shares": shares } })
}

fn watch(desk: &Desk, name: &str) -> Value {
    let (channel, _) = desk.channel();
    desk.ok("endpoints_watch", json!({ "name": name, "progress": channel }))
}

/// A failure or an explanation says what happened and what to do.
pub fn says_what_to_do(explanation: &Value) {
    for part in ["title", "meaning", "cause", "whoCanFix"] {
        let text = explanation[part].as_str().unwrap_or_default();
        assert!(!text.is_empty(), "{part} is missing: {explanation:#}");
    }
    assert_ne!(explanation["next"]["kind"], "none", "{explanation:#}");
    assert!(!explanation["next"]["label"].as_str().unwrap().is_empty(), "{explanation:#}");
}

#[test]
fn every_write_of_an_endpoint_stands_in_the_ledger_newest_first_and_says_who() {
    let desk = Desk::new();
    create(&desk, "led");
    desk.ok("traffic_apply", split(&desk, "led", &[("gpt", 60), ("claude", 40)]));
    watch(&desk, "led");
    desk.ok("endpoints_delete", json!({ "name": "led" }));
    let entries = list(&desk, Some("led"));
    let origins: Vec<&str> = entries.iter().map(|one| one["origin"].as_str().unwrap()).collect();
    assert_eq!(origins, ["delete", "traffic", "create"]);
    for entry in &entries {
        assert_eq!(entry["state"], "done", "{entry:#}");
        assert!(entry["who"].as_str().is_some_and(|who| who.contains('@')), "{entry:#}");
        assert!(entry["endedAt"].as_f64() >= entry["startedAt"].as_f64());
        assert_eq!((&entry["steps"][0]["state"], &entry["canResume"]), (&json!("done"), &json!(false)));
    }
    assert!(list(&desk, Some("never-there")).is_empty());
    let page = desk.ok("activity_list", json!({ "endpoint": "led", "offset": 1, "limit": 1 }));
    assert_eq!((&page["total"], &page["entries"][0]["origin"]), (&json!(3), &json!("traffic")));
}

#[test]
fn a_change_is_shown_with_before_after_and_what_differs_in_words() {
    let desk = Desk::new();
    create(&desk, "shown");
    desk.ok("traffic_apply", split(&desk, "shown", &[("gpt", 60), ("claude", 40)]));
    let entries = list(&desk, Some("shown"));
    let moved = detail(&desk, &entries[0]);
    let side = |side: &str| -> Value { serde_json::from_str(moved[side].as_str().unwrap()).unwrap() };
    let share = |value: &Value| value["config"]["traffic_config"]["routes"][0]["traffic_percentage"].clone();
    assert_eq!((share(&side("before")), share(&side("after"))), (json!(80), json!(60)));
    let fields = moved["fields"].as_array().unwrap();
    assert!(!fields.is_empty() && fields.iter().all(|field| field["part"] == "traffic"), "{fields:#?}");
    let made = detail(&desk, &entries[1]);
    assert_eq!(made["before"], "", "there was none");
    assert!(made["after"].as_str().unwrap().contains("{{secrets/ipc/openai}}"));
    assert!(!made["fields"].as_array().unwrap().is_empty());
}

#[test]
fn an_earlier_split_becomes_a_draft_is_applied_and_is_live_again() {
    let desk = Desk::new();
    create(&desk, "back");
    desk.ok("traffic_apply", split(&desk, "back", &[("claude", 90), ("gpt", 10)]));
    watch(&desk, "back");
    let moved = list(&desk, Some("back"))[0].clone();
    assert_eq!(moved["canRestore"], true);
    let restored = desk.ok("activity_restore", json!({ "id": moved["id"], "side": "before" }));
    assert_eq!(restored["lost"], json!([]), "{restored:#}");
    let edit = restored["edit"].clone();
    assert_eq!(
        (&edit["entities"][0]["entity"]["name"], &edit["entities"][0]["entity"]["share"]),
        (&json!("gpt"), &json!(80))
    );
    assert_eq!(edit["entities"][0]["entity"]["values"][0]["value"], "{{secrets/ipc/openai}}");
    let opened = desk.ok("endpoints_edit_get", json!({ "name": "back" }));
    assert_eq!(opened["edit"], edit, "it is the unfinished edit of the endpoint");
    let (told, channel) = desk.channel();
    let change = desk.ok("endpoints_edit_apply", json!({ "edit": edit, "told": told }));
    assert_eq!(change["state"], "done", "{change:#}");
    assert!(desk.messages(channel).len() > 2, "each step was told");
    let live = watch(&desk, "back");
    assert_eq!((&live["entities"][0]["name"], &live["entities"][0]["share"]), (&json!("gpt"), &json!(80)));
    let made = list(&desk, Some("back")).last().unwrap().clone();
    says_what_to_do(
        &desk.fails("activity_restore", json!({ "id": made["id"], "side": "before" }))["explanation"],
    );
    says_what_to_do(
        &desk.fails("activity_restore", json!({ "id": "nobody", "side": "after" }))["explanation"],
    );
}

/// The app ends while the config is on its way; `arrived` says whether the workspace had it by then.
fn killed_while_writing(arrived: bool) -> (Place, Value) {
    let place = Place::new();
    place.create("cut", &["a", "b"]);
    place.fault(Fault {
        pattern: "*/cut/config".into(),
        delay_ms: 600_000,
        times: Some(1),
        after_handler: arrived,
        ..Fault::default()
    });
    drop(place.desk.begin("traffic_apply", split(&place.desk, "cut", &[("a", 30), ("b", 70)])));
    place.until_it_hangs_in("PUT", "/cut/config");
    let running = list(&place.desk, Some("cut"))[0].clone();
    assert_eq!((&running["state"], &running["steps"][0]["state"]), (&json!("running"), &json!("running")));
    assert_eq!(running["canResume"], false);
    let place = place.opened_again();
    let change = list(&place.desk, Some("cut"))[0].clone();
    assert_eq!((&change["state"], &change["canResume"]), (&json!("interrupted"), &json!(true)), "{change:#}");
    assert_eq!(change["steps"][0]["state"], "unknown");
    (place, change)
}

fn puts(place: &Place) -> usize {
    let requests = place.running.requests();
    requests.iter().filter(|entry| entry.method == "PUT" && entry.path.ends_with("/cut/config")).count()
}

#[test]
fn an_app_that_ended_while_writing_finds_the_change_and_going_on_never_writes_twice() {
    for arrived in [false, true] {
        let (place, change) = killed_while_writing(arrived);
        let change = resume(&place.desk, &change).unwrap();
        assert_eq!(change["state"], "done", "{change:#}");
        assert_eq!(puts(&place), if arrived { 1 } else { 2 });
        let live = watch(&place.desk, "cut");
        assert_eq!(live["entities"][0]["share"], 30);
        let failure = resume(&place.desk, &change).unwrap_err();
        assert_eq!(failure["kind"], "conflict");
        says_what_to_do(&failure["explanation"]);
    }
}

#[test]
fn a_change_can_be_left_as_it_is_and_is_not_gone_on_with_then() {
    let (place, change) = killed_while_writing(false);
    place.desk.ok("activity_abandon", json!({ "id": change["id"] }));
    let left = list(&place.desk, Some("cut"))[0].clone();
    assert_eq!((&left["state"], &left["canResume"]), (&json!("abandoned"), &json!(false)));
    resume(&place.desk, &left).unwrap_err();
    let failure = place.desk.fails("activity_abandon", json!({ "id": change["id"] }));
    says_what_to_do(&failure["explanation"]);
    assert_eq!(puts(&place), 1);
}

#[test]
fn a_replaced_key_shows_each_endpoint_it_moved_and_never_the_value() {
    let place = Place::new();
    let begun = place.begin(CANARY).unwrap();
    go(&place, "secrets_rotation_run", &begun).unwrap();
    let moved = list(&place.desk, Some("rot"))[0].clone();
    assert_eq!((&moved["origin"], &moved["state"]), (&json!("rotation"), &json!("done")));
    let detail = detail(&place.desk, &moved);
    assert!(detail["before"].as_str().unwrap().contains(OLD));
    go(&place, "secrets_rotation_undo", &begun).unwrap();
    assert_eq!(list(&place.desk, Some("rot")).len(), 3, "created, moved, moved back");
    let written = String::from_utf8_lossy(&place.desk.everything_written()).into_owned();
    assert!(!written.contains(CANARY));
}

#[test]
fn a_create_that_nobody_answered_is_found_by_going_on_and_a_second_try_says_that_the_name_is_taken() {
    let place = Place::new();
    place.store("anthropic", "sk-ant-works-0123456789");
    let draft = draft(&place.desk, "once");
    place.fault(Fault {
        pattern: "/api/2.0/serving-endpoints".into(),
        method: Some("POST".into()),
        reset: true,
        after_handler: true,
        times: Some(1),
        ..Fault::default()
    });
    place.fault(Fault {
        pattern: "*/serving-endpoints/once".into(),
        status: Some(403),
        body: Some(json!({ "error_code": "PERMISSION_DENIED", "message": "No." })),
        ..Fault::default()
    });
    let failure = place.desk.fails("endpoints_create", json!({ "draft": draft }));
    says_what_to_do(&failure["explanation"]);
    place.running.clear_faults();
    let change = list(&place.desk, Some("once"))[0].clone();
    assert_eq!((&change["state"], &change["steps"][0]["state"]), (&json!("failed"), &json!("unknown")));
    let again = place.desk.fails("endpoints_create", json!({ "draft": draft }));
    assert_eq!(again["kind"], "invalid", "{again:#}");
    assert!(again["explanation"]["title"].as_str().unwrap().contains("taken"));
    assert_eq!(resume(&place.desk, &change).unwrap()["state"], "done");
}

#[test]
fn a_scope_that_was_deleted_turns_the_change_away_with_a_sentence_and_the_ledger_says_so() {
    let desk = Desk::new();
    create(&desk, "orphan");
    desk.ok("secrets_delete_scope", json!({ "name": "ipc" }));
    let failure = desk.fails("traffic_apply", split(&desk, "orphan", &[("gpt", 50), ("claude", 50)]));
    says_what_to_do(&failure["explanation"]);
    let change = list(&desk, Some("orphan"))[0].clone();
    assert_eq!(change["state"], "failed");
    assert_eq!(change["steps"][0]["explanation"]["title"], failure["explanation"]["title"]);
    let now = desk.ok("endpoints_get", json!({ "name": "orphan" }));
    assert_eq!(now["entities"][0]["share"], 80, "nothing was changed");
}

#[test]
fn fifty_changes_in_five_minutes_end_in_a_sentence_that_says_how_long_to_wait() {
    let place = Place::new();
    place.create("often", &["a", "b"]);
    place.fault(Fault {
        pattern: "*/often/config".into(),
        skip: 2,
        status: Some(429),
        body: Some(json!({ "error_code": "REQUEST_LIMIT_EXCEEDED", "message": "Too many updates." })),
        headers: [("retry-after".to_owned(), "180".to_owned())].into(),
        ..Fault::default()
    });
    for share in [60, 70] {
        place.desk.ok("traffic_apply", split(&place.desk, "often", &[("a", share), ("b", 100 - share)]));
        watch(&place.desk, "often");
    }
    let failure = place.desk.fails("traffic_apply", split(&place.desk, "often", &[("a", 10), ("b", 90)]));
    assert_eq!(
        (&failure["kind"], &failure["retryAfterSeconds"]),
        (&json!("throttled"), &json!(180.0)),
        "{failure:#}"
    );
    says_what_to_do(&failure["explanation"]);
    place.running.clear_faults();
    let change = list(&place.desk, Some("often"))[0].clone();
    assert_eq!(
        resume(&place.desk, &change).unwrap()["state"],
        "done",
        "it is gone on with when the time has passed"
    );
    assert_eq!(watch(&place.desk, "often")["entities"][0]["share"], 10);
}

#[test]
fn the_ledger_goes_when_everything_kept_here_is_cleared() {
    let desk = Desk::new();
    create(&desk, "gone");
    assert_eq!(list(&desk, None).len(), 1);
    desk.ok("app_clear_data", json!({ "what": "everything" }));
    assert!(list(&desk, None).is_empty());
}

#[test]
fn a_workspace_that_counts_updates_refuses_the_one_too_many_and_takes_it_once_it_may() {
    let place = Place::new();
    place.create("counted", &["a", "b"]);
    crate::edit_place::elsewhere(
        &place,
        "POST",
        "/sandbox/settings",
        &json!({ "updates_per_five_minutes": 2 }),
    );
    let to = |share: u32| split(&place.desk, "counted", &[("a", share), ("b", 100 - share)]);
    for share in [60, 70] {
        place.desk.ok("traffic_apply", to(share));
        watch(&place.desk, "counted");
    }
    let failure = place.desk.fails("traffic_apply", to(10));
    assert_eq!(failure["kind"], "throttled", "{failure:#}");
    says_what_to_do(&failure["explanation"]);
    assert_eq!(watch(&place.desk, "counted")["entities"][0]["share"], 70, "nothing was changed");
    crate::edit_place::elsewhere(
        &place,
        "POST",
        "/sandbox/settings",
        &json!({ "updates_per_five_minutes": 50 }),
    );
    let change = list(&place.desk, Some("counted"))[0].clone();
    assert_eq!(resume(&place.desk, &change).unwrap()["state"], "done");
    assert_eq!(watch(&place.desk, "counted")["entities"][0]["share"], 10);
}
