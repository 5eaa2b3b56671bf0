//! Commands for the unfinished new endpoint: it survives leaving the page, the app and a crash.

use tauri::State;

use super::draft_rows;
use super::dto::{EndpointDraft, SavedDraft};
use crate::app::App;
use crate::clock;
use crate::ipc::failure::Failure;
use crate::workspaces::rows;

/// The draft of the workspace in use.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_draft_get(app: State<'_, App>) -> Result<Option<SavedDraft>, Failure> {
    let workspace = rows::current(&app.store).await?;
    Ok(draft_rows::read(&app.store, &workspace).await?)
}

/// Keeps the draft as typed; gives when.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_draft_save(
    app: State<'_, App>,
    draft: EndpointDraft,
    step: String,
) -> Result<Milliseconds, Failure> {
    let workspace = rows::current(&app.store).await?;
    let at = draft_rows::keep(&app.store, &workspace, &draft, step).await?;
    Ok(Milliseconds(clock::to_ui(at)))
}

/// Milliseconds since 1970.
#[derive(Debug, Clone, Copy, serde::Serialize, specta::Type)]
#[serde(transparent)]
pub(crate) struct Milliseconds(#[specta(type = u32)] f64);

/// Forgets the draft.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_draft_discard(app: State<'_, App>) -> Result<(), Failure> {
    let workspace = rows::current(&app.store).await?;
    Ok(draft_rows::discard(&app.store, &workspace).await?)
}
