//! Every command through Tauri's own dispatch, under the mock runtime, against the sandbox over real HTTP.
#![allow(unreachable_pub, reason = "a test binary is its own crate: nothing in it is reached from outside")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod app;
mod desk;
mod endpoints;
mod playground;
mod secrets;
mod traffic;
mod workspaces;
