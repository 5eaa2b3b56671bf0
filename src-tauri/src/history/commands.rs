//! Commands of the history: searching, how long things are kept, deleting. A star is set by the playground.

use tauri::State;

use super::deletion_rows::{self as deletion, Doomed};
use super::dto::{HistoryDeleted, HistoryPage, HistoryRetention, HistorySearch};
use super::{retention, rows};
use crate::app::App;
use crate::ipc::failure::Failure;
use crate::workspaces::rows as workspaces;

/// What was asked and answered in the workspace in use, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn history_search(
    app: State<'_, App>,
    search: HistorySearch,
) -> Result<HistoryPage, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    Ok(app.store.run(move |connection| rows::search(connection, &workspace, &search)).await?)
}

/// How long conversations are kept on this computer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn history_retention_get(app: State<'_, App>) -> Result<HistoryRetention, Failure> {
    Ok(retention::read(&app).await?)
}

/// Sets how long conversations are kept: 7, 30, 90 or 365 days, or none for as long as nobody deletes them. What is older goes
/// at once, in every workspace; what has a star stays.
#[tauri::command]
#[specta::specta]
pub(crate) async fn history_retention_set(
    app: State<'_, App>,
    days: Option<u32>,
) -> Result<HistoryRetention, Failure> {
    retention::set(&app, days).await
}

/// Deletes conversations and runs of embeddings, by their ids. They cannot be brought back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn history_delete(app: State<'_, App>, ids: Vec<String>) -> Result<HistoryDeleted, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    Ok(deletion::delete(&app, Doomed::These { workspace, ids }).await?)
}

/// Deletes the whole history of the workspace in use, or all of it without a star.
#[tauri::command]
#[specta::specta]
pub(crate) async fn history_clear(
    app: State<'_, App>,
    keep_starred: bool,
) -> Result<HistoryDeleted, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    Ok(deletion::delete(&app, Doomed::OfWorkspace { workspace, keep_starred }).await?)
}
