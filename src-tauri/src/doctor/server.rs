//! What answers at the address, before anybody signs in: a workspace, or something that only stands where one was expected.

use gatewright_databricks::probe::{self, Seen};

use super::dto::DoctorCheck;
use super::examination::Telling;
use super::finding::Finding;
use super::patient::Patient;
use crate::explain::{self, Context, NextStepKind, Operation};

/// Looks at the server; the error says why nothing behind it can be tried.
pub(super) async fn examine(patient: &Patient, telling: &Telling) -> Result<(), &'static str> {
    let step = telling.begin(DoctorCheck::Workspace);
    let finding = match probe::look(&patient.host, &patient.way()).await {
        Ok(seen) => finding(&seen, patient),
        Err(error) => {
            let context = Context {
                operation: Operation::Connect,
                workspace: patient.name.clone(),
                user: None,
                seconds: None,
            };
            Finding::explained(&explain::explain(&error, &context).explanation)
        }
    };
    let stands = !finding.failed_at_all();
    step.end(finding);
    if stands { Ok(()) } else { Err("No workspace lets us in at this address, so nothing more was tried.") }
}

const CHECK: &str = "Check the address";
const FROM_THE_BROWSER: &str = "You, by copying the address from the browser when you work in the workspace.";

fn finding(seen: &Seen, patient: &Patient) -> Finding {
    let name = patient.host.name();
    match seen {
        Seen::Workspace { workspace_id } => {
            let id = workspace_id.as_deref().map(|id| format!(" Its id is {id}.")).unwrap_or_default();
            Finding::ok("This is a Databricks workspace", format!("{name} describes itself as one.{id}"))
        }
        Seen::Unified => match patient.host.workspace_id().or(patient.workspace_id.as_deref()) {
            Some(id) => Finding::ok(
                "This is a Databricks account with its workspaces",
                format!("{name} is shared by all workspaces of an account; the one with the id {id} is meant."),
            ),
            None => Finding::warning(
                "This address is shared by several workspaces",
                format!("{name} serves a whole account, and nothing says which workspace is meant."),
            )
            .who("You, by copying the address with its ?o= part from the browser.")
            .next(NextStepKind::CheckAddress, CHECK),
        },
        Seen::LikeAWorkspace => match patient.host.cloud() {
            Some(_) => Finding::ok(
                "This is a Databricks workspace",
                format!("{name} answers as a workspace does, and its name ends like one."),
            ),
            None => Finding::ok(
                "This answers like a Databricks workspace",
                format!("{name} refuses a call without a sign-in the way a workspace does."),
            ),
        },
        Seen::Account => Finding::failed(
            "This is the account console",
            "It manages workspaces and has no serving endpoints itself.",
        )
        .who(FROM_THE_BROWSER)
        .next(NextStepKind::CheckAddress, CHECK),
        Seen::SignInPage => Finding::failed(
            "A sign-in page answers, not a workspace",
            "Where an answer for programs was due, a page for people came: a single sign-on page, or the address of \
             something else.",
        )
        .who(FROM_THE_BROWSER)
        .next(NextStepKind::CheckAddress, CHECK),
        Seen::Redirect { to } => Finding::failed(
            "This address sends callers elsewhere",
            format!("It points to {to}, and Gatewright does not follow: a sign-in never goes to an address nobody checked."),
        )
        .who(FROM_THE_BROWSER)
        .next(NextStepKind::CheckAddress, CHECK),
        Seen::PrivateLink => Finding::failed(
            "This workspace opens only from inside",
            "It takes calls through a private link only, and this one came over the public internet.",
        )
        .who("You, by turning the company's VPN on; otherwise the people who run your network or an admin of the workspace."),
        Seen::IpAccessDenied { message } => Finding::failed(
            "Your network is not on the list",
            format!("The workspace lets in only certain addresses (IP access list), and yours is not among them. It says: {}", sentence(message)),
        )
        .who("An admin of the workspace, by adding the address; or you, by turning the company's VPN on."),
        Seen::Page { about } => {
            let about = if about.is_empty() { String::new() } else { format!(" Its title is: {about}.") };
            Finding::failed(
                "Something else answers here",
                format!("A web page came that is not Databricks': another site, or a page that a network or proxy shows.{about}"),
            )
            .who("You, by checking the address, and by opening any page in the browser to see whether the network asks for something.")
            .next(NextStepKind::CheckAddress, CHECK)
        }
        Seen::Other { status } => Finding::failed(
            "Something else answers here",
            format!("The answer (status {status}) is none that a Databricks workspace gives."),
        )
        .who(FROM_THE_BROWSER)
        .next(NextStepKind::CheckAddress, CHECK),
        _ => Finding::warning("It is not clear what answers here", format!("{name} answers in a way that Gatewright does not know.")),
    }
}

fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}
