//! Connecting, switching, signing in again, removing; and where a token may be found afterwards.

use gatewright_sandbox::{Options, Running, Sandbox};
use gatewright_vault::Behaviour;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::sign_in;

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
    sign_in::connect(desk, host, json!({ "kind": "accessToken", "token": token }))
}

fn token() -> Value {
    json!({ "kind": "accessToken", "token": TOKEN })
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
    let renewed = sign_in::again(&again, &workspace, token()).unwrap();
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
    sign_in::again(&desk, &workspace, token()).unwrap();
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

#[test]
fn a_workspace_gets_another_name_and_colour_and_keeps_them() {
    let other = other_workspace();
    let desk = Desk::new();
    let workspace = connect(&desk, &other.host(), TOKEN).unwrap();
    assert_eq!(
        (workspace["color"].as_str(), workspace["signIn"].as_str()),
        (Some("berry"), Some("accessToken"))
    );
    assert_eq!(workspace["expiresAt"], Value::Null, "nobody knows of a pasted token");
    let save = |look: Value| desk.call("workspaces_save", json!({ "id": workspace["id"], "look": look }));
    let saved = save(json!({ "name": " claims-eu ", "color": "moss", "environment": "staging" })).unwrap();
    assert_eq!((saved["name"].as_str(), saved["color"].as_str()), (Some("claims-eu"), Some("moss")));
    let failure = save(json!({ "name": " ", "color": "moss", "environment": "staging" })).unwrap_err();
    assert_eq!(failure["fields"][0]["path"], "name");
    let again = Desk::with(desk.folder.clone(), desk.vault.clone(), desk.twin.clone());
    let list = again.ok("workspaces_list", json!({}));
    assert_eq!(list["workspaces"][0]["name"], "claims-eu");
    assert_eq!(list["workspaces"][0]["environment"], "staging");
    again.ok("workspaces_identity", json!({}));
}

#[test]
fn a_token_longer_than_one_item_of_windows_is_kept_in_parts_and_found_again() {
    let long = format!("dapi{}", "0123456789abcdef".repeat(400));
    let options = Options { token: Some(long.clone()), ..Options::default() };
    let other = tauri::async_runtime::block_on(Sandbox::start(options)).unwrap();
    let desk = Desk::new();
    connect(&desk, &other.host(), &long).unwrap();
    assert!(desk.twin.largest_item() <= 2_400 && desk.twin.items().len() > 1);
    let again = Desk::with(desk.folder.clone(), desk.vault.clone(), desk.twin.clone());
    again.ok("workspaces_identity", json!({}));
    let id = again.ok("workspaces_list", json!({}))["current"].clone();
    again.ok("workspaces_remove", json!({ "id": id }));
    assert!(again.twin.items().is_empty(), "no part is left behind");
}

#[test]
fn a_workspace_of_the_first_version_is_still_there_with_its_plain_token() {
    let other = other_workspace();
    let desk = Desk::new();
    let workspace = connect(&desk, &other.host(), TOKEN).unwrap();
    first_version_of(&desk.folder.join("gatewright.db"));
    let again = Desk::with(desk.folder.clone(), desk.vault.clone(), desk.twin.clone());
    let list = again.ok("workspaces_list", json!({}));
    assert_eq!(list["workspaces"][0]["id"], workspace["id"]);
    assert_eq!(list["workspaces"][0]["signIn"], "accessToken");
    assert_eq!(list["workspaces"][0]["color"], "petrol");
    again.ok("workspaces_identity", json!({}));
}

/// Takes out of the database what the second version added.
fn first_version_of(database: &std::path::Path) {
    let connection = rusqlite::Connection::open(database).unwrap();
    connection.pragma_update(None, "foreign_keys", "OFF").unwrap();
    let named = |kind: &str, more: &str| -> Vec<String> {
        connection
            .prepare(&format!("SELECT name FROM sqlite_master WHERE type = '{kind}' {more}"))
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap()
    };
    for (kind, more) in [("trigger", ""), ("table", "AND sql LIKE 'CREATE VIRTUAL%'"), ("view", "")] {
        for name in named(kind, more) {
            connection.execute(&format!("DROP {kind} {name}"), []).unwrap();
        }
    }
    let first = ["settings", "workspaces", "endpoint_drafts", "traffic_drafts", "chats", "turns", "answers"];
    for table in named("table", "AND name NOT LIKE 'sqlite_%'") {
        if !first.contains(&table.as_str()) {
            connection.execute(&format!("DROP TABLE {table}"), []).unwrap();
        }
    }
    let later = [
        ("chats", &["kind", "starred", "leaf"][..]),
        ("turns", &["parent", "shown", "along"][..]),
        ("answers", &["sent", "call"][..]),
    ];
    for (table, columns) in later {
        for column in columns {
            connection.execute(&format!("ALTER TABLE {table} DROP COLUMN {column}"), []).unwrap();
        }
    }
    for column in ["color", "sign_in", "sign_in_settings", "workspace_id"] {
        connection.execute(&format!("ALTER TABLE workspaces DROP COLUMN {column}"), []).unwrap();
    }
    connection.pragma_update(None, "user_version", 1).unwrap();
}
