//! P4, P5 and P7 of the client alone: what it adds to a raw keep-alive socket on the same server, how fast it reads a flood,
//! and a list of 10,000 endpoints. Rounds of the socket and of the client take turns.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use gatewright_databricks::queries::{ChatEvent, ChatRequest, Message, QueryOptions, Target};
use gatewright_databricks::{AccessToken, Host, Token, Workspace};

use crate::server::{Answer, ENDPOINT, Plain, TOKEN};
use crate::{quantile, report, rounds};

/// Calls of each kind in a round.
const CALLS: usize = 300;
const FLOOD: usize = 200_000;
const MANY: usize = 10_000;

/// A socket that knows just enough of HTTP to be asked the same.
struct Raw {
    reading: BufReader<TcpStream>,
    writing: TcpStream,
}

impl Raw {
    fn connect(address: &str) -> Self {
        let writing = TcpStream::connect(address).unwrap();
        writing.set_nodelay(true).unwrap();
        Self { reading: BufReader::new(writing.try_clone().unwrap()), writing }
    }

    fn send(&mut self, stream: bool) {
        let body = format!(r#"{{"messages":[{{"role":"user","content":"Is it?"}}],"stream":{stream}}}"#);
        let head = format!(
            "POST /serving-endpoints/{ENDPOINT}/invocations HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {TOKEN}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.writing.write_all(head.as_bytes()).unwrap();
    }

    fn lines_until(&mut self, wanted: impl Fn(&str) -> bool) -> String {
        let mut line = String::new();
        loop {
            line.clear();
            assert!(self.reading.read_line(&mut line).unwrap() > 0, "the server hung up");
            if wanted(&line) {
                return line;
            }
        }
    }

    fn first_word(&mut self) -> Duration {
        let began = Instant::now();
        self.send(true);
        self.lines_until(|line| line.starts_with("data: "));
        let first = began.elapsed();
        self.lines_until(|line| line.starts_with("data: [DONE]"));
        self.lines_until(|line| line == "0\r\n");
        self.lines_until(|line| line == "\r\n");
        first
    }

    fn call(&mut self) -> Duration {
        let began = Instant::now();
        self.send(false);
        let length = self.lines_until(|line| line.starts_with("content-length: "));
        let length: usize = length.trim().rsplit(' ').next().unwrap().parse().unwrap();
        self.lines_until(|line| line == "\r\n");
        let mut body = vec![0; length];
        self.reading.read_exact(&mut body).unwrap();
        serde_json::from_slice::<serde_json::Value>(&body).unwrap();
        began.elapsed()
    }
}

fn client(plain: &Plain) -> Workspace {
    let host = Host::parse(&format!("http://{}", plain.address)).unwrap();
    let token = AccessToken::new(Token::new(TOKEN));
    Workspace::builder(host).auth(Arc::new(token)).user_agent("gatewright-bench").build().unwrap()
}

fn question() -> ChatRequest {
    ChatRequest::new(vec![Message::user("Is it?")])
}

/// Time to the first word, and how many characters came in all.
async fn streamed(workspace: &Workspace) -> (Duration, usize) {
    let began = Instant::now();
    let target = Target::endpoint(ENDPOINT);
    let mut stream =
        workspace.queries().chat_stream(&target, &question(), &QueryOptions::default()).await.unwrap();
    let (mut first, mut characters) = (None, 0);
    while let Some(events) = stream.next().await {
        for event in events {
            match event {
                ChatEvent::Text { text, .. } => {
                    first.get_or_insert_with(|| began.elapsed());
                    characters += text.len();
                }
                ChatEvent::End(end) => assert!(end.error.is_none(), "{end:?}"),
                _ => {}
            }
        }
    }
    (first.unwrap(), characters)
}

fn middle_ms(times: &[Duration]) -> f64 {
    quantile(&times.iter().map(|time| time.as_secs_f64() * 1_000.0).collect::<Vec<_>>(), 0.5)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_adds_little_to_a_raw_socket() {
    let Some(rounds) = rounds() else { return };
    let plain = Plain::start(2).await;
    let workspace = client(&plain);
    let mut raw = Raw::connect(&plain.address);
    // One round first, uncounted: connections are open, code and data are warm.
    for round in 0..=rounds {
        let (mut words, mut raw_words, mut calls, mut raw_calls) = (vec![], vec![], vec![], vec![]);
        for _ in 0..CALLS {
            raw_words.push(raw.first_word());
            words.push(streamed(&workspace).await.0);
            raw_calls.push(raw.call());
            let began = Instant::now();
            workspace.queries().chat(&Target::endpoint(ENDPOINT), &question()).await.unwrap();
            calls.push(began.elapsed());
        }
        if round > 0 {
            report("ttft_added_ms", middle_ms(&words) - middle_ms(&raw_words), "ms");
            report("raw_ttft_ms", middle_ms(&raw_words), "ms");
            report("call_added_ms", middle_ms(&calls) - middle_ms(&raw_calls), "ms");
            report("raw_call_ms", middle_ms(&raw_calls), "ms");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_reads_a_flood_of_tokens() {
    let Some(rounds) = rounds() else { return };
    let plain = Plain::start(2).await;
    let workspace = client(&plain);
    let together = Answer::tokens(FLOOD, 8);
    let apart = Answer { apart: true, ..together.clone() };
    for round in 0..=rounds {
        for (name, answer) in [("stream_tokens_per_s", &together), ("stream_apart_tokens_per_s", &apart)] {
            plain.answer_with(answer.clone());
            let began = Instant::now();
            let (_, characters) = streamed(&workspace).await;
            assert_eq!(characters, FLOOD * 8);
            if round > 0 {
                report(name, FLOOD as f64 / began.elapsed().as_secs_f64(), "tok/s");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_reads_ten_thousand_endpoints() {
    let Some(rounds) = rounds() else { return };
    let plain = Plain::start(MANY).await;
    let workspace = client(&plain);
    for round in 0..=rounds {
        let began = Instant::now();
        let endpoints = workspace.serving().list().await.unwrap();
        let elapsed = began.elapsed();
        assert_eq!(endpoints.len(), MANY);
        if round > 0 {
            report("list_10k_ms", elapsed.as_secs_f64() * 1_000.0, "ms");
        }
    }
}
