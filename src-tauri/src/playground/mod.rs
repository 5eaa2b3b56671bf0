//! Asking models: conversations with an endpoint or one of its served entities, their branches and versions, what goes
//! along with a message, and how each call went. Comparing, completions and embeddings are rooms of their own that ask through
//! `asking`; searching what was said is the history's.

mod answer_dto;
mod answer_rows;
mod answering;
pub(crate) mod asking;
pub(crate) mod asks;
mod attachment_rows;
mod batch;
mod cache;
pub(crate) mod cache_commands;
mod cache_rows;
mod call;
pub(crate) mod chats;
pub(crate) mod commands;
mod defaults;
pub(crate) mod draft_commands;
pub(crate) mod dto;
mod guarded;
mod prompt;
mod record_rows;
pub(crate) mod rows;
mod run;
mod sent_rows;
mod times;
mod turn_rows;
