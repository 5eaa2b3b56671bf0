//! A failover drill: a clone is made, waited for, called once, and removed, whatever happens on the way. Its row is kept
//! before the clone is asked for, so that an app that dies knows what it may have left behind. The endpoint itself is only
//! read.

use std::time::Instant;

use gatewright_databricks::ErrorKind;
use gatewright_databricks::queries::Target;
use gatewright_databricks::serving::WaitOutcome;
use serde_json::Value;
use tauri::ipc::Channel;

use super::calls::{self, Label};
use super::drill_plan;
use super::job_dto::{Drill, DrillState, DrillStepKind as Kind};
use super::job_rows::{self, JobKind};
use super::jobs::Job;
use crate::activity::dto::ChangeStepState as Step;
use crate::app::App;
use crate::endpoints::commands::read;
use crate::endpoints::dto::Endpoint;
use crate::endpoints::write::{self, Origin, Planned, PlannedWrite};
use crate::explain::{Explanation, Operation, local};
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;

const JOB: &str = "drill";

/// One drill at work.
pub(crate) struct Runner<'a> {
    pub(crate) app: &'a App,
    pub(crate) connection: &'a Connection,
    pub(crate) drill: Drill,
    pub(crate) job: &'a Job,
    pub(crate) told: Option<&'a Channel<Drill>>,
}

/// Why a step was not done.
enum Missed {
    Stopped,
    Why(Box<Explanation>),
}

impl From<Failure> for Missed {
    fn from(failure: Failure) -> Self {
        Self::Why(Box::new(failure.explanation().clone()))
    }
}

