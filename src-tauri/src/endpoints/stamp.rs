//! The name of one reading of an endpoint. A write carries the stamp of what the person was looking at, and is refused when
//! the endpoint has another one by then. Made of the time of the last change and of the parts a person can change, so that
//! neither a clock with coarse steps nor a state that moves by itself fools it.

use gatewright_databricks::serving::{Endpoint, Snapshot};
use serde_json::Value;

/// Fields that change by themselves while nobody edits anything.
const MOVING: &[&str] = &["state", "creation_timestamp", "deployment_state_message"];

pub(crate) fn stamp(snapshot: &Snapshot<Endpoint>) -> String {
    let mut hash = Fnv::new();
    for part in ["config", "ai_gateway", "tags"] {
        hash.eat(part.as_bytes());
        walk(snapshot.raw.get(part).unwrap_or(&Value::Null), &mut hash);
    }
    format!("{}-{:016x}", snapshot.value.last_updated_timestamp.unwrap_or_default(), hash.0)
}

/// Object keys are sorted, because their order means nothing; lists keep theirs, because fallback walks it.
fn walk(value: &Value, hash: &mut Fnv) {
    match value {
        Value::Object(object) => {
            let mut keys: Vec<_> = object.keys().filter(|key| !MOVING.contains(&key.as_str())).collect();
            keys.sort();
            hash.eat(b"{");
            for key in keys {
                hash.eat(key.as_bytes());
                hash.eat(b":");
                walk(object.get(key).unwrap_or(&Value::Null), hash);
            }
            hash.eat(b"}");
        }
        Value::Array(items) => {
            hash.eat(b"[");
            for item in items {
                walk(item, hash);
                hash.eat(b",");
            }
            hash.eat(b"]");
        }
        plain => hash.eat(plain.to_string().as_bytes()),
    }
}

/// FNV-1a: the stamp tells accidents apart, it does not defend against anybody, and it must be the same in every version.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn eat(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(raw: Value) -> String {
        stamp(&Snapshot { value: serde_json::from_value(raw.clone()).unwrap(), raw })
    }

    #[test]
    fn the_same_endpoint_has_the_same_stamp_whatever_the_order_of_its_fields() {
        let one = json!({"last_updated_timestamp": 5, "config": {"served_entities": [{"name": "a"}], "config_version": 1}});
        let two = json!({"config": {"config_version": 1, "served_entities": [{"name": "a"}]}, "last_updated_timestamp": 5});
        assert_eq!(of(one), of(two));
    }

    #[test]
    fn a_changed_share_order_gateway_or_tag_changes_the_stamp() {
        let base = json!({"last_updated_timestamp": 5, "config": {"served_entities": [{"name": "a"}, {"name": "b"}]},
            "ai_gateway": {"fallback_config": {"enabled": true}}, "tags": []});
        let mut order = base.clone();
        order["config"]["served_entities"] = json!([{"name": "b"}, {"name": "a"}]);
        let mut gateway = base.clone();
        gateway["ai_gateway"]["fallback_config"]["enabled"] = json!(false);
        let mut tags = base.clone();
        tags["tags"] = json!([{"key": "team"}]);
        let mut time = base.clone();
        time["last_updated_timestamp"] = json!(6);
        for other in [order, gateway, tags, time] {
            assert_ne!(of(base.clone()), of(other));
        }
    }

    #[test]
    fn a_state_that_moves_by_itself_does_not_change_the_stamp() {
        let with = |state: &str| json!({"state": {"ready": state}, "config": {"served_entities": [{"name": "a", "state": {"deployment": state}}]}});
        assert_eq!(of(with("DEPLOYMENT_CREATING")), of(with("DEPLOYMENT_READY")));
    }
}
