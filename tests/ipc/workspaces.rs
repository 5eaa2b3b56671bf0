//! Connecting, switching, signing in again, removing; and where a token may be found afterwards.

use gatewright_sandbox::{Options, Running, Sandbox};
use gatewright_vault::Behaviour;
use serde_json::{Value, json};

use crate::desk::Desk;

const TOKEN: &str = "dapi0123456789abcdef0123456789canary";

/// A workspace that is not the app's own sandbox: another server, another token.
fn other_workspace() -> Running {
    tauri::async_runtime::block_on(Sandbox::start(Options {
        token: Some(TOKEN.to_owned()),
        ..Options::default()
    }))
    .unwrap()
}

fn connect(desk: &Desk, host: &str, token: &str) -> Result<Value, Value> {
    let workspace = json!({ "host": host, "token": token, "name": "claims", "environment": "production" });
    desk.call("workspaces_connect", json!({ "workspace": workspace }))
}

#[test]
fn the_sandbox_is_there_from_the_start_and_is_in_use() {
    let list = Desk::new().ok("workspaces_list", json!({}));
    assert_eq!(list["current"], "sandbox");
    assert_eq!(list["workspaces"][0]["kind"], "sandbox");
}

#[test]
fn an_address_is_checked_while_it_is_typed() {
    let desk = Desk::new();
    let check = |text: &str| desk.ok("workspaces_check_host", json!({ "text": text }));
    let pasted = check("adb-5938.4.azuredatabricks.net/ml/endpoints?o=5938");
    assert_eq!(pasted["host"], "https://adb-5938.4.azuredatabricks.net");
    assert!(pasted["changed"].is_string());
    for wrong in
        ["http://acme.cloud.databricks.com", "https://accounts.cloud.databricks.com", "ftp://x", "a b"]
    {
        assert!(check(wrong)["problem"].is_string(), "{wrong} cannot be used");
    }
    assert!(check("https://example.com")["hint"].is_string(), "an unusual address is pointed out");
}

#[test]
fn a_connected_workspace_is_proved_kept_and_in_use_and_its_token_is_in_the_keychain_only() {
    let other = other_workspace();
    let desk = Desk::new();
    let workspace = connect(&desk, &other.host(), &format!("  {TOKEN}\n")).unwrap();
    assert_eq!(workspace["user"], "dana.okafor@meridian-freight.com");
    assert_eq!(workspace["credential"], "kept");
    assert_eq!(desk.ok("workspaces_list", json!({}))["current"], workspace["id"]);
    assert!(desk.twin.contains(TOKEN), "the keychain has it");
    let written = desk.everything_written();
    assert!(!written.windows(TOKEN.len()).any(|window| window == TOKEN.as_bytes()), "no file has it");
}

#[test]
fn a_restart_finds_the_workspace_and_its_sign_in() {
    let other = other_workspace();
    let desk = Desk::new();
    connect(&desk, &other.host(), TOKEN).unwrap();
    let again = Desk::with(desk.folder.clone(), desk.vault.clone(), desk.twin.clone());
    assert_eq!(again.ok("workspaces_identity", json!({}))["user"], "dana.okafor@meridian-freight.com");
}

#[test]
fn a_refused_token_keeps_nothing_and_says_so() {
    let other = other_workspace();
    let desk = Desk::new();
    let failure = connect(&desk, &other.host(), "dapi-not-this-one").unwrap_err();
    assert_eq!(failure["explanation"]["layer"], "signIn", "{failure:#}");
    assert_eq!(desk.ok("workspaces_list", json!({}))["workspaces"].as_array().unwrap().len(), 1);
    assert!(desk.twin.items().is_empty());
}

#[test]
fn nobody_at_the_address_is_offline() {
    let free = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let failure = connect(&Desk::new(), &format!("http://{free}"), TOKEN).unwrap_err();
    assert_eq!(failure["kind"], "offline", "{failure:#}");
}

#[test]
fn what_was_typed_wrong_is_said_at_its_field() {
    let desk = Desk::new();
    let failure = connect(&desk, "http://acme.cloud.databricks.com", TOKEN).unwrap_err();
    assert_eq!(
        (failure["kind"].as_str(), failure["fields"][0]["path"].as_str()),
        (Some("invalid"), Some("host"))
    );
    let failure = connect(&desk, "https://acme.cloud.databricks.com", " ").unwrap_err();
    assert_eq!(failure["fields"][0]["path"], "token");
}

