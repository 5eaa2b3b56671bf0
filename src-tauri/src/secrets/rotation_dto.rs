//! What crosses to the UI about a rotation: its steps and where they stand. References only; the new value went into the
//! scope when the rotation began and is in none of this. The same data is kept on this computer between starts.

use gatewright_vault::Secret;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::explain::Explanation;

/// A rotation to begin: the new value under a new name, beside the old one.
#[derive(Debug, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BeginRotation {
    pub(crate) scope: String,
    pub(crate) key: String,
    pub(crate) new_key: String,
    #[specta(type = String)]
    pub(crate) value: Secret<String>,
}

/// Where a rotation stands. `Interrupted` is never kept: it is what a kept one is called that nobody is working on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum RotationState {
    Stored,
    Switching,
    Switched,
    Failed,
    Undoing,
    Undone,
    Finished,
    Interrupted,
}

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum RotationStepKind {
    StoreKey,
    SwitchEndpoint,
    WaitReady,
    CallEntity,
    PutBack,
    DeleteOld,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum RotationStepState {
    Waiting,
    Running,
    Done,
    Failed,
    Skipped,
    Undone,
}

/// One step of a rotation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RotationStep {
    pub(crate) id: String,
    pub(crate) kind: RotationStepKind,
    pub(crate) endpoint: Option<String>,
    pub(crate) entity: Option<String>,
    pub(crate) state: RotationStepState,
    pub(crate) explanation: Option<Explanation>,
    #[specta(type = Option<u32>)]
    pub(crate) milliseconds: Option<f64>,
}

/// A key on its way from one name to another, in every endpoint that uses it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rotation {
    pub(crate) id: String,
    pub(crate) scope: String,
    pub(crate) old_key: String,
    pub(crate) new_key: String,
    #[specta(type = u32)]
    pub(crate) started_at: f64,
    pub(crate) state: RotationState,
    pub(crate) steps: Vec<RotationStep>,
}
