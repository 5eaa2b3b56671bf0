//! From an edit to the writes that make it so, in the order config → tags → gateway (only when an earlier
//! one is put back) → notifications → permissions, each only where it changes something. Also what an endpoint looks like after a plan. Sending is
//! `endpoints::write`.

use gatewright_databricks::serving::{Endpoint, Permissions, Snapshot};
use serde_json::{Map, Value, json};

use super::dto::{EndpointEdit, Notifications};
use super::rows::Base;
use super::{access, patch, reading};
use crate::endpoints::dto::Tag;
use crate::endpoints::stamp::stamp;
use crate::endpoints::write::{Origin, Planned, PlannedWrite, WriteKind};
use crate::gateway;

/// The endpoint as it is now, and the reading the edit started from, where that is known. Access and notifications carry no
/// stamp: what others changed in them meanwhile is kept beside what the edit changes.
#[derive(Clone, Copy)]
pub(crate) struct Standing<'a> {
    pub(crate) now: &'a Snapshot<Endpoint>,
    pub(crate) permissions: Option<&'a Permissions>,
    pub(crate) base: Option<&'a Base>,
    /// The edit that `now` and `permissions` mean.
    pub(crate) live: &'a EndpointEdit,
}

/// The writes of an edit.
pub(crate) fn planned(standing: Standing<'_>, edit: &EndpointEdit, origin: Origin) -> Planned {
    let now = standing.now;
    let name = now.name.as_str();
    let mut writes = Vec::new();
    if let Some(body) = patch::config(now, edit) {
        let before = now.raw.get("config").or_else(|| now.raw.get("pending_config"));
        writes.push(PlannedWrite::config(name, body, before.cloned().unwrap_or_default()));
        writes.push(PlannedWrite::wait_ready(name));
    }
    writes.extend(tags(now, &edit.tags));
    if let Some(wanted) = &edit.gateway {
        writes.extend(gateway::writes(now, wanted));
    }
    writes.extend(notifications(standing, &edit.notifications));
    let mut before = now.raw.clone();
    if let (Some(permissions), Some(rules)) = (standing.permissions, access_rules(standing, edit)) {
        let old = Value::Array(access::rules(permissions));
        if let Some(fields) = before.as_object_mut() {
            fields.insert("access_control_list".into(), old.clone());
        }
        let id = now.id.clone().unwrap_or_default();
        writes.push(PlannedWrite::permissions(&id, &rules, old));
    }
    Planned {
        endpoint: name.to_owned(),
        origin,
        title: format!("Edit of {name}"),
        stamp: Some(stamp(now)),
        before,
        writes,
    }
}

fn tags(now: &Snapshot<Endpoint>, wanted: &[Tag]) -> Option<PlannedWrite> {
    let old = patch::items(now.raw.get("tags"));
    let of = |tag: &Value, key: &str| tag.get(key).and_then(Value::as_str).map(str::to_owned);
    let wanted: Vec<(String, Option<String>)> = wanted
        .iter()
        .map(|tag| {
            let value = tag.value.as_deref().map(str::trim).filter(|value| !value.is_empty());
            (tag.key.trim().to_owned(), value.map(str::to_owned))
        })
        .filter(|(key, _)| !key.is_empty())
        .collect();
    let add: Vec<Value> = wanted
        .iter()
        .filter_map(|(key, value)| {
            let standing = old.iter().find(|tag| of(tag, "key").as_ref() == Some(key));
            let same = |tag: &Value| of(tag, "value").filter(|value| !value.is_empty()) == *value;
            if standing.is_some_and(same) {
                return None;
            }
            let mut tag = standing.and_then(Value::as_object).cloned().unwrap_or_default();
            tag.insert("key".into(), key.as_str().into());
            match value {
                Some(value) => tag.insert("value".into(), value.as_str().into()),
                None => tag.shift_remove("value"),
            };
            Some(Value::Object(tag))
        })
        .collect();
    let remove: Vec<String> = old
        .iter()
        .filter_map(|tag| of(tag, "key"))
        .filter(|key| !wanted.iter().any(|(wanted, _)| wanted == key))
        .collect();
    if add.is_empty() && remove.is_empty() {
        return None;
    }
    Some(PlannedWrite::tags(&now.name, &add, &remove, Value::Array(old.to_vec())))
}

