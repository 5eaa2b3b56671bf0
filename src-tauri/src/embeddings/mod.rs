//! Embeddings: texts as lists of numbers, and how alike they are. The lists stay in the core and in the local database;
//! the window gets what can be read out of them: similarities, rankings, norms, a map of two dimensions. `ask` sends the
//! texts, `vectors` and `map` calculate and touch nothing, `export` writes files. Who stands behind an endpoint is the room
//! endpoints' matter, what a failure means is explained by `explain`.

pub(crate) mod ask;
pub(crate) mod commands;
pub(crate) mod dto;
mod export;
mod map;
mod models;
pub(crate) mod rows;
mod vectors;
