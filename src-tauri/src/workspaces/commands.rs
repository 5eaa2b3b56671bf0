//! Commands of the workspaces room: list, name and colour, switch, remove, reset the simulated one. Signing in is in
//! `sign_in::commands`.

use gatewright_databricks::identity::User;
use gatewright_databricks::{Change, Cloud, Host};
use tauri::State;

use super::SANDBOX;
use super::connection;
use super::dto::{
    Credential, Environment, HostCheck, Identity, Workspace, WorkspaceKind, WorkspaceList, WorkspaceLook,
};
use super::rows;
use crate::app::App;
use crate::explain::FieldProblem;
use crate::ipc::failure::Failure;

/// All workspaces, the simulated one last, and which is in use. Asks neither the network nor the keychain.
#[tauri::command]
#[specta::specta]
pub(crate) async fn workspaces_list(app: State<'_, App>) -> Result<WorkspaceList, Failure> {
    list(&app).await
}

pub(crate) async fn list(app: &App) -> Result<WorkspaceList, Failure> {
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

pub(crate) fn suggested_name(host: &Host) -> String {
    let first = host.name().split('.').next().unwrap_or_default();
    // Of an address in numbers the first part says nothing.
    let telling = first.bytes().any(|byte| byte.is_ascii_alphabetic());
    if telling { first.to_owned() } else { host.name().to_owned() }
}

pub(crate) fn cloud_name(cloud: Cloud) -> &'static str {
    match cloud {
        Cloud::Aws => "AWS",
        Cloud::Azure => "Azure",
        Cloud::Gcp => "Google Cloud",
    }
}

/// Names a workspace anew, gives it another colour or says what it is used for.
#[tauri::command]
#[specta::specta]
pub(crate) async fn workspaces_save(
    app: State<'_, App>,
    id: String,
    look: WorkspaceLook,
) -> Result<Workspace, Failure> {
    let mut kept = rows::one(&app.store, &id).await?.ok_or_else(no_such_workspace)?;
    kept.name = match look.name.trim() {
        "" => {
            let field = FieldProblem::block("name", "Give the workspace a name to tell it by.");
            return Err(Failure::invalid("A workspace needs a name", vec![field]));
        }
        name => name.chars().take(LONGEST_NAME).collect(),
    };
    kept.color = look.color;
    kept.environment = look.environment.of_a_workspace();
    rows::keep(&app.store, kept.clone()).await?;
    let workspace = app.describe(&kept, Credential::Kept);
    app.connections.look_changed(&workspace).await;
    Ok(workspace)
}

/// More than this no switcher can show.
const LONGEST_NAME: usize = 120;

impl Environment {
    /// Only the sandbox is the sandbox.
    pub(crate) fn of_a_workspace(self) -> Self {
        if self == Self::Sandbox { Self::None } else { self }
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

/// Removes a workspace from this computer: its sign-in, its drafts, its conversations. Nothing changes in Databricks: a
/// token stays good there until it expires or somebody revokes it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn workspaces_remove(app: State<'_, App>, id: String) -> Result<WorkspaceList, Failure> {
    let kept = rows::one(&app.store, &id).await?.ok_or_else(no_such_workspace)?;
    let alone = app.connections.sign_ins_to_myself().await;
    // A renewal that is under way must not write the sign-in again behind our back.
    app.connections.forget_session(&id).await;
    // The sign-in goes first: a workspace that is gone with its token left behind could not be cleaned up any more.
    match app.vault.delete(&kept.account()).await {
        Ok(()) => {}
        Err(_) if app.connections.is_session_only(&id) || !kept.how.keeps_a_secret() => {}
        Err(error) => return Err(app.keychain_failed(&error)),
    }
    app.connections.in_memory.forget(&id);
    rows::remove(&app.store, &id).await?;
    drop(alone);
    if rows::current(&app.store).await? == id {
        rows::set_current(&app.store, SANDBOX).await?;
        app.connections.replace(None).await;
    }
    list(&app).await
}

pub(crate) fn no_such_workspace() -> Failure {
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
    use super::{said, suggested_name};
    use gatewright_databricks::Host;

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
}
