//! The jobs of the traffic room that are on their way in this app: each can be stopped, a ramp's pause can be skipped, and
//! its end can be waited for. What they do is in the files beside this one; what outlives the app is in `job_rows`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;

type Running = Arc<Mutex<HashMap<String, Signals>>>;

/// The jobs on their way, and how long a minute of a pause lasts.
pub(crate) struct Jobs {
    running: Running,
    pub(crate) minute: Duration,
}

#[derive(Clone)]
struct Signals {
    stop: Arc<watch::Sender<bool>>,
    skip: Arc<watch::Sender<()>>,
    ended: watch::Receiver<()>,
}

/// One of them, for as long as it lasts.
pub(crate) struct Job {
    running: Running,
    id: String,
    signals: Signals,
    _ended: watch::Sender<()>,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { running: Running::default(), minute: Duration::from_secs(60) }
    }
}

impl Jobs {
    /// Begins with one; nothing when it is on its way already.
    pub(crate) fn begin(&self, id: &str) -> Option<Job> {
        let mut running = self.lock();
        if running.contains_key(id) {
            return None;
        }
        let (over, ended) = watch::channel(());
        let signals = Signals {
            stop: Arc::new(watch::Sender::new(false)),
            skip: Arc::new(watch::Sender::new(())),
            ended,
        };
        running.insert(id.to_owned(), signals.clone());
        Some(Job { running: Arc::clone(&self.running), id: id.to_owned(), signals, _ended: over })
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        self.lock().contains_key(id)
    }

    /// Asks one to stop. Stopping what has ended does nothing.
    pub(crate) fn stop(&self, id: &str) {
        if let Some(signals) = self.lock().get(id) {
            signals.stop.send_replace(true);
        }
    }

    /// Ends the pause a ramp is in.
    pub(crate) fn skip(&self, id: &str) {
        if let Some(signals) = self.lock().get(id) {
            signals.skip.send_replace(());
        }
    }

    /// Asks one to stop and waits until it has. False when it was not on its way.
    pub(crate) async fn stop_and_wait(&self, id: &str) -> bool {
        let Some(mut signals) = self.lock().get(id).cloned() else { return false };
        signals.stop.send_replace(true);
        // The sender goes when the job ends; nothing is ever sent.
        while signals.ended.changed().await.is_ok() {}
        true
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Signals>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Job {
    /// Resolves when the person stops it.
    pub(crate) async fn stopped(&self) {
        let mut stop = self.signals.stop.subscribe();
        if stop.wait_for(|stop| *stop).await.is_err() {
            // The sender is this job's own; without it nobody can stop it any more.
            std::future::pending::<()>().await;
        }
    }

    pub(crate) fn is_stopped(&self) -> bool {
        *self.signals.stop.borrow()
    }

    /// Changes when the person ends the pause; asked for before the pause is told, so that no word is missed.
    pub(crate) fn skips(&self) -> watch::Receiver<()> {
        self.signals.skip.subscribe()
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

impl App {
    /// The same app, whose ramps take another time for a minute.
    #[must_use]
    pub fn pausing_for(mut self, minute: Duration) -> Self {
        self.jobs.minute = minute;
        self
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Jobs;

    #[tokio::test]
    async fn a_stop_reaches_the_job_even_when_it_comes_first() {
        let jobs = Jobs::default();
        let job = jobs.begin("a").unwrap();
        jobs.stop("a");
        tokio::time::timeout(Duration::from_secs(1), job.stopped()).await.unwrap();
        assert!(job.is_stopped());
    }

    #[tokio::test]
    async fn whoever_stops_a_job_hears_when_it_has_ended() {
        let jobs = Jobs::default();
        let job = jobs.begin("a").unwrap();
        assert!(jobs.begin("a").is_none(), "a job is worked on once");
        let ends = async {
            job.stopped().await;
            drop(job);
        };
        let (waited, ()) = tokio::join!(jobs.stop_and_wait("a"), ends);
        assert!(waited && !jobs.has("a"));
        assert!(!jobs.stop_and_wait("a").await, "it has ended");
    }
}
