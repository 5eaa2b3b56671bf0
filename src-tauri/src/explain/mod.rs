//! Turns any failure into words: which layer stopped the job, why, who can fix it and what to do next (DESIGN §6).
//! `control` explains calls about endpoints, secrets and sign-in; `asking` explains prompts, where a gateway and a model
//! provider stand behind Databricks; `local` explains what never left this computer. `ipc::failure` sends the result to
//! the window. Nothing here calls anything, and no credential leaves it: every raw text passes `redact`.

pub(crate) mod asking;
pub(crate) mod context;
pub(crate) mod control;
pub(crate) mod dto;
pub(crate) mod facts;
pub(crate) mod gateway;
pub(crate) mod local;
pub(crate) mod network;
mod permission;
pub(crate) mod provider;
pub(crate) mod redact;
pub(crate) mod verdict;
pub(crate) mod who;

#[cfg(test)]
mod asking_tests;
#[cfg(test)]
mod control_tests;

pub(crate) use context::{Asked, AskedEntity, Context, Operation};
pub(crate) use dto::{Explanation, FieldProblem, Layer, NextStep, NextStepKind};
pub(crate) use facts::Facts;
pub(crate) use local::{keychain, sign_in_missing};
pub(crate) use permission::says_creator_left;
pub(crate) use verdict::{Verdict, VerdictKind};

use gatewright_databricks::Error;

/// Explains a failed call to the workspace.
pub(crate) fn explain(error: &Error, context: &Context) -> Verdict {
    explain_facts(&Facts::from(error), context)
}

/// Explains what is known about a failed call.
pub(crate) fn explain_facts(facts: &Facts, context: &Context) -> Verdict {
    let words = network::words(facts, context)
        .or_else(|| match &context.operation {
            Operation::Ask(asked) => asking::words(facts, context, asked),
            _ => None,
        })
        .unwrap_or_else(|| control::words(facts, context));
    verdict::finish(words, facts, context)
}
