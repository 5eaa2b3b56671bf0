//! An endpoint whose creator has left, made again in the built app: looked at first, the app killed between deleting and
//! creating, found at the next start and gone on with.

use std::time::{Duration, Instant};

use fantoccini::key::Key;
use gatewright_sandbox::Fault;

use crate::desk::Desk;
use crate::dialogs::shoot_all;
use crate::place::{connected, elsewhere, workspace};

const NAME: &str = "legacy-completions";

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_of_somebody_who_left_is_made_again_though_the_app_dies_in_the_middle() {
    let home = tempfile::tempdir().unwrap();
    let place = workspace().await;
    let serving = elsewhere(&place);
    let before = serving.get(NAME).await.unwrap();
    let desk = connected(home.path(), &place).await;
    desk.go(&format!("/endpoints/{NAME}/edit?part=name")).await;
    desk.shoot("edit-name").await;
    desk.press("Make it again…").await;
    desk.see_text("What will be sent").await;
    let text = desk.field("Description").await;
    desk.focus(&text).await;
    text.send_keys("Completions for the old portal").await.unwrap();
    desk.see("//section[@aria-label='All changes']//*[contains(text(), 'old portal')]").await;
    shoot_all(&desk, "recreate").await;
    place.add_fault(Fault {
        pattern: "/api/2.0/serving-endpoints".into(),
        method: Some("POST".into()),
        delay_ms: 600_000,
        times: Some(1),
        ..Fault::default()
    });
    desk.press("Delete and make it again").await;
    let name = desk.field(&format!("Type {NAME} to go on")).await;
    desk.focus(&name).await;
    name.send_keys(NAME).await.unwrap();
    desk.shoot("recreate-ask").await;
    desk.key(Key::Enter).await;
    desk.see_text("Callers are refused until the new endpoint is ready").await;
    let deadline = Instant::now() + Duration::from_secs(20);
    while serving.get(NAME).await.is_ok() {
        assert!(Instant::now() < deadline, "it was not deleted:\n{}", desk.text().await);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    desk.see(
        "//li[contains(., 'Delete the endpoint')]//*[contains(text(), ' ms') or contains(text(), ' s')]",
    )
    .await;
    desk.shoot("recreate-running").await;
    desk.kill();
    place.clear_faults();

    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    desk.go("/activity").await;
    let change = desk.see(&format!("//button[.//time][contains(., '{NAME}')]")).await;
    desk.click(&change).await;
    desk.shoot("recreate-interrupted").await;
    desk.press("Go on from there").await;
    let deadline = Instant::now() + Duration::from_secs(30);
    let now = loop {
        match serving.get(NAME).await {
            Ok(now) if now.raw["config"].is_object() => break now,
            _ => {}
        }
        assert!(Instant::now() < deadline, "it was not made again:\n{}", desk.text().await);
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    assert_ne!(now.id, before.id);
    assert_eq!(now.description.as_deref(), Some("Completions for the old portal"));
    assert_ne!(now.creator, before.creator);
    let routes = |raw: &serde_json::Value| raw["config"]["traffic_config"].clone();
    assert_eq!(routes(&now.raw), routes(&before.raw));
    desk.see_text("Done").await;
    desk.shoot("recreate-done").await;
    let deletions = place.requests().iter().filter(|one| one.method == "DELETE").count();
    assert_eq!(deletions, 1, "it is not deleted again");
    desk.close().await;
}
