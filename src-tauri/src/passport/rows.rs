//! What chats with an endpoint begin with, in the local database, and how the newest chat with it asked.

use rusqlite::{Connection, OptionalExtension};

use crate::playground::dto::ChatOptions;

/// Keeps what a passport brought; it replaces what an earlier one did.
pub(super) fn keep(
    connection: &mut Connection,
    workspace: &str,
    endpoint: &str,
    starters: &[String],
) -> rusqlite::Result<()> {
    let texts = serde_json::to_string(starters)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    connection.execute(
        "INSERT INTO starters (workspace, endpoint, texts) VALUES (?1, ?2, ?3)
           ON CONFLICT (workspace, endpoint) DO UPDATE SET texts = excluded.texts",
        [workspace, endpoint, &texts],
    )?;
    Ok(())
}

pub(super) fn starters(
    connection: &mut Connection,
    workspace: &str,
    endpoint: &str,
) -> rusqlite::Result<Vec<String>> {
    let texts: Option<String> = connection
        .query_row(
            "SELECT texts FROM starters WHERE workspace = ?1 AND endpoint = ?2",
            [workspace, endpoint],
            |row| row.get(0),
        )
        .optional()?;
    Ok(texts.and_then(|texts| serde_json::from_str(&texts).ok()).unwrap_or_default())
}

/// The options of the newest chat with the endpoint.
pub(super) fn asked_with(
    connection: &mut Connection,
    workspace: &str,
    endpoint: &str,
) -> rusqlite::Result<Option<ChatOptions>> {
    let options: Option<String> = connection
        .query_row(
            "SELECT options FROM chats WHERE workspace = ?1 AND endpoint = ?2 ORDER BY updated_at DESC LIMIT 1",
            [workspace, endpoint],
            |row| row.get(0),
        )
        .optional()?;
    Ok(options.and_then(|options| serde_json::from_str(&options).ok()))
}
