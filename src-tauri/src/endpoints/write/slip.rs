//! Whether somebody else's update began and ended between our last reading of an endpoint and our write. Databricks has no
//! conditional write, but it numbers its configs: a number further on than the next one tells. Pure; called by the engine.

use gatewright_databricks::serving::{Endpoint, Snapshot};

use super::call::Sent;
use super::plan::{PlannedWrite, WriteKind};

/// The newest version of a config that an endpoint shows, live or being applied.
pub(super) fn version(endpoint: &Snapshot<Endpoint>) -> Option<i64> {
    let of = |config: &Option<_>| {
        let config: Option<&gatewright_databricks::serving::EndpointConfig> = config.as_ref();
        config.and_then(|config| config.config_version)
    };
    of(&endpoint.config).max(of(&endpoint.pending_config))
}

/// How many updates a write has replaced that nobody here has seen. Nothing when there was none, or no number to tell by.
pub(super) fn between(write: &PlannedWrite, read: Option<i64>, sent: &Sent) -> Option<i64> {
    if write.kind != WriteKind::Config {
        return None;
    }
    let Sent::Done(Some(answer)) = sent else { return None };
    let missed = version(answer)?.checked_sub(read?)?.checked_sub(1)?;
    (missed > 0).then_some(missed)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn answer(raw: Value) -> Sent {
        Sent::Done(Some(Box::new(Snapshot { value: serde_json::from_value(raw.clone()).unwrap(), raw })))
    }

    fn missed(read: Option<i64>, raw: Value) -> Option<i64> {
        between(&PlannedWrite::config("chat", json!({}), json!({})), read, &answer(raw))
    }

    #[test]
    fn the_next_number_is_ours_and_a_later_one_tells_how_many_were_in_between() {
        let pending = |version: i64| json!({"config": {"config_version": 3}, "pending_config": {"config_version": version}});
        assert_eq!(missed(Some(3), pending(4)), None);
        assert_eq!(missed(Some(3), pending(5)), Some(1));
        assert_eq!(missed(Some(3), pending(8)), Some(4));
        assert_eq!(
            missed(Some(3), json!({"config": {"config_version": 3}})),
            None,
            "nothing was to be changed"
        );
    }

    #[test]
    fn without_numbers_nothing_is_claimed() {
        assert_eq!(missed(None, json!({"config": {"config_version": 9}})), None);
        assert_eq!(missed(Some(3), json!({"config": {}})), None);
        let tags = PlannedWrite::tags("chat", &[], &[], json!([]));
        assert_eq!(between(&tags, Some(1), &answer(json!({"config": {"config_version": 9}}))), None);
    }
}
