//! What crosses to the window about rights.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Something a person may be allowed to do in a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Right {
    CreateEndpoints,
    CreateScopes,
    ReadSecrets,
    UseWarehouses,
    BrowseCatalogs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Allowed {
    Yes,
    No,
    /// Only trying would tell.
    Unknown,
}

/// One right, and where the answer comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccessRight {
    pub(crate) right: Right,
    pub(crate) allowed: Allowed,
    /// A finished sentence.
    pub(crate) reason: String,
    /// Whom to ask for it, where it is missing or unknown.
    pub(crate) ask: Option<String>,
}

/// Who the workspace takes us for, and what that allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Access {
    pub(crate) user: String,
    pub(crate) groups: Vec<String>,
    pub(crate) admin: bool,
    pub(crate) rights: Vec<AccessRight>,
}

/// A level of permission on an endpoint, in Databricks' own word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub(crate) enum EndpointLevel {
    #[serde(rename = "CAN_VIEW")]
    View,
    #[serde(rename = "CAN_QUERY")]
    Query,
    #[serde(rename = "CAN_MANAGE")]
    Manage,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub(crate) enum AccessAbout {
    Right { right: Right },
    Endpoint { name: String, level: EndpointLevel },
}

/// A message that a person copies and sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccessRequest {
    /// In words, such as "an admin of claims".
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
}
