//! The moment a token ends, as programs write it: seconds since 1970, a time with its zone, or a time of this machine's zone.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, Local, NaiveDateTime, TimeZone};
use serde_json::Value;

/// Seconds since 1970, as a number or as a text.
pub(super) fn epoch(value: &Value) -> Option<SystemTime> {
    let seconds = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

/// A time with its zone (RFC 3339).
pub(super) fn zoned(text: &str) -> Option<SystemTime> {
    DateTime::parse_from_rfc3339(text.trim()).ok().map(SystemTime::from)
}

/// A time of this machine's zone, as older Azure command lines write it. In the hour that comes twice it is the earlier one: a token
/// renewed too early is no harm.
pub(super) fn local(text: &str) -> Option<SystemTime> {
    in_zone(text, &Local)
}

fn in_zone<Z: TimeZone>(text: &str, zone: &Z) -> Option<SystemTime> {
    let text = text.trim().replacen('T', " ", 1);
    let time = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S%.f").ok()?;
    zone.from_local_datetime(&time).earliest().map(SystemTime::from)
}

#[cfg(test)]
mod tests {
    use chrono::FixedOffset;
    use serde_json::json;

    use super::*;

    fn at(seconds: u64) -> Option<SystemTime> {
        Some(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
    }

    #[test]
    fn seconds_may_be_a_number_or_a_text() {
        assert_eq!(epoch(&json!(1_795_000_000_u64)), at(1_795_000_000));
        assert_eq!(epoch(&json!("1795000000")), at(1_795_000_000));
        for other in [json!(null), json!("soon"), json!(-1), json!(u64::MAX)] {
            assert_eq!(epoch(&other), None, "{other}");
        }
    }

    #[test]
    fn a_time_with_a_zone_is_one_moment_everywhere() {
        assert_eq!(zoned("1970-01-01T01:00:10+01:00"), at(10));
        assert_eq!(zoned("1970-01-01T00:00:10.5Z").map(|time| time < at(11).unwrap()), Some(true));
        assert_eq!(zoned("2026-11-22 10:00:00"), None);
    }

    #[test]
    fn a_time_without_a_zone_is_of_this_machines_zone() {
        let zone = FixedOffset::east_opt(3600).unwrap();
        assert_eq!(in_zone("1970-01-01 01:00:10.000000", &zone), at(10));
        assert_eq!(in_zone("1970-01-01T01:00:10", &zone), at(10));
        assert_eq!(in_zone("tomorrow", &zone), None);
        assert!(local("2026-11-22 10:00:00.000000").is_some());
    }
}
