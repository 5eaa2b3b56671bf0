//! Commands of the playground: conversations, their options and drafts, asking and stopping.

use std::sync::Arc;

use gatewright_databricks::serving::Task;
use tauri::State;
use tauri::ipc::Channel;
use uuid::Uuid;

use super::dto::{Answer, AnswerEvent, Ask, Chat, ChatOptions, ChatSummary};
use super::run::{self, Asked};
use super::{prompt, rows};
use crate::app::App;
use crate::ipc::failure::Failure;
use crate::store::StoreError;
use crate::workspaces::rows as workspaces;

/// The conversations of the workspace in use, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_chats(app: State<'_, App>) -> Result<Vec<ChatSummary>, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    Ok(app.store.run(move |connection| rows::list(connection, &workspace)).await?)
}

/// One conversation, whole.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_chat(app: State<'_, App>, id: String) -> Result<Chat, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    read(&app, workspace, id).await
}

async fn read(app: &App, workspace: String, id: String) -> Result<Chat, Failure> {
    let chat = app.store.run(move |connection| rows::read(connection, &workspace, &id)).await?;
    chat.ok_or_else(|| {
        Failure::here(
            "This conversation is not here any more",
            "It was deleted, or belongs to another workspace.",
            "",
        )
    })
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
    read(&app, workspace, id).await
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
    app.store.run(move |connection| rows::retarget(connection, &chat, &target)).await?;
    read(&app, workspace, id).await
}

/// Keeps how the model is asked to answer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_save_options(
    app: State<'_, App>,
    id: String,
    options: ChatOptions,
) -> Result<(), Failure> {
    Ok(app.store.run(move |connection| rows::keep_options(connection, &id, &options)).await?)
}

/// Keeps what was typed and not sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_save_draft(
    app: State<'_, App>,
    id: String,
    text: String,
) -> Result<(), Failure> {
    Ok(app.store.run(move |connection| rows::keep_draft(connection, &id, &text)).await?)
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
    let workspace = workspaces::current(&app.store).await?;
    let chat = read(&app, workspace, ask.chat_id.clone()).await?;
    let (turn_id, before, text) = match &ask.turn_id {
        None => (Uuid::new_v4().to_string(), chat.turns.len(), ask.prompt.clone()),
        Some(id) => {
            let at = chat.turns.iter().position(|turn| turn.id == *id);
            let at =
                at.ok_or_else(|| Failure::here("This prompt is not here any more", "It was deleted.", ""))?;
            (id.clone(), at, chat.turns.get(at).map(|turn| turn.prompt.clone()).unwrap_or_default())
        }
    };
    if text.trim().is_empty() {
        let problem = crate::explain::FieldProblem::block("prompt", "Type something to ask first.");
        return Err(Failure::invalid("There is nothing to ask", vec![problem]));
    }
    let connection = app.connection().await?;
    let completions = connection.known.task_of(&chat.endpoint).is_some_and(|task| task == Task::Completions);
    let client_request_id = Uuid::new_v4().to_string();
    let prompt = prompt::build(&chat, before, &text, completions, &client_request_id)
        .map_err(|problems| Failure::invalid("A parameter needs another look", problems))?;
    let sent = prompt.shown(chat.options.stream);
    let answer = Answer::waiting(&Uuid::new_v4().to_string(), &client_request_id, &sent);
    keep(&app, &ask, &turn_id, &text, &answer).await?;
    let started = AnswerEvent::Started { turn_id: turn_id.clone(), answer: answer.clone() };
    // A window that is gone does not stop the answer: it is in the database when the window comes back.
    let _ = events.send(started);
    // Who stands behind the endpoint is read beside the prompt, not before it: the first word must not wait for it.
    let (about, endpoint) = (Arc::clone(&connection), chat.endpoint.clone());
    tokio::spawn(async move { about.known.about(&about.client, &endpoint).await });
    let asked = Asked { chat: &chat, turn_id: &turn_id, prompt, answer };
    let answer = run::run(&app, &connection, asked, &events).await;
    let finished = answer.clone();
    app.store.run(move |connection| rows::finish(connection, &finished)).await?;
    let _ = events.send(AnswerEvent::Finished { turn_id, answer: answer.clone() });
    Ok(answer)
}

/// The prompt is kept before it is sent: whatever happens then, it is not lost.
async fn keep(app: &App, ask: &Ask, turn: &str, prompt: &str, answer: &Answer) -> Result<(), StoreError> {
    let (chat, turn, prompt, answer) =
        (ask.chat_id.clone(), turn.to_owned(), prompt.to_owned(), answer.clone());
    let new_turn = ask.turn_id.is_none();
    app.store
        .run(move |connection| {
            let transaction = connection.transaction()?;
            if new_turn {
                rows::add_turn(&transaction, &chat, &turn, &prompt)?;
            }
            rows::add_answer(&transaction, &chat, &turn, &answer)?;
            transaction.commit()
        })
        .await
}

/// Stops an answer: the connection is closed, the part that came is kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_stop(app: State<'_, App>, answer_id: String) -> Result<(), Failure> {
    app.asks.stop(&answer_id);
    Ok(())
}

/// Deletes a conversation and everything said in it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn playground_delete(app: State<'_, App>, id: String) -> Result<(), Failure> {
    let workspace = workspaces::current(&app.store).await?;
    Ok(app.store.run(move |connection| rows::delete(connection, &workspace, &id)).await?)
}
