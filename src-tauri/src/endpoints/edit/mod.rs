//! An edit of an existing endpoint: read into what a person changes, kept while it is unfinished, reviewed field by field,
//! put beside what others changed meanwhile, and turned into a plan of writes that starts from the raw JSON. Writing is
//! `endpoints::write`; the gateway and the traffic split have rooms of their own.

pub(crate) mod access;
pub(crate) mod commands;
pub(crate) mod dto;
pub(crate) mod opened;
pub(crate) mod reading;
pub(crate) mod rows;
pub(crate) mod words;
