//! Commands that make an endpoint again under its own name: look at what that means, and do it. Everything that could stop the
//! creation is asked before anything is deleted.

use std::collections::BTreeMap;

use futures_util::StreamExt as _;
use gatewright_databricks::serving::{Endpoint, Snapshot};
use tauri::State;
use tauri::ipc::Channel;

use super::dto::RecreateReview;
use super::opened::Opened;
use super::recreate::{Recreation, Secrets};
use crate::access::dto::Allowed;
use crate::access::rights::{self, Judgement};
use crate::activity::dto::Change;
use crate::app::App;
use crate::endpoints::write;
use crate::explain::local;
use crate::ipc::failure::Failure;
use crate::secrets::references::{self, Reference};
use crate::workspaces::connection::Connection;

/// Scopes that are looked into at the same time.
const AT_ONCE: usize = 4;

/// What it would mean to delete the endpoint and make it again, with another description where one is given. Nothing is sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_recreate_review(
    app: State<'_, App>,
    name: String,
    description: Option<String>,
) -> Result<RecreateReview, Failure> {
    let found = Found::gather(&app, &name).await?;
    Ok(found.recreation().review(description.as_deref(), None))
}

/// Deletes the endpoint and makes it again with this description, as it was reviewed at `stamp`: refused when it is another one
/// by then, or when something speaks against it. Stops halfway only with everything kept that is needed to go on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_recreate_apply(
    app: State<'_, App>,
    name: String,
    description: String,
    stamp: String,
    told: Channel<Change>,
) -> Result<Change, Failure> {
    let found = Found::gather(&app, &name).await?;
    let recreation = found.recreation();
    let review = recreation.review(Some(&description), Some(&stamp));
    if review.stamp != stamp {
        return Err(local::changed_elsewhere(&name).into());
    }
    if review.problems.iter().any(|problem| problem.blocks) {
        return Err(local::invalid(review.problems).into());
    }
    let planned = recreation.planned(&description);
    Box::pin(write::run(&app, &found.opened.connection, planned, Some(&told))).await
}

/// The endpoint and what has to be known around it.
struct Found {
    opened: Opened,
    may_create: Judgement,
    secrets: Secrets,
}

impl Found {
    async fn gather(app: &App, name: &str) -> Result<Self, Failure> {
        let opened = Opened::read(app, name).await?;
        let (may_create, secrets) = tokio::join!(
            may_create(&opened.connection),
            look_for_secrets(&opened.connection, opened.snapshot())
        );
        Ok(Self { opened, may_create, secrets })
    }

    fn recreation(&self) -> Recreation<'_> {
        let opened = &self.opened;
        Recreation {
            now: opened.snapshot(),
            permissions: opened.permissions.as_ref(),
            me: &opened.me,
            may_change: opened.may_change(),
            may_create: &self.may_create,
            secrets: &self.secrets,
        }
    }
}

async fn may_create(connection: &Connection) -> Judgement {
    match connection.client.identity().me().await {
        Ok(me) => rights::create_endpoints(&me.user, me.user.is_admin()),
        Err(_) => (Allowed::Unknown, String::new()),
    }
}

/// Which of the secrets it refers to are not there.
async fn look_for_secrets(connection: &Connection, endpoint: &Snapshot<Endpoint>) -> Secrets {
    let mut scopes: BTreeMap<String, Vec<Reference>> = BTreeMap::new();
    for found in references::of_endpoint(endpoint) {
        let wanted = scopes.entry(found.reference.scope.to_lowercase()).or_default();
        if !wanted.iter().any(|one| one.is(&found.reference)) {
            wanted.push(found.reference);
        }
    }
    let lists: Vec<_> = futures_util::stream::iter(scopes.into_values())
        .map(|wanted| async move {
            let scope = wanted.first().map(|one| one.scope.clone()).unwrap_or_default();
            (connection.client.secrets().list(&scope).await, scope, wanted)
        })
        .buffered(AT_ONCE)
        .collect()
        .await;
    let mut secrets = Secrets::default();
    for (listed, scope, wanted) in lists {
        match listed {
            Ok(keys) => {
                let there = |key: &str| keys.iter().any(|one| one.key.eq_ignore_ascii_case(key));
                let missing = wanted.iter().filter(|one| !there(&one.key));
                secrets.missing.extend(missing.map(|one| format!("{}/{}", one.scope, one.key)));
            }
            Err(error) if error.kind == gatewright_databricks::ErrorKind::NotFound => {
                secrets.missing.extend(wanted.iter().map(|one| format!("{}/{}", one.scope, one.key)));
            }
            Err(_) => secrets.unseen.push(scope),
        }
    }
    secrets
}
