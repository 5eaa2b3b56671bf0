//! An endpoint that others change while it is edited: nothing of theirs is overwritten, nothing typed is lost.

use serde_json::{Value, json};

use crate::edit_place::{apply, blocks, change_elsewhere, open, place, review, stands, writes};
use crate::secrets_place::Place;

fn line<'a>(said: &'a Value, label: &str) -> &'a Value {
    let lines = said["conflict"]["lines"].as_array().unwrap();
    lines.iter().find(|line| line["label"] == label).unwrap_or_else(|| panic!("no {label} in {said:#}"))
}

fn rebase(place: &Place, edit: &Value, take: &[&Value]) -> Value {
    place.desk.ok("endpoints_edit_rebase", json!({ "edit": edit, "take": take }))
}

#[test]
fn an_entity_renamed_elsewhere_stops_the_save_and_the_edit_moves_over() {
    let place = place();
    let mut edit = open(&place)["edit"].clone();
    edit["entities"][0]["entity"]["model"] = json!("gpt-4o-mini");
    edit["entities"][0]["entity"]["share"] = json!(60);
    edit["entities"][1]["entity"]["share"] = json!(40);
    change_elsewhere(&place, |config| {
        config["served_entities"][0]["name"] = json!("gpt-main");
        for key in ["served_entity_name", "served_model_name"] {
            config["traffic_config"]["routes"][0][key] = json!("gpt-main");
        }
        // A mark that the two entities are not the same otherwise.
        config["served_entities"][1]["external_model"]["name"] = json!("gpt-4.1");
    });
    place.running.clear_requests();
    let failure = apply(&place, &edit).unwrap_err();
    assert_eq!(failure["kind"], "conflict", "{failure:#}");
    assert_eq!(writes(&place), Vec::<String>::new());
    let said = review(&place, &edit);
    assert!(blocks(&said).iter().any(|one| one.starts_with("stamp")));
    assert_eq!(
        line(&said, "Name of gpt"),
        &json!({ "label": "Name of gpt", "path": "config.served_entities[gpt].name", "base": "gpt", "theirs": "gpt-main",
                 "yours": "gpt", "clash": false })
    );
    assert_eq!(line(&said, "Model of gpt")["yours"], "gpt-4o-mini");
    let rebased = rebase(&place, &edit, &[]);
    assert_eq!(rebased["entities"][0]["original"], "gpt-main");
    assert_eq!(rebased["entities"][1]["entity"]["model"], "gpt-4.1", "their change stays");
    let said = review(&place, &rebased);
    assert_eq!((&said["conflict"], blocks(&said)), (&Value::Null, Vec::new()), "{said:#}");
    assert_eq!(apply(&place, &rebased).unwrap()["state"], "done");
    let config = stands(&place)["config"].clone();
    assert_eq!(config["served_entities"][0]["external_model"]["name"], "gpt-4o-mini");
    assert_eq!(config["traffic_config"]["routes"][0]["traffic_percentage"], 60);
    assert_eq!(config["served_entities"].as_array().unwrap().len(), 2);
}

#[test]
fn the_same_field_is_shown_three_ways_and_the_person_decides() {
    let place = place();
    let mut edit = open(&place)["edit"].clone();
    edit["entities"][0]["entity"]["model"] = json!("mine");
    change_elsewhere(&place, |config| {
        config["served_entities"][0]["external_model"]["name"] = json!("theirs")
    });
    let said = review(&place, &edit);
    let clash = line(&said, "Model of gpt");
    assert_eq!(
        (&clash["base"], &clash["theirs"], &clash["yours"], &clash["clash"]),
        (&json!("gpt-4o"), &json!("theirs"), &json!("mine"), &json!(true))
    );
    assert_eq!(rebase(&place, &edit, &[])["entities"][0]["entity"]["model"], "mine");
    let theirs = rebase(&place, &edit, &[&clash["path"]]);
    assert_eq!(theirs["entities"][0]["entity"]["model"], "theirs");
    let state = open(&place);
    assert_eq!(
        (&state["edit"], &state["changedElsewhere"]),
        (&theirs, &json!(false)),
        "it is the unfinished edit now"
    );
}

#[test]
fn an_edit_found_after_a_restart_knows_that_the_endpoint_moved_on() {
    let place = place();
    let mut edit = open(&place)["edit"].clone();
    edit["tags"] = json!([{ "key": "mine", "value": "1" }]);
    place.desk.ok("endpoints_edit_save", json!({ "edit": edit }));
    change_elsewhere(&place, |config| config["served_entities"].as_array_mut().unwrap().reverse());
    let place = place.opened_again();
    let state = open(&place);
    assert_eq!((&state["changedElsewhere"], &state["edit"]["tags"]), (&json!(true), &edit["tags"]));
    let said = review(&place, &state["edit"]);
    assert_eq!(
        line(&said, "Order of fallback")["theirs"],
        "claude, gpt",
        "the reading it started from was kept too"
    );
    let rebased = rebase(&place, &state["edit"], &[]);
    assert_eq!(rebased["entities"][0]["original"], "claude");
    assert_eq!(apply(&place, &rebased).unwrap()["state"], "done");
    assert_eq!(stands(&place)["tags"], json!([{ "key": "mine", "value": "1" }]));
}

#[test]
fn a_change_made_with_this_app_says_by_whom() {
    let place = place();
    let edit = open(&place)["edit"].clone();
    let mut other = edit.clone();
    other["tags"] = json!([{ "key": "first", "value": null }]);
    assert_eq!(apply(&place, &other).unwrap()["state"], "done");
    let mut late = edit;
    late["entities"][0]["entity"]["model"] = json!("late");
    let said = review(&place, &late);
    assert_eq!(said["conflict"]["who"], "dana.okafor@meridian-freight.com", "{said:#}");
}
