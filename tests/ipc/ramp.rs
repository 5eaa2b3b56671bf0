//! Moving traffic in steps: to the end, back again, stopped by somebody else, and found again after the app was gone.

use std::time::{Duration, Instant};

use gatewright_sandbox::{Fault, Options};
use serde_json::{Value, json};

use crate::secrets_place::{OLD, Place};

/// An endpoint with two entities, half and half, fallback on.
pub fn place(task: &str, model: &str) -> Place {
    let place = Place::empty(Options::default());
    place.store("openai", "sk-works-0123456789");
    make(&place, "rot", task, model, &["gpt", "alt"]);
    place
}

pub fn make(place: &Place, name: &str, task: &str, model: &str, entities: &[&str]) {
    let providers = place.desk.ok("providers_list", json!({}));
    let openai = providers.as_array().unwrap().iter().find(|one| one["id"] == "openai").unwrap();
    let entities: Vec<Value> = entities
        .iter()
        .map(|entity| {
            json!({ "name": entity, "provider": "openai", "model": model, "authForm": openai["authForms"][0]["id"],
                    "share": 100 / entities.len(), "locked": false,
                    "values": [{ "field": "openai_api_key", "value": OLD }] })
        })
        .collect();
    let draft = json!({ "name": name, "task": task, "fallback": entities.len() > 1, "usageTracking": false,
                        "description": "", "tags": [], "entities": entities });
    place.desk.ok("endpoints_create", json!({ "draft": draft }));
    place.watch(name);
}

pub fn chat() -> Place {
    place("llm/v1/chat", "gpt-4o")
}

fn split(gpt: u32) -> Value {
    json!([{ "entity": "gpt", "percent": gpt }, { "entity": "alt", "percent": 100 - gpt }])
}

fn live(place: &Place) -> u64 {
    let now = place.desk.ok("endpoints_get", json!({ "name": "rot" }));
    now["entities"][0]["share"].as_u64().unwrap()
}

fn arguments(place: &Place, steps: &[(u32, u32)], told: &Value) -> Value {
    let now = place.desk.ok("endpoints_get", json!({ "name": "rot" }));
    let steps: Vec<Value> =
        steps.iter().map(|(gpt, pause)| json!({ "shares": split(*gpt), "pauseMinutes": pause })).collect();
    json!({ "endpoint": "rot", "stamp": now["stamp"], "steps": steps, "told": told })
}

