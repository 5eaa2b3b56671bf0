//! Commands of the playground: conversations, asking and stopping. What belongs to the message being typed is in
//! `draft_commands.rs`.

use tauri::State;
use tauri::ipc::Channel;
use uuid::Uuid;

use super::dto::{Answer, AnswerEvent, Ask, Chat, ChatSummary, RawCall};
use super::{asking, chats, rows, sent_rows, turn_rows};
use crate::app::App;
use crate::ipc::failure::Failure;
use crate::workspaces::rows as workspaces;

/// The conversations of the workspace in use, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_chats(app: State<'_, App>) -> Result<Vec<ChatSummary>, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    chats::list(&app, &workspace).await
}

/// One conversation along the path that is looked at.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_chat(app: State<'_, App>, id: String) -> Result<Chat, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    chats::read(&app, &workspace, &id).await
}

/// Begins a conversation with an endpoint, or with one of its served entities.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_start(
    app: State<'_, App>,
    endpoint: String,
    entity: Option<String>,
) -> Result<Chat, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    let id = Uuid::new_v4().to_string();
    let target = rows::Target { workspace: workspace.clone(), endpoint, entity };
    let new = id.clone();
    app.store.run(move |connection| rows::start(connection, &new, &target)).await?;
    chats::read(&app, &workspace, &id).await
}

/// Points the conversation at another endpoint or entity.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_target(
    app: State<'_, App>,
    id: String,
    endpoint: String,
    entity: Option<String>,
) -> Result<Chat, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    let target = rows::Target { workspace: workspace.clone(), endpoint, entity };
    let chat = id.clone();
    app.store_of(&id).run(move |connection| rows::retarget(connection, &chat, &target)).await?;
    chats::read(&app, &workspace, &id).await
}

/// Asks. Answers when the answer has ended, however it ended: failures of the call itself are in `answer.failure`.
/// The prompt goes to the workspace once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_ask(
    app: State<'_, App>,
    ask: Ask,
    events: Channel<AnswerEvent>,
) -> Result<Answer, Failure> {
    asking::ask(&app, ask, &events).await
}

/// Stops an answer: the connection is closed, the part that came is kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_stop(app: State<'_, App>, answer_id: String) -> Result<(), Failure> {
    app.asks.stop(&answer_id);
    Ok(())
}

/// Chooses which version of an answer is looked at; what follows goes on from it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_show(
    app: State<'_, App>,
    chat_id: String,
    turn_id: String,
    answer_id: String,
) -> Result<(), Failure> {
    let store = app.store_of(&chat_id).clone();
    Ok(store.run(move |connection| turn_rows::show(connection, &chat_id, &turn_id, &answer_id)).await?)
}

/// Makes the path through a message the one that is looked at.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_branch(
    app: State<'_, App>,
    chat_id: String,
    turn_id: String,
) -> Result<Chat, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    let id = chat_id.clone();
    let there =
        app.store_of(&chat_id).run(move |connection| turn_rows::branch(connection, &id, &turn_id)).await?;
    if !there {
        return Err(Failure::here("This message is not here any more", "It was deleted.", ""));
    }
    chats::read(&app, &workspace, &chat_id).await
}

/// The call of an answer as it went over the wire.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_raw(app: State<'_, App>, answer_id: String) -> Result<RawCall, Failure> {
    for store in app.chat_stores() {
        let id = answer_id.clone();
        if let Some(call) = store.run(move |connection| sent_rows::call(connection, &id)).await? {
            return Ok(call);
        }
    }
    Err(Failure::here("This answer is not here any more", "It was deleted with its conversation.", ""))
}

/// Gives a conversation another title.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_rename(app: State<'_, App>, id: String, title: String) -> Result<(), Failure> {
    let store = app.store_of(&id).clone();
    let title: String = title.trim().chars().take(200).collect();
    Ok(store.run(move |connection| rows::rename(connection, &id, &title)).await?)
}

/// Puts a star on a conversation or takes it off.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_star(app: State<'_, App>, id: String, on: bool) -> Result<(), Failure> {
    let store = app.store_of(&id).clone();
    Ok(store.run(move |connection| rows::star(connection, &id, on)).await?)
}

/// Whether a conversation is kept on this computer. One that is not is in memory alone and gone when the app ends.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_record(app: State<'_, App>, id: String, on: bool) -> Result<(), Failure> {
    let Some(_claim) = app.asks.claim(&id) else {
        return Err(Failure::here(
            "This conversation is being answered",
            "Wait for the answer or stop it first.",
            "",
        ));
    };
    chats::record(&app, &id, on).await
}

/// Deletes a conversation and everything said in it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_delete(app: State<'_, App>, id: String) -> Result<(), Failure> {
    let workspace = workspaces::current(&app.store).await?;
    chats::delete(&app, &workspace, &id).await
}
