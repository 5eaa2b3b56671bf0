//! Signing in with OAuth over real sockets: the page and its form, codes and PKCE, rotation, expiry, a service principal,
//! the discovery entry, and that the door is open for exactly this.

#![allow(clippy::expect_used, reason = "the functions beside the tests fail as part of a test")]

mod wire;

use gatewright_sandbox::{Identity, Options, Running, Sandbox, SignInPage, WorldKind};
use serde_json::{Value, json};
use wire::{Got, call, call_as, encoded, open, raw, request, started};

const ME: &str = "/api/2.0/preview/scim/v2/Me";
const LIST: &str = "/api/2.0/serving-endpoints";
/// The pair of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const BACK: &str = "http://localhost:8020";

/// The query of a sound sign-in, with some of it replaced; an empty value leaves the parameter out.
fn asking(changes: &[(&str, &str)]) -> String {
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

fn of<'a>(address: &'a str, name: &str) -> &'a str {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}="))).unwrap_or_default()
}

async fn passing(lifetime: u32) -> Running {
    Sandbox::start(Options {
        token_lifetime: lifetime,
        sign_in_page: SignInPage::Passed,
        speed: 50.0,
        ..Options::default()
    })
    .await
    .expect("starts")
}

async fn authorize(running: &Running, changes: &[(&str, &str)]) -> Got {
    open(running, "GET", &format!("/oidc/v1/authorize?{}", asking(changes)), "", &[]).await
}

