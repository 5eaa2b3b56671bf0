//! Settings laid onto the raw block: only what differs from what stands there is touched, so that everything this app does
//! not know, and everything nobody changed, goes back byte for byte (databricks-api.md §0 rule 1). Pure.

use serde_json::{Map, Value, json};

use super::dto::{GatewaySettings, Guardrails, LimitKey, PersonalData, RateLimit};
use super::settings;

/// The whole block to write.
pub(super) fn merged(gateway: &Value, wanted: &GatewaySettings) -> Value {
    let mut block = gateway.as_object().cloned().unwrap_or_default();
    block.retain(|_, value| !value.is_null());
    let was = settings::read(gateway);
    if wanted.usage_tracking != was.usage_tracking {
        put(&mut block, &["usage_tracking_config", "enabled"], json!(wanted.usage_tracking));
    }
    if wanted.fallback != was.fallback {
        put(&mut block, &["fallback_config", "enabled"], json!(wanted.fallback));
    }
    table(&mut block, &was, wanted);
    if wanted.rate_limits != was.rate_limits {
        let rules = limits(settings::limits(gateway), &wanted.rate_limits);
        if rules.is_empty() {
            block.shift_remove("rate_limits");
        } else {
            block.insert("rate_limits".into(), Value::Array(rules));
        }
    }
    side(&mut block, "input", &was.input, &wanted.input);
    side(&mut block, "output", &was.output, &wanted.output);
    Value::Object(block)
}

/// The block as it stands, with the table turned off and nothing else changed.
pub(super) fn table_off(gateway: &Value) -> Value {
    let mut off = settings::read(gateway);
    off.inference_table.enabled = false;
    merged(gateway, &off)
}

fn table(block: &mut Map<String, Value>, was: &GatewaySettings, wanted: &GatewaySettings) {
    let (was, wanted) = (&was.inference_table, &wanted.inference_table);
    if wanted.enabled != was.enabled {
        put(block, &["inference_table_config", "enabled"], json!(wanted.enabled));
    }
    // Turned off, it keeps the place it had: so it can be found, and turned on again.
    if was.enabled && !wanted.enabled {
        return;
    }
    let names = [
        ("catalog_name", &was.catalog, &wanted.catalog),
        ("schema_name", &was.schema, &wanted.schema),
        ("table_name_prefix", &was.prefix, &wanted.prefix),
    ];
    for (key, was, wanted) in names {
        let wanted = wanted.trim();
        if wanted != was {
            let name = if wanted.is_empty() { Value::Null } else { wanted.into() };
            put(block, &["inference_table_config", key], name);
        }
    }
}

/// The rules wanted, each over the one it was, and after them those this app does not know.
fn limits(old: &[Value], wanted: &[RateLimit]) -> Vec<Value> {
    let known: Vec<Option<RateLimit>> = old.iter().map(settings::limit).collect();
    let mut free: Vec<bool> = known.iter().map(Option::is_some).collect();
    let mut rules = Vec::with_capacity(wanted.len());
    for rule in wanted {
        let same = |at: &usize| {
            known.get(*at).and_then(Option::as_ref).is_some_and(|was| {
                was.key == rule.key && was.principal.as_deref().unwrap_or_default() == principal(rule)
            })
        };
        let at = (0..old.len()).filter(|at| free.get(*at) == Some(&true)).find(same);
        let (base, was) = match at {
            Some(at) => {
                if let Some(slot) = free.get_mut(at) {
                    *slot = false;
                }
                (old.get(at).cloned().unwrap_or_default(), known.get(at).cloned().flatten())
            }
            None => (Value::Null, None),
        };
        rules.push(laid_over(base, was.as_ref(), rule));
    }
    rules.extend(old.iter().zip(&known).filter(|(_, known)| known.is_none()).map(|(rule, _)| rule.clone()));
    rules
}

fn laid_over(base: Value, was: Option<&RateLimit>, rule: &RateLimit) -> Value {
    let mut fields = match base {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    if was.is_none() {
        fields.insert("key".into(), key(rule.key).into());
        if !principal(rule).is_empty() {
            fields.insert("principal".into(), principal(rule).into());
        }
        fields.insert("renewal_period".into(), "minute".into());
    }
    for (name, was, wanted) in [
        ("calls", was.and_then(|was| was.calls), rule.calls),
        ("tokens", was.and_then(|was| was.tokens), rule.tokens),
    ] {
        match wanted {
            Some(number) if was != wanted => {
                fields.insert(name.into(), number.into());
            }
            None => {
                fields.shift_remove(name);
            }
            Some(_) => {}
        }
    }
    Value::Object(fields)
}

/// Whom a rule names, as it is sent.
pub(super) fn principal(rule: &RateLimit) -> &str {
    match rule.key {
        LimitKey::Endpoint => "",
        _ => rule.principal.as_deref().unwrap_or_default().trim(),
    }
}

fn key(key: LimitKey) -> &'static str {
    match key {
        LimitKey::Endpoint => "endpoint",
        LimitKey::User => "user",
        LimitKey::UserGroup => "user_group",
        LimitKey::ServicePrincipal => "service_principal",
    }
}

fn side(block: &mut Map<String, Value>, name: &str, was: &Guardrails, wanted: &Guardrails) {
    if wanted.safety != was.safety {
        put(block, &["guardrails", name, "safety"], json!(wanted.safety));
    }
    if wanted.pii != was.pii {
        let behavior = match wanted.pii {
            PersonalData::None => Some("NONE"),
            PersonalData::Block => Some("BLOCK"),
            PersonalData::Mask => Some("MASK"),
            PersonalData::Other => None,
        };
        if let Some(behavior) = behavior {
            put(block, &["guardrails", name, "pii", "behavior"], behavior.into());
        }
    }
    for (key, was, wanted) in
        [("invalid_keywords", &was.keywords, &wanted.keywords), ("valid_topics", &was.topics, &wanted.topics)]
    {
        if was != wanted {
            let list =
                wanted.as_ref().filter(|list| !list.is_empty()).map_or(Value::Null, |list| json!(list));
            put(block, &["guardrails", name, key], list);
        }
    }
}

/// Sets a value under a path, making the objects on the way; null takes it away.
fn put(fields: &mut Map<String, Value>, path: &[&str], value: Value) {
    let Some((key, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        if value.is_null() {
            fields.shift_remove(*key);
        } else {
            fields.insert((*key).to_owned(), value);
        }
        return;
    }
    let slot = fields.entry((*key).to_owned()).or_insert_with(|| json!({}));
    if !slot.is_object() {
        *slot = json!({});
    }
    if let Value::Object(inner) = slot {
        put(inner, rest, value);
    }
}
