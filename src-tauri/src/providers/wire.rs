//! Between the catalogue and the API's `external_model`: reading which provider and which sign-in form a served entity
//! has, and building one from what a person typed. Field ids are the API's own names, so both directions walk the tables.
//! Model ids are never rewritten. Checking a whole endpoint is `endpoints::draft`.

use gatewright_databricks::serving::ExternalModel;
use serde_json::{Map, Value, json};

use super::checks;
use super::dto::FieldKind;
use super::spec::{AuthFormSpec, FieldSpec, ProviderSpec};
use super::{all, by_id};
use crate::explain::FieldProblem;

/// What a person typed about one served entity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EntityConnection {
    /// The catalogue's id.
    pub provider: String,
    /// Sent as typed.
    pub model: String,
    /// `llm/v1/chat`, …
    pub task: String,
    pub auth_form: String,
    /// The API's field name and its value. Fields of forms that were not chosen may be here too; they are not sent.
    pub values: Vec<(String, String)>,
}

impl EntityConnection {
    pub(crate) fn value(&self, field: &str) -> &str {
        self.values.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value.trim())
    }
}

/// Who stands behind a served entity. `spec` is missing for providers newer than this app.
#[derive(Clone, Debug)]
pub(crate) struct Identified {
    pub spec: Option<&'static ProviderSpec>,
    pub form: Option<&'static AuthFormSpec>,
    /// The catalogue's id, or the API's word.
    pub id: String,
    pub name: String,
    pub mark: String,
}

/// One readable setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    pub label: String,
    pub field: String,
    pub value: String,
}

/// Finds the catalogue's entry. Azure is provider `openai` with another `openai_api_type` (databricks-api.md §2).
pub(crate) fn identify(model: &ExternalModel) -> Identified {
    let wire = model.provider.as_str();
    let json = as_json(model);
    let fitting = all().iter().copied().filter(|spec| spec.wire == wire);
    let azure = json
        .pointer("/openai_config/openai_api_type")
        .and_then(Value::as_str)
        .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("azure"));
    let mut fitting = fitting.filter(|spec| wire != "openai" || (spec.id == "azure-openai") == azure);
    match fitting.next() {
        Some(spec) => Identified {
            spec: Some(spec),
            form: form_of(spec, &config_of(&json, spec)),
            id: spec.id.into(),
            name: spec.name.into(),
            mark: spec.mark.into(),
        },
        None => unknown(wire),
    }
}

fn unknown(wire: &str) -> Identified {
    let name = if wire.is_empty() { "Unknown provider" } else { wire };
    let mut letters = name.chars().filter(|c| c.is_alphanumeric());
    let mark = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters.next()).collect();
    Identified { spec: None, form: None, id: wire.into(), name: name.into(), mark }
}

