//! Prompts on their way, so that they can be stopped. Stopping drops the stream, which closes the connection at once.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

type Running = Arc<Mutex<HashMap<String, Arc<Notify>>>>;

/// How many stops are remembered that came before what they stop.
const EARLY: usize = 16;

/// The answers that are being waited for or streamed.
#[derive(Default)]
pub(crate) struct Asks {
    running: Running,
    /// A person can be faster than the command that begins: both come from the window, and nothing keeps their order.
    early: Mutex<VecDeque<String>>,
    /// Conversations that are being answered.
    claimed: Arc<Mutex<HashSet<String>>>,
}

/// A conversation that is being answered, for as long as it is.
pub(crate) struct Claim {
    claimed: Arc<Mutex<HashSet<String>>>,
    chat: String,
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.claimed.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.chat);
    }
}

/// One of them, for as long as it runs.
pub(crate) struct Ask {
    running: Running,
    id: String,
    stop: Arc<Notify>,
}

impl Asks {
    /// Registers an answer; it is forgotten when the value is dropped.
    pub(crate) fn begin(&self, id: &str) -> Ask {
        let stop = Arc::new(Notify::new());
        let mut early = self.early();
        self.lock().insert(id.to_owned(), Arc::clone(&stop));
        if let Some(at) = early.iter().position(|one| one == id) {
            early.remove(at);
            stop.notify_one();
        }
        drop(early);
        Ask { running: Arc::clone(&self.running), id: id.to_owned(), stop }
    }

    /// Takes a conversation for one question; none while another one is on its way.
    pub(crate) fn claim(&self, chat: &str) -> Option<Claim> {
        let new = self.claimed.lock().unwrap_or_else(PoisonError::into_inner).insert(chat.to_owned());
        new.then(|| Claim { claimed: Arc::clone(&self.claimed), chat: chat.to_owned() })
    }

    /// Stops one, also one that is only about to begin. Stopping what has ended does nothing.
    pub(crate) fn stop(&self, id: &str) {
        // Held until the end: what begins meanwhile sees either this or that.
        let mut early = self.early();
        match self.lock().get(id) {
            Some(stop) => stop.notify_one(),
            None => {
                if early.len() == EARLY {
                    early.pop_front();
                }
                early.push_back(id.to_owned());
            }
        }
    }

    fn early(&self) -> std::sync::MutexGuard<'_, VecDeque<String>> {
        self.early.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Notify>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ask {
    /// Resolves when the person stops it.
    pub(crate) async fn stopped(&self) {
        self.stop.notified().await;
    }
}

impl Drop for Ask {
    fn drop(&mut self) {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Asks;

    #[tokio::test]
    async fn a_stop_reaches_the_ask_even_when_it_comes_first() {
        let asks = Asks::default();
        let ask = asks.begin("a");
        asks.stop("a");
        tokio::time::timeout(Duration::from_secs(1), ask.stopped()).await.unwrap();
    }

    #[tokio::test]
    async fn a_stop_that_overtakes_the_beginning_counts() {
        let asks = Asks::default();
        asks.stop("a");
        let ask = asks.begin("a");
        tokio::time::timeout(Duration::from_secs(1), ask.stopped()).await.unwrap();
        drop(ask);
        let again = asks.begin("a");
        assert!(tokio::time::timeout(Duration::from_millis(20), again.stopped()).await.is_err());
    }

    #[tokio::test]
    async fn only_the_one_that_is_meant_is_stopped() {
        let asks = Asks::default();
        let (one, _two) = (asks.begin("one"), asks.begin("two"));
        asks.stop("two");
        assert!(tokio::time::timeout(Duration::from_millis(20), one.stopped()).await.is_err());
    }

    #[test]
    fn a_conversation_is_answered_once_at_a_time() {
        let asks = Asks::default();
        let claim = asks.claim("a").unwrap();
        assert!(asks.claim("a").is_none() && asks.claim("b").is_some());
        drop(claim);
        assert!(asks.claim("a").is_some());
    }

    #[test]
    fn what_has_ended_is_forgotten() {
        let asks = Asks::default();
        drop(asks.begin("a"));
        asks.stop("a");
        assert!(asks.lock().is_empty());
    }
}
