//! Commands of an edit: open it, keep it, forget it.

use tauri::State;

use super::dto::{EditState, EndpointEdit};
use super::opened::Opened;
use super::rows;
use crate::app::App;
use crate::ipc::failure::Failure;
use crate::workspaces::rows::current;

/// The endpoint, opened for editing: as it stands, and with the unfinished edit.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_edit_get(app: State<'_, App>, name: String) -> Result<EditState, Failure> {
    Opened::read(&app, &name).await?.state(&app).await
}

/// Keeps the unfinished edit as it was typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_edit_save(app: State<'_, App>, edit: EndpointEdit) -> Result<(), Failure> {
    let workspace = current(&app.store).await?;
    rows::keep(&app.store, &workspace, &edit).await?;
    Ok(())
}

/// Forgets the unfinished edit.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_edit_discard(app: State<'_, App>, name: String) -> Result<(), Failure> {
    let workspace = current(&app.store).await?;
    Ok(rows::discard(&app.store, &workspace, &name).await?)
}
