//! Commands of a scope's access list: who may use it, and changing that.

use tauri::State;

use super::dto::{SecretAcl, SecretPermission};
use super::{overview, writes};
use crate::app::App;
use crate::explain::{FieldProblem, Operation};
use crate::ipc::failure::Failure;

/// Who may do what with a scope. Only those who manage it may see that.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secrets_acls(app: State<'_, App>, scope: String) -> Result<Vec<SecretAcl>, Failure> {
    let connection = app.connection().await?;
    let operation =
        Operation::ManageScope { scope: scope.clone(), job: format!("see who may use the scope {scope}") };
    let secrets = connection.client.secrets();
    let (acls, identity) = tokio::join!(secrets.acls(&scope), connection.identity());
    let me = identity.ok().map(|identity| identity.user.as_str());
    let mut acls: Vec<SecretAcl> = acls
        .map_err(connection.failed(operation))?
        .into_iter()
        .filter_map(|acl| {
            let permission = overview::permission(&acl.permission)?;
            Some(SecretAcl { you: me == Some(acl.principal.as_str()), principal: acl.principal, permission })
        })
        .collect();
    acls.sort_by_key(|acl| acl.principal.to_lowercase());
    Ok(acls)
}

/// Gives a person, a group or a service principal access; what they had before is replaced.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secrets_set_acl(
    app: State<'_, App>,
    scope: String,
    principal: String,
    permission: SecretPermission,
) -> Result<(), Failure> {
    let principal = principal.trim();
    if principal.is_empty() {
        let problem =
            FieldProblem::block("principal", "Name a person by mail address, a group, or an application ID.");
        return Err(Failure::invalid("Whom is it for?", vec![problem]));
    }
    let connection = app.connection().await?;
    writes::set_acl(&connection, &scope, principal, permission).await
}

/// Takes access away.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secrets_remove_acl(
    app: State<'_, App>,
    scope: String,
    principal: String,
) -> Result<(), Failure> {
    let connection = app.connection().await?;
    writes::remove_acl(&connection, &scope, &principal).await
}
