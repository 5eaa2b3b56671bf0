//! From the endpoint that was found to a draft of the create flow. A draft holds references only, so the value of a key is
//! never taken over, and everything else that stays behind is named.

use gatewright_databricks::serving::{self, CreateEndpoint, ServedEntity};
use serde_json::{Map, Value};

use super::find::Found;
use crate::endpoints::draft;
use crate::endpoints::dto::{EndpointDraft, EntityDraft, Tag};
use crate::endpoints::reading;
use crate::explain::redact::redact;
use crate::providers::Task;
use crate::providers::wire::{is_secret_reference, may_be_kept};

/// What a draft holds.
const TAKEN: &[&str] = &["name", "config", "ai_gateway", "tags", "description"];
/// What Databricks adds to an answer by itself.
const ADDED_BY_SERVER: &[&str] = &[
    "id",
    "creator",
    "creator_display_name",
    "creator_kind",
    "creation_timestamp",
    "last_updated_timestamp",
    "state",
    "pending_config",
    "permission_level",
    "endpoint_url",
    "route_optimized",
    "data_plane_info",
    "task",
    "endpoint_type",
    "effective_budget_policy_id",
    "usage_policy_id",
];

pub(super) fn draft(found: &Found, notes: &mut Vec<String>) -> Result<EndpointDraft, String> {
    let body: CreateEndpoint = serde_json::from_value(Value::Object(found.body.clone()))
        .map_err(|_| "A part of the endpoint does not have the form that Databricks gives it.".to_owned())?;
    let mut text = Text { is_bundle: found.is_bundle, notes };
    let config = body.config.clone().unwrap_or_default();
    let shares = reading::shares(&config);
    let mut entities = Vec::new();
    let mut tasks: Vec<Task> = Vec::new();
    for (served, share) in config.served_entities.iter().zip(shares) {
        let Some(entity) = entity(served, share.percent, &mut text) else { continue };
        let task = served.external_model.as_ref().map(|model| model.task.as_str().to_owned());
        if let Some(task) = task.as_deref().and_then(known_task)
            && !tasks.contains(&task)
        {
            tasks.push(task);
        }
        entities.push(entity);
    }
    if entities.is_empty() {
        text.notes.push("No external model was found in it, so there is nothing to fill in yet.".into());
    }
    if let [first, _, ..] = tasks.as_slice() {
        text.notes.push(format!(
            "Its models do different tasks, which one endpoint cannot. {} was taken for all.",
            first.plain()
        ));
    }
    gateway(&body, &mut text);
    let on = |flag: Option<bool>| flag == Some(true);
    let gateway = body.ai_gateway.unwrap_or_default();
    let draft = EndpointDraft {
        name: text.plain("the name", &body.name),
        task: tasks.first().copied().unwrap_or(Task::Chat),
        entities,
        fallback: gateway.fallback_config.is_some_and(|config| on(config.enabled)),
        usage_tracking: gateway.usage_tracking_config.is_some_and(|config| on(config.enabled)),
        description: text.plain("the description", body.description.as_deref().unwrap_or_default()),
        tags: body.tags.iter().map(|tag| self::tag(tag, &mut text)).collect(),
    };
    others(&found.body, &mut text);
    Ok(draft)
}

/// Texts of the one who wrote them, and what there is to say about them.
struct Text<'a> {
    is_bundle: bool,
    notes: &'a mut Vec<String>,
}

impl Text<'_> {
    /// The text, or nothing where a bundle would put something else in.
    fn plain(&mut self, what: &str, text: &str) -> String {
        if self.is_bundle && text.contains("${") {
            self.notes.push(format!("The bundle puts a variable into {what}. Fill it in."));
            return String::new();
        }
        let clean = redact(text);
        if clean != text {
            self.notes.push(format!("Something in {what} looked like a key and was left out."));
        }
        clean
    }
}

fn known_task(wire: &str) -> Option<Task> {
    [Task::Chat, Task::Completions, Task::Embeddings].into_iter().find(|task| task.wire() == wire)
}

fn tag(tag: &serving::Tag, text: &mut Text<'_>) -> Tag {
    Tag {
        key: text.plain("the key of a tag", &tag.key),
        value: tag.value.as_deref().map(|value| text.plain("the value of a tag", value)),
    }
}

