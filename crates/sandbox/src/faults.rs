//! Faults as data: which requests go wrong, and how. Posted to `/sandbox/faults` or added through `Running::add_fault`.
//! The gate asks this list once before the handler and once after it; carrying a fault out is the server's work.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One fault. Everything but `pattern` may be left out; the first listed fault that matches acts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Fault {
    /// Path to match, `*` standing for any run of characters: `/api/2.0/serving-endpoints*`.
    pub pattern: String,
    /// Only this HTTP method.
    pub method: Option<String>,
    /// Answer with this status instead of the real answer.
    pub status: Option<u16>,
    /// Body of that answer: a string is sent as it is (HTML when it starts with `<`), anything else as JSON.
    pub body: Option<Value>,
    /// Headers added to the answer; they replace those of the same name.
    pub headers: BTreeMap<String, String>,
    /// Wait this long first (real milliseconds, not divided by the speed); with `after_handler`, between the work and the
    /// answer.
    pub delay_ms: u64,
    /// Close the connection after this many bytes of the answer's body.
    pub cut_after: Option<u64>,
    /// Drop the connection with a TCP reset instead of answering.
    pub reset: bool,
    /// Let this many matching requests through before acting.
    pub skip: u32,
    /// Act this many times, then never again; without it, always.
    pub times: Option<u32>,
    /// Do the work first (a state change stays), then go wrong.
    pub after_handler: bool,
}

/// The list of one world, with how often each has matched.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    listed: Vec<(Fault, u32)>,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.listed.push((fault, 0));
    }

    pub(crate) fn clear(&mut self) {
        self.listed.clear();
    }

    pub(crate) fn list(&self) -> Vec<Fault> {
        self.listed.iter().map(|(fault, _)| fault.clone()).collect()
    }

    /// The fault that acts on this request. Counts the request on every fault it matches up to that one.
    pub(crate) fn take(&mut self, method: &str, path: &str) -> Option<Fault> {
        for (fault, seen) in &mut self.listed {
            let method_fits =
                fault.method.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method));
            if !method_fits || !fits(&fault.pattern, path) {
                continue;
            }
            *seen = seen.saturating_add(1);
            let acted = seen.saturating_sub(fault.skip);
            if acted >= 1 && fault.times.is_none_or(|times| acted <= times) {
                return Some(fault.clone());
            }
        }
        None
    }
}

/// Whether `text` fits a pattern in which `*` stands for any run of characters.
pub(crate) fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_whole_paths() {
        assert!(fits("/a", "/a"));
        assert!(!fits("/a", "/ab"));
        assert!(fits("/a*", "/ab"));
        assert!(fits("*/config", "/api/2.0/serving-endpoints/x/config"));
        assert!(fits("/api/*/x/*", "/api/2.0/x/y"));
        assert!(!fits("/api/*/x/*", "/api/2.0/y/y"));
        assert!(!fits("ab*ba", "aba"));
    }

    #[test]
    fn a_fault_skips_then_acts_its_number_of_times() {
        let mut faults = Faults::default();
        faults.add(Fault { pattern: "*".into(), skip: 2, times: Some(1), ..Fault::default() });
        let acted: Vec<bool> = (0..5).map(|_| faults.take("GET", "/x").is_some()).collect();
        assert_eq!(acted, [false, false, true, false, false]);
    }

    #[test]
    fn a_spent_fault_leaves_the_way_to_the_next_one() {
        let mut faults = Faults::default();
        faults.add(Fault { pattern: "*".into(), times: Some(1), status: Some(500), ..Fault::default() });
        faults.add(Fault { pattern: "*".into(), status: Some(503), ..Fault::default() });
        assert_eq!(faults.take("GET", "/x").and_then(|fault| fault.status), Some(500));
        assert_eq!(faults.take("GET", "/x").and_then(|fault| fault.status), Some(503));
    }

    #[test]
    fn the_method_narrows_a_fault() {
        let mut faults = Faults::default();
        faults.add(Fault { pattern: "*".into(), method: Some("post".into()), ..Fault::default() });
        assert!(faults.take("GET", "/x").is_none());
        assert!(faults.take("POST", "/x").is_some());
    }
}