#[test]
fn without_a_keychain_the_sign_in_lasts_for_the_session_and_says_so() {
    let other = other_workspace();
    let desk = Desk::new();
    desk.twin.behave(Behaviour::Missing);
    let workspace = connect(&desk, &other.host(), TOKEN).unwrap();
    assert_eq!(workspace["credential"], "sessionOnly");
    desk.ok("workspaces_switch", json!({ "id": "sandbox" }));
    desk.ok("workspaces_switch", json!({ "id": workspace["id"] }));
    desk.ok("workspaces_identity", json!({}));
    let keychain = desk.ok("app_info", json!({}))["keychain"].clone();
    assert_eq!(keychain["state"], "missing");
    assert!(keychain["message"].as_str().unwrap().contains("until the app closes"), "{keychain}");

    let again = Desk::on(desk.folder.clone());
    let failure = again.fails("workspaces_identity", json!({}));
    assert_eq!(failure["kind"], "signedOut", "after a restart it has to be entered again: {failure:#}");
    let renewed = again.ok("workspaces_sign_in_again", json!({ "id": workspace["id"], "token": TOKEN }));
    assert_eq!(renewed["credential"], "kept");
    again.ok("workspaces_identity", json!({}));
}

#[test]
fn a_keychain_that_never_answers_holds_nobody_up() {
    let other = other_workspace();
    let desk = Desk::new();
    desk.twin.behave(Behaviour::NeverAnswers);
    let before = std::time::Instant::now();
    assert_eq!(
        desk.ok("app_info", json!({}))["keychain"]["state"],
        "notChecked",
        "the start does not ask it"
    );
    let workspace = connect(&desk, &other.host(), TOKEN).unwrap();
    assert_eq!(workspace["credential"], "sessionOnly");
    assert!(before.elapsed().as_secs_f64() < 4.5, "{:?}", before.elapsed());
    assert_eq!(desk.ok("app_info", json!({}))["keychain"]["state"], "notAnswering");
}

#[test]
fn an_expired_token_says_sign_in_again_and_a_new_one_works() {
    let other = other_workspace();
    let desk = Desk::new();
    let workspace = connect(&desk, &other.host(), TOKEN).unwrap();
    other.add_fault(gatewright_sandbox::Fault {
        pattern: "/api/2.0/serving-endpoints*".into(),
        status: Some(401),
        body: Some(json!({ "error_code": "UNAUTHENTICATED", "message": "Token is expired" })),
        ..Default::default()
    });
    let query = json!({ "search": "", "view": "all", "sort": "name", "descending": false, "offset": 0, "limit": 10, "refresh": true });
    assert_eq!(desk.fails("endpoints_list", json!({ "query": query }))["kind"], "signedOut");
    other.clear_faults();
    desk.ok("workspaces_sign_in_again", json!({ "id": workspace["id"], "token": TOKEN }));
    desk.ok("endpoints_list", json!({ "query": query }));
}

#[test]
fn a_removed_workspace_leaves_nothing_behind() {
    let other = other_workspace();
    let desk = Desk::new();
    let workspace = connect(&desk, &other.host(), TOKEN).unwrap();
    let list = desk.ok("workspaces_remove", json!({ "id": workspace["id"] }));
    assert_eq!(list["current"], "sandbox");
    assert!(desk.twin.items().is_empty(), "its sign-in is gone from the keychain");
}

#[test]
fn connecting_to_the_same_address_again_renews_it() {
    let other = other_workspace();
    let desk = Desk::new();
    let first = connect(&desk, &other.host(), TOKEN).unwrap();
    let second = connect(&desk, &other.host(), TOKEN).unwrap();
    assert_eq!(first["id"], second["id"]);
    assert_eq!(desk.ok("workspaces_list", json!({}))["workspaces"].as_array().unwrap().len(), 2);
}

#[test]
fn the_sandbox_can_be_put_back_to_its_beginning() {
    let desk = Desk::new();
    desk.ok("endpoints_delete", json!({ "name": "support-assistant-chat" }));
    desk.fails("endpoints_get", json!({ "name": "support-assistant-chat" }));
    desk.ok("workspaces_reset_sandbox", json!({}));
    desk.ok("endpoints_get", json!({ "name": "support-assistant-chat" }));
}
