//! What crosses to the UI about conversations.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ipc::failure::Failure;

/// A parameter of the provider, sent at the top level. `value` is JSON text: `0.9`, `"low"`, `{"type":"json_object"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExtraParam {
    pub name: String,
    pub value: String,
}

/// How the model is asked to answer; belongs to the conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChatOptions {
    #[specta(type = Option<u32>)]
    pub temperature: Option<f64>,
    pub max_tokens: Option<u32>,
    pub system: String,
    pub stream: bool,
    pub extra: Vec<ExtraParam>,
}

impl Default for ChatOptions {
    fn default() -> Self {
        Self { temperature: None, max_tokens: None, system: String::new(), stream: true, extra: Vec::new() }
    }
}

/// How an answer stands or ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum AnswerOutcome {
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
pub struct Answer {
    pub id: String,
    pub outcome: AnswerOutcome,
    pub text: String,
    pub reasoning: Option<String>,
    pub finish_reason: Option<String>,
    /// The served entity that answered.
    pub served_by: Option<String>,
    pub provider_name: Option<String>,
    /// Its share of the traffic, in percent, when it answered.
    pub share: Option<u32>,
    /// Its place in the endpoint, from 1, which is its colour and pattern.
    pub position: Option<u32>,
    #[specta(type = Option<u32>)]
    pub first_word_ms: Option<f64>,
    #[specta(type = Option<u32>)]
    pub total_ms: Option<f64>,
    pub prompt_tokens: Option<u32>,
    pub completion_tokens: Option<u32>,
    pub reasoning_tokens: Option<u32>,
    /// The provider gave no count; this one is (characters + 1) / 4.
    pub estimated_tokens: bool,
    pub request_id: Option<String>,
    pub client_request_id: String,
    #[specta(type = u32)]
    pub started_at: f64,
    /// The request body, as JSON text.
    pub sent: String,
    /// A guardrail put placeholders into the answer.
    pub masked: bool,
    pub note: Option<String>,
    pub failure: Option<Failure>,
}

/// A prompt and its answers, oldest first.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Turn {
    pub id: String,
    pub prompt: String,
    pub answers: Vec<Answer>,
}

/// A conversation in the list.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChatSummary {
    pub id: String,
    pub title: String,
    pub endpoint: String,
    pub entity: Option<String>,
    #[specta(type = u32)]
    pub updated_at: f64,
    pub turns: u32,
}

/// A conversation, whole.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Chat {
    pub id: String,
    pub title: String,
    pub endpoint: String,
    /// The served entity asked directly; none lets the traffic split decide.
    pub entity: Option<String>,
    pub options: ChatOptions,
    pub turns: Vec<Turn>,
    /// What was typed and not sent.
    pub draft: String,
    #[specta(type = u32)]
    pub updated_at: f64,
}

/// A prompt to be answered. Without `turn_id` it is a new one; with it, that turn is answered once more.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Ask {
    pub chat_id: String,
    pub turn_id: Option<String>,
    pub prompt: String,
}

/// What happens while an answer comes in. Text comes in batches, at most one a frame.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum AnswerEvent {
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
