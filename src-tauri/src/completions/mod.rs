//! Completions: prompts that a model goes on with. A page of them is one of the playground's conversations, of a kind of its
//! own, so that asking, stopping, keeping, counting and explaining are the playground's code; its turns know nothing of each
//! other. Here is only what differs: how a page begins and which pages there are.

pub(crate) mod commands;
pub(crate) mod rows;