fn entity(served: &ServedEntity, share: u32, text: &mut Text<'_>) -> Option<EntityDraft> {
    let shown = redact(served.name());
    let Some(mut entity) = draft::from_served_entity(served, share) else {
        text.notes.push(format!("{shown} is not an external model and was left out."));
        return None;
    };
    entity.name = text.plain("the name of a served entity", &entity.name);
    entity.model = text.plain(&format!("the model of {shown}"), &entity.model);
    let provider = entity.provider.clone();
    let mut values = Vec::new();
    for mut value in std::mem::take(&mut entity.values) {
        let secret = !may_be_kept(&provider, &value.field, "a value");
        if secret && !is_secret_reference(&value.value) {
            text.notes.push(format!(
                "`{}` of {shown} held no reference to a stored secret and was left out. Choose or store one.",
                value.field
            ));
            continue;
        }
        value.value = text.plain(&format!("`{}` of {shown}", value.field), &value.value);
        values.push(value);
    }
    entity.values = values;
    left_behind(served, &entity, &shown, text);
    Some(entity)
}

/// Settings that the form of this provider has no field for, keys in plain text among them.
fn left_behind(served: &ServedEntity, entity: &EntityDraft, shown: &str, text: &mut Text<'_>) {
    let model = served.external_model.as_ref().map(|model| serde_json::json!(model)).unwrap_or_default();
    let mut fields = Vec::new();
    for (name, config) in model.as_object().into_iter().flatten() {
        match config {
            Value::Object(config) if name.ends_with("_config") => leaves(config, &mut fields),
            _ if matches!(name.as_str(), "provider" | "name" | "task") => {}
            _ => fields.push(name.clone()),
        }
    }
    for field in fields {
        let known = entity.values.iter().any(|value| value.field == field) || field == "openai_api_type";
        let said = text.notes.iter().any(|note| note.contains(&format!("`{field}` of {shown} ")));
        if known || said {
            continue;
        }
        text.notes.push(if field.ends_with("_plaintext") {
            format!("The key in `{field}` of {shown} was left out, so that it is not kept here. Choose a stored secret or paste it there.")
        } else {
            format!("`{}` of {shown} was not taken over.", redact(&field))
        });
    }
}

fn leaves(fields: &Map<String, Value>, out: &mut Vec<String>) {
    for (name, value) in fields {
        match value {
            Value::Object(inner) => leaves(inner, out),
            Value::Null => {}
            _ => out.push(name.clone()),
        }
    }
}

fn gateway(body: &CreateEndpoint, text: &mut Text<'_>) {
    let Some(gateway) = &body.ai_gateway else { return };
    let mut parts = Vec::new();
    if !gateway.rate_limits.is_empty() {
        parts.push("rate limits");
    }
    if gateway.guardrails.is_some() {
        parts.push("guardrails");
    }
    if gateway.inference_table_config.as_ref().is_some_and(|table| table.enabled == Some(true)) {
        parts.push("the inference table");
    }
    if !gateway.extra.is_empty() {
        parts.push("parts of the gateway that this version does not know");
    }
    for part in parts {
        text.notes
            .push(format!("Not taken over: {part}. Set it on the Gateway tab once the endpoint is there."));
    }
}

fn others(body: &Map<String, Value>, text: &mut Text<'_>) {
    for (name, value) in body {
        let empty = match value {
            Value::Null | Value::Bool(false) => true,
            Value::Array(items) => items.is_empty(),
            Value::Object(fields) => fields.is_empty(),
            Value::String(text) => text.is_empty(),
            _ => false,
        };
        if empty || TAKEN.contains(&name.as_str()) || ADDED_BY_SERVER.contains(&name.as_str()) {
            continue;
        }
        let what = match name.as_str() {
            "email_notifications" => "who is told about updates",
            "permissions" => "who may use the endpoint",
            "budget_policy_id" => "the budget policy",
            "rate_limits" => "the old rate limits",
            other => {
                text.notes.push(format!("`{}` was not taken over.", redact(other)));
                continue;
            }
        };
        text.notes.push(format!("Not taken over: {what}."));
    }
}
