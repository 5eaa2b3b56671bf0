//! Two readings of an endpoint, field by field, in words: for the review of an edit, for what others changed, and for the
//! ledger. Knows `config`, `ai_gateway`, `tags`, `email_notifications`, `access_control_list`, name and description; a
//! field this app does not know is named as the API names it. Values of secrets are never shown.

use gatewright_databricks::serving::ConfigEdit;
use serde_json::Value;

use super::dto::{FieldChange, FieldPart};
use super::gateway_fields;
use super::patch::{items, routed_to};
use crate::explain::redact::redact;
use crate::providers::wire::may_be_kept;
use crate::providers::{self};

/// One value of one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    pub(super) part: FieldPart,
    pub(super) label: String,
    pub(super) path: String,
    pub(super) value: String,
}

impl Leaf {
    pub(super) fn new(
        part: FieldPart,
        label: impl Into<String>,
        path: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        Self { part, label: label.into(), path: path.into(), value: value.into() }
    }
}

/// What differs, in the order of an endpoint's parts.
pub(crate) fn fields(before: &Value, after: &Value) -> Vec<FieldChange> {
    fields_known(before, after, None)
}

/// The same, where it is known which served entity of before is which of after.
pub(crate) fn fields_known(
    before: &Value,
    after: &Value,
    known: Option<&[(String, String)]>,
) -> Vec<FieldChange> {
    let mut changes = diff(&about(before), &about(after));
    config(before, after, known, &mut changes);
    changes.extend(diff(&gateway_fields::leaves(before), &gateway_fields::leaves(after)));
    changes.extend(diff(&tags(before), &tags(after)));
    changes.extend(diff(&notifications(before), &notifications(after)));
    changes.extend(diff(&access(before), &access(after)));
    for change in &mut changes {
        for side in [&mut change.before, &mut change.after].into_iter().flatten() {
            *side = redact(side);
        }
    }
    changes
}

/// Leaves that are not the same on both sides; what is only on the first is removed.
pub(super) fn diff(before: &[Leaf], after: &[Leaf]) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    for old in before {
        let new = after.iter().find(|new| new.path == old.path);
        if new.is_none_or(|new| new.value != old.value) {
            changes.push(FieldChange {
                part: old.part,
                label: old.label.clone(),
                path: old.path.clone(),
                before: Some(old.value.clone()),
                after: new.map(|new| new.value.clone()),
                removes: new.is_none(),
            });
        }
    }
    for new in after.iter().filter(|new| !before.iter().any(|old| old.path == new.path)) {
        changes.push(FieldChange {
            part: new.part,
            label: new.label.clone(),
            path: new.path.clone(),
            before: None,
            after: Some(new.value.clone()),
            removes: false,
        });
    }
    changes
}

fn about(endpoint: &Value) -> Vec<Leaf> {
    [("name", "Name"), ("description", "Description")]
        .into_iter()
        .filter_map(|(key, label)| {
            let value = endpoint.get(key)?.as_str().filter(|text| !text.is_empty())?;
            Some(Leaf::new(FieldPart::Endpoint, label, key, value))
        })
        .collect()
}

fn config(before: &Value, after: &Value, known: Option<&[(String, String)]>, changes: &mut Vec<FieldChange>) {
    let body = |side: &Value| {
        let config = side.get("config").or_else(|| side.get("pending_config"));
        config.map(ConfigEdit::from_config).map(|edit| edit.body()).unwrap_or_default()
    };
    let (before, after) = (body(before), body(after));
    let (old, new) = (items(before.get("served_entities")), items(after.get("served_entities")));
    let pairs = pairs(old, new, known);
    for (name, entity) in named(old) {
        let partner = pairs.iter().find(|(from, _)| *from == name).and_then(|(_, to)| find(new, to));
        match partner {
            Some(partner) => changes.extend(entity_changes(&name, entity, partner)),
            None => changes.push(whole(&name, Some(entity), None)),
        }
    }
    for (name, entity) in named(new).filter(|(name, _)| !pairs.iter().any(|(_, to)| to == name)) {
        changes.push(whole(&name, None, Some(entity)));
    }
    changes.extend(order(old, new, &pairs));
    changes.extend(traffic(&before, &after, &pairs));
    let rest = |body: &Value| {
        let mut leaves = Vec::new();
        for (key, value) in body.as_object().into_iter().flatten() {
            if key == "traffic_config" {
                for (key, value) in
                    value.as_object().into_iter().flatten().filter(|(key, _)| *key != "routes")
                {
                    flatten(FieldPart::Traffic, &format!("config.traffic_config.{key}"), value, &mut leaves);
                }
            } else if key != "served_entities" {
                flatten(FieldPart::Config, &format!("config.{key}"), value, &mut leaves);
            }
        }
        leaves
    };
    changes.extend(diff(&rest(&before), &rest(&after)));
}

