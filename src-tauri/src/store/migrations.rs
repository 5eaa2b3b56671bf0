//! The tables, step by step. A step is never changed once it has shipped; a new one is added below it. Before an older
//! file is changed a copy is put beside it.

use std::path::Path;

use rusqlite::Connection;

use super::Refusal;

const STEPS: &[&str] = &["
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE workspaces (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, host TEXT NOT NULL, environment TEXT NOT NULL,
  cloud TEXT, user TEXT, added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE endpoint_drafts (
  workspace TEXT PRIMARY KEY, draft TEXT NOT NULL, step TEXT NOT NULL, saved_at INTEGER NOT NULL
) STRICT;

CREATE TABLE traffic_drafts (
  workspace TEXT NOT NULL, endpoint TEXT NOT NULL, draft TEXT NOT NULL, saved_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, endpoint)
) STRICT;

CREATE TABLE chats (
  id TEXT PRIMARY KEY, workspace TEXT NOT NULL, title TEXT NOT NULL, endpoint TEXT NOT NULL, entity TEXT,
  options TEXT NOT NULL, draft TEXT NOT NULL DEFAULT '', created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX chats_by_time ON chats (workspace, updated_at DESC);

CREATE TABLE turns (
  id TEXT PRIMARY KEY, chat TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE, position INTEGER NOT NULL,
  prompt TEXT NOT NULL
) STRICT;
CREATE INDEX turns_by_chat ON turns (chat, position);

CREATE TABLE answers (
  id TEXT PRIMARY KEY, turn TEXT NOT NULL REFERENCES turns (id) ON DELETE CASCADE, version INTEGER NOT NULL,
  outcome TEXT NOT NULL, text TEXT NOT NULL, detail TEXT NOT NULL, started_at INTEGER NOT NULL
) STRICT;
CREATE INDEX answers_by_turn ON answers (turn, version);
", "
-- A workspace of before was signed in to with a pasted token; it stays so.
ALTER TABLE workspaces ADD COLUMN color TEXT NOT NULL DEFAULT 'petrol';
ALTER TABLE workspaces ADD COLUMN sign_in TEXT NOT NULL DEFAULT 'accessToken';
ALTER TABLE workspaces ADD COLUMN sign_in_settings TEXT NOT NULL DEFAULT '{}';
ALTER TABLE workspaces ADD COLUMN workspace_id TEXT;

CREATE TABLE secret_rotations (
  id TEXT PRIMARY KEY, workspace TEXT NOT NULL, plan TEXT NOT NULL, started_at INTEGER NOT NULL
) STRICT;
CREATE INDEX secret_rotations_by_workspace ON secret_rotations (workspace, started_at DESC);
", "
-- Lists of endpoints with a name, and states of endpoints as they were seen to change.
CREATE TABLE endpoint_views (
  workspace TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL, saved_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, name)
) STRICT;

CREATE TABLE endpoint_states (
  id INTEGER PRIMARY KEY, workspace TEXT NOT NULL, endpoint TEXT NOT NULL, at INTEGER NOT NULL,
  state TEXT NOT NULL, reason TEXT
) STRICT;
CREATE INDEX endpoint_states_by_endpoint ON endpoint_states (workspace, endpoint, id DESC);

-- The ledger: every write of an endpoint, kept before it is sent.
CREATE TABLE changes (
  id TEXT PRIMARY KEY, workspace TEXT NOT NULL, endpoint TEXT NOT NULL, change TEXT NOT NULL, plan TEXT NOT NULL,
  withheld TEXT NOT NULL, started_at INTEGER NOT NULL
) STRICT;
CREATE INDEX changes_by_time ON changes (workspace, started_at DESC);
CREATE INDEX changes_by_endpoint ON changes (workspace, endpoint, started_at DESC);

-- Unfinished edits of endpoints, and the readings they started from.
CREATE TABLE endpoint_edits (
  workspace TEXT NOT NULL, endpoint TEXT NOT NULL, edit TEXT NOT NULL, saved_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, endpoint)
) STRICT;

CREATE TABLE endpoint_edit_bases (
  workspace TEXT NOT NULL, endpoint TEXT NOT NULL, stamp TEXT NOT NULL, base TEXT NOT NULL, read_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, endpoint, stamp)
) STRICT;

-- Unfinished changes of AI Gateways.
CREATE TABLE gateway_drafts (
  workspace TEXT NOT NULL, endpoint TEXT NOT NULL, draft TEXT NOT NULL, stamp TEXT NOT NULL, saved_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, endpoint)
) STRICT;

