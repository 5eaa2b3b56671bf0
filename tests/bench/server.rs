//! A plain local server to measure against, one thread a connection: what the sandbox answered once is remembered and
//! given again at the speed of the socket, and every prompt is answered with the stream that was set. What is measured is
//! then the client's time and not that of somebody's JSON. Used by all measurements of this test.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use gatewright_sandbox::{Options, Running, Sandbox, WorldKind};
use serde_json::{Value, json};

pub const TOKEN: &str = "dapi-bench";
/// One endpoint of the generated ones, which answers chat.
pub const ENDPOINT: &str = "generated-00001";

/// What a prompt is answered with: ready events, and the time between two of them.
#[derive(Clone)]
pub struct Answer {
    pub events: Arc<Vec<String>>,
    /// How long nothing is written.
    pub before: Duration,
    pub every: Duration,
    /// Whether each event is a piece of the transfer of its own, also when there is no time between them.
    pub apart: bool,
}

impl Answer {
    /// Tokens as chat events, with the end that Databricks sends.
    pub fn of(tokens: impl Iterator<Item = String>, every: Duration) -> Self {
        let event = |delta: Value, finish: Option<&str>| {
            let choice = json!({ "index": 0, "delta": delta, "finish_reason": finish });
            let chunk = json!({ "id": "chatcmpl-bench", "object": "chat.completion.chunk", "created": 1_790_000_000,
                                "model": "gpt-4o", "choices": [choice] });
            format!("data: {chunk}\n\n")
        };
        let mut events: Vec<_> = tokens.map(|text| event(json!({ "content": text }), None)).collect();
        events.push(event(json!({}), Some("stop")));
        events.push("data: [DONE]\n\n".to_owned());
        Self { events: Arc::new(events), before: Duration::ZERO, every, apart: !every.is_zero() }
    }

    /// The same, after a while in which nothing is written.
    pub fn after(self, before: Duration) -> Self {
        Self { before, ..self }
    }

    /// So many tokens of so many bytes, each unlike its neighbours.
    pub fn tokens(count: usize, bytes: usize) -> Self {
        Self::of((0..count).map(|number| format!("{number:>bytes$x}")), Duration::ZERO)
    }
}

/// The running server. Its threads end with the test.
pub struct Plain {
    pub address: String,
    shared: Arc<Shared>,
    _sandbox: Running,
}

struct Shared {
    sandbox: String,
    known: Mutex<HashMap<String, Arc<Vec<u8>>>>,
    answer: Mutex<Answer>,
    /// When the last stream began to be written.
    streamed_at: Mutex<Option<SystemTime>>,
}

impl Plain {
    /// A workspace with so many endpoints.
    pub async fn start(many: usize) -> Self {
        let options =
            Options { token: Some(TOKEN.to_owned()), world: WorldKind::Empty, many, ..Options::default() };
        let sandbox = Sandbox::start(options).await.unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let shared = Arc::new(Shared {
            sandbox: sandbox.host().trim_start_matches("http://").to_owned(),
            known: Mutex::default(),
            answer: Mutex::new(Answer::tokens(8, 8)),
            streamed_at: Mutex::default(),
        });
        let of_threads = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&of_threads);
                std::thread::spawn(move || serve(&shared, stream));
            }
        });
        Self { address, shared, _sandbox: sandbox }
    }

    /// Every prompt from now on is answered so.
    pub fn answer_with(&self, answer: Answer) {
        *self.shared.answer.lock().unwrap() = answer;
    }

    /// Milliseconds since 1970 at which the first byte of the last stream was written.
    pub fn streamed_at(&self) -> f64 {
        let at = self.shared.streamed_at.lock().unwrap().expect("a stream was asked for");
        at.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs_f64() * 1_000.0
    }

    /// Adds an endpoint whose requests are shared out among so many models.
    pub fn add_split(&self, name: &str, models: usize) {
        let seen = ask(&self.shared.sandbox, "/api/2.0/serving-endpoints/generated-00000");
        let mut endpoint: Value = serde_json::from_slice(body_of(&seen)).unwrap();
        endpoint["name"] = json!(name);
        let entity = endpoint["config"]["served_entities"][0].clone();
        let share = 100 / models;
        let (mut entities, mut routes) = (Vec::new(), Vec::new());
        for number in 0..models {
            let mut one = entity.clone();
            one["name"] = json!(format!("model-{number}"));
            entities.push(one);
            let percent = if number == 0 { 100 - share * (models - 1) } else { share };
            routes.push(
                json!({ "served_model_name": format!("model-{number}"), "traffic_percentage": percent }),
            );
        }
        endpoint["config"]["served_entities"] = json!(entities);
        endpoint["config"]["traffic_config"] = json!({ "routes": routes });
        let answer = with_length(&serde_json::to_vec(&endpoint).unwrap());
        let path = format!("/api/2.0/serving-endpoints/{name}");
        self.shared.known.lock().unwrap().insert(path, Arc::new(answer));
    }
}

