//! Commands of signing in: connect a workspace, sign in to one again, stop that, and what this computer has to offer.

use std::sync::Arc;

use gatewright_databricks::{Host, Network};
use tauri::State;
use tauri::ipc::Channel;

use super::choices;
use super::dto::{SignIn, SignInChoices, SignInProgress};
use super::obtain::{self, Obtained, Wish};
use super::session::Session;
use super::words;
use crate::app::App;
use crate::explain::Operation;
use crate::ipc::failure::Failure;
use crate::workspaces::commands::{cloud_name, no_such_workspace, suggested_name};
use crate::workspaces::connection::{self, Connection};
use crate::workspaces::dto::{ConnectWorkspace, Credential, Environment, Workspace, WorkspaceColor};
use crate::workspaces::rows::{self, Kept};

/// Connects: the sign-in is made and proved with a call, then kept. Connecting to an address that is there already renews
/// its sign-in. Nothing is kept when any of it fails.
#[tauri::command]
#[specta::specta]
pub(crate) async fn workspaces_connect(
    app: State<'_, App>,
    workspace: ConnectWorkspace,
    attempt: String,
    told: Channel<SignInProgress>,
) -> Result<Workspace, Failure> {
    let look = Look { name: workspace.name, environment: workspace.environment, color: workspace.color };
    let host = match workspace.host.trim() {
        "" if matches!(workspace.sign_in, SignIn::Browser { .. } | SignIn::Profile { .. }) => None,
        text => Some(obtain::usable_host(text)?),
    };
    let task = app.connections.attempts.begin(&attempt);
    let proved = tokio::select! {
        biased;
        () = task.stopped() => Err(words::stopped()),
        proved = async {
            let network = app.network().await?.way();
            let obtained = obtain::obtain(&app, host, Wish::Asked(workspace.sign_in), &network, &told).await?;
            let kept = named(&app, &obtained, look).await?;
            prove(&app, kept, obtained, (Operation::Connect, &network), &told).await
        } => proved,
    };
    proved?.keep(&app).await
}

/// Signs in to a workspace that is there, in the same way as before unless another one is given. The page and its drafts
/// stay as they are.
#[tauri::command]
#[specta::specta]
pub(crate) async fn workspaces_sign_in_again(
    app: State<'_, App>,
    id: String,
    sign_in: Option<SignIn>,
    attempt: String,
    told: Channel<SignInProgress>,
) -> Result<Workspace, Failure> {
    let kept = rows::one(&app.store, &id).await?.ok_or_else(no_such_workspace)?;
    let host = kept.address()?;
    let wish = match sign_in {
        Some(sign_in) => Wish::Asked(sign_in),
        None => obtain::as_before(&app, &kept).await?,
    };
    let task = app.connections.attempts.begin(&attempt);
    let proved = tokio::select! {
        biased;
        () = task.stopped() => Err(words::stopped()),
        proved = async {
            let network = app.network().await?.way();
            let mut obtained = obtain::obtain(&app, Some(host), wish, &network, &told).await?;
            obtained.workspace_id = obtained.workspace_id.or(kept.workspace_id.clone());
            prove(&app, kept, obtained, (Operation::SignInAgain, &network), &told).await
        } => proved,
    };
    proved?.keep(&app).await
}

/// Stops a sign-in that is under way. Stopping what has ended does nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn workspaces_cancel_sign_in(app: State<'_, App>, attempt: String) -> Result<(), Failure> {
    app.connections.attempts.stop(&attempt);
    Ok(())
}

/// The profiles and the programs of this computer that can sign in. Nothing is sent, and no value of a profile is shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn workspaces_sign_in_choices(app: State<'_, App>) -> Result<SignInChoices, Failure> {
    let sources = app.sources.clone();
    tokio::task::spawn_blocking(move || choices::of(&sources))
        .await
        .map_err(|error| Failure::unexpected(&error.to_string()))
}

struct Look {
    name: String,
    environment: Environment,
    color: WorkspaceColor,
}

/// The workspace as it will be kept: the one that has this address, or a new one.
async fn named(app: &App, obtained: &Obtained, look: Look) -> Result<Kept, Failure> {
    let host = &obtained.host;
    let there = rows::all(&app.store)
        .await?
        .into_iter()
        .find(|kept| kept.is_at(host.as_str(), obtained.workspace_id.as_deref()));
    let name = match look.name.trim() {
        "" => suggested_name(host),
        name => name.to_owned(),
    };
    Ok(Kept {
        id: there.map_or_else(|| uuid::Uuid::new_v4().to_string(), |kept| kept.id),
        name,
        host: host.as_str().to_owned(),
        environment: look.environment.of_a_workspace(),
        cloud: host.cloud().map(|cloud| cloud_name(cloud).to_owned()),
        user: None,
        color: look.color,
        how: obtained.how.clone(),
        workspace_id: None,
    })
}

/// A sign-in that the workspace has accepted, and that nothing has been kept of yet.
struct Proved {
    kept: Kept,
    host: Host,
    session: Session,
}

async fn prove(
    app: &App,
    mut kept: Kept,
    obtained: Obtained,
    (operation, network): (Operation, &Network),
    told: &Channel<SignInProgress>,
) -> Result<Proved, Failure> {
    let _ = told.send(SignInProgress::Checking);
    let Obtained { host, how, grant, workspace_id } = obtained;
    kept.how = how;
    kept.workspace_id = workspace_id;
    let session = Session::trying(app.place_of(&kept), &host, grant, network)?;
    let trial = connection::open(app.describe(&kept, Credential::Kept), host.clone(), &session, network)?;
    let me = trial.client.identity().me().await.map_err(trial.failed(operation))?;
    kept.user = Some(me.user.user_name);
    kept.workspace_id = kept.workspace_id.or_else(|| trial.client.workspace_id());
    Ok(Proved { kept, host, session })
}

impl Proved {
    /// Keeps it and makes the workspace the one in use. A new row goes first, so that no credential is ever left behind
    /// without a workspace to remove it by; of a workspace that is there the new credential goes first, and one that is not
    /// needed any more goes last, so that the old sign-in or the new one is there whenever this is interrupted.
    async fn keep(self, app: &App) -> Result<Workspace, Failure> {
        let Self { kept, host, session } = self;
        if rows::one(&app.store, &kept.id).await?.is_none() {
            rows::keep(&app.store, kept.clone()).await?;
        }
        let alone = app.connections.sign_ins_to_myself().await;
        app.connections.forget_session(&kept.id).await;
        if let Some(keeper) = session.keeper() {
            keeper.write().await;
        }
        rows::keep(&app.store, kept.clone()).await?;
        if session.keeper().is_none() {
            app.forget_credential(&kept).await;
        }
        rows::set_current(&app.store, &kept.id).await?;
        let session = app.connections.begin_session(&kept.id, session);
        drop(alone);
        let workspace = app.describe(&kept, Credential::Kept);
        let network = app.network().await?.way();
        let connection: Connection = connection::open(workspace.clone(), host, &session, &network)?;
        app.connections.replace(Some(Arc::new(connection))).await;
        Ok(workspace)
    }
}
