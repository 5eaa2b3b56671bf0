//! The list, one endpoint, and the way from a draft to an endpoint that is ready.

use gatewright::App;
use gatewright_sandbox::Fault;
use serde_json::{Value, json};
use tauri::Manager;

use crate::desk::Desk;

pub fn list(desk: &Desk, search: &str, view: &str) -> Value {
    let query = json!({ "search": search, "view": view, "sort": "name", "descending": false, "offset": 0, "limit": 100, "refresh": true });
    desk.ok("endpoints_list", json!({ "query": query }))
}

pub fn names(page: &Value) -> Vec<&str> {
    page["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect()
}

fn entity(
    name: &str,
    provider: &str,
    model: &str,
    form: &str,
    field: &str,
    reference: &str,
    share: u32,
) -> Value {
    json!({ "name": name, "provider": provider, "model": model, "authForm": form, "share": share, "locked": false,
            "values": [{ "field": field, "value": reference }] })
}

/// The draft of the main job: two providers, 80 / 20.
pub fn draft(desk: &Desk, name: &str) -> Value {
    for (key, value) in [("openai", "sk-works-0123456789"), ("anthropic", "sk-ant-works-0123456789")] {
        let secret =
            json!({ "scope": "ipc", "key": key, "value": value, "createScope": true, "replace": true });
        desk.ok("secrets_store", json!({ "secret": secret }));
    }
    let providers = desk.ok("providers_list", json!({}));
    let form = |id: &str| {
        let provider = providers.as_array().unwrap().iter().find(|provider| provider["id"] == id).unwrap();
        provider["authForms"][0]["id"].as_str().unwrap().to_owned()
    };
    json!({
        "name": name, "task": "llm/v1/chat", "fallback": true, "usageTracking": true, "description": "", "tags": [],
        "entities": [
            entity("gpt", "openai", "gpt-4o", &form("openai"), "openai_api_key", "{{secrets/ipc/openai}}", 80),
            entity("claude", "anthropic", "claude-sonnet-4-5", &form("anthropic"), "anthropic_api_key", "{{secrets/ipc/anthropic}}", 20),
        ],
    })
}

/// Creates it and waits until it is ready.
pub fn create(desk: &Desk, name: &str) -> Value {
    let draft = draft(desk, name);
    desk.ok("endpoints_create", json!({ "draft": draft }));
    let (channel, _) = desk.channel();
    desk.ok("endpoints_watch", json!({ "name": name, "progress": channel }))
}

fn fault(desk: &Desk, fault: Fault) {
    let app = desk.app.state::<App>();
    tauri::async_runtime::block_on(app.sandbox()).unwrap().add_fault(fault);
}

fn posts(desk: &Desk) -> usize {
    let app = desk.app.state::<App>();
    let running = tauri::async_runtime::block_on(app.sandbox()).unwrap();
    running
        .requests()
        .iter()
        .filter(|entry| {
            entry.method == "POST" && entry.path.trim_end_matches('/') == "/api/2.0/serving-endpoints"
        })
        .count()
}

#[test]
fn the_list_is_searched_sorted_and_paged_by_the_core() {
    let desk = Desk::new();
    let all = list(&desk, "", "all");
    let total = all["counts"]["all"].as_u64().unwrap();
    assert!(total >= 10, "{total} endpoints");
    let sorted = names(&all);
    assert!(sorted.is_sorted(), "{sorted:?}");
    assert_eq!(names(&list(&desk, "SUPPORT-assist", "all")), ["support-assistant-chat"]);
    assert!(!names(&list(&desk, "", "attention")).is_empty(), "some need attention");
    assert_eq!(list(&desk, "no such thing", "all")["matching"], 0);
    let query = json!({ "search": "", "view": "all", "sort": "name", "descending": true, "offset": 2, "limit": 3, "refresh": false });
    let page = desk.ok("endpoints_list", json!({ "query": query }));
    let mut backwards = sorted.clone();
    backwards.reverse();
    assert_eq!(names(&page), backwards[2..5]);
}

#[test]
fn states_are_told_apart() {
    let desk = Desk::new();
    let all = list(&desk, "", "all");
    let states: std::collections::BTreeSet<&str> =
        all["rows"].as_array().unwrap().iter().map(|row| row["state"].as_str().unwrap()).collect();
    for state in ["ready", "updating", "readyUpdateFailed"] {
        assert!(states.contains(state), "{state} is missing in {states:?}");
    }
    assert!(states.contains("failed") || states.contains("notReady"), "{states:?}");
}

#[test]
fn shares_come_for_the_rows_that_are_asked_for() {
    let desk = Desk::new();
    let splits = desk
        .ok("endpoints_splits", json!({ "names": ["multi-provider-llm", "code-review-bot", "not-there"] }));
    let of = |name: &str| splits.as_array().unwrap().iter().find(|split| split["name"] == name).cloned();
    let percents = |split: Value| -> Vec<u64> {
        split["shares"].as_array().unwrap().iter().map(|share| share["percent"].as_u64().unwrap()).collect()
    };
    assert_eq!(percents(of("multi-provider-llm").unwrap()), [40, 30, 20, 10]);
    assert_eq!(percents(of("code-review-bot").unwrap()), [100]);
    assert!(of("not-there").is_none(), "one that is gone does not spoil the others");
}

#[test]
fn a_two_provider_endpoint_is_created_and_becomes_ready() {
    let desk = Desk::new();
    let draft = draft(&desk, "ipc-two");
    let review = desk.ok("endpoints_review", json!({ "draft": draft }));
    assert_eq!(
        review["problems"].as_array().unwrap().iter().filter(|problem| problem["blocks"] == true).count(),
        0,
        "{review:#}"
    );
    assert!(review["sentence"].as_str().unwrap().contains("80"));
    let body: Value = serde_json::from_str(review["body"].as_str().unwrap()).unwrap();
    assert_eq!(body["config"]["traffic_config"]["routes"][1]["traffic_percentage"], 20);
    assert_eq!(
        body["config"]["served_entities"][0].as_object().unwrap().keys().collect::<Vec<_>>(),
        ["name", "external_model"]
    );

    desk.ok("endpoints_create", json!({ "draft": draft }));
    let (channel, number) = desk.channel();
    let ready = desk.ok("endpoints_watch", json!({ "name": "ipc-two", "progress": channel }));
    assert_eq!(ready["state"], "ready");
    assert_eq!(ready["entities"][1]["share"], 20);
    assert_eq!(ready["entities"][0]["secrets"][0], "{{secrets/ipc/openai}}");
    assert!(!desk.messages(number).is_empty(), "the way there was told");
    assert!(names(&list(&desk, "ipc-two", "all")).contains(&"ipc-two"));
}

#[test]
fn a_create_whose_answer_was_lost_is_found_by_reading_and_not_sent_twice() {
    let desk = Desk::new();
    let draft = draft(&desk, "lost-answer");
    fault(
        &desk,
        Fault {
            pattern: "/api/2.0/serving-endpoints".into(),
            method: Some("POST".into()),
            reset: true,
            after_handler: true,
            times: Some(1),
            ..Fault::default()
        },
    );
    let created = desk.ok("endpoints_create", json!({ "draft": draft }));
    assert_eq!(created["name"], "lost-answer");
    assert_eq!(posts(&desk), 1, "one create was sent");
}

#[test]
fn a_name_that_is_taken_or_impossible_is_said_at_its_field() {
    let desk = Desk::new();
    let check = |name: &str| desk.ok("endpoints_check_name", json!({ "name": name }));
    assert_eq!(check("free-name"), Value::Null);
    for bad in ["code-review-bot", "a b", "-x", &"x".repeat(80), "", "databricks-mine"] {
        assert!(check(bad)["message"].as_str().is_some_and(|message| message.ends_with('.')), "{bad}");
    }
    let failure = desk.fails("endpoints_create", json!({ "draft": draft(&desk, "code-review-bot") }));
    assert!(failure.to_string().contains("code-review-bot"), "{failure:#}");
}

#[test]
fn a_draft_that_cannot_work_is_not_sent() {
    let desk = Desk::new();
    let mut wrong = draft(&desk, "wrong-draft");
    wrong["entities"][0]["share"] = 70.into();
    wrong["entities"][1]["values"][0]["value"] = "secrets/without/braces".into();
    let failure = desk.fails("endpoints_create", json!({ "draft": wrong }));
    assert_eq!(failure["kind"], "invalid");
    let paths: Vec<_> =
        failure["fields"].as_array().unwrap().iter().map(|field| field["path"].as_str().unwrap()).collect();
    assert!(paths.contains(&"shares"), "{paths:?}");
    assert!(paths.iter().any(|path| path.starts_with("entities.1.values")), "{paths:?}");
    assert_eq!(posts(&desk), 0);
}

#[test]
fn a_draft_survives_a_restart() {
    let desk = Desk::new();
    let draft = draft(&desk, "half-done");
    assert_eq!(desk.ok("endpoints_draft_get", json!({})), Value::Null);
    desk.ok("endpoints_draft_save", json!({ "draft": draft, "step": "traffic" }));
    let again = Desk::on(desk.folder.clone());
    let saved = again.ok("endpoints_draft_get", json!({}));
    assert_eq!((&saved["draft"], saved["step"].as_str()), (&draft, Some("traffic")));
    again.ok("endpoints_draft_discard", json!({}));
    assert_eq!(again.ok("endpoints_draft_get", json!({})), Value::Null);
}

#[test]
fn an_answer_in_a_foreign_shape_is_read_or_explained() {
    let desk = Desk::new();
    let odd = json!({ "endpoints": [{ "name": "odd", "state": { "ready": "BRAND_NEW", "config_update": 7 }, "task": "llm/v9/dream",
        "creation_timestamp": "1700000000000", "last_updated_timestamp": "1700000000000", "surprise": [1, 2],
        "config": { "served_entities": [{ "name": "x", "external_model": { "name": "m", "provider": "newcomer", "task": "llm/v1/chat" } }] } }] });
    fault(
        &desk,
        Fault {
            pattern: "/api/2.0/serving-endpoints".into(),
            method: Some("GET".into()),
            status: Some(200),
            body: Some(odd),
            times: Some(1),
            ..Fault::default()
        },
    );
    assert_eq!(names(&list(&desk, "", "all")), ["odd"]);
    fault(
        &desk,
        Fault {
            pattern: "/api/2.0/serving-endpoints".into(),
            method: Some("GET".into()),
            status: Some(200),
            body: Some("<html><title>Sign in</title><body>Log in to continue</body></html>".into()),
            headers: std::iter::once(("content-type".to_owned(), "text/html".to_owned())).collect(),
            times: Some(1),
            ..Fault::default()
        },
    );
    let query = json!({ "search": "", "view": "all", "sort": "name", "descending": false, "offset": 0, "limit": 10, "refresh": true });
    let failure = desk.fails("endpoints_list", json!({ "query": query }));
    assert_ne!(failure["kind"], "unexpected", "{failure:#}");
    assert!(!failure["explanation"]["title"].as_str().unwrap().contains("JSON"), "{failure:#}");
}

#[test]
fn an_endpoint_is_deleted() {
    let desk = Desk::new();
    desk.ok("endpoints_delete", json!({ "name": "code-review-bot" }));
    assert!(!names(&list(&desk, "", "all")).contains(&"code-review-bot"));
    assert_eq!(desk.fails("endpoints_get", json!({ "name": "code-review-bot" }))["kind"], "refused");
}
