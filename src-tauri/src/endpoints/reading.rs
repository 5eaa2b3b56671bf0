//! From what the workspace says about an endpoint to what the window shows: one word for the two states
//! (databricks-api.md §1.6), shares out of routes, reasons out of pending configs, the stamp that names a reading.
//! Pure; reading from the network is the commands' work.

use gatewright_databricks::serving::{
    self, AiGateway, Deployment, EndpointConfig, PermissionLevel, Phase, ServedEntity, Snapshot,
};
use serde_json::Value;

use super::dto::{
    Endpoint, EndpointRow, EndpointSplit, EndpointState, Entity, GatewayFlags, Permission, SettingLine,
    Share, Tag,
};
use super::stamp::stamp;
use crate::explain::redact::redact;
use crate::explain::{Asked, AskedEntity};
use crate::providers;

/// Who is looking.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Viewer<'a> {
    /// The user name signed in with.
    pub user: Option<&'a str>,
}

pub(crate) fn state(endpoint: &serving::Endpoint) -> EndpointState {
    match endpoint.state.phase() {
        Phase::Ready => EndpointState::Ready,
        Phase::ReadyUpdating => EndpointState::Updating,
        Phase::ReadyUpdateFailed | Phase::ReadyUpdateCanceled => EndpointState::ReadyUpdateFailed,
        Phase::Starting => EndpointState::Creating,
        Phase::Failed => EndpointState::Failed,
        Phase::Idle => EndpointState::NotReady,
        Phase::Unknown => EndpointState::Unknown,
    }
}

/// A line of the list. `faces` are those of the endpoint: working them out costs more than all the rest of the line.
pub(crate) fn row(endpoint: &serving::Endpoint, faces: &[Face], viewer: Viewer<'_>) -> EndpointRow {
    let mine = match (endpoint.creator.as_deref(), viewer.user) {
        (Some(creator), Some(user)) => creator.eq_ignore_ascii_case(user),
        _ => false,
    };
    EndpointRow {
        name: endpoint.name.clone(),
        id: endpoint.id.clone(),
        task: task(endpoint),
        creator: endpoint.creator.clone(),
        state: state(endpoint),
        since: since(endpoint),
        marks: faces.iter().map(|face| face.mark.clone()).collect(),
        models: faces.iter().map(|face| face.model.clone()).collect(),
        gateway: gateway_flags(endpoint.ai_gateway.as_ref()),
        changed_at: endpoint.last_updated_timestamp.map(to_ui),
        reason: reason(endpoint),
        mine,
        external: endpoint.is_external(),
        tags: tags(endpoint),
        read_only: read_only(endpoint),
    }
}

/// What stands behind each entity that is shown, in fallback order.
pub(crate) fn faces(endpoint: &serving::Endpoint) -> Vec<Face> {
    shown_entities(endpoint).iter().map(face).collect()
}

fn tags(endpoint: &serving::Endpoint) -> Vec<Tag> {
    endpoint.tags.iter().map(|tag| Tag { key: tag.key.clone(), value: tag.value.clone() }).collect()
}

/// Why an endpoint is only shown: this app changes endpoints of external models and leaves others to Databricks' own pages.
fn read_only(endpoint: &serving::Endpoint) -> Option<String> {
    if endpoint.is_external() {
        return None;
    }
    let entities = shown_entities(endpoint);
    let what = if entities.is_empty() {
        "It serves nothing yet, so what it is for is not known."
    } else if entities.iter().any(|entity| entity.external_model.is_some()) {
        "It serves external models and models of another kind together."
    } else if entities.iter().all(|entity| entity.foundation_model.is_some()) {
        "Its models are hosted by Databricks."
    } else {
        "It serves a model of this workspace."
    };
    Some(format!(
        "{what} Gatewright changes endpoints of external models only; change this one in Databricks."
    ))
}

/// The shares of an endpoint, which the list call of the API does not hold.
pub(crate) fn split(endpoint: &serving::Endpoint) -> EndpointSplit {
    EndpointSplit {
        name: endpoint.name.clone(),
        shares: endpoint.config.as_ref().map(shares).unwrap_or_default(),
        pending: pending(endpoint).map(shares),
        state: state(endpoint),
        since: since(endpoint),
        reason: reason(endpoint),
    }
}

