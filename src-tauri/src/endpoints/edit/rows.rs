//! Unfinished edits of endpoints, kept as they were typed, and the readings they started from: without those nobody could
//! tell what others changed from what this person did. References only; a value of a secret is left out here.

use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::dto::{AccessRow, EndpointEdit};
use crate::clock;
use crate::providers::wire::may_be_kept;
use crate::store::{Store, StoreError};

/// The reading an edit started from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Base {
    pub(crate) stamp: String,
    /// The endpoint as it was read.
    pub(crate) raw: Value,
    pub(crate) access: Option<Vec<AccessRow>>,
    /// When it was read, in milliseconds since 1970.
    pub(crate) read_at: i64,
}

/// The unfinished edit of an endpoint and when it was kept; one that cannot be read is as good as none.
pub(crate) async fn read(
    store: &Store,
    workspace: &str,
    endpoint: &str,
) -> Result<Option<(EndpointEdit, i64)>, StoreError> {
    let key = (workspace.to_owned(), endpoint.to_owned());
    let row: Option<(String, i64)> = store
        .run(move |connection| {
            connection
                .query_row(
                    "SELECT edit, saved_at FROM endpoint_edits WHERE workspace = ?1 AND endpoint = ?2",
                    key,
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()
        })
        .await?;
    Ok(row.and_then(|(edit, saved_at)| Some((serde_json::from_str(&edit).ok()?, saved_at))))
}

/// Keeps the edit; gives when.
pub(crate) async fn keep(store: &Store, workspace: &str, edit: &EndpointEdit) -> Result<i64, StoreError> {
    let mut edit = edit.clone();
    for entity in edit.entities.iter_mut().map(|entity| &mut entity.entity) {
        for value in &mut entity.values {
            if !may_be_kept(&entity.provider, &value.field, &value.value) {
                value.value.clear();
            }
        }
    }
    let row = (workspace.to_owned(), edit.endpoint.clone(), text(&edit)?, clock::now_ms());
    let now = row.3;
    store
        .run(move |connection| {
            connection
                .execute(
                    "INSERT INTO endpoint_edits VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (workspace, endpoint) DO UPDATE SET edit = excluded.edit, saved_at = excluded.saved_at",
                    row,
                )
                .map(|_| ())
        })
        .await?;
    Ok(now)
}

/// Forgets the edit; the readings stay for an edit that is still open.
pub(crate) async fn discard(store: &Store, workspace: &str, endpoint: &str) -> Result<(), StoreError> {
    let key = (workspace.to_owned(), endpoint.to_owned());
    store
        .run(move |connection| {
            connection
                .execute("DELETE FROM endpoint_edits WHERE workspace = ?1 AND endpoint = ?2", key)
                .map(|_| ())
        })
        .await
}

/// Remembers a reading that was opened for editing. Of each endpoint the last few are kept, and the one the unfinished edit
/// started from.
pub(crate) async fn remember(
    store: &Store,
    workspace: &str,
    endpoint: &str,
    mut base: Base,
    also: Option<String>,
) -> Result<(), StoreError> {
    without_plaintext(&mut base.raw);
    let text = text(&base)?;
    let (workspace, endpoint) = (workspace.to_owned(), endpoint.to_owned());
    store
        .run(move |connection| {
            connection.execute(
                "INSERT INTO endpoint_edit_bases VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (workspace, endpoint, stamp) DO UPDATE SET base = excluded.base, read_at = excluded.read_at",
                (&workspace, &endpoint, &base.stamp, &text, clock::now_ms()),
            )?;
            connection
                .execute(
                    "DELETE FROM endpoint_edit_bases WHERE workspace = ?1 AND endpoint = ?2 AND stamp IS NOT ?3
                     AND stamp NOT IN (SELECT stamp FROM endpoint_edit_bases WHERE workspace = ?1 AND endpoint = ?2
                       ORDER BY read_at DESC LIMIT 4)",
                    (&workspace, &endpoint, &also),
                )
                .map(|_| ())
        })
        .await
}

/// The reading of that stamp.
pub(crate) async fn base(
    store: &Store,
    workspace: &str,
    endpoint: &str,
    stamp: &str,
) -> Result<Option<Base>, StoreError> {
    let key = (workspace.to_owned(), endpoint.to_owned(), stamp.to_owned());
    let row: Option<String> = store
        .run(move |connection| {
            connection
                .query_row(
                    "SELECT base FROM endpoint_edit_bases WHERE workspace = ?1 AND endpoint = ?2 AND stamp = ?3",
                    key,
                    |row| row.get(0),
                )
                .optional()
        })
        .await?;
    Ok(row.and_then(|text| serde_json::from_str(&text).ok()))
}

fn text(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError(error.to_string()))
}

/// Databricks does not return them; a server that does must not make us write them down.
fn without_plaintext(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|key, _| !key.ends_with("_plaintext"));
            fields.values_mut().for_each(without_plaintext);
        }
        Value::Array(items) => items.iter_mut().for_each(without_plaintext),
        _ => {}
    }
}
