//! What a conversation is made of: branches and versions, pictures, what was sent exactly, and conversations that are not
//! recorded.

use gatewright::App;
use serde_json::{Value, json};
use tauri::Manager;

use crate::desk::Desk;

/// A picture of one dot.
const DOT: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

fn start(desk: &Desk) -> String {
    let chat = desk.ok("playground_start", json!({ "endpoint": "code-review-bot", "entity": null }));
    chat["id"].as_str().unwrap().to_owned()
}

/// Asks with more than a prompt, and gives the turn and the answer.
fn ask(desk: &Desk, chat: &str, rest: Value) -> (String, Value) {
    let (channel, number) = desk.channel();
    let mut ask = json!({ "chatId": chat, "turnId": null, "prompt": "" });
    ask.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    let answer = desk.ok("playground_ask", json!({ "ask": ask, "events": channel }));
    assert_eq!(answer["outcome"], "complete", "{answer:#}");
    (desk.messages(number)[0]["turnId"].as_str().unwrap().to_owned(), answer)
}

fn read(desk: &Desk, chat: &str) -> Value {
    desk.ok("playground_chat", json!({ "id": chat }))
}

fn prompts(chat: &Value) -> Vec<String> {
    chat["turns"].as_array().unwrap().iter().map(|turn| turn["prompt"].as_str().unwrap().to_owned()).collect()
}

/// The messages that were sent for an answer, as the app says.
fn sent(desk: &Desk, answer: &Value) -> Vec<Value> {
    let raw = desk.ok("playground_raw", json!({ "answerId": answer["id"] }));
    let body: Value = serde_json::from_str(raw["sent"].as_str().unwrap()).unwrap();
    body["messages"].as_array().unwrap().clone()
}

/// How many bytes the last prompt had when it came to the workspace.
fn arrived(desk: &Desk) -> usize {
    let app = desk.app.state::<App>();
    let running = tauri::async_runtime::block_on(app.sandbox()).unwrap();
    let requests = running.requests();
    requests.iter().rev().find(|entry| entry.path.contains("invocations")).unwrap().request_bytes
}

#[test]
fn a_message_written_anew_begins_a_branch_and_the_old_one_stays() {
    let desk = Desk::new();
    let chat = start(&desk);
    let (_, first) = ask(&desk, &chat, json!({ "prompt": "One" }));
    let (second, _) = ask(&desk, &chat, json!({ "prompt": "Two" }));
    ask(&desk, &chat, json!({ "prompt": "Three" }));
    let (anew, answer) = ask(&desk, &chat, json!({ "prompt": "Two, but shorter", "editOf": second }));
    let now = read(&desk, &chat);
    assert_eq!(prompts(&now), ["One", "Two, but shorter"]);
    assert_eq!(now["turns"][1]["branches"], json!({ "at": 1, "of": 2, "turns": [second, anew] }));
    let said: Vec<_> = sent(&desk, &answer).iter().map(|message| message["content"].clone()).collect();
    assert_eq!(
        said,
        [json!("One"), first["text"].clone(), json!("Two, but shorter")],
        "the old branch is not sent"
    );

    let old = desk.ok("playground_branch", json!({ "chatId": chat, "turnId": second }));
    assert_eq!(prompts(&old), ["One", "Two", "Three"], "the old branch with all that followed");
    let again = Desk::on(desk.folder.clone());
    assert_eq!(prompts(&read(&again, &chat)), ["One", "Two", "Three"], "which branch is looked at is kept");
}

