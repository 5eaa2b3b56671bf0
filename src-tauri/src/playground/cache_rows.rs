//! The cache's table: which answer a request got.

use rusqlite::{Connection, OptionalExtension, params};

use super::answer_rows;
use super::dto::Answer;

/// The answer a request got before, and when.
pub(super) fn find(connection: &mut Connection, key: &str) -> rusqlite::Result<Option<(Answer, i64)>> {
    let found: Option<(String, i64)> = connection
        .query_row(
            "SELECT answer, at FROM answer_cache JOIN answers ON answers.id = answer_cache.answer
             WHERE key = ?1 AND answers.outcome = 'complete'",
            [key],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let Some((id, at)) = found else { return Ok(None) };
    Ok(answer_rows::one(connection, &id)?.map(|answer| (answer, at)))
}

/// Remembers the answer a request got; it takes the place of an older one. An answer that was deleted meanwhile is not
/// remembered.
pub(super) fn keep(connection: &mut Connection, key: &str, answer: &str, at: i64) -> rusqlite::Result<()> {
    connection
        .execute(
            "INSERT OR REPLACE INTO answer_cache (key, answer, at) SELECT ?1, id, ?3 FROM answers WHERE id = ?2",
            params![key, answer, at],
        )
        .map(|_| ())
}

/// How many answers are remembered, how long they are together, and when the oldest was given.
pub(super) fn state(connection: &mut Connection) -> rusqlite::Result<(u32, i64, Option<i64>)> {
    connection.query_row(
        "SELECT count(*), coalesce(sum(length(CAST(text AS BLOB))), 0), min(at)
         FROM answer_cache JOIN answers ON answers.id = answer_cache.answer",
        [],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// Forgets them all. The conversations keep their answers.
pub(super) fn clear(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM answer_cache", []).map(|_| ())
}
