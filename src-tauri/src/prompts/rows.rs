//! Saved prompts in the local database. A version is written once; what is typed and not saved stands beside the versions.

use rusqlite::{Connection, OptionalExtension, Row, Transaction};

use super::dto::{Prompt, PromptContent, PromptSummary, PromptVersion};
use crate::clock;

/// Versions of a prompt that are kept.
const KEPT: u32 = 500;

fn unreadable(error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
}

fn text(content: &PromptContent) -> rusqlite::Result<String> {
    serde_json::to_string(content).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

fn content_of(text: &str) -> rusqlite::Result<PromptContent> {
    serde_json::from_str(text).map_err(unreadable)
}

const NEWEST: &str =
    "SELECT prompts.id, prompts.draft, prompts.updated_at, prompt_versions.version, prompt_versions.content
  FROM prompts JOIN prompt_versions ON prompt_versions.prompt = prompts.id AND prompt_versions.version =
    (SELECT max(version) FROM prompt_versions WHERE prompt = prompts.id)";

fn prompt_of(row: &Row<'_>) -> rusqlite::Result<Prompt> {
    let draft: Option<String> = row.get("draft")?;
    Ok(Prompt {
        id: row.get("id")?,
        version: row.get("version")?,
        content: content_of(&row.get::<_, String>("content")?)?,
        draft: draft.as_deref().map(content_of).transpose()?,
        updated_at: clock::to_ui(row.get("updated_at")?),
    })
}

/// The prompts that hold all the words, in their name, folder, tags or texts; by folder and name. What is typed counts.
pub(crate) fn list(connection: &mut Connection, words: &str) -> rusqlite::Result<Vec<PromptSummary>> {
    let words: Vec<String> = words.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let mut found: Vec<PromptSummary> = all(connection)?
        .into_iter()
        .filter_map(|prompt| {
            let drafted = prompt.draft.is_some();
            let shown = prompt.draft.unwrap_or(prompt.content);
            let all = [&shown.name, &shown.folder, &shown.tags.join(" "), &shown.system, &shown.template]
                .map(|text| text.to_lowercase())
                .join("\n");
            words.iter().all(|word| all.contains(word)).then_some(PromptSummary {
                id: prompt.id,
                name: shown.name,
                folder: shown.folder,
                tags: shown.tags,
                version: prompt.version,
                drafted,
                updated_at: prompt.updated_at,
            })
        })
        .collect();
    found.sort_by_key(|one| (one.folder.to_lowercase(), one.name.to_lowercase(), one.id.clone()));
    Ok(found)
}

/// Every prompt.
pub(crate) fn all(connection: &Connection) -> rusqlite::Result<Vec<Prompt>> {
    connection.prepare(NEWEST)?.query_map([], prompt_of)?.collect()
}

/// One prompt; none when it was deleted.
pub(crate) fn read(connection: &mut Connection, id: &str) -> rusqlite::Result<Option<Prompt>> {
    connection.query_row(&format!("{NEWEST} WHERE prompts.id = ?1"), [id], prompt_of).optional()
}

/// Keeps new prompts, each as its first version.
pub(crate) fn create(
    connection: &mut Connection,
    new: &[(String, PromptContent)],
    note: &str,
) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for (id, content) in new {
        transaction.execute(
            "INSERT INTO prompts (id, draft, updated_at) VALUES (?1, NULL, ?2)",
            (id, clock::now_ms()),
        )?;
        add_version(&transaction, id, content, note)?;
    }
    transaction.commit()
}

/// What is as the newest version is no new one.
pub(crate) fn add_version(
    transaction: &Transaction<'_>,
    id: &str,
    content: &PromptContent,
    note: &str,
) -> rusqlite::Result<()> {
    if newest(transaction, id)?.as_ref() == Some(content) {
        return Ok(());
    }
    transaction.execute(
        "INSERT INTO prompt_versions (prompt, version, content, note, saved_at)
         SELECT ?1, coalesce(max(version), 0) + 1, ?2, ?3, ?4 FROM prompt_versions WHERE prompt = ?1",
        (id, text(content)?, note, clock::now_ms()),
    )?;
    transaction
        .execute(
            "DELETE FROM prompt_versions WHERE prompt = ?1 AND version <=
               (SELECT max(version) FROM prompt_versions WHERE prompt = ?1) - ?2",
            (id, KEPT),
        )
        .map(|_| ())
}

