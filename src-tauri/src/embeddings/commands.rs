//! Commands of the embeddings room: compare texts, stop, look at what was compared before, keep it as a file, and the draft.

use tauri::State;
use uuid::Uuid;

use super::dto::{
    EmbeddingAsk, EmbeddingDraft, EmbeddingFile, EmbeddingRun, EmbeddingRunSummary, EmbeddingTarget,
};
use super::{ask, export, rows, vectors};
use crate::app::App;
use crate::clock;
use crate::explain::FieldProblem;
use crate::handoff::saving;
use crate::history::deletion_rows::{self, Doomed};
use crate::ipc::failure::Failure;
use crate::prices::commands as prices;
use crate::prices::cost::Counts;
use crate::workspaces::rows as workspaces;

/// More texts than this make no table one can read.
const MOST_TEXTS: usize = 200;

/// Turns texts into vectors with one or two models and compares them. A model that fails says why in its side. None when
/// the person stopped it; nothing is kept then. Each text is sent once to each model.
#[tauri::command]
#[specta::specta]
pub(crate) async fn embeddings_compare(
    app: State<'_, App>,
    ask: EmbeddingAsk,
) -> Result<Option<EmbeddingRun>, Failure> {
    check(&ask)?;
    let running = app.asks.begin(&ask.name);
    let connection = app.connection().await?;
    let workspace = connection.workspace.id.clone();
    let answered = tokio::select! {
        biased;
        () = running.stopped() => return Ok(None),
        answered = Box::pin(ask::ask_all(&connection, &ask.targets, &ask.texts, &ask.name)) => answered,
    };
    let answered = priced(&app, answered).await;
    let at = clock::now_ms();
    let texts = ask.texts;
    let (run, kept) = tokio::task::spawn_blocking(move || {
        let (mut sides, mut kept) = (Vec::new(), Vec::new());
        for one in answered {
            let mut side = one.side;
            side.picture = (!one.vectors.is_empty()).then(|| vectors::picture(&one.vectors));
            sides.push(side);
            kept.push(one.vectors);
        }
        (EmbeddingRun { id: Uuid::new_v4().to_string(), at: clock::to_ui(at), texts, sides }, kept)
    })
    .await
    .map_err(|_| Failure::unexpected("comparing vectors ended early"))?;
    let shown = run.clone();
    app.store.run(move |connection| rows::keep(connection, &workspace, (&run, at), &kept)).await?;
    Ok(Some(shown))
}

/// With what each model's tokens cost, where its price is known.
async fn priced(app: &App, mut answered: Vec<ask::Answered>) -> Vec<ask::Answered> {
    for one in &mut answered {
        let side = &mut one.side;
        if let (Some(provider), Some(model), Some(tokens)) = (&one.provider, &side.model, side.tokens) {
            let counts = Counts { prompt: tokens, estimated: side.estimated_tokens, ..Counts::default() };
            side.cost = prices::cost_of(app, provider, model, counts).await;
        }
    }
    answered
}

fn check(ask: &EmbeddingAsk) -> Result<(), Failure> {
    let mut problems = Vec::new();
    if ask.texts.is_empty() {
        problems.push(FieldProblem::block("texts", "Type a text first."));
    }
    if ask.texts.len() > MOST_TEXTS {
        let said =
            format!("{} texts are more than the {MOST_TEXTS} that can be compared at once.", ask.texts.len());
        problems.push(FieldProblem::block("texts", said));
    }
    for (at, text) in ask.texts.iter().enumerate() {
        if text.trim().is_empty() {
            problems.push(FieldProblem::block(format!("texts.{at}"), "This text is empty."));
        } else if ask::too_long(text) {
            let said = "This text alone is longer than the 4 MB that one request may have.";
            problems.push(FieldProblem::block(format!("texts.{at}"), said));
        }
    }
    if ask.targets.is_empty() || ask.targets.len() > 2 {
        problems.push(FieldProblem::block("targets", "Choose one model, or two."));
    }
    let named = |target: &EmbeddingTarget| !target.endpoint.is_empty();
    if !ask.targets.iter().all(named) {
        problems.push(FieldProblem::block("targets", "Choose an endpoint for embeddings."));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Failure::invalid("These texts cannot be compared yet", problems))
    }
}

