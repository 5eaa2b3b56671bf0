//! Carries a plan out, step by step, with the ledger written before and after each. One change an endpoint at a time in
//! this app; what others do meanwhile is noticed by reading before each step.

use std::time::Instant;

use gatewright_databricks::Error;
use gatewright_databricks::serving::{ConfigUpdate, Endpoint, Snapshot};
use serde_json::Value;
use tauri::ipc::Channel;

use super::call::{self, Sent, Stood};
use super::kept::Kept;
use super::plan::{Planned, PlannedWrite, WriteKind};
use super::slip;
use super::stand::{self, Stand};
use super::wait;
use crate::activity::dto::{Change, ChangeState, ChangeStepState as Step};
use crate::activity::rows;
use crate::activity::running::Turn;
use crate::app::App;
use crate::endpoints::stamp::stamp;
use crate::explain::{Explanation, local};
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;

/// A plan that was begun, and what became of it.
pub(crate) struct Ran {
    pub(crate) change: Change,
    /// Why it stopped.
    failure: Option<Failure>,
    /// The endpoint as it was seen last.
    endpoint: Option<Box<Snapshot<Endpoint>>>,
}

impl Ran {
    /// The endpoint as it was seen last, for callers whose plan is all or nothing.
    ///
    /// # Errors
    /// Why it stopped.
    pub(crate) fn finished(self) -> Result<Option<Snapshot<Endpoint>>, Failure> {
        self.failure.map_or(Ok(self.endpoint.map(|endpoint| *endpoint)), Err)
    }
}

/// Carries a plan out. A plan that began always answers with its change, failed or not.
///
/// # Errors
/// When nothing was begun: the endpoint is another one than the plan was made from, is being changed, or cannot be read.
pub(crate) async fn run(
    app: &App,
    connection: &Connection,
    planned: Planned,
    told: Option<&Channel<Change>>,
) -> Result<Change, Failure> {
    carry_out(app, connection, planned, told).await.map(|ran| ran.change)
}

/// The same, with the endpoint and the failure.
///
/// # Errors
/// As `run`.
pub(crate) async fn carry_out(
    app: &App,
    connection: &Connection,
    planned: Planned,
    told: Option<&Channel<Change>>,
) -> Result<Ran, Failure> {
    let who = match connection.user() {
        Some(user) => Some(user.to_owned()),
        // A change without a name is better than none.
        None => connection.identity().await.ok().map(|identity| identity.user.clone()),
    };
    let mut kept = Kept::new(&planned, who.as_deref());
    let turn = turn(app, connection, &kept)?;
    let first = planned.writes.first().map(|write| write.kind);
    let Some(first) = first else {
        return Err(Failure::unexpected("a plan without a write was to be carried out"));
    };
    kept.stand(ChangeState::Running);
    kept.mark(0, Step::Running, None, None);
    // Kept before the endpoint is read: between that reading and the write there is to be nothing that takes time.
    rows::begin(&app.store, &connection.workspace.id, &kept).await?;
    let stood = match stand_of(connection, &planned, first).await {
        Ok(stood) => stood,
        Err(failure) => {
            rows::forget(&app.store, &kept.change.id).await?;
            return Err(failure);
        }
    };
    let writes = planned.writes;
    let runner = Runner { app, connection, kept, writes, told, failure: None, endpoint: None };
    // On the heap: every caller would carry it along in its own future.
    Box::pin(runner.go_on(turn, Some(stood), false)).await
}

/// Goes on with a change that stopped, from the step it stopped at. The endpoint is read first: a step whose effect stands
/// there is done, and one whose part somebody else has changed meanwhile stops it again.
///
/// # Errors
/// When it is not there, is not to be gone on with, or its endpoint is being changed.
pub(crate) async fn resume(
    app: &App,
    connection: &Connection,
    id: &str,
    told: Option<&Channel<Change>>,
) -> Result<Change, Failure> {
    let kept = rows::one(&app.store, &app.changes, &connection.workspace.id, id).await?;
    let mut kept = kept.ok_or_else(|| Failure::from(local::no_such_change()))?;
    if kept.needs_what_is_not_kept() {
        return Err(local::values_not_kept(&kept.change.endpoint).into());
    }
    if !kept.change.can_resume {
        return Err(local::not_resumable(&kept.change.endpoint).into());
    }
    let turn = turn(app, connection, &kept)?;
    kept.rewind_failed_update();
    kept.stand(ChangeState::Running);
    rows::keep(&app.store, &kept.change).await?;
    let writes = kept.planned.writes.clone();
    let runner = Runner { app, connection, kept, writes, told, failure: None, endpoint: None };
    Box::pin(runner.go_on(turn, None, true)).await.map(|ran| ran.change)
}

