//! The catalogue, for the forms of the window.

use super::dto::Provider;
use crate::ipc::failure::Failure;

/// Every provider, in the order of the gallery.
#[tauri::command]
#[specta::specta]
pub(crate) async fn providers_list() -> Result<Vec<Provider>, Failure> {
    Ok(super::list())
}
