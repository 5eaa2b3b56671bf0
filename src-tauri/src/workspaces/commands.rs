//! Commands of the workspaces room: list, connect, switch, sign in again, remove, reset the simulated one.

use std::sync::Arc;

use gatewright_databricks::identity::User;
use gatewright_databricks::{Change, Cloud, Host};
use gatewright_vault::{Secret, VaultState};
use tauri::State;

use super::SANDBOX;
use super::connection::{self, Connection};
use super::dto::{
    ConnectWorkspace, Credential, Environment, HostCheck, Identity, PastedToken, Workspace, WorkspaceKind,
    WorkspaceList,
};
use super::rows::{self, Kept};
use crate::app::App;
use crate::explain::{FieldProblem, Operation};
use crate::ipc::failure::Failure;

/// All workspaces, the simulated one last, and which is in use. Asks neither the network nor the keychain.
#[tauri::command]
#[specta::specta]
pub(crate) async fn workspaces_list(app: State<'_, App>) -> Result<WorkspaceList, Failure> {
    list(&app).await
}

async fn list(app: &App) -> Result<WorkspaceList, Failure> {
    let kept = rows::all(&app.store).await?;
    let mut workspaces: Vec<Workspace> =
        kept.iter().map(|kept| app.describe(kept, Credential::Kept)).collect();
    workspaces.push(connection::sandbox_workspace());
    let current = rows::current(&app.store).await?;
    let known = workspaces.iter().any(|workspace| workspace.id == current);
    Ok(WorkspaceList { current: if known { current } else { SANDBOX.to_owned() }, workspaces })
}

/// What will be used of an address as it was typed or pasted.
#[tauri::command]
#[specta::specta]
pub(crate) async fn workspaces_check_host(text: String) -> Result<HostCheck, Failure> {
    Ok(match Host::parse(&text) {
        Ok(host) => HostCheck {
            changed: said(host.changed()),
            problem: None,
            hint: host.hint(),
            suggested_name: Some(suggested_name(&host)),
            host: Some(host.as_str().to_owned()),
        },
        Err(error) => HostCheck {
            host: None,
            changed: None,
            problem: Some(error.to_string()),
            hint: None,
            suggested_name: None,
        },
    })
}

fn said(changes: &[Change]) -> Option<String> {
    let cut = changes.iter().any(|change| !matches!(change, Change::AddedScheme));
    let added = changes.contains(&Change::AddedScheme);
    match (cut, added) {
        (false, false) => None,
        (false, true) => Some("https:// was added.".to_owned()),
        (true, _) => Some("What came after the address was cut off.".to_owned()),
    }
}

fn suggested_name(host: &Host) -> String {
    let first = host.name().split('.').next().unwrap_or_default();
    // Of an address in numbers the first part says nothing.
    let telling = first.bytes().any(|byte| byte.is_ascii_alphabetic());
    if telling { first.to_owned() } else { host.name().to_owned() }
}

/// Connects: one call proves the token, then the keychain takes it. Connecting to an address that is there already
/// renews its sign-in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn workspaces_connect(
    app: State<'_, App>,
    workspace: ConnectWorkspace,
) -> Result<Workspace, Failure> {
    let host = Host::parse(&workspace.host).map_err(|error| {
        let problem = FieldProblem { path: "host".to_owned(), message: error.to_string(), blocks: true };
        Failure::invalid("This address cannot be used", vec![problem])
    })?;
    let token = usable(&workspace.token)?;
    let there = rows::all(&app.store).await?.into_iter().find(|kept| kept.host == host.as_str());
    let name = match workspace.name.trim() {
        "" => suggested_name(&host),
        name => name.to_owned(),
    };
    let kept = Kept {
        id: there.map_or_else(|| uuid::Uuid::new_v4().to_string(), |kept| kept.id),
        name,
        host: host.as_str().to_owned(),
        environment: match workspace.environment {
            Environment::Sandbox => Environment::None,
            other => other,
        },
        cloud: host.cloud().map(|cloud| cloud_name(cloud).to_owned()),
        user: None,
    };
    sign_in(&app, kept, host, token, Operation::Connect).await
}

/// A new token for a workspace that is there. The page and its drafts stay as they are.
#[tauri::command]
#[specta::specta]
pub(crate) async fn workspaces_sign_in_again(
    app: State<'_, App>,
    id: String,
    token: PastedToken,
) -> Result<Workspace, Failure> {
    let kept = rows::one(&app.store, &id).await?.ok_or_else(no_such_workspace)?;
    let host = Host::parse(&kept.host).map_err(|error| {
        Failure::here("This workspace's address cannot be used", &error.to_string(), &kept.host)
    })?;
    let token = usable(&token.0)?;
    sign_in(&app, kept, host, token, Operation::SignInAgain).await
}

fn usable(token: &Secret<String>) -> Result<Secret<String>, Failure> {
    let text = token.expose().trim();
    let problem = if text.is_empty() {
        "Paste an access token of this workspace."
    } else if text.chars().any(|c| c.is_whitespace() || c.is_control() || !c.is_ascii()) {
        "A token is one word of letters and digits; this holds something else. Copy it again."
    } else {
        return Ok(Secret::from(text));
    };
    let field = FieldProblem { path: "token".to_owned(), message: problem.to_owned(), blocks: true };
    Err(Failure::invalid("This token cannot be used", vec![field]))
}

