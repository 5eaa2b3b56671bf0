//! The endpoints room's side of the contract with the window: list rows, one endpoint in full, drafts and their review.
//! Times are milliseconds since 1970. `reading` fills what comes from the workspace, `draft` what a person typed.

use serde::{Deserialize, Serialize};
use specta::Type;

pub(crate) use crate::explain::dto::FieldProblem;
use crate::providers::Task;

/// The pair of states of databricks-api.md §1.6, as one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum EndpointState {
    Ready,
    Updating,
    ReadyUpdateFailed,
    Creating,
    NotReady,
    Failed,
    Unknown,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GatewayFlags {
    pub usage: bool,
    pub table: bool,
    pub limits: bool,
    pub guardrails: bool,
    pub fallback: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndpointRow {
    pub name: String,
    pub id: Option<String>,
    pub task: Option<String>,
    pub creator: Option<String>,
    pub state: EndpointState,
    pub since: Option<f64>,
    /// One mark for each served entity, in fallback order.
    pub marks: Vec<String>,
    pub models: Vec<String>,
    pub gateway: GatewayFlags,
    pub changed_at: Option<f64>,
    pub reason: Option<String>,
    pub mine: bool,
    pub external: bool,
    pub tags: Vec<Tag>,
    /// Why this app shows it without changing it; none where it does.
    pub read_only: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum EndpointView {
    All,
    Attention,
    Mine,
    /// What is not an external model: shown, not changed here.
    Others,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum EndpointSort {
    Name,
    State,
    Providers,
    /// By how many served entities share it.
    Traffic,
    /// By how many of the gateway's parts are on.
    Gateway,
    Changed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListEndpoints {
    pub search: String,
    pub view: EndpointView,
    pub sort: EndpointSort,
    pub descending: bool,
    pub offset: u32,
    pub limit: u32,
    pub refresh: bool,
    /// Values of one list are alternatives, the lists together all have to hold. An empty list asks for nothing.
    #[serde(default)]
    #[specta(optional)]
    pub providers: Vec<String>,
    #[serde(default)]
    #[specta(optional)]
    pub states: Vec<EndpointState>,
    /// An empty text stands for endpoints whose task is not known.
    #[serde(default)]
    #[specta(optional)]
    pub tasks: Vec<String>,
    #[serde(default)]
    #[specta(optional)]
    pub creators: Vec<String>,
    /// Values of one key are alternatives; different keys all have to hold.
    #[serde(default)]
    #[specta(optional)]
    pub tags: Vec<Tag>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndpointCounts {
    pub all: u32,
    pub attention: u32,
    pub mine: u32,
    pub others: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndpointPage {
    pub counts: EndpointCounts,
    pub matching: u32,
    pub offset: u32,
    pub rows: Vec<EndpointRow>,
    // A finite float; the plain mapping of f64 would add `| null`.
    #[specta(type = u32)]
    pub checked_at: f64,
    pub stale: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Share {
    pub entity: String,
    pub percent: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndpointSplit {
    pub name: String,
    pub shares: Vec<Share>,
    pub pending: Option<Vec<Share>>,
    pub state: EndpointState,
    pub since: Option<f64>,
    pub reason: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Permission {
    Manage,
    Query,
    View,
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SettingLine {
    pub label: String,
    pub field: String,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entity {
    pub name: String,
    pub provider: String,
    pub provider_name: String,
    pub mark: String,
    pub model: String,
    pub task: Option<String>,
    pub share: u32,
    pub state: String,
    pub state_message: Option<String>,
    /// References only: `{{secrets/scope/key}}`.
    pub secrets: Vec<String>,
    pub settings: Vec<SettingLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Tag {
    pub key: String,
    pub value: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Endpoint {
    pub name: String,
    pub id: Option<String>,
    pub task: Option<String>,
    pub state: EndpointState,
    pub since: Option<f64>,
    pub reason: Option<String>,
    pub creator: Option<String>,
    pub created_at: Option<f64>,
    pub changed_at: Option<f64>,
    pub description: String,
    pub permission: Permission,
    pub tags: Vec<Tag>,
    pub gateway: GatewayFlags,
    pub entities: Vec<Entity>,
    pub pending: Option<Vec<Entity>>,
    pub config_version: Option<u32>,
    pub fallback: bool,
    /// Names this reading of the endpoint; a write is refused when the endpoint has changed since.
    pub stamp: String,
    pub web_url: String,
    pub raw: String,
    /// Why this app shows it without changing it; none where it does.
    pub read_only: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FieldValue {
    pub field: String,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EntityDraft {
    pub name: String,
    pub provider: String,
    pub model: String,
    pub auth_form: String,
    pub values: Vec<FieldValue>,
    pub share: u32,
    pub locked: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndpointDraft {
    pub name: String,
    pub task: Task,
    pub entities: Vec<EntityDraft>,
    pub fallback: bool,
    pub usage_tracking: bool,
    pub description: String,
    pub tags: Vec<Tag>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SavedDraft {
    pub draft: EndpointDraft,
    pub step: String,
    #[specta(type = u32)]
    pub saved_at: f64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PlannedCall {
    pub title: String,
    pub method: String,
    pub path: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DraftReview {
    pub problems: Vec<FieldProblem>,
    pub calls: Vec<PlannedCall>,
    pub body: String,
    pub sentence: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EntityProgress {
    pub name: String,
    pub state: String,
    pub message: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndpointProgress {
    pub state: EndpointState,
    pub seconds: u32,
    pub message: String,
    pub entities: Vec<EntityProgress>,
}
