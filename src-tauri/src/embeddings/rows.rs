//! Comparisons in the local database: the run as the window shows it, its vectors beside it as bytes, and what is typed and
//! not sent. The newest runs of a workspace stay, older ones go.

use rusqlite::{Connection, OptionalExtension, params};

use super::dto::{EmbeddingDraft, EmbeddingRun, EmbeddingRunSummary};

/// Runs of a workspace that are kept. One can be several megabytes.
const KEPT: u32 = 40;

fn unreadable(error: serde_json::Error) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
}

fn text<T: serde::Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// Keeps a run with the vectors of each side.
pub(crate) fn keep(
    connection: &mut Connection,
    workspace: &str,
    (run, at): (&EmbeddingRun, i64),
    vectors: &[Vec<Vec<f32>>],
) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute(
        "INSERT INTO embedding_runs (id, workspace, summary, run, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![run.id, workspace, text(&summary(run))?, text(run)?, at],
    )?;
    for (side, vectors) in vectors.iter().enumerate() {
        let bytes: Vec<u8> = vectors.iter().flatten().flat_map(|number| number.to_le_bytes()).collect();
        transaction.execute(
            "INSERT INTO embedding_vectors (run, side, dimensions, vectors) VALUES (?1, ?2, ?3, ?4)",
            params![run.id, side, vectors.first().map_or(0, Vec::len), bytes],
        )?;
    }
    transaction.execute(
        "DELETE FROM embedding_runs WHERE workspace = ?1 AND id NOT IN
           (SELECT id FROM embedding_runs WHERE workspace = ?1 ORDER BY at DESC, rowid DESC LIMIT ?2)",
        params![workspace, KEPT],
    )?;
    transaction.commit()
}

fn summary(run: &EmbeddingRun) -> EmbeddingRunSummary {
    let first = run.texts.first().map(|text| text.trim()).unwrap_or_default();
    EmbeddingRunSummary {
        id: run.id.clone(),
        at: run.at,
        title: first.chars().take(80).map(|sign| if sign.is_control() { ' ' } else { sign }).collect(),
        texts: u32::try_from(run.texts.len()).unwrap_or(u32::MAX),
        endpoints: run.sides.iter().map(|side| side.endpoint.clone()).collect(),
        failed: run.sides.iter().any(|side| side.failure.is_some()),
    }
}

/// The runs of a workspace, newest first.
pub(crate) fn list(
    connection: &mut Connection,
    workspace: &str,
) -> rusqlite::Result<Vec<EmbeddingRunSummary>> {
    connection
        .prepare("SELECT summary FROM embedding_runs WHERE workspace = ?1 ORDER BY at DESC, rowid DESC")?
        .query_map([workspace], |row| serde_json::from_str(&row.get::<_, String>(0)?).map_err(unreadable))?
        .collect()
}

/// One run; none when it is not in this workspace (any more).
pub(crate) fn read(
    connection: &mut Connection,
    workspace: &str,
    id: &str,
) -> rusqlite::Result<Option<EmbeddingRun>> {
    let run: Option<String> = connection
        .query_row(
            "SELECT run FROM embedding_runs WHERE id = ?1 AND workspace = ?2",
            [id, workspace],
            |row| row.get(0),
        )
        .optional()?;
    run.map(|run| serde_json::from_str(&run).map_err(unreadable)).transpose()
}

/// The vectors of one side of a run.
pub(crate) fn vectors(connection: &mut Connection, run: &str, side: u32) -> rusqlite::Result<Vec<Vec<f32>>> {
    let kept: Option<(usize, Vec<u8>)> = connection
        .query_row(
            "SELECT dimensions, vectors FROM embedding_vectors WHERE run = ?1 AND side = ?2",
            params![run, side],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let Some((dimensions, bytes)) = kept else { return Ok(Vec::new()) };
    let numbers: Vec<f32> =
        bytes.as_chunks::<4>().0.iter().map(|number| f32::from_le_bytes(*number)).collect();
    Ok(numbers.chunks(dimensions.max(1)).map(<[f32]>::to_vec).collect())
}

/// What was typed and not sent.
pub(crate) fn draft(
    connection: &mut Connection,
    workspace: &str,
) -> rusqlite::Result<Option<EmbeddingDraft>> {
    let draft: Option<String> = connection
        .query_row("SELECT draft FROM embedding_drafts WHERE workspace = ?1", [workspace], |row| row.get(0))
        .optional()?;
    draft.map(|draft| serde_json::from_str(&draft).map_err(unreadable)).transpose()
}

/// Keeps what is typed.
pub(crate) fn keep_draft(
    connection: &mut Connection,
    workspace: &str,
    draft: &EmbeddingDraft,
    at: i64,
) -> rusqlite::Result<()> {
    connection
        .execute(
            "INSERT INTO embedding_drafts (workspace, draft, saved_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (workspace) DO UPDATE SET draft = ?2, saved_at = ?3",
            params![workspace, text(draft)?, at],
        )
        .map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::{KEPT, keep, list, read, vectors};
    use crate::embeddings::dto::EmbeddingRun;
    use crate::store::Store;

    fn run(id: &str) -> EmbeddingRun {
        EmbeddingRun { id: id.to_owned(), at: 1.0, texts: vec!["one\ttext".to_owned()], sides: Vec::new() }
    }

    #[test]
    fn vectors_come_back_bit_by_bit_and_go_with_their_run() {
        let store = Store::in_memory();
        let kept = vec![vec![vec![0.1_f32, -2.5e-30, f32::MAX], vec![1.0, 2.0, 3.0]], vec![vec![7.0]]];
        store.run_now(|connection| keep(connection, "w", (&run("a"), 1), &kept)).unwrap();
        for (side, wanted) in kept.iter().enumerate() {
            let side = u32::try_from(side).unwrap();
            assert_eq!(&store.run_now(|connection| vectors(connection, "a", side)).unwrap(), wanted);
        }
        assert!(store.run_now(|connection| read(connection, "another", "a")).unwrap().is_none());
        assert!(store.run_now(|connection| read(connection, "w", "a")).unwrap().is_some());
        store
            .run_now(|connection| connection.execute("DELETE FROM embedding_runs WHERE id = 'a'", []))
            .unwrap();
        assert!(store.run_now(|connection| vectors(connection, "a", 0)).unwrap().is_empty());
    }

    #[test]
    fn the_newest_runs_stay_and_those_of_another_workspace_are_not_counted() {
        let store = Store::in_memory();
        store.run_now(|connection| keep(connection, "other", (&run("theirs"), 0), &[])).unwrap();
        for at in 0..=KEPT {
            store
                .run_now(|connection| keep(connection, "w", (&run(&at.to_string()), at.into()), &[]))
                .unwrap();
        }
        let left = store.run_now(|connection| list(connection, "w")).unwrap();
        assert_eq!((left.len(), left[0].id.as_str()), (KEPT as usize, KEPT.to_string().as_str()));
        assert_eq!(left[0].title, "one text");
        assert!(store.run_now(|connection| read(connection, "w", "0")).unwrap().is_none());
        assert!(store.run_now(|connection| read(connection, "other", "theirs")).unwrap().is_some());
    }
}
