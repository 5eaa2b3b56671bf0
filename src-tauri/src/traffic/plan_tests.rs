//! Changes of a split over an endpoint that holds more than this app knows.

use gatewright_databricks::serving::{Endpoint, Snapshot};
use serde_json::{Value, json};

use super::dto::TrafficChange;
use super::plan::{body, review};
use crate::endpoints::dto::Share;
use crate::endpoints::stamp::stamp;
use crate::explain::VerdictKind;

fn entity(name: &str) -> Value {
    json!({"name": name, "creator": "dana", "state": {"deployment": "DEPLOYMENT_READY"}, "entity_novelty": {"deep": [1]},
        "external_model": {"name": "m", "provider": "cohere", "task": "llm/v1/chat",
            "cohere_config": {"cohere_api_key": "{{secrets/a/b}}", "brand_new": "kept"}}})
}

fn route(name: &str, percent: u32) -> Value {
    json!({"served_entity_name": name, "served_model_name": name, "traffic_percentage": percent})
}

fn current() -> Snapshot<Endpoint> {
    snapshot(json!({
        "name": "chat", "last_updated_timestamp": 7, "state": {"ready": "READY", "config_update": "NOT_UPDATING"},
        "config": {"config_version": 3, "served_entities": [entity("a"), entity("b"), entity("c")],
            "traffic_config": {"routes": [route("a", 70), route("b", 30), route("c", 0)], "stickiness": "none"},
            "config_novelty": true},
        "ai_gateway": {"fallback_config": {"enabled": true}},
    }))
}

fn snapshot(raw: Value) -> Snapshot<Endpoint> {
    Snapshot { value: serde_json::from_value(raw.clone()).unwrap(), raw }
}

fn change(current: &Snapshot<Endpoint>, shares: &[(&str, u32)]) -> TrafficChange {
    TrafficChange {
        endpoint: "chat".into(),
        stamp: stamp(current),
        shares: shares
            .iter()
            .map(|(name, percent)| Share { entity: (*name).into(), percent: *percent })
            .collect(),
    }
}

#[test]
fn the_body_has_the_new_shares_in_the_new_order_and_keeps_every_unknown_field() {
    let current = current();
    let body = body(&change(&current, &[("c", 15), ("a", 60), ("b", 25)]), &current).unwrap();
    let names: Vec<_> =
        body["served_entities"].as_array().unwrap().iter().map(|e| e["name"].clone()).collect();
    assert_eq!(names, ["c", "a", "b"]);
    let shares: Vec<_> = body["traffic_config"]["routes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|route| {
            (
                route["served_entity_name"].as_str().unwrap().to_owned(),
                route["traffic_percentage"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(shares, [("c".to_owned(), 15), ("a".to_owned(), 60), ("b".to_owned(), 25)]);
    assert_eq!(body["traffic_config"]["stickiness"], "none");
    assert_eq!(body["config_novelty"], true);
    let first = &body["served_entities"][0];
    assert_eq!(first["entity_novelty"], json!({"deep": [1]}));
    assert_eq!(first["external_model"]["cohere_config"]["brand_new"], "kept");
    assert_eq!(first["external_model"]["cohere_config"]["cohere_api_key"], "{{secrets/a/b}}");
}

#[test]
fn an_endpoint_changed_by_somebody_else_is_not_overwritten() {
    let current = current();
    let mut wanted = change(&current, &[("a", 60), ("b", 40), ("c", 0)]);
    wanted.stamp = "6-0000".into();
    assert_eq!(body(&wanted, &current).unwrap_err().kind, VerdictKind::Conflict);
    assert!(
        review(&wanted, &current).problems.iter().any(|problem| problem.path == "stamp" && problem.blocks)
    );
}

#[test]
fn an_endpoint_that_is_updating_is_left_alone() {
    let mut raw = current().raw;
    raw["state"]["config_update"] = json!("IN_PROGRESS");
    let current = snapshot(raw);
    let verdict = body(&change(&current, &[("a", 60), ("b", 40), ("c", 0)]), &current).unwrap_err();
    assert_eq!(verdict.kind, VerdictKind::Conflict);
    assert!(verdict.explanation.title.contains("right now"));
}

#[test]
fn shares_that_do_not_fit_are_refused_with_a_sentence_each() {
    let current = current();
    for (shares, part) in [
        (vec![("a", 60), ("b", 30), ("c", 0)], "Give the missing 10"),
        (vec![("a", 90), ("b", 30), ("c", 0)], "Take 20 away"),
        (vec![("a", 60), ("b", 40)], "c is missing"),
        (vec![("a", 60), ("a", 40), ("b", 0), ("c", 0)], "a is there twice"),
        (vec![("a", 50), ("b", 40), ("c", 0), ("d", 10)], "d is not served"),
        (vec![("a", u32::MAX), ("b", u32::MAX), ("c", 0)], "Take"),
        (vec![("a", 70), ("b", 30), ("c", 0)], "live already"),
    ] {
        let verdict = body(&change(&current, &shares), &current).unwrap_err();
        let VerdictKind::Invalid { fields } = verdict.kind else { panic!("{shares:?}") };
        assert!(
            fields.iter().any(|field| field.blocks && field.message.contains(part)),
            "{part}: {fields:?}"
        );
    }
}

#[test]
fn the_review_counts_the_points_and_says_what_moves() {
    let current = current();
    let review = review(&change(&current, &[("a", 60), ("b", 25), ("c", 15)]), &current);
    assert_eq!(review.points_moved, 15);
    assert_eq!(
        review.sentence,
        "Out of 100 requests about 60 go to a, 25 to b and 15 to c. 15 points move away from a and b."
    );
    assert_eq!(review.before.len(), 3);
    assert!(review.problems.is_empty(), "{:?}", review.problems);
    assert_eq!(review.calls[1].path, "/api/2.0/serving-endpoints/chat/config");
}

#[test]
fn a_changed_order_alone_is_a_change_and_is_said() {
    let current = current();
    let wanted = change(&current, &[("b", 30), ("a", 70), ("c", 0)]);
    assert!(body(&wanted, &current).is_ok());
    assert!(review(&wanted, &current).sentence.ends_with("Fallback will walk them in this order: b, a, c."));
}

#[test]
fn standby_without_fallback_is_a_doubt() {
    let mut raw = current().raw;
    raw["ai_gateway"] = json!({});
    let current = snapshot(raw);
    let review = review(&change(&current, &[("a", 60), ("b", 40), ("c", 0)]), &current);
    assert_eq!(review.problems.len(), 1);
    assert!(!review.problems[0].blocks && review.problems[0].message.contains("never steps in"));
}
