//! Commands of the prompt library.

use tauri::State;
use uuid::Uuid;

use super::dto::{
    ImportedPrompts, Prompt, PromptContent, PromptFile, PromptFilling, PromptFormat, PromptRows,
    PromptSummary, PromptVariable, PromptVersion, VariableKind,
};
use super::{files, filling_rows, folder_rows, rows, table, variables};
use crate::app::App;
use crate::explain::FieldProblem;
use crate::ipc::failure::Failure;
use crate::playground::dto::PromptFrom;

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
    content.folder = folder_of(&content.folder);
    let mut tags: Vec<String> = Vec::new();
    for tag in content.tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty()) {
        if !tags.iter().any(|known| known.eq_ignore_ascii_case(tag)) {
            tags.push(tag.to_owned());
        }
    }
    content.tags = tags;
    let mut problems = Vec::new();
    content.variables = settled(&content, &mut problems);
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

fn folder_of(typed: &str) -> String {
    let folders: Vec<&str> = typed.split('/').map(str::trim).filter(|one| !one.is_empty()).collect();
    folders.join("/")
}

/// What is said of the variables that are there, and says more than their names.
fn settled(content: &PromptContent, problems: &mut Vec<FieldProblem>) -> Vec<PromptVariable> {
    let names = variables::names(&format!("{}\n{}", content.template, content.system));
    let mut kept: Vec<PromptVariable> = Vec::new();
    for one in &content.variables {
        let known = kept.iter().any(|known| known.name == one.name);
        let label = one.label.trim().to_owned();
        if known || !names.contains(&one.name) || (one.kind == VariableKind::Line && label.is_empty()) {
            continue;
        }
        let mut choices: Vec<String> = Vec::new();
        for choice in one.choices.iter().map(|choice| choice.trim()).filter(|choice| !choice.is_empty()) {
            if one.kind == VariableKind::Choice && !choices.iter().any(|known| known == choice) {
                choices.push(choice.to_owned());
            }
        }
        if one.kind == VariableKind::Choice && choices.is_empty() {
            let path = format!("variables.{}", one.name);
            problems.push(FieldProblem::block(&path, "Write at least one choice."));
        }
        kept.push(PromptVariable { label, choices, ..one.clone() });
    }
    kept
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
    let (found, notes) = files::read(&text).map_err(|cause| {
        Failure::here("This file holds no prompts that can be read", "Nothing was added.", &cause)
    })?;
    let (mut new, mut values) = (Vec::new(), Vec::new());
    for one in found {
        let id = Uuid::new_v4().to_string();
        new.push((id.clone(), one.content));
        values.push((id, one.values));
    }
    let added = new.iter().map(|(id, _)| id.clone()).collect();
    app.store
        .run(move |connection| {
            rows::create(connection, &new, "Read from a file")?;
            values.iter().try_for_each(|(id, values)| filling_rows::keep(connection, id, values))
        })
        .await?;
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

/// What a message with variables is filled with. `from` is the saved prompt it came from, as far as that is known.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prompts_filling(
    app: State<'_, App>,
    from: Option<PromptFrom>,
    text: String,
) -> Result<PromptFilling, Failure> {
    Ok(app.store.run(move |connection| filling_rows::filling(connection, from.as_ref(), &text)).await?)
}

/// Keeps what filled a prompt's variables, for next time.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prompts_keep_values(
    app: State<'_, App>,
    id: String,
    values: Vec<(String, String)>,
) -> Result<(), Failure> {
    Ok(app.store.run(move |connection| filling_rows::keep(connection, &id, &values)).await?)
}

/// The rows of a CSV file, which fill variables.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prompts_rows(text: String) -> Result<PromptRows, Failure> {
    table::read(&text).map_err(|cause| {
        Failure::here("This file holds no rows that can be read", "The fields are as they were.", &cause)
    })
}

/// Moves prompts into a folder, each as a new version.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prompts_move(
    app: State<'_, App>,
    ids: Vec<String>,
    folder: String,
) -> Result<(), Failure> {
    let folder = folder_of(&folder);
    Ok(app.store.run(move |connection| folder_rows::move_to(connection, &ids, &folder)).await?)
}

/// Gives a folder another name, with the folders in it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn prompts_rename_folder(
    app: State<'_, App>,
    from: String,
    to: String,
) -> Result<(), Failure> {
    let to = folder_of(&to);
    Ok(app.store.run(move |connection| folder_rows::rename(connection, &from, &to)).await?)
}
