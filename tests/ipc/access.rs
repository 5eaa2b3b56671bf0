//! What may I do here, as the workspace's own sandbox answers it for its owner and for somebody who lacks rights, and the
//! message that asks for more.

use gatewright_sandbox::{Identity, Options, Running, Sandbox};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::sign_in;

const TOKEN: &str = "dapi0123456789abcdef0123456789canary";

fn workspace_of(identity: Identity) -> Running {
    let options = Options { token: Some(TOKEN.to_owned()), identity, ..Options::default() };
    tauri::async_runtime::block_on(Sandbox::start(options)).unwrap()
}

fn connect(desk: &Desk, host: &str) {
    sign_in::connect(desk, host, json!({ "kind": "accessToken", "token": TOKEN })).unwrap();
}

fn allowed<'a>(access: &'a Value, right: &str) -> &'a str {
    let rights = access["rights"].as_array().unwrap();
    let line = rights.iter().find(|line| line["right"] == right).unwrap();
    assert!(line["reason"].as_str().unwrap().ends_with('.'), "a finished sentence: {line}");
    line["allowed"].as_str().unwrap()
}

#[test]
fn somebody_with_workspace_access_may_create_endpoints_and_use_warehouses() {
    let access = Desk::new().ok("access_rights", json!({}));
    assert_eq!(access["user"], "dana.okafor@meridian-freight.com");
    assert_eq!(access["admin"], false);
    assert_eq!(allowed(&access, "createEndpoints"), "yes");
    assert_eq!(allowed(&access, "useWarehouses"), "yes");
    assert_eq!(allowed(&access, "browseCatalogs"), "yes");
    assert_eq!(allowed(&access, "createScopes"), "unknown", "nobody knows before it is tried");
}

#[test]
fn somebody_who_lacks_rights_is_told_which_and_whom_to_ask() {
    let other = workspace_of(Identity::Limited);
    let desk = Desk::new();
    connect(&desk, &other.host());
    let access = desk.ok("access_rights", json!({}));
    assert_eq!(access["user"], "noah.lindqvist@meridian-freight.com");
    for right in ["createEndpoints", "useWarehouses", "browseCatalogs"] {
        assert_eq!(allowed(&access, right), "no", "{right}");
    }
    let asks = access["rights"].as_array().unwrap().iter().filter(|line| line["allowed"] != "yes");
    for line in asks {
        assert_eq!(line["ask"], "An admin of claims.");
    }
}

#[test]
fn an_admin_may_create_scopes() {
    let other = workspace_of(Identity::Admin);
    let desk = Desk::new();
    connect(&desk, &other.host());
    let access = desk.ok("access_rights", json!({}));
    assert_eq!(access["admin"], true);
    assert_eq!(allowed(&access, "createScopes"), "yes");
}

#[test]
fn the_message_that_asks_for_access_names_all_and_holds_no_secret() {
    let other = workspace_of(Identity::Limited);
    let desk = Desk::new();
    connect(&desk, &other.host());
    let about = json!({ "kind": "endpoint", "name": "support-chat", "level": "CAN_MANAGE" });
    let message = desk.ok("access_request", json!({ "about": about }));
    let text = message["text"].as_str().unwrap();
    for part in ["noah.lindqvist@meridian-freight.com", "support-chat", "Can Manage", "claims", &other.host()]
    {
        assert!(text.contains(part), "{part} is missing: {text}");
    }
    assert!(message["to"].as_str().unwrap().contains("an admin of claims"), "{message}");
    assert!(!message.to_string().contains(TOKEN));
    let right = desk.ok("access_request", json!({ "about": { "kind": "right", "right": "useWarehouses" } }));
    assert!(right["text"].as_str().unwrap().contains("SQL warehouse"), "{right}");
}
