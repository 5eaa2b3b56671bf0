//! The traffic room's side of the contract with the window: a whole split as asked for, and what it would change.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::endpoints::dto::{PlannedCall, Share};
use crate::explain::FieldProblem;

/// The whole split, in fallback order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TrafficChange {
    pub endpoint: String,
    pub stamp: String,
    pub shares: Vec<Share>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TrafficReview {
    pub before: Vec<Share>,
    pub after: Vec<Share>,
    pub points_moved: u32,
    pub sentence: String,
    pub calls: Vec<PlannedCall>,
    pub problems: Vec<FieldProblem>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TrafficDraft {
    pub shares: Vec<Share>,
    pub locked: Vec<String>,
    // A finite float; the plain mapping of f64 would add `| null`.
    #[specta(type = u32)]
    pub saved_at: f64,
}
