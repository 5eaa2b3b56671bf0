//! The app itself: what it says of itself, preferences, links, what it does with a damaged data folder.

use serde_json::json;

use crate::desk::Desk;

#[test]
fn the_app_says_where_its_files_are_without_asking_the_keychain() {
    let desk = Desk::new();
    let info = desk.ok("app_info", json!({}));
    assert_eq!(info["dataFolder"], desk.folder.to_str().unwrap());
    assert_eq!(info["keychain"]["state"], "notChecked");
    assert_eq!(info["notices"], json!([]));
}

#[test]
fn preferences_are_kept_between_two_starts() {
    let desk = Desk::new();
    desk.ok("app_save_settings", json!({ "settings": { "theme": "dark" } }));
    let again = Desk::on(desk.folder.clone());
    assert_eq!(again.ok("app_info", json!({}))["settings"]["theme"], "dark");
}

#[test]
fn a_damaged_database_is_set_aside_and_said() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("gatewright.db"), b"scrap").unwrap();
    let desk = Desk::on(folder.path().to_owned());
    let notices = desk.ok("app_info", json!({}))["notices"].clone();
    assert!(notices[0]["detail"].as_str().unwrap().contains("gatewright.damaged-"), "{notices}");
    desk.ok("app_dismiss_notice", json!({ "id": notices[0]["id"] }));
    assert_eq!(desk.ok("app_info", json!({}))["notices"], json!([]));
}

#[test]
fn only_https_links_reach_the_browser() {
    let desk = Desk::new();
    desk.ok("app_open_link", json!({ "url": "https://docs.databricks.com/" }));
    for bad in ["http://example.com", "javascript:alert(1)", "file:///etc/passwd"] {
        desk.fails("app_open_link", json!({ "url": bad }));
    }
    assert_eq!(*desk.opened.lock().unwrap(), ["https://docs.databricks.com/"]);
}

#[test]
fn the_keychain_is_described_when_it_is_asked() {
    let desk = Desk::new();
    assert_eq!(desk.ok("app_check_keychain", json!({}))["state"], "ok");
    desk.twin.behave(gatewright_vault::Behaviour::Locked);
    let keychain = desk.ok("app_check_keychain", json!({}));
    assert_eq!(keychain["state"], "locked");
    assert!(keychain["message"].as_str().unwrap().contains("Unlock"), "{keychain}");
    assert_eq!(desk.ok("app_unlock_keychain", json!({}))["state"], "ok", "the system asked, and was told");
    desk.twin.behave(gatewright_vault::Behaviour::Missing);
    assert_eq!(desk.ok("app_unlock_keychain", json!({}))["state"], "missing");
}

#[test]
fn what_is_not_a_command_is_refused() {
    let desk = Desk::new();
    assert!(desk.call("shell_execute", json!({ "cmd": "id" })).is_err());
    assert!(desk.call("endpoints_list", json!({ "query": "nonsense" })).is_err());
}

#[test]
fn the_first_screen_comes_in_one_answer_with_the_list_of_the_sandbox_and_the_shares_in_sight() {
    let desk = Desk::new();
    let first = desk.ok("app_first_screen", json!({}));
    assert_eq!(first["workspaces"], desk.ok("workspaces_list", json!({})));
    assert_eq!(first["info"]["dataFolder"], desk.folder.to_str().unwrap());
    let list = &first["list"];
    let again = desk.ok("endpoints_list", json!({ "query": list["query"] }));
    assert_eq!(list["page"]["rows"], again["rows"]);
    let names: Vec<_> = again["rows"].as_array().unwrap().iter().map(|row| row["name"].clone()).collect();
    let shared: Vec<_> = list["splits"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect();
    assert!(!names.is_empty());
    assert_eq!(shared, names, "the demo world fits into the window");
    assert_eq!(list["query"]["search"], "", "what the page opens with: no filter, by name, from the top");
    assert_eq!((&list["query"]["sort"], &list["query"]["offset"]), (&json!("name"), &json!(0)));
}
