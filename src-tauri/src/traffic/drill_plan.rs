//! The copy of an endpoint that a drill makes: something that answers 503 in the first entity's place, all calls to it,
//! fallback on, and a tag that says whose it is. Only keys that are references can be copied. Pure.

use gatewright_databricks::serving::{ConfigEdit, Endpoint, Snapshot};
use serde_json::{Value, json};

use crate::endpoints::dto::Endpoint as Shown;
use crate::endpoints::edit;
use crate::endpoints::words::listed;
use crate::ipc::failure::Failure;

/// The tag of every clone; its value is the drill's id. Nothing without it is ever removed.
pub(crate) const TAG: &str = "gatewright_drill";

/// The name is reserved for not existing (RFC 2606), so the call cannot reach anybody.
const NOBODY: &str = "https://status-503.invalid/v1/chat/completions";

/// Longest name of an endpoint.
const LONGEST: usize = 63;

/// A drill as it will be held.
#[derive(Debug)]
pub(crate) struct DrillPlan {
    pub(crate) clone: String,
    /// The entity that is made to fail.
    pub(crate) failing: String,
    /// Who has to answer instead.
    pub(crate) expected: String,
    /// The body of `POST serving-endpoints`.
    pub(crate) body: Value,
}

/// The clone of an endpoint.
///
/// # Errors
/// When there is nobody to step in, or a key cannot be copied.
pub(crate) fn plan(current: &Snapshot<Endpoint>, shown: &Shown, id: &str) -> Result<DrillPlan, Failure> {
    if let Some(why) = &shown.read_only {
        return Err(Failure::here("This endpoint cannot be drilled", "Nothing was sent.", why));
    }
    let [first, second, rest @ ..] = shown.entities.as_slice() else {
        return Err(Failure::here(
            "Nobody could step in",
            "Nothing was sent. Fallback needs a second served entity.",
            &format!("{} has one served entity.", shown.name),
        ));
    };
    let unread = unread(current, &first.name);
    if !unread.is_empty() {
        return Err(Failure::here(
            "This endpoint cannot be copied",
            "Nothing was sent. Only keys that are references to a stored secret can be used in a second endpoint.",
            &format!("Nobody can read the key of {}. Store it as a secret and refer to it.", listed(&unread)),
        ));
    }
    let mut names: Vec<&str> = vec![&first.name, &second.name];
    names.extend(rest.iter().map(|entity| entity.name.as_str()));
    let clone = clone_name(&shown.name, id);
    let task = first.task.as_deref().or(shown.task.as_deref()).unwrap_or("llm/v1/chat");
    let mut config = ConfigEdit::from_endpoint(current).body();
    fail_first(&mut config, &names, task);
    let body = json!({
        "name": clone,
        "config": config,
        "ai_gateway": { "fallback_config": { "enabled": true } },
        "tags": [{ "key": TAG, "value": id }],
    });
    Ok(DrillPlan { clone, failing: first.name.clone(), expected: second.name.clone(), body })
}

/// Entities whose keys are not readable; the first is replaced, so its key does not matter.
fn unread(current: &Snapshot<Endpoint>, first: &str) -> Vec<String> {
    let live = edit::live(current, None);
    let stays = live.entities.iter().filter(|one| one.entity.name != first);
    stays.filter(|one| !one.kept.is_empty()).map(|one| one.entity.name.clone()).collect()
}

fn fail_first(config: &mut Value, order: &[&str], task: &str) {
    if let Some(entities) = config.get_mut("served_entities").and_then(Value::as_array_mut) {
        let name = |entity: &Value| entity.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        entities.sort_by_key(|entity| order.iter().position(|wanted| *wanted == name(entity)));
        if let Some(first) = entities.first_mut() {
            *first = json!({
                "name": name(first),
                "external_model": {
                    "name": "out-of-order",
                    "provider": "custom",
                    "task": task,
                    // No key of anybody: nobody is called.
                    "custom_provider_config": {
                        "custom_provider_url": NOBODY,
                        "bearer_token_auth": { "token_plaintext": "no-key-needed" },
                    },
                },
            });
        }
    }
    let routes: Vec<Value> = order
        .iter()
        .enumerate()
        .map(|(at, name)| json!({ "served_model_name": name, "traffic_percentage": if at == 0 { 100 } else { 0 } }))
        .collect();
    config["traffic_config"] = json!({ "routes": routes });
}

