//! Signing in over real sockets: the page and its form, requests that are not sound, the discovery entry and the documents,
//! and that the door is open for exactly this. What comes of it is in `tokens.rs`.

mod wire;

use gatewright_sandbox::WorldKind;
use serde_json::json;
use wire::oauth::{BACK, LIST, ME, asking, authorize, exchange, me, of, passing, ticket};
use wire::{call, encoded, open, raw, started};

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
