//! The chat layer over a body's bytes: what is text, when an answer is complete, and what counts as broken. Knows no network, so
//! that every case can be tested with bytes alone.
//!
//! | Body | Outcome |
//! |---|---|
//! | `[DONE]` seen, or its end after a finish reason | complete |
//! | its end or a broken connection before that | truncated; the text so far is kept |
//! | an error object, of any of the known shapes | provider error |
//! | something that is no chat stream (a web page, data that is no JSON, an endless event) | protocol error |
//!
//! A server that ignores `stream` and answers with one JSON body is read as well.

use std::time::Duration;

use serde_json::Value;

use super::chunk::{self, Chunk, Delta, Text, ToolDelta};
use super::{Block, BodyEnd, ChatEvent, Outcome, Policy, StreamEnd, Usage};
use crate::error::{BodyShape, Error, ErrorKind, Sent, error_from_stream};
use crate::sse::{Item, Parser};
use crate::wire::Extra;

/// Longest JSON body that is read in place of a stream.
const JSON_LIMIT: usize = 32 * 1024 * 1024;

#[derive(Debug)]
enum Mode {
    /// Nothing but white space so far.
    Unknown(Vec<u8>),
    Events(Box<Parser>),
    Json(Vec<u8>),
    Ended,
}

/// The decoder.
#[derive(Debug)]
pub struct ChatDecoder {
    mode: Mode,
    state: State,
}

/// What has been seen.
#[derive(Debug, Default)]
struct State {
    events: Vec<ChatEvent>,
    spare: String,
    model_known: bool,
    finish_reason: Option<String>,
    finished: bool,
    usage: Option<Usage>,
    usage_changed: bool,
    done: bool,
    failure: Option<(Outcome, Error)>,
}

impl Default for ChatDecoder {
    fn default() -> Self {
        Self::new()
    }
}

impl ChatDecoder {
    /// A decoder at the beginning of a body.
    pub fn new() -> Self {
        Self { mode: Mode::Unknown(Vec::new()), state: State::default() }
    }

    /// Takes bytes as they come. The events are those the bytes complete, with adjacent text put together; the last one is
    /// [`ChatEvent::End`] when the answer has ended, and the body need not be read further.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<ChatEvent> {
        match &mut self.mode {
            Mode::Unknown(begin) => {
                begin.extend_from_slice(bytes);
                let begin = std::mem::take(begin);
                self.begin(begin);
            }
            Mode::Events(parser) => self.state.feed(parser, bytes),
            Mode::Json(body) => {
                if body.len() + bytes.len() > JSON_LIMIT {
                    self.state.fail(
                        Outcome::ProtocolError,
                        Error::new(ErrorKind::BodyTooLarge, "The answer is too large."),
                    );
                } else {
                    body.extend_from_slice(bytes);
                }
            }
            Mode::Ended => return Vec::new(),
        }
        self.state.tell_usage();
        if self.state.done || self.state.failure.is_some() {
            self.close(None);
        }
        std::mem::take(&mut self.state.events)
    }

    /// The body has ended. The last event is [`ChatEvent::End`], unless it came before.
    pub fn finish(&mut self, end: BodyEnd) -> Vec<ChatEvent> {
        match std::mem::replace(&mut self.mode, Mode::Ended) {
            Mode::Ended => return Vec::new(),
            Mode::Unknown(_) => {}
            Mode::Events(mut parser) => {
                // "[DONE]" without the blank line behind it is still meant.
                if parser.finish().is_some_and(|tail| tail.trim() == "[DONE]") {
                    self.state.done = true;
                }
            }
            Mode::Json(body) => self.state.whole(&body),
        }
        self.state.tell_usage();
        self.close(Some(end));
        std::mem::take(&mut self.state.events)
    }

    /// Decides what the body is by its first character: JSON, a web page, or events.
    fn begin(&mut self, begin: Vec<u8>) {
        let shown = begin.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&begin);
        if begin.len() < 3 && b"\xef\xbb\xbf".starts_with(&begin) {
            self.mode = Mode::Unknown(begin);
            return;
        }
        let first = shown.iter().find(|byte| !byte.is_ascii_whitespace());
        match first {
            Some(b'{' | b'[') => self.mode = Mode::Json(begin),
            Some(b'<') => {
                let page = String::from_utf8_lossy(&begin).into_owned();
                let mut error = Error::new(
                    ErrorKind::UnexpectedBody,
                    "The server answered with a web page instead of an answer. Check the address, and any proxy on the way.",
                );
                error.fields().shape = BodyShape::Html;
                error.fields().raw = Some(page);
                self.state.fail(Outcome::ProtocolError, error);
            }
            None if begin.len() < 64 => self.mode = Mode::Unknown(begin),
            _ => {
                let mut parser = Box::new(Parser::new());
                self.state.feed(&mut parser, &begin);
                self.mode = Mode::Events(parser);
            }
        }
    }

    fn close(&mut self, end: Option<BodyEnd>) {
        self.mode = Mode::Ended;
        let state = &mut self.state;
        let (outcome, error) = match (state.failure.take(), end) {
            (Some((outcome, error)), _) => (outcome, Some(error)),
            _ if state.done || state.finished => (Outcome::Complete, None),
            (None, Some(BodyEnd::Broken(Some(error)))) => (Outcome::Truncated, Some(error)),
            (None, _) => {
                let mut error = Error::new(
                    ErrorKind::Interrupted,
                    "The connection ended before the answer was complete.",
                );
                error.fields().sent = Sent::Written;
                (Outcome::Truncated, Some(error))
            }
        };
        state.events.push(ChatEvent::End(StreamEnd {
            outcome,
            error,
            finish_reason: state.finish_reason.take(),
            usage: state.usage.take(),
            first_word: None,
            total: Duration::ZERO,
        }));
    }
}

