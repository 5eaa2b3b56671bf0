//! An edit of an existing endpoint as it crosses to the window: the edit itself, its review, and what to decide when the
//! endpoint was changed elsewhere meanwhile. Values of secrets never stand in here, references do.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::endpoints::dto::{Endpoint, EndpointDraft, EntityDraft, PlannedCall, Tag};
use crate::explain::{Explanation, FieldProblem};
use crate::gateway::dto::GatewaySettings;

/// What may be changed of an endpoint, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndpointEdit {
    pub endpoint: String,
    /// Names the reading the edit started from.
    pub stamp: String,
    /// In the order in which fallback walks them.
    pub entities: Vec<EntityEdit>,
    pub tags: Vec<Tag>,
    pub notifications: Notifications,
    /// None when the list could not be read.
    pub access: Option<Vec<AccessRow>>,
    /// The AI Gateway of an earlier state that is put back; none leaves it as it is. Else it has a room of its own.
    pub gateway: Option<GatewaySettings>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EntityEdit {
    /// Its name on the server; none for a new one.
    pub original: Option<String>,
    pub entity: EntityDraft,
    /// Fields of the API whose stored value stays because nobody can read it: a key that was once typed in plain text.
    pub kept: Vec<String>,
    /// Why its settings are not edited here. Its share and its place may change, and it may be removed.
    pub read_only: Option<String>,
}

/// Addresses that are told about config changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Notifications {
    pub on_success: Vec<String>,
    pub on_failure: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum PrincipalKind {
    User,
    Group,
    ServicePrincipal,
}

/// The API's own words, because administrators know them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Type)]
pub(crate) enum AccessLevel {
    #[serde(rename = "CAN_VIEW")]
    View,
    #[serde(rename = "CAN_QUERY")]
    Query,
    #[serde(rename = "CAN_MANAGE")]
    Manage,
}

/// What somebody may do with the endpoint. One principal may have a row of its own and an inherited one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccessRow {
    /// A mail address, the name of a group, or an application id.
    pub principal: String,
    pub kind: PrincipalKind,
    pub level: AccessLevel,
    /// Where it comes from, in words; such a row cannot be changed here.
    pub inherited: Option<String>,
    pub you: bool,
}

/// An endpoint opened for editing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EditState {
    /// The unfinished edit, or the endpoint as it stands.
    pub edit: EndpointEdit,
    pub live: EndpointEdit,
    /// When the unfinished edit was kept; none when there is none.
    #[specta(type = Option<u32>)]
    pub saved_at: Option<f64>,
    /// The unfinished edit started from another reading than the endpoint is now.
    pub changed_elsewhere: bool,
    pub endpoint: Endpoint,
    /// Why the list of who may use it could not be read.
    pub access_problem: Option<Explanation>,
    /// A sentence when the creator seems to have left: Databricks then refuses every change.
    pub creator_left: Option<String>,
    /// What can never be changed, in words.
    pub immutable: Vec<String>,
}

/// Which part of an endpoint a change belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum FieldPart {
    Config,
    Traffic,
    Gateway,
    Tags,
    Notifications,
    Permissions,
    Endpoint,
}

/// One field that becomes another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FieldChange {
    pub part: FieldPart,
    /// In words: "Model of openai-primary".
    pub label: String,
    /// As the API names it.
    pub path: String,
    pub before: Option<String>,
    pub after: Option<String>,
    /// Something that stood there is gone afterwards.
    pub removes: bool,
}

/// What applying an edit would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EditReview {
    pub problems: Vec<FieldProblem>,
    pub changes: Vec<FieldChange>,
    /// "This save also removes …".
    pub removes: Vec<String>,
    pub calls: Vec<PlannedCall>,
    pub before_json: String,
    pub after_json: String,
    pub conflict: Option<Conflict>,
    pub sentence: String,
    /// In production, when much of the traffic moves: the name has to be typed.
    pub asks_name: bool,
}

/// The endpoint is not the one the edit started from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Conflict {
    /// Who changed it, as far as it can be known.
    pub who: Option<String>,
    pub lines: Vec<ThreeWay>,
}

/// One field that they or you changed since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ThreeWay {
    pub label: String,
    pub path: String,
    pub base: Option<String>,
    pub theirs: Option<String>,
    pub yours: Option<String>,
    /// Both changed it, to different values.
    pub clash: bool,
}

/// What it means to delete an endpoint and make it again under its name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecreateReview {
    /// The reading it was reviewed against; goes back with the decision.
    pub stamp: String,
    /// The description as it is.
    pub description: String,
    pub creator: Option<String>,
    /// What speaks against it. Nothing is deleted while one of them blocks.
    pub problems: Vec<FieldProblem>,
    /// What is different afterwards besides the fields, as sentences.
    pub means: Vec<String>,
    pub changes: Vec<FieldChange>,
    pub calls: Vec<PlannedCall>,
    pub before_json: String,
    pub after_json: String,
}

/// What to make a copy of, and how it is to differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CloneRequest {
    pub endpoint: String,
    /// The workspace it is in; none for the one in use. The copy is for the one in use.
    pub from_workspace: Option<String>,
    pub name: String,
    pub scopes: Vec<ScopeRemap>,
}

/// References to keys of one scope become references to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ScopeRemap {
    pub from: String,
    pub to: String,
}

/// A copy of an endpoint, to go on with in the create flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CloneDraft {
    pub draft: EndpointDraft,
    /// The scopes its keys are in, before anything is mapped to another.
    pub scopes: Vec<String>,
    /// What could not be copied, as sentences.
    pub notes: Vec<String>,
}