/// Compared as what it says: an older version of the app wrote the same in other words.
fn newest(connection: &Connection, id: &str) -> rusqlite::Result<Option<PromptContent>> {
    connection
        .query_row(
            "SELECT content FROM prompt_versions WHERE prompt = ?1 ORDER BY version DESC LIMIT 1",
            [id],
            |row| content_of(&row.get::<_, String>(0)?),
        )
        .optional()
}

/// Keeps a new version, unless it is what the newest one is. What was typed is in it now. False when there is no such prompt.
pub(crate) fn save(connection: &mut Connection, id: &str, content: &PromptContent) -> rusqlite::Result<bool> {
    let transaction = connection.transaction()?;
    let here = settle(&transaction, id)?;
    if here {
        add_version(&transaction, id, content, "")?;
    }
    transaction.commit()?;
    Ok(here)
}

fn settle(transaction: &Transaction<'_>, id: &str) -> rusqlite::Result<bool> {
    let now = clock::now_ms();
    transaction
        .execute("UPDATE prompts SET draft = NULL, updated_at = ?2 WHERE id = ?1", (id, now))
        .map(|rows| rows > 0)
}

/// Makes an older version the newest again. What was typed meanwhile becomes a version of its own before. False when the
/// version is not there.
pub(crate) fn restore(connection: &mut Connection, id: &str, version: u32) -> rusqlite::Result<bool> {
    let transaction = connection.transaction()?;
    let found: Option<(String, Option<String>)> = transaction
        .query_row(
            "SELECT content, (SELECT draft FROM prompts WHERE id = ?1) FROM prompt_versions
             WHERE prompt = ?1 AND version = ?2",
            (id, version),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let Some((content, draft)) = found else { return Ok(false) };
    if let Some(draft) = draft {
        add_version(&transaction, id, &content_of(&draft)?, "Typed before going back")?;
    }
    add_version(&transaction, id, &content_of(&content)?, &format!("Went back to version {version}"))?;
    settle(&transaction, id)?;
    transaction.commit()?;
    Ok(true)
}

/// Keeps what is typed; none forgets it. What is as saved is no draft.
pub(crate) fn keep_draft(
    connection: &mut Connection,
    id: &str,
    draft: Option<&PromptContent>,
) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    put_draft(&transaction, id, draft)?;
    transaction.commit()
}

pub(crate) fn put_draft(
    transaction: &Transaction<'_>,
    id: &str,
    draft: Option<&PromptContent>,
) -> rusqlite::Result<()> {
    let saved = newest(transaction, id)?;
    let draft = draft.filter(|draft| saved.as_ref() != Some(draft)).map(text).transpose()?;
    transaction.execute("UPDATE prompts SET draft = ?2 WHERE id = ?1", (id, draft)).map(|_| ())
}

/// The versions of a prompt, newest first.
pub(crate) fn versions(connection: &mut Connection, id: &str) -> rusqlite::Result<Vec<PromptVersion>> {
    connection
        .prepare(
            "SELECT version, content, note, saved_at FROM prompt_versions WHERE prompt = ?1 ORDER BY version DESC",
        )?
        .query_map([id], |row| {
            Ok(PromptVersion {
                version: row.get("version")?,
                note: row.get("note")?,
                saved_at: clock::to_ui(row.get("saved_at")?),
                content: content_of(&row.get::<_, String>("content")?)?,
            })
        })?
        .collect()
}

/// Deletes a prompt with its versions.
pub(crate) fn delete(connection: &mut Connection, id: &str) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM prompts WHERE id = ?1", [id]).map(|_| ())
}