/// Proves the token with a call, keeps it, and makes the workspace the one in use. Nothing is kept when the call fails.
async fn sign_in(
    app: &App,
    mut kept: Kept,
    host: Host,
    token: Secret<String>,
    operation: Operation,
) -> Result<Workspace, Failure> {
    let trial = connection::open(app.describe(&kept, Credential::Kept), host.clone(), token.expose())?;
    let me = trial.client.identity().me().await.map_err(trial.failed(operation))?;
    kept.user = Some(me.user.user_name);
    match app.vault.set_labelled(&kept.account(), &format!("Gatewright: {}", kept.name), &token).await {
        Ok(()) => {
            app.connections.forget(&kept.id);
            app.keychain_is(VaultState::Ok);
        }
        Err(error) => {
            // The person is connected all the same, and told that it lasts until the app closes.
            tracing::warn!(%error, "the keychain did not take the sign-in");
            if let Some(state) = error.state() {
                app.keychain_is(state);
            }
            app.connections.keep_for_session(&kept.id, token.clone());
        }
    }
    let workspace = app.describe(&kept, Credential::Kept);
    let connection: Connection = connection::open(workspace.clone(), host, token.expose())?;
    rows::set_current(&app.store, &kept.id).await?;
    rows::keep(&app.store, kept).await?;
    app.connections.replace(Some(Arc::new(connection))).await;
    Ok(workspace)
}

fn cloud_name(cloud: Cloud) -> &'static str {
    match cloud {
        Cloud::Aws => "AWS",
        Cloud::Azure => "Azure",
        Cloud::Gcp => "Google Cloud",
    }
}

/// Uses another workspace from now on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn workspaces_switch(app: State<'_, App>, id: String) -> Result<Workspace, Failure> {
    let workspace = if id == SANDBOX {
        connection::sandbox_workspace()
    } else {
        let kept = rows::one(&app.store, &id).await?.ok_or_else(no_such_workspace)?;
        app.describe(&kept, Credential::Kept)
    };
    rows::set_current(&app.store, &id).await?;
    app.connections.replace(None).await;
    Ok(workspace)
}

/// Removes a workspace from this computer: its sign-in, its drafts, its conversations. Nothing changes in Databricks.
#[tauri::command]
#[specta::specta]
pub(crate) async fn workspaces_remove(app: State<'_, App>, id: String) -> Result<WorkspaceList, Failure> {
    let kept = rows::one(&app.store, &id).await?.ok_or_else(no_such_workspace)?;
    // The sign-in goes first: a workspace that is gone with its token left behind could not be cleaned up any more.
    match app.vault.delete(&kept.account()).await {
        Ok(()) => {}
        Err(_) if app.connections.is_session_only(&id) => {}
        Err(error) => return Err(app.keychain_failed(&error)),
    }
    app.connections.forget(&id);
    rows::remove(&app.store, &id).await?;
    if rows::current(&app.store).await? == id {
        rows::set_current(&app.store, SANDBOX).await?;
        app.connections.replace(None).await;
    }
    list(&app).await
}

fn no_such_workspace() -> Failure {
    Failure::here("This workspace is not here any more", "It was removed from this computer.", "")
}

/// Who we are in the workspace in use.
#[tauri::command]
#[specta::specta]
pub(crate) async fn workspaces_identity(app: State<'_, App>) -> Result<Identity, Failure> {
    let connection = app.connection().await?;
    connection.identity().await.cloned()
}

/// The workspace's answer in our words.
pub(crate) fn identity_of(me: &User) -> Identity {
    Identity {
        admin: me.is_admin(),
        groups: me.groups.iter().filter_map(|group| group.display.clone()).collect(),
        display_name: me.label().to_owned(),
        user: me.user_name.clone(),
    }
}

/// Puts the simulated workspace back to how it began, conversations and drafts included.
#[tauri::command]
#[specta::specta]
pub(crate) async fn workspaces_reset_sandbox(app: State<'_, App>) -> Result<(), Failure> {
    let running = app.sandbox.running().await?;
    running.reset();
    rows::remove(&app.store, SANDBOX).await?;
    let connection = app.connection().await?;
    if connection.workspace.kind == WorkspaceKind::Sandbox {
        connection.known.forget();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{said, suggested_name, usable};
    use gatewright_databricks::Host;
    use gatewright_vault::Secret;

    #[test]
    fn what_was_cut_off_an_address_is_said() {
        let host = Host::parse("adb-1.4.azuredatabricks.net/ml/endpoints?o=1").unwrap();
        assert!(said(host.changed()).unwrap().contains("cut off"));
        let host = Host::parse("adb-1.4.azuredatabricks.net").unwrap();
        assert!(said(host.changed()).unwrap().contains("https://"));
        assert_eq!(said(Host::parse("https://adb-1.4.azuredatabricks.net").unwrap().changed()), None);
        assert_eq!(suggested_name(&host), "adb-1");
        assert_eq!(suggested_name(&Host::parse("http://127.0.0.1:8080").unwrap()), "127.0.0.1");
    }

    #[test]
    fn a_token_is_trimmed_and_anything_but_a_token_is_refused() {
        assert_eq!(usable(&Secret::from(" dapi123\n")).unwrap().expose(), "dapi123");
        for bad in ["", "  ", "two words", "dapi\u{e9}", "a\tb"] {
            assert!(usable(&Secret::from(bad)).is_err(), "{bad:?}");
        }
    }
}
