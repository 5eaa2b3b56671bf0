use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::dto::{GatewaySettings, PersonalData};
use super::merge::merged;
use super::settings::read;

/// A block with fields nobody here knows at every level, and numbers as text.
fn strange() -> Value {
    json!({
        "future": {"a": [1, {"b": null}]},
        "usage_tracking_config": {"enabled": "true", "sampling": 0.5},
        "inference_table_config": {"enabled": true, "catalog_name": "main", "schema_name": "gw",
            "table_name_prefix": "chat", "retention_days": "30"},
        "rate_limits": [
            {"key": "request_tag", "renewal_period": "minute", "calls": 3, "tag": "x"},
            {"key": "user", "renewal_period": "minute", "calls": "60", "burst": {"size": 2}},
            {"key": "endpoint", "renewal_period": "hour", "calls": 9},
            {"renewal_period": "minute", "tokens": 400, "note": 1},
        ],
        "guardrails": {
            "mode": "strict",
            "input": {"safety": true, "pii": {"behavior": "BLOCK", "kinds": ["email"]}, "level": 2},
            "output": {"pii": {"behavior": "HASH"}, "invalid_keywords": ["gold"], "valid_topics": []},
        },
        "fallback_config": {"enabled": true, "timeout": "3s"},
    })
}

#[test]
fn settings_that_change_nothing_leave_every_byte_where_it_is() {
    let block = strange();
    assert_eq!(merged(&block, &read(&block)).to_string(), block.to_string());
}

#[test]
fn one_changed_number_changes_that_number_alone() {
    let block = strange();
    let mut wanted = read(&block);
    wanted.rate_limits[0].calls = Some(90);
    let mut expected = block.clone();
    expected["rate_limits"][1]["calls"] = json!(90);
    let now = merged(&block, &wanted);
    for rule in expected["rate_limits"].as_array().unwrap() {
        assert!(now["rate_limits"].as_array().unwrap().contains(rule), "{rule} is gone from {now:#}");
    }
    for part in ["future", "usage_tracking_config", "inference_table_config", "guardrails", "fallback_config"]
    {
        assert_eq!(now[part].to_string(), block[part].to_string());
    }
}

#[test]
fn a_behaviour_nobody_knows_stays_until_another_is_chosen() {
    let block = strange();
    let mut wanted = read(&block);
    assert_eq!(wanted.output.pii, PersonalData::Other);
    wanted.output.safety = true;
    assert_eq!(merged(&block, &wanted)["guardrails"]["output"]["pii"], json!({"behavior": "HASH"}));
    wanted.output.pii = PersonalData::Mask;
    assert_eq!(merged(&block, &wanted)["guardrails"]["output"]["pii"], json!({"behavior": "MASK"}));
}

#[test]
fn a_table_turned_off_keeps_its_place() {
    let block = strange();
    let mut wanted = read(&block);
    wanted.inference_table.enabled = false;
    wanted.inference_table.schema = "elsewhere".into();
    let mut expected = block["inference_table_config"].clone();
    expected["enabled"] = json!(false);
    assert_eq!(merged(&block, &wanted)["inference_table_config"], expected);
}

#[test]
fn deprecated_words_are_read_only_where_they_are_and_go_when_emptied() {
    let block = strange();
    let mut wanted = read(&block);
    assert_eq!((&wanted.input.keywords, &wanted.output.topics), (&None, &None));
    assert_eq!(wanted.output.keywords, Some(vec!["gold".to_owned()]));
    wanted.output.keywords = Some(Vec::new());
    assert_eq!(merged(&block, &wanted)["guardrails"]["output"].get("invalid_keywords"), None);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-z ü\"]{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec(("[a-z]{1,6}", inner), 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn settings() -> impl Strategy<Value = (bool, bool, bool, bool, i64, u8)> {
    (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), 0..1_000_i64, 0..3_u8)
}

fn change(
    of: &GatewaySettings,
    (a, b, c, d, calls, pii): (bool, bool, bool, bool, i64, u8),
) -> GatewaySettings {
    let mut wanted = of.clone();
    wanted.usage_tracking = a;
    wanted.fallback = b;
    wanted.inference_table.enabled = c;
    wanted.input.safety = d;
    wanted.input.pii = [PersonalData::None, PersonalData::Block, PersonalData::Mask][usize::from(pii)];
    for rule in &mut wanted.rate_limits {
        rule.calls = Some(calls);
    }
    wanted
}

/// Every place in the block where a field nobody knows may stand.
const PLACES: &[&str] = &[
    "",
    "/usage_tracking_config",
    "/inference_table_config",
    "/rate_limits/1",
    "/guardrails",
    "/guardrails/input",
    "/guardrails/input/pii",
    "/guardrails/output",
    "/fallback_config",
];

proptest! {
    #[test]
    fn fields_nobody_knows_survive_any_change_byte_for_byte_at_every_level(
        unknown in prop::collection::vec(any_json(), PLACES.len()),
        wanted in settings(),
    ) {
        let mut block = strange();
        for (place, value) in PLACES.iter().zip(&unknown) {
            block.pointer_mut(place).unwrap()["zz_unknown"] = value.clone();
        }
        let now = merged(&block, &change(&read(&block), wanted));
        for (place, value) in PLACES.iter().zip(&unknown) {
            // Rules of a kind nobody knows stand after the others.
            let found = if place.starts_with("/rate_limits") {
                now["rate_limits"].as_array().unwrap().iter().find_map(|rule| rule.get("zz_unknown"))
            } else {
                now.pointer(place).unwrap().get("zz_unknown")
            };
            prop_assert_eq!(found.map(Value::to_string), Some(value.to_string()), "{}", place);
        }
        let foreign = |block: &Value| -> Vec<String> {
            let rules = block["rate_limits"].as_array().unwrap();
            rules.iter().filter(|rule| rule["key"] == "request_tag" || rule["renewal_period"] == "hour")
                .map(Value::to_string).collect()
        };
        prop_assert_eq!(foreign(&now), foreign(&block));
    }

    #[test]
    fn what_is_written_is_read_as_what_was_wanted(wanted in settings()) {
        let block = strange();
        let wanted = change(&read(&block), wanted);
        let now = merged(&block, &wanted);
        prop_assert_eq!(read(&now), wanted.clone());
        prop_assert_eq!(merged(&now, &wanted).to_string(), now.to_string(), "a second time changes nothing");
        let from_nothing = read(&merged(&Value::Object(Map::new()), &wanted));
        prop_assert_eq!(from_nothing.rate_limits, wanted.rate_limits);
    }
}
