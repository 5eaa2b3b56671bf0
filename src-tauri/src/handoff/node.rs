//! The tree that every writer of this room walks: JSON, and places where a person has to put a value.

use serde_json::{Number, Value};

/// A value of a text to hand over.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Null,
    Flag(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
    /// Upper case, digits and underscores.
    Variable(String),
}

impl Node {
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::List(items) => items.is_empty(),
            Self::Map(fields) => fields.is_empty(),
            _ => false,
        }
    }

    /// Whether it is written inside its line.
    pub(super) fn is_scalar(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Map(_))
    }

    /// Every text in it, keys left out.
    pub(super) fn any_text(&self, fits: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Self::Text(text) => fits(text),
            Self::List(items) => items.iter().any(|item| item.any_text(fits)),
            Self::Map(fields) => fields.iter().any(|(_, value)| value.any_text(fits)),
            _ => false,
        }
    }

    /// Whether a field of that name stands anywhere in it.
    pub(super) fn has_field(&self, name: &str) -> bool {
        match self {
            Self::List(items) => items.iter().any(|item| item.has_field(name)),
            Self::Map(fields) => fields.iter().any(|(key, value)| key == name || value.has_field(name)),
            _ => false,
        }
    }
}

/// JSON as it is, each text through `clean`.
pub(super) fn of(value: &Value, clean: &mut dyn FnMut(&str) -> String) -> Node {
    match value {
        Value::Null => Node::Null,
        Value::Bool(flag) => Node::Flag(*flag),
        Value::Number(number) => Node::Number(number.clone()),
        Value::String(text) => Node::Text(clean(text)),
        Value::Array(items) => Node::List(items.iter().map(|item| of(item, clean)).collect()),
        Value::Object(fields) => {
            Node::Map(fields.iter().map(|(key, value)| (key.clone(), of(value, clean))).collect())
        }
    }
}
