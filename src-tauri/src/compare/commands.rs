//! Commands of comparing: comparisons and what is set in them, asking and stopping their columns, and the votes.

use std::collections::HashMap;

use tauri::State;
use tauri::ipc::Channel;
use uuid::Uuid;

use super::dto::{
    AskedColumn, Cell, CellAnswers, CompareEvent, Comparison, ComparisonPlace, ComparisonRun,
    ComparisonSetup, ComparisonSummary, GivenVote, Tally, Vote,
};
use super::run::{self, Asked};
use super::{order, rows, tally};
use crate::app::App;
use crate::clock;
use crate::explain::FieldProblem;
use crate::history::deletion_rows::{self, Doomed};
use crate::ipc::failure::Failure;
use crate::playground::dto::{ChatOptions, UseCache};
use crate::playground::{chats, rows as chat_rows};
use crate::workspaces::rows as workspaces;

/// As many columns as fit beside each other and are still read.
const COLUMNS: std::ops::RangeInclusive<usize> = 2..=6;
const REPEATS: std::ops::RangeInclusive<u32> = 1..=10;

/// The comparisons of the workspace in use, newest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_list(app: State<'_, App>) -> Result<Vec<ComparisonSummary>, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    Ok(app.store.run(move |connection| rows::list(connection, &workspace)).await?)
}

/// One comparison with its runs, without the answers.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_get(app: State<'_, App>, id: String) -> Result<Comparison, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    read(&app, workspace, id).await
}

async fn read(app: &App, workspace: String, id: String) -> Result<Comparison, Failure> {
    let found = app.store.run(move |connection| rows::read(connection, &workspace, &id)).await?;
    found.ok_or_else(gone)
}

async fn of_run(app: &App, workspace: String, run: String) -> Result<(Comparison, ComparisonRun), Failure> {
    let id = run.clone();
    let found = app.store.run(move |connection| rows::of_run(connection, &workspace, &id)).await?;
    let comparison = found.ok_or_else(gone)?;
    let run = comparison.runs.iter().find(|one| one.id == run).cloned().ok_or_else(gone)?;
    Ok((comparison, run))
}

fn gone() -> Failure {
    Failure::here(
        "This comparison is not here any more",
        "It was deleted, or belongs to another workspace.",
        "",
    )
}

/// Begins a comparison.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_create(
    app: State<'_, App>,
    setup: ComparisonSetup,
) -> Result<Comparison, Failure> {
    check(&setup)?;
    let workspace = workspaces::current(&app.store).await?;
    let id = Uuid::new_v4().to_string();
    let (place, new) = (workspace.clone(), id.clone());
    app.store.run(move |connection| rows::create(connection, &place, &new, &setup)).await?;
    read(&app, workspace, id).await
}

/// Keeps what is set. Hiding the names from now on shuffles the answers, so the comparison comes back as it then is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_save(
    app: State<'_, App>,
    id: String,
    setup: ComparisonSetup,
) -> Result<Comparison, Failure> {
    check(&setup)?;
    let workspace = workspaces::current(&app.store).await?;
    let (place, one) = (workspace.clone(), id.clone());
    app.store.run(move |connection| rows::save(connection, &place, &one, &setup)).await?;
    read(&app, workspace, id).await
}

/// What no page lets happen, whatever the window sends.
fn check(setup: &ComparisonSetup) -> Result<(), Failure> {
    let mut problems = Vec::new();
    if setup.columns.len() > *COLUMNS.end() {
        problems.push(FieldProblem::block("columns", "Up to six columns fit beside each other."));
    }
    if !REPEATS.contains(&setup.repeat) {
        problems.push(FieldProblem::block("repeat", "A column is asked once to ten times."));
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(Failure::invalid("This comparison needs another look", problems))
}

/// Deletes a comparison with its answers and votes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_delete(app: State<'_, App>, id: String) -> Result<(), Failure> {
    stop(&app, &id, None);
    let workspace = workspaces::current(&app.store).await?;
    let (place, comparison) = (workspace.clone(), id.clone());
    let ids = app.store.run(move |connection| rows::chats_of(connection, &place, &comparison)).await?;
    deletion_rows::delete(&app, Doomed::These { workspace: workspace.clone(), ids }).await?;
    Ok(app.store.run(move |connection| rows::delete(connection, &workspace, &id)).await?)
}

