//! The ledger's table. A row is written before the first byte of its change leaves, and again at each step. The plan is
//! written once: it can be long, the steps are short. A row belongs to a workspace and goes with it.

use rusqlite::OptionalExtension;

use super::dto::{Change, ChangeState};
use super::running::Running;
use super::trim_rows::{LIMITS, trim};
use crate::clock;
use crate::endpoints::write::{Kept, Planned, interrupted};
use crate::store::{Store, StoreError};

/// Looking at the whole ledger costs more than keeping a few rows too many.
const TRIMMED_EVERY: i64 = 25;

/// A row as it is read: the change, the plan, what was withheld.
type Row = (String, String, String);

/// Keeps a change that is about to begin.
pub(crate) async fn begin(store: &Store, workspace: &str, kept: &Kept) -> Result<(), StoreError> {
    let (change, plan) = (json(&kept.change)?, json(&kept.planned)?);
    let withheld = json(&kept.withheld)?;
    let (id, workspace, endpoint) =
        (kept.change.id.clone(), workspace.to_owned(), kept.change.endpoint.clone());
    // Milliseconds since 1970 came from an integer.
    let started = kept.change.started_at.round();
    store
        .run(move |connection| {
            connection.execute(
                "INSERT INTO changes (id, workspace, endpoint, change, plan, withheld, started_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, CAST(?7 AS INTEGER))",
                (id, &workspace, endpoint, change, plan, withheld, started),
            )?;
            if connection.last_insert_rowid() % TRIMMED_EVERY == 0 {
                trim(connection, &workspace, LIMITS, clock::now_ms())?;
            }
            Ok(())
        })
        .await
}

/// Forgets a change that did not begin.
pub(crate) async fn forget(store: &Store, id: &str) -> Result<(), StoreError> {
    let id = id.to_owned();
    store
        .run(move |connection| connection.execute("DELETE FROM changes WHERE id = ?1", [id]).map(|_| ()))
        .await
}

/// Keeps how far a change has come.
pub(crate) async fn keep(store: &Store, change: &Change) -> Result<(), StoreError> {
    let (id, change) = (change.id.clone(), json(change)?);
    store
        .run(move |connection| {
            connection.execute("UPDATE changes SET change = ?2 WHERE id = ?1", [id, change]).map(|_| ())
        })
        .await
}

/// A page of the ledger of a workspace or of one of its endpoints, newest first, and how many there are. What an earlier
/// process left in the middle is shown as interrupted.
pub(crate) async fn page(
    store: &Store,
    running: &Running,
    workspace: &str,
    endpoint: Option<&str>,
    (offset, limit): (u32, u32),
) -> Result<(Vec<Change>, u32), StoreError> {
    let (workspace, endpoint) = (workspace.to_owned(), endpoint.map(str::to_owned));
    let (rows, total): (Vec<(String, String, bool)>, u32) = store
        .run(move |connection| {
            let which = "workspace = ?1 AND (?2 IS NULL OR endpoint = ?2)";
            let total = connection.query_row(
                &format!("SELECT count(*) FROM changes WHERE {which}"),
                (&workspace, &endpoint),
                |row| row.get(0),
            )?;
            let rows = connection
                .prepare(&format!(
                    "SELECT change, withheld, plan = '' FROM changes WHERE {which}
                     ORDER BY started_at DESC, rowid DESC LIMIT ?3 OFFSET ?4"
                ))?
                .query_map((&workspace, &endpoint, limit, offset), |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })?
                .collect::<rusqlite::Result<_>>()?;
            Ok((rows, total))
        })
        .await?;
    let changes = rows
        .iter()
        .filter_map(|(change, withheld, trimmed)| change_of(change, withheld, *trimmed, running))
        .collect();
    Ok((changes, total))
}

/// One change with its plan.
pub(crate) async fn one(
    store: &Store,
    running: &Running,
    workspace: &str,
    id: &str,
) -> Result<Option<Kept>, StoreError> {
    let key = [workspace.to_owned(), id.to_owned()];
    let row: Option<Row> = store
        .run(move |connection| {
            connection
                .query_row(
                    "SELECT change, plan, withheld FROM changes WHERE workspace = ?1 AND id = ?2",
                    key,
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
                )
                .optional()
        })
        .await?;
    Ok(row.and_then(|(change, plan, withheld)| {
        let change = change_of(&change, &withheld, plan.is_empty(), running)?;
        let planned = if plan.is_empty() { trimmed(&change) } else { serde_json::from_str(&plan).ok()? };
        Some(Kept { change, planned, withheld: serde_json::from_str(&withheld).ok()? })
    }))
}

/// The plan of a change that has lost it.
fn trimmed(change: &Change) -> Planned {
    Planned {
        endpoint: change.endpoint.clone(),
        origin: change.origin,
        title: change.title.clone(),
        stamp: None,
        before: serde_json::Value::Null,
        writes: Vec::new(),
    }
}

/// A row that cannot be read is left out. One whose plan is gone has nothing to be put back.
fn change_of(change: &str, withheld: &str, trimmed: bool, running: &Running) -> Option<Change> {
    let mut change: Change = serde_json::from_str(change).ok()?;
    change.can_restore &= !trimmed;
    if change.state == ChangeState::Running && !running.has(&change.id) {
        let withheld: Vec<bool> = serde_json::from_str(withheld).ok()?;
        interrupted(&mut change, &withheld);
    }
    Some(change)
}

fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError(error.to_string()))
}
