//! Deleting conversations so that nothing of them is left: not in the tables, not in the index, not in the free pages of the file,
//! not in its journal, not in older copies. Used by the history, by what runs out of its time, and by Settings.

use rusqlite::{Connection, params};

use super::copies_rows;
use super::dto::HistoryDeleted;
use crate::app::App;
use crate::store::StoreError;

/// Up to this many entries are taken out of the index one by one; for more it is cheaper to write the index anew.
const ONE_BY_ONE: u32 = 40;

/// What is to go.
pub(crate) enum Doomed {
    /// These conversations and runs of embeddings of a workspace.
    These { workspace: String, ids: Vec<String> },
    /// This conversation, wherever it belongs.
    One(String),
    /// Everything of a workspace.
    OfWorkspace { workspace: String, keep_starred: bool },
    /// What nobody asked anything in since then, in any workspace. What has a star or unsent text in it stays.
    OlderThan(i64),
    /// Everything.
    All,
}

/// Conversations and runs of embeddings, by id.
struct Ids {
    chats: Vec<String>,
    runs: Vec<String>,
}

/// Deletes, and says what it could not reach.
pub(crate) async fn delete(app: &App, doomed: Doomed) -> Result<HistoryDeleted, StoreError> {
    let rewrite = matches!(doomed, Doomed::OfWorkspace { .. } | Doomed::All);
    let ids = app.store.run(move |connection| remove(connection, &doomed, rewrite)).await?;
    let conversations = u32::try_from(ids.chats.len() + ids.runs.len()).unwrap_or(u32::MAX);
    let folder = app.places.data.clone();
    let left = tokio::task::spawn_blocking(move || copies_rows::forget(&folder, &ids.chats))
        .await
        .unwrap_or_default();
    let left_in = left.into_iter().map(|file| file.display().to_string()).collect();
    Ok(HistoryDeleted { conversations, left_in })
}

fn remove(connection: &mut Connection, doomed: &Doomed, rewrite: bool) -> rusqlite::Result<Ids> {
    let transaction = connection.transaction()?;
    let ids = ids_of(&transaction, doomed)?;
    if ids.chats.is_empty() && ids.runs.is_empty() {
        return Ok(ids);
    }
    let (chats, runs) = (list(&ids.chats), list(&ids.runs));
    let entries: u32 = transaction.query_row(
        "SELECT count(*) FROM history WHERE chat IN (SELECT value FROM json_each(?1))
           OR run IN (SELECT value FROM json_each(?2))",
        [&chats, &runs],
        |row| row.get(0),
    )?;
    let work = || {
        transaction.execute("DELETE FROM chats WHERE id IN (SELECT value FROM json_each(?1))", [&chats])?;
        transaction
            .execute("DELETE FROM embedding_runs WHERE id IN (SELECT value FROM json_each(?1))", [&runs])
            .map(|_| ())
    };
    if matches!(doomed, Doomed::All) {
        forget_words(&transaction)?;
        work()?;
    } else if entries > ONE_BY_ONE {
        in_bulk(&transaction, work)?;
    } else {
        work()?;
    }
    transaction.commit()?;
    if rewrite {
        // Gives the room back as well.
        connection.execute_batch("VACUUM")?;
    }
    // The journal still holds the pages as they were.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(ids)
}

/// Empties the index before everything in it is deleted, so that not every entry is taken out of it by itself.
pub(crate) fn forget_words(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("UPDATE history SET indexed = 0", [])?;
    index(connection, "delete-all", None)
}

/// Deletes many entries: the index notes them, and is written anew without them at the end.
pub(crate) fn in_bulk(
    connection: &Connection,
    delete: impl FnOnce() -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    index(connection, "secure-delete", Some(0))?;
    delete()?;
    index(connection, "optimize", None)?;
    index(connection, "secure-delete", Some(1))
}

fn index(connection: &Connection, command: &str, value: Option<i64>) -> rusqlite::Result<()> {
    match value {
        Some(value) => connection.execute(
            "INSERT INTO history_words (history_words, rank) VALUES (?1, ?2)",
            params![command, value],
        ),
        None => connection.execute("INSERT INTO history_words (history_words) VALUES (?1)", [command]),
    }
    .map(|_| ())
}

fn list(ids: &[String]) -> String {
    serde_json::Value::from(ids.to_vec()).to_string()
}

/// Conversations nobody asked anything in since `?1`, which have neither a star nor unsent text.
pub(super) const OLD_CHATS: &str = "FROM chats WHERE updated_at < ?1 AND NOT starred AND draft = ''";
pub(super) const OLD_RUNS: &str = "FROM embedding_runs WHERE at < ?1";

fn ids_of(connection: &Connection, doomed: &Doomed) -> rusqlite::Result<Ids> {
    let read = |sql: String, values: &[&dyn rusqlite::ToSql]| -> rusqlite::Result<Vec<String>> {
        connection.prepare(&sql)?.query_map(values, |row| row.get(0))?.collect()
    };
    let (chats, runs) = match doomed {
        Doomed::These { workspace, ids } => {
            let ids = list(ids);
            let of = |table: &str| {
                format!(
                    "SELECT id FROM {table} WHERE workspace = ?1 AND id IN (SELECT value FROM json_each(?2))"
                )
            };
            (read(of("chats"), &[workspace, &ids])?, read(of("embedding_runs"), &[workspace, &ids])?)
        }
        Doomed::One(id) => (vec![id.clone()], Vec::new()),
        Doomed::OfWorkspace { workspace, keep_starred } => (
            read(
                "SELECT id FROM chats WHERE workspace = ?1 AND NOT (?2 AND starred)".to_owned(),
                &[workspace, keep_starred],
            )?,
            read("SELECT id FROM embedding_runs WHERE workspace = ?1".to_owned(), &[workspace])?,
        ),
        Doomed::OlderThan(at) => {
            (read(format!("SELECT id {OLD_CHATS}"), &[at])?, read(format!("SELECT id {OLD_RUNS}"), &[at])?)
        }
        Doomed::All => (
            read("SELECT id FROM chats".to_owned(), &[])?,
            read("SELECT id FROM embedding_runs".to_owned(), &[])?,
        ),
    };
    Ok(Ids { chats, runs })
}
