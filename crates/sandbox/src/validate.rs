//! The rules of an endpoint's configuration: names, entities, traffic. Turns the body of a create or config call into the
//! configuration that is kept, or a refusal. Provider blocks are checked by `providers`, the gateway by `serving::gateway`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::identity::Who;
use crate::providers::{self, Notes};
use crate::reply::Refusal;
use crate::world::{Endpoint, World, text};

const COMPUTE: [&str; 9] = [
    "workload_size",
    "workload_type",
    "scale_to_zero_enabled",
    "min_provisioned_concurrency",
    "max_provisioned_concurrency",
    "min_provisioned_throughput",
    "max_provisioned_throughput",
    "provisioned_model_units",
    "burst_scaling_enabled",
];

/// More served entities than this are refused.
const MOST_ENTITIES: usize = 15;

/// A configuration that passed.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) config: Value,
    pub(crate) task: String,
    pub(crate) plaintext: BTreeMap<String, Notes>,
    /// Why its deployment will fail, when it will.
    pub(crate) failure: Option<String>,
}

/// Letters, digits, `-` and `_`, at most 63 of them.
pub(crate) fn is_name(name: &str) -> bool {
    (1..=63).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// The name of a new endpoint.
pub(crate) fn endpoint_name(name: &str) -> Result<(), Refusal> {
    if !is_name(name) {
        return Err(Refusal::invalid(format!(
            "Endpoint name '{name}' is not valid: it must have 1 to 63 characters and consist of letters, digits, dashes \
             and underscores."
        )));
    }
    if name.starts_with("databricks-") {
        return Err(Refusal::invalid("Endpoint names that start with 'databricks-' are reserved."));
    }
    Ok(())
}

/// Checks a configuration against the world and, for an update, against the endpoint it replaces.
pub(crate) fn config(
    world: &World,
    who: Who,
    body: &Value,
    current: Option<&Endpoint>,
) -> Result<Prepared, Refusal> {
    let given = |key: &str| body.get(key).and_then(Value::as_array).filter(|list| !list.is_empty());
    if given("served_entities").is_some() && given("served_models").is_some() {
        return Err(Refusal::invalid("Only one of served_entities and served_models may be specified."));
    }
    let entities = match (given("served_entities"), given("served_models")) {
        (Some(entities), _) => entities,
        (None, Some(models)) if models.iter().all(|model| model.get("external_model").is_none()) => models,
        (None, Some(_)) => {
            return Err(Refusal::invalid(
                "External models must be specified in served_entities, not in served_models.",
            ));
        }
        (None, None) => return Err(Refusal::invalid("At least one served entity must be specified.")),
    };
    if entities.len() > MOST_ENTITIES {
        return Err(Refusal::invalid(format!("An endpoint may serve at most {MOST_ENTITIES} entities.")));
    }
    let mut kept = Vec::new();
    let mut plaintext = BTreeMap::new();
    for entity in entities {
        let (entity, notes) = check_entity(world, who, entity, current)?;
        if !notes.is_empty() {
            plaintext.insert(text(&entity, "name").to_owned(), notes);
        }
        kept.push(entity);
    }
    let task = check_together(&kept, current)?;
    let names: Vec<&str> = kept.iter().map(|entity| text(entity, "name")).collect();
    let routes = check_traffic(body.get("traffic_config"), &names)?;
    let failure = kept.iter().find_map(|entity| {
        let model = text(entity.get("external_model")?, "name");
        model.contains("does-not-exist").then(|| {
            format!("The provider does not know the model '{model}', or this account has no access to it.")
        })
    });
    let mut config = Map::new();
    config.insert("served_entities".into(), Value::Array(kept));
    config.insert("traffic_config".into(), json!({"routes": routes}));
    if let Some(capture) = body.get("auto_capture_config").filter(|capture| capture.is_object()) {
        config.insert("auto_capture_config".into(), capture.clone());
    }
    Ok(Prepared { config: Value::Object(config), task, plaintext, failure })
}

fn check_entity(
    world: &World,
    who: Who,
    given: &Value,
    current: Option<&Endpoint>,
) -> Result<(Value, Notes), Refusal> {
    let external = given.get("external_model").filter(|model| model.is_object());
    let named = text(given, "name");
    let name = match (named.is_empty(), external) {
        (false, _) => named.to_owned(),
        (true, Some(model)) => text(model, "name").replace(['.', ':'], "-"),
        (true, None) => {
            format!("{}-{}", text(given, "entity_name").replace('.', "-"), text(given, "entity_version"))
        }
    };
    if !is_name(&name) {
        return Err(Refusal::invalid(format!(
            "Served entity name '{name}' is not valid: it must have 1 to 63 characters and consist of letters, digits, \
             dashes and underscores."
        )));
    }
    let Some(model) = external else { return custom_entity(given, &name) };
    if let Some(field) = COMPUTE.iter().find(|field| given.get(**field).is_some_and(|value| !value.is_null()))
    {
        return Err(Refusal::invalid(format!(
            "{field} cannot be set: provisioned throughput and compute settings are not supported for endpoints with \
             external models."
        )));
    }
    if !text(given, "entity_name").is_empty() {
        return Err(Refusal::invalid(
            "A served entity has either an external_model or an entity_name, not both.",
        ));
    }
    let stored =
        if world.settings.forget_plaintext { None } else { current.and_then(|now| now.plaintext.get(&name)) };
    let (model, notes) = providers::check(world, who, model, stored)?;
    Ok((json!({"name": name, "external_model": model}), notes))
}

fn custom_entity(given: &Value, name: &str) -> Result<(Value, Notes), Refusal> {
    if text(given, "entity_name").is_empty() && text(given, "model_name").is_empty() {
        return Err(Refusal::invalid("A served entity must have an external_model or an entity_name."));
    }
    let mut kept = Map::new();
    kept.insert("name".into(), name.into());
    for field in ["entity_name", "entity_version", "model_name", "model_version"].iter().chain(COMPUTE.iter())
    {
        // The real service takes this one and never shows it again.
        if let Some(value) =
            given.get(*field).filter(|value| !value.is_null() && *field != "burst_scaling_enabled")
        {
            kept.insert((*field).to_owned(), value.clone());
        }
    }
    Ok((Value::Object(kept), Notes::new()))
}

/// What must hold between the entities; returns their task.
fn check_together(entities: &[Value], current: Option<&Endpoint>) -> Result<String, Refusal> {
    let mut names = BTreeSet::new();
    for entity in entities {
        let name = text(entity, "name");
        if !names.insert(name) {
            return Err(Refusal::invalid(format!(
                "Served entity names must be unique; '{name}' appears twice."
            )));
        }
    }
    let externals: Vec<&Value> = entities.iter().filter_map(|entity| entity.get("external_model")).collect();
    if !externals.is_empty() && externals.len() != entities.len() {
        return Err(Refusal::invalid(
            "External models cannot be served together with other served entities.",
        ));
    }
    let was_external =
        current.map(|now| now.entities().iter().any(|entity| entity.get("external_model").is_some()));
    let was_external = was_external.filter(|_| current.is_some_and(Endpoint::ready));
    if was_external.is_some_and(|was| was == externals.is_empty()) {
        return Err(Refusal::invalid(
            "An endpoint with external models cannot be changed to one without, or back.",
        ));
    }
    let tasks: BTreeSet<&str> = externals.iter().map(|model| text(model, "task")).collect();
    if tasks.len() > 1 {
        return Err(Refusal::invalid(format!(
            "All external models of an endpoint must have the same task; got {}.",
            tasks.into_iter().collect::<Vec<_>>().join(", ")
        )));
    }
    Ok(tasks.into_iter().next().unwrap_or_default().to_owned())
}

fn check_traffic(traffic: Option<&Value>, names: &[&str]) -> Result<Vec<Value>, Refusal> {
    let given = traffic.and_then(|traffic| traffic.get("routes")).and_then(Value::as_array);
    let Some(given) = given.filter(|routes| !routes.is_empty()) else {
        let [only] = names else {
            return Err(Refusal::invalid(
                "traffic_config must be specified when an endpoint serves more than one entity.",
            ));
        };
        return Ok(vec![route(only, 100)]);
    };
    let mut routes = Vec::new();
    let mut seen = BTreeSet::new();
    let mut sum = 0;
    for one in given {
        let (entity, model) = (text(one, "served_entity_name"), text(one, "served_model_name"));
        let name = if entity.is_empty() { model } else { entity };
        if !names.contains(&name) || (!model.is_empty() && model != name) {
            return Err(Refusal::invalid(format!(
                "traffic_config names '{name}', which is not a served entity."
            )));
        }
        if !seen.insert(name) {
            return Err(Refusal::invalid(format!("traffic_config has more than one route for '{name}'.")));
        }
        let percentage =
            one.get("traffic_percentage").and_then(whole_number).filter(|share| (0..=100).contains(share));
        let Some(percentage) = percentage else {
            return Err(Refusal::invalid(format!(
                "The traffic_percentage of '{name}' must be a whole number from 0 to 100."
            )));
        };
        sum += percentage;
        routes.push(route(name, percentage));
    }
    if let Some(left_out) = names.iter().find(|name| !seen.contains(**name)) {
        return Err(Refusal::invalid(format!("traffic_config has no route for served entity '{left_out}'.")));
    }
    if sum != 100 {
        return Err(Refusal::invalid(format!(
            "The traffic percentages must sum to 100, but they sum to {sum}."
        )));
    }
    Ok(routes)
}

fn route(name: &str, percentage: i64) -> Value {
    json!({"served_model_name": name, "served_entity_name": name, "traffic_percentage": percentage})
}

fn whole_number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WorldKind;

    fn entity(name: &str, task: &str) -> Value {
        json!({"name": name, "external_model": {"provider": "openai", "name": "gpt-4o", "task": task,
            "openai_config": {"openai_api_key_plaintext": "sk-fine"}}})
    }

    fn check(body: &Value) -> Result<Prepared, Refusal> {
        config(&World::new(WorldKind::Empty, 0, 1.0), &crate::identity::OWNER, body, None)
    }

    #[test]
    fn one_entity_gets_all_traffic_by_itself() {
        let prepared = check(&json!({"served_entities": [entity("a", "llm/v1/chat")]})).unwrap();
        assert_eq!(prepared.config["traffic_config"]["routes"][0], route("a", 100));
        assert_eq!(prepared.task, "llm/v1/chat");
    }

    #[test]
    fn an_entity_without_a_name_is_called_after_its_model() {
        let mut one = entity("", "llm/v1/chat");
        one["external_model"]["name"] = "anthropic.claude-3:0".into();
        let prepared = check(&json!({"served_entities": [one]})).unwrap();
        assert_eq!(prepared.config["served_entities"][0]["name"], "anthropic-claude-3-0");
    }

    #[test]
    fn wrong_configurations_are_refused_with_a_reason() {
        let chat = |name| entity(name, "llm/v1/chat");
        let route =
            |name: &str, share: Value| json!({"served_entity_name": name, "traffic_percentage": share});
        let split = |routes: Vec<Value>| json!({"served_entities": [chat("a"), chat("b")], "traffic_config": {"routes": routes}});
        let mut sized = chat("a");
        sized["workload_size"] = "Small".into();
        let custom = json!({"name": "c", "entity_name": "main.x.y", "entity_version": "1"});
        let cases = [
            (json!({}), "At least one"),
            (json!({"served_entities": [chat("a"), chat("b")]}), "must be specified when"),
            (split(vec![route("a", json!(50)), route("b", json!(49))]), "sum to 99"),
            (split(vec![route("a", json!(50)), route("x", json!(50))]), "'x'"),
            (split(vec![route("a", json!(100))]), "no route for served entity 'b'"),
            (split(vec![route("a", json!(50)), route("a", json!(50))]), "more than one route"),
            (split(vec![route("a", json!(50.5)), route("b", json!(49.5))]), "whole number"),
            (split(vec![route("a", json!(101)), route("b", json!(-1))]), "whole number"),
            (json!({"served_entities": [chat("a"), chat("a")]}), "unique"),
            (json!({"served_entities": [chat("a"), entity("b", "llm/v1/embeddings")]}), "same task"),
            (json!({"served_entities": [chat("a"), custom]}), "together"),
            (json!({"served_entities": [sized]}), "not supported for endpoints with external models"),
            (json!({"served_entities": [chat("a b")]}), "not valid"),
            (json!({"served_entities": [chat("a")], "served_models": [{"model_name": "x"}]}), "Only one of"),
            (json!({"served_entities": [{"name": "a"}]}), "external_model or an entity_name"),
        ];
        for (body, wanted) in cases {
            let refusal = check(&body).expect_err(wanted);
            assert_eq!(refusal.code, "INVALID_PARAMETER_VALUE");
            assert!(refusal.message.contains(wanted), "{} should say {wanted}", refusal.message);
        }
    }

    #[test]
    fn shares_may_come_as_text() {
        let body = json!({"served_entities": [entity("a", "llm/v1/chat")],
            "traffic_config": {"routes": [{"served_model_name": "a", "traffic_percentage": "100"}]}});
        assert_eq!(check(&body).unwrap().config["traffic_config"]["routes"][0]["traffic_percentage"], 100);
    }

    #[test]
    fn endpoint_names_have_rules() {
        assert!(endpoint_name("multi-chat_1").is_ok());
        for wrong in ["", "a b", "a.b", "databricks-x", &"x".repeat(64)] {
            assert!(endpoint_name(wrong).is_err(), "{wrong}");
        }
    }
}
