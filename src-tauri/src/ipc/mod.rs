//! The seam between the window and the core: the list of commands, what an error is to the UI, and which command
//! makes which reading stale.

pub(crate) mod commands;
pub(crate) mod failure;
pub(crate) mod freshness;
