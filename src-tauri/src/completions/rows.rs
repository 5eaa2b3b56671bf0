//! Pages of completions in the local database: chats of the kind `completion`.

use rusqlite::Connection;

use crate::clock;
use crate::playground::dto::{ChatOptions, ChatSummary};
use crate::playground::rows::{self as chats, Target};

/// Many completions models write sixteen tokens unless they are told otherwise, which looks like a fault.
const FIRST_LENGTH: u32 = 256;

/// Begins a page.
pub(crate) fn start(connection: &mut Connection, id: &str, target: &Target) -> rusqlite::Result<()> {
    chats::start(connection, id, target)?;
    let options = ChatOptions { max_tokens: Some(FIRST_LENGTH), ..ChatOptions::default() };
    chats::keep_options(connection, id, &options)?;
    connection.execute("UPDATE chats SET kind = 'completion' WHERE id = ?1", [id]).map(|_| ())
}

/// The pages of a workspace, newest first.
pub(crate) fn list(
    connection: &mut Connection,
    workspace: &str,
    recorded: bool,
) -> rusqlite::Result<Vec<ChatSummary>> {
    connection
        .prepare(
            "SELECT id, title, endpoint, entity, updated_at, starred,
               (SELECT count(*) FROM turns WHERE chat = chats.id) AS turns
             FROM chats WHERE workspace = ?1 AND kind = 'completion' ORDER BY updated_at DESC LIMIT 500",
        )?
        .query_map([workspace], |row| {
            Ok(ChatSummary {
                id: row.get("id")?,
                title: row.get("title")?,
                endpoint: row.get("endpoint")?,
                entity: row.get("entity")?,
                updated_at: clock::to_ui(row.get("updated_at")?),
                turns: row.get("turns")?,
                starred: row.get("starred")?,
                recorded,
            })
        })?
        .collect()
}
