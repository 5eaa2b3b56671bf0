//! The calls of serving endpoints, one method each (reference §1.1 and §1.2).

use std::sync::Arc;

use http::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    AccessRule, AiGateway, EmailNotifications, Endpoint, PermissionLevelDescription, Permissions, Snapshot,
    Tag,
};
use crate::error::Result;
use crate::transport::{Call, Core, segment};
use crate::wire;

/// Serving endpoints of a workspace. Names address everything but permissions, which go by [`Endpoint::id`].
///
/// Every method fails with [`crate::Error`]. Writes are never repeated once they were sent; when
/// [`crate::Failure::is_ambiguous`] says so, ask [`Serving::settle_create`] or [`Serving::settle_write`] what became of them.
#[derive(Debug, Clone)]
pub struct Serving {
    pub(super) core: Arc<Core>,
}

#[derive(Deserialize)]
struct List {
    #[serde(default, deserialize_with = "wire::long_list")]
    endpoints: Vec<Endpoint>,
}

#[derive(Deserialize)]
struct Tags {
    #[serde(default, deserialize_with = "wire::list")]
    tags: Vec<Tag>,
}

#[derive(Deserialize)]
struct Levels {
    #[serde(default, deserialize_with = "wire::list")]
    permission_levels: Vec<PermissionLevelDescription>,
}

#[derive(Deserialize)]
struct Notified {
    #[serde(default)]
    email_notifications: Option<EmailNotifications>,
}

#[derive(Deserialize)]
struct Logs {
    #[serde(default, deserialize_with = "wire::text_or_empty")]
    logs: String,
}

impl Serving {
    pub(crate) fn new(core: Arc<Core>) -> Self {
        Self { core }
    }

    /// All endpoints the caller may see. One answer, no paging; items lack the traffic split and the permission level.
    ///
    /// # Errors
    /// Any [`crate::Error`].
    pub async fn list(&self) -> Result<Vec<Endpoint>> {
        let list: List = self.core.json(&Call::get("/api/2.0/serving-endpoints")).await?;
        Ok(list.endpoints)
    }

    /// One endpoint.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] when there is none of that name, or it is hidden from the caller.
    pub async fn get(&self, name: &str) -> Result<Snapshot<Endpoint>> {
        self.core.snapshot(&Call::get(path(name, ""))).await
    }

    /// Creates an endpoint from a [`super::CreateEndpoint`] or raw JSON of the same form.
    ///
    /// # Errors
    /// [`crate::ErrorKind::AlreadyExists`] when the name is taken. If the answer was lost, see [`Serving::settle_create`].
    pub async fn create(&self, body: &(impl Serialize + Sync + ?Sized)) -> Result<Snapshot<Endpoint>> {
        self.core.snapshot(&Call::new(Method::POST, "/api/2.0/serving-endpoints").json(body)?).await
    }

    /// Replaces the config: an [`super::EndpointConfig`], the body of a [`super::ConfigEdit`], or raw JSON. No `config` wrapper.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Conflict`] while another change is being applied.
    pub async fn update_config(
        &self,
        name: &str,
        body: &(impl Serialize + Sync + ?Sized),
    ) -> Result<Snapshot<Endpoint>> {
        self.core.snapshot(&Call::new(Method::PUT, path(name, "/config")).json(body)?).await
    }

    /// Replaces the AI Gateway settings; `{}` clears all. Answers with what is stored. Takes 20 to 60 s to become active.
    ///
    /// # Errors
    /// Any [`crate::Error`].
    pub async fn put_ai_gateway(
        &self,
        name: &str,
        body: &(impl Serialize + Sync + ?Sized),
    ) -> Result<Snapshot<AiGateway>> {
        self.core.snapshot(&Call::new(Method::PUT, path(name, "/ai-gateway")).json(body)?).await
    }

    /// Adds tags (replacing those of the same key) and deletes keys. Answers with all tags.
    ///
    /// # Errors
    /// Any [`crate::Error`].
    pub async fn patch_tags(&self, name: &str, add: &[Tag], delete: &[String]) -> Result<Vec<Tag>> {
        let mut body = serde_json::Map::new();
        if !add.is_empty() {
            body.insert("add_tags".into(), json!(add));
        }
        if !delete.is_empty() {
            body.insert("delete_tags".into(), json!(delete));
        }
        let call = Call::new(Method::PATCH, path(name, "/tags")).json(&body)?;
        let answer: Value = self.core.json(&call).await?;
        // Older servers answer with the bare list.
        let answer = if answer.is_array() { json!({ "tags": answer }) } else { answer };
        let tags: Tags = self.core.typed(&call, answer)?;
        Ok(tags.tags)
    }

