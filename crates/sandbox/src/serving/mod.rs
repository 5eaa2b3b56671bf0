//! The control plane of serving endpoints: list, get, create, config, gateway, tags, notifications, telemetry, delete.
//! How an endpoint is read is in `view`, its gateway in `gateway`, its text documents in `documents`; prompts go to `query`.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::clock::{now_ms, scaled_ms};
use crate::gate::Ask;
use crate::identity::Who;
use crate::permissions::{self, require};
use crate::reply::{Answer, Refusal, Reply};
use crate::running::{Shared, Slot};
use crate::validate;
use crate::world::{Endpoint, Pending, World, text};

mod documents;
pub(crate) mod gateway;
mod view;

/// How long a new endpoint takes until it is ready, in simulated milliseconds.
const CREATE_MS: i64 = 4_000;
/// How long a new configuration takes.
const UPDATE_MS: i64 = 8_000;
/// The time in which creations and updates are counted: by the clock, whatever the speed, so that a fast sandbox refuses too.
const COUNTED_MS: i64 = 300_000;

pub(crate) fn route(ask: &Ask, rest: &[&str], shared: &Arc<Shared>, slot: &Arc<Slot>) -> Option<Answer> {
    let who = ask.caller.who;
    let answer = match (ask.method.as_str(), rest) {
        ("GET", []) => slot.read(|world| Ok(Reply::ok(&view::list(world, who)))),
        ("POST", []) => create(ask, shared, slot),
        ("GET", [name]) => slot.read(|world| Ok(Reply::ok(&view::detailed(world, who, find(world, name)?)))),
        ("DELETE", [name]) => delete(ask, name, shared, slot),
        ("PUT", [name, "config"]) => update(ask, name, shared, slot),
        ("PUT", [name, "ai-gateway"]) => put_gateway(ask, name, shared, slot),
        ("PUT", [name, "rate-limits"]) => put_rate_limits(ask, name, shared, slot),
        ("PATCH", [name, "tags"]) => patch_tags(ask, name, shared, slot),
        ("PATCH", [name, "notifications"]) => patch_notifications(ask, name, shared, slot),
        ("PATCH", [name, "telemetry-config"]) => patch_telemetry(name, slot),
        ("GET", [name, "metrics"]) => slot.read(|world| {
            let endpoint = find(world, name)?;
            Ok(Reply::bytes(
                200,
                "text/plain",
                documents::metrics(endpoint, &crate::running::lock(&slot.limits)),
            ))
        }),
        ("GET", [name, "openapi"]) => slot.read(|world| {
            Ok(Reply::bytes(200, "text/plain", documents::openapi(find(world, name)?).to_string()))
        }),
        ("GET", [name, "served-models", entity, "build-logs" | "logs"]) => {
            slot.read(|world| documents::logs(find(world, name)?, entity))
        }
        _ => return None,
    };
    Some(answer)
}

/// The endpoint of a name, or 404.
pub(crate) fn find<'a>(world: &'a World, name: &str) -> Result<&'a Endpoint, Refusal> {
    world.endpoints.get(name).ok_or_else(|| not_there(name))
}

fn find_mut<'a>(world: &'a mut World, name: &str) -> Result<&'a mut Endpoint, Refusal> {
    world.endpoints.get_mut(name).ok_or_else(|| not_there(name))
}

pub(crate) fn not_there(name: &str) -> Refusal {
    Refusal::missing(format!("Endpoint with name '{name}' does not exist."))
}

fn manage(endpoint: &Endpoint, who: Who) -> Result<(), Refusal> {
    require(endpoint, who, "CAN_MANAGE")?;
    if endpoint.creator_gone {
        return Err(Refusal::denied(format!(
            "The creator of serving endpoint '{}' ({}) is no longer a member of this workspace. Delete and recreate the \
             endpoint to change it.",
            endpoint.name, endpoint.creator
        )));
    }
    Ok(())
}

