//! Answers in every form a server may give them, byte by byte through the real commands: usage here and there, content in
//! pieces and lists, tool calls in fragments, ends that are missing. What is cut between bytes of real streams, lost or limited
//! is in playground.rs; what is refused in failures.rs; events at any boundary in the client's own tests.

use gatewright::App;
use gatewright_sandbox::Fault;
use serde_json::{Value, json};
use tauri::Manager;

use crate::desk::Desk;

/// An answer to one prompt, when the server says exactly this.
fn answer(stream: bool, kind: &str, body: &str) -> Value {
    let desk = Desk::new();
    let chat = desk.ok("playground_start", json!({ "endpoint": "code-review-bot", "entity": null }));
    let mut options = chat["options"].clone();
    options["stream"] = json!(stream);
    desk.ok("playground_save_options", json!({ "id": chat["id"], "options": options }));
    let app = desk.app.state::<App>();
    let running = tauri::async_runtime::block_on(app.sandbox()).unwrap();
    running.add_fault(Fault {
        pattern: "/serving-endpoints/*/invocations".into(),
        status: Some(200),
        body: Some(json!(body)),
        headers: std::iter::once(("content-type".to_owned(), kind.to_owned())).collect(),
        ..Fault::default()
    });
    let (channel, _) = desk.channel();
    let ask = json!({ "chatId": chat["id"], "turnId": null, "prompt": "Where is my pallet?" });
    let answer = desk.ok("playground_ask", json!({ "ask": ask, "events": channel }));
    let sent = running.requests().iter().filter(|entry| entry.path.contains("invocations")).count();
    assert_eq!(sent, 1, "a prompt goes out once, whatever comes back");
    let kept = desk.ok("playground_chat", json!({ "id": chat["id"] }));
    assert_eq!(kept["turns"][0]["answers"][0]["text"], answer["text"], "what is shown is kept");
    answer
}

/// A stream of these chunks, then `end`.
fn streamed(chunks: &[Value], end: &str) -> Value {
    let lines: String = chunks.iter().map(|chunk| format!("data: {chunk}\n\n")).collect();
    answer(true, "text/event-stream", &format!("{lines}{end}"))
}

/// A whole answer with this message.
fn whole(message: &Value) -> Value {
    let body = json!({
        "model": "gpt-4.1", "choices": [{ "index": 0, "message": message, "finish_reason": "stop" }],
        "usage": { "prompt_tokens": 7, "completion_tokens": 2, "total_tokens": 9 },
    });
    answer(false, "application/json", &body.to_string())
}

fn delta(delta: &Value, finish: Option<&str>) -> Value {
    json!({ "model": "gpt-4.1", "choices": [{ "index": 0, "delta": delta, "finish_reason": finish }] })
}

fn says(text: &str) -> Value {
    delta(&json!({ "content": text }), None)
}

fn used(mut chunk: Value, prompt: u32, completion: u32) -> Value {
    chunk["usage"] = json!({ "prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion });
    chunk
}

const DONE: &str = "data: [DONE]\n\n";

#[test]
fn tokens_count_once_whether_they_come_in_the_last_chunk_or_in_every_one() {
    let last = used(json!({ "choices": [] }), 11, 3);
    let once = streamed(&[says("In the "), says("depot."), delta(&json!({}), Some("stop")), last], DONE);
    let every = [
        used(says("In the "), 11, 1),
        used(says("depot."), 11, 3),
        used(delta(&json!({}), Some("stop")), 11, 3),
    ];
    let every = streamed(&every, DONE);
    for answer in [once, every] {
        assert_eq!(
            (&answer["outcome"], &answer["text"]),
            (&json!("complete"), &json!("In the depot.")),
            "{answer:#}"
        );
        assert_eq!(
            (&answer["promptTokens"], &answer["completionTokens"]),
            (&json!(11), &json!(3)),
            "{answer:#}"
        );
        assert_eq!(answer["estimatedTokens"], false);
    }
}

#[test]
fn an_end_without_the_last_line_is_one_only_when_the_model_said_it_had_ended() {
    let ended = streamed(&[says("In the depot."), delta(&json!({}), Some("stop"))], "");
    assert_eq!(ended["outcome"], "complete", "{ended:#}");
    let cut = streamed(&[says("In the de")], "");
    assert_eq!((&cut["outcome"], &cut["text"]), (&json!("cut"), &json!("In the de")));
    let within =
        streamed(&[says("In the de")], "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"pot");
    assert_eq!(
        (&within["outcome"], &within["text"]),
        (&json!("cut"), &json!("In the de")),
        "half an event is none"
    );
    let nothing = streamed(&[], "");
    assert_ne!(nothing["outcome"], "complete", "{nothing:#}");
    assert!(nothing["failure"].is_object(), "nothing at all is explained: {nothing:#}");
}

#[test]
fn an_error_in_the_middle_of_a_stream_keeps_the_words_and_is_explained() {
    let error = json!({ "error": { "message": "The server had an error while processing your request.", "type": "server_error" } });
    let answer = streamed(&[says("In the "), error], "");
    assert_eq!((&answer["outcome"], &answer["text"]), (&json!("failed"), &json!("In the ")), "{answer:#}");
    let raw = answer["failure"]["explanation"].to_string();
    assert!(raw.contains("The server had an error"), "{raw}");
}

#[test]
fn content_comes_as_a_list_or_as_nothing() {
    let list = json!([{ "type": "text", "text": "In the " }, { "type": "text", "text": "depot." }]);
    assert_eq!(whole(&json!({ "role": "assistant", "content": list }))["text"], "In the depot.");
    let pieces = [
        delta(&json!({ "role": "assistant", "content": null }), None),
        delta(&json!({ "content": list }), None),
    ];
    let streamed =
        streamed(&[&pieces[..], &[delta(&json!({ "content": null }), Some("stop"))]].concat(), DONE);
    assert_eq!((&streamed["outcome"], &streamed["text"]), (&json!("complete"), &json!("In the depot.")));
    let nothing = whole(&json!({ "role": "assistant", "content": null }));
    assert_eq!((&nothing["outcome"], &nothing["text"]), (&json!("complete"), &json!("")), "{nothing:#}");
}

#[test]
fn a_tool_call_in_fragments_is_put_together() {
    let piece = |call: Value| delta(&json!({ "tool_calls": [call] }), None);
    let answer = streamed(
        &[
            piece(
                json!({ "index": 0, "id": "call_1", "type": "function", "function": { "name": "track", "arguments": "" } }),
            ),
            piece(json!({ "index": 0, "function": { "arguments": "{\"pal" } })),
            piece(json!({ "index": 1, "id": "call_2", "function": { "name": "notify", "arguments": "{}" } })),
            piece(json!({ "index": 0, "function": { "arguments": "let\":7}" } })),
            delta(&json!({}), Some("tool_calls")),
        ],
        DONE,
    );
    assert_eq!(answer["outcome"], "complete", "{answer:#}");
    let call =
        |id: &str, name: &str, arguments: &str| json!({ "id": id, "name": name, "arguments": arguments });
    assert_eq!(
        answer["toolCalls"],
        json!([call("call_1", "track", "{\"pallet\":7}"), call("call_2", "notify", "{}")]),
        "{answer:#}"
    );
}

#[test]
fn an_answer_of_four_megabytes_is_kept_whole() {
    let text = "pallet ".repeat(600_000);
    let answer = whole(&json!({ "role": "assistant", "content": text }));
    assert_eq!(answer["outcome"], "complete");
    assert_eq!(answer["text"].as_str().map(str::len), Some(text.len()));
}