impl State {
    fn feed(&mut self, parser: &mut Parser, bytes: &[u8]) {
        let fed = parser.feed(bytes, |item| {
            if let Item::Event(event) = item
                && !self.done
                && self.failure.is_none()
            {
                self.line(event.event, event.data);
            }
        });
        if let Err(why) = fed
            && !self.done
            && self.failure.is_none()
        {
            self.fail(Outcome::ProtocolError, Error::new(ErrorKind::BodyTooLarge, why.to_string()));
        }
    }

    /// One data line.
    fn line(&mut self, event: &str, data: &str) {
        let shown = data.trim();
        if shown == "[DONE]" {
            self.done = true;
            return;
        }
        if shown.is_empty() {
            return;
        }
        let mut spare = std::mem::take(&mut self.spare);
        match chunk::read(shown, &mut spare) {
            Ok(chunk) if event == "error" || is_error(&chunk, shown) => self.error_line(shown),
            // A list would pass for a chunk without names.
            Ok(_) if !shown.starts_with('{') => self.unreadable(shown, "it is a list"),
            Ok(chunk) => self.chunk(&chunk, shown),
            Err(_) if event == "error" => self.error_line(shown),
            Err(why) => self.unreadable(shown, &why.to_string()),
        }
        self.spare = spare;
    }

    fn error_line(&mut self, data: &str) {
        self.fail(Outcome::ProviderError, error_from_stream(data));
    }

    fn unreadable(&mut self, data: &str, why: &str) {
        let page = data.starts_with('<');
        let message = if page {
            "The server sent a web page in the middle of the answer.".to_owned()
        } else {
            format!("The server sent something in the middle of the answer that is no part of one: {why}.")
        };
        let mut error = Error::new(if page { ErrorKind::UnexpectedBody } else { ErrorKind::Decode }, message);
        error.fields().raw = Some(data.chars().take(4000).collect());
        self.fail(Outcome::ProtocolError, error);
    }

    fn fail(&mut self, outcome: Outcome, mut error: Error) {
        error.fields().sent = Sent::Answered;
        self.failure = Some((outcome, error));
    }

    fn chunk(&mut self, chunk: &Chunk<'_>, data: &str) {
        if !self.model_known
            && let Some(model) = chunk.model.plain()
        {
            self.model_known = true;
            self.events.push(ChatEvent::Model(model.to_owned()));
        }
        for choice in &chunk.choices {
            let at = u32::try_from(choice.index.unwrap_or(0)).unwrap_or(u32::MAX);
            if let Some(delta) = choice.delta.as_ref().or(choice.message.as_ref()) {
                self.delta(at, delta);
            }
            self.text(at, &choice.text);
            if let Some(reason) = choice.finish_reason.plain() {
                if at == 0 {
                    self.finish_reason = Some(reason.to_owned());
                }
                self.finished = true;
                self.events.push(ChatEvent::Finish { choice: at, reason: reason.to_owned() });
            }
        }
        if chunk.usage.is_some() {
            self.usage.clone_from(&chunk.usage);
            self.usage_changed = true;
        }
        if chunk.input_guardrail.is_some()
            || chunk.output_guardrail.is_some()
            || chunk.databricks_service_policy.is_some()
        {
            let fields: Extra = serde_json::from_str(data).unwrap_or_default();
            self.events.extend(Policy::from_extra(&fields).map(ChatEvent::Policy));
        }
    }

