//! What crosses to the UI about conversations.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ipc::failure::Failure;

/// A parameter of the provider, sent at the top level. `value` is JSON text: `0.9`, `"low"`, `{"type":"json_object"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExtraParam {
    pub(crate) name: String,
    pub(crate) value: String,
}

/// How the model is asked to answer; belongs to the conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChatOptions {
    #[specta(type = Option<u32>)]
    pub(crate) temperature: Option<f64>,
    pub(crate) max_tokens: Option<u32>,
    pub(crate) system: String,
    pub(crate) stream: bool,
    pub(crate) extra: Vec<ExtraParam>,
}

impl Default for ChatOptions {
    fn default() -> Self {
        Self { temperature: None, max_tokens: None, system: String::new(), stream: true, extra: Vec::new() }
    }
}

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

/// One answer, with exactly what was sent and who answered.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Answer {
    pub(crate) id: String,
    pub(crate) outcome: AnswerOutcome,
    pub(crate) text: String,
    pub(crate) reasoning: Option<String>,
    pub(crate) finish_reason: Option<String>,
    /// The served entity that answered.
    pub(crate) served_by: Option<String>,
    pub(crate) provider_name: Option<String>,
    /// Its share of the traffic, in percent, when it answered.
    pub(crate) share: Option<u32>,
    /// Its place in the endpoint, from 1, which is its colour and pattern.
    pub(crate) position: Option<u32>,
    #[specta(type = Option<u32>)]
    pub(crate) first_word_ms: Option<f64>,
    #[specta(type = Option<u32>)]
    pub(crate) total_ms: Option<f64>,
    pub(crate) prompt_tokens: Option<u32>,
    pub(crate) completion_tokens: Option<u32>,
    pub(crate) reasoning_tokens: Option<u32>,
    /// The provider gave no count; this one is (characters + 1) / 4.
    pub(crate) estimated_tokens: bool,
    pub(crate) request_id: Option<String>,
    pub(crate) client_request_id: String,
    #[specta(type = u32)]
    pub(crate) started_at: f64,
    /// The request body, as JSON text.
    pub(crate) sent: String,
    /// A guardrail put placeholders into the answer.
    pub(crate) masked: bool,
    pub(crate) note: Option<String>,
    pub(crate) failure: Option<Failure>,
}

/// A prompt and its answers, oldest first.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Turn {
    pub(crate) id: String,
    pub(crate) prompt: String,
    pub(crate) answers: Vec<Answer>,
}

/// A conversation in the list.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChatSummary {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) endpoint: String,
    pub(crate) entity: Option<String>,
    #[specta(type = u32)]
    pub(crate) updated_at: f64,
    pub(crate) turns: u32,
}

/// A conversation, whole.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Chat {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) endpoint: String,
    /// The served entity asked directly; none lets the traffic split decide.
    pub(crate) entity: Option<String>,
    pub(crate) options: ChatOptions,
    pub(crate) turns: Vec<Turn>,
    /// What was typed and not sent.
    pub(crate) draft: String,
    #[specta(type = u32)]
    pub(crate) updated_at: f64,
}

/// A prompt to be answered. Without `turn_id` it is a new one; with it, that turn is answered once more.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ask {
    pub(crate) chat_id: String,
    pub(crate) turn_id: Option<String>,
    pub(crate) prompt: String,
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

impl Answer {
    /// An answer that was just asked for.
    pub(crate) fn waiting(id: &str, client_request_id: &str, sent: &str) -> Self {
        Self {
            id: id.to_owned(),
            outcome: AnswerOutcome::Waiting,
            text: String::new(),
            reasoning: None,
            finish_reason: None,
            served_by: None,
            provider_name: None,
            share: None,
            position: None,
            first_word_ms: None,
            total_ms: None,
            prompt_tokens: None,
            completion_tokens: None,
            reasoning_tokens: None,
            estimated_tokens: false,
            request_id: None,
            client_request_id: client_request_id.to_owned(),
            started_at: crate::clock::to_ui(crate::clock::now_ms()),
            sent: sent.to_owned(),
            masked: false,
            note: None,
            failure: None,
        }
    }
}
