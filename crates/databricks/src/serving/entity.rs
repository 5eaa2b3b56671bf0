//! What an endpoint serves and how its traffic is split: config, served entities, routes (reference §1.3 and §1.4). One set of types
//! reads and writes; fields that only the server sets say so.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{EntityState, ExternalModel};
use crate::wire::{self, Extra};

/// The config of an endpoint: active (`config`) or being applied (`pending_config`).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EndpointConfig {
    /// Output only, rarely present.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Counts up with each applied change. Output only.
    #[serde(default, deserialize_with = "wire::int", skip_serializing_if = "Option::is_none")]
    pub config_version: Option<i64>,
    /// What is served. Fallback walks this order.
    #[serde(default, deserialize_with = "wire::list", skip_serializing_if = "Vec::is_empty")]
    pub served_entities: Vec<ServedEntity>,
    /// Mirror of `served_entities` in the old format. Passed over when reading: in a long list it is half of the text. The raw
    /// JSON that edits start from has it.
    #[serde(default, skip_serializing, deserialize_with = "wire::passed_over")]
    pub served_models: (),
    /// How traffic is split. Mandatory with more than one entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traffic_config: Option<TrafficConfig>,
    /// Deprecated inference table settings, raw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auto_capture_config: Option<Value>,
    /// When the pending change began, ms since 1970. Output only.
    #[serde(default, deserialize_with = "wire::int", skip_serializing_if = "Option::is_none")]
    pub start_time: Option<i64>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `traffic_config`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TrafficConfig {
    /// One route an entity; percentages add up to 100.
    #[serde(default, deserialize_with = "wire::list", skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<Route>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A share of the traffic. Replies carry both names with the same value; requests need one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Route {
    /// The entity.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub served_entity_name: Option<String>,
    /// The entity, under the older key.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub served_model_name: Option<String>,
    /// 0 to 100, whole.
    #[serde(default, deserialize_with = "wire::int", skip_serializing_if = "Option::is_none")]
    pub traffic_percentage: Option<i64>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A served entity. External ones carry only `name` and `external_model` when written (reference §0 rule 4); the fields of computed models are read and never sent for them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ServedEntity {
    /// Unique within the endpoint: letters, digits, `-`, `_`.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Set for external models.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_model: Option<Box<ExternalModel>>,
    /// Set for models hosted by Databricks, raw. Output only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foundation_model: Option<Value>,
    /// Registered model or feature spec.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub entity_name: Option<String>,
    /// Its version.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub entity_version: Option<String>,
    /// Compute size.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub workload_size: Option<String>,
    /// Compute kind.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub workload_type: Option<String>,
    /// Whether idle compute is stopped.
    #[serde(default, deserialize_with = "wire::boolean", skip_serializing_if = "Option::is_none")]
    pub scale_to_zero_enabled: Option<bool>,
    /// Lower bound.
    #[serde(default, deserialize_with = "wire::int", skip_serializing_if = "Option::is_none")]
    pub min_provisioned_concurrency: Option<i64>,
    /// Upper bound.
    #[serde(default, deserialize_with = "wire::int", skip_serializing_if = "Option::is_none")]
    pub max_provisioned_concurrency: Option<i64>,
    /// Tokens a second, lower bound.
    #[serde(default, deserialize_with = "wire::int", skip_serializing_if = "Option::is_none")]
    pub min_provisioned_throughput: Option<i64>,
    /// Tokens a second, upper bound.
    #[serde(default, deserialize_with = "wire::int", skip_serializing_if = "Option::is_none")]
    pub max_provisioned_throughput: Option<i64>,
    /// Model units.
    #[serde(default, deserialize_with = "wire::int", skip_serializing_if = "Option::is_none")]
    pub provisioned_model_units: Option<i64>,
    /// Write-only.
    #[serde(default, deserialize_with = "wire::boolean", skip_serializing_if = "Option::is_none")]
    pub burst_scaling_enabled: Option<bool>,
    /// Environment of a custom model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment_vars: Option<BTreeMap<String, Value>>,
    /// Instance profile of a custom model.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub instance_profile_arn: Option<String>,
    /// Output only.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub creator: Option<String>,
    /// ms since 1970. Output only.
    #[serde(default, deserialize_with = "wire::int", skip_serializing_if = "Option::is_none")]
    pub creation_timestamp: Option<i64>,
    /// Where it stands. Output only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<EntityState>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Route {
    /// A share for an entity.
    pub fn new(entity: impl Into<String>, traffic_percentage: i64) -> Self {
        Self {
            served_entity_name: Some(entity.into()),
            traffic_percentage: Some(traffic_percentage),
            ..Self::default()
        }
    }

    /// The entity's name, whichever key carries it.
    pub fn entity(&self) -> &str {
        self.served_entity_name.as_deref().or(self.served_model_name.as_deref()).unwrap_or_default()
    }
}

impl ServedEntity {
    /// An external model under a name.
    pub fn external(name: impl Into<String>, model: ExternalModel) -> Self {
        Self { name: Some(name.into()), external_model: Some(Box::new(model)), ..Self::default() }
    }

    /// The name, or the empty string.
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }
}
