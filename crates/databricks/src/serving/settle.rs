//! What became of a write whose answer was lost: read the endpoint and compare, instead of sending again.

use serde::Serialize;
use serde_json::{Value, json};

use super::{Endpoint, Serving, Snapshot, Tag};
use crate::error::{Error, ErrorKind, Result};

/// A write to look for.
#[derive(Clone, PartialEq)]
pub enum Write {
    /// The body of [`Serving::create`].
    Create(Value),
    /// The body of [`Serving::update_config`].
    Config(Value),
    /// The body of [`Serving::put_ai_gateway`].
    AiGateway(Value),
    /// The arguments of [`Serving::patch_tags`].
    Tags {
        /// Tags that were to be added.
        add: Vec<Tag>,
        /// Keys that were to be deleted.
        delete: Vec<String>,
    },
}

/// What reading showed.
#[derive(Debug, Clone, PartialEq)]
pub enum Settled {
    /// There is no endpoint of that name: the create did not happen, and may be sent again.
    Absent,
    /// The endpoint is as the write wanted it (for a config: the active or the pending one).
    Applied(Box<Snapshot<Endpoint>>),
    /// The endpoint is something else: the write did not happen, or somebody else changed it. A person has to decide.
    Differs {
        /// The endpoint.
        endpoint: Box<Snapshot<Endpoint>>,
        /// Where it is not as wanted.
        differences: Vec<Difference>,
    },
}

/// A place where an endpoint is not as wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Where, as `served_entities[claude].external_model.name`.
    pub path: String,
    /// What was to be there; `null` for nothing.
    pub wanted: Value,
    /// What is there; `null` for nothing.
    pub found: Value,
}

impl Serving {
    /// After a create whose answer was lost (or that met an existing name): looks for the endpoint and compares it with the body of
    /// the create. Credentials cannot be compared: the server does not return them.
    ///
    /// # Errors
    /// Whatever reading the endpoint fails with.
    pub async fn settle_create(&self, body: &(impl Serialize + Sync + ?Sized)) -> Result<Settled> {
        let body = serde_json::to_value(body).map_err(|why| {
            Error::new(ErrorKind::Local, format!("The request could not be written as JSON: {why}."))
        })?;
        let name = body.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        let endpoint = match self.get(&name).await {
            Ok(endpoint) => endpoint,
            Err(error) if error.kind == ErrorKind::NotFound => return Ok(Settled::Absent),
            Err(error) => return Err(error),
        };
        let differences = Write::Create(body).differences(&endpoint);
        Ok(settled(endpoint, differences))
    }

    /// After a change whose answer was lost: reads the endpoint and compares.
    ///
    /// # Errors
    /// Whatever reading the endpoint fails with.
    pub async fn settle_write(&self, name: &str, write: &Write) -> Result<Settled> {
        let endpoint = match self.get(name).await {
            Ok(endpoint) => endpoint,
            Err(error) if error.kind == ErrorKind::NotFound => return Ok(Settled::Absent),
            Err(error) => return Err(error),
        };
        let differences = write.differences(&endpoint);
        Ok(settled(endpoint, differences))
    }
}

impl Write {
    /// Where an endpoint as it was read is not as this write wants it. A config may be the active or the pending one.
    pub fn differences(&self, endpoint: &Snapshot<Endpoint>) -> Vec<Difference> {
        let mut differences = Vec::new();
        match self {
            Self::Create(body) => {
                for key in ["tags", "ai_gateway", "description"] {
                    if let Some(wanted) = body.get(key) {
                        compare(key, wanted, endpoint.raw.get(key), &mut differences);
                    }
                }
                if let Some(wanted) = body.get("config") {
                    differences.extend(compare_config(wanted, &endpoint.raw));
                }
            }
            Self::Config(wanted) => differences = compare_config(wanted, &endpoint.raw),
            Self::AiGateway(wanted) => {
                compare_gateway(wanted, endpoint.raw.get("ai_gateway"), &mut differences);
            }
            Self::Tags { add, delete } => compare_tags(add, delete, &endpoint.tags, &mut differences),
        }
        differences
    }

    /// Where one config is not as wanted; what it holds beyond that is no difference.
    pub fn config_differences(wanted: &Value, config: &Value) -> Vec<Difference> {
        compare_parts(wanted, config)
    }
}

fn settled(endpoint: Snapshot<Endpoint>, differences: Vec<Difference>) -> Settled {
    let endpoint = Box::new(endpoint);
    if differences.is_empty() {
        Settled::Applied(endpoint)
    } else {
        Settled::Differs { endpoint, differences }
    }
}

/// Compares with the active config and with the pending one; the closer one counts.
fn compare_config(wanted: &Value, raw: &Value) -> Vec<Difference> {
    let against = |key: &str| Some(compare_parts(wanted, raw.get(key)?));
    let (active, pending) = (against("config"), against("pending_config"));
    match (active, pending) {
        (Some(active), Some(pending)) => {
            if pending.len() <= active.len() {
                pending
            } else {
                active
            }
        }
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => {
            vec![Difference { path: "config".into(), wanted: wanted_shown(wanted), found: Value::Null }]
        }
    }
}

