//! Requests over a plain socket, written byte by byte, for the tests beside this folder. Not every test uses all of it.
#![allow(dead_code, unreachable_pub, reason = "each test program includes this file and uses a part of it")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "only tests call this; a failure here is the failure of the test"
)]

pub mod oauth;

use std::time::Duration;

use gatewright_sandbox::{Options, Running, Sandbox, WorldKind};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

pub struct Got {
    pub status: u16,
    pub head: String,
    pub body: String,
    /// Where the answer sends the caller, as it was written.
    pub location: String,
}

impl Got {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

pub async fn started(world: WorldKind) -> Running {
    Sandbox::start(Options { world, speed: 50.0, ..Options::default() }).await.expect("the sandbox starts")
}

/// Sends bytes, reads until the connection closes; `None` when nothing came back.
pub async fn raw(running: &Running, request: &str) -> Option<Got> {
    let mut stream =
        TcpStream::connect(running.host().trim_start_matches("http://")).await.expect("connects");
    // The server may refuse and close before everything is written.
    let _sent = stream.write_all(request.as_bytes()).await;
    let mut bytes = Vec::new();
    let _read = tokio::time::timeout(Duration::from_secs(15), stream.read_to_end(&mut bytes)).await;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let chunked = head.to_lowercase().contains("transfer-encoding: chunked");
    let location = head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_default();
    Some(Got {
        status,
        location: location.to_owned(),
        head: head.to_lowercase(),
        body: if chunked { unchunked(body) } else { body.to_owned() },
    })
}

fn unchunked(mut body: &str) -> String {
    let mut out = String::new();
    while let Some((size, rest)) = body.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap_or(0);
        let Some(part) = rest.get(..size.min(rest.len())) else { break };
        out.push_str(part);
        match rest.get(size + 2..) {
            Some(next) if size > 0 => body = next,
            _ => break,
        }
    }
    out
}

pub fn request(running: &Running, method: &str, path: &str, body: Option<&Value>) -> String {
    let host = running.host().trim_start_matches("http://").to_owned();
    let body = body.map(Value::to_string).unwrap_or_default();
    format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        running.token(),
        body.len()
    )
}

/// A request without a token and without JSON, as a browser or an OAuth client sends it.
pub async fn open(running: &Running, method: &str, path: &str, lines: &str, form: &[(&str, &str)]) -> Got {
    let host = running.host().trim_start_matches("http://").to_owned();
    let body: Vec<String> = form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    let body = body.join("&");
    let kind = if method == "POST" { "Content-Type: application/x-www-form-urlencoded\r\n" } else { "" };
    let text = format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{kind}Content-Length: {}\r\n{lines}\r\n{body}",
        body.len()
    );
    raw(running, &text).await.expect("an answer")
}

pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// The same call as somebody else.
pub async fn call_as(running: &Running, token: &str, method: &str, path: &str, body: Option<&Value>) -> Got {
    let text = request(running, method, path, body);
    let text = text.replace(&format!("Bearer {}", running.token()), &format!("Bearer {token}"));
    raw(running, &text).await.expect("an answer")
}

pub async fn call(running: &Running, method: &str, path: &str, body: Option<&Value>) -> Got {
    raw(running, &request(running, method, path, body)).await.expect("an answer")
}

pub fn chat_endpoint(name: &str, keys: [&str; 2]) -> Value {
    let entity = |name: &str, key: &str| {
        json!({"name": name, "external_model": {"provider": "openai", "name": "gpt-4o", "task": "llm/v1/chat",
            "openai_config": {"openai_api_key_plaintext": key}}})
    };
    json!({"name": name, "config": {
        "served_entities": [entity("main", keys[0]), entity("spare", keys[1])],
        "traffic_config": {"routes": [
            {"served_entity_name": "main", "traffic_percentage": 100},
            {"served_model_name": "spare", "traffic_percentage": 0}]}}})
}

pub async fn wait_ready(running: &Running, name: &str) -> Value {
    for _ in 0..200 {
        let seen = call(running, "GET", &format!("/api/2.0/serving-endpoints/{name}"), None).await.json();
        if seen["state"]["config_update"] != "IN_PROGRESS" {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{name} did not become ready");
}

pub fn hello() -> Value {
    json!({"messages": [{"role": "user", "content": "Explain demurrage"}], "max_tokens": 12})
}
