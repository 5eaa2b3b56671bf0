//! THE list of commands: all the window may ask of the core, grouped by room. A command takes the app and plain data,
//! never a window, so that each one runs under the mock runtime in the tests exactly as it does on a desktop.

use tauri::Runtime;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands};

use crate::{
    access, activity, app, doctor, embeddings, endpoints, gateway, handoff, ipc::freshness, playground, providers,
    secrets, traffic, workspaces,
};

/// The commands and their types, for the running app, for the tests and for the generated TypeScript.
#[expect(clippy::too_many_lines, reason = "it is the list of all commands, and nothing else")]
pub fn builder<R: Runtime>() -> Builder<R> {
    Builder::<R>::new()
        .error_handling(ErrorHandlingMode::Result)
        .disable_serde_phases()
        .constant("freshness", freshness::TABLE)
        .commands(collect_commands![
            // app
            app::commands::app_info,
            app::first_screen_commands::app_first_screen,
            app::commands::app_save_settings,
            app::commands::app_open_link,
            app::commands::app_dismiss_notice,
            app::commands::app_check_keychain,
            app::commands::app_unlock_keychain,
            app::commands::app_kept_data,
            app::commands::app_clear_data,
            // workspaces
            workspaces::commands::workspaces_list,
            workspaces::commands::workspaces_check_host,
            workspaces::sign_in::commands::workspaces_connect,
            workspaces::sign_in::commands::workspaces_sign_in_again,
            workspaces::sign_in::commands::workspaces_cancel_sign_in,
            workspaces::sign_in::commands::workspaces_sign_in_choices,
            workspaces::commands::workspaces_save,
            workspaces::commands::workspaces_switch,
            workspaces::commands::workspaces_remove,
            workspaces::commands::workspaces_identity,
            workspaces::commands::workspaces_reset_sandbox,
            // doctor
            doctor::commands::doctor_run,
            doctor::commands::doctor_stop,
            // access
            access::commands::access_rights,
            access::commands::access_request,
            // providers
            providers::commands::providers_list,
            // secrets
            secrets::commands::secrets_scopes,
            secrets::commands::secrets_keys,
            secrets::commands::secrets_store,
            secrets::commands::secrets_overview,
            secrets::commands::secrets_create_scope,
            secrets::commands::secrets_delete_scope,
            secrets::commands::secrets_delete_key,
            secrets::commands::secrets_inspect,
            secrets::commands::secrets_prove,
            secrets::access_commands::secrets_acls,
            secrets::access_commands::secrets_set_acl,
            secrets::access_commands::secrets_remove_acl,
            secrets::rotation_commands::secrets_rotations,
            secrets::rotation_commands::secrets_rotation_begin,
            secrets::rotation_commands::secrets_rotation_run,
            secrets::rotation_commands::secrets_rotation_undo,
            secrets::rotation_commands::secrets_rotation_finish,
            secrets::rotation_commands::secrets_rotation_forget,
            // endpoints
            endpoints::commands::endpoints_list,
            endpoints::commands::endpoints_splits,
            endpoints::commands::endpoints_get,
            endpoints::commands::endpoints_check_name,
            endpoints::commands::endpoints_review,
            endpoints::commands::endpoints_create,
            endpoints::commands::endpoints_watch,
            endpoints::commands::endpoints_delete,
            endpoints::list_commands::endpoints_facets,
            endpoints::list_commands::endpoints_views,
            endpoints::list_commands::endpoints_view_save,
            endpoints::list_commands::endpoints_view_delete,
            endpoints::list_commands::endpoints_metrics,
            endpoints::list_commands::endpoints_history,
            endpoints::list_commands::endpoints_bulk_tag,
            endpoints::draft_commands::endpoints_draft_get,
            endpoints::draft_commands::endpoints_draft_save,
            endpoints::draft_commands::endpoints_draft_discard,
            endpoints::edit::commands::endpoints_edit_get,
            endpoints::edit::commands::endpoints_edit_save,
            endpoints::edit::commands::endpoints_edit_discard,
            endpoints::edit::commands::endpoints_edit_review,
            endpoints::edit::commands::endpoints_edit_rebase,
            endpoints::edit::commands::endpoints_edit_apply,
            endpoints::edit::commands::endpoints_clone_draft,
            // traffic
            traffic::commands::traffic_review,
            traffic::commands::traffic_apply,
            traffic::commands::traffic_draft_get,
            traffic::commands::traffic_draft_save,
            traffic::commands::traffic_draft_discard,
            traffic::probe_commands::traffic_observe_cost,
            traffic::probe_commands::traffic_observe,
            traffic::probe_commands::traffic_observe_stop,
            traffic::probe_commands::traffic_bench,
            traffic::probe_commands::traffic_bench_stop,
            traffic::ramp_commands::traffic_ramps,
            traffic::ramp_commands::traffic_ramp_start,
            traffic::ramp_commands::traffic_ramp_abort,
            traffic::ramp_commands::traffic_ramp_resume,
            traffic::ramp_commands::traffic_ramp_forget,
            traffic::ramp_commands::traffic_ramp_now,
            traffic::drill_commands::traffic_drill_begin,
            traffic::drill_commands::traffic_drills,
            traffic::drill_commands::traffic_drill_remove,
            // gateway
            gateway::commands::gateway_get,
            gateway::commands::gateway_draft_get,
            gateway::commands::gateway_draft_save,
            gateway::commands::gateway_draft_discard,
            gateway::commands::gateway_review,
            gateway::commands::gateway_apply,
            gateway::commands::gateway_bites,
            gateway::commands::gateway_catalogs,
            gateway::commands::gateway_schemas,
            // activity
            activity::commands::activity_list,
            activity::commands::activity_get,
            activity::commands::activity_resume,
            activity::commands::activity_abandon,
            activity::commands::activity_restore,
            // handoff
            handoff::commands::handoff_render,
            handoff::commands::handoff_save,
            handoff::commands::handoff_import,
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
            // embeddings
            embeddings::commands::embeddings_compare,
            embeddings::commands::embeddings_stop,
            embeddings::commands::embeddings_runs,
            embeddings::commands::embeddings_run,
            embeddings::commands::embeddings_delete,
            embeddings::commands::embeddings_export,
            embeddings::commands::embeddings_draft_get,
            embeddings::commands::embeddings_draft_save,
        ])
}
