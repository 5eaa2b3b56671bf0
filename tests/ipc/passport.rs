//! Passports: made of an endpoint without anything secret, kept as a file, read with doubt, and what chats begin with.

use serde_json::{Value, json};

use crate::desk::Desk;

const ENDPOINT: &str = "support-assistant-chat";

fn make(desk: &Desk, starters: &[&str]) -> Result<Value, Value> {
    let choices = json!({ "title": "Support", "starters": starters, "parameters": true });
    desk.call("passport_make", json!({ "endpoint": ENDPOINT, "entity": null, "choices": choices }))
}

#[test]
fn a_passport_leads_back_to_the_endpoint_and_brings_what_its_chats_begin_with() {
    let desk = Desk::new();
    let starters = || desk.ok("passport_starters", json!({ "endpoint": ENDPOINT }));
    desk.ok("playground_start", json!({ "endpoint": ENDPOINT, "entity": null }));
    let made = make(&desk, &[" Where is my pallet? ", ""]).unwrap();
    assert_eq!(made["fileName"], "support-assistant-chat.gatewright.json");
    let read = desk.ok("passport_read", json!({ "text": made["text"] }));
    assert_eq!((&read["workspace"], &read["problems"]), (&json!("sandbox"), &json!([])));
    assert_eq!(read["passport"]["title"], "Support");
    assert_eq!(read["passport"]["task"], "llm/v1/chat");
    assert_ne!(read["passport"]["parameters"], json!(null));
    assert_eq!(starters(), json!([]), "looking into a passport keeps nothing");
    let opened = desk.ok("passport_open", json!({ "text": made["text"] }));
    assert_eq!((&opened["workspace"], &opened["endpoint"]), (&json!("sandbox"), &json!(ENDPOINT)));
    assert_eq!(starters(), json!(["Where is my pallet?"]));
}

#[test]
fn a_passport_is_saved_in_the_downloads_folder_and_nothing_else_is() {
    let desk = Desk::new();
    let made = make(&desk, &[]).unwrap();
    let args = json!({ "text": made["text"], "fileName": made["fileName"] });
    let path = desk.ok("passport_save", args);
    let path = std::path::PathBuf::from(path.as_str().unwrap());
    assert_eq!(path, desk.folder.join("downloads/support-assistant-chat.gatewright.json"));
    assert_eq!(std::fs::read_to_string(path).unwrap(), made["text"].as_str().unwrap());
    desk.fails("passport_save", json!({ "text": "{}", "fileName": "a.gatewright.json" }));
}

#[test]
fn what_looks_like_a_secret_neither_goes_into_a_passport_nor_comes_out_of_one() {
    let desk = Desk::new();
    let secret = "dapi0123456789abcdef0123456789abcdef";
    let failure = make(&desk, &["fine", secret]).unwrap_err();
    assert_eq!((&failure["kind"], &failure["fields"][0]["path"]), (&json!("invalid"), &json!("starters.1")));
    assert!(!failure.to_string().contains(secret));
    let made = make(&desk, &["fine"]).unwrap();
    let text = made["text"].as_str().unwrap().replace("fine", secret);
    let read = desk.ok("passport_read", json!({ "text": text }));
    assert_eq!(read["passport"], json!(null));
    assert!(!read.to_string().contains(secret));
    desk.fails("passport_open", json!({ "text": text }));
}

#[test]
fn a_passport_of_a_workspace_that_is_not_connected_says_where_to_connect() {
    let desk = Desk::new();
    let made = make(&desk, &["Hello"]).unwrap();
    let text =
        made["text"].as_str().unwrap().replace("\"sandbox\"", "\"https://dbc-1.cloud.databricks.com\"");
    let opened = desk.ok("passport_open", json!({ "text": text }));
    assert_eq!(opened["workspace"], json!(null));
    assert_eq!(opened["host"], "https://dbc-1.cloud.databricks.com");
    let kept = desk.ok("passport_starters", json!({ "endpoint": ENDPOINT }));
    assert_eq!(kept, json!([]), "the endpoint of that name here is another one");
}
