//! Traffic: how requests are shared out among the served entities of an endpoint, and changing that with a review before
//! anything goes live. Which entities there are belongs to the endpoints room; fallback is the gateway's.

pub(crate) mod commands;
pub(crate) mod draft_rows;
pub(crate) mod dto;
pub(crate) mod plan;

#[cfg(test)]
mod plan_tests;
