//! Commands around the list of endpoints: what it can be narrowed to, lists with a name, and what is known of one endpoint
//! besides its settings. The list itself is in `commands`.

use tauri::State;
use tauri::ipc::Channel;

use super::dto::{ListEndpoints, Tag};
use super::list_dto::{BulkResult, EndpointFacets, EndpointMetrics, EndpointUses, SavedList, StateSeen};
use super::{bulk, commands, history, history_rows, metrics, uses, views_rows};
use crate::app::App;
use crate::clock;
use crate::explain::{FieldProblem, Operation, local};
use crate::ipc::failure::Failure;
use crate::workspaces::rows;

/// Lists with a name, of one workspace.
const MOST_VIEWS: usize = 50;
const LONGEST_NAME: usize = 60;

/// What the list can be narrowed to from this question, with how many endpoints each value would leave.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_facets(
    app: State<'_, App>,
    query: ListEndpoints,
) -> Result<EndpointFacets, Failure> {
    let connection = app.connection().await?;
    if let Some(facets) = connection.known.facets(&query) {
        return Ok(facets);
    }
    // The list was forgotten meanwhile (something was changed): reading it is what the page does next anyway.
    commands::page(&app, ListEndpoints { limit: 0, refresh: true, ..query.clone() }).await?;
    Ok(connection.known.facets(&query).unwrap_or_default())
}

/// The lists that were given a name, by name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_views(app: State<'_, App>) -> Result<Vec<SavedList>, Failure> {
    let workspace = rows::current(&app.store).await?;
    Ok(views_rows::all(&app.store, &workspace).await?)
}

/// Gives a list a name; the same name again replaces it. Answers with all of them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_view_save(
    app: State<'_, App>,
    name: String,
    query: ListEndpoints,
) -> Result<Vec<SavedList>, Failure> {
    let workspace = rows::current(&app.store).await?;
    let name = name.trim().to_owned();
    let others = views_rows::all(&app.store, &workspace).await?;
    let problem = if name.is_empty() {
        Some("Give this list a name.".to_owned())
    } else if name.chars().count() > LONGEST_NAME {
        Some(format!("A name has at most {LONGEST_NAME} characters."))
    } else if others.len() >= MOST_VIEWS && !others.iter().any(|view| view.name == name) {
        Some(format!("{MOST_VIEWS} lists are saved already. Delete one first."))
    } else {
        None
    };
    if let Some(problem) = problem {
        return Err(local::invalid(vec![FieldProblem::block("name", problem)]).into());
    }
    let query = ListEndpoints { offset: 0, refresh: false, ..query };
    views_rows::keep(&app.store, &workspace, name, &query).await?;
    Ok(views_rows::all(&app.store, &workspace).await?)
}

/// Forgets a list with a name. Answers with those that stay.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_view_delete(
    app: State<'_, App>,
    name: String,
) -> Result<Vec<SavedList>, Failure> {
    let workspace = rows::current(&app.store).await?;
    views_rows::forget(&app.store, &workspace, name).await?;
    Ok(views_rows::all(&app.store, &workspace).await?)
}

/// What the endpoint counted in the last minute.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_metrics(app: State<'_, App>, name: String) -> Result<EndpointMetrics, Failure> {
    let connection = app.connection().await?;
    let operation = Operation::ReadEndpoint { name: name.clone() };
    let text = connection.client.serving().metrics(&name).await.map_err(connection.failed(operation))?;
    Ok(EndpointMetrics { lines: metrics::parse(&text), read_at: clock::to_ui(clock::now_ms()) })
}

/// The changes of state this app has seen of an endpoint, the latest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_history(app: State<'_, App>, name: String) -> Result<Vec<StateSeen>, Failure> {
    let connection = app.connection().await?;
    let workspace = &connection.workspace.id;
    history::keep(&app.store, workspace, &connection.known).await?;
    Ok(history_rows::of(&app.store, workspace, &name).await?)
}

/// What uses the endpoint, as far as it can be known, for the question before it is deleted.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_uses(app: State<'_, App>, name: String) -> Result<EndpointUses, Failure> {
    let connection = app.connection().await?;
    uses::of(&app, &connection, &name).await
}

/// Sets tags of many endpoints and removes others, by key. `told` hears each result as it comes; all of them are the answer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn endpoints_bulk_tag(
    app: State<'_, App>,
    names: Vec<String>,
    add: Vec<Tag>,
    remove: Vec<String>,
    told: Channel<BulkResult>,
) -> Result<Vec<BulkResult>, Failure> {
    let wanted = bulk::Wanted::of(&names, &add, &remove)
        .map_err(|problems| Failure::invalid("These tags cannot be written yet", problems))?;
    let connection = app.connection().await?;
    Ok(bulk::tag(&app, &connection, names, &wanted, &told).await)
}
