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

-- What a chat is for (a conversation, a column of a comparison, completions), and whether the person wants to keep it.
ALTER TABLE chats ADD COLUMN kind TEXT NOT NULL DEFAULT 'chat';
ALTER TABLE chats ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;

-- What was asked, and what came of it, for the history: one entry a prompt with all its answers, numbered as they came, so that
-- the newest have the highest numbers. Where it was asked is kept with it, because a chat can be pointed elsewhere later.
CREATE TABLE history (
  id INTEGER PRIMARY KEY, workspace TEXT NOT NULL, kind TEXT NOT NULL, chat TEXT, turn TEXT UNIQUE, run TEXT UNIQUE,
  endpoint TEXT NOT NULL, entity TEXT, served_by TEXT, title TEXT NOT NULL, texts TEXT NOT NULL, failed INTEGER NOT NULL,
  at INTEGER NOT NULL, indexed INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX history_by_endpoint ON history (workspace, endpoint, served_by);
CREATE INDEX history_by_time ON history (at);
CREATE INDEX history_by_chat ON history (chat);

-- What is searched of an entry: answers that are still coming in are not, so that writing them down costs no indexing. The
-- index reads this view and takes no virtual table in it, so further answers to one prompt stand in it as JSON does.
CREATE VIEW history_texts AS
SELECT id, turn, indexed,
  CASE WHEN turn IS NULL THEN texts ELSE coalesce((SELECT prompt FROM turns WHERE turns.id = history.turn), '') END AS prompt,
  coalesce((SELECT group_concat(text || CASE WHEN json_valid(detail) AND json_array_length(detail, '$.choices') > 0
      THEN char(30) || replace(replace(detail ->> '$.choices', '\\n', ' '), char(34, 44, 34), char(30)) ELSE '' END, char(30) ORDER BY version)
    FROM answers WHERE answers.turn = history.turn AND outcome NOT IN ('waiting', 'streaming') AND text <> ''), '') AS answers,
  'w' || lower(hex(workspace)) || ' k' || kind || ' e' || lower(hex(endpoint))
    || ' n' || lower(hex(coalesce(entity, ''))) || ' n' || lower(hex(coalesce(served_by, '')))
    || CASE WHEN failed OR EXISTS (SELECT 1 FROM answers WHERE answers.turn = history.turn
      AND outcome IN ('failed', 'cut', 'unknown')) THEN ' failed' ELSE ' fine' END AS about
FROM history;

CREATE VIRTUAL TABLE history_words USING fts5 (
  prompt, answers, about, content = 'history_texts', content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 2'
);
-- A deleted word is taken out of the index at once, not marked and left for a later tidying.
INSERT INTO history_words (history_words, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER history_goes BEFORE DELETE ON history WHEN OLD.indexed BEGIN
  INSERT INTO history_words (history_words, rowid, prompt, answers, about)
    SELECT 'delete', id, prompt, answers, about FROM history_texts WHERE id = OLD.id;
END;
CREATE TRIGGER history_comes AFTER INSERT ON history WHEN NEW.indexed BEGIN
  INSERT INTO history_words (rowid, prompt, answers, about)
    SELECT id, prompt, answers, about FROM history_texts WHERE id = NEW.id;
END;

-- Asked once more, an entry is the newest again. It is indexed once the answer has ended.
CREATE TRIGGER history_asked_again BEFORE INSERT ON answers BEGIN
  DELETE FROM history WHERE turn = NEW.turn;
END;
CREATE TRIGGER history_asked AFTER INSERT ON answers BEGIN
  INSERT INTO history (workspace, kind, chat, turn, endpoint, entity, served_by, title, texts, failed, at, indexed)
    SELECT chats.workspace, CASE WHEN EXISTS (SELECT 1 FROM comparison_cells WHERE chat = chats.id) THEN 'compare' ELSE chats.kind END,
      chats.id, turns.id, chats.endpoint, chats.entity,
      CASE WHEN json_valid(NEW.detail) THEN NEW.detail ->> '$.servedBy' END, '', '', 0, NEW.started_at,
      NEW.outcome NOT IN ('waiting', 'streaming')
    FROM turns JOIN chats ON chats.id = turns.chat WHERE turns.id = NEW.turn;
END;

CREATE TRIGGER history_answer_ends BEFORE UPDATE OF text, outcome ON answers
WHEN NEW.outcome NOT IN ('waiting', 'streaming') BEGIN
  INSERT INTO history_words (history_words, rowid, prompt, answers, about)
    SELECT 'delete', id, prompt, answers, about FROM history_texts WHERE turn = OLD.turn AND indexed;
END;
CREATE TRIGGER history_answer_ended AFTER UPDATE OF text, outcome ON answers
WHEN NEW.outcome NOT IN ('waiting', 'streaming') BEGIN
  UPDATE history SET indexed = 1,
    served_by = coalesce(CASE WHEN json_valid(NEW.detail) THEN NEW.detail ->> '$.servedBy' END, served_by)
    WHERE turn = NEW.turn;
  INSERT INTO history_words (rowid, prompt, answers, about)
    SELECT id, prompt, answers, about FROM history_texts WHERE turn = NEW.turn;
END;

CREATE TRIGGER history_prompt_changes BEFORE UPDATE OF prompt ON turns BEGIN
  INSERT INTO history_words (history_words, rowid, prompt, answers, about)
    SELECT 'delete', id, prompt, answers, about FROM history_texts WHERE turn = OLD.id AND indexed;
END;
CREATE TRIGGER history_prompt_changed AFTER UPDATE OF prompt ON turns BEGIN
  INSERT INTO history_words (rowid, prompt, answers, about)
    SELECT id, prompt, answers, about FROM history_texts WHERE turn = NEW.id AND indexed;
END;

-- A turn takes its entry along before its answers go: the index gives up exactly what it was given.
CREATE TRIGGER history_turn_goes BEFORE DELETE ON turns BEGIN
  DELETE FROM history WHERE turn = OLD.id;
END;
CREATE TRIGGER history_answer_goes BEFORE DELETE ON answers BEGIN
  INSERT INTO history_words (history_words, rowid, prompt, answers, about)
    SELECT 'delete', id, prompt, answers, about FROM history_texts WHERE turn = OLD.turn AND indexed;
END;
CREATE TRIGGER history_answer_gone AFTER DELETE ON answers BEGIN
  INSERT INTO history_words (rowid, prompt, answers, about)
    SELECT id, prompt, answers, about FROM history_texts WHERE turn = OLD.turn AND indexed;
  DELETE FROM history WHERE turn = OLD.turn AND NOT EXISTS (SELECT 1 FROM answers WHERE turn = OLD.turn);
END;

CREATE TRIGGER history_run_kept AFTER INSERT ON embedding_runs BEGIN
  INSERT INTO history (workspace, kind, run, endpoint, entity, title, texts, failed, at)
    SELECT NEW.workspace, 'embedding', NEW.id, coalesce(NEW.summary ->> '$.endpoints[0]', ''), NULL,
      coalesce(NEW.summary ->> '$.title', ''),
      coalesce((SELECT group_concat(value, char(10)) FROM json_each(NEW.run, '$.texts')), ''),
      coalesce(NEW.summary ->> '$.failed', 0), NEW.at;
END;
CREATE TRIGGER history_run_goes BEFORE DELETE ON embedding_runs BEGIN
  DELETE FROM history WHERE run = OLD.id;
END;

-- What an older version of the app kept. The trigger indexes it.
INSERT INTO history (workspace, kind, chat, turn, endpoint, entity, served_by, title, texts, failed, at)
  SELECT chats.workspace, chats.kind, chats.id, turns.id, chats.endpoint, chats.entity,
    CASE WHEN json_valid(answers.detail) THEN answers.detail ->> '$.servedBy' END, '', '', 0, max(answers.started_at)
  FROM chats JOIN turns ON turns.chat = chats.id JOIN answers ON answers.turn = turns.id
  GROUP BY turns.id ORDER BY max(answers.started_at), turns.position;

-- Which answer a request got, by everything that shapes an answer. It points at the answer in its conversation: deleted there,
-- it is gone here.
CREATE TABLE answer_cache (
  key TEXT PRIMARY KEY, answer TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE, at INTEGER NOT NULL
) STRICT;
CREATE INDEX answer_cache_by_answer ON answer_cache (answer);

-- A conversation is a tree: a message that was written anew stands beside the old one, and `leaf` ends the path that is looked at.
-- The body of a request is kept apart from its answer, because a long conversation repeats itself in each.
ALTER TABLE chats ADD COLUMN leaf TEXT;
ALTER TABLE turns ADD COLUMN parent TEXT;
ALTER TABLE turns ADD COLUMN shown TEXT;
ALTER TABLE turns ADD COLUMN along TEXT NOT NULL DEFAULT '{}';
ALTER TABLE answers ADD COLUMN sent TEXT NOT NULL DEFAULT '';
ALTER TABLE answers ADD COLUMN call TEXT NOT NULL DEFAULT '';
UPDATE turns SET parent = (SELECT id FROM turns AS before WHERE before.chat = turns.chat
  AND before.position < turns.position ORDER BY before.position DESC LIMIT 1);
UPDATE answers SET sent = coalesce(detail ->> '$.sent', ''), detail = json_remove(detail, '$.sent');

CREATE TABLE attachments (
  id TEXT PRIMARY KEY, chat TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
  turn TEXT REFERENCES turns (id) ON DELETE CASCADE, position INTEGER NOT NULL, name TEXT NOT NULL,
  media_type TEXT NOT NULL, bytes BLOB NOT NULL
) STRICT;
CREATE INDEX attachments_by_chat ON attachments (chat, turn, position);

-- What a person knows of prices, per million tokens.
CREATE TABLE prices (
  provider TEXT NOT NULL, model TEXT NOT NULL, input REAL NOT NULL, output REAL NOT NULL, cached REAL,
  currency TEXT NOT NULL, source TEXT NOT NULL, date TEXT NOT NULL, PRIMARY KEY (provider, model)
) STRICT;

-- The library of prompts: versions that never change, and what is typed over the newest one.
CREATE TABLE prompts (id TEXT PRIMARY KEY, draft TEXT, updated_at INTEGER NOT NULL) STRICT;
CREATE TABLE prompt_versions (
  prompt TEXT NOT NULL REFERENCES prompts (id) ON DELETE CASCADE, version INTEGER NOT NULL, content TEXT NOT NULL,
  note TEXT NOT NULL, saved_at INTEGER NOT NULL, PRIMARY KEY (prompt, version)
) STRICT;

-- What a chat with an endpoint begins with, as the last passport that was opened for it says.
CREATE TABLE starters (
  workspace TEXT NOT NULL, endpoint TEXT NOT NULL, texts TEXT NOT NULL, PRIMARY KEY (workspace, endpoint)
) STRICT;
", "
-- What filled a prompt's variables last; it comes back next time.
CREATE TABLE prompt_values (
  prompt TEXT NOT NULL REFERENCES prompts (id) ON DELETE CASCADE, name TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (prompt, name)
) STRICT;

-- The last observed split and the last bench of each endpoint.
CREATE TABLE traffic_results (
  workspace TEXT NOT NULL, endpoint TEXT NOT NULL, kind TEXT NOT NULL, result TEXT NOT NULL, ended_at INTEGER NOT NULL,
  PRIMARY KEY (workspace, endpoint, kind)
) STRICT;
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

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::{STEPS, run};
    use crate::history::dto::HistorySearch;
    use crate::history::rows;

    #[test]
    fn what_an_older_version_kept_is_found_after_the_update() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("gatewright.db");
        let mut old = Connection::open(&file).unwrap();
        for step in &STEPS[..3] {
            old.execute_batch(step).unwrap();
        }
        old.pragma_update(None, "user_version", 3).unwrap();
        old.execute_batch(
            "INSERT INTO chats (id, workspace, title, endpoint, options, created_at, updated_at)
               VALUES ('c', 'sandbox', 'Pallets', 'support', '{}', 1, 1);
             INSERT INTO turns (id, chat, position, prompt)
               VALUES ('t1', 'c', 1, 'Where is my pallet?'), ('t2', 'c', 2, 'And the crate?');
             INSERT INTO answers (id, turn, version, outcome, text, detail, started_at)
               VALUES ('a1', 't1', 1, 'complete', 'In the depot.', '{}', 10), ('a2', 't1', 2, 'failed', '', '{}', 30),
                      ('a3', 't2', 1, 'streaming', 'On its', '{}', 20);",
        )
        .unwrap();
        run(&mut old, Some(&file)).unwrap();
        crate::playground::rows::settle_interrupted(&mut old).unwrap();
        let mut found = |words: &str| {
            let search = HistorySearch { words: words.to_owned(), limit: 10, ..HistorySearch::default() };
            let page = rows::search(&mut old, "sandbox", &search).unwrap();
            page.hits.into_iter().filter_map(|hit| hit.turn_id).collect::<Vec<_>>()
        };
        assert_eq!(found("depot"), ["t1"]);
        assert_eq!(found("on its"), ["t2"], "the part that had come before the app was closed");
        assert_eq!(found(""), ["t1", "t2"], "in the order in which they were asked");
        old.execute_batch("INSERT INTO history_words (history_words, rank) VALUES ('integrity-check', 1)")
            .unwrap();
    }
}
