//! Counts requests and tokens per minute, and says when a gateway limit is reached. One per world, in memory only.

use std::collections::{HashMap, VecDeque};

use serde_json::Value;

use crate::identity::Who;
use crate::world::{Endpoint, text};

const MINUTE_MS: i64 = 60_000;

/// What one endpoint saw lately.
#[derive(Debug, Default)]
struct Seen {
    /// Arrival, tokens and caller of each admitted request.
    admitted: VecDeque<(i64, u64, Who)>,
    /// Arrival and status of each answered request.
    answered: VecDeque<(i64, u16)>,
}

/// Counts of the last minute.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) total: u64,
    pub(crate) refused: u64,
    pub(crate) failed: u64,
}

/// All counts of a world.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    seen: HashMap<String, Seen>,
}

impl Limits {
    /// Counts one more request, unless a limit that applies to the caller is used up: then says which.
    pub(crate) fn admit(&mut self, endpoint: &Endpoint, who: Who, now: i64) -> Result<(), String> {
        let seen = self.seen.entry(endpoint.name.clone()).or_default();
        while seen.admitted.front().is_some_and(|(at, ..)| now - at >= MINUTE_MS) {
            seen.admitted.pop_front();
        }
        for limit in applying(endpoint, who) {
            let own = text(limit, "key") == "user";
            let counted = seen.admitted.iter().filter(|(.., whose)| !own || whose.id == who.id);
            let (calls, tokens) = counted.fold((0_i64, 0_i64), |(calls, sum), (_, tokens, _)| {
                (calls + 1, sum.saturating_add_unsigned(*tokens))
            });
            let over = |field: &str, used: i64| {
                limit.get(field).and_then(Value::as_i64).is_some_and(|most| used >= most)
            };
            let unit = match (over("calls", calls), over("tokens", tokens)) {
                (true, _) => "QPM",
                (_, true) => "TPM",
                _ => continue,
            };
            let whose = match text(limit, "key") {
                "endpoint" => "Endpoint".to_owned(),
                "user_group" => format!("User group '{}'", text(limit, "principal")),
                _ => format!("User '{}'", who.user_name),
            };
            return Err(format!(
                "{whose} ({unit}) rate limit exceeded on endpoint '{}'. Try again in a minute.",
                endpoint.name
            ));
        }
        seen.admitted.push_back((now, 0, who));
        Ok(())
    }

    /// Books the tokens of a request admitted at `at`, and its status.
    pub(crate) fn book(&mut self, endpoint: &str, at: i64, tokens: u64, status: u16) {
        let seen = self.seen.entry(endpoint.to_owned()).or_default();
        if let Some(one) =
            seen.admitted.iter_mut().rev().find(|(when, booked, _)| *when == at && *booked == 0)
        {
            one.1 = tokens;
        }
        while seen.answered.front().is_some_and(|(when, _)| at - when >= MINUTE_MS) {
            seen.answered.pop_front();
        }
        seen.answered.push_back((at, status));
    }

    pub(crate) fn last_minute(&self, endpoint: &str, now: i64) -> Counts {
        let mut counts = Counts::default();
        for (at, status) in self.seen.get(endpoint).iter().flat_map(|seen| &seen.answered) {
            if now - at < MINUTE_MS {
                counts.total += 1;
                counts.refused += u64::from((400..500).contains(status));
                counts.failed += u64::from(*status >= 500);
            }
        }
        counts
    }
}

/// The limits that count for the caller. The endpoint's own is an absolute ceiling; a rule for this person goes before one
/// for their group, and that before the rule for everybody.
fn applying(endpoint: &Endpoint, who: Who) -> Vec<&Value> {
    let gateway =
        endpoint.ai_gateway.as_ref().and_then(|gateway| gateway.get("rate_limits")).and_then(Value::as_array);
    let all: Vec<&Value> = gateway.into_iter().flatten().chain(&endpoint.rate_limits).collect();
    let of =
        |fits: &dyn Fn(&Value) -> bool| all.iter().copied().filter(|limit| fits(limit)).collect::<Vec<_>>();
    let own = of(&|limit| text(limit, "key") == "user" && text(limit, "principal") == who.user_name);
    let group =
        of(&|limit| text(limit, "key") == "user_group" && who.groups.contains(&text(limit, "principal")));
    let everybody = of(&|limit| text(limit, "key") == "user" && text(limit, "principal").is_empty());
    let mut out = of(&|limit| text(limit, "key") == "endpoint");
    out.extend([own, group, everybody].into_iter().find(|rules| !rules.is_empty()).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::{OWNER, USER};
    use serde_json::json;

    fn endpoint(limits: Value) -> Endpoint {
        let mut endpoint = Endpoint::new("e", USER, 0);
        endpoint.ai_gateway = Some(json!({"rate_limits": limits}));
        endpoint
    }

    #[test]
    fn calls_are_counted_for_a_minute() {
        let endpoint = endpoint(json!([{"key": "endpoint", "calls": 2}]));
        let mut limits = Limits::default();
        assert!(limits.admit(&endpoint, &OWNER, 0).is_ok());
        assert!(limits.admit(&endpoint, &OWNER, 10).is_ok());
        assert!(limits.admit(&endpoint, &OWNER, 20).unwrap_err().contains("QPM"));
        assert!(limits.admit(&endpoint, &OWNER, MINUTE_MS + 1).is_ok());
    }

    #[test]
    fn tokens_are_counted_after_the_answer() {
        let endpoint = endpoint(json!([{"key": "user", "tokens": 100}]));
        let mut limits = Limits::default();
        assert!(limits.admit(&endpoint, &OWNER, 0).is_ok());
        limits.book("e", 0, 150, 200);
        assert!(limits.admit(&endpoint, &OWNER, 5).unwrap_err().contains("TPM"));
        assert_eq!(limits.last_minute("e", 5), Counts { total: 1, refused: 0, failed: 0 });
    }

    #[test]
    fn a_rule_for_the_person_goes_before_the_one_for_everybody() {
        let endpoint =
            endpoint(json!([{"key": "user", "calls": 0}, {"key": "user", "principal": USER, "calls": 1}]));
        let mut limits = Limits::default();
        assert!(limits.admit(&endpoint, &OWNER, 0).is_ok());
        assert!(limits.admit(&endpoint, &OWNER, 1).is_err());
    }
}
