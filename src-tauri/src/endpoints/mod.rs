//! Endpoints: which there are, what stands behind each, and from a draft to one that is ready. Changing the traffic split
//! is the traffic room's, asking is the playground's, secrets are the secrets room's.

mod bulk;
pub(crate) mod commands;
pub(crate) mod draft;
pub(crate) mod draft_commands;
pub(crate) mod draft_rows;
pub(crate) mod dto;
pub(crate) mod edit;
pub(crate) mod history;
mod history_rows;
pub(crate) mod known;
pub(crate) mod list_commands;
pub(crate) mod list_dto;
pub(crate) mod listing;
mod listing_filter;
mod metrics;
pub(crate) mod names;
pub(crate) mod progress;
pub(crate) mod reading;
pub(crate) mod stamp;
mod uses;
mod uses_rows;
mod views_rows;
pub(crate) mod words;
pub(crate) mod write;

#[cfg(test)]
mod draft_tests;
#[cfg(test)]
mod listing_filter_tests;
#[cfg(test)]
mod listing_tests;
#[cfg(test)]
mod reading_tests;
