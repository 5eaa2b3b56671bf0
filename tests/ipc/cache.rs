//! The cache of answers: the same question is sent once, another one always; and nobody can take one for the other.

use gatewright::App;
use serde_json::{Value, json};
use tauri::Manager;

use crate::desk::Desk;

fn start(desk: &Desk, change: Value) -> String {
    let mut chat = desk.ok("playground_start", json!({ "endpoint": "code-review-bot", "entity": null }));
    let id = chat["id"].as_str().unwrap().to_owned();
    for (name, value) in change.as_object().unwrap() {
        chat["options"][name] = value.clone();
    }
    desk.ok("playground_save_options", json!({ "id": id, "options": chat["options"] }));
    id
}

fn ask(desk: &Desk, chat: &str, prompt: &str) -> Value {
    let (channel, number) = desk.channel();
    let ask = json!({ "chatId": chat, "turnId": null, "prompt": prompt });
    let answer = desk.ok("playground_ask", json!({ "ask": ask, "events": channel }));
    let events = desk.messages(number);
    assert_eq!(events.first().unwrap()["kind"], "started");
    assert_eq!(events.last().unwrap()["answer"], answer);
    answer
}

fn prompts_sent(desk: &Desk) -> usize {
    let app = desk.app.state::<App>();
    let running = tauri::async_runtime::block_on(app.sandbox()).unwrap();
    running.requests().iter().filter(|entry| entry.path.contains("invocations")).count()
}

#[test]
fn the_same_question_at_temperature_0_is_sent_once_and_the_second_answer_says_where_it_is_from() {
    let desk = Desk::new();
    let options = json!({ "useCache": "deterministic", "temperature": 0.0 });
    let first = ask(&desk, &start(&desk, options.clone()), "Name three colours.");
    assert_eq!(first["fromCache"], Value::Null);
    let again = start(&desk, options);
    let second = ask(&desk, &again, "Name three colours.");
    assert_eq!(prompts_sent(&desk), 1);
    assert_eq!(second["text"], first["text"]);
    assert!(second["fromCache"]["at"].as_f64().unwrap() > 1.7e12, "{second:#}");
    // The call that was made belongs to the first; of the second there is none.
    assert_eq!(second["fromCache"]["answerId"], first["id"]);
    let made = desk.ok("playground_raw", json!({ "answerId": second["fromCache"]["answerId"] }));
    assert_eq!(made["status"], 200, "{made:#}");
    assert!(made["received"].as_str().unwrap().len() > 20, "{made:#}");
    assert_eq!((&second["outcome"], &second["servedBy"]), (&json!("complete"), &first["servedBy"]));
    for counted in ["firstWordMs", "totalMs", "promptTokens", "completionTokens", "requestId", "breakdown"] {
        assert_eq!(second[counted], Value::Null, "{counted}: nothing was sent");
    }
    assert_eq!(second["cost"]["amount"], 0.0);
    let state = desk.ok("cache_state", json!({}));
    assert_eq!(state["entries"], 1, "an answer from the cache is not remembered once more");
    assert_eq!(state["bytes"].as_f64().unwrap() as usize, first["text"].as_str().unwrap().len());
    let kept = Desk::on(desk.folder.clone()).ok("playground_chat", json!({ "id": again }));
    assert_eq!(
        kept["turns"][0]["answers"][0]["fromCache"], second["fromCache"],
        "and says so after a restart too"
    );
}

#[test]
fn it_is_off_unless_asked_for_and_above_temperature_0_only_with_always() {
    let desk = Desk::new();
    let rounds = [
        (json!({ "temperature": 0.0 }), 2),
        (json!({ "useCache": "deterministic" }), 2),
        (json!({ "useCache": "deterministic", "temperature": 0.7 }), 2),
        (json!({ "useCache": "always", "temperature": 0.9 }), 1),
        (json!({ "useCache": "always", "temperature": 0.8, "stream": false }), 1),
    ];
    for (options, sent) in rounds {
        let before = prompts_sent(&desk);
        for _ in 0..2 {
            ask(&desk, &start(&desk, options.clone()), "Name three colours.");
        }
        assert_eq!(prompts_sent(&desk) - before, sent, "{options}");
    }
}

#[test]
fn another_message_before_it_or_another_parameter_makes_it_another_question() {
    let desk = Desk::new();
    let options = json!({ "useCache": "always" });
    let chat = start(&desk, options.clone());
    ask(&desk, &chat, "Name three colours.");
    ask(&desk, &chat, "Name three colours.");
    assert_eq!(prompts_sent(&desk), 2, "the second one follows an answer");
    for change in [
        json!({ "useCache": "always", "system": "Be brief." }),
        json!({ "useCache": "always", "maxTokens": 40 }),
        json!({ "useCache": "always", "extra": [{ "name": "seed", "value": "7" }] }),
    ] {
        let before = prompts_sent(&desk);
        ask(&desk, &start(&desk, change.clone()), "Name three colours.");
        assert_eq!(prompts_sent(&desk) - before, 1, "{change}");
    }
}

#[test]
fn cleared_in_one_step_it_answers_nothing_and_conversations_keep_their_answers() {
    let desk = Desk::new();
    let options = json!({ "useCache": "always" });
    let chat = start(&desk, options.clone());
    ask(&desk, &chat, "Name three colours.");
    desk.ok("cache_clear", json!({}));
    assert_eq!(desk.ok("cache_state", json!({})), json!({ "entries": 0, "bytes": 0.0, "oldestAt": null }));
    assert!(!desk.ok("playground_chat", json!({ "id": chat }))["turns"][0]["answers"][0]["text"].is_null());
    ask(&desk, &start(&desk, options), "Name three colours.");
    assert_eq!(prompts_sent(&desk), 2);
}

#[test]
fn what_is_deleted_is_not_answered_with_and_what_is_not_recorded_is_not_remembered() {
    let desk = Desk::new();
    let options = json!({ "useCache": "always" });
    let chat = start(&desk, options.clone());
    ask(&desk, &chat, "Name three colours.");
    desk.ok("history_delete", json!({ "ids": [chat] }));
    assert_eq!(desk.ok("cache_state", json!({}))["entries"], 0);
    let unrecorded = start(&desk, options.clone());
    desk.ok("playground_record", json!({ "id": unrecorded, "on": false }));
    ask(&desk, &unrecorded, "Name three colours.");
    assert_eq!(prompts_sent(&desk), 2);
    assert_eq!(desk.ok("cache_state", json!({}))["entries"], 0);
    ask(&desk, &start(&desk, options), "Name three colours.");
    assert_eq!(prompts_sent(&desk), 3);
}

#[test]
fn an_answer_that_failed_is_asked_for_again() {
    let desk = Desk::new();
    let mut chat = desk.ok(
        "playground_start",
        json!({ "endpoint": "support-assistant-chat", "entity": "command-r-plus-standby" }),
    );
    chat["options"]["useCache"] = json!("always");
    let save = json!({ "id": chat["id"], "options": chat["options"] });
    desk.ok("playground_save_options", save);
    let id = chat["id"].as_str().unwrap();
    assert_eq!(ask(&desk, id, "Anybody there?")["outcome"], "failed");
    assert_eq!(desk.ok("cache_state", json!({}))["entries"], 0);
}
