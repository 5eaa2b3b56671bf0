//! Commands of the secrets room: which scopes and keys there are, and storing a pasted value.

use gatewright_databricks::secrets::{Scope, ScopeBackend as WireBackend, SecretValue};
use tauri::State;

use super::dto::{ScopeBackend, SecretKey, SecretScope, StoreSecret, StoredSecret};
use super::value;
use crate::app::App;
use crate::clock;
use crate::explain::{FieldProblem, Operation};
use crate::ipc::failure::Failure;

/// The scopes this person can see.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secrets_scopes(app: State<'_, App>) -> Result<Vec<SecretScope>, Failure> {
    let connection = app.connection().await?;
    let scopes = connection
        .client
        .secrets()
        .scopes()
        .await
        .map_err(connection.failed(Operation::ReadSecrets { scope: None }))?;
    let mut scopes: Vec<SecretScope> = scopes.into_iter().map(shown).collect();
    scopes.sort_by_key(|scope| scope.name.to_lowercase());
    Ok(scopes)
}

fn shown(scope: Scope) -> SecretScope {
    SecretScope {
        backend: match scope.backend_type {
            WireBackend::Databricks => ScopeBackend::Databricks,
            WireBackend::AzureKeyVault => ScopeBackend::AzureKeyVault,
            _ => ScopeBackend::Other,
        },
        writable: scope.is_writable(),
        name: scope.name,
    }
}

/// The keys of a scope. Values cannot be read, by nobody.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secrets_keys(app: State<'_, App>, scope: String) -> Result<Vec<SecretKey>, Failure> {
    let connection = app.connection().await?;
    let keys = connection
        .client
        .secrets()
        .list(&scope)
        .await
        .map_err(connection.failed(Operation::ReadSecrets { scope: Some(scope.clone()) }))?;
    let mut keys: Vec<SecretKey> = keys
        .into_iter()
        .map(|key| SecretKey {
            reference: reference(&scope, &key.key),
            updated_at: key.last_updated_timestamp.map(clock::to_ui),
            key: key.key,
        })
        .collect();
    keys.sort_by_key(|key| key.key.to_lowercase());
    Ok(keys)
}

/// `{{secrets/scope/key}}`, as an endpoint refers to a stored secret.
fn reference(scope: &str, key: &str) -> String {
    format!("{{{{secrets/{scope}/{key}}}}}")
}

/// Stores a pasted value in a scope and confirms it by reading the list of keys back. An existing key is overwritten
/// only when the person said so: Databricks would do it silently.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secrets_store(app: State<'_, App>, secret: StoreSecret) -> Result<StoredSecret, Failure> {
    let StoreSecret { scope, key, value: pasted, create_scope, replace } = secret;
    let (scope, key) = (scope.trim().to_owned(), key.trim().to_owned());
    let problems = [
        ("scope", value::name_problem(&scope, "scope", true)),
        ("key", value::name_problem(&key, "key", false)),
    ];
    let fields: Vec<FieldProblem> = problems
        .into_iter()
        .filter_map(|(path, problem)| problem.map(|message| wrong(path, message)))
        .collect();
    if !fields.is_empty() {
        return Err(Failure::invalid("This name cannot be used", fields));
    }
    let cleaned = value::clean(&pasted)
        .map_err(|why| Failure::invalid("This key cannot be stored", vec![wrong("value", why.to_owned())]))?;
    let connection = app.connection().await?;
    let secrets = connection.client.secrets();
    let operation = || Operation::StoreSecret { scope: scope.clone(), key: key.clone() };
    if create_scope {
        let exists = secrets.scopes().await.map_err(connection.failed(operation()))?;
        if !exists.iter().any(|there| there.name.eq_ignore_ascii_case(&scope)) {
            secrets.create_scope(&scope, false).await.map_err(connection.failed(operation()))?;
        }
    }
    let there = secrets.list(&scope).await.map_err(connection.failed(operation()))?;
    if !replace && there.iter().any(|taken| taken.key.eq_ignore_ascii_case(&key)) {
        let message = format!("{scope} already has a key named {key}. Choose another name, or replace it.");
        return Err(Failure::invalid("This key exists already", vec![wrong("key", message)]));
    }
    let sent = SecretValue::new(cleaned.value.expose().as_str());
    secrets.put(&scope, &key, &sent).await.map_err(connection.failed(operation()))?;
    let there = secrets.list(&scope).await.map_err(connection.failed(operation()))?;
    if !there.iter().any(|stored| stored.key.eq_ignore_ascii_case(&key)) {
        return Err(Failure::unexpected("Databricks took the key, but its list of keys does not hold it."));
    }
    Ok(StoredSecret {
        reference: reference(&scope, &key),
        scope,
        key,
        last_four: cleaned.last_four,
        characters: cleaned.characters,
        trimmed: cleaned.trimmed,
    })
}

fn wrong(path: &str, message: String) -> FieldProblem {
    FieldProblem { path: path.to_owned(), message, blocks: true }
}
