//! Codes, access and refresh tokens over real sockets: once only, rotation, expiry, a service principal, and that none of
//! it is kept anywhere. How a browser gets to a code is in `sign_in.rs`.

mod wire;

use gatewright_sandbox::{Identity, Options, Sandbox, SignInPage, WorldKind};
use serde_json::json;
use wire::oauth::{LIST, ME, authorize, basic, exchange, me, of, passing, refresh, signed_in};
use wire::{call, call_as, open, raw, request, started};

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
