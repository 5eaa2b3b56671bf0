//! How a step ended, in words, before it becomes a line.

use super::dto::DoctorState;
use crate::explain::{Explanation, NextStep, NextStepKind};

/// The end of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) state: DoctorState,
    pub(super) title: String,
    pub(super) detail: String,
    pub(super) who: Option<String>,
    pub(super) next: Option<NextStep>,
}

impl Finding {
    fn new(state: DoctorState, title: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { state, title: title.into(), detail: detail.into(), who: None, next: None }
    }

    pub(super) fn ok(title: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(DoctorState::Ok, title, detail)
    }

    pub(super) fn warning(title: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(DoctorState::Warning, title, detail)
    }

    pub(super) fn failed(title: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(DoctorState::Failed, title, detail)
    }

    /// Who can change it.
    pub(super) fn who(mut self, who: impl Into<String>) -> Self {
        self.who = Some(who.into());
        self
    }

    pub(super) fn next(mut self, kind: NextStepKind, label: &str) -> Self {
        self.next = Some(NextStep { kind, label: label.to_owned() });
        self
    }

    /// A failure that the explainer has words for.
    pub(super) fn explained(explanation: &Explanation) -> Self {
        let detail = [explanation.meaning.trim(), explanation.cause.trim()];
        let detail = detail.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
        let next = Some(explanation.next.clone()).filter(|next| next.kind != NextStepKind::None);
        let who = Some(explanation.who_can_fix.clone()).filter(|who| !who.is_empty());
        Self { state: DoctorState::Failed, title: explanation.title.clone(), detail, who, next }
    }

    /// The same as something that does not stop anybody.
    pub(super) fn only_a_warning(mut self) -> Self {
        if self.state == DoctorState::Failed {
            self.state = DoctorState::Warning;
        }
        self
    }

    pub(super) fn failed_at_all(&self) -> bool {
        self.state == DoctorState::Failed
    }
}
