//! Comparing in the window, by keyboard: one message to every served entity of an endpoint, one of which fails alone and is
//! asked again; stopping them all while they write.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use fantoccini::key::Key;
use gatewright_sandbox::Fault;
use serde_json::{Value, json};

use crate::desk::Desk;
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
    let desk = Desk::open(home.path()).await;
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
    // The order is shuffled, and one of the four fails: any that can be preferred will do.
    desk.see_text("columns answered").await;
    desk.press("This one: Answer").await;
    desk.see_text(&entities[0]).await;
    desk.shoot("compare-after-the-vote").await;
    desk.close().await;
}

/// How many letters came in each column, by its name; of those alone that are being written, if one asks so.
async fn letters(desk: &Desk, writing: bool) -> BTreeMap<String, u64> {
    let all = "const of = arguments[0] ? 'section[aria-busy=true]' : 'section';
        return [...document.querySelectorAll(of + ' > section[aria-label^=\"What \"]')].map((one) =>
            [one.parentElement.getAttribute('aria-label'), one.textContent.length])";
    let all = desk.script(all, vec![json!(writing)]).await;
    let pair = |one: &Value| Some((one[0].as_str()?.to_owned(), one[1].as_u64()?));
    all.as_array().into_iter().flatten().filter_map(pair).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_all_keeps_what_came_and_all_can_be_asked_anew() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text(ENDPOINT).await;
    desk.go(&format!("/compare?endpoint={ENDPOINT}")).await;
    desk.fill("Message for all columns", "Write a very long story of 900 words about a lighthouse.").await;
    desk.keys(&[Key::Control], &char::from(Key::Enter).to_string()).await;
    desk.see("//button[starts-with(normalize-space(.), 'Stop all')]").await;
    let deadline = Instant::now() + Duration::from_secs(20);
    let mut came = letters(&desk, true).await;
    // One stands by with a key that does not work.
    while came.len() < 2 || came.values().any(|many| *many < 200) {
        assert!(Instant::now() < deadline, "the columns write: {came:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
        came = letters(&desk, true).await;
    }
    desk.shoot("compare-streaming").await;
    desk.key(Key::Escape).await;
    desk.see("//button[starts-with(normalize-space(.), 'Run all')]").await;
    let stopped = letters(&desk, false).await;
    for (column, many) in &came {
        assert!(
            stopped[column] >= *many,
            "{column} keeps what came: {many} letters, then {}",
            stopped[column]
        );
        desk.see(&format!("//section[@aria-label='{column}'][contains(., 'Stopped by you')]")).await;
    }
    desk.shoot("compare-stopped").await;

    desk.fill("Message for all columns", "Say it in one line.").await;
    desk.press("Run all").await;
    desk.see_text("2 / 2").await;
    for column in came.keys() {
        let whole = format!("//section[@aria-label='{column}'][contains(., 'words')]");
        desk.see(&format!("{whole}[not(contains(., 'Stopped by you'))]")).await;
    }
    desk.press("Earlier message").await;
    desk.see_text("1 / 2").await;
    desk.see_text("Stopped by you").await;
    desk.close().await;

    // What was stopped is there after a restart too.
    let desk = Desk::open(home.path()).await;
    desk.see_text(ENDPOINT).await;
    desk.go("/compare").await;
    desk.see_text("2 / 2").await;
    desk.press("Earlier message").await;
    desk.see_text("Stopped by you").await;
    desk.close().await;
}
