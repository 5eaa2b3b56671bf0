//! What is sent again, counted at the socket (quality page §3.1).

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use gatewright_databricks::queries::{ChatRequest, Message, QueryOptions, Target};
use gatewright_databricks::serving::CreateEndpoint;
use gatewright_databricks::{
    AuthError, Authenticate, ErrorKind, Host, RetryPolicy, Sent, Timeouts, Token, Wait, WaitReason,
    Workspace, auth,
};
use http::HeaderValue;

use super::server::{CHAT, Server, Step, answer, json, workspace};

fn prompt() -> ChatRequest {
    ChatRequest::new(vec![Message::user("hello")])
}

fn target() -> Target {
    Target::endpoint("chat")
}

#[tokio::test]
async fn a_prompt_whose_connection_is_cut_is_sent_once_and_called_ambiguous() {
    let server = Server::start(vec![Step::Close]).await;
    let error = server.workspace().queries().chat(&target(), &prompt()).await.unwrap_err();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(server.count(), 1);
    assert_eq!((error.kind, error.sent, error.attempts), (ErrorKind::Interrupted, Sent::Written, 1));
    assert!(error.is_ambiguous());
    assert!(server.seen()[0].body.contains(error.client_request_id.as_deref().unwrap()));
}

#[tokio::test]
async fn a_prompt_cut_on_a_reused_connection_is_sent_once() {
    let server = Server::start(vec![Step::Send(json(200, CHAT)), Step::Close]).await;
    let workspace = server.workspace();
    workspace.queries().chat(&target(), &prompt()).await.unwrap();
    let error = workspace.queries().chat(&target(), &prompt()).await.unwrap_err();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!((server.connections(), server.count()), (1, 2));
    assert!(error.is_ambiguous());
}