pub(super) fn name_of(entity: &Value) -> &str {
    entity.get("name").and_then(Value::as_str).unwrap_or_default()
}

fn named(entities: &[Value]) -> impl Iterator<Item = (String, &Value)> {
    entities.iter().map(|entity| (name_of(entity).to_owned(), entity))
}

fn find<'a>(entities: &'a [Value], name: &str) -> Option<&'a Value> {
    entities.iter().find(|entity| name_of(entity) == name)
}

/// Which entity of the first list is which of the second. Where nobody knows: those of one name, and where a name is gone and
/// exactly one new entity has the same model with the same settings, that one.
pub(super) fn pairs(
    old: &[Value],
    new: &[Value],
    known: Option<&[(String, String)]>,
) -> Vec<(String, String)> {
    let there = |(from, to): &&(String, String)| find(old, from).is_some() && find(new, to).is_some();
    if let Some(known) = known {
        return known.iter().filter(there).cloned().collect();
    }
    let mut pairs: Vec<(String, String)> = named(old)
        .filter(|(name, _)| find(new, name).is_some())
        .map(|(name, _)| (name.clone(), name))
        .collect();
    let lost: Vec<_> = named(old).filter(|(name, _)| !pairs.iter().any(|(from, _)| from == name)).collect();
    let found: Vec<_> = named(new).filter(|(name, _)| !pairs.iter().any(|(_, to)| to == name)).collect();
    for (from, entity) in &lost {
        let model = entity.get("external_model");
        let mut same =
            found.iter().filter(|(_, other)| model.is_some() && other.get("external_model") == model);
        let rivals = lost.iter().filter(|(_, other)| other.get("external_model") == model).count();
        if let (Some((to, _)), None, 1) = (same.next(), same.next(), rivals) {
            pairs.push((from.clone(), to.clone()));
        }
    }
    pairs
}

/// An entity that comes or goes.
fn whole(name: &str, before: Option<&Value>, after: Option<&Value>) -> FieldChange {
    let said = |entity: &Value| {
        let model = external(entity);
        let provider = model.as_ref().map(|model| providers::identify(model).name);
        match (provider, &model) {
            (Some(provider), Some(model)) => format!("{provider}, {}", model.name),
            _ => entity.get("entity_name").and_then(Value::as_str).unwrap_or("a served entity").to_owned(),
        }
    };
    FieldChange {
        part: FieldPart::Config,
        label: format!("Served entity {name}"),
        path: format!("config.served_entities[{name}]"),
        before: before.map(said),
        after: after.map(said),
        removes: after.is_none(),
    }
}

fn external(entity: &Value) -> Option<gatewright_databricks::serving::ExternalModel> {
    serde_json::from_value(entity.get("external_model")?.clone()).ok()
}

fn entity_changes(name: &str, old: &Value, new: &Value) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    let other = name_of(new);
    if other != name {
        changes.push(FieldChange {
            part: FieldPart::Config,
            label: format!("Name of {name}"),
            path: format!("config.served_entities[{name}].name"),
            before: Some(name.to_owned()),
            after: Some(other.to_owned()),
            removes: false,
        });
    }
    let id = |entity: &Value| external(entity).map(|model| providers::identify(&model).id);
    let moved = id(old) != id(new);
    for mut change in diff(&entity_leaves(name, old), &entity_leaves(name, new)) {
        // With another provider the settings of the one before go as a matter of course.
        change.removes &= !moved;
        changes.push(change);
    }
    changes
}

/// The settings of one served entity, known ones under their labels.
fn entity_leaves(name: &str, entity: &Value) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    let model = external(entity);
    let found = model.as_ref().map(providers::identify);
    let at = format!("config.served_entities[{name}]");
    for (key, value) in entity.as_object().into_iter().flatten().filter(|(key, _)| *key != "name") {
        flatten(FieldPart::Config, &format!("{at}.{key}"), value, &mut leaves);
    }
    for leaf in &mut leaves {
        let inside = leaf.path.strip_prefix(&at).unwrap_or_default().to_owned();
        let field = inside.rsplit('.').next().unwrap_or_default().to_owned();
        let spec = found.as_ref().and_then(|found| found.spec);
        let known = spec.and_then(|spec| {
            let mut all = spec.fields.iter().chain(spec.forms.iter().flat_map(|form| form.fields));
            all.find(|known| known.id == field)
        });
        leaf.label = match (inside.as_str(), known) {
            (".external_model.name", _) => format!("Model of {name}"),
            (".external_model.provider", _) => format!("Provider of {name}"),
            (".external_model.task", _) => format!("Task of {name}"),
            (_, Some(known)) => format!("{} of {name}", known.label),
            (_, None) if field == "openai_api_type" => format!("Sign-in of {name}"),
            (_, None) => format!("{} of {name}", field.replace('_', " ")),
        };
        let plaintext = field.ends_with("_plaintext");
        if plaintext || !may_be_kept(spec.map_or("", |spec| spec.id), &field, &leaf.value) {
            leaf.value = "a key, not shown".to_owned();
        }
    }
    leaves
}

