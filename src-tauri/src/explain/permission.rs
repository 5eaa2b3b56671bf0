//! What the workspace refused because somebody may not: the person, the network, the token, or an endpoint whose creator
//! has left. Everything else that a workspace refuses is in `control`, which calls this.

use super::context::{Context, Operation};
use super::control::{has, quoted, refused, secret_trouble, user};
use super::dto::{Explanation, Layer, NextStepKind};
use super::facts::Facts;
use super::verdict::Words;

/// How the title ends when an endpoint is closed to changes because its creator has left.
const CREATOR_LEFT: &str = " cannot be changed any more";

/// Whether an explanation says that an endpoint's creator has left. The API has no other way to find out than to be refused.
pub(crate) fn says_creator_left(explanation: &Explanation) -> bool {
    explanation.layer == Layer::Endpoint && explanation.title.ends_with(CREATOR_LEFT)
}

pub(super) fn ip_list(facts: &Facts, context: &Context) -> Words {
    refused(Layer::Permission, "Your network is not on the list")
        .meaning(format!(
            "{} answers only to certain networks, and this one is not among them.",
            context.workspace
        ))
        .cause(format!(
            "The IP access list of the workspace or account does not hold your address. {}",
            quoted(facts)
        ))
        .who("You, by connecting through the company VPN; otherwise a workspace or account admin.")
        .next(NextStepKind::TryAgain, "Try again")
}

pub(super) fn private_link(context: &Context) -> Words {
    refused(Layer::Permission, "This workspace opens only from inside")
        .meaning(format!("{} can be reached only over a private link, not from the open internet.", context.workspace))
        .cause("The call came in over the public address, which the workspace has closed.")
        .who("You, by connecting through the company network or VPN; otherwise the people who run your network.")
        .next(NextStepKind::TryAgain, "Try again")
}

pub(super) fn scope_missing(facts: &Facts, context: &Context) -> Words {
    refused(Layer::Permission, "The token may not do this")
        .meaning(format!(
            "You are signed in, but the token was issued for other purposes, so Gatewright could not {}.",
            context.operation.job()
        ))
        .cause(format!("The token lacks a scope; serving endpoints need model-serving. {}", quoted(facts)))
        .who("You, with a token that has the scope. Your own permissions may be fine.")
        .next(NextStepKind::SignInAgain, "Use another token")
}

pub(super) fn denied(facts: &Facts, context: &Context) -> Words {
    let said = facts.said();
    if let Some(words) = secret_trouble(facts, context, &said) {
        return words;
    }
    if let Some(words) = creator_left(facts, context, &said) {
        return words;
    }
    if let Some(words) = grant_missing(facts, context) {
        return words;
    }
    let (need, owner) = match &context.operation {
        Operation::ChangeEndpoint { name } | Operation::DeleteEndpoint { name } => {
            (format!("CAN MANAGE on {name}"), "Someone with CAN MANAGE on the endpoint".to_owned())
        }
        Operation::ReadEndpoint { name } => {
            (format!("CAN VIEW on {name}"), "Someone with CAN MANAGE on the endpoint".into())
        }
        Operation::Ask(asked) => {
            (format!("CAN QUERY on {}", asked.endpoint), "Someone with CAN MANAGE on the endpoint".into())
        }
        Operation::ReadSecrets { scope: Some(scope) } => {
            (format!("READ on the scope {scope}"), format!("Someone with MANAGE on the scope {scope}"))
        }
        Operation::StoreSecret { scope, .. } | Operation::DeleteSecret { scope, .. } => {
            (format!("WRITE on the scope {scope}"), format!("Someone with MANAGE on the scope {scope}"))
        }
        Operation::ManageScope { scope, .. } => {
            (format!("MANAGE on the scope {scope}"), format!("Someone with MANAGE on the scope {scope}"))
        }
        Operation::CreateScope { .. } => {
            ("the right to create secret scopes".into(), "A workspace admin".into())
        }
        Operation::CreateEndpoint { .. } => {
            ("the right to create serving endpoints".into(), "A workspace admin".into())
        }
        _ => ("the right to do this".into(), "A workspace admin".into()),
    };
    refused(Layer::Permission, format!("You may not {}", context.operation.job()))
        .meaning("You are signed in, but this has not been granted to you. Nothing was changed.")
        .cause(format!("{} lacks {need}. {}", user(context), quoted(facts)))
        .who(format!("{owner}, by granting it to you or to a group you are in."))
        .next(NextStepKind::AskOwner, "Copy a message to the owner")
}

/// Unity Catalog refuses with the name of the privilege that is missing; an inference table needs three of them.
fn grant_missing(facts: &Facts, context: &Context) -> Option<Words> {
    let privilege = ["USE CATALOG", "USE SCHEMA", "CREATE TABLE"].into_iter().find(|privilege| {
        facts.message.contains(privilege) || facts.message.contains(&privilege.replace(' ', "_"))
    })?;
    let (meaning, who) = match &context.operation {
        Operation::BrowseCatalogs { .. } => {
            ("What is in this catalog is not shown to you. Names can be typed by hand all the same.", "you")
        }
        _ => (
            "An inference table is written as the one who created the endpoint, and Unity Catalog does not let them write \
             there. Nothing was changed by this call.",
            "the creator of the endpoint",
        ),
    };
    Some(
        refused(Layer::Permission, format!("{privilege} is missing in Unity Catalog"))
            .meaning(meaning)
            .cause(quoted(facts))
            .who(format!("The owner of the catalog or schema, by granting {privilege} to {who}."))
            .next(NextStepKind::AskOwner, "Copy a message to the owner"),
    )
}

/// Every change of an endpoint checks its creator, whoever makes it (landscape.md §0, fact 12).
fn creator_left(facts: &Facts, context: &Context, said: &str) -> Option<Words> {
    let name = context.operation.endpoint()?;
    let gone = ["no longer", "not a member", "has been removed", "was removed", "does not exist"];
    if !said.contains("creator") || !has(said, &gone) {
        return None;
    }
    Some(
        refused(Layer::Endpoint, format!("{name}{CREATOR_LEFT}"))
            .meaning(
                "It still answers. But every change checks the person who created it, and that person has left. \
                 Nothing was changed.",
            )
            .cause(quoted(facts))
            .who(
                "You or anyone who may create endpoints: make it again under its name (Edit, Name and description), or copy \
                 it under another one and move its callers. Best as a service principal, which does not leave.",
            )
            .next(NextStepKind::AskOwner, "Copy a message to the owner"),
    )
}
