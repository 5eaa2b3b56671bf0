//! Tokens that end while the app is in use: renewed once for everybody, kept before they are used, and what happens when
//! the keychain or the app dies in between.

use std::time::Duration;

use gatewright_sandbox::{Fault, Running};
use gatewright_vault::Behaviour;
use serde_json::{Value, json};

use crate::sign_in::{Signing, connect, signing, workspace};

fn browser() -> Value {
    json!({ "kind": "browser", "clientId": null })
}

fn exchanges(workspace: &Running) -> usize {
    workspace.requests().iter().filter(|one| one.path == "/oidc/v1/token").count()
}

fn list(at: &Signing) -> Result<Value, Value> {
    at.desk.call("endpoints_list", json!({ "query": query() }))
}

fn query() -> Value {
    json!({ "search": "", "view": "all", "sort": "name", "descending": false, "offset": 0, "limit": 10, "refresh": true })
}

#[test]
fn sixty_four_at_once_after_the_end_of_a_token_renew_it_once() {
    let other = workspace(|options| options.token_lifetime = 2);
    let at = signing();
    connect(&at.desk, &other.host(), browser()).unwrap();
    std::thread::sleep(Duration::from_millis(2_100));
    let before = exchanges(&other);
    let answers: Vec<_> = (0..64)
        .map(|_| at.desk.begin("endpoints_get", json!({ "name": "support-assistant-chat" })))
        .collect();
    for answer in answers {
        answer.recv_timeout(Duration::from_secs(30)).unwrap().unwrap();
    }
    assert_eq!(exchanges(&other) - before, 1);
}

#[test]
fn one_refusal_renews_the_token_once_and_nobody_notices() {
    let other = workspace(|_| {});
    let at = signing();
    connect(&at.desk, &other.host(), browser()).unwrap();
    let before = exchanges(&other);
    other.add_fault(Fault {
        pattern: "/api/2.0/serving-endpoints*".into(),
        status: Some(401),
        times: Some(1),
        body: Some(json!({ "error_code": "UNAUTHENTICATED", "message": "Token is expired" })),
        ..Fault::default()
    });
    list(&at).unwrap();
    assert_eq!(exchanges(&other) - before, 1);
}

#[test]
fn a_sign_in_that_was_withdrawn_asks_for_a_person_and_the_next_one_works() {
    let other = workspace(|_| {});
    let at = signing();
    let connected = connect(&at.desk, &other.host(), browser()).unwrap();
    other.forget_sign_ins();
    let failure = list(&at).unwrap_err();
    assert_eq!(failure["kind"], "signedOut", "{failure:#}");
    crate::sign_in::again(&at.desk, &connected, Value::Null).unwrap();
    list(&at).unwrap();
}

#[test]
fn a_keychain_that_fails_at_a_renewal_lets_the_session_go_on_and_it_is_said() {
    let other = workspace(|options| options.token_lifetime = 2);
    let at = signing();
    connect(&at.desk, &other.host(), browser()).unwrap();
    at.desk.twin.behave(Behaviour::Missing);
    std::thread::sleep(Duration::from_millis(2_100));
    list(&at).unwrap();
    let workspaces = at.desk.ok("workspaces_list", json!({}));
    assert_eq!(workspaces["workspaces"][0]["credential"], "sessionOnly");
    assert_eq!(at.desk.ok("app_info", json!({}))["keychain"]["state"], "missing");
    // The next renewal finds it well again and keeps the sign-in as before.
    at.desk.twin.behave(Behaviour::Works);
    std::thread::sleep(Duration::from_millis(2_100));
    list(&at).unwrap();
    assert_eq!(at.desk.ok("workspaces_list", json!({}))["workspaces"][0]["credential"], "kept");
    at.restarted().desk.ok("workspaces_identity", json!({}));
}

#[test]
fn an_app_that_dies_right_after_a_renewal_has_kept_it() {
    let other = workspace(|options| options.token_lifetime = 2);
    let first = signing();
    connect(&first.desk, &other.host(), browser()).unwrap();
    let mut apps = vec![first];
    for _ in 0..3 {
        std::thread::sleep(Duration::from_millis(2_100));
        let running = apps.last().unwrap();
        list(running).unwrap();
        // Started while the one before still runs: as after a kill, nothing was said to anybody.
        let next = running.restarted();
        next.desk.ok("workspaces_identity", json!({}));
        apps.push(next);
    }
}

#[test]
fn removing_a_workspace_leaves_nothing_that_a_late_renewal_could_write_back() {
    let other = workspace(|options| options.token_lifetime = 2);
    let at = signing();
    let connected = connect(&at.desk, &other.host(), browser()).unwrap();
    at.desk.twin.behave(Behaviour::Slow(Duration::from_millis(300)));
    std::thread::sleep(Duration::from_millis(2_100));
    let late = at.desk.begin("endpoints_list", json!({ "query": query() }));
    std::thread::sleep(Duration::from_millis(100));
    at.desk.ok("workspaces_remove", json!({ "id": connected["id"] }));
    let _ = late.recv_timeout(Duration::from_secs(10));
    std::thread::sleep(Duration::from_millis(700));
    assert!(at.desk.twin.items().is_empty(), "{:?}", at.desk.twin.items());
}

#[test]
fn no_token_of_a_sign_in_is_in_a_file_an_answer_or_the_open() {
    let other = workspace(|_| {});
    let at = signing();
    let mut seen = connect(&at.desk, &other.host(), browser()).unwrap().to_string();
    for command in ["workspaces_list", "workspaces_identity", "app_info", "workspaces_sign_in_choices"] {
        seen.push_str(&at.desk.ok(command, json!({})).to_string());
    }
    let kept: Vec<Value> =
        at.desk.twin.values().iter().map(|item| serde_json::from_slice(item).unwrap()).collect();
    let tokens: Vec<String> =
        kept.iter().filter_map(|item| item["refreshToken"].as_str()).map(str::to_owned).collect();
    assert_eq!(tokens.len(), 1, "the keychain has it");
    let written = at.desk.everything_written();
    for token in tokens {
        assert!(!seen.contains(&token));
        assert!(!written.windows(token.len()).any(|window| window == token.as_bytes()));
    }
}

#[test]
fn what_begins_at_the_same_time_after_a_start_shares_one_sign_in() {
    let other = workspace(|_| {});
    let at = signing();
    let connected = connect(&at.desk, &other.host(), browser()).unwrap();
    let later = at.restarted();
    later.desk.twin.behave(Behaviour::Slow(Duration::from_millis(200)));
    let before = exchanges(&other);
    let examine = |run: &str| {
        let target = json!({ "kind": "workspace", "id": connected["id"] });
        let told = later.desk.channel().0;
        later.desk.begin("doctor_run", json!({ "target": target, "run": run, "told": told }))
    };
    let reports = [examine("one"), examine("two")];
    list(&later).unwrap();
    for report in reports {
        let report = report.recv_timeout(Duration::from_secs(30)).unwrap().unwrap();
        let token = report["lines"].as_array().unwrap().iter().find(|line| line["check"] == "token").unwrap();
        assert_eq!(token["state"], "ok", "{report:#}");
    }
    assert_eq!(exchanges(&other) - before, 1, "each exchange makes the refresh token of before worthless");
    at.restarted().desk.ok("workspaces_identity", json!({}));
}
