//! How one call went over the wire, for a person to look at: without the sign-in, without what looks like a credential.

use gatewright_databricks::queries::Target;
use gatewright_databricks::{Error, Meta};

use super::dto::RawCall;
use super::times::{Measured, milliseconds};
use crate::explain::redact::redact;

/// How much of an answer is kept.
const KEPT: usize = 256 * 1024;

/// Headers that say how long those behind the server took.
const UPSTREAM: [&str; 2] = ["x-envoy-upstream-service-time", "x-databricks-upstream-time-ms"];

pub(super) struct Call {
    shown: RawCall,
    bytes: Vec<u8>,
    came: u64,
    headers_ms: Option<f64>,
    connect_ms: Option<f64>,
}

impl Call {
    pub(super) fn new(target: &Target, stream: bool) -> Self {
        let accept = if stream { "text/event-stream, application/json" } else { "application/json" };
        let headers = [("content-type", "application/json"), ("accept", accept)];
        let shown = RawCall {
            method: "POST".to_owned(),
            path: target.path(),
            request_headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
            ..RawCall::default()
        };
        Self { shown, bytes: Vec::new(), came: 0, headers_ms: None, connect_ms: None }
    }

    pub(super) fn answered(&mut self, meta: &Meta) {
        self.shown.status = Some(meta.status);
        self.shown.response_headers.clone_from(&meta.headers);
        self.headers_ms = Some(milliseconds(meta.first_byte));
        self.connect_ms = meta.connecting.map(milliseconds);
    }

    /// What was measured and said of its time, without the answer's own.
    pub(super) fn measured(&self) -> Measured {
        Measured {
            connect_ms: self.connect_ms,
            headers_ms: self.headers_ms,
            upstream_ms: self.upstream_ms(),
            ..Measured::default()
        }
    }

    /// What of a stream has come so far.
    pub(super) fn came(&mut self, (bytes, came): (&[u8], u64)) {
        self.bytes.extend_from_slice(bytes.get(self.bytes.len()..).unwrap_or_default());
        self.came = came;
    }

    pub(super) fn whole(&mut self, bytes: &[u8]) {
        self.came = bytes.len() as u64;
        self.bytes = bytes.get(..KEPT.min(bytes.len())).unwrap_or_default().to_vec();
    }

    pub(super) fn failed(&mut self, error: &Error) {
        self.shown.status = error.status.or(self.shown.status);
        if self.bytes.is_empty() {
            self.bytes = error.raw.clone().unwrap_or_default().into_bytes();
            self.came = self.bytes.len() as u64;
        }
    }

    /// Milliseconds that those behind the server took, when it says so.
    fn upstream_ms(&self) -> Option<f64> {
        let named = |name: &str| self.shown.response_headers.iter().find(|(one, _)| one == name);
        UPSTREAM.iter().find_map(|name| named(name)?.1.trim().parse().ok()).filter(|ms: &f64| *ms >= 0.0)
    }

    pub(super) fn done(mut self) -> RawCall {
        self.shown.received = redact(&String::from_utf8_lossy(&self.bytes));
        if self.came > self.bytes.len() as u64 {
            let more = format!("\n… cut here by Gatewright: {} bytes came in all.", self.came);
            self.shown.received.push_str(&more);
        }
        self.shown
    }
}