fn create(ask: &Ask, shared: &Shared, slot: &Slot) -> Answer {
    let body = ask.object()?;
    let who = ask.caller.who;
    if !who.is_entitled("workspace-access") {
        return Err(Refusal::denied(format!(
            "User '{}' does not have the workspace-access entitlement, which creating serving endpoints needs.",
            who.user_name
        )));
    }
    let name = text(&body, "name").to_owned();
    validate::endpoint_name(&name)?;
    let gateway = match body.get("ai_gateway").filter(|given| given.is_object()) {
        Some(given) => gateway::check(given)?,
        None => None,
    };
    let tags = merged_tags(&[], body.get("tags"), None)?;
    shared.change(slot, |world| {
        if world.endpoints.contains_key(&name) {
            return Err(Refusal::new(
                409,
                "RESOURCE_ALREADY_EXISTS",
                format!("Endpoint with name '{name}' already exists."),
            ));
        }
        let now = now_ms();
        count(world, now)?;
        let mut endpoint = Endpoint::new(&name, who.user_name, now);
        endpoint.ai_gateway = gateway;
        endpoint.tags = tags;
        endpoint.description = text(&body, "description").to_owned();
        endpoint.budget_policy_id = body.get("budget_policy_id").and_then(Value::as_str).map(str::to_owned);
        endpoint.email_notifications =
            body.get("email_notifications").filter(|given| given.is_object()).cloned();
        if let Some(config) = body.get("config").filter(|config| config.is_object()) {
            let prepared = validate::config(world, who, config, None)?;
            endpoint.accept(prepared, now, scaled_ms(CREATE_MS, shared.options.speed));
        }
        let reply = Reply::ok(&view::detailed(world, who, &endpoint));
        world.endpoints.insert(name.clone(), endpoint);
        Ok(reply)
    })
}

impl Endpoint {
    /// An endpoint without a configuration, managed by its creator.
    pub(crate) fn new(name: &str, creator: &str, now: i64) -> Endpoint {
        Endpoint {
            name: name.to_owned(),
            id: uuid::Uuid::new_v4().simple().to_string(),
            creator: creator.to_owned(),
            creator_gone: false,
            created_ms: now,
            updated_ms: now,
            description: String::new(),
            task: String::new(),
            tags: Vec::new(),
            ai_gateway: None,
            rate_limits: Vec::new(),
            email_notifications: None,
            budget_policy_id: None,
            config: Value::Null,
            config_version: 0,
            pending: None,
            failed: false,
            plaintext: std::collections::BTreeMap::new(),
            tempers: std::collections::BTreeMap::new(),
            acl: vec![permissions::grant(permissions::kind_of(creator), creator, "CAN_MANAGE")],
            daily_requests: 0,
        }
    }

    /// Begins to deploy a configuration that passed.
    fn accept(&mut self, prepared: validate::Prepared, now: i64, takes_ms: i64) {
        self.failed = false;
        if !prepared.task.is_empty() {
            self.task = prepared.task;
        }
        // Notes of entities that only the old configuration has stay: it goes on answering until the new one is ready.
        self.plaintext.extend(prepared.plaintext);
        self.pending = Some(Pending {
            config: prepared.config,
            started_ms: now,
            until_ms: now + takes_ms,
            failure: prepared.failure,
        });
        self.updated_ms = now;
    }
}

fn update(ask: &Ask, name: &str, shared: &Shared, slot: &Slot) -> Answer {
    let body = ask.object()?;
    let who = ask.caller.who;
    shared.change(slot, |world| {
        let current = find(world, name)?;
        manage(current, who)?;
        if current.updating() {
            return Err(Refusal::new(
                409,
                "RESOURCE_CONFLICT",
                format!("Endpoint '{name}' is currently updating. Wait for the update to complete, then try again."),
            ));
        }
        let prepared = validate::config(world, who, &body, Some(current))?;
        let now = now_ms();
        count(world, now)?;
        find_mut(world, name)?.accept(prepared, now, scaled_ms(UPDATE_MS, shared.options.speed));
        Ok(Reply::ok(&view::detailed(world, who, find(world, name)?)))
    })
}

/// Counts a creation or an update; refused once the workspace has had as many as it takes in five minutes.
fn count(world: &mut World, now: i64) -> Result<(), Refusal> {
    let Some(most) = world.settings.updates_per_five_minutes else { return Ok(()) };
    world.updates.retain(|at| *at > now - COUNTED_MS);
    if world.updates.len() >= most as usize {
        return Err(Refusal::new(
            429,
            "REQUEST_LIMIT_EXCEEDED",
            format!(
                "The workspace has exceeded the limit of {most} create and update operations on serving endpoints per 5 minutes."
            ),
        ));
    }
    world.updates.push(now);
    Ok(())
}

