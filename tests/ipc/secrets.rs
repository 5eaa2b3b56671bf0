//! Scopes, keys, and where a pasted value may be found afterwards.

use serde_json::{Value, json};

use crate::desk::Desk;

const CANARY: &str = "sk-canary-9f8e7d6c5b4a3210-works-fQz7";

fn store(desk: &Desk, scope: &str, key: &str, value: &str, replace: bool) -> Result<Value, Value> {
    let secret =
        json!({ "scope": scope, "key": key, "value": value, "createScope": true, "replace": replace });
    desk.call("secrets_store", json!({ "secret": secret }))
}

#[test]
fn scopes_and_keys_are_listed_and_a_key_vault_is_read_only() {
    let desk = Desk::new();
    let scopes = desk.ok("secrets_scopes", json!({}));
    let of =
        |name: &str| scopes.as_array().unwrap().iter().find(|scope| scope["name"] == name).cloned().unwrap();
    assert_eq!(of("llm-keys")["writable"], true);
    assert_eq!(of("azure-kv-shared")["writable"], false);
    let keys = desk.ok("secrets_keys", json!({ "scope": "llm-keys" }));
    let first = &keys[0];
    assert_eq!(first["reference"], format!("{{{{secrets/llm-keys/{}}}}}", first["key"].as_str().unwrap()));
}

#[test]
fn a_pasted_key_is_trimmed_stored_and_written_nowhere_here() {
    let desk = Desk::new();
    let stored = store(&desk, "team-keys", "openai", &format!(" {CANARY}\n"), false).unwrap();
    assert_eq!(stored["reference"], "{{secrets/team-keys/openai}}");
    assert_eq!((stored["trimmed"].as_bool(), stored["lastFour"].as_str()), (Some(true), Some("fQz7")));
    let keys = desk.ok("secrets_keys", json!({ "scope": "team-keys" }));
    assert_eq!(keys[0]["key"], "openai");
    std::thread::sleep(std::time::Duration::from_millis(600));
    let written = desk.everything_written();
    assert!(!written.windows(CANARY.len()).any(|window| window == CANARY.as_bytes()), "no file has the key");
}

#[test]
fn an_existing_key_is_replaced_only_when_that_was_said() {
    let desk = Desk::new();
    store(&desk, "team-keys", "openai", CANARY, false).unwrap();
    let failure = store(&desk, "team-keys", "OpenAI", "sk-another-key-123456", false).unwrap_err();
    assert_eq!(
        (failure["kind"].as_str(), failure["fields"][0]["path"].as_str()),
        (Some("invalid"), Some("key"))
    );
    store(&desk, "team-keys", "openai", "sk-another-key-123456", true).unwrap();
}

#[test]
fn names_and_values_that_cannot_be_used_are_said_at_their_field() {
    let desk = Desk::new();
    for (scope, key, value, field) in [
        ("a b", "k", CANARY, "scope"),
        ("s", "k/k", CANARY, "key"),
        ("s", "k", "  \n", "value"),
        ("s", "k", "{{secrets/a/b}}", "value"),
    ] {
        let failure = store(&desk, scope, key, value, false).unwrap_err();
        assert_eq!(failure["fields"][0]["path"], field, "{failure:#}");
        assert!(!failure.to_string().contains(CANARY), "a failure does not repeat the key");
    }
}

#[test]
fn a_key_vault_scope_refuses_and_the_reason_is_said() {
    let desk = Desk::new();
    let failure = store(&desk, "azure-kv-shared", "k", CANARY, false).unwrap_err();
    assert!(!failure.to_string().contains(CANARY));
    assert!(failure["explanation"]["raw"]["body"].is_string(), "{failure:#}");
}
