//! Commands of the gateway room: read it, keep an unfinished change, review, apply; which limit stops whom; and the places
//! an inference table can be in.

use tauri::State;
use tauri::ipc::Channel;

use super::dto::{Bites, Caller, GatewayDraft, GatewayReview, GatewaySettings, GatewayState, TablePlace};
use super::{bites, places, plan, rows};
use crate::activity::dto::{Change, ChangeState};
use crate::app::App;
use crate::endpoints::commands::read;
use crate::endpoints::stamp::stamp as stamp_of;
use crate::endpoints::write;
use crate::explain::{Operation, local};
use crate::ipc::failure::Failure;
use crate::workspaces::rows::current;

/// The AI Gateway of an endpoint as it stands.
#[tauri::command]
#[specta::specta]
pub(crate) async fn gateway_get(app: State<'_, App>, endpoint: String) -> Result<GatewayState, Failure> {
    let connection = app.connection().await?;
    let now = read(&connection, &endpoint).await?;
    Ok(plan::state(&now.snapshot, &now.shown))
}

/// The unfinished change of an endpoint's gateway.
#[tauri::command]
#[specta::specta]
pub(crate) async fn gateway_draft_get(
    app: State<'_, App>,
    endpoint: String,
) -> Result<Option<GatewayDraft>, Failure> {
    let workspace = current(&app.store).await?;
    Ok(rows::read(&app.store, &workspace, &endpoint).await?)
}

/// Keeps the unfinished change.
#[tauri::command]
#[specta::specta]
pub(crate) async fn gateway_draft_save(
    app: State<'_, App>,
    endpoint: String,
    stamp: String,
    settings: GatewaySettings,
) -> Result<(), Failure> {
    let workspace = current(&app.store).await?;
    let base = base_of(&app, &workspace, &endpoint, &stamp).await?;
    Ok(rows::keep(&app.store, &workspace, endpoint, stamp, &settings, base).await?)
}

/// The settings of the reading a draft started from: as kept with it, or as last read while that is the same reading.
async fn base_of(
    app: &App,
    workspace: &str,
    endpoint: &str,
    stamp: &str,
) -> Result<Option<GatewaySettings>, Failure> {
    let kept = rows::read(&app.store, workspace, endpoint).await?.filter(|kept| kept.stamp == stamp);
    if let Some(base) = kept.and_then(|kept| kept.base) {
        return Ok(Some(base));
    }
    // Keeping a draft never waits for a sign-in.
    let Ok(connection) = app.connection().await else { return Ok(None) };
    let last = connection.known.last(endpoint).filter(|last| stamp_of(&last.snapshot) == stamp);
    Ok(last.map(|last| plan::settings_of(&last.snapshot)))
}

/// Forgets the unfinished change.
#[tauri::command]
#[specta::specta]
pub(crate) async fn gateway_draft_discard(app: State<'_, App>, endpoint: String) -> Result<(), Failure> {
    let workspace = current(&app.store).await?;
    Ok(rows::discard(&app.store, &workspace, endpoint).await?)
}

/// What saving the settings would do, against the endpoint as it is now. Nothing is sent.
#[tauri::command]
#[specta::specta]
pub(crate) async fn gateway_review(
    app: State<'_, App>,
    endpoint: String,
    stamp: String,
    settings: GatewaySettings,
) -> Result<GatewayReview, Failure> {
    let connection = app.connection().await?;
    let now = read(&connection, &endpoint).await?;
    Ok(plan::review(&now.snapshot, &now.shown, &stamp, &settings))
}

/// Saves the settings: the endpoint is read again, the settings are laid onto its raw gateway, and written. Refused when
/// somebody changed the endpoint since it was opened. What could not be written stays as the unfinished change.
#[tauri::command]
#[specta::specta]
pub(crate) async fn gateway_apply(
    app: State<'_, App>,
    endpoint: String,
    stamp: String,
    settings: GatewaySettings,
    told: Channel<Change>,
) -> Result<Change, Failure> {
    let connection = app.connection().await?;
    let workspace = current(&app.store).await?;
    // An app that is killed now finds what was changed, and the ledger finds how far it came.
    let base = base_of(&app, &workspace, &endpoint, &stamp).await?;
    rows::keep(&app.store, &workspace, endpoint.clone(), stamp.clone(), &settings, base).await?;
    let now = read(&connection, &endpoint).await?;
    if stamp_of(&now.snapshot) != stamp {
        return Err(local::changed_elsewhere(&endpoint).into());
    }
    let problems = plan::problems(&now.snapshot, &now.shown, &stamp, &settings);
    if problems.iter().any(|problem| problem.blocks) {
        return Err(local::invalid(problems).into());
    }
    let planned = plan::planned(&now.snapshot, &settings);
    let change = write::run(&app, &connection, planned, Some(&told)).await?;
    if change.state == ChangeState::Done {
        rows::discard(&app.store, &workspace, endpoint).await?;
    } else if let Ok(after) = read(&connection, &endpoint).await {
        // The rest is changed onto what stands there now: the first of two writes may be live.
        let base = Some(plan::settings_of(&after.snapshot));
        rows::keep(&app.store, &workspace, endpoint, stamp_of(&after.snapshot), &settings, base).await?;
    }
    Ok(change)
}

/// Which limit stops a caller first, how the others stand to it, and which numbers nobody ever reaches. Nothing is asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn gateway_bites(settings: GatewaySettings, who: Caller) -> Result<Bites, Failure> {
    Ok(bites::bites(&settings, &who))
}

/// The catalogs there are, for an inference table.
#[tauri::command]
#[specta::specta]
pub(crate) async fn gateway_catalogs(app: State<'_, App>) -> Result<Vec<TablePlace>, Failure> {
    let connection = app.connection().await?;
    let listed = connection.client.catalogs().list().await;
    let listed = listed.map_err(connection.failed(Operation::BrowseCatalogs { catalog: None }))?;
    Ok(places::sorted(listed.into_iter().map(places::catalog).collect()))
}

/// The schemas of a catalog.
#[tauri::command]
#[specta::specta]
pub(crate) async fn gateway_schemas(
    app: State<'_, App>,
    catalog: String,
) -> Result<Vec<TablePlace>, Failure> {
    let connection = app.connection().await?;
    let listed = connection.client.catalogs().schemas(&catalog).await;
    let listed = listed.map_err(connection.failed(Operation::BrowseCatalogs { catalog: Some(catalog) }))?;
    Ok(places::sorted(listed.into_iter().map(places::schema).collect()))
}
