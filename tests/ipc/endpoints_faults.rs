//! The matrix of faults over every operation on endpoints that talks to the workspace (quality R4): each cell ends in its time,
//! and whatever did not work is explained with a cause and a next step. The writes of one plan, and that going on ends them, are
//! held in `endpoints/write/engine_faults.rs`.

use std::time::{Duration, Instant};

use gatewright_sandbox::Fault;
use serde_json::{Value, json};

use crate::ramp;
use crate::secrets_place::{OLD, Place};

/// A cell that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(20);

/// One thing a person does, by the call of it that goes wrong.
struct Operation {
    command: &'static str,
    method: &'static str,
    path: &'static str,
    arguments: fn(&Place) -> Value,
    /// Whether it goes on without what it could not read, or tells each part's failure in its answer.
    bears: bool,
    /// Whether it needs a workspace that no other cell has changed.
    fresh: bool,
}

const READ: Operation = Operation {
    command: "endpoints_get",
    method: "GET",
    path: "*/serving-endpoints/rot",
    arguments: |_| json!({ "name": "rot" }),
    bears: false,
    fresh: false,
};

const WRITE: Operation = Operation { fresh: true, bears: true, ..READ };

fn by_endpoint(_: &Place) -> Value {
    json!({ "endpoint": "rot" })
}

fn told(place: &Place) -> Value {
    place.desk.channel().0
}

fn stamp(place: &Place) -> Value {
    place.desk.ok("endpoints_get", json!({ "name": "rot" }))["stamp"].clone()
}

fn split(gpt: u32) -> Value {
    json!([{ "entity": "gpt", "percent": gpt }, { "entity": "alt", "percent": 100 - gpt }])
}

fn list(_: &Place) -> Value {
    json!({ "query": { "search": "", "view": "all", "sort": "name", "descending": false, "offset": 0, "limit": 50,
                       "refresh": true } })
}

fn new_endpoint(place: &Place) -> Value {
    let providers = place.desk.ok("providers_list", json!({}));
    let openai = providers.as_array().unwrap().iter().find(|one| one["id"] == "openai").unwrap();
    let entity = json!({ "name": "gpt", "provider": "openai", "model": "gpt-4o", "share": 100, "locked": false,
                         "authForm": openai["authForms"][0]["id"],
                         "values": [{ "field": "openai_api_key", "value": OLD }] });
    json!({ "draft": { "name": "another", "task": "llm/v1/chat", "fallback": false, "usageTracking": false,
                       "description": "", "tags": [], "entities": [entity] } })
}

fn gateway(place: &Place) -> Value {
    let state = place.desk.ok("gateway_get", by_endpoint(place));
    let mut settings = state["settings"].clone();
    settings["usageTracking"] = json!(true);
    json!({ "endpoint": "rot", "stamp": state["stamp"], "settings": settings, "told": told(place) })
}

fn edit(place: &Place) -> Value {
    let mut edit = place.desk.ok("endpoints_edit_get", json!({ "name": "rot" }))["edit"].clone();
    edit["tags"] = json!([{ "key": "team", "value": "claims" }]);
    edit["notifications"]["onFailure"] = json!(["ada@example.com"]);
    json!({ "edit": edit, "told": told(place) })
}

/// Somebody more may use it, and nothing else changes.
fn access(place: &Place) -> Value {
    let mut edit = place.desk.ok("endpoints_edit_get", json!({ "name": "rot" }))["edit"].clone();
    let row = json!({ "principal": "bea@example.com", "kind": "user", "level": "CAN_QUERY", "inherited": null, "you": false });
    edit["access"].as_array_mut().unwrap().push(row);
    json!({ "edit": edit, "told": told(place) })
}

/// Somebody more is told, and nothing else changes.
fn notifications(place: &Place) -> Value {
    let mut edit = place.desk.ok("endpoints_edit_get", json!({ "name": "rot" }))["edit"].clone();
    edit["notifications"]["onFailure"] = json!(["ada@example.com"]);
    json!({ "edit": edit, "told": told(place) })
}

/// A change of the gateway that is done, to be put back.
fn changed_gateway(place: &Place) -> Value {
    let change = place.desk.ok("gateway_apply", gateway(place));
    json!({ "id": change["id"], "side": "before" })
}

