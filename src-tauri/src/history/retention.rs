//! How long conversations are kept: a number of days, or until they are deleted. Looked at after the start and then every hour,
//! by the calendar and not by how long the app has been running: a laptop sleeps.

use std::time::Duration;

use super::deletion_rows::{self as deletion, Doomed, OLD_CHATS, OLD_RUNS};
use super::dto::{HistoryRetention, OlderThan};
use crate::app::{App, settings};
use crate::clock;
use crate::explain::FieldProblem;
use crate::ipc::failure::Failure;
use crate::store::StoreError;

const SETTING: &str = "historyDays";

/// What can be chosen.
const CHOICES: [u32; 4] = [7, 30, 90, 365];

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// How long conversations are kept, and how many are older than each choice.
pub(super) async fn read(app: &App) -> Result<HistoryRetention, StoreError> {
    let days = days(app).await?;
    let older = app
        .store
        .run(|connection| {
            let now = clock::now_ms();
            let count = |days: u32| {
                let question = format!("SELECT (SELECT count(*) {OLD_CHATS}) + (SELECT count(*) {OLD_RUNS})");
                let conversations = connection.query_row(&question, [cutoff(now, days)], |row| row.get(0))?;
                Ok(OlderThan { days, conversations })
            };
            CHOICES.into_iter().map(count).collect::<Result<Vec<_>, _>>()
        })
        .await?;
    Ok(HistoryRetention { days, older })
}

/// Sets it and lets go at once of what is older.
pub(super) async fn set(app: &App, days: Option<u32>) -> Result<HistoryRetention, Failure> {
    if days.is_some_and(|days| !CHOICES.contains(&days)) {
        let problem = FieldProblem::block("days", "Choose 7, 30, 90 or 365 days, or keep everything.");
        return Err(Failure::invalid("This time cannot be chosen", vec![problem]));
    }
    settings::set(&app.store, SETTING, days.map(|days| days.to_string()).unwrap_or_default()).await?;
    apply(app).await?;
    Ok(read(app).await?)
}

async fn days(app: &App) -> Result<Option<u32>, StoreError> {
    let kept = settings::get(&app.store, SETTING).await?;
    // What is no choice of ours deletes nothing.
    Ok(kept.and_then(|kept| kept.parse().ok()).filter(|days| CHOICES.contains(days)))
}

fn cutoff(now: i64, days: u32) -> i64 {
    now - i64::from(days) * DAY_MS
}

/// Deletes what has outlived its time. Gives how many conversations went.
pub(crate) async fn apply(app: &App) -> Result<u32, StoreError> {
    let Some(days) = days(app).await? else { return Ok(0) };
    let doomed = Doomed::OlderThan(cutoff(clock::now_ms(), days));
    Ok(deletion::delete(app, doomed).await?.conversations)
}

/// Goes on as long as the app runs. Begins a little after the start: the window comes first.
pub(crate) async fn keep_to_it(app: &App) {
    let mut pause = Duration::from_secs(20);
    loop {
        tokio::time::sleep(pause).await;
        pause = Duration::from_secs(60 * 60);
        match apply(app).await {
            Ok(0) => {}
            Ok(gone) => tracing::info!(gone, "conversations that had outlived their time were deleted"),
            Err(error) => tracing::warn!(error = %error.0, "old conversations could not be deleted"),
        }
    }
}
