//! Commands about the app itself: what it is, how it looks, opening a link in the system's browser.

use tauri::State;

use super::dto::{AppInfo, Keychain, Settings};
use super::{App, settings};
use crate::desktop::links;
use crate::ipc::failure::Failure;

/// What the app is, where its files are and what happened while it started. Does not ask the keychain.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_info(app: State<'_, App>) -> Result<AppInfo, Failure> {
    Ok(AppInfo {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        data_folder: app.places.data.display().to_string(),
        log_file: app.places.log_file().display().to_string(),
        keychain: app.keychain_as_known(),
        notices: app.notices(),
        settings: settings::read(&app.store).await?,
    })
}

/// Keeps the preferences.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_save_settings(app: State<'_, App>, settings: Settings) -> Result<Settings, Failure> {
    settings::write(&app.store, &settings).await?;
    Ok(settings)
}

/// Opens an `https` address in the system's browser; anything else is refused.
#[tauri::command]
#[specta::specta]
pub(crate) async fn app_open_link(app: State<'_, App>, url: String) -> Result<(), Failure> {
    let url = links::checked(&url)?;
    app.browser.open(&url)
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
