//! What is to be handed over, before it is written in any language: the body that would create the endpoint, out of one that
//! stands in a workspace or out of a draft, with the values of secrets taken out. Pure.

use gatewright_databricks::serving::{
    self, CreateEndpoint, EndpointConfig, ExternalModel, Route, ServedEntity, TrafficConfig,
};
use serde_json::{Map, Value, json};

use super::node::{self, Node};
use super::quote;
use crate::endpoints::draft;
use crate::endpoints::dto::EndpointDraft;
use crate::explain::redact::redact;
use crate::providers::wire::{is_secret_reference, may_be_kept};
use crate::providers::{Task, identify};

/// A value that a person has to put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Variable {
    /// `PRIMARY_OPENAI_API_KEY`; Terraform and bundles write it small.
    pub(super) name: String,
    pub(super) entity: String,
    pub(super) field: String,
}

/// An endpoint on its way into a text.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(super) name: String,
    pub(super) task: Task,
    /// The body of a create; none for endpoints that this app cannot describe.
    pub(super) creates: Option<Node>,
    pub(super) variables: Vec<Variable>,
    /// About creating it, in whatever language.
    pub(super) notes: Vec<String>,
}

/// An endpoint as it answers now: its active config, or the one being applied while there is none yet.
pub(crate) fn of_endpoint(endpoint: &serving::Endpoint) -> Wanted {
    let served = |config: &&EndpointConfig| !config.served_entities.is_empty();
    let active = endpoint.config.as_ref().filter(served);
    let config = active.or(endpoint.pending_config.as_ref().filter(served));
    let mut notes = Vec::new();
    if active.is_some() && endpoint.state.is_updating() {
        notes
            .push("An update is on its way. This is the configuration that answers until it is done.".into());
    }
    if !endpoint.is_external() {
        notes.push(
            "This endpoint does not serve external models only, so it cannot be created from a text of this app. \
             OpenAI client and SQL show how to ask it."
                .into(),
        );
    }
    let mut body = CreateEndpoint::new(endpoint.name.clone());
    body.config = config.map(input);
    body.ai_gateway.clone_from(&endpoint.ai_gateway);
    body.tags.clone_from(&endpoint.tags);
    body.description = endpoint.description.clone().filter(|text| !text.is_empty());
    body.budget_policy_id.clone_from(&endpoint.budget_policy_id);
    body.email_notifications.clone_from(&endpoint.email_notifications);
    let mut wanted = of_body(&body, notes);
    if let Some(task) = endpoint.task.as_ref().and_then(|task| known_task(task.as_str())) {
        wanted.task = task;
    }
    if !endpoint.is_external() {
        wanted.creates = None;
    }
    wanted.notes.push("Who may use the endpoint is not in here; permissions are set apart.".into());
    wanted
}

/// The part of a config that is sent: what the server adds to it is left out.
fn input(config: &EndpointConfig) -> EndpointConfig {
    let served_entities = config
        .served_entities
        .iter()
        .filter_map(|entity| {
            Some(ServedEntity::external(entity.name(), (**entity.external_model.as_ref()?).clone()))
        })
        .collect();
    let routes = config.traffic_config.iter().flat_map(|traffic| &traffic.routes);
    let routes: Vec<Route> =
        routes.filter_map(|route| Some(Route::new(route.entity(), route.traffic_percentage?))).collect();
    EndpointConfig {
        served_entities,
        traffic_config: (!routes.is_empty()).then(|| TrafficConfig { routes, ..TrafficConfig::default() }),
        ..EndpointConfig::default()
    }
}

/// A draft, as the create flow would send it; what is still missing says so in its place.
pub(crate) fn of_draft(draft: &EndpointDraft) -> Wanted {
    match draft::to_create(draft) {
        Ok(body) => of_body(&body, Vec::new()),
        Err(problems) => {
            let shown = serde_json::from_str(&draft::review(draft).body).unwrap_or(Value::Null);
            let mut wanted = of_json(&shown, draft.task, Vec::new());
            let things =
                if problems.len() == 1 { "one thing".into() } else { format!("{} things", problems.len()) };
            wanted
                .notes
                .insert(0, format!("The draft is not finished: {things} in it need another look first."));
            wanted
        }
    }
}

fn known_task(wire: &str) -> Option<Task> {
    [Task::Chat, Task::Completions, Task::Embeddings].into_iter().find(|task| task.wire() == wire)
}

fn of_body(body: &CreateEndpoint, notes: Vec<String>) -> Wanted {
    let entities = body.config.iter().flat_map(|config| &config.served_entities);
    let task = entities
        .filter_map(|entity| entity.external_model.as_ref())
        .find_map(|model| known_task(model.task.as_str()))
        .unwrap_or(Task::Chat);
    of_json(&json!(body), task, notes)
}

fn of_json(body: &Value, task: Task, mut notes: Vec<String>) -> Wanted {
    let mut variables = Variables::default();
    let mut hidden = false;
    let mut clean = |text: &str| {
        let shown = redact(text);
        hidden |= shown != text.replace('\0', "");
        shown
    };
    let mut fields = Vec::new();
    for (name, value) in body.as_object().into_iter().flatten() {
        let value = match name.as_str() {
            "config" => config(value, &mut variables, &mut clean),
            _ => node::of(value, &mut clean),
        };
        if !value.is_empty() {
            fields.push((name.clone(), value));
        }
    }
    let variables = variables.0;
    if hidden {
        notes.push("A text that looked like a key was replaced by <redacted>.".into());
    }
    Wanted {
        name: body.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
        task,
        creates: Some(Node::Map(fields)),
        variables,
        notes,
    }
}

