//! The prompt library in the window: what was typed in a chat is kept as a prompt, changed into a second version, compared
//! with the first, put back, and filled in a chat.

use crate::desk::Desk;

const FIRST: &str = "Write to {{customer}} about the late pallet in a {{tone}} tone.";
const SECOND: &str = "Write one line to {{customer}} about the missing pallet in a {{tone}} tone.";

/// Keeps what stands in the box of the chat under a name.
async fn keep(desk: &Desk, name: &str) {
    desk.press("More for this chat").await;
    desk.press("Save as a prompt").await;
    desk.fill("Name", name).await;
    desk.shoot("prompt-save").await;
    desk.press("Save").await;
    desk.press("Show prompts").await;
    desk.press(name).await;
    desk.see(&format!("//section[@aria-label='Prompt {name}']")).await;
}

/// What stands in the message of the prompt that is open.
async fn message(desk: &Desk) -> String {
    desk.field("Message").await.prop("value").await.unwrap().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_is_kept_changed_compared_put_back_and_filled() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    desk.go("/chat?endpoint=support-assistant-chat").await;
    desk.fill("Message", FIRST).await;
    desk.see("//section[@aria-label='Variables']").await;
    keep(&desk, "Late pallet").await;
    desk.see_text("Version 1").await;
    assert_eq!(message(&desk).await, FIRST);

    desk.fill("Message", SECOND).await;
    desk.see_text("Not saved as a version yet").await;
    desk.press("Save").await;
    desk.see_text("Saved as version 2").await;
    desk.press("Versions").await;
    desk.press("Version 1").await;
    desk.see("//*[@role='dialog']//ins").await;
    desk.see("//*[@role='dialog']//del[contains(., 'missing') or contains(., 'late')]").await;
    desk.shoot("prompt-versions").await;
    desk.press("Go back to version 1").await;
    desk.see("//section[starts-with(@aria-label, 'Prompt ')]//*[normalize-space(.)='Version 3']").await;
    desk.close().await;

    // It is there after a restart, and its variables are filled where it is used.
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    desk.go("/prompts").await;
    desk.press("Late pallet").await;
    desk.see_text("Version 3").await;
    assert_eq!(message(&desk).await, FIRST);
    desk.shoot("prompt-put-back").await;
    desk.press("Try in chat").await;
    desk.see("//section[@aria-label='Variables']").await;
    desk.fill("customer", "Meridian Freight").await;
    desk.fill("tone", "friendly").await;
    desk.shoot("prompt-filled").await;
    desk.press("Send").await;
    desk.see_text("Write to Meridian Freight about the late pallet in a friendly tone.").await;
    crate::chat::answered(&desk, 1).await;
    desk.shoot("prompt-answered").await;
    desk.close().await;
}
