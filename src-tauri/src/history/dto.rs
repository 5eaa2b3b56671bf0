//! What crosses to the UI about the history.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::playground::dto::AnswerOutcome;

/// Where something was asked; decides which page opens it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum HistoryKind {
    Chat,
    Compare,
    Completion,
    Embedding,
}

impl HistoryKind {
    /// As it stands in the database.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Compare => "compare",
            Self::Completion => "completion",
            Self::Embedding => "embedding",
        }
    }

    pub(crate) fn of(word: &str) -> Self {
        match word {
            "compare" => Self::Compare,
            "completion" => Self::Completion,
            "embedding" => Self::Embedding,
            _ => Self::Chat,
        }
    }
}

/// What is looked for. What is absent does not narrow; without words everything that passes the filters is found.
#[derive(Debug, Clone, Default, Deserialize, Type)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct HistorySearch {
    /// `"exact words"`, `-without`, `this OR that`, beginnings of words.
    pub(crate) words: String,
    pub(crate) endpoint: Option<String>,
    /// The served entity that was asked, or that answered.
    pub(crate) entity: Option<String>,
    pub(crate) kind: Option<HistoryKind>,
    /// Whether an answer failed, was cut off or is unknown.
    pub(crate) failed: Option<bool>,
    pub(crate) starred: Option<bool>,
    /// Milliseconds since 1970, included.
    #[specta(type = Option<u32>)]
    pub(crate) from: Option<f64>,
    /// Milliseconds since 1970, not included.
    #[specta(type = Option<u32>)]
    pub(crate) to: Option<f64>,
    pub(crate) offset: u32,
    /// At most 200.
    pub(crate) limit: u32,
}

/// A piece of a text, with what was found in it: pairs of beginning and end, counted as the window counts (UTF-16).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Excerpt {
    pub(crate) text: String,
    pub(crate) marks: Vec<(u32, u32)>,
}

/// One prompt with its answers.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HistoryHit {
    pub(crate) kind: HistoryKind,
    /// The conversation; none for embeddings.
    pub(crate) chat_id: Option<String>,
    pub(crate) turn_id: Option<String>,
    /// The answer the words are in, or the newest one.
    pub(crate) answer_id: Option<String>,
    /// The comparison, or the run of embeddings, this belongs to.
    pub(crate) place_id: Option<String>,
    pub(crate) title: String,
    pub(crate) endpoint: String,
    /// The served entity that was asked directly.
    pub(crate) entity: Option<String>,
    /// The served entity that answered last.
    pub(crate) served_by: Option<String>,
    #[specta(type = u32)]
    pub(crate) at: f64,
    pub(crate) prompt: Excerpt,
    pub(crate) answer: Excerpt,
    pub(crate) starred: bool,
    /// Of that answer.
    pub(crate) outcome: Option<AnswerOutcome>,
    /// How many answers the prompt got.
    pub(crate) answers: u32,
}

/// What was found, newest first.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HistoryPage {
    pub(crate) hits: Vec<HistoryHit>,
    pub(crate) total: u32,
    /// How long the search took.
    #[specta(type = u32)]
    pub(crate) ms: f64,
    /// The endpoints there is something of, by name.
    pub(crate) endpoints: Vec<String>,
    /// The served entities that answered, of the endpoint that was chosen; none while none is.
    pub(crate) entities: Vec<String>,
    /// Nothing is kept of this workspace at all.
    pub(crate) empty: bool,
}

/// How many conversations are older than some days, and so would go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OlderThan {
    pub(crate) days: u32,
    pub(crate) conversations: u32,
}

/// How long conversations are kept. Those with a star stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HistoryRetention {
    /// None: until they are deleted.
    pub(crate) days: Option<u32>,
    pub(crate) older: Vec<OlderThan>,
}

/// What a deletion did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HistoryDeleted {
    pub(crate) conversations: u32,
    /// Older copies of the database it could not be taken out of, as paths.
    pub(crate) left_in: Vec<String>,
}
