//! Commands of the secrets room: which scopes and keys there are and who uses them, storing and judging a pasted value,
//! proving it. Access lists are in `access_commands`, rotations in `rotation_commands`.

use tauri::State;

use super::dto::{
    CreateScope, ProveSecret, SecretInspection, SecretKey, SecretProof, SecretScope, SecretsOverview,
    StoreSecret, StoredSecret, TypedValue,
};
use super::references::Reference;
use super::{family, overview, proof, value, writes};
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
    let mut scopes: Vec<SecretScope> = scopes.iter().map(overview::shown).collect();
    scopes.sort_by_key(|scope| scope.name.to_lowercase());
    Ok(scopes)
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
            reference: Reference::new(scope.as_str(), key.key.as_str()).text(),
            updated_at: key.last_updated_timestamp.map(clock::to_ui),
            key: key.key,
        })
        .collect();
    keys.sort_by_key(|key| key.key.to_lowercase());
    Ok(keys)
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
        .filter_map(|(path, problem)| problem.map(|message| FieldProblem::block(path, message)))
        .collect();
    if !fields.is_empty() {
        return Err(Failure::invalid("This name cannot be used", fields));
    }
    let cleaned = value::clean(&pasted).map_err(|why| {
        Failure::invalid("This key cannot be stored", vec![FieldProblem::block("value", why)])
    })?;
    let connection = app.connection().await?;
    let secrets = connection.client.secrets();
    let operation = || Operation::StoreSecret { scope: scope.clone(), key: key.clone() };
    if create_scope {
        let exists = secrets.scopes().await.map_err(connection.failed(operation()))?;
        if !exists.iter().any(|there| there.name.eq_ignore_ascii_case(&scope)) {
            writes::create_scope(&connection, &scope, false).await?;
        }
    }
    let there = secrets.list(&scope).await.map_err(connection.failed(operation()))?;
    if !replace && there.iter().any(|taken| taken.key.eq_ignore_ascii_case(&key)) {
        let message = format!("{scope} already has a key named {key}. Choose another name, or replace it.");
        return Err(Failure::invalid("This key exists already", vec![FieldProblem::block("key", message)]));
    }
    let stored = Reference::new(scope.as_str(), key.as_str());
    writes::put(&connection, &stored, &cleaned.value).await?;
    Ok(StoredSecret {
        reference: stored.text(),
        scope,
        key,
        last_four: cleaned.last_four,
        characters: cleaned.characters,
        trimmed: cleaned.trimmed,
    })
}

/// Everything of the room at once: scopes, keys, and every place in an endpoint that refers to one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secrets_overview(app: State<'_, App>) -> Result<SecretsOverview, Failure> {
    let connection = app.connection().await?;
    overview::read(&connection).await
}

/// Makes a scope. Where every scope has to belong to everyone, that is said at the field `forEveryone`.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secrets_create_scope(app: State<'_, App>, scope: CreateScope) -> Result<(), Failure> {
    let name = scope.name.trim();
    if let Some(problem) = value::name_problem(name, "scope", true) {
        let fields = vec![FieldProblem::block("name", problem)];
        return Err(Failure::invalid("This name cannot be used", fields));
    }
    let connection = app.connection().await?;
    writes::create_scope(&connection, name, scope.for_everyone).await
}

/// Deletes a scope with every key in it. There is no way back: the page has asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secrets_delete_scope(app: State<'_, App>, name: String) -> Result<(), Failure> {
    let connection = app.connection().await?;
    writes::delete_scope(&connection, &name).await
}

/// Deletes a key. There is no way back: the page has asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secrets_delete_key(
    app: State<'_, App>,
    scope: String,
    key: String,
) -> Result<(), Failure> {
    let connection = app.connection().await?;
    writes::delete_key(&connection, &Reference::new(scope, key)).await
}

/// What may be said about a value while it is typed. Nothing is sent or kept.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secrets_inspect(
    value: TypedValue,
    provider: Option<String>,
) -> Result<SecretInspection, Failure> {
    Ok(family::inspect(&value.0, provider.as_deref()))
}

/// Asks a served entity for one token, to prove the key it uses.
#[tauri::command]
#[specta::specta]
pub(crate) async fn secrets_prove(app: State<'_, App>, proof: ProveSecret) -> Result<SecretProof, Failure> {
    let connection = app.connection().await?;
    proof::prove(&connection, &proof).await
}
