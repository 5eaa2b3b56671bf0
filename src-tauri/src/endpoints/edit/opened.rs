//! An endpoint read for editing: the endpoint, who may use it, who is signed in, and what seems to have become of its
//! creator. The only place of an edit that asks the workspace; everything else works on what is read here.

use std::sync::Arc;

use gatewright_databricks::serving::{Endpoint, PermissionLevel, Permissions, Snapshot};
use serde_json::Value;

use super::access::{self, Me};
use super::dto::{AccessRow, EditState, EndpointEdit};
use super::rows::{self, Base};
use super::{reading, words};
use crate::activity::rows as activity;
use crate::app::App;
use crate::clock;
use crate::endpoints::commands::read;
use crate::endpoints::known::Single;
use crate::explain::{self, Explanation, Operation};
use crate::gateway;
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;
use crate::workspaces::rows::current;

/// One reading.
pub(crate) struct Opened {
    pub(crate) connection: Arc<Connection>,
    pub(crate) workspace: String,
    pub(crate) me: Me,
    pub(crate) permissions: Option<Permissions>,
    access_problem: Option<Explanation>,
    single: Arc<Single>,
}

impl Opened {
    /// Reads the endpoint and its permissions.
    pub(crate) async fn read(app: &App, name: &str) -> Result<Self, Failure> {
        let connection = app.connection().await?;
        let workspace = current(&app.store).await?;
        let single = read(&connection, name).await?;
        let id = single.snapshot.id.clone().unwrap_or_default();
        let serving = connection.client.serving();
        let (listed, identity) = tokio::join!(
            async { if id.is_empty() { None } else { Some(serving.permissions(&id).await) } },
            connection.identity()
        );
        let me = identity.map_or_else(
            |_| Me { user: connection.user().unwrap_or_default().to_owned(), ..Me::default() },
            |identity| Me {
                user: identity.user.clone(),
                groups: identity.groups.clone(),
                admin: identity.admin,
            },
        );
        let (permissions, access_problem) = match listed {
            Some(Ok(permissions)) => (Some(permissions), None),
            Some(Err(error)) => {
                let operation = Operation::ReadEndpoint { name: name.to_owned() };
                (None, Some(connection.failed(operation)(error).explanation().clone()))
            }
            None => (None, None),
        };
        Ok(Self { connection, workspace, me, permissions, access_problem, single })
    }

    pub(crate) fn snapshot(&self) -> &Snapshot<Endpoint> {
        &self.single.snapshot
    }

    /// Who may use it.
    pub(crate) fn access(&self) -> Option<Vec<AccessRow>> {
        self.permissions.as_ref().map(|permissions| access::rows(permissions, &self.me))
    }

    /// The endpoint as it stands.
    pub(crate) fn live(&self) -> EndpointEdit {
        reading::live(self.snapshot(), self.access())
    }

    /// What an edit that starts now starts from.
    pub(crate) fn base(&self) -> Base {
        Base {
            stamp: self.single.shown.stamp.clone(),
            raw: self.snapshot().raw.clone(),
            access: self.access(),
            read_at: clock::now_ms(),
        }
    }

    /// Whether the person may change it; nothing when the workspace does not say.
    pub(crate) fn may_change(&self) -> Option<bool> {
        self.snapshot().permission_level.as_ref().map(|level| *level == PermissionLevel::CanManage)
    }

    /// Whether the last change with this app was refused because the creator has left.
    async fn refused_for_its_creator(&self, app: &App) -> bool {
        let name = &self.snapshot().name;
        let page = activity::page(&app.store, &app.changes, &self.workspace, Some(name), (0, 1)).await;
        let steps = page.into_iter().flat_map(|(changes, _)| changes).flat_map(|change| change.steps);
        steps.filter_map(|step| step.explanation).any(|explanation| explain::says_creator_left(&explanation))
    }

    /// Opens it in the window: with the unfinished edit, if there is one.
    pub(crate) async fn state(self, app: &App) -> Result<EditState, Failure> {
        let live = self.live();
        let saved = rows::read(&app.store, &self.workspace, &live.endpoint).await?;
        let started_from = saved.as_ref().map(|(edit, _)| edit.stamp.clone());
        rows::remember(&app.store, &self.workspace, &live.endpoint, self.base(), started_from).await?;
        let refused = self.refused_for_its_creator(app).await;
        let (edit, saved_at) = match saved {
            Some((edit, at)) => (edit, Some(clock::to_ui(at))),
            None => (live.clone(), None),
        };
        Ok(EditState {
            changed_elsewhere: edit.stamp != live.stamp,
            creator_left: words::creator_left(self.snapshot(), self.permissions.as_ref(), refused),
            immutable: words::immutable(self.snapshot()),
            endpoint: self.single.shown.clone(),
            access_problem: self.access_problem,
            saved_at,
            edit,
            live,
        })
    }
}

/// Makes what an endpoint was earlier its unfinished edit, to be reviewed like any other; with what of it cannot come back, as
/// sentences.
///
/// # Errors
/// When the endpoint cannot be read.
pub(crate) async fn restore(
    app: &App,
    name: &str,
    earlier: &Value,
) -> Result<(EndpointEdit, Vec<String>), Failure> {
    let opened = Opened::read(app, name).await?;
    let (mut edit, mut lost) = reading::from_config(earlier, &opened.live());
    if earlier.get("config").is_some() {
        let then = earlier.get("ai_gateway").cloned().unwrap_or_default();
        let (wanted, stays) = gateway::earlier(opened.snapshot(), &then);
        edit.gateway = wanted;
        lost.extend(stays);
    }
    rows::remember(&app.store, &opened.workspace, name, opened.base(), Some(edit.stamp.clone())).await?;
    rows::keep(&app.store, &opened.workspace, &edit).await?;
    Ok((edit, lost))
}
