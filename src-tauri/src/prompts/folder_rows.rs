//! Moving prompts between folders. The folder is part of what a version keeps, so each move is a version that says so; what
//! is typed moves along and stays typed.

use rusqlite::Connection;

use super::dto::Prompt;
use super::rows;

/// Moves these prompts into a folder; `""` is the top.
pub(crate) fn move_to(connection: &mut Connection, ids: &[String], folder: &str) -> rusqlite::Result<()> {
    refolder(connection, &note(folder), |prompt, _| ids.contains(&prompt.id).then(|| folder.to_owned()))
}

/// Gives a folder another name, with the folders in it.
pub(crate) fn rename(connection: &mut Connection, from: &str, to: &str) -> rusqlite::Result<()> {
    refolder(connection, &note(to), |_, folder| {
        let rest = folder.strip_prefix(from)?;
        match rest.strip_prefix('/') {
            _ if rest.is_empty() => Some(to.to_owned()),
            Some(inner) if to.is_empty() => Some(inner.to_owned()),
            Some(inner) => Some(format!("{to}/{inner}")),
            None => None,
        }
    })
}

fn note(folder: &str) -> String {
    if folder.is_empty() { "Moved to the top".to_owned() } else { format!("Moved to {folder}") }
}

/// `new`: where what stands in this folder goes; none leaves it.
fn refolder(
    connection: &mut Connection,
    note: &str,
    new: impl Fn(&Prompt, &str) -> Option<String>,
) -> rusqlite::Result<()> {
    let prompts = rows::all(connection)?;
    let transaction = connection.transaction()?;
    for prompt in prompts {
        if let Some(folder) = new(&prompt, &prompt.content.folder) {
            let mut content = prompt.content.clone();
            content.folder = folder;
            rows::add_version(&transaction, &prompt.id, &content, note)?;
        }
        let Some(draft) = &prompt.draft else { continue };
        if let Some(folder) = new(&prompt, &draft.folder) {
            let mut draft = draft.clone();
            draft.folder = folder;
            rows::put_draft(&transaction, &prompt.id, Some(&draft))?;
        }
    }
    transaction.commit()
}
