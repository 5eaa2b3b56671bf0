//! What crosses to the UI about conversations. One answer of them is in `answer_dto.rs`.

use serde::{Deserialize, Serialize};
use specta::Type;

pub(crate) use super::answer_dto::{
    Answer, AnswerEvent, AnswerOutcome, Breakdown, Cost, GuardSide, Guarded, RawCall, ToolCallShown,
};

/// A parameter of the provider, sent at the top level. `value` is JSON text: `0.9`, `"low"`, `{"type":"json_object"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExtraParam {
    pub(crate) name: String,
    pub(crate) value: String,
}

/// Whether an answer that is already here may be given again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum UseCache {
    #[default]
    Off,
    /// Only where a temperature of 0 asks for the same answer each time.
    Deterministic,
    Always,
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
    /// Texts that end the answer.
    pub(crate) stop: Vec<String>,
    /// How many answers at once, 1 to 5.
    pub(crate) n: Option<u32>,
    pub(crate) use_cache: UseCache,
}

impl Default for ChatOptions {
    fn default() -> Self {
        Self {
            temperature: None,
            max_tokens: None,
            system: String::new(),
            stream: true,
            extra: Vec::new(),
            stop: Vec::new(),
            n: None,
            use_cache: UseCache::Off,
        }
    }
}

/// What a conversation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ChatKind {
    #[default]
    Chat,
    Compare,
    Completion,
}

impl ChatKind {
    pub(crate) fn of_word(word: &str) -> Self {
        match word {
            "compare" => Self::Compare,
            "completion" => Self::Completion,
            _ => Self::Chat,
        }
    }
}

/// A picture that goes along with a message. Its bytes stay in the core.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Attachment {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) media_type: String,
    pub(crate) bytes: u32,
}

/// The saved prompt a message came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PromptFrom {
    pub(crate) prompt: String,
    pub(crate) version: u32,
}

/// The messages beside each other at one place of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Branches {
    /// Which of them this is, from 0.
    pub(crate) at: u32,
    pub(crate) of: u32,
    /// All of them, oldest first.
    pub(crate) turns: Vec<String>,
}

/// A prompt and its answers, oldest first.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Turn {
    pub(crate) id: String,
    pub(crate) prompt: String,
    pub(crate) answers: Vec<Answer>,
    /// The message before it.
    pub(crate) parent: Option<String>,
    pub(crate) branches: Branches,
    pub(crate) attachments: Vec<Attachment>,
    /// What filled the variables of the prompt, name and value.
    pub(crate) variables: Vec<(String, String)>,
    /// The answer that is looked at and that what follows goes on from; none means the newest.
    pub(crate) shown: Option<String>,
    pub(crate) prompt_from: Option<PromptFrom>,
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
    pub(crate) starred: bool,
    pub(crate) recorded: bool,
}

/// A conversation: the path through it that is looked at.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Chat {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) kind: ChatKind,
    pub(crate) endpoint: String,
    /// The served entity asked directly; none lets the traffic split decide.
    pub(crate) entity: Option<String>,
    pub(crate) options: ChatOptions,
    pub(crate) turns: Vec<Turn>,
    /// What was typed and not sent.
    pub(crate) draft: String,
    pub(crate) draft_attachments: Vec<Attachment>,
    #[specta(type = u32)]
    pub(crate) updated_at: f64,
    pub(crate) starred: bool,
    /// False: it lives in memory and is gone when the app ends.
    pub(crate) recorded: bool,
}

/// A prompt to be answered: a new one, an earlier one answered once more (`turn_id`), or one beside an earlier one
/// (`edit_of`), which begins a branch.
#[derive(Debug, Clone, Default, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ask {
    pub(crate) chat_id: String,
    pub(crate) turn_id: Option<String>,
    pub(crate) prompt: String,
    #[serde(default)]
    pub(crate) edit_of: Option<String>,
    #[serde(default)]
    pub(crate) attachments: Vec<String>,
    #[serde(default)]
    pub(crate) variables: Vec<(String, String)>,
    #[serde(default)]
    pub(crate) prompt_from: Option<PromptFrom>,
}

/// What a provider takes for a parameter, as far as it is known.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TemperatureRange {
    #[specta(type = u32)]
    pub(crate) min: f64,
    #[specta(type = u32)]
    pub(crate) max: f64,
    #[specta(type = Option<u32>)]
    pub(crate) default: Option<f64>,
    /// False: the model refuses the parameter.
    pub(crate) accepted: bool,
}

/// What is known about the longest answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LengthNeeded {
    /// The provider asks for it.
    pub(crate) needed: bool,
    pub(crate) default: Option<u32>,
}

/// Whether a model takes pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Images {
    Yes,
    No,
    Unknown,
}

/// What fits whom a conversation talks to.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Defaults {
    pub(crate) temperature: TemperatureRange,
    pub(crate) max_tokens: LengthNeeded,
    pub(crate) notes: Vec<String>,
    pub(crate) images: Images,
    pub(crate) streams: bool,
}
