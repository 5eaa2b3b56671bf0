//! Exchanging a code: what is sent, what is made of the answer, and that a code of somebody else buys nothing.

use std::time::{Duration, SystemTime};

use gatewright_databricks::auth::{CLIENT_ID, OauthEndpoints, SCOPES, SignIn, TokenSet};
use gatewright_databricks::{Error, ErrorKind, Network, SystemRandom, Timeouts};
use sha2::{Digest, Sha256};

use super::callback::parameter;
use super::clock::{DAY, SetClock};
use super::server::{Answer, Seen, Server};

pub(crate) const TOKENS: &str = r#"{"access_token":"at-1","refresh_token":"rt-1","token_type":"Bearer","expires_in":3600,"scope":"all-apis"}"#;

/// Signs in at a server with one code, for which the server knows this challenge (its own, where `None`).
async fn sign_in(server: &Server, network: &Network) -> (Result<TokenSet, Error>, String) {
    let attempt = SignIn::begin(CLIENT_ID, "http://localhost:8020", SCOPES, &SystemRandom).unwrap();
    let endpoints = OauthEndpoints::of_issuer(&format!("{}/oidc", server.address())).unwrap();
    let url = attempt.authorize_url(&endpoints);
    let state = parameter(&url, "state");
    let callback = attempt.callback(&format!("code=the-code%26grant_type%3Dx&state={state}")).unwrap();
    (attempt.exchange(callback, &endpoints, network).await, parameter(&url, "code_challenge"))
}

fn challenge(verifier: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: String =
        Sha256::digest(verifier).iter().map(|byte| format!("{byte:08b}")).collect::<String>() + "00";
    let letter =
        |six: &[u8]| LETTERS[usize::from_str_radix(std::str::from_utf8(six).unwrap(), 2).unwrap()] as char;
    bits.as_bytes().chunks(6).map(letter).collect()
}

#[tokio::test]
async fn a_code_is_exchanged_with_its_verifier_and_no_secret() {
    let server = Server::start(|_| Answer::json(200, TOKENS)).await;
    let (tokens, sent) = sign_in(&server, &Network::default()).await;
    let tokens = tokens.unwrap();
    assert_eq!(
        (tokens.access.expose(), tokens.refresh.unwrap().expose().to_owned()),
        ("at-1", "rt-1".into())
    );
    assert_eq!(
        (tokens.lifetime, tokens.scope.as_deref()),
        (Some(Duration::from_secs(3600)), Some("all-apis"))
    );
    let seen = server.seen();
    assert_eq!((seen.len(), seen[0].line().as_str()), (1, "POST /oidc/v1/token"));
    assert_eq!(seen[0].header("content-type").unwrap(), "application/x-www-form-urlencoded");
    assert_eq!(seen[0].header("authorization"), None);
    assert_eq!(seen[0].field("grant_type"), "authorization_code");
    assert_eq!(seen[0].field("code"), "the-code&grant_type=x", "a code cannot add a field");
    assert_eq!(seen[0].field("client_id"), "databricks-cli");
    assert_eq!(seen[0].field("redirect_uri"), "http://localhost:8020");
    assert_eq!(seen[0].field("code_verifier").len(), 86);
    assert_eq!(challenge(&seen[0].field("code_verifier")), sent);
}

#[tokio::test]
async fn a_code_that_belongs_to_another_attempt_buys_nothing() {
    // The server knows the challenge of the attempt that the code was made for; ours is another one.
    let others = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let server = Server::start(move |seen: &Seen| {
        if challenge(&seen.field("code_verifier")) == others {
            return Answer::json(200, TOKENS);
        }
        Answer::json(400, r#"{"error":"invalid_grant","error_description":"PKCE verification failed"}"#)
    })
    .await;
    let error = sign_in(&server, &Network::default()).await.0.unwrap_err();
    assert_eq!(error.kind, ErrorKind::SignIn);
    assert!(error.message.contains("PKCE verification failed."), "{}", error.message);
}

#[tokio::test]
async fn refusals_of_both_styles_are_read() {
    for body in [
        r#"{"error":"invalid_client","error_description":"Client authentication failed"}"#,
        r#"{"errorCode":"invalid_client","errorSummary":"Client authentication failed"}"#,
    ] {
        let server = Server::start(move |_| Answer::json(401, body)).await;
        let error = sign_in(&server, &Network::default()).await.0.unwrap_err();
        assert_eq!(
            (error.kind, error.code.as_deref(), error.status),
            (ErrorKind::SignIn, Some("invalid_client"), Some(401))
        );
        assert_eq!(
            error.message,
            "The sign-in server does not accept this client id or its secret: Client authentication failed."
        );
    }
}

#[tokio::test]
async fn answers_that_are_no_tokens_are_refused() {
    for body in [
        "{}",
        "[]",
        "<html>Sign in</html>",
        r#"{"access_token":""}"#,
        r#"{"access_token":7}"#,
        r#"{"access_token":"x","token_type":"mac"}"#,
    ] {
        let server = Server::start(move |_| Answer::json(200, body)).await;
        let error = sign_in(&server, &Network::default()).await.0.unwrap_err();
        assert_eq!(error.kind, ErrorKind::UnexpectedBody, "{body}");
    }
}

#[tokio::test]
async fn a_redirect_of_the_token_endpoint_is_not_followed() {
    let other = Server::start(|_| Answer::json(200, TOKENS)).await;
    for status in [301, 302, 303, 307, 308] {
        let to = format!("location: {}/oidc/v1/token\r\n", other.address());
        let server = Server::start(move |_| Answer::new(status, &to, "")).await;
        assert!(sign_in(&server, &Network::default()).await.0.is_err(), "{status}");
    }
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn a_token_endpoint_that_is_silent_is_given_up() {
    let server = Server::start(|_| Answer::json(200, TOKENS).after(5_000)).await;
    let patience = Timeouts { control: Duration::from_millis(100), ..Timeouts::default() };
    let error = sign_in(&server, &Network::default().timeouts(patience)).await.0.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Timeout);
}

#[tokio::test]
async fn how_long_a_token_lives_does_not_depend_on_the_clock_here() {
    // Seconds as text, and an absolute time that counts against the server's own date.
    for (body, seconds) in [
        (r#"{"access_token":"x","expires_in":"1200"}"#, Some(1200)),
        (r#"{"access_token":"x","expires_on":"784115377"}"#, Some(3600)),
        (r#"{"access_token":"x","expires_in":-5}"#, None),
        (r#"{"access_token":"x"}"#, None),
    ] {
        for off in [-DAY, 0, DAY] {
            let date = "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
            let server = Server::start(move |_| Answer::new(200, date, body)).await;
            let clock = SetClock::off_by(off);
            let network = Network::default().clock(clock.clone());
            let tokens = sign_in(&server, &network).await.0.unwrap();
            assert_eq!(tokens.lifetime, seconds.map(Duration::from_secs), "{body}");
            let here = gatewright_databricks::Clock::wall(&*clock);
            let left = tokens.expires_at.map(|end: SystemTime| end.duration_since(here).unwrap().as_secs());
            assert!(left.is_none_or(|left| seconds.unwrap() - left <= 2), "{body}");
        }
    }
}
