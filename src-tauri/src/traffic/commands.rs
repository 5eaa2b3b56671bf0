//! Commands of the traffic room: review a new split, apply it, keep an unfinished one.

use tauri::State;

use super::dto::{TrafficChange, TrafficDraft, TrafficReview};
use super::{draft_rows, plan};
use crate::app::App;
use crate::endpoints::commands::read;
use crate::endpoints::dto::{Endpoint, Share};
use crate::endpoints::write::{self, Origin, Planned, PlannedWrite};
use crate::ipc::failure::Failure;
use crate::workspaces::rows;

/// What the change would do, against the endpoint as it is now. Nothing is sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_review(
    app: State<'_, App>,
    change: TrafficChange,
) -> Result<TrafficReview, Failure> {
    let connection = app.connection().await?;
    let now = read(&connection, &change.endpoint).await?;
    Ok(plan::review(&change, &now.snapshot))
}

/// Applies the change: the endpoint is read again, the change is merged onto what stands there, and written once. Refused
/// when somebody changed the endpoint since it was opened, or while it is being updated.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_apply(app: State<'_, App>, change: TrafficChange) -> Result<Endpoint, Failure> {
    let connection = app.connection().await?;
    let now = read(&connection, &change.endpoint).await?;
    let body = plan::body(&change, &now.snapshot).map_err(Failure::from)?;
    let name = change.endpoint.clone();
    let config = now.snapshot.raw.get("config").cloned().unwrap_or_default();
    let title = format!("New split of {name}");
    let writes = vec![PlannedWrite::config(&name, body, config)];
    let planned = Planned::onto(&now.snapshot, Origin::Traffic, title, writes);
    let written = write::carry_out(&app, &connection, planned, None).await?.finished()?;
    let workspace = rows::current(&app.store).await?;
    draft_rows::discard(&app.store, &workspace, name.clone()).await?;
    match written {
        Some(written) => Ok(connection.known.take(&connection.client, written).shown.clone()),
        None => Ok(read(&connection, &name).await?.shown.clone()),
    }
}

/// The unfinished split of an endpoint.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_draft_get(
    app: State<'_, App>,
    endpoint: String,
) -> Result<Option<TrafficDraft>, Failure> {
    let workspace = rows::current(&app.store).await?;
    Ok(draft_rows::read(&app.store, &workspace, &endpoint).await?)
}

/// Keeps the unfinished split.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_draft_save(
    app: State<'_, App>,
    endpoint: String,
    shares: Vec<Share>,
    locked: Vec<String>,
) -> Result<(), Failure> {
    let workspace = rows::current(&app.store).await?;
    Ok(draft_rows::keep(&app.store, &workspace, endpoint, &shares, &locked).await?)
}

/// Forgets the unfinished split.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_draft_discard(app: State<'_, App>, endpoint: String) -> Result<(), Failure> {
    let workspace = rows::current(&app.store).await?;
    Ok(draft_rows::discard(&app.store, &workspace, endpoint).await?)
}
