//! Preferences, the way connections leave this computer, and clearing what is kept on it.

use gatewright_sandbox::{Options, Running, Sandbox};
use gatewright_vault::Behaviour;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::servers::{Identity, http};
use crate::sign_in;

const TOKEN: &str = "dapi0123456789abcdef0123456789canary";

fn save(desk: &Desk, settings: &Value) -> Value {
    desk.ok("app_save_settings", json!({ "settings": settings }))
}

fn token() -> Value {
    json!({ "kind": "accessToken", "token": TOKEN })
}

fn other_workspace() -> Running {
    let options = Options { token: Some(TOKEN.to_owned()), ..Options::default() };
    tauri::async_runtime::block_on(Sandbox::start(options)).unwrap()
}

fn info(desk: &Desk) -> Value {
    desk.ok("app_info", json!({}))
}

#[test]
fn one_preference_is_changed_without_touching_the_others_and_all_are_there_after_a_restart() {
    let desk = Desk::new();
    save(&desk, &json!({ "theme": "dark", "textSize": "larger", "proxy": "proxy.acme.com:8080" }));
    let after = save(&desk, &json!({ "motion": "reduced" }));
    let expected = json!({
        "theme": "dark", "textSize": "larger", "motion": "reduced", "proxy": "http://proxy.acme.com:8080", "caFile": null
    });
    assert_eq!(after, expected);
    let again = info(&Desk::on(desk.folder.clone()));
    assert_eq!(again["settings"], expected);
    assert_eq!(again["proxyInUse"], "http://proxy.acme.com:8080");
    assert_eq!(save(&desk, &json!({ "proxy": "" }))["proxy"], Value::Null);
}

#[test]
fn a_proxy_with_a_password_is_refused_at_its_field_and_written_nowhere() {
    let desk = Desk::new();
    let bad = json!({ "settings": { "proxy": "http://me:proxycanary99@proxy.acme.com:8080" } });
    let failure = desk.fails("app_save_settings", bad);
    assert_eq!(failure["fields"][0]["path"], "proxy");
    assert!(!failure.to_string().contains("proxycanary99"));
    assert_eq!(info(&desk)["settings"]["proxy"], Value::Null);
    let written = desk.everything_written();
    assert!(!written.windows(13).any(|window| window == b"proxycanary99"));
}

#[test]
fn what_is_wrong_with_the_certificate_file_is_said_before_anything_is_connected() {
    let desk = Desk::new();
    let problem = |file: &str, content: Option<&str>| {
        let path = desk.folder.join(file);
        if let Some(content) = content {
            std::fs::write(&path, content).unwrap();
        }
        save(&desk, &json!({ "caFile": path }));
        info(&desk)["caProblem"].as_str().unwrap_or_default().to_owned()
    };
    assert!(problem("gone.pem", None).contains("no file"));
    assert!(problem("empty.pem", Some("")).contains("empty"));
    assert!(problem("notes.txt", Some("not a certificate")).contains("no certificate"));
    assert_eq!(problem("good.pem", Some(&Identity::good().authority)), "");
    assert!(info(&desk)["settings"]["caFile"].as_str().unwrap().ends_with("good.pem"));
}

