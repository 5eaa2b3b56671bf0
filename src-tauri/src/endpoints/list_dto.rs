//! What crosses to the window around the list: counts to filter by, lists that were saved, what became of many endpoints at
//! once, metrics, and states seen. The rows themselves and the question for them are in `dto`.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::dto::{EndpointState, ListEndpoints, Tag};
use crate::explain::dto::Explanation;

/// One value to filter by, and how many endpoints it would leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FacetValue {
    pub value: String,
    pub label: String,
    pub count: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StateFacet {
    pub state: EndpointState,
    pub count: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TagFacet {
    pub tag: Tag,
    pub count: u32,
}

/// What the list can be filtered by. A count answers "how many would be left with this value instead of the chosen ones of
/// its list". The most frequent come first; `more` says how many values were left off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndpointFacets {
    pub providers: Vec<FacetValue>,
    pub states: Vec<StateFacet>,
    pub tasks: Vec<FacetValue>,
    pub creators: Vec<FacetValue>,
    pub tags: Vec<TagFacet>,
    pub more_creators: u32,
    pub more_tags: u32,
}

/// A question for the list that was given a name, kept on this computer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SavedList {
    pub name: String,
    pub query: ListEndpoints,
    #[specta(type = u32)]
    pub saved_at: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum BulkOutcome {
    Done,
    /// It was so already; nothing was sent.
    Unchanged,
    Failed,
}

/// What became of one endpoint of many.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BulkResult {
    pub name: String,
    pub outcome: BulkOutcome,
    pub explanation: Option<Explanation>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MetricLabel {
    pub name: String,
    pub value: String,
}

/// One line of what the endpoint counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MetricLine {
    pub name: String,
    pub labels: Vec<MetricLabel>,
    #[specta(type = u32)]
    pub value: f64,
}

/// Counts of the last minute (databricks-api.md §9.1). None of them is normal for an endpoint nobody calls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndpointMetrics {
    pub lines: Vec<MetricLine>,
    #[specta(type = u32)]
    pub read_at: f64,
}

/// A state of an endpoint that was not the one seen before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StateSeen {
    #[specta(type = u32)]
    pub at: f64,
    pub state: EndpointState,
    pub reason: Option<String>,
}

/// One thing that uses an endpoint, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndpointUse {
    pub text: String,
    /// The endpoint that calls it.
    pub endpoint: Option<String>,
}

/// What uses an endpoint, and what cannot be known about that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndpointUses {
    pub uses: Vec<EndpointUse>,
    pub unknown: Vec<String>,
}
