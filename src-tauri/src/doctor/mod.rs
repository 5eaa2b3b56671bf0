//! The doctor: finds out, step by step, why a workspace can or cannot be worked with, and says for each step what is the
//! case, why, and who can change it. `patient` is what is examined, `examination` keeps and tells the lines, `road` and
//! `certificate` look at the way to the server, `server` at what answers, `rights` at what it lets us do, `report` writes the text that a
//! person copies. Looking at the network itself is the client's `probe`.

mod certificate;
pub(crate) mod commands;
pub(crate) mod dto;
mod examination;
mod finding;
mod patient;
mod report;
mod rights;
mod road;
pub(crate) mod runs;
mod server;
