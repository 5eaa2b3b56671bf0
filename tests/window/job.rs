//! The main job: two providers by pointing and clicking, the split by keyboard, ready, a chat that streams and is stopped,
//! and all of it still there after a restart. `cargo xtask run` walks it where there is no display.

use fantoccini::key::Key;

use crate::desk::Desk;

/// The name of the endpoint that is made.
pub const NAME: &str = "walk-two-providers";

/// Stores a new key inline and leaves the connection step with it chosen.
pub async fn paste_key(desk: &Desk, label: &str, value: &str, key: &str) {
    desk.press("Paste a new one").await;
    desk.fill(&format!("New {label}"), value).await;
    desk.fill("As key", key).await;
    desk.shoot(&format!("create-secret-{key}")).await;
    desk.press("Store").await;
    desk.see_text(&format!("/{key}. ")).await;
}

/// From the list to the review: two providers, 80 / 20, a name.
pub async fn describe(desk: &Desk) {
    desk.see_text("support-assistant-chat").await;
    desk.shoot("endpoints").await;
    desk.press("New endpoint").await;
    desk.see_text("Which provider answers first?").await;
    desk.shoot("create-provider").await;
    desk.press("OpenAI").await;
    desk.press("Continue with OpenAI").await;
    desk.see_text("Connect OpenAI").await;
    desk.fill("Model", "gpt-4o").await;
    desk.key(Key::Tab).await;
    paste_key(desk, "API key", "sk-works-0123456789abcdef", "walk-openai").await;
    desk.shoot("create-connection").await;

    desk.press("Add another model").await;
    desk.see_text("Anthropic").await;
    desk.press("Anthropic").await;
    desk.press("Continue with Anthropic").await;
    desk.see_text("Connect Anthropic").await;
    desk.fill("Model", "claude-sonnet-4-5").await;
    desk.key(Key::Tab).await;
    paste_key(desk, "API key", "sk-ant-works-0123456789abcdef", "walk-anthropic").await;
    desk.press("Continue to traffic").await;

    split(desk).await;
    desk.press("Continue to name").await;
    desk.fill("Endpoint name", NAME).await;
    desk.shoot("create-name").await;
    desk.press("Continue to review").await;
    desk.see_text("Ready to create").await;
    desk.shoot("create-review").await;
}

/// Brings the standby model in and moves the divider to 80 / 20, by keyboard.
async fn split(desk: &Desk) {
    desk.see_text("How are requests shared out?").await;
    desk.press("Even").await;
    let divider = desk.see("//*[@role='slider']").await;
    desk.focus(&divider).await;
    for _ in 0..3 {
        desk.key(Key::PageUp).await;
    }
    let spoken =
        desk.see("//*[@role='slider']").await.attr("aria-valuetext").await.unwrap().unwrap_or_default();
    assert!(spoken.contains("80 percent") && spoken.contains("20 percent"), "{spoken}");
    desk.shoot("create-traffic").await;
}

/// Creates what was described and waits until it is ready.
pub async fn create(desk: &Desk) {
    desk.press("Create endpoint").await;
    desk.see("//*[self::a or self::button][contains(normalize-space(.), 'Try it')]").await;
    desk.shoot("create-ready").await;
}

/// Asks, watches the answer stream in, and stops it.
pub async fn chat(desk: &Desk) {
    desk.press("Try it").await;
    let composer = desk.see("//textarea[not(@readonly)]").await;
    desk.see_text(NAME).await;
    composer.send_keys("Write a very long story of 900 words about a lighthouse.").await.unwrap();
    desk.shoot("chat-typed").await;
    desk.key(Key::Enter).await;
    desk.see("//button[starts-with(normalize-space(.), 'Stop')]").await;
    desk.see_text("words so far").await;
    desk.shoot("chat-streaming").await;
    desk.key(Key::Escape).await;
    desk.see_text("Stopped by you").await;
    desk.shoot("chat-stopped").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn walk_the_main_job() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    describe(&desk).await;
    create(&desk).await;
    chat(&desk).await;
    desk.close().await;

    let desk = Desk::open(home.path()).await;
    desk.see_text(NAME).await;
    desk.see_text("80 / 20").await;
    desk.shoot("after-restart").await;
    desk.press("Chat").await;
    desk.see_text("lighthouse").await;
    desk.see_text("Stopped by you").await;
    desk.close().await;
}
