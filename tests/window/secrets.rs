//! The Secrets room in the built app: a key pasted by keyboard, one replaced with proof to its end, one whose replacing is
//! cut off by killing the app, and one that cannot be replaced because the creator of an endpoint has left.

use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::key::Key;

use crate::desk::Desk;

/// A switch takes eight seconds for each endpoint, and two endpoints use the key.
const SWITCHING: Duration = Duration::from_secs(60);

/// A key file as Google gives it out, with a marker of its own.
fn key_file(marker: &str) -> String {
    format!(
        r#"{{"type":"service_account","project_id":"meridian-llm","private_key_id":"{marker}","private_key":"-----BEGIN PRIVATE KEY-----\\n{marker}\\n-----END PRIVATE KEY-----\\n","client_email":"llm@meridian-llm.iam.gserviceaccount.com"}}"#
    )
}

/// Opens a key's panel: the first of the scope by the arrows, further ones by going down.
async fn open_key(desk: &Desk, scope: &str, key: &str) {
    desk.go(&format!("/secrets?scope={scope}")).await;
    desk.see(&format!("//table//a[contains(@href, '{key}')]")).await;
    desk.key(Key::Down).await;
    for _ in 0..12 {
        let at = desk.script("return document.activeElement.getAttribute('href') ?? ''", vec![]).await;
        if at.as_str().is_some_and(|href| href.ends_with(&format!("key={key}"))) {
            desk.key(Key::Enter).await;
            desk.see(&format!("//aside//h2[contains(., '{key}')]")).await;
            return;
        }
        desk.key(Key::Down).await;
    }
    panic!("the arrows do not reach {key}:\n{}", desk.text().await);
}

/// Begins replacing the key that is open with a new value, and gives the name the new one gets.
pub async fn begin_rotation(desk: &Desk, value: &str) -> String {
    desk.press("Rotate…").await;
    let field = desk.field("The new key").await;
    field.send_keys(value).await.unwrap();
    let name = desk.field("Store it as").await.prop("value").await.unwrap().unwrap_or_default();
    desk.keys(&[Key::Control], &char::from(Key::Enter).to_string()).await;
    name
}

