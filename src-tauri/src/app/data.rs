//! What is kept on this computer: how much there is, and clearing it. Nothing here changes anything in Databricks.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::App;
use super::dto::{ClearData, KeptData};
use crate::ipc::failure::Failure;
use crate::store::{Store, StoreError};
use crate::workspaces::rows;

/// Where unfinished typing is kept; the rest of the table is what was finished.
const DRAFTS: &[(&str, &str)] = &[
    ("SELECT count(*) FROM endpoint_drafts", "DELETE FROM endpoint_drafts"),
    ("SELECT count(*) FROM traffic_drafts", "DELETE FROM traffic_drafts"),
    ("SELECT count(*) FROM chats WHERE draft <> ''", "UPDATE chats SET draft = '' WHERE draft <> ''"),
];

/// How much there is to lose.
pub(crate) async fn count(store: &Store) -> Result<KeptData, StoreError> {
    store
        .run(|connection| {
            let number = |question: &str| connection.query_row(question, [], |row| row.get::<_, u32>(0));
            let mut drafts = 0;
            for (question, _) in DRAFTS {
                drafts += number(question)?;
            }
            Ok(KeptData {
                drafts,
                conversations: number("SELECT count(*) FROM chats")?,
                workspaces: number("SELECT count(*) FROM workspaces")?,
            })
        })
        .await
}

/// Clears it. What was cleared is gone from the files too, not only from sight.
///
/// # Errors
/// When the keychain does not give a sign-in up, nothing is cleared: a token left behind could not be found any more.
pub(crate) async fn clear(app: &App, what: ClearData) -> Result<(), Failure> {
    match what {
        ClearData::Drafts => app.store.run(clear_drafts).await?,
        ClearData::Conversations => app.store.run(clear_conversations).await?,
        ClearData::Everything => return clear_everything(app).await,
    }
    Ok(())
}

fn clear_drafts(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for (_, statement) in DRAFTS {
        transaction.execute(statement, [])?;
    }
    transaction.commit()?;
    compact(connection)
}

fn clear_conversations(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM chats", [])?;
    compact(connection)
}

/// Every table there is, also those that other rooms add.
fn clear_tables(connection: &mut Connection) -> rusqlite::Result<()> {
    let tables: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let transaction = connection.transaction()?;
    transaction.pragma_update(None, "defer_foreign_keys", "ON")?;
    for table in tables {
        transaction.execute(&format!("DELETE FROM \"{table}\""), [])?;
    }
    transaction.commit()?;
    compact(connection)
}

/// Deleted rows stay readable in the file and its journal until both are written anew.
fn compact(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("VACUUM")?;
    // In memory there is no journal, and the answer of the pragma is not needed.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

async fn clear_everything(app: &App) -> Result<(), Failure> {
    for kept in rows::all(&app.store).await? {
        // A renewal that is under way must not write the sign-in again behind our back.
        app.connections.forget_session(&kept.id).await;
        match app.vault.delete(&kept.account()).await {
            Ok(()) => {}
            Err(_) if app.connections.is_session_only(&kept.id) || !kept.how.keeps_a_secret() => {}
            Err(error) => return Err(app.keychain_failed(&error)),
        }
        app.connections.in_memory.forget(&kept.id);
    }
    app.connections.replace(None).await;
    // Started anew, the sandbox begins as it did on the first day.
    app.sandbox.running().await?.reset();
    app.sandbox.stop().await;
    app.store.run(clear_tables).await?;
    let folder = app.places.data.clone();
    let (sandbox, log) = (app.places.sandbox_file(), app.places.log_file());
    tokio::task::spawn_blocking(move || remove_files(&folder, &sandbox, &log))
        .await
        .unwrap_or_else(|_| Err(Failure::unexpected("clearing the data folder was interrupted")))
}

/// Older copies of the database hold what was just cleared. The open database and the open log stay, empty.
fn remove_files(folder: &Path, sandbox: &Path, log: &Path) -> Result<(), Failure> {
    let mut left = Vec::new();
    let mut remove = |file: &Path| match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            left.push(format!("{} ({error})", file.display()));
        }
        _ => {}
    };
    remove(sandbox);
    for file in files_of(folder) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("gatewright.damaged-")
            || name.starts_with("gatewright.version-")
            || name == "gatewright.log.old"
        {
            remove(&file);
        }
    }
    if let Err(error) = std::fs::OpenOptions::new().write(true).open(log).and_then(|file| file.set_len(0))
        && error.kind() != std::io::ErrorKind::NotFound
    {
        left.push(format!("{} ({error})", log.display()));
    }
    if left.is_empty() {
        return Ok(());
    }
    Err(Failure::here(
        "Some files could not be removed",
        "Everything else is cleared. Remove these files yourself.",
        &left.join(", "),
    ))
}

fn files_of(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

/// The size of the data folder in bytes; what cannot be read counts nothing.
pub(crate) async fn folder_bytes(folder: PathBuf) -> f64 {
    let bytes = tokio::task::spawn_blocking(move || {
        let mut folders = vec![folder];
        let mut bytes = 0_u64;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                // Of a link the link counts: what it leads to is not the app's.
                let Ok(about) = entry.metadata() else { continue };
                if about.is_dir() {
                    folders.push(entry.path());
                } else {
                    bytes = bytes.saturating_add(about.len());
                }
            }
        }
        bytes
    });
    // Exact up to nine petabytes.
    bytes.await.unwrap_or_default() as f64
}

#[cfg(test)]
mod tests {
    use super::{clear_conversations, clear_drafts, clear_tables, count};
    use crate::store::Store;

    fn filled() -> Store {
        let store = Store::in_memory();
        store
            .run_now(|connection| {
                connection.execute_batch(
                    "INSERT INTO settings VALUES ('theme', 'dark');
                     INSERT INTO endpoint_drafts VALUES ('sandbox', '{}', 'model', 1);
                     INSERT INTO chats (id, workspace, title, endpoint, options, draft, created_at, updated_at)
                       VALUES ('c', 'sandbox', 't', 'e', '{}', 'half a sentence', 1, 1);
                     INSERT INTO turns VALUES ('t', 'c', 0, 'what was asked');",
                )
            })
            .unwrap();
        store
    }

    fn rows_left(store: &Store) -> u32 {
        let question = "SELECT (SELECT count(*) FROM settings) + (SELECT count(*) FROM chats)
                          + (SELECT count(*) FROM turns) + (SELECT count(*) FROM endpoint_drafts)";
        store.run_now(|connection| connection.query_row(question, [], |row| row.get(0))).unwrap()
    }

    #[tokio::test]
    async fn clearing_drafts_leaves_conversations() {
        let store = filled();
        assert_eq!(count(&store).await.unwrap().drafts, 2);
        store.run_now(clear_drafts).unwrap();
        let left = count(&store).await.unwrap();
        assert_eq!((left.drafts, left.conversations), (0, 1));
    }

    #[tokio::test]
    async fn clearing_conversations_takes_their_turns_along() {
        let store = filled();
        store.run_now(clear_conversations).unwrap();
        assert_eq!(count(&store).await.unwrap().conversations, 0);
        assert_eq!(rows_left(&store), 2, "the preference and the endpoint's draft");
    }

    #[test]
    fn clearing_everything_leaves_no_row_in_any_table() {
        let store = filled();
        store.run_now(clear_tables).unwrap();
        assert_eq!(rows_left(&store), 0);
    }
}