/// The answers of a run, column by column.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_answers(app: State<'_, App>, run: String) -> Result<Vec<CellAnswers>, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    let (_, run) = of_run(&app, workspace.clone(), run).await?;
    let mut cells = Vec::new();
    for cell in run.cells {
        let chat = chats::read(&app, &workspace, &cell.chat_id).await?;
        let answers = chat.turns.into_iter().next().map(|turn| turn.answers).unwrap_or_default();
        cells.push(CellAnswers { column_id: cell.column_id, answers });
    }
    Ok(cells)
}

/// Asks all columns their message, each as often as is set. Comes back when the last one is through; a column that fails
/// says so in its own answer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_ask(
    app: State<'_, App>,
    id: String,
    columns: Vec<AskedColumn>,
    events: Channel<CompareEvent>,
) -> Result<(), Failure> {
    let workspace = workspaces::current(&app.store).await?;
    let comparison = read(&app, workspace.clone(), id.clone()).await?;
    let prompts = prompts_of(&comparison.setup, &columns)?;
    // A sign-in that is missing is said once, not column by column.
    drop(app.connection().await?);
    let begun = app.comparisons.begin(&id).ok_or_else(already)?;
    let run = begin(&app, &workspace, &comparison, &columns).await?;
    let _ = events.send(CompareEvent::Begun { run: run.clone() });
    let asked = run.cells.iter().map(|cell| Asked {
        cell,
        prompt: prompts.get(cell.column_id.as_str()).copied().unwrap_or_default(),
        turn: None,
        variables: &comparison.setup.variables,
        times: run.repeat,
    });
    run::all(&app, &begun, asked.collect(), &events).await;
    Ok(())
}

/// Asks one column of a run once more, never the cache; its answer joins those it has.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_again(
    app: State<'_, App>,
    run: String,
    column: String,
    events: Channel<CompareEvent>,
) -> Result<(), Failure> {
    let workspace = workspaces::current(&app.store).await?;
    let (comparison, run) = of_run(&app, workspace.clone(), run).await?;
    let cell = run.cells.iter().find(|cell| cell.column_id == column).ok_or_else(gone)?;
    let chat = chats::read(&app, &workspace, &cell.chat_id).await?;
    let (turn, prompt) = chat.turns.into_iter().next().map(|turn| (turn.id, turn.prompt)).unzip();
    // What could not be asked at all has no turn; its message for all is still there.
    let prompt = prompt.unwrap_or_else(|| run.prompt.clone());
    let begun = app.comparisons.begin(&comparison.id).ok_or_else(already)?;
    let (id, options) = (cell.chat_id.clone(), ChatOptions { use_cache: UseCache::Off, ..chat.options });
    app.store.run(move |connection| chat_rows::keep_options(connection, &id, &options)).await?;
    let asked = Asked { cell, prompt: &prompt, turn, variables: &comparison.setup.variables, times: 1 };
    run::all(&app, &begun, vec![asked], &events).await;
    Ok(())
}

fn already() -> Failure {
    Failure::here(
        "This comparison is being answered already",
        "Nothing was sent twice. Wait until its columns are through, or stop them.",
        "",
    )
}

/// The message of each column. Refuses what cannot be asked before anything is kept or sent.
fn prompts_of<'a>(
    setup: &ComparisonSetup,
    columns: &'a [AskedColumn],
) -> Result<HashMap<&'a str, &'a str>, Failure> {
    let prompts: HashMap<_, _> =
        columns.iter().map(|one| (one.column_id.as_str(), one.prompt.as_str())).collect();
    let mut problems = Vec::new();
    if !COLUMNS.contains(&setup.columns.len()) {
        problems.push(FieldProblem::block("columns", "A comparison needs two to six columns."));
    }
    for column in &setup.columns {
        if prompts.get(column.id.as_str()).is_none_or(|prompt| prompt.trim().is_empty()) {
            problems.push(FieldProblem::block(
                format!("columns.{}", column.id),
                "Type something to ask this column first.",
            ));
        }
    }
    if problems.is_empty() { Ok(prompts) } else { Err(Failure::invalid("There is nothing to ask", problems)) }
}

