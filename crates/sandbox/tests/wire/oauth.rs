//! What an OAuth client sends, for the tests of the sign-in and of its tokens.

use gatewright_sandbox::{Options, Running, Sandbox, SignInPage};
use serde_json::Value;

use super::{Got, call_as, encoded, open};

pub const ME: &str = "/api/2.0/preview/scim/v2/Me";
pub const LIST: &str = "/api/2.0/serving-endpoints";
/// The pair of RFC 7636, appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub const BACK: &str = "http://localhost:8020";

/// The query of a sound sign-in, with some of it replaced; an empty value leaves the parameter out.
pub fn asking(changes: &[(&str, &str)]) -> String {
    let mut all = vec![
        ("response_type", "code"),
        ("client_id", "databricks-cli"),
        ("redirect_uri", BACK),
        ("scope", "all-apis offline_access"),
        ("state", "a+b/c="),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in changes {
        all.retain(|(known, _)| known != name);
        if !value.is_empty() {
            all.push((name, value));
        }
    }
    let all: Vec<String> = all.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    all.join("&")
}

pub fn of<'a>(address: &'a str, name: &str) -> &'a str {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}="))).unwrap_or_default()
}

pub async fn passing(lifetime: u32) -> Running {
    Sandbox::start(Options {
        token_lifetime: lifetime,
        sign_in_page: SignInPage::Passed,
        speed: 50.0,
        ..Options::default()
    })
    .await
    .expect("starts")
}

pub async fn authorize(running: &Running, changes: &[(&str, &str)]) -> Got {
    open(running, "GET", &format!("/oidc/v1/authorize?{}", asking(changes)), "", &[]).await
}

pub async fn exchange(running: &Running, code: &str, changes: &[(&str, &str)]) -> Got {
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("client_id", "databricks-cli"),
        ("code", code),
        ("code_verifier", VERIFIER),
        ("redirect_uri", BACK),
    ];
    form.retain(|(name, _)| !changes.iter().any(|(other, _)| other == name));
    form.extend(changes);
    open(running, "POST", "/oidc/v1/token", "", &form).await
}

pub async fn refresh(running: &Running, token: &Value, client_id: &str) -> Got {
    let form = [
        ("grant_type", "refresh_token"),
        ("client_id", client_id),
        ("refresh_token", token.as_str().expect("text")),
    ];
    open(running, "POST", "/oidc/v1/token", "", &form).await
}

/// Tokens of somebody who has signed in.
pub async fn signed_in(running: &Running, changes: &[(&str, &str)]) -> Value {
    let sent = authorize(running, changes).await;
    let got = exchange(running, of(&sent.location, "code"), &[]).await;
    assert_eq!(got.status, 200, "{}", got.body);
    got.json()
}

pub async fn me(running: &Running, token: &str) -> Value {
    call_as(running, token, "GET", ME, None).await.json()
}

pub fn ticket(page: &Got) -> String {
    let (_, rest) = page.body.split_once("name=\"ticket\" value=\"").expect("a ticket");
    rest.split('"').next().expect("its end").to_owned()
}

pub fn basic(id: &str, secret: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let text = format!("{id}:{secret}");
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let held =
            chunk.iter().fold(0_u32, |held, byte| (held << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for at in 0..4 {
            out.push(if at > chunk.len() {
                '='
            } else {
                char::from(ALPHABET[((held >> (18 - 6 * at)) & 63) as usize])
            });
        }
    }
    out
}
