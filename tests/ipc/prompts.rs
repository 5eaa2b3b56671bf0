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

fn with_tone(template: &str, choices: &Value) -> Value {
    let mut content = content("Mail", template);
    content["variables"] = json!([
        { "name": "tone", "kind": "choice", "label": " Tone of voice ", "choices": choices },
        { "name": "gone", "kind": "long", "label": "", "choices": [] },
    ]);
    content
}

#[test]
fn kinds_of_variables_belong_to_the_version_and_come_back_with_it() {
    let desk = Desk::new();
    let id = create(&desk, "Mail", "In a {{tone}} tone");
    let typed = with_tone("In a {{tone}} tone", &json!([" warm", "plain", "warm", ""]));
    let kept = desk.ok("prompts_save", json!({ "id": id, "content": typed }));
    let tone =
        json!({ "name": "tone", "kind": "choice", "label": "Tone of voice", "choices": ["warm", "plain"] });
    assert_eq!(kept["content"]["variables"], json!([tone]), "without what the text does not hold");
    desk.ok("prompts_save", json!({ "id": id, "content": kept["content"] }));
    assert_eq!(versions(&desk, &id).len(), 2, "what did not change is no version");
    let from = json!({ "prompt": id, "version": 1 });
    let of = |from: &Value, text: &str| desk.ok("prompts_filling", json!({ "from": from, "text": text }));
    assert_eq!(of(&from, "changed {{tone}}")["fields"], json!([]), "version 1 knew no kinds");
    assert_eq!(of(&json!({ "prompt": id, "version": 2 }), "changed {{tone}}")["fields"], json!([tone]));
    let back = desk.ok("prompts_restore", json!({ "id": id, "version": 1 }));
    assert_eq!(back["content"]["variables"], json!([]));
    let failure =
        desk.fails("prompts_save", json!({ "id": id, "content": with_tone("{{tone}}", &json!([" "])) }));
    assert_eq!(failure["fields"][0]["path"], "variables.tone");
}

#[test]
fn what_filled_a_prompt_last_comes_back_and_goes_with_the_drafts() {
    let folder = tempfile::tempdir().unwrap();
    let text = "To {{customer}} in {{days}} days";
    let filling = |desk: &Desk, from: Value, text: &str| {
        desk.ok("prompts_filling", json!({ "from": from, "text": text }))
    };
    let id = {
        let desk = Desk::on(folder.path().to_owned());
        let id = create(&desk, "Mail", text);
        desk.ok("prompts_keep_values", json!({ "id": id, "values": [["customer", "Ann"], ["days", "6"]] }));
        desk.ok("prompts_keep_values", json!({ "id": id, "values": [["days", ""]] }));
        id
    };
    let desk = Desk::on(folder.path().to_owned());
    let known = filling(&desk, json!({ "prompt": id, "version": 1 }), "typed over");
    assert_eq!(known["values"], json!([["customer", "Ann"]]));
    let found = filling(&desk, Value::Null, text);
    assert_eq!(found["prompt"], json!({ "prompt": id, "version": 1 }), "it says the same");
    for (from, text) in [(Value::Null, "something else"), (json!({ "prompt": "gone", "version": 1 }), text)] {
        assert_eq!(filling(&desk, from, text), json!({ "prompt": null, "fields": [], "values": [] }));
    }
    desk.ok("prompts_keep_values", json!({ "id": "gone", "values": [["customer", "Ann"]] }));
    desk.ok("app_clear_data", json!({ "what": "drafts" }));
    assert_eq!(filling(&desk, Value::Null, text)["values"], json!([]));
}

#[test]
fn the_rows_of_a_file_are_read_and_a_file_without_any_is_refused() {
    let desk = Desk::new();
    let rows = desk.ok("prompts_rows", json!({ "text": "customer;days\r\n\"Lee; Bo\";7\r\n" }));
    assert_eq!(rows, json!({ "columns": ["customer", "days"], "rows": [["Lee; Bo", "7"]], "notes": [] }));
    assert_eq!(desk.fails("prompts_rows", json!({ "text": "customer" }))["kind"], "refused");
}

#[test]
fn the_yaml_of_promptfoo_becomes_prompts_with_their_values_and_goes_out_again() {
    let desk = Desk::new();
    let text = "prompts:\n  - label: Mail\n    raw: To {{customer}}\nproviders: [x]\ntests:\n  - vars: {customer: Ann}\n";
    let came = desk.ok("prompts_import", json!({ "text": text }));
    assert!(came["notes"][0].as_str().unwrap().contains("providers"));
    let filling = desk.ok("prompts_filling", json!({ "from": null, "text": "To {{customer}}" }));
    assert_eq!(filling["values"], json!([["customer", "Ann"]]));
    let file = desk.ok("prompts_export", json!({ "ids": came["added"], "format": "promptfoo" }));
    let again = desk.ok("prompts_import", json!({ "text": file["text"] }));
    assert_eq!(again["notes"], json!([]));
    let template = |id: &Value| desk.ok("prompts_get", json!({ "id": id }))["content"]["template"].clone();
    assert_eq!(template(&again["added"][0]), template(&came["added"][0]));
}

#[test]
fn prompts_move_between_folders_as_versions_and_what_is_typed_moves_along() {
    let desk = Desk::new();
    let (one, two) = (create(&desk, "One", "a"), create(&desk, "Two", "b"));
    desk.ok("prompts_draft_save", json!({ "id": two, "draft": content("Two", "half a sen") }));
    let folders = || -> Vec<String> {
        let list = desk.ok("prompts_list", json!({ "words": "" }));
        list.as_array().unwrap().iter().map(|one| one["folder"].as_str().unwrap().to_owned()).collect()
    };
    desk.ok("prompts_move", json!({ "ids": [one, two], "folder": " care / late" }));
    assert_eq!(folders(), ["care/late", "care/late"]);
    let moved = desk.ok("prompts_get", json!({ "id": two }));
    assert_eq!((&moved["version"], &moved["draft"]["template"]), (&json!(2), &json!("half a sen")));
    assert_eq!(versions(&desk, &one)[0]["note"], "Moved to care/late");
    desk.ok("prompts_move", json!({ "ids": [two], "folder": "career" }));
    desk.ok("prompts_rename_folder", json!({ "from": "care", "to": "help/mail" }));
    assert_eq!(folders(), ["career", "help/mail/late"], "only whole names count");
    desk.ok("prompts_rename_folder", json!({ "from": "help/mail", "to": "" }));
    assert_eq!(folders(), ["career", "late"]);
    desk.ok("prompts_move", json!({ "ids": [one, two], "folder": "" }));
    assert_eq!(folders(), ["", ""]);
    let before = versions(&desk, &one).len();
    desk.ok("prompts_move", json!({ "ids": [one], "folder": "" }));
    assert_eq!(versions(&desk, &one).len(), before, "where it stands already");
}
