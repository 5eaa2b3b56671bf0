//! Comparing in the window, by keyboard: one message to every served entity of an endpoint, one of which fails alone and is
//! asked again.

use fantoccini::key::Key;
use gatewright_sandbox::Fault;
use serde_json::json;

use crate::place;

const ENDPOINT: &str = "support-assistant-chat";

#[tokio::test(flavor = "multi_thread")]
async fn a_column_that_fails_does_not_keep_the_others_from_answering() {
    let home = tempfile::tempdir().unwrap();
    let place = place::workspace().await;
    let entities = place::entities(&place, ENDPOINT).await;
    // The last of them stands by with a key that was switched off.
    let failing = &entities[1];
    let desk = place::connected(home.path(), &place).await;
    place.add_fault(Fault {
        pattern: format!("*/served-models/{failing}/invocations"),
        status: Some(401),
        body: Some(json!({ "error": "Received error from openai",
            "external_model_message": { "error": { "message": "Incorrect API key provided" } } })),
        ..Fault::default()
    });
    desk.go(&format!("/compare?endpoint={ENDPOINT}")).await;
    desk.fill("Message for all columns", "Say where a pallet waits for customs.").await;
    desk.keys(&[Key::Control], &char::from(Key::Enter).to_string()).await;
    desk.see(&format!("//section[@aria-label='{failing}'][contains(., 'refused the key')]")).await;
    // The others answer, each under its own name, with its own numbers.
    for entity in [&entities[0], &entities[2]] {
        desk.see(&format!("//section[@aria-label='{entity}'][contains(., 'words')]")).await;
    }
    desk.shoot("compare-one-failed").await;
    place.clear_faults();
    let column = format!("//section[@aria-label='{failing}']");
    let more = desk
        .see(&format!("{column}//button[contains(@aria-label, 'More') or contains(@aria-label, 'more')]"))
        .await;
    desk.click(&more).await;
    desk.press("Ask this one again").await;
    desk.see(&format!("//section[@aria-label='{failing}'][contains(., 'words')]")).await;
    desk.shoot("compare-all-answered").await;

    // The choice is kept, and found again after a restart.
    desk.press(&format!("This one: {}", entities[0])).await;
    desk.see_text("Your choice").await;
    desk.close().await;
    let desk = crate::desk::Desk::open(home.path()).await;
    desk.see_text(ENDPOINT).await;
    desk.go("/compare").await;
    desk.see_text("Say where a pallet waits for customs").await;
    desk.see_text("Your choice").await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hidden_names_come_out_after_the_vote() {
    let home = tempfile::tempdir().unwrap();
    let place = place::workspace().await;
    let entities = place::entities(&place, ENDPOINT).await;
    let desk = place::connected(home.path(), &place).await;
    desk.go(&format!("/compare?endpoint={ENDPOINT}")).await;
    desk.see_text("Hide names").await;
    desk.press("Hide names").await;
    desk.fill("Message for all columns", "Say it in one line.").await;
    desk.press("Run all").await;
    desk.see_text("appear after your vote").await;
    desk.shoot("compare-blind").await;
    let hidden = desk.script("return document.querySelector('main')?.innerText ?? ''", vec![]).await;
    for entity in &entities {
        assert!(!hidden.as_str().unwrap_or_default().contains(entity.as_str()), "{entity} is hidden");
    }
    desk.press("This one: Answer B").await;
    desk.see_text(&entities[0]).await;
    desk.shoot("compare-after-the-vote").await;
    desk.close().await;
}
