//! Carries a rotation out: forward endpoint by endpoint, back again, or to its end. Before and after every step the plan
//! is kept, so that a rotation that stops anywhere is a rotation that can be seen, gone on with and undone.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tauri::ipc::Channel;

use super::overview::{self, Uses};
use super::references::Reference;
use super::rotation::Plan;
use super::rotation_dto::{Rotation, RotationState, RotationStepKind as Kind, RotationStepState as State};
use super::switch::{self, Switched};
use super::{proof, rotation_rows as rows, rotation_words as words, writes};
use crate::app::App;
use crate::explain::{Explanation, local};
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;

/// The rotations that somebody is working on in this app, so that nobody else begins with them.
#[derive(Default)]
pub(crate) struct AtWork {
    ids: Arc<Mutex<HashSet<String>>>,
}

/// One of them, for as long as it lasts.
pub(crate) struct Work {
    ids: Arc<Mutex<HashSet<String>>>,
    id: String,
}

impl AtWork {
    /// Begins with one; nothing when it is being worked on already.
    pub(crate) fn begin(&self, id: &str) -> Option<Work> {
        let new = self.ids.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned());
        new.then(|| Work { ids: Arc::clone(&self.ids), id: id.to_owned() })
    }

    pub(crate) fn has(&self, id: &str) -> bool {
        self.ids.lock().unwrap_or_else(PoisonError::into_inner).contains(id)
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.ids.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

/// A step by what it does and where.
type Step<'a> = (Kind, Option<&'a str>, Option<&'a str>);

/// One rotation being carried out.
pub(crate) struct Runner<'a> {
    pub(crate) app: &'a App,
    pub(crate) connection: &'a Connection,
    pub(crate) plan: Plan,
    pub(crate) told: Option<&'a Channel<Rotation>>,
}