/// Keeps the run and one conversation for each of its columns, before anything is sent.
async fn begin(
    app: &App,
    workspace: &str,
    comparison: &Comparison,
    columns: &[AskedColumn],
) -> Result<ComparisonRun, Failure> {
    let setup = &comparison.setup;
    let labels: HashMap<_, _> = columns.iter().map(|one| (&one.column_id, &one.label)).collect();
    let mut cells = Vec::new();
    for column in &setup.columns {
        let mut options = column.options.clone().unwrap_or_else(|| setup.options.clone());
        if setup.repeat > 1 {
            // What is asked again to see how far answers lie apart must not be the same one again.
            options.use_cache = UseCache::Off;
        }
        let target = chat_rows::Target {
            workspace: workspace.to_owned(),
            endpoint: column.endpoint.clone(),
            entity: column.entity.clone(),
        };
        let chat_id = Uuid::new_v4().to_string();
        let new = chat_id.clone();
        app.store
            .run(move |connection| {
                chat_rows::start(connection, &new, &target)?;
                chat_rows::keep_options(connection, &new, &options)
            })
            .await?;
        cells.push(Cell {
            column_id: column.id.clone(),
            chat_id,
            label: labels.get(&column.id).map_or_else(String::new, |label| (*label).clone()),
            endpoint: column.endpoint.clone(),
            entity: column.entity.clone(),
        });
    }
    if setup.blind {
        cells = order::shuffled(cells);
    }
    let run = ComparisonRun {
        id: Uuid::new_v4().to_string(),
        at: clock::to_ui(clock::now_ms()),
        prompt: setup.draft.clone(),
        repeat: setup.repeat,
        blind: setup.blind,
        cells,
        vote: None,
    };
    let (id, kept) = (comparison.id.clone(), run.clone());
    app.store
        .run(move |connection| {
            let transaction = connection.transaction()?;
            rows::add_run(&transaction, &id, &kept)?;
            transaction.commit()
        })
        .await?;
    Ok(run)
}

/// Stops one column, or all: the parts that came are kept, and no further repeat begins.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_stop(
    app: State<'_, App>,
    id: String,
    column: Option<String>,
) -> Result<(), Failure> {
    stop(&app, &id, column.as_deref());
    Ok(())
}

fn stop(app: &App, id: &str, column: Option<&str>) {
    for answer in app.comparisons.stop(id, column) {
        app.asks.stop(&answer);
    }
}

/// Keeps whose answer is preferred in a run; none takes the vote back. A vote counts as given with names hidden when they
/// were hidden from the beginning of the run, and only while it stays what it was then.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_vote(
    app: State<'_, App>,
    run: String,
    vote: Option<GivenVote>,
) -> Result<Comparison, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    let (comparison, run) = of_run(&app, workspace.clone(), run).await?;
    let vote = vote.map(|given| Vote {
        blind: match &run.vote {
            Some(before) => before.blind && before.column == given.column,
            None => run.blind && comparison.setup.blind,
        },
        column: given.column,
        note: given.note,
    });
    app.store.run(move |connection| rows::vote(connection, &run.id, vote.as_ref())).await?;
    read(&app, workspace, comparison.id).await
}

/// The votes of all runs of a comparison.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_tally(app: State<'_, App>, id: String) -> Result<Tally, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    Ok(tally::of(&read(&app, workspace, id).await?.runs))
}

/// The comparison and run a conversation belongs to; none when it is one of its own.
#[tauri::command]
#[specta::specta]
pub(crate) async fn compare_find(
    app: State<'_, App>,
    chat: String,
) -> Result<Option<ComparisonPlace>, Failure> {
    let workspace = workspaces::current(&app.store).await?;
    Ok(app.store.run(move |connection| rows::place_of(connection, &workspace, &chat)).await?)
}
