//! Messages and what they contain: text, a list of blocks, or nothing (reference §5.2 and §5.3). The same types are sent and read, so
//! that an answer can go back into the conversation unchanged.

use serde::de::Deserializer;
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::wire::{self, Extra};

/// A message of a conversation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// `system`, `user`, `assistant`, `tool`, `developer`, …
    #[serde(default, deserialize_with = "wire::text_or_empty")]
    pub role: String,
    /// What it says.
    #[serde(default)]
    pub content: Content,
    /// Name of the speaker.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Tools the model wants called.
    #[serde(default, deserialize_with = "wire::list", skip_serializing_if = "Vec::is_empty")]
    pub tool_calls: Vec<ToolCall>,
    /// Which call a `tool` message answers.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub tool_call_id: Option<String>,
    /// Fields this crate does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What a message contains.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Content {
    /// `null` or missing, as beside tool calls.
    #[default]
    Empty,
    /// Text.
    Text(String),
    /// Blocks: text, reasoning, pictures, …
    Blocks(Vec<Block>),
}

/// A content block, kept raw so that it goes back unchanged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Block(pub Value);

/// A tool the model wants called.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ToolCall {
    /// Identifies the call; some providers give none.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `function`.
    #[serde(
        default,
        rename = "type",
        deserialize_with = "wire::text",
        skip_serializing_if = "Option::is_none"
    )]
    pub kind: Option<String>,
    /// What to call.
    #[serde(default)]
    pub function: ToolFunction,
    /// Fields this crate does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A function and its arguments.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ToolFunction {
    /// Name.
    #[serde(default, deserialize_with = "wire::text_or_empty")]
    pub name: String,
    /// Arguments as JSON text.
    #[serde(default, deserialize_with = "arguments")]
    pub arguments: String,
    /// Fields this crate does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Some providers send the arguments as an object instead of its text.
fn arguments<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Null => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    })
}

impl Message {
    /// A message of any role.
    pub fn new(role: impl Into<String>, text: impl Into<String>) -> Self {
        Self { role: role.into(), content: Content::Text(text.into()), ..Self::default() }
    }

    /// What the user says.
    pub fn user(text: impl Into<String>) -> Self {
        Self::new("user", text)
    }

    /// What the model is told beforehand.
    pub fn system(text: impl Into<String>) -> Self {
        Self::new("system", text)
    }

    /// What the model said.
    pub fn assistant(text: impl Into<String>) -> Self {
        Self::new("assistant", text)
    }

    /// All text in order, without reasoning.
    pub fn text(&self) -> String {
        self.content.text()
    }

    /// All reasoning in order: from blocks, or from the `reasoning_content` and `reasoning` fields some providers use.
    pub fn reasoning(&self) -> String {
        let blocks = self.content.reasoning();
        if !blocks.is_empty() {
            return blocks;
        }
        ["reasoning_content", "reasoning"]
            .iter()
            .find_map(|key| self.extra.get(*key).and_then(Value::as_str))
            .unwrap_or_default()
            .to_owned()
    }
}

impl Content {
    /// All text in order, without reasoning.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Blocks(blocks) => blocks.iter().filter_map(Block::text).collect(),
        }
    }

    /// All reasoning in order.
    pub fn reasoning(&self) -> String {
        match self {
            Self::Blocks(blocks) => blocks.iter().map(Block::reasoning).collect(),
            _ => String::new(),
        }
    }
}

impl Block {
    /// A text block.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(json!({ "type": "text", "text": text.into() }))
    }

    /// A picture by `https:` or `data:` address.
    pub fn from_image(url: impl Into<String>) -> Self {
        Self(json!({ "type": "image_url", "image_url": { "url": url.into() } }))
    }

    /// `type`, or the empty string.
    pub fn kind(&self) -> &str {
        self.0.get("type").and_then(Value::as_str).unwrap_or_default()
    }

    /// The text of a text block. A bare string inside a list counts as one.
    pub fn text(&self) -> Option<&str> {
        if let Value::String(text) = &self.0 {
            return Some(text);
        }
        matches!(self.kind(), "text" | "output_text" | "").then(|| self.0.get("text")?.as_str()).flatten()
    }

    /// The text of a reasoning block, or the empty string.
    pub fn reasoning(&self) -> String {
        if !matches!(self.kind(), "reasoning" | "thinking") {
            return String::new();
        }
        let summary = match self.0.get("summary") {
            Some(Value::Array(parts)) => parts.iter().filter_map(|part| part.get("text")?.as_str()).collect(),
            Some(Value::String(text)) => text.clone(),
            _ => String::new(),
        };
        if !summary.is_empty() {
            return summary;
        }
        ["thinking", "text", "reasoning"]
            .iter()
            .find_map(|key| self.0.get(*key).and_then(Value::as_str))
            .unwrap_or_default()
            .to_owned()
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Empty => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Blocks(blocks) => blocks.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(deserializer)? {
            Value::Null => Self::Empty,
            Value::String(text) => Self::Text(text),
            Value::Array(items) => Self::Blocks(items.into_iter().map(Block).collect()),
            block @ Value::Object(_) => Self::Blocks(vec![Block(block)]),
            other => Self::Text(other.to_string()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_content_is_read_and_goes_back_unchanged() {
        let blocks = json!([
            {"type": "reasoning", "summary": [{"type": "summary_text", "text": "hm", "signature": "s"}]},
            {"type": "text", "text": "a"}, "b", {"type": "later", "x": 1}
        ]);
        for (content, text) in [(json!(null), ""), (json!("plain"), "plain"), (blocks, "ab")] {
            let wire = json!({"role": "assistant", "content": content, "refusal": null});
            let message: Message = serde_json::from_value(wire.clone()).unwrap();
            assert_eq!(message.text(), text);
            assert_eq!(serde_json::to_value(&message).unwrap(), wire);
        }
    }

    #[test]
    fn reasoning_is_found_in_blocks_and_in_fields() {
        let block: Message =
            serde_json::from_value(json!({"content": [{"type": "reasoning", "summary": [{"text": "why"}]}]}))
                .unwrap();
        let field: Message =
            serde_json::from_value(json!({"content": "x", "reasoning_content": "why"})).unwrap();
        assert_eq!((block.reasoning(), field.reasoning()), ("why".to_owned(), "why".to_owned()));
    }

    #[test]
    fn arguments_may_come_as_an_object() {
        let call: ToolCall =
            serde_json::from_value(json!({"function": {"name": "f", "arguments": {"a": 1}}})).unwrap();
        assert_eq!(call.function.arguments, r#"{"a":1}"#);
    }
}
