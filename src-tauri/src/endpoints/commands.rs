//! Commands of the endpoints room: the list, one endpoint, and from a draft to an endpoint that is ready.

use std::sync::Arc;
use std::time::Instant;

use gatewright_databricks::ErrorKind;
use gatewright_databricks::serving::{EndpointState as WireState, WaitOutcome};
use tauri::State;
use tauri::ipc::Channel;

use super::dto::{
    DraftReview, Endpoint, EndpointDraft, EndpointPage, EndpointProgress, EndpointSplit, ListEndpoints,
};
use super::known::{self, Single};
use super::reading::Viewer;
use super::write::{self, Origin, Planned, PlannedWrite, taken};
use super::{draft, history, names, progress as steps};
use crate::app::App;
use crate::explain::{FieldProblem, Operation, local};
use crate::ipc::failure::Failure;
use crate::traffic::result_rows;
use crate::workspaces::connection::Connection;

/// A page of the list. Searching, sorting and paging happen here, on the list as last read; `refresh` reads it again.
/// When the workspace cannot be reached, what was read before is given and marked as stale.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_list(
    app: State<'_, App>,
    query: ListEndpoints,
) -> Result<EndpointPage, Failure> {
    page(&app, query).await
}

pub(crate) async fn page(app: &App, query: ListEndpoints) -> Result<EndpointPage, Failure> {
    let connection = app.connection().await?;
    if !query.refresh
        && let Some(page) = connection.known.page(&query, false)
    {
        return Ok(page);
    }
    let serving = connection.client.serving();
    // Who we are decides what is "mine"; asked beside the first list, and a list without it is better than none.
    let (listed, _) = tokio::join!(serving.list(), connection.identity());
    match listed {
        Ok(endpoints) => {
            connection.known.take_list(endpoints, Viewer { user: connection.user() });
            history::keep_beside(&app.store, &connection.workspace.id, &connection.known);
            connection
                .known
                .page(&query, false)
                .ok_or_else(|| Failure::unexpected("the list was read and is not there"))
        }
        Err(error) => {
            let failure = connection.failed(Operation::ListEndpoints)(error);
            match (&failure, connection.known.page(&query, true)) {
                (Failure::Offline { .. } | Failure::Throttled { .. }, Some(page)) => Ok(page),
                _ => Err(failure),
            }
        }
    }
}

/// Shares of some endpoints; the list call of the API does not hold them. Endpoints that cannot be read are left out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_splits(
    app: State<'_, App>,
    names: Vec<String>,
) -> Result<Vec<EndpointSplit>, Failure> {
    splits(&app, names).await
}

pub(crate) async fn splits(app: &App, names: Vec<String>) -> Result<Vec<EndpointSplit>, Failure> {
    let connection = app.connection().await?;
    Ok(known::splits(&connection.client.serving(), names).await)
}

/// One endpoint, read now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_get(app: State<'_, App>, name: String) -> Result<Endpoint, Failure> {
    let connection = app.connection().await?;
    Ok(read(&connection, &name).await?.shown.clone())
}

/// Reads one endpoint now.
pub(crate) async fn read(connection: &Connection, name: &str) -> Result<Arc<Single>, Failure> {
    let operation = Operation::ReadEndpoint { name: name.to_owned() };
    let snapshot = connection.client.serving().get(name).await.map_err(connection.failed(operation))?;
    Ok(connection.known.take(&connection.client, snapshot))
}

/// What is wrong with a name for a new endpoint: its form, or that it is taken. Nothing when it can be used, and nothing
/// when that cannot be found out: the workspace decides in the end.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_check_name(
    app: State<'_, App>,
    name: String,
) -> Result<Option<FieldProblem>, Failure> {
    if let Some(problem) = names::endpoint(&name) {
        return Ok(Some(problem));
    }
    let name = name.trim();
    let connection = app.connection().await?;
    Ok(match connection.client.serving().get(name).await {
        Ok(_) => Some(taken(name)),
        Err(_) => None,
    })
}

/// What creating the draft would do, and what has to be solved first. Nothing is sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_review(draft: EndpointDraft) -> Result<DraftReview, Failure> {
    Ok(draft::review(&draft))
}

/// Creates the endpoint: one call, sent once. When its answer is lost, the workspace is read to find out.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_create(app: State<'_, App>, draft: EndpointDraft) -> Result<Endpoint, Failure> {
    let body = draft::to_create(&draft).map_err(|problems| Failure::from(local::invalid(problems)))?;
    let connection = app.connection().await?;
    let name = body.name.clone();
    let body = serde_json::to_value(&body).map_err(|why| Failure::unexpected(&why.to_string()))?;
    let planned = Planned::creation(&name, Origin::Create, format!("Create {name}"), body);
    match write::carry_out(&app, &connection, planned, None).await?.finished()? {
        Some(made) => Ok(connection.known.take(&connection.client, made).shown.clone()),
        None => Ok(read(&connection, &name).await?.shown.clone()),
    }
}

/// Reports each state until the endpoint has settled, then answers with it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_watch(
    app: State<'_, App>,
    name: String,
    progress: Channel<EndpointProgress>,
) -> Result<Endpoint, Failure> {
    let connection = app.connection().await?;
    let begun = Instant::now();
    // A window that is gone does not stop the watching: it ends by itself.
    let told = |state: &WireState| drop(progress.send(steps::of_state(state, begun.elapsed())));
    let outcome = connection
        .client
        .serving()
        .wait_until_settled(&name, write::patience(), told)
        .await
        .map_err(connection.failed(Operation::ReadEndpoint { name: name.clone() }))?;
    let snapshot = match outcome {
        WaitOutcome::Ready(snapshot) | WaitOutcome::NotReady(snapshot) => *snapshot,
        WaitOutcome::Failed { endpoint, .. } => *endpoint,
        WaitOutcome::TimedOut(Some(snapshot)) => *snapshot,
        WaitOutcome::TimedOut(None) => return Ok(read(&connection, &name).await?.shown.clone()),
    };
    connection.known.changed(&name);
    let single = connection.known.take(&connection.client, snapshot);
    drop(progress.send(steps::of_endpoint(&single.snapshot, begun.elapsed())));
    Ok(single.shown.clone())
}

/// Deletes an endpoint. There is no way back: the page has asked. What it was stays in the ledger.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_delete(app: State<'_, App>, name: String) -> Result<(), Failure> {
    let connection = app.connection().await?;
    let operation = Operation::DeleteEndpoint { name: name.clone() };
    let now = match connection.client.serving().get(&name).await {
        Ok(now) => now,
        // Gone is what was wanted, whoever did it.
        Err(error) if error.kind == ErrorKind::NotFound => {
            connection.known.deleted(&name);
            return Ok(());
        }
        Err(error) => return Err(connection.failed(operation)(error)),
    };
    let writes = vec![PlannedWrite::delete(&name, now.raw.clone())];
    let mut planned = Planned::onto(&now, Origin::Delete, format!("Delete {name}"), writes);
    // What is deleted may have been changed meanwhile; being another endpoint of that name is what counts.
    planned.stamp = None;
    write::carry_out(&app, &connection, planned, None).await?.finished()?;
    // Another endpoint of that name is not what was measured.
    let workspace = crate::workspaces::rows::current(&app.store).await?;
    result_rows::forget(&app.store, &workspace, &name).await?;
    Ok(())
}