fn delete(ask: &Ask, name: &str, shared: &Shared, slot: &Slot) -> Answer {
    shared.change(slot, |world| {
        require(find(world, name)?, ask.caller.who, "CAN_MANAGE")?;
        if let Some(gone) = world.endpoints.remove(name) {
            world.loose_acls.insert(gone.id, gone.acl);
        }
        Ok(Reply::ok(&json!({})))
    })
}

fn put_gateway(ask: &Ask, name: &str, shared: &Shared, slot: &Slot) -> Answer {
    let body = ask.object()?;
    shared.change(slot, |world| {
        let endpoint = find_mut(world, name)?;
        require(endpoint, ask.caller.who, "CAN_MANAGE")?;
        let kept = gateway::check(&body)?;
        let count =
            |config: &Value| config.get("served_entities").and_then(Value::as_array).map_or(0, Vec::len);
        let coming = endpoint.pending.as_ref().map_or(0, |pending| count(&pending.config));
        let entities = count(&endpoint.config).max(coming);
        gateway::may_replace(endpoint.ai_gateway.as_ref(), kept.as_ref(), entities)?;
        endpoint.ai_gateway = kept;
        endpoint.updated_ms = now_ms();
        Ok(Reply::ok(&endpoint.ai_gateway.clone().unwrap_or_else(|| json!({}))))
    })
}

fn put_rate_limits(ask: &Ask, name: &str, shared: &Shared, slot: &Slot) -> Answer {
    let body = ask.object()?;
    let limits = gateway::check_rate_limits(body.get("rate_limits"))?;
    shared.change(slot, |world| {
        let endpoint = find_mut(world, name)?;
        require(endpoint, ask.caller.who, "CAN_MANAGE")?;
        endpoint.rate_limits = limits;
        Ok(Reply::ok(&json!({"rate_limits": endpoint.rate_limits})))
    })
}

fn patch_tags(ask: &Ask, name: &str, shared: &Shared, slot: &Slot) -> Answer {
    let body = ask.object()?;
    shared.change(slot, |world| {
        let endpoint = find_mut(world, name)?;
        require(endpoint, ask.caller.who, "CAN_MANAGE")?;
        endpoint.tags = merged_tags(&endpoint.tags, body.get("add_tags"), body.get("delete_tags"))?;
        endpoint.updated_ms = now_ms();
        Ok(Reply::ok(&json!({"tags": endpoint.tags})))
    })
}

fn merged_tags(
    current: &[Value],
    add: Option<&Value>,
    remove: Option<&Value>,
) -> Result<Vec<Value>, Refusal> {
    let mut tags = current.to_vec();
    for key in remove.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        tags.retain(|tag| text(tag, "key") != key);
    }
    for tag in add.and_then(Value::as_array).into_iter().flatten() {
        let key = text(tag, "key");
        if key.is_empty() {
            return Err(Refusal::invalid("A tag must have a key."));
        }
        tags.retain(|old| text(old, "key") != key);
        tags.push(match tag.get("value").and_then(Value::as_str) {
            Some(value) => json!({"key": key, "value": value}),
            None => json!({"key": key}),
        });
    }
    tags.sort_by(|one, other| text(one, "key").cmp(text(other, "key")));
    Ok(tags)
}

fn patch_notifications(ask: &Ask, name: &str, shared: &Shared, slot: &Slot) -> Answer {
    let body = ask.object()?;
    shared.change(slot, |world| {
        let endpoint = find_mut(world, name)?;
        require(endpoint, ask.caller.who, "CAN_MANAGE")?;
        endpoint.email_notifications =
            body.get("email_notifications").filter(|given| given.is_object()).cloned();
        Ok(Reply::ok(&json!({
            "name": name,
            "email_notifications": endpoint.email_notifications.clone().unwrap_or_else(|| json!({})),
        })))
    })
}

fn patch_telemetry(name: &str, slot: &Slot) -> Answer {
    slot.read(|world| {
        let endpoint = find(world, name)?;
        if endpoint.updating() {
            return Err(Refusal::new(
                409,
                "RESOURCE_CONFLICT",
                format!("Endpoint '{name}' is currently updating."),
            ));
        }
        Err(Refusal::invalid("Telemetry config is not supported for endpoint type 'EXTERNAL_MODELS'."))
    })
}