/// One endpoint in full.
pub(crate) fn endpoint(snapshot: &Snapshot<serving::Endpoint>, web_url: String) -> Endpoint {
    let endpoint = &snapshot.value;
    let active = endpoint.config.as_ref().filter(|config| !config.served_entities.is_empty());
    let gateway = gateway_flags(endpoint.ai_gateway.as_ref());
    // Before the first config is live there is nothing but the pending one, and that is what people want to see.
    let shown = active.or(endpoint.pending_config.as_ref());
    Endpoint {
        name: endpoint.name.clone(),
        id: endpoint.id.clone(),
        task: task(endpoint),
        state: state(endpoint),
        since: since(endpoint),
        reason: reason(endpoint),
        creator: endpoint.creator.clone(),
        created_at: endpoint.creation_timestamp.map(to_ui),
        changed_at: endpoint.last_updated_timestamp.map(to_ui),
        description: endpoint.description.clone().unwrap_or_default(),
        permission: match endpoint.permission_level {
            Some(PermissionLevel::CanManage) => Permission::Manage,
            Some(PermissionLevel::CanQuery) => Permission::Query,
            Some(PermissionLevel::CanView) => Permission::View,
            _ => Permission::Unknown,
        },
        tags: tags(endpoint),
        gateway,
        entities: shown.map(entities).unwrap_or_default(),
        pending: active.and(pending(endpoint)).map(entities),
        config_version: active
            .and_then(|config| config.config_version)
            .and_then(|version| u32::try_from(version).ok()),
        fallback: gateway.fallback,
        stamp: stamp(snapshot),
        web_url,
        raw: redact(&serde_json::to_string_pretty(&snapshot.raw).unwrap_or_default()),
        read_only: read_only(endpoint),
    }
}

/// Who could have answered a prompt to this endpoint, for the explainer.
pub(crate) fn asked(endpoint: &Endpoint, entity: Option<&str>, streaming: bool) -> Asked {
    Asked {
        endpoint: endpoint.name.clone(),
        entity: entity.map(Into::into),
        candidates: endpoint
            .entities
            .iter()
            .filter(|candidate| entity.is_none_or(|entity| candidate.name == entity))
            .map(|candidate| AskedEntity {
                provider: candidate.provider.clone(),
                provider_name: candidate.provider_name.clone(),
                model: candidate.model.clone(),
                secrets: candidate.secrets.clone(),
                settings: candidate
                    .settings
                    .iter()
                    .map(|line| (line.field.clone(), line.value.clone()))
                    .collect(),
            })
            .collect(),
        fallback: endpoint.fallback,
        streaming,
    }
}

/// The share of each served entity, in the order in which fallback walks them.
pub(crate) fn shares(config: &EndpointConfig) -> Vec<Share> {
    let routes = config.traffic_config.as_ref().map(|traffic| traffic.routes.as_slice()).unwrap_or_default();
    let alone = routes.is_empty() && config.served_entities.len() == 1;
    config
        .served_entities
        .iter()
        .map(|entity| {
            let routed = routes
                .iter()
                .find(|route| route.entity() == entity.name())
                .and_then(|route| route.traffic_percentage)
                .map_or(0, |percent| u32::try_from(percent.clamp(0, 100)).unwrap_or_default());
            Share { entity: entity.name().into(), percent: if alone { 100 } else { routed } }
        })
        .collect()
}

pub(crate) fn gateway_flags(gateway: Option<&AiGateway>) -> GatewayFlags {
    let Some(gateway) = gateway else { return GatewayFlags::default() };
    let on = |flag: Option<bool>| flag == Some(true);
    GatewayFlags {
        usage: gateway.usage_tracking_config.as_ref().is_some_and(|config| on(config.enabled)),
        table: gateway.inference_table_config.as_ref().is_some_and(|config| on(config.enabled)),
        limits: !gateway.rate_limits.is_empty(),
        guardrails: gateway.guardrails.as_ref().is_some_and(|rails| {
            [&rails.input, &rails.output].into_iter().flatten().any(|side| {
                let personal_data = side.pii.as_ref().and_then(|pii| pii.behavior.as_ref());
                on(side.safety)
                    || personal_data.is_some_and(|behavior| behavior.as_str() != "NONE")
                    || !side.invalid_keywords.is_empty()
                    || !side.valid_topics.is_empty()
            })
        }),
        fallback: gateway.fallback_config.as_ref().is_some_and(|config| on(config.enabled)),
    }
}

/// Plain words for the state of one served entity.
pub(crate) fn entity_state(entity: &ServedEntity) -> (String, Option<String>) {
    let state = entity.state.as_ref();
    let word = match state.and_then(|state| state.deployment.as_ref()) {
        Some(Deployment::Creating) => "creating",
        Some(Deployment::Recovering) => "recovering",
        Some(Deployment::Ready) => "ready",
        Some(Deployment::Failed) => "failed",
        Some(Deployment::Aborted) => "aborted",
        Some(Deployment::Stopped) => "stopped",
        _ => "unknown",
    };
    let message = state.and_then(|state| state.deployment_state_message.as_deref());
    (word.into(), message.filter(|text| !text.trim().is_empty()).map(redact))
}

