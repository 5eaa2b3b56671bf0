use gatewright_databricks::serving::{Endpoint, Snapshot};
use serde_json::{Value, json};

use super::dto::{GatewaySettings, LimitKey, LimitPeriod, RateLimit};
use super::{plan, settings};
use crate::endpoints::dto::Endpoint as Shown;
use crate::endpoints::known::KnownEndpoints;
use crate::endpoints::stamp::stamp;

fn endpoint(entities: usize, gateway: Value) -> Snapshot<Endpoint> {
    let entities: Vec<Value> = (0..entities)
        .map(|at| json!({"name": format!("m{at}"), "external_model": {"name": "gpt-4o", "provider": "openai", "task": "llm/v1/chat"}}))
        .collect();
    let raw = json!({"name": "chat", "creator": "dana@corp.com", "task": "llm/v1/chat", "permission_level": "CAN_MANAGE",
        "last_updated_timestamp": 5, "state": {"ready": "READY", "config_update": "NOT_UPDATING"},
        "config": {"served_entities": entities}, "ai_gateway": gateway});
    Snapshot { value: serde_json::from_value(raw.clone()).unwrap(), raw }
}

fn shown(now: &Snapshot<Endpoint>) -> Shown {
    let host = gatewright_databricks::Host::parse("https://acme.cloud.databricks.com").unwrap();
    let auth = gatewright_databricks::AccessToken::new(gatewright_databricks::Token::new("dapi-none"));
    let client =
        gatewright_databricks::Workspace::builder(host).auth(std::sync::Arc::new(auth)).build().unwrap();
    KnownEndpoints::default().take(&client, now.clone()).shown.clone()
}

fn table() -> Value {
    json!({"inference_table_config": {"enabled": true, "catalog_name": "main", "schema_name": "gw", "table_name_prefix": "chat"}})
}

fn wanted(now: &Snapshot<Endpoint>) -> GatewaySettings {
    settings::read(&now.raw["ai_gateway"])
}

fn blocks(now: &Snapshot<Endpoint>, wanted: &GatewaySettings) -> Vec<String> {
    let review = plan::review(now, &shown(now), &stamp(now), wanted);
    review.problems.into_iter().filter(|problem| problem.blocks).map(|problem| problem.path).collect()
}

fn user(calls: i64) -> RateLimit {
    RateLimit {
        key: LimitKey::User,
        principal: None,
        calls: Some(calls),
        tokens: None,
        period: LimitPeriod::Minute,
    }
}

#[test]
fn a_table_that_moves_is_turned_off_first_and_the_rest_goes_with_the_second_write() {
    let now = endpoint(2, table());
    let mut moved = wanted(&now);
    moved.inference_table.schema = "elsewhere".into();
    moved.usage_tracking = true;
    let planned = plan::planned(&now, &moved);
    let bodies: Vec<&Value> = planned.writes.iter().map(|write| &write.body).collect();
    assert_eq!(bodies.len(), 2);
    let mut off = table();
    off["inference_table_config"]["enabled"] = json!(false);
    assert_eq!(bodies[0], &off, "the first write turns the table off and nothing else");
    assert_eq!(bodies[1]["inference_table_config"]["schema_name"], "elsewhere");
    assert_eq!(bodies[1]["inference_table_config"]["enabled"], true);
    assert_eq!(bodies[1]["usage_tracking_config"]["enabled"], true);
    assert_eq!(&planned.writes[1].before, &off);
    let review = plan::review(&now, &shown(&now), &stamp(&now), &moved);
    assert_eq!(review.calls.len(), 3);
    assert!(review.sentence.contains("in two saves"), "{}", review.sentence);
}

#[test]
fn turning_a_table_on_off_or_moving_one_that_is_off_is_one_write() {
    let now = endpoint(2, table());
    let mut off = wanted(&now);
    off.inference_table.enabled = false;
    assert_eq!(plan::planned(&now, &off).writes.len(), 1);
    let mut raw = table();
    raw["inference_table_config"]["enabled"] = json!(false);
    let now = endpoint(2, raw);
    let mut on = wanted(&now);
    on.inference_table.enabled = true;
    on.inference_table.schema = "elsewhere".into();
    assert_eq!(plan::planned(&now, &on).writes.len(), 1);
}