fn dana(path: &str) -> String {
    let json = "content-type: application/json\r\n";
    if path.contains("scim/v2/Me") {
        return http(
            "200 OK",
            json,
            r#"{"id":"1","userName":"dana@meridian","groups":[],"entitlements":[]}"#,
        );
    }
    http("404 Not Found", json, r#"{"error_code":"NOT_FOUND","message":"No such path."}"#)
}

#[test]
fn a_company_certificate_counts_from_the_next_call_on_and_so_does_taking_it_away() {
    let desk = Desk::new();
    let company = Identity::good();
    let host = format!("https://127.0.0.1:{}", company.serve(dana));
    let refused = sign_in::connect(&desk, &host, token()).unwrap_err();
    assert_eq!(refused["kind"], "offline", "{refused:#}");
    let file = desk.folder.join("company.pem");
    std::fs::write(&file, &company.authority).unwrap();
    save(&desk, &json!({ "caFile": file }));
    sign_in::connect(&desk, &host, token()).unwrap();
    assert_eq!(desk.ok("workspaces_identity", json!({}))["user"], "dana@meridian");
    std::fs::write(&file, "").unwrap();
    save(&desk, &json!({ "caFile": desk.folder.join("gone.pem") }));
    let failure = desk.fails("workspaces_identity", json!({}));
    assert_eq!(failure["explanation"]["title"], "The extra certificate file cannot be used");
    assert_eq!(failure["explanation"]["next"]["kind"], "openSettings");
    save(&desk, &json!({ "caFile": "" }));
    assert_eq!(desk.fails("workspaces_identity", json!({}))["kind"], "offline");
}

#[test]
fn the_sandbox_works_whatever_the_settings_of_the_network_are() {
    let desk = Desk::new();
    save(
        &desk,
        &json!({ "proxy": "http://no-such-proxy.invalid:1", "caFile": desk.folder.join("gone.pem") }),
    );
    assert_eq!(desk.ok("workspaces_identity", json!({}))["admin"], false);
}

fn fill(desk: &Desk) {
    let shares = json!([{ "entity": "a", "percent": 70 }, { "entity": "b", "percent": 30 }]);
    desk.ok("traffic_draft_save", json!({ "endpoint": "support-chat", "shares": shares, "locked": [] }));
    desk.ok("playground_start", json!({ "endpoint": "support-chat", "entity": null }));
}

#[test]
fn drafts_and_conversations_are_cleared_apart_from_each_other() {
    let desk = Desk::new();
    fill(&desk);
    assert_eq!(
        desk.ok("app_kept_data", json!({})),
        json!({ "drafts": 1, "conversations": 1, "workspaces": 0 })
    );
    desk.ok("app_clear_data", json!({ "what": "drafts" }));
    assert_eq!(desk.ok("traffic_draft_get", json!({ "endpoint": "support-chat" })), Value::Null);
    assert_eq!(desk.ok("app_kept_data", json!({}))["conversations"], 1);
    desk.ok("app_clear_data", json!({ "what": "conversations" }));
    assert_eq!(desk.ok("app_kept_data", json!({}))["conversations"], 0);
}

#[test]
fn clearing_everything_leaves_no_sign_in_no_workspace_and_no_word_of_either_in_any_file() {
    let other = other_workspace();
    let desk = Desk::new();
    sign_in::connect(&desk, &other.host(), token()).unwrap();
    fill(&desk);
    save(&desk, &json!({ "theme": "dark" }));
    std::fs::write(desk.folder.join("gatewright.version-1.db"), "an older copy of claims").unwrap();
    let holds_address = |desk: &Desk| {
        let host = other.host();
        desk.everything_written().windows(host.len()).any(|window| window == host.as_bytes())
    };
    assert!(desk.twin.contains(TOKEN) && holds_address(&desk));
    assert!(info(&desk)["dataBytes"].as_f64().unwrap() > 10_000.0, "the size of the folder is told");
    desk.ok("app_clear_data", json!({ "what": "everything" }));
    assert!(desk.twin.items().is_empty(), "the keychain holds nothing of ours");
    assert!(!holds_address(&desk), "no file knows the address any more");
    assert!(!desk.folder.join("gatewright.version-1.db").exists());
    let list = desk.ok("workspaces_list", json!({}));
    assert_eq!((&list["current"], list["workspaces"].as_array().unwrap().len()), (&json!("sandbox"), 1));
    assert_eq!(info(&desk)["settings"]["theme"], "system");
    assert_eq!(desk.ok("workspaces_identity", json!({}))["user"], "dana.okafor@meridian-freight.com");
}

#[test]
fn a_keychain_that_does_not_give_a_sign_in_up_keeps_everything_in_place() {
    let other = other_workspace();
    let desk = Desk::new();
    sign_in::connect(&desk, &other.host(), token()).unwrap();
    desk.twin.behave(Behaviour::Locked);
    let failure = desk.fails("app_clear_data", json!({ "what": "everything" }));
    assert_eq!(failure["kind"], "keychain");
    assert_eq!(desk.ok("app_kept_data", json!({}))["workspaces"], 1, "it can be tried again");
}
