//! Comparisons that are being answered, so that they can be stopped: the answers under way, and that no further repeat is
//! to begin.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

type Table = Arc<Mutex<HashMap<String, Arc<Columns>>>>;

/// What runs, by comparison.
#[derive(Default)]
pub(crate) struct Running {
    table: Table,
}

/// The columns of one comparison that answer.
#[derive(Default)]
struct Columns {
    all: AtomicBool,
    stopped: Mutex<Vec<String>>,
    answers: Mutex<HashMap<String, String>>,
}

/// A comparison for as long as it is answered.
pub(crate) struct Begun {
    table: Table,
    id: String,
    columns: Arc<Columns>,
}

impl Running {
    /// Registers a comparison; none when it is being answered already.
    pub(crate) fn begin(&self, id: &str) -> Option<Begun> {
        let mut table = lock(&self.table);
        if table.contains_key(id) {
            return None;
        }
        let columns = Arc::new(Columns::default());
        table.insert(id.to_owned(), Arc::clone(&columns));
        drop(table);
        Some(Begun { table: Arc::clone(&self.table), id: id.to_owned(), columns })
    }

    /// No further repeat begins, of one column or of all. Gives the answers to be stopped.
    pub(crate) fn stop(&self, id: &str, column: Option<&str>) -> Vec<String> {
        let Some(columns) = lock(&self.table).get(id).map(Arc::clone) else { return Vec::new() };
        // Held while marking: what is noted meanwhile sees the mark.
        let answers = lock(&columns.answers);
        match column {
            None => columns.all.store(true, Ordering::Release),
            Some(column) => lock(&columns.stopped).push(column.to_owned()),
        }
        let meant = |name: &str| column.is_none_or(|one| one == name);
        answers.iter().filter(|(name, _)| meant(name)).map(|(_, answer)| answer.clone()).collect()
    }
}

impl Begun {
    /// Whether this column is to end.
    pub(crate) fn stopped(&self, column: &str) -> bool {
        self.columns.is_stopped(column)
    }

    /// Notes the answer a column waits for. True when it was stopped before it began.
    pub(crate) fn waits_for(&self, column: &str, answer: &str) -> bool {
        let mut answers = lock(&self.columns.answers);
        answers.insert(column.to_owned(), answer.to_owned());
        self.columns.is_stopped(column)
    }

    /// Forgets the answer of a column: it has ended.
    pub(crate) fn ended(&self, column: &str) {
        lock(&self.columns.answers).remove(column);
    }
}

impl Columns {
    fn is_stopped(&self, column: &str) -> bool {
        self.all.load(Ordering::Acquire) || lock(&self.stopped).iter().any(|one| one == column)
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        lock(&self.table).remove(&self.id);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::Running;

    #[test]
    fn a_comparison_is_answered_once_at_a_time() {
        let running = Running::default();
        let begun = running.begin("a").unwrap();
        assert!(running.begin("a").is_none());
        drop(begun);
        assert!(running.begin("a").is_some());
    }

    #[test]
    fn stopping_all_gives_every_answer_under_way_and_lets_no_other_begin() {
        let running = Running::default();
        let begun = running.begin("a").unwrap();
        assert!(!begun.waits_for("one", "1"));
        begun.waits_for("two", "2");
        let mut stopped = running.stop("a", None);
        stopped.sort();
        assert_eq!(stopped, ["1", "2"]);
        assert!(begun.stopped("one") && begun.waits_for("three", "3"));
    }

    #[test]
    fn stopping_one_column_leaves_the_others_alone() {
        let running = Running::default();
        let begun = running.begin("a").unwrap();
        begun.waits_for("one", "1");
        begun.waits_for("two", "2");
        assert_eq!(running.stop("a", Some("two")), ["2"]);
        assert!(begun.stopped("two") && !begun.stopped("one"));
    }

    #[test]
    fn an_answer_that_has_ended_is_not_stopped() {
        let running = Running::default();
        let begun = running.begin("a").unwrap();
        begun.waits_for("one", "1");
        begun.ended("one");
        assert!(running.stop("a", None).is_empty());
    }

    #[test]
    fn stopping_what_does_not_run_does_nothing() {
        assert!(Running::default().stop("a", None).is_empty());
    }
}
