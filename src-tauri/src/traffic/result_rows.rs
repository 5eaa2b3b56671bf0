//! The last observed split and the last bench of each endpoint, so that they are there after a restart. One row of a kind an
//! endpoint; a newer result takes its place, and deleting the endpoint here forgets it. Names and numbers, never a key.

use rusqlite::OptionalExtension;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::clock;
use crate::store::{Store, StoreError};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResultKind {
    Observed,
    Bench,
}

impl ResultKind {
    fn word(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::Bench => "bench",
        }
    }
}

/// The last result of a kind and when it was there; one that cannot be read is as good as none.
pub(super) async fn last<T: DeserializeOwned>(
    store: &Store,
    workspace: &str,
    endpoint: &str,
    kind: ResultKind,
) -> Result<Option<(T, f64)>, StoreError> {
    let key = (workspace.to_owned(), endpoint.to_owned());
    let row: Option<(String, i64)> = store
        .run(move |connection| {
            connection
                .query_row(
                    "SELECT result, ended_at FROM traffic_results WHERE workspace = ?1 AND endpoint = ?2 AND kind = ?3",
                    (key.0, key.1, kind.word()),
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()
        })
        .await?;
    Ok(row.and_then(|(result, at)| Some((serde_json::from_str(&result).ok()?, clock::to_ui(at)))))
}

/// Keeps a result in place of the one before.
pub(super) async fn keep(
    store: &Store,
    workspace: &str,
    endpoint: &str,
    kind: ResultKind,
    result: &(impl Serialize + Sync),
) -> Result<(), StoreError> {
    let result = serde_json::to_string(result).map_err(|error| StoreError(error.to_string()))?;
    let (workspace, endpoint) = (workspace.to_owned(), endpoint.to_owned());
    store
        .run(move |connection| {
            connection
                .execute(
                    "INSERT INTO traffic_results VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (workspace, endpoint, kind) DO UPDATE SET result = excluded.result, ended_at = excluded.ended_at",
                    (workspace, endpoint, kind.word(), result, clock::now_ms()),
                )
                .map(|_| ())
        })
        .await
}

/// Forgets what was measured of an endpoint that is gone.
pub(crate) async fn forget(store: &Store, workspace: &str, endpoint: &str) -> Result<(), StoreError> {
    let key = [workspace.to_owned(), endpoint.to_owned()];
    store
        .run(move |connection| {
            connection
                .execute("DELETE FROM traffic_results WHERE workspace = ?1 AND endpoint = ?2", key)
                .map(|_| ())
        })
        .await
}
