//! Whether a write is needed, done, or overtaken: the part of the endpoint it replaces, compared with what stood there when
//! the plan was made and with what is to stand there. Pure; reading is the engine's work.

use std::collections::BTreeSet;

use gatewright_databricks::serving::{
    ConfigEdit, ConfigUpdate, Endpoint, GatewayEdit, Permissions, Snapshot, Tag, Write,
};
use serde_json::Value;

use super::plan::{PlannedWrite, WriteKind};

/// How the endpoint stands to a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// As it was when the plan was made: the write is still to be done.
    Before,
    /// As the write wants it.
    Done,
    /// Neither: somebody else was there.
    Elsewhere,
}

/// What was read.
#[derive(Clone, Copy, Default)]
pub(super) struct Reading<'a> {
    /// Nothing when there is no endpoint of that name.
    pub(super) endpoint: Option<&'a Snapshot<Endpoint>>,
    /// Read only for a write of permissions.
    pub(super) permissions: Option<&'a Permissions>,
}

/// Where a write stands. `earlier` is the body of a write of the same kind that this plan has done already. A config that
/// was taken and could not be applied counts as done when `sent_now` asks whether it arrived, and as still to be done when
/// a person goes on with the plan.
pub(super) fn of(write: &PlannedWrite, earlier: Option<&Value>, now: Reading<'_>, sent_now: bool) -> Stand {
    let Some(endpoint) = now.endpoint else {
        return match write.kind {
            WriteKind::Create => Stand::Before,
            WriteKind::Delete => Stand::Done,
            _ => Stand::Elsewhere,
        };
    };
    match write.kind {
        WriteKind::Create => of_create(&write.body, endpoint),
        WriteKind::Config => of_config(write, earlier, endpoint, sent_now),
        WriteKind::Gateway => of_gateway(write, earlier, endpoint),
        WriteKind::Tags => of_tags(&write.body, endpoint),
        WriteKind::Notifications => of_notifications(write, endpoint),
        WriteKind::Permissions => of_permissions(write, now.permissions),
        WriteKind::Delete => of_delete(&write.before, endpoint),
        WriteKind::WaitReady => Stand::Before,
    }
}

fn judged(as_before: bool, as_wanted: bool) -> Stand {
    match (as_before, as_wanted) {
        (true, _) => Stand::Before,
        (false, true) => Stand::Done,
        (false, false) => Stand::Elsewhere,
    }
}

fn of_create(body: &Value, endpoint: &Snapshot<Endpoint>) -> Stand {
    if Write::Create(body.clone()).differences(endpoint).is_empty() { Stand::Done } else { Stand::Elsewhere }
}

fn of_config(
    write: &PlannedWrite,
    earlier: Option<&Value>,
    endpoint: &Snapshot<Endpoint>,
    sent_now: bool,
) -> Stand {
    let pending = endpoint.raw.get("pending_config").filter(|config| config.is_object());
    let failed =
        matches!(endpoint.state.config_update, ConfigUpdate::UpdateFailed | ConfigUpdate::UpdateCanceled);
    if let Some(pending) = pending
        && (endpoint.state.is_updating() || (failed && sent_now))
        && holds_config(&write.body, pending)
    {
        return Stand::Done;
    }
    if endpoint.state.is_updating() {
        return Stand::Elsewhere;
    }
    let now = ConfigEdit::from_endpoint(endpoint).body();
    let before = write.before.is_null() && earlier.is_none()
        || clean_config(&write.before) == now
        || earlier.is_some_and(|earlier| holds_config(earlier, &now));
    let wanted = holds_config(&write.body, &now);
    // A write that changes nothing is as good as done.
    judged(before && !(wanted && clean_config(&write.body) == now), wanted)
}

fn clean_config(config: &Value) -> Value {
    ConfigEdit::from_config(config).body()
}

/// Whether a config holds all that is wanted, entities in the same order: fallback walks it.
fn holds_config(wanted: &Value, config: &Value) -> bool {
    names(wanted) == names(config) && Write::config_differences(wanted, config).is_empty()
}

fn names(config: &Value) -> Vec<&str> {
    let entities = config.get("served_entities").and_then(Value::as_array).map(Vec::as_slice);
    entities.unwrap_or_default().iter().filter_map(|entity| entity.get("name")?.as_str()).collect()
}

