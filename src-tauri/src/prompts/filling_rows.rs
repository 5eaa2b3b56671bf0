//! What fills a prompt's variables: the last values, which belong to the prompt and to no version, and the prompt that a
//! message came from.

use rusqlite::Connection;

use super::dto::{Prompt, PromptFilling, PromptVariable};
use super::rows;
use crate::playground::dto::PromptFrom;

/// What a message is filled with. `from` is the prompt it is known to come from; without one, a prompt that says the same is
/// taken for it.
pub(crate) fn filling(
    connection: &mut Connection,
    from: Option<&PromptFrom>,
    text: &str,
) -> rusqlite::Result<PromptFilling> {
    let found = match from {
        Some(from) => rows::read(connection, &from.prompt)?,
        None if text.trim().is_empty() => None,
        None => rows::all(connection)?.into_iter().find(|prompt| fields_of(prompt, text).is_some()),
    };
    let Some(prompt) = found else { return Ok(PromptFilling::default()) };
    let version = from.map_or(prompt.version, |from| from.version);
    let fields = match fields_of(&prompt, text) {
        Some(fields) => fields,
        None => rows::versions(connection, &prompt.id)?
            .into_iter()
            .find(|one| one.version == version)
            .map_or(prompt.content.variables, |one| one.content.variables),
    };
    let values = connection
        .prepare("SELECT name, value FROM prompt_values WHERE prompt = ?1 ORDER BY name")?
        .query_map([&prompt.id], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(PromptFilling { prompt: Some(PromptFrom { prompt: prompt.id, version }), fields, values })
}

/// The variables of what is typed, or of the newest version, when that says just this.
fn fields_of(prompt: &Prompt, text: &str) -> Option<Vec<PromptVariable>> {
    prompt
        .draft
        .iter()
        .chain([&prompt.content])
        .find(|one| one.template == text)
        .map(|one| one.variables.clone())
}

/// Keeps these values for next time; the others stay, and an empty one is forgotten. Nothing when the prompt is gone.
pub(crate) fn keep(
    connection: &mut Connection,
    prompt: &str,
    values: &[(String, String)],
) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for (name, value) in values {
        if value.is_empty() {
            transaction
                .execute("DELETE FROM prompt_values WHERE prompt = ?1 AND name = ?2", (prompt, name))?;
        } else {
            transaction.execute(
                "INSERT INTO prompt_values (prompt, name, value) SELECT id, ?2, ?3 FROM prompts WHERE id = ?1
                 ON CONFLICT (prompt, name) DO UPDATE SET value = excluded.value",
                (prompt, name, value),
            )?;
        }
    }
    transaction.commit()
}
