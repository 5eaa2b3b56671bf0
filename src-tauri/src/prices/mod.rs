//! What an answer costs: a book of prices with source and date that comes with the app, over it what a person wrote down, and
//! the sum for an answer's tokens. A price that nobody wrote down is not known; it is never 0. Databricks' own charges are not in
//! here: they are in its system tables.

pub(crate) mod book;
pub(crate) mod commands;
pub(crate) mod cost;
pub(crate) mod dto;
pub(crate) mod rows;
