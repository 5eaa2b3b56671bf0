//! The built app in a real window with WebKit itself, a real keychain and the embedded sandbox: the main job by hand and by
//! keyboard, what survives a restart, what a token leaves behind, and pictures of every screen.
//!
//! Run by `cargo xtask e2e`, which brings the display, the session bus and a throw-away keyring.
#![allow(unreachable_pub, reason = "a test binary is its own crate: nothing in it is reached from outside")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod accessible;
mod browser;
mod chat;
mod compare;
mod completions;
mod desk;
mod dialogs;
mod edit;
mod embeddings;
mod hostile;
mod job;
mod keyboard;
mod looks;
mod passport;
mod place;
mod process;
mod prompts;
mod recreate;
mod restart;
mod secrets;
mod sign_in;
mod sign_in_browser;
mod starts;
mod states;
mod traffic;
mod traffic_runs;
