//! Commands of the prompt library.

use tauri::State;
use uuid::Uuid;

use super::dto::{
    ImportedPrompts, Prompt, PromptContent, PromptFile, PromptFormat, PromptSummary, PromptVersion,
};
use super::{files, rows};
use crate::app::App;
use crate::explain::FieldProblem;
use crate::ipc::failure::Failure;

/// Longer than any request may be.
const LONGEST_TEXT: usize = 4 * 1024 * 1024;

/// The prompts that hold all the words; all when there are none.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prompts_list(app: State<'_, App>, words: String) -> Result<Vec<PromptSummary>, Failure> {
    Ok(app.store.run(move |connection| rows::list(connection, &words)).await?)
}

/// One prompt with what is typed over it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prompts_get(app: State<'_, App>, id: String) -> Result<Prompt, Failure> {
    read(&app, id).await
}

async fn read(app: &App, id: String) -> Result<Prompt, Failure> {
    app.store.run(move |connection| rows::read(connection, &id)).await?.ok_or_else(gone)
}

fn gone() -> Failure {
    Failure::here("This prompt is not here any more", "It was deleted. The others are as they were.", "")
}

/// Keeps a new prompt.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prompts_create(app: State<'_, App>, content: PromptContent) -> Result<Prompt, Failure> {
    let content = checked(content)?;
    let id = Uuid::new_v4().to_string();
    let new = id.clone();
    app.store.run(move |connection| rows::create(connection, &[(new, content)], "")).await?;
    read(&app, id).await
}

/// Keeps a new version of a prompt; versions before it stay as they are.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prompts_save(
    app: State<'_, App>,
    id: String,
    content: PromptContent,
) -> Result<Prompt, Failure> {
    let content = checked(content)?;
    let one = id.clone();
    if !app.store.run(move |connection| rows::save(connection, &one, &content)).await? {
        return Err(gone());
    }
    read(&app, id).await
}

/// A prompt has a name, and folders and tags without what is only space.
fn checked(mut content: PromptContent) -> Result<PromptContent, Failure> {
    content.name = content.name.trim().to_owned();
    let folders: Vec<&str> = content.folder.split('/').map(str::trim).filter(|one| !one.is_empty()).collect();
    content.folder = folders.join("/");
    let mut tags: Vec<String> = Vec::new();
    for tag in content.tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty()) {
        if !tags.iter().any(|known| known.eq_ignore_ascii_case(tag)) {
            tags.push(tag.to_owned());
        }
    }
    content.tags = tags;
    let mut problems = Vec::new();
    if content.name.is_empty() {
        problems.push(FieldProblem::block("name", "Give the prompt a name, so that it can be found again."));
    }
    if content.template.len() + content.system.len() > LONGEST_TEXT {
        problems.push(FieldProblem::block("template", "It is longer than the 4 MB a request may have."));
    }
    if problems.is_empty() {
        Ok(content)
    } else {
        Err(Failure::invalid("The prompt was not saved", problems))
    }
}

/// Keeps what is typed and not saved yet; none goes back to the newest version.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prompts_draft_save(
    app: State<'_, App>,
    id: String,
    draft: Option<PromptContent>,
) -> Result<(), Failure> {
    Ok(app.store.run(move |connection| rows::keep_draft(connection, &id, draft.as_ref())).await?)
}

/// The versions of a prompt, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prompts_versions(app: State<'_, App>, id: String) -> Result<Vec<PromptVersion>, Failure> {
    Ok(app.store.run(move |connection| rows::versions(connection, &id)).await?)
}

/// Makes an older version the newest again, as a new one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prompts_restore(
    app: State<'_, App>,
    id: String,
    version: u32,
) -> Result<Prompt, Failure> {
    let one = id.clone();
    if !app.store.run(move |connection| rows::restore(connection, &one, version)).await? {
        return Err(gone());
    }
    read(&app, id).await
}

/// Deletes a prompt with its versions.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prompts_delete(app: State<'_, App>, id: String) -> Result<(), Failure> {
    Ok(app.store.run(move |connection| rows::delete(connection, &id)).await?)
}

/// Reads a file into new prompts; nothing that is here is overwritten.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prompts_import(app: State<'_, App>, text: String) -> Result<ImportedPrompts, Failure> {
    let (prompts, notes) = files::read(&text).map_err(|cause| {
        Failure::here("This file holds no prompts that can be read", "Nothing was added.", &cause)
    })?;
    let new: Vec<(String, PromptContent)> =
        prompts.into_iter().map(|content| (Uuid::new_v4().to_string(), content)).collect();
    let added = new.iter().map(|(id, _)| id.clone()).collect();
    app.store.run(move |connection| rows::create(connection, &new, "Read from a file")).await?;
    Ok(ImportedPrompts { added, notes })
}

/// The newest versions of these prompts as a file's text.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prompts_export(
    app: State<'_, App>,
    ids: Vec<String>,
    format: PromptFormat,
) -> Result<PromptFile, Failure> {
    let mut prompts = Vec::new();
    for id in ids {
        prompts.push(read(&app, id).await?.content);
    }
    files::write(&prompts, format).map_err(|error| Failure::unexpected(&error.to_string()))
}
