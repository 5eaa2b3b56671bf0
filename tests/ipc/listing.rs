//! The list narrowed, saved and worked on in bulk; metrics and states of an endpoint. All through the app's own dispatch.

use gatewright::App;
use gatewright_sandbox::Fault;
use serde_json::{Value, json};
use tauri::Manager;

use crate::desk::Desk;

const ONE: &str = "support-assistant-chat";

fn query(change: &Value) -> Value {
    let mut query = json!({ "search": "", "view": "all", "sort": "name", "descending": false, "offset": 0, "limit": 100, "refresh": true });
    query.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    query
}

fn list(desk: &Desk, change: &Value) -> Value {
    desk.ok("endpoints_list", json!({ "query": query(change) }))
}

fn names(page: &Value) -> Vec<String> {
    page["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

fn fault(desk: &Desk, fault: Fault) {
    let app = desk.app.state::<App>();
    tauri::async_runtime::block_on(app.sandbox()).unwrap().add_fault(fault);
}

fn tags(desk: &Desk, name: &str) -> Value {
    desk.ok("endpoints_get", json!({ "name": name }))["tags"].clone()
}

#[test]
fn every_count_of_the_filters_is_what_the_list_then_shows() {
    let desk = Desk::new();
    let facets = desk.ok("endpoints_facets", json!({ "query": query(&json!({})) }));
    let mut looked = 0;
    for (list_of, key) in [
        ("providers", "value"),
        ("states", "state"),
        ("tasks", "value"),
        ("creators", "value"),
        ("tags", "tag"),
    ] {
        for one in facets[list_of].as_array().unwrap() {
            let mut change = json!({});
            change[list_of] = json!([one[key]]);
            assert_eq!(list(&desk, &change)["matching"], one["count"], "{list_of} {one}");
            looked += 1;
        }
    }
    assert!(looked > 12, "the demo world has values to filter by: {facets}");
}

#[test]
fn a_list_keeps_its_name_and_its_question_and_an_empty_name_is_refused() {
    let desk = Desk::new();
    let wanted = query(
        &json!({ "view": "mine", "providers": ["openai"], "tags": [{ "key": "team", "value": "search" }] }),
    );
    desk.ok("endpoints_view_save", json!({ "name": " Ours ", "query": wanted }));
    let again = Desk::on(desk.folder.clone());
    let views = again.ok("endpoints_views", json!({}));
    assert_eq!((&views[0]["name"], &views[0]["query"]["providers"]), (&json!("Ours"), &json!(["openai"])));
    assert_eq!(views[0]["query"]["tags"][0]["value"], "search");
    let refused = again.fails("endpoints_view_save", json!({ "name": "  ", "query": wanted }));
    assert_eq!(refused["kind"], "invalid");
    assert_eq!(again.ok("endpoints_view_delete", json!({ "name": "Ours" })), json!([]));
}

#[test]
fn tags_are_set_on_many_and_one_that_refuses_stops_no_other() {
    let desk = Desk::new();
    let all = names(&list(&desk, &json!({})));
    let (first, second) = (all[0].as_str(), all[1].as_str());
    fault(
        &desk,
        Fault {
            pattern: format!("/api/2.0/serving-endpoints/{second}/tags"),
            status: Some(403),
            body: Some(json!({ "error_code": "PERMISSION_DENIED", "message": "needs CAN_MANAGE" })),
            ..Fault::default()
        },
    );
    let (told, heard) = desk.channel();
    let job = json!({ "names": [first, second, "gone"], "add": [{ "key": "cost-center", "value": "4711" }], "remove": [], "told": told });
    let results = desk.ok("endpoints_bulk_tag", job);
    let outcomes: Vec<_> = results.as_array().unwrap().iter().map(|one| one["outcome"].clone()).collect();
    assert_eq!(outcomes, ["done", "failed", "failed"], "{results}");
    assert_eq!(desk.messages(heard).len(), 3);
    assert!(results[1]["explanation"]["title"].as_str().unwrap().len() > 5, "{results}");
    assert!(
        tags(&desk, first).as_array().unwrap().contains(&json!({ "key": "cost-center", "value": "4711" }))
    );
    assert!(!tags(&desk, second).to_string().contains("4711"));

    let (told, _) = desk.channel();
    let again = json!({ "names": [first], "add": [{ "key": "cost-center", "value": "4711" }], "remove": [], "told": told });
    assert_eq!(desk.ok("endpoints_bulk_tag", again)[0]["outcome"], "unchanged");
    let (told, _) = desk.channel();
    let away = json!({ "names": [first], "add": [], "remove": ["cost-center"], "told": told });
    assert_eq!(desk.ok("endpoints_bulk_tag", away)[0]["outcome"], "done");
    assert!(!tags(&desk, first).to_string().contains("4711"));
}

#[test]
fn tags_that_cannot_be_meant_are_refused_before_anything_is_sent() {
    let desk = Desk::new();
    let (told, _) = desk.channel();
    let job = json!({ "names": [ONE], "add": [{ "key": "", "value": "4711" }], "remove": [], "told": told });
    let refused = desk.fails("endpoints_bulk_tag", job);
    assert_eq!((&refused["kind"], &refused["fields"][0]["path"]), (&json!("invalid"), &json!("add.0.key")));
}

#[test]
fn an_endpoint_says_what_it_counted_in_the_last_minute() {
    let desk = Desk::new();
    let metrics = desk.ok("endpoints_metrics", json!({ "name": ONE }));
    let count =
        |name: &str| metrics["lines"].as_array().unwrap().iter().filter(|line| line["name"] == name).count();
    assert_eq!(count("request_count_total"), 1);
    assert!(count("request_latency_ms_bucket") > 5, "{metrics}");
    assert_eq!(metrics["lines"][0]["labels"][0]["value"], ONE);
    assert_eq!(
        desk.fails("endpoints_metrics", json!({ "name": "gone" }))["explanation"]["layer"],
        "endpoint"
    );
}

#[test]
fn a_change_of_state_that_was_seen_is_still_known_after_a_restart() {
    let desk = Desk::new();
    let failed = list(&desk, &json!({ "view": "attention" }));
    let row = failed["rows"][0].clone();
    let seen = |desk: &Desk| desk.ok("endpoints_history", json!({ "name": row["name"] }));
    let before = seen(&desk);
    assert_eq!(before[0]["state"], row["state"]);
    let again = Desk::on(desk.folder.clone());
    list(&again, &json!({}));
    assert_eq!(seen(&again), before, "the same state seen again is no change");
    assert_eq!(seen(&again).as_array().unwrap().len(), 1);
}
