//! What endpoints answer (reference §5.3).

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Message, ToolCall};
use crate::transport::Meta;
use crate::wire::{self, Extra};

/// An answer with everything around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply<T> {
    /// The answer.
    pub value: T,
    /// Who answered, request ids, how long it took.
    pub meta: Meta,
    /// The body as received.
    pub raw: Bytes,
}

impl<T> Reply<T> {
    /// The body as JSON; `null` when it is none.
    pub fn raw_json(&self) -> Value {
        serde_json::from_slice(&self.raw).unwrap_or_default()
    }
}

/// A chat answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ChatReply {
    /// The provider's id, if any.
    #[serde(default, deserialize_with = "wire::text")]
    pub id: Option<String>,
    /// The provider's model.
    #[serde(default, deserialize_with = "wire::text")]
    pub model: Option<String>,
    /// Seconds since 1970.
    #[serde(default, deserialize_with = "wire::int")]
    pub created: Option<i64>,
    /// The answers.
    #[serde(default, deserialize_with = "wire::list")]
    pub choices: Vec<Choice>,
    /// Tokens.
    #[serde(default)]
    pub usage: Option<Usage>,
    /// Fields this crate does not name, guardrail reports among them.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One of several answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Position, from 0.
    #[serde(default, deserialize_with = "wire::int")]
    pub index: Option<i64>,
    /// What the model says.
    #[serde(default)]
    pub message: Message,
    /// `stop`, `length`, `tool_calls`, `content_filter`, …
    #[serde(default, deserialize_with = "wire::text")]
    pub finish_reason: Option<String>,
    /// Fields this crate does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A completion answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CompletionReply {
    /// The provider's id, if any.
    #[serde(default, deserialize_with = "wire::text")]
    pub id: Option<String>,
    /// The provider's model.
    #[serde(default, deserialize_with = "wire::text")]
    pub model: Option<String>,
    /// The answers.
    #[serde(default, deserialize_with = "wire::list")]
    pub choices: Vec<CompletionChoice>,
    /// Tokens.
    #[serde(default)]
    pub usage: Option<Usage>,
    /// Fields this crate does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One of several completions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CompletionChoice {
    /// Position, from 0.
    #[serde(default, deserialize_with = "wire::int")]
    pub index: Option<i64>,
    /// What the model writes.
    #[serde(default, deserialize_with = "wire::text_or_empty")]
    pub text: String,
    /// `stop`, `length`, …
    #[serde(default, deserialize_with = "wire::text")]
    pub finish_reason: Option<String>,
    /// Fields this crate does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// An embeddings answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EmbeddingReply {
    /// The provider's model.
    #[serde(default, deserialize_with = "wire::text")]
    pub model: Option<String>,
    /// One vector a text, in the order of [`Embedding::index`].
    #[serde(default, deserialize_with = "wire::list")]
    pub data: Vec<Embedding>,
    /// Tokens.
    #[serde(default)]
    pub usage: Option<Usage>,
    /// Fields this crate does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A vector.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Embedding {
    /// Position of the text, from 0.
    #[serde(default, deserialize_with = "wire::int")]
    pub index: Option<i64>,
    /// The vector.
    #[serde(default, deserialize_with = "wire::list")]
    pub embedding: Vec<f32>,
    /// Fields this crate does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Tokens of a query. Details (`prompt_tokens_details`, cache fields) are in `extra`, raw.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens of the prompt.
    #[serde(default, deserialize_with = "wire::int", skip_serializing_if = "Option::is_none")]
    pub prompt_tokens: Option<i64>,
    /// Tokens of the answer.
    #[serde(default, deserialize_with = "wire::int", skip_serializing_if = "Option::is_none")]
    pub completion_tokens: Option<i64>,
    /// Both.
    #[serde(default, deserialize_with = "wire::int", skip_serializing_if = "Option::is_none")]
    pub total_tokens: Option<i64>,
    /// Fields this crate does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What the gateway did to an answer that came through.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policy {
    /// Report on the prompt, raw (`input_guardrail`).
    pub input: Option<Value>,
    /// Report on the answer, raw (`output_guardrail`).
    pub output: Option<Value>,
    /// A policy of Unity Gateway that refused the call, raw (`databricks_service_policy`).
    pub denied: Option<Value>,
}

impl Policy {
    pub(crate) fn from_extra(extra: &Extra) -> Option<Self> {
        let field = |key: &str| extra.get(key).filter(|value| !value.is_null()).cloned();
        let policy = Self {
            input: field("input_guardrail"),
            output: field("output_guardrail"),
            denied: field("databricks_service_policy"),
        };
        (policy != Self::default()).then_some(policy)
    }

    /// Whether personal data was found in the prompt or the answer, and so replaced by placeholders.
    pub fn masked(&self) -> bool {
        let found = |report: &Option<Value>| {
            let reports = match report {
                Some(Value::Array(items)) => items.as_slice(),
                Some(one) => std::slice::from_ref(one),
                None => &[],
            };
            reports.iter().any(|item| item.get("pii_detection").and_then(Value::as_bool) == Some(true))
        };
        found(&self.input) || found(&self.output)
    }
}

impl ChatReply {
    /// The first answer.
    pub fn first(&self) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.index.unwrap_or(0) == 0).or_else(|| self.choices.first())
    }

    /// Text of the first answer.
    pub fn text(&self) -> String {
        self.first().map(|choice| choice.message.text()).unwrap_or_default()
    }

    /// Reasoning of the first answer.
    pub fn reasoning(&self) -> String {
        self.first().map(|choice| choice.message.reasoning()).unwrap_or_default()
    }

    /// Tools the first answer wants called.
    pub fn tool_calls(&self) -> &[ToolCall] {
        self.first().map(|choice| choice.message.tool_calls.as_slice()).unwrap_or_default()
    }

    /// Why the first answer ended.
    pub fn finish_reason(&self) -> Option<&str> {
        self.first()?.finish_reason.as_deref()
    }

    /// What the gateway's guardrails report, if they ran.
    pub fn policy(&self) -> Option<Policy> {
        Policy::from_extra(&self.extra)
    }
}

impl CompletionReply {
    /// Text of the first answer.
    pub fn text(&self) -> &str {
        self.choices.first().map(|choice| choice.text.as_str()).unwrap_or_default()
    }
}

impl Usage {
    /// Prompt tokens the provider took from its cache.
    pub fn cached_tokens(&self) -> Option<i64> {
        self.detail("prompt_tokens_details", "cached_tokens")
            .or_else(|| self.extra.get("cache_read_input_tokens")?.as_i64())
    }

    /// Answer tokens spent on reasoning.
    pub fn reasoning_tokens(&self) -> Option<i64> {
        self.detail("completion_tokens_details", "reasoning_tokens")
    }

    fn detail(&self, group: &str, key: &str) -> Option<i64> {
        self.extra.get(group)?.get(key)?.as_i64()
    }
}
