//! Completions in the window: a prompt gone on with in two texts at once, each ended where it was told to stop, and one of
//! them taken further.

use fantoccini::key::Key;
use serde_json::Value;

use crate::desk::Desk;

const PROMPT: &str = "The pallet stood at the gate and";

#[tokio::test(flavor = "multi_thread")]
async fn two_texts_come_at_once_and_end_where_they_were_told_to() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    desk.go("/completions?endpoint=legacy-completions").await;
    desk.fill("Prompt", PROMPT).await;
    let two = desk.see("//*[@role='radiogroup']/label[normalize-space(.)='2']").await;
    desk.click(&two).await;
    desk.press("Add a stop text").await;
    desk.fill("Stop text 1", ".").await;
    desk.shoot("completions-asked").await;
    desk.press("Complete").await;
    desk.see("//li[@aria-label='Text 2 of 2']").await;
    desk.see("//button[starts-with(normalize-space(.), 'Complete')]").await;
    desk.shoot("completions-two").await;
    let texts = texts(&desk).await;
    assert_eq!(texts.len(), 2, "{texts:?}");
    for text in &texts {
        assert!(text.split_whitespace().count() > 2, "it has words: {text}");
        assert!(!text.contains('.'), "it ended before the first full stop: {text}");
    }

    desk.press("Go on from here").await;
    let prompt = desk.field("Prompt").await.prop("value").await.unwrap().unwrap_or_default();
    assert_eq!(prompt, format!("{PROMPT}{}", texts[0]), "the text is gone on with where it ended");
    desk.keys(&[Key::Control], &char::from(Key::Enter).to_string()).await;
    desk.see("(//article[starts-with(@aria-label, 'Prompt: ')])[2]").await;
    desk.see("//article[1]//li[@aria-label='Text 2 of 2']").await;
    desk.close().await;

    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    desk.go("/completions").await;
    desk.see("(//article[starts-with(@aria-label, 'Prompt: ')])[2]").await;
    desk.see("//li[@aria-label='Text 2 of 2']").await;
    desk.close().await;
}

/// The texts of the newest prompt, as they came.
async fn texts(desk: &Desk) -> Vec<String> {
    let all = "return [...document.querySelector('article[aria-label^=\"Prompt: \"]').querySelectorAll('li > p')].map((p) => p.textContent)";
    let all = desk.script(all, vec![]).await;
    all.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
