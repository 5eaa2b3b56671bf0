//! Unfinished gateway settings, kept as they were changed.

use rusqlite::OptionalExtension;

use super::dto::{GatewayDraft, GatewaySettings};
use crate::clock;
use crate::store::{Store, StoreError};

/// The draft of an endpoint's gateway; one that cannot be read is as good as none.
pub(super) async fn read(
    store: &Store,
    workspace: &str,
    endpoint: &str,
) -> Result<Option<GatewayDraft>, StoreError> {
    let key = (workspace.to_owned(), endpoint.to_owned());
    let row: Option<(String, String, i64)> = store
        .run(move |connection| {
            connection
                .query_row(
                    "SELECT draft, stamp, saved_at FROM gateway_drafts WHERE workspace = ?1 AND endpoint = ?2",
                    key,
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
                )
                .optional()
        })
        .await?;
    Ok(row.and_then(|(draft, stamp, saved_at)| {
        let settings = serde_json::from_str::<GatewaySettings>(&draft).ok()?;
        Some(GatewayDraft { settings, stamp, saved_at: clock::to_ui(saved_at) })
    }))
}

/// Keeps the draft.
pub(super) async fn keep(
    store: &Store,
    workspace: &str,
    endpoint: String,
    stamp: String,
    settings: &GatewaySettings,
) -> Result<(), StoreError> {
    let workspace = workspace.to_owned();
    let draft = serde_json::to_string(settings).map_err(|error| StoreError(error.to_string()))?;
    store
        .run(move |connection| {
            connection
                .execute(
                    "INSERT INTO gateway_drafts VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (workspace, endpoint) DO UPDATE SET draft = excluded.draft, stamp = excluded.stamp,
                       saved_at = excluded.saved_at",
                    (workspace, endpoint, draft, stamp, clock::now_ms()),
                )
                .map(|_| ())
        })
        .await
}

/// Forgets the draft.
pub(super) async fn discard(store: &Store, workspace: &str, endpoint: String) -> Result<(), StoreError> {
    let workspace = workspace.to_owned();
    store
        .run(move |connection| {
            connection
                .execute(
                    "DELETE FROM gateway_drafts WHERE workspace = ?1 AND endpoint = ?2",
                    [workspace, endpoint],
                )
                .map(|_| ())
        })
        .await
}