fn compare_parts(wanted: &Value, found: &Value) -> Vec<Difference> {
    let mut differences = Vec::new();
    for key in ["served_entities", "traffic_config"] {
        if let Some(wanted) = wanted.get(key) {
            compare(key, wanted, found.get(key), &mut differences);
        }
    }
    differences
}

/// The whole block was replaced, so what is there beyond the wanted counts as well.
fn compare_gateway(wanted: &Value, found: Option<&Value>, differences: &mut Vec<Difference>) {
    compare("ai_gateway", wanted, Some(found.unwrap_or(&json!({}))), differences);
    let fields = found.and_then(Value::as_object).into_iter().flatten();
    for (key, value) in fields {
        if wanted.get(key).is_none() && !is_unset(value) {
            differences.push(Difference {
                path: format!("ai_gateway.{key}"),
                wanted: Value::Null,
                found: value.clone(),
            });
        }
    }
}

fn compare_tags(add: &[Tag], delete: &[String], found: &[Tag], differences: &mut Vec<Difference>) {
    for tag in add {
        let there = found.iter().find(|there| there.key == tag.key);
        let value = |tag: &Tag| tag.value.clone().unwrap_or_default();
        if there.is_none_or(|there| value(there) != value(tag)) {
            differences.push(Difference {
                path: format!("tags[{}]", tag.key),
                wanted: value(tag).into(),
                found: there.map_or(Value::Null, |there| value(there).into()),
            });
        }
    }
    for key in delete {
        if let Some(there) = found.iter().find(|there| there.key == *key) {
            let path = format!("tags[{key}]");
            differences.push(Difference { path, wanted: Value::Null, found: json!(there.value) });
        }
    }
}

/// Whether what was found holds everything that was wanted. The server adds defaults, so more is no difference; credentials are
/// skipped, and numbers may have become text.
fn compare(path: &str, wanted: &Value, found: Option<&Value>, differences: &mut Vec<Difference>) {
    match (wanted, found) {
        (Value::Object(fields), Some(Value::Object(there))) => {
            for (key, value) in fields {
                // The server may answer with the other of the two names of a route.
                let twin = match key.as_str() {
                    "served_model_name" => there.get("served_entity_name"),
                    "served_entity_name" => there.get("served_model_name"),
                    _ => None,
                };
                if !is_hidden(key, there.get(key)) {
                    compare(&format!("{path}.{key}"), value, there.get(key).or(twin), differences);
                }
            }
        }
        (Value::Array(items), Some(Value::Array(there))) => compare_lists(path, items, there, differences),
        (wanted, None) if is_unset(wanted) => {}
        (wanted, Some(found)) if same(wanted, found) => {}
        (wanted, found) => differences.push(Difference {
            path: path.to_owned(),
            wanted: wanted_shown(wanted),
            found: found.cloned().unwrap_or_default(),
        }),
    }
}

/// Lists are compared by what names their items, since the server may order them anew; else by place.
fn compare_lists(path: &str, wanted: &[Value], found: &[Value], differences: &mut Vec<Difference>) {
    for (at, item) in wanted.iter().enumerate() {
        let label = label(item);
        let there = match &label {
            Some(name) => found.iter().find(|there| self::label(there).as_ref() == Some(name)),
            None => found.get(at),
        };
        let place = label.unwrap_or_else(|| at.to_string());
        compare(&format!("{path}[{place}]"), item, there, differences);
    }
    if found.len() > wanted.len() {
        let extra = found.iter().filter(|there| !wanted.iter().any(|item| label(item) == label(there)));
        for there in extra {
            let place = label(there).unwrap_or_default();
            differences.push(Difference {
                path: format!("{path}[{place}]"),
                wanted: Value::Null,
                found: there.clone(),
            });
        }
    }
}

fn label(item: &Value) -> Option<String> {
    let text = |key: &str| item.get(key).and_then(Value::as_str);
    if item.get("renewal_period").is_some() {
        return Some(format!(
            "{} {}",
            text("key").unwrap_or("endpoint"),
            text("principal").unwrap_or_default()
        ));
    }
    ["name", "served_entity_name", "served_model_name", "key"]
        .iter()
        .find_map(|key| text(key))
        .map(str::to_owned)
}

/// Credentials in plain text never come back, and references need not.
fn is_hidden(key: &str, found: Option<&Value>) -> bool {
    key.ends_with("_plaintext")
        || (found.is_none()
            && ["_key", "_token", "_secret", "_key_id", "token", "value"]
                .iter()
                .any(|end| key.ends_with(end)))
}

fn is_unset(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(is_unset),
        Value::Bool(true) | Value::Number(_) => false,
    }
}

fn same(wanted: &Value, found: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    };
    wanted == found
        || (is_unset(wanted) && is_unset(found))
        || (text(wanted).is_some() && text(wanted) == text(found))
}

/// What was wanted, without credentials.
fn wanted_shown(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .filter(|(key, _)| !key.ends_with("_plaintext"))
            .map(|(key, value)| (key.clone(), wanted_shown(value)))
            .collect(),
        Value::Array(items) => items.iter().map(wanted_shown).collect(),
        other => other.clone(),
    }
}
