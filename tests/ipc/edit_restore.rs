//! Putting back what an edit changed: the draft that comes of it differs from the endpoint in just those fields.

use serde_json::json;

use crate::edit_place::{apply, elsewhere, endpoint_path, open, place, review, stands};

#[test]
fn a_tag_that_an_edit_added_is_taken_away_again() {
    let place = place();
    let mut edit = open(&place)["edit"].clone();
    let name = edit["endpoint"].clone();
    edit["tags"].as_array_mut().unwrap().push(json!({ "key": "added", "value": "1" }));
    assert_eq!(apply(&place, &edit).unwrap()["state"], "done");
    assert!(stands(&place)["tags"].to_string().contains("added"));
    let page = place.desk.ok("activity_list", json!({ "endpoint": name, "offset": 0, "limit": 5 }));
    let id = page["entries"][0]["id"].clone();
    place.desk.ok("activity_restore", json!({ "id": id, "side": "before" }));
    let restored = open(&place)["edit"].clone();
    assert!(!restored["tags"].to_string().contains("added"), "{restored:#}");
    let said = review(&place, &restored);
    assert!(said["changes"].to_string().contains("added"), "{said:#}");
    assert_eq!(apply(&place, &restored).unwrap()["state"], "done");
    assert!(!stands(&place)["tags"].to_string().contains("added"));
}

/// The ledger's newest change of the endpoint, made a draft of what was before.
fn put_back(place: &crate::secrets_place::Place) -> serde_json::Value {
    let page = place.desk.ok("activity_list", json!({ "endpoint": "chat", "offset": 0, "limit": 5 }));
    place.desk.ok("activity_restore", json!({ "id": page["entries"][0]["id"], "side": "before" }))
}

/// The gateway with a limit and a field nobody knows, and then changed with this app.
fn with_a_changed_gateway() -> crate::secrets_place::Place {
    let place = place();
    let before = json!({
        "usage_tracking_config": {"enabled": true},
        "rate_limits": [{"key": "endpoint", "renewal_period": "minute", "calls": 600}],
    });
    elsewhere(&place, "PUT", &endpoint_path("/ai-gateway"), &before);
    let state = place.desk.ok("gateway_get", json!({ "endpoint": "chat" }));
    let mut settings = state["settings"].clone();
    settings["rateLimits"] = json!([]);
    settings["usageTracking"] = json!(false);
    let (told, _) = place.desk.channel();
    let arguments =
        json!({ "endpoint": "chat", "stamp": state["stamp"], "settings": settings, "told": told });
    assert_eq!(place.desk.ok("gateway_apply", arguments)["state"], "done");
    assert!(!stands(&place)["ai_gateway"].to_string().contains("600"));
    place
}

#[test]
fn the_gateway_comes_back_in_the_same_reviewed_plan() {
    let place = with_a_changed_gateway();
    let restored = put_back(&place);
    assert_eq!(restored["lost"], json!([]), "{restored:#}");
    let edit = restored["edit"].clone();
    assert_eq!(open(&place)["edit"], edit, "it is the unfinished edit of the endpoint");
    let said = review(&place, &edit);
    let calls = said["calls"].as_array().unwrap();
    assert!(calls.iter().any(|call| call["path"].as_str().unwrap().ends_with("/ai-gateway")), "{said:#}");
    assert!(said["changes"].as_array().unwrap().iter().all(|one| one["part"] == "gateway"), "{said:#}");
    assert_eq!(apply(&place, &edit).unwrap()["state"], "done");
    let gateway = stands(&place)["ai_gateway"].clone();
    assert_eq!(gateway["rate_limits"][0]["calls"], 600, "{gateway:#}");
    assert_eq!(gateway["usage_tracking_config"]["enabled"], true);
    assert!(open(&place)["edit"]["gateway"].is_null(), "nothing is left to put back");
}

#[test]
fn a_gateway_that_others_changed_since_is_one_decision() {
    let place = with_a_changed_gateway();
    let edit = put_back(&place)["edit"].clone();
    let theirs = json!({ "rate_limits": [{"key": "endpoint", "renewal_period": "minute", "calls": 7}] });
    elsewhere(&place, "PUT", &endpoint_path("/ai-gateway"), &theirs);
    let said = review(&place, &edit);
    let line = said["conflict"]["lines"].as_array().unwrap().iter().find(|line| line["path"] == "ai_gateway");
    let line = line.unwrap_or_else(|| panic!("{said:#}"));
    assert_eq!(line["clash"], true);
    assert!(
        line["theirs"].as_str().unwrap().contains('7') && line["yours"].as_str().unwrap().contains("600")
    );
    let rebase = |take: serde_json::Value| {
        place.desk.ok("endpoints_edit_rebase", json!({ "edit": edit, "take": take }))
    };
    assert!(rebase(json!(["ai_gateway"]))["gateway"].is_null(), "theirs stays whole");
    let mine = rebase(json!([]));
    assert_eq!(apply(&place, &mine).unwrap()["state"], "done");
    assert_eq!(stands(&place)["ai_gateway"]["rate_limits"][0]["calls"], 600);
}

#[test]
fn who_may_use_it_and_who_is_told_come_back() {
    let place = place();
    let mut edit = open(&place)["edit"].clone();
    let before = edit["access"].clone();
    let row = json!({ "principal": "bea@example.com", "kind": "user", "level": "CAN_QUERY", "inherited": null, "you": false });
    edit["access"].as_array_mut().unwrap().push(row);
    edit["notifications"]["onFailure"] = json!(["ada@example.com"]);
    assert_eq!(apply(&place, &edit).unwrap()["state"], "done");
    assert!(open(&place)["edit"]["access"].to_string().contains("bea@"));
    let restored = put_back(&place)["edit"].clone();
    assert_eq!(apply(&place, &restored).unwrap()["state"], "done");
    let now = open(&place)["edit"].clone();
    assert_eq!((&now["access"], &now["notifications"]["onFailure"]), (&before, &json!([])));
}
