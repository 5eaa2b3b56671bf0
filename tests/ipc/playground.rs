//! Asking: streams, stops, failures, versions; and that no prompt is ever sent twice.

use gatewright::App;
use gatewright_sandbox::Fault;
use serde_json::{Value, json};
use tauri::Manager;

use crate::desk::Desk;

fn start(desk: &Desk, endpoint: &str, entity: Option<&str>) -> String {
    let chat = desk.ok("playground_start", json!({ "endpoint": endpoint, "entity": entity }));
    chat["id"].as_str().unwrap().to_owned()
}

fn ask(desk: &Desk, chat: &str, prompt: &str) -> (Value, Vec<Value>) {
    let (channel, number) = desk.channel();
    let ask = json!({ "chatId": chat, "turnId": null, "prompt": prompt });
    (desk.ok("playground_ask", json!({ "ask": ask, "events": channel })), desk.messages(number))
}

fn with_fault(desk: &Desk, fault: Fault) {
    let app = desk.app.state::<App>();
    tauri::async_runtime::block_on(app.sandbox()).unwrap().add_fault(fault);
}

fn prompts_sent(desk: &Desk) -> usize {
    let app = desk.app.state::<App>();
    let running = tauri::async_runtime::block_on(app.sandbox()).unwrap();
    running.requests().iter().filter(|entry| entry.path.contains("invocations")).count()
}

fn invocations(fault: Fault) -> Fault {
    Fault { pattern: "/serving-endpoints/*/invocations".into(), ..fault }
}

#[test]
fn an_answer_streams_in_and_is_kept_with_who_gave_it() {
    let desk = Desk::new();
    let chat = start(&desk, "support-assistant-chat", None);
    let (answer, events) = ask(&desk, &chat, "Write a short answer to a customer whose pallet is late.");
    assert_eq!(answer["outcome"], "complete", "{answer:#}");
    assert_eq!(events.first().unwrap()["kind"], "started");
    assert_eq!(events.last().unwrap()["kind"], "finished");
    let streamed: String = events
        .iter()
        .filter(|event| event["kind"] == "text")
        .map(|event| event["text"].as_str().unwrap())
        .collect();
    assert_eq!(streamed, answer["text"].as_str().unwrap(), "what was streamed is what is kept");
    assert!(events.iter().filter(|event| event["kind"] == "text").count() > 1, "it came in pieces");
    assert!(
        answer["servedBy"].is_string() && answer["share"].is_number() && answer["position"].is_number(),
        "{answer:#}"
    );
    assert!(answer["firstWordMs"].as_f64().unwrap() <= answer["totalMs"].as_f64().unwrap());
    assert!(answer["completionTokens"].as_u64().unwrap() > 0);
    let (parts, first) = (&answer["breakdown"], answer["firstWordMs"].as_f64().unwrap());
    // The sandbox tells nothing of the provider; what is told adds up to the wait.
    let told =
        ["connectMs", "waitingMs", "gatewayMs", "providerMs"].map(|part| parts[part].as_f64().unwrap_or(0.0));
    assert!((told.iter().sum::<f64>() - first).abs() < 0.2, "{parts:#} and {first}");
    let raw = desk.ok("playground_raw", json!({ "answerId": answer["id"] }));
    assert!(raw["sent"].as_str().unwrap().contains(answer["clientRequestId"].as_str().unwrap()));
    assert!(raw["received"].as_str().unwrap().contains("data: "), "the events as they came");
    assert!(!raw.to_string().to_lowercase().contains("authorization"), "the sign-in stays in the core");

    let again = Desk::on(desk.folder.clone());
    let kept = again.ok("playground_chat", json!({ "id": chat }));
    assert_eq!(kept["turns"][0]["answers"][0]["text"], answer["text"]);
    assert_eq!(
        again.ok("playground_chats", json!({}))[0]["title"],
        "Write a short answer to a customer whose pallet is late."
    );
}

