//! The prompt library: prompts with folders and tags, each with the model and parameters it was made for, its versions and
//! what is typed and not saved yet. It belongs to the person, not to a workspace. Asking and filling variables in are the
//! playground's matter, and the differences between versions are worked out in the window.

pub(crate) mod commands;
pub(crate) mod dto;
pub(crate) mod files;
pub(crate) mod filling_rows;
pub(crate) mod folder_rows;
mod promptfoo;
pub(crate) mod rows;
pub(crate) mod table;
mod variables;
