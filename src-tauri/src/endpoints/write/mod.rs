//! The one road for every write of an endpoint. A plan says what is to be sent and what stood there before; `run` keeps it
//! in the ledger before the first byte leaves, sends each write once, settles a lost answer by reading, and stops at the
//! first that fails; `resume` goes on from there. What a plan holds is the rooms' business, the ledger's rows are
//! `activity`'s.

mod call;
mod engine;
mod kept;
mod plan;
mod slip;
mod stand;
mod wait;

pub(crate) use call::{is_in_doubt, taken};
pub(crate) use engine::{carry_out, resume, run};
pub(crate) use kept::{Kept, interrupted};
pub(crate) use plan::{Origin, Planned, PlannedWrite, WriteKind};
pub(crate) use wait::patience;

#[cfg(test)]
mod engine_faults;
#[cfg(test)]
mod engine_place;
#[cfg(test)]
mod engine_tests;
