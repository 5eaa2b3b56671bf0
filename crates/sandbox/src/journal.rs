//! What was asked of the sandbox, for tests that count: method, path, status and sizes, never a body.
//! The gate writes one entry per request; `GET /sandbox/requests` and `Running::requests` read them.

use std::collections::VecDeque;

use serde::Serialize;

/// Older entries are dropped past this many.
const KEPT: usize = 20_000;

/// One request that reached a world.
#[derive(Debug, Clone, Serialize)]
pub struct JournalEntry {
    /// Counts from 1 in each world, never reused.
    pub number: u64,
    /// Milliseconds since 1970.
    pub time_ms: i64,
    /// HTTP method.
    pub method: String,
    /// Path without the query.
    pub path: String,
    /// Status answered; `None` while in progress or when the connection was cut on purpose.
    pub status: Option<u16>,
    /// `client_request_id` of the body, when it had one.
    pub client_request_id: Option<String>,
    /// Bytes of the request's body.
    pub request_bytes: usize,
    /// Entity that answered a prompt.
    pub served_model_name: Option<String>,
    /// What the client calls itself.
    pub user_agent: Option<String>,
    /// True when a fault changed the outcome.
    pub faulted: bool,
}

/// The list of one world.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    entries: VecDeque<JournalEntry>,
    last: u64,
}

impl Journal {
    pub(crate) fn begin(&mut self, mut entry: JournalEntry) -> u64 {
        self.last += 1;
        entry.number = self.last;
        self.entries.push_back(entry);
        if self.entries.len() > KEPT {
            self.entries.pop_front();
        }
        self.last
    }

    pub(crate) fn finish(&mut self, number: u64, change: impl FnOnce(&mut JournalEntry)) {
        // Searching from the back: the entry is nearly always among the last few.
        if let Some(entry) = self.entries.iter_mut().rev().find(|entry| entry.number == number) {
            change(entry);
        }
    }

    pub(crate) fn list(&self) -> Vec<JournalEntry> {
        self.entries.iter().cloned().collect()
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str) -> JournalEntry {
        JournalEntry {
            number: 0,
            time_ms: 1,
            method: "GET".into(),
            path: path.into(),
            status: None,
            client_request_id: None,
            request_bytes: 0,
            served_model_name: None,
            user_agent: None,
            faulted: false,
        }
    }

    #[test]
    fn an_entry_is_completed_by_its_number() {
        let mut journal = Journal::default();
        let first = journal.begin(entry("/a"));
        journal.begin(entry("/b"));
        journal.finish(first, |entry| entry.status = Some(200));
        assert_eq!(journal.list()[0].status, Some(200));
        assert_eq!(journal.list()[1].status, None);
    }

    #[test]
    fn old_entries_make_room_and_numbers_go_on() {
        let mut journal = Journal::default();
        for _ in 0..KEPT + 5 {
            journal.begin(entry("/a"));
        }
        assert_eq!(journal.list().len(), KEPT);
        journal.clear();
        assert_eq!(journal.begin(entry("/b")), KEPT as u64 + 6);
    }
}
