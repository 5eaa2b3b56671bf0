//! Changing what is there: the bodies of `PUT config` and `PUT ai-gateway`, made from the JSON that was read.
//!
//! Both calls replace everything, so a body built from types alone would delete what this crate does not know. An edit starts from
//! the raw JSON, drops what only the server sets, changes what was asked, and keeps the rest.

use std::fmt;

use serde_json::{Map, Value, json};

use super::merge::{ENTITY, GATEWAY, ROUTE, object, overlay};
use super::{AiGateway, Endpoint, Route, ServedEntity, Snapshot};

/// Fields of a config that only the server sets, or that mirror others.
const CONFIG_OUTPUT: &[&str] = &["config_version", "served_models", "start_time", "name"];

/// Fields of an entity that only the server sets.
const ENTITY_OUTPUT: &[&str] =
    &["creator", "creation_timestamp", "state", "foundation_model", "entity_display_name", "id", "type"];

/// Fields that must not be sent for an external entity (reference §0 rule 4).
const EXTERNAL_FORBIDDEN: &[&str] = &[
    "entity_name",
    "entity_version",
    "workload_size",
    "workload_type",
    "scale_to_zero_enabled",
    "min_provisioned_concurrency",
    "max_provisioned_concurrency",
    "min_provisioned_throughput",
    "max_provisioned_throughput",
    "provisioned_model_units",
    "burst_scaling_enabled",
    "environment_vars",
    "instance_profile_arn",
];

/// A change of an endpoint's config.
#[derive(Clone, PartialEq)]
pub struct ConfigEdit {
    config: Map<String, Value>,
}

/// A change of an endpoint's AI Gateway settings.
#[derive(Clone, PartialEq)]
pub struct GatewayEdit {
    gateway: Map<String, Value>,
}

/// Bodies may hold provider keys in plain text, so an edit does not print them.
impl fmt::Debug for ConfigEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.entities().iter().map(|entity| entity.name().to_owned()).collect();
        f.debug_struct("ConfigEdit").field("entities", &names).field("routes", &self.routes()).finish()
    }
}

impl fmt::Debug for GatewayEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GatewayEdit").field("gateway", &self.gateway).finish()
    }
}

impl ConfigEdit {
    /// Starts from nothing, for an endpoint without a config.
    pub fn empty() -> Self {
        Self { config: Map::new() }
    }

    /// Starts from the active config of an endpoint, or the pending one when there is no active one yet.
    pub fn from_endpoint(endpoint: &Snapshot<Endpoint>) -> Self {
        let filled = |key: &str| {
            let config = endpoint.raw.get(key)?;
            config.get("served_entities")?.as_array().filter(|items| !items.is_empty()).map(|_| config)
        };
        let config =
            filled("config").or_else(|| filled("pending_config")).or_else(|| endpoint.raw.get("config"));
        config.map_or_else(Self::empty, Self::from_config)
    }

    /// Starts from the JSON of a config.
    pub fn from_config(config: &Value) -> Self {
        let mut config = config.as_object().cloned().unwrap_or_default();
        let entities =
            config.get("served_entities").and_then(Value::as_array).is_some_and(|items| !items.is_empty());
        for key in CONFIG_OUTPUT {
            // Endpoints of the oldest kind have `served_models` alone; then it is the content, not a mirror.
            if *key != "served_models" || entities {
                config.shift_remove(*key);
            }
        }
        config.retain(|_, value| !value.is_null());
        if let Some(Value::Array(items)) = config.get_mut("served_entities") {
            items.iter_mut().filter_map(Value::as_object_mut).for_each(clean_entity);
        }
        Self { config }
    }

    /// The served entities as they stand in the edit.
    pub fn entities(&self) -> Vec<ServedEntity> {
        typed_list(self.config.get("served_entities"))
    }

    /// The routes as they stand in the edit.
    pub fn routes(&self) -> Vec<Route> {
        typed_list(self.config.get("traffic_config").and_then(|traffic| traffic.get("routes")))
    }

    /// Changes the entity of that name, or adds one at the end. Unknown fields of the old one stay; settings of a provider that is
    /// no longer named go.
    pub fn put_entity(&mut self, entity: &ServedEntity) {
        let mut new = object(entity);
        clean_entity(&mut new);
        let name = new.get("name").cloned();
        change_list(&mut self.config, "served_entities", |entities| {
            let mut objects = entities.iter_mut().filter_map(Value::as_object_mut);
            match objects.find(|old| old.get("name") == name.as_ref()) {
                Some(old) if new.contains_key("external_model") => {
                    overlay(old, new, &ENTITY);
                    clean_entity(old);
                }
                Some(old) => old.extend(new),
                None => entities.push(Value::Object(new)),
            }
        });
    }

