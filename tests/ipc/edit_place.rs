//! What the tests of an edit share: an endpoint with two models, its edit as the window has it, and a colleague who changes
//! the endpoint past the app.

use std::io::{Read, Write};
use std::net::TcpStream;

use gatewright_sandbox::Options;
use serde_json::{Value, json};

use crate::secrets_place::{Place, TOKEN};

/// A workspace with the endpoint `chat`: `gpt` 50 %, `claude` 50 %, both of them OpenAI's.
pub fn place() -> Place {
    let place = Place::empty(Options::default());
    place.store("openai", "sk-works-0123456789");
    place.create("chat", &["gpt", "claude"]);
    place
}

/// Somebody else at work: a call past the app.
pub fn elsewhere(place: &Place, method: &str, path: &str, body: &Value) -> Value {
    let host = place.running.host().strip_prefix("http://").unwrap().to_owned();
    let body = body.to_string();
    let mut stream = TcpStream::connect(&host).unwrap();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {TOKEN}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{answer}");
    serde_json::from_str(body).unwrap_or_else(|_| {
        // Sent in pieces: everything between the outermost braces.
        let (from, to) = (body.find('{').unwrap(), body.rfind('}').unwrap());
        serde_json::from_slice(&body.as_bytes()[from..=to]).unwrap()
    })
}

pub fn endpoint_path(rest: &str) -> String {
    format!("/api/2.0/serving-endpoints/chat{rest}")
}

/// What stands there now.
pub fn stands(place: &Place) -> Value {
    elsewhere(place, "GET", &endpoint_path(""), &json!({}))
}

/// The config as a colleague would write it back, after a change.
pub fn change_elsewhere(place: &Place, change: impl FnOnce(&mut Value)) {
    let now = stands(place);
    let mut config = json!({ "served_entities": now["config"]["served_entities"],
                             "traffic_config": now["config"]["traffic_config"] });
    for entity in config["served_entities"].as_array_mut().unwrap() {
        let fields = entity.as_object_mut().unwrap();
        fields.retain(|key, _| key == "name" || key == "external_model");
    }
    change(&mut config);
    elsewhere(place, "PUT", &endpoint_path("/config"), &config);
    place.watch("chat");
}

pub fn open(place: &Place) -> Value {
    place.desk.ok("endpoints_edit_get", json!({ "name": "chat" }))
}

pub fn review(place: &Place, edit: &Value) -> Value {
    place.desk.ok("endpoints_edit_review", json!({ "edit": edit }))
}

pub fn apply(place: &Place, edit: &Value) -> Result<Value, Value> {
    let (told, _) = place.desk.channel();
    place.desk.call("endpoints_edit_apply", json!({ "edit": edit, "told": told }))
}

/// The changes of a review as (label, before, after).
pub fn changes(review: &Value) -> Vec<(String, Value, Value)> {
    let all = review["changes"].as_array().unwrap();
    all.iter()
        .map(|one| (one["label"].as_str().unwrap().to_owned(), one["before"].clone(), one["after"].clone()))
        .collect()
}

pub fn blocks(review: &Value) -> Vec<String> {
    let all = review["problems"].as_array().unwrap();
    all.iter()
        .filter(|one| one["blocks"] == true)
        .map(|one| format!("{}: {}", one["path"].as_str().unwrap(), one["message"].as_str().unwrap()))
        .collect()
}

/// The writes the sandbox has seen since the journal was cleared, as "PUT config".
pub fn writes(place: &Place) -> Vec<String> {
    place
        .running
        .requests()
        .iter()
        .filter(|entry| entry.method != "GET")
        .map(|entry| format!("{} {}", entry.method, entry.path.rsplit('/').next().unwrap_or_default()))
        .collect()
}
