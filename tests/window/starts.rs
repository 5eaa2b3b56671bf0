//! Starting under bad conditions: a damaged database, two starts at once.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::desk::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_database_does_not_keep_the_app_from_starting() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("gatewright.db"), b"not a database").unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    desk.see_text("The local database was damaged").await;
    desk.shoot("damaged-database").await;
    desk.close().await;
}

const PASSPORT: &str = r#"{"gatewright":"passport","version":1,"host":"sandbox","endpoint":"support-assistant-chat",
    "title":"Claims in short","task":"llm/v1/chat","starters":["Sum this claim up in three lines."],"limits":[]}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_hands_over_to_the_first() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    let passport = home.path().join("claims.json");
    std::fs::write(&passport, PASSPORT).unwrap();
    let second = Command::new(env!("CARGO_BIN_EXE_gatewright"))
        .arg(&passport)
        .env("GATEWRIGHT_DATA", home.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut second = second.unwrap();
    let deadline = std::time::Instant::now() + Duration::from_secs(10);
    let ended = loop {
        if let Some(status) = second.try_wait().unwrap() {
            break status;
        }
        if std::time::Instant::now() > deadline {
            let _ = second.kill();
            panic!("the second start did not hand over");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert!(ended.success());
    desk.see_text("Open a passport").await;
    desk.see_text("Sum this claim up in three lines.").await;
    desk.press("Cancel").await;
    desk.press("New endpoint").await;
    desk.see_text("Which provider answers first?").await;
    desk.close().await;
}
