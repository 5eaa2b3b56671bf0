//! Failures that never left this computer, or that the app itself decides: the keychain, the local database, an unfinished
//! draft, an endpoint changed by somebody else, an answer stopped by the person.

use super::dto::{Explanation, FieldProblem, Layer, NextStep, NextStepKind};
use super::redact::redact;
use super::verdict::{Verdict, VerdictKind};

struct Local {
    kind: VerdictKind,
    layer: Layer,
    title: String,
    meaning: String,
    cause: String,
    who: &'static str,
    next: (NextStepKind, &'static str),
}

impl From<Local> for Verdict {
    fn from(local: Local) -> Self {
        Self {
            kind: local.kind,
            explanation: Explanation {
                layer: local.layer,
                title: redact(&local.title),
                meaning: local.meaning,
                cause: redact(&local.cause),
                who_can_fix: local.who.into(),
                not_rescued: None,
                next: NextStep { kind: local.next.0, label: local.next.1.into() },
                trail: Vec::new(),
                raw: None,
            },
        }
    }
}

/// The keychain did not do its work. `said` is the finished sentence of the vault.
pub(crate) fn keychain(said: &str) -> Explanation {
    Verdict::from(Local {
        kind: VerdictKind::Refused,
        layer: Layer::ThisComputer,
        title: "The keychain did not answer as it should".into(),
        meaning: "The sign-in could not be kept or read. Nothing was written to a file instead.".into(),
        cause: said.into(),
        who: "You, by unlocking the keychain; often a window behind this one asks for its password.",
        next: (NextStepKind::OpenSettings, "Open Settings"),
    })
    .explanation
}

/// A person has to sign in: nothing is kept for this workspace.
pub(crate) fn sign_in_missing(workspace: &str) -> Explanation {
    Verdict::from(Local {
        kind: VerdictKind::SignedOut,
        layer: Layer::SignIn,
        title: format!("{workspace} needs you to sign in"),
        meaning: "No sign-in for this workspace is kept on this computer, so nothing was sent.".into(),
        cause: "It was kept only until the app closed, or was removed from the keychain.".into(),
        who: "You, by signing in.",
        next: (NextStepKind::SignInAgain, "Sign in again"),
    })
    .explanation
}

/// The local database refused. `detail` is the database's own sentence.
pub(crate) fn database(detail: &str) -> Verdict {
    Local {
        kind: VerdictKind::Unexpected,
        layer: Layer::ThisComputer,
        title: "The local database could not be used".into(),
        meaning: "What you just did was not saved on this computer. The workspace is not affected.".into(),
        cause: format!(
            "The disk may be full, or another program holds the file. The database says: {detail}"
        ),
        who: "You, by making room on the disk; the folder is shown in Settings.",
        next: (NextStepKind::OpenSettings, "Open Settings"),
    }
    .into()
}

/// The draft cannot be sent yet.
pub(crate) fn invalid(fields: Vec<FieldProblem>) -> Verdict {
    let count = fields.iter().filter(|field| field.blocks).count();
    let first =
        fields.iter().find(|field| field.blocks).map_or_else(String::new, |field| field.message.clone());
    Local {
        kind: VerdictKind::Invalid { fields },
        layer: Layer::Request,
        title: if count == 1 { "1 field to fix".into() } else { format!("{count} fields to fix") },
        meaning: "Nothing was sent. Your draft is kept.".into(),
        cause: first,
        who: "You, in the marked fields.",
        next: (NextStepKind::EditEndpoint, "Show the field"),
    }
    .into()
}

/// The endpoint is not the one that was opened: somebody changed it meanwhile.
pub(crate) fn changed_elsewhere(endpoint: &str) -> Verdict {
    Local {
        kind: VerdictKind::Conflict,
        layer: Layer::Endpoint,
        title: format!("{endpoint} was changed meanwhile"),
        meaning:
            "Somebody changed it since you opened it, so nothing was sent. Your changes are kept as a draft."
                .into(),
        cause: "The settings in the workspace are no longer those your changes started from.".into(),
        who: "You, by looking at what is there now and applying your changes to it.",
        next: (NextStepKind::Reload, "Show what is there now"),
    }
    .into()
}

/// A write went through, and replaced updates that nobody here had seen.
pub(crate) fn overwritten(endpoint: &str, missed: i64) -> Explanation {
    let others = if missed == 1 { "another update".to_owned() } else { format!("{missed} other updates") };
    Verdict::from(Local {
        kind: VerdictKind::Conflict,
        layer: Layer::Endpoint,
        title: "Somebody else's update was replaced".into(),
        meaning: format!(
            "Between the last look at {endpoint} and this write, {others} went through. What they set in served \
             entities and traffic has been replaced by what was written here."
        ),
        cause: "Databricks has no way to write only onto what was read; the version in its answer tells it afterwards."
            .into(),
        who: "You, by asking who changed it and putting in again what is missing.",
        next: (NextStepKind::Reload, "Show what is there now"),
    })
    .explanation
}

/// An update is running; a second one would be refused.
pub(crate) fn updating(endpoint: &str) -> Verdict {
    Local {
        kind: VerdictKind::Conflict,
        layer: Layer::Endpoint,
        title: format!("{endpoint} is being changed right now"),
        meaning:
            "Databricks takes one change at a time, so nothing was sent. Your changes are kept as a draft."
                .into(),
        cause: "An update by you or by somebody else is still running, usually for less than a minute."
            .into(),
        who: "Nobody has to: it passes when the update is done.",
        next: (NextStepKind::Reload, "Reload and look"),
    }
    .into()
}

/// An update was taken and could not be applied. `reasons` are the entities' own messages.
pub(crate) fn update_failed(endpoint: &str, reasons: &[(String, String)]) -> Verdict {
    let said: Vec<String> = reasons.iter().map(|(entity, reason)| format!("{entity}: {reason}")).collect();
    Local {
        kind: VerdictKind::Refused,
        layer: Layer::Endpoint,
        title: format!("{endpoint} did not take the change over"),
        meaning: "The version before still answers, where there was one.".into(),
        cause: if said.is_empty() { "Databricks gave no reason.".into() } else { said.join(" ") },
        who: "You, by looking at the served entity that failed and trying again.",
        next: (NextStepKind::EditEndpoint, "Open the endpoint"),
    }
    .into()
}

/// An update was applied, and the endpoint has not been ready since.
pub(crate) fn not_ready(endpoint: &str) -> Verdict {
    Local {
        kind: VerdictKind::Refused,
        layer: Layer::Endpoint,
        title: format!("{endpoint} did not become ready"),
        meaning: "The change is written. Whether the endpoint answers is not certain.".into(),
        cause: "Databricks took the change, and the endpoint has not been ready for a minute since.".into(),
        who: "Usually nobody has to; otherwise you, by looking at its served entities.",
        next: (NextStepKind::TryAgain, "Look again"),
    }
    .into()
}

/// An update has not ended in the longest time waited for.
pub(crate) fn takes_long(endpoint: &str) -> Verdict {
    Local {
        kind: VerdictKind::Refused,
        layer: Layer::Endpoint,
        title: format!("{endpoint} takes unusually long"),
        meaning: "The change is written and still on its way. The version before answers until then.".into(),
        cause: "Databricks has been at it for 20 minutes.".into(),
        who: "Usually nobody has to: it ends by itself.",
        next: (NextStepKind::TryAgain, "Go on waiting"),
    }
    .into()
}

/// The ledger has no such change.
pub(crate) fn no_such_change() -> Verdict {
    Local {
        kind: VerdictKind::Conflict,
        layer: Layer::ThisComputer,
        title: "This change is no longer in the list".into(),
        meaning: "Nothing was sent.".into(),
        cause: "What is kept of this workspace was cleared, or another workspace is in use now.".into(),
        who: "You, by looking at the list again.",
        next: (NextStepKind::Reload, "Show the list again"),
    }
    .into()
}

/// A change that ended, or that is being carried out, is not gone on with.
pub(crate) fn not_resumable(endpoint: &str) -> Verdict {
    Local {
        kind: VerdictKind::Conflict,
        layer: Layer::ThisComputer,
        title: "There is nothing to go on with".into(),
        meaning: "Nothing was sent.".into(),
        cause: format!("This change of {endpoint} has ended, was left as it is, or is being carried out."),
        who: "You, by looking at the list again.",
        next: (NextStepKind::Reload, "Show the list again"),
    }
    .into()
}

/// There is nothing that an endpoint could become again.
pub(crate) fn not_restorable(endpoint: &str) -> Verdict {
    Local {
        kind: VerdictKind::Refused,
        layer: Layer::ThisComputer,
        title: "There is nothing to restore here".into(),
        meaning: "Nothing was changed.".into(),
        cause: format!("On this side of the change there was no {endpoint}, or no settings of it were read."),
        who: "You, by choosing another change of the list.",
        next: (NextStepKind::Reload, "Show the list again"),
    }
    .into()
}

/// A change whose plan held values of secrets, which are never kept.
pub(crate) fn values_not_kept(endpoint: &str) -> Verdict {
    Local {
        kind: VerdictKind::Refused,
        layer: Layer::ThisComputer,
        title: "This change cannot be gone on with".into(),
        meaning: "Nothing was sent. What was done before stands.".into(),
        cause: format!(
            "What is left of it for {endpoint} holds a key that was typed in plain text, and such values are never kept."
        ),
        who: "You, by making the change again.",
        next: (NextStepKind::EditEndpoint, "Open the endpoint"),
    }
    .into()
}

/// A create or change was sent and not answered, and reading back did not settle it either.
pub(crate) fn ambiguous_write(what: &str) -> Verdict {
    Local {
        kind: VerdictKind::Offline,
        layer: Layer::Network,
        title: "Nobody can say yet whether it worked".into(),
        meaning: format!(
            "The request to {what} was sent once and not answered. It is not sent again by itself, so nothing can happen \
             twice. Your draft is kept."
        ),
        cause: "The connection broke after the request was handed over, and the workspace could not be read since.".into(),
        who: "You, by reloading when the connection is back.",
        next: (NextStepKind::Reload, "Reload and look"),
    }
    .into()
}

/// A prompt was sent and not answered: it may have cost money (quality R2).
pub(crate) fn maybe_charged() -> Verdict {
    Local {
        kind: VerdictKind::Offline,
        layer: Layer::Network,
        title: "No answer came back".into(),
        meaning: "The message was sent once and may have been charged. It is not sent again by itself; you decide. Your \
                  message is kept."
            .into(),
        cause: "The connection broke, or the app was closed, after the message had been handed over.".into(),
        who: "Usually nobody has to: it passes.",
        next: (NextStepKind::TryAgain, "Send again"),
    }
    .into()
}

/// A fault of the app itself. `detail` says where.
pub(crate) fn fault(detail: &str) -> Verdict {
    Local {
        kind: VerdictKind::Unexpected,
        layer: Layer::ThisComputer,
        title: "Gatewright made a mistake".into(),
        meaning: "What you wanted was not done. Nothing you typed is lost.".into(),
        cause: detail.into(),
        who: "The makers of Gatewright. The log file, shown in Settings, helps them.",
        next: (NextStepKind::OpenSettings, "Open Settings"),
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keychain_that_fails_says_that_no_file_was_written_instead() {
        let explanation = keychain("The keychain is locked.");
        assert!(explanation.meaning.contains("Nothing was written to a file"));
        assert_eq!(explanation.cause, "The keychain is locked.");
    }

    #[test]
    fn a_missing_sign_in_asks_for_one() {
        assert_eq!(sign_in_missing("logistics-prod").next.kind, NextStepKind::SignInAgain);
    }

    #[test]
    fn an_unfinished_draft_counts_only_what_blocks_and_shows_the_first() {
        let verdict = invalid(vec![
            FieldProblem::warn("tags", "A doubt."),
            FieldProblem::block("name", "Give the endpoint a name."),
            FieldProblem::block("shares", "The shares add up to 90."),
        ]);
        assert_eq!(verdict.explanation.title, "2 fields to fix");
        assert_eq!(verdict.explanation.cause, "Give the endpoint a name.");
    }

    #[test]
    fn an_unanswered_prompt_says_that_it_may_have_been_charged_and_is_not_sent_again() {
        let meaning = maybe_charged().explanation.meaning;
        assert!(meaning.contains("may have been charged") && meaning.contains("not sent again"));
    }

    #[test]
    fn a_database_error_is_cleaned_of_credentials() {
        let verdict = database("near \"dapi0123456789abcdef\": syntax error");
        assert!(!verdict.explanation.cause.contains("dapi0123"));
    }
}
