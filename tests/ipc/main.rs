//! Every command through Tauri's own dispatch, under the mock runtime, against the sandbox over real HTTP.
#![allow(unreachable_pub, reason = "a test binary is its own crate: nothing in it is reached from outside")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod access;
mod activity;
mod activity_edits;
mod app;
mod app_settings;
mod bench;
mod canaries;
mod compare;
mod desk;
mod doctor;
mod drill;
mod edit;
mod edit_conflict;
mod edit_place;
mod edit_providers;
mod edit_restore;
mod embeddings;
mod endpoints;
mod gateway;
mod handoff;
mod history;
mod keychain;
mod listing;
mod log;
mod observed;
mod playground;
mod ramp;
mod secrets;
mod secrets_faults;
mod secrets_kills;
mod secrets_place;
mod secrets_room;
mod secrets_rotation;
mod secrets_unknown;
mod servers;
mod sign_in;
mod traffic;
mod workspaces;
mod workspaces_browser;
mod workspaces_clock;
mod workspaces_kills;
mod workspaces_programs;
mod workspaces_renewal;
