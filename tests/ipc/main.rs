//! Every command through Tauri's own dispatch, under the mock runtime, against the sandbox over real HTTP.

mod app;
mod desk;
mod endpoints;
mod playground;
mod secrets;
mod traffic;
mod workspaces;
