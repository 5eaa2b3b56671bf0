//! Writes to scopes, keys and access lists. None is sent twice: when an answer is lost, the workspace is read to find out
//! what became of it (quality 3.1). A value that a failure might repeat is taken out of it here.

use gatewright_databricks::secrets::{ScopePermission as WirePermission, SecretValue};
use gatewright_databricks::{Error, ErrorKind};
use gatewright_vault::Secret;
use serde_json::Value;

use super::dto::SecretPermission;
use super::references::Reference;
use crate::endpoints::write;
use crate::explain::{FieldProblem, Operation, local};
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;

/// Makes a scope.
pub(crate) async fn create_scope(
    connection: &Connection,
    scope: &str,
    for_everyone: bool,
) -> Result<(), Failure> {
    let Err(error) = connection.client.secrets().create_scope(scope, for_everyone).await else {
        return Ok(());
    };
    if error.kind == ErrorKind::AlreadyExists {
        let message = format!("This workspace has a scope named {scope} already. Choose another name.");
        return Err(Failure::invalid(
            "This scope exists already",
            vec![FieldProblem::block("name", message)],
        ));
    }
    if !for_everyone && wants_everyone(&error) {
        let message = "This workspace has no access lists for scopes: a scope can only be made for all of its \
                       users. Everybody could use and change the keys in it.";
        return Err(Failure::invalid(
            "A scope here belongs to everyone",
            vec![FieldProblem::block("forEveryone", message)],
        ));
    }
    let what = format!("create the scope {scope}");
    let operation = Operation::CreateScope { scope: scope.to_owned() };
    resolved(connection, error, operation, &what, async |connection| {
        let scopes = connection.client.secrets().scopes().await?;
        Ok(scopes.iter().any(|there| there.name.eq_ignore_ascii_case(scope)))
    })
    .await
}

/// Workspaces below Premium say so when `initial_manage_principal` is missing (databricks-api.md §6).
fn wants_everyone(error: &Error) -> bool {
    let said = error.message.to_ascii_lowercase();
    said.contains("initial_manage_principal") || said.contains("premium")
}

/// Deletes a scope with every key in it. Gone is what was wanted, whoever did it.
pub(crate) async fn delete_scope(connection: &Connection, scope: &str) -> Result<(), Failure> {
    let what = format!("delete the scope {scope}");
    let operation = Operation::ManageScope { scope: scope.to_owned(), job: what.clone() };
    match connection.client.secrets().delete_scope(scope).await {
        Ok(()) => Ok(()),
        Err(error) if error.kind == ErrorKind::NotFound => Ok(()),
        Err(error) => {
            resolved(connection, error, operation, &what, async |connection| {
                let scopes = connection.client.secrets().scopes().await?;
                Ok(!scopes.iter().any(|there| there.name.eq_ignore_ascii_case(scope)))
            })
            .await
        }
    }
}

/// Whether a key is there.
pub(crate) async fn key_exists(connection: &Connection, of: &Reference) -> Result<bool, Error> {
    let keys = connection.client.secrets().list(&of.scope).await?;
    Ok(keys.iter().any(|there| there.key.eq_ignore_ascii_case(&of.key)))
}

/// Stores a value and confirms it by reading the list of keys back.
pub(crate) async fn put(
    connection: &Connection,
    to: &Reference,
    value: &Secret<String>,
) -> Result<(), Failure> {
    let operation = || Operation::StoreSecret { scope: to.scope.clone(), key: to.key.clone() };
    let before = last_written(connection, to).await.map_err(connection.failed(operation()))?;
    let sent = SecretValue::new(value.expose().as_str());
    let put = connection.client.secrets().put(&to.scope, &to.key, &sent).await;
    let stored = match put {
        Err(error) => {
            let what = format!("store {} in {}", to.key, to.scope);
            resolved(connection, error, operation(), &what, async |connection| {
                let after = last_written(connection, to).await?;
                // A key that was there before is the new one only when it was written since.
                Ok(after.is_some() && after != before)
            })
            .await
        }
        Ok(()) => match key_exists(connection, to).await {
            Ok(true) => Ok(()),
            Ok(false) => {
                Err(Failure::unexpected("Databricks took the key, but its list of keys does not hold it."))
            }
            Err(error) => Err(connection.failed(operation())(error)),
        },
    };
    stored.map_err(|failure| without(failure, value))
}

/// When the key was written last; nothing when it is not there.
async fn last_written(connection: &Connection, of: &Reference) -> Result<Option<i64>, Error> {
    let keys = connection.client.secrets().list(&of.scope).await?;
    let there = keys.iter().find(|there| there.key.eq_ignore_ascii_case(&of.key));
    Ok(there.map(|there| there.last_updated_timestamp.unwrap_or_default()))
}

