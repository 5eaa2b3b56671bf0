//! The closed vocabularies of serving endpoints (reference §1.5) and the state of an endpoint (§1.6). Values newer than this
//! crate are kept, never refused.

use serde::{Deserialize, Serialize};

use crate::wire::{self, Extra, wire_enum};

wire_enum! {
    /// Whether all entities of the active config are ready.
    Ready {
        /// All are.
        Ready = "READY",
        /// At least one is not.
        NotReady = "NOT_READY",
    }
}

wire_enum! {
    /// What the newest config change is doing.
    ConfigUpdate {
        /// No change is going on.
        NotUpdating = "NOT_UPDATING",
        /// A change is being applied; the old config keeps answering and a second change is refused.
        InProgress = "IN_PROGRESS",
        /// The last change failed; the old config keeps answering.
        UpdateFailed = "UPDATE_FAILED",
        /// The last change was cancelled; the old config keeps answering.
        UpdateCanceled = "UPDATE_CANCELED",
    }
}

wire_enum! {
    /// The state of one served entity.
    Deployment {
        /// Being set up.
        Creating = "DEPLOYMENT_CREATING",
        /// Coming back after a failure.
        Recovering = "DEPLOYMENT_RECOVERING",
        /// Serving.
        Ready = "DEPLOYMENT_READY",
        /// Failed; see the message.
        Failed = "DEPLOYMENT_FAILED",
        /// Given up.
        Aborted = "DEPLOYMENT_ABORTED",
        /// Stopped.
        Stopped = "DEPLOYMENT_STOPPED",
        /// The server itself does not know.
        Unknown = "DEPLOYMENT_UNKNOWN",
    }
}

wire_enum! {
    /// What a principal may do with an endpoint (reference §1.2).
    PermissionLevel {
        /// See config, state and metrics.
        CanView = "CAN_VIEW",
        /// See and query.
        CanQuery = "CAN_QUERY",
        /// Everything.
        CanManage = "CAN_MANAGE",
    }
}

wire_enum! {
    /// What an external model is for.
    Task {
        /// Conversations.
        Chat = "llm/v1/chat",
        /// Text that goes on from a prompt.
        Completions = "llm/v1/completions",
        /// Vectors.
        Embeddings = "llm/v1/embeddings",
    }
}

/// `state` of an endpoint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndpointState {
    /// Whether the active config is ready.
    #[serde(default = "unsaid_ready")]
    pub ready: Ready,
    /// What the newest config change is doing.
    #[serde(default = "unsaid_update")]
    pub config_update: ConfigUpdate,
    /// Fields this crate does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Default for EndpointState {
    fn default() -> Self {
        Self { ready: unsaid_ready(), config_update: unsaid_update(), extra: Extra::new() }
    }
}

fn unsaid_ready() -> Ready {
    Ready::Other(String::new())
}

fn unsaid_update() -> ConfigUpdate {
    ConfigUpdate::Other(String::new())
}

/// `state` of a served entity.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EntityState {
    /// Where the entity stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment: Option<Deployment>,
    /// Why, in the server's words.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub deployment_state_message: Option<String>,
    /// Fields this crate does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The pair of states as one meaning (reference §1.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Ready, nothing going on.
    Ready,
    /// Ready on the old config while a change is applied.
    ReadyUpdating,
    /// Ready on the old config; the last change failed.
    ReadyUpdateFailed,
    /// Ready on the old config; the last change was cancelled.
    ReadyUpdateCanceled,
    /// Not ready; being created or changed.
    Starting,
    /// Not ready; the change failed or was cancelled.
    Failed,
    /// Not ready and nothing going on: no config yet, stopped, or about to start.
    Idle,
    /// A pair of values this crate does not know.
    Unknown,
}

impl EndpointState {
    /// The meaning of the pair.
    pub fn phase(&self) -> Phase {
        match (&self.ready, &self.config_update) {
            (Ready::Ready, ConfigUpdate::NotUpdating) => Phase::Ready,
            (Ready::Ready, ConfigUpdate::InProgress) => Phase::ReadyUpdating,
            (Ready::Ready, ConfigUpdate::UpdateFailed) => Phase::ReadyUpdateFailed,
            (Ready::Ready, ConfigUpdate::UpdateCanceled) => Phase::ReadyUpdateCanceled,
            (Ready::NotReady, ConfigUpdate::InProgress) => Phase::Starting,
            (Ready::NotReady, ConfigUpdate::UpdateFailed | ConfigUpdate::UpdateCanceled) => Phase::Failed,
            (Ready::NotReady, ConfigUpdate::NotUpdating) => Phase::Idle,
            _ => Phase::Unknown,
        }
    }

    /// Whether a config change is going on; a second one would be refused with a conflict.
    pub fn is_updating(&self) -> bool {
        self.config_update == ConfigUpdate::InProgress
    }
}
