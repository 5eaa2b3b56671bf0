//! The unfinished new endpoint of a workspace, kept as it was typed. It holds references to secrets, never a value: a
//! pasted key becomes a reference before it may enter a draft, and one that comes all the same is left out here.

use rusqlite::OptionalExtension;

use super::dto::{EndpointDraft, SavedDraft};
use crate::clock;
use crate::providers::wire::may_be_kept;
use crate::store::{Store, StoreError};

/// The draft of a workspace. One that cannot be read any more (an older version wrote it) is as good as none.
pub(crate) async fn read(store: &Store, workspace: &str) -> Result<Option<SavedDraft>, StoreError> {
    let workspace = workspace.to_owned();
    let row: Option<(String, String, i64)> = store
        .run(move |connection| {
            connection
                .query_row(
                    "SELECT draft, step, saved_at FROM endpoint_drafts WHERE workspace = ?1",
                    [workspace],
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
                )
                .optional()
        })
        .await?;
    Ok(row.and_then(|(draft, step, saved_at)| {
        let draft = serde_json::from_str(&draft)
            .inspect_err(|error| tracing::warn!(%error, "a draft of a new endpoint cannot be read"))
            .ok()?;
        Some(SavedDraft { draft, step, saved_at: clock::to_ui(saved_at) })
    }))
}

/// Keeps the draft; gives when.
pub(crate) async fn keep(
    store: &Store,
    workspace: &str,
    draft: &EndpointDraft,
    step: String,
) -> Result<i64, StoreError> {
    let workspace = workspace.to_owned();
    let now = clock::now_ms();
    let draft = serde_json::to_string(&without_values_of_secrets(draft.clone()))
        .map_err(|error| StoreError(error.to_string()))?;
    store
        .run(move |connection| {
            connection.execute(
                "INSERT INTO endpoint_drafts VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (workspace) DO UPDATE SET draft = excluded.draft, step = excluded.step,
                   saved_at = excluded.saved_at",
                (workspace, draft, step, now),
            )
        })
        .await?;
    Ok(now)
}

fn without_values_of_secrets(mut draft: EndpointDraft) -> EndpointDraft {
    for entity in &mut draft.entities {
        for value in &mut entity.values {
            if !may_be_kept(&entity.provider, &value.field, &value.value) {
                value.value.clear();
            }
        }
    }
    draft
}

/// Forgets the draft.
pub(crate) async fn discard(store: &Store, workspace: &str) -> Result<(), StoreError> {
    let workspace = workspace.to_owned();
    store
        .run(move |connection| {
            connection.execute("DELETE FROM endpoint_drafts WHERE workspace = ?1", [workspace]).map(|_| ())
        })
        .await
}