/// The form whose fixed values agree and most of whose fields are there; the first one when nothing speaks for another.
fn form_of(spec: &'static ProviderSpec, config: &Map<String, Value>) -> Option<&'static AuthFormSpec> {
    let weight = |form: &AuthFormSpec| {
        let place = match form.object {
            Some(object) => config.get(object).and_then(Value::as_object),
            None => Some(config),
        };
        let fixed = form.fixed.iter().all(|(field, value)| {
            text(config.get(*field)).is_some_and(|got| got.eq_ignore_ascii_case(value))
        });
        if !fixed {
            return 0;
        }
        let there =
            place.map_or(0, |place| form.fields.iter().filter(|field| place.contains_key(field.id)).count());
        1 + 2 * there + usize::from(form.object.is_some() && place.is_some())
    };
    let best = spec.forms.iter().map(&weight).max()?;
    spec.forms.iter().find(|form| weight(form) == best)
}

/// Builds the API's object: one config, one sign-in form, the values that go with the form.
///
/// # Errors
/// What has to be corrected first. Paths are relative to the served entity: `model`, `authForm`, `values.<field>`.
pub(crate) fn to_external_model(connection: &EntityConnection) -> Result<ExternalModel, Vec<FieldProblem>> {
    let problems: Vec<_> =
        checks::problems(connection).into_iter().filter(|problem| problem.blocks).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let Some(spec) = by_id(&connection.provider) else {
        return Err(vec![FieldProblem::block("provider", "Choose a provider.")]);
    };
    let Some(form) = spec.chosen(&connection.auth_form) else {
        return Err(vec![FieldProblem::block("authForm", "Choose how Databricks signs in.")]);
    };
    let body = object(connection, spec, form, None);
    serde_json::from_value(body).map_err(|_| {
        vec![FieldProblem::block(
            "provider",
            "This connection cannot be written in the form Databricks expects.",
        )]
    })
}

/// The same for a connection that is not finished, to look at while it is filled in: what is missing says so.
pub(crate) fn preview(connection: &EntityConnection) -> Value {
    let spec = by_id(&connection.provider);
    let form = spec.and_then(|spec| spec.chosen(&connection.auth_form).or(spec.forms.first()));
    match (spec, form) {
        (Some(spec), Some(form)) => object(connection, spec, form, Some("(to be filled in)")),
        _ => json!({ "provider": connection.provider, "name": connection.model, "task": connection.task }),
    }
}

/// The same for a served entity that exists: what stands empty stays away, because a key that was once typed in plain text is
/// never returned. Nothing for a provider this app does not know.
pub(crate) fn as_sent(connection: &EntityConnection) -> Option<Value> {
    let spec = by_id(&connection.provider)?;
    let form = spec.chosen(&connection.auth_form)?;
    Some(object(connection, spec, form, None))
}

/// One config, one sign-in form, the values that go with the form. `gap` stands for what is required and empty.
fn object(
    connection: &EntityConnection,
    spec: &ProviderSpec,
    form: &AuthFormSpec,
    gap: Option<&str>,
) -> Value {
    let put_all = |into: &mut Map<String, Value>, fields: &[FieldSpec]| {
        for field in fields {
            let sent = checks::as_sent(spec, field, connection.value(field.id));
            let secret = matches!(field.kind, FieldKind::Secret | FieldKind::SecretMultiline);
            let shown = match gap {
                Some(gap) if sent.is_empty() && field.required => gap,
                // Whatever stands there instead of a reference may be a key, and is not shown.
                Some(_) if secret && !sent.is_empty() && !is_secret_reference(&sent) => "(not a reference)",
                _ => &sent,
            };
            put(into, field.id, shown);
        }
    };
    let mut config = Map::new();
    put_all(&mut config, spec.fields);
    for (field, value) in form.fixed {
        put(&mut config, field, value);
    }
    let mut own = Map::new();
    put_all(&mut own, form.fields);
    match form.object {
        Some(object) => {
            config.insert(object.into(), Value::Object(own));
        }
        None => config.append(&mut own),
    }
    let model = match connection.model.trim() {
        "" => gap.unwrap_or_default(),
        model => model,
    };
    let mut body = json!({ "provider": spec.wire, "name": model, "task": connection.task });
    if let Some(body) = body.as_object_mut() {
        body.insert(spec.config.into(), Value::Object(config));
    }
    body
}

/// What a person would have typed, to duplicate or change an entity. A key that was once sent in plain text is never
/// returned by the server, so its field comes back empty and has to be filled again.
pub(crate) fn from_external_model(model: &ExternalModel) -> EntityConnection {
    let found = identify(model);
    let mut connection = EntityConnection {
        provider: found.id.clone(),
        model: model.name.clone(),
        task: model.task.as_str().into(),
        auth_form: found.form.map(|form| form.id.into()).unwrap_or_default(),
        values: Vec::new(),
    };
    if let (Some(spec), Some(form)) = (found.spec, found.form) {
        let config = config_of(&as_json(model), spec);
        for field in spec.fields {
            if let Some(value) = text(config.get(field.id)) {
                connection.values.push((field.id.into(), value));
            }
        }
        let own = form.object.map_or(Some(&config), |object| config.get(object).and_then(Value::as_object));
        for field in form.fields {
            if let Some(value) = own.and_then(|own| text(own.get(field.id))) {
                connection.values.push((field.id.into(), value));
            }
        }
    }
    connection
}

/// The readable settings: everything but secrets, known fields first and under their labels.
pub(crate) fn settings(model: &ExternalModel) -> Vec<Setting> {
    let found = identify(model);
    let known: Vec<_> = found
        .spec
        .into_iter()
        .flat_map(|spec| spec.fields.iter().chain(spec.forms.iter().flat_map(|form| form.fields)))
        .collect();
    let mut lines = Vec::new();
    if let Some(form) = found.form.filter(|_| found.spec.is_some_and(|spec| spec.forms.len() > 1)) {
        lines.push(Setting { label: "Sign-in".into(), field: "auth".into(), value: form.label.into() });
    }
    let leaves = leaves(&as_json(model));
    for field in &known {
        if field.kind.is_secret() {
            continue;
        }
        if let Some((_, value)) = leaves.iter().find(|(name, _)| name == field.id)
            && !lines.iter().any(|line: &Setting| line.field == field.id)
        {
            lines.push(Setting { label: field.label.into(), field: field.id.into(), value: value.clone() });
        }
    }
    for (name, value) in &leaves {
        let seen = known.iter().any(|field| field.id == name) || name == "openai_api_type";
        if !seen && !hides_a_secret(name) && !is_secret_reference(value) {
            lines.push(Setting { label: name.replace('_', " "), field: name.clone(), value: value.clone() });
        }
    }
    lines
}

fn hides_a_secret(field: &str) -> bool {
    ["plaintext", "secret", "token", "password", "api_key", "private_key"]
        .iter()
        .any(|word| field.contains(word))
}

/// Every `{{secrets/scope/key}}` of an entity, in the order of its fields.
pub(crate) fn secret_references(model: &ExternalModel) -> Vec<String> {
    let mut found = Vec::new();
    for (_, value) in leaves(&as_json(model)) {
        if is_secret_reference(&value) && !found.contains(&value) {
            found.push(value);
        }
    }
    found
}

/// `{{secrets/scope/key}}`, as databricks-api.md §2.5 has it.
pub(crate) fn is_secret_reference(text: &str) -> bool {
    text.strip_prefix("{{secrets/")
        .and_then(|rest| rest.strip_suffix("}}"))
        .and_then(|rest| rest.split_once('/'))
        .is_some_and(|(scope, key)| {
            let plain = |part: &str| !part.is_empty() && !part.contains(['/', '{', '}']);
            plain(scope) && plain(key)
        })
}

/// Whether what stands in a field may be written to this computer: everything but the value of a secret. A reference that is
/// still being typed may.
pub(crate) fn may_be_kept(provider: &str, field: &str, value: &str) -> bool {
    const BEGINNING: &str = "{{secrets/";
    let fields = by_id(provider)
        .into_iter()
        .flat_map(|spec| spec.fields.iter().chain(spec.forms.iter().flat_map(|form| form.fields)));
    let mut known = fields.filter(|spec| spec.id == field).peekable();
    let secret = match known.peek() {
        Some(_) => known.any(|spec| spec.kind.is_secret()),
        // A field of another provider, or of a version to come.
        None => hides_a_secret(field),
    };
    let value = value.trim();
    !secret || value.starts_with(BEGINNING) || BEGINNING.starts_with(value)
}

fn as_json(model: &ExternalModel) -> Value {
    serde_json::to_value(model).unwrap_or_default()
}

fn config_of(json: &Value, spec: &ProviderSpec) -> Map<String, Value> {
    json.get(spec.config).and_then(Value::as_object).cloned().unwrap_or_default()
}

/// Field names and values inside all `*_config` objects, whatever they are nested in.
fn leaves(json: &Value) -> Vec<(String, String)> {
    fn walk(object: &Map<String, Value>, out: &mut Vec<(String, String)>) {
        for (name, value) in object {
            match value {
                Value::Object(inner) => walk(inner, out),
                other => out.extend(text(Some(other)).map(|value| (name.clone(), value))),
            }
        }
    }
    let mut out = Vec::new();
    for (name, value) in json.as_object().into_iter().flatten() {
        if let (true, Some(config)) = (name.ends_with("_config"), value.as_object()) {
            walk(config, &mut out);
        }
    }
    out
}

fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn put(object: &mut Map<String, Value>, field: &str, value: &str) {
    if !value.is_empty() {
        object.insert(field.into(), Value::String(value.into()));
    }
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
