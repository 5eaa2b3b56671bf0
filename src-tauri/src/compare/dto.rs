//! What crosses to the UI about comparisons.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use specta::Type;

use crate::ipc::failure::Failure;
use crate::playground::dto::{Answer, AnswerEvent, ChatOptions};

/// What makes a column differ from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ColumnSource {
    /// A served entity, asked directly.
    Entity,
    /// A whole endpoint, as its callers see it.
    Endpoint,
    /// A message of its own, or a version of a saved prompt.
    Prompt,
    /// Options of its own.
    Options,
}

/// The version of a saved prompt a column asks with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ColumnPrompt {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) version: u32,
}

/// Whom a column asks, and how, as far as it differs from the comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Column {
    pub(crate) id: String,
    pub(crate) source: ColumnSource,
    pub(crate) endpoint: String,
    /// The served entity asked directly; none lets the traffic split decide.
    pub(crate) entity: Option<String>,
    pub(crate) prompt: Option<ColumnPrompt>,
    /// A message of its own instead of the one for all.
    pub(crate) message: Option<String>,
    /// Options of its own instead of those for all.
    pub(crate) options: Option<ChatOptions>,
}

/// Everything about a comparison that a person sets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ComparisonSetup {
    /// The endpoint whose entities are compared.
    pub(crate) endpoint: String,
    pub(crate) columns: Vec<Column>,
    /// The message for all columns, as typed.
    pub(crate) draft: String,
    pub(crate) variables: Vec<(String, String)>,
    /// The options of all columns that have none of their own.
    pub(crate) options: ChatOptions,
    /// How often each column is asked, 1 to 10.
    pub(crate) repeat: u32,
    /// Names, times and prices are hidden until there is a vote.
    pub(crate) blind: bool,
    /// The column the others are compared with.
    pub(crate) baseline: Option<String>,
    /// Whether differences are marked.
    pub(crate) differences: bool,
}

/// What one column was asked in one run: a conversation of its own, whose only turn has one answer a repeat.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Cell {
    pub(crate) column_id: String,
    pub(crate) chat_id: String,
    /// What the column was called then.
    pub(crate) label: String,
    pub(crate) endpoint: String,
    pub(crate) entity: Option<String>,
}

/// Whose answer was preferred in a run; no column means that none was better.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Vote {
    pub(crate) column: Option<String>,
    pub(crate) note: String,
    /// The names were hidden when it was given.
    pub(crate) blind: bool,
}

/// A vote as the window gives it.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GivenVote {
    pub(crate) column: Option<String>,
    pub(crate) note: String,
}

/// One message asked of all columns.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ComparisonRun {
    pub(crate) id: String,
    #[specta(type = u32)]
    pub(crate) at: f64,
    /// The message for all, before its variables were filled.
    pub(crate) prompt: String,
    pub(crate) repeat: u32,
    /// Names have been hidden since it began.
    pub(crate) blind: bool,
    /// In the order they are shown: as set, or shuffled while names are hidden.
    pub(crate) cells: Vec<Cell>,
    pub(crate) vote: Option<Vote>,
}

/// A comparison, without the answers.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Comparison {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) setup: ComparisonSetup,
    /// Oldest first.
    pub(crate) runs: Vec<ComparisonRun>,
    #[specta(type = u32)]
    pub(crate) updated_at: f64,
}

/// A comparison in the list.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ComparisonSummary {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) endpoint: String,
    pub(crate) columns: u32,
    pub(crate) runs: u32,
    #[specta(type = u32)]
    pub(crate) updated_at: f64,
}

/// The answers of one column in one run, oldest first.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CellAnswers {
    pub(crate) column_id: String,
    pub(crate) answers: Vec<Answer>,
}

/// One column of a run that is to begin: what it is called, and its message with the variables filled.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AskedColumn {
    pub(crate) column_id: String,
    pub(crate) label: String,
    pub(crate) prompt: String,
}

/// What happens while columns answer.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub(crate) enum CompareEvent {
    Begun {
        run: ComparisonRun,
    },
    /// What the playground says about the column's answer, handed on as it was written.
    Answer {
        column_id: String,
        #[specta(type = AnswerEvent)]
        event: Box<RawValue>,
    },
    /// The column is through, with all its repeats or with the first one that failed. A failure here means that it could
    /// not be asked.
    Ended {
        column_id: String,
        failure: Option<Failure>,
    },
}

/// The votes one column has got over all runs of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TallyRow {
    pub(crate) column_id: String,
    pub(crate) label: String,
    /// Runs with a vote that this column took part in.
    pub(crate) of: u32,
    pub(crate) wins: u32,
    /// Votes given while the names were hidden.
    pub(crate) blind_wins: u32,
    pub(crate) notes: Vec<String>,
}

/// All votes of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Tally {
    /// Most wins first.
    pub(crate) rows: Vec<TallyRow>,
    pub(crate) votes: u32,
    /// Votes that found none better.
    pub(crate) none: u32,
}

/// Where a conversation of the playground stands among the comparisons.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ComparisonPlace {
    pub(crate) comparison: String,
    pub(crate) run: String,
}
