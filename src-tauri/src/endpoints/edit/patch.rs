//! The config that an edit means, made by changing the raw JSON in those places alone that the edit changes. What the edit
//! does not touch, and what this app does not know, stays as it was received, at every level.

use gatewright_databricks::serving::{ConfigEdit, Endpoint, Snapshot};
use serde_json::{Map, Value, json};

use super::dto::{EndpointEdit, EntityEdit};
use super::reading;
use crate::endpoints::dto::EntityDraft;
use crate::providers::{self, EntityConnection};

/// The names under which a route knows its entity.
const ROUTED_BY: [&str; 2] = ["served_entity_name", "served_model_name"];

/// The body of `PUT config`; nothing when the edit leaves the config alone.
pub(crate) fn config(now: &Snapshot<Endpoint>, edit: &EndpointEdit) -> Option<Value> {
    let standing = ConfigEdit::from_endpoint(now);
    changed(&standing, &edit.entities, &task(now))
}

/// The same over a config.
pub(super) fn changed(standing: &ConfigEdit, wanted: &[EntityEdit], task: &str) -> Option<Value> {
    let before = reading::entities(standing);
    if before == wanted {
        return None;
    }
    let old = standing.body();
    let mut body = old.clone();
    let raw = items(old.get("served_entities"));
    let entities: Vec<Value> = wanted
        .iter()
        .map(|wanted| {
            let original = wanted.original.as_deref();
            let at =
                before.iter().position(|before| original.is_some() && before.original.as_deref() == original);
            match at.and_then(|at| before.get(at).zip(raw.get(at))) {
                Some((before, raw)) => entity(raw, before, wanted, task),
                None => new_entity(wanted, task),
            }
        })
        .collect();
    if let Some(fields) = body.as_object_mut() {
        // A list that is not there stays away when there is nothing to put into it.
        if !entities.is_empty() || fields.contains_key("served_entities") {
            fields.insert("served_entities".into(), Value::Array(entities));
        }
        routes(fields, &before, wanted);
    }
    (body != old).then_some(body)
}

/// What the endpoint is for: of the endpoint, else of its first external model.
pub(crate) fn task(endpoint: &Endpoint) -> String {
    let configs = [&endpoint.config, &endpoint.pending_config];
    let of_models = || {
        configs.into_iter().flatten().flat_map(|config| &config.served_entities).find_map(|entity| {
            Some(entity.external_model.as_ref()?.task.as_str().to_owned()).filter(|task| !task.is_empty())
        })
    };
    endpoint
        .task
        .as_ref()
        .map(|task| task.as_str().to_owned())
        .filter(|task| task.starts_with("llm/"))
        .or_else(of_models)
        .unwrap_or_else(|| "llm/v1/chat".to_owned())
}

/// A draft of a served entity as the catalogue takes it.
pub(super) fn connection(entity: &EntityDraft, task: &str) -> EntityConnection {
    EntityConnection {
        provider: entity.provider.clone(),
        model: entity.model.clone(),
        task: task.to_owned(),
        auth_form: entity.auth_form.clone(),
        values: entity.values.iter().map(|value| (value.field.clone(), value.value.clone())).collect(),
    }
}

fn new_entity(wanted: &EntityEdit, task: &str) -> Value {
    let model = providers::wire::as_sent(&connection(&wanted.entity, task)).unwrap_or_else(|| json!({}));
    json!({ "name": wanted.entity.name.trim(), "external_model": model })
}

fn entity(raw: &Value, before: &EntityEdit, wanted: &EntityEdit, task: &str) -> Value {
    let mut raw = raw.clone();
    let Some(fields) = raw.as_object_mut() else { return raw };
    let name = wanted.entity.name.trim();
    if name != before.entity.name {
        fields.insert("name".into(), name.into());
    }
    if before.read_only.is_some() {
        return raw;
    }
    if let Some(Value::Object(model)) = fields.get_mut("external_model") {
        let task = model.get("task").and_then(Value::as_str).unwrap_or(task).to_owned();
        let old = providers::wire::as_sent(&connection(&before.entity, &task));
        let new = providers::wire::as_sent(&connection(&wanted.entity, &task));
        if let (Some(Value::Object(old)), Some(Value::Object(new))) = (old, new) {
            lay_over(model, &old, &new);
        }
    }
    raw
}

/// Does to `raw` what makes `new` of `old`, and nothing else.
fn lay_over(raw: &mut Map<String, Value>, old: &Map<String, Value>, new: &Map<String, Value>) {
    for key in old.keys().filter(|key| !new.contains_key(*key)) {
        raw.shift_remove(key);
        raw.shift_remove(&twin(key));
    }
    for (key, value) in new {
        match (old.get(key), value) {
            (Some(before), _) if before == value => {}
            (Some(Value::Object(before)), Value::Object(after)) => {
                let inner = raw.entry(key.clone()).or_insert_with(|| json!({}));
                match inner.as_object_mut() {
                    Some(inner) => lay_over(inner, before, after),
                    None => *inner = value.clone(),
                }
            }
            _ => {
                raw.insert(key.clone(), value.clone());
                raw.shift_remove(&twin(key));
            }
        }
    }
}

/// Exactly one of the two may be there (databricks-api.md §2).
fn twin(field: &str) -> String {
    format!("{field}_plaintext")
}

/// The routes of the wanted entities, each made of the route it had; those of removed entities go.
fn routes(config: &mut Map<String, Value>, before: &[EntityEdit], wanted: &[EntityEdit]) {
    let shares = |entities: &[EntityEdit]| -> Vec<(Option<String>, String, u32)> {
        let mut shares: Vec<_> = entities
            .iter()
            .map(|one| (one.original.clone(), one.entity.name.trim().to_owned(), one.entity.share))
            .collect();
        shares.sort();
        shares
    };
    if shares(before) == shares(wanted) {
        return;
    }
    let old = items(config.get("traffic_config").and_then(|traffic| traffic.get("routes"))).to_vec();
    if old.is_empty() && matches!(wanted, [only] if only.entity.share == 100) {
        return;
    }
    let new: Vec<Value> = wanted.iter().map(|wanted| route(&old, before, wanted)).collect();
    let traffic = config.entry("traffic_config").or_insert_with(|| json!({}));
    if !traffic.is_object() {
        *traffic = json!({});
    }
    if let Some(fields) = traffic.as_object_mut() {
        fields.insert("routes".into(), Value::Array(new));
    }
}

fn route(old: &[Value], before: &[EntityEdit], wanted: &EntityEdit) -> Value {
    let name = wanted.entity.name.trim();
    let original = wanted.original.as_deref();
    let same = original.and_then(|original| old.iter().find(|route| routed_to(route) == Some(original)));
    let Some(mut route) = same.cloned() else {
        return json!({ "served_entity_name": name, "traffic_percentage": wanted.entity.share });
    };
    let share = before.iter().find(|one| one.original.as_deref() == original).map(|one| one.entity.share);
    if let Some(fields) = route.as_object_mut() {
        for key in ROUTED_BY {
            // Both names are kept when both were there, so that they cannot come apart.
            if let Some(slot) = fields.get_mut(key).filter(|slot| slot.as_str() != Some(name)) {
                *slot = name.into();
            }
        }
        if share != Some(wanted.entity.share) {
            fields.insert("traffic_percentage".into(), wanted.entity.share.into());
        }
    }
    route
}

pub(super) fn routed_to(route: &Value) -> Option<&str> {
    ROUTED_BY.iter().find_map(|key| route.get(*key)?.as_str())
}

pub(super) fn items(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
#[path = "patch_tests.rs"]
mod tests;
