//! The chat in the window beside the main job: versions and branches that stay, what was said found by its words, a call
//! looked at as it went.

use fantoccini::key::Key;

use crate::desk::Desk;

/// The box for the next message.
const BOX: &str = "//textarea[@aria-label='Message' or @placeholder='Ask something']";

/// Types a message and sends it.
pub async fn say(desk: &Desk, text: &str) {
    let composer = desk.see(BOX).await;
    desk.click(&composer).await;
    composer.send_keys(text).await.unwrap();
    desk.key(Key::Enter).await;
}

/// Waits until so many answers stand there whole.
pub async fn answered(desk: &Desk, many: usize) {
    desk.see(&format!(
        "(//article[starts-with(@aria-label, 'Answer')][.//button[starts-with(@aria-label, 'Copy answer')]])[{many}]"
    ))
    .await;
    // The button reads Send again when nothing runs any more.
    desk.see("//button[starts-with(normalize-space(.), 'Send')]").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_and_branches_stay_and_are_found_again() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    desk.go("/chat?endpoint=support-assistant-chat").await;
    say(&desk, "What is a bonded warehouse?").await;
    answered(&desk, 1).await;
    desk.press("Try again").await;
    desk.see("//*[starts-with(@aria-label, 'Version 2 of 2')]").await;
    answered(&desk, 1).await;
    desk.shoot("chat-versions").await;

    say(&desk, "And who may open it?").await;
    answered(&desk, 2).await;
    // The second message, written anew.
    let anew = desk.see("(//button[@aria-label='Write this message anew'])[2]").await;
    desk.click(&anew).await;
    desk.fill("The message written anew", "And who may seal it, in one line?").await;
    desk.key(Key::Enter).await;
    desk.see("//*[contains(@aria-label, ' 2 of 2')][not(starts-with(@aria-label, 'Version'))]").await;
    answered(&desk, 2).await;
    desk.shoot("chat-branch").await;
    assert!(!desk.text().await.contains("And who may open it?"), "the old branch is out of sight");

    let call = desk.see("(//button[@title='Show this call'])[1]").await;
    desk.click(&call).await;
    desk.see_text("Our mark").await;
    desk.shoot("chat-last-call").await;
    desk.close().await;

    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    desk.go("/history?q=bonded").await;
    desk.see_text("What is a bonded warehouse?").await;
    desk.shoot("history-found").await;
    desk.go("/history?q=open").await;
    desk.see_text("And who may open it?").await;
    let hit = desk.see("//button[contains(., 'And who may open it?')]").await;
    desk.click(&hit).await;
    desk.see_text("What is a bonded warehouse?").await;
    desk.see_text("And who may open it?").await;
    desk.close().await;
}
