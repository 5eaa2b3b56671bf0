//! Examinations on their way, so that they can be stopped. A run that is stopped ends at once: what it had found stays in
//! its report.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

type Running = Arc<Mutex<HashMap<String, Arc<Notify>>>>;

/// The examinations that are on their way.
#[derive(Default)]
pub(crate) struct Runs {
    running: Running,
}

/// One of them, for as long as it lasts.
pub(crate) struct Run {
    running: Running,
    id: String,
    stop: Arc<Notify>,
}

impl Runs {
    /// Registers an examination; it is forgotten when the value is dropped.
    pub(crate) fn begin(&self, id: &str) -> Run {
        let stop = Arc::new(Notify::new());
        self.lock().insert(id.to_owned(), Arc::clone(&stop));
        Run { running: Arc::clone(&self.running), id: id.to_owned(), stop }
    }

    /// Stops one. Stopping what has ended does nothing.
    pub(crate) fn stop(&self, id: &str) {
        if let Some(stop) = self.lock().get(id) {
            stop.notify_one();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Notify>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Run {
    /// Resolves when the person stops it.
    pub(crate) async fn stopped(&self) {
        self.stop.notified().await;
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        // A second run may have taken the name meanwhile; it is not this one's to forget.
        if running.get(&self.id).is_some_and(|stop| Arc::ptr_eq(stop, &self.stop)) {
            running.remove(&self.id);
        }
    }
}
