//! The raw AI Gateway block read into the settings a person changes. Tolerant: numbers and booleans may have come as text.
//! Rules of a kind this app does not know are not in the settings; `merge` leaves them where they are.

use serde_json::Value;

use super::dto::{
    GatewaySettings, Guardrails, InferenceTable, LimitKey, LimitPeriod, PersonalData, RateLimit,
};

/// The settings of a block; an endpoint without one has everything off.
pub(super) fn read(gateway: &Value) -> GatewaySettings {
    let on = |part: &str| gateway.get(part).is_some_and(|part| flag(part, "enabled"));
    let table = &gateway["inference_table_config"];
    let name = |key: &str| text(table, key).unwrap_or_default();
    GatewaySettings {
        usage_tracking: on("usage_tracking_config"),
        inference_table: InferenceTable {
            enabled: on("inference_table_config"),
            catalog: name("catalog_name"),
            schema: name("schema_name"),
            prefix: name("table_name_prefix"),
        },
        rate_limits: limits(gateway).iter().filter_map(limit).collect(),
        input: guardrails(&gateway["guardrails"]["input"]),
        output: guardrails(&gateway["guardrails"]["output"]),
        fallback: on("fallback_config"),
    }
}

/// The rules as they came.
pub(super) fn limits(gateway: &Value) -> &[Value] {
    gateway.get("rate_limits").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// A rule this app knows; nothing for one of another kind, period, or with limits it cannot read.
pub(super) fn limit(rule: &Value) -> Option<RateLimit> {
    let key = match text(rule, "key").as_deref() {
        None | Some("endpoint") => LimitKey::Endpoint,
        Some("user") => LimitKey::User,
        Some("user_group") => LimitKey::UserGroup,
        Some("service_principal") => LimitKey::ServicePrincipal,
        Some(_) => return None,
    };
    if !matches!(text(rule, "renewal_period").as_deref(), None | Some("minute")) {
        return None;
    }
    Some(RateLimit {
        key,
        principal: text(rule, "principal"),
        calls: number(rule, "calls")?,
        tokens: number(rule, "tokens")?,
        period: LimitPeriod::Minute,
    })
}

fn guardrails(side: &Value) -> Guardrails {
    Guardrails {
        safety: flag(side, "safety"),
        pii: match text(&side["pii"], "behavior").as_deref() {
            None | Some("NONE" | "BEHAVIOR_UNSPECIFIED") => PersonalData::None,
            Some("BLOCK") => PersonalData::Block,
            Some("MASK") => PersonalData::Mask,
            Some(_) => PersonalData::Other,
        },
        keywords: list(side, "invalid_keywords"),
        topics: list(side, "valid_topics"),
    }
}

fn text(of: &Value, key: &str) -> Option<String> {
    of.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn flag(of: &Value, key: &str) -> bool {
    match of.get(key) {
        Some(Value::Bool(flag)) => *flag,
        Some(Value::String(text)) => text == "true",
        _ => false,
    }
}

/// Nothing set, a number, or (outer nothing) something that is neither.
fn number(of: &Value, key: &str) -> Option<Option<i64>> {
    match of.get(key) {
        None | Some(Value::Null) => Some(None),
        Some(Value::Number(number)) => number.as_i64().map(Some),
        Some(Value::String(text)) => text.parse().ok().map(Some),
        Some(_) => None,
    }
}

/// An empty list is as good as none: the deprecated fields are shown only where they do something.
fn list(of: &Value, key: &str) -> Option<Vec<String>> {
    let items = of.get(key)?.as_array().filter(|items| !items.is_empty())?;
    Some(items.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}
