//! Who may do what: the permission lists of endpoints, and what they and the scopes' lists mean for the caller.
//! Lists of ids that belong to no endpoint are answered too, as the real workspace does.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::gate::Ask;
use crate::identity::{Who, display_of};
use crate::reply::{Answer, Refusal, Reply};
use crate::running::{Shared, Slot};
use crate::world::{Endpoint, Scope, World, text};

const LEVELS: [(&str, &str); 3] = [
    ("CAN_VIEW", "Can view the serving endpoint"),
    ("CAN_QUERY", "Can view and query the serving endpoint"),
    ("CAN_MANAGE", "Can view, query, update, delete and set permissions of the serving endpoint"),
];

const PRINCIPALS: [&str; 3] = ["user_name", "group_name", "service_principal_name"];

pub(crate) fn route(ask: &Ask, rest: &[&str], shared: &Arc<Shared>, slot: &Arc<Slot>) -> Option<Answer> {
    match (ask.method.as_str(), rest) {
        ("GET", [id]) => Some(Ok(slot.read(|world| reply(id, list(world, id))))),
        ("GET", [_, "permissionLevels"]) => Some(Ok(Reply::ok(&json!({
            "permission_levels": LEVELS.map(|(level, says)| json!({"permission_level": level, "description": says})),
        })))),
        ("PUT" | "PATCH", [id]) => Some(write(ask, id, shared, slot)),
        _ => None,
    }
}

fn write(ask: &Ask, id: &str, shared: &Shared, slot: &Slot) -> Answer {
    let body = ask.object()?;
    let mut given = Vec::new();
    for row in body.get("access_control_list").and_then(Value::as_array).into_iter().flatten() {
        given.push(direct(row)?);
    }
    let replace = ask.method == http::Method::PUT;
    shared.change(slot, |world| {
        if let Some(endpoint) = world.endpoints.values().find(|endpoint| endpoint.id == id) {
            require(endpoint, ask.caller.who, "CAN_MANAGE")?;
        }
        let kept: &mut Vec<Value> = match world.endpoints.values_mut().find(|endpoint| endpoint.id == id) {
            Some(endpoint) => &mut endpoint.acl,
            None => world.loose_acls.entry(id.to_owned()).or_default(),
        };
        if replace {
            kept.clear();
        }
        for row in given {
            kept.retain(|old| principal(old) != principal(&row));
            kept.push(row);
        }
        Ok(reply(id, list(world, id)))
    })
}

/// One row as it is kept and answered.
fn direct(row: &Value) -> Result<Value, Refusal> {
    let named: Vec<&str> = PRINCIPALS.into_iter().filter(|key| !text(row, key).is_empty()).collect();
    let [key] = named.as_slice() else {
        return Err(Refusal::invalid(
            "Each entry names exactly one of user_name, group_name, service_principal_name.",
        ));
    };
    let level = text(row, "permission_level");
    if !LEVELS.iter().any(|(known, _)| *known == level) {
        return Err(Refusal::invalid(format!(
            "Permission level '{level}' is not one of CAN_VIEW, CAN_QUERY, CAN_MANAGE."
        )));
    }
    Ok(grant(key, text(row, key), level))
}

/// How a list entry names somebody: people have a mail address, service principals do not.
pub(crate) fn kind_of(name: &str) -> &'static str {
    if name.contains('@') { "user_name" } else { "service_principal_name" }
}

/// A direct grant.
pub(crate) fn grant(key: &str, name: &str, level: &str) -> Value {
    let mut row = json!({key: name, "all_permissions": [{"permission_level": level, "inherited": false}]});
    if let Some(display) = display_of(name) {
        row["display_name"] = display.into();
    }
    row
}

fn principal(row: &Value) -> (&str, &str) {
    PRINCIPALS
        .into_iter()
        .map(|key| (key, text(row, key)))
        .find(|(_, name)| !name.is_empty())
        .unwrap_or_default()
}

fn list(world: &World, id: &str) -> Vec<Value> {
    let endpoint = world.endpoints.values().find(|endpoint| endpoint.id == id);
    let mut rows = match endpoint {
        Some(endpoint) => endpoint.acl.clone(),
        None => world.loose_acls.get(id).cloned().unwrap_or_default(),
    };
    if endpoint.is_some() {
        rows.push(json!({"group_name": "admins", "all_permissions": [{
            "permission_level": "CAN_MANAGE", "inherited": true, "inherited_from_object": ["/serving-endpoints/"],
        }]}));
    }
    rows
}

fn reply(id: &str, rows: Vec<Value>) -> Reply {
    Reply::ok(&json!({
        "object_id": format!("/serving-endpoints/{id}"),
        "object_type": "serving-endpoint",
        "access_control_list": rows,
    }))
}

fn is_caller(row: &Value, who: Who) -> bool {
    text(row, kind_of(who.user_name)) == who.user_name || who.groups.contains(&text(row, "group_name"))
}

/// The caller's level on an endpoint: the highest that a list entry gives.
pub(crate) fn level(endpoint: &Endpoint, who: Who) -> Option<&'static str> {
    if who.is_admin() {
        return Some("CAN_MANAGE");
    }
    let held = |wanted: &str| {
        endpoint.acl.iter().filter(|row| is_caller(row, who)).any(|row| {
            row["all_permissions"]
                .as_array()
                .is_some_and(|all| all.iter().any(|one| text(one, "permission_level") == wanted))
        })
    };
    LEVELS.iter().rev().map(|(known, _)| *known).find(|known| held(known))
}

/// Refuses a caller below a level.
pub(crate) fn require(endpoint: &Endpoint, who: Who, wanted: &str) -> Result<(), Refusal> {
    let rank = |name: &str| LEVELS.iter().position(|(known, _)| *known == name);
    if level(endpoint, who).and_then(rank) >= rank(wanted) {
        return Ok(());
    }
    Err(Refusal::denied(format!(
        "User '{}' does not have {wanted} permission on serving endpoint '{}'.",
        who.user_name, endpoint.name
    )))
}

/// The caller may use the secrets of a scope.
pub(crate) fn may_read(scope: &Scope, who: Who) -> bool {
    scope_rank(scope, who) >= 1
}

/// The caller's standing in a scope: 0 nothing, 1 READ, 2 WRITE, 3 MANAGE. Workspace admins manage every scope.
pub(crate) fn scope_rank(scope: &Scope, who: Who) -> usize {
    if who.is_admin() {
        return 3;
    }
    scope
        .acls
        .iter()
        .filter(|(name, _)| *name == who.user_name || who.groups.contains(&name.as_str()))
        .map(|(_, permission)| match permission.as_str() {
            "MANAGE" => 3,
            "WRITE" => 2,
            _ => 1,
        })
        .max()
        .unwrap_or(0)
}
