//! A new endpoint as a person describes it: what is wrong with it, what it would do in words, and the body that creates it.
//! Rules from databricks-api.md §2.5 and §3. Only what is set is sent, and external entities carry nothing but their name
//! and their model (§0 rule 4). Pure: whether names are free and secrets exist is asked elsewhere.

use std::collections::HashSet;

use gatewright_databricks::serving::{
    self, AiGateway, CreateEndpoint, EndpointConfig, Fallback, Route, ServedEntity, TrafficConfig,
    UsageTracking,
};

use serde_json::{Value, json};

use super::dto::{DraftReview, EndpointDraft, EntityDraft, FieldValue, PlannedCall, Share, Tag};
use super::{names, words};
use crate::explain::FieldProblem;
use crate::providers::{self, EntityConnection, Task};

/// The documented limit; more have been seen to work, so it is a doubt and no wall.
const DOCUMENTED_ENTITIES: usize = 10;

/// Everything there is to say about the draft, in the order of its fields.
pub(crate) fn problems(draft: &EndpointDraft) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    problems.extend(names::endpoint(&draft.name));
    if draft.entities.is_empty() {
        problems
            .push(FieldProblem::block("entities", "Add at least one model. It will answer the requests."));
    }
    if draft.entities.len() > DOCUMENTED_ENTITIES {
        problems.push(FieldProblem::warn(
            "entities",
            format!(
                "{} served entities: Databricks documents ten at most and may refuse more.",
                draft.entities.len()
            ),
        ));
    }
    let mut taken = HashSet::new();
    for (at, entity) in draft.entities.iter().enumerate() {
        problems.extend(entity_problems(at, entity, draft.task, &mut taken));
    }
    problems.extend(share_problem(&draft.entities));
    problems.extend(mixed_vectors(draft));
    if draft.fallback && draft.entities.len() == 1 {
        problems.push(FieldProblem::warn(
            "fallback",
            "Fallback needs a second served entity that steps in. It is left out until there is one.",
        ));
    }
    problems.extend(tag_problems(&draft.tags));
    problems
}

fn entity_problems<'a>(
    at: usize,
    entity: &'a EntityDraft,
    task: Task,
    taken: &mut HashSet<&'a str>,
) -> Vec<FieldProblem> {
    let path = |field: &str| format!("entities.{at}.{field}");
    let mut problems = Vec::new();
    if let Some(message) = names::entity(&entity.name) {
        problems.push(FieldProblem::block(path("name"), message));
    } else if !taken.insert(entity.name.trim()) {
        problems.push(FieldProblem::block(
            path("name"),
            format!(
                "{} is there twice. Names tell the served entities of an endpoint apart.",
                entity.name.trim()
            ),
        ));
    }
    for problem in providers::checks::problems(&connection(entity, task)) {
        problems.push(FieldProblem { path: path(&problem.path), ..problem });
    }
    problems
}

pub(crate) fn share_problem(entities: &[EntityDraft]) -> Option<FieldProblem> {
    if entities.is_empty() {
        return None;
    }
    let sum: u64 = entities.iter().map(|entity| u64::from(entity.share)).sum();
    let message = match sum {
        100 => return None,
        0..100 => format!(
            "The shares add up to {sum}. Give the missing {} to one of the served entities.",
            100 - sum
        ),
        _ => format!("The shares add up to {sum}. Take {} away.", sum - 100),
    };
    Some(FieldProblem::block("shares", message))
}

/// Vectors of different models look alike and mean different things; a split over them quietly ruins a search index.
fn mixed_vectors(draft: &EndpointDraft) -> Option<FieldProblem> {
    let models: HashSet<_> = draft.entities.iter().map(|entity| entity.model.trim()).collect();
    (draft.task == Task::Embeddings && models.len() > 1).then(|| {
        FieldProblem::warn(
            "entities",
            "Vectors of different models cannot be compared. Let all served entities use the same embedding model.",
        )
    })
}

pub(crate) fn tag_problems(tags: &[Tag]) -> Vec<FieldProblem> {
    let mut taken = HashSet::new();
    let mut problems = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        let key = tag.key.trim();
        let path = format!("tags.{at}.key");
        if key.is_empty() {
            if tag.value.as_deref().is_some_and(|value| !value.trim().is_empty()) {
                problems.push(FieldProblem::block(path, "Give this tag a key, or clear its value."));
            }
        } else if !taken.insert(key) {
            problems.push(FieldProblem::block(
                path,
                format!("The tag {key} is there twice. Keep one of the two."),
            ));
        }
    }
    problems
}

fn connection(entity: &EntityDraft, task: Task) -> EntityConnection {
    EntityConnection {
        provider: entity.provider.clone(),
        model: entity.model.clone(),
        task: task.wire().into(),
        auth_form: entity.auth_form.clone(),
        values: entity.values.iter().map(|value| (value.field.clone(), value.value.clone())).collect(),
    }
}

/// A served entity of an endpoint as somebody would have typed it, to duplicate or change it.
pub(crate) fn from_served_entity(entity: &ServedEntity, share: u32) -> Option<EntityDraft> {
    let typed = providers::from_external_model(entity.external_model.as_deref()?);
    Some(EntityDraft {
        name: entity.name().into(),
        provider: typed.provider,
        model: typed.model,
        auth_form: typed.auth_form,
        values: typed.values.into_iter().map(|(field, value)| FieldValue { field, value }).collect(),
        share,
        locked: false,
    })
}

