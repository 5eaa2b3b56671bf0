//! The app gone in the middle of a sign-in and of a renewal, and opened again over the same data folder: whatever was there
//! before is there, a sign-in works or is asked for, and what was typed is still typed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use gatewright_sandbox::Running;
use gatewright_vault::Behaviour;
use serde_json::{Value, json};

use crate::desk::{Desk, no_sources};
use crate::sign_in::{Signing, again, connect, connecting, signing, signing_with, sources, workspace};

fn browser() -> Value {
    json!({ "kind": "browser", "clientId": null })
}

fn pasted(token: &str) -> Value {
    json!({ "kind": "accessToken", "token": token })
}

fn list() -> Value {
    json!({ "query": { "search": "", "view": "all", "sort": "name", "descending": false, "offset": 0, "limit": 10,
                       "refresh": true } })
}

fn type_something(desk: &Desk) {
    let draft = json!({ "name": "half-typed", "task": "llm/v1/chat", "fallback": false, "usageTracking": false,
                        "description": "", "tags": [], "entities": [] });
    desk.ok("endpoints_draft_save", json!({ "draft": draft, "step": "name" }));
}

fn is_still_typed(desk: &Desk) {
    assert_eq!(desk.ok("endpoints_draft_get", json!({}))["draft"]["name"], "half-typed");
}

/// The app opened again; what the first one was doing is of no account. A process that is killed closes nothing either.
fn killed(at: Signing) -> Signing {
    let opened = at.restarted();
    std::mem::forget(at);
    opened
}