#[test]
fn nothing_changed_is_no_write_and_said() {
    let now = endpoint(2, table());
    assert!(plan::planned(&now, &wanted(&now)).writes.is_empty());
    assert_eq!(blocks(&now, &wanted(&now)), ["gateway"]);
}

#[test]
fn a_rule_that_goes_is_named_before_the_save() {
    let now = endpoint(2, json!({"rate_limits": [{"key": "user", "renewal_period": "minute", "calls": 60}]}));
    let mut without = wanted(&now);
    without.rate_limits.clear();
    without.fallback = true;
    let review = plan::review(&now, &shown(&now), &stamp(&now), &without);
    assert_eq!(review.removes, ["This save also removes: Rate limit of every user (60 calls a minute)."]);
    let labels: Vec<&str> = review.changes.iter().map(|change| change.label.as_str()).collect();
    assert!(labels.contains(&"Fallback"), "{labels:?}");
}

#[test]
fn too_many_rules_rules_without_a_number_and_two_for_the_same_callers_stand_in_the_way() {
    let now = endpoint(2, json!({}));
    let mut many = wanted(&now);
    for at in 0..21 {
        many.rate_limits.push(RateLimit { principal: Some(format!("u{at}@corp.com")), ..user(5) });
    }
    assert_eq!(blocks(&now, &many), ["rateLimits"]);
    let mut groups = wanted(&now);
    for at in 0..6 {
        groups.rate_limits.push(RateLimit {
            key: LimitKey::UserGroup,
            principal: Some(format!("g{at}")),
            ..user(5)
        });
    }
    assert_eq!(blocks(&now, &groups), ["rateLimits"]);
    let mut wrong = wanted(&now);
    wrong.rate_limits = vec![
        user(5),
        user(6),
        RateLimit { calls: None, principal: Some("a@b".into()), ..user(0) },
        RateLimit { key: LimitKey::UserGroup, principal: Some("  ".into()), ..user(1) },
        RateLimit { principal: Some("c@d".into()), ..user(-1) },
    ];
    assert_eq!(
        blocks(&now, &wrong),
        ["rateLimits.1.principal", "rateLimits.2.calls", "rateLimits.3.principal", "rateLimits.4.calls"]
    );
}

#[test]
fn fallback_needs_a_second_entity_unless_it_is_on_already() {
    let alone = endpoint(1, json!({}));
    let mut on = wanted(&alone);
    on.fallback = true;
    assert_eq!(blocks(&alone, &on), ["fallback"]);
    let already = endpoint(1, json!({"fallback_config": {"enabled": true}}));
    let mut other = wanted(&already);
    other.usage_tracking = true;
    assert_eq!(blocks(&already, &other), Vec::<String>::new());
}

#[test]
fn a_table_without_a_place_stands_in_the_way_and_who_needs_which_grant_is_said() {
    let now = endpoint(2, json!({}));
    let mut on = wanted(&now);
    on.inference_table.enabled = true;
    assert_eq!(blocks(&now, &on), ["inferenceTable.catalog", "inferenceTable.schema"]);
    on.inference_table.catalog = "main".into();
    on.inference_table.schema = "gw".into();
    on.inference_table.prefix = "my chat".into();
    assert_eq!(blocks(&now, &on), ["inferenceTable.prefix"]);
    on.inference_table.prefix = String::new();
    let review = plan::review(&now, &shown(&now), &stamp(&now), &on);
    let said = review.problems.iter().find(|problem| problem.path == "inferenceTable").unwrap();
    assert!(
        said.message.contains("dana@corp.com") && said.message.contains("CREATE TABLE on main.gw"),
        "{}",
        said.message
    );
}

#[test]
fn another_reading_stands_in_the_way() {
    let now = endpoint(2, json!({}));
    let mut on = wanted(&now);
    on.usage_tracking = true;
    let problems = plan::problems(&now, &shown(&now), "an older reading", &on);
    assert!(problems.iter().any(|problem| problem.blocks && problem.message.contains("changed meanwhile")));
}
