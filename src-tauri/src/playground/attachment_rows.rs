//! Pictures that go along with messages. One without a turn belongs to the message being typed.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, Transaction};

use super::dto::Attachment;

const SHOWN: &str = "id, name, media_type, length(bytes) AS size";

fn shown(row: &Row<'_>) -> rusqlite::Result<Attachment> {
    Ok(Attachment {
        id: row.get("id")?,
        name: row.get("name")?,
        media_type: row.get("media_type")?,
        bytes: row.get("size")?,
    })
}

/// Those of the message being typed.
pub(super) fn of_draft(connection: &Connection, chat: &str) -> rusqlite::Result<Vec<Attachment>> {
    connection
        .prepare(&format!(
            "SELECT {SHOWN} FROM attachments WHERE chat = ?1 AND turn IS NULL ORDER BY position"
        ))?
        .query_map([chat], shown)?
        .collect()
}

/// Those of the messages of a chat, by turn.
pub(super) fn of_turns(
    connection: &Connection,
    chat: &str,
) -> rusqlite::Result<HashMap<String, Vec<Attachment>>> {
    let mut all: HashMap<String, Vec<Attachment>> = HashMap::new();
    let sql = format!(
        "SELECT turn, {SHOWN} FROM attachments WHERE chat = ?1 AND turn IS NOT NULL ORDER BY position"
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([chat])?;
    while let Some(row) = rows.next()? {
        all.entry(row.get("turn")?).or_default().push(shown(row)?);
    }
    Ok(all)
}

/// Adds one to the message being typed.
pub(crate) fn add(
    connection: &mut Connection,
    chat: &str,
    attachment: &Attachment,
    bytes: &[u8],
) -> rusqlite::Result<()> {
    connection
        .execute(
            "INSERT INTO attachments (id, chat, position, name, media_type, bytes)
             VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM attachments WHERE chat = ?2), ?3, ?4, ?5)",
            (&attachment.id, chat, &attachment.name, &attachment.media_type, bytes),
        )
        .map(|_| ())
}

/// Gives one to a message: that of the draft goes over, one of another message is copied.
pub(super) fn give(transaction: &Transaction<'_>, id: &str, chat: &str, turn: &str) -> rusqlite::Result<()> {
    let moved = transaction.execute(
        "UPDATE attachments SET turn = ?3 WHERE id = ?1 AND chat = ?2 AND turn IS NULL",
        [id, chat, turn],
    )?;
    if moved == 0 {
        transaction.execute(
            "INSERT INTO attachments (id, chat, turn, position, name, media_type, bytes)
             SELECT lower(hex(randomblob(16))), chat, ?3, position, name, media_type, bytes
             FROM attachments WHERE id = ?1 AND chat = ?2",
            [id, chat, turn],
        )?;
    }
    Ok(())
}

/// Type and bytes of one.
pub(crate) fn content(connection: &Connection, id: &str) -> rusqlite::Result<Option<(String, Vec<u8>)>> {
    connection
        .query_row("SELECT media_type, bytes FROM attachments WHERE id = ?1", [id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()
}

/// Takes one from the message being typed.
pub(crate) fn remove(connection: &mut Connection, id: &str) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM attachments WHERE id = ?1 AND turn IS NULL", [id]).map(|_| ())
}
