//! Which command reads what, and which makes it stale. The UI's cache looks here instead of remembering it page by page;
//! a test asserts that every command of the list stands here exactly once.

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
const OF_A_WORKSPACE: &[&str] =
    &["workspaces", "identity", "secrets", "endpoints", "endpointDraft", "trafficDraft", "chats"];

/// The table, in the order of the list of commands.
pub(crate) const TABLE: &[Freshness] = &[
    reads("app_info", "app"),
    writes("app_save_settings", &["app"]),
    writes("app_open_link", &[]),
    writes("app_dismiss_notice", &["app"]),
    writes("app_check_keychain", &["app"]),
    reads("workspaces_list", "workspaces"),
    reads("workspaces_check_host", "host"),
    writes("workspaces_connect", OF_A_WORKSPACE),
    writes("workspaces_sign_in_again", OF_A_WORKSPACE),
    writes("workspaces_switch", OF_A_WORKSPACE),
    writes("workspaces_remove", OF_A_WORKSPACE),
    reads("workspaces_identity", "identity"),
    writes("workspaces_reset_sandbox", OF_A_WORKSPACE),
    reads("providers_list", "providers"),
    reads("secrets_scopes", "secrets"),
    reads("secrets_keys", "secrets"),
    writes("secrets_store", &["secrets"]),
    reads("endpoints_list", "endpoints"),
    reads("endpoints_splits", "endpoints"),
    reads("endpoints_get", "endpoints"),
    reads("endpoints_check_name", "endpointName"),
    reads("endpoints_review", "endpointReview"),
    writes("endpoints_create", &["endpoints", "endpointDraft"]),
    reads("endpoints_watch", "endpointProgress"),
    writes("endpoints_delete", &["endpoints"]),
    reads("endpoints_draft_get", "endpointDraft"),
    writes("endpoints_draft_save", &[]),
    writes("endpoints_draft_discard", &["endpointDraft"]),
    reads("traffic_review", "trafficReview"),
    writes("traffic_apply", &["endpoints", "trafficDraft"]),
    reads("traffic_draft_get", "trafficDraft"),
    writes("traffic_draft_save", &[]),
    writes("traffic_draft_discard", &["trafficDraft"]),
    reads("playground_chats", "chats"),
    reads("playground_chat", "chats"),
    writes("playground_start", &["chats"]),
    writes("playground_target", &["chats"]),
    writes("playground_save_options", &[]),
    writes("playground_save_draft", &[]),
    writes("playground_ask", &["chats"]),
    writes("playground_stop", &[]),
    writes("playground_delete", &["chats"]),
];