    fn delta(&mut self, choice: u32, delta: &Delta<'_>) {
        for reasoning in [&delta.reasoning_content, &delta.reasoning] {
            if let Some(text) = reasoning.plain() {
                self.reason(choice, text);
                break;
            }
        }
        self.text(choice, &delta.content);
        if matches!(delta.content, Text::None) {
            self.text(choice, &delta.refusal);
        }
        for (place, call) in delta.tool_calls.iter().enumerate() {
            self.tool_call(choice, place, call);
        }
    }

    fn tool_call(&mut self, choice: u32, place: usize, call: &ToolDelta) {
        let function = call.function.as_ref();
        let arguments = match function.and_then(|function| function.arguments.as_ref()) {
            Some(Value::String(text)) => text.clone(),
            None | Some(Value::Null) => String::new(),
            Some(other) => other.to_string(),
        };
        let index = call.index.and_then(|index| u32::try_from(index).ok());
        self.events.push(ChatEvent::ToolCall {
            choice,
            index: index.unwrap_or_else(|| u32::try_from(place).unwrap_or(u32::MAX)),
            id: call.id.clone(),
            name: function.and_then(|function| function.name.clone()),
            arguments,
        });
    }

    /// Text or blocks of it.
    fn text(&mut self, choice: u32, content: &Text<'_>) {
        match content {
            Text::None => {}
            Text::Some(text) => self.say(choice, text),
            Text::Blocks(blocks) => {
                for block in blocks.iter().cloned().map(Block) {
                    let reasoning = block.reasoning();
                    if !reasoning.is_empty() {
                        self.reason(choice, &reasoning);
                    }
                    if let Some(text) = block.text() {
                        self.say(choice, text);
                    }
                }
            }
        }
    }

    fn say(&mut self, choice: u32, more: &str) {
        match self.events.last_mut() {
            _ if more.is_empty() => {}
            Some(ChatEvent::Text { choice: last, text }) if *last == choice => text.push_str(more),
            _ => self.events.push(ChatEvent::Text { choice, text: more.to_owned() }),
        }
    }

    fn reason(&mut self, choice: u32, more: &str) {
        match self.events.last_mut() {
            Some(ChatEvent::Reasoning { choice: last, text }) if *last == choice => text.push_str(more),
            _ => self.events.push(ChatEvent::Reasoning { choice, text: more.to_owned() }),
        }
    }

    /// A JSON body in place of a stream.
    fn whole(&mut self, body: &[u8]) {
        let text = String::from_utf8_lossy(body);
        let text = text.trim_start_matches('\u{feff}').trim();
        let mut spare = String::new();
        match chunk::read(text, &mut spare) {
            Ok(chunk) if is_error(&chunk, text) => self.error_line(text),
            Ok(chunk) if chunk.choices.is_empty() => match serde_json::from_str::<Value>(text) {
                Ok(value) if value.get("message").is_some() => self.error_line(text),
                _ => self.no_answer(text),
            },
            Ok(chunk) => {
                self.chunk(&chunk, text);
                self.done = true;
            }
            // A body that ends too early is a broken connection, not a wrong server.
            Err(why) if why.is_eof() => {}
            Err(_) => self.no_answer(text),
        }
    }

    fn no_answer(&mut self, text: &str) {
        let mut error =
            Error::new(ErrorKind::Decode, "The server answered with JSON that is no answer to a query.");
        error.fields().raw = Some(text.chars().take(4000).collect());
        self.fail(Outcome::ProtocolError, error);
    }

    /// Tells the newest token counts once a batch, not once a chunk.
    fn tell_usage(&mut self) {
        if std::mem::take(&mut self.usage_changed)
            && let Some(usage) = &self.usage
        {
            self.events.push(ChatEvent::Usage(usage.clone()));
        }
    }
}

/// Whether a chunk reports an error. Some servers send empty error fields with every chunk.
fn is_error(chunk: &Chunk<'_>, data: &str) -> bool {
    if chunk.error.is_none() && chunk.error_code.is_none() && chunk.external_model_message.is_none() {
        return false;
    }
    let fields: Value = serde_json::from_str(data).unwrap_or_default();
    ["error", "error_code", "external_model_message"].iter().any(|key| match fields.get(*key) {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Number(number)) => number.as_i64() != Some(0),
        Some(Value::Object(inner)) => !inner.is_empty(),
        Some(Value::Array(items)) => !items.is_empty(),
        Some(Value::Bool(true)) => true,
    })
}
