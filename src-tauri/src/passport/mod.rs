//! Passports: a small file that says where an endpoint is and how to begin with it, to give to somebody who uses Gatewright
//! too. It holds no credential and no right; whoever opens it signs in as themselves. Connecting is the workspaces' matter.

pub(crate) mod commands;
pub(crate) mod dto;
mod file;
mod rows;
pub(crate) mod waiting;