/// The endpoint as it stands now, when the plan may begin with it.
async fn stand_of(connection: &Connection, planned: &Planned, first: WriteKind) -> Result<Stood, Failure> {
    if first == WriteKind::Create {
        return Ok(Stood::default());
    }
    let stood = call::read(connection, &planned.endpoint, first)
        .await
        .map_err(connection.failed(call::operation(&planned.endpoint, first)))?;
    may_begin(planned, &stood)?;
    Ok(stood)
}

fn turn(app: &App, connection: &Connection, kept: &Kept) -> Result<Turn, Failure> {
    let change = &kept.change;
    app.changes
        .begin(&connection.workspace.id, &change.endpoint, &change.id)
        .ok_or_else(|| local::updating(&change.endpoint).into())
}

/// Whether the endpoint is the one the plan was made from, and open for it.
fn may_begin(planned: &Planned, stood: &Stood) -> Result<(), Failure> {
    let replaces = |write: &PlannedWrite| matches!(write.kind, WriteKind::Config | WriteKind::Gateway);
    if let Some(endpoint) = &stood.endpoint
        && (planned.writes.iter().any(replaces) || planned.makes_again())
        && endpoint.state.config_update == ConfigUpdate::InProgress
    {
        return Err(local::updating(&planned.endpoint).into());
    }
    if let Some(seen) = &planned.stamp
        && stood.endpoint.as_ref().map(stamp).as_ref() != Some(seen)
    {
        return Err(local::changed_elsewhere(&planned.endpoint).into());
    }
    Ok(())
}

/// One change being carried out.
struct Runner<'a> {
    app: &'a App,
    connection: &'a Connection,
    kept: Kept,
    /// What is sent; what is kept of it may lack values.
    writes: Vec<PlannedWrite>,
    told: Option<&'a Channel<Change>>,
    failure: Option<Failure>,
    endpoint: Option<Box<Snapshot<Endpoint>>>,
}

