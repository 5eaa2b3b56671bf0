//! Conversations in the local database: chats, their turns, the versions of each answer.

use rusqlite::{Connection, OptionalExtension, Row, Transaction};

use super::dto::{Answer, AnswerOutcome, Chat, ChatOptions, ChatSummary, Turn};
use crate::clock;

/// Where a chat points.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) workspace: String,
    pub(crate) endpoint: String,
    pub(crate) entity: Option<String>,
}

fn unreadable(error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
}

fn text<T: serde::Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// The chats of a workspace, newest first.
pub(crate) fn list(connection: &mut Connection, workspace: &str) -> rusqlite::Result<Vec<ChatSummary>> {
    connection
        .prepare(
            "SELECT id, title, endpoint, entity, updated_at,
               (SELECT count(*) FROM turns WHERE chat = chats.id) AS turns
             FROM chats WHERE workspace = ?1 ORDER BY updated_at DESC LIMIT 500",
        )?
        .query_map([workspace], |row| {
            Ok(ChatSummary {
                id: row.get("id")?,
                title: row.get("title")?,
                endpoint: row.get("endpoint")?,
                entity: row.get("entity")?,
                updated_at: clock::to_ui(row.get("updated_at")?),
                turns: row.get("turns")?,
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

/// A chat with all its turns; none when it is not in this workspace (any more).
pub(crate) fn read(connection: &mut Connection, workspace: &str, id: &str) -> rusqlite::Result<Option<Chat>> {
    let head = connection
        .query_row("SELECT * FROM chats WHERE id = ?1 AND workspace = ?2", [id, workspace], |row| {
            let options: String = row.get("options")?;
            Ok(Chat {
                id: row.get("id")?,
                title: row.get("title")?,
                endpoint: row.get("endpoint")?,
                entity: row.get("entity")?,
                options: serde_json::from_str(&options).map_err(unreadable)?,
                turns: Vec::new(),
                draft: row.get("draft")?,
                updated_at: clock::to_ui(row.get("updated_at")?),
            })
        })
        .optional()?;
    let Some(mut chat) = head else { return Ok(None) };
    let mut turns = connection.prepare("SELECT id, prompt FROM turns WHERE chat = ?1 ORDER BY position")?;
    let mut answers =
        connection.prepare("SELECT outcome, text, detail FROM answers WHERE turn = ?1 ORDER BY version")?;
    let heads: Vec<(String, String)> =
        turns.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    for (turn, prompt) in heads {
        let versions = answers.query_map([&turn], read_answer)?.collect::<rusqlite::Result<_>>()?;
        chat.turns.push(Turn { id: turn, prompt, answers: versions });
    }
    Ok(Some(chat))
}

/// `text` and `outcome` have columns of their own because they change while the rest stands.
fn read_answer(row: &Row<'_>) -> rusqlite::Result<Answer> {
    let detail: String = row.get("detail")?;
    let mut answer: Answer = serde_json::from_str(&detail).map_err(unreadable)?;
    answer.text = row.get("text")?;
    let outcome: String = row.get("outcome")?;
    answer.outcome = serde_json::from_value(outcome.into()).map_err(unreadable)?;
    Ok(answer)
}

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

/// Adds a turn at the end, gives the chat its title and empties its draft: what was typed now lives in the turn.
pub(crate) fn add_turn(
    transaction: &Transaction<'_>,
    chat: &str,
    turn: &str,
    prompt: &str,
) -> rusqlite::Result<()> {
    transaction.execute(
        "INSERT INTO turns (id, chat, position, prompt)
         VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM turns WHERE chat = ?2), ?3)",
        [turn, chat, prompt],
    )?;
    transaction.execute(
        "UPDATE chats SET draft = '', title = CASE title WHEN '' THEN ?2 ELSE title END WHERE id = ?1",
        [chat, &title_of(prompt)],
    )?;
    Ok(())
}

/// The first line of the first prompt, at most 60 characters.
fn title_of(prompt: &str) -> String {
    let line = prompt.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("Untitled");
    if line.chars().count() <= 60 {
        return line.to_owned();
    }
    let mut short: String = line.chars().take(59).collect();
    short.truncate(short.rfind(' ').unwrap_or(short.len()));
    short.push('…');
    short
}

/// Adds a further version of a turn's answer.
pub(crate) fn add_answer(
    transaction: &Transaction<'_>,
    chat: &str,
    turn: &str,
    answer: &Answer,
) -> rusqlite::Result<()> {
    transaction.execute(
        "INSERT INTO answers (id, turn, version, outcome, text, detail, started_at)
         VALUES (?1, ?2, (SELECT coalesce(max(version), 0) + 1 FROM answers WHERE turn = ?2), ?3, ?4, ?5, ?6)",
        (&answer.id, turn, word(answer.outcome), &answer.text, detail_of(answer)?, clock::now_ms()),
    )?;
    transaction.execute("UPDATE chats SET updated_at = ?2 WHERE id = ?1", (chat, clock::now_ms())).map(|_| ())
}

/// Keeps the text that has come so far.
pub(crate) fn keep_text(connection: &mut Connection, answer: &str, text: &str) -> rusqlite::Result<()> {
    connection
        .execute("UPDATE answers SET text = ?2, outcome = 'streaming' WHERE id = ?1", [answer, text])
        .map(|_| ())
}

/// Keeps how an answer ended.
pub(crate) fn finish(connection: &mut Connection, answer: &Answer) -> rusqlite::Result<()> {
    connection
        .execute(
            "UPDATE answers SET outcome = ?2, text = ?3, detail = ?4 WHERE id = ?1",
            (&answer.id, word(answer.outcome), &answer.text, detail_of(answer)?),
        )
        .map(|_| ())
}

fn detail_of(answer: &Answer) -> rusqlite::Result<String> {
    let mut detail = answer.clone();
    detail.text = String::new();
    text(&detail)
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

/// Deletes a chat and everything said in it.
pub(crate) fn delete(connection: &mut Connection, workspace: &str, chat: &str) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM chats WHERE id = ?1 AND workspace = ?2", [chat, workspace]).map(|_| ())
}

/// Answers that were on their way when the app ended: what became of them is not known.
pub(crate) fn settle_interrupted(connection: &mut Connection) -> rusqlite::Result<()> {
    connection
        .execute("UPDATE answers SET outcome = 'unknown' WHERE outcome IN ('waiting', 'streaming')", [])
        .map(|_| ())
}
