//! What was being typed, and what was being answered, when the app ended.

use std::time::{Duration, Instant};

use crate::chat;
use crate::desk::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn a_half_typed_endpoint_and_a_half_typed_message_are_there_again() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.press("New endpoint").await;
    desk.press("OpenAI").await;
    desk.press("Continue with OpenAI").await;
    desk.see_text("Connect OpenAI").await;
    desk.fill("Model", "my-own-fine-tune").await;
    desk.see_text("Draft kept on this computer, ").await;
    desk.press("Close, keep the draft").await;
    desk.press("Chat").await;
    let composer = desk.see("//textarea[not(@readonly)]").await;
    composer.send_keys("half a sentence that nobody").await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(900)).await;
    desk.close().await;

    let desk = Desk::open(home.path()).await;
    desk.press("Chat").await;
    let composer = desk.see("//textarea[not(@readonly)]").await;
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(5);
    while composer.prop("value").await.unwrap().unwrap_or_default() != "half a sentence that nobody" {
        assert!(std::time::Instant::now() < deadline, "the message is gone");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    desk.press("Endpoints").await;
    desk.press("New endpoint").await;
    let model = desk.field("Model").await;
    assert_eq!(model.prop("value").await.unwrap().as_deref(), Some("my-own-fine-tune"));
    desk.close().await;
}

/// What the newest answer says, without what stands under it.
async fn written(desk: &Desk) -> String {
    let asks = "const all = [...document.querySelectorAll('article[aria-label^=\"Answer\"]')];
        const p = all.at(-1)?.cloneNode(true);
        p?.querySelectorAll('footer, header, [data-tone]').forEach((e) => e.remove());
        return p?.textContent ?? ''";
    desk.script(asks, vec![]).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_being_written_when_the_app_was_killed_keeps_its_words() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    desk.go("/chat?endpoint=support-assistant-chat").await;
    chat::say(&desk, "Write a very long story of 900 words about a lighthouse.").await;
    let deadline = Instant::now() + Duration::from_secs(20);
    let mut came = String::new();
    // Words are kept twice a second: by 500 letters some are.
    while came.len() < 500 {
        assert!(Instant::now() < deadline, "only this came: {came}");
        tokio::time::sleep(Duration::from_millis(40)).await;
        came = written(&desk).await;
    }
    desk.kill();

    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    desk.go("/chat").await;
    desk.see_text("about a lighthouse.").await;
    desk.see("//article[starts-with(@aria-label, 'Answer')]//*[@data-tone='warning']").await;
    desk.shoot("killed-while-streaming").await;
    let kept = written(&desk).await;
    assert!(kept.split_whitespace().count() > 10, "what came so far is there: {kept}");
    let begins: String = kept.chars().take(60).collect();
    assert!(came.starts_with(&begins), "the same words: {kept}\n{came}");
    desk.see_text("This answer broke off before its end").await;
    desk.see("//article[starts-with(@aria-label, 'Answer by ')]").await;
    desk.press("Try again").await;
    desk.see("//*[starts-with(@aria-label, 'Version 2 of 2')]").await;
    desk.see_text("words so far").await;
    desk.close().await;
}
