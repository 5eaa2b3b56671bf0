//! What a request to the loopback port may bring, and what is not taken from it.

use gatewright_databricks::auth::{CLIENT_ID, OauthEndpoints, SCOPES, SignIn, SignInRefusal};
use gatewright_databricks::{Error, SystemRandom};
use url::Url;

const ISSUER: &str = "https://a.cloud.databricks.com/oidc";

fn begin() -> SignIn {
    SignIn::begin(CLIENT_ID, "http://localhost:8020", SCOPES, &SystemRandom).unwrap()
}

/// An attempt at a known workspace, and the state it sent.
fn at_workspace() -> (SignIn, String) {
    let attempt = begin();
    let url = attempt.authorize_url(&OauthEndpoints::of_issuer(ISSUER).unwrap());
    (attempt, parameter(&url, "state"))
}

/// An attempt without a workspace.
fn anywhere() -> (SignIn, String) {
    let attempt = begin();
    let url = attempt.discovery_url("https://login.databricks.com").unwrap();
    let state = parameter(&format!("https://x{}", parameter(&url, "destination_url")), "state");
    (attempt, state)
}

pub(crate) fn parameter(url: &str, name: &str) -> String {
    let url = Url::parse(url).unwrap();
    url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned()
}

#[test]
fn the_address_for_the_browser_has_everything_but_a_secret() {
    let (attempt, state) = at_workspace();
    let url = attempt.authorize_url(&OauthEndpoints::of_issuer(ISSUER).unwrap());
    assert!(url.starts_with("https://a.cloud.databricks.com/oidc/v1/authorize?"), "{url}");
    assert_eq!(parameter(&url, "response_type"), "code");
    assert_eq!(parameter(&url, "client_id"), "databricks-cli");
    assert_eq!(parameter(&url, "redirect_uri"), "http://localhost:8020");
    assert_eq!(parameter(&url, "scope"), "all-apis offline_access");
    assert_eq!(parameter(&url, "code_challenge_method"), "S256");
    assert_eq!(parameter(&url, "code_challenge").len(), 43);
    assert_eq!(state.len(), 22, "128 bits");
    assert_ne!(state, at_workspace().1);
    assert!(!url.contains("verifier"));
}

#[test]
fn an_answer_with_a_wrong_state_is_refused_and_the_attempt_goes_on() {
    let (attempt, state) = at_workspace();
    let cut = state.get(1..).unwrap();
    for query in [
        "code=c&state=guess".to_owned(),
        "code=c".to_owned(),
        "code=c&state=".to_owned(),
        format!("code=c&state={cut}"),
        format!("code=c&state={state}x"),
        "error=access_denied".to_owned(),
        String::new(),
    ] {
        assert_eq!(attempt.callback(&query).unwrap_err(), SignInRefusal::WrongState, "{query}");
    }
    assert!(attempt.callback(&format!("?code=c&state={state}")).is_ok());
}

#[test]
fn a_replayed_answer_and_a_second_hit_are_refused() {
    let (attempt, state) = at_workspace();
    attempt.callback(&format!("code=first&state={state}")).unwrap();
    for code in ["first", "second"] {
        let again = attempt.callback(&format!("code={code}&state={state}")).unwrap_err();
        assert_eq!(again, SignInRefusal::AlreadyUsed);
    }
}

#[test]
fn an_answer_before_the_browser_was_opened_is_refused() {
    assert_eq!(begin().callback("code=c&state=s").unwrap_err(), SignInRefusal::WrongState);
}

#[test]
fn an_answer_without_a_code_is_refused() {
    for code in ["", "code=&"] {
        let (attempt, state) = at_workspace();
        let refusal = attempt.callback(&format!("{code}state={state}")).unwrap_err();
        assert_eq!(refusal, SignInRefusal::MissingCode);
    }
}

