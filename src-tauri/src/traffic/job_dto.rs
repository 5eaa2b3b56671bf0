//! What the jobs of the traffic room tell the window: ramps, observed splits, benches, drills. Plain data; the rows of the
//! unfinished ones hold the same. Times are milliseconds since 1970.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::activity::dto::ChangeStepState;
use crate::endpoints::dto::Share;
use crate::explain::Explanation;

/// Where a ramp stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum RampState {
    Planned,
    /// A step is being sent.
    Writing,
    /// The endpoint is taking the step over.
    Rolling,
    /// The step is live; the next one comes at `next_at`.
    Pausing,
    /// Somebody else changed the endpoint: nothing goes on by itself.
    Stopped,
    Done,
    /// Back at the split of before.
    Aborted,
    Failed,
    /// The app ended while it ran.
    Interrupted,
}

/// One step of a ramp.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RampStep {
    /// The whole split, in fallback order.
    pub shares: Vec<Share>,
    /// How long this split stays before the next step. Means nothing for the last.
    pub pause_minutes: u32,
}

/// A split moved in steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ramp {
    pub id: String,
    pub endpoint: String,
    pub steps: Vec<RampStep>,
    /// The step it is at, from 0.
    pub at: u32,
    pub state: RampState,
    #[specta(type = Option<u32>)]
    pub next_at: Option<f64>,
    /// The split it returns to when it is aborted.
    pub saved: Vec<Share>,
    pub explanation: Option<Explanation>,
    #[specta(type = u32)]
    pub started_at: f64,
}

/// What a check of the split will send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ObserveCost {
    pub calls: u32,
    pub sentence: String,
}

/// One entity's part of what was observed. Shares are in percent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ObservedCount {
    pub entity: String,
    pub configured: u32,
    /// How many calls it answered.
    pub count: u32,
    /// How many failed calls said that they failed there.
    pub failed: u32,
    #[specta(type = u32)]
    pub observed: f64,
    /// Where its real share is, with 95 % certainty.
    #[specta(type = u32)]
    pub low: f64,
    #[specta(type = u32)]
    pub high: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ObservedVerdict {
    /// Nothing seen speaks against the split.
    Fits,
    /// So large a difference is hardly chance.
    Differs,
    /// Too few answers to say anything.
    TooFew,
}

/// Who answered, so far or in the end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Observed {
    pub calls: u32,
    /// Calls that were answered.
    pub done: u32,
    pub failed: u32,
    /// Answers that did not say which entity they are from.
    pub unnamed: u32,
    pub counts: Vec<ObservedCount>,
    /// What so many calls can tell, and what they tell.
    pub sentence: String,
    pub verdict: ObservedVerdict,
    /// The first call that failed.
    pub explanation: Option<Explanation>,
    /// Nothing more is sent.
    pub ended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum BenchState {
    Waiting,
    Running,
    Ok,
    Failed,
    /// Not waited for any longer.
    Stopped,
}

/// One served entity, called directly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BenchRow {
    pub entity: String,
    pub state: BenchState,
    pub served_by: Option<String>,
    /// None for embeddings, which come at once.
    #[specta(type = Option<u32>)]
    pub first_word_ms: Option<f64>,
    #[specta(type = Option<u32>)]
    pub total_ms: Option<f64>,
    pub tokens: Option<u32>,
    pub explanation: Option<Explanation>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReadinessLine {
    pub ok: bool,
    pub text: String,
}

/// How well the endpoint is prepared for an entity that fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Readiness {
    /// 0 to 100.
    pub score: u32,
    pub lines: Vec<ReadinessLine>,
}

/// Every entity of an endpoint, called once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Bench {
    pub endpoint: String,
    pub rows: Vec<BenchRow>,
    /// Known once every entity has been called.
    pub readiness: Option<Readiness>,
}

/// What was measured last of an endpoint, perhaps by an earlier run of the app, and when it ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TrafficResults {
    pub observed: Option<Observed>,
    #[specta(type = Option<u32>)]
    pub observed_at: Option<f64>,
    pub bench: Option<Bench>,
    #[specta(type = Option<u32>)]
    pub bench_at: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum DrillState {
    Creating,
    Waiting,
    Calling,
    Removing,
    Done,
    Failed,
    /// The clone of an earlier drill is still there.
    Leftover,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum DrillStepKind {
    Create,
    Wait,
    Call,
    Remove,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DrillStep {
    pub kind: DrillStepKind,
    pub title: String,
    pub state: ChangeStepState,
    pub explanation: Option<Explanation>,
    #[specta(type = Option<u32>)]
    pub milliseconds: Option<f64>,
}

/// A failover tried out on a copy of an endpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Drill {
    pub id: String,
    pub endpoint: String,
    pub clone: String,
    pub state: DrillState,
    pub steps: Vec<DrillStep>,
    /// The entity whose place something that answers 503 took.
    pub failing: String,
    /// Who has to answer instead.
    pub expected: String,
    pub answered_by: Option<String>,
    pub sentence: String,
    pub explanation: Option<Explanation>,
    #[specta(type = u32)]
    pub started_at: f64,
}
