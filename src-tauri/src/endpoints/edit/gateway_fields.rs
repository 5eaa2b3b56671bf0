//! The settings of an AI Gateway as values under names for people. Changing them is the gateway's room.

use serde_json::Value;

use super::dto::FieldPart;
use super::fields::{Leaf, flatten, plain};
use super::patch::items;

/// Path inside `ai_gateway`, and what it is called.
const NAMES: &[(&str, &str)] = &[
    ("usage_tracking_config.enabled", "Usage tracking"),
    ("inference_table_config.enabled", "Inference table"),
    ("inference_table_config.catalog_name", "Catalog of the inference table"),
    ("inference_table_config.schema_name", "Schema of the inference table"),
    ("inference_table_config.table_name_prefix", "Prefix of the inference table"),
    ("fallback_config.enabled", "Fallback"),
    ("guardrails.input.safety", "Safety filter on prompts"),
    ("guardrails.input.pii.behavior", "Personal data in prompts"),
    ("guardrails.input.invalid_keywords", "Words refused in prompts"),
    ("guardrails.input.valid_topics", "Topics allowed in prompts"),
    ("guardrails.output.safety", "Safety filter on answers"),
    ("guardrails.output.pii.behavior", "Personal data in answers"),
    ("guardrails.output.invalid_keywords", "Words refused in answers"),
    ("guardrails.output.valid_topics", "Topics allowed in answers"),
];

pub(super) fn leaves(endpoint: &Value) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    for (key, value) in endpoint.get("ai_gateway").and_then(Value::as_object).into_iter().flatten() {
        if key == "rate_limits" {
            leaves.extend(items(Some(value)).iter().map(limit));
        } else {
            flatten(FieldPart::Gateway, &format!("ai_gateway.{key}"), value, &mut leaves);
        }
    }
    for leaf in &mut leaves {
        let inside = leaf.path.strip_prefix("ai_gateway.").unwrap_or_default();
        if let Some((_, name)) = NAMES.iter().find(|(path, _)| *path == inside) {
            leaf.label = (*name).to_owned();
        }
    }
    leaves
}

/// Whether a setting of the gateway is one that people know under a name.
pub(crate) fn is_named(path: &str) -> bool {
    let inside = path.strip_prefix("ai_gateway.").unwrap_or_default();
    NAMES.iter().any(|(path, _)| *path == inside)
}

fn limit(rule: &Value) -> Leaf {
    let text = |key: &str| rule.get(key).map(plain).unwrap_or_default();
    let (key, principal) = (text("key"), text("principal"));
    let whose = match (key.as_str(), principal.as_str()) {
        ("endpoint", _) => "the endpoint".to_owned(),
        ("user", "") => "every user".to_owned(),
        (_, "") => key.replace('_', " "),
        (_, principal) => principal.to_owned(),
    };
    let amounts: Vec<String> = ["calls", "tokens"]
        .into_iter()
        .filter(|what| rule.get(*what).is_some_and(|value| !value.is_null()))
        .map(|what| format!("{} {what}", text(what)))
        .collect();
    let period = rule.get("renewal_period").map_or_else(|| "minute".to_owned(), plain);
    let path = format!("ai_gateway.rate_limits[{key} {principal}]").replace(" ]", "]");
    let value = format!("{} a {period}", amounts.join(" and "));
    Leaf::new(FieldPart::Gateway, format!("Rate limit of {whose}"), path, value)
}
