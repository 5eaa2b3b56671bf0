//! Traffic: how requests are shared out among the served entities of an endpoint, and changing that with a review before
//! anything goes live; moving it in steps; and looking whether it is so: who answers, who could, who would step in. Which
//! entities there are belongs to the endpoints room; fallback is the gateway's.

mod bench;
mod calls;
pub(crate) mod commands;
pub(crate) mod draft_rows;
mod drill;
pub(crate) mod drill_commands;
mod drill_plan;
pub(crate) mod dto;
pub(crate) mod job_dto;
mod job_rows;
pub(crate) mod jobs;
mod observed;
mod observed_words;
pub(crate) mod plan;
pub(crate) mod probe_commands;
mod ramp;
pub(crate) mod ramp_commands;
mod ramp_truth;
mod readiness;
pub(crate) mod result_rows;

#[cfg(test)]
mod plan_tests;
