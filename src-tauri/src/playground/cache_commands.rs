//! Commands of the cache of answers: how much is in it, and emptying it. Whether it is used is an option of a conversation.

use serde::Serialize;
use specta::Type;
use tauri::State;

use super::cache_rows;
use crate::app::App;
use crate::clock;
use crate::ipc::failure::Failure;

/// What the cache could answer with.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CacheState {
    pub(crate) entries: u32,
    /// How long the answers are together; they are those of the conversations and take no room of their own.
    #[specta(type = u32)]
    pub(crate) bytes: f64,
    #[specta(type = Option<u32>)]
    pub(crate) oldest_at: Option<f64>,
}

/// How many answers are remembered, in all workspaces.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cache_state(app: State<'_, App>) -> Result<CacheState, Failure> {
    let (entries, bytes, oldest) = app.store.run(cache_rows::state).await?;
    Ok(CacheState { entries, bytes: clock::to_ui(bytes), oldest_at: oldest.map(clock::to_ui) })
}

/// Forgets all remembered answers: whatever is asked next is sent. Conversations keep their answers.
#[tauri::command]
#[specta::specta]
pub(crate) async fn cache_clear(app: State<'_, App>) -> Result<(), Failure> {
    Ok(app.store.run(cache_rows::clear).await?)
}