#[test]
fn trying_again_adds_a_version_and_overwrites_nothing() {
    let desk = Desk::new();
    let chat = start(&desk, "code-review-bot", None);
    let (first, events) = ask(&desk, &chat, "Name three colours.");
    let turn = events[0]["turnId"].clone();
    let (channel, _) = desk.channel();
    let again = json!({ "chatId": chat, "turnId": turn, "prompt": "" });
    desk.ok("playground_ask", json!({ "ask": again, "events": channel }));
    let kept = desk.ok("playground_chat", json!({ "id": chat }));
    assert_eq!(kept["turns"].as_array().unwrap().len(), 1);
    let answers = kept["turns"][0]["answers"].as_array().unwrap();
    assert_eq!(answers.len(), 2);
    assert_eq!(answers[0]["text"], first["text"]);
}

#[test]
fn stopping_keeps_what_had_come_and_says_so() {
    let desk = Desk::new();
    let chat = start(&desk, "support-assistant-chat", None);
    let (channel, number) = desk.channel();
    let body = json!({ "ask": { "chatId": chat, "turnId": null, "prompt": "Write a very long story of 900 words." }, "events": channel });
    let asking = desk.begin("playground_ask", body);
    let answer_id = loop {
        let events = desk.messages(number);
        if events.iter().any(|event| event["kind"] == "text") {
            break events[0]["answer"]["id"].clone();
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    };
    let pressed = std::time::Instant::now();
    desk.ok("playground_stop", json!({ "answerId": answer_id }));
    let answer = asking.recv().unwrap().unwrap();
    assert!(pressed.elapsed().as_millis() < 500, "stopping took {:?}", pressed.elapsed());
    assert_eq!(answer["outcome"], "stopped");
    assert!(!answer["text"].as_str().unwrap().is_empty());
    let after = desk.messages(number).len();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(desk.messages(number).len(), after, "nothing comes after the end");
}

#[test]
fn a_refused_provider_key_is_explained_and_the_prompt_is_kept() {
    let desk = Desk::new();
    let chat = start(&desk, "support-assistant-chat", Some("command-r-plus-standby"));
    let (answer, _) = ask(&desk, &chat, "Anybody there?");
    assert_eq!(answer["outcome"], "failed", "{answer:#}");
    let explanation = &answer["failure"]["explanation"];
    assert_eq!(explanation["layer"], "providerKey", "{explanation:#}");
    assert_eq!(explanation["title"], "Cohere refused the key");
    let kept = desk.ok("playground_chat", json!({ "id": chat }));
    assert_eq!(kept["turns"][0]["prompt"], "Anybody there?");
}

#[test]
fn a_prompt_whose_answer_was_lost_is_not_sent_again() {
    let desk = Desk::new();
    let chat = start(&desk, "code-review-bot", None);
    with_fault(&desk, invocations(Fault { reset: true, after_handler: true, ..Fault::default() }));
    let (answer, _) = ask(&desk, &chat, "Once only.");
    assert_eq!(answer["outcome"], "unknown", "{answer:#}");
    assert!(answer["failure"]["explanation"]["meaning"].as_str().unwrap().contains("charged"), "{answer:#}");
    assert_eq!(prompts_sent(&desk), 1);
}

#[test]
fn a_stream_that_is_cut_keeps_its_text_and_is_never_taken_for_whole() {
    let desk = Desk::new();
    let chat = start(&desk, "code-review-bot", None);
    with_fault(&desk, invocations(Fault { cut_after: Some(1500), ..Fault::default() }));
    let (answer, _) = ask(&desk, &chat, "Write a long story of 500 words.");
    assert_eq!(answer["outcome"], "cut", "{answer:#}");
    assert!(!answer["text"].as_str().unwrap().is_empty());
    assert_eq!(prompts_sent(&desk), 1);
}

#[test]
fn a_rate_limit_is_not_waited_out_in_silence() {
    let desk = Desk::new();
    let chat = start(&desk, "code-review-bot", None);
    let headers = std::iter::once(("retry-after".to_owned(), "17".to_owned())).collect();
    let body = json!({ "error_code": "REQUEST_LIMIT_EXCEEDED", "message": "QPM rate limit exceeded" });
    with_fault(
        &desk,
        invocations(Fault { status: Some(429), body: Some(body), headers, ..Fault::default() }),
    );
    let before = std::time::Instant::now();
    let (answer, _) = ask(&desk, &chat, "Too much?");
    assert!(before.elapsed().as_secs() < 5);
    assert_eq!(answer["failure"]["kind"], "throttled", "{answer:#}");
    assert_eq!(answer["failure"]["retryAfterSeconds"], 17.0);
    assert_eq!(prompts_sent(&desk), 1);
}

#[test]
fn an_answer_that_was_on_its_way_when_the_app_ended_is_neither_running_nor_sent_again() {
    let desk = Desk::new();
    let chat = start(&desk, "support-assistant-chat", None);
    let (channel, number) = desk.channel();
    let body = json!({ "ask": { "chatId": chat, "turnId": null, "prompt": "Write a very long story of 900 words." }, "events": channel });
    let asking = desk.begin("playground_ask", body);
    let so_far = || desk.ok("playground_chat", json!({ "id": chat }))["turns"][0]["answers"][0].clone();
    while so_far()["text"].as_str().is_none_or(str::is_empty) {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let again = Desk::on(desk.folder.clone());
    let kept = again.ok("playground_chat", json!({ "id": chat }))["turns"][0]["answers"][0].clone();
    assert_eq!(kept["outcome"], "cut");
    assert!(kept["servedBy"].is_string(), "who had begun to answer is kept too: {kept:#}");
    let id = desk.messages(number)[0]["answer"]["id"].clone();
    desk.ok("playground_stop", json!({ "answerId": id }));
    asking.recv().unwrap().unwrap();
}

#[test]
fn options_drafts_and_targets_belong_to_the_conversation() {
    let desk = Desk::new();
    let chat = start(&desk, "code-review-bot", None);
    let options = json!({ "temperature": 0.3, "maxTokens": 40, "system": "Be brief.", "stream": false,
        "extra": [{ "name": "top_p", "value": "0.9" }], "stop": [], "n": null, "useCache": "off" });
    desk.ok("playground_save_options", json!({ "id": chat, "options": options }));
    desk.ok("playground_save_draft", json!({ "id": chat, "text": "half a sent" }));
    let again = Desk::on(desk.folder.clone());
    let kept = again.ok("playground_chat", json!({ "id": chat }));
    assert_eq!((&kept["options"], kept["draft"].as_str()), (&options, Some("half a sent")));
    let (answer, events) = ask(&again, &chat, "Tell me everything about the sea.");
    let raw = again.ok("playground_raw", json!({ "answerId": answer["id"] }));
    let sent: Value = serde_json::from_str(raw["sent"].as_str().unwrap()).unwrap();
    assert_eq!((sent["temperature"].as_f64(), sent["top_p"].as_f64()), (Some(0.3), Some(0.9)));
    assert!(sent.get("stream").is_none(), "an answer that is to come whole");
    assert_eq!(answer["finishReason"], "length", "40 tokens are not everything: {answer:#}");
    assert!(events.iter().any(|event| event["kind"] == "finished"));
    assert_eq!(
        again.ok("playground_chat", json!({ "id": chat }))["draft"],
        "",
        "what was sent is no draft any more"
    );
    again.ok(
        "playground_target",
        json!({ "id": chat, "endpoint": "support-assistant-chat", "entity": "gpt-4-1" }),
    );
    assert_eq!(again.ok("playground_chat", json!({ "id": chat }))["entity"], "gpt-4-1");
    again.ok("playground_delete", json!({ "id": chat }));
    again.fails("playground_chat", json!({ "id": chat }));
}

#[test]
fn a_wrong_parameter_and_an_empty_prompt_are_not_sent() {
    let desk = Desk::new();
    let chat = start(&desk, "code-review-bot", None);
    let (channel, _) = desk.channel();
    let empty = json!({ "ask": { "chatId": chat, "turnId": null, "prompt": "  " }, "events": channel });
    assert_eq!(desk.fails("playground_ask", empty)["kind"], "invalid");
    let options = json!({ "temperature": null, "maxTokens": null, "system": "", "stream": true, "extra": [{ "name": "messages", "value": "[]" }], "stop": [], "n": null, "useCache": "off" });
    desk.ok("playground_save_options", json!({ "id": chat, "options": options }));
    let (channel, _) = desk.channel();
    let asked = json!({ "ask": { "chatId": chat, "turnId": null, "prompt": "Hi" }, "events": channel });
    assert_eq!(desk.fails("playground_ask", asked)["fields"][0]["path"], "extra.0");
    assert_eq!(prompts_sent(&desk), 0);
}
