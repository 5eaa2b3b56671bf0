//! The rotations' table: names, references and results, never a value. A row belongs to a workspace and goes with it.

use rusqlite::OptionalExtension;

use super::rotation::Plan;
use crate::store::{Store, StoreError};

/// The rotations of a workspace, newest first; one that cannot be read is left out.
pub(crate) async fn all(store: &Store, workspace: &str) -> Result<Vec<Plan>, StoreError> {
    let workspace = workspace.to_owned();
    let rows: Vec<String> = store
        .run(move |connection| {
            connection
                .prepare(
                    "SELECT plan FROM secret_rotations WHERE workspace = ?1 ORDER BY started_at DESC, id",
                )?
                .query_map([workspace], |row| row.get(0))?
                .collect()
        })
        .await?;
    Ok(rows.iter().filter_map(|row| serde_json::from_str(row).ok()).collect())
}

/// One of them.
pub(crate) async fn one(store: &Store, workspace: &str, id: &str) -> Result<Option<Plan>, StoreError> {
    let key = [workspace.to_owned(), id.to_owned()];
    let row: Option<String> = store
        .run(move |connection| {
            connection
                .query_row("SELECT plan FROM secret_rotations WHERE workspace = ?1 AND id = ?2", key, |row| {
                    row.get(0)
                })
                .optional()
        })
        .await?;
    Ok(row.and_then(|row| serde_json::from_str(&row).ok()))
}

/// Keeps one as it stands.
pub(crate) async fn keep(store: &Store, workspace: &str, plan: &Plan) -> Result<(), StoreError> {
    let row = serde_json::to_string(plan).map_err(|error| StoreError(error.to_string()))?;
    let (workspace, id) = (workspace.to_owned(), plan.rotation.id.clone());
    // Milliseconds since 1970 came from an integer.
    let started = plan.rotation.started_at.round();
    store
        .run(move |connection| {
            connection
                .execute(
                    "INSERT INTO secret_rotations (id, workspace, plan, started_at)
                     VALUES (?1, ?2, ?3, CAST(?4 AS INTEGER))
                     ON CONFLICT (id) DO UPDATE SET plan = excluded.plan",
                    (id, workspace, row, started),
                )
                .map(|_| ())
        })
        .await
}

/// Forgets one.
pub(crate) async fn forget(store: &Store, workspace: &str, id: &str) -> Result<(), StoreError> {
    let key = [workspace.to_owned(), id.to_owned()];
    store
        .run(move |connection| {
            connection
                .execute("DELETE FROM secret_rotations WHERE workspace = ?1 AND id = ?2", key)
                .map(|_| ())
        })
        .await
}
