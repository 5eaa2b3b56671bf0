//! Secret scopes and keys of the workspace. Values go in, from the clipboard to Databricks, and never come out: not to
//! the window, not to a file, not to the log. `rotation*` replaces a key everywhere with proof, as a plan that survives
//! the end of the app.

pub(crate) mod access_commands;
pub(crate) mod commands;
pub(crate) mod dto;
pub(crate) mod family;
pub(crate) mod overview;
pub(crate) mod proof;
pub(crate) mod references;
pub(crate) mod rotation;
pub(crate) mod rotation_commands;
pub(crate) mod rotation_dto;
pub(crate) mod rotation_rows;
pub(crate) mod rotation_run;
pub(crate) mod rotation_truth;
pub(crate) mod rotation_words;
pub(crate) mod switch;
pub(crate) mod value;
pub(crate) mod writes;
