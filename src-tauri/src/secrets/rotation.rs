//! The plan of a rotation: its steps in order, what each state means, and what the steps become once the workspace has
//! been read. Pure; carrying the steps out is `rotation_run`, reading the workspace `rotation_truth`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::references::Reference;
use super::rotation_dto::{
    Rotation, RotationState, RotationStep, RotationStepKind as Kind, RotationStepState as State,
};
use crate::clock;

/// A rotation as it is kept: what the window shows, and the stamp of each endpoint as it was last looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Plan {
    pub(crate) rotation: Rotation,
    pub(crate) stamps: BTreeMap<String, String>,
}

/// What reading an endpoint showed about the two references.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sight {
    /// Whether the settings that answer, or are to, name the old key.
    pub(crate) old: bool,
    pub(crate) new: bool,
    /// Whether a change is on its way.
    pub(crate) updating: bool,
}

impl Plan {
    /// A plan with nothing but the storing of the new value in it.
    pub(crate) fn new(scope: &str, old_key: &str, new_key: &str) -> Self {
        let rotation = Rotation {
            id: uuid::Uuid::new_v4().to_string(),
            scope: scope.to_owned(),
            old_key: old_key.to_owned(),
            new_key: new_key.to_owned(),
            started_at: clock::to_ui(clock::now_ms()),
            state: RotationState::Stored,
            steps: vec![step(Kind::StoreKey, None, None), step(Kind::DeleteOld, None, None)],
        };
        Self { rotation, stamps: BTreeMap::new() }
    }

    pub(crate) fn old(&self) -> Reference {
        Reference::new(self.rotation.scope.as_str(), self.rotation.old_key.as_str())
    }

    pub(crate) fn new_one(&self) -> Reference {
        Reference::new(self.rotation.scope.as_str(), self.rotation.new_key.as_str())
    }

    /// Adds the steps of an endpoint and of the entities that use the key in it; what is there already stays.
    pub(crate) fn add(&mut self, endpoint: &str, entities: &[String]) {
        let mut wanted = vec![
            step(Kind::SwitchEndpoint, Some(endpoint), None),
            step(Kind::WaitReady, Some(endpoint), None),
        ];
        wanted.extend(entities.iter().map(|entity| step(Kind::CallEntity, Some(endpoint), Some(entity))));
        for step in wanted {
            if self.rotation.steps.iter().any(|there| there.id == step.id) {
                continue;
            }
            let steps = &mut self.rotation.steps;
            let after = steps.iter().rposition(|there| there.endpoint.as_deref() == Some(endpoint));
            let last = steps.len().saturating_sub(1);
            steps.insert(after.map_or(last, |at| at + 1), step);
        }
    }

    /// Adds the step that puts an endpoint back, or lets the one that is there begin anew.
    pub(crate) fn add_put_back(&mut self, endpoint: &str) {
        let wanted = step(Kind::PutBack, Some(endpoint), None);
        if let Some(there) = self.step_mut(Kind::PutBack, Some(endpoint), None) {
            *there = wanted;
            return;
        }
        let after = self.rotation.steps.iter().rposition(|one| one.endpoint.as_deref() == Some(endpoint));
        let at = after.map_or(self.rotation.steps.len().saturating_sub(1), |at| at + 1);
        self.rotation.steps.insert(at, wanted);
    }

    /// Before an endpoint is switched again: that it was put back before is over.
    pub(crate) fn forget_put_back(&mut self, endpoint: &str) {
        let is =
            |step: &RotationStep| step.kind == Kind::PutBack && step.endpoint.as_deref() == Some(endpoint);
        self.rotation.steps.retain(|step| !is(step));
    }

    /// The endpoints of the plan, in its order.
    pub(crate) fn endpoints(&self) -> Vec<String> {
        let switches = self.rotation.steps.iter().filter(|step| step.kind == Kind::SwitchEndpoint);
        switches.filter_map(|step| step.endpoint.clone()).collect()
    }

    /// The entities of an endpoint that are called.
    pub(crate) fn entities(&self, endpoint: &str) -> Vec<String> {
        self.of(endpoint)
            .filter(|step| step.kind == Kind::CallEntity)
            .filter_map(|step| step.entity.clone())
            .collect()
    }

    fn of<'a>(&'a self, endpoint: &'a str) -> impl Iterator<Item = &'a RotationStep> {
        self.rotation.steps.iter().filter(move |step| step.endpoint.as_deref() == Some(endpoint))
    }

    pub(crate) fn step_mut(
        &mut self,
        kind: Kind,
        endpoint: Option<&str>,
        entity: Option<&str>,
    ) -> Option<&mut RotationStep> {
        self.rotation.steps.iter_mut().find(|step| {
            step.kind == kind && step.endpoint.as_deref() == endpoint && step.entity.as_deref() == entity
        })
    }

