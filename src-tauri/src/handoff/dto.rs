//! What crosses to the window: which text is wanted, the text with its notes, and what was understood of one that came in.

use gatewright_vault::Secret;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::endpoints::dto::EndpointDraft;
use crate::explain::FieldProblem;

/// What is handed over.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub(crate) enum HandoffSource {
    /// As it stands in the workspace now.
    Endpoint { name: String },
    /// As it is typed in the create flow.
    Draft { draft: EndpointDraft },
}

/// For whom it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum HandoffFormat {
    RestJson,
    Curl,
    Python,
    /// Asks the endpoint instead of creating it, as `Sql` does.
    Openai,
    Cli,
    Terraform,
    Bundle,
    Sql,
}

impl HandoffFormat {
    pub(crate) const ALL: [Self; 8] = [
        Self::RestJson,
        Self::Curl,
        Self::Python,
        Self::Openai,
        Self::Cli,
        Self::Terraform,
        Self::Bundle,
        Self::Sql,
    ];
}

/// The text. Empty where this cannot be said in that language; a note then says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Handoff {
    pub text: String,
    pub file_name: String,
    /// For the inks: `json`, `shell`, `python`, `hcl`, `yaml`, `sql`.
    pub language: String,
    pub notes: Vec<String>,
}

/// Text somebody pasted or dropped. A key may stand in it, so it is held as one.
#[derive(Debug, Deserialize, Type)]
#[serde(transparent)]
pub(crate) struct HandoffText(#[specta(type = String)] pub(crate) Secret<String>);

/// What was understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HandoffImport {
    /// Nothing when no endpoint was found; `problems` then says why.
    pub draft: Option<EndpointDraft>,
    /// In words, what the text was taken for.
    pub format: String,
    /// What could not be taken over.
    pub notes: Vec<String>,
    pub problems: Vec<FieldProblem>,
}
