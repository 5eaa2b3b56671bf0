//! The playground without a pointer: from the start to an endpoint that is picked, an answer that is stopped, a version of it,
//! and the same chat found again by its words.

use fantoccini::key::Key;

use crate::desk::Desk;

/// The name of what has the focus, as a screen reader says it, with its role.
async fn focused(desk: &Desk) -> String {
    let asks = "const e = document.activeElement;
        return e.tagName + ' ' + (e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.textContent).trim()";
    desk.script(asks, vec![]).await.as_str().unwrap_or_default().to_owned()
}

/// Presses a key until the focus stands on something whose name begins so, as a person does who looks for it.
async fn reach(desk: &Desk, held: &[Key], key: Key, name: &str) {
    let mut seen = Vec::new();
    for _ in 0..80 {
        desk.keys(held, &char::from(key).to_string()).await;
        let now = focused(desk).await;
        if now.split_once(' ').is_some_and(|(_, rest)| rest.starts_with(name)) {
            return;
        }
        seen.push(now);
    }
    desk.shoot("missing").await;
    panic!("the keyboard does not get to {name}; it went by {seen:#?}");
}

/// Waits until the focus stands on something whose name begins so.
async fn stands_on(desk: &Desk, name: &str) {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    loop {
        let now = focused(desk).await;
        if now.split_once(' ').is_some_and(|(_, rest)| rest.starts_with(name)) {
            return;
        }
        assert!(std::time::Instant::now() < deadline, "the focus stands on {now}, not on {name}");
        tokio::time::sleep(std::time::Duration::from_millis(40)).await;
    }
}

/// Sends what is typed, waits for its first words and stops it.
async fn stopped(desk: &Desk) {
    desk.key(Key::Enter).await;
    desk.see("//button[starts-with(normalize-space(.), 'Stop')]").await;
    desk.see_text("words so far").await;
    desk.key(Key::Escape).await;
    desk.see_text("Stopped by you").await;
    desk.see("//button[starts-with(normalize-space(.), 'Send')]").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_playground_is_used_without_a_pointer() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    desk.keys(&[], "gc").await;
    stands_on(&desk, "Message").await;

    reach(&desk, &[Key::Shift], Key::Tab, "Endpoint ").await;
    desk.key(Key::Enter).await;
    stands_on(&desk, "Find an endpoint").await;
    desk.keys(&[], "code-rev").await;
    desk.see("(//li/button[starts-with(., 'code-review-bot')])[last()]").await;
    reach(&desk, &[], Key::Down, "code-review-bot").await;
    desk.shoot("keyboard-picking").await;
    desk.key(Key::Enter).await;
    desk.see("//button[starts-with(@aria-label, 'Endpoint code-review-bot')]").await;
    stands_on(&desk, "Endpoint code-review-bot").await;

    reach(&desk, &[], Key::Tab, "Message").await;
    desk.keys(&[], "Write a very long story of 900 words about a lighthouse.").await;
    stopped(&desk).await;
    reach(&desk, &[Key::Shift], Key::Tab, "Try again").await;
    desk.shoot("keyboard-focus-on-again").await;
    stopped(&desk).await;
    desk.see("//*[starts-with(@aria-label, 'Version 2 of 2')]").await;
    reach(&desk, &[Key::Shift], Key::Tab, "Earlier version").await;
    desk.key(Key::Enter).await;
    desk.see("//*[starts-with(@aria-label, 'Version 1 of 2')]").await;

    desk.keys(&[], "gh").await;
    desk.see_text("What was asked in this workspace").await;
    desk.keys(&[], "/").await;
    stands_on(&desk, "Search the history").await;
    desk.keys(&[], "lighthouse").await;
    desk.see("//mark[contains(., 'lighthouse')]").await;
    reach(&desk, &[], Key::Tab, "Write a very long story").await;
    desk.shoot("keyboard-found").await;
    desk.key(Key::Enter).await;
    desk.see("//*[starts-with(@aria-label, 'Version 1 of 2')]").await;
    desk.see("//button[starts-with(@aria-label, 'Endpoint code-review-bot')]").await;
    desk.close().await;
}

/// Goes to a page by its name, as the command palette knows it; the sign keeps endpoints of that name out.
async fn go_to(desk: &Desk, name: &str) {
    desk.keys(&[Key::Control], "k").await;
    desk.see("//*[@role='dialog']//input").await;
    desk.keys(&[], &format!(">{name}")).await;
    desk.see(&format!(
        "(//*[@role='dialog']//*[@role='option'])[1][starts-with(normalize-space(.), '{name}')]"
    ))
    .await;
    desk.key(Key::Enter).await;
    desk.gone("//*[@role='dialog']").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn comparing_completing_embedding_and_the_library_need_no_pointer() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    let enter = char::from(Key::Enter).to_string();

    desk.keys(&[], "gm").await;
    desk.see_text("Hide names").await;
    stands_on(&desk, "Message for all columns").await;
    desk.keys(&[], "Write a very long story of 900 words about a lighthouse.").await;
    desk.keys(&[Key::Control], &enter).await;
    desk.see("//section[@aria-busy='true'][contains(., 'story')]").await;
    desk.key(Key::Escape).await;
    desk.see("//button[starts-with(normalize-space(.), 'Run all')]").await;
    desk.see_text("Stopped by you").await;

    go_to(&desk, "Completions").await;
    stands_on(&desk, "Prompt").await;
    desk.keys(&[], "The pallet stood at the gate and").await;
    reach(&desk, &[], Key::Tab, "1").await;
    desk.key(Key::Right).await;
    desk.keys(&[Key::Control], &enter).await;
    desk.see("//li[@aria-label='Text 2 of 2']").await;

    go_to(&desk, "Embeddings").await;
    desk.see("//button[starts-with(normalize-space(.), 'Compare texts')]").await;
    reach(&desk, &[], Key::Tab, "Compare texts").await;
    desk.key(Key::Enter).await;
    desk.see("//table[.//caption[contains(., 'Cosine similarity')]]").await;
    reach(&desk, &[], Key::Tab, "Table").await;
    desk.key(Key::Right).await;
    desk.key(Key::Enter).await;
    desk.see("//ol[starts-with(@aria-label, 'Nearest to text')]").await;

    go_to(&desk, "Prompts").await;
    reach(&desk, &[], Key::Tab, "New prompt").await;
    desk.key(Key::Enter).await;
    desk.see("//section[starts-with(@aria-label, 'Prompt ')]").await;
    reach(&desk, &[], Key::Tab, "Message").await;
    desk.keys(&[], "Write to {{customer}}.").await;
    desk.see("//ul[@aria-label='Variables in this prompt'][contains(., 'customer')]").await;
    reach(&desk, &[Key::Shift], Key::Tab, "Save").await;
    desk.key(Key::Enter).await;
    desk.see_text("Saved as version 2").await;
    desk.close().await;
}