-- Ramps and drills that are not over: what an app that died has left behind.
CREATE TABLE traffic_jobs (
  id TEXT PRIMARY KEY, workspace TEXT NOT NULL, kind TEXT NOT NULL, job TEXT NOT NULL, started_at INTEGER NOT NULL
) STRICT;
CREATE INDEX traffic_jobs_by_workspace ON traffic_jobs (workspace, kind, started_at DESC);
", "
-- Texts that were compared as vectors, the vectors beside them, and what is typed and not sent.
CREATE TABLE embedding_runs (
  id TEXT PRIMARY KEY, workspace TEXT NOT NULL, summary TEXT NOT NULL, run TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX embedding_runs_by_time ON embedding_runs (workspace, at DESC);

CREATE TABLE embedding_vectors (
  run TEXT NOT NULL REFERENCES embedding_runs (id) ON DELETE CASCADE, side INTEGER NOT NULL, dimensions INTEGER NOT NULL,
  vectors BLOB NOT NULL, PRIMARY KEY (run, side)
) STRICT;

CREATE TABLE embedding_drafts (workspace TEXT PRIMARY KEY, draft TEXT NOT NULL, saved_at INTEGER NOT NULL) STRICT;

-- Comparisons: what is set, each message that was asked of all columns, and which chat holds a column's answers to it.
CREATE TABLE comparisons (
  id TEXT PRIMARY KEY, workspace TEXT NOT NULL, title TEXT NOT NULL, setup TEXT NOT NULL, draft TEXT NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX comparisons_by_time ON comparisons (workspace, updated_at DESC);

CREATE TABLE comparison_runs (
  id TEXT PRIMARY KEY, comparison TEXT NOT NULL REFERENCES comparisons (id) ON DELETE CASCADE,
  position INTEGER NOT NULL, prompt TEXT NOT NULL, repeat INTEGER NOT NULL, blind INTEGER NOT NULL, vote TEXT,
  started_at INTEGER NOT NULL
) STRICT;
CREATE INDEX comparison_runs_by_comparison ON comparison_runs (comparison, position);

CREATE TABLE comparison_cells (
  run TEXT NOT NULL REFERENCES comparison_runs (id) ON DELETE CASCADE, column_id TEXT NOT NULL,
  position INTEGER NOT NULL, label TEXT NOT NULL, chat TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  PRIMARY KEY (run, column_id)
) STRICT;
CREATE INDEX comparison_cells_by_chat ON comparison_cells (chat);

-- What was asked goes with the last of its answers.
CREATE TRIGGER comparison_runs_emptied AFTER DELETE ON comparison_cells
WHEN NOT EXISTS (SELECT 1 FROM comparison_cells WHERE run = OLD.run)
BEGIN
  UPDATE comparisons SET draft = '' WHERE EXISTS (SELECT 1 FROM comparison_runs
    WHERE id = OLD.run AND comparison = comparisons.id AND prompt = comparisons.draft);
  UPDATE comparisons SET title = '' WHERE id = (SELECT comparison FROM comparison_runs WHERE id = OLD.run)
    AND NOT EXISTS (SELECT 1 FROM comparison_runs WHERE comparison = comparisons.id AND id <> OLD.run);
  DELETE FROM comparison_runs WHERE id = OLD.run;
END;
"];

/// Brings the file to this version's tables. `file` is where a copy is put beside first; none for a database in memory.
pub(super) fn run(connection: &mut Connection, file: Option<&Path>) -> Result<(), Refusal> {
    let at: usize = connection
        .query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))
        .map(|version| usize::try_from(version).unwrap_or(0))
        .map_err(|error| Refusal::of(&error))?;
    if at > STEPS.len() {
        return Err(Refusal::Newer);
    }
    if at == STEPS.len() {
        return Ok(());
    }
    if let Some(file) = file
        && at > 0
    {
        keep_copy(connection, file, at).map_err(|error| Refusal::of(&error))?;
    }
    for (index, step) in STEPS.iter().enumerate().skip(at) {
        let transaction = connection.transaction().map_err(|error| Refusal::of(&error))?;
        transaction
            .execute_batch(step)
            .and_then(|()| transaction.pragma_update(None, "user_version", index + 1))
            .and_then(|()| transaction.commit())
            .map_err(|error| Refusal::of(&error))?;
    }
    Ok(())
}

fn keep_copy(connection: &Connection, file: &Path, version: usize) -> rusqlite::Result<()> {
    let copy = file.with_extension(format!("version-{version}.db"));
    if copy.exists() {
        return Ok(());
    }
    connection.execute("VACUUM INTO ?1", [copy.to_string_lossy()]).map(|_| ())
}