/// Deletes a key. Gone is what was wanted, whoever did it.
pub(crate) async fn delete_key(connection: &Connection, of: &Reference) -> Result<(), Failure> {
    match connection.client.secrets().delete(&of.scope, &of.key).await {
        Ok(()) => Ok(()),
        Err(error) if error.kind == ErrorKind::NotFound => Ok(()),
        Err(error) => {
            let what = format!("delete {} in {}", of.key, of.scope);
            let operation = Operation::DeleteSecret { scope: of.scope.clone(), key: of.key.clone() };
            resolved(connection, error, operation, &what, async |connection| {
                Ok(!key_exists(connection, of).await?)
            })
            .await
        }
    }
}

/// Gives a principal access; an older grant of it is replaced.
pub(crate) async fn set_acl(
    connection: &Connection,
    scope: &str,
    principal: &str,
    permission: SecretPermission,
) -> Result<(), Failure> {
    let wanted = match permission {
        SecretPermission::Read => WirePermission::Read,
        SecretPermission::Write => WirePermission::Write,
        SecretPermission::Manage => WirePermission::Manage,
    };
    let Err(error) = connection.client.secrets().put_acl(scope, principal, &wanted).await else {
        return Ok(());
    };
    let what = format!("change who may use the scope {scope}");
    let operation = Operation::ManageScope { scope: scope.to_owned(), job: what.clone() };
    resolved(connection, error, operation, &what, async |connection| {
        let acls = connection.client.secrets().acls(scope).await?;
        Ok(acls.iter().any(|acl| acl.principal == principal && acl.permission == wanted))
    })
    .await
}

/// Takes access away. Gone is what was wanted, whoever did it.
pub(crate) async fn remove_acl(connection: &Connection, scope: &str, principal: &str) -> Result<(), Failure> {
    let what = format!("change who may use the scope {scope}");
    let operation = Operation::ManageScope { scope: scope.to_owned(), job: what.clone() };
    let secrets = connection.client.secrets();
    let Err(error) = secrets.delete_acl(scope, principal).await else { return Ok(()) };
    // "Not found" may mean the grant or the scope: only the list tells them apart.
    let gone = error.kind == ErrorKind::NotFound;
    if gone && secrets.acls(scope).await.is_ok() {
        return Ok(());
    }
    resolved(connection, error, operation, &what, async |connection| {
        let acls = connection.client.secrets().acls(scope).await?;
        Ok(!acls.iter().any(|acl| acl.principal == principal))
    })
    .await
}

/// A failed write: done after all, not done, or not to be known.
async fn resolved(
    connection: &Connection,
    error: Error,
    operation: Operation,
    what: &str,
    is_done: impl AsyncFnOnce(&Connection) -> Result<bool, Error>,
) -> Result<(), Failure> {
    if !write::is_in_doubt(&error) {
        return Err(connection.failed(operation)(error));
    }
    match is_done(connection).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(connection.failed(operation)(error)),
        Err(_) => Err(local::ambiguous_write(what).into()),
    }
}

/// The failure without the value, should a server have repeated it.
fn without(failure: Failure, value: &Secret<String>) -> Failure {
    fn clean(json: &mut Value, value: &str) {
        match json {
            Value::String(text) if text.contains(value) => *text = text.replace(value, "<redacted>"),
            Value::Array(items) => items.iter_mut().for_each(|item| clean(item, value)),
            Value::Object(fields) => fields.values_mut().for_each(|field| clean(field, value)),
            _ => {}
        }
    }
    let Ok(mut json) = serde_json::to_value(&failure) else { return failure };
    // Inside a raw answer the value stands as JSON writes it.
    let escaped = serde_json::to_string(value.expose()).unwrap_or_default();
    for text in [value.expose().as_str(), escaped.trim_matches('"')] {
        if !text.is_empty() {
            clean(&mut json, text);
        }
    }
    serde_json::from_value(json).unwrap_or_else(|_| {
        Failure::unexpected("Databricks refused the key, and its answer could not be shown safely.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_that_repeats_the_value_loses_it_in_either_form() {
        let value = Secret::from("line one\nline two of it");
        for said in ["not good: line one\nline two of it!", r#"{"message":"line one\nline two of it"}"#] {
            let failure = without(Failure::here("title", "meaning", said), &value);
            assert!(!failure.explanation().cause.contains("line two"), "{said}");
            assert!(failure.explanation().cause.contains("<redacted>"), "{said}");
        }
    }
}
