//! The unfinished split of an endpoint, kept as it was moved.

use rusqlite::OptionalExtension;

use super::dto::TrafficDraft;
use crate::clock;
use crate::endpoints::dto::Share;
use crate::store::{Store, StoreError};

/// The draft of an endpoint's split; one that cannot be read is as good as none.
pub(crate) async fn read(
    store: &Store,
    workspace: &str,
    endpoint: &str,
) -> Result<Option<TrafficDraft>, StoreError> {
    let key = (workspace.to_owned(), endpoint.to_owned());
    let row: Option<(String, i64)> = store
        .run(move |connection| {
            connection
                .query_row(
                    "SELECT draft, saved_at FROM traffic_drafts WHERE workspace = ?1 AND endpoint = ?2",
                    key,
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()
        })
        .await?;
    Ok(row.and_then(|(draft, saved_at)| {
        let (shares, locked) = serde_json::from_str::<(Vec<Share>, Vec<String>)>(&draft).ok()?;
        Some(TrafficDraft { shares, locked, saved_at: clock::to_ui(saved_at) })
    }))
}

/// Keeps the draft.
pub(crate) async fn keep(
    store: &Store,
    workspace: &str,
    endpoint: String,
    shares: &[Share],
    locked: &[String],
) -> Result<(), StoreError> {
    let workspace = workspace.to_owned();
    let draft = serde_json::to_string(&(shares, locked)).map_err(|error| StoreError(error.to_string()))?;
    store
        .run(move |connection| {
            connection
                .execute(
                    "INSERT INTO traffic_drafts VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (workspace, endpoint) DO UPDATE SET draft = excluded.draft,
                       saved_at = excluded.saved_at",
                    (workspace, endpoint, draft, clock::now_ms()),
                )
                .map(|_| ())
        })
        .await
}

/// Forgets the draft.
pub(crate) async fn discard(store: &Store, workspace: &str, endpoint: String) -> Result<(), StoreError> {
    let workspace = workspace.to_owned();
    store
        .run(move |connection| {
            connection
                .execute(
                    "DELETE FROM traffic_drafts WHERE workspace = ?1 AND endpoint = ?2",
                    [workspace, endpoint],
                )
                .map(|_| ())
        })
        .await
}