/// Stops a comparison under way: connections are closed, nothing more is sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn embeddings_stop(app: State<'_, App>, name: String) -> Result<(), Failure> {
    app.asks.stop(&name);
    Ok(())
}

/// The comparisons kept for the workspace in use, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn embeddings_runs(app: State<'_, App>) -> Result<Vec<EmbeddingRunSummary>, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    Ok(app.store.run(move |connection| rows::list(connection, &workspace)).await?)
}

/// One of them, whole.
#[tauri::command]
#[specta::specta]
pub(crate) async fn embeddings_run(app: State<'_, App>, id: String) -> Result<EmbeddingRun, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    let run = app.store.run(move |connection| rows::read(connection, &workspace, &id)).await?;
    run.ok_or_else(|| {
        Failure::here(
            "This comparison is not here any more",
            "It was deleted, made room for newer ones, or belongs to another workspace.",
            "",
        )
    })
}

/// Deletes a comparison and its vectors.
#[tauri::command]
#[specta::specta]
pub(crate) async fn embeddings_delete(app: State<'_, App>, id: String) -> Result<(), Failure> {
    let workspace = workspaces::current(&app.store).await?;
    deletion_rows::delete(&app, Doomed::These { workspace, ids: vec![id] }).await?;
    Ok(())
}

/// Keeps one model's part of a comparison as a file in the downloads folder; gives where.
#[tauri::command]
#[specta::specta]
pub(crate) async fn embeddings_export(
    app: State<'_, App>,
    id: String,
    side: u32,
    file: EmbeddingFile,
) -> Result<String, Failure> {
    const TITLE: &str = "The file was not saved";
    let Some(folder) = app.places.downloads.clone() else {
        return Err(Failure::here(
            TITLE,
            "Nothing was written.",
            "This computer names no folder for downloads.",
        ));
    };
    let run = embeddings_run(app.clone(), id.clone()).await?;
    let kept = app.store.run(move |connection| rows::vectors(connection, &id, side)).await?;
    let saved = tokio::task::spawn_blocking(move || {
        let side = usize::try_from(side).ok().and_then(|at| run.sides.get(at));
        let side = side.filter(|side| side.picture.is_some() && !kept.is_empty())?;
        let kept = export::Kept { run: &run, side, vectors: &kept };
        Some(saving::save(&folder, &kept.file_name(file), &kept.text(file)))
    })
    .await
    .map_err(|_| Failure::unexpected("writing vectors ended early"))?;
    match saved {
        Some(Ok(path)) => Ok(path.display().to_string()),
        Some(Err(error)) => {
            Err(Failure::here(TITLE, "Nothing was written.", &format!("The folder answered: {error}.")))
        }
        None => Err(Failure::here(TITLE, "This model gave no numbers that could be written.", "")),
    }
}

/// What was typed and not sent in the workspace in use.
#[tauri::command]
#[specta::specta]
pub(crate) async fn embeddings_draft_get(app: State<'_, App>) -> Result<Option<EmbeddingDraft>, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    Ok(app.store.run(move |connection| rows::draft(connection, &workspace)).await?)
}

/// Keeps what is typed. The last words of a page come when another workspace may be in use already, so they say whose they
/// are.
#[tauri::command]
#[specta::specta]
pub(crate) async fn embeddings_draft_save(
    app: State<'_, App>,
    workspace: String,
    draft: EmbeddingDraft,
) -> Result<(), Failure> {
    let at = clock::now_ms();
    Ok(app.store.run(move |connection| rows::keep_draft(connection, &workspace, &draft, at)).await?)
}
