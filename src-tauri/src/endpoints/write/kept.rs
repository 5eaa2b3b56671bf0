//! What the ledger keeps of a change: the plan, without values of secrets, and how far it has come. Values that were taken
//! out cannot be sent again, so a write that needs them cannot be gone on with.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::plan::{Planned, WriteKind};
use crate::activity::dto::{Change, ChangeState, ChangeStep, ChangeStepState as Step};
use crate::clock;
use crate::explain::Explanation;
use crate::explain::redact::redact;

/// Stands where a value of a secret stood.
pub(crate) const NOT_KEPT: &str = "<not kept>";

/// A change as the ledger keeps it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) change: Change,
    pub(crate) planned: Planned,
    /// Of each write: whether it held values that are not kept.
    pub(crate) withheld: Vec<bool>,
}

impl Kept {
    /// A change that is about to begin.
    pub(crate) fn new(planned: &Planned, who: Option<&str>) -> Self {
        let mut planned = planned.clone();
        let withheld: Vec<bool> = planned.writes.iter_mut().map(|write| scrub(&mut write.body)).collect();
        for write in &mut planned.writes {
            scrub(&mut write.before);
        }
        scrub(&mut planned.before);
        let steps = planned.writes.iter().map(|write| ChangeStep {
            kind: write.kind,
            title: write.title.clone(),
            method: write.method.clone(),
            path: write.path.clone(),
            state: Step::Waiting,
            explanation: None,
            milliseconds: None,
        });
        let change = Change {
            id: uuid::Uuid::new_v4().to_string(),
            endpoint: planned.endpoint.clone(),
            origin: planned.origin,
            title: planned.title.clone(),
            started_at: clock::to_ui(clock::now_ms()),
            ended_at: None,
            state: ChangeState::Running,
            steps: steps.collect(),
            can_restore: false,
            can_resume: false,
            who: who.map(str::to_owned),
        };
        let mut kept = Self { change, planned, withheld };
        kept.change.can_restore = kept.has_config();
        kept
    }

    /// Whether it knows a config, of before or after, that an edit can be made of: of an endpoint that is still there.
    fn has_config(&self) -> bool {
        if self.planned.writes.iter().any(|write| write.kind == WriteKind::Delete) {
            return false;
        }
        let config = |value: &Value| value.get("config").is_some_and(Value::is_object);
        config(&self.planned.before)
            || self.planned.writes.iter().any(|write| write.kind == WriteKind::Create && config(&write.body))
    }

    /// The step to go on with: the first that is neither done nor skipped.
    pub(crate) fn next(&self) -> Option<usize> {
        next(&self.change)
    }

    /// Whether what is left needs values that were not kept.
    pub(crate) fn needs_what_is_not_kept(&self) -> bool {
        needs_what_is_not_kept(&self.change, &self.withheld)
    }

    /// Marks a step.
    pub(crate) fn mark(
        &mut self,
        at: usize,
        state: Step,
        why: Option<Explanation>,
        milliseconds: Option<f64>,
    ) {
        if let Some(step) = self.change.steps.get_mut(at) {
            step.state = state;
            step.explanation = why;
            step.milliseconds = milliseconds;
        }
    }

    /// Waiting for a config that was not taken over would fail for ever: the config is to be written again.
    pub(crate) fn rewind_failed_update(&mut self) {
        let Some(at) = self.next() else { return };
        let of = |at: usize| self.change.steps.get(at).map(|step| (step.kind, step.state));
        let written = at.checked_sub(1).and_then(of);
        if of(at) == Some((WriteKind::WaitReady, Step::Failed))
            && written == Some((WriteKind::Config, Step::Done))
        {
            self.mark(at, Step::Waiting, None, None);
            self.mark(at - 1, Step::Waiting, None, None);
        }
    }

    /// Sets where the change stands; all but running has an end.
    pub(crate) fn stand(&mut self, state: ChangeState) {
        stand(&mut self.change, &self.withheld, state);
    }
}

fn next(change: &Change) -> Option<usize> {
    change.steps.iter().position(|step| !matches!(step.state, Step::Done | Step::Skipped))
}

fn needs_what_is_not_kept(change: &Change, withheld: &[bool]) -> bool {
    let left = change.steps.iter().zip(withheld);
    left.into_iter().any(|(step, withheld)| *withheld && !matches!(step.state, Step::Done | Step::Skipped))
}

fn stand(change: &mut Change, withheld: &[bool], state: ChangeState) {
    change.state = state;
    change.ended_at = (state != ChangeState::Running).then(|| clock::to_ui(clock::now_ms()));
    change.can_resume = matches!(state, ChangeState::Failed | ChangeState::Interrupted)
        && next(change).is_some()
        && !needs_what_is_not_kept(change, withheld);
}

