//! What this app itself keeps about an endpoint, counted before that name goes. The tables are their rooms' own; here they are
//! only looked through for a name.

use crate::store::{Store, StoreError};

/// How much is kept about one endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct KeptAbout {
    pub(super) chats: u32,
    pub(super) comparisons: u32,
    pub(super) completions: u32,
    pub(super) embeddings: u32,
    /// Unfinished edits, splits and AI Gateways.
    pub(super) drafts: u32,
    /// Ramps and drills that are not over.
    pub(super) jobs: u32,
}

/// In the order of the fields above.
const COUNTS: [&str; 6] = [
    "SELECT count(*) FROM chats WHERE workspace = ?1 AND endpoint = ?2 AND kind = 'chat'
     AND EXISTS (SELECT 1 FROM turns WHERE turns.chat = chats.id)",
    "SELECT count(DISTINCT comparison_runs.comparison) FROM comparison_runs
     JOIN comparison_cells ON comparison_cells.run = comparison_runs.id
     JOIN chats ON chats.id = comparison_cells.chat WHERE chats.workspace = ?1 AND chats.endpoint = ?2",
    "SELECT count(*) FROM chats WHERE workspace = ?1 AND endpoint = ?2 AND kind = 'completion'
     AND EXISTS (SELECT 1 FROM turns WHERE turns.chat = chats.id)",
    "SELECT count(*) FROM embedding_runs WHERE workspace = ?1 AND json_valid(summary)
     AND EXISTS (SELECT 1 FROM json_each(summary, '$.endpoints') WHERE value = ?2)",
    "SELECT (SELECT count(*) FROM endpoint_edits WHERE workspace = ?1 AND endpoint = ?2)
          + (SELECT count(*) FROM traffic_drafts WHERE workspace = ?1 AND endpoint = ?2)
          + (SELECT count(*) FROM gateway_drafts WHERE workspace = ?1 AND endpoint = ?2)",
    "SELECT count(*) FROM traffic_jobs WHERE workspace = ?1 AND json_valid(job) AND job ->> '$.endpoint' = ?2",
];

/// Counts what names the endpoint in a workspace.
pub(super) async fn about(store: &Store, workspace: &str, endpoint: &str) -> Result<KeptAbout, StoreError> {
    let names = (workspace.to_owned(), endpoint.to_owned());
    let counted: Vec<u32> = store
        .run(move |connection| {
            COUNTS
                .iter()
                .map(|sql| connection.query_row(sql, (&names.0, &names.1), |row| row.get(0)))
                .collect()
        })
        .await?;
    let [chats, comparisons, completions, embeddings, drafts, jobs] =
        counted.try_into().map_err(|_| StoreError("a count is missing".into()))?;
    Ok(KeptAbout { chats, comparisons, completions, embeddings, drafts, jobs })
}
