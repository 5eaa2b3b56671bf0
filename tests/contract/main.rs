//! The client against the sandbox over HTTP: one suite of behaviours, each a function over a `Place`, then the matrix of faults and
//! the proof that no prompt is sent twice. The two crates share no types, so a wrong field name on one side shows here.
//!
//! The behaviours that clean up after themselves also run against a real workspace when GATEWRIGHT_CONTRACT_HOST and
//! GATEWRIGHT_CONTRACT_TOKEN are set. Everything they make there is named `gatewright-contract-…` and is deleted at the end.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at what it did not expect"
)]

mod access;
mod browser;
mod changes;
mod faults;
mod forms;
mod identity;
mod lifecycle;
mod oauth;
mod once;
mod place;
mod queries;
mod refusals;
mod secrets;
mod suite;
mod troubles;
mod unreachable;

suite::suite! {
    anywhere {
        lifecycle::every_provider_and_way_of_signing_in_lives_a_whole_life,
        changes::a_config_write_replaces_the_whole_config,
        changes::a_gateway_write_replaces_all_settings,
        changes::tags_are_replaced_by_key_and_deleted_by_key,
        changes::an_edit_that_changes_nothing_is_settled_as_applied,
        refusals::a_config_cannot_change_while_it_is_changing,
        refusals::a_name_that_is_taken_is_told_apart,
        refusals::splits_that_do_not_add_up_to_100_are_refused,
        refusals::a_reference_to_a_missing_secret_is_refused,
        refusals::an_80_character_name_is_refused,
        refusals::a_wrong_token_is_not_signed_in,
        refusals::what_is_not_there_is_not_found,
        secrets::scopes_keys_and_access_lists_come_and_go,
        identity::the_caller_and_the_workspace_are_known,
    }
    sandbox {
        lifecycle::the_waiter_reports_each_state,
        lifecycle::a_deployment_that_fails_says_why,
        changes::fields_nobody_knows_survive_a_read_an_edit_and_a_write,
        queries::a_chat_is_answered_by_the_endpoint_and_by_one_entity,
        queries::a_chat_streams_from_the_endpoint_and_from_one_entity,
        queries::completions_answer_whole_and_as_a_stream,
        queries::embeddings_come_in_the_order_of_their_texts,
        queries::content_lists_are_sent_and_read,
        queries::a_tool_call_arrives_whole_and_in_pieces,
        queries::the_split_decides_who_answers,
        queries::a_dropped_stream_leaves_the_connections_usable,
        troubles::a_guardrail_blocks_a_prompt_before_it_is_answered,
        troubles::a_guardrail_masks_personal_data_and_says_so,
        troubles::a_wrong_key_is_the_providers_refusal,
        troubles::a_provider_over_quota_says_when_to_come_back,
        troubles::a_missing_deployment_is_not_a_missing_endpoint,
        troubles::a_parameter_the_model_does_not_take_is_told_apart,
        troubles::a_gateway_limit_is_not_the_providers,
        troubles::fallback_rescues_a_throttled_entity_and_only_that,
        troubles::a_prompt_of_more_than_4_mb_is_refused,
    }
}
