//! What the workspace itself refused: signing in, permissions, endpoints, settings, secrets, and its own faults
//! (databricks-api.md §8.2). Also the last resort for prompts when no provider or gateway row fits.

use gatewright_databricks::ErrorKind;

use super::context::{Context, Operation};
use super::dto::{FieldProblem, Layer, NextStepKind};
use super::facts::Facts;
use super::permission;
use super::redact::redact;
use super::verdict::{VerdictKind, Words};

/// The row for an answer of the workspace. There is always one.
pub(crate) fn words(facts: &Facts, context: &Context) -> Words {
    match facts.kind {
        ErrorKind::Unauthenticated | ErrorKind::SignIn => signed_out(facts, context),
        ErrorKind::IpAccessDenied => permission::ip_list(facts, context),
        ErrorKind::PrivateLink => permission::private_link(context),
        ErrorKind::ScopeMissing => permission::scope_missing(facts, context),
        ErrorKind::PermissionDenied => permission::denied(facts, context),
        ErrorKind::FeatureDisabled | ErrorKind::NotImplemented => feature(context),
        ErrorKind::NotFound => not_found(facts, context),
        ErrorKind::AlreadyExists => exists(context),
        ErrorKind::Conflict => conflict(context),
        ErrorKind::RateLimited => busy(facts, context),
        ErrorKind::QuotaExceeded => quota(facts, context),
        ErrorKind::InvalidRequest => invalid(facts, context),
        ErrorKind::ServerError | ErrorKind::Unavailable | ErrorKind::DeadlineExceeded => {
            fault(facts, context)
        }
        ErrorKind::Cancelled => cancelled(context),
        ErrorKind::Local => local(facts, context),
        _ => unexpected(facts, context),
    }
}

pub(super) fn refused(layer: Layer, title: impl Into<String>) -> Words {
    Words::new(VerdictKind::Refused, layer, title)
}

/// What Databricks said, as the end of a cause.
pub(super) fn quoted(facts: &Facts) -> String {
    let said: String = facts.message.trim().chars().take(400).collect();
    if said.is_empty() {
        "Databricks gave no reason.".into()
    } else {
        format!("Databricks says: {}", finished(&said))
    }
}

/// Words of others as a sentence of ours.
fn finished(text: &str) -> String {
    let mut text = redact(text.trim());
    if text.is_empty() {
        text.push_str("No reason was given");
    }
    if !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}

pub(super) fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

pub(super) fn user(context: &Context) -> &str {
    context.user.as_deref().unwrap_or("Your account")
}

fn signed_out(facts: &Facts, context: &Context) -> Words {
    if matches!(context.operation, Operation::Connect | Operation::SignInAgain) {
        return refused(Layer::SignIn, "The workspace did not accept the token")
            .meaning("The address is right: a workspace answered. It does not know the token, or no longer. Nothing was stored.")
            .cause("The token was not copied whole, has expired, was revoked, or belongs to another workspace.")
            .who("You, with a new token from this workspace: Settings, Developer, Access tokens.")
            .next(NextStepKind::SignInAgain, "Enter another token");
    }
    let cause = if facts.kind == ErrorKind::SignIn {
        finished(&facts.message)
    } else {
        "The token has expired or was revoked.".into()
    };
    Words::new(VerdictKind::SignedOut, Layer::SignIn, format!("{} no longer knows you", context.workspace))
        .meaning(format!(
            "Databricks refused the token, so Gatewright could not {}.",
            context.operation.job()
        ))
        .cause(cause)
        .who("You, with a new token.")
        .next(NextStepKind::SignInAgain, "Sign in again")
}

fn feature(context: &Context) -> Words {
    refused(Layer::Workspace, "This workspace does not offer that")
        .meaning(format!(
            "Gatewright could not {}, because the feature is switched off or not there.",
            context.operation.job()
        ))
        .cause("Model serving is not available in every region, and admins can switch features off.")
        .who("A workspace or account admin.")
        .next(NextStepKind::AskOwner, "Copy a message to the owner")
}

