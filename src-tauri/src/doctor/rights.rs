//! What the workspace lets us do, once it is known to be one: is the sign-in accepted, who are we, and may we read the
//! things the app works with. A missing right to something that only some rooms need is a warning.

use gatewright_databricks::identity::User;
use gatewright_databricks::{Error, ErrorKind, Result, Workspace};

use super::dto::DoctorCheck;
use super::examination::Telling;
use super::finding::Finding;
use super::patient::{Patient, SignIn};
use crate::explain::{self, Context, Operation};

const MANY_GROUPS: usize = 12;

/// Asks; the error says why the rest was not tried.
pub(super) async fn examine(patient: &Patient, telling: &Telling) -> std::result::Result<(), String> {
    let client = match &patient.sign_in {
        SignIn::Client(client) => client,
        SignIn::NotYet => {
            let because = "Nobody has signed in at this address yet.";
            telling.skip(DoctorCheck::Token, because);
            return Err(because.to_owned());
        }
        SignIn::Failed(explanation) => {
            telling.begin(DoctorCheck::Token).end(Finding::explained(explanation));
            return Err("Without a sign-in the workspace says nothing.".to_owned());
        }
    };
    let step = telling.begin(DoctorCheck::Token);
    let me = match client.identity().me().await {
        Ok(me) => me,
        Err(error) => {
            step.end(explained(&error, patient, Operation::SignInAgain));
            return Err("The sign-in was not accepted, so the workspace says nothing more.".to_owned());
        }
    };
    step.end(Finding::ok("The sign-in is accepted", format!("{} answered to it.", patient.name)));
    telling.begin(DoctorCheck::Identity).end(identity(&me.user));
    let step = telling.begin(DoctorCheck::Serving);
    step.end(serving(client, patient).await);
    let step = telling.begin(DoctorCheck::Secrets);
    step.end(secrets(client, patient).await);
    let step = telling.begin(DoctorCheck::Warehouses);
    step.end(listed(client.reach().warehouses().await, patient, "SQL warehouse", "Usage and cost need one."));
    let step = telling.begin(DoctorCheck::Catalogs);
    step.end(listed(
        client.reach().catalogs().await,
        patient,
        "catalog",
        "Inference tables are kept in one.",
    ));
    Ok(())
}

fn explained(error: &Error, patient: &Patient, operation: Operation) -> Finding {
    let context =
        Context { operation, workspace: patient.name.clone(), user: patient.user.clone(), seconds: None };
    Finding::explained(&explain::explain(error, &context).explanation)
}

fn identity(me: &User) -> Finding {
    let mut groups: Vec<&str> = me.groups.iter().filter_map(|group| group.display.as_deref()).collect();
    groups.sort_unstable();
    let more = groups.len().saturating_sub(MANY_GROUPS);
    groups.truncate(MANY_GROUPS);
    let listed = groups.join(", ");
    let groups = match (groups.len(), more) {
        (0, _) => "The workspace names no group of yours.".to_owned(),
        (_, 0) => format!("Your groups are {listed}."),
        (_, more) => format!("Your groups are {listed} and {more} more."),
    };
    let admin = if me.is_admin() { " You administer this workspace." } else { "" };
    if me.active == Some(false) {
        return Finding::warning(
            format!("You are {}, and not active", me.label()),
            format!("{groups} The account is switched off."),
        )
        .who("An admin of the workspace.");
    }
    let name = if me.label() == me.user_name { String::new() } else { format!(" ({})", me.user_name) };
    Finding::ok(format!("You are {}{name}", me.label()), format!("{groups}{admin}"))
}

async fn serving(client: &Workspace, patient: &Patient) -> Finding {
    match client.serving().list().await {
        Ok(endpoints) => {
            let count = match endpoints.len() {
                0 => "No endpoint is shown to you; there is none yet, or none is shared with you.".to_owned(),
                1 => "One endpoint is shown to you.".to_owned(),
                many => format!("{many} endpoints are shown to you."),
            };
            Finding::ok("Model serving answers", count)
        }
        Err(error) => explained(&error, patient, Operation::ListEndpoints),
    }
}

async fn secrets(client: &Workspace, patient: &Patient) -> Finding {
    match client.secrets().scopes().await {
        Ok(scopes) => {
            let count = match scopes.len() {
                0 => "There is no scope yet.".to_owned(),
                1 => "There is one scope.".to_owned(),
                many => format!("There are {many} scopes."),
            };
            Finding::ok("Secret scopes can be listed", count)
        }
        Err(error) => explained(&error, patient, Operation::ReadSecrets { scope: None }).only_a_warning(),
    }
}

fn listed(found: Result<usize>, patient: &Patient, thing: &str, needed: &str) -> Finding {
    let admin = format!("An admin of {}.", patient.name);
    match found {
        Ok(0) => Finding::warning(
            format!("No {thing} is shown to you"),
            format!("There is none, or none is shared with you. {needed}"),
        )
        .who(admin),
        Ok(1) => Finding::ok(format!("You are shown one {thing}"), needed),
        Ok(many) => Finding::ok(format!("You are shown {many} {thing}s"), needed),
        Err(error) if matches!(error.kind, ErrorKind::PermissionDenied | ErrorKind::ScopeMissing) => {
            Finding::warning(
                format!("You may not list {thing}s"),
                format!("The workspace says: {}. {needed}", error.message.trim().trim_end_matches('.')),
            )
            .who(admin)
        }
        Err(error)
            if matches!(
                error.kind,
                ErrorKind::NotFound | ErrorKind::NotImplemented | ErrorKind::FeatureDisabled
            ) =>
        {
            Finding::warning(
                format!("There are no {thing}s here"),
                format!("This workspace does not know the question. {needed}"),
            )
            .who(admin)
        }
        Err(error) => explained(&error, patient, Operation::Connect).only_a_warning(),
    }
}
