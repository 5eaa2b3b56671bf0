//! The gateway room's side of the contract with the window: the settings whole, their review, and which limit stops whom.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::endpoints::dto::{Permission, PlannedCall};
use crate::endpoints::edit::dto::FieldChange;
use crate::explain::FieldProblem;

/// Everything of an AI Gateway that this app changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GatewaySettings {
    pub usage_tracking: bool,
    pub inference_table: InferenceTable,
    pub rate_limits: Vec<RateLimit>,
    pub input: Guardrails,
    pub output: Guardrails,
    pub fallback: bool,
}

/// Requests and answers are kept in `catalog.schema.<prefix>_payload`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InferenceTable {
    pub enabled: bool,
    pub catalog: String,
    pub schema: String,
    pub prefix: String,
}

/// Whom a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum LimitKey {
    Endpoint,
    /// Each user; with a principal, that user.
    User,
    UserGroup,
    ServicePrincipal,
}

/// The only period the API takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum LimitPeriod {
    #[default]
    Minute,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RateLimit {
    pub key: LimitKey,
    /// Mail address, group name or application id.
    pub principal: Option<String>,
    #[specta(type = Option<u32>)]
    pub calls: Option<i64>,
    #[specta(type = Option<u32>)]
    pub tokens: Option<i64>,
    pub period: LimitPeriod,
}

/// What happens to personal data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum PersonalData {
    #[default]
    None,
    Block,
    Mask,
    /// A behaviour this app does not know; it stays as it is until another one is chosen.
    Other,
}

/// Filters of one side. The last two are deprecated: none where the endpoint does not have them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Guardrails {
    pub safety: bool,
    pub pii: PersonalData,
    pub keywords: Option<Vec<String>>,
    pub topics: Option<Vec<String>>,
}

/// The gateway as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GatewayState {
    pub settings: GatewaySettings,
    /// Names the reading; a write is refused when the endpoint has another one by then.
    pub stamp: String,
    pub task: Option<String>,
    /// In fallback order.
    pub entities: Vec<String>,
    pub permission: Permission,
    /// Who the table is written as.
    pub creator: Option<String>,
    /// Rate limits of a kind this app does not know; they stay as they are.
    pub foreign_limits: u32,
    /// Why nothing can be changed right now.
    pub problem: Option<String>,
    pub raw: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GatewayDraft {
    pub settings: GatewaySettings,
    /// The reading it started from.
    pub stamp: String,
    /// The settings of that reading; none when it was not known any more.
    pub base: Option<GatewaySettings>,
    #[specta(type = u32)]
    pub saved_at: f64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GatewayReview {
    pub problems: Vec<FieldProblem>,
    pub changes: Vec<FieldChange>,
    /// "This save also removes …".
    pub removes: Vec<String>,
    pub calls: Vec<PlannedCall>,
    pub before_json: String,
    pub after_json: String,
    pub sentence: String,
}

/// For whom it is asked which limit stops first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Caller {
    pub user: Option<String>,
    pub groups: Vec<String>,
    /// Application id.
    pub service_principal: Option<String>,
}

/// How a rule stands to one caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum BiteStanding {
    /// Stops this caller before any other rule.
    First,
    /// Counts this caller, and another rule stops earlier.
    Later,
    /// Another rule counts in its place.
    Overridden,
    /// Does not count this caller.
    NotCounted,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Bite {
    /// Place of the rule in the settings.
    pub rule: u32,
    pub standing: BiteStanding,
    pub sentence: String,
}

/// A part of a rule that nobody ever reaches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shadow {
    pub rule: u32,
    pub sentence: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Bites {
    pub sentence: String,
    /// One line for each rule: first what stops first.
    pub rules: Vec<Bite>,
    pub shadowed: Vec<Shadow>,
}

/// A catalog or a schema to pick.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TablePlace {
    pub name: String,
    pub detail: Option<String>,
    /// Why no table can be made here.
    pub unusable: Option<String>,
}
