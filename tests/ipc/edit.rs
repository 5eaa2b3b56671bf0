//! Editing an endpoint: opened, kept, reviewed, applied; and everything that has to stop an edit before it does harm.

use gatewright_sandbox::{Fault, Identity, Options, WorldKind};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::edit_place::{
    apply, blocks, change_elsewhere, changes, elsewhere, open, place, review, stands, writes,
};
use crate::secrets_place::{OLD, Place, connect, sandbox};
use crate::secrets_unknown::{between, holds_all};

#[test]
fn every_part_is_changed_in_one_save_in_the_order_of_the_calls() {
    let place = place();
    let state = open(&place);
    assert_eq!(
        (&state["edit"], &state["savedAt"], &state["changedElsewhere"]),
        (&state["live"], &Value::Null, &json!(false))
    );
    let mut edit = state["edit"].clone();
    edit["entities"][0]["entity"]["model"] = json!("gpt-4o-mini");
    edit["tags"] = json!([{ "key": "team", "value": "search" }]);
    edit["notifications"]["onFailure"] = json!(["oncall@meridian-freight.com"]);
    edit["access"].as_array_mut().unwrap().push(
        json!({ "principal": "data-team", "kind": "group", "level": "CAN_QUERY", "inherited": null, "you": false }),
    );
    let said = review(&place, &edit);
    assert_eq!(blocks(&said), Vec::<String>::new());
    let labels: Vec<String> = changes(&said).into_iter().map(|(label, ..)| label).collect();
    assert_eq!(labels, ["Model of gpt", "Tag team", "Told of failure", "Access of group data-team"]);
    let calls: Vec<&str> =
        said["calls"].as_array().unwrap().iter().map(|one| one["method"].as_str().unwrap()).collect();
    assert_eq!(calls, ["GET", "PUT", "GET", "PATCH", "PATCH", "PUT"]);
    assert_eq!(said["asksName"], false);
    place.running.clear_requests();
    let change = apply(&place, &edit).unwrap();
    assert_eq!(change["state"], "done", "{change:#}");
    let sent = writes(&place);
    assert_eq!(sent[..3], ["PUT config", "PATCH tags", "PATCH notifications"], "{sent:?}");
    assert!(sent[3].starts_with("PUT ") && sent.len() == 4, "{sent:?}");
    let now = open(&place);
    assert_eq!(now["savedAt"], Value::Null, "what was applied is no draft any more");
    assert_eq!(now["live"]["entities"][0]["entity"]["model"], "gpt-4o-mini");
    assert_eq!(now["live"]["tags"], edit["tags"]);
    assert_eq!(now["live"]["notifications"], edit["notifications"]);
    assert!(now["live"]["access"].as_array().unwrap().iter().any(|row| row["principal"] == "data-team"));
}

#[test]
fn nothing_changed_is_said_and_not_sent() {
    let place = place();
    let edit = open(&place)["edit"].clone();
    let said = review(&place, &edit);
    assert_eq!(blocks(&said), ["edit: Nothing is changed yet."]);
    assert_eq!(
        (said["beforeJson"].as_str(), said["calls"].as_array().unwrap().len()),
        (said["afterJson"].as_str(), 0)
    );
    place.running.clear_requests();
    assert_eq!(apply(&place, &edit).unwrap_err()["kind"], "invalid");
    assert_eq!(writes(&place), Vec::<String>::new());
}