fn notifications(standing: Standing<'_>, wanted: &Notifications) -> Option<PlannedWrite> {
    let clean = |list: &[String]| -> Vec<String> {
        list.iter().map(|mail| mail.trim().to_owned()).filter(|mail| !mail.is_empty()).collect()
    };
    let live = &standing.live.notifications;
    let opened = standing.base.map_or_else(|| live.clone(), |base| reading::notifications(&base.raw));
    // A list this edit does not touch stays as others may have left it meanwhile.
    let next = |wanted: &[String], opened: &[String], live: &[String]| {
        if clean(wanted) == opened { live.to_vec() } else { clean(wanted) }
    };
    let success = next(&wanted.on_success, &opened.on_success, &live.on_success);
    let failure = next(&wanted.on_failure, &opened.on_failure, &live.on_failure);
    if success == live.on_success && failure == live.on_failure {
        return None;
    }
    let before = standing.now.raw.get("email_notifications").cloned().unwrap_or_default();
    let mut mails = before.as_object().cloned().unwrap_or_else(Map::new);
    mails.insert("on_update_success".into(), json!(success));
    mails.insert("on_update_failure".into(), json!(failure));
    Some(PlannedWrite::notifications(&standing.now.name, Value::Object(mails), before))
}

/// The direct grants to write; nothing when they stay, or could not be read.
fn access_rules(standing: Standing<'_>, edit: &EndpointEdit) -> Option<Vec<Value>> {
    let (wanted, live) = (edit.access.as_ref()?, standing.live.access.as_ref()?);
    let opened = standing.base.and_then(|base| base.access.as_ref()).unwrap_or(live);
    access::changed(standing.permissions?, &access::merged(opened, live, wanted))
}

/// What an endpoint is after the writes.
pub(crate) fn after(before: &Value, writes: &[PlannedWrite]) -> Value {
    let mut after = if before.is_object() { before.clone() } else { json!({}) };
    for write in writes {
        match write.kind {
            WriteKind::Delete => after = Value::Null,
            WriteKind::Create => after = write.body.clone(),
            _ => {}
        }
        let Some(fields) = after.as_object_mut() else { continue };
        let part = |key: &str| write.body.get(key).cloned().unwrap_or_default();
        match write.kind {
            WriteKind::Config => drop(fields.insert("config".into(), write.body.clone())),
            WriteKind::Gateway => drop(fields.insert("ai_gateway".into(), write.body.clone())),
            WriteKind::Notifications => {
                fields.insert("email_notifications".into(), part("email_notifications"));
            }
            WriteKind::Permissions => {
                fields.insert("access_control_list".into(), part("access_control_list"));
            }
            WriteKind::Tags => {
                let tags = tags_after(patch::items(fields.get("tags")), &write.body);
                fields.insert("tags".into(), Value::Array(tags));
            }
            WriteKind::Create | WriteKind::WaitReady | WriteKind::Delete => {}
        }
    }
    after
}

fn tags_after(old: &[Value], body: &Value) -> Vec<Value> {
    let mut tags = old.to_vec();
    let gone = patch::items(body.get("delete_tags"));
    tags.retain(|tag| !tag.get("key").is_some_and(|key| gone.contains(key)));
    for tag in patch::items(body.get("add_tags")) {
        match tags.iter_mut().find(|there| there.get("key") == tag.get("key")) {
            Some(there) => *there = tag.clone(),
            None => tags.push(tag.clone()),
        }
    }
    tags
}
