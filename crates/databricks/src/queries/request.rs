//! What is asked, of whom, and with how much patience.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use super::Message;
use crate::transport::{RetryPolicy, segment};
use crate::wire::Extra;

/// Whom a query goes to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// An endpoint; its traffic split decides who answers.
    Endpoint(String),
    /// One served entity, past the split.
    Entity {
        /// The endpoint.
        endpoint: String,
        /// The served entity.
        entity: String,
    },
}

impl Target {
    /// An endpoint by name.
    pub fn endpoint(name: impl Into<String>) -> Self {
        Self::Endpoint(name.into())
    }

    /// A served entity of an endpoint.
    pub fn entity(endpoint: impl Into<String>, entity: impl Into<String>) -> Self {
        Self::Entity { endpoint: endpoint.into(), entity: entity.into() }
    }

    /// Path of the call, without the host.
    pub fn path(&self) -> String {
        match self {
            Self::Endpoint(name) => format!("/serving-endpoints/{}/invocations", segment(name)),
            Self::Entity { endpoint, entity } => {
                format!(
                    "/serving-endpoints/{}/served-models/{}/invocations",
                    segment(endpoint),
                    segment(entity)
                )
            }
        }
    }
}

/// How a query is sent.
#[derive(Debug, Clone, Default)]
pub struct QueryOptions {
    /// What may be tried again; the workspace's policy when missing. [`RetryPolicy::once`] turns waiting off, so that a rate limit
    /// is reported at once with its `retry_after`.
    pub retry: Option<RetryPolicy>,
    /// Time until the first byte; the workspace's limit (300 s) when missing.
    pub first_byte: Option<Duration>,
}

/// A conversation to go on with. Fields that are not set are not sent.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ChatRequest {
    /// The conversation so far.
    pub messages: Vec<Message>,
    /// Longest answer in tokens. Newer OpenAI models want `max_completion_tokens` in `extra` instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_tokens: Option<u32>,
    /// 0.0 to 2.0. Some reasoning models refuse it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
    /// How many answers, 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    /// Texts that end the answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stop: Vec<String>,
    /// Identifies this query in logs; made up when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_request_id: Option<String>,
    /// Labels for the usage table.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub usage_context: BTreeMap<String, String>,
    /// Everything else, at the top level with its own JSON types: `top_p`, `tools`, `response_format`, `stream_options`, …
    #[serde(flatten)]
    pub extra: Extra,
}

/// A prompt to go on with.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CompletionRequest {
    /// A string or a list of strings.
    pub prompt: Value,
    /// Longest answer in tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_tokens: Option<u32>,
    /// 0.0 to 2.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub temperature: Option<f64>,
    /// How many answers, 1 to 5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    /// Texts that end the answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stop: Vec<String>,
    /// Identifies this query in logs; made up when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_request_id: Option<String>,
    /// Labels for the usage table.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub usage_context: BTreeMap<String, String>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Texts to turn into vectors.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct EmbeddingRequest {
    /// The texts.
    pub input: Vec<String>,
    /// Identifies this query in logs; made up when missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_request_id: Option<String>,
    /// Labels for the usage table.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub usage_context: BTreeMap<String, String>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Extra,
}

impl ChatRequest {
    /// A request with messages alone.
    pub fn new(messages: Vec<Message>) -> Self {
        Self { messages, ..Self::default() }
    }
}

impl CompletionRequest {
    /// A request with one prompt.
    pub fn new(prompt: impl Into<String>) -> Self {
        Self { prompt: Value::String(prompt.into()), ..Self::default() }
    }
}

impl EmbeddingRequest {
    /// A request with texts alone.
    pub fn new(input: Vec<String>) -> Self {
        Self { input, ..Self::default() }
    }
}
