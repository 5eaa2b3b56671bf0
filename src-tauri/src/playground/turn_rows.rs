//! What was said in a conversation: a tree of messages, each with the versions of its answer, and the path through it that
//! is looked at.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Transaction};
use serde::{Deserialize, Serialize};

use super::dto::{Branches, PromptFrom, Turn};
use super::rows::{text, unreadable};
use super::{answer_rows, attachment_rows};

/// What goes along with a message beside its pictures.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Along {
    pub(crate) variables: Vec<(String, String)>,
    pub(crate) prompt_from: Option<PromptFrom>,
}

/// A message that is not in the database yet.
pub(crate) struct NewTurn<'a> {
    pub(crate) id: &'a str,
    pub(crate) chat: &'a str,
    pub(crate) parent: Option<&'a str>,
    pub(crate) prompt: &'a str,
    pub(crate) along: Along,
    /// Pictures of the draft that go with it.
    pub(crate) attachments: &'a [String],
}

struct Node {
    id: String,
    prompt: String,
    parent: Option<String>,
    shown: Option<String>,
    along: String,
}

/// The turns from the first one to `leaf`, or to the newest when that is not there.
pub(super) fn path(
    connection: &mut Connection,
    chat: &str,
    leaf: Option<&str>,
) -> rusqlite::Result<Vec<Turn>> {
    let nodes = nodes(connection, chat)?;
    let by_id: HashMap<&str, usize> =
        nodes.iter().enumerate().map(|(at, node)| (node.id.as_str(), at)).collect();
    let mut beside: HashMap<Option<&str>, Vec<&str>> = HashMap::new();
    for node in &nodes {
        beside.entry(node.parent.as_deref()).or_default().push(&node.id);
    }
    let mut at = leaf.and_then(|leaf| by_id.get(leaf).copied()).or_else(|| nodes.len().checked_sub(1));
    let mut way = Vec::new();
    while let Some(index) = at {
        // A damaged file may lead in a circle; a path is never longer than there are turns.
        if way.len() > nodes.len() {
            break;
        }
        way.push(index);
        at = nodes.get(index).and_then(|node| by_id.get(node.parent.as_deref()?).copied());
    }
    way.reverse();
    let mut answers = answer_rows::of_chat(connection, chat)?;
    let mut attachments = attachment_rows::of_turns(connection, chat)?;
    way.into_iter()
        .filter_map(|index| nodes.get(index))
        .map(|node| {
            let along: Along = serde_json::from_str(&node.along).map_err(unreadable)?;
            let siblings = beside.get(&node.parent.as_deref()).cloned().unwrap_or_default();
            let place = siblings.iter().position(|one| *one == node.id).unwrap_or_default();
            Ok(Turn {
                id: node.id.clone(),
                prompt: node.prompt.clone(),
                answers: answers.remove(&node.id).unwrap_or_default(),
                parent: node.parent.clone(),
                branches: Branches {
                    at: u32::try_from(place).unwrap_or_default(),
                    of: u32::try_from(siblings.len()).unwrap_or_default(),
                    turns: siblings.into_iter().map(str::to_owned).collect(),
                },
                attachments: attachments.remove(&node.id).unwrap_or_default(),
                variables: along.variables,
                shown: node.shown.clone(),
                prompt_from: along.prompt_from,
            })
        })
        .collect()
}

fn nodes(connection: &Connection, chat: &str) -> rusqlite::Result<Vec<Node>> {
    connection
        .prepare("SELECT id, prompt, parent, shown, along FROM turns WHERE chat = ?1 ORDER BY position")?
        .query_map([chat], |row| {
            Ok(Node {
                id: row.get("id")?,
                prompt: row.get("prompt")?,
                parent: row.get("parent")?,
                shown: row.get("shown")?,
                along: row.get("along")?,
            })
        })?
        .collect()
}

/// Adds a turn, gives the chat its title and empties its draft: what was typed now lives in the turn.
pub(crate) fn add(transaction: &Transaction<'_>, turn: &NewTurn<'_>) -> rusqlite::Result<()> {
    transaction.execute(
        "INSERT INTO turns (id, chat, position, prompt, parent, along)
         VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM turns WHERE chat = ?2), ?3, ?4, ?5)",
        (turn.id, turn.chat, turn.prompt, turn.parent, text(&turn.along)?),
    )?;
    for attachment in turn.attachments {
        attachment_rows::give(transaction, attachment, turn.chat, turn.id)?;
    }
    transaction.execute(
        "UPDATE chats SET draft = '', leaf = ?3, title = CASE title WHEN '' THEN ?2 ELSE title END WHERE id = ?1",
        (turn.chat, title_of(turn.prompt), turn.id),
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

/// Chooses which version of a turn's answer is looked at.
pub(crate) fn show(
    connection: &mut Connection,
    chat: &str,
    turn: &str,
    answer: &str,
) -> rusqlite::Result<()> {
    connection
        .execute(
            "UPDATE turns SET shown = ?3 WHERE id = ?2 AND chat = ?1
               AND EXISTS (SELECT 1 FROM answers WHERE id = ?3 AND turn = ?2)",
            [chat, turn, answer],
        )
        .map(|_| ())
}

/// Makes the path through a turn the one that is looked at: from it on, the newest message each time.
pub(crate) fn branch(connection: &mut Connection, chat: &str, turn: &str) -> rusqlite::Result<bool> {
    let nodes = nodes(connection, chat)?;
    if !nodes.iter().any(|node| node.id == turn) {
        return Ok(false);
    }
    let mut leaf = turn.to_owned();
    // Children come after their parent, so one walk in the order of writing finds the newest at each step.
    while let Some(next) = nodes.iter().rev().find(|node| node.parent.as_deref() == Some(leaf.as_str())) {
        leaf.clone_from(&next.id);
    }
    connection.execute("UPDATE chats SET leaf = ?2 WHERE id = ?1", [chat, &leaf])?;
    Ok(true)
}

/// The chat of a turn's answer, the turn, and the words of the turn.
pub(crate) fn of_answer(
    connection: &Connection,
    answer: &str,
) -> rusqlite::Result<Option<(String, String, String)>> {
    connection
        .query_row(
            "SELECT turns.chat, turns.id, turns.prompt FROM answers JOIN turns ON turns.id = answers.turn WHERE answers.id = ?1",
            [answer],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()
}