#[test]
fn what_follows_goes_on_from_the_version_that_is_looked_at() {
    let desk = Desk::new();
    let chat = start(&desk);
    let (turn, first) = ask(&desk, &chat, json!({ "prompt": "Name a colour" }));
    let (_, other) = ask(&desk, &chat, json!({ "turnId": turn }));
    assert_eq!(read(&desk, &chat)["turns"][0]["shown"], other["id"], "a new version comes to sight");
    desk.ok("playground_show", json!({ "chatId": chat, "turnId": turn, "answerId": first["id"] }));
    let (_, next) = ask(&desk, &chat, json!({ "prompt": "And another" }));
    assert_eq!(sent(&desk, &next)[1]["content"], first["text"]);
    desk.ok("playground_show", json!({ "chatId": chat, "turnId": turn, "answerId": other["id"] }));
    assert_eq!(sent(&desk, &next)[1]["content"], first["text"], "what was sent does not change afterwards");
}

#[test]
fn what_was_sent_is_known_to_the_letter_however_long_the_conversation() {
    let desk = Desk::new();
    let chat = start(&desk);
    let options = json!({ "temperature": 0.2, "maxTokens": 40, "system": "Be brief.", "stream": true,
        "extra": [{ "name": "top_p", "value": "0.9" }], "stop": ["END"], "n": null, "useCache": "off" });
    desk.ok("playground_save_options", json!({ "id": chat, "options": options }));
    let mut answers = Vec::new();
    for number in 0..6 {
        let (_, answer) = ask(&desk, &chat, json!({ "prompt": format!("Question {number}") }));
        let raw = desk.ok("playground_raw", json!({ "answerId": answer["id"] }));
        let shown: Value = serde_json::from_str(raw["sent"].as_str().unwrap()).unwrap();
        assert_eq!(shown.to_string().len(), arrived(&desk), "{shown:#}");
        answers.push(answer);
    }
    assert_eq!(sent(&desk, &answers[5]).len(), 1 + 5 * 2 + 1);
    let whole = read(&desk, &chat).to_string();
    assert!(!whole.contains("top_p\\\""), "the conversation does not carry its requests");
}

#[test]
fn a_picture_goes_along_with_its_message_and_with_those_that_follow() {
    let desk = Desk::new();
    let chat = start(&desk);
    let attach = |name: &str, base64: &str| json!({ "chatId": chat, "name": name, "mediaType": "image/png", "base64": base64 });
    let picture = desk.ok("playground_attach", attach("dot.png", DOT));
    assert_eq!(
        read(&desk, &chat)["draftAttachments"],
        json!([picture]),
        "it waits with the message being typed"
    );
    let refused = desk.fails("playground_attach", attach("page.png", "PHN2Zz4="));
    assert!(refused.to_string().contains("no PNG, JPEG, GIF or WebP"), "{refused}");
    let huge = base64_of(3 * 1024 * 1024);
    let refused = desk.fails("playground_attach", attach("huge.png", &huge));
    assert!(refused.to_string().contains("3 MB of pictures"), "{refused}");

    let asked = json!({ "prompt": "What is this?", "attachments": [picture["id"]] });
    let (_, answer) = ask(&desk, &chat, asked);
    let url = format!("data:image/png;base64,{DOT}");
    assert_eq!(sent(&desk, &answer)[0]["content"][1]["image_url"]["url"], url);
    let (_, next) = ask(&desk, &chat, json!({ "prompt": "And why?" }));
    assert_eq!(sent(&desk, &next)[0]["content"][1]["image_url"]["url"], url);
    let now = read(&desk, &chat);
    assert_eq!(
        (&now["draftAttachments"], &now["turns"][0]["attachments"][0]["name"]),
        (&json!([]), &json!("dot.png"))
    );
    assert_eq!(desk.ok("playground_attachment", json!({ "id": picture["id"] })), json!(url));
}

/// A PNG by its first bytes, of a size.
fn base64_of(bytes: usize) -> String {
    let begin = "iVBORw0KGgo"; // the eight bytes that every PNG begins with
    format!("{begin}{}", "A".repeat(bytes * 4 / 3 / 4 * 4 + 1))
}

