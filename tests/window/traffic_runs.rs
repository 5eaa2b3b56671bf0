//! What takes a while on the Traffic tab, in the built app: a ramp that is killed, found again and taken back; the observed
//! split; every entity called directly; the failover drill on a copy, and a copy that was left behind.

use crate::desk::Desk;
use crate::place::{connected, elsewhere, workspace};

const NAME: &str = "support-assistant-chat";

async fn traffic_of(desk: &Desk) {
    desk.go(&format!("/endpoints/{NAME}?tab=traffic")).await;
    desk.see_text("Traffic split").await;
}

/// The shares that are live, in fallback order.
async fn live(place: &gatewright_sandbox::Running) -> Vec<i64> {
    let endpoint = elsewhere(place).get(NAME).await.unwrap();
    let config = endpoint.raw["config"]["traffic_config"]["routes"].clone();
    config.as_array().unwrap().iter().map(|route| route["traffic_percentage"].as_i64().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ramp_outlives_the_app_and_is_taken_back() {
    let home = tempfile::tempdir().unwrap();
    let place = workspace().await;
    let desk = connected(home.path(), &place).await;
    let before = live(&place).await;
    traffic_of(&desk).await;
    desk.press("Even").await;
    desk.press("In steps").await;
    desk.see_text("It runs only while Gatewright is open.").await;
    desk.shoot("ramp-plan").await;
    desk.press("Start the ramp").await;
    desk.see_text("next step in").await;
    let first = live(&place).await;
    assert_ne!(first, before, "the first step is live");
    desk.shoot("ramp-pausing").await;
    desk.press("Skip the pause").await;
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while live(&place).await == first {
        assert!(
            std::time::Instant::now() < deadline,
            "the second step was not written:\n{}",
            desk.text().await
        );
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    desk.kill();

    let desk = Desk::open(home.path()).await;
    desk.press("Decide how to go on").await;
    desk.shoot("ramp-interrupted").await;
    desk.press("Go back to 70").await;
    desk.see_text("Stop the ramp and go back?").await;
    desk.press("Go back to 70").await;
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while live(&place).await != before {
        assert!(std::time::Instant::now() < deadline, "the split is not back:\n{}", desk.text().await);
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    desk.shoot("ramp-aborted").await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_observed_and_who_works_is_measured_on_the_page() {
    let home = tempfile::tempdir().unwrap();
    let place = workspace().await;
    let desk = connected(home.path(), &place).await;
    traffic_of(&desk).await;
    desk.press("Send 100 calls").await;
    desk.see("//table[@aria-label='Configured against observed shares']//td | //table[contains(@aria-label,'observed')]")
        .await;
    desk.see_text("Check again").await;
    desk.shoot("observed").await;
    desk.press("Call every entity").await;
    desk.see_text("Call them again").await;
    desk.see_text("Ready to step in").await;
    desk.shoot("bench").await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drill_runs_on_a_copy_that_is_gone_afterwards_also_after_a_kill() {
    let home = tempfile::tempdir().unwrap();
    let place = workspace().await;
    let desk = connected(home.path(), &place).await;
    let copies = async || {
        let all = elsewhere(&place).list().await.unwrap();
        all.into_iter().filter(|one| one.name.contains("-drill-")).map(|one| one.name).collect::<Vec<_>>()
    };
    traffic_of(&desk).await;
    desk.press("Run a drill").await;
    desk.press("Run it again").await;
    assert!(copies().await.len() <= 1, "the first copy is gone");
    desk.shoot("drill-running").await;
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while copies().await.is_empty() {
        assert!(std::time::Instant::now() < deadline, "no copy was made");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    desk.kill();

    let desk = Desk::open(home.path()).await;
    desk.press("Look at it").await;
    desk.shoot("drill-leftover").await;
    desk.press("Remove the copy").await;
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while !copies().await.is_empty() {
        assert!(std::time::Instant::now() < deadline, "the copy stays:\n{}", desk.text().await);
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    desk.close().await;
}