#[test]
fn entities_are_added_renamed_removed_and_put_into_another_order_at_once() {
    let place = place();
    let mut edit = open(&place)["edit"].clone();
    let mut new = edit["entities"][0].clone();
    new["original"] = Value::Null;
    new["entity"]["name"] = json!("spare");
    new["entity"]["share"] = json!(0);
    edit["entities"][1]["entity"]["name"] = json!("claude-main");
    edit["entities"][1]["entity"]["share"] = json!(100);
    let renamed = edit["entities"][1].clone();
    edit["entities"] = json!([renamed, new]);
    let said = review(&place, &edit);
    assert_eq!(blocks(&said), Vec::<String>::new(), "{said:#}");
    assert_eq!(said["asksName"], true, "in production, and all to one");
    assert!(
        said["removes"].as_array().unwrap().iter().any(|line| line.as_str().unwrap().contains("gpt")),
        "{said:#}"
    );
    assert!(
        changes(&said).iter().any(|(label, _, after)| label == "Name of claude" && after == "claude-main")
    );
    assert_eq!(apply(&place, &edit).unwrap()["state"], "done");
    let config = stands(&place)["config"].clone();
    let names: Vec<&str> = config["served_entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["claude-main", "spare"]);
    let routes = config["traffic_config"]["routes"].as_array().unwrap();
    assert_eq!((routes.len(), &routes[0]["traffic_percentage"]), (2, &json!(100)));
}

#[test]
fn an_unfinished_edit_survives_a_restart_without_any_value_of_a_secret() {
    let place = place();
    let mut edit = open(&place)["edit"].clone();
    edit["entities"][0]["entity"]["model"] = json!("half-typed");
    edit["entities"][1]["entity"]["values"] =
        json!([{ "field": "openai_api_key", "value": "sk-works-canary-edit-77120945" }]);
    place.desk.ok("endpoints_edit_save", json!({ "edit": edit }));
    let place = place.opened_again();
    let state = open(&place);
    assert!(state["savedAt"].as_f64().is_some_and(|at| at > 0.0));
    assert_eq!(state["edit"]["entities"][0]["entity"]["model"], "half-typed");
    assert_eq!(state["live"]["entities"][0]["entity"]["model"], "gpt-4o");
    let written = place.desk.everything_written();
    assert!(!written.windows(14).any(|bytes| bytes == b"sk-works-canar"));
    place.desk.ok("endpoints_edit_discard", json!({ "name": "chat" }));
    assert_eq!(open(&place)["savedAt"], Value::Null);
}

#[test]
fn a_key_that_nobody_can_read_stays_through_an_edit_and_blocks_a_rename() {
    let place = Place::empty(Options::default());
    let model = json!({ "provider": "anthropic", "name": "claude-sonnet-4-5", "task": "llm/v1/chat",
                        "anthropic_config": { "anthropic_api_key_plaintext": "sk-ant-works-0123456789" } });
    let body = json!({ "name": "chat", "config": { "served_entities": [{ "name": "claude", "external_model": model }] } });
    elsewhere(&place, "POST", "/api/2.0/serving-endpoints", &body);
    place.watch("chat");
    let mut edit = open(&place)["edit"].clone();
    assert_eq!(edit["entities"][0]["kept"], json!(["anthropic_api_key"]));
    edit["entities"][0]["entity"]["model"] = json!("claude-haiku-4-5");
    assert_eq!(blocks(&review(&place, &edit)), Vec::<String>::new());
    assert_eq!(apply(&place, &edit).unwrap()["state"], "done");
    let state = open(&place);
    assert_eq!(state["live"]["entities"][0]["kept"], json!(["anthropic_api_key"]));
    let mut renamed = state["edit"].clone();
    renamed["entities"][0]["entity"]["name"] = json!("claude-2");
    assert!(blocks(&review(&place, &renamed)).iter().any(|one| one.starts_with("entities.0.kept")));
    // With a reference it may get another name.
    place.store("anthropic", "sk-ant-works-0123456789");
    renamed["entities"][0]["entity"]["values"] =
        json!([{ "field": "anthropic_api_key", "value": "{{secrets/llm/anthropic}}" }]);
    assert_eq!(blocks(&review(&place, &renamed)), Vec::<String>::new());
    assert_eq!(apply(&place, &renamed).unwrap()["state"], "done");
    assert_eq!(open(&place)["live"]["entities"][0]["kept"], json!([]));
}

#[test]
fn nobody_takes_the_right_to_manage_from_themselves() {
    let place = place();
    let mut edit = open(&place)["edit"].clone();
    let rows = edit["access"].as_array_mut().unwrap();
    assert!(
        rows.iter()
            .any(|row| row["inherited"].as_str().is_some_and(|text| text.contains("every serving endpoint")))
    );
    rows.retain(|row| row["you"] != true);
    let said = review(&place, &edit);
    assert!(blocks(&said).iter().any(|one| one.contains("CAN MANAGE from you")), "{said:#}");
    place.running.clear_requests();
    assert_eq!(apply(&place, &edit).unwrap_err()["kind"], "invalid");
    assert_eq!(writes(&place), Vec::<String>::new());
}

#[test]
fn what_others_granted_meanwhile_is_not_taken_away_by_a_save() {
    let place = place();
    let mut edit = open(&place)["edit"].clone();
    let id = stands(&place)["id"].as_str().unwrap().to_owned();
    let path = format!("/api/2.0/permissions/serving-endpoints/{id}");
    let grant = json!({ "access_control_list": [{ "user_name": "noah.lindqvist@meridian-freight.com", "permission_level": "CAN_QUERY" }] });
    elsewhere(&place, "PATCH", &path, &grant);
    edit["access"].as_array_mut().unwrap().push(
        json!({ "principal": "data-team", "kind": "group", "level": "CAN_VIEW", "inherited": null, "you": false }),
    );
    assert_eq!(apply(&place, &edit).unwrap()["state"], "done");
    let now = open(&place)["live"]["access"].clone();
    let named = |name: &str| now.as_array().unwrap().iter().any(|row| row["principal"] == name);
    assert!(named("noah.lindqvist@meridian-freight.com") && named("data-team"), "{now:#}");
}

#[test]
fn while_an_update_runs_an_edit_waits() {
    let desk = Desk::new();
    let state = desk.ok("endpoints_edit_get", json!({ "name": "contract-extraction" }));
    let mut edit = state["edit"].clone();
    edit["entities"][0]["entity"]["model"] = json!("another-model");
    let said = desk.ok("endpoints_edit_review", json!({ "edit": edit }));
    assert!(blocks(&said).iter().any(|one| one.contains("is being changed right now")), "{said:#}");
    let (told, _) = desk.channel();
    assert_eq!(desk.fails("endpoints_edit_apply", json!({ "edit": edit, "told": told }))["kind"], "invalid");
}

#[test]
fn who_may_only_look_is_told_before_anything_is_typed_for_nothing() {
    let running =
        sandbox(Options { world: WorldKind::Demo, identity: Identity::Limited, ..Options::default() });
    let desk = Desk::new();
    connect(&desk, &running);
    let state = desk.ok("endpoints_edit_get", json!({ "name": "multi-provider-llm" }));
    let mut edit = state["edit"].clone();
    edit["tags"].as_array_mut().unwrap().push(json!({ "key": "x", "value": null }));
    let said = desk.ok("endpoints_edit_review", json!({ "edit": edit }));
    assert!(blocks(&said).iter().any(|one| one.contains("needs CAN MANAGE")), "{said:#}");
}

#[test]
fn a_refusal_in_the_middle_leaves_the_rest_as_the_unfinished_edit() {
    let place = place();
    let mut edit = open(&place)["edit"].clone();
    edit["entities"][0]["entity"]["model"] = json!("gpt-4o-mini");
    edit["tags"] = json!([{ "key": "team", "value": "search" }]);
    let body =
        json!({ "error_code": "PERMISSION_DENIED", "message": "You do not have permission to edit tags." });
    place.fault(Fault {
        pattern: "/api/2.0/serving-endpoints/chat/tags".into(),
        method: Some("PATCH".into()),
        status: Some(403),
        body: Some(body),
        ..Fault::default()
    });
    let change = apply(&place, &edit).unwrap();
    assert_eq!(change["state"], "failed", "{change:#}");
    place.running.clear_faults();
    let state = open(&place);
    assert_eq!(state["changedElsewhere"], false, "our own half is nobody else's change");
    let said = review(&place, &state["edit"]);
    assert_eq!(changes(&said), [("Tag team".to_owned(), Value::Null, json!("search"))]);
    assert_eq!(apply(&place, &state["edit"]).unwrap()["state"], "done");
}

#[test]
fn an_order_that_comes_back_differently_is_not_written_by_an_edit_of_a_tag() {
    let place = place();
    elsewhere(&place, "POST", "/sandbox/settings", &json!({ "alphabetise_entities": true }));
    let state = open(&place);
    let shown: Vec<&str> = state["live"]["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["original"].as_str().unwrap())
        .collect();
    assert_eq!(shown, ["claude", "gpt"]);
    let mut edit = state["edit"].clone();
    edit["tags"] = json!([{ "key": "team", "value": null }]);
    place.running.clear_requests();
    assert_eq!(apply(&place, &edit).unwrap()["state"], "done");
    assert_eq!(writes(&place), ["PATCH tags"]);
}

#[test]
fn sixteen_entities_are_doubted_before_and_explained_after_the_refusal() {
    let place = place();
    let mut edit = open(&place)["edit"].clone();
    for number in 0..14 {
        let mut new = edit["entities"][0].clone();
        new["original"] = Value::Null;
        new["entity"]["name"] = json!(format!("spare-{number}"));
        new["entity"]["share"] = json!(0);
        edit["entities"].as_array_mut().unwrap().push(new);
    }
    let said = review(&place, &edit);
    assert_eq!(blocks(&said), Vec::<String>::new());
    assert!(said["problems"].to_string().contains("16 served entities"), "{said:#}");
    let change = apply(&place, &edit).unwrap();
    assert_eq!(change["state"], "failed", "{change:#}");
    assert!(
        change["steps"][0]["explanation"]["title"].as_str().is_some_and(|title| !title.is_empty()),
        "{change:#}"
    );
    let state = open(&place);
    assert_eq!(state["edit"]["entities"].as_array().unwrap().len(), 16, "what was typed is kept");
    assert_eq!(state["live"]["entities"].as_array().unwrap().len(), 2);
}

#[test]
fn a_scope_that_was_deleted_stops_the_write_and_changes_nothing() {
    let place = place();
    let mut edit = open(&place)["edit"].clone();
    edit["entities"][0]["entity"]["values"] =
        json!([{ "field": "openai_api_key", "value": "{{secrets/gone/openai}}" }]);
    let change = apply(&place, &edit).unwrap();
    assert_eq!(change["state"], "failed", "{change:#}");
    assert!(change["steps"][0]["explanation"].to_string().contains("gone"), "{change:#}");
    assert!(stands(&place).to_string().contains(OLD));
    assert_eq!(
        open(&place)["edit"]["entities"][0]["entity"]["values"][0]["value"],
        "{{secrets/gone/openai}}"
    );
}

#[test]
fn a_creator_who_left_is_known_after_the_first_refusal() {
    let desk = Desk::new();
    let name = json!({ "name": "legacy-completions" });
    let mut edit = desk.ok("endpoints_edit_get", name.clone())["edit"].clone();
    edit["entities"][0]["entity"]["model"] = json!("command-light");
    let (told, _) = desk.channel();
    let change = desk.ok("endpoints_edit_apply", json!({ "edit": edit, "told": told }));
    assert_eq!(change["state"], "failed", "{change:#}");
    let state = desk.ok("endpoints_edit_get", name);
    let said = state["creatorLeft"].as_str().unwrap();
    assert!(said.contains("tomas.berg@meridian-freight.com"), "{said}");
}

#[test]
fn traffic_that_a_colleague_wrote_as_text_is_read_as_a_share() {
    let place = place();
    change_elsewhere(&place, |config| {
        config["traffic_config"]["routes"][0]["traffic_percentage"] = json!("50");
    });
    let mut edit = open(&place)["edit"].clone();
    assert_eq!(edit["entities"][0]["entity"]["share"], 50);
    edit["entities"][1]["entity"]["model"] = json!("gpt-4.1");
    let said = review(&place, &edit);
    assert_eq!(changes(&said).len(), 1, "{said:#}");
    assert_eq!(apply(&place, &edit).unwrap()["state"], "done");
}

#[test]
fn fields_of_a_later_databricks_survive_an_edit_of_one_unrelated_field() {
    let running = sandbox(Options { world: WorldKind::Empty, ..Options::default() });
    let (address, written) = between(running.host().strip_prefix("http://").unwrap().to_owned());
    let place = Place::behind(running, &address);
    place.store("openai", "sk-works-0123456789");
    place.create("rot", &["gpt", "spare"]);
    let mut edit = place.desk.ok("endpoints_edit_get", json!({ "name": "rot" }))["edit"].clone();
    edit["entities"][1]["entity"]["model"] = json!("gpt-4.1");
    let said = review(&place, &edit);
    assert_eq!(changes(&said).len(), 1, "{said:#}");
    assert_eq!(apply(&place, &edit).unwrap()["state"], "done");
    let written = written.lock().unwrap();
    assert_eq!(written.len(), 1);
    holds_all(&written[0], OLD);
    assert_eq!(written[0]["served_entities"][1]["external_model"]["name"], "gpt-4.1");
}
