//! Putting back what an edit changed: the draft that comes of it differs from the endpoint in just those fields.

use serde_json::json;

use crate::edit_place::{apply, open, place, review, stands};

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