impl Runner<'_> {
    /// Keeps the plan and tells the window.
    pub(crate) async fn save(&self) -> Result<(), Failure> {
        rows::keep(&self.app.store, &self.connection.workspace.id, &self.plan).await?;
        if let Some(told) = self.told {
            // A window that is gone does not stop the rotation.
            drop(told.send(self.plan.rotation.clone()));
        }
        Ok(())
    }

    async fn begin(&mut self, step: Step<'_>) -> Result<Instant, Failure> {
        self.plan.set(step.0, step.1, step.2, State::Running);
        self.save().await?;
        Ok(Instant::now())
    }

    async fn end(
        &mut self,
        step: Step<'_>,
        began: Instant,
        state: State,
        why: Option<Explanation>,
    ) -> Result<(), Failure> {
        if let Some(step) = self.plan.step_mut(step.0, step.1, step.2) {
            step.state = state;
            step.explanation = why;
            step.milliseconds = Some((began.elapsed().as_secs_f64() * 1000.0).round());
        }
        self.save().await
    }

    async fn stand(&mut self, state: RotationState) -> Result<(), Failure> {
        self.plan.rotation.state = state;
        self.save().await
    }

    /// Goes on to the end or to the first step that fails.
    pub(crate) async fn run(&mut self) -> Result<(), Failure> {
        if self.plan.state_of(Kind::StoreKey, None, None) != Some(State::Done) {
            return Err(words::never_stored(&self.plan.rotation));
        }
        let uses = overview::uses(self.connection).await?;
        self.take_in(&uses);
        self.stand(RotationState::Switching).await?;
        for endpoint in self.plan.endpoints() {
            if !self.move_on(&endpoint).await? {
                return self.stand(RotationState::Failed).await;
            }
        }
        self.stand(RotationState::Switched).await
    }

    /// Endpoints that have come to use the old key since the plan was made belong to it too.
    pub(crate) fn take_in(&mut self, uses: &Uses) {
        let mut of_endpoint: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for used in uses.of(&self.plan.old()) {
            let entities = of_endpoint.entry(used.endpoint).or_default();
            if !entities.contains(&used.entity) {
                entities.push(used.entity);
            }
        }
        for (endpoint, entities) in of_endpoint {
            self.plan.add(&endpoint, &entities);
            if let (false, Some(stamp)) =
                (self.plan.stamps.contains_key(&endpoint), uses.stamps.get(&endpoint))
            {
                self.plan.stamps.insert(endpoint, stamp.clone());
            }
        }
    }

    /// Switches one endpoint, waits for it and calls its entities. False when it failed; its reference is back then, or
    /// the step that puts it back says why it is not.
    async fn move_on(&mut self, endpoint: &str) -> Result<bool, Failure> {
        let (old, new) = (self.plan.old(), self.plan.new_one());
        let seen = self.plan.stamps.get(endpoint).cloned();
        self.plan.forget_put_back(endpoint);
        let step = (Kind::SwitchEndpoint, Some(endpoint), None);
        let began = self.begin(step).await?;
        match switch::switch(self.app, self.connection, endpoint, &old, &new, seen.as_deref()).await {
            Ok(Switched::Written) => {
                // What was proved before the reference moved is proved no more.
                for entity in self.plan.entities(endpoint) {
                    self.plan.set(Kind::CallEntity, Some(endpoint), Some(&entity), State::Waiting);
                }
                self.plan.set(Kind::WaitReady, Some(endpoint), None, State::Waiting);
                self.end(step, began, State::Done, None).await?;
            }
            Ok(Switched::Already) => self.end(step, began, State::Done, None).await?,
            Ok(Switched::NotUsed) => return self.skip(endpoint).await.map(|()| true),
            Ok(Switched::ChangedElsewhere(stamp)) => {
                // Running it again means that the person has looked.
                self.plan.stamps.insert(endpoint.to_owned(), stamp);
                let why = local::changed_elsewhere(endpoint).explanation;
                self.end(step, began, State::Failed, Some(why)).await?;
                return Ok(false);
            }
            Err(failure) => {
                self.end(step, began, State::Failed, Some(failure.explanation().clone())).await?;
                return Ok(false);
            }
        }
        let proved = self.wait(endpoint).await? && self.call_all(endpoint).await?;
        if !proved {
            self.put_back(endpoint).await?;
        }
        Ok(proved)
    }

    async fn skip(&mut self, endpoint: &str) -> Result<(), Failure> {
        for step in &mut self.plan.rotation.steps {
            if step.endpoint.as_deref() == Some(endpoint) && step.kind != Kind::PutBack {
                step.state = State::Skipped;
                step.explanation = None;
            }
        }
        self.save().await
    }

    async fn wait(&mut self, endpoint: &str) -> Result<bool, Failure> {
        let step = (Kind::WaitReady, Some(endpoint), None);
        let began = self.begin(step).await?;
        match switch::wait_ready(self.connection, endpoint).await {
            Ok(stamp) => {
                self.plan.stamps.insert(endpoint.to_owned(), stamp);
                self.end(step, began, State::Done, None).await?;
                Ok(true)
            }
            Err(failure) => {
                self.end(step, began, State::Failed, Some(failure.explanation().clone())).await?;
                Ok(false)
            }
        }
    }

    async fn call_all(&mut self, endpoint: &str) -> Result<bool, Failure> {
        for entity in self.plan.entities(endpoint) {
            if self.plan.state_of(Kind::CallEntity, Some(endpoint), Some(&entity)) == Some(State::Done) {
                continue;
            }
            let step = (Kind::CallEntity, Some(endpoint), Some(entity.as_str()));
            let began = self.begin(step).await?;
            let proof = proof::call(self.connection, endpoint, &entity).await;
            let state = if proof.ok { State::Done } else { State::Failed };
            self.end(step, began, state, proof.explanation).await?;
            if state == State::Failed {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Puts the old reference back into an endpoint and waits. False when that failed.
    async fn put_back(&mut self, endpoint: &str) -> Result<bool, Failure> {
        self.plan.add_put_back(endpoint);
        let step = (Kind::PutBack, Some(endpoint), None);
        let began = self.begin(step).await?;
        let (old, new) = (self.plan.old(), self.plan.new_one());
        let back = match switch::switch(self.app, self.connection, endpoint, &new, &old, None).await {
            Ok(Switched::Written) => switch::wait_ready(self.connection, endpoint).await.map(Some),
            Ok(_) => Ok(None),
            Err(failure) => Err(failure),
        };
        match back {
            Ok(stamp) => {
                match stamp {
                    Some(stamp) => self.plan.stamps.insert(endpoint.to_owned(), stamp),
                    None => self.plan.stamps.remove(endpoint),
                };
                self.plan.was_put_back(endpoint);
                self.end(step, began, State::Done, None).await?;
                Ok(true)
            }
            Err(failure) => {
                self.end(step, began, State::Failed, Some(failure.explanation().clone())).await?;
                Ok(false)
            }
        }
    }

    /// Puts everything back and deletes the new key, which this rotation has made.
    pub(crate) async fn undo(&mut self) -> Result<(), Failure> {
        self.stand(RotationState::Undoing).await?;
        for endpoint in self.plan.endpoints().into_iter().rev() {
            let switch = self.plan.state_of(Kind::SwitchEndpoint, Some(&endpoint), None);
            let moved = matches!(switch, Some(State::Done | State::Failed | State::Running));
            if moved && !self.put_back(&endpoint).await? {
                return self.stand(RotationState::Failed).await;
            }
        }
        let step = (Kind::StoreKey, None, None);
        let began = self.begin(step).await?;
        let new = self.plan.new_one();
        match self.delete_unused(&new, false).await {
            Ok(()) => {
                self.end(step, began, State::Undone, None).await?;
                self.stand(RotationState::Undone).await
            }
            Err(failure) => {
                // The key is still there, and the plan says so until it is gone.
                self.end(step, began, State::Done, Some(failure.explanation().clone())).await?;
                self.stand(RotationState::Failed).await
            }
        }
    }

    /// The end: the old key goes, when that is wanted and nothing refers to it any more.
    pub(crate) async fn finish(&mut self, delete_old: bool) -> Result<(), Failure> {
        if !self.plan.is_switched() {
            return Err(words::not_switched(&self.plan.rotation));
        }
        let old = self.plan.old();
        let step = (Kind::DeleteOld, None, None);
        if !delete_old {
            self.plan.set(step.0, None, None, State::Skipped);
            return self.stand(RotationState::Finished).await;
        }
        self.plan.rotation.state = RotationState::Switched;
        let began = self.begin(step).await?;
        match self.delete_unused(&old, true).await {
            Ok(()) => {
                self.end(step, began, State::Done, None).await?;
                self.stand(RotationState::Finished).await
            }
            Err(failure) => {
                self.end(step, began, State::Failed, Some(failure.explanation().clone())).await?;
                Err(failure)
            }
        }
    }

    /// Deletes a key that nothing refers to. With `all_read`, an endpoint that cannot be read keeps it from that.
    async fn delete_unused(&self, key: &Reference, all_read: bool) -> Result<(), Failure> {
        let uses = overview::uses(self.connection).await?;
        let users = uses.endpoints_of(key);
        if !users.is_empty() {
            return Err(words::still_used(key, &users));
        }
        if all_read && !uses.unread.is_empty() {
            return Err(words::not_all_read(key, &uses.unread));
        }
        writes::delete_key(self.connection, key).await
    }
}
