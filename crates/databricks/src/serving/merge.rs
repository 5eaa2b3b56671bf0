//! Laying typed settings over raw JSON: what a type names is replaced (or removed when unset), what it does not name stays.
//! Knows which keys each object has; used by the edits only.

use serde::Serialize;
use serde_json::{Map, Value};

/// The keys of an object that this crate names, with the form of those that are objects or lists themselves.
pub(super) struct Shape {
    pub(super) keys: &'static [&'static str],
    pub(super) nested: &'static [(&'static str, Form)],
}

/// Form of a nested value.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// An object.
    Object(&'static Shape),
    /// A list of objects, matched by the given keys.
    List(&'static Shape, &'static [&'static str]),
}

const fn flat(keys: &'static [&'static str]) -> Shape {
    Shape { keys, nested: &[] }
}

static OPENAI: Shape = flat(&[
    "openai_api_key",
    "openai_api_key_plaintext",
    "openai_api_base",
    "openai_api_type",
    "openai_api_version",
    "openai_deployment_name",
    "openai_organization",
    "microsoft_entra_tenant_id",
    "microsoft_entra_client_id",
    "microsoft_entra_client_secret",
    "microsoft_entra_client_secret_plaintext",
]);
static ANTHROPIC: Shape = flat(&["anthropic_api_key", "anthropic_api_key_plaintext"]);
static COHERE: Shape = flat(&["cohere_api_key", "cohere_api_key_plaintext", "cohere_api_base"]);
static AI21: Shape = flat(&["ai21labs_api_key", "ai21labs_api_key_plaintext"]);
static PALM: Shape = flat(&["palm_api_key", "palm_api_key_plaintext"]);
static VERTEX: Shape = flat(&["project_id", "region", "private_key", "private_key_plaintext"]);
static BEDROCK: Shape = flat(&[
    "aws_region",
    "bedrock_provider",
    "aws_access_key_id",
    "aws_access_key_id_plaintext",
    "aws_secret_access_key",
    "aws_secret_access_key_plaintext",
    "instance_profile_arn",
    "uc_service_credential_name",
]);
static DATABRICKS: Shape =
    flat(&["databricks_workspace_url", "databricks_api_token", "databricks_api_token_plaintext"]);
static API_KEY_AUTH: Shape = flat(&["key", "value", "value_plaintext"]);
static BEARER_AUTH: Shape = flat(&["token", "token_plaintext"]);
static CUSTOM: Shape = Shape {
    keys: &["custom_provider_url", "api_key_auth", "bearer_token_auth"],
    nested: &[
        ("api_key_auth", Form::Object(&API_KEY_AUTH)),
        ("bearer_token_auth", Form::Object(&BEARER_AUTH)),
    ],
};

/// `external_model`.
pub(super) static EXTERNAL: Shape = Shape {
    keys: &[
        "provider",
        "name",
        "task",
        "openai_config",
        "anthropic_config",
        "cohere_config",
        "ai21labs_config",
        "palm_config",
        "google_cloud_vertex_ai_config",
        "amazon_bedrock_config",
        "databricks_model_serving_config",
        "custom_provider_config",
    ],
    nested: &[
        ("openai_config", Form::Object(&OPENAI)),
        ("anthropic_config", Form::Object(&ANTHROPIC)),
        ("cohere_config", Form::Object(&COHERE)),
        ("ai21labs_config", Form::Object(&AI21)),
        ("palm_config", Form::Object(&PALM)),
        ("google_cloud_vertex_ai_config", Form::Object(&VERTEX)),
        ("amazon_bedrock_config", Form::Object(&BEDROCK)),
        ("databricks_model_serving_config", Form::Object(&DATABRICKS)),
        ("custom_provider_config", Form::Object(&CUSTOM)),
    ],
};

/// A served entity: only what may be written for an external one; the rest is left as it is.
pub(super) static ENTITY: Shape =
    Shape { keys: &["name", "external_model"], nested: &[("external_model", Form::Object(&EXTERNAL))] };

/// A route.
pub(super) static ROUTE: Shape = flat(&["served_entity_name", "served_model_name", "traffic_percentage"]);

static ENABLED: Shape = flat(&["enabled"]);
static INFERENCE: Shape = flat(&["enabled", "catalog_name", "schema_name", "table_name_prefix"]);
static LIMIT: Shape = flat(&["key", "principal", "renewal_period", "calls", "tokens"]);
static PII: Shape = flat(&["behavior"]);
static RULES: Shape = Shape {
    keys: &["safety", "pii", "invalid_keywords", "valid_topics"],
    nested: &[("pii", Form::Object(&PII))],
};
static GUARDRAILS: Shape = Shape {
    keys: &["input", "output"],
    nested: &[("input", Form::Object(&RULES)), ("output", Form::Object(&RULES))],
};

/// `ai_gateway`.
pub(super) static GATEWAY: Shape = Shape {
    keys: &[
        "usage_tracking_config",
        "inference_table_config",
        "rate_limits",
        "guardrails",
        "fallback_config",
    ],
    nested: &[
        ("usage_tracking_config", Form::Object(&ENABLED)),
        ("inference_table_config", Form::Object(&INFERENCE)),
        ("rate_limits", Form::List(&LIMIT, &["key", "principal"])),
        ("guardrails", Form::Object(&GUARDRAILS)),
        ("fallback_config", Form::Object(&ENABLED)),
    ],
};

/// A type's JSON as an object. Types of this crate always become one.
pub(super) fn object(value: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// Lays `new` over `base`.
pub(super) fn overlay(base: &mut Map<String, Value>, mut new: Map<String, Value>, shape: &Shape) {
    for key in shape.keys {
        let Some(value) = new.shift_remove(*key) else {
            base.shift_remove(*key);
            continue;
        };
        let form = shape.nested.iter().find(|(name, _)| name == key).map(|(_, form)| *form);
        match (form, base.get_mut(*key), value) {
            (Some(Form::Object(inner)), Some(Value::Object(old)), Value::Object(fields)) => {
                overlay(old, fields, inner)
            }
            (Some(Form::List(inner, by)), Some(Value::Array(old)), Value::Array(items)) => {
                *old = overlay_list(old, items, inner, by);
            }
            (_, _, value) => {
                base.insert((*key).to_owned(), value);
            }
        }
    }
    // Fields that the typed value carries in `extra`.
    for (key, value) in new {
        base.insert(key, value);
    }
}

/// The new list in its own order; an item takes the unknown fields of the old one it matches. No old item is used twice.
pub(super) fn overlay_list(old: &[Value], new: Vec<Value>, shape: &Shape, by: &[&str]) -> Vec<Value> {
    let mut free: Vec<Option<&Map<String, Value>>> = old.iter().map(Value::as_object).collect();
    let place = |item: Value| match item {
        Value::Object(fields) => {
            let same = |old: &Map<String, Value>| by.iter().all(|key| old.get(*key) == fields.get(*key));
            let slot = free.iter_mut().find(|slot| slot.is_some_and(same));
            let mut base = slot.and_then(Option::take).cloned().unwrap_or_default();
            overlay(&mut base, fields, shape);
            Value::Object(base)
        }
        other => other,
    };
    new.into_iter().map(place).collect()
}
