//! The ledger's side of the contract with the window: changes, their steps, one change in full. Times are milliseconds
//! since 1970.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::endpoints::edit::dto::{EndpointEdit, FieldChange};
use crate::endpoints::write::{Origin, WriteKind};
use crate::explain::Explanation;

/// Where a change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ChangeState {
    Running,
    Done,
    /// A step failed; the ones before it stand.
    Failed,
    /// The app ended while it ran: the step that was on its way may have been done or not.
    Interrupted,
    /// A person decided to leave it as it is.
    Abandoned,
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ChangeStepState {
    Waiting,
    Running,
    Done,
    Failed,
    /// Sent once and not answered; going on reads the endpoint first.
    Unknown,
    /// Not needed: what it was to do stood there already.
    Skipped,
}

/// One call of a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChangeStep {
    pub kind: WriteKind,
    pub title: String,
    pub method: String,
    pub path: String,
    pub state: ChangeStepState,
    pub explanation: Option<Explanation>,
    /// How long it took.
    #[specta(type = Option<u32>)]
    pub milliseconds: Option<f64>,
}

/// One change of an endpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Change {
    pub id: String,
    pub endpoint: String,
    pub origin: Origin,
    pub title: String,
    #[specta(type = u32)]
    pub started_at: f64,
    #[specta(type = Option<u32>)]
    pub ended_at: Option<f64>,
    pub state: ChangeState,
    pub steps: Vec<ChangeStep>,
    /// Whether what stood there before, or what was to stand there after, can become a draft again.
    pub can_restore: bool,
    pub can_resume: bool,
    /// Who was signed in.
    pub who: Option<String>,
}

/// A page of the ledger, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ActivityPage {
    pub entries: Vec<Change>,
    /// How many there are altogether.
    pub total: u32,
}

/// One change in full.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChangeDetail {
    pub change: Change,
    /// The endpoint as it was, as indented JSON; empty when there was none.
    pub before: String,
    /// The endpoint as it was to be; empty when it was deleted.
    pub after: String,
    pub fields: Vec<FieldChange>,
    /// Before and after are not kept any more: the change is old, or there was too much.
    pub trimmed: bool,
}

/// Which of the two an endpoint is to become again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Side {
    Before,
    After,
}

/// What a restore has put into the unfinished edit of the endpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Restored {
    pub edit: EndpointEdit,
    /// What of it cannot come back, as sentences.
    pub lost: Vec<String>,
}
