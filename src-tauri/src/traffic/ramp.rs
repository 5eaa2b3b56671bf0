//! A ramp being carried out: a step is written, rolled out, left for its pause, and the next one comes. It runs in the core,
//! whichever page is open, for as long as the app does. Before each step the endpoint has to be as the step before left it.
//! What a ramp left unfinished stands for is `ramp_truth`; the commands are in `ramp_commands`.

use gatewright_databricks::serving::{ConfigUpdate, Endpoint, Snapshot, WaitOutcome};
use serde::{Deserialize, Serialize};
use tauri::ipc::Channel;

use super::dto::TrafficChange;
use super::job_dto::{Ramp, RampState};
use super::job_rows::{self, JobKind};
use super::jobs::Job;
use super::plan;
use crate::app::App;
use crate::clock;
use crate::endpoints::commands::read;
use crate::endpoints::dto::Share;
use crate::endpoints::stamp::stamp;
use crate::endpoints::write::{self, Origin, Planned, PlannedWrite};
use crate::explain::{Operation, local};
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;

/// A ramp as its row holds it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct KeptRamp {
    pub(crate) ramp: Ramp,
    /// The endpoint as the ramp has left it or found it; another one means that somebody else was there.
    pub(crate) stamp: String,
}

impl KeptRamp {
    /// The split of a step.
    pub(crate) fn wanted(&self) -> Vec<Share> {
        self.ramp.steps.get(self.at()).map(|step| step.shares.clone()).unwrap_or_default()
    }

    pub(crate) fn at(&self) -> usize {
        usize::try_from(self.ramp.at).unwrap_or(usize::MAX)
    }

    pub(crate) fn is_over(&self) -> bool {
        matches!(self.ramp.state, RampState::Done | RampState::Aborted)
    }
}

/// Whether two splits send the same to the same entities, in whatever order.
pub(crate) fn is_same_split(one: &[Share], other: &[Share]) -> bool {
    one.len() == other.len() && one.iter().all(|share| other.contains(share))
}

/// Why the road of a ramp ends here.
pub(crate) enum End {
    /// The person wants the saved split back.
    Aborted,
    /// Somebody else changed the endpoint.
    Elsewhere,
    Failed(Box<Failure>),
}

impl From<Failure> for End {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Conflict { .. } => Self::Elsewhere,
            failure => Self::Failed(Box::new(failure)),
        }
    }
}

/// One ramp at work.
pub(crate) struct Runner<'a> {
    pub(crate) app: &'a App,
    pub(crate) connection: &'a Connection,
    pub(crate) kept: KeptRamp,
    pub(crate) job: &'a Job,
    pub(crate) told: Option<&'a Channel<Ramp>>,
}