/// Waits until the ramp says that it is there.
fn until(place: &Place, channel: u32, state: &str) -> Value {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(30) {
        if let Some(ramp) = place.desk.messages(channel).into_iter().find(|ramp| ramp["state"] == state) {
            return ramp;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("the ramp never came to {state}: {:#?}", place.desk.messages(channel));
}

fn ramps(place: &Place) -> Vec<Value> {
    place.desk.ok("traffic_ramps", json!({})).as_array().unwrap().clone()
}

fn puts(place: &Place) -> usize {
    place.running.requests().iter().filter(|entry| entry.method == "PUT").count()
}

#[test]
fn a_ramp_moves_the_split_in_steps_and_ends_at_the_last() {
    let place = chat();
    let (told, channel) = place.desk.channel();
    let ramp = place.desk.ok("traffic_ramp_start", arguments(&place, &[(30, 1), (0, 0)], &told));
    assert_eq!((ramp["state"].as_str(), ramp["at"].as_u64()), (Some("done"), Some(1)), "{ramp:#}");
    assert_eq!(live(&place), 0);
    let seen: Vec<Value> = place.desk.messages(channel).iter().map(|ramp| ramp["state"].clone()).collect();
    for state in ["writing", "rolling", "pausing", "done"] {
        assert!(seen.contains(&json!(state)), "{seen:?}");
    }
    assert!(ramps(&place).is_empty(), "it is over");
    let ledger = place.desk.ok("activity_list", json!({ "endpoint": "rot", "offset": 0, "limit": 9 }));
    let of_ramp =
        ledger["entries"].as_array().unwrap().iter().filter(|entry| entry["origin"] == "ramp").count();
    assert_eq!(of_ramp, 2, "both steps went through the ledger");
}

#[test]
fn a_ramp_that_is_aborted_in_its_pause_returns_to_the_saved_split() {
    let place = chat();
    let (told, channel) = place.desk.channel();
    let running = place.desk.begin("traffic_ramp_start", arguments(&place, &[(30, 600), (0, 0)], &told));
    let ramp = until(&place, channel, "pausing");
    assert!(ramp["nextAt"].as_f64().unwrap() > ramp["startedAt"].as_f64().unwrap());
    assert_eq!(live(&place), 30, "other commands are answered meanwhile");
    let aborted = place.desk.ok("traffic_ramp_abort", json!({ "id": ramp["id"] }));
    assert_eq!(aborted["state"], "aborted", "{aborted:#}");
    assert_eq!(running.recv_timeout(Duration::from_secs(10)).unwrap().unwrap()["state"], "aborted");
    assert_eq!(live(&place), 50);
}

#[test]
fn an_abort_during_the_roll_out_waits_for_it_and_goes_back() {
    let place = chat();
    let slow =
        Fault { pattern: "*/rot".into(), method: Some("GET".into()), delay_ms: 150, ..Fault::default() };
    let (told, channel) = place.desk.channel();
    let arguments = arguments(&place, &[(30, 600), (0, 0)], &told);
    place.fault(slow);
    let running = place.desk.begin("traffic_ramp_start", arguments);
    let ramp = until(&place, channel, "rolling");
    let aborted = place.desk.ok("traffic_ramp_abort", json!({ "id": ramp["id"] }));
    assert_eq!(aborted["state"], "aborted", "{aborted:#}");
    running.recv_timeout(Duration::from_secs(10)).unwrap().unwrap();
    place.running.clear_faults();
    assert_eq!((live(&place), puts(&place)), (50, 2));
}

#[test]
fn a_change_from_elsewhere_stops_the_ramp_and_is_not_overwritten() {
    let place = chat();
    let (told, channel) = place.desk.channel();
    let running = place.desk.begin("traffic_ramp_start", arguments(&place, &[(30, 600), (0, 0)], &told));
    let ramp = until(&place, channel, "pausing");
    let now = place.desk.ok("endpoints_get", json!({ "name": "rot" }));
    let change = json!({ "endpoint": "rot", "stamp": now["stamp"], "shares": split(90) });
    place.desk.ok("traffic_apply", json!({ "change": change }));
    place.watch("rot");
    place.desk.ok("traffic_ramp_now", json!({ "id": ramp["id"] }));
    let stopped = running.recv_timeout(Duration::from_secs(10)).unwrap().unwrap();
    assert_eq!(stopped["state"], "stopped", "{stopped:#}");
    assert!(stopped["explanation"]["meaning"].as_str().unwrap().contains("nothing of the other change"));
    assert_eq!(live(&place), 90);
    let again = place.desk.fails("traffic_ramp_start", arguments(&place, &[(10, 0)], &told));
    assert!(again["explanation"]["title"].as_str().unwrap().contains("a ramp already"), "{again:#}");
    let (told, _) = place.desk.channel();
    let done = place.desk.ok("traffic_ramp_resume", json!({ "id": ramp["id"], "told": told }));
    assert_eq!((done["state"].as_str(), live(&place)), (Some("done"), 0), "{done:#}");
}

#[test]
fn a_step_that_is_refused_fails_the_ramp_and_the_way_back_writes_nothing() {
    let place = chat();
    let refused = Fault {
        pattern: "*/rot/config".into(),
        method: Some("PUT".into()),
        status: Some(403),
        ..Fault::default()
    };
    place.fault(refused);
    let (told, _) = place.desk.channel();
    let ramp = place.desk.ok("traffic_ramp_start", arguments(&place, &[(30, 0)], &told));
    assert_eq!(ramp["state"], "failed", "{ramp:#}");
    assert!(!ramp["explanation"]["title"].as_str().unwrap().is_empty());
    let before = puts(&place);
    let aborted = place.desk.ok("traffic_ramp_abort", json!({ "id": ramp["id"] }));
    assert_eq!((aborted["state"].as_str(), puts(&place)), (Some("aborted"), before), "{aborted:#}");
    assert!(ramps(&place).is_empty());
}

#[test]
fn steps_that_cannot_be_written_are_named_and_nothing_is_sent() {
    let place = chat();
    let (told, _) = place.desk.channel();
    let mut wrong = arguments(&place, &[(30, 0), (0, 0)], &told);
    wrong["steps"][1]["shares"][0]["percent"] = json!(20);
    let failure = place.desk.fails("traffic_ramp_start", wrong);
    assert_eq!(
        (failure["kind"].as_str(), failure["fields"][0]["path"].as_str()),
        (Some("invalid"), Some("steps.1.shares"))
    );
    assert_eq!(puts(&place), 0);
}

/// Starts a ramp, ends the app in the middle of the call, and opens it again.
fn killed(method: &str, path: &str, skip: u32) -> (Place, Value) {
    let place = chat();
    let (told, _) = place.desk.channel();
    let arguments = arguments(&place, &[(30, 0), (0, 0)], &told);
    place.fault(Fault {
        pattern: format!("*{path}"),
        method: Some(method.into()),
        delay_ms: 600_000,
        skip,
        times: Some(1),
        ..Fault::default()
    });
    drop(place.desk.begin("traffic_ramp_start", arguments));
    place.until_it_hangs_in(method, path);
    let place = place.opened_again();
    let found = ramps(&place);
    assert_eq!(
        (found.len(), found[0]["state"].as_str()),
        (1, Some("interrupted")),
        "{method} {path}: {found:#?}"
    );
    (place, found[0].clone())
}

#[test]
fn a_ramp_whose_app_was_killed_is_found_and_goes_on_or_back() {
    // While the first step was sent, while it was rolled out, and while the second was sent.
    for (method, path, skip) in [("PUT", "/rot/config", 0), ("GET", "/rot", 3), ("PUT", "/rot/config", 1)] {
        let (place, ramp) = killed(method, path, skip);
        let (told, _) = place.desk.channel();
        let done = place.desk.ok("traffic_ramp_resume", json!({ "id": ramp["id"], "told": told }));
        assert_eq!(
            (done["state"].as_str(), live(&place)),
            (Some("done"), 0),
            "{method} {path} {skip}: {done:#}"
        );
        let (place, ramp) = killed(method, path, skip);
        let aborted = place.desk.ok("traffic_ramp_abort", json!({ "id": ramp["id"] }));
        assert_eq!(
            (aborted["state"].as_str(), live(&place)),
            (Some("aborted"), 50),
            "{method} {path} {skip}: {aborted:#}"
        );
    }
}

#[test]
fn a_ramp_that_was_killed_in_its_pause_can_be_forgotten_and_the_split_stays() {
    let place = chat();
    let (told, channel) = place.desk.channel();
    drop(place.desk.begin("traffic_ramp_start", arguments(&place, &[(30, 600), (0, 0)], &told)));
    until(&place, channel, "pausing");
    let place = place.opened_again();
    let found = ramps(&place);
    assert_eq!(found[0]["state"], "interrupted");
    place.desk.ok("traffic_ramp_forget", json!({ "id": found[0]["id"] }));
    assert!(ramps(&place).is_empty());
    assert_eq!(live(&place), 30);
}