#[test]
fn what_the_server_refuses_is_told_in_its_words_on_one_line() {
    let (attempt, state) = at_workspace();
    let refusal = attempt
        .callback(&format!("error=access_denied&error_description=You+may+not.%0A%1b[2J&state={state}"))
        .unwrap_err();
    assert_eq!(refusal.to_string(), "The workspace did not sign you in: You may not.  [2J.");
    assert!(matches!(refusal, SignInRefusal::Denied { error, .. } if error == "access_denied"));

    let (attempt, state) = at_workspace();
    let refusal = attempt.callback(&format!("error=access_denied&state={state}")).unwrap_err();
    assert_eq!(refusal.to_string(), "The sign-in was refused in the browser.");
}

#[test]
fn a_refusal_does_not_repeat_state_or_code() {
    let (attempt, state) = at_workspace();
    let query =
        format!("error=x+{state}&error_description=y+{state}+canary-code&code=canary-code&state={state}");
    let refusal = attempt.callback(&query).unwrap_err();
    let shown = format!("{refusal} {refusal:?}");
    assert!(!shown.contains(&state) && !shown.contains("canary-code"), "{shown}");
}

#[test]
fn a_parameter_given_twice_or_a_code_that_is_none_is_refused() {
    let long = "x".repeat(5000);
    for query in [
        "code=a&code=b&state=STATE",
        "code=a&state=STATE&state=STATE",
        "code=a%0d%0aSet-Cookie:x&state=STATE",
        "code=a%20b&state=STATE",
        "code=%00&state=STATE",
        &format!("code={long}&state=STATE"),
        &format!("code=a&state=STATE&x={long}{long}{long}{long}"),
    ] {
        let (attempt, state) = at_workspace();
        let refusal = attempt.callback(&query.replace("STATE", &state)).unwrap_err();
        assert_eq!(refusal, SignInRefusal::Malformed, "{query}");
    }
}

#[test]
fn an_issuer_other_than_the_server_asked_is_refused() {
    for (issuer, taken) in [
        (ISSUER, true),
        ("https://a.cloud.databricks.com/oidc/", true),
        ("https://b.cloud.databricks.com/oidc", false),
        ("https://a.cloud.databricks.com.evil.net/oidc", false),
        ("http://a.cloud.databricks.com/oidc", false),
        ("http://localhost:9/oidc", false),
        ("nonsense", false),
    ] {
        let (attempt, state) = at_workspace();
        let got = attempt.callback(&format!("code=c&state={state}&iss={issuer}"));
        assert_eq!(got.is_ok(), taken, "{issuer}");
        assert!(taken || got.unwrap_err() == SignInRefusal::WrongIssuer);
    }
}

#[test]
fn without_a_workspace_the_issuer_has_to_say_which_and_be_one_of_databricks() -> Result<(), Error> {
    let (attempt, state) = anywhere();
    let callback = attempt.callback(&format!("code=c&state={state}&iss={ISSUER}")).unwrap();
    assert_eq!(callback.host().unwrap().as_str(), "https://a.cloud.databricks.com");
    assert_eq!(callback.endpoints()?.token(), "https://a.cloud.databricks.com/oidc/v1/token");
    for issuer in [
        "",
        "http://a.cloud.databricks.com/oidc",
        "http://127.0.0.1:9/oidc",
        "https://evil.net/oidc",
        "https://a.cloud.databricks.com.evil.net/oidc",
        "https://a.cloud.databricks.com@evil.net/oidc",
        "https://accounts.cloud.databricks.com/oidc",
        "javascript:alert(1)",
    ] {
        let (attempt, state) = anywhere();
        let refusal = attempt.callback(&format!("code=c&state={state}&iss={issuer}")).unwrap_err();
        assert_eq!(refusal, SignInRefusal::WrongIssuer, "{issuer}");
    }
    Ok(())
}

#[test]
fn the_way_back_leads_to_this_computer_only() {
    for (address, fine) in [
        ("http://localhost:8020", true),
        ("http://127.0.0.1:1/back", true),
        ("http://localhost.evil.net", false),
        ("https://evil.net", false),
        ("http://192.168.1.2", false),
        ("file:///tmp/x", false),
    ] {
        assert_eq!(SignIn::begin(CLIENT_ID, address, SCOPES, &SystemRandom).is_ok(), fine, "{address}");
    }
}