impl Runner<'_> {
    /// Keeps the ramp as it stands and tells the window.
    pub(crate) async fn stand(&mut self, state: RampState) -> Result<(), Failure> {
        self.kept.ramp.state = state;
        if state != RampState::Pausing {
            self.kept.ramp.next_at = None;
        }
        let workspace = &self.connection.workspace.id;
        job_rows::keep(&self.app.store, workspace, JobKind::Ramp, &self.kept.ramp.id, &self.kept).await?;
        if let Some(told) = self.told {
            // A window that is gone does not stop the ramp.
            let _ = told.send(self.kept.ramp.clone());
        }
        Ok(())
    }

    /// From the step it is at to the end, to an abort, or to what stops it.
    ///
    /// # Errors
    /// When the local database does not take the ramp: without it nobody would find it after a crash.
    pub(crate) async fn run(&mut self) -> Result<(), Failure> {
        self.kept.ramp.explanation = None;
        match self.steps().await {
            Ok(()) => self.stand(RampState::Done).await,
            Err(End::Aborted) => self.go_back().await,
            Err(end) => self.stop(end).await,
        }
    }

    async fn steps(&mut self) -> Result<(), End> {
        loop {
            self.step().await?;
            if self.kept.at() + 1 >= self.kept.ramp.steps.len() {
                return Ok(());
            }
            self.pause().await?;
            self.kept.ramp.at += 1;
        }
    }

    /// Writes the step it is at, unless it is live already, and waits until it is.
    async fn step(&mut self) -> Result<(), End> {
        if self.job.is_stopped() {
            return Err(End::Aborted);
        }
        self.stand(RampState::Writing).await?;
        let wanted = self.kept.wanted();
        self.write(wanted, true).await?;
        if self.job.is_stopped() {
            return Err(End::Aborted);
        }
        Ok(())
    }

    /// Writes a split through the ledger and waits until it is live. With `as_left`, only onto the endpoint as the ramp
    /// left it.
    async fn write(&mut self, shares: Vec<Share>, as_left: bool) -> Result<(), End> {
        let name = self.kept.ramp.endpoint.clone();
        let now = read(self.connection, &name).await?;
        if as_left && stamp(&now.snapshot) != self.kept.stamp {
            return Err(End::Elsewhere);
        }
        if is_same_split(&plan::live(&now.snapshot), &shares) {
            return Ok(());
        }
        let change = TrafficChange { endpoint: name.clone(), stamp: stamp(&now.snapshot), shares };
        let body = plan::body(&change, &now.snapshot).map_err(Failure::from)?;
        let config = now.snapshot.raw.get("config").cloned().unwrap_or_default();
        let planned = Planned::onto(
            &now.snapshot,
            Origin::Ramp,
            self.title(as_left),
            vec![PlannedWrite::config(&name, body, config)],
        );
        write::carry_out(self.app, self.connection, planned, None).await?.finished()?;
        self.stand(RampState::Rolling).await?;
        let settled = self.settled().await?;
        self.kept.stamp = stamp(&settled);
        Ok(())
    }

    fn title(&self, forward: bool) -> String {
        let ramp = &self.kept.ramp;
        if forward {
            format!("Step {} of {} of the ramp of {}", ramp.at + 1, ramp.steps.len(), ramp.endpoint)
        } else {
            format!("Back to the split before the ramp of {}", ramp.endpoint)
        }
    }

    /// The endpoint once it has taken over what was written last.
    pub(crate) async fn settled(&self) -> Result<Snapshot<Endpoint>, Failure> {
        let name = &self.kept.ramp.endpoint;
        let outcome = self
            .connection
            .client
            .serving()
            .wait_until_settled(name, write::patience(), |_| {})
            .await
            .map_err(self.connection.failed(Operation::ReadEndpoint { name: name.clone() }))?;
        self.connection.known.changed(name);
        let verdict = match outcome {
            WaitOutcome::Ready(endpoint) => {
                self.connection.known.take(&self.connection.client, (*endpoint).clone());
                return Ok(*endpoint);
            }
            WaitOutcome::Failed { reasons, .. } => local::update_failed(name, &reasons),
            WaitOutcome::NotReady(_) => local::not_ready(name),
            WaitOutcome::TimedOut(_) => local::takes_long(name),
        };
        Err(verdict.into())
    }

    /// Leaves the split as it is for the pause of the step, or for what is left of it.
    async fn pause(&mut self) -> Result<(), End> {
        let minutes = self.kept.ramp.steps.get(self.kept.at()).map_or(0, |step| step.pause_minutes);
        let pause = self.app.jobs.minute * minutes;
        let ends = clock::now_ms() + i64::try_from(pause.as_millis()).unwrap_or(i64::MAX / 2);
        self.kept.ramp.next_at = Some(clock::to_ui(ends));
        let mut skips = self.job.skips();
        self.stand(RampState::Pausing).await?;
        tokio::select! {
            biased;
            () = self.job.stopped() => Err(End::Aborted),
            _ = skips.changed() => Ok(()),
            () = tokio::time::sleep(pause) => Ok(()),
        }
    }

    /// Keeps why it stops.
    pub(crate) async fn stop(&mut self, end: End) -> Result<(), Failure> {
        let (state, explanation) = match end {
            End::Elsewhere => {
                let mut why = local::changed_elsewhere(&self.kept.ramp.endpoint).explanation;
                why.meaning = "The ramp has stopped where it was, and nothing of the other change was overwritten. Going on \
                               writes the next split onto the endpoint as it is now; going back writes the saved one."
                    .to_owned();
                (RampState::Stopped, why)
            }
            End::Failed(failure) => (RampState::Failed, failure.explanation().clone()),
            End::Aborted => return Ok(()),
        };
        self.kept.ramp.explanation = Some(explanation);
        self.stand(state).await
    }

    /// Writes the saved split back, after what is being rolled out: an update cannot be called off.
    pub(crate) async fn go_back(&mut self) -> Result<(), Failure> {
        // A person who goes back from a ramp that stopped has looked at what stands there.
        let looked = matches!(self.kept.ramp.state, RampState::Stopped | RampState::Failed);
        self.kept.ramp.explanation = None;
        self.stand(RampState::Rolling).await?;
        match self.back(looked).await {
            Ok(()) => self.stand(RampState::Aborted).await,
            Err(end) => self.stop(end).await,
        }
    }

    async fn back(&mut self, looked: bool) -> Result<(), End> {
        let mut now = read(self.connection, &self.kept.ramp.endpoint).await?;
        if now.snapshot.state.config_update == ConfigUpdate::InProgress {
            // A step that could not be taken over leaves the one before, from which the way back is the same.
            if let Err(failure) = self.settled().await
                && !matches!(failure, Failure::Refused { .. })
            {
                return Err(failure.into());
            }
            now = read(self.connection, &self.kept.ramp.endpoint).await?;
        }
        if !looked && !self.is_own(&plan::live(&now.snapshot)) {
            return Err(End::Elsewhere);
        }
        let saved = self.kept.ramp.saved.clone();
        self.write(saved, false).await
    }

    /// Whether a split is one of the ramp's, or the one it began with.
    fn is_own(&self, live: &[Share]) -> bool {
        let ramp = &self.kept.ramp;
        let mut splits = ramp.steps.iter().map(|step| &step.shares).chain([&ramp.saved]);
        splits.any(|split| is_same_split(split, live))
    }
}