/// One that this process is not carrying out, though the ledger calls it running: the app ended in the middle.
pub(crate) fn interrupted(change: &mut Change, withheld: &[bool]) {
    for step in &mut change.steps {
        if step.state == Step::Running {
            step.state = Step::Unknown;
        }
    }
    stand(change, withheld, ChangeState::Interrupted);
    // When it ended is not known.
    change.ended_at = None;
}

/// Replaces every value of a secret by a mark. True when there was one.
pub(crate) fn scrub(value: &mut Value) -> bool {
    match value {
        Value::Object(fields) => {
            let mut found = false;
            for (key, value) in fields.iter_mut() {
                if holds_a_secret(key, value) {
                    *value = Value::String(NOT_KEPT.to_owned());
                    found = true;
                } else {
                    found |= scrub(value);
                }
            }
            found
        }
        Value::Array(items) => items.iter_mut().filter_map(|item| scrub(item).then_some(())).count() > 0,
        Value::String(text) => {
            let clean = redact(text);
            let found = clean != *text;
            if found {
                *value = Value::String(NOT_KEPT.to_owned());
            }
            found
        }
        _ => false,
    }
}

/// Values in plain text, and values that stand where only a reference belongs.
fn holds_a_secret(key: &str, value: &Value) -> bool {
    let Some(text) = value.as_str() else { return false };
    if text.is_empty() || text == NOT_KEPT {
        return false;
    }
    let reference = text.trim_start().starts_with("{{secrets/");
    let secret = ["_plaintext", "_api_key", "_access_key", "_api_token", "_client_secret", "private_key"];
    key.ends_with("_plaintext") || (!reference && secret.iter().any(|end| key.ends_with(end)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::endpoints::write::{Origin, PlannedWrite};

    fn planned(body: Value) -> Planned {
        Planned {
            endpoint: "chat".into(),
            origin: Origin::Edit,
            title: "A change".into(),
            stamp: None,
            before: json!({"config": {"served_entities": [{"name": "a"}]}}),
            writes: vec![
                PlannedWrite::config("chat", body, Value::Null),
                PlannedWrite::tags("chat", &[json!({"key": "team"})], &[], json!([])),
            ],
        }
    }

    fn entity(config: Value) -> Value {
        json!({"served_entities": [{"name": "a", "external_model": {"openai_config": config}}]})
    }

    #[test]
    fn a_value_of_a_secret_never_reaches_what_is_kept_and_a_reference_does() {
        for config in [
            json!({"openai_api_key_plaintext": "correct horse battery"}),
            json!({"openai_api_key": "correct horse battery"}),
            json!({"note": "Bearer correct-horse-battery"}),
            json!({"microsoft_entra_client_secret_plaintext": "correct horse battery"}),
        ] {
            let kept = Kept::new(&planned(entity(config)), None);
            let text = serde_json::to_string(&kept).unwrap();
            assert!(!text.contains("horse") && text.contains(NOT_KEPT), "{text}");
            assert!(kept.needs_what_is_not_kept());
        }
        let kept = Kept::new(&planned(entity(json!({"openai_api_key": "{{secrets/llm/openai}}"}))), None);
        assert!(serde_json::to_string(&kept).unwrap().contains("{{secrets/llm/openai}}"));
        assert!(!kept.needs_what_is_not_kept());
    }

    #[test]
    fn an_interrupted_change_does_not_know_about_the_step_that_was_on_its_way_and_can_be_gone_on_with() {
        let mut kept = Kept::new(&planned(json!({})), Some("ada"));
        kept.mark(0, Step::Running, None, None);
        interrupted(&mut kept.change, &kept.withheld);
        assert_eq!(kept.change.state, ChangeState::Interrupted);
        assert_eq!(kept.change.steps[0].state, Step::Unknown);
        assert!(kept.change.can_resume);
        assert_eq!(kept.next(), Some(0));
    }

    #[test]
    fn a_change_whose_values_are_gone_cannot_be_gone_on_with_until_only_other_steps_are_left() {
        let mut kept = Kept::new(&planned(entity(json!({"openai_api_key_plaintext": "x y z"}))), None);
        kept.mark(0, Step::Failed, None, None);
        kept.stand(ChangeState::Failed);
        assert!(!kept.change.can_resume);
        kept.mark(0, Step::Done, None, None);
        kept.stand(ChangeState::Failed);
        assert!(kept.change.can_resume);
    }
}
