//! Workspaces: which there are, which one is in use, how we are signed in to it. The simulated one is always there and
//! cannot be removed. What happens inside a workspace belongs to the other rooms.

pub(crate) mod commands;
pub(crate) mod connection;
pub(crate) mod dto;
pub(crate) mod rows;
pub(crate) mod sandbox;
pub(crate) mod sign_in;

/// The id of the simulated workspace.
pub(crate) const SANDBOX: &str = "sandbox";
