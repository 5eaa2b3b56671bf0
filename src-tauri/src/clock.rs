//! The wall clock in the two shapes the app needs: milliseconds for what crosses to the UI, and a stamp for file names.

use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970.
pub(crate) fn now_ms() -> i64 {
    ms_of(SystemTime::now())
}

/// Milliseconds since 1970 of a moment.
pub(crate) fn ms_of(moment: SystemTime) -> i64 {
    let since = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// `20261122-143105`, in UTC.
pub(crate) fn file_stamp() -> String {
    let now = time::OffsetDateTime::now_utc();
    let format = time::macros::format_description!("[year][month][day]-[hour][minute][second]");
    now.format(&format).unwrap_or_else(|_| "unknown".to_owned())
}

/// `2026-11-22`, in UTC.
pub(crate) fn today() -> String {
    let now = time::OffsetDateTime::now_utc();
    let format = time::macros::format_description!("[year]-[month]-[day]");
    now.format(&format).unwrap_or_else(|_| "unknown".to_owned())
}

/// What crosses to the UI is a double: milliseconds fit exactly until the year 287396.
#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 are far below 2^53")]
pub(crate) fn to_ui(ms: i64) -> f64 {
    ms as f64
}
