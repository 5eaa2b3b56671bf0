//! What crosses to the UI about saved prompts.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::playground::dto::{ChatOptions, PromptFrom};

/// Whom a prompt was made for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PromptTarget {
    pub(crate) endpoint: String,
    pub(crate) entity: Option<String>,
}

/// What a variable is filled with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum VariableKind {
    #[default]
    Line,
    Long,
    Number,
    Choice,
}

/// How one variable of a prompt is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PromptVariable {
    pub(crate) name: String,
    pub(crate) kind: VariableKind,
    /// What stands over its field; `""` is the name.
    pub(crate) label: String,
    pub(crate) choices: Vec<String>,
}

/// Everything that a version keeps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PromptContent {
    pub(crate) name: String,
    /// `""` is the top, `a/b` a folder in a folder.
    pub(crate) folder: String,
    pub(crate) tags: Vec<String>,
    pub(crate) system: String,
    /// The message; `{{name}}` stands for what is filled in later.
    pub(crate) template: String,
    pub(crate) target: Option<PromptTarget>,
    pub(crate) options: Option<ChatOptions>,
    /// Variables that say more than their name; versions from before have none.
    #[serde(default)]
    pub(crate) variables: Vec<PromptVariable>,
}

/// What a message with variables is filled with, when a saved prompt is known for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PromptFilling {
    pub(crate) prompt: Option<PromptFrom>,
    pub(crate) fields: Vec<PromptVariable>,
    /// The last values, name and value.
    pub(crate) values: Vec<(String, String)>,
}

/// A CSV file: a column for each variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PromptRows {
    pub(crate) columns: Vec<String>,
    /// As many cells as there are columns.
    pub(crate) rows: Vec<Vec<String>>,
    /// What was not as one expects, in sentences.
    pub(crate) notes: Vec<String>,
}

/// A prompt in the list.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PromptSummary {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) folder: String,
    pub(crate) tags: Vec<String>,
    pub(crate) version: u32,
    /// Something is typed that is in no version yet.
    pub(crate) drafted: bool,
    #[specta(type = u32)]
    pub(crate) updated_at: f64,
}

/// A prompt: its newest version, and what is typed over it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Prompt {
    pub(crate) id: String,
    pub(crate) version: u32,
    pub(crate) content: PromptContent,
    pub(crate) draft: Option<PromptContent>,
    #[specta(type = u32)]
    pub(crate) updated_at: f64,
}

/// A saved state of a prompt; it never changes.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PromptVersion {
    pub(crate) version: u32,
    /// Why it was saved, when it was not the person who said so.
    pub(crate) note: String,
    #[specta(type = u32)]
    pub(crate) saved_at: f64,
    pub(crate) content: PromptContent,
}

/// Which kind of file prompts are written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum PromptFormat {
    /// Everything, to be read again here.
    Json,
    /// A configuration of promptfoo: the messages only.
    Promptfoo,
}

/// Prompts as a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PromptFile {
    pub(crate) file_name: String,
    pub(crate) text: String,
}

/// What came of reading a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ImportedPrompts {
    /// The new prompts' ids.
    pub(crate) added: Vec<String>,
    /// What the file held that has no place here.
    pub(crate) notes: Vec<String>,
}