fn not_found(facts: &Facts, context: &Context) -> Words {
    if let Some(words) = secret_trouble(facts, context, &facts.said()) {
        return words;
    }
    match &context.operation {
        Operation::Connect => refused(Layer::Workspace, "No Databricks workspace answers here")
            .meaning("Something answered, but it does not have the pages a workspace has.")
            .cause("The address belongs to an account console, another product, or a workspace that was deleted.")
            .who("You, by copying the address of the workspace from the browser.")
            .next(NextStepKind::CheckAddress, "Check the address"),
        Operation::ReadSecrets { scope: Some(scope) }
        | Operation::StoreSecret { scope, .. }
        | Operation::DeleteSecret { scope, .. }
        | Operation::ManageScope { scope, .. } => {
            refused(Layer::Workspace, format!("There is no secret scope {scope}"))
                .meaning("The workspace knows no scope under this name that you may see.")
                .cause("It was deleted or is spelt differently, or you lack READ on it.")
                .who("You, by choosing another scope; otherwise whoever manages the scope.")
                .next(NextStepKind::Reload, "Reload the scopes")
        },
        Operation::BrowseCatalogs { catalog } => {
            let what = catalog.as_ref().map_or("Unity Catalog".to_owned(), |name| format!("catalog {name}"));
            refused(Layer::Workspace, format!("There is no {what} here"))
                .meaning("The workspace does not know it, or does not show it to you. Names can be typed by hand all the same.")
                .cause(quoted(facts))
                .who("You, by picking another catalog; otherwise an account admin.")
                .next(NextStepKind::TryAgain, "Try again")
        },
        operation => {
            let name = operation.endpoint().unwrap_or("the endpoint");
            refused(Layer::Endpoint, format!("There is no {name}"))
                .meaning("The workspace knows no endpoint under this name that you may see.")
                .cause("It was deleted meanwhile, or you may no longer see it.")
                .who("You, by reloading the list; otherwise whoever made the endpoint.")
                .next(NextStepKind::Reload, "Reload the endpoints")
        },
    }
}

fn exists(context: &Context) -> Words {
    match &context.operation {
        Operation::CreateEndpoint { name } => Words::new(
            VerdictKind::Invalid {
                fields: vec![FieldProblem::block(
                    "name",
                    format!("{name} exists already in this workspace. Choose another name."),
                )],
            },
            Layer::Request,
            format!("The name {name} is taken"),
        )
        .meaning("Nothing was created or changed.")
        .cause("Endpoint names are unique in a workspace, and endpoints you may not see count too.")
        .who("You, with another name.")
        .next(NextStepKind::EditEndpoint, "Change the name"),
        Operation::StoreSecret { scope, .. } => Words::new(
            VerdictKind::Conflict,
            Layer::Request,
            format!("{scope} holds something under this name already"),
        )
        .meaning("Nothing was stored, and what is there was not touched.")
        .cause("Scope and key names are unique.")
        .who("You, with another name, or by choosing to replace it.")
        .next(NextStepKind::Reload, "Reload the scopes"),
        _ => conflict(context),
    }
}

fn conflict(context: &Context) -> Words {
    let name = context.operation.endpoint().unwrap_or("It");
    Words::new(VerdictKind::Conflict, Layer::Endpoint, format!("{name} is being changed right now"))
        .meaning(
            "Databricks takes one change at a time, so this one was turned away. Nothing was changed by you.",
        )
        .cause("An update by you or by somebody else is still running, usually for less than a minute.")
        .who("Nobody has to: it passes when the update is done.")
        .next(NextStepKind::Reload, "Reload and look")
}

fn busy(facts: &Facts, context: &Context) -> Words {
    let label = match facts.retry_after_seconds {
        Some(seconds) if seconds > 1 => format!("Try again in {seconds} seconds"),
        _ => "Wait a moment and try again".into(),
    };
    Words::new(
        VerdictKind::Throttled { retry_after_seconds: facts.retry_after_seconds.map(f64::from) },
        Layer::Workspace,
        "Databricks asks for a pause",
    )
    .meaning(format!("Too many calls came to {} in a short time. Nothing was changed.", context.workspace))
    .cause("A workspace allows only so many calls a second, and 50 changes to endpoints in five minutes.")
    .who("Nobody has to: it passes.")
    .next(NextStepKind::WaitAndRetry, label)
}

fn quota(facts: &Facts, context: &Context) -> Words {
    refused(Layer::Workspace, "The workspace is full")
        .meaning(format!("Gatewright could not {}, because a limit on how many there may be is reached.", context.operation.job()))
        .cause(format!("A workspace holds up to 1,000 serving endpoints. {}", quoted(facts)))
        .who("Someone who may delete what is no longer needed, or a workspace admin who asks Databricks for more.")
        .next(NextStepKind::AskOwner, "Copy a message to the owner")
}

