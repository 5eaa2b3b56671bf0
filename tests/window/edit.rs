//! Changing an endpoint that exists, in the built app: edit, review, apply, put back; a change from elsewhere, decided line by
//! line; a step that is refused and gone on with; the app killed between two calls.

use std::time::Duration;

use fantoccini::key::Key;
use gatewright_sandbox::Fault;
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::place::{connected, elsewhere, workspace};

const NAME: &str = "code-review-bot";

/// Gives the endpoint a further tag in the edit, as far as the review.
async fn add_tag(desk: &Desk, key: &str, value: &str) {
    desk.go(&format!("/endpoints/{NAME}/edit?part=tags")).await;
    desk.press("Add a tag").await;
    let keys = desk
        .script("return document.querySelectorAll('input[aria-label^=\"Key of tag\"]').length", vec![])
        .await;
    let last = keys.as_u64().unwrap_or_default();
    desk.fill(&format!("Key of tag {last}"), key).await;
    desk.fill(&format!("Value of tag {last}"), value).await;
}

/// Adds somebody who is told of updates: a second call of the plan.
async fn add_notice(desk: &Desk, address: &str) {
    desk.go(&format!("/endpoints/{NAME}/edit?part=notifications")).await;
    desk.press("Add an address").await;
    let field = desk.see("(//fieldset[1]//input)[last()]").await;
    desk.click(&field).await;
    field.send_keys(address).await.unwrap();
}

async fn review(desk: &Desk) {
    desk.keys(&[Key::Control], &char::from(Key::Enter).to_string()).await;
    desk.see_text("What will be sent").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_reviewed_applied_and_put_back() {
    let home = tempfile::tempdir().unwrap();
    let place = workspace().await;
    let desk = connected(home.path(), &place).await;
    add_tag(&desk, "window-team", "freight").await;
    desk.shoot("edit-tags").await;
    // A draft survives the app.
    tokio::time::sleep(Duration::from_millis(600)).await;
    desk.kill();
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    desk.go(&format!("/endpoints/{NAME}/edit?part=tags")).await;
    desk.see("//input[@value='window-team']").await;
    review(&desk).await;
    desk.see_text("window-team").await;
    desk.shoot("edit-review").await;
    desk.press("Apply changes").await;
    desk.see_text("Everything is live.").await;
    desk.shoot("edit-applied").await;
    assert!(tags(&elsewhere(&place)).await.contains(&("window-team".to_owned(), Some("freight".to_owned()))));

    desk.go(&format!("/endpoints/{NAME}?tab=activity")).await;
    let change = desk.see("//section/ul/li/button[.//time]").await;
    desk.click(&change).await;
    desk.press("Put back what was before").await;
    desk.press("Make the draft and review it").await;
    desk.see_text("What will be sent").await;
    desk.shoot("edit-restore").await;
    desk.press("Apply changes").await;
    desk.see_text("Everything is live.").await;
    assert!(!tags(&elsewhere(&place)).await.iter().any(|(key, _)| key == "window-team"), "it is as it was");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_from_elsewhere_is_shown_line_by_line_and_nothing_is_overwritten() {
    let home = tempfile::tempdir().unwrap();
    let place = workspace().await;
    let desk = connected(home.path(), &place).await;
    add_tag(&desk, "mine", "1").await;
    tokio::time::sleep(Duration::from_millis(600)).await;
    let others = elsewhere(&place);
    let theirs: gatewright_databricks::serving::Tag =
        serde_json::from_value(json!({ "key": "theirs", "value": "2" })).unwrap();
    others.patch_tags(NAME, &[theirs], &[]).await.unwrap();
    desk.keys(&[Key::Control], &char::from(Key::Enter).to_string()).await;
    desk.see_text("Take over into the draft").await;
    desk.see_text("theirs").await;
    desk.shoot("edit-conflict").await;
    desk.press("Take over into the draft").await;
    desk.see_text("Review changes").await;
    review(&desk).await;
    desk.press("Apply changes").await;
    desk.see_text("Everything is live.").await;
    let keys: Vec<String> = tags(&others).await.into_iter().map(|(key, _)| key).collect();
    assert!(keys.contains(&"mine".to_owned()) && keys.contains(&"theirs".to_owned()), "{keys:?}");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_step_is_explained_and_gone_on_with_after_the_app_was_killed() {
    let home = tempfile::tempdir().unwrap();
    let place = workspace().await;
    let desk = connected(home.path(), &place).await;
    add_tag(&desk, "half", "way").await;
    add_notice(&desk, "oncall@meridian-freight.com").await;
    place.add_fault(Fault {
        pattern: "*/notifications".into(),
        status: Some(403),
        body: Some(json!({ "error_code": "PERMISSION_DENIED", "message": "No." })),
        ..Fault::default()
    });
    review(&desk).await;
    desk.press("Apply changes").await;
    desk.see_text("It stopped half way").await;
    desk.shoot("edit-stopped").await;
    desk.kill();
    place.clear_faults();

    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    desk.go(&format!("/endpoints/{NAME}")).await;
    desk.see_text("A change stopped half way").await;
    desk.press("Go on or leave it").await;
    desk.shoot("activity-stopped").await;
    desk.press("Go on from there").await;
    desk.see_text("2 of 2").await;
    let now: Value = elsewhere(&place).get(NAME).await.unwrap().raw.clone();
    assert!(now.to_string().contains("oncall@meridian-freight.com"), "{now:#}");
    let patches = place.requests().iter().filter(|one| one.path.ends_with(&format!("{NAME}/tags"))).count();
    assert_eq!(patches, 1, "what was done is not sent again");
    desk.close().await;
}

async fn tags(serving: &gatewright_databricks::serving::Serving) -> Vec<(String, Option<String>)> {
    let endpoint = serving.get(NAME).await.unwrap();
    endpoint.tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect()
}
