//! When tokens are renewed, how often, and what waits for what.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt;
use gatewright_databricks::auth::{
    AuthError, Authenticate, ClientCredentials, KeepToken, OauthEndpoints, RefreshToken, Renewing, TokenSet,
    TokenSource,
};
use gatewright_databricks::queries::{ChatRequest, Message, Outcome, QueryOptions, Target};
use gatewright_databricks::{Network, Token, Workspace};

use super::clock::{DAY, SetClock};
use super::server::{Answer, Seen, Server};

/// A workspace whose tokens are numbered; only the newest one is good. A refresh token buys one access token.
pub(crate) async fn workspace() -> Server {
    let newest = Arc::new(AtomicUsize::new(0));
    Server::start(move |seen: &Seen| {
        let good = newest.load(Ordering::SeqCst);
        match seen.line().as_str() {
            "POST /oidc/v1/token" => {
                let refresh = seen.field("grant_type") == "refresh_token";
                if refresh && seen.field("refresh_token") != format!("rt-{good}") {
                    let words = r#"{"error":"invalid_grant","error_description":"Refresh token is invalid"}"#;
                    return Answer::json(400, words);
                }
                let next = good + 1;
                newest.store(next, Ordering::SeqCst);
                let body = format!(
                    r#"{{"access_token":"at-{next}","refresh_token":"rt-{next}","token_type":"Bearer","expires_in":3600}}"#
                );
                Answer::json(200, &body).after(50)
            }
            line if line.starts_with("GET /.well-known") || line.starts_with("GET /oidc") => Answer::missing(),
            line => {
                let slow = seen.head.contains("slow");
                if seen.header("authorization") != Some(format!("Bearer at-{good}")) {
                    return Answer::json(401, r#"{"error_code":"401","message":"expired"}"#);
                }
                if line.ends_with("/invocations") {
                    return stream();
                }
                Answer::json(200, "{}").after(if slow { 200 } else { 0 })
            }
        }
    })
    .await
}

fn stream() -> Answer {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n".to_owned();
    let word = |text: &str| {
        format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n")
    };
    Answer(vec![(0, head + &word("one ")), (150, word("two ")), (150, word("three") + "data: [DONE]\n\n")])
}

pub(crate) fn source(server: &Server, refresh: &str) -> Arc<RefreshToken> {
    let source = RefreshToken::new(server.host(), "databricks-cli", Token::new(refresh), Network::default());
    Arc::new(source.at(OauthEndpoints::of_issuer(&format!("{}/oidc", server.address())).unwrap()))
}

pub(crate) fn client(server: &Server, auth: &Renewing) -> Workspace {
    Workspace::builder(server.host()).auth(Arc::new(auth.clone())).build().unwrap()
}

const TOKEN: &str = "POST /oidc/v1/token";

#[tokio::test]
async fn sixty_four_callers_without_a_token_ask_for_one() {
    let server = workspace().await;
    let auth = Renewing::new(source(&server, "rt-0"), SetClock::off_by(0));
    let callers = (0..64).map(|_| {
        let client = client(&server, &auth);
        tokio::spawn(async move { client.serving().list().await })
    });
    for caller in futures_util::future::join_all(callers).await {
        caller.unwrap().unwrap();
    }
    assert_eq!(server.count(TOKEN), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_workers_refused_at_once_renew_once_and_lose_nothing() {
    let server = workspace().await;
    let auth = Renewing::new(source(&server, "rt-0"), SetClock::off_by(0));
    // A token that the workspace no longer takes, though it should live for an hour.
    let stale =
        TokenSet::new(Token::new("at-stale")).living(Duration::from_secs(3600), std::time::SystemTime::now());
    let auth = auth.starting_with(&stale).unwrap();
    let client = client(&server, &auth);
    let callers = (0..64).map(|worker| {
        let client = client.clone();
        tokio::spawn(async move {
            // Some are refused only after the others have renewed.
            tokio::time::sleep(Duration::from_millis(worker % 8 * 12)).await;
            client.serving().list().await
        })
    });
    for caller in futures_util::future::join_all(callers).await {
        caller.unwrap().unwrap();
    }
    assert_eq!(server.count(TOKEN), 1);
}

#[tokio::test]
async fn a_refusal_of_a_token_that_was_replaced_meanwhile_renews_nothing() {
    let server = workspace().await;
    let auth = Renewing::new(source(&server, "rt-0"), SetClock::off_by(0));
    let first = auth.authorization().await.unwrap();
    assert!(auth.refused(&first).await.unwrap());
    assert!(auth.refused(&first).await.unwrap(), "late");
    assert_eq!(server.count(TOKEN), 2);
}

#[tokio::test]
async fn a_token_is_renewed_in_the_background_before_it_ends() {
    let server = workspace().await;
    let clock = SetClock::off_by(0);
    let auth = Renewing::new(source(&server, "rt-0"), clock.clone());
    assert_eq!(auth.authorization().await.unwrap(), "Bearer at-1");
    clock.pass(3600 - 310);
    auth.authorization().await.unwrap();
    assert_eq!(server.count(TOKEN), 1, "not yet");
    clock.pass(20);
    assert_eq!(auth.authorization().await.unwrap(), "Bearer at-1", "nobody waits");
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(auth.authorization().await.unwrap(), "Bearer at-2");
    assert_eq!(server.count(TOKEN), 2);
    clock.pass(4000);
    assert_eq!(auth.authorization().await.unwrap(), "Bearer at-3", "one that has ended is waited for");
}

#[tokio::test]
async fn a_clock_a_day_off_or_set_meanwhile_changes_nothing_that_matters() {
    for off in [-DAY, DAY] {
        let server = workspace().await;
        let clock = SetClock::off_by(off);
        let auth = Renewing::new(source(&server, "rt-0"), clock.clone());
        let client = client(&server, &auth);
        for _ in 0..5 {
            client.serving().list().await.unwrap();
        }
        assert_eq!(server.count(TOKEN), 1, "{off}");
        // Somebody sets it right: at most one renewal too many, and every call is answered.
        clock.set_wall_off_by(0);
        for _ in 0..5 {
            client.serving().list().await.unwrap();
        }
        assert!(server.count(TOKEN) <= 2, "{off}");
        // And it still ends when it ends.
        let before = server.count(TOKEN);
        clock.pass(3601);
        client.serving().list().await.unwrap();
        assert_eq!(server.count(TOKEN), before + 1, "{off}");
    }
}

#[derive(Debug)]
struct Program {
    asked: AtomicUsize,
    ends_in: i64,
}

#[async_trait]
impl TokenSource for Program {
    async fn renew(&self, refused: Option<&Token>) -> Result<TokenSet, AuthError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let word = if refused.is_some() { "forced" } else { "cached" };
        let by = Duration::from_secs(self.ends_in.unsigned_abs());
        let now = std::time::SystemTime::now();
        let end = if self.ends_in < 0 { now - by } else { now + by };
        Ok(TokenSet::new(Token::new(word)).expiring_at(end))
    }
}

#[tokio::test]
async fn a_program_whose_tokens_seem_to_have_ended_is_believed_and_not_asked_again_at_once() {
    for (ends_in, off) in [(-DAY, 0), (3600, DAY), (3600, -DAY)] {
        let program = Arc::new(Program { asked: AtomicUsize::new(0), ends_in });
        let auth = Renewing::new(program.clone(), SetClock::off_by(off));
        for _ in 0..20 {
            assert_eq!(auth.authorization().await.unwrap(), "Bearer cached");
        }
        assert_eq!(program.asked.load(Ordering::SeqCst), 1);
        assert!(auth.refresh().await.unwrap(), "a refused token is not handed out again");
        assert_eq!(auth.authorization().await.unwrap(), "Bearer forced");
        assert!(!auth.refresh().await.unwrap(), "nothing newer");
    }
}

/// Notes what it is given, and what the source of the token had been used for by then.
#[derive(Debug)]
struct Keeper {
    kept: Mutex<Vec<String>>,
    server: Mutex<Option<Server>>,
    api_calls_before: Mutex<Vec<usize>>,
    broken: Mutex<bool>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Server")
    }
}

impl Keeper {
    fn new(server: &Server) -> Arc<Self> {
        Arc::new(Self {
            kept: Mutex::default(),
            server: Mutex::new(Some(server.clone())),
            api_calls_before: Mutex::default(),
            broken: Mutex::new(false),
        })
    }
}

#[async_trait]
impl KeepToken for Keeper {
    async fn keep(&self, refresh: &Token) -> Result<(), AuthError> {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let calls = self.server.lock().unwrap().as_ref().unwrap().count("GET /api/2.0/serving-endpoints");
        if *self.broken.lock().unwrap() {
            return Err(AuthError::later("The keychain is locked."));
        }
        self.api_calls_before.lock().unwrap().push(calls);
        self.kept.lock().unwrap().push(refresh.expose().to_owned());
        Ok(())
    }
}

#[tokio::test]
async fn a_rotated_refresh_token_is_kept_before_the_new_access_token_is_used() {
    let server = workspace().await;
    let keeper = Keeper::new(&server);
    let auth = Renewing::keeping(source(&server, "rt-0"), keeper.clone(), SetClock::off_by(0));
    client(&server, &auth).serving().list().await.unwrap();
    assert_eq!(*keeper.kept.lock().unwrap(), ["rt-1"]);
    assert_eq!(*keeper.api_calls_before.lock().unwrap(), [0]);
    auth.refresh().await.unwrap();
    assert_eq!(*keeper.kept.lock().unwrap(), ["rt-1", "rt-2"], "the rotated one was used for the next");
}

#[tokio::test]
async fn while_a_refresh_token_is_being_kept_the_token_in_hand_is_used() {
    let server = workspace().await;
    let clock = SetClock::off_by(0);
    let keeper = Keeper::new(&server);
    let auth = Renewing::keeping(source(&server, "rt-0"), keeper.clone(), clock.clone());
    auth.authorization().await.unwrap();
    clock.pass(3400);
    let mut old_ones = 0;
    while auth.authorization().await.unwrap() == "Bearer at-1" {
        old_ones += 1;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(*keeper.kept.lock().unwrap(), ["rt-1", "rt-2"]);
    assert!(old_ones > 1, "renewed in the background");
}

#[tokio::test]
async fn what_could_not_be_kept_is_said_and_offered_again_and_requests_go_on() {
    let server = workspace().await;
    let keeper = Keeper::new(&server);
    *keeper.broken.lock().unwrap() = true;
    let auth = Renewing::keeping(source(&server, "rt-0"), keeper.clone(), SetClock::off_by(0));
    client(&server, &auth).serving().list().await.unwrap();
    assert_eq!(auth.keep_problem().unwrap().message, "The keychain is locked.");
    *keeper.broken.lock().unwrap() = false;
    auth.refresh().await.unwrap();
    assert_eq!((auth.keep_problem(), keeper.kept.lock().unwrap().clone()), (None, vec!["rt-2".to_owned()]));
}

#[tokio::test]
async fn a_caller_that_goes_away_does_not_end_the_renewal_that_others_wait_for() {
    let server = workspace().await;
    let keeper = Keeper::new(&server);
    let auth = Renewing::keeping(source(&server, "rt-0"), keeper.clone(), SetClock::off_by(0));
    let first = tokio::spawn({
        let auth = auth.clone();
        async move { auth.authorization().await }
    });
    tokio::time::sleep(Duration::from_millis(20)).await;
    let second = tokio::spawn({
        let auth = auth.clone();
        async move { auth.authorization().await }
    });
    tokio::time::sleep(Duration::from_millis(5)).await;
    first.abort();
    assert_eq!(second.await.unwrap().unwrap(), "Bearer at-1");
    assert_eq!((server.count(TOKEN), keeper.kept.lock().unwrap().len()), (1, 1));

    // Nobody waits at all: what the server handed out is kept all the same.
    let alone = tokio::time::timeout(Duration::from_millis(10), auth.refresh()).await;
    assert!(alone.is_err());
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(keeper.kept.lock().unwrap().last().unwrap(), "rt-2");
}

#[tokio::test]
async fn a_stream_goes_on_when_its_token_ends_and_the_next_call_uses_a_new_one() {
    let server = workspace().await;
    let clock = SetClock::off_by(0);
    let auth = Renewing::new(source(&server, "rt-0"), clock.clone());
    let client = client(&server, &auth);
    let request = ChatRequest::new(vec![Message::user("hello")]);
    let options = QueryOptions::default();
    let mut stream =
        client.queries().chat_stream(&Target::endpoint("chat"), &request, &options).await.unwrap();
    stream.next().await.unwrap();
    clock.pass(4000);
    client.serving().list().await.unwrap();
    let (rest, _, end) = stream.collect_text().await;
    assert_eq!((rest.as_str(), end.unwrap().outcome), ("two three", Outcome::Complete));
    let bearers: Vec<String> = server.seen().iter().filter_map(|seen| seen.header("authorization")).collect();
    assert_eq!(bearers, ["Bearer at-1", "Bearer at-2"]);
}

#[tokio::test]
async fn a_service_principal_asks_again_with_its_own_secret() {
    let server = workspace().await;
    let source = ClientCredentials::new(server.host(), "sp-1", Token::new("s3cret"), Network::default());
    let auth = Renewing::new(Arc::new(source), SetClock::off_by(0));
    client(&server, &auth).serving().list().await.unwrap();
    auth.refresh().await.unwrap();
    let seen: Vec<Seen> = server.seen().into_iter().filter(|seen| seen.line() == TOKEN).collect();
    assert_eq!(seen.len(), 2);
    for seen in seen {
        assert_eq!(seen.header("authorization").unwrap(), "Basic c3AtMTpzM2NyZXQ=");
        assert_eq!(
            (seen.field("grant_type"), seen.field("scope")),
            ("client_credentials".into(), "all-apis".into())
        );
        assert!(!seen.body.contains("s3cret"));
    }
    assert_eq!(server.count("GET /.well-known/databricks-config"), 1, "the token endpoint is looked up once");
}