#[tokio::test]
async fn a_connection_closed_while_idle_costs_no_prompt() {
    let server = Server::start(vec![Step::SendAndClose(json(200, CHAT))]).await;
    let workspace = server.workspace();
    for round in 1..=5 {
        workspace.queries().chat(&target(), &prompt()).await.unwrap();
        assert_eq!(server.count(), round);
        // Half of the rounds race with the close, half come after it.
        if round % 2 == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    let ids: std::collections::HashSet<String> = server.seen().into_iter().map(|seen| seen.body).collect();
    assert_eq!(ids.len(), 5, "a prompt came twice");
}

#[tokio::test]
async fn an_answer_cut_in_the_middle_is_read_again_only_for_reads() {
    let cut =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"endpo".to_owned();
    let server = Server::start(vec![Step::SendAndClose(cut.clone()), Step::Send(json(200, "{}"))]).await;
    assert!(server.workspace().serving().list().await.unwrap().is_empty());
    assert_eq!(server.count(), 2);

    let server = Server::start(vec![Step::SendAndClose(cut)]).await;
    let error = server.workspace().queries().chat(&target(), &prompt()).await.unwrap_err();
    assert_eq!((server.count(), error.status, error.is_ambiguous()), (1, Some(200), true));
}

#[tokio::test]
async fn reads_are_tried_three_times_and_writes_once_when_nothing_answers() {
    let server = Server::start(vec![Step::Close]).await;
    let error = server.workspace().serving().list().await.unwrap_err();
    assert_eq!((server.count(), error.attempts, error.is_ambiguous()), (3, 3, false));

    for write in ["create", "config", "gateway", "tags", "delete"] {
        let server = Server::start(vec![Step::Close]).await;
        let serving = server.workspace().serving();
        let empty = serde_json::json!({});
        let error = match write {
            "create" => serving.create(&CreateEndpoint::new("x")).await.unwrap_err(),
            "config" => serving.update_config("x", &empty).await.unwrap_err(),
            "gateway" => serving.put_ai_gateway("x", &empty).await.unwrap_err(),
            "tags" => serving.patch_tags("x", &[], &["k".into()]).await.unwrap_err(),
            _ => serving.delete("x").await.unwrap_err(),
        };
        assert_eq!((server.count(), error.is_ambiguous()), (1, true), "{write}");
    }
}

#[tokio::test]
async fn a_host_that_refuses_connections_is_tried_three_times_also_for_a_prompt() {
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let error = workspace(port, Timeouts::default()).queries().chat(&target(), &prompt()).await.unwrap_err();
    assert_eq!((error.kind, error.sent, error.attempts), (ErrorKind::Connect, Sent::Nothing, 3));
    assert!(!error.is_ambiguous());
}

#[tokio::test]
async fn a_rate_limit_with_a_time_is_waited_for_and_a_listener_hears_it() {
    let limited =
        answer(429, "retry-after: 7\r\n", r#"{"error_code":"REQUEST_LIMIT_EXCEEDED","message":"slow down"}"#);
    let server = Server::start(vec![Step::Send(limited.clone()), Step::Send(json(200, CHAT))]).await;
    let heard: Arc<Mutex<Vec<Wait>>> = Arc::default();
    let ear = heard.clone();
    let retry = RetryPolicy::default().on_wait(move |wait| ear.lock().unwrap().push(wait.clone()));
    let options = QueryOptions { retry: Some(retry), ..QueryOptions::default() };
    let reply = server.workspace().queries().chat_with(&target(), &prompt(), &options).await.unwrap();
    assert_eq!((reply.meta.attempts, server.count()), (2, 2));
    let heard = heard.lock().unwrap().clone();
    assert_eq!((heard.len(), heard[0].reason, heard[0].status), (1, WaitReason::Asked, Some(429)));
    assert_eq!(heard[0].time.as_secs(), 7);
    let ids: Vec<String> = server.seen().into_iter().map(|seen| seen.body).collect();
    assert_eq!(ids[0], ids[1], "the same prompt keeps its id");

    let server = Server::start(vec![Step::Send(limited)]).await;
    let options = QueryOptions { retry: Some(RetryPolicy::once()), ..QueryOptions::default() };
    let error = server.workspace().queries().chat_with(&target(), &prompt(), &options).await.unwrap_err();
    assert_eq!((server.count(), error.kind), (1, ErrorKind::RateLimited));
    assert_eq!(error.retry_after, Some(Duration::from_secs(7)));
}

#[tokio::test]
async fn a_limit_without_a_time_or_with_a_long_one_is_reported_at_once() {
    for headers in ["", "retry-after: 61\r\n"] {
        for status in [429, 503] {
            let server = Server::start(vec![Step::Send(answer(status, headers, ""))]).await;
            server.workspace().queries().chat(&target(), &prompt()).await.unwrap_err();
            assert_eq!(server.count(), 1, "{status} {headers}");
        }
    }
    let server = Server::start(vec![Step::Send(answer(500, "retry-after: 1\r\n", ""))]).await;
    server.workspace().queries().chat(&target(), &prompt()).await.unwrap_err();
    assert_eq!(server.count(), 1);
}

/// Hands out another token after each refresh.
#[derive(Debug, Default)]
struct Renewing(Mutex<u32>);

#[async_trait]
impl Authenticate for Renewing {
    async fn authorization(&self) -> Result<HeaderValue, AuthError> {
        auth::bearer(&Token::new(format!("token-{}", self.0.lock().unwrap())))
    }
    async fn refresh(&self) -> Result<bool, AuthError> {
        *self.0.lock().unwrap() += 1;
        Ok(true)
    }
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    let server = Server::start(vec![
        Step::Send(json(401, "{}")),
        Step::Send(json(200, CHAT)),
        Step::Send(json(401, "{}")),
    ])
    .await;
    let host = Host::parse(&format!("http://127.0.0.1:{}", server.port)).unwrap();
    let workspace = Workspace::builder(host).auth(Arc::new(Renewing::default())).build().unwrap();
    workspace.queries().chat(&target(), &prompt()).await.unwrap();
    let tokens: Vec<_> = server.seen().iter().filter_map(|seen| seen.header("authorization")).collect();
    assert_eq!(tokens, ["Bearer token-0", "Bearer token-1"]);
    let error = workspace.queries().chat(&target(), &prompt()).await.unwrap_err();
    assert_eq!((error.kind, server.count()), (ErrorKind::Unauthenticated, 4));
}

#[tokio::test]
async fn a_call_is_told_whether_a_connection_was_made_for_it() {
    let server = Server::start(vec![Step::Send(json(200, CHAT)), Step::SendAndClose(json(200, CHAT))]).await;
    let workspace = server.workspace();
    let mut made = Vec::new();
    for _ in 0..3 {
        let reply = workspace.queries().chat(&target(), &prompt()).await.unwrap();
        assert!(reply.meta.connecting.is_none_or(|connecting| connecting <= reply.meta.first_byte));
        made.push(reply.meta.connecting.is_some());
        // What was closed is noticed to be.
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!((made.as_slice(), server.connections()), ([true, false, true].as_slice(), 2));
}