type Clean<'a> = dyn FnMut(&str) -> String + 'a;

fn config(value: &Value, variables: &mut Variables, clean: &mut Clean<'_>) -> Node {
    let Some(fields) = value.as_object() else { return Node::Map(Vec::new()) };
    let mut out = Vec::new();
    for (name, value) in fields {
        let value = match (name.as_str(), value) {
            ("served_entities", Value::Array(items)) => {
                Node::List(items.iter().map(|item| entity(item, variables, clean)).collect())
            }
            _ => node::of(value, clean),
        };
        out.push((name.clone(), value));
    }
    Node::Map(out)
}

fn entity(value: &Value, variables: &mut Variables, clean: &mut Clean<'_>) -> Node {
    let Some(fields) = value.as_object() else { return Node::Map(Vec::new()) };
    let name = fields.get("name").and_then(Value::as_str).unwrap_or_default();
    let mut out = Vec::new();
    for (field, value) in fields {
        let value = match (field.as_str(), value) {
            ("external_model", Value::Object(model)) => external(name, model, variables, clean),
            _ => node::of(value, clean),
        };
        out.push((field.clone(), value));
    }
    Node::Map(out)
}

fn external(
    entity: &str,
    json: &Map<String, Value>,
    variables: &mut Variables,
    clean: &mut Clean<'_>,
) -> Node {
    let model: Option<ExternalModel> = serde_json::from_value(Value::Object(json.clone())).ok();
    let found = model.as_ref().map(identify);
    let provider = found.as_ref().map(|found| found.id.clone()).unwrap_or_default();
    let mut out = Vec::new();
    for (name, value) in json {
        let value = match value {
            Value::Object(fields) => settings(entity, &provider, fields, variables, clean),
            other => node::of(other, clean),
        };
        out.push((name.clone(), value));
    }
    if let Some((spec, form)) = found.and_then(|found| Some((found.spec?, found.form?))) {
        // A key that was sent in plain text is simply not there when the endpoint is read.
        let path: Vec<&str> = std::iter::once(spec.config).chain(form.object).collect();
        for field in form.fields.iter().filter(|field| field.kind.is_secret()) {
            let plain = format!("{}_plaintext", field.id);
            if !fields_at(&out, &path).iter().any(|(name, _)| name == field.id || *name == plain) {
                let variable = variables.take(entity, field.id);
                put(&mut out, &path, plain, variable);
            }
        }
    }
    Node::Map(out)
}

/// Puts a field into the object at `path`, making the objects on the way that are not there.
fn put(fields: &mut Vec<(String, Node)>, path: &[&str], name: String, value: Node) {
    let Some((first, rest)) = path.split_first() else {
        fields.push((name, value));
        return;
    };
    if !fields.iter().any(|(field, value)| field == first && matches!(value, Node::Map(_))) {
        fields.retain(|(field, _)| field != first);
        fields.push(((*first).to_owned(), Node::Map(Vec::new())));
    }
    for (field, inner) in fields.iter_mut() {
        if let (true, Node::Map(inner)) = (field == first, inner) {
            put(inner, rest, name, value);
            return;
        }
    }
}

/// The fields of the object at `path`.
fn fields_at<'a>(fields: &'a [(String, Node)], path: &[&str]) -> &'a [(String, Node)] {
    let Some((first, rest)) = path.split_first() else { return fields };
    match fields.iter().find(|(field, _)| field == first) {
        Some((_, Node::Map(inner))) => fields_at(inner, rest),
        _ => &[],
    }
}

/// The settings of a provider: a secret is a reference, or a variable in its place.
fn settings(
    entity: &str,
    provider: &str,
    fields: &Map<String, Value>,
    variables: &mut Variables,
    clean: &mut Clean<'_>,
) -> Node {
    let mut out: Vec<(String, Node)> = Vec::new();
    for (name, value) in fields {
        let (name, value) = match value {
            Value::Object(inner) => (name.clone(), settings(entity, provider, inner, variables, clean)),
            Value::Null => continue,
            Value::String(text) if is_secret_reference(text) => (name.clone(), Node::Text(text.clone())),
            // What is still missing in a draft says so; it is no value.
            Value::String(text) if text == "(to be filled in)" || text == "(not a reference)" => {
                (name.clone(), Node::Text(text.clone()))
            }
            _ if !may_be_kept(provider, name, "a value") => {
                let field = name.strip_suffix("_plaintext").unwrap_or(name);
                (format!("{field}_plaintext"), variables.take(entity, field))
            }
            other => (name.clone(), node::of(other, clean)),
        };
        if !out.iter().any(|(there, _)| *there == name) {
            out.push((name, value));
        }
    }
    Node::Map(out)
}

#[derive(Default)]
struct Variables(Vec<Variable>);

impl Variables {
    fn take(&mut self, entity: &str, field: &str) -> Node {
        let known = self.0.iter().find(|known| known.entity == entity && known.field == field);
        if let Some(known) = known {
            return Node::Variable(known.name.clone());
        }
        let stem = quote::identifier(&format!("{entity}_{field}"), "key").to_ascii_uppercase();
        let mut name = stem.clone();
        let mut more = 2;
        while self.0.iter().any(|known| known.name == name) {
            name = format!("{stem}_{more}");
            more += 1;
        }
        self.0.push(Variable { name: name.clone(), entity: entity.into(), field: field.into() });
        Node::Variable(name)
    }
}
