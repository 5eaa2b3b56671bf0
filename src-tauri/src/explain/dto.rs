//! What a person gets to see of a failure, and of a field that needs another look. Plain data; the words are written in
//! the files beside this one. Raw answers are cleaned by `redact` before they come in here.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Which layer stopped the job. The order is the way a call takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Layer {
    ThisComputer,
    Network,
    SignIn,
    Permission,
    Workspace,
    Endpoint,
    GatewayLimit,
    Guardrail,
    ProviderKey,
    ProviderQuota,
    ProviderSettings,
    Model,
    Request,
}

/// What the next button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum NextStepKind {
    TryAgain,
    WaitAndRetry,
    SignInAgain,
    CheckAddress,
    ChooseSecret,
    EditEndpoint,
    Reload,
    OpenSettings,
    RaiseLength,
    AskOwner,
    None,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NextStep {
    pub kind: NextStepKind,
    pub label: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TrailState {
    Passed,
    Stopped,
    NotReached,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TrailStep {
    pub label: String,
    pub state: TrailState,
}

/// The answer as it came, without credentials. `seconds` is how long the call took.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RawAnswer {
    pub status: Option<u16>,
    pub body: String,
    pub request_id: Option<String>,
    pub seconds: Option<f64>,
    pub attempts: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    pub layer: Layer,
    /// What happened: "Cohere refused the key".
    pub title: String,
    /// What it means for the person, and what became of what they typed.
    pub meaning: String,
    pub cause: String,
    pub who_can_fix: String,
    /// Why fallback did not help, when it is on and people might have expected it to.
    pub not_rescued: Option<String>,
    pub next: NextStep,
    pub trail: Vec<TrailStep>,
    pub raw: Option<RawAnswer>,
}

/// One thing about one field. `path` is where the field stands in the draft, for example
/// `entities.0.values.openai_api_key`; `blocks` keeps the draft from being sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldProblem {
    pub path: String,
    pub message: String,
    pub blocks: bool,
}

impl FieldProblem {
    pub(crate) fn block(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into(), blocks: true }
    }

    pub(crate) fn warn(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into(), blocks: false }
    }
}
