//! Moving traffic: review, apply, and what protects others' changes.

use gatewright::App;
use serde_json::{Value, json};
use tauri::Manager;

use crate::desk::Desk;
use crate::endpoints::create;

fn change(endpoint: &Value, shares: &[(&str, u32)]) -> Value {
    let shares: Vec<Value> =
        shares.iter().map(|(entity, percent)| json!({ "entity": entity, "percent": percent })).collect();
    json!({ "change": { "endpoint": endpoint["name"], "stamp": endpoint["stamp"], "shares": shares } })
}

fn watch(desk: &Desk, name: &str) -> Value {
    let (channel, _) = desk.channel();
    desk.ok("endpoints_watch", json!({ "name": name, "progress": channel }))
}

#[test]
fn a_new_split_is_reviewed_applied_and_becomes_live() {
    let desk = Desk::new();
    let endpoint = create(&desk, "moved");
    let wanted = change(&endpoint, &[("gpt", 60), ("claude", 40)]);
    let review = desk.ok("traffic_review", wanted.clone());
    assert_eq!(review["pointsMoved"], 20);
    assert_eq!(review["before"][0]["percent"], 80);
    desk.ok("traffic_apply", wanted);
    let live = watch(&desk, "moved");
    assert_eq!(
        (live["entities"][0]["share"].as_u64(), live["entities"][1]["share"].as_u64()),
        (Some(60), Some(40))
    );
    assert_eq!(
        live["entities"][0]["secrets"][0], "{{secrets/ipc/openai}}",
        "the rest of the config is as it was"
    );
}

#[test]
fn the_order_of_fallback_is_written_as_asked() {
    let desk = Desk::new();
    let endpoint = create(&desk, "reordered");
    desk.ok("traffic_apply", change(&endpoint, &[("claude", 20), ("gpt", 80)]));
    let live = watch(&desk, "reordered");
    assert_eq!(live["entities"][0]["name"], "claude");
}

#[test]
fn somebody_elses_change_is_not_overwritten() {
    let desk = Desk::new();
    let opened = create(&desk, "contested");
    desk.ok("traffic_apply", change(&opened, &[("gpt", 50), ("claude", 50)]));
    watch(&desk, "contested");
    let failure = desk.fails("traffic_apply", change(&opened, &[("gpt", 90), ("claude", 10)]));
    assert_eq!(failure["kind"], "conflict", "{failure:#}");
    let now = desk.ok("endpoints_get", json!({ "name": "contested" }));
    assert_eq!(now["entities"][0]["share"], 50);
}

#[test]
fn while_an_update_runs_nothing_is_sent() {
    let desk = Desk::new();
    let updating = desk.ok("endpoints_get", json!({ "name": "contract-extraction" }));
    assert_eq!(updating["state"], "updating");
    let shares: Vec<(String, u32)> = updating["entities"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
        .map(|(index, entity)| {
            (entity["name"].as_str().unwrap().to_owned(), if index == 0 { 100 } else { 0 })
        })
        .collect();
    let shares: Vec<(&str, u32)> = shares.iter().map(|(name, percent)| (name.as_str(), *percent)).collect();
    assert_eq!(desk.fails("traffic_apply", change(&updating, &shares))["kind"], "conflict");
    let app = desk.app.state::<App>();
    let running = tauri::async_runtime::block_on(app.sandbox()).unwrap();
    assert!(!running.requests().iter().any(|entry| entry.method == "PUT"));
}

#[test]
fn a_split_that_is_not_100_is_refused_before_anything_is_sent() {
    let desk = Desk::new();
    let endpoint = create(&desk, "ninety");
    for wrong in [vec![("gpt", 60), ("claude", 30)], vec![("gpt", 100)], vec![("gpt", 50), ("stranger", 50)]]
    {
        let failure = desk.fails("traffic_apply", change(&endpoint, &wrong));
        assert_eq!(failure["kind"], "invalid", "{wrong:?}: {failure:#}");
    }
}

#[test]
fn a_moved_divider_survives_a_restart() {
    let desk = Desk::new();
    let shares = json!([{ "entity": "a", "percent": 70 }, { "entity": "b", "percent": 30 }]);
    desk.ok("traffic_draft_save", json!({ "endpoint": "e", "shares": shares, "locked": ["b"] }));
    let again = Desk::on(desk.folder.clone());
    let draft = again.ok("traffic_draft_get", json!({ "endpoint": "e" }));
    assert_eq!((&draft["shares"], &draft["locked"]), (&shares, &json!(["b"])));
    again.ok("traffic_draft_discard", json!({ "endpoint": "e" }));
    assert_eq!(again.ok("traffic_draft_get", json!({ "endpoint": "e" })), Value::Null);
}
