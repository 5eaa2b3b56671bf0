//! How an endpoint is read: the list item and the detailed form, with the state worked out from what is pending.
//! Nothing here changes a world.

use serde_json::{Map, Value, json};

use crate::identity::{Who, display_of};
use crate::permissions;
use crate::world::{Endpoint, World, entities_of, text};

pub(super) fn list(world: &World, who: Who) -> Value {
    if world.endpoints.is_empty() {
        return json!({});
    }
    let endpoints: Vec<Value> = world
        .endpoints
        .values()
        .filter(|one| permissions::level(one, who).is_some())
        .map(|one| item(world, one))
        .collect();
    json!({"endpoints": endpoints})
}

fn item(world: &World, endpoint: &Endpoint) -> Value {
    let mut out = base(endpoint);
    let shown = match &endpoint.pending {
        Some(pending) if !endpoint.ready() => &pending.config,
        _ => &endpoint.config,
    };
    let entities: Vec<Value> = ordered(world, entities_of(shown))
        .into_iter()
        .map(|entity| {
            let mut short = Map::new();
            for key in ["name", "external_model", "entity_name", "entity_version"] {
                if let Some(value) = entity.get(key) {
                    short.insert(key.to_owned(), value.clone());
                }
            }
            Value::Object(short)
        })
        .collect();
    out.insert("config".into(), json!({"served_entities": entities}));
    Value::Object(out)
}

pub(super) fn detailed(world: &World, who: Who, endpoint: &Endpoint) -> Value {
    let mut out = base(endpoint);
    if endpoint.ready() {
        let mut config =
            config(world, endpoint, &endpoint.config, ("DEPLOYMENT_READY", ""), endpoint.updated_ms);
        config.insert("config_version".into(), endpoint.config_version.into());
        out.insert("config".into(), Value::Object(config));
    }
    if let Some(pending) = &endpoint.pending {
        let state = match (&pending.failure, endpoint.failed) {
            (Some(reason), true) => ("DEPLOYMENT_FAILED", reason.as_str()),
            _ => ("DEPLOYMENT_CREATING", "Creating resources for served entity."),
        };
        let mut config = config(world, endpoint, &pending.config, state, pending.started_ms);
        config.insert("config_version".into(), (endpoint.config_version + 1).into());
        config.insert("start_time".into(), pending.started_ms.into());
        out.insert("pending_config".into(), Value::Object(config));
    }
    if let Some(level) = permissions::level(endpoint, who) {
        out.insert("permission_level".into(), level.into());
    }
    out.insert("route_optimized".into(), false.into());
    let kind = if endpoint.task.is_empty() { "CUSTOM_MODEL" } else { "EXTERNAL_MODEL" };
    out.insert("endpoint_type".into(), kind.into());
    out.insert("creator_display_name".into(), display(&endpoint.creator).into());
    out.insert(
        "creator_kind".into(),
        if endpoint.creator.contains('@') { "User" } else { "ServicePrincipal" }.into(),
    );
    if let Some(mails) = &endpoint.email_notifications {
        out.insert("email_notifications".into(), mails.clone());
    }
    if let Some(policy) = &endpoint.budget_policy_id {
        out.insert("effective_budget_policy_id".into(), policy.clone().into());
    }
    Value::Object(out)
}

fn base(endpoint: &Endpoint) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("name".into(), endpoint.name.clone().into());
    out.insert("id".into(), endpoint.id.clone().into());
    out.insert("creator".into(), endpoint.creator.clone().into());
    out.insert("creation_timestamp".into(), endpoint.created_ms.into());
    out.insert("last_updated_timestamp".into(), endpoint.updated_ms.into());
    let update = match (&endpoint.pending, endpoint.failed) {
        (None, _) => "NOT_UPDATING",
        (Some(_), true) => "UPDATE_FAILED",
        (Some(_), false) => "IN_PROGRESS",
    };
    let ready = if endpoint.ready() { "READY" } else { "NOT_READY" };
    out.insert("state".into(), json!({"ready": ready, "config_update": update}));
    out.insert("tags".into(), Value::Array(endpoint.tags.clone()));
    if !endpoint.task.is_empty() {
        out.insert("task".into(), endpoint.task.clone().into());
    }
    if let Some(gateway) = &endpoint.ai_gateway {
        out.insert("ai_gateway".into(), gateway.clone());
    }
    out.insert("description".into(), endpoint.description.clone().into());
    out
}

fn config(
    world: &World,
    endpoint: &Endpoint,
    kept: &Value,
    (deployment, message): (&str, &str),
    stamp: i64,
) -> Map<String, Value> {
    let entities: Vec<Value> = ordered(world, entities_of(kept))
        .into_iter()
        .map(|entity| {
            let mut shown = entity.clone();
            shown["creator"] = endpoint.creator.clone().into();
            shown["creation_timestamp"] = stamp.into();
            shown["state"] = json!({"deployment": deployment, "deployment_state_message": message});
            shown
        })
        .collect();
    let mut out = Map::new();
    // The mirror under the older name, as real workspaces answer it.
    out.insert("served_models".into(), Value::Array(entities.clone()));
    out.insert("served_entities".into(), Value::Array(entities));
    for key in ["traffic_config", "auto_capture_config"] {
        if let Some(value) = kept.get(key) {
            out.insert(key.to_owned(), value.clone());
        }
    }
    out
}

fn ordered<'a>(world: &World, entities: &'a [Value]) -> Vec<&'a Value> {
    let mut list: Vec<&Value> = entities.iter().collect();
    if world.settings.alphabetise_entities {
        list.sort_by(|one, other| text(one, "name").cmp(text(other, "name")));
    }
    list
}

fn display(creator: &str) -> String {
    if let Some(display) = display_of(creator) {
        return display.to_owned();
    }
    let local = creator.split('@').next().unwrap_or(creator);
    local
        .split(['.', '-'])
        .map(|part| {
            let mut letters = part.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        })
        .collect::<Vec<_>>()
        .join(" ")
}
