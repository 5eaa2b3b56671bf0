//! Which command reads which room's things, and which makes them stale. The window's cache looks here
//! (ui/src/ipc/freshness.ts) instead of remembering it page by page; a test asserts that every command of the list stands
//! here exactly once.

use serde::Serialize;

/// One command's standing with the cache.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Freshness {
    pub(crate) command: &'static str,
    /// What it answers with; the first word of the UI's cache key.
    pub(crate) reads: Option<&'static str>,
    /// What is to be read again after it.
    pub(crate) makes_stale: &'static [&'static str],
}

const fn reads(command: &'static str, what: &'static str) -> Freshness {
    Freshness { command, reads: Some(what), makes_stale: &[] }
}

const fn writes(command: &'static str, makes_stale: &'static [&'static str]) -> Freshness {
    Freshness { command, reads: None, makes_stale }
}

/// Everything that belongs to one workspace.
const OF_A_WORKSPACE: &[&str] = &[
    "workspaces",
    "access",
    "secrets",
    "endpoints",
    "traffic",
    "gateway",
    "activity",
    "playground",
    "prices",
    "completions",
    "embeddings",
    "compare",
    "history",
    "passport",
    "cache",
];

/// Everything that is kept on this computer.
const EVERYTHING: &[&str] = &[
    "app",
    "workspaces",
    "access",
    "secrets",
    "endpoints",
    "traffic",
    "gateway",
    "activity",
    "playground",
    "prices",
    "completions",
    "embeddings",
    "compare",
    "history",
    "passport",
    "cache",
    "prompts",
];

/// The table, in the order of the list of commands. The words are the first of the window's cache keys: the rooms.
pub(crate) const TABLE: &[Freshness] = &[
    reads("app_info", "app"),
    reads("app_first_screen", "app"),
    writes("app_save_settings", &["app"]),
    writes("app_open_link", &[]),
    writes("app_dismiss_notice", &["app"]),
    writes("app_check_keychain", &["app"]),
    writes("app_unlock_keychain", &["app"]),
    reads("app_kept_data", "app"),
    writes("app_clear_data", EVERYTHING),
    reads("workspaces_list", "workspaces"),
    reads("workspaces_check_host", "workspaces"),
    writes("workspaces_connect", OF_A_WORKSPACE),
    writes("workspaces_sign_in_again", OF_A_WORKSPACE),
    writes("workspaces_cancel_sign_in", &[]),
    reads("workspaces_sign_in_choices", "workspaces"),
    writes("workspaces_save", &["workspaces"]),
    writes("workspaces_switch", OF_A_WORKSPACE),
    writes("workspaces_remove", OF_A_WORKSPACE),
    reads("workspaces_identity", "workspaces"),
    writes("workspaces_reset_sandbox", OF_A_WORKSPACE),
    writes("doctor_run", &[]),
    writes("doctor_stop", &[]),
    reads("access_rights", "access"),
    reads("access_request", "access"),
    reads("providers_list", "providers"),
    reads("secrets_scopes", "secrets"),
    reads("secrets_keys", "secrets"),
    writes("secrets_store", &["secrets"]),
    reads("secrets_overview", "secrets"),
    writes("secrets_create_scope", &["secrets"]),
    writes("secrets_delete_scope", &["secrets"]),
    writes("secrets_delete_key", &["secrets"]),
    writes("secrets_inspect", &[]),
    writes("secrets_prove", &[]),
    reads("secrets_acls", "secrets"),
    writes("secrets_set_acl", &["secrets"]),
    writes("secrets_remove_acl", &["secrets"]),
    reads("secrets_rotations", "secrets"),
    writes("secrets_rotation_begin", &["secrets"]),
    writes("secrets_rotation_run", &["secrets", "endpoints", "activity"]),
    writes("secrets_rotation_undo", &["secrets", "endpoints", "activity"]),
    writes("secrets_rotation_finish", &["secrets"]),
    writes("secrets_rotation_forget", &["secrets"]),
    reads("endpoints_list", "endpoints"),
    reads("endpoints_splits", "endpoints"),
    reads("endpoints_get", "endpoints"),
    reads("endpoints_check_name", "endpoints"),
    reads("endpoints_review", "endpoints"),
    writes("endpoints_create", &["endpoints", "activity"]),
    reads("endpoints_watch", "endpoints"),
    writes("endpoints_delete", &["endpoints", "activity"]),
    reads("endpoints_facets", "endpoints"),
    reads("endpoints_views", "endpoints"),
    writes("endpoints_view_save", &[]),
    writes("endpoints_view_delete", &[]),
    reads("endpoints_metrics", "endpoints"),
    reads("endpoints_history", "endpoints"),
    reads("endpoints_uses", "endpoints"),
    writes("endpoints_bulk_tag", &["endpoints", "activity"]),
    reads("endpoints_draft_get", "endpoints"),
    writes("endpoints_draft_save", &[]),
    writes("endpoints_draft_discard", &[]),
    reads("endpoints_edit_get", "endpoints"),
    writes("endpoints_edit_save", &[]),
    writes("endpoints_edit_discard", &[]),
    reads("endpoints_edit_review", "endpoints"),
    writes("endpoints_edit_rebase", &[]),
    writes("endpoints_edit_apply", &["endpoints", "activity"]),
    reads("endpoints_recreate_review", "endpoints"),
    writes("endpoints_recreate_apply", &["endpoints", "activity"]),
    reads("endpoints_clone_draft", "endpoints"),
    reads("traffic_review", "traffic"),
    writes("traffic_apply", &["endpoints", "activity"]),
    reads("traffic_draft_get", "traffic"),
    writes("traffic_draft_save", &[]),
    writes("traffic_draft_discard", &[]),
    reads("traffic_observe_cost", "traffic"),
    reads("traffic_results", "traffic"),
    writes("traffic_observe", &[]),
    writes("traffic_observe_stop", &[]),
    writes("traffic_bench", &[]),
    writes("traffic_bench_stop", &[]),
    reads("traffic_ramps", "traffic"),
    writes("traffic_ramp_start", &["endpoints", "traffic", "activity"]),
    writes("traffic_ramp_abort", &["endpoints", "traffic", "activity"]),
    writes("traffic_ramp_resume", &["endpoints", "traffic", "activity"]),
    writes("traffic_ramp_forget", &["traffic"]),
    writes("traffic_ramp_now", &[]),
    writes("traffic_drill_begin", &["endpoints", "traffic", "activity"]),
    reads("traffic_drills", "traffic"),
    writes("traffic_drill_remove", &["endpoints", "traffic", "activity"]),
    reads("gateway_get", "gateway"),
    reads("gateway_draft_get", "gateway"),
    writes("gateway_draft_save", &[]),
    writes("gateway_draft_discard", &[]),
    reads("gateway_review", "gateway"),
    writes("gateway_apply", &["endpoints", "gateway", "activity"]),
    reads("gateway_bites", "gateway"),
    reads("gateway_catalogs", "gateway"),
    reads("gateway_schemas", "gateway"),
    reads("activity_list", "activity"),
    reads("activity_get", "activity"),
    writes("activity_resume", &["endpoints", "gateway", "activity"]),
    writes("activity_abandon", &["activity"]),
    writes("activity_restore", &["endpoints"]),
    reads("handoff_render", "handoff"),
    writes("handoff_save", &[]),
    reads("handoff_import", "handoff"),
    reads("playground_chats", "playground"),
    reads("playground_chat", "playground"),
    writes("playground_start", &["playground"]),
    writes("playground_target", &["playground"]),
    writes("playground_save_options", &[]),
    writes("playground_save_draft", &[]),
    writes("playground_attach", &[]),
    reads("playground_attachment", "playground"),
    writes("playground_detach", &[]),
    reads("playground_defaults", "playground"),
    writes("playground_ask", &["playground"]),
    writes("playground_stop", &[]),
    writes("playground_show", &[]),
    writes("playground_branch", &["playground"]),
    reads("playground_raw", "playground"),
    writes("playground_rename", &["playground", "history"]),
    writes("playground_star", &["playground", "history"]),
    writes("playground_record", &["playground", "history"]),
    writes("playground_delete", &["playground"]),
    reads("prices_list", "prices"),
    writes("prices_save", &["prices"]),
    writes("prices_remove", &["prices"]),
    reads("prices_for", "prices"),
    reads("completions_list", "completions"),
    writes("completions_start", &["completions"]),
    writes("embeddings_compare", &["embeddings", "history"]),
    writes("embeddings_stop", &[]),
    reads("embeddings_runs", "embeddings"),
    reads("embeddings_run", "embeddings"),
    writes("embeddings_delete", &["embeddings", "history"]),
    writes("embeddings_export", &[]),
    reads("embeddings_draft_get", "embeddings"),
    writes("embeddings_draft_save", &[]),
    reads("compare_list", "compare"),
    reads("compare_get", "compare"),
    writes("compare_create", &["compare"]),
    writes("compare_save", &[]),
    writes("compare_delete", &["compare", "history"]),
    reads("compare_answers", "compare"),
    writes("compare_ask", &["compare", "history"]),
    writes("compare_again", &["compare", "history"]),
    writes("compare_stop", &[]),
    writes("compare_vote", &["compare"]),
    reads("compare_tally", "compare"),
    reads("compare_find", "compare"),
    reads("prompts_list", "prompts"),
    reads("prompts_get", "prompts"),
    writes("prompts_create", &["prompts"]),
    writes("prompts_save", &["prompts"]),
    writes("prompts_draft_save", &[]),
    reads("prompts_versions", "prompts"),
    writes("prompts_restore", &["prompts"]),
    writes("prompts_delete", &["prompts"]),
    writes("prompts_import", &["prompts"]),
    reads("prompts_export", "prompts"),
    reads("prompts_filling", "prompts"),
    writes("prompts_keep_values", &[]),
    reads("prompts_rows", "prompts"),
    writes("prompts_move", &["prompts"]),
    writes("prompts_rename_folder", &["prompts"]),
    reads("passport_make", "passport"),
    writes("passport_save", &[]),
    writes("passport_waiting", &[]),
    reads("passport_read", "passport"),
    writes("passport_open", &["passport"]),
    reads("passport_starters", "passport"),
    reads("history_search", "history"),
    reads("history_retention_get", "history"),
    writes(
        "history_retention_set",
        &["history", "app", "playground", "compare", "completions", "embeddings", "cache"],
    ),
    writes(
        "history_delete",
        &["history", "app", "playground", "compare", "completions", "embeddings", "cache"],
    ),
    writes(
        "history_clear",
        &["history", "app", "playground", "compare", "completions", "embeddings", "cache"],
    ),
    reads("cache_state", "cache"),
    writes("cache_clear", &["cache"]),
];

#[cfg(test)]
mod tests {
    use super::TABLE;

    #[test]
    fn every_command_stands_in_the_table_exactly_once_and_in_the_order_of_the_list() {
        let list: Vec<&str> = include_str!("commands.rs")
            .lines()
            .filter_map(|line| line.trim().strip_suffix(',')?.rsplit_once("commands::"))
            .map(|(_, command)| command)
            .collect();
        let table: Vec<&str> = TABLE.iter().map(|row| row.command).collect();
        assert_eq!(table, list);
    }

    #[test]
    fn only_rooms_that_somebody_reads_are_made_stale() {
        let read: Vec<&str> = TABLE.iter().filter_map(|row| row.reads).collect();
        for row in TABLE {
            for stale in row.makes_stale {
                assert!(read.contains(stale), "{} makes {stale} stale, and nobody reads that", row.command);
            }
        }
    }
}
