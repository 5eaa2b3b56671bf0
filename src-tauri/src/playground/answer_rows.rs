//! The versions of answers, what was sent for each, and how the call went over the wire.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use serde_json::Value;

use super::dto::{Answer, AnswerOutcome, RawCall};
use super::rows::{over, text, unreadable};
use crate::clock;

fn word(outcome: AnswerOutcome) -> &'static str {
    match outcome {
        AnswerOutcome::Waiting => "waiting",
        AnswerOutcome::Streaming => "streaming",
        AnswerOutcome::Complete => "complete",
        AnswerOutcome::Stopped => "stopped",
        AnswerOutcome::Cut => "cut",
        AnswerOutcome::Failed => "failed",
        AnswerOutcome::Unknown => "unknown",
    }
}

/// All answers of a chat by their turn, each turn's oldest first.
pub(super) fn of_chat(connection: &Connection, chat: &str) -> rusqlite::Result<HashMap<String, Vec<Answer>>> {
    let fresh = fresh()?;
    let mut all: HashMap<String, Vec<Answer>> = HashMap::new();
    let mut statement = connection.prepare(
        "SELECT answers.turn, answers.outcome, answers.text, answers.detail
         FROM answers JOIN turns ON turns.id = answers.turn WHERE turns.chat = ?1 ORDER BY answers.version",
    )?;
    let mut rows = statement.query([chat])?;
    while let Some(row) = rows.next()? {
        all.entry(row.get("turn")?).or_default().push(read(row, &fresh)?);
    }
    Ok(all)
}

/// One answer.
pub(crate) fn one(connection: &Connection, id: &str) -> rusqlite::Result<Option<Answer>> {
    let fresh = fresh()?;
    connection
        .query_row("SELECT outcome, text, detail FROM answers WHERE id = ?1", [id], |row| read(row, &fresh))
        .optional()
}

fn fresh() -> rusqlite::Result<Value> {
    serde_json::to_value(Answer::waiting("", "")).map_err(unreadable)
}

/// `text` and `outcome` have columns of their own because they change while the rest stands.
fn read(row: &Row<'_>, fresh: &Value) -> rusqlite::Result<Answer> {
    let detail: String = row.get("detail")?;
    // What this version wrote is read as it is; only what an older one wrote has to be completed.
    let mut answer: Answer = match serde_json::from_str(&detail) {
        Ok(answer) => answer,
        Err(_) => over(fresh, &detail)?,
    };
    answer.text = row.get("text")?;
    let outcome: String = row.get("outcome")?;
    answer.outcome = serde_json::from_value(outcome.into()).map_err(unreadable)?;
    Ok(answer)
}

/// Adds a further version of a turn's answer, which is then the one that is looked at.
pub(crate) fn add(
    transaction: &Transaction<'_>,
    chat: &str,
    turn: &str,
    answer: &Answer,
    sent: &str,
) -> rusqlite::Result<()> {
    transaction.execute(
        "INSERT INTO answers (id, turn, version, outcome, text, detail, started_at, sent)
         VALUES (?1, ?2, (SELECT coalesce(max(version), 0) + 1 FROM answers WHERE turn = ?2), ?3, ?4, ?5, ?6, ?7)",
        (&answer.id, turn, word(answer.outcome), &answer.text, detail_of(answer)?, clock::now_ms(), sent),
    )?;
    transaction.execute("UPDATE turns SET shown = ?2 WHERE id = ?1", [turn, &answer.id])?;
    transaction.execute("UPDATE chats SET updated_at = ?2 WHERE id = ?1", (chat, clock::now_ms())).map(|_| ())
}

/// Keeps what has come so far, and who it comes from.
pub(crate) fn keep_so_far(connection: &mut Connection, answer: &Answer) -> rusqlite::Result<()> {
    connection
        .execute(
            "UPDATE answers SET text = ?2, outcome = 'streaming', detail = ?3 WHERE id = ?1",
            (&answer.id, &answer.text, detail_of(answer)?),
        )
        .map(|_| ())
}

/// Keeps how an answer ended, and how its call went.
pub(crate) fn finish(
    connection: &mut Connection,
    answer: &Answer,
    call: Option<&RawCall>,
) -> rusqlite::Result<()> {
    let call = call.map(text).transpose()?.unwrap_or_default();
    connection
        .execute(
            "UPDATE answers SET outcome = ?2, text = ?3, detail = ?4, call = ?5 WHERE id = ?1",
            (&answer.id, word(answer.outcome), &answer.text, detail_of(answer)?, call),
        )
        .map(|_| ())
}

fn detail_of(answer: &Answer) -> rusqlite::Result<String> {
    let mut detail = answer.clone();
    detail.text = String::new();
    text(&detail)
}

/// What was sent for an answer, in the form it is kept in, and its call.
pub(crate) fn call(connection: &Connection, answer: &str) -> rusqlite::Result<Option<(String, RawCall)>> {
    connection
        .query_row("SELECT sent, call FROM answers WHERE id = ?1", [answer], |row| {
            let call: String = row.get("call")?;
            let call = if call.is_empty() {
                RawCall::default()
            } else {
                serde_json::from_str(&call).map_err(unreadable)?
            };
            Ok((row.get("sent")?, call))
        })
        .optional()
}
