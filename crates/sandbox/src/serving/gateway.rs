//! The rules of an endpoint's AI Gateway block: what may be in it, and what is kept of it. Limits are counted and
//! guardrails applied by `query`; this only decides whether a block is accepted.

use serde_json::{Map, Value, json};

use crate::platform;
use crate::reply::Refusal;
use crate::world::text;

const PARTS: [&str; 5] =
    ["usage_tracking_config", "inference_table_config", "rate_limits", "guardrails", "fallback_config"];
const KEYS: [&str; 4] = ["endpoint", "user", "user_group", "service_principal"];

/// Checks a block; an empty one clears the gateway.
pub(crate) fn check(given: &Value) -> Result<Option<Value>, Refusal> {
    let mut kept = Map::new();
    for part in PARTS {
        let Some(value) = given.get(part).filter(|value| !value.is_null()) else { continue };
        let value = match part {
            "rate_limits" => Value::Array(check_rate_limits(Some(value))?),
            "guardrails" => check_guardrails(value)?,
            "inference_table_config" => check_table(value)?,
            _ => check_switch(part, value)?,
        };
        if value.as_array().is_none_or(|list| !list.is_empty()) {
            kept.insert(part.to_owned(), value);
        }
    }
    Ok((!kept.is_empty()).then_some(Value::Object(kept)))
}

/// Whether one block may follow another: the place of a table that is on cannot change, fallback that is turned on needs
/// two entities, and a table that is turned on needs a place its creator may write to.
pub(crate) fn may_replace(old: Option<&Value>, new: Option<&Value>, entities: usize) -> Result<(), Refusal> {
    let part = |block: Option<&Value>, key: &str| {
        block.and_then(|block| block.get(key)).cloned().unwrap_or_default()
    };
    let on = |part: &Value| part.get("enabled").and_then(boolean).unwrap_or(false);
    let (was, is) = (part(old, "inference_table_config"), part(new, "inference_table_config"));
    if on(&was) && on(&is) {
        for field in ["catalog_name", "schema_name", "table_name_prefix"] {
            if text(&was, field) != text(&is, field) {
                return Err(Refusal::invalid(format!(
                    "inference_table_config.{field} cannot be changed while the inference table is enabled. Disable it first."
                )));
            }
        }
    } else if on(&is) {
        platform::may_write_table(text(&is, "catalog_name"), text(&is, "schema_name"))?;
    }
    let fallback = |block: Option<&Value>| on(&part(block, "fallback_config"));
    if fallback(new) && !fallback(old) && entities < 2 {
        return Err(Refusal::invalid("fallback_config needs at least two served entities."));
    }
    Ok(())
}

fn check_switch(part: &str, value: &Value) -> Result<Value, Refusal> {
    match value.get("enabled").and_then(boolean) {
        Some(enabled) => Ok(json!({"enabled": enabled})),
        None if part == "usage_tracking_config" => Ok(json!({})),
        None => Err(Refusal::invalid(format!("{part}.enabled must be true or false."))),
    }
}

fn check_table(value: &Value) -> Result<Value, Refusal> {
    let enabled = value.get("enabled").and_then(boolean).unwrap_or(false);
    if enabled {
        for field in ["catalog_name", "schema_name"] {
            if text(value, field).is_empty() {
                return Err(Refusal::invalid(format!(
                    "inference_table_config.{field} must be specified when the inference table is enabled."
                )));
            }
        }
    }
    let mut kept = json!({"enabled": enabled});
    for field in ["catalog_name", "schema_name", "table_name_prefix"] {
        if !text(value, field).is_empty() {
            kept[field] = value[field].clone();
        }
    }
    Ok(kept)
}

/// Checks a list of rate limits.
pub(crate) fn check_rate_limits(given: Option<&Value>) -> Result<Vec<Value>, Refusal> {
    let given: &[Value] = given.and_then(Value::as_array).map_or(&[], Vec::as_slice);
    let groups = given.iter().filter(|limit| text(limit, "key") == "user_group").count();
    if given.len() > 20 || groups > 5 {
        return Err(Refusal::invalid(
            "An endpoint may have at most 20 rate limits, at most 5 of them for groups.",
        ));
    }
    given.iter().map(check_rate_limit).collect()
}

fn check_rate_limit(limit: &Value) -> Result<Value, Refusal> {
    let key = if text(limit, "key").is_empty() { "endpoint" } else { text(limit, "key") };
    if !KEYS.contains(&key) {
        return Err(Refusal::invalid(format!("Rate limit key '{key}' is not one of {}.", KEYS.join(", "))));
    }
    if text(limit, "renewal_period") != "minute" {
        return Err(Refusal::invalid("The renewal_period of a rate limit must be 'minute'."));
    }
    let principal = text(limit, "principal");
    if principal.is_empty() && ["user_group", "service_principal"].contains(&key) {
        return Err(Refusal::invalid(format!("A rate limit with key '{key}' must name a principal.")));
    }
    let mut kept = json!({"key": key, "renewal_period": "minute"});
    if !principal.is_empty() {
        kept["principal"] = principal.into();
    }
    let mut any = false;
    for field in ["calls", "tokens"] {
        let Some(value) = limit.get(field).filter(|value| !value.is_null()) else { continue };
        let number = value.as_i64().or_else(|| value.as_str()?.parse().ok()).filter(|number| *number >= 0);
        let number = number.ok_or_else(|| {
            Refusal::invalid(format!("The {field} of a rate limit must be a whole number, zero or more."))
        })?;
        kept[field] = number.into();
        any = true;
    }
    if !any {
        return Err(Refusal::invalid("A rate limit must specify calls, tokens, or both."));
    }
    Ok(kept)
}

