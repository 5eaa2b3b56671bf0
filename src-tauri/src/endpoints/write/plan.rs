//! What a room wants written: plain data, kept in the ledger as it stands (without values of secrets).

use gatewright_databricks::serving::{Endpoint, Snapshot};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use specta::Type;

use crate::endpoints::stamp::stamp;

/// What a write does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum WriteKind {
    Create,
    /// The whole config: served entities and routes.
    Config,
    /// Not a write: waits until the config has been taken over.
    WaitReady,
    Tags,
    /// The whole AI Gateway.
    Gateway,
    Notifications,
    Permissions,
    Delete,
}

/// Which job of the app it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Origin {
    Create,
    Edit,
    Traffic,
    Gateway,
    Restore,
    Ramp,
    Rotation,
    Clone,
    Drill,
    Bulk,
    Delete,
    /// Deleted and made again, for what is fixed when an endpoint is created.
    Recreate,
}

/// One write. Made by the constructors below, which know the call of each kind.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PlannedWrite {
    pub(crate) kind: WriteKind,
    /// What a person reads: "Write served entities and traffic".
    pub(crate) title: String,
    pub(crate) method: String,
    pub(crate) path: String,
    /// What is sent.
    pub(crate) body: Value,
    /// The part of the endpoint this write replaces, as it was read; null when there was none.
    pub(crate) before: Value,
}

/// A change: some writes of one endpoint, in order.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Planned {
    pub(crate) endpoint: String,
    pub(crate) origin: Origin,
    /// What a person reads: "Split of support-chat".
    pub(crate) title: String,
    /// The reading the plan was made from; refused when the endpoint has another one by then.
    pub(crate) stamp: Option<String>,
    /// The whole endpoint as it was read; null when there was none.
    pub(crate) before: Value,
    pub(crate) writes: Vec<PlannedWrite>,
}

impl Planned {
    /// Writes onto an endpoint as it was just read; refused when it is another one by the time it is written.
    pub(crate) fn onto(
        current: &Snapshot<Endpoint>,
        origin: Origin,
        title: impl Into<String>,
        writes: Vec<PlannedWrite>,
    ) -> Self {
        Self {
            endpoint: current.name.clone(),
            origin,
            title: title.into(),
            stamp: Some(stamp(current)),
            before: current.raw.clone(),
            writes,
        }
    }

    /// Whether it deletes the endpoint and makes it again.
    pub(crate) fn makes_again(&self) -> bool {
        let at = |kind| self.writes.iter().position(|write| write.kind == kind);
        matches!((at(WriteKind::Delete), at(WriteKind::Create)), (Some(gone), Some(made)) if gone < made)
    }

    /// Makes an endpoint.
    pub(crate) fn creation(name: &str, origin: Origin, title: impl Into<String>, body: Value) -> Self {
        Self {
            endpoint: name.to_owned(),
            origin,
            title: title.into(),
            stamp: None,
            before: Value::Null,
            writes: vec![PlannedWrite::create(body)],
        }
    }
}

impl PlannedWrite {
    fn new(kind: WriteKind, title: &str, method: &str, path: String, body: Value, before: Value) -> Self {
        Self { kind, title: title.to_owned(), method: method.to_owned(), path, body, before }
    }

    /// Creates the endpoint from the body of `POST serving-endpoints`.
    pub(crate) fn create(body: Value) -> Self {
        let path = "/api/2.0/serving-endpoints".to_owned();
        Self::new(WriteKind::Create, "Create the endpoint", "POST", path, body, Value::Null)
    }

    /// Replaces the config by `body`, a `ConfigEdit`'s; `before` is the config as read: the active one, or the pending one
    /// where there is no active one yet.
    pub(crate) fn config(endpoint: &str, body: Value, before: Value) -> Self {
        let title = "Write served entities and traffic";
        Self::new(WriteKind::Config, title, "PUT", path(endpoint, "/config"), body, before)
    }

    /// Waits until the endpoint has taken the config over.
    pub(crate) fn wait_ready(endpoint: &str) -> Self {
        let title = "Wait until the endpoint is ready";
        Self::new(WriteKind::WaitReady, title, "GET", path(endpoint, ""), Value::Null, Value::Null)
    }

    /// Adds (or changes) tags, each `{key, value?}`, and removes keys; `before` is the list of tags as read.
    pub(crate) fn tags(endpoint: &str, add: &[Value], remove: &[String], before: Value) -> Self {
        let mut body = serde_json::Map::new();
        if !add.is_empty() {
            body.insert("add_tags".into(), json!(add));
        }
        if !remove.is_empty() {
            body.insert("delete_tags".into(), json!(remove));
        }
        let path = path(endpoint, "/tags");
        Self::new(WriteKind::Tags, "Change the tags", "PATCH", path, Value::Object(body), before)
    }

    /// Replaces the AI Gateway by `body`; `before` is `ai_gateway` as read.
    pub(crate) fn gateway(endpoint: &str, body: Value, before: Value) -> Self {
        let title = "Write the AI Gateway";
        Self::new(WriteKind::Gateway, title, "PUT", path(endpoint, "/ai-gateway"), body, before)
    }

    /// Replaces both lists of addresses; `mails` is `{on_update_success, on_update_failure}`, `before` the same as read.
    pub(crate) fn notifications(endpoint: &str, mails: Value, before: Value) -> Self {
        let body = json!({ "email_notifications": mails });
        let path = path(endpoint, "/notifications");
        Self::new(WriteKind::Notifications, "Change who is told", "PATCH", path, body, before)
    }

    /// Replaces all direct grants by `rules` (each one principal and a `permission_level`); `before` are the rules of
    /// before. `id` is the endpoint's id; for an endpoint that is created by the same plan, its name will do.
    pub(crate) fn permissions(id: &str, rules: &[Value], before: Value) -> Self {
        let path = format!("/api/2.0/permissions/serving-endpoints/{id}");
        let body = json!({ "access_control_list": rules });
        Self::new(WriteKind::Permissions, "Write who may use it", "PUT", path, body, before)
    }

    /// Deletes the endpoint; `before` is the whole of it.
    pub(crate) fn delete(endpoint: &str, before: Value) -> Self {
        let path = path(endpoint, "");
        Self::new(WriteKind::Delete, "Delete the endpoint", "DELETE", path, Value::Null, before)
    }

    /// With another title.
    #[must_use]
    pub(crate) fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }
}

/// Bodies may hold provider keys in plain text on their way out.
impl std::fmt::Debug for PlannedWrite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PlannedWrite")
            .field("kind", &self.kind)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Planned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Planned")
            .field("endpoint", &self.endpoint)
            .field("origin", &self.origin)
            .field("writes", &self.writes)
            .finish_non_exhaustive()
    }
}

fn path(endpoint: &str, rest: &str) -> String {
    format!("/api/2.0/serving-endpoints/{endpoint}{rest}")
}
