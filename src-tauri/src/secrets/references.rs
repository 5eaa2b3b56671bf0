//! `{{secrets/scope/key}}` in the raw JSON of an endpoint: finding every one, and putting another one in its place. Raw, so
//! that fields this app does not know are searched as well. Pure.

use gatewright_databricks::serving::{Endpoint, ServedEntity, Snapshot};
use serde_json::Value;

use super::dto::SecretUse;
use crate::providers;

/// A secret by name. Databricks tells neither scopes nor keys apart by case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) scope: String,
    pub(crate) key: String,
}

impl Reference {
    pub(crate) fn new(scope: impl Into<String>, key: impl Into<String>) -> Self {
        Self { scope: scope.into(), key: key.into() }
    }

    /// Reads `{{secrets/scope/key}}`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        providers::wire::is_secret_reference(text).then_some(())?;
        let inside = text.strip_prefix(OPEN)?.strip_suffix(CLOSE)?;
        let (scope, key) = inside.split_once('/')?;
        Some(Self::new(scope, key))
    }

    /// As an endpoint refers to it.
    pub(crate) fn text(&self) -> String {
        format!("{OPEN}{}/{}{CLOSE}", self.scope, self.key)
    }

    /// Whether both lead to the same secret.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.scope.eq_ignore_ascii_case(&other.scope) && self.key.eq_ignore_ascii_case(&other.key)
    }
}

const OPEN: &str = "{{secrets/";
const CLOSE: &str = "}}";

/// A reference and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) reference: Reference,
    pub(crate) used: SecretUse,
}

/// Every reference of an endpoint: of the config that answers and of the one that is on its way, each place once.
pub(crate) fn of_endpoint(snapshot: &Snapshot<Endpoint>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for config in ["config", "pending_config"] {
        // The oldest endpoints call them models.
        for list in ["served_entities", "served_models"] {
            let entities = snapshot.raw.get(config).and_then(|config| config.get(list));
            for entity in entities.and_then(Value::as_array).into_iter().flatten() {
                for one in of_entity(&snapshot.name, entity) {
                    if !found.contains(&one) {
                        found.push(one);
                    }
                }
            }
        }
    }
    found
}

fn of_entity(endpoint: &str, raw: &Value) -> Vec<Found> {
    let entity = serde_json::from_value::<ServedEntity>(raw.clone()).ok();
    let model = entity.as_ref().and_then(|entity| entity.external_model.as_deref());
    let provider = model.map(|model| providers::identify(model).id).unwrap_or_default();
    let task = model.map(|model| model.task.as_str().to_owned()).filter(|task| !task.is_empty());
    let mut texts = Vec::new();
    walk("", raw, &mut texts);
    let name = raw.get("name").and_then(Value::as_str).unwrap_or_default();
    let mut found = Vec::new();
    for (field, text) in texts {
        for reference in in_text(text) {
            let used = SecretUse {
                endpoint: endpoint.to_owned(),
                entity: name.to_owned(),
                provider: provider.clone(),
                field: field.to_owned(),
                task: task.clone(),
            };
            found.push(Found { reference, used });
        }
    }
    found
}

fn walk<'a>(field: &'a str, value: &'a Value, texts: &mut Vec<(&'a str, &'a str)>) {
    match value {
        Value::String(text) if text.contains(OPEN) => texts.push((field, text)),
        Value::Array(items) => items.iter().for_each(|item| walk(field, item, texts)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| walk(name, value, texts)),
        _ => {}
    }
}

/// The references in a text; a header such as `Bearer {{secrets/a/b}}` holds one too.
fn in_text(text: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(OPEN) {
        rest = rest.get(at..).unwrap_or_default();
        let Some(end) = rest.find(CLOSE) else { break };
        let (candidate, after) = rest.split_at(end + CLOSE.len());
        found.extend(Reference::parse(candidate));
        rest = after;
    }
    found
}

/// Whether a JSON refers to a secret.
pub(crate) fn holds(value: &Value, wanted: &Reference) -> bool {
    let mut texts = Vec::new();
    walk("", value, &mut texts);
    texts.iter().any(|(_, text)| in_text(text).iter().any(|reference| reference.is(wanted)))
}

/// Puts `to` wherever `from` stands, and says in how many texts.
pub(crate) fn replace(value: &mut Value, from: &Reference, to: &Reference) -> usize {
    match value {
        Value::String(text) => {
            let mut changed = text.clone();
            for reference in in_text(text).iter().filter(|reference| reference.is(from)) {
                changed = changed.replace(&reference.text(), &to.text());
            }
            let differs = changed != *text;
            *text = changed;
            usize::from(differs)
        }
        Value::Array(items) => items.iter_mut().map(|item| replace(item, from, to)).sum(),
        Value::Object(fields) => fields.values_mut().map(|value| replace(value, from, to)).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn snapshot(raw: Value) -> Snapshot<Endpoint> {
        Snapshot { value: serde_json::from_value(raw.clone()).unwrap(), raw }
    }

    #[test]
    fn references_are_found_in_nested_fields_unknown_fields_and_pending_configs() {
        let entity = |name: &str, key: &str| {
            json!({"name": name, "external_model": {"provider": "custom", "name": "m", "task": "llm/v1/chat",
                "custom_provider_config": {"custom_provider_url": "https://x",
                    "bearer_token_auth": {"token": format!("{{{{secrets/s/{key}}}}}")},
                    "later": [{"unknown_field": "Bearer {{secrets/s/other}}"}]}}})
        };
        let found = of_endpoint(&snapshot(json!({"name": "e",
            "config": {"served_entities": [entity("a", "one")]},
            "pending_config": {"served_entities": [entity("a", "one"), entity("b", "two")]}})));
        let said: Vec<String> = found
            .iter()
            .map(|one| format!("{} {} {}", one.used.entity, one.used.field, one.reference.key))
            .collect();
        assert_eq!(
            said,
            ["a token one", "a unknown_field other", "b token two", "b unknown_field other"],
            "each place once"
        );
        assert_eq!(found[0].used.task.as_deref(), Some("llm/v1/chat"));
        assert_eq!(found[0].used.provider, "custom");
    }

    #[test]
    fn replacing_touches_every_place_of_this_reference_and_nothing_else() {
        let mut body = json!({"a": "{{secrets/S/Old}}", "b": ["{{secrets/s/old}} {{secrets/s/old2}}", 7],
            "c": {"unknown": {"kept": true}, "d": "Bearer {{secrets/s/old}}"}});
        let (old, new) = (Reference::new("s", "old"), Reference::new("s", "new"));
        assert_eq!(replace(&mut body, &old, &new), 3);
        assert_eq!(
            body,
            json!({"a": "{{secrets/s/new}}", "b": ["{{secrets/s/new}} {{secrets/s/old2}}", 7],
                "c": {"unknown": {"kept": true}, "d": "Bearer {{secrets/s/new}}"}})
        );
        assert!(!holds(&body, &old) && holds(&body, &new));
    }

    #[test]
    fn texts_that_only_look_like_references_are_left_alone() {
        for text in
            ["{{secrets/a}}", "{{secrets/a/b/c}}", "{{secrets/a/b", "secrets/a/b", "{{ secrets/a/b }}"]
        {
            assert_eq!(in_text(text), Vec::new(), "{text}");
        }
    }
}