/// The gateway as it was before that, reviewed and to be written.
fn earlier_gateway(place: &Place) -> Value {
    let restored = place.desk.ok("activity_restore", changed_gateway(place));
    json!({ "edit": restored["edit"], "told": told(place) })
}

fn ramp_of_one_step(place: &Place) -> Value {
    let steps = json!([{ "shares": split(30), "pauseMinutes": 0 }]);
    json!({ "endpoint": "rot", "stamp": stamp(place), "steps": steps, "told": told(place) })
}

const OPERATIONS: [Operation; 24] = [
    READ,
    Operation { command: "endpoints_list", path: "/api/2.0/serving-endpoints", arguments: list, ..READ },
    Operation { command: "endpoints_metrics", path: "*/metrics", ..READ },
    Operation { command: "endpoints_uses", path: "*", bears: true, ..READ },
    Operation { command: "endpoints_edit_get", ..READ },
    Operation {
        command: "endpoints_splits",
        arguments: |_| json!({ "names": ["rot"] }),
        bears: true,
        ..READ
    },
    Operation { command: "gateway_get", arguments: by_endpoint, ..READ },
    Operation {
        command: "gateway_catalogs",
        path: "*/unity-catalog/catalogs*",
        arguments: |_| json!({}),
        ..READ
    },
    Operation {
        command: "gateway_schemas",
        path: "*/unity-catalog/schemas*",
        arguments: |_| json!({ "catalog": "main" }),
        ..READ
    },
    Operation {
        command: "handoff_render",
        arguments: |_| json!({ "what": { "kind": "endpoint", "name": "rot" }, "format": "curl" }),
        ..READ
    },
    Operation {
        command: "endpoints_create",
        method: "POST",
        path: "*/serving-endpoints",
        arguments: new_endpoint,
        ..WRITE
    },
    Operation { command: "endpoints_delete", method: "DELETE", ..WRITE },
    Operation {
        command: "traffic_apply",
        method: "PUT",
        path: "*/config",
        arguments: |place| json!({ "change": { "endpoint": "rot", "stamp": stamp(place), "shares": split(30) } }),
        ..WRITE
    },
    Operation { command: "gateway_apply", method: "PUT", path: "*/ai-gateway", arguments: gateway, ..WRITE },
    Operation { command: "endpoints_edit_apply", method: "PATCH", path: "*/tags", arguments: edit, ..WRITE },
    Operation {
        command: "endpoints_edit_apply",
        method: "PATCH",
        path: "*/notifications",
        arguments: notifications,
        ..WRITE
    },
    Operation {
        command: "endpoints_edit_apply",
        method: "PUT",
        path: "*/permissions/serving-endpoints/*",
        arguments: access,
        ..WRITE
    },
    Operation { command: "activity_restore", arguments: changed_gateway, fresh: true, ..READ },
    Operation {
        command: "endpoints_edit_apply",
        method: "PUT",
        path: "*/ai-gateway",
        arguments: earlier_gateway,
        ..WRITE
    },
    Operation {
        command: "endpoints_bulk_tag",
        method: "PATCH",
        path: "*/tags",
        arguments: |place| json!({ "names": ["rot"], "add": [{ "key": "team", "value": "x" }], "remove": [], "told": told(place) }),
        ..WRITE
    },
    Operation {
        command: "traffic_ramp_start",
        method: "PUT",
        path: "*/config",
        arguments: ramp_of_one_step,
        ..WRITE
    },
    Operation {
        command: "traffic_observe",
        method: "POST",
        path: "*/invocations",
        arguments: |place| json!({ "endpoint": "rot", "calls": 4, "run": "r", "told": told(place) }),
        bears: true,
        ..READ
    },
    Operation {
        command: "traffic_bench",
        method: "POST",
        path: "*/invocations",
        arguments: |place| json!({ "endpoint": "rot", "run": "b", "told": told(place) }),
        bears: true,
        ..READ
    },
    Operation {
        command: "traffic_drill_begin",
        method: "POST",
        path: "*/serving-endpoints",
        arguments: |place| json!({ "endpoint": "rot", "told": told(place) }),
        ..WRITE
    },
];

struct Toxic {
    name: &'static str,
    fault: fn() -> Fault,
    /// Whether nothing can be read through it: who claims to have read is wrong.
    blinds: bool,
}

fn says(status: u16, body: Value) -> Fault {
    Fault { status: Some(status), body: Some(body), ..Fault::default() }
}

