//! Turns any failure into words: which layer stopped the job, why, who can fix it and what to do next (DESIGN §6).
//! `control` explains calls about endpoints, secrets and sign-in; `asking` explains prompts, where a gateway and a model
//! provider stand behind Databricks; `local` explains what never left this computer. `ipc::failure` sends the result to
//! the window. Nothing here calls anything, and no credential leaves it: every raw text passes `redact`.

pub mod asking;
pub mod context;
pub mod control;
pub mod dto;
pub mod facts;
pub mod gateway;
pub mod local;
pub mod network;
pub mod provider;
pub mod redact;
pub mod verdict;
pub mod who;

#[cfg(test)]
mod asking_tests;
#[cfg(test)]
mod control_tests;

pub use context::{Asked, AskedEntity, Context, Operation};
pub use dto::{Explanation, FieldProblem, Layer, NextStep, NextStepKind, RawAnswer, TrailState, TrailStep};
pub use facts::Facts;
pub use local::{keychain, sign_in_missing};
pub use verdict::{Verdict, VerdictKind};

use gatewright_databricks::Error;

/// Explains a failed call to the workspace.
pub fn explain(error: &Error, context: &Context) -> Verdict {
    explain_facts(&Facts::from(error), context)
}

/// Explains what is known about a failed call.
pub fn explain_facts(facts: &Facts, context: &Context) -> Verdict {
    let words = network::words(facts, context)
        .or_else(|| match &context.operation {
            Operation::Ask(asked) => asking::words(facts, context, asked),
            _ => None,
        })
        .unwrap_or_else(|| control::words(facts, context));
    verdict::finish(words, facts, context)
}