impl Runner<'_> {
    /// Keeps the drill and tells the window.
    pub(crate) async fn stand(&mut self, state: DrillState) -> Result<(), Failure> {
        self.drill.state = state;
        let workspace = &self.connection.workspace.id;
        job_rows::keep(&self.app.store, workspace, JobKind::Drill, &self.drill.id, &self.drill).await?;
        self.tell();
        Ok(())
    }

    fn tell(&self) {
        if let Some(told) = self.told {
            // A window that is gone does not stop the drill: its clone has to go.
            let _ = told.send(self.drill.clone());
        }
    }

    /// From making the clone to removing it.
    ///
    /// # Errors
    /// When the local database does not take the drill: without its row nothing is made.
    pub(crate) async fn run(&mut self, body: Value, original: &Endpoint) -> Result<(), Failure> {
        self.stand(DrillState::Creating).await?;
        let missed = self.answered(body, original).await.err();
        let stopped = matches!(missed, Some(Missed::Stopped));
        if let Some(Missed::Why(why)) = missed {
            self.drill.explanation = Some(*why);
        }
        let gone = self.remove().await?;
        let worked = self.drill.answered_by.is_some();
        self.drill.sentence = self.sentence(original, stopped);
        self.drill.state = match (gone, worked) {
            (false, _) => DrillState::Leftover,
            (true, true) => DrillState::Done,
            (true, false) => DrillState::Failed,
        };
        self.stand(self.drill.state).await?;
        if gone {
            job_rows::forget(&self.app.store, &self.connection.workspace.id, &self.drill.id).await?;
        }
        Ok(())
    }

    async fn answered(&mut self, body: Value, original: &Endpoint) -> Result<(), Missed> {
        let began = self.begin(Kind::Create);
        let done = self.create(body).await;
        self.end(Kind::Create, began, done)?;
        self.stand(DrillState::Waiting).await?;
        let began = self.begin(Kind::Wait);
        let done = self.wait().await;
        self.end(Kind::Wait, began, done)?;
        self.stand(DrillState::Calling).await?;
        let began = self.begin(Kind::Call);
        let done = self.call(original).await;
        self.end(Kind::Call, began, done)
    }

    fn begin(&mut self, kind: Kind) -> Instant {
        self.mark(kind, Step::Running, None, None);
        self.tell();
        Instant::now()
    }

    /// Keeps how a step went.
    fn end(&mut self, kind: Kind, began: Instant, done: Result<(), Missed>) -> Result<(), Missed> {
        let took = Some((began.elapsed().as_secs_f64() * 1000.0).round());
        match &done {
            Ok(()) => self.mark(kind, Step::Done, None, took),
            Err(Missed::Stopped) => self.mark(kind, Step::Skipped, None, took),
            Err(Missed::Why(why)) => self.mark(kind, Step::Failed, Some((**why).clone()), took),
        }
        self.tell();
        done
    }

    fn mark(&mut self, kind: Kind, state: Step, why: Option<Explanation>, took: Option<f64>) {
        if let Some(step) = self.drill.steps.iter_mut().find(|step| step.kind == kind) {
            (step.state, step.explanation, step.milliseconds) = (state, why, took);
        }
    }

    /// Never given up in the middle: what was asked for may be made.
    async fn create(&self, body: Value) -> Result<(), Missed> {
        let Drill { clone, endpoint, .. } = &self.drill;
        let title = format!("Make a copy of {endpoint} for a drill");
        let planned = Planned::creation(clone, Origin::Drill, title, body);
        write::carry_out(self.app, self.connection, planned, None).await?.finished()?;
        if self.job.is_stopped() { Err(Missed::Stopped) } else { Ok(()) }
    }

    async fn wait(&self) -> Result<(), Missed> {
        let name = &self.drill.clone;
        let serving = self.connection.client.serving();
        let outcome = tokio::select! {
            biased;
            () = self.job.stopped() => return Err(Missed::Stopped),
            outcome = serving.wait_until_settled(name, write::patience(), |_| {}) => outcome,
        };
        let outcome = outcome
            .map_err(self.connection.failed(Operation::ReadEndpoint { name: name.clone() }))
            .map_err(Missed::from)?;
        let verdict = match outcome {
            WaitOutcome::Ready(_) => return Ok(()),
            WaitOutcome::Failed { reasons, .. } => local::update_failed(name, &reasons),
            WaitOutcome::NotReady(_) => local::not_ready(name),
            WaitOutcome::TimedOut(_) => local::takes_long(name),
        };
        Err(Missed::Why(Box::new(verdict.explanation)))
    }

    async fn call(&mut self, original: &Endpoint) -> Result<(), Missed> {
        let target = Target::endpoint(&self.drill.clone);
        let task = calls::task_of(original, None);
        let label = Label { job: JOB, run: &self.drill.id };
        let heard = tokio::select! {
            biased;
            () = self.job.stopped() => return Err(Missed::Stopped),
            heard = calls::one_token(self.connection, &target, task.as_deref(), &label, "1") => heard,
        };
        match heard {
            Ok(heard) => {
                let named = heard.served_by.unwrap_or_else(|| "an entity that was not named".to_owned());
                self.drill.answered_by = Some(named);
                Ok(())
            }
            Err(error) => {
                let why = match read(self.connection, &self.drill.clone).await {
                    Ok(clone) => calls::explained(self.connection, &clone.shown, None, false, &error),
                    Err(_) => calls::explained(self.connection, original, None, false, &error),
                };
                Err(Missed::Why(Box::new(why)))
            }
        }
    }

    /// Removes the clone: only what has this drill's tag. False when it is still there, or that could not be found out.
    pub(crate) async fn remove(&mut self) -> Result<bool, Failure> {
        self.stand(DrillState::Removing).await?;
        let began = self.begin(Kind::Remove);
        let done = self.delete().await;
        if let Err(Missed::Why(why)) = self.end(Kind::Remove, began, done) {
            self.drill.explanation = Some(*why);
            return Ok(false);
        }
        Ok(true)
    }

    async fn delete(&self) -> Result<(), Missed> {
        let name = &self.drill.clone;
        let there = match self.connection.client.serving().get(name).await {
            Ok(there) => there,
            Err(error) if error.kind == ErrorKind::NotFound => return Ok(()),
            Err(error) => {
                let operation = Operation::ReadEndpoint { name: name.clone() };
                return Err(self.connection.failed(operation)(error).into());
            }
        };
        if !drill_plan::is_clone(&there, &self.drill.id) {
            // Somebody made an endpoint of this name meanwhile, or the clone was never made.
            return Ok(());
        }
        let write = PlannedWrite::delete(name, there.raw.clone());
        let title = format!("Remove the copy of {}", self.drill.endpoint);
        // Without its stamp: whatever became of the clone meanwhile, it has to go.
        let planned = Planned { stamp: None, ..Planned::onto(&there, Origin::Drill, title, vec![write]) };
        write::carry_out(self.app, self.connection, planned, None).await?.finished()?;
        Ok(())
    }

    fn sentence(&self, original: &Endpoint, stopped: bool) -> String {
        let Drill { failing, expected, endpoint, .. } = &self.drill;
        let mut text = match &self.drill.answered_by {
            Some(by) if by == expected => {
                format!("{failing} was made to fail with 503, and {by} answered in its place.")
            }
            Some(by) => format!(
                "{failing} was made to fail with 503. {expected} is next in line, but {by} answered: {expected} failed too, \
                 or the order is another one than shown."
            ),
            None if stopped => return "The drill was stopped before anybody could answer.".to_owned(),
            None => return format!("Nobody answered for {failing}."),
        };
        if !original.fallback {
            text.push_str(&format!(
                " The copy has fallback on. {endpoint} has it off: there the call would have failed."
            ));
        }
        text
    }
}