    /// Renames an entity and its route.
    pub fn rename_entity(&mut self, from: &str, to: &str) {
        change_list(&mut self.config, "served_entities", |entities| {
            for entity in entities.iter_mut().filter(|entity| entity_name(entity) == from) {
                entity["name"] = to.into();
            }
        });
        self.change_routes(|routes| {
            for route in routes {
                for key in ["served_entity_name", "served_model_name"] {
                    if route.get(key).and_then(Value::as_str) == Some(from) {
                        route[key] = to.into();
                    }
                }
            }
        });
    }

    /// Removes an entity and its route. The other shares stay as they are: setting them is the caller's decision.
    pub fn remove_entity(&mut self, name: &str) {
        change_list(&mut self.config, "served_entities", |entities| {
            entities.retain(|entity| entity_name(entity) != name)
        });
        self.change_routes(|routes| routes.retain(|route| route_entity(route) != Some(name)));
    }

    /// Puts the entities into this order, which is the order of fallback. Entities that are not named keep theirs at the end.
    pub fn order_entities(&mut self, names: &[&str]) {
        change_list(&mut self.config, "served_entities", |entities| {
            entities.sort_by_key(|entity| {
                names.iter().position(|wanted| *wanted == entity_name(entity)).unwrap_or(usize::MAX)
            });
        });
    }

    /// Sets the traffic split. Unknown fields of routes to the same entity stay.
    pub fn set_routes(&mut self, routes: &[Route]) {
        self.config.entry("traffic_config").or_insert_with(|| json!({}));
        self.change_routes(|old| *old = routes.iter().map(|route| merged_route(old, route)).collect());
    }

    /// The body for [`super::Serving::update_config`].
    pub fn body(&self) -> Value {
        Value::Object(self.config.clone())
    }

    /// Changes the routes, when there is a traffic split at all.
    fn change_routes(&mut self, change: impl FnOnce(&mut Vec<Value>)) {
        if let Some(Value::Object(traffic)) = self.config.get_mut("traffic_config") {
            change_list(traffic, "routes", change);
        }
    }
}

impl GatewayEdit {
    /// Starts from nothing.
    pub fn empty() -> Self {
        Self { gateway: Map::new() }
    }

    /// Starts from the settings of an endpoint.
    pub fn from_endpoint(endpoint: &Snapshot<Endpoint>) -> Self {
        endpoint.raw.get("ai_gateway").map_or_else(Self::empty, Self::from_gateway)
    }

    /// Starts from the JSON of the settings.
    pub fn from_gateway(gateway: &Value) -> Self {
        let mut gateway = gateway.as_object().cloned().unwrap_or_default();
        gateway.retain(|_, value| !value.is_null());
        Self { gateway }
    }

    /// The settings as they stand in the edit.
    pub fn settings(&self) -> AiGateway {
        serde_json::from_value(self.body()).unwrap_or_default()
    }

    /// Takes over all settings this crate names (an unset one is removed) and keeps the fields it does not name.
    pub fn apply(&mut self, settings: &AiGateway) {
        overlay(&mut self.gateway, object(settings), &GATEWAY);
    }

    /// The body for [`super::Serving::put_ai_gateway`].
    pub fn body(&self) -> Value {
        Value::Object(self.gateway.clone())
    }
}

fn clean_entity(fields: &mut Map<String, Value>) {
    for key in ENTITY_OUTPUT {
        fields.shift_remove(*key);
    }
    if fields.get("external_model").is_some_and(Value::is_object) {
        for key in EXTERNAL_FORBIDDEN {
            fields.shift_remove(*key);
        }
    }
    fields.retain(|_, value| !value.is_null());
}

fn entity_name(entity: &Value) -> &str {
    entity.get("name").and_then(Value::as_str).unwrap_or_default()
}

/// A route with the unknown fields of the old one to the same entity.
fn merged_route(old: &[Value], route: &Route) -> Value {
    let mut fields = object(route);
    let same = old.iter().filter(|old| route_entity(old) == Some(route.entity())).find_map(Value::as_object);
    let Some(same) = same else { return Value::Object(fields) };
    // Both names are sent when both were there, so that they cannot come apart.
    for key in ["served_entity_name", "served_model_name"] {
        if same.contains_key(key) {
            fields.insert(key.to_owned(), route.entity().into());
        }
    }
    let mut merged = same.clone();
    overlay(&mut merged, fields, &ROUTE);
    Value::Object(merged)
}

fn route_entity(route: &Value) -> Option<&str> {
    route.get("served_entity_name").or_else(|| route.get("served_model_name"))?.as_str()
}

/// Changes the list under a key, making one when there is none.
fn change_list<T>(
    fields: &mut Map<String, Value>,
    key: &str,
    change: impl FnOnce(&mut Vec<Value>) -> T,
) -> T {
    let slot = fields.entry(key).or_insert(Value::Null);
    let mut items = match slot.take() {
        Value::Array(items) => items,
        _ => Vec::new(),
    };
    let result = change(&mut items);
    *slot = Value::Array(items);
    result
}

fn typed_list<T: serde::de::DeserializeOwned>(value: Option<&Value>) -> Vec<T> {
    let items = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(|item| serde_json::from_value(item.clone()).ok()).collect()
}
