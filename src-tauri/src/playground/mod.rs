//! The playground: conversations with an endpoint or with one of its served entities. Everything said is kept on this
//! computer; what is asked goes to the workspace once, and once only.

pub(crate) mod asks;
pub(crate) mod batch;
pub(crate) mod commands;
pub(crate) mod dto;
pub(crate) mod prompt;
pub(crate) mod rows;
pub(crate) mod run;
