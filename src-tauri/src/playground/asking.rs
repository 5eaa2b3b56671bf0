//! One question, from what was typed to what is kept of its answer. The prompt is kept before it is sent, and goes out once:
//! a conversation that is being answered takes no second one, wherever it comes from.

use std::sync::Arc;

use gatewright_databricks::serving::Task;
use tauri::ipc::Channel;
use uuid::Uuid;

use super::dto::{Answer, AnswerEvent, AnswerOutcome, Ask, Chat, ChatKind, RawCall, Turn};
use super::prompt::{self, Own, Prompt, Said};
use super::run::{self, Asked};
use super::turn_rows::{Along, NewTurn};
use super::{answer_rows, attachment_rows, sent_rows, turn_rows};
use super::{cache, chats};
use crate::app::App;
use crate::explain::FieldProblem;
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;
use crate::workspaces::rows as workspaces;

/// What Databricks takes as one request, in bytes.
const LARGEST: usize = 4 * 1024 * 1024;

/// Where in the conversation a question stands.
struct Place {
    turn: String,
    /// None: the turn is there already.
    new: Option<Along>,
    parent: Option<String>,
    /// How many turns of the path come before it.
    before: usize,
    own: Own,
}

/// Asks. Gives the answer when it has ended, however it ended: failures of the call itself are in `answer.failure`.
pub(crate) async fn ask(app: &App, ask: Ask, events: &Channel<AnswerEvent>) -> Result<Answer, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    let Some(_claim) = app.asks.claim(&ask.chat_id) else { return Err(busy()) };
    let chat = chats::read(app, &workspace, &ask.chat_id).await?;
    let place = place(app, &chat, &ask).await?;
    if place.own.prompt.trim().is_empty() {
        let problem = FieldProblem::block("prompt", "Type something to ask first.");
        return Err(Failure::invalid("There is nothing to ask", vec![problem]));
    }
    let connection = app.connection().await?;
    let completions = asks_for_completions(&connection, &chat).await;
    let context = context(app, &chat, place.before).await?;
    let client_request_id = Uuid::new_v4().to_string();
    let prompt = prompt::build(&chat.options, &context, &place.own, completions, &client_request_id)
        .map_err(|problems| Failure::invalid("A parameter needs another look", problems))?;
    let body = prompt.body(chat.options.stream);
    small_enough(&body)?;
    let looked = cache::look(app, &workspace, &connection, &chat, &body).await?;
    let kept = kept_body(app, &chat, &prompt, &body, &context).await?;
    let answer = Answer::waiting(&Uuid::new_v4().to_string(), &client_request_id);
    keep(app, &chat, &ask, &place, &answer, &kept).await?;
    let started = AnswerEvent::Started { turn_id: place.turn.clone(), answer: answer.clone() };
    // A window that is gone does not stop the answer: it is in the database when the window comes back.
    let _ = events.send(started);
    let (answer, call) = match looked.as_ref().and_then(|looked| looked.answer(&answer)) {
        Some(answer) => (answer, RawCall::default()),
        None => answered(app, &connection, &chat, &place.turn, prompt, answer, events).await,
    };
    let finished = answer.clone();
    app.store_of(&chat.id).run(move |store| answer_rows::finish(store, &finished, Some(&call))).await?;
    if let Some(looked) = looked {
        looked.keep(app, &answer).await?;
    }
    let _ = events.send(AnswerEvent::Finished { turn_id: place.turn, answer: answer.clone() });
    Ok(answer)
}

/// Whether the endpoint goes on with a text. It is read when nobody has read it yet: the wrong form would be refused.
async fn asks_for_completions(connection: &Connection, chat: &Chat) -> bool {
    if chat.kind == ChatKind::Completion {
        return true;
    }
    if connection.known.task_of(&chat.endpoint).is_none() {
        connection.known.about(&connection.client, &chat.endpoint).await;
    }
    connection.known.task_of(&chat.endpoint).is_some_and(|task| task == Task::Completions)
}

async fn answered(
    app: &App,
    connection: &Arc<Connection>,
    chat: &Chat,
    turn_id: &str,
    prompt: Prompt,
    answer: Answer,
    events: &Channel<AnswerEvent>,
) -> (Answer, RawCall) {
    // Who stands behind the endpoint is read beside the prompt, not before it: the first word must not wait for it.
    let (about, endpoint) = (Arc::clone(connection), chat.endpoint.clone());
    tokio::spawn(async move { about.known.about(&about.client, &endpoint).await });
    run::run(app, connection, Asked { chat, turn_id, prompt, answer }, events).await
}

fn busy() -> Failure {
    Failure::here(
        "This conversation is being answered",
        "Its last question is on its way, from this window or another one. Wait for the answer or stop it, then ask again. \
         What you typed is still there.",
        "",
    )
}

fn small_enough(body: &serde_json::Value) -> Result<(), Failure> {
    let bytes = body.to_string().len();
    if bytes <= LARGEST {
        return Ok(());
    }
    let mb = |bytes: usize| (bytes as f64 / 1024.0 / 1024.0 * 10.0).ceil() / 10.0;
    let said = format!(
        "The request would be {} MB; Databricks takes at most 4 MB. Remove a picture, shorten the text, or begin a new \
         conversation: earlier messages and pictures are sent along each time.",
        mb(bytes)
    );
    Err(Failure::invalid("This is too large to send", vec![FieldProblem::block("prompt", said)]))
}

