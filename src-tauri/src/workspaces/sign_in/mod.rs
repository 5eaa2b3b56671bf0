//! Signing in: every way there is, what it leaves in the keychain, and the browser's way back. Which workspaces there are
//! is the business of the folder above; how tokens are fetched and renewed is that of the client crate.

mod browser;
pub(crate) mod choices;
pub(crate) mod commands;
pub(crate) mod dto;
pub(crate) mod held;
pub(crate) mod how;
pub(crate) mod keeper;
mod loopback;
pub(crate) mod obtain;
mod request;
pub(crate) mod session;
mod words;