fn until(what: &str, mut happened: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !happened() {
        assert!(begun.elapsed() < Duration::from_secs(10), "{what} never came");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn exchanges(workspace: &Running) -> usize {
    workspace.requests().iter().filter(|one| one.path == "/oidc/v1/token").count()
}

#[test]
fn killed_while_the_browser_is_open_it_begins_as_before() {
    let other = workspace(|_| {});
    let at = signing_with(Arc::new(|_: &str| {}), no_sources(), false);
    type_something(&at.desk);
    let (told, channel) = at.desk.channel();
    drop(at.desk.begin("workspaces_connect", connecting(&other.host(), browser(), told)));
    until("the browser", || !at.desk.messages(channel).is_empty());
    let later = killed(at);
    let all = later.desk.ok("workspaces_list", json!({}));
    assert_eq!((all["workspaces"].as_array().unwrap().len(), all["current"].as_str()), (1, Some("sandbox")));
    assert!(later.desk.twin.items().is_empty());
    is_still_typed(&later.desk);
}

#[test]
fn killed_while_the_first_sign_in_is_being_kept_the_workspace_is_there_and_asks_for_it() {
    for lands in [false, true] {
        let other = workspace(|_| {});
        let at = signing();
        at.desk.twin.behave(Behaviour::NeverAnswers);
        let told = at.desk.channel().0;
        drop(at.desk.begin("workspaces_connect", connecting(&other.host(), browser(), told)));
        until("the row", || {
            at.desk.ok("workspaces_list", json!({}))["workspaces"].as_array().unwrap().len() == 2
        });
        std::thread::sleep(Duration::from_millis(200));
        // Whether what hangs in the keychain still arrives there is not in our hand.
        let hanging = killed(at);
        hanging.desk.twin.behave(if lands { Behaviour::Works } else { Behaviour::Refuses });
        std::thread::sleep(Duration::from_millis(200));
        hanging.desk.twin.behave(Behaviour::Works);
        let later = crate::sign_in::signing_again(&hanging);
        let row = later.desk.ok("workspaces_list", json!({}))["workspaces"][0].clone();
        assert_eq!(row["host"], other.host(), "nothing is kept that could not be seen and removed");
        later.desk.ok("workspaces_switch", json!({ "id": row["id"] }));
        let first = later.desk.call("endpoints_list", list());
        assert_eq!(first.is_ok(), lands, "{first:#?}");
        if !lands {
            assert_eq!(first.unwrap_err()["kind"], "signedOut");
            again(&later.desk, &row, Value::Null).unwrap();
            later.desk.ok("endpoints_list", list());
        }
    }
}

#[test]
fn killed_between_any_two_writes_of_a_new_sign_in_the_old_or_the_new_one_works() {
    let token = format!("dapi{}", "0123456789abcdef".repeat(320));
    let other = workspace(|options| {
        options.token = Some(token.clone());
        options.one_world_per_token = true;
    });
    let newer = format!("{token}-{}", "new".repeat(900));
    for after_writes in 0..9 {
        let desk = Desk::new();
        let connected = connect(&desk, &other.host(), pasted(&token)).unwrap();
        type_something(&desk);
        desk.twin.behave(Behaviour::DiesMidCall { after_writes });
        again(&desk, &connected, pasted(&newer)).unwrap();
        desk.twin.behave(Behaviour::Works);
        let later = Desk::with(desk.folder.clone(), desk.vault.clone(), desk.twin.clone());
        later.ok("workspaces_identity", json!({}));
        is_still_typed(&later);
        later.ok("workspaces_remove", json!({ "id": connected["id"] }));
        assert!(later.twin.items().is_empty(), "after {after_writes} writes: {:?}", later.twin.items());
    }
}

#[test]
fn killed_while_a_token_gives_way_to_a_profile_the_profile_works() {
    let other = workspace(|_| {});
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("databrickscfg");
    std::fs::write(&file, format!("[mine]\nhost = {}\ntoken = {}\n", other.host(), other.token())).unwrap();
    let at = signing_with(Arc::new(|_: &str| {}), sources(Some(&file), None), false);
    let connected = connect(&at.desk, &other.host(), pasted(other.token())).unwrap();
    at.desk.twin.behave(Behaviour::NeverAnswers);
    let profile = json!({ "kind": "profile", "name": "mine" });
    let args =
        json!({ "id": connected["id"], "signIn": profile, "attempt": "b", "told": at.desk.channel().0 });
    let begun = Instant::now();
    drop(at.desk.begin("workspaces_sign_in_again", args));
    until("the profile in the row", || {
        at.desk.ok("workspaces_list", json!({}))["workspaces"][0]["signIn"] == "profile"
    });
    assert!(begun.elapsed() < Duration::from_millis(2_500), "the token goes only when the profile is there");
    let later = at.restarted_with(sources(Some(&file), None));
    std::mem::forget(at);
    later.desk.ok("workspaces_switch", json!({ "id": connected["id"] }));
    later.desk.ok("workspaces_identity", json!({}));
    later.desk.twin.behave(Behaviour::Works);
    later.desk.ok("workspaces_remove", json!({ "id": connected["id"] }));
    assert!(later.desk.twin.items().is_empty(), "{:?}", later.desk.twin.items());
}

#[test]
fn killed_while_a_renewed_sign_in_is_being_kept_it_works_or_asks_and_all_else_is_there() {
    for lands in [false, true] {
        let other = workspace(|options| options.token_lifetime = 2);
        let at = signing();
        let connected = connect(&at.desk, &other.host(), browser()).unwrap();
        type_something(&at.desk);
        let before = exchanges(&other);
        at.desk.twin.behave(Behaviour::NeverAnswers);
        std::thread::sleep(Duration::from_millis(2_100));
        drop(at.desk.begin("endpoints_list", list()));
        until("the renewal", || exchanges(&other) > before);
        std::thread::sleep(Duration::from_millis(300));
        let reads = other.requests().iter().filter(|one| one.path.starts_with("/api/2.0/serving")).count();
        assert_eq!(reads, 0, "the new token is not used before it is kept");
        let hanging = killed(at);
        hanging.desk.twin.behave(if lands { Behaviour::Works } else { Behaviour::Refuses });
        std::thread::sleep(Duration::from_millis(200));
        hanging.desk.twin.behave(Behaviour::Works);
        let later = crate::sign_in::signing_again(&hanging);
        let first = later.desk.call("endpoints_list", list());
        assert_eq!(first.is_ok(), lands, "{first:#?}");
        if !lands {
            // The workspace has exchanged the token that is kept here for one that never arrived: only a person helps.
            assert_eq!(first.unwrap_err()["kind"], "signedOut");
            is_still_typed(&later.desk);
            again(&later.desk, &connected, Value::Null).unwrap();
            later.desk.ok("endpoints_list", list());
        }
        is_still_typed(&later.desk);
    }
}