fn code(status: u16, code: &str) -> Fault {
    says(status, json!({ "error_code": code, "message": "It was refused." }))
}

const fn blinding(name: &'static str, fault: fn() -> Fault) -> Toxic {
    Toxic { name, fault, blinds: true }
}

const TOXICS: [Toxic; 14] = [
    blinding("cut before", || Fault { reset: true, ..Fault::default() }),
    blinding("cut after", || Fault { reset: true, after_handler: true, ..Fault::default() }),
    blinding("half an answer", || Fault { cut_after: Some(5), ..Fault::default() }),
    Toxic { name: "late", fault: || Fault { delay_ms: 700, ..Fault::default() }, blinds: false },
    blinding("signed out", || code(401, "UNAUTHENTICATED")),
    blinding("not allowed", || code(403, "PERMISSION_DENIED")),
    blinding("not there", || code(404, "RESOURCE_DOES_NOT_EXIST")),
    blinding("updating", || code(409, "RESOURCE_CONFLICT")),
    blinding("too often", || code(429, "REQUEST_LIMIT_EXCEEDED")),
    blinding("not understood", || code(400, "INVALID_PARAMETER_VALUE")),
    blinding("failed", || code(500, "INTERNAL_ERROR")),
    blinding("failed after", || Fault { after_handler: true, ..code(500, "INTERNAL_ERROR") }),
    blinding("unavailable", || code(503, "TEMPORARILY_UNAVAILABLE")),
    blinding("a sign-in page", || says(200, json!("<html><body>Sign in</body></html>"))),
];

/// Every explanation in an answer, however deep.
fn explanations<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                if key == "explanation" && value.is_object() {
                    found.push(value);
                } else {
                    explanations(value, found);
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| explanations(value, found)),
        _ => {}
    }
}

/// A sentence that names the cause and what to do.
fn is_whole(why: &Value, invalid: bool) -> bool {
    let says = |key: &str| why[key].as_str().is_some_and(|text| !text.trim().is_empty());
    says("title") && says("cause") && (invalid || says("whoCanFix") || why["next"]["kind"] != "none")
}

fn cell(place: &Place, operation: &Operation, toxic: &Toxic) -> Result<(), String> {
    let arguments = (operation.arguments)(place);
    place.fault(Fault {
        pattern: operation.path.to_owned(),
        method: Some(operation.method.to_owned()),
        ..(toxic.fault)()
    });
    let begun = Instant::now();
    let answer = place.desk.begin(operation.command, arguments).recv_timeout(LIMIT);
    place.running.clear_faults();
    let answer = answer.map_err(|_| format!("hangs after {:?}", begun.elapsed()))?;
    let (Ok(said) | Err(said)) = &answer;
    // A list that could not be read again may be shown as it was, when it says so.
    if answer.is_ok() && toxic.blinds && !operation.bears && said["stale"] != true {
        return Err(format!("claims to have worked: {said:#}"));
    }
    let mut found = Vec::new();
    explanations(said, &mut found);
    if answer.is_err() && found.is_empty() {
        return Err(format!("is not explained: {said:#}"));
    }
    match found.into_iter().find(|why| !is_whole(why, said["kind"] == "invalid")) {
        Some(why) => Err(format!("has no cause or no next step: {why:#}")),
        None => Ok(()),
    }
}

/// All faults over one operation.
fn row(operation: &Operation) -> Vec<String> {
    let mut failures = Vec::new();
    let mut place = ramp::chat();
    for (at, toxic) in TOXICS.iter().enumerate() {
        if operation.fresh && at > 0 {
            place = ramp::chat();
        }
        if let Err(why) = cell(&place, operation, toxic) {
            failures.push(format!("{} × {}: {why}", operation.command, toxic.name));
            // What hangs would be in the way of the next.
            place = ramp::chat();
        }
    }
    failures
}

#[test]
fn every_operation_under_every_fault_ends_in_time_with_a_cause_and_a_next_step() {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let failures = std::sync::Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(operation) = OPERATIONS.get(at) else { return };
                    let failed = row(operation);
                    failures.lock().unwrap().extend(failed);
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    let cells = OPERATIONS.len() * TOXICS.len();
    assert!(failures.is_empty(), "{} of {cells} cells:\n{}", failures.len(), failures.join("\n"));
}
