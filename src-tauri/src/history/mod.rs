//! The history: everything that was asked and answered on this computer, found again by its words, kept as long as the person
//! wants and really gone when it is deleted. The conversations themselves belong to the playground; the index over them keeps
//! itself by triggers (store/migrations.rs), so that no room can forget it.

pub(crate) mod commands;
mod copies_rows;
pub(crate) mod deletion_rows;
pub(crate) mod dto;
mod excerpt;
pub(crate) mod retention;
pub(crate) mod rows;
#[cfg(test)]
mod rows_tests;
#[cfg(test)]
mod scale_tests;
mod words;
