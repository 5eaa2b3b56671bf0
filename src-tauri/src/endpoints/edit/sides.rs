//! One side of a three-way comparison: an edit as values under paths that are the same on all sides, also where an entity
//! was renamed on one of them. `conflict` compares and merges.

use super::access::word;
use super::dto::{AccessRow, EndpointEdit, EntityEdit, FieldPart, PrincipalKind};
use super::fields::Leaf;
use crate::providers;

pub(super) const ORDER: &str = "config.served_entities";
pub(super) const ON_SUCCESS: &str = "email_notifications.on_update_success";
pub(super) const ON_FAILURE: &str = "email_notifications.on_update_failure";

/// The whole AI Gateway, which is put back as one or not at all.
pub(super) const GATEWAY: &str = "ai_gateway";

/// An edit with its served entities under their keys.
pub(super) struct Side<'a> {
    pub(super) edit: &'a EndpointEdit,
    pub(super) entities: Entities<'a>,
}

/// Served entities in their order.
pub(super) struct Entities<'a>(Vec<(String, &'a EntityEdit)>);

impl<'a> Entities<'a> {
    pub(super) fn get(&self, key: &str) -> Option<&'a EntityEdit> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, entity)| *entity)
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(key, _)| key)
    }

    /// The order of those that the others have too.
    pub(super) fn common(&self, others: &[&Entities<'_>]) -> Vec<String> {
        self.keys().filter(|key| others.iter().all(|other| other.get(key).is_some())).cloned().collect()
    }
}

impl<'a> Side<'a> {
    pub(super) fn new(edit: &'a EndpointEdit, key: impl Fn(&EntityEdit) -> String) -> Self {
        Self { edit, entities: Entities(edit.entities.iter().map(|entity| (key(entity), entity)).collect()) }
    }

    /// Its values. Of entities that are not `everywhere` only that they are there.
    pub(super) fn leaves(&self, everywhere: impl Fn(&str) -> bool) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        for (key, entity) in &self.entities.0 {
            if everywhere(key) {
                settings(key, entity, &mut leaves);
            } else {
                let said = format!("{}, {}", provider(entity), entity.entity.model);
                leaves.push(Leaf::new(
                    FieldPart::Config,
                    format!("Served entity {key}"),
                    path(key, ""),
                    said,
                ));
            }
        }
        let order: Vec<&str> =
            self.entities.keys().map(String::as_str).filter(|key| everywhere(key)).collect();
        leaves.push(Leaf::new(FieldPart::Config, "Order of fallback", ORDER, order.join(", ")));
        for tag in &self.edit.tags {
            let (key, value) = (tag.key.trim(), tag.value.as_deref().unwrap_or_default());
            leaves.push(Leaf::new(FieldPart::Tags, format!("Tag {key}"), tag_path(key), value));
        }
        let told = &self.edit.notifications;
        for (path, label, list) in [
            (ON_SUCCESS, "Told of success", &told.on_success),
            (ON_FAILURE, "Told of failure", &told.on_failure),
        ] {
            leaves.push(Leaf::new(FieldPart::Notifications, label, path, list.join(", ")));
        }
        for row in self.edit.access.iter().flatten().filter(|row| row.inherited.is_none()) {
            let level = word(row.level).replace('_', " ");
            let label = format!("Access of {}", row.principal.trim());
            leaves.push(Leaf::new(FieldPart::Permissions, label, access_path(row), level));
        }
        leaves
    }
}

/// The settings of an entity that all sides have.
fn settings(key: &str, entity: &EntityEdit, leaves: &mut Vec<Leaf>) {
    let draft = &entity.entity;
    let spec = providers::by_id(&draft.provider);
    let form = spec.and_then(|spec| spec.chosen(&draft.auth_form));
    let mut push = |label: String, path: String, value: &str| {
        if !value.is_empty() {
            leaves.push(Leaf::new(FieldPart::Config, label, path, value));
        }
    };
    push(format!("Name of {key}"), path(key, ".name"), draft.name.trim());
    let way = match (spec, form) {
        (Some(spec), Some(form)) if spec.forms.len() > 1 => format!("{}, {}", spec.name, form.label),
        _ => provider(entity),
    };
    push(format!("Provider of {key}"), path(key, ".external_model.provider"), &way);
    push(format!("Model of {key}"), path(key, ".external_model.name"), draft.model.trim());
    for value in &draft.values {
        let known = spec.and_then(|spec| {
            let mut all = spec.fields.iter().chain(form.into_iter().flat_map(|form| form.fields));
            all.find(|field| field.id == value.field)
        });
        // Fields of a way to sign in that was not chosen are not sent.
        if let Some(known) = known {
            push(
                format!("{} of {key}", known.label),
                path(key, &format!(".{}", value.field)),
                value.value.trim(),
            );
        }
    }
    let share = format!("{} %", draft.share);
    leaves.push(Leaf::new(FieldPart::Traffic, format!("Share of {key}"), share_path(key), share));
}

fn provider(entity: &EntityEdit) -> String {
    let id = &entity.entity.provider;
    providers::by_id(id).map_or_else(|| id.clone(), |spec| spec.name.to_owned())
}

/// Whether two sides have the same of an entity.
pub(super) fn same(one: &EntityEdit, other: &EntityEdit) -> bool {
    let all = |entity: &EntityEdit| {
        let mut leaves = Vec::new();
        settings("", entity, &mut leaves);
        leaves.sort_by(|one, other| one.path.cmp(&other.path));
        leaves
    };
    all(one) == all(other)
}

/// A key for a new entity that is none of the `known` ones, though it may have the name of one that was removed.
pub(super) fn key_of_new(name: &str, known: &[String]) -> String {
    if known.iter().any(|key| key == name) { format!("{name}, new") } else { name.to_owned() }
}

pub(super) fn path(key: &str, part: &str) -> String {
    format!("config.served_entities[{key}]{part}")
}

/// The key of an entity in the path of it as a whole.
pub(super) fn key_in(path: &str) -> Option<&str> {
    path.strip_prefix("config.served_entities[")?.strip_suffix(']')
}

pub(super) fn share_path(key: &str) -> String {
    format!("config.traffic_config.routes[{key}].traffic_percentage")
}

pub(super) fn tag_path(key: &str) -> String {
    format!("tags[{key}]")
}

pub(super) fn access_path(row: &AccessRow) -> String {
    let kind = match row.kind {
        PrincipalKind::User => "user_name",
        PrincipalKind::Group => "group_name",
        PrincipalKind::ServicePrincipal => "service_principal_name",
    };
    format!("access_control_list[{kind}={}]", row.principal.trim())
}
