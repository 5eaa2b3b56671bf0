//! Checking a split: who answered, what so many calls can tell, and what happens when nobody answers.

use std::time::Duration;

use gatewright_sandbox::Fault;
use serde_json::{Value, json};

use crate::ramp;
use crate::secrets_place::Place;

fn calls(place: &Place) -> usize {
    place.running.requests().iter().filter(|entry| entry.path.ends_with("/rot/invocations")).count()
}

fn observe(place: &Place, calls: u32) -> Value {
    let (told, _) = place.desk.channel();
    place.desk.ok("traffic_observe", json!({ "endpoint": "rot", "calls": calls, "run": "r", "told": told }))
}

#[test]
fn what_a_check_costs_is_said_before_anything_is_sent() {
    let place = ramp::chat();
    let cost = place.desk.ok("traffic_observe_cost", json!({ "endpoint": "rot", "calls": 40 }));
    assert!(
        cost["sentence"].as_str().unwrap().starts_with("40 calls, each a prompt of one word"),
        "{cost:#}"
    );
    assert_eq!(calls(&place), 0);
    let failure = place.desk.fails("traffic_observe_cost", json!({ "endpoint": "rot", "calls": 0 }));
    assert_eq!(failure["fields"][0]["path"], "calls");
}

#[test]
fn every_answer_is_counted_for_the_entity_that_gave_it() {
    let place = ramp::chat();
    let seen = observe(&place, 60);
    assert_eq!(
        (seen["done"].as_u64(), seen["failed"].as_u64(), seen["ended"].as_bool()),
        (Some(60), Some(0), Some(true))
    );
    let counts = seen["counts"].as_array().unwrap();
    assert_eq!(counts.iter().map(|one| one["count"].as_u64().unwrap()).sum::<u64>(), 60);
    for one in counts {
        assert!(one["count"].as_u64().unwrap() > 0, "half and half: {seen:#}");
        assert!(
            one["low"].as_f64() < one["observed"].as_f64() && one["observed"].as_f64() < one["high"].as_f64()
        );
    }
    assert!(
        seen["sentence"].as_str().unwrap().starts_with("60 answers can tell a share to about ±13 points."),
        "{seen:#}"
    );
    assert_eq!(calls(&place), 60, "not one more");
}

#[test]
fn completions_and_embeddings_are_asked_in_their_own_form() {
    for (task, model) in
        [("llm/v1/completions", "gpt-3.5-turbo-instruct"), ("llm/v1/embeddings", "text-embedding-3-small")]
    {
        let seen = observe(&ramp::place(task, model), 4);
        assert_eq!((seen["done"].as_u64(), seen["failed"].as_u64()), (Some(4), Some(0)), "{task}: {seen:#}");
        assert_eq!(seen["verdict"], "tooFew");
    }
}

#[test]
fn when_every_call_fails_the_rest_is_not_sent_and_the_reason_is_said() {
    let place = ramp::chat();
    place.fault(Fault { pattern: "*/invocations".into(), status: Some(500), ..Fault::default() });
    let seen = observe(&place, 100);
    assert_eq!(seen["done"], 0);
    assert!(seen["sentence"].as_str().unwrap().contains("were not sent"), "{seen:#}");
    assert!(!seen["explanation"]["title"].as_str().unwrap().is_empty());
    assert!(calls(&place) < 12, "{}", calls(&place));
}

#[test]
fn a_check_is_stopped_at_once_and_holds_up_nobody() {
    let place = ramp::chat();
    place.fault(Fault { pattern: "*/invocations".into(), delay_ms: 600_000, skip: 3, ..Fault::default() });
    let (told, channel) = place.desk.channel();
    let arguments = json!({ "endpoint": "rot", "calls": 50, "run": "r", "told": told });
    let running = place.desk.begin("traffic_observe", arguments.clone());
    while place.desk.messages(channel).len() < 3 {
        std::thread::sleep(Duration::from_millis(10));
    }
    place.desk.ok("endpoints_get", json!({ "name": "rot" }));
    place.desk.fails("traffic_observe", arguments);
    place.desk.ok("traffic_observe_stop", json!({ "run": "r" }));
    let seen = running.recv_timeout(Duration::from_secs(5)).unwrap().unwrap();
    assert_eq!((seen["done"].as_u64(), seen["ended"].as_bool()), (Some(3), Some(true)), "{seen:#}");
}

#[test]
fn a_failed_call_is_counted_for_the_entity_that_its_answer_names() {
    let place = ramp::chat();
    place.fault(Fault {
        pattern: "*/invocations".into(),
        status: Some(500),
        headers: [("served-model-name".to_owned(), "gpt".to_owned())].into(),
        times: Some(2),
        ..Fault::default()
    });
    let seen = observe(&place, 20);
    assert_eq!((&seen["failed"], &seen["done"]), (&json!(2), &json!(18)), "{seen:#}");
    let counts = seen["counts"].as_array().unwrap();
    let failed = |name: &str| counts.iter().find(|one| one["entity"] == name).unwrap()["failed"].clone();
    assert_eq!((failed("gpt"), failed("alt")), (json!(2), json!(0)));
    assert!(seen["sentence"].as_str().unwrap().contains("Failed calls: 2 at gpt."), "{seen:#}");
}

#[test]
fn results_are_there_after_a_restart_with_their_time_and_go_with_the_endpoint() {
    let place = ramp::chat();
    let seen = observe(&place, 10);
    let (told, _) = place.desk.channel();
    let called = place.desk.ok("traffic_bench", json!({ "endpoint": "rot", "run": "b", "told": told }));
    let place = place.opened_again();
    let kept = place.desk.ok("traffic_results", json!({ "endpoint": "rot" }));
    assert_eq!((&kept["observed"], &kept["bench"]), (&seen, &called));
    assert!(
        kept["observedAt"].as_f64().unwrap() > 0.0 && kept["benchAt"].as_f64() >= kept["observedAt"].as_f64()
    );
    place.desk.ok("endpoints_delete", json!({ "name": "rot" }));
    let gone = place.desk.ok("traffic_results", json!({ "endpoint": "rot" }));
    assert!(
        gone["observed"].is_null() && gone["bench"].is_null() && gone["observedAt"].is_null(),
        "{gone:#}"
    );
}