/// `<endpoint>-drill-<4 hex>`, within the longest name there may be.
fn clone_name(endpoint: &str, id: &str) -> String {
    let hex: String = id.chars().filter(char::is_ascii_hexdigit).take(4).collect();
    let end = format!("-drill-{hex}");
    let room = LONGEST.saturating_sub(end.len());
    let start: String = endpoint.chars().take(room).collect();
    format!("{start}{end}")
}

/// Whether an endpoint is the clone of a drill.
pub(crate) fn is_clone(endpoint: &Endpoint, id: &str) -> bool {
    endpoint.tags.iter().any(|tag| tag.key == TAG && tag.value.as_deref() == Some(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::reading;

    fn entity(name: &str, key: Option<&str>) -> Value {
        let mut config = json!({});
        if let Some(key) = key {
            config["openai_api_key"] = key.into();
        }
        json!({"name": name, "external_model":
            {"name": "gpt-4o", "provider": "openai", "task": "llm/v1/chat", "openai_config": config}})
    }

    fn endpoint(entities: &[Value]) -> Snapshot<Endpoint> {
        let raw = json!({"name": "chat", "state": {"ready": "READY", "config_update": "NOT_UPDATING"}, "task": "llm/v1/chat",
            "config": {"config_version": 3, "served_entities": entities, "traffic_config": {"routes": [
                {"served_entity_name": "a", "served_model_name": "a", "traffic_percentage": 20},
                {"served_entity_name": "b", "served_model_name": "b", "traffic_percentage": 80}]}}});
        Snapshot { value: serde_json::from_value(raw.clone()).unwrap(), raw }
    }

    fn planned(entities: &[Value]) -> Result<DrillPlan, Failure> {
        let current = endpoint(entities);
        let shown = reading::endpoint(&current, String::new());
        plan(&current, &shown, "beef0123")
    }

    #[test]
    fn the_clone_fails_in_the_firsts_place_and_keeps_the_references_of_the_others() {
        let reference = Some("{{secrets/llm/openai}}");
        let plan = planned(&[entity("a", None), entity("b", reference)]).unwrap();
        assert_eq!(
            (plan.clone.as_str(), plan.failing.as_str(), plan.expected.as_str()),
            ("chat-drill-beef", "a", "b")
        );
        let entities = &plan.body["config"]["served_entities"];
        assert_eq!(entities[0]["external_model"]["custom_provider_config"]["custom_provider_url"], NOBODY);
        assert_eq!(
            entities[1]["external_model"]["openai_config"]["openai_api_key"],
            "{{secrets/llm/openai}}"
        );
        assert_eq!(plan.body["config"]["traffic_config"]["routes"][0]["traffic_percentage"], 100);
        assert_eq!(plan.body["ai_gateway"]["fallback_config"]["enabled"], true);
        assert_eq!(plan.body["tags"][0]["key"], TAG);
        assert!(plan.body["config"].get("config_version").is_none());
    }

    #[test]
    fn an_endpoint_whose_other_keys_nobody_can_read_is_not_copied() {
        let failure = planned(&[entity("a", None), entity("b", None)]).unwrap_err();
        assert!(failure.explanation().cause.contains("key of b"), "{failure:?}");
        assert!(planned(&[entity("a", Some("{{secrets/llm/openai}}"))]).is_err(), "nobody could step in");
    }

    #[test]
    fn a_long_name_leaves_room_for_the_end() {
        let name = clone_name(&"x".repeat(63), "0badcafe");
        assert!(name.len() == 63 && name.ends_with("-drill-0bad"), "{name}");
    }
}