fn invalid(facts: &Facts, context: &Context) -> Words {
    let said = facts.said();
    if let Some(words) = secret_trouble(facts, context, &said) {
        return words;
    }
    let unsupported = ["not supported", "unsupported", "unknown", "invalid", "not a valid", "unrecognized"];
    let writes =
        matches!(context.operation, Operation::CreateEndpoint { .. } | Operation::ChangeEndpoint { .. });
    if writes && said.contains("provider") && !said.contains("provisioned") && has(&said, &unsupported) {
        return refused(Layer::ProviderSettings, "This workspace does not support the provider")
            .meaning("Databricks turned the endpoint away because of the provider of one of its served entities. Nothing was changed.")
            .cause(format!(
                "The provider's name is not one Databricks knows, or it is not offered in this region. Names are in lower \
                 case, the maker inside Amazon Bedrock too. {}",
                quoted(facts)
            ))
            .who("You, by choosing another provider; otherwise a workspace admin.")
            .next(NextStepKind::EditEndpoint, "Choose another provider");
    }
    if writes && has(&said, &["traffic", "route", "percentage", "sum to 100", "add up"]) {
        return refused(Layer::Request, "Databricks did not accept the split")
            .meaning("Nothing was changed, the old split still answers.")
            .cause(format!(
                "Shares are whole numbers that add up to 100, one for each served entity. {}",
                quoted(facts)
            ))
            .who("You, by correcting the shares.")
            .next(NextStepKind::EditEndpoint, "Correct the shares");
    }
    refused(Layer::Request, format!("Databricks did not accept the request to {}", context.operation.job()))
        .meaning("Nothing was changed.")
        .cause(quoted(facts))
        .who("You, by correcting what is named here.")
        .next(
            if writes { NextStepKind::EditEndpoint } else { NextStepKind::None },
            if writes { "Go back and correct it" } else { "" },
        )
}

/// A reference that leads nowhere, or whose scope the writer may not read.
pub(super) fn secret_trouble(facts: &Facts, context: &Context, said: &str) -> Option<Words> {
    let writes =
        matches!(context.operation, Operation::CreateEndpoint { .. } | Operation::ChangeEndpoint { .. });
    if !writes || !(said.contains("secret") || said.contains("scope ")) {
        return None;
    }
    let named =
        secret_in(&facts.message).map_or_else(|| "A secret".to_owned(), |named| format!("The {named}"));
    Some(
        refused(Layer::ProviderSettings, format!("{named} could not be read"))
            .meaning("Databricks looks every secret up before it accepts an endpoint. Nothing was changed.")
            .cause(format!(
                "Scope or key do not exist, are spelt differently, or you lack READ on the scope. {}",
                quoted(facts)
            ))
            .who("You, by choosing another secret or storing the key again; otherwise someone with MANAGE on the scope.")
            .next(NextStepKind::ChooseSecret, "Choose the secret"),
    )
}

/// The secret a message is about, as `scope/key`, or the scope alone.
fn secret_in(text: &str) -> Option<String> {
    let inside = text.split_once("{{secrets/").and_then(|(_, rest)| rest.split_once("}}"));
    // The pattern itself is not a secret.
    if let Some((reference, _)) = inside.filter(|(reference, _)| *reference != "scope/key") {
        return Some(format!("secret {reference}"));
    }
    let quoted = |word: &str| {
        let (_, rest) = text.split_once(word)?;
        rest.split_once('\'').map(|(name, _)| name)
    };
    match (quoted("scope '"), quoted("secret '")) {
        (Some(scope), Some(key)) => Some(format!("secret {scope}/{key}")),
        (Some(scope), None) => Some(format!("secret scope {scope}")),
        _ => None,
    }
}

fn fault(facts: &Facts, context: &Context) -> Words {
    let title = if facts.kind == ErrorKind::ServerError {
        "Databricks had a fault of its own"
    } else {
        "Databricks is not available right now"
    };
    let changed = if context.operation.reads() {
        ""
    } else {
        " Reload before you try again, to see whether something was changed."
    };
    refused(Layer::Workspace, title)
        .meaning(format!("The workspace could not {}. It usually passes.{changed}", workspace_job(context)))
        .cause(quoted(facts))
        .who("Databricks. If it stays, its status page and the request number below help the people you ask.")
        .next(NextStepKind::TryAgain, "Try again")
}

fn workspace_job(context: &Context) -> String {
    match &context.operation {
        Operation::Connect => "answer".into(),
        Operation::SignInAgain => "check the token".into(),
        Operation::Ask(_) => "pass your message on".into(),
        other => other.job(),
    }
}

fn cancelled(context: &Context) -> Words {
    refused(Layer::Workspace, "The call was called off")
        .meaning(format!("Gatewright could not {}, because the call ended early.", context.operation.job()))
        .cause("The connection was given up before the workspace had answered.")
        .who("You, by trying again.")
        .next(NextStepKind::TryAgain, "Try again")
}

fn local(facts: &Facts, context: &Context) -> Words {
    refused(Layer::ThisComputer, "Gatewright did not send this")
        .meaning(format!("It would not have worked, so Gatewright did not {}.", context.operation.job()))
        .cause(finished(&facts.message))
        .who("You, by correcting what is named here.")
        .next(NextStepKind::None, "")
}

fn unexpected(facts: &Facts, context: &Context) -> Words {
    Words::new(VerdictKind::Unexpected, Layer::Workspace, "Something unexpected came back")
        .meaning(format!("Gatewright could not {} and does not know this answer.", context.operation.job()))
        .cause(quoted(facts))
        .who("The makers of Gatewright: the raw answer below shows them what came.")
        .next(NextStepKind::TryAgain, "Try again")
}
