//! Comparisons in the local database: what is set, the runs, and which conversation holds whose answers. The conversations
//! themselves are the playground's; with the last one of a run its message goes too (a trigger).

use rusqlite::{Connection, OptionalExtension, Row, Transaction};

use super::dto::{
    Cell, Comparison, ComparisonPlace, ComparisonRun, ComparisonSetup, ComparisonSummary, Vote,
};
use super::order;
use crate::clock;

fn unreadable(error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
}

fn text<T: serde::Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// What is typed has a column of its own, so that it can be forgotten with the answers.
fn setup_of(row: &Row<'_>) -> rusqlite::Result<ComparisonSetup> {
    let setup: String = row.get("setup")?;
    let mut setup: ComparisonSetup = serde_json::from_str(&setup).map_err(unreadable)?;
    setup.draft = row.get("draft")?;
    Ok(setup)
}

fn without_draft(setup: &ComparisonSetup) -> rusqlite::Result<String> {
    text(&ComparisonSetup { draft: String::new(), ..setup.clone() })
}

/// The comparisons of a workspace, newest first.
pub(crate) fn list(connection: &mut Connection, workspace: &str) -> rusqlite::Result<Vec<ComparisonSummary>> {
    connection
        .prepare(
            "SELECT id, title, setup, draft, updated_at,
               (SELECT count(*) FROM comparison_runs WHERE comparison = comparisons.id) AS runs
             FROM comparisons WHERE workspace = ?1 ORDER BY updated_at DESC LIMIT 200",
        )?
        .query_map([workspace], |row| {
            let setup = setup_of(row)?;
            Ok(ComparisonSummary {
                id: row.get("id")?,
                title: row.get("title")?,
                endpoint: setup.endpoint,
                columns: u32::try_from(setup.columns.len()).unwrap_or(u32::MAX),
                runs: row.get("runs")?,
                updated_at: clock::to_ui(row.get("updated_at")?),
            })
        })?
        .collect()
}

/// Begins a comparison without a title; the first run gives it one.
pub(crate) fn create(
    connection: &mut Connection,
    workspace: &str,
    id: &str,
    setup: &ComparisonSetup,
) -> rusqlite::Result<()> {
    let now = clock::now_ms();
    connection
        .execute(
            "INSERT INTO comparisons (id, workspace, title, setup, draft, created_at, updated_at)
             VALUES (?1, ?2, '', ?3, ?4, ?5, ?5)",
            (id, workspace, without_draft(setup)?, &setup.draft, now),
        )
        .map(|_| ())
}

/// A comparison with its runs; none when it is not in this workspace (any more).
pub(crate) fn read(
    connection: &mut Connection,
    workspace: &str,
    id: &str,
) -> rusqlite::Result<Option<Comparison>> {
    let head = connection
        .query_row("SELECT * FROM comparisons WHERE id = ?1 AND workspace = ?2", [id, workspace], |row| {
            Ok(Comparison {
                id: row.get("id")?,
                title: row.get("title")?,
                setup: setup_of(row)?,
                runs: Vec::new(),
                updated_at: clock::to_ui(row.get("updated_at")?),
            })
        })
        .optional()?;
    let Some(mut comparison) = head else { return Ok(None) };
    comparison.runs = runs(connection, id)?;
    Ok(Some(comparison))
}

fn runs(connection: &Connection, comparison: &str) -> rusqlite::Result<Vec<ComparisonRun>> {
    let mut cells = connection.prepare(
        "SELECT column_id, chat, label, chats.endpoint AS endpoint, chats.entity AS entity
         FROM comparison_cells JOIN chats ON chats.id = comparison_cells.chat
         WHERE run = ?1 ORDER BY comparison_cells.position",
    )?;
    let mut found = connection
        .prepare("SELECT * FROM comparison_runs WHERE comparison = ?1 ORDER BY position")?
        .query_map([comparison], run_of)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    for run in &mut found {
        run.cells = cells.query_map([&run.id], cell_of)?.collect::<rusqlite::Result<_>>()?;
    }
    Ok(found)
}

fn run_of(row: &Row<'_>) -> rusqlite::Result<ComparisonRun> {
    let vote: Option<String> = row.get("vote")?;
    Ok(ComparisonRun {
        id: row.get("id")?,
        at: clock::to_ui(row.get("started_at")?),
        prompt: row.get("prompt")?,
        repeat: row.get("repeat")?,
        blind: row.get("blind")?,
        cells: Vec::new(),
        vote: vote.map(|vote| serde_json::from_str(&vote)).transpose().map_err(unreadable)?,
    })
}

fn cell_of(row: &Row<'_>) -> rusqlite::Result<Cell> {
    Ok(Cell {
        column_id: row.get("column_id")?,
        chat_id: row.get("chat")?,
        label: row.get("label")?,
        endpoint: row.get("endpoint")?,
        entity: row.get("entity")?,
    })
}

