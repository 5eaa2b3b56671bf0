//! Unfinished gateway settings, kept as they were changed.

use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};

use super::dto::{GatewayDraft, GatewaySettings};
use crate::clock;
use crate::store::{Store, StoreError};

/// What a row holds. One of an earlier version of the app holds the settings alone.
#[derive(Serialize, Deserialize)]
struct Held {
    settings: GatewaySettings,
    base: Option<GatewaySettings>,
}

fn held(draft: &str) -> Option<Held> {
    let alone = || serde_json::from_str(draft).ok().map(|settings| Held { settings, base: None });
    serde_json::from_str(draft).ok().or_else(alone)
}

/// The draft of an endpoint's gateway; one that cannot be read is as good as none.
pub(super) async fn read(
    store: &Store,
    workspace: &str,
    endpoint: &str,
) -> Result<Option<GatewayDraft>, StoreError> {
    let key = (workspace.to_owned(), endpoint.to_owned());
    let row: Option<(String, String, i64)> = store
        .run(move |connection| {
            connection
                .query_row(
                    "SELECT draft, stamp, saved_at FROM gateway_drafts WHERE workspace = ?1 AND endpoint = ?2",
                    key,
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
                )
                .optional()
        })
        .await?;
    Ok(row.and_then(|(draft, stamp, saved_at)| {
        let Held { settings, base } = held(&draft)?;
        Some(GatewayDraft { settings, stamp, base, saved_at: clock::to_ui(saved_at) })
    }))
}

/// Keeps the draft. `base` are the settings of the reading it started from.
pub(super) async fn keep(
    store: &Store,
    workspace: &str,
    endpoint: String,
    stamp: String,
    settings: &GatewaySettings,
    base: Option<GatewaySettings>,
) -> Result<(), StoreError> {
    let workspace = workspace.to_owned();
    let held = Held { settings: settings.clone(), base };
    let draft = serde_json::to_string(&held).map_err(|error| StoreError(error.to_string()))?;
    store
        .run(move |connection| {
            connection
                .execute(
                    "INSERT INTO gateway_drafts VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (workspace, endpoint) DO UPDATE SET draft = excluded.draft, stamp = excluded.stamp,
                       saved_at = excluded.saved_at",
                    (workspace, endpoint, draft, stamp, clock::now_ms()),
                )
                .map(|_| ())
        })
        .await
}

/// Forgets the draft.
pub(super) async fn discard(store: &Store, workspace: &str, endpoint: String) -> Result<(), StoreError> {
    let workspace = workspace.to_owned();
    store
        .run(move |connection| {
            connection
                .execute(
                    "DELETE FROM gateway_drafts WHERE workspace = ?1 AND endpoint = ?2",
                    [workspace, endpoint],
                )
                .map(|_| ())
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_of_an_earlier_version_is_read_without_what_stood_there_when_it_was_begun() {
        let settings =
            super::super::settings::read(&serde_json::json!({"fallback_config": {"enabled": true}}));
        let alone = held(&serde_json::to_string(&settings).unwrap()).unwrap();
        assert_eq!((alone.settings, alone.base), (settings.clone(), None));
        let whole = Held { settings: settings.clone(), base: Some(settings.clone()) };
        let whole = held(&serde_json::to_string(&whole).unwrap()).unwrap();
        assert_eq!((whole.settings, whole.base), (settings.clone(), Some(settings)));
        assert!(held("{}").is_none());
    }
}
