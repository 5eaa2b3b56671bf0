//! The gateway room: read, kept, reviewed, written in one save or two; and what Databricks refuses.

use gatewright_sandbox::Options;
use serde_json::{Value, json};

use crate::edit_place::{elsewhere, endpoint_path, place, stands};
use crate::secrets_place::Place;

/// The endpoint `chat` with an inference table that is on, a limit, and deprecated words.
fn with_gateway() -> Place {
    let place = place();
    let gateway = json!({
        "inference_table_config": {"enabled": true, "catalog_name": "main", "schema_name": "llm_gateway", "table_name_prefix": "chat"},
        "rate_limits": [{"key": "endpoint", "renewal_period": "minute", "calls": 600}],
        "guardrails": {"input": {"safety": true, "invalid_keywords": ["gold"]}},
    });
    elsewhere(&place, "PUT", &endpoint_path("/ai-gateway"), &gateway);
    place
}

fn get(place: &Place) -> Value {
    place.desk.ok("gateway_get", json!({ "endpoint": "chat" }))
}

fn given(state: &Value, settings: &Value) -> Value {
    json!({ "endpoint": "chat", "stamp": state["stamp"], "settings": settings })
}

fn review(place: &Place, state: &Value, settings: &Value) -> Value {
    place.desk.ok("gateway_review", given(state, settings))
}

fn arguments(place: &Place, state: &Value, settings: &Value) -> Value {
    let (channel, _) = place.desk.channel();
    let mut arguments = given(state, settings);
    arguments["told"] = json!(channel);
    arguments
}

fn apply(place: &Place, state: &Value, settings: &Value) -> Value {
    place.desk.ok("gateway_apply", arguments(place, state, settings))
}

fn blocks(review: &Value) -> Vec<&str> {
    let problems = review["problems"].as_array().unwrap().iter();
    problems.filter(|one| one["blocks"] == true).map(|one| one["path"].as_str().unwrap()).collect()
}

fn draft(place: &Place) -> Value {
    place.desk.ok("gateway_draft_get", json!({ "endpoint": "chat" }))
}

#[test]
fn a_gateway_is_read_changed_and_live_with_what_nobody_touched_as_it_was() {
    let place = with_gateway();
    let state = get(&place);
    assert_eq!(state["entities"], json!(["gpt", "claude"]));
    assert_eq!(state["settings"]["input"]["keywords"], json!(["gold"]));
    assert_eq!(
        state["settings"]["output"]["keywords"],
        Value::Null,
        "deprecated and not there, so not shown"
    );
    let mut settings = state["settings"].clone();
    settings["usageTracking"] = json!(true);
    settings["fallback"] = json!(true);
    settings["output"]["pii"] = json!("mask");
    settings["rateLimits"].as_array_mut().unwrap().push(
        json!({ "key": "userGroup", "principal": "data-team", "calls": null, "tokens": 4000, "period": "minute" }),
    );
    let said = review(&place, &state, &settings);
    assert_eq!(blocks(&said), Vec::<&str>::new(), "{said:#}");
    assert_eq!(said["removes"], json!([]));
    assert_eq!(said["calls"].as_array().unwrap().len(), 2);
    place.desk.ok(
        "gateway_draft_save",
        json!({ "endpoint": "chat", "stamp": state["stamp"], "settings": settings }),
    );
    assert_eq!(draft(&place)["settings"], settings);
    assert_eq!(draft(&place)["base"], state["settings"], "what stood there when it was begun");
    let change = apply(&place, &state, &settings);
    assert_eq!((&change["state"], &change["origin"]), (&json!("done"), &json!("gateway")), "{change:#}");
    assert_eq!(get(&place)["settings"], settings);
    assert_eq!(draft(&place), Value::Null, "what was applied is no draft any more");
    assert_eq!(stands(&place)["ai_gateway"]["guardrails"]["input"]["invalid_keywords"], json!(["gold"]));
}

