//! What opens over a page, and pages with nothing or nothing good on them, in both themes and in a small window: pictures to
//! look at, with the check that nothing runs out of the window.

use fantoccini::key::Key;
use gatewright_databricks::serving::CreateEndpoint;
use gatewright_sandbox::{Fault, Options, Sandbox, WorldKind};
use serde_json::json;

use crate::desk::Desk;
use crate::looks::Screen;
use crate::{chat, place};

const MORE: &str = "More about support-assistant-chat";

/// The size of a usual window and of a small one.
const SIZES: [(u32, u32); 2] = [(1280, 800), (960, 640)];

const OVER_ENDPOINTS: &[Screen] = &[
    Screen(
        "bulk-tags",
        "/endpoints",
        &["Lists and marking", "Mark endpoints", "Mark all", "Change tags"],
        "Set the tag",
    ),
    Screen("bulk-calls", "/endpoints", &["Call every entity"], "Each served entity gets one short call"),
    Screen(
        "table-place",
        "/endpoints/code-review-bot?tab=gateway",
        &["Move it…"],
        "Where requests and answers are kept",
    ),
    Screen(
        "copy",
        "/endpoints/support-assistant-chat",
        &[MORE, "Copy to a new endpoint"],
        "Name of the copy",
    ),
    Screen(
        "passport-share",
        "/endpoints/support-assistant-chat",
        &[MORE, "Share as passport", "Make the passport"],
        "Save the file",
    ),
];

const OVER_PLAYGROUND: &[Screen] = &[
    Screen("prompt", "/prompts", &["Late pallet"], "Made for"),
    Screen("prompt-versions", "/prompts", &["Late pallet", "Versions", "Version 1"], "Go back to version 1"),
    Screen("raw-request", "/chat", &["More for this answer", "Request and response"], "POST"),
    Screen(
        "raw-response",
        "/chat",
        &["More for this answer", "Request and response", "Response"],
        "Status 200",
    ),
    Screen("price-written", "/settings", &["Write a price down"], "Where it is from"),
];

