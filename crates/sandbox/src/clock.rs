//! Time as the simulated workspace sees it: wall clock for stamps, and waits divided by the chosen speed.
//! Every module that stamps or waits calls this; nothing else reads the system's clock.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970.
pub(crate) fn now_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// How long a simulated wait of `ms` takes at `speed`.
pub(crate) fn scaled(ms: f64, speed: f64) -> Duration {
    Duration::from_micros((ms * 1000.0 / speed.max(0.001)).max(0.0) as u64)
}

/// The same in whole milliseconds, for stamps in the future.
pub(crate) fn scaled_ms(ms: i64, speed: f64) -> i64 {
    (ms as f64 / speed.max(0.001)) as i64
}
