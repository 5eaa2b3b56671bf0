//! What a streamed answer consists of, and how it ends. The decoder makes these, the stream hands them over.

use std::time::Duration;

use super::{Policy, Usage};
use crate::error::Error;

/// A piece of an answer.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ChatEvent {
    /// More text.
    Text {
        /// Which of several answers, from 0.
        choice: u32,
        /// The text.
        text: String,
    },
    /// More reasoning.
    Reasoning {
        /// Which of several answers.
        choice: u32,
        /// The text.
        text: String,
    },
    /// More of a tool call.
    ToolCall {
        /// Which of several answers.
        choice: u32,
        /// Which of several calls.
        index: u32,
        /// Its id, when it begins; some providers give none.
        id: Option<String>,
        /// The function's name, when it begins.
        name: Option<String>,
        /// More of the arguments' JSON text.
        arguments: String,
    },
    /// The provider's model; once.
    Model(String),
    /// Tokens so far; the last one counts.
    Usage(Usage),
    /// An answer ended.
    Finish {
        /// Which of several answers.
        choice: u32,
        /// `stop`, `length`, `tool_calls`, `content_filter`, …
        reason: String,
    },
    /// What the gateway's guardrails report.
    Policy(Policy),
    /// The end; nothing comes after it.
    End(StreamEnd),
}

/// How a stream ended.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StreamEnd {
    /// In a word.
    pub outcome: Outcome,
    /// What went wrong, unless it is complete.
    pub error: Option<Error>,
    /// Why the first answer ended, when it said so.
    pub finish_reason: Option<String>,
    /// Tokens, when the server said so.
    pub usage: Option<Usage>,
    /// From sending to the first text, reasoning or tool call.
    pub first_word: Option<Duration>,
    /// From sending to the end.
    pub total: Duration,
}

/// Outcome of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The whole answer came. A finish reason of `length` still means that the model was cut short.
    Complete,
    /// The connection ended before the answer did.
    Truncated,
    /// The provider or the gateway reported an error.
    ProviderError,
    /// The body is no chat stream.
    ProtocolError,
}

/// How a body ended.
#[derive(Debug, Clone)]
pub enum BodyEnd {
    /// Properly.
    Eof,
    /// The connection broke or fell silent.
    Broken(Option<Error>),
}