/// Every value inside, under its path.
pub(super) fn flatten(part: FieldPart, path: &str, value: &Value, leaves: &mut Vec<Leaf>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                flatten(part, &format!("{path}.{key}"), value, leaves);
            }
        }
        Value::Null => {}
        other => {
            let label = path.rsplit('.').next().unwrap_or(path).replace('_', " ");
            leaves.push(Leaf::new(part, label, path, plain(other)));
        }
    }
}

/// A value as a person writes it.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "on".to_owned(),
        Value::Bool(false) => "off".to_owned(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// The order of what is on both sides; who comes or goes is said elsewhere.
fn order(old: &[Value], new: &[Value], pairs: &[(String, String)]) -> Option<FieldChange> {
    let before: Vec<&str> =
        old.iter().map(name_of).filter(|name| pairs.iter().any(|(from, _)| from == name)).collect();
    let after: Vec<&str> = new
        .iter()
        .filter_map(|entity| pairs.iter().find(|(_, to)| to == name_of(entity)))
        .map(|(from, _)| from.as_str())
        .collect();
    (before != after).then(|| FieldChange {
        part: FieldPart::Config,
        label: "Order of fallback".into(),
        path: "config.served_entities".into(),
        before: Some(before.join(", ")),
        after: Some(after.join(", ")),
        removes: false,
    })
}

fn traffic(before: &Value, after: &Value, pairs: &[(String, String)]) -> Vec<FieldChange> {
    let leaves = |body: &Value, old: bool| -> Vec<Leaf> {
        let routes = items(body.get("traffic_config").and_then(|traffic| traffic.get("routes")));
        let mut leaves = Vec::new();
        for route in routes {
            let Some(to) = routed_to(route) else { continue };
            let name = if old {
                None
            } else {
                pairs.iter().find(|(_, new)| new == to).map(|(from, _)| from.as_str())
            };
            let name = name.unwrap_or(to);
            let percent = route.get("traffic_percentage").map(plain).unwrap_or_default();
            let path = format!("config.traffic_config.routes[{name}].traffic_percentage");
            leaves.push(Leaf::new(
                FieldPart::Traffic,
                format!("Share of {name}"),
                path,
                format!("{percent} %"),
            ));
            for (key, value) in route.as_object().into_iter().flatten() {
                if !["served_entity_name", "served_model_name", "traffic_percentage"].contains(&key.as_str())
                {
                    flatten(
                        FieldPart::Traffic,
                        &format!("config.traffic_config.routes[{name}].{key}"),
                        value,
                        &mut leaves,
                    );
                }
            }
        }
        leaves
    };
    let mut changes = diff(&leaves(before, true), &leaves(after, false));
    // That a removed entity gets nothing any more goes without saying.
    changes.iter_mut().for_each(|change| change.removes = false);
    changes
}

fn tags(endpoint: &Value) -> Vec<Leaf> {
    items(endpoint.get("tags"))
        .iter()
        .filter_map(|tag| {
            let key = tag.get("key")?.as_str()?;
            let value = tag.get("value").and_then(Value::as_str).unwrap_or_default();
            Some(Leaf::new(FieldPart::Tags, format!("Tag {key}"), format!("tags[{key}]"), value))
        })
        .collect()
}

fn notifications(endpoint: &Value) -> Vec<Leaf> {
    let mails = endpoint.get("email_notifications");
    let mut leaves = Vec::new();
    for (key, label) in [("on_update_success", "Told of success"), ("on_update_failure", "Told of failure")] {
        for mail in items(mails.and_then(|mails| mails.get(key))).iter().filter_map(Value::as_str) {
            let path = format!("email_notifications.{key}[{mail}]");
            leaves.push(Leaf::new(FieldPart::Notifications, label, path, mail));
        }
    }
    leaves
}

/// Direct grants: rules as they are written.
fn access(endpoint: &Value) -> Vec<Leaf> {
    let kinds =
        [("user_name", ""), ("group_name", "group "), ("service_principal_name", "service principal ")];
    items(endpoint.get("access_control_list"))
        .iter()
        .filter_map(|rule| {
            let (key, kind, name) =
                kinds.iter().find_map(|(key, kind)| Some((key, kind, rule.get(*key)?.as_str()?)))?;
            let level = rule.get("permission_level")?.as_str()?.replace('_', " ");
            let path = format!("access_control_list[{key}={name}]");
            Some(Leaf::new(FieldPart::Permissions, format!("Access of {kind}{name}"), path, level))
        })
        .collect()
}

#[cfg(test)]
#[path = "fields_tests.rs"]
mod tests;