    pub(crate) fn state_of(&self, kind: Kind, endpoint: Option<&str>, entity: Option<&str>) -> Option<State> {
        let found = self.rotation.steps.iter().find(|step| {
            step.kind == kind && step.endpoint.as_deref() == endpoint && step.entity.as_deref() == entity
        });
        found.map(|step| step.state)
    }

    /// Sets where a step stands; what it said before is forgotten.
    pub(crate) fn set(&mut self, kind: Kind, endpoint: Option<&str>, entity: Option<&str>, state: State) {
        if let Some(step) = self.step_mut(kind, endpoint, entity) {
            step.state = state;
            step.explanation = None;
            step.milliseconds = None;
        }
    }

    /// The steps of an endpoint after its reference went back: what was proved is proved no more, and what failed stays
    /// to be read.
    pub(crate) fn was_put_back(&mut self, endpoint: &str) {
        for step in &mut self.rotation.steps {
            let here = step.endpoint.as_deref() == Some(endpoint) && step.kind != Kind::PutBack;
            if here && step.state != State::Failed {
                step.state = State::Undone;
            }
        }
    }

    /// Whether the rotation is over.
    pub(crate) fn is_over(&self) -> bool {
        matches!(self.rotation.state, RotationState::Finished | RotationState::Undone)
    }

    /// Whether every endpoint of the plan is switched, ready and proved.
    pub(crate) fn is_switched(&self) -> bool {
        let done = |step: &RotationStep| match step.kind {
            Kind::StoreKey => step.state == State::Done,
            Kind::SwitchEndpoint | Kind::WaitReady | Kind::CallEntity => {
                matches!(step.state, State::Done | State::Skipped)
            }
            Kind::PutBack | Kind::DeleteOld => true,
        };
        self.rotation.steps.iter().all(done)
    }

    /// What the steps are now that the workspace was read, for a rotation that nobody is working on. `stored` says whether
    /// the new key is there, `sights` what each endpoint refers to.
    pub(crate) fn believe(&mut self, stored: bool, sights: &BTreeMap<String, Sight>) {
        if self.is_over() {
            return;
        }
        let undoing = self.rotation.state == RotationState::Undoing;
        let told_failed = self.rotation.state == RotationState::Failed;
        let begun = self.rotation.state != RotationState::Stored;
        let store = match (stored, self.state_of(Kind::StoreKey, None, None)) {
            (true, _) => State::Done,
            (false, _) if undoing => State::Undone,
            (false, _) => State::Failed,
        };
        if self.state_of(Kind::StoreKey, None, None) != Some(store) {
            self.set(Kind::StoreKey, None, None, store);
        }
        for (endpoint, sight) in sights {
            self.believe_endpoint(endpoint, *sight);
        }
        for step in &mut self.rotation.steps {
            if step.state == State::Running {
                step.state = State::Waiting;
            }
        }
        let all_back = sights.values().all(|sight| !sight.new);
        self.rotation.state = if !stored && undoing && all_back {
            RotationState::Undone
        } else if !stored && !undoing {
            RotationState::Failed
        } else if undoing {
            RotationState::Interrupted
        } else if self.is_switched() && begun {
            RotationState::Switched
        } else if told_failed {
            RotationState::Failed
        } else if begun {
            RotationState::Interrupted
        } else {
            RotationState::Stored
        };
    }

    fn believe_endpoint(&mut self, endpoint: &str, sight: Sight) {
        let switch = self.state_of(Kind::SwitchEndpoint, Some(endpoint), None);
        if sight.old || !sight.new {
            // Nothing of the new reference answers here: what came after the switch has not happened (any more).
            if !matches!(switch, Some(State::Failed | State::Undone | State::Waiting | State::Skipped)) {
                self.set(Kind::SwitchEndpoint, Some(endpoint), None, State::Waiting);
                self.set(Kind::WaitReady, Some(endpoint), None, State::Waiting);
                for entity in self.entities(endpoint) {
                    self.set(Kind::CallEntity, Some(endpoint), Some(&entity), State::Waiting);
                }
            }
            return;
        }
        if switch != Some(State::Done) {
            self.set(Kind::SwitchEndpoint, Some(endpoint), None, State::Done);
        }
        if sight.updating {
            self.set(Kind::WaitReady, Some(endpoint), None, State::Waiting);
        }
    }
}

fn step(kind: Kind, endpoint: Option<&str>, entity: Option<&str>) -> RotationStep {
    let word = match kind {
        Kind::StoreKey => "store",
        Kind::SwitchEndpoint => "switch",
        Kind::WaitReady => "wait",
        Kind::CallEntity => "call",
        Kind::PutBack => "putBack",
        Kind::DeleteOld => "delete",
    };
    let place: Vec<&str> = [Some(word), endpoint, entity].into_iter().flatten().collect();
    RotationStep {
        id: place.join("/"),
        kind,
        endpoint: endpoint.map(str::to_owned),
        entity: entity.map(str::to_owned),
        state: State::Waiting,
        explanation: None,
        milliseconds: None,
    }
}

#[cfg(test)]
#[path = "rotation_tests.rs"]
mod tests;