#[test]
fn a_conversation_that_is_not_recorded_is_in_no_file_and_gone_afterwards() {
    let desk = Desk::new();
    let chat = start(&desk);
    desk.ok("playground_record", json!({ "id": chat, "on": false }));
    ask(&desk, &chat, json!({ "prompt": "Zugspitze and nobody may know" }));
    desk.ok("playground_save_draft", json!({ "id": chat, "text": "Watzmann next" }));
    let now = read(&desk, &chat);
    assert_eq!(
        (&now["recorded"], prompts(&now)),
        (&json!(false), vec!["Zugspitze and nobody may know".to_owned()])
    );
    assert_eq!(desk.ok("playground_chats", json!({}))[0]["recorded"], false);
    for word in ["Zugspitze", "Watzmann"] {
        assert!(!holds(&desk.folder, word), "{word} is in a file");
    }
    let again = Desk::on(desk.folder.clone());
    assert_eq!(again.ok("playground_chats", json!({})), json!([]));

    desk.ok("playground_record", json!({ "id": chat, "on": true }));
    let again = Desk::on(desk.folder.clone());
    assert_eq!(
        prompts(&read(&again, &chat)),
        ["Zugspitze and nobody may know"],
        "recorded again, it is kept whole"
    );
}

fn holds(folder: &std::path::Path, word: &str) -> bool {
    std::fs::read_dir(folder).unwrap().flatten().any(|entry| {
        let bytes = std::fs::read(entry.path()).unwrap_or_default();
        bytes.windows(word.len()).any(|window| window == word.as_bytes())
    })
}

#[test]
fn a_conversation_that_is_being_answered_takes_no_second_question() {
    let desk = Desk::new();
    let chat = start(&desk);
    let (channel, number) = desk.channel();
    let long = json!({ "chatId": chat, "turnId": null, "prompt": "Write a long story about a harbour." });
    let first = desk.begin("playground_ask", json!({ "ask": long, "events": channel }));
    while desk.messages(number).is_empty() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let (other, _) = desk.channel();
    let second = json!({ "chatId": chat, "turnId": null, "prompt": "Now?" });
    let refused = desk.fails("playground_ask", json!({ "ask": second, "events": other }));
    assert!(refused.to_string().contains("being answered"), "{refused}");
    desk.ok("playground_stop", json!({ "answerId": desk.messages(number)[0]["answer"]["id"] }));
    first.recv().unwrap().unwrap();
    assert_eq!(prompts(&read(&desk, &chat)).len(), 1);
}

#[test]
fn a_conversation_of_two_thousand_messages_opens_at_once() {
    let desk = Desk::new();
    let chat = start(&desk);
    ask(&desk, &chat, json!({ "prompt": "Number 0" }));
    let file = rusqlite::Connection::open(desk.folder.join("gatewright.db")).unwrap();
    file.execute_batch("BEGIN").unwrap();
    for number in 1..1_000 {
        file.execute(
            "INSERT INTO turns (id, chat, position, prompt, parent) SELECT ?2, chat, ?3, 'Number ' || ?3, id FROM turns
             WHERE chat = ?1 ORDER BY position DESC LIMIT 1",
            (&chat, format!("turn-{number}"), number + 1),
        )
        .unwrap();
        file.execute(
            "INSERT INTO answers (id, turn, version, outcome, text, detail, started_at)
             SELECT ?1, ?2, 1, outcome, text, detail, started_at FROM answers ORDER BY started_at LIMIT 1",
            (format!("answer-{number}"), format!("turn-{number}")),
        )
        .unwrap();
    }
    file.execute("UPDATE chats SET leaf = 'turn-999' WHERE id = ?1", [&chat]).unwrap();
    file.execute_batch("COMMIT").unwrap();
    let began = std::time::Instant::now();
    let now = read(&desk, &chat);
    let took = began.elapsed();
    println!("2,000 messages in {took:?}");
    assert_eq!(now["turns"].as_array().unwrap().len(), 1_000);
    assert!(took.as_millis() < 1_500, "{took:?}; without optimisation it takes some hundred milliseconds");
}
