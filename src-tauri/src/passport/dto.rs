//! What crosses to the UI about passports; `Passport` is also what the file holds, word for word.

use serde::{Deserialize, Serialize};
use specta::Type;

/// How the endpoint was asked by whoever made the passport.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PassportParameters {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[specta(type = Option<u32>)]
    pub(crate) temperature: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) max_tokens: Option<u32>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) system: String,
}

/// Where an endpoint is, and how to begin with it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Passport {
    /// Always the word `passport`.
    pub(crate) gatewright: String,
    pub(crate) version: u32,
    /// The workspace's address; the word `sandbox` for the simulated one.
    pub(crate) host: String,
    pub(crate) endpoint: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) entity: Option<String>,
    pub(crate) title: String,
    pub(crate) task: String,
    pub(crate) starters: Vec<String>,
    /// What bounds its use, in words.
    pub(crate) limits: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) parameters: Option<PassportParameters>,
}

/// What the person puts into a passport.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PassportChoices {
    pub(crate) title: String,
    pub(crate) starters: Vec<String>,
    /// Whether it says how the newest chat with the endpoint asked it.
    pub(crate) parameters: bool,
}

/// A passport as a file.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PassportFile {
    pub(crate) text: String,
    pub(crate) file_name: String,
}

/// What was found in a text.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PassportRead {
    pub(crate) passport: Option<Passport>,
    /// The connected workspace it is about; none when there is none.
    pub(crate) workspace: Option<String>,
    pub(crate) problems: Vec<String>,
}

/// Where an opened passport leads.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PassportOpened {
    /// None: connect to `host` first.
    pub(crate) workspace: Option<String>,
    pub(crate) host: String,
    pub(crate) endpoint: String,
    pub(crate) entity: Option<String>,
}