/// The config being applied, while it is.
fn pending(endpoint: &serving::Endpoint) -> Option<&EndpointConfig> {
    endpoint.pending_config.as_ref().filter(|_| endpoint.state.is_updating())
}

fn shown_entities(endpoint: &serving::Endpoint) -> &[ServedEntity] {
    [&endpoint.config, &endpoint.pending_config]
        .into_iter()
        .flatten()
        .map(|config| config.served_entities.as_slice())
        .find(|entities| !entities.is_empty())
        .unwrap_or_default()
}

fn task(endpoint: &serving::Endpoint) -> Option<String> {
    let of_entities =
        || shown_entities(endpoint).iter().find_map(|e| e.external_model.as_ref()).map(|model| &model.task);
    endpoint
        .task
        .as_ref()
        .or_else(of_entities)
        .map(|task| task.as_str().to_owned())
        .filter(|task| !task.is_empty())
}

/// Since when it has been updating, being created, failed or not ready. Nobody asks since when it is ready.
fn since(endpoint: &serving::Endpoint) -> Option<f64> {
    let started = endpoint.pending_config.as_ref().and_then(|config| config.start_time);
    match state(endpoint) {
        EndpointState::Ready | EndpointState::Unknown => None,
        EndpointState::Creating => started.or(endpoint.creation_timestamp),
        _ => started.or(endpoint.last_updated_timestamp),
    }
    .map(to_ui)
}

/// Why something is wrong, in Databricks' words; the pending config knows best (databricks-api.md §1.6).
fn reason(endpoint: &serving::Endpoint) -> Option<String> {
    let troubled = matches!(
        state(endpoint),
        EndpointState::ReadyUpdateFailed | EndpointState::Failed | EndpointState::NotReady
    );
    if !troubled {
        return None;
    }
    let configs = [&endpoint.pending_config, &endpoint.config];
    let said = configs
        .into_iter()
        .flatten()
        .flat_map(|config| &config.served_entities)
        .filter(|entity| {
            let deployment = entity.state.as_ref().and_then(|state| state.deployment.as_ref());
            deployment != Some(&Deployment::Ready)
        })
        .find_map(|entity| entity_state(entity).1);
    let cancelled = endpoint.state.phase() == Phase::ReadyUpdateCanceled;
    said.or_else(|| cancelled.then(|| "The last update was cancelled.".to_owned()))
}

fn entities(config: &EndpointConfig) -> Vec<Entity> {
    config
        .served_entities
        .iter()
        .zip(shares(config))
        .map(|(entity, share)| read_entity(entity, share.percent))
        .collect()
}

fn read_entity(entity: &ServedEntity, share: u32) -> Entity {
    let face = face(entity);
    let (state, state_message) = entity_state(entity);
    let model = entity.external_model.as_deref();
    Entity {
        name: entity.name().into(),
        provider: face.provider,
        provider_name: face.provider_name,
        mark: face.mark,
        model: face.model,
        task: model.map(|model| model.task.as_str().to_owned()).filter(|task| !task.is_empty()),
        share,
        state,
        state_message,
        secrets: model.map(providers::secret_references).unwrap_or_default(),
        settings: model
            .map(providers::settings)
            .unwrap_or_default()
            .into_iter()
            .map(|line| SettingLine { label: line.label, field: line.field, value: redact(&line.value) })
            .collect(),
    }
}

/// Who answers for a served entity.
pub(crate) struct Face {
    pub(crate) provider: String,
    pub(crate) provider_name: String,
    mark: String,
    pub(crate) model: String,
}

pub(crate) fn face(entity: &ServedEntity) -> Face {
    if let Some(model) = entity.external_model.as_deref() {
        let found = providers::identify(model);
        return Face {
            provider: found.id,
            provider_name: found.name,
            mark: found.mark,
            model: model.name.clone(),
        };
    }
    let hosted = entity.foundation_model.as_ref();
    let model = hosted
        .and_then(|model| model.get("display_name").or_else(|| model.get("name")))
        .and_then(Value::as_str)
        .or(entity.entity_name.as_deref())
        .unwrap_or_else(|| entity.name());
    let (provider, provider_name, mark) = if hosted.is_some() {
        ("foundation", "Hosted by Databricks", "Fm")
    } else {
        ("model", "Own model", "Mo")
    };
    Face {
        provider: provider.into(),
        provider_name: provider_name.into(),
        mark: mark.into(),
        model: model.into(),
    }
}

/// Milliseconds since 1970 fit a double exactly for the next 285,000 years.
fn to_ui(milliseconds: i64) -> f64 {
    milliseconds as f64
}
