//! From the raw JSON of an endpoint to the edit of it: every provider and every way to sign in, keys nobody can read named
//! as kept, models this app does not edit marked. Also from an older config, to restore it. The way back is `plan`.

use gatewright_databricks::serving::{ConfigEdit, Endpoint, Route, ServedEntity, Snapshot};
use serde_json::Value;

use super::dto::{AccessRow, EndpointEdit, EntityEdit, Notifications};
use super::{access, patch};
use crate::endpoints::dto::{EntityDraft, FieldValue, Tag};
use crate::endpoints::stamp::stamp;
use crate::providers;
use crate::providers::wire::may_be_kept;

/// The endpoint as it stands, as an edit that changes nothing.
pub(crate) fn live(endpoint: &Snapshot<Endpoint>, access: Option<Vec<AccessRow>>) -> EndpointEdit {
    EndpointEdit {
        endpoint: endpoint.name.clone(),
        stamp: stamp(endpoint),
        entities: entities(&ConfigEdit::from_endpoint(endpoint)),
        tags: tags(&endpoint.raw),
        notifications: notifications(&endpoint.raw),
        access,
        gateway: None,
    }
}

/// What an earlier reading of an endpoint (`config`, `tags`, `email_notifications`) becomes as an edit of the endpoint as it
/// is now, and what of it cannot come back, as sentences. Access comes back where it was kept; the AI Gateway is `restore`'s.
pub(crate) fn from_config(earlier: &Value, now: &EndpointEdit) -> (EndpointEdit, Vec<String>) {
    let mut edit = now.clone();
    let mut lost = Vec::new();
    if let Some(config) = earlier.get("config").filter(|config| config.is_object()) {
        edit.entities = entities(&ConfigEdit::from_config(config));
    }
    for entity in &mut edit.entities {
        let there = now.entities.iter().find(|there| there.original == entity.original);
        let name = entity.entity.name.clone();
        let Some(there) = there else {
            entity.original = None;
            if entity.read_only.is_some() {
                lost.push(format!("{name} is gone, and this app cannot make it again."));
            } else if !entity.kept.is_empty() {
                lost.push(format!("{name} had a key that nobody can read. Choose a stored secret for it."));
            }
            entity.kept.clear();
            continue;
        };
        let same_way = there.entity.provider == entity.entity.provider
            && there.entity.auth_form == entity.entity.auth_form;
        if entity.kept.iter().any(|field| !same_way || !there.kept.contains(field)) {
            lost.push(format!(
                "{name} had a key that nobody can read, and it has been replaced since. Choose a stored secret for it."
            ));
            entity.kept.retain(|field| same_way && there.kept.contains(field));
        }
    }
    edit.entities.retain(|entity| entity.original.is_some() || entity.read_only.is_none());
    // A whole reading that does not have them says that there were none.
    let whole = earlier.get("name").is_some();
    if whole || earlier.get("tags").is_some() {
        edit.tags = tags(earlier);
    }
    if whole || earlier.get("email_notifications").is_some() {
        edit.notifications = notifications(earlier);
    }
    if let (Some(rules), Some(rows)) = (earlier.get("access_control_list"), &now.access) {
        edit.access = Some(access::from_rules(patch::items(Some(rules)), rows));
    }
    (edit, lost)
}

/// The served entities of a config, with their shares.
pub(super) fn entities(config: &ConfigEdit) -> Vec<EntityEdit> {
    let routes = config.routes();
    let body = config.body();
    let items = body.get("served_entities").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let alone = routes.is_empty() && items.len() == 1;
    items
        .iter()
        .map(|item| {
            let name = item.get("name").and_then(Value::as_str).unwrap_or_default();
            entity(item, if alone { 100 } else { share(&routes, name) })
        })
        .collect()
}

fn share(routes: &[Route], name: &str) -> u32 {
    routes
        .iter()
        .find(|route| route.entity() == name)
        .and_then(|route| route.traffic_percentage)
        .map_or(0, |percent| u32::try_from(percent.clamp(0, 100)).unwrap_or_default())
}

/// One served entity from its raw JSON.
fn entity(raw: &Value, share: u32) -> EntityEdit {
    let name = raw.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    let typed = serde_json::from_value::<ServedEntity>(raw.clone()).ok();
    let external = typed.as_ref().and_then(|entity| entity.external_model.as_deref());
    let Some(model) = external else {
        let model = typed.and_then(|entity| entity.entity_name).unwrap_or_default();
        let why = "It is no external model. Gatewright leaves its settings to Databricks' own pages.";
        return closed(name, String::new(), model, share, why.into());
    };
    let found = providers::identify(model);
    let (Some(spec), Some(form)) = (found.spec, found.form) else {
        let why = format!(
            "This version of Gatewright does not know the provider {}. Its settings stay exactly as they are.",
            found.name
        );
        return closed(name, found.id, model.name.clone(), share, why);
    };
    if spec.retired {
        let why = format!(
            "{} has been closed by its maker. Its settings stay as they are; put another provider in its place.",
            spec.name
        );
        return closed(name, found.id, model.name.clone(), share, why);
    }
    let typed = providers::from_external_model(model);
    let values: Vec<FieldValue> = typed
        .values
        .into_iter()
        // A server that shows a key all the same: it does not cross to the window.
        .filter(|(field, value)| may_be_kept(spec.id, field, value))
        .map(|(field, value)| FieldValue { field, value })
        .collect();
    let kept = form
        .fields
        .iter()
        .filter(|field| field.kind.is_secret() && !values.iter().any(|value| value.field == field.id))
        .map(|field| field.id.to_owned())
        .collect();
    let entity = EntityDraft {
        name: name.clone(),
        provider: typed.provider,
        model: typed.model,
        auth_form: typed.auth_form,
        values,
        share,
        locked: false,
    };
    EntityEdit { original: Some(name), entity, kept, read_only: None }
}

fn closed(name: String, provider: String, model: String, share: u32, why: String) -> EntityEdit {
    let entity = EntityDraft {
        name: name.clone(),
        provider,
        model,
        auth_form: String::new(),
        values: Vec::new(),
        share,
        locked: false,
    };
    EntityEdit { original: Some(name), entity, kept: Vec::new(), read_only: Some(why) }
}

fn tags(raw: &Value) -> Vec<Tag> {
    let items = raw.get("tags").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let text = |tag: &Value, key: &str| tag.get(key).and_then(Value::as_str).map(str::to_owned);
    items.iter().filter_map(|tag| Some(Tag { key: text(tag, "key")?, value: text(tag, "value") })).collect()
}

pub(super) fn notifications(raw: &Value) -> Notifications {
    let list = |key: &str| -> Vec<String> {
        let items = raw.get("email_notifications").and_then(|mails| mails.get(key)).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    Notifications { on_success: list("on_update_success"), on_failure: list("on_update_failure") }
}

#[cfg(test)]
#[path = "reading_tests.rs"]
mod tests;
