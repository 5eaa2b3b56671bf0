//! Completions: pages of prompts that know nothing of each other, with stop texts and several texts at once.

use crate::desk::Desk;
use serde_json::{Value, json};

const ENDPOINT: &str = "legacy-completions";

fn start(desk: &Desk) -> Value {
    desk.ok("completions_start", json!({ "endpoint": ENDPOINT, "entity": null }))
}

fn ask(desk: &Desk, chat: &Value, prompt: &str) -> Value {
    let (channel, _) = desk.channel();
    let ask = json!({ "chatId": chat["id"], "turnId": null, "prompt": prompt, "editOf": null, "attachments": [],
        "variables": [], "promptFrom": null });
    desk.ok("playground_ask", json!({ "ask": ask, "events": channel }))
}

/// The body that was sent for an answer.
fn sent(desk: &Desk, answer: &Value) -> Value {
    let raw = desk.ok("playground_raw", json!({ "answerId": answer["id"] }));
    serde_json::from_str(raw["sent"].as_str().unwrap()).unwrap()
}

fn options(desk: &Desk, chat: &Value, change: Value) {
    let mut options = chat["options"].clone();
    for (name, value) in change.as_object().unwrap() {
        options[name] = value.clone();
    }
    desk.ok("playground_save_options", json!({ "id": chat["id"], "options": options }));
}

#[test]
fn a_page_begins_with_a_length_and_stands_among_its_own_kind_only() {
    let desk = Desk::new();
    let page = start(&desk);
    assert_eq!(
        (page["kind"].as_str(), page["options"]["maxTokens"].as_u64()),
        (Some("completion"), Some(256))
    );
    let chat = desk.ok("playground_start", json!({ "endpoint": "code-review-bot", "entity": null }));
    let ids = |command: &str| -> Vec<Value> {
        let listed = desk.ok(command, json!({}));
        listed.as_array().unwrap().iter().map(|one| one["id"].clone()).collect()
    };
    assert_eq!(ids("completions_list"), [page["id"].clone()]);
    assert_eq!(ids("playground_chats"), [chat["id"].clone()]);
    let again = Desk::on(desk.folder.clone());
    assert_eq!(again.ok("completions_list", json!({}))[0]["endpoint"], ENDPOINT);
}

#[test]
fn each_prompt_stands_for_itself() {
    let desk = Desk::new();
    let page = start(&desk);
    let first = ask(&desk, &page, "The container ship left Rotterdam");
    assert_eq!(first["outcome"], "complete", "{first:#}");
    assert!(!first["text"].as_str().unwrap().is_empty());
    let second = ask(&desk, &page, "Once upon a time");
    let body = sent(&desk, &second);
    assert_eq!(body["prompt"], "Once upon a time");
    assert!(body.get("messages").is_none(), "{body:#}");
    let kept = desk.ok("playground_chat", json!({ "id": page["id"] }));
    assert_eq!(kept["turns"].as_array().unwrap().len(), 2);
    assert_eq!(desk.ok("completions_list", json!({}))[0]["title"], "The container ship left Rotterdam");
}

#[test]
fn several_texts_come_side_by_side_and_end_before_a_stop_text() {
    let desk = Desk::new();
    let page = start(&desk);
    options(&desk, &page, json!({ "n": 3, "stop": ["\n", "e"], "stream": false, "maxTokens": 60 }));
    let answer = ask(&desk, &page, "Three names for a harbour dog:");
    assert_eq!(answer["outcome"], "complete", "{answer:#}");
    let further = answer["choices"].as_array().unwrap();
    assert_eq!(further.len(), 2, "the first is the text, the others stand beside it: {answer:#}");
    for text in std::iter::once(&answer["text"]).chain(further) {
        assert!(!text.as_str().unwrap().contains('e'), "{answer:#}");
    }
    let body = sent(&desk, &answer);
    assert_eq!((body["n"].as_u64(), &body["stop"]), (Some(3), &json!(["\n", "e"])));
    assert_eq!(body["max_tokens"], 60);
}
