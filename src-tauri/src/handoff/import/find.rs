//! Where in a text the endpoint stands: a body that creates one, Databricks' answer for one, a list of them, a bundle.

use serde_json::{Map, Value, json};

use crate::explain::redact::redact;

/// The endpoint that was found.
#[derive(Debug)]
pub(super) struct Found {
    /// In the shape of a body that creates it.
    pub(super) body: Map<String, Value>,
    /// In words, what the text was taken for.
    pub(super) format: &'static str,
    /// `${…}` in it is a variable of the bundle.
    pub(super) is_bundle: bool,
}

const BUNDLE: &str = "A Databricks bundle";
const LIST: &str = "A list of endpoints";
const ANSWER: &str = "An endpoint as Databricks answers it";
const BODY: &str = "The body that creates an endpoint";

/// The first endpoint of external models.
pub(super) fn endpoint(value: &Value, notes: &mut Vec<String>) -> Result<Found, String> {
    let bundled = value
        .pointer("/resources/model_serving_endpoints")
        .or_else(|| value.get("model_serving_endpoints"))
        .and_then(Value::as_object);
    let listed = value.get("endpoints").or(Some(value)).and_then(Value::as_array);
    let (candidates, format): (Vec<&Map<String, Value>>, _) = if let Some(endpoints) = bundled {
        (endpoints.values().filter_map(Value::as_object).collect(), BUNDLE)
    } else if let Some(endpoints) = listed {
        (endpoints.iter().filter_map(Value::as_object).collect(), LIST)
    } else if let Some(one) = value.as_object().filter(|one| looks_like_one(one)) {
        let answered =
            ["state", "creator", "creation_timestamp", "id"].iter().any(|key| one.contains_key(*key));
        (vec![one], if answered { ANSWER } else { BODY })
    } else {
        return Err(
            "No endpoint was found in it. Paste the JSON of an endpoint, or a bundle with one under \
                    resources, model_serving_endpoints."
                .into(),
        );
    };
    let bodies: Vec<Map<String, Value>> = candidates.iter().map(|one| as_body(one, notes)).collect();
    let chosen = bodies.iter().position(serves_external).or((!bodies.is_empty()).then_some(0));
    let Some(body) = chosen.and_then(|at| bodies.get(at)) else {
        return Err("There is no endpoint in it.".into());
    };
    if bodies.len() > 1 {
        let name = body.get("name").and_then(Value::as_str).unwrap_or("the first of them");
        notes.push(format!(
            "It holds {} endpoints. {} was taken; import the others one by one.",
            bodies.len(),
            redact(name)
        ));
    }
    Ok(Found { body: body.clone(), format, is_bundle: format == BUNDLE })
}

fn looks_like_one(one: &Map<String, Value>) -> bool {
    let is = |key: &str| one.get(key).is_some_and(Value::is_object);
    is("config") || is("pending_config") || one.get("served_entities").is_some_and(Value::is_array)
}

fn serves_external(body: &Map<String, Value>) -> bool {
    let entities =
        body.get("config").and_then(|config| config.get("served_entities")).and_then(Value::as_array);
    entities.is_some_and(|entities| entities.iter().any(|entity| entity.get("external_model").is_some()))
}

/// Older clients put the config at the top, and an endpoint that is being created has only a pending one.
fn as_body(one: &Map<String, Value>, notes: &mut Vec<String>) -> Map<String, Value> {
    let mut body = one.clone();
    let served = |config: Option<&Value>| {
        config
            .and_then(|config| config.get("served_entities"))
            .and_then(Value::as_array)
            .is_some_and(|all| !all.is_empty())
    };
    if !served(body.get("config")) {
        if served(body.get("pending_config")) {
            if let Some(pending) = body.get("pending_config").cloned() {
                body.insert("config".into(), pending);
            }
            notes.push("The endpoint was being set up; the configuration on its way was taken.".into());
        } else if let Some(entities) = body.remove("served_entities") {
            let traffic = body.remove("traffic_config").unwrap_or(Value::Null);
            body.insert("config".into(), json!({ "served_entities": entities, "traffic_config": traffic }));
        }
    }
    body
}
