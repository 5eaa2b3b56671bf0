//! Commands about the app itself: what it is, how it looks, opening a link in the system's browser.

use gatewright_databricks::probe;
use tauri::State;

use super::dto::{AppInfo, ClearData, KeptData, Keychain, Settings, SettingsChange};
use super::{App, data, data_rows, network, settings};
use crate::desktop::links;
use crate::ipc::failure::Failure;
use crate::workspaces::rows;

/// What the app is, where its files are and what happened while it started. Does not ask the keychain.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_info(app: State<'_, App>) -> Result<AppInfo, Failure> {
    info(&app).await
}

pub(super) async fn info(app: &App) -> Result<AppInfo, Failure> {
    let kept = settings::read(&app.store).await?;
    let ca_problem = match kept.ca_file.clone() {
        Some(file) => network::read_certificates(file).await.err(),
        None => None,
    };
    Ok(AppInfo {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        data_folder: app.places.data.display().to_string(),
        log_file: app.places.log_file().display().to_string(),
        keychain: app.keychain_as_known(),
        notices: app.notices(),
        proxy_in_use: probe::proxy_in_general(kept.proxy.as_deref()).map(|proxy| proxy.shown),
        ca_problem,
        data_bytes: data::folder_bytes(app.places.data.clone()).await,
        settings: kept,
    })
}

/// Changes some preferences. A change of the proxy or of the certificate file counts from the next call on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_save_settings(
    app: State<'_, App>,
    settings: SettingsChange,
) -> Result<Settings, Failure> {
    let before = settings::read(&app.store).await?;
    let after = settings::change(&app.store, settings).await?;
    if (&before.proxy, &before.ca_file) != (&after.proxy, &after.ca_file) {
        drop_connections(&app).await?;
    }
    Ok(after)
}

/// Sign-ins hold the way they were made with as well, to renew their tokens.
async fn drop_connections(app: &App) -> Result<(), Failure> {
    app.connections.replace(None).await;
    for kept in rows::all(&app.store).await? {
        app.connections.forget_session(&kept.id).await;
    }
    Ok(())
}

/// How many drafts, conversations and workspaces are kept on this computer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_kept_data(app: State<'_, App>) -> Result<KeptData, Failure> {
    Ok(data_rows::count(&app.store).await?)
}

/// Clears what is kept on this computer. Nothing changes in Databricks.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_clear_data(app: State<'_, App>, what: ClearData) -> Result<(), Failure> {
    data::clear(&app, what).await
}

/// Opens an `https` address in the system's browser, or once more a sign-in page of this app; anything else is refused.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_open_link(app: State<'_, App>, url: String) -> Result<(), Failure> {
    if app.sign_in_pages.holds(&url) {
        return app.browser.open(&url);
    }
    app.browser.open(&links::checked(&url)?)
}

/// Forgets a notice of this start.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_dismiss_notice(app: State<'_, App>, id: String) -> Result<(), Failure> {
    app.dismiss_notice(&id);
    Ok(())
}

/// Asks the keychain how it is; takes at most three seconds.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_check_keychain(app: State<'_, App>) -> Result<Keychain, Failure> {
    let state = app.vault.state().await;
    Ok(app.keychain_is(state))
}

/// Has the system ask the person to unlock the keychain, and waits for that up to two minutes. Says how it is afterwards.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_unlock_keychain(app: State<'_, App>) -> Result<Keychain, Failure> {
    // Whatever went wrong is told by the state: still locked, gone, or silent.
    if let Err(error) = app.vault.unlock().await {
        tracing::warn!(%error, "the keychain was not unlocked");
    }
    let state = app.vault.state().await;
    Ok(app.keychain_is(state))
}
