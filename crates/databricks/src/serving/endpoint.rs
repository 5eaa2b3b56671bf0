//! An endpoint as the server describes it (reference §1.4) and the body that creates one (§1.3).

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{AiGateway, EndpointConfig, EndpointState, PermissionLevel, Task};
use crate::wire::{self, Extra};

/// A typed value together with the JSON it was read from. Edits start from the JSON ([`super::ConfigEdit`],
/// [`super::GatewayEdit`]), so that fields newer than this crate survive. Dereferences to the typed value.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot<T> {
    /// The typed value.
    pub value: T,
    /// The JSON as received.
    pub raw: Value,
}

impl<T> Deref for Snapshot<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A serving endpoint. Items of a list lack the traffic split and the permission level.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Endpoint {
    /// Unique in the workspace, immutable.
    #[serde(default, deserialize_with = "wire::text_or_empty")]
    pub name: String,
    /// What permissions are addressed by. Changes when an endpoint is deleted and created again.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Who created it; immutable.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub creator: Option<String>,
    /// Seen in practice, undocumented.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub creator_display_name: Option<String>,
    /// `User`, …; seen in practice, undocumented.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub creator_kind: Option<String>,
    /// ms since 1970.
    #[serde(default, deserialize_with = "wire::int", skip_serializing_if = "Option::is_none")]
    pub creation_timestamp: Option<i64>,
    /// ms since 1970.
    #[serde(default, deserialize_with = "wire::int", skip_serializing_if = "Option::is_none")]
    pub last_updated_timestamp: Option<i64>,
    /// Ready and update state.
    #[serde(default)]
    pub state: EndpointState,
    /// The active config.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config: Option<EndpointConfig>,
    /// The config being applied, or the one that failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending_config: Option<EndpointConfig>,
    /// Tags, flowing into billing.
    #[serde(default, deserialize_with = "wire::list", skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// What the endpoint is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<Task>,
    /// Policies; missing when none are set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ai_gateway: Option<AiGateway>,
    /// What the caller may do. Not in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission_level: Option<PermissionLevel>,
    /// `EXTERNAL_MODEL` for external ones; undocumented.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub endpoint_type: Option<String>,
    /// Set at creation only.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Never for external endpoints.
    #[serde(default, deserialize_with = "wire::boolean", skip_serializing_if = "Option::is_none")]
    pub route_optimized: Option<bool>,
    /// Route-optimised endpoints only.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub endpoint_url: Option<String>,
    /// Route-optimised endpoints only, raw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_plane_info: Option<Value>,
    /// Set at creation only.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub budget_policy_id: Option<String>,
    /// The policy in force.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub effective_budget_policy_id: Option<String>,
    /// Usage policy.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub usage_policy_id: Option<String>,
    /// Who is told about changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_notifications: Option<EmailNotifications>,
    /// Not for external endpoints, raw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telemetry_config: Option<Value>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A tag.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tag {
    /// Key.
    #[serde(default, deserialize_with = "wire::text_or_empty")]
    pub key: String,
    /// Value, if any.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Who is told about config changes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EmailNotifications {
    /// Addresses told of success.
    #[serde(default, deserialize_with = "wire::list", skip_serializing_if = "Vec::is_empty")]
    pub on_update_success: Vec<String>,
    /// Addresses told of failure.
    #[serde(default, deserialize_with = "wire::list", skip_serializing_if = "Vec::is_empty")]
    pub on_update_failure: Vec<String>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The body of a create. Send only what was set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CreateEndpoint {
    /// 1 to 63 letters, digits, `-`, `_`; immutable.
    #[serde(default, deserialize_with = "wire::text_or_empty")]
    pub name: String,
    /// What to serve. Its first form decides for good whether the endpoint is external.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config: Option<EndpointConfig>,
    /// Policies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ai_gateway: Option<AiGateway>,
    /// Tags.
    #[serde(default, deserialize_with = "wire::list", skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// Cannot be changed later.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Cannot be changed later.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub budget_policy_id: Option<String>,
    /// Who is told about changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_notifications: Option<EmailNotifications>,
    /// Leave out for external endpoints.
    #[serde(default, deserialize_with = "wire::boolean", skip_serializing_if = "Option::is_none")]
    pub route_optimized: Option<bool>,
    /// Ignored for external endpoints.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telemetry_config: Option<Value>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

impl CreateEndpoint {
    /// A body with a name alone.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

impl Endpoint {
    /// Whether every entity of the active (or else the pending) config is an external model.
    pub fn is_external(&self) -> bool {
        let config =
            self.config.as_ref().filter(|c| !c.served_entities.is_empty()).or(self.pending_config.as_ref());
        match config {
            Some(config) if !config.served_entities.is_empty() => {
                config.served_entities.iter().all(|entity| entity.external_model.is_some())
            }
            _ => self.endpoint_type.as_deref() == Some("EXTERNAL_MODEL"),
        }
    }
}
