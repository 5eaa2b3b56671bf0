//! Who the caller is (reference §7.7), and which workspace answered.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::transport::{Call, Core, Meta};
use crate::wire::{self, Extra};

/// Questions about the caller.
#[derive(Debug, Clone)]
pub struct Identity {
    core: Arc<Core>,
}

/// The caller, and the workspace that knows them.
#[derive(Debug, Clone, PartialEq)]
pub struct Me {
    /// The caller.
    pub user: User,
    /// The workspace's id, from the `x-databricks-org-id` header.
    pub workspace_id: Option<String>,
    /// Request id and timing of the answer.
    pub meta: Meta,
}

/// A SCIM user or service principal.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// SCIM id.
    #[serde(default, deserialize_with = "wire::text_or_empty")]
    pub id: String,
    /// Mail address; the application id for a service principal.
    #[serde(default, rename = "userName", deserialize_with = "wire::text_or_empty")]
    pub user_name: String,
    /// Name for people.
    #[serde(default, rename = "displayName", deserialize_with = "wire::text")]
    pub display_name: Option<String>,
    /// Whether the account is active.
    #[serde(default, deserialize_with = "wire::boolean")]
    pub active: Option<bool>,
    /// Mail addresses.
    #[serde(default, deserialize_with = "wire::list")]
    pub emails: Vec<Entry>,
    /// Groups.
    #[serde(default, deserialize_with = "wire::list")]
    pub groups: Vec<Entry>,
    /// Entitlements, such as `workspace-access`.
    #[serde(default, deserialize_with = "wire::list")]
    pub entitlements: Vec<Entry>,
    /// Fields this crate does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One value of a SCIM list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The value, such as an id or an address.
    #[serde(default, deserialize_with = "wire::text")]
    pub value: Option<String>,
    /// Name for people.
    #[serde(default, deserialize_with = "wire::text")]
    pub display: Option<String>,
    /// Fields this crate does not name.
    #[serde(flatten)]
    pub extra: Extra,
}

impl User {
    /// Whether the caller administers the workspace: a member of the group `admins`.
    pub fn is_admin(&self) -> bool {
        self.groups.iter().any(|group| group.display.as_deref() == Some("admins"))
    }

    /// Name for people: display name, else user name.
    pub fn label(&self) -> &str {
        self.display_name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&self.user_name)
    }
}

impl Identity {
    pub(crate) fn new(core: Arc<Core>) -> Self {
        Self { core }
    }

    /// Who the caller is. The cheapest call that proves a token works.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Unauthenticated`] when the token is not accepted.
    pub async fn me(&self) -> Result<Me> {
        let (user, meta) =
            self.core.json_with_meta::<User>(&Call::get("/api/2.0/preview/scim/v2/Me")).await?;
        Ok(Me { user, workspace_id: meta.workspace_id.clone().or_else(|| self.core.workspace_id()), meta })
    }
}
