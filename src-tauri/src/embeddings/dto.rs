//! What crosses to the UI about embeddings. No vector is among it: 200 texts of a large model are six hundred thousand
//! numbers that no page shows.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::ipc::failure::Failure;
use crate::playground::dto::Cost;

/// Whom the texts go to: an endpoint, or one served entity of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EmbeddingTarget {
    pub(crate) endpoint: String,
    /// None lets the traffic split decide.
    pub(crate) entity: Option<String>,
}

/// What is typed and chosen on the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EmbeddingDraft {
    pub(crate) texts: Vec<String>,
    /// One, or two to see them side by side.
    pub(crate) targets: Vec<EmbeddingTarget>,
}

/// Texts to compare. `name` is made up by the window, for `embeddings_stop`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EmbeddingAsk {
    pub(crate) name: String,
    pub(crate) texts: Vec<String>,
    pub(crate) targets: Vec<EmbeddingTarget>,
}

/// A place on the map.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EmbeddingPoint {
    #[specta(type = u32)]
    pub(crate) x: f64,
    #[specta(type = u32)]
    pub(crate) y: f64,
}

/// What can be read out of the vectors of one model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EmbeddingPicture {
    /// Numbers per text.
    pub(crate) dimensions: u32,
    /// Length of each vector.
    #[specta(type = Vec<u32>)]
    pub(crate) norms: Vec<f64>,
    /// Cosine of each pair of texts, -1 to 1.
    #[specta(type = Vec<Vec<u32>>)]
    pub(crate) similarities: Vec<Vec<f64>>,
    /// For each text the others, most alike first.
    pub(crate) nearest: Vec<Vec<u32>>,
    pub(crate) points: Vec<EmbeddingPoint>,
    /// How much of the differences the map shows, 0 to 1.
    #[specta(type = u32)]
    pub(crate) shown: f64,
}

/// What one model made of the texts, or why it did not.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EmbeddingSide {
    pub(crate) endpoint: String,
    pub(crate) entity: Option<String>,
    /// The served entity that answered.
    pub(crate) served_by: Option<String>,
    pub(crate) provider_name: Option<String>,
    pub(crate) provider_mark: Option<String>,
    pub(crate) model: Option<String>,
    /// How many calls were sent: providers take only so many texts in one.
    pub(crate) calls: u32,
    #[specta(type = Option<u32>)]
    pub(crate) total_ms: Option<f64>,
    pub(crate) tokens: Option<u32>,
    /// Nobody counted; this is (characters + 1) / 4 for each text.
    pub(crate) estimated_tokens: bool,
    /// What the tokens cost; none when nobody wrote the model's price down.
    #[serde(default)]
    pub(crate) cost: Option<Cost>,
    /// The text with the most tokens, and how many, estimated.
    pub(crate) longest_text: u32,
    pub(crate) longest_tokens: u32,
    /// The longest text that its maker says the model reads whole, in tokens.
    pub(crate) token_limit: Option<u32>,
    pub(crate) request_id: Option<String>,
    pub(crate) notes: Vec<String>,
    pub(crate) picture: Option<EmbeddingPicture>,
    pub(crate) failure: Option<Failure>,
}

/// A comparison that was made, kept on this computer.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EmbeddingRun {
    pub(crate) id: String,
    #[specta(type = u32)]
    pub(crate) at: f64,
    pub(crate) texts: Vec<String>,
    pub(crate) sides: Vec<EmbeddingSide>,
}

/// A run in the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EmbeddingRunSummary {
    pub(crate) id: String,
    #[specta(type = u32)]
    pub(crate) at: f64,
    /// The beginning of the first text.
    pub(crate) title: String,
    pub(crate) texts: u32,
    pub(crate) endpoints: Vec<String>,
    /// Some model gave nothing.
    pub(crate) failed: bool,
}

/// The files a run can be kept as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum EmbeddingFile {
    VectorsCsv,
    VectorsJson,
    SimilaritiesCsv,
}