/// Every screen in both themes and sizes.
async fn look_at(desk: &Desk, screens: &[Screen]) {
    for theme in ["light", "dark"] {
        for (width, height) in SIZES {
            desk.client.set_window_size(width, height).await.unwrap();
            for screen in screens {
                screen.look(desk, "over-", theme, width).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn dialogs_over_endpoints_fit_in_both_themes_and_in_a_small_window() {
    let home = tempfile::tempdir().unwrap();
    let other = place::workspace().await;
    let desk = place::connected(home.path(), &other).await;
    look_at(&desk, OVER_ENDPOINTS).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_a_passport_says_what_is_wrong_and_where_it_leads() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    crate::passport::asked_for(&desk).await;
    desk.fill("The passport's text", "Dear colleague, ask me for the key.").await;
    desk.see_text("This is no passport").await;
    shoot_all(&desk, "passport-wrong").await;
    let text = json!({ "gatewright": "passport", "version": 1, "host": "https://elsewhere.cloud.databricks.com",
        "endpoint": "claims", "title": "Claims in short", "task": "llm/v1/chat",
        "starters": ["Sum this claim up in three lines."], "limits": ["At most 30 calls a minute for each person."] });
    desk.fill("The passport's text", &text.to_string()).await;
    desk.see_text("No connected workspace has this address").await;
    shoot_all(&desk, "passport-open").await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dialogs_of_the_playground_fit_in_both_themes_and_in_a_small_window() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    desk.go("/prompts").await;
    desk.press("New prompt").await;
    desk.fill("Name", "Late pallet").await;
    desk.fill("Message", "Write to {{customer}} about the late pallet.").await;
    desk.press("Save").await;
    desk.see_text("Saved as version 2").await;
    desk.fill("Message", "Write one line to {{customer}} about the {{what}} in a {{tone}} tone.").await;
    desk.press("Save").await;
    desk.see_text("Saved as version 3").await;
    desk.go("/chat?endpoint=support-assistant-chat").await;
    chat::say(&desk, "Say it in one line.").await;
    chat::answered(&desk, 1).await;
    look_at(&desk, OVER_PLAYGROUND).await;
    desk.go("/settings").await;
    desk.see("//section[@aria-labelledby='prices']//table").await;
    desk.script("document.querySelector('section[aria-labelledby=prices]').scrollIntoView()", vec![]).await;
    shoot_all(&desk, "prices").await;
    desk.close().await;
}

/// Waits until the window has its size and nothing fades in any more.
const SETTLED: &str = r#"
    const [theme, width, done] = arguments;
    document.documentElement.dataset.theme = theme;
    const fades = () => document.getAnimations().some((one) => Number.isFinite(one.effect.getComputedTiming().endTime));
    const look = () => (window.innerWidth === width && !fades() ? done(1) : setTimeout(look, 30));
    requestAnimationFrame(() => requestAnimationFrame(look));
"#;

/// A picture of what is on the screen, in both themes and sizes.
pub async fn shoot_all(desk: &Desk, name: &str) {
    for theme in ["light", "dark"] {
        for (width, height) in SIZES {
            desk.client.set_window_size(width, height).await.unwrap();
            desk.client.execute_async(SETTLED, vec![json!(theme), json!(width)]).await.unwrap();
            desk.fits(name, width).await;
            desk.shoot(&format!("look-over-{name}-{theme}-{width}")).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_without_endpoints_and_one_that_does_not_answer_say_so() {
    let home = tempfile::tempdir().unwrap();
    let options =
        Options { token: Some(place::TOKEN.to_owned()), world: WorldKind::Empty, ..Options::default() };
    let empty = Sandbox::start(options).await.unwrap();
    let desk = Desk::open(home.path()).await;
    desk.press("Connect a workspace").await;
    desk.fill("Workspace address", &empty.host()).await;
    place::token_only(&desk).await;
    desk.go("/endpoints").await;
    desk.see_text("No external model endpoints yet").await;
    shoot_all(&desk, "no-endpoints").await;
    desk.go("/chat").await;
    desk.see_text("Nobody to talk to yet").await;
    shoot_all(&desk, "no-chat").await;
    desk.close().await;

    let home = tempfile::tempdir().unwrap();
    let failing = place::workspace().await;
    failing.add_fault(Fault {
        pattern: "/api/2.0/serving-endpoints".into(),
        status: Some(500),
        body: Some(json!({ "error_code": "INTERNAL_ERROR", "message": "The backend is down." })),
        ..Fault::default()
    });
    let desk = Desk::open(home.path()).await;
    desk.press("Connect a workspace").await;
    desk.fill("Workspace address", &failing.host()).await;
    place::token_only(&desk).await;
    desk.go("/endpoints").await;
    desk.see("//main//button[contains(., 'Try again') or contains(., 'Check')]").await;
    shoot_all(&desk, "list-fails").await;
    failing.clear_faults();
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_price_of_a_model_nobody_knows_is_asked_for_where_it_is_missing() {
    let home = tempfile::tempdir().unwrap();
    let other = place::workspace().await;
    let body = json!({ "name": "own-model", "config": { "served_entities": [{ "name": "fine-tune",
        "external_model": { "name": "my-own-fine-tune", "provider": "openai", "task": "llm/v1/chat",
            "openai_config": { "openai_api_key": "{{secrets/llm-keys/openai}}" } } }] } });
    let body: CreateEndpoint = serde_json::from_value(body).unwrap();
    place::elsewhere(&other).create(&body).await.unwrap();
    let desk = place::connected(home.path(), &other).await;
    desk.go("/chat?endpoint=own-model").await;
    chat::say(&desk, "Say it in one line.").await;
    chat::answered(&desk, 1).await;
    // The conversation is read again once the answer is whole, and the line is drawn anew.
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    desk.press("add").await;
    desk.see("//*[@role='dialog'][contains(., 'What does this model cost?')]").await;
    shoot_all(&desk, "price-missing").await;
    desk.key(Key::Escape).await;
    desk.close().await;
}
