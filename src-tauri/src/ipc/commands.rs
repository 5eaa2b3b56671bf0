//! THE list of commands: all the window may ask of the core, grouped by room. A command takes the app and plain data,
//! never a window, so that each one runs under the mock runtime in the tests exactly as it does on a desktop.

use tauri::Runtime;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands};

use crate::{app, endpoints, ipc::freshness, playground, providers, secrets, traffic, workspaces};

/// The commands and their types, for the running app, for the tests and for the generated TypeScript.
pub fn builder<R: Runtime>() -> Builder<R> {
    Builder::<R>::new()
        .error_handling(ErrorHandlingMode::Result)
        .disable_serde_phases()
        .constant("freshness", freshness::TABLE)
        .commands(collect_commands![
            // app
            app::commands::app_info,
            app::commands::app_save_settings,
            app::commands::app_open_link,
            app::commands::app_dismiss_notice,
            app::commands::app_check_keychain,
            // workspaces
            workspaces::commands::workspaces_list,
            workspaces::commands::workspaces_check_host,
            workspaces::commands::workspaces_connect,
            workspaces::commands::workspaces_sign_in_again,
            workspaces::commands::workspaces_switch,
            workspaces::commands::workspaces_remove,
            workspaces::commands::workspaces_identity,
            workspaces::commands::workspaces_reset_sandbox,
            // providers
            providers::commands::providers_list,
            // secrets
            secrets::commands::secrets_scopes,
            secrets::commands::secrets_keys,
            secrets::commands::secrets_store,
            // endpoints
            endpoints::commands::endpoints_list,
            endpoints::commands::endpoints_splits,
            endpoints::commands::endpoints_get,
            endpoints::commands::endpoints_check_name,
            endpoints::commands::endpoints_review,
            endpoints::commands::endpoints_create,
            endpoints::commands::endpoints_watch,
            endpoints::commands::endpoints_delete,
            endpoints::draft_commands::endpoints_draft_get,
            endpoints::draft_commands::endpoints_draft_save,
            endpoints::draft_commands::endpoints_draft_discard,
            // traffic
            traffic::commands::traffic_review,
            traffic::commands::traffic_apply,
            traffic::commands::traffic_draft_get,
            traffic::commands::traffic_draft_save,
            traffic::commands::traffic_draft_discard,
            // playground
            playground::commands::playground_chats,
            playground::commands::playground_chat,
            playground::commands::playground_start,
            playground::commands::playground_target,
            playground::commands::playground_save_options,
            playground::commands::playground_save_draft,
            playground::commands::playground_ask,
            playground::commands::playground_stop,
            playground::commands::playground_delete,
        ])
}
