//! What is tried again by itself, and the budget for it (quality page §3.1): decided by what reached the wire.
//!
//! | What happened | Tried again |
//! |---|---|
//! | no byte written (DNS, connect, TLS, proxy) | any method, up to 3 tries |
//! | answered 429 or 503 with `Retry-After` up to 60 s | any method, after that time |
//! | answered 429, 502, 503, 504 without it | GET and HEAD |
//! | written, then no answer or a cut one | GET and HEAD |
//! | anything else | nothing |

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::Method;

use crate::error::{Error, ErrorKind, Sent};

/// Time limits of the network. There is none for a whole stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Opening a connection, TLS included. 10 s.
    pub connect: Duration,
    /// From sending a query to the first byte of its answer. 300 s: the server allows itself 297 s.
    pub first_byte: Duration,
    /// The same for every other call. 60 s.
    pub control: Duration,
    /// Silence inside an answer; comments in a stream count as life. 60 s.
    pub idle: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            first_byte: Duration::from_secs(300),
            control: Duration::from_secs(60),
            idle: Duration::from_secs(60),
        }
    }
}

/// Told before each wait.
pub type WaitListener = Arc<dyn Fn(&Wait) + Send + Sync>;

/// What may be tried again without asking.
#[derive(Clone)]
pub struct RetryPolicy {
    /// How often a request is tried at most, the first time included. 3.
    pub tries: u32,
    /// Whether to wait and try again when the server answers 429 or 503 with a `Retry-After`.
    pub wait_when_asked: bool,
    /// The longest `Retry-After` that is waited for. 60 s.
    pub longest_wait: Duration,
    /// Told before each wait, so that a countdown can be shown.
    pub on_wait: Option<WaitListener>,
}

/// A wait before another try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    /// Why.
    pub reason: WaitReason,
    /// How long.
    pub time: Duration,
    /// The number of the try that follows; 2 for the first repetition.
    pub next_try: u32,
    /// Status of the answer, when there was one.
    pub status: Option<u16>,
}

/// Why a wait happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WaitReason {
    /// Nothing had been sent: the server could not be reached.
    Unreachable,
    /// The server asked for the wait.
    Asked,
    /// A read failed on the way.
    ReadFailed,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { tries: 3, wait_when_asked: true, longest_wait: Duration::from_secs(60), on_wait: None }
    }
}

impl RetryPolicy {
    /// Sends once and reports whatever happens, `retry_after` included.
    pub fn once() -> Self {
        Self { tries: 1, wait_when_asked: false, ..Self::default() }
    }

    /// Tells `listener` before each wait.
    #[must_use]
    pub fn on_wait(mut self, listener: impl Fn(&Wait) + Send + Sync + 'static) -> Self {
        self.on_wait = Some(Arc::new(listener));
        self
    }
}

impl fmt::Debug for RetryPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryPolicy")
            .field("tries", &self.tries)
            .field("wait_when_asked", &self.wait_when_asked)
            .field("longest_wait", &self.longest_wait)
            .finish_non_exhaustive()
    }
}

/// Decides whether a failed try is followed by another one. `tried` counts the tries so far; `chance` is from 0 to 1.
pub(crate) fn decide(
    policy: &RetryPolicy,
    method: &Method,
    error: &Error,
    tried: u32,
    chance: f64,
) -> Option<Wait> {
    if tried >= policy.tries {
        return None;
    }
    let reads = method == Method::GET || method == Method::HEAD;
    let status = error.status;
    let wait = |reason, time| Some(Wait { reason, time, next_try: tried + 1, status });
    match error.sent {
        Sent::Nothing if matches!(error.kind, ErrorKind::Dns | ErrorKind::Connect | ErrorKind::Tls) => {
            wait(WaitReason::Unreachable, backoff(tried, chance))
        }
        Sent::Nothing => None,
        Sent::Written => {
            reads.then(|| backoff(tried, chance)).and_then(|time| wait(WaitReason::ReadFailed, time))
        }
        Sent::Answered => match (status, error.retry_after) {
            (Some(429 | 503), Some(asked)) => (policy.wait_when_asked && asked <= policy.longest_wait)
                .then(|| asked + jitter(chance))
                .and_then(|time| wait(WaitReason::Asked, time)),
            (Some(429 | 502 | 503 | 504), None) if reads => {
                wait(WaitReason::ReadFailed, backoff(tried, chance))
            }
            _ => None,
        },
    }
}

/// Full jitter under 0.5 s, 1 s, 2 s, … with a floor of a tenth.
fn backoff(tried: u32, chance: f64) -> Duration {
    let ceiling = 500_u64.saturating_mul(1 << tried.saturating_sub(1).min(4));
    let millis = ceiling as f64 * (0.1 + 0.9 * chance.clamp(0.0, 1.0));
    Duration::from_millis(millis as u64)
}

