//! Failures before or between the answers: no address, no connection, no trust, no answer, a broken connection, a web page
//! instead of an answer. The same for every job, except for what it may have cost.

use gatewright_databricks::{ErrorKind, Sent};

use super::context::{Context, Operation};
use super::dto::{Layer, NextStepKind};
use super::facts::Facts;
use super::verdict::{Trail, VerdictKind, Words};

/// The row for a failure of the way to the workspace, or `None` when the workspace itself answered.
pub(crate) fn words(facts: &Facts, context: &Context) -> Option<Words> {
    let connecting = matches!(context.operation, Operation::Connect);
    Some(match facts.kind {
        ErrorKind::Dns => dns(context, connecting),
        ErrorKind::Connect => connect(context, connecting),
        ErrorKind::Tls => tls(context),
        ErrorKind::Timeout | ErrorKind::Interrupted => unanswered(facts, context),
        ErrorKind::NotSignedIn => sign_in_page(context, connecting),
        ErrorKind::UnexpectedBody => web_page(context, connecting),
        ErrorKind::BodyTooLarge => too_large(context),
        ErrorKind::Decode => unreadable(context),
        _ => return None,
    })
}

fn offline(layer: Layer, title: String) -> Words {
    Words::new(VerdictKind::Offline, layer, title)
}

fn dns(context: &Context, connecting: bool) -> Words {
    let words = offline(Layer::Network, "No computer answers to this address".into()).meaning(format!(
        "The name of {} leads nowhere, so Gatewright could not {}. Nothing was sent.",
        context.workspace,
        context.operation.job()
    ));
    if connecting {
        words
            .cause("The address is misspelt, or this computer is offline or outside the company network.")
            .who("You, by comparing the address with the one in the browser when you work in Databricks.")
            .next(NextStepKind::CheckAddress, "Check the address")
    } else {
        words
            .cause(
                "This computer is offline, or the name can be found only inside the company network (VPN).",
            )
            .who("You, by checking the network connection; otherwise the people who run your network.")
            .next(NextStepKind::TryAgain, "Try again")
    }
}

fn connect(context: &Context, connecting: bool) -> Words {
    let (kind, label) = if connecting {
        (NextStepKind::CheckAddress, "Check the address")
    } else {
        (NextStepKind::TryAgain, "Try again")
    };
    offline(Layer::Network, format!("{} cannot be reached", context.workspace))
        .meaning(format!(
            "The address exists but nothing accepted the connection, so Gatewright could not {}. Nothing was sent.",
            context.operation.job()
        ))
        .cause("The connection was refused or not opened in time: a firewall, a VPN that is off, or a wrong port.")
        .who("You, by checking VPN and address; otherwise the people who run your network.")
        .next(kind, label)
}

fn tls(context: &Context) -> Words {
    Words::new(VerdictKind::Offline, Layer::Network, "The connection could not be secured")
        .meaning(format!(
            "What answers for {} is not trusted by this computer, so nothing was sent.",
            context.workspace
        ))
        .cause(
            "Often a company proxy that opens encrypted connections and whose certificate is not installed here. \
             A wrong clock on this computer, a wrong address or encryption of an old version does it too.",
        )
        .who("The people who run your network: they can install the proxy's certificate in the system's trust store.")
        .next(NextStepKind::TryAgain, "Try again")
}

/// Sent, and no whole answer. For prompts this may have cost money, so it is never repeated unasked (R2).
fn unanswered(facts: &Facts, context: &Context) -> Words {
    if let Operation::Ask(asked) = &context.operation {
        return unanswered_prompt(facts, asked.streaming);
    }
    let late = facts.kind == ErrorKind::Timeout;
    let title = if late { "No answer came in time" } else { "The connection broke before the answer came" };
    let cause = if late {
        "The workspace or the network was too slow."
    } else {
        "The network, a proxy or the workspace closed the connection."
    };
    let words = offline(Layer::Network, title.into())
        .cause(cause)
        .who("Usually nobody has to: it passes. If it stays, the people who run your network.");
    if facts.sent == Sent::Nothing {
        words.meaning("Nothing was sent.").next(NextStepKind::TryAgain, "Try again")
    } else if context.operation.reads() {
        words
            .meaning(format!("Gatewright could not {}. Nothing was changed.", context.operation.job()))
            .next(NextStepKind::TryAgain, "Try again")
    } else {
        words
            .meaning(format!(
                "The request to {} was sent, and nobody can say from here whether it was carried out. It is not sent \
                 again by itself; reload to see what is there now.",
                context.operation.job()
            ))
            .trail(Trail::Unknown)
            .next(NextStepKind::Reload, "Reload and look")
    }
}

