//! What a person reads when a sign-in does not come about. Answers of a workspace are explained by the room for that.

use gatewright_databricks::metadata::{HostMetadata, HostType};
use gatewright_databricks::{Error, Host};

use crate::explain::{self, Context, Explanation, FieldProblem, Layer, NextStep, NextStepKind, Operation};
use crate::ipc::failure::Failure;

struct Words<'a> {
    title: &'a str,
    meaning: &'a str,
    cause: &'a str,
    who: &'a str,
    next: (NextStepKind, &'a str),
}

impl From<Words<'_>> for Explanation {
    fn from(words: Words<'_>) -> Self {
        Self {
            layer: Layer::SignIn,
            title: words.title.to_owned(),
            meaning: words.meaning.to_owned(),
            cause: words.cause.to_owned(),
            who_can_fix: words.who.to_owned(),
            not_rescued: None,
            next: NextStep { kind: words.next.0, label: words.next.1.to_owned() },
            trail: Vec::new(),
            raw: None,
        }
    }
}

const NOTHING_KEPT: &str = "Nothing was kept. What you typed is still there.";

/// A call on the way to a sign-in failed.
pub(super) fn failed(error: &Error, host: Option<&Host>) -> Failure {
    let workspace = host.map_or("login.databricks.com", Host::name).to_owned();
    let context = Context { operation: Operation::Connect, workspace, user: None, seconds: None };
    explain::explain(error, &context).into()
}

/// The browser brought back something else than a sign-in.
pub(super) fn refused(cause: &str) -> Failure {
    let words = Words {
        title: "The sign-in in the browser did not work",
        meaning: NOTHING_KEPT,
        cause,
        who: "You, by signing in again; an admin of the workspace if it refuses you.",
        next: (NextStepKind::TryAgain, "Try again"),
    };
    Failure::Refused { explanation: words.into() }
}

/// Nobody came back from the browser.
pub(super) fn too_long() -> Failure {
    refused("Nobody finished the sign-in within five minutes, or the browser was closed.")
}

/// There is no port to come back to.
pub(super) fn no_port() -> Failure {
    Failure::here(
        "The browser would find no way back",
        "Databricks sends the browser back to this computer, to one of the ports 8020 to 8040. Nothing was sent.",
        "Other programs use all of these ports. Close one of them, or sign in another way.",
    )
}

/// The person gave it up.
pub(super) fn stopped() -> Failure {
    Failure::here("The sign-in was stopped", NOTHING_KEPT, "You stopped it.")
}

/// A profile or a program has no sign-in any more, or none that works.
pub(super) fn not_available(workspace: &str, cause: &str) -> Failure {
    let words = Words {
        title: &format!("{workspace} needs you to sign in"),
        meaning: "The sign-in is taken from this computer each time, and it was not there, so nothing was sent.",
        cause,
        who: "You, on this computer.",
        next: (NextStepKind::SignInAgain, "Sign in again"),
    };
    Failure::SignedOut { explanation: words.into() }
}

/// Something entered cannot be used.
pub(super) fn at_field(title: &str, field: &str, problem: &str) -> Failure {
    Failure::invalid(title, vec![FieldProblem::block(field, problem)])
}

/// A host that says of itself that it is no workspace, or not which one.
pub(super) fn check(host: &Host, metadata: &HostMetadata) -> Result<(), Failure> {
    let title = "This address cannot be used";
    match metadata.host_type {
        Some(HostType::Account) => Err(at_field(
            title,
            "host",
            &format!(
                "{} is the account console, which has no serving endpoints. Use the address of a workspace.",
                host.name()
            ),
        )),
        Some(HostType::Unified) if host.workspace_id().is_none() && metadata.workspace_id.is_none() => {
            Err(at_field(
                title,
                "host",
                "Several workspaces share this address. Open the one you mean in the browser and copy its whole address, \
                 with the number behind ?o= or ?w=.",
            ))
        }
        _ => Ok(()),
    }
}