/// A little on top of what was asked, so that many waiting callers do not come back in the same instant.
fn jitter(chance: f64) -> Duration {
    Duration::from_millis((250.0 * chance.clamp(0.0, 1.0)) as u64)
}

/// Tokens for repetitions, shared by everything that talks to one host. A repetition takes tokens, a success gives some back:
/// when a host fails for everybody, most callers stop repeating instead of piling up.
#[derive(Debug)]
pub(crate) struct Budget(Mutex<u32>);

const CAPACITY: u32 = 500;
const COST_ASKED: u32 = 5;
const COST_FAILED: u32 = 14;

impl Default for Budget {
    fn default() -> Self {
        Self(Mutex::new(CAPACITY))
    }
}

impl Budget {
    /// Takes the price of a repetition; `false` when the budget is used up.
    pub(crate) fn take(&self, reason: WaitReason) -> bool {
        let cost = if reason == WaitReason::Asked { COST_ASKED } else { COST_FAILED };
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match left.checked_sub(cost) {
            Some(rest) => {
                *left = rest;
                true
            }
            None => false,
        }
    }

    /// Gives back after a success: a little more when the success came after a repetition.
    pub(crate) fn succeed(&self, repeated: bool) {
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *left = left.saturating_add(if repeated { COST_ASKED } else { 1 }).min(CAPACITY);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(kind: ErrorKind, sent: Sent, status: Option<u16>, after: Option<u64>) -> Error {
        let mut error = Error::new(kind, "x");
        error.fields().sent = sent;
        error.fields().status = status;
        error.fields().retry_after = after.map(Duration::from_secs);
        error
    }

    fn reason(method: Method, error: &Error, tried: u32) -> Option<WaitReason> {
        decide(&RetryPolicy::default(), &method, error, tried, 0.5).map(|wait| wait.reason)
    }

    #[test]
    fn what_never_reached_the_wire_is_tried_three_times_with_any_method() {
        let unreachable = error(ErrorKind::Connect, Sent::Nothing, None, None);
        assert_eq!(reason(Method::POST, &unreachable, 1), Some(WaitReason::Unreachable));
        assert_eq!(reason(Method::POST, &unreachable, 2), Some(WaitReason::Unreachable));
        assert_eq!(reason(Method::POST, &unreachable, 3), None);
        assert_eq!(reason(Method::GET, &error(ErrorKind::Local, Sent::Nothing, None, None), 1), None);
    }

    #[test]
    fn what_was_written_and_not_answered_is_repeated_only_for_reads() {
        let cut = error(ErrorKind::Interrupted, Sent::Written, None, None);
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            assert_eq!(reason(method, &cut, 1), None);
        }
        assert_eq!(reason(Method::GET, &cut, 1), Some(WaitReason::ReadFailed));
    }

    #[test]
    fn an_asked_for_wait_up_to_sixty_seconds_is_honoured_for_any_method() {
        let limited = error(ErrorKind::RateLimited, Sent::Answered, Some(429), Some(60));
        let wait = decide(&RetryPolicy::default(), &Method::POST, &limited, 1, 0.0).unwrap();
        assert_eq!((wait.reason, wait.time, wait.next_try), (WaitReason::Asked, Duration::from_secs(60), 2));
        let too_long = error(ErrorKind::RateLimited, Sent::Answered, Some(429), Some(61));
        assert_eq!(reason(Method::POST, &too_long, 1), None);
        assert!(decide(&RetryPolicy::once(), &Method::POST, &limited, 1, 0.0).is_none());
    }

    #[test]
    fn a_limit_without_a_time_and_a_server_error_are_not_repeated_for_writes() {
        for status in [429, 502, 503, 504] {
            let failed = error(ErrorKind::Unavailable, Sent::Answered, Some(status), None);
            assert_eq!(reason(Method::POST, &failed, 1), None);
            assert_eq!(reason(Method::GET, &failed, 1), Some(WaitReason::ReadFailed));
        }
        assert_eq!(
            reason(Method::GET, &error(ErrorKind::ServerError, Sent::Answered, Some(500), None), 1),
            None
        );
    }

    #[test]
    fn a_budget_runs_out_and_comes_back_with_successes() {
        let budget = Budget::default();
        let taken = (0..1000).filter(|_| budget.take(WaitReason::Asked)).count();
        assert_eq!(taken, 100);
        for _ in 0..5 {
            budget.succeed(false);
        }
        assert!(budget.take(WaitReason::Asked));
        assert!(!budget.take(WaitReason::Asked));
    }
}