fn body_of(answer: &[u8]) -> &[u8] {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    &answer[end + 4..]
}

fn with_length(body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// The sandbox's answer, as it came over the wire.
fn ask(sandbox: &str, path: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(sandbox).unwrap();
    let head = format!(
        "GET {path} HTTP/1.1\r\nhost: {sandbox}\r\nauthorization: Bearer {TOKEN}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    answer
}

/// Answers one connection until it is closed.
fn serve(shared: &Shared, stream: TcpStream) {
    let _ = stream.set_nodelay(true);
    let Ok(mut writing) = stream.try_clone() else { return };
    let mut reading = BufReader::new(stream);
    while let Some(Request { path, body, last }) = next(&mut reading) {
        let done = if body.is_empty() {
            writing.write_all(&remembered(shared, &path))
        } else if body.windows(13).any(|bytes| bytes == b"\"stream\":true") {
            let answer = shared.answer.lock().unwrap().clone();
            std::thread::sleep(answer.before);
            *shared.streamed_at.lock().unwrap() = Some(SystemTime::now());
            flow(&mut writing, &answer)
        } else {
            writing.write_all(&with_length(WHOLE.as_bytes()))
        };
        if done.is_err() || last {
            return;
        }
    }
}

const WHOLE: &str = r#"{"id":"chatcmpl-bench","object":"chat.completion","created":1790000000,"model":"gpt-4o","choices":[{"index":0,"message":{"role":"assistant","content":"Yes, it is."},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":4,"total_tokens":13}}"#;

struct Request {
    path: String,
    body: Vec<u8>,
    last: bool,
}

fn next(reading: &mut impl BufRead) -> Option<Request> {
    let mut line = String::new();
    reading.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let path = line.split(' ').nth(1)?.to_owned();
    let (mut length, mut last) = (0, false);
    loop {
        line.clear();
        reading.read_line(&mut line).ok()?;
        match line.split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().ok()?
            }
            Some((name, value)) => last |= name.eq_ignore_ascii_case("connection") && value.trim() == "close",
            None => break,
        }
    }
    let mut body = vec![0; length];
    reading.read_exact(&mut body).ok()?;
    Some(Request { path, body, last })
}

fn remembered(shared: &Shared, path: &str) -> Arc<Vec<u8>> {
    if let Some(known) = shared.known.lock().unwrap().get(path) {
        return Arc::clone(known);
    }
    let asked = ask(&shared.sandbox, path);
    // The connection stays open here, whatever the sandbox's did.
    let end = asked.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&asked[..end]).into_owned();
    let kept = head.split("\r\n").filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    let head = kept.collect::<Vec<_>>().join("\r\n");
    let answer = Arc::new([head.as_bytes(), &asked[end..]].concat());
    shared.known.lock().unwrap().insert(path.to_owned(), Arc::clone(&answer));
    answer
}

/// What one write carries at full speed.
const FULL: usize = 64 * 1024;

/// Writes a stream of events: at its pace, or as fast as the socket takes them.
fn flow(writing: &mut TcpStream, answer: &Answer) -> std::io::Result<()> {
    writing.write_all(
        b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nx-request-id: bench\r\ntransfer-encoding: chunked\r\n\r\n",
    )?;
    let began = Instant::now();
    let (mut piece, mut waiting) = (String::new(), Vec::new());
    for (number, event) in answer.events.iter().enumerate() {
        piece.push_str(event);
        if answer.apart || piece.len() >= FULL {
            write!(waiting, "{:x}\r\n{piece}\r\n", piece.len())?;
            piece.clear();
        }
        if waiting.len() < FULL && answer.every.is_zero() {
            continue;
        }
        // By the clock and not by adding up waits, which would run late.
        let due = answer.every * u32::try_from(number).unwrap_or(u32::MAX);
        if let Some(early) = due.checked_sub(began.elapsed()) {
            std::thread::sleep(early);
        }
        writing.write_all(&waiting)?;
        waiting.clear();
    }
    if !piece.is_empty() {
        write!(waiting, "{:x}\r\n{piece}\r\n", piece.len())?;
    }
    waiting.extend_from_slice(b"0\r\n\r\n");
    writing.write_all(&waiting)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_repeats_the_sandbox_and_streams_what_was_set() {
    let plain = Plain::start(3).await;
    plain.add_split("wide", 10);
    let list = ask(&plain.address, "/api/2.0/serving-endpoints");
    assert!(String::from_utf8_lossy(&list).contains(ENDPOINT));
    let wide: Value =
        serde_json::from_slice(body_of(&ask(&plain.address, "/api/2.0/serving-endpoints/wide"))).unwrap();
    let routes = wide["config"]["traffic_config"]["routes"].as_array().unwrap();
    let sum: u64 = routes.iter().map(|route| route["traffic_percentage"].as_u64().unwrap()).sum();
    assert_eq!((routes.len(), sum), (10, 100));
    let answer = Answer::tokens(100, 8);
    assert_eq!(answer.events.len(), 102, "the tokens, the finish and the end");
}
