//! Failover drills: somebody steps in on a copy, the copy always goes, and the endpoint itself is only read.

use std::time::Duration;

use gatewright_sandbox::Fault;
use serde_json::{Value, json};

use crate::ramp;
use crate::secrets_place::Place;

fn hold(place: &Place) -> Value {
    let (told, _) = place.desk.channel();
    place.desk.ok("traffic_drill_begin", json!({ "endpoint": "rot", "told": told }))
}

fn drills(place: &Place) -> Vec<Value> {
    place.desk.ok("traffic_drills", json!({})).as_array().unwrap().clone()
}

fn is_there(place: &Place, name: &Value) -> bool {
    place.desk.call("endpoints_get", json!({ "name": name })).is_ok()
}

fn live_is_untouched(place: &Place) {
    let changed = place.running.requests().into_iter().any(|entry| {
        let path = entry.path.as_str();
        entry.method != "GET" && (path.ends_with("/rot") || path.contains("/rot/"))
    });
    assert!(!changed, "nothing but a reading was sent to the endpoint");
}

fn hang(pattern: &str, method: &str) -> Fault {
    Fault {
        pattern: pattern.into(),
        method: Some(method.into()),
        delay_ms: 600_000,
        times: Some(1),
        ..Fault::default()
    }
}

#[test]
fn the_next_in_line_answers_on_a_copy_that_is_gone_afterwards() {
    let place = ramp::chat();
    let drill = hold(&place);
    assert_eq!(drill["state"], "done", "{drill:#}");
    assert_eq!((drill["failing"].as_str(), drill["answeredBy"].as_str()), (Some("gpt"), Some("alt")));
    assert_eq!(drill["sentence"], "gpt was made to fail with 503, and alt answered in its place.");
    assert!(drill["steps"].as_array().unwrap().iter().all(|step| step["state"] == "done"), "{drill:#}");
    assert!(!is_there(&place, &drill["clone"]) && drills(&place).is_empty());
    live_is_untouched(&place);
}

#[test]
fn completions_and_embeddings_fall_back_too() {
    for (task, model) in
        [("llm/v1/completions", "gpt-3.5-turbo-instruct"), ("llm/v1/embeddings", "text-embedding-3-small")]
    {
        let drill = hold(&ramp::place(task, model));
        assert_eq!(drill["answeredBy"], "alt", "{task}: {drill:#}");
    }
}

#[test]
fn when_nobody_answers_the_reason_is_said_and_the_copy_goes_all_the_same() {
    let place = ramp::chat();
    place.fault(Fault { pattern: "*-drill-*/invocations".into(), status: Some(500), ..Fault::default() });
    let drill = hold(&place);
    assert_eq!(
        (drill["state"].as_str(), drill["sentence"].as_str()),
        (Some("failed"), Some("Nobody answered for gpt."))
    );
    assert!(!drill["explanation"]["title"].as_str().unwrap().is_empty());
    assert!(!is_there(&place, &drill["clone"]) && drills(&place).is_empty());
}

#[test]
fn without_a_second_entity_nothing_is_made() {
    let place = ramp::chat();
    ramp::make(&place, "alone", "llm/v1/chat", "gpt-4o", &["gpt"]);
    let before = place.running.requests().iter().filter(|entry| entry.method == "POST").count();
    let (told, _) = place.desk.channel();
    let failure = place.desk.fails("traffic_drill_begin", json!({ "endpoint": "alone", "told": told }));
    assert_eq!(failure["explanation"]["title"], "Nobody could step in");
    assert_eq!(place.running.requests().iter().filter(|entry| entry.method == "POST").count(), before);
}

#[test]
fn a_drill_that_is_stopped_removes_its_copy() {
    let place = ramp::chat();
    place.fault(hang("*-drill-*/invocations", "POST"));
    let (told, channel) = place.desk.channel();
    let held = place.desk.begin("traffic_drill_begin", json!({ "endpoint": "rot", "told": told }));
    place.until_it_hangs_in("POST", "/invocations");
    let drill = place.desk.messages(channel).pop().unwrap();
    assert_eq!(drills(&place)[0]["state"], "calling", "it is shown while it is held");
    place.desk.ok("traffic_drill_remove", json!({ "id": drill["id"] }));
    let ended = held.recv_timeout(Duration::from_secs(10)).unwrap().unwrap();
    assert_eq!(ended["sentence"], "The drill was stopped before anybody could answer.");
    assert!(!is_there(&place, &drill["clone"]));
}

#[test]
fn a_copy_left_by_an_app_that_was_killed_is_found_and_removed() {
    for (pattern, method, ends) in
        [("*-drill-*/invocations", "POST", "/invocations"), ("*/serving-endpoints/rot-drill-*", "DELETE", "")]
    {
        let place = ramp::chat();
        place.fault(hang(pattern, method));
        let (told, _) = place.desk.channel();
        drop(place.desk.begin("traffic_drill_begin", json!({ "endpoint": "rot", "told": told })));
        place.until_it_hangs_in(method, ends);
        let place = place.opened_again();
        let left = drills(&place);
        assert_eq!((left.len(), left[0]["state"].as_str()), (1, Some("leftover")), "{method}: {left:#?}");
        assert!(is_there(&place, &left[0]["clone"]));
        place.desk.ok("traffic_drill_remove", json!({ "id": left[0]["id"] }));
        assert!(!is_there(&place, &left[0]["clone"]) && drills(&place).is_empty(), "{method}");
        live_is_untouched(&place);
    }
}

#[test]
fn an_app_that_was_killed_before_the_copy_was_made_has_left_nothing() {
    let place = ramp::chat();
    place.fault(hang("*/serving-endpoints", "POST"));
    let (told, _) = place.desk.channel();
    drop(place.desk.begin("traffic_drill_begin", json!({ "endpoint": "rot", "told": told })));
    place.until_it_hangs_in("POST", "/serving-endpoints");
    let place = place.opened_again();
    assert!(drills(&place).is_empty());
}
