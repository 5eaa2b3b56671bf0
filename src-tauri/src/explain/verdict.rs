//! The end of every explanation: the words of the table, the trail, the cleaned raw answer, and the one decision the rest
//! of the app takes on it (sign in again, reload, wait, go offline, or just show it).

use super::context::{Context, Operation};
use super::dto::{
    Explanation, FieldProblem, Layer, NextStep, NextStepKind, RawAnswer, TrailState, TrailStep,
};
use super::facts::Facts;
use super::redact::redact;

/// Raw answers longer than this are cut for display; the window is no place for megabytes.
const RAW_SHOWN: usize = 16_000;

/// A reason for the app to behave differently. The keychain has its own kind there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum VerdictKind {
    SignedOut,
    Invalid { fields: Vec<FieldProblem> },
    Conflict,
    Throttled { retry_after_seconds: Option<f64> },
    Offline,
    Refused,
    Unexpected,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Verdict {
    pub kind: VerdictKind,
    pub explanation: Explanation,
}

/// The words of one row of the table, before the trail and the raw answer are added.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    pub kind: VerdictKind,
    pub layer: Layer,
    pub title: String,
    pub meaning: String,
    pub cause: String,
    pub who: String,
    pub not_rescued: Option<String>,
    pub next: NextStep,
    pub trail: Trail,
}

/// How the trail is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trail {
    /// Everything before the layer passed, the layer stopped it.
    ByLayer,
    /// The model answered and the gateway then held the answer back.
    HeldBack,
    /// The provider took the key and then refused.
    AtModel,
    /// Nobody knows how far it came.
    Unknown,
}

impl Words {
    pub(crate) fn new(kind: VerdictKind, layer: Layer, title: impl Into<String>) -> Self {
        Self {
            kind,
            layer,
            title: title.into(),
            meaning: String::new(),
            cause: String::new(),
            who: String::new(),
            not_rescued: None,
            next: NextStep { kind: NextStepKind::None, label: String::new() },
            trail: Trail::ByLayer,
        }
    }

    pub(crate) fn meaning(mut self, text: impl Into<String>) -> Self {
        self.meaning = text.into();
        self
    }

    pub(crate) fn cause(mut self, text: impl Into<String>) -> Self {
        self.cause = text.into();
        self
    }

    pub(crate) fn who(mut self, text: impl Into<String>) -> Self {
        self.who = text.into();
        self
    }

    pub(crate) fn next(mut self, kind: NextStepKind, label: impl Into<String>) -> Self {
        self.next = NextStep { kind, label: label.into() };
        self
    }

    pub(crate) fn trail(mut self, trail: Trail) -> Self {
        self.trail = trail;
        self
    }
}

/// The label of a button that waits.
pub(crate) fn wait_label(seconds: Option<u32>) -> String {
    match seconds {
        Some(1) => "Try again in 1 second".into(),
        Some(seconds) if seconds > 1 => format!("Try again in {seconds} seconds"),
        _ => "Wait a minute and try again".into(),
    }
}

/// Adds what every explanation has.
pub(crate) fn finish(words: Words, facts: &Facts, context: &Context) -> Verdict {
    let kept = context.operation.kept();
    let meaning = if kept.is_empty() { words.meaning } else { format!("{} {kept}", words.meaning) };
    Verdict {
        kind: words.kind,
        explanation: Explanation {
            layer: words.layer,
            title: redact(&words.title),
            meaning: redact(&meaning),
            cause: redact(&words.cause),
            who_can_fix: words.who,
            not_rescued: words.not_rescued,
            next: words.next,
            trail: trail(words.trail, words.layer, &context.operation),
            raw: Some(raw_answer(facts, context)),
        },
    }
}

fn raw_answer(facts: &Facts, context: &Context) -> RawAnswer {
    let said = facts.raw.as_deref().filter(|raw| !raw.trim().is_empty()).unwrap_or(&facts.message);
    let mut body = redact(said);
    if body.chars().count() > RAW_SHOWN {
        body = body.chars().take(RAW_SHOWN).collect::<String>() + "\n… cut here, the answer is longer";
    }
    RawAnswer {
        status: facts.status,
        body,
        request_id: facts.request_id.clone(),
        seconds: context.seconds.filter(|seconds| seconds.is_finite()),
        attempts: facts.attempts,
    }
}

const ASK_STEPS: [&str; 5] = ["Your sign-in", "Permission", "Gateway rules", "Provider key", "Model"];
const CONTROL_STEPS: [&str; 4] = ["Address", "Sign-in", "Permission", "Workspace"];

fn trail(kind: Trail, layer: Layer, operation: &Operation) -> Vec<TrailStep> {
    let asking = matches!(operation, Operation::Ask(_));
    let labels: &[&str] = if asking { &ASK_STEPS } else { &CONTROL_STEPS };
    match kind {
        Trail::Unknown => Vec::new(),
        Trail::HeldBack => steps(labels, |at| if at == 2 { TrailState::Stopped } else { TrailState::Passed }),
        Trail::ByLayer | Trail::AtModel => {
            let stop = match (kind, asking) {
                (Trail::AtModel, true) => Some(ASK_STEPS.len() - 1),
                (_, true) => ask_stop(layer),
                (_, false) => control_stop(layer),
            };
            steps(labels, |at| match stop {
                Some(stop) if at < stop => TrailState::Passed,
                Some(stop) if at == stop => TrailState::Stopped,
                _ => TrailState::NotReached,
            })
        }
    }
}

fn steps(labels: &[&str], state: impl Fn(usize) -> TrailState) -> Vec<TrailStep> {
    labels
        .iter()
        .enumerate()
        .map(|(at, label)| TrailStep { label: (*label).into(), state: state(at) })
        .collect()
}

/// Where a prompt stopped; `None` when it never reached the workspace.
fn ask_stop(layer: Layer) -> Option<usize> {
    match layer {
        Layer::ThisComputer | Layer::Network => None,
        Layer::SignIn => Some(0),
        Layer::Permission | Layer::Workspace | Layer::Endpoint => Some(1),
        Layer::GatewayLimit | Layer::Guardrail | Layer::Request => Some(2),
        Layer::ProviderKey => Some(3),
        Layer::ProviderQuota | Layer::ProviderSettings | Layer::Model => Some(4),
    }
}

fn control_stop(layer: Layer) -> Option<usize> {
    match layer {
        Layer::ThisComputer => None,
        Layer::Network => Some(0),
        Layer::SignIn => Some(1),
        Layer::Permission => Some(2),
        _ => Some(3),
    }
}
