//! The map: which path and method leads to which room. A path the sandbox does not know answers 501 and names itself, so
//! that a missing piece shows up as such and not as a mysterious 404.

use std::sync::Arc;

use http::Method;
use serde_json::{Value, json};

use crate::faults::Fault;
use crate::gate::Ask;
use crate::reply::{Answer, Refusal, Reply};
use crate::running::{Shared, Slot, lock};
use crate::world::Settings;
use crate::{identity, oauth, permissions, platform, query, secrets, serving};

/// Answers a request of the workspace's own API.
pub(crate) async fn answer(ask: &Ask, shared: &Arc<Shared>, slot: &Arc<Slot>) -> Answer {
    let segments: Vec<&str> = ask.segments.iter().map(String::as_str).collect();
    oauth::scopes::check(ask, &segments)?;
    let found = match segments.as_slice() {
        ["serving-endpoints", rest @ ..] => return query::route(ask, rest, shared, slot).await,
        ["api", "2.0", "serving-endpoints", rest @ ..] => serving::route(ask, rest, shared, slot),
        ["api", "2.0", "serving-endpoints:foundation-models"] if ask.method == Method::GET => {
            Some(Ok(Reply::ok(&json!({"endpoints": []}))))
        }
        ["api", "2.0", "permissions", "serving-endpoints", rest @ ..] => {
            permissions::route(ask, rest, shared, slot)
        }
        ["api", "2.0", "secrets", rest @ ..] => secrets::route(ask, rest, shared, slot),
        ["api", "2.0", "preview", "scim", "v2", "Me"] if ask.method == Method::GET => {
            Some(identity::me(ask.caller.who))
        }
        ["api", "2.0", "tokens", "introspect"] if ask.method == Method::GET => {
            Some(identity::introspect(ask.caller.who))
        }
        ["api", "2.0", "sql", "warehouses"] if ask.method == Method::GET => {
            Some(platform::warehouses(ask.caller.who, shared.options.world))
        }
        ["api", "2.1", "unity-catalog", "catalogs"] if ask.method == Method::GET => {
            Some(platform::catalogs(ask.caller.who))
        }
        ["api", "2.1", "unity-catalog", "schemas"] if ask.method == Method::GET => {
            Some(platform::schemas(ask.caller.who, &ask.query))
        }
        _ => oauth::route(ask, shared, slot),
    };
    found.unwrap_or_else(|| Err(unknown(ask)))
}

/// The refusal of a path nobody here knows.
pub(crate) fn unknown(ask: &Ask) -> Refusal {
    Refusal::new(
        501,
        "NOT_IMPLEMENTED",
        format!("The sandbox does not simulate {} {}.", ask.method, ask.path),
    )
}

/// The sandbox's own controls under `/sandbox`; they touch the caller's world only.
pub(crate) fn control(ask: &Ask, shared: &Arc<Shared>, slot: &Arc<Slot>) -> Answer {
    let segments: Vec<&str> = ask.segments.iter().map(String::as_str).collect();
    match (ask.method.as_str(), segments.as_slice()) {
        ("POST", ["sandbox", "faults"]) => {
            for fault in faults_in(ask)? {
                lock(&slot.faults).add(fault);
            }
        }
        ("GET", ["sandbox", "faults"]) => {
            return Ok(Reply::ok(&json!({"faults": lock(&slot.faults).list()})));
        }
        ("DELETE", ["sandbox", "faults"]) => lock(&slot.faults).clear(),
        ("GET", ["sandbox", "requests"]) => {
            return Ok(Reply::ok(&json!({"requests": lock(&slot.journal).list()})));
        }
        ("DELETE", ["sandbox", "requests"]) => lock(&slot.journal).clear(),
        ("DELETE", ["sandbox", "sign-ins"]) => shared.forget_sign_ins(slot),
        ("POST", ["sandbox", "reset"]) => shared.reset(slot),
        ("GET", ["sandbox", "settings"]) => {
            return Ok(Reply::ok(&slot.read(|world| json!(world.settings))));
        }
        ("POST", ["sandbox", "settings"]) => {
            let settings: Settings = serde_json::from_value(ask.object()?)
                .map_err(|error| Refusal::invalid(format!("Settings: {error}")))?;
            shared.change(slot, |world| {
                world.settings = settings;
                Ok::<(), Refusal>(())
            })?;
        }
        _ => return Err(unknown(ask)),
    }
    Ok(Reply::ok(&json!({})))
}

/// One fault, a list of them, or `{"faults": […]}`.
fn faults_in(ask: &Ask) -> Result<Vec<Fault>, Refusal> {
    let body: Value =
        serde_json::from_slice(&ask.body).map_err(|error| Refusal::invalid(format!("Faults: {error}")))?;
    let listed = match body {
        Value::Array(list) => list,
        Value::Object(mut map) => match map.remove("faults") {
            Some(Value::Array(list)) => list,
            _ => vec![Value::Object(map)],
        },
        _ => Vec::new(),
    };
    listed
        .into_iter()
        .map(|one| {
            let fault: Fault =
                serde_json::from_value(one).map_err(|error| Refusal::invalid(format!("Faults: {error}")))?;
            if fault.pattern.is_empty() {
                return Err(Refusal::invalid("Faults: a pattern is needed, for example \"/api/*\"."));
            }
            Ok(fault)
        })
        .collect()
}
