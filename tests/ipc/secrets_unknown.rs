//! A Databricks that knows more than this app: between the app and the sandbox stands somebody who adds fields of a version to
//! come to what is read, and notes what is written. A rotation must write all of them back.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use gatewright_sandbox::{Options, WorldKind};
use serde_json::{Value, json};

use crate::secrets_place::{CANARY, NEW, OLD, Place, go, sandbox};

const ENDPOINT: &str = "/api/2.0/serving-endpoints/rot";

/// What a later version adds, at every level that is written.
fn add_fields(endpoint: &mut Value) {
    let config = &mut endpoint["config"];
    config["new_config"] = json!({ "kept": [1, "two", null] });
    config["traffic_config"]["new_traffic"] = json!(true);
    config["traffic_config"]["routes"][0]["new_route"] = json!(0.5);
    for list in ["served_entities", "served_models"] {
        let entity = &mut config[list][0];
        entity["new_entity"] = json!({ "a": { "b": 1 } });
        entity["external_model"]["new_model"] = json!("x");
        entity["external_model"]["openai_config"]["new_setting"] = json!(12_345_678_901_u64);
        // References count wherever they stand.
        let mut now = entity["external_model"]["openai_config"]["openai_api_key"].clone();
        entity["external_model"]["openai_config"]["new_second_key"] = now.take();
    }
}

struct Message {
    head: String,
    body: Vec<u8>,
}

fn read(stream: &mut TcpStream) -> Option<Message> {
    let mut bytes = Vec::new();
    let mut block = [0; 16 * 1024];
    let mut take = |bytes: &mut Vec<u8>| match stream.read(&mut block) {
        Ok(n) if n > 0 => {
            bytes.extend_from_slice(&block[..n]);
            true
        }
        _ => false,
    };
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        take(&mut bytes).then_some(())?;
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let length =
        |line: &str| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse::<usize>().ok();
    let length = head.lines().find_map(length).unwrap_or(0);
    while bytes.len() < end + length {
        take(&mut bytes).then_some(())?;
    }
    Some(Message { head, body: bytes[end..end + length].to_vec() })
}

/// The head with other values of these fields.
fn with(head: &str, fields: &[(&str, String)]) -> String {
    let named = |line: &&str| !fields.iter().any(|(name, _)| line.to_ascii_lowercase().starts_with(name));
    let mut lines: Vec<String> = head.trim_end().lines().filter(named).map(str::to_owned).collect();
    lines.extend(fields.iter().map(|(name, value)| format!("{name}: {value}")));
    lines.join("\r\n") + "\r\n\r\n"
}

fn pass(mut client: TcpStream, behind: &str, written: &Mutex<Vec<Value>>) -> Option<()> {
    let asked = read(&mut client)?;
    if asked.head.starts_with(&format!("PUT {ENDPOINT}/config ")) {
        written.lock().unwrap().push(serde_json::from_slice(&asked.body).unwrap());
    }
    if asked.head.starts_with("POST /api/2.0/serving-endpoints ") {
        let made: Value = serde_json::from_slice(&asked.body).unwrap();
        // The first one of the test was made by a form, which knows no such fields.
        if made["config"].get("new_config").is_some() {
            written.lock().unwrap().push(made["config"].clone());
        }
    }
    let mut server = TcpStream::connect(behind).unwrap();
    let close = ("connection", "close".to_owned());
    let head = with(&asked.head, &[("host", behind.to_owned()), close.clone()]);
    server.write_all(head.as_bytes()).unwrap();
    server.write_all(&asked.body).unwrap();
    let mut answer = read(&mut server)?;
    if asked.head.starts_with(&format!("GET {ENDPOINT} ")) && answer.head.starts_with("HTTP/1.1 200") {
        let mut endpoint: Value = serde_json::from_slice(&answer.body).unwrap();
        if endpoint["config"]["served_entities"].is_array() {
            add_fields(&mut endpoint);
        }
        answer.body = endpoint.to_string().into_bytes();
    }
    let head = with(&answer.head, &[("content-length", answer.body.len().to_string()), close]);
    client.write_all(head.as_bytes()).ok()?;
    client.write_all(&answer.body).ok()
}

/// The address in between, and what was written through it.
pub fn between(behind: String) -> (String, Arc<Mutex<Vec<Value>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let written: Arc<Mutex<Vec<Value>>> = Arc::default();
    let noting = Arc::clone(&written);
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let (behind, noting) = (behind.clone(), Arc::clone(&noting));
            std::thread::spawn(move || pass(client, &behind, &noting));
        }
    });
    (address, written)
}

/// Every field of a later version, and the reference in both places.
pub fn holds_all(body: &Value, reference: &str) {
    let entity = &body["served_entities"][0];
    let settings = &entity["external_model"]["openai_config"];
    assert_eq!(body["new_config"], json!({ "kept": [1, "two", null] }), "{body:#}");
    assert_eq!(body["traffic_config"]["new_traffic"], true, "{body:#}");
    assert_eq!(body["traffic_config"]["routes"][0]["new_route"], 0.5, "{body:#}");
    assert_eq!(entity["new_entity"], json!({ "a": { "b": 1 } }), "{body:#}");
    assert_eq!(entity["external_model"]["new_model"], "x", "{body:#}");
    assert_eq!(settings["new_setting"], 12_345_678_901_u64, "{body:#}");
    assert_eq!(settings["openai_api_key"], reference, "{body:#}");
    assert_eq!(settings["new_second_key"], reference, "{body:#}");
}

#[test]
fn fields_of_a_later_databricks_survive_a_rotation_there_and_back() {
    let running = sandbox(Options { world: WorldKind::Empty, ..Options::default() });
    let behind = running.host().strip_prefix("http://").unwrap().to_owned();
    let (address, written) = between(behind);
    let place = Place::behind(running, &address);
    place.store("openai", "sk-works-0123456789");
    place.create("rot", &["gpt"]);
    let begun = place.begin(CANARY).unwrap();
    let moved = go(&place, "secrets_rotation_run", &begun).unwrap();
    assert_eq!(moved["state"], "switched", "{moved:#}");
    holds_all(written.lock().unwrap().last().unwrap(), NEW);
    let undone = go(&place, "secrets_rotation_undo", &begun).unwrap();
    assert_eq!(undone["state"], "undone", "{undone:#}");
    holds_all(written.lock().unwrap().last().unwrap(), OLD);
    assert_eq!(written.lock().unwrap().len(), 2, "each way is one write");
}
