//! A passport from hand to hand: made on an endpoint's page and kept as a file, opened by somebody whose app knows nothing of
//! that workspace yet, who signs in as themselves and lands in the playground with what it said to begin with.

use std::path::{Path, PathBuf};

use fantoccini::Locator;
use fantoccini::key::Key;

use crate::desk::{Desk, Start};
use crate::{chat, place};

const ENDPOINT: &str = "code-review-bot";
const STARTERS: [&str; 2] = ["Which of these two commits is riskier?", "Write a test for a parser of dates."];

/// Makes the passport on the endpoint's page; gives the file that was kept.
async fn made(desk: &Desk) -> PathBuf {
    desk.go(&format!("/endpoints/{ENDPOINT}")).await;
    desk.press(&format!("More about {ENDPOINT}")).await;
    desk.press("Share as passport").await;
    desk.fill("Title", "Reviews of code").await;
    desk.fill("To begin with", &STARTERS.join(&char::from(Key::Enter).to_string())).await;
    desk.press("Make the passport").await;
    desk.see("//section[@aria-label='What is in it']").await;
    desk.shoot("passport-made").await;
    desk.press("Save the file").await;
    let said = desk.see("//p[@role='status'][starts-with(., 'Saved as ')]").await;
    let said = desk.text_of(&said).await;
    desk.shoot("passport-saved").await;
    PathBuf::from(said.trim_start_matches("Saved as "))
}

/// Asks for a passport from anywhere, as the command palette finds it.
pub async fn asked_for(desk: &Desk) {
    desk.keys(&[Key::Control], "k").await;
    desk.see("//*[@role='dialog']//input").await;
    desk.keys(&[], "open a passport").await;
    desk.see("//*[@role='option'][contains(., 'Open a passport')]").await;
    desk.key(Key::Enter).await;
    desk.see("//*[@role='dialog']//button[contains(., 'Choose a file')]").await;
}

/// Opens the passport from its file.
async fn chosen(desk: &Desk, file: &Path) {
    asked_for(desk).await;
    let input = Locator::Css("input[type=file][aria-label=\"A passport's file\"]");
    let input = desk.client.find(input).await.unwrap();
    input.send_keys(&file.display().to_string()).await.unwrap();
    desk.see("//section[@aria-label='What it holds'][contains(., 'Reviews of code')]").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passport_leads_a_colleague_to_the_endpoint_with_what_to_begin_with() {
    let place = place::workspace().await;
    let mine = tempfile::tempdir().unwrap();
    // Files land in the home of this test, not in that of whoever runs it.
    let start = Start { env: vec![("HOME", mine.path().display().to_string())] };
    let desk = Desk::open_with(&mine.path().join("data"), &start).await;
    place::sign_in(&desk, &place).await;
    let file = made(&desk).await;
    desk.close().await;
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(
        STARTERS.iter().all(|one| text.contains(&format!("\"{one}\""))),
        "each is one of its own: {text}"
    );
    assert!(!text.contains("dapi-window"), "a passport holds no sign-in: {text}");

    let theirs = tempfile::tempdir().unwrap();
    let desk = Desk::open(theirs.path()).await;
    desk.see_text("support-assistant-chat").await;
    chosen(&desk, &file).await;
    desk.see_text("No connected workspace has this address").await;
    desk.shoot("passport-unknown-workspace").await;
    desk.press("Connect this workspace").await;
    let address = desk.field("Workspace address").await.prop("value").await.unwrap().unwrap_or_default();
    assert!(place.host().contains(address.trim_start_matches("http://")), "{address} is filled in");
    place::token(&desk).await;

    chosen(&desk, &file).await;
    desk.shoot("passport-known-workspace").await;
    desk.press("Open the chat").await;
    desk.see("//section[@aria-label='Ideas to begin with']").await;
    desk.see_text(STARTERS[1]).await;
    desk.shoot("passport-landed").await;
    desk.press(STARTERS[0]).await;
    desk.key(Key::Enter).await;
    chat::answered(&desk, 1).await;
    desk.see_text(ENDPOINT).await;
    desk.close().await;
}
