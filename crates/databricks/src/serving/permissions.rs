//! Who may do what with an endpoint (reference §1.2). Addressed by the endpoint's **id**, not its name.

use serde::{Deserialize, Serialize};

use super::PermissionLevel;
use crate::wire::{self, Extra};

/// The access list of an endpoint as read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Permissions {
    /// `/serving-endpoints/<id>`.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub object_id: Option<String>,
    /// `serving-endpoint`.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub object_type: Option<String>,
    /// One entry a principal.
    #[serde(default, deserialize_with = "wire::list", skip_serializing_if = "Vec::is_empty")]
    pub access_control_list: Vec<AccessEntry>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What one principal may do.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AccessEntry {
    /// Set for users.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// Set for groups.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    /// Set for service principals: the application id.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub service_principal_name: Option<String>,
    /// Name for people.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Direct and inherited grants.
    #[serde(default, deserialize_with = "wire::list", skip_serializing_if = "Vec::is_empty")]
    pub all_permissions: Vec<GrantedPermission>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One grant.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GrantedPermission {
    /// What it allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission_level: Option<PermissionLevel>,
    /// Whether it comes from above and cannot be taken away here.
    #[serde(default, deserialize_with = "wire::boolean", skip_serializing_if = "Option::is_none")]
    pub inherited: Option<bool>,
    /// Where from.
    #[serde(default, deserialize_with = "wire::list", skip_serializing_if = "Vec::is_empty")]
    pub inherited_from_object: Vec<String>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A direct grant to write. Exactly one principal.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AccessRule {
    /// A user, by mail address.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// A group.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub group_name: Option<String>,
    /// A service principal, by application id.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub service_principal_name: Option<String>,
    /// What to allow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission_level: Option<PermissionLevel>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A level on offer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PermissionLevelDescription {
    /// The level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permission_level: Option<PermissionLevel>,
    /// What it means.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}
