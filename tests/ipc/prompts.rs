//! The prompt library: versions that stay, typing that is never lost, words that find a prompt, and files.

use serde_json::{Value, json};

use crate::desk::Desk;

fn content(name: &str, template: &str) -> Value {
    json!({ "name": name, "folder": "support/ mail ", "tags": ["late", " Late", "mail"], "system": "",
        "template": template, "target": { "endpoint": "support-assistant-chat", "entity": null }, "options": null })
}

fn create(desk: &Desk, name: &str, template: &str) -> String {
    let made = desk.ok("prompts_create", json!({ "content": content(name, template) }));
    made["id"].as_str().unwrap().to_owned()
}

fn versions(desk: &Desk, id: &str) -> Vec<Value> {
    desk.ok("prompts_versions", json!({ "id": id })).as_array().unwrap().clone()
}

fn found(desk: &Desk, words: &str) -> Vec<String> {
    let list = desk.ok("prompts_list", json!({ "words": words }));
    list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_saved_prompt_is_found_by_its_name_folder_tags_and_text() {
    let desk = Desk::new();
    create(&desk, "Delayed pallet", "Write to {{customer}}.");
    create(&desk, "Invoice", "Sum up the invoice.");
    assert_eq!(found(&desk, ""), ["Delayed pallet", "Invoice"]);
    assert_eq!(found(&desk, "CUSTOMER mail"), ["Delayed pallet"]);
    assert_eq!(found(&desk, "support/mail late"), ["Delayed pallet", "Invoice"]);
    assert!(found(&desk, "customer invoice").is_empty());
    let kept = desk.ok("prompts_list", json!({ "words": "pallet" }));
    assert_eq!(kept[0]["tags"], json!(["late", "mail"]));
}

#[test]
fn each_save_is_a_version_and_an_older_one_comes_back_as_a_new_one() {
    let desk = Desk::new();
    let id = create(&desk, "Mail", "first");
    desk.ok("prompts_save", json!({ "id": id, "content": content("Mail", "second") }));
    desk.ok("prompts_save", json!({ "id": id, "content": content("Mail", "second") }));
    assert_eq!(versions(&desk, &id).len(), 2, "what did not change is no version");
    let back = desk.ok("prompts_restore", json!({ "id": id, "version": 1 }));
    assert_eq!((&back["version"], &back["content"]["template"]), (&json!(3), &json!("first")));
    let texts: Vec<Value> =
        versions(&desk, &id).into_iter().map(|one| one["content"]["template"].clone()).collect();
    assert_eq!(texts, ["first", "second", "first"]);
}

#[test]
fn what_is_typed_survives_the_end_of_the_app_and_going_back() {
    let folder = tempfile::tempdir().unwrap();
    let id = {
        let desk = Desk::on(folder.path().to_owned());
        let id = create(&desk, "Mail", "saved");
        desk.ok("prompts_draft_save", json!({ "id": id, "draft": content("Mail", "half a sen") }));
        id
    };
    let desk = Desk::on(folder.path().to_owned());
    let prompt = desk.ok("prompts_get", json!({ "id": id }));
    assert_eq!(prompt["draft"]["template"], "half a sen");
    assert_eq!(prompt["content"]["template"], "saved");
    let back = desk.ok("prompts_restore", json!({ "id": id, "version": 1 }));
    assert_eq!(back["draft"], Value::Null);
    assert!(versions(&desk, &id).iter().any(|one| one["content"]["template"] == "half a sen"));
}

#[test]
fn typing_what_is_saved_already_leaves_no_draft() {
    let desk = Desk::new();
    let id = create(&desk, "Mail", "saved");
    let saved = desk.ok("prompts_get", json!({ "id": id }))["content"].clone();
    desk.ok("prompts_draft_save", json!({ "id": id, "draft": saved }));
    assert_eq!(desk.ok("prompts_get", json!({ "id": id }))["draft"], Value::Null);
}

#[test]
fn a_prompt_without_a_name_is_refused_and_what_was_typed_stays() {
    let desk = Desk::new();
    let id = create(&desk, "Mail", "saved");
    desk.ok("prompts_draft_save", json!({ "id": id, "draft": content(" ", "typed") }));
    let failure = desk.fails("prompts_save", json!({ "id": id, "content": content(" ", "typed") }));
    assert_eq!(failure["kind"], "invalid");
    assert_eq!(failure["fields"][0]["path"], "name");
    assert_eq!(desk.ok("prompts_get", json!({ "id": id }))["draft"]["template"], "typed");
}

#[test]
fn a_file_of_prompts_comes_back_beside_those_that_are_here() {
    let desk = Desk::new();
    let id = create(&desk, "Mail", "Dear {{customer}}");
    let file = desk.ok("prompts_export", json!({ "ids": [id], "format": "json" }));
    assert_eq!(file["fileName"], "mail.json");
    let came = desk.ok("prompts_import", json!({ "text": file["text"] }));
    assert_eq!(came["added"].as_array().unwrap().len(), 1);
    assert_eq!(found(&desk, ""), ["Mail", "Mail"]);
    let new = desk.ok("prompts_get", json!({ "id": came["added"][0] }));
    assert_eq!(new["content"], desk.ok("prompts_get", json!({ "id": id }))["content"]);
    let failure = desk.fails("prompts_import", json!({ "text": "name,text\na,b" }));
    assert_eq!(failure["kind"], "refused");
    assert_eq!(found(&desk, "").len(), 2);
}

#[test]
fn a_deleted_prompt_is_gone_with_its_versions() {
    let desk = Desk::new();
    let id = create(&desk, "Mail", "saved");
    desk.ok("prompts_delete", json!({ "id": id }));
    assert!(found(&desk, "").is_empty());
    assert!(versions(&desk, &id).is_empty());
    for command in ["prompts_get", "prompts_save"] {
        let failure = desk.fails(command, json!({ "id": id, "content": content("Mail", "x") }));
        assert_eq!(failure["kind"], "refused", "{command}");
    }
}