async fn place(app: &App, chat: &Chat, ask: &Ask) -> Result<Place, Failure> {
    let lost = || {
        Failure::here("This prompt is not here any more", "It was deleted, or stands on another branch.", "")
    };
    let at = |id: &str| chat.turns.iter().position(|turn| turn.id == id);
    if let Some(id) = &ask.turn_id {
        let before = at(id).ok_or_else(lost)?;
        let (of, turn) = (chat.id.clone(), id.clone());
        let pictures =
            app.store_of(&chat.id).run(move |store| sent_rows::pictures(store, &of, &turn)).await?;
        let prompt = chat.turns.get(before).map(|turn| turn.prompt.clone()).unwrap_or_default();
        return Ok(Place {
            turn: id.clone(),
            new: None,
            parent: None,
            before,
            own: Own { prompt, pictures },
        });
    }
    let (before, parent) = match &ask.edit_of {
        Some(id) => {
            let before = at(id).ok_or_else(lost)?;
            (before, chat.turns.get(before).and_then(|turn| turn.parent.clone()))
        }
        None => (chat.turns.len(), chat.turns.last().map(|turn| turn.id.clone())),
    };
    let ids = ask.attachments.clone();
    let pictures = app
        .store_of(&chat.id)
        .run(move |store| {
            ids.iter()
                .filter_map(|id| attachment_rows::content(store, id).transpose())
                .collect::<Result<Vec<_>, _>>()
        })
        .await?
        .into_iter()
        .map(|(media_type, bytes)| prompt::Picture { media_type, bytes })
        .collect();
    let along = Along { variables: ask.variables.clone(), prompt_from: ask.prompt_from.clone() };
    let own = Own { prompt: ask.prompt.clone(), pictures };
    Ok(Place { turn: Uuid::new_v4().to_string(), new: Some(along), parent, before, own })
}

/// What was said before, as a model wants it: a turn that got no text is left out whole, so that roles alternate.
async fn context(app: &App, chat: &Chat, before: usize) -> Result<Vec<Said>, Failure> {
    if chat.kind == ChatKind::Completion {
        return Ok(Vec::new());
    }
    let mut said = Vec::new();
    for turn in chat.turns.iter().take(before) {
        let Some(answer) = spoken(turn) else { continue };
        let pictures = if turn.attachments.is_empty() {
            Vec::new()
        } else {
            let (of, id) = (chat.id.clone(), turn.id.clone());
            app.store_of(&chat.id).run(move |store| sent_rows::pictures(store, &of, &id)).await?
        };
        said.push(Said {
            answer: answer.id.clone(),
            prompt: turn.prompt.clone(),
            pictures,
            text: answer.text.clone(),
        });
    }
    Ok(said)
}

/// The version of a turn's answer that the conversation goes on from.
fn spoken(turn: &Turn) -> Option<&Answer> {
    let speaks = |answer: &&Answer| {
        !answer.text.trim().is_empty()
            && !matches!(answer.outcome, AnswerOutcome::Waiting | AnswerOutcome::Failed)
    };
    let shown = turn.answers.iter().find(|answer| Some(&answer.id) == turn.shown.as_ref()).filter(speaks);
    shown.or_else(|| turn.answers.iter().rev().find(speaks))
}

/// The form the body is kept in.
async fn kept_body(
    app: &App,
    chat: &Chat,
    prompt: &Prompt,
    body: &serde_json::Value,
    context: &[Said],
) -> Result<String, Failure> {
    if matches!(prompt, Prompt::Completion(_)) {
        return Ok(body.to_string());
    }
    let last = match context.last() {
        Some(said) => {
            let id = said.answer.clone();
            app.store_of(&chat.id)
                .run(move |store| answer_rows::call(store, &id))
                .await?
                .map(|(kept, _)| kept)
        }
        None => None,
    };
    Ok(sent_rows::keep(body, chat.options.system.trim(), context, last.as_deref()))
}

/// The prompt is kept before it is sent: whatever happens then, it is not lost.
async fn keep(
    app: &App,
    chat: &Chat,
    ask: &Ask,
    place: &Place,
    answer: &Answer,
    kept: &str,
) -> Result<(), Failure> {
    let (id, turn, parent) = (chat.id.clone(), place.turn.clone(), place.parent.clone());
    let (prompt, attachments, along) = (place.own.prompt.clone(), ask.attachments.clone(), place.new.clone());
    let (answer, kept) = (answer.clone(), kept.to_owned());
    let written = app.store_of(&chat.id).run(move |store| {
        let transaction = store.transaction()?;
        if let Some(along) = along {
            let parent = parent.as_deref();
            let new =
                NewTurn { id: &turn, chat: &id, parent, prompt: &prompt, along, attachments: &attachments };
            turn_rows::add(&transaction, &new)?;
        }
        answer_rows::add(&transaction, &id, &turn, &answer, &kept)?;
        transaction.commit()
    });
    Ok(written.await?)
}