fn unanswered_prompt(facts: &Facts, streaming: bool) -> Words {
    match (facts.sent, facts.kind) {
        (Sent::Nothing, _) => offline(Layer::Network, "The message did not leave this computer".into())
            .meaning("The connection broke before anything was sent, so it cost nothing.")
            .cause("The network or a proxy closed the connection.")
            .who("You, by checking the network connection.")
            .next(NextStepKind::TryAgain, "Try again"),
        (Sent::Answered, _) => offline(Layer::Network, "The answer was cut off".into())
            .meaning("What came before the cut stays on the screen. The whole answer may have been charged.")
            .cause(if facts.kind == ErrorKind::Timeout {
                "No further word came for a long time, so the connection was given up."
            } else {
                "The network, a proxy or the provider closed the connection in the middle of the answer."
            })
            .who("Usually nobody has to: it passes.")
            .trail(Trail::Unknown)
            .next(NextStepKind::TryAgain, "Ask again"),
        (Sent::Written, ErrorKind::Timeout) => {
            let cause = if streaming {
                "The model did not begin its answer within the time limit: a busy provider, a very long prompt or a \
                 model that thinks for long."
            } else {
                "The model did not finish within the time limit. Without streaming the whole answer has to be ready \
                 first; every served entity also adds a way over the network."
            };
            offline(Layer::Network, "No answer came in time".into())
                .meaning(
                    "The message was sent once and may have been charged. It is not sent again by itself; you decide.",
                )
                .cause(cause)
                .who("You, by turning streaming on, shortening the prompt or lowering Length.")
                .trail(Trail::Unknown)
                .next(NextStepKind::TryAgain, "Send again")
        },
        (Sent::Written, _) => offline(Layer::Network, "The connection broke before an answer came".into())
            .meaning("The message was sent once and may have been charged. It is not sent again by itself; you decide.")
            .cause("The network, a proxy or the workspace closed the connection after the message had been handed over.")
            .who("Usually nobody has to: it passes. If it stays, the people who run your network.")
            .trail(Trail::Unknown)
            .next(NextStepKind::TryAgain, "Send again"),
    }
}

fn sign_in_page(context: &Context, connecting: bool) -> Words {
    if connecting {
        return Words::new(VerdictKind::Refused, Layer::SignIn, "This address shows a sign-in page")
            .meaning("It sent a page for people where an answer for programs was due, so the token was not accepted.")
            .cause("The token belongs to another workspace, or the address is that of an account or a single sign-on page.")
            .who("You, by copying the address of the workspace itself from the browser and taking a token from there.")
            .next(NextStepKind::CheckAddress, "Check the address");
    }
    Words::new(VerdictKind::SignedOut, Layer::SignIn, format!("{} asks you to sign in", context.workspace))
        .meaning(format!(
            "The workspace sent its sign-in page instead of an answer, so Gatewright could not {}.",
            context.operation.job()
        ))
        .cause("The token has expired or was revoked, or a single sign-on page stands in between.")
        .who("You, with a new token.")
        .next(NextStepKind::SignInAgain, "Sign in again")
}

fn web_page(context: &Context, connecting: bool) -> Words {
    let words =
        Words::new(VerdictKind::Refused, Layer::Network, "This is not an answer of a Databricks workspace")
            .meaning(format!(
                "Something answered with a web page or with other text, so Gatewright could not {}.",
                context.operation.job()
            ));
    if connecting {
        words
            .cause("The address belongs to another site, or a proxy shows a page of its own.")
            .who("You, by copying the address of the workspace from the browser.")
            .next(NextStepKind::CheckAddress, "Check the address")
    } else {
        words
            .cause(
                "Usually a company proxy or a network sign-in page that stands between here and Databricks.",
            )
            .who("You, by opening any page in the browser to see whether the network asks for something.")
            .next(NextStepKind::TryAgain, "Try again")
    }
}

fn too_large(context: &Context) -> Words {
    let ask = matches!(context.operation, Operation::Ask(_));
    let words = Words::new(VerdictKind::Refused, Layer::Request, "The answer is too large").cause(
        "Databricks itself allows 4 MB for one request and its answer; Gatewright stops reading there.",
    );
    if ask {
        words
            .meaning("It was thrown away unread, and may have been charged.")
            .who("You, by asking for less at once.")
            .trail(Trail::Unknown)
            .next(NextStepKind::None, "")
    } else {
        words
            .meaning(format!(
                "It was thrown away unread, so Gatewright could not {}.",
                context.operation.job()
            ))
            .who("The people who run the workspace, if it really holds that much.")
            .next(NextStepKind::TryAgain, "Try again")
    }
}

fn unreadable(context: &Context) -> Words {
    let ask = matches!(context.operation, Operation::Ask(_));
    let meaning = if ask {
        "An answer came, but in a form that Gatewright does not know. It may have been charged.".to_owned()
    } else {
        format!(
            "An answer came, but in a form that Gatewright does not know, so it could not {}.",
            context.operation.job()
        )
    };
    Words::new(VerdictKind::Unexpected, Layer::Workspace, "The answer could not be read")
        .meaning(meaning)
        .cause("Databricks may have changed this answer, or something on the way altered it.")
        .who("The makers of Gatewright: the raw answer below shows them what came.")
        .trail(if ask { Trail::Unknown } else { Trail::ByLayer })
        .next(NextStepKind::TryAgain, "Try again")
}
