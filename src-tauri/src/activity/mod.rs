//! Activity: the ledger of every write of an endpoint, with what stood there before and what was to stand there after.
//! Writing is `endpoints::write`'s work, which keeps its rows here before anything is sent; what two readings differ in is
//! the endpoints room's. Values of secrets are never kept.

pub(crate) mod commands;
pub(crate) mod dto;
pub(crate) mod rows;
pub(crate) mod running;
mod trim_rows;
