//! Which changes this process is carrying out right now: one an endpoint. A change that the ledger calls running and that
//! is not among them was interrupted.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Endpoints being changed, by workspace and name, with the change's id.
type Held = HashMap<(String, String), String>;

/// The changes under way.
#[derive(Default)]
pub(crate) struct Running {
    held: Arc<Mutex<Held>>,
}

/// One of them, for as long as it lasts.
pub(crate) struct Turn {
    held: Arc<Mutex<Held>>,
    key: (String, String),
}

impl Running {
    /// Begins with one; nothing when this endpoint is being changed already.
    pub(crate) fn begin(&self, workspace: &str, endpoint: &str, id: &str) -> Option<Turn> {
        let key = (workspace.to_owned(), endpoint.to_owned());
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.contains_key(&key) {
            return None;
        }
        held.insert(key.clone(), id.to_owned());
        Some(Turn { held: Arc::clone(&self.held), key })
    }

    /// Whether a change is being carried out.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).values().any(|held| held == id)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::Running;

    #[test]
    fn an_endpoint_takes_one_change_at_a_time_and_another_workspace_has_its_own() {
        let running = Running::default();
        let turn = running.begin("w", "chat", "one");
        assert!(turn.is_some() && running.has("one"));
        assert!(running.begin("w", "chat", "two").is_none());
        assert!(running.begin("other", "chat", "three").is_some());
        drop(turn);
        assert!(!running.has("one"));
        assert!(running.begin("w", "chat", "two").is_some());
    }
}