#[test]
fn a_table_moves_in_two_saves_that_databricks_would_refuse_as_one() {
    let place = with_gateway();
    let state = get(&place);
    let mut settings = state["settings"].clone();
    settings["inferenceTable"]["catalog"] = json!("ml_logs");
    settings["inferenceTable"]["schema"] = json!("serving");
    assert_eq!(review(&place, &state, &settings)["calls"].as_array().unwrap().len(), 3);
    let change = apply(&place, &state, &settings);
    assert_eq!(change["state"], "done", "{change:#}");
    let kinds: Vec<&str> =
        change["steps"].as_array().unwrap().iter().map(|step| step["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["gateway", "gateway"]);
    let table = &stands(&place)["ai_gateway"]["inference_table_config"];
    assert_eq!((&table["catalog_name"], &table["enabled"]), (&json!("ml_logs"), &json!(true)));
}

#[test]
fn a_missing_grant_stops_the_second_save_names_itself_and_the_rest_is_gone_on_with() {
    let place = with_gateway();
    let state = get(&place);
    let mut settings = state["settings"].clone();
    settings["inferenceTable"]["schema"] = json!("finance_reports");
    let said = review(&place, &state, &settings);
    let needs =
        said["problems"].as_array().unwrap().iter().find(|one| one["path"] == "inferenceTable").unwrap();
    assert!(needs["message"].as_str().unwrap().contains("CREATE TABLE on main.finance_reports"));
    let change = apply(&place, &state, &settings);
    assert_eq!(change["state"], "failed", "{change:#}");
    let steps = change["steps"].as_array().unwrap();
    assert_eq!((&steps[0]["state"], &steps[1]["state"]), (&json!("done"), &json!("failed")));
    assert_eq!(steps[1]["explanation"]["title"], "CREATE TABLE is missing in Unity Catalog");
    let now = get(&place);
    assert_eq!(now["settings"]["inferenceTable"]["enabled"], false, "the first save is live");
    let kept = draft(&place);
    assert_eq!(
        (&kept["stamp"], &kept["settings"]),
        (&now["stamp"], &settings),
        "and the draft goes on from there"
    );
    let mut elsewhere = settings.clone();
    elsewhere["inferenceTable"]["schema"] = json!("default");
    assert_eq!(apply(&place, &now, &elsewhere)["state"], "done");
    assert_eq!(get(&place)["settings"]["inferenceTable"]["schema"], "default");
}

#[test]
fn a_rule_that_goes_is_named_before_it_is_removed_and_somebody_elses_change_stops_the_save() {
    let place = with_gateway();
    let state = get(&place);
    let mut settings = state["settings"].clone();
    settings["rateLimits"] = json!([]);
    let said = review(&place, &state, &settings);
    assert_eq!(
        said["removes"],
        json!(["This save also removes: Rate limit of the endpoint (600 calls a minute)."])
    );
    place.desk.ok("gateway_draft_save", given(&state, &settings));
    elsewhere(
        &place,
        "PUT",
        &endpoint_path("/ai-gateway"),
        &json!({"usage_tracking_config": {"enabled": true}}),
    );
    assert_eq!(blocks(&review(&place, &state, &settings)), ["stamp"]);
    let failure = place.desk.fails("gateway_apply", arguments(&place, &state, &settings));
    assert_eq!(failure["kind"], "conflict", "{failure:#}");
    assert_eq!(draft(&place)["settings"], settings, "what was changed is kept");
    assert_eq!(draft(&place)["base"], state["settings"], "beside what stood there when it was begun");
    assert_eq!(get(&place)["settings"]["usageTracking"], true, "and theirs is live");
    place.desk.ok("gateway_draft_discard", json!({ "endpoint": "chat" }));
    assert_eq!(draft(&place), Value::Null);
}

#[test]
fn what_databricks_would_refuse_is_refused_before_it_is_sent() {
    let place = with_gateway();
    let state = get(&place);
    let mut settings = state["settings"].clone();
    settings["rateLimits"] = (0..21)
        .map(|at| json!({ "key": "user", "principal": format!("u{at}@corp.com"), "calls": 5, "tokens": null, "period": "minute" }))
        .collect();
    assert_eq!(blocks(&review(&place, &state, &settings)), ["rateLimits"]);
    let failure = place.desk.fails("gateway_apply", arguments(&place, &state, &settings));
    assert_eq!(failure["kind"], "invalid");
    assert_eq!(get(&place)["settings"], state["settings"]);
}

#[test]
fn which_limit_stops_whom_is_told_for_a_caller() {
    let place = Place::empty(Options::default());
    let limit = |key: &str, principal: Option<&str>, calls: i64| json!({ "key": key, "principal": principal, "calls": calls, "tokens": null, "period": "minute" });
    let none = json!({ "safety": false, "pii": "none", "keywords": null, "topics": null });
    let settings = json!({ "usageTracking": false, "fallback": false, "input": none, "output": none,
        "inferenceTable": { "enabled": false, "catalog": "", "schema": "", "prefix": "" },
        "rateLimits": [limit("endpoint", None, 600), limit("user", None, 90), limit("userGroup", Some("night"), 900)] });
    let ask = |groups: &[&str]| {
        let who = json!({ "user": "lea@corp.com", "groups": groups, "servicePrincipal": null });
        place.desk.ok("gateway_bites", json!({ "settings": settings, "who": who }))
    };
    assert_eq!(ask(&[])["sentence"], "The rule for every user stops first: 90 calls a minute.");
    let member = ask(&["night"]);
    assert_eq!(
        member["sentence"],
        "The whole endpoint stops first: 600 calls a minute, shared with everybody."
    );
    assert_eq!(member["shadowed"][0]["sentence"], "900 calls is never reached, 600 stops first");
}

#[test]
fn catalogs_and_schemas_are_listed_and_those_that_take_no_table_say_why() {
    let place = place();
    let catalogs = place.desk.ok("gateway_catalogs", json!({}));
    let usable: Vec<&str> = catalogs
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["unusable"].is_null())
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(usable, ["finance", "main", "ml_logs"]);
    assert_eq!(catalogs.as_array().unwrap().len(), 6);
    let schemas = place.desk.ok("gateway_schemas", json!({ "catalog": "ml_logs" }));
    let names: Vec<&str> =
        schemas.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["archive", "serving", "information_schema"], "over an empty first page");
    let failure = place.desk.fails("gateway_schemas", json!({ "catalog": "finance" }));
    assert_eq!(failure["explanation"]["title"], "USE CATALOG is missing in Unity Catalog");
    let gone = place.desk.fails("gateway_schemas", json!({ "catalog": "nowhere" }));
    assert_eq!(gone["explanation"]["title"], "There is no catalog nowhere here");
}
