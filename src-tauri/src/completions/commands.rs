//! Commands of the completions room: which pages there are, and a new one. Asking is `playground_ask`.

use tauri::State;
use uuid::Uuid;

use super::rows;
use crate::app::App;
use crate::ipc::failure::Failure;
use crate::playground::chats;
use crate::playground::dto::{Chat, ChatSummary};
use crate::playground::rows::Target;
use crate::store::Store;
use crate::workspaces::rows as workspaces;

/// The pages of completions of the workspace in use, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn completions_list(app: State<'_, App>) -> Result<Vec<ChatSummary>, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    // The first holds what is kept, the other what lasts as long as the app runs.
    let stores: Vec<&Store> = app.chat_stores().collect();
    let mut pages = Vec::new();
    for (at, store) in stores.into_iter().enumerate() {
        let of = workspace.clone();
        pages.extend(store.run(move |connection| rows::list(connection, &of, at == 0)).await?);
    }
    pages.sort_by(|one, other| other.updated_at.total_cmp(&one.updated_at));
    Ok(pages)
}

/// Begins a page with an endpoint, or with one of its served entities.
#[tauri::command]
#[specta::specta]
pub(crate) async fn completions_start(
    app: State<'_, App>,
    endpoint: String,
    entity: Option<String>,
) -> Result<Chat, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    let id = Uuid::new_v4().to_string();
    let target = Target { workspace: workspace.clone(), endpoint, entity };
    let new = id.clone();
    app.store.run(move |connection| rows::start(connection, &new, &target)).await?;
    chats::read(&app, &workspace, &id).await
}