/// Keeps what is set. Hiding the names from now on also shuffles the answers of a run without a vote, which have stood in the
/// order of the names; showing them makes its vote one of somebody who knows.
pub(crate) fn save(
    connection: &mut Connection,
    workspace: &str,
    id: &str,
    setup: &ComparisonSetup,
) -> rusqlite::Result<()> {
    let Some(before) = read(connection, workspace, id)? else { return Ok(()) };
    let transaction = connection.transaction()?;
    transaction.execute(
        "UPDATE comparisons SET setup = ?2, draft = ?3, updated_at = ?4 WHERE id = ?1",
        (id, without_draft(setup)?, &setup.draft, clock::now_ms()),
    )?;
    if setup.blind && !before.setup.blind {
        for run in before.runs.iter().filter(|run| run.vote.is_none()) {
            shuffle(&transaction, run)?;
        }
    }
    if !setup.blind {
        transaction.execute(
            "UPDATE comparison_runs SET blind = 0 WHERE comparison = ?1 AND vote IS NULL AND blind = 1",
            [id],
        )?;
    }
    transaction.commit()
}

fn shuffle(transaction: &Transaction<'_>, run: &ComparisonRun) -> rusqlite::Result<()> {
    let columns = order::shuffled(run.cells.iter().map(|cell| cell.column_id.as_str()).collect());
    for (position, column) in columns.into_iter().enumerate() {
        transaction.execute(
            "UPDATE comparison_cells SET position = ?3 WHERE run = ?1 AND column_id = ?2",
            (&run.id, column, position),
        )?;
    }
    Ok(())
}

/// Keeps a run that is to begin, and gives the comparison its title. The conversations of its cells are there already.
pub(crate) fn add_run(
    transaction: &Transaction<'_>,
    comparison: &str,
    run: &ComparisonRun,
) -> rusqlite::Result<()> {
    let now = clock::now_ms();
    transaction.execute(
        "INSERT INTO comparison_runs (id, comparison, position, prompt, repeat, blind, started_at)
         VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM comparison_runs WHERE comparison = ?2), ?3, ?4, ?5, ?6)",
        (&run.id, comparison, &run.prompt, run.repeat, run.blind, now),
    )?;
    for (position, cell) in run.cells.iter().enumerate() {
        transaction.execute(
            "INSERT INTO comparison_cells (run, column_id, position, label, chat) VALUES (?1, ?2, ?3, ?4, ?5)",
            (&run.id, &cell.column_id, position, &cell.label, &cell.chat_id),
        )?;
        transaction.execute("UPDATE chats SET kind = 'compare' WHERE id = ?1", [&cell.chat_id])?;
    }
    transaction.execute(
        "UPDATE comparisons SET updated_at = ?2, title = CASE title WHEN '' THEN ?3 ELSE title END WHERE id = ?1",
        (comparison, now, title_of(&run.prompt)),
    )?;
    Ok(())
}

/// The beginning of the first line, at most 60 characters.
fn title_of(prompt: &str) -> String {
    let line = prompt.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("Untitled");
    match line.char_indices().nth(60) {
        None => line.to_owned(),
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or(line).trim_end()),
    }
}

/// The comparison a run belongs to; none when the run is not in this workspace (any more).
pub(crate) fn of_run(
    connection: &mut Connection,
    workspace: &str,
    run: &str,
) -> rusqlite::Result<Option<Comparison>> {
    let id: Option<String> = connection
        .query_row("SELECT comparison FROM comparison_runs WHERE id = ?1", [run], |row| row.get(0))
        .optional()?;
    id.map_or(Ok(None), |id| read(connection, workspace, &id))
}

/// Where a conversation stands among the comparisons of a workspace.
pub(crate) fn place_of(
    connection: &mut Connection,
    workspace: &str,
    chat: &str,
) -> rusqlite::Result<Option<ComparisonPlace>> {
    connection
        .query_row(
            "SELECT comparison, run FROM comparison_cells
             JOIN comparison_runs ON comparison_runs.id = run JOIN comparisons ON comparisons.id = comparison
             WHERE chat = ?1 AND workspace = ?2",
            [chat, workspace],
            |row| Ok(ComparisonPlace { comparison: row.get(0)?, run: row.get(1)? }),
        )
        .optional()
}

/// Keeps a vote, or takes it back: with it the names have been shown, so the run is not blind any more.
pub(crate) fn vote(connection: &mut Connection, run: &str, vote: Option<&Vote>) -> rusqlite::Result<()> {
    let kept = vote.map(text).transpose()?;
    connection
        .execute(
            "UPDATE comparison_runs SET vote = ?2, blind = CASE WHEN ?2 IS NULL THEN 0 ELSE blind END WHERE id = ?1",
            (run, kept),
        )
        .map(|_| ())
}

/// The conversations that hold a comparison's answers.
pub(crate) fn chats_of(connection: &Connection, workspace: &str, id: &str) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare(
            "SELECT id FROM chats WHERE workspace = ?2 AND id IN (SELECT chat FROM comparison_cells
             JOIN comparison_runs ON comparison_runs.id = run WHERE comparison = ?1)",
        )?
        .query_map([id, workspace], |row| row.get(0))?
        .collect()
}

/// Deletes a comparison. Its answers have gone before it (`chats_of`).
pub(crate) fn delete(connection: &mut Connection, workspace: &str, id: &str) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM comparisons WHERE id = ?1 AND workspace = ?2", [id, workspace])?;
    // The journal still holds the message as it was.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}
