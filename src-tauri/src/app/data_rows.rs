//! The rows of all tables, counted and cleared. What is cleared is gone from the files too, not only from sight.

use rusqlite::Connection;

use super::dto::KeptData;
use crate::history::deletion_rows::forget_words;
use crate::store::{Store, StoreError};

/// Where unfinished typing is kept; the rest of the table is what was finished.
const DRAFTS: &[(&str, &str)] = &[
    ("SELECT count(*) FROM endpoint_drafts", "DELETE FROM endpoint_drafts"),
    ("SELECT count(*) FROM traffic_drafts", "DELETE FROM traffic_drafts"),
    ("SELECT count(*) FROM endpoint_edits", "DELETE FROM endpoint_edits"),
    ("SELECT count(*) FROM embedding_drafts", "DELETE FROM embedding_drafts"),
    (
        "SELECT count(*) FROM comparisons WHERE draft <> ''",
        "UPDATE comparisons SET draft = '' WHERE draft <> ''",
    ),
    (
        "SELECT count(*) FROM prompts WHERE draft IS NOT NULL",
        "UPDATE prompts SET draft = NULL WHERE draft IS NOT NULL",
    ),
    ("SELECT count(DISTINCT prompt) FROM prompt_values", "DELETE FROM prompt_values"),
    ("SELECT count(*) FROM chats WHERE draft <> ''", "UPDATE chats SET draft = '' WHERE draft <> ''"),
];

/// How much there is to lose.
pub(super) async fn count(store: &Store) -> Result<KeptData, StoreError> {
    store
        .run(|connection| {
            let number = |question: &str| connection.query_row(question, [], |row| row.get::<_, u32>(0));
            let mut drafts = 0;
            for (question, _) in DRAFTS {
                drafts += number(question)?;
            }
            Ok(KeptData {
                drafts,
                conversations: number("SELECT count(*) FROM chats")?
                    + number("SELECT count(*) FROM embedding_runs")?,
                workspaces: number("SELECT count(*) FROM workspaces")?,
            })
        })
        .await
}

pub(super) fn clear_drafts(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for (_, statement) in DRAFTS {
        transaction.execute(statement, [])?;
    }
    transaction.commit()?;
    compact(connection)
}

pub(super) fn clear_conversations(connection: &mut Connection) -> rusqlite::Result<()> {
    forget_words(connection)?;
    connection.execute("DELETE FROM chats", [])?;
    connection.execute("DELETE FROM comparisons", [])?;
    connection.execute("DELETE FROM embedding_runs", [])?;
    connection.execute("DELETE FROM embedding_drafts", [])?;
    compact(connection)
}

/// Every table there is, also those that other rooms add.
pub(super) fn clear_tables(connection: &mut Connection) -> rusqlite::Result<()> {
    // Not the insides of the full-text index: it keeps itself, and would be damaged by deleting them.
    let tables: Vec<String> = connection
        .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let transaction = connection.transaction()?;
    transaction.pragma_update(None, "defer_foreign_keys", "ON")?;
    forget_words(&transaction)?;
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
                     INSERT INTO turns (id, chat, position, prompt) VALUES ('t', 'c', 0, 'what was asked');",
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
