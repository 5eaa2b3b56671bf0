//! What was being typed when the app ended.

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
