//! The rows of ramps and drills, so that an app that died knows what it has left behind. A row belongs to a workspace and
//! goes with it; it holds names, shares and results, never a key.

use rusqlite::OptionalExtension;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::clock;
use crate::store::{Store, StoreError};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JobKind {
    Ramp,
    Drill,
}

impl JobKind {
    fn word(self) -> &'static str {
        match self {
            Self::Ramp => "ramp",
            Self::Drill => "drill",
        }
    }
}

/// The jobs of a workspace, newest first; one that cannot be read is left out.
pub(crate) async fn all<T: DeserializeOwned>(
    store: &Store,
    workspace: &str,
    kind: JobKind,
) -> Result<Vec<T>, StoreError> {
    let workspace = workspace.to_owned();
    let rows: Vec<String> = store
        .run(move |connection| {
            connection
                .prepare(
                    "SELECT job FROM traffic_jobs WHERE workspace = ?1 AND kind = ?2
                     ORDER BY started_at DESC, id",
                )?
                .query_map([workspace.as_str(), kind.word()], |row| row.get(0))?
                .collect()
        })
        .await?;
    Ok(rows.iter().filter_map(|row| serde_json::from_str(row).ok()).collect())
}

/// One of them.
pub(crate) async fn one<T: DeserializeOwned>(
    store: &Store,
    workspace: &str,
    id: &str,
) -> Result<Option<T>, StoreError> {
    let key = [workspace.to_owned(), id.to_owned()];
    let row: Option<String> = store
        .run(move |connection| {
            connection
                .query_row("SELECT job FROM traffic_jobs WHERE workspace = ?1 AND id = ?2", key, |row| {
                    row.get(0)
                })
                .optional()
        })
        .await?;
    Ok(row.and_then(|row| serde_json::from_str(&row).ok()))
}

/// Keeps one as it stands.
pub(crate) async fn keep(
    store: &Store,
    workspace: &str,
    kind: JobKind,
    id: &str,
    job: &(impl Serialize + Sync),
) -> Result<(), StoreError> {
    let row = serde_json::to_string(job).map_err(|error| StoreError(error.to_string()))?;
    let (workspace, id) = (workspace.to_owned(), id.to_owned());
    store
        .run(move |connection| {
            connection
                .execute(
                    "INSERT INTO traffic_jobs (id, workspace, kind, job, started_at) VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (id) DO UPDATE SET job = excluded.job",
                    (id, workspace, kind.word(), row, clock::now_ms()),
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
            connection.execute("DELETE FROM traffic_jobs WHERE workspace = ?1 AND id = ?2", key).map(|_| ())
        })
        .await
}
