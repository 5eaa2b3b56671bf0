//! Lists that were given a name: the question, kept per workspace.

use super::dto::ListEndpoints;
use super::list_dto::SavedList;
use crate::clock;
use crate::store::{Store, StoreError};

/// All of a workspace, by name. One that cannot be read any more (a later version wrote it) is left out.
pub(super) async fn all(store: &Store, workspace: &str) -> Result<Vec<SavedList>, StoreError> {
    let workspace = workspace.to_owned();
    let rows: Vec<(String, String, i64)> = store
        .run(move |connection| {
            connection
                .prepare(
                    "SELECT name, query, saved_at FROM endpoint_views WHERE workspace = ?1
                     ORDER BY name COLLATE NOCASE, name",
                )?
                .query_map([workspace], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                .collect()
        })
        .await?;
    let read = |(name, query, at): (String, String, i64)| {
        let query = serde_json::from_str(&query)
            .inspect_err(|error| tracing::warn!(%error, "a saved list of endpoints cannot be read"))
            .ok()?;
        Some(SavedList { name, query, saved_at: clock::to_ui(at) })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Keeps one; the same name again replaces it.
pub(super) async fn keep(
    store: &Store,
    workspace: &str,
    name: String,
    query: &ListEndpoints,
) -> Result<(), StoreError> {
    let workspace = workspace.to_owned();
    let query = serde_json::to_string(query).map_err(|error| StoreError(error.to_string()))?;
    store
        .run(move |connection| {
            connection
                .execute(
                    "INSERT INTO endpoint_views VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (workspace, name) DO UPDATE SET query = excluded.query, saved_at = excluded.saved_at",
                    (workspace, name, query, clock::now_ms()),
                )
                .map(|_| ())
        })
        .await
}

/// Forgets one.
pub(super) async fn forget(store: &Store, workspace: &str, name: String) -> Result<(), StoreError> {
    let workspace = workspace.to_owned();
    store
        .run(move |connection| {
            connection
                .execute("DELETE FROM endpoint_views WHERE workspace = ?1 AND name = ?2", (workspace, name))
                .map(|_| ())
        })
        .await
}
