//! Conversations in the local database. What was said in them is in `turn_rows.rs` and `answer_rows.rs`.

use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::dto::{Chat, ChatKind, ChatOptions, ChatSummary};
use super::{attachment_rows, turn_rows};
use crate::clock;

/// Where a chat points.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) workspace: String,
    pub(crate) endpoint: String,
    pub(crate) entity: Option<String>,
}

pub(super) fn unreadable(error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
}

pub(super) fn text<T: Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// Reads what an earlier version may have written: what it did not know yet has the value of `fresh`.
pub(super) fn over<T: DeserializeOwned>(fresh: &Value, kept: &str) -> rusqlite::Result<T> {
    let mut whole = fresh.clone();
    let kept: Value = serde_json::from_str(kept).map_err(unreadable)?;
    if let (Some(whole), Value::Object(kept)) = (whole.as_object_mut(), kept) {
        whole.extend(kept);
    }
    serde_json::from_value(whole).map_err(unreadable)
}

/// The conversations of a workspace, newest first.
pub(crate) fn list(
    connection: &mut Connection,
    workspace: &str,
    recorded: bool,
) -> rusqlite::Result<Vec<ChatSummary>> {
    connection
        .prepare(
            "SELECT id, title, endpoint, entity, updated_at, starred,
               (SELECT count(*) FROM turns WHERE chat = chats.id) AS turns
             FROM chats WHERE workspace = ?1 AND kind = 'chat'
               AND NOT EXISTS (SELECT 1 FROM comparison_cells WHERE chat = chats.id)
             ORDER BY updated_at DESC LIMIT 500",
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

/// Begins a chat without a title; the first prompt gives it one.
pub(crate) fn start(connection: &mut Connection, id: &str, target: &Target) -> rusqlite::Result<()> {
    let now = clock::now_ms();
    let options = text(&ChatOptions::default())?;
    connection
        .execute(
            "INSERT INTO chats (id, workspace, title, endpoint, entity, options, created_at, updated_at)
             VALUES (?1, ?2, '', ?3, ?4, ?5, ?6, ?6)",
            (id, &target.workspace, &target.endpoint, &target.entity, options, now),
        )
        .map(|_| ())
}

/// Points a chat elsewhere.
pub(crate) fn retarget(connection: &mut Connection, id: &str, target: &Target) -> rusqlite::Result<()> {
    connection
        .execute(
            "UPDATE chats SET endpoint = ?2, entity = ?3 WHERE id = ?1 AND workspace = ?4",
            (id, &target.endpoint, &target.entity, &target.workspace),
        )
        .map(|_| ())
}

/// A chat along the path that is looked at; none when it is not in this workspace (any more).
pub(crate) fn read(connection: &mut Connection, workspace: &str, id: &str) -> rusqlite::Result<Option<Chat>> {
    let head = connection
        .query_row("SELECT * FROM chats WHERE id = ?1 AND workspace = ?2", [id, workspace], |row| {
            Ok((head(row)?, row.get::<_, Option<String>>("leaf")?))
        })
        .optional()?;
    let Some((mut chat, leaf)) = head else { return Ok(None) };
    chat.turns = turn_rows::path(connection, id, leaf.as_deref())?;
    chat.draft_attachments = attachment_rows::of_draft(connection, id)?;
    Ok(Some(chat))
}

fn head(row: &Row<'_>) -> rusqlite::Result<Chat> {
    let options: String = row.get("options")?;
    let kind: String = row.get("kind")?;
    let fresh = serde_json::to_value(ChatOptions::default()).map_err(unreadable)?;
    Ok(Chat {
        id: row.get("id")?,
        title: row.get("title")?,
        kind: ChatKind::of_word(&kind),
        endpoint: row.get("endpoint")?,
        entity: row.get("entity")?,
        options: over(&fresh, &options)?,
        turns: Vec::new(),
        draft: row.get("draft")?,
        draft_attachments: Vec::new(),
        updated_at: clock::to_ui(row.get("updated_at")?),
        starred: row.get("starred")?,
        recorded: true,
    })
}

/// Keeps what was typed and not sent.
pub(crate) fn keep_draft(connection: &mut Connection, chat: &str, draft: &str) -> rusqlite::Result<()> {
    connection.execute("UPDATE chats SET draft = ?2 WHERE id = ?1", [chat, draft]).map(|_| ())
}

/// Keeps the options of a chat.
pub(crate) fn keep_options(
    connection: &mut Connection,
    chat: &str,
    options: &ChatOptions,
) -> rusqlite::Result<()> {
    connection.execute("UPDATE chats SET options = ?2 WHERE id = ?1", [chat, &text(options)?]).map(|_| ())
}

/// Gives a chat another title.
pub(crate) fn rename(connection: &mut Connection, chat: &str, title: &str) -> rusqlite::Result<()> {
    connection.execute("UPDATE chats SET title = ?2 WHERE id = ?1", [chat, title]).map(|_| ())
}

/// Puts a star on a chat or takes it off.
pub(crate) fn star(connection: &mut Connection, chat: &str, on: bool) -> rusqlite::Result<()> {
    connection.execute("UPDATE chats SET starred = ?2 WHERE id = ?1", (chat, on)).map(|_| ())
}

/// Deletes a chat and everything said in it.
pub(crate) fn delete(connection: &mut Connection, workspace: &str, chat: &str) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM chats WHERE id = ?1 AND workspace = ?2", [chat, workspace]).map(|_| ())
}

/// Answers that were on their way when the app ended: one that had begun is cut off, and of one that had not begun nobody
/// knows what became of it.
pub(crate) fn settle_interrupted(connection: &mut Connection) -> rusqlite::Result<()> {
    connection
        .execute(
            "UPDATE answers SET outcome = iif(text = '', 'unknown', 'cut') WHERE outcome IN ('waiting', 'streaming')",
            [],
        )
        .map(|_| ())
}
