//! What an error is to the UI. A kind exists only where the UI behaves differently; everything a person reads is in the
//! explanation, which every kind carries.

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::app::dto::KeychainState;
use crate::explain::{Explanation, FieldProblem, Layer, NextStep, NextStepKind, Verdict, VerdictKind, local};
use crate::store::StoreError;

/// A failed command.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum Failure {
    /// The workspace does not take the sign-in (any more): the UI offers to sign in again and keeps the page.
    SignedOut { explanation: Explanation },
    /// Something typed cannot be used: the UI marks the fields.
    Invalid { fields: Vec<FieldProblem>, explanation: Explanation },
    /// The thing changed, or is being changed, by somebody else: the UI offers to read it again.
    Conflict { explanation: Explanation },
    /// Too many calls: the UI counts down.
    Throttled {
        #[specta(type = Option<u32>)]
        retry_after_seconds: Option<f64>,
        explanation: Explanation,
    },
    /// Nothing could be reached: the UI shows what it has and says how old it is.
    Offline { explanation: Explanation },
    /// The keychain: the UI shows its state.
    Keychain { state: KeychainState, explanation: Explanation },
    /// Refused for any other reason that is known.
    Refused { explanation: Explanation },
    /// The app's own fault, or an answer nobody expected.
    Unexpected { explanation: Explanation },
}

impl Failure {
    /// What a person reads.
    pub(crate) fn explanation(&self) -> &Explanation {
        match self {
            Self::SignedOut { explanation }
            | Self::Invalid { explanation, .. }
            | Self::Conflict { explanation }
            | Self::Throttled { explanation, .. }
            | Self::Offline { explanation }
            | Self::Keychain { explanation, .. }
            | Self::Refused { explanation }
            | Self::Unexpected { explanation } => explanation,
        }
    }

    /// A failure on this computer that only needs saying.
    pub(crate) fn here(title: &str, meaning: &str, cause: &str) -> Self {
        Self::Refused {
            explanation: Explanation {
                layer: Layer::ThisComputer,
                title: title.to_owned(),
                meaning: meaning.to_owned(),
                cause: cause.to_owned(),
                who_can_fix: "You, on this computer.".to_owned(),
                not_rescued: None,
                next: NextStep { kind: NextStepKind::None, label: String::new() },
                trail: Vec::new(),
                raw: None,
            },
        }
    }

    /// Something typed cannot be used; `title` says what.
    pub(crate) fn invalid(title: &str, fields: Vec<FieldProblem>) -> Self {
        let mut verdict = local::invalid(fields);
        title.clone_into(&mut verdict.explanation.title);
        verdict.into()
    }

    /// Something that should not happen; the log has more.
    pub(crate) fn unexpected(cause: &str) -> Self {
        tracing::error!(cause, "unexpected failure");
        local::fault(cause).into()
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        tracing::error!(error = %error.0, "the local database refused");
        local::database(&error.0).into()
    }
}

impl From<Verdict> for Failure {
    fn from(verdict: Verdict) -> Self {
        let explanation = verdict.explanation;
        match verdict.kind {
            VerdictKind::SignedOut => Self::SignedOut { explanation },
            VerdictKind::Invalid { fields } => Self::Invalid { fields, explanation },
            VerdictKind::Conflict => Self::Conflict { explanation },
            VerdictKind::Throttled { retry_after_seconds } => {
                Self::Throttled { retry_after_seconds, explanation }
            }
            VerdictKind::Offline => Self::Offline { explanation },
            VerdictKind::Refused => Self::Refused { explanation },
            VerdictKind::Unexpected => Self::Unexpected { explanation },
        }
    }
}
