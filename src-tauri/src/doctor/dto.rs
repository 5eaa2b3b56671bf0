//! What crosses to the window about an examination. Nothing here can hold a credential.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::explain::NextStep;

/// What is examined.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub(crate) enum DoctorTarget {
    /// A workspace of the list, with its sign-in.
    Workspace { id: String },
    /// An address nobody has signed in to yet.
    Address { host: String },
}

/// The steps, in the order in which they depend on each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum DoctorCheck {
    Name,
    Tcp,
    Tls,
    Proxy,
    Workspace,
    Token,
    Identity,
    Serving,
    Secrets,
    Warehouses,
    Catalogs,
}

/// How a step ended, or that it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum DoctorState {
    Running,
    Ok,
    /// It works, and there is something to know.
    Warning,
    Failed,
    /// Not tried, because of a step before it; the detail names it.
    Skipped,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DoctorLine {
    pub(crate) check: DoctorCheck,
    pub(crate) state: DoctorState,
    /// What was looked at, or what was found: "The name has an address".
    pub(crate) title: String,
    /// A finished sentence or two; empty while it runs.
    pub(crate) detail: String,
    /// Who can change it, where something is wrong.
    pub(crate) who_can_fix: Option<String>,
    pub(crate) next: Option<NextStep>,
    /// How long it took; none for what was skipped.
    pub(crate) milliseconds: Option<u32>,
}

/// The whole examination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DoctorReport {
    pub(crate) lines: Vec<DoctorLine>,
    /// The same for the clipboard, without any credential.
    pub(crate) text: String,
    /// One sentence: all is well, or the first thing that is not.
    pub(crate) verdict: String,
}
