//! The AI Gateway of an endpoint: usage tracking, inference table, rate limits, guardrails, fallback. Read into what a person
//! changes, kept while it is unfinished, reviewed, and laid onto the raw JSON, because every write replaces the whole block.
//! Writing is `endpoints::write`; served entities and their order are the endpoints room's.

mod bites;
mod checks;
pub(crate) mod commands;
pub(crate) mod dto;
mod merge;
mod places;
mod plan;
mod rows;
mod settings;

pub(crate) use plan::{earlier, said, writes};

#[cfg(test)]
mod bites_tests;
#[cfg(test)]
mod merge_tests;
#[cfg(test)]
mod plan_tests;
