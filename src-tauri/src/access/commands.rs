//! Commands about rights: what may I do here, and the message that asks for more.

use tauri::State;

use super::dto::{Access, AccessAbout, AccessRequest};
use super::{request, rights};
use crate::app::App;
use crate::explain::Operation;
use crate::ipc::failure::Failure;

/// Who the workspace in use takes us for, and what that allows. Asks the workspace for a little of everything.
#[tauri::command]
#[specta::specta]
pub(crate) async fn access_rights(app: State<'_, App>) -> Result<Access, Failure> {
    let connection = app.connection().await?;
    let me = connection.client.identity().me().await.map_err(connection.failed(Operation::Connect))?;
    let found = rights::Found::gather(&connection.client).await;
    Ok(rights::judge(&me.user, &found, &connection.workspace.name))
}

/// The message that asks somebody for a right or for a level on an endpoint. Sends nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn access_request(
    app: State<'_, App>,
    about: AccessAbout,
) -> Result<AccessRequest, Failure> {
    let connection = app.connection().await?;
    let identity = connection.identity().await?;
    let owner = match &about {
        AccessAbout::Endpoint { name, .. } => {
            let known = connection.known.about(&connection.client, name).await;
            known.and_then(|single| single.shown.creator.clone())
        }
        AccessAbout::Right { .. } => None,
    };
    let asking = request::Asking {
        user: &identity.user,
        workspace: &connection.workspace.name,
        address: connection.client.host().as_str(),
        owner: owner.as_deref(),
    };
    Ok(request::write(&about, &asking))
}
