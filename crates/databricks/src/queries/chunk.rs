//! One data line of a chat stream, read without building a tree: text is borrowed from the line wherever JSON allows it. Everything
//! rare (errors, blocks) is read again, slowly, by its caller.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::Usage;
use crate::wire;

/// A chunk of an answer: streamed (`delta`) or whole (`message`).
#[derive(Debug, Default, serde::Deserialize)]
pub(super) struct Chunk<'a> {
    #[serde(default, borrow, deserialize_with = "some_list")]
    pub(super) choices: Vec<ChunkChoice<'a>>,
    #[serde(default, borrow)]
    pub(super) model: Text<'a>,
    #[serde(default)]
    pub(super) usage: Option<Usage>,
    #[serde(default)]
    pub(super) error: Option<IgnoredAny>,
    #[serde(default)]
    pub(super) error_code: Option<IgnoredAny>,
    #[serde(default)]
    pub(super) external_model_message: Option<IgnoredAny>,
    #[serde(default)]
    pub(super) input_guardrail: Option<IgnoredAny>,
    #[serde(default)]
    pub(super) output_guardrail: Option<IgnoredAny>,
    #[serde(default)]
    pub(super) databricks_service_policy: Option<IgnoredAny>,
}

#[derive(Debug, Default, serde::Deserialize)]
pub(super) struct ChunkChoice<'a> {
    #[serde(default, deserialize_with = "wire::int")]
    pub(super) index: Option<i64>,
    #[serde(default, borrow)]
    pub(super) delta: Option<Delta<'a>>,
    #[serde(default, borrow)]
    pub(super) message: Option<Delta<'a>>,
    /// Completions.
    #[serde(default, borrow)]
    pub(super) text: Text<'a>,
    #[serde(default, borrow)]
    pub(super) finish_reason: Text<'a>,
}

#[derive(Debug, Default, serde::Deserialize)]
pub(super) struct Delta<'a> {
    #[serde(default, borrow)]
    pub(super) content: Text<'a>,
    #[serde(default, borrow)]
    pub(super) reasoning_content: Text<'a>,
    #[serde(default, borrow)]
    pub(super) reasoning: Text<'a>,
    #[serde(default, borrow)]
    pub(super) refusal: Text<'a>,
    #[serde(default, deserialize_with = "some_list")]
    pub(super) tool_calls: Vec<ToolDelta>,
}

#[derive(Debug, Default, serde::Deserialize)]
pub(super) struct ToolDelta {
    #[serde(default, deserialize_with = "wire::int")]
    pub(super) index: Option<i64>,
    #[serde(default, deserialize_with = "wire::text")]
    pub(super) id: Option<String>,
    #[serde(default)]
    pub(super) function: Option<FunctionDelta>,
}

#[derive(Debug, Default, serde::Deserialize)]
pub(super) struct FunctionDelta {
    #[serde(default, deserialize_with = "wire::text")]
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) arguments: Option<Value>,
}

/// Text, blocks, or nothing.
#[derive(Debug, Default)]
pub(super) enum Text<'a> {
    #[default]
    None,
    Some(Cow<'a, str>),
    Blocks(Vec<Value>),
}

impl<'a> Text<'a> {
    /// The text, when it is plain and not empty.
    pub(super) fn plain(&self) -> Option<&str> {
        match self {
            Text::Some(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Text::Some(Cow::Borrowed(text)))
    }
    fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
        Ok(Text::Some(Cow::Owned(text.to_owned())))
    }
    fn visit_string<E>(self, text: String) -> Result<Text<'de>, E> {
        Ok(Text::Some(Cow::Owned(text)))
    }
    fn visit_unit<E>(self) -> Result<Text<'de>, E> {
        Ok(Text::None)
    }
    fn visit_bool<E>(self, _: bool) -> Result<Text<'de>, E> {
        Ok(Text::None)
    }
    fn visit_i64<E>(self, value: i64) -> Result<Text<'de>, E> {
        Ok(Text::Some(Cow::Owned(value.to_string())))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Text<'de>, E> {
        Ok(Text::Some(Cow::Owned(value.to_string())))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Text<'de>, E> {
        Ok(Text::Some(Cow::Owned(value.to_string())))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Text<'de>, A::Error> {
        let mut blocks = Vec::new();
        while let Some(block) = seq.next_element()? {
            blocks.push(block);
        }
        Ok(Text::Blocks(blocks))
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Text<'de>, A::Error> {
        let block = Value::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
        Ok(Text::Blocks(vec![block]))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

/// A list whose key may be `null`.
fn some_list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::<Vec<T>>::deserialize(deserializer)?.unwrap_or_default())
}

/// Reads a chunk. Halves of a surrogate pair that stand alone, which JSON allows and Rust's text does not, become U+FFFD.
pub(super) fn read<'a>(line: &'a str, repaired: &'a mut String) -> Result<Chunk<'a>, serde_json::Error> {
    match serde_json::from_str(line) {
        Err(error) if has_surrogate(line) => {
            *repaired = repair(line);
            if repaired == line { Err(error) } else { serde_json::from_str(repaired) }
        }
        read => read,
    }
}

fn has_surrogate(line: &str) -> bool {
    line.contains("\\ud") || line.contains("\\uD")
}

/// Replaces lone surrogate escapes.
pub(super) fn repair(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let width = match surrogate(escape) {
            Some(high)
                if high < 0xdc00
                    && surrogate(escape.get(6..).unwrap_or_default()).is_some_and(|low| low >= 0xdc00) =>
            {
                out.push_str(escape.get(..12).unwrap_or_default());
                12
            }
            Some(_) => {
                out.push_str("\\ufffd");
                6
            }
            None => {
                // The backslash and what it escapes, which may be a backslash itself.
                let width = 1 + escape.chars().nth(1).map_or(0, char::len_utf8);
                out.push_str(escape.get(..width).unwrap_or_default());
                width
            }
        };
        rest = escape.get(width..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// The value of a surrogate escape that `text` begins with.
fn surrogate(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let value = u32::from_str_radix(digits, 16).ok()?;
    (0xd800..0xe000).contains(&value).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lone_surrogates_are_replaced_and_pairs_stay() {
        assert_eq!(repair(r#""a\ud83db""#), r#""a\ufffdb""#);
        assert_eq!(repair(r#""\ud83d\ude00""#), r#""\ud83d\ude00""#);
        assert_eq!(repair(r#""\ude00\ud83d""#), r#""\ufffd\ufffd""#);
        assert_eq!(repair(r#""\\ud83d \"""#), r#""\\ud83d \"""#);
    }

    #[test]
    fn text_without_escapes_is_borrowed() {
        let mut spare = String::new();
        let chunk = read(r#"{"choices":[{"index":0,"delta":{"content":"tok"}}]}"#, &mut spare).unwrap();
        let Some(Delta { content: Text::Some(text), .. }) = &chunk.choices[0].delta else {
            panic!("no text")
        };
        assert!(matches!(text, Cow::Borrowed("tok")));
    }
}
