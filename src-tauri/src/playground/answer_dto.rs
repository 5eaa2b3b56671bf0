//! One answer as the UI sees it: what came, who gave it, how long it took, and what the gateway did to it. The body that
//! was sent is not in it (`playground_raw` has it): a long conversation would carry each message as often as it is long.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ipc::failure::Failure;

/// How an answer stands or ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum AnswerOutcome {
    Waiting,
    Streaming,
    Complete,
    /// By the person.
    Stopped,
    /// The connection ended before the answer did; the part that came is kept.
    Cut,
    Failed,
    /// The app ended, or the connection broke, after the prompt was sent: it may have been answered and charged.
    Unknown,
}

/// A tool the model wants called. `arguments` is JSON text, as far as it came.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ToolCallShown {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) arguments: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum GuardSide {
    Input,
    Output,
}

/// What a guardrail found and replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Guarded {
    pub(crate) side: GuardSide,
    /// In words: "an e-mail address".
    pub(crate) what: String,
    /// The placeholders that stand in its place: `<EMAIL_ADDRESS>`.
    pub(crate) spots: Vec<String>,
}

/// Where the time went, in milliseconds; none where it cannot be known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Breakdown {
    #[specta(type = Option<u32>)]
    pub(crate) connect_ms: Option<f64>,
    /// Databricks and the provider together, where they are not told apart.
    #[specta(type = Option<u32>)]
    #[serde(default)]
    pub(crate) waiting_ms: Option<f64>,
    #[specta(type = Option<u32>)]
    pub(crate) gateway_ms: Option<f64>,
    #[specta(type = Option<u32>)]
    pub(crate) provider_ms: Option<f64>,
    #[specta(type = Option<u32>)]
    pub(crate) generation_ms: Option<f64>,
    pub(crate) sentence: String,
}

/// What an answer cost, by a price that somebody wrote down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Cost {
    #[specta(type = u32)]
    pub(crate) amount: f64,
    pub(crate) currency: String,
    /// The tokens were estimated, so the amount is.
    pub(crate) estimated: bool,
    /// As it stands on the screen: `≈ 0.4 ct`.
    pub(crate) words: String,
    pub(crate) source: String,
}

/// The answer was here already.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FromCache {
    #[specta(type = u32)]
    pub(crate) at: f64,
    /// The answer that is given again, whose call was made.
    #[serde(default)]
    pub(crate) answer_id: Option<String>,
}

/// One answer, with who answered.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Answer {
    pub(crate) id: String,
    pub(crate) outcome: AnswerOutcome,
    pub(crate) text: String,
    /// Further answers to the same prompt, where more than one was asked for.
    pub(crate) choices: Vec<String>,
    pub(crate) reasoning: Option<String>,
    pub(crate) tool_calls: Vec<ToolCallShown>,
    pub(crate) finish_reason: Option<String>,
    /// The served entity that answered.
    pub(crate) served_by: Option<String>,
    pub(crate) provider_name: Option<String>,
    /// The provider's model, as the endpoint is configured.
    pub(crate) model: Option<String>,
    /// Its share of the traffic, in percent, when it answered.
    pub(crate) share: Option<u32>,
    /// Its place in the endpoint, from 1, which is its colour and pattern.
    pub(crate) position: Option<u32>,
    #[specta(type = Option<u32>)]
    pub(crate) first_word_ms: Option<f64>,
    #[specta(type = Option<u32>)]
    pub(crate) total_ms: Option<f64>,
    pub(crate) breakdown: Option<Breakdown>,
    pub(crate) prompt_tokens: Option<u32>,
    pub(crate) completion_tokens: Option<u32>,
    pub(crate) reasoning_tokens: Option<u32>,
    pub(crate) cached_tokens: Option<u32>,
    /// The provider gave no count; this one is (characters + 1) / 4.
    pub(crate) estimated_tokens: bool,
    pub(crate) cost: Option<Cost>,
    pub(crate) from_cache: Option<FromCache>,
    pub(crate) request_id: Option<String>,
    pub(crate) client_request_id: String,
    #[specta(type = u32)]
    pub(crate) started_at: f64,
    /// A guardrail put placeholders into the prompt or the answer.
    pub(crate) masked: bool,
    pub(crate) guardrails: Vec<Guarded>,
    /// What is worth knowing beside it, as sentences.
    pub(crate) notes: Vec<String>,
    pub(crate) failure: Option<Failure>,
}

/// What happens while an answer comes in. Text comes in batches, at most one a frame.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub(crate) enum AnswerEvent {
    Started { turn_id: String, answer: Answer },
    Text { answer_id: String, seq: u32, text: String },
    Reasoning { answer_id: String, seq: u32, text: String },
    Finished { turn_id: String, answer: Answer },
}

/// One call as it went over the wire, without the sign-in.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RawCall {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) request_headers: Vec<(String, String)>,
    /// The request body, as JSON text.
    pub(crate) sent: String,
    pub(crate) status: Option<u16>,
    pub(crate) response_headers: Vec<(String, String)>,
    /// The body that came, or the events of a stream, cut at 256 KB and said so.
    pub(crate) received: String,
}

impl Answer {
    /// An answer that was just asked for.
    pub(crate) fn waiting(id: &str, client_request_id: &str) -> Self {
        Self {
            id: id.to_owned(),
            outcome: AnswerOutcome::Waiting,
            text: String::new(),
            choices: Vec::new(),
            reasoning: None,
            tool_calls: Vec::new(),
            finish_reason: None,
            served_by: None,
            provider_name: None,
            model: None,
            share: None,
            position: None,
            first_word_ms: None,
            total_ms: None,
            breakdown: None,
            prompt_tokens: None,
            completion_tokens: None,
            reasoning_tokens: None,
            cached_tokens: None,
            estimated_tokens: false,
            cost: None,
            from_cache: None,
            request_id: None,
            client_request_id: client_request_id.to_owned(),
            started_at: crate::clock::to_ui(crate::clock::now_ms()),
            masked: false,
            guardrails: Vec::new(),
            notes: Vec::new(),
            failure: None,
        }
    }
}