impl Runner<'_> {
    /// To the end, or to the first step that fails. `stood` is the endpoint as it was read a moment ago.
    async fn go_on(mut self, turn: Turn, mut stood: Option<Stood>, resumed: bool) -> Result<Ran, Failure> {
        self.tell();
        let mut stopped = false;
        while let Some(at) = self.kept.next() {
            if !Box::pin(self.step(at, stood.take(), resumed)).await? {
                stopped = true;
                break;
            }
        }
        // Given back before the end is told: whoever hears it may begin with the next change.
        drop(turn);
        self.kept.stand(if stopped { ChangeState::Failed } else { ChangeState::Done });
        self.save().await?;
        Ok(Ran { change: self.kept.change, failure: self.failure, endpoint: self.endpoint })
    }

    fn tell(&self) {
        if let Some(told) = self.told {
            // A window that is gone does not stop the change.
            drop(told.send(self.kept.change.clone()));
        }
    }

    async fn save(&self) -> Result<(), Failure> {
        rows::keep(&self.app.store, &self.kept.change).await?;
        self.tell();
        Ok(())
    }

    /// One step. False when it failed.
    async fn step(&mut self, at: usize, stood: Option<Stood>, resumed: bool) -> Result<bool, Failure> {
        let Some(write) = self.writes.get(at).cloned() else {
            return Err(Failure::unexpected("a change has more steps than its plan"));
        };
        let again = self.kept.change.steps.get(at).is_some_and(|step| step.state == Step::Unknown);
        let earlier = self.earlier(at, write.kind);
        let began = Instant::now();
        if stood.is_none() {
            self.kept.mark(at, Step::Running, None, None);
            self.save().await?;
        }
        let checked = stood.is_some();
        let stood = match (write.kind, stood) {
            (WriteKind::WaitReady, _) => Ok(None),
            (_, Some(stood)) => Ok(Some(stood)),
            (WriteKind::Create, None) => self.room_for_it().await.map(Some),
            (kind, None) => call::read(self.connection, &self.kept.planned.endpoint, kind).await.map(Some),
        };
        let version = stood.as_ref().ok().and_then(|stood| slip::version(stood.as_ref()?.endpoint.as_ref()?));
        let need = stood.map(|stood| match stood {
            None => Stand::Before,
            // What would be lost with it was not there when this was decided.
            Some(stood) if write.kind == WriteKind::Delete && self.is_another(&stood) => Stand::Elsewhere,
            Some(stood) => stand::of(&write, earlier.as_ref(), stood.reading(), false),
        });
        let sent = match need {
            Err(error) => {
                let operation = call::operation(&self.kept.planned.endpoint, write.kind);
                let failure = self.connection.failed(operation)(error);
                // Nothing was sent now; what was sent before and not answered is as unknown as it was.
                if again { Sent::Unknown(failure) } else { Sent::Failed(failure) }
            }
            Ok(Stand::Done) if resumed => Sent::Done(None),
            Ok(Stand::Elsewhere) if self.is_overtaken(&write, checked, resumed) => {
                Sent::Failed(self.overtaken(&write))
            }
            Ok(_) => {
                let name = self.kept.planned.endpoint.clone();
                let sent = call::send(self.connection, &name, &write, earlier.as_ref(), again).await;
                self.note(&write, &sent);
                sent
            }
        };
        let slipped = slip::between(&write, version, &sent)
            .map(|missed| local::overwritten(&self.kept.planned.endpoint, missed));
        self.end(at, began, sent, slipped).await
    }

    /// What stands under the name of an endpoint to create, once the one this plan has deleted is out of the way.
    async fn room_for_it(&self) -> Result<Stood, Error> {
        let planned = &self.kept.planned;
        match planned.before.get("id").and_then(Value::as_str) {
            Some(deleted) if planned.makes_again() => {
                wait::until_gone(self.connection, &planned.endpoint, deleted).await?;
            }
            _ => {}
        }
        call::read(self.connection, &planned.endpoint, WriteKind::Create).await
    }

    /// Whether an endpoint to delete is not as it was when the plan was made, where the plan minds.
    fn is_another(&self, stood: &Stood) -> bool {
        let seen = self.kept.planned.stamp.as_ref();
        let now = stood.endpoint.as_ref().map(stamp);
        seen.is_some() && now.is_some() && now.as_ref() != seen
    }

    /// The body of the last write of the same kind that this plan has done.
    fn earlier(&self, at: usize, kind: WriteKind) -> Option<Value> {
        let before = self.writes.iter().zip(&self.kept.change.steps).take(at);
        let mut done = before.filter(|(write, step)| write.kind == kind && step.state == Step::Done);
        done.next_back().map(|(write, _)| write.body.clone())
    }

    /// The first step was compared by its stamp, which says more. A name that is taken is the workspace's to say.
    fn is_overtaken(&self, write: &PlannedWrite, checked: bool, resumed: bool) -> bool {
        let by_stamp = checked && self.kept.planned.stamp.is_some();
        let known = match write.kind {
            WriteKind::Create => true,
            // Nothing set is a state like any other of an endpoint that was there.
            WriteKind::Gateway | WriteKind::Notifications => !self.kept.planned.before.is_null(),
            _ => !write.before.is_null(),
        };
        if resumed { known } else { known && !by_stamp && write.kind != WriteKind::Create }
    }

    fn overtaken(&self, write: &PlannedWrite) -> Failure {
        let name = &self.kept.planned.endpoint;
        match write.kind {
            WriteKind::Create => {
                Failure::invalid(&format!("The name {name} is taken"), vec![call::taken(name)])
            }
            _ => local::changed_elsewhere(name).into(),
        }
    }

    /// What is known of the endpoint is of no use any more.
    fn note(&mut self, write: &PlannedWrite, sent: &Sent) {
        let name = &self.kept.planned.endpoint;
        let known = &self.connection.known;
        match (write.kind, sent) {
            (_, Sent::Failed(_)) if write.kind != WriteKind::WaitReady => {}
            (WriteKind::Create, Sent::Done(Some(endpoint))) => known.created(endpoint.value.clone()),
            (WriteKind::Delete, Sent::Done(_)) => known.deleted(name),
            _ => known.changed(name),
        }
    }

    /// `slipped` stands at a step that was done all the same.
    async fn end(
        &mut self,
        at: usize,
        began: Instant,
        sent: Sent,
        slipped: Option<Explanation>,
    ) -> Result<bool, Failure> {
        let took = Some((began.elapsed().as_secs_f64() * 1000.0).round());
        let (state, failure) = match sent {
            Sent::Done(endpoint) => {
                self.endpoint = endpoint.or(self.endpoint.take());
                (Step::Done, None)
            }
            Sent::Failed(failure) => (Step::Failed, Some(failure)),
            Sent::Unknown(failure) => (Step::Unknown, Some(failure)),
        };
        let why = failure.as_ref().map(|failure| self.in_its_place(at, failure.explanation())).or(slipped);
        self.kept.mark(at, state, why, took);
        let went = failure.is_none();
        self.failure = failure;
        self.save().await?;
        Ok(went)
    }

    /// A step in the middle says what became of those before it.
    fn in_its_place(&self, at: usize, why: &Explanation) -> Explanation {
        let mut why = why.clone();
        let done = self.kept.change.steps.iter().take(at).filter(|step| step.state == Step::Done).count();
        let stand = match done {
            0 => return why,
            1 => "This is about this step alone: the one before it is done and stands.".to_owned(),
            more => format!("This is about this step alone: the {more} before it are done and stand."),
        };
        let gone = self.writes.get(at).is_some_and(|write| write.kind == WriteKind::Create);
        let stand = if gone {
            "The old endpoint is deleted; callers are refused until the new one is there. All of its settings are kept: \
             going on creates it."
                .to_owned()
        } else {
            stand
        };
        why.meaning = format!("{} {stand}", why.meaning).trim().to_owned();
        why
    }
}
