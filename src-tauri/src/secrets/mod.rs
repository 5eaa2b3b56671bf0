//! Secret scopes and keys of the workspace. Values go in, from the clipboard to Databricks, and never come out: not to
//! the window, not to a file, not to the log.

pub(crate) mod commands;
pub(crate) mod dto;
pub(crate) mod value;