async fn exchange(running: &Running, code: &str, changes: &[(&str, &str)]) -> Got {
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

async fn refresh(running: &Running, token: &Value, client_id: &str) -> Got {
    let form = [
        ("grant_type", "refresh_token"),
        ("client_id", client_id),
        ("refresh_token", token.as_str().expect("text")),
    ];
    open(running, "POST", "/oidc/v1/token", "", &form).await
}

/// Tokens of somebody who has signed in.
async fn signed_in(running: &Running, changes: &[(&str, &str)]) -> Value {
    let sent = authorize(running, changes).await;
    let got = exchange(running, of(&sent.location, "code"), &[]).await;
    assert_eq!(got.status, 200, "{}", got.body);
    got.json()
}

async fn me(running: &Running, token: &str) -> Value {
    call_as(running, token, "GET", ME, None).await.json()
}

fn ticket(page: &Got) -> String {
    let (_, rest) = page.body.split_once("name=\"ticket\" value=\"").expect("a ticket");
    rest.split('"').next().expect("its end").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_on_the_page() {
    let running = started(WorldKind::Demo).await;
    let page = authorize(&running, &[]).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.head.contains("content-type: text/html"));
    let policy =
        page.head.lines().find(|line| line.starts_with("content-security-policy")).expect("a policy");
    for part in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self' http://localhost:8020",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe") && page.head.contains("cache-control: no-store"));
    let html = page.body.to_lowercase();
    assert!(!html.contains("<script") && !html.contains("javascript:") && !html.contains(" style="));
    assert!(html.contains("<html lang=\"en\">") && html.contains("<legend>") && html.contains("<label>"));
    assert!(
        html.contains("databricks-cli")
            && html.contains("sign in</button>")
            && html.contains("refuse</button>")
    );

    let own = format!(
        "Origin: {}\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n",
        running.host()
    );
    let ticket = ticket(&page);
    let form = [("ticket", ticket.as_str()), ("identity", "limited"), ("choice", "sign-in")];
    let sent = open(&running, "POST", "/oidc/v1/authorize", &own, &form).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert!(sent.location.starts_with("http://localhost:8020/?code="), "{}", sent.location);
    assert_eq!(of(&sent.location, "state"), "a%2Bb%2Fc%3D");
    assert_eq!(of(&sent.location, "iss"), "");
    let again = open(&running, "POST", "/oidc/v1/authorize", &own, &form).await;
    assert_eq!((again.status, again.location.as_str()), (400, ""), "a page is answered once");

    let got = exchange(&running, of(&sent.location, "code"), &[]).await;
    assert_eq!(got.status, 200, "{}", got.body);
    assert!(got.head.contains("cache-control: no-store"));
    let tokens = got.json();
    assert_eq!((tokens["token_type"].as_str(), tokens["expires_in"].as_u64()), (Some("Bearer"), Some(3600)));
    let token = tokens["access_token"].as_str().expect("text");
    assert_eq!(me(&running, token).await["userName"], "noah.lindqvist@meridian-freight.com");
    assert_eq!(call(&running, "GET", ME, None).await.json()["displayName"], "Dana Okafor");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_may_refuse() {
    let running = started(WorldKind::Demo).await;
    let ticket = ticket(&authorize(&running, &[]).await);
    let form = [("ticket", ticket.as_str()), ("choice", "refuse")];
    let sent = open(&running, "POST", "/oidc/v1/authorize", "", &form).await;
    assert_eq!((of(&sent.location, "error"), of(&sent.location, "code")), ("access_denied", ""));
    assert_eq!(of(&sent.location, "state"), "a%2Bb%2Fc%3D");
    assert!(sent.location.starts_with(BACK));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_sent_to_an_address_that_is_not_registered() {
    let running = passing(3600).await;
    for wrong in [
        [("client_id", "nobody")],
        [("redirect_uri", "http://localhost:8019")],
        [("redirect_uri", "http://localhost:8041")],
        [("redirect_uri", "http://127.0.0.1:8020")],
        [("redirect_uri", "https://evil.example")],
        [("redirect_uri", "http://localhost:8020@evil.example")],
        [("redirect_uri", "http://localhost:8020/path")],
        [("redirect_uri", "")],
    ] {
        let got = authorize(&running, &wrong).await;
        assert_eq!((got.status, got.location.as_str()), (400, ""), "{wrong:?}");
        assert!(got.head.contains("text/html") && got.head.contains("default-src 'none'"));
    }
    let twice = format!("/oidc/v1/authorize?{}&redirect_uri=https%3A%2F%2Fevil.example", asking(&[]));
    assert_eq!(open(&running, "GET", &twice, "", &[]).await.status, 400);

    let app =
        json!({"custom_apps": [{"client_id": "own-app", "redirect_uris": ["http://localhost:9/back"]}]});
    assert_eq!(call(&running, "POST", "/sandbox/settings", Some(&app)).await.status, 200);
    let own = [("client_id", "own-app"), ("redirect_uri", "http://localhost:9/back")];
    let sent = authorize(&running, &own).await;
    assert!(sent.location.starts_with("http://localhost:9/back?code="), "{}", sent.location);
    assert_eq!(authorize(&running, &[("client_id", "own-app")]).await.status, 400);
    assert_eq!(authorize(&running, &[("client_id", "meridian-desktop")]).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_is_told_what_is_wrong_with_its_request() {
    let running = passing(3600).await;
    for (change, error) in [
        ([("response_type", "token")], "unsupported_response_type"),
        ([("code_challenge", "")], "invalid_request"),
        ([("code_challenge", "short")], "invalid_request"),
        ([("code_challenge_method", "plain")], "invalid_request"),
        ([("code_challenge_method", "")], "invalid_request"),
        ([("scope", "all-apis everything")], "invalid_scope"),
        ([("scope", "")], "invalid_scope"),
    ] {
        let got = authorize(&running, &change).await;
        assert_eq!((got.status, of(&got.location, "error")), (303, error), "{change:?}");
        assert!(
            got.location.starts_with("http://localhost:8020/?") && !of(&got.location, "state").is_empty()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_once_and_for_its_app_alone() {
    let running = passing(3600).await;
    for change in [
        [("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXj")],
        [("code_verifier", "")],
        [("redirect_uri", "http://localhost:8021")],
        [("client_id", "meridian-desktop")],
    ] {
        let sent = authorize(&running, &[]).await;
        let code = of(&sent.location, "code");
        let got = exchange(&running, code, &change).await;
        assert_eq!((got.status, got.json()["error"].as_str()), (400, Some("invalid_grant")), "{change:?}");
        assert_eq!(exchange(&running, code, &[]).await.status, 400, "a code that was tried is spent");
    }
    let sent = authorize(&running, &[]).await;
    let code = of(&sent.location, "code");
    assert_eq!(exchange(&running, code, &[]).await.status, 200);
    let again = exchange(&running, code, &[]).await;
    assert_eq!((again.status, again.json()["error"].as_str()), (400, Some("invalid_grant")));
    let other = exchange(&running, "x", &[("grant_type", "password")]).await;
    assert_eq!(other.json()["error"], "unsupported_grant_type");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_is_replaced_by_its_use() {
    let running = passing(3600).await;
    let first = signed_in(&running, &[]).await;
    let other = refresh(&running, &first["refresh_token"], "meridian-desktop").await;
    assert_eq!(other.status, 400, "another app cannot use it, nor use it up");
    let second = refresh(&running, &first["refresh_token"], "databricks-cli").await;
    assert_eq!(second.status, 200, "{}", second.body);
    let second = second.json();
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    assert_ne!(first["access_token"], second["access_token"]);
    let old = refresh(&running, &first["refresh_token"], "databricks-cli").await;
    assert_eq!(
        (old.status, old.json()),
        (400, json!({"error": "invalid_grant", "error_description": "Refresh token is invalid"}))
    );
    assert_eq!(refresh(&running, &second["refresh_token"], "databricks-cli").await.status, 200);
    assert_eq!(signed_in(&running, &[("scope", "all-apis")]).await.get("refresh_token"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_token_ends_and_all_can_be_ended() {
    let running = passing(0).await;
    let tokens = signed_in(&running, &[]).await;
    assert_eq!(tokens["expires_in"], 0);
    let ended = call_as(&running, tokens["access_token"].as_str().expect("text"), "GET", ME, None).await;
    assert_eq!((ended.status, ended.json()["error_code"].as_str()), (401, Some("UNAUTHENTICATED")));
    assert!(ended.body.contains("expired"));
    call(&running, "POST", "/sandbox/settings", Some(&json!({"token_lifetime": 60}))).await;
    let tokens = refresh(&running, &tokens["refresh_token"], "databricks-cli").await.json();
    let token = tokens["access_token"].as_str().expect("text");
    assert_eq!(call_as(&running, token, "GET", LIST, None).await.status, 200);
    assert_eq!(call(&running, "DELETE", "/sandbox/sign-ins", None).await.status, 200);
    let ended = call_as(&running, token, "GET", LIST, None).await;
    assert!(ended.status == 401 && ended.body.contains("Invalid access token"));
    assert_eq!(refresh(&running, &tokens["refresh_token"], "databricks-cli").await.status, 400);
    assert_eq!(call(&running, "GET", LIST, None).await.status, 200, "the sandbox's own token stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_principal_signs_in_by_its_secret() {
    let running = started(WorldKind::Demo).await;
    let principal = running.service_principal();
    assert!(!format!("{principal:?}").contains(&principal.client_secret));
    let ask = async |id: &str, secret: &str, scope: &str| {
        let line = format!("Authorization: Basic {}\r\n", basic(id, secret));
        let form = [("grant_type", "client_credentials"), ("scope", scope)];
        open(&running, "POST", "/oidc/v1/token", &line, &form).await
    };
    let got = ask(&principal.client_id, &principal.client_secret, "all-apis").await;
    assert_eq!(got.status, 200, "{}", got.body);
    let tokens = got.json();
    assert_eq!(tokens.get("refresh_token"), None, "a program asks again instead");
    let token = tokens["access_token"].as_str().expect("text");
    assert_eq!(me(&running, token).await["userName"], principal.client_id.as_str());
    let made = wire::chat_endpoint("by-a-program", ["sk-a", "sk-b"]);
    let made = call_as(&running, token, "POST", LIST, Some(&made)).await;
    assert_eq!(
        (made.status, made.json()["creator_kind"].as_str()),
        (200, Some("ServicePrincipal")),
        "{}",
        made.body
    );
    assert_eq!(made.json()["permission_level"], "CAN_MANAGE");

    let half = principal.client_secret.get(..10).expect("ASCII");
    for (id, secret) in [
        (principal.client_id.as_str(), "wrong"),
        (&principal.client_id, ""),
        (&principal.client_id, half),
        (&principal.client_id, &format!("{}-x", principal.client_secret)),
        ("somebody", &principal.client_secret),
    ] {
        let got = ask(id, secret, "all-apis").await;
        assert_eq!((got.status, got.json()["error"].as_str()), (401, Some("invalid_client")), "{id}");
        assert!(got.head.contains("www-authenticate: basic"));
    }
    let none = open(&running, "POST", "/oidc/v1/token", "", &[("grant_type", "client_credentials")]).await;
    assert_eq!(none.status, 401);
    assert_eq!(
        ask(&principal.client_id, &principal.client_secret, "x").await.json()["error"],
        "invalid_scope"
    );
    let narrow =
        ask(&principal.client_id, &principal.client_secret, "sql model-serving-inference").await.json();
    let token = narrow["access_token"].as_str().expect("text");
    assert_eq!(call_as(&running, token, "GET", "/api/2.0/sql/warehouses", None).await.status, 200);
    let short = call_as(&running, token, "GET", LIST, None).await;
    assert_eq!(short.status, 403);
    assert!(short.body.contains("does not have required scopes: model-serving"), "{}", short.body);
}

fn basic(id: &str, secret: &str) -> String {
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

#[tokio::test(flavor = "multi_thread")]
async fn the_discovery_entry_says_who_the_workspace_is() {
    let running = passing(3600).await;
    let destination = format!("/oidc/v1/authorize?{}", asking(&[]));
    let sent =
        open(&running, "GET", &format!("/discovery/?destination_url={}", encoded(&destination)), "", &[])
            .await;
    assert_eq!(sent.status, 303);
    let path = sent.location.strip_prefix(&running.host()).expect("the same workspace").to_owned();
    let sent = open(&running, "GET", &path, "", &[]).await;
    assert_eq!(of(&sent.location, "iss"), encoded(&format!("{}/oidc", running.host())));
    assert_eq!(exchange(&running, of(&sent.location, "code"), &[]).await.status, 200);
    for elsewhere in
        ["https://evil.example/", "//evil.example", "/api/2.0/serving-endpoints", "/oidc/v1/authorizex?"]
    {
        let got =
            open(&running, "GET", &format!("/discovery?destination_url={}", encoded(elsewhere)), "", &[])
                .await;
        assert_eq!((got.status, got.location.as_str()), (400, ""), "{elsewhere}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_documents_name_the_address_that_was_asked() {
    let running = started(WorldKind::Demo).await;
    let config = open(&running, "GET", "/.well-known/databricks-config", "", &[]).await.json();
    assert_eq!(config["host_type"], "WORKSPACE_HOST");
    let root = config["oidc_endpoint"].as_str().expect("text");
    assert_eq!(root, format!("{}/oidc", running.host()));
    let server = open(&running, "GET", "/oidc/.well-known/oauth-authorization-server", "", &[]).await.json();
    assert_eq!(server["token_endpoint"], format!("{root}/v1/token"));
    assert_eq!(server["authorization_endpoint"], format!("{root}/v1/authorize"));
    let hint = open(&running, "GET", "/aad/auth", "", &[]).await;
    assert_eq!(hint.status / 100, 3);
    assert!(hint.location.starts_with("https://login.microsoftonline.com/3c9e0b52-"));
    let named: Vec<String> = running.requests().into_iter().map(|entry| entry.path).collect();
    assert_eq!(named.len(), 3, "each was written down: {named:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_door_is_open_for_exactly_this() {
    let running = started(WorldKind::Demo).await;
    let host = running.host().trim_start_matches("http://").to_owned();
    let own = format!("Origin: http://{host}\r\n");
    let page = format!("/oidc/v1/authorize?{}", asking(&[]));
    let form = [("ticket", "x"), ("choice", "sign-in")];
    let token = [("grant_type", "refresh_token")];
    for (what, method, path, lines, form, wanted) in [
        ("a foreign form", "POST", "/oidc/v1/authorize", "Origin: https://evil.example\r\n", &form[..], 403),
        ("a form of no origin", "POST", "/oidc/v1/authorize", "Origin: null\r\n", &form[..], 403),
        ("two origins", "POST", "/oidc/v1/authorize", &format!("{own}{own}"), &form[..], 403),
        (
            "a form from another site",
            "POST",
            "/oidc/v1/authorize",
            "Sec-Fetch-Site: cross-site\r\n",
            &form[..],
            403,
        ),
        ("a page in a frame", "GET", &page, "Sec-Fetch-Dest: iframe\r\n", &[], 403),
        ("a page as a picture", "GET", &page, "Sec-Fetch-Mode: no-cors\r\n", &[], 403),
        ("a page asked for by a script", "GET", &page, &own, &[], 403),
        ("tokens for a page", "POST", "/oidc/v1/token", &own, &token[..], 403),
        ("a form for the API", "POST", LIST, &own, &form[..], 403),
        ("documents for a page", "GET", "/.well-known/databricks-config", &own, &[], 403),
        ("another method", "PUT", "/oidc/v1/token", "", &[], 401),
        ("another path", "GET", "/oidc/v1/authorize/more", "", &[], 401),
        ("a doubled slash", "GET", "//oidc/v1/authorize", "", &[], 401),
        ("a dotted path", "GET", "/oidc/v1/../../api/2.0/serving-endpoints", "", &[], 401),
        ("the controls", "DELETE", "/sandbox/sign-ins", "", &[], 401),
    ] {
        let got = open(&running, method, path, lines, form).await;
        assert_eq!(got.status, wanted, "{what}: {}", got.body);
        assert!(!got.head.contains("access-control-") && got.location.is_empty(), "{what}");
    }
    let rebound = format!("GET {page} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    assert_eq!(raw(&running, &rebound).await.expect("an answer").status, 421);
    let json = format!(
        "POST /oidc/v1/token HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}"
    );
    assert_eq!(raw(&running, &json).await.expect("an answer").status, 415);
    let hostile = authorize(&running, &[("state", "\"><script>alert(1)</script>")]).await;
    assert!(!hostile.body.contains("<script"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_signs_in_is_kept_on_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sandbox.json");
    let running = Sandbox::start(Options {
        state_file: Some(path.clone()),
        sign_in_page: SignInPage::Passed,
        identity: Identity::Admin,
        ..Options::default()
    })
    .await
    .expect("starts");
    let tokens = signed_in(&running, &[]).await;
    let mut secrets = vec![running.service_principal().client_secret, running.token().to_owned()];
    for name in ["access_token", "refresh_token"] {
        secrets.push(tokens[name].as_str().expect("text").to_owned());
    }
    call(&running, "POST", "/api/2.0/secrets/scopes/create", Some(&json!({"scope": "s"}))).await;
    let told = call(&running, "GET", "/sandbox/requests", None).await.body;
    running.shutdown().await;
    let kept = std::fs::read_to_string(&path).expect("written") + &told;
    assert!(secrets.iter().all(|secret| !kept.contains(secret.as_str())));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_principal_of_another_world_stays_there() {
    let options = Options { token: Some("base".into()), one_world_per_token: true, ..Options::default() };
    let running = Sandbox::start(options).await.expect("starts");
    let principal = running.service_principal();
    let line = format!(
        "Authorization: Basic {}\r\n",
        basic(&principal.client_id, &format!("{}-two", principal.client_secret))
    );
    let got = open(&running, "POST", "/oidc/v1/token", &line, &[("grant_type", "client_credentials")]).await;
    let token = got.json()["access_token"].as_str().expect("text").to_owned();
    let made = wire::chat_endpoint("there", ["sk-a", "sk-b"]);
    assert_eq!(call_as(&running, &token, "POST", LIST, Some(&made)).await.status, 200);
    let there =
        request(&running, "GET", &format!("{LIST}/there"), None).replace("Bearer base", "Bearer base-two");
    assert_eq!(raw(&running, &there).await.expect("an answer").status, 200);
    assert_eq!(call(&running, "GET", &format!("{LIST}/there"), None).await.status, 404);
}