/// The body that creates the endpoint.
///
/// # Errors
/// The problems that have to be solved first.
pub(crate) fn to_create(draft: &EndpointDraft) -> Result<CreateEndpoint, Vec<FieldProblem>> {
    let blocking: Vec<_> = problems(draft).into_iter().filter(|problem| problem.blocks).collect();
    if !blocking.is_empty() {
        return Err(blocking);
    }
    let mut served = Vec::new();
    let mut routes = Vec::new();
    for (at, entity) in draft.entities.iter().enumerate() {
        let model = providers::to_external_model(&connection(entity, draft.task)).map_err(|problems| {
            problems
                .into_iter()
                .map(|problem| FieldProblem { path: format!("entities.{at}.{}", problem.path), ..problem })
                .collect::<Vec<_>>()
        })?;
        let name = entity.name.trim();
        served.push(ServedEntity::external(name, model));
        routes.push(Route::new(name, i64::from(entity.share)));
    }
    let mut body = CreateEndpoint::new(draft.name.trim());
    body.config = Some(EndpointConfig {
        served_entities: served,
        traffic_config: Some(TrafficConfig { routes, ..TrafficConfig::default() }),
        ..EndpointConfig::default()
    });
    body.ai_gateway = gateway(draft);
    body.tags = draft
        .tags
        .iter()
        .filter(|tag| !tag.key.trim().is_empty())
        .map(|tag| serving::Tag {
            key: tag.key.trim().into(),
            value: tag.value.as_deref().map(str::trim).filter(|value| !value.is_empty()).map(Into::into),
            ..serving::Tag::default()
        })
        .collect();
    body.description = Some(draft.description.trim().to_owned()).filter(|text| !text.is_empty());
    Ok(body)
}

fn gateway(draft: &EndpointDraft) -> Option<AiGateway> {
    let fallback = draft.fallback && draft.entities.len() > 1;
    if !fallback && !draft.usage_tracking {
        return None;
    }
    Some(AiGateway {
        fallback_config: fallback.then(|| Fallback { enabled: Some(true), ..Fallback::default() }),
        usage_tracking_config: draft
            .usage_tracking
            .then(|| UsageTracking { enabled: Some(true), ..UsageTracking::default() }),
        ..AiGateway::default()
    })
}

/// The body as it would be sent, or, while something blocks, as far as it is known: what is missing says so.
fn shown(draft: &EndpointDraft) -> String {
    let body = match to_create(draft) {
        Ok(body) => json!(body),
        Err(_) => unfinished(draft),
    };
    serde_json::to_string_pretty(&body).unwrap_or_default()
}

fn unfinished(draft: &EndpointDraft) -> Value {
    let name = match draft.name.trim() {
        "" => "(not named yet)",
        name => name,
    };
    let entities: Vec<Value> = draft
        .entities
        .iter()
        .map(|entity| {
            json!({
                "name": entity.name.trim(),
                "external_model": providers::wire::preview(&connection(entity, draft.task)),
            })
        })
        .collect();
    let routes: Vec<Value> = draft
        .entities
        .iter()
        .map(|entity| json!({ "served_entity_name": entity.name.trim(), "traffic_percentage": entity.share }))
        .collect();
    let mut body = json!({
        "name": name,
        "config": { "served_entities": entities, "traffic_config": { "routes": routes } },
    });
    if let Some(gateway) = gateway(draft) {
        body["ai_gateway"] = json!(gateway);
    }
    body
}

/// What creating it would do.
pub(crate) fn review(draft: &EndpointDraft) -> DraftReview {
    let body = shown(draft);
    let name = draft.name.trim();
    let count = draft.entities.len();
    let entities = if count == 1 {
        "1 served entity".to_owned()
    } else {
        format!("{count} served entities and their split")
    };
    DraftReview {
        problems: problems(draft),
        calls: vec![
            PlannedCall {
                title: format!("Create the endpoint with {entities}"),
                method: "POST".into(),
                path: "/api/2.0/serving-endpoints".into(),
            },
            PlannedCall {
                title: "Watch until Databricks has set it up".into(),
                method: "GET".into(),
                path: format!("/api/2.0/serving-endpoints/{name}"),
            },
        ],
        body,
        sentence: sentence(draft),
    }
}

fn sentence(draft: &EndpointDraft) -> String {
    let name = if draft.name.trim().is_empty() { "The endpoint" } else { draft.name.trim() };
    let shares: Vec<Share> = draft
        .entities
        .iter()
        .map(|entity| Share { entity: entity.name.trim().into(), percent: entity.share })
        .collect();
    let what = format!("{name} will answer {} requests", draft.task.plain());
    match shares.as_slice() {
        [] => format!("{what} once it has a model."),
        [only] => format!("{what} with {}.", only.entity),
        _ => {
            let standby: Vec<_> =
                shares.iter().filter(|s| s.percent == 0).map(|s| s.entity.clone()).collect();
            let mut text = format!("{what}: out of 100 {}.", words::spread(&shares));
            if !standby.is_empty() {
                let verb = if standby.len() == 1 { "stands" } else { "stand" };
                text.push_str(&format!(" {} {verb} by at 0 %.", words::listed(&standby)));
            }
            if draft.fallback {
                text.push_str(" When one fails with 429 or 5xx, the next in order is tried.");
            }
            text
        }
    }
}