fn check_guardrails(given: &Value) -> Result<Value, Refusal> {
    let mut kept = Map::new();
    for side in ["input", "output"] {
        let Some(value) = given.get(side).filter(|value| value.is_object()) else { continue };
        let behavior = value.get("pii").map_or("NONE", |pii| text(pii, "behavior"));
        if !["", "NONE", "BLOCK", "MASK", "BEHAVIOR_UNSPECIFIED"].contains(&behavior) {
            return Err(Refusal::invalid(format!(
                "guardrails.{side}.pii.behavior '{behavior}' is not NONE, BLOCK or MASK."
            )));
        }
        let mut part = Map::new();
        for field in ["safety", "pii", "invalid_keywords", "valid_topics"] {
            if let Some(one) = value.get(field).filter(|one| !one.is_null()) {
                part.insert(field.to_owned(), one.clone());
            }
        }
        kept.insert(side.to_owned(), Value::Object(part));
    }
    Ok(Value::Object(kept))
}

fn boolean(value: &Value) -> Option<bool> {
    value.as_bool().or_else(|| value.as_str()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_block_clears_the_gateway() {
        assert_eq!(check(&json!({})).unwrap(), None);
    }

    #[test]
    fn a_full_block_is_kept_as_it_is() {
        let block = json!({
            "usage_tracking_config": {"enabled": true},
            "inference_table_config": {"enabled": true, "catalog_name": "main", "schema_name": "gw"},
            "rate_limits": [{"key": "user", "renewal_period": "minute", "principal": "a@b", "calls": 5, "tokens": 9}],
            "guardrails": {"input": {"safety": true, "pii": {"behavior": "BLOCK"}}, "output": {"pii": {"behavior": "MASK"}}},
            "fallback_config": {"enabled": true},
        });
        assert_eq!(check(&block).unwrap(), Some(block));
    }

    #[test]
    fn the_place_of_a_table_changes_only_while_it_is_off() {
        let table = |enabled: bool, schema: &str| json!({"inference_table_config": {"enabled": enabled, "catalog_name": "main", "schema_name": schema}});
        let may = |old: &Value, new: &Value| may_replace(Some(old), Some(new), 1);
        let refusal = may(&table(true, "llm_gateway"), &table(true, "default")).unwrap_err();
        assert!(refusal.message.contains("schema_name cannot be changed"), "{}", refusal.message);
        assert!(may(&table(true, "llm_gateway"), &table(false, "llm_gateway")).is_ok());
        assert!(may(&table(false, "llm_gateway"), &table(true, "default")).is_ok());
        assert!(may(&table(false, "llm_gateway"), &table(true, "nowhere")).is_err());
        assert!(
            may(&table(true, "nowhere"), &table(true, "nowhere")).is_ok(),
            "what stands is not asked about again"
        );
    }

    #[test]
    fn fallback_needs_somewhere_to_fall_back_to() {
        let on = json!({"fallback_config": {"enabled": true}});
        assert!(may_replace(None, Some(&on), 1).is_err());
        assert!(may_replace(None, Some(&on), 2).is_ok() && may_replace(Some(&on), Some(&on), 1).is_ok());
    }

    #[test]
    fn wrong_blocks_are_refused() {
        for (block, wanted) in [
            (json!({"rate_limits": [{"renewal_period": "hour", "calls": 1}]}), "renewal_period"),
            (json!({"rate_limits": [{"renewal_period": "minute"}]}), "calls, tokens"),
            (json!({"rate_limits": [{"renewal_period": "minute", "calls": -1}]}), "zero or more"),
            (
                json!({"rate_limits": [{"renewal_period": "minute", "calls": 1, "key": "user_group"}]}),
                "principal",
            ),
            (json!({"rate_limits": [{"renewal_period": "minute", "calls": 1, "key": "team"}]}), "'team'"),
            (json!({"guardrails": {"input": {"pii": {"behavior": "HIDE"}}}}), "HIDE"),
            (json!({"inference_table_config": {"enabled": true}}), "catalog_name"),
            (json!({"fallback_config": {}}), "enabled"),
        ] {
            let refusal = check(&block).expect_err(wanted);
            assert!(refusal.message.contains(wanted), "{} should say {wanted}", refusal.message);
        }
    }
}