fn of_gateway(write: &PlannedWrite, earlier: Option<&Value>, endpoint: &Snapshot<Endpoint>) -> Stand {
    let now = GatewayEdit::from_endpoint(endpoint).body();
    let wanted = Write::AiGateway(write.body.clone()).differences(endpoint).is_empty();
    let before = GatewayEdit::from_gateway(&write.before).body() == now
        || earlier.is_some_and(|body| Write::AiGateway(body.clone()).differences(endpoint).is_empty());
    judged(before && GatewayEdit::from_gateway(&write.body).body() != now, wanted)
}

/// Tags are merged, not replaced: other people's tags are no obstacle.
fn of_tags(body: &Value, endpoint: &Snapshot<Endpoint>) -> Stand {
    let (add, delete) = tag_arguments(body);
    let wanted = Write::Tags { add, delete };
    if wanted.differences(endpoint).is_empty() { Stand::Done } else { Stand::Before }
}

/// The arguments of `patch_tags`.
pub(super) fn tag_arguments(body: &Value) -> (Vec<Tag>, Vec<String>) {
    let list = |key: &str| body.get(key).cloned().unwrap_or_default();
    (
        serde_json::from_value(list("add_tags")).unwrap_or_default(),
        serde_json::from_value(list("delete_tags")).unwrap_or_default(),
    )
}

fn of_notifications(write: &PlannedWrite, endpoint: &Snapshot<Endpoint>) -> Stand {
    let now = mails(endpoint.raw.get("email_notifications"));
    let wanted = mails(write.body.get("email_notifications"));
    judged(mails(Some(&write.before)) == now && wanted != now, wanted == now)
}

fn mails(value: Option<&Value>) -> [BTreeSet<String>; 2] {
    ["on_update_success", "on_update_failure"].map(|key| {
        let list = value.and_then(|value| value.get(key)).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    })
}

fn of_permissions(write: &PlannedWrite, now: Option<&Permissions>) -> Stand {
    let Some(now) = now.and_then(|now| serde_json::to_value(now).ok()) else { return Stand::Before };
    let (now, wanted) = (grants(&now), grants(&write.body));
    let before = write.before.is_null() || grants(&write.before) == now;
    judged(before && wanted != now, wanted == now)
}

/// The direct grants of an access list, as rules or as the workspace shows them.
fn grants(value: &Value) -> BTreeSet<(String, String)> {
    let list = value.get("access_control_list").unwrap_or(value).as_array().map(Vec::as_slice);
    let mut found = BTreeSet::new();
    for entry in list.unwrap_or_default() {
        let text = |key: &str| entry.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        let principal = ["user_name", "group_name", "service_principal_name"]
            .iter()
            .find_map(|key| text(key).map(|name| format!("{key} {name}")));
        let Some(principal) = principal else { continue };
        if let Some(level) = text("permission_level") {
            found.insert((principal.clone(), level.to_owned()));
        }
        let shown = entry.get("all_permissions").and_then(Value::as_array).into_iter().flatten();
        for grant in shown.filter(|grant| grant.get("inherited") != Some(&Value::Bool(true))) {
            if let Some(level) = grant.get("permission_level").and_then(Value::as_str) {
                found.insert((principal.clone(), level.to_owned()));
            }
        }
    }
    found
}

