//! When renewing fails: who needs a person, who only has to wait, and that no redirect carries a credential away.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gatewright_databricks::auth::{
    Authenticate, ClientCredentials, OauthEndpoints, RefreshToken, Renewing, TokenSet,
};
use gatewright_databricks::{AccessToken, ErrorKind, Network, Timeouts, Token, Workspace};

use super::clock::SetClock;
use super::renewing::{client, source, workspace};
use super::server::{Answer, Seen, Server};

const TOKEN: &str = "POST /oidc/v1/token";

async fn answering(status: u16, body: &'static str) -> Server {
    Server::start(move |_| Answer::json(status, body)).await
}

#[tokio::test]
async fn a_refresh_token_that_is_no_longer_valid_needs_a_sign_in_and_is_not_sent_again() {
    let server = workspace().await;
    let auth = Renewing::new(source(&server, "rt-old"), SetClock::off_by(0));
    for _ in 0..3 {
        let error = client(&server, &auth).serving().list().await.unwrap_err();
        assert_eq!(
            (error.kind, error.message.as_str()),
            (ErrorKind::SignIn, "The sign-in has ended. Sign in again.")
        );
    }
    assert_eq!(server.count(TOKEN), 1);
    assert!(auth.problem().unwrap().needs_sign_in);
}

#[tokio::test]
async fn what_the_server_refuses_needs_a_sign_in_and_what_it_cannot_do_now_does_not() {
    for (status, body, needs_sign_in) in [
        (400, r#"{"error":"invalid_grant"}"#, true),
        (401, r#"{"error":"invalid_client","error_description":"no"}"#, true),
        (400, r#"{"errorCode":"invalid_grant","errorSummary":"Refresh token is invalid"}"#, true),
        (400, r#"{"error":"invalid_grant","error_description":"AADSTS700082: expired"}"#, true),
        (429, r#"{"error":"slow_down"}"#, false),
        (400, r#"{"error":"temporarily_unavailable"}"#, false),
        (500, r#"{"error":"server_error"}"#, false),
        (503, "busy", false),
        (502, "<html>bad gateway</html>", false),
        (404, "{}", false),
    ] {
        let server = answering(status, body).await;
        let auth = Renewing::new(source(&server, "rt-1"), SetClock::off_by(0));
        let why = auth.authorization().await.unwrap_err();
        assert_eq!(why.needs_sign_in, needs_sign_in, "{status} {body}: {why}");
        let kind = client(&server, &auth).serving().list().await.unwrap_err().kind;
        assert_eq!(kind == ErrorKind::SignIn, needs_sign_in, "{status} {body}");
    }
}

#[tokio::test]
async fn a_renewal_that_gets_no_answer_may_be_tried_again() {
    let server = Server::start(|_| Answer::json(200, "{}").after(5_000)).await;
    let patience = Timeouts { control: Duration::from_millis(100), ..Timeouts::default() };
    let network = Network::default().timeouts(patience);
    let source = RefreshToken::new(server.host(), "databricks-cli", Token::new("rt-1"), network)
        .at(OauthEndpoints::of_issuer(&format!("{}/oidc", server.address())).unwrap());
    let auth = Renewing::new(Arc::new(source), SetClock::off_by(0));
    for tries in 1..=2 {
        assert!(!auth.authorization().await.unwrap_err().needs_sign_in);
        assert_eq!(server.count(TOKEN), tries);
    }
}

#[tokio::test]
async fn while_the_token_in_hand_lasts_a_failed_renewal_stops_nobody() {
    let fails = answering(503, "busy").await;
    let clock = SetClock::off_by(0);
    let held =
        TokenSet::new(Token::new("at-1")).living(Duration::from_secs(3600), std::time::SystemTime::now());
    let auth = Renewing::new(source(&fails, "rt-1"), clock.clone()).starting_with(&held).unwrap();
    clock.pass(3500);
    for _ in 0..10 {
        assert_eq!(auth.authorization().await.unwrap(), "Bearer at-1");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(fails.count(TOKEN), 1, "there is a pause between attempts");
    assert!(auth.problem().is_some());
    // The computer slept, or its clock was set: only the calendar says that it has ended.
    let auth = Renewing::new(source(&fails, "rt-1"), clock.clone()).starting_with(&held).unwrap();
    clock.set_wall_off_by(86_400);
    assert_eq!(auth.authorization().await.unwrap(), "Bearer at-1");
    clock.pass(3700);
    assert!(!auth.authorization().await.unwrap_err().needs_sign_in);
}

#[tokio::test]
async fn a_source_that_panics_does_not_stop_the_next_renewal() {
    #[derive(Debug)]
    struct Once(AtomicUsize);
    #[async_trait::async_trait]
    impl gatewright_databricks::auth::TokenSource for Once {
        async fn renew(&self, _: Option<&Token>) -> Result<TokenSet, gatewright_databricks::AuthError> {
            assert!(self.0.fetch_add(1, Ordering::SeqCst) > 0, "the first time");
            Ok(TokenSet::new(Token::new("at-1")))
        }
    }
    let auth = Renewing::new(Arc::new(Once(AtomicUsize::new(0))), SetClock::off_by(0));
    assert!(!auth.authorization().await.unwrap_err().needs_sign_in);
    assert_eq!(auth.authorization().await.unwrap(), "Bearer at-1");
}

#[tokio::test]
async fn a_redirect_carries_no_credential_to_another_host() {
    let other = Server::start(|_| Answer::json(200, r#"{"access_token":"x"}"#)).await;
    for status in [301, 302, 303, 307, 308] {
        let to = format!("location: {}/somewhere\r\n", other.address());
        let server = Server::start(move |seen: &Seen| match seen.line().as_str() {
            line if line.starts_with("GET /.well-known") || line.starts_with("GET /oidc") => {
                Answer::missing()
            }
            _ => Answer::new(status, &to, ""),
        })
        .await;
        let pasted = Arc::new(AccessToken::new(Token::new("dapi-canary")));
        let workspace = Workspace::builder(server.host()).auth(pasted).build().unwrap();
        assert_eq!(workspace.serving().list().await.unwrap_err().kind, ErrorKind::NotSignedIn, "{status}");
        let principal = ClientCredentials::new(server.host(), "sp", Token::new("canary"), Network::default());
        let auth = Renewing::new(Arc::new(principal), SetClock::off_by(0));
        assert!(auth.authorization().await.is_err());
        assert!(server.seen().iter().any(|seen| seen.header("authorization").is_some()));
    }
    assert!(other.seen().is_empty(), "{:?}", other.seen().len());
}
