//! States of endpoints as this app saw them change: Databricks keeps no such list. Every reading passes by here; only what is
//! not as it was last seen is kept, so that ten thousand ready endpoints cost nothing. Rows are in `history_rows`.

use std::collections::HashMap;
use std::sync::Arc;

use super::dto::EndpointState;
use super::history_rows;
use super::known::KnownEndpoints;
use crate::clock;
use crate::store::{Store, StoreError};

/// An endpoint was in a state it was not in before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sighting {
    pub(crate) name: String,
    pub(crate) at: i64,
    pub(crate) state: EndpointState,
    pub(crate) reason: Option<String>,
}

/// What was seen since the workspace was opened.
#[derive(Default)]
pub(crate) struct Seen {
    /// Endpoints that were something else than ready at some time. One that is not here has always been ready.
    last: HashMap<String, EndpointState>,
    new: Vec<Sighting>,
    recalled: bool,
}

impl Seen {
    /// Takes a reading.
    pub(crate) fn see(&mut self, name: &str, state: EndpointState, reason: Option<&str>) {
        let before = self.last.get(name).copied().unwrap_or(EndpointState::Ready);
        if state == before || state == EndpointState::Unknown {
            return;
        }
        self.last.insert(name.to_owned(), state);
        self.new.push(Sighting {
            name: name.to_owned(),
            at: clock::now_ms(),
            state,
            reason: reason.map(Into::into),
        });
    }

    /// What was not kept yet. Whoever takes it keeps it.
    pub(crate) fn take(&mut self) -> Vec<Sighting> {
        std::mem::take(&mut self.new)
    }

    pub(crate) fn is_recalled(&self) -> bool {
        self.recalled
    }

    /// How endpoints were left at the end of an earlier session; readings of this one say more.
    pub(crate) fn recall(&mut self, troubled: Vec<(String, EndpointState)>) {
        self.recalled = true;
        for (name, state) in troubled {
            self.last.entry(name).or_insert(state);
        }
    }
}

/// Keeps what was seen and is not kept yet.
pub(crate) async fn keep(store: &Store, workspace: &str, known: &KnownEndpoints) -> Result<(), StoreError> {
    if !known.states_recalled() {
        known.recall_states(history_rows::troubled(store, workspace).await?);
    }
    let new = known.states_to_keep();
    if new.is_empty() { Ok(()) } else { history_rows::keep(store, workspace, new).await }
}

/// The same, beside whatever is going on. What cannot be kept is said in the log: it only decorates.
pub(crate) fn keep_beside(store: &Store, workspace: &str, known: &Arc<KnownEndpoints>) {
    let (store, workspace, known) = (store.clone(), workspace.to_owned(), Arc::clone(known));
    tauri::async_runtime::spawn(async move {
        if let Err(error) = keep(&store, &workspace, &known).await {
            tracing::warn!(reason = error.0, "states of endpoints were not kept");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{EndpointState, Seen};

    fn states(seen: &mut Seen) -> Vec<EndpointState> {
        seen.take().into_iter().map(|one| one.state).collect()
    }

    #[test]
    fn only_a_change_is_kept_and_what_was_always_ready_is_none() {
        let mut seen = Seen::default();
        for state in [
            EndpointState::Ready,
            EndpointState::Updating,
            EndpointState::Updating,
            EndpointState::Unknown,
            EndpointState::Ready,
        ] {
            seen.see("a", state, None);
        }
        assert_eq!(states(&mut seen), [EndpointState::Updating, EndpointState::Ready]);
        assert_eq!(states(&mut seen), []);
    }

    #[test]
    fn an_endpoint_that_failed_in_an_earlier_session_and_is_ready_now_has_changed() {
        let mut seen = Seen::default();
        seen.recall(vec![("a".into(), EndpointState::Failed)]);
        seen.see("a", EndpointState::Failed, None);
        seen.see("a", EndpointState::Ready, None);
        assert_eq!(states(&mut seen), [EndpointState::Ready]);
    }
}
