//! An edit of an existing endpoint: read into what a person changes, kept while it is unfinished, reviewed field by field,
//! put beside what others changed meanwhile, and turned into a plan of writes that starts from the raw JSON. Writing is
//! `endpoints::write`; the gateway and the traffic split have rooms of their own.

pub(crate) mod access;
mod checks;
mod clone;
pub(crate) mod commands;
mod conflict;
pub(crate) mod dto;
mod fields;
mod gateway_fields;
mod opened;
mod patch;
mod plan;
mod reading;
mod recreate;
pub(crate) mod recreate_commands;
mod review;
pub(crate) mod rows;
mod sides;
mod words;

pub(crate) use fields::fields;
pub(crate) use gateway_fields::is_named;
pub(crate) use opened::restore;
pub(crate) use plan::after;
pub(crate) use reading::live;
