//! Moving traffic of an endpoint that is live: by keyboard, reviewed, applied, and live at the end.

use fantoccini::key::Key;

use crate::desk::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn a_split_is_moved_reviewed_and_goes_live() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text("multi-provider-llm").await;
    desk.go("/endpoints/multi-provider-llm?tab=traffic").await;
    let divider = desk.see("//*[@role='slider']").await;
    desk.focus(&divider).await;
    desk.key(Key::PageUp).await;
    desk.see_text("10 points move away from claude-haiku-4-5. Nothing is live yet.").await;
    desk.shoot("traffic-draft").await;
    desk.press("Review changes").await;
    desk.see_text("What will be sent").await;
    desk.shoot("traffic-review").await;
    desk.press("Apply changes").await;
    desk.see_text("is live.").await;
    desk.shoot("traffic-applied").await;
    let said = desk.text().await;
    assert!(!said.contains("meanwhile."), "our own change is not taken for somebody else's:\n{said}");
    desk.press("Back to traffic").await;
    desk.see_text("about 50 go to gpt-4o").await;
    desk.go("/endpoints").await;
    desk.see_text("50 / 20 / 20 / 10").await;
    desk.close().await;
}