/// An endpoint of the same name and another id is another endpoint.
fn of_delete(before: &Value, endpoint: &Snapshot<Endpoint>) -> Stand {
    let was = before.get("id").and_then(Value::as_str);
    if was.is_none() || was == endpoint.id.as_deref() { Stand::Before } else { Stand::Elsewhere }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn endpoint(raw: Value) -> Snapshot<Endpoint> {
        Snapshot { value: serde_json::from_value(raw.clone()).unwrap(), raw }
    }

    fn config(names: &[&str], extra: Value) -> Value {
        let entities: Vec<Value> = names
            .iter()
            .map(|name| json!({"name": name, "external_model": {"name": "m", "openai_config": extra}}))
            .collect();
        json!({"served_entities": entities})
    }

    fn stands(write: &PlannedWrite, raw: Value) -> Stand {
        let endpoint = endpoint(raw);
        of(write, None, Reading { endpoint: Some(&endpoint), permissions: None }, false)
    }

    #[test]
    fn a_config_that_only_loses_a_field_is_not_taken_for_done_while_the_field_is_there() {
        let before = config(&["a"], json!({"openai_organization": "org", "openai_api_base": "x"}));
        let after = config(&["a"], json!({"openai_api_base": "x"}));
        let write = PlannedWrite::config("chat", after.clone(), before.clone());
        assert_eq!(stands(&write, json!({"config": before})), Stand::Before);
        assert_eq!(stands(&write, json!({"config": after})), Stand::Done);
        assert_eq!(stands(&write, json!({"config": config(&["b"], json!({}))})), Stand::Elsewhere);
    }

    #[test]
    fn another_order_is_another_config() {
        let (before, after) = (config(&["a", "b"], json!({})), config(&["b", "a"], json!({})));
        let write = PlannedWrite::config("chat", after.clone(), before.clone());
        assert_eq!(stands(&write, json!({"config": before})), Stand::Before);
        assert_eq!(stands(&write, json!({"config": after})), Stand::Done);
    }

    #[test]
    fn a_config_under_way_is_ours_when_it_holds_what_we_sent_and_somebody_elses_otherwise() {
        let (before, after) = (config(&["a"], json!({})), config(&["b"], json!({})));
        let write = PlannedWrite::config("chat", after.clone(), before.clone());
        let updating = |pending: Value| {
            json!({"config": before, "pending_config": pending,
                   "state": {"ready": "READY", "config_update": "IN_PROGRESS"}})
        };
        assert_eq!(stands(&write, updating(after)), Stand::Done);
        assert_eq!(stands(&write, updating(config(&["c"], json!({})))), Stand::Elsewhere);
    }

    #[test]
    fn a_config_that_could_not_be_applied_arrived_but_is_still_to_be_done() {
        let (before, after) = (config(&["a"], json!({})), config(&["b"], json!({})));
        let write = PlannedWrite::config("chat", after.clone(), before.clone());
        let endpoint = endpoint(json!({"config": before, "pending_config": after,
            "state": {"ready": "READY", "config_update": "UPDATE_FAILED"}}));
        let reading = Reading { endpoint: Some(&endpoint), permissions: None };
        assert_eq!(of(&write, None, reading, true), Stand::Done);
        assert_eq!(of(&write, None, reading, false), Stand::Before);
    }

    #[test]
    fn a_second_write_of_the_gateway_goes_on_from_the_first_one() {
        let (was, off, on) = (json!({"a": {"b": 1}}), json!({"a": {"b": 0}}), json!({"a": {"b": 2}}));
        let write = PlannedWrite::gateway("chat", on, was);
        let endpoint = endpoint(json!({"ai_gateway": off}));
        let reading = Reading { endpoint: Some(&endpoint), permissions: None };
        assert_eq!(of(&write, Some(&off), reading, false), Stand::Before);
        assert_eq!(of(&write, None, reading, false), Stand::Elsewhere);
    }

    #[test]
    fn an_endpoint_made_anew_under_the_same_name_is_not_the_one_to_delete() {
        let write = PlannedWrite::delete("chat", json!({"id": "1"}));
        assert_eq!(stands(&write, json!({"id": "1"})), Stand::Before);
        assert_eq!(stands(&write, json!({"id": "2"})), Stand::Elsewhere);
        assert_eq!(of(&write, None, Reading::default(), false), Stand::Done);
    }

    #[test]
    fn inherited_grants_are_not_compared() {
        let rules = [json!({"user_name": "ada", "permission_level": "CAN_MANAGE"})];
        let write = PlannedWrite::permissions("id", &rules, json!([]));
        let now: Permissions = serde_json::from_value(json!({"access_control_list": [
            {"user_name": "ada", "all_permissions": [{"permission_level": "CAN_MANAGE", "inherited": false}]},
            {"group_name": "admins", "all_permissions": [{"permission_level": "CAN_MANAGE", "inherited": true}]},
        ]}))
        .unwrap();
        let endpoint = endpoint(json!({}));
        let reading = Reading { endpoint: Some(&endpoint), permissions: Some(&now) };
        assert_eq!(of(&write, None, reading, false), Stand::Done);
    }
}