/// Waits for one of several texts, for as long as endpoints may take.
async fn until(desk: &Desk, texts: &[&str]) -> String {
    let deadline = Instant::now() + SWITCHING;
    loop {
        let said = desk.text().await;
        if texts.iter().any(|text| said.contains(text)) {
            return said;
        }
        assert!(Instant::now() < deadline, "none of {texts:?} appeared:\n{said}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Types the name that a question asks for and says yes.
async fn confirm(desk: &Desk, name: &str) {
    let field = desk.field(&format!("Type {name} to go on")).await;
    field.send_keys(name).await.unwrap();
    desk.key(Key::Enter).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_pasted_by_keyboard_and_shown_with_who_uses_it() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    desk.go("/secrets?scope=llm-keys").await;
    desk.see_text("Not used").await;
    let said = desk.text().await;
    for words in ["mistral-trial", "onprem-gateway", "Missing in 1 endpoint", "2 entities in 2 endpoints"] {
        assert!(said.contains(words), "the list does not say {words}:\n{said}");
    }
    desk.keys(&[], "n").await;
    let field = desk.field("The key").await;
    field.send_keys("sk-ant-api03-window-0123456789abcdef-Zq4w").await.unwrap();
    desk.see_text("ends in Zq4w").await;
    desk.see_text("Anthropic").await;
    desk.fill("Name it", "anthropic-window").await;
    desk.shoot("secrets-add").await;
    desk.keys(&[Key::Control], &char::from(Key::Enter).to_string()).await;
    desk.see_text("Databricks lists the key, so it is there.").await;
    desk.shoot("secrets-stored").await;
    desk.press("Show the key").await;
    desk.see_text("{{secrets/llm-keys/anthropic-window}}").await;
    desk.see_text("No endpoint uses it.").await;
    desk.key(Key::Escape).await;

    open_key(&desk, "llm-keys", "anthropic").await;
    desk.see_text("multi-provider-llm").await;
    desk.shoot("secrets-key").await;
    desk.press("Test it").await;
    until(&desk, &["answered a one-token call.", "did not answer."]).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_replaced_with_proof_and_the_old_one_deleted() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    open_key(&desk, "gcp", "vertex-sa").await;
    let new_key = begin_rotation(&desk, &key_file("window")).await;
    until(&desk, &["one after the other. This goes on"]).await;
    desk.shoot("rotation-running").await;
    let said = until(&desk, &["Put it back", "did not work."]).await;
    assert!(said.contains("every served entity answered with it"), "{said}");
    desk.shoot("rotation-switched").await;
    desk.press("Delete the old key").await;
    confirm(&desk, "vertex-sa").await;
    desk.see_text(&format!("Done: {new_key} is in use.")).await;
    desk.press("Done").await;
    desk.see_text(&format!("{{{{secrets/gcp/{new_key}}}}}")).await;
    desk.see_text("2 entities in 2 endpoints").await;
    let rows = desk.script("return [...document.querySelectorAll('tbody a')].map((a) => new URL(a.href).searchParams.get('key'))", vec![]).await;
    assert_eq!(rows, serde_json::json!([new_key]), "only the new key is left");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn replacing_a_key_outlives_the_app_being_killed() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    open_key(&desk, "gcp", "vertex-sa").await;
    let new_key = begin_rotation(&desk, &key_file("killed")).await;
    // The simulated workspace lives in the app: what it has not written is gone with it, unlike with a real one.
    let deadline = Instant::now() + SWITCHING;
    while !held(home.path(), &format!("{{{{secrets/gcp/{new_key}}}}}")) {
        assert!(Instant::now() < deadline, "no endpoint was switched:\n{}", desk.text().await);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    desk.kill();

    let desk = Desk::open(home.path()).await;
    desk.press("Secrets").await;
    desk.see_text("Rotating gcp/vertex-sa was interrupted.").await;
    desk.shoot("rotation-interrupted").await;
    desk.press("Look at it").await;
    desk.see_text("Gatewright was closed in the middle of it.").await;
    desk.shoot("rotation-interrupted-panel").await;
    desk.press("Finish it").await;
    let said = until(&desk, &["Put it back", "did not work."]).await;
    assert!(said.contains("every served entity answered with it"), "{said}");
    desk.press("Keep both").await;
    desk.see_text(&format!("Done: {new_key} is in use.")).await;
    assert!(!desk.text().await.contains("was interrupted."), "nothing is left to decide");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_an_endpoint_whose_creator_left_is_put_back_altogether() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    open_key(&desk, "llm-keys", "cohere").await;
    let new_key = begin_rotation(&desk, "co-window-0123456789abcdefghijklmnopqrstu").await;
    until(&desk, &["A step did not work."]).await;
    desk.see_text("legacy-completions").await;
    desk.shoot("rotation-failed").await;
    desk.press("Undo it").await;
    until(&desk, &["uses cohere again"]).await;
    desk.shoot("rotation-undone").await;
    desk.press("Done").await;
    desk.see_text("{{secrets/llm-keys/cohere}}").await;
    desk.see_text("2 entities in 2 endpoints").await;
    let rows = desk
        .script(
            "return [...document.querySelectorAll('tbody a')].map((a) => a.textContent).join(' ')",
            vec![],
        )
        .await;
    assert!(!rows.as_str().unwrap_or_default().contains(&new_key), "the new key is gone: {rows}");
    desk.close().await;
}

/// Whether the simulated workspace has written a text.
fn held(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| {
        let path = entry.path();
        path.extension().is_some_and(|end| end == "json")
            && std::fs::read_to_string(path).is_ok_and(|written| written.contains(text))
    })
}