    /// Sets who is told about config changes.
    ///
    /// # Errors
    /// Any [`crate::Error`].
    pub async fn patch_notifications(
        &self,
        name: &str,
        mails: &EmailNotifications,
    ) -> Result<EmailNotifications> {
        // Both lists are always sent: an empty one is how a list is cleared.
        let body = json!({ "email_notifications": {
            "on_update_success": mails.on_update_success,
            "on_update_failure": mails.on_update_failure,
        }});
        let call = Call::new(Method::PATCH, path(name, "/notifications")).json(&body)?;
        let notified: Notified = self.core.json(&call).await?;
        Ok(notified.email_notifications.unwrap_or_default())
    }

    /// Deletes an endpoint.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] when there is none of that name.
    pub async fn delete(&self, name: &str) -> Result<()> {
        self.core.done(&Call::new(Method::DELETE, path(name, ""))).await
    }

    /// Metrics of the last minute as OpenMetrics text. Empty without traffic.
    ///
    /// # Errors
    /// Any [`crate::Error`].
    pub async fn metrics(&self, name: &str) -> Result<String> {
        self.core.text(&Call::get(path(name, "/metrics")).accept("text/plain")).await
    }

    /// The OpenAPI document of the endpoint, as JSON text.
    ///
    /// # Errors
    /// Any [`crate::Error`].
    pub async fn openapi(&self, name: &str) -> Result<String> {
        self.core.text(&Call::get(path(name, "/openapi")).accept("text/plain")).await
    }

    /// What a served entity's server wrote. Custom models only, in practice.
    ///
    /// # Errors
    /// Any [`crate::Error`].
    pub async fn logs(&self, name: &str, entity: &str) -> Result<String> {
        let call = Call::get(path(name, &format!("/served-models/{}/logs", segment(entity))));
        Ok(self.core.json::<Logs>(&call).await?.logs)
    }

    /// What the build of a served entity wrote. Custom models only, in practice.
    ///
    /// # Errors
    /// Any [`crate::Error`].
    pub async fn build_logs(&self, name: &str, entity: &str) -> Result<String> {
        let call = Call::get(path(name, &format!("/served-models/{}/build-logs", segment(entity))));
        Ok(self.core.json::<Logs>(&call).await?.logs)
    }

    /// The access list of an endpoint. `id` is [`Endpoint::id`].
    ///
    /// # Errors
    /// [`crate::ErrorKind::PermissionDenied`] when the caller may not see it.
    pub async fn permissions(&self, id: &str) -> Result<Permissions> {
        self.core.json(&Call::get(permissions(id, ""))).await
    }

    /// Replaces all direct grants. Leave your own `CAN_MANAGE` in, or you lock yourself out.
    ///
    /// # Errors
    /// Any [`crate::Error`].
    pub async fn set_permissions(&self, id: &str, rules: &[AccessRule]) -> Result<Permissions> {
        self.write_permissions(Method::PUT, id, rules).await
    }

    /// Adds or changes the grants of the given principals; the others stay.
    ///
    /// # Errors
    /// Any [`crate::Error`].
    pub async fn update_permissions(&self, id: &str, rules: &[AccessRule]) -> Result<Permissions> {
        self.write_permissions(Method::PATCH, id, rules).await
    }

    /// The levels that can be granted.
    ///
    /// # Errors
    /// Any [`crate::Error`].
    pub async fn permission_levels(&self, id: &str) -> Result<Vec<PermissionLevelDescription>> {
        let levels: Levels = self.core.json(&Call::get(permissions(id, "/permissionLevels"))).await?;
        Ok(levels.permission_levels)
    }

    async fn write_permissions(&self, method: Method, id: &str, rules: &[AccessRule]) -> Result<Permissions> {
        let body = json!({ "access_control_list": rules });
        self.core.json(&Call::new(method, permissions(id, "")).json(&body)?).await
    }
}

fn path(name: &str, rest: &str) -> String {
    format!("/api/2.0/serving-endpoints/{}{rest}", segment(name))
}

fn permissions(id: &str, rest: &str) -> String {
    format!("/api/2.0/permissions/serving-endpoints/{}{rest}", segment(id))
}
