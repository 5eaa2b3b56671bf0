//! Commands of the handoff room: write an endpoint or a draft for another tool, keep the text as a file, read one back.

use tauri::State;

use super::dto::{Handoff, HandoffFormat, HandoffImport, HandoffSource, HandoffText};
use super::{import, render, saving, wanted};
use crate::app::App;
use crate::endpoints::commands::read;
use crate::ipc::failure::Failure;

/// No text of this room comes near it.
const LONGEST_TEXT: usize = 8 << 20;

/// The text in that format. An endpoint is read now; nothing is sent besides.
#[tauri::command]
#[specta::specta]
pub(crate) async fn handoff_render(
    app: State<'_, App>,
    what: HandoffSource,
    format: HandoffFormat,
) -> Result<Handoff, Failure> {
    let wanted = match what {
        HandoffSource::Endpoint { name } => {
            let connection = app.connection().await?;
            wanted::of_endpoint(&read(&connection, &name).await?.snapshot.value)
        }
        HandoffSource::Draft { draft } => wanted::of_draft(&draft),
    };
    Ok(render::render(&wanted, format))
}

/// Keeps the text in the downloads folder, under a free name; gives where.
#[tauri::command]
#[specta::specta]
pub(crate) async fn handoff_save(
    app: State<'_, App>,
    text: String,
    file_name: String,
) -> Result<String, Failure> {
    const TITLE: &str = "The file was not saved";
    const MEANING: &str = "Nothing was written. You can copy the text instead.";
    let Some(folder) = app.places.downloads.clone() else {
        return Err(Failure::here(TITLE, MEANING, "This computer names no folder for downloads."));
    };
    if text.len() > LONGEST_TEXT {
        return Err(Failure::here(TITLE, MEANING, "The text is longer than any that this app writes."));
    }
    let saved = tokio::task::spawn_blocking(move || saving::save(&folder, &file_name, &text)).await;
    match saved {
        Ok(Ok(path)) => Ok(path.display().to_string()),
        Ok(Err(error)) => Err(Failure::here(TITLE, MEANING, &format!("The folder answered: {error}."))),
        Err(_) => Err(Failure::unexpected("saving a text ended early")),
    }
}

/// Reads JSON of the API or a bundle into a draft. Nothing in it is run, looked up or kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn handoff_import(text: HandoffText) -> Result<HandoffImport, Failure> {
    Ok(import::import(text.0.expose()))
}
