//! Streams: how they end, how long they may be silent, and that dropping one closes its connection.

use std::time::{Duration, Instant};

use futures_util::StreamExt;
use gatewright_databricks::queries::{
    ChatEvent, ChatRequest, ChatStream, Message, Outcome, QueryOptions, StreamEnd, Target,
};
use gatewright_databricks::{ErrorKind, Timeouts};

use super::server::{CHAT, EVENTS, Server, Step, delta, json};

async fn open(server: &Server, timeouts: Timeouts) -> ChatStream {
    let request = ChatRequest::new(vec![Message::user("hello")]);
    let queries = server.workspace_with(timeouts).queries();
    queries.chat_stream(&Target::endpoint("chat"), &request, &QueryOptions::default()).await.unwrap()
}

async fn read(server: &Server, timeouts: Timeouts) -> (String, StreamEnd) {
    let (text, _, end) = open(server, timeouts).await.collect_text().await;
    (text, end.unwrap())
}

fn short() -> Timeouts {
    Timeouts { idle: Duration::from_millis(200), ..Timeouts::default() }
}

#[tokio::test]
async fn a_stream_ends_complete_with_text_and_names() {
    let body = format!("{EVENTS}{}{}data: [DONE]\n\n", delta("Hel"), delta("lo"));
    let server = Server::start(vec![Step::SendAndClose(body)]).await;
    let stream = open(&server, Timeouts::default()).await;
    assert_eq!(stream.meta().served_model.as_deref(), Some("claude"));
    let batches: Vec<Vec<ChatEvent>> = stream.collect().await;
    let texts: Vec<&str> = batches
        .iter()
        .flatten()
        .filter_map(|event| match event {
            ChatEvent::Text { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(texts.concat(), "Hello");
    let Some(ChatEvent::End(end)) = batches.last().and_then(|batch| batch.last()) else { panic!("no end") };
    assert_eq!(end.outcome, Outcome::Complete);
    assert!(end.first_word.is_some() && end.error.is_none());
    assert!(server.seen()[0].body.contains(r#""stream":true"#));
}

#[tokio::test]
async fn a_cut_keeps_the_text_says_so_and_sends_nothing_again() {
    let server = Server::start(vec![Step::SendAndClose(format!("{EVENTS}{}", delta("part")))]).await;
    let (text, end) = read(&server, Timeouts::default()).await;
    assert_eq!((text.as_str(), end.outcome), ("part", Outcome::Truncated));
    let error = end.error.unwrap();
    assert!(error.is_ambiguous());
    assert_eq!((error.kind, error.request_id.as_deref()), (ErrorKind::Interrupted, Some("r-1")));
    tokio::time::sleep(Duration::from_millis(30)).await;
    assert_eq!(server.count(), 1);

    let lying = EVENTS.replace("\r\n\r\n", "\r\ncontent-length: 9999\r\n\r\n");
    let server = Server::start(vec![Step::SendAndClose(format!("{lying}{}", delta("part")))]).await;
    let (text, end) = read(&server, Timeouts::default()).await;
    assert_eq!((text.as_str(), end.outcome), ("part", Outcome::Truncated));
}

#[tokio::test]
async fn comments_keep_a_silent_stream_alive_and_silence_ends_it() {
    let mut pieces = vec![(0, EVENTS.to_owned())];
    pieces.extend((0..8).map(|_| (80, ": still thinking\n\n".to_owned())));
    pieces.push((0, format!("{}data: [DONE]\n\n", delta("late"))));
    let server = Server::start(vec![Step::Slowly(pieces)]).await;
    let (text, end) = read(&server, short()).await;
    assert_eq!((text.as_str(), end.outcome), ("late", Outcome::Complete));

    let server = Server::start(vec![Step::SendAndStay(format!("{EVENTS}{}", delta("a")))]).await;
    let (text, end) = read(&server, short()).await;
    assert_eq!((text.as_str(), end.outcome), ("a", Outcome::Truncated));
    assert_eq!(end.error.unwrap().kind, ErrorKind::Timeout);
}

#[tokio::test]
async fn a_server_that_does_not_begin_to_answer_is_given_up_and_not_asked_again() {
    let server = Server::start(vec![Step::SendAndStay(String::new())]).await;
    let timeouts = Timeouts { first_byte: Duration::from_millis(100), ..Timeouts::default() };
    let request = ChatRequest::new(vec![Message::user("hello")]);
    let queries = server.workspace_with(timeouts).queries();
    let error =
        queries.chat_stream(&Target::endpoint("x"), &request, &QueryOptions::default()).await.unwrap_err();
    assert_eq!((error.kind, error.is_ambiguous(), server.count()), (ErrorKind::Timeout, true, 1));
}

#[tokio::test]
async fn dropping_a_stream_closes_its_connection_at_once() {
    let server = Server::start(vec![Step::SendAndStay(format!("{EVENTS}{}", delta("a")))]).await;
    let mut stream = open(&server, Timeouts::default()).await;
    stream.next().await.unwrap();
    assert!(server.gone().is_none());
    let dropped = Instant::now();
    drop(stream);
    while server.gone().is_none() && dropped.elapsed() < Duration::from_secs(2) {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let took = server.gone().expect("the server never saw the close").duration_since(dropped);
    assert!(took < Duration::from_millis(100), "{took:?}");
}

#[tokio::test]
async fn dropping_a_call_closes_its_connection_too() {
    let server = Server::start(vec![Step::SendAndStay(String::new())]).await;
    let workspace = server.workspace();
    let request = ChatRequest::new(vec![Message::user("hello")]);
    let queries = workspace.queries();
    let target = Target::endpoint("x");
    let call = queries.chat(&target, &request);
    assert!(tokio::time::timeout(Duration::from_millis(100), call).await.is_err());
    let dropped = Instant::now();
    while server.gone().is_none() && dropped.elapsed() < Duration::from_secs(2) {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert!(dropped.elapsed() < Duration::from_millis(200), "{:?}", dropped.elapsed());
}

#[tokio::test]
async fn a_server_that_ignores_streaming_is_understood() {
    let server = Server::start(vec![Step::Send(json(200, CHAT))]).await;
    let (text, end) = read(&server, Timeouts::default()).await;
    assert_eq!(
        (text.as_str(), end.outcome, end.finish_reason.as_deref()),
        ("hi", Outcome::Complete, Some("stop"))
    );
    assert_eq!(end.usage.unwrap().total_tokens, Some(4));
}

#[tokio::test]
async fn errors_before_and_inside_a_stream_are_told_apart() {
    let refused = r#"{"error":"Received error from openai","external_model_message":{"error":{"message":"bad key","code":"invalid_api_key"}}}"#;
    let server = Server::start(vec![Step::Send(json(401, refused))]).await;
    let request = ChatRequest::new(vec![Message::user("hello")]);
    let queries = server.workspace().queries();
    let error =
        queries.chat_stream(&Target::endpoint("x"), &request, &QueryOptions::default()).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::ProviderAuth);
    assert_eq!(error.provider.as_ref().unwrap().provider.as_deref(), Some("openai"));

    let body = format!(
        "{EVENTS}{}data: {{\"error_code\":\"REQUEST_LIMIT_EXCEEDED\",\"message\":\"QPM\"}}\n\n",
        delta("a")
    );
    let server = Server::start(vec![Step::SendAndStay(body)]).await;
    let (text, end) = read(&server, Timeouts::default()).await;
    assert_eq!((text.as_str(), end.outcome), ("a", Outcome::ProviderError));
    let error = end.error.unwrap();
    assert_eq!((error.kind, error.message.as_str()), (ErrorKind::RateLimited, "QPM"));
}

#[tokio::test]
async fn tool_calls_reasoning_and_usage_come_through() {
    let lines = [
        r#"{"choices":[{"delta":{"role":"assistant","content":[{"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]}]}}],"usage":{"total_tokens":1}}"#,
        r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"t1","function":{"name":"f","arguments":"{\"a\""}}]}}]}"#,
        r#"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}}]}"#,
        r#"{"choices":[{"delta":{},"finish_reason":"tool_calls"}]}"#,
        r#"{"choices":[],"usage":{"total_tokens":9}}"#,
    ];
    let body: String = lines.iter().map(|line| format!("data: {line}\n\n")).collect();
    let server = Server::start(vec![Step::SendAndClose(format!("{EVENTS}{body}"))]).await;
    let events: Vec<ChatEvent> = open(&server, Timeouts::default()).await.collect::<Vec<_>>().await.concat();
    let (mut thought, mut arguments, mut name, mut end) = (String::new(), String::new(), None, None);
    for event in events {
        match event {
            ChatEvent::Reasoning { text, .. } => thought.push_str(&text),
            ChatEvent::ToolCall { arguments: more, name: called, .. } => {
                arguments.push_str(&more);
                name = name.or(called);
            }
            ChatEvent::End(how) => end = Some(how),
            _ => {}
        }
    }
    let end = end.unwrap();
    assert_eq!((thought.as_str(), arguments.as_str(), name.as_deref()), ("hm", r#"{"a":1}"#, Some("f")));
    assert_eq!((end.outcome, end.finish_reason.as_deref()), (Outcome::Complete, Some("tool_calls")));
    assert_eq!(end.usage.unwrap().total_tokens, Some(9));
}
