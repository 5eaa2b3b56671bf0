//! Commands of ramps: start, go on, go back, skip a pause, forget, and which there are.

use std::sync::Arc;

use tauri::State;
use tauri::ipc::Channel;
use uuid::Uuid;

use super::dto::TrafficChange;
use super::job_dto::{Ramp, RampState, RampStep};
use super::job_rows::{self, JobKind};
use super::jobs::Job;
use super::plan;
use super::ramp::{End, KeptRamp, Runner};
use super::ramp_truth::{self, GoOn};
use crate::app::App;
use crate::clock;
use crate::endpoints::commands::read;
use crate::endpoints::stamp::stamp;
use crate::explain::{FieldProblem, local};
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;

/// The unfinished ramps of this workspace. One that ran when the app ended is interrupted.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_ramps(app: State<'_, App>) -> Result<Vec<Ramp>, Failure> {
    let connection = app.connection().await?;
    Ok(unfinished(&app, &connection).await?.into_iter().map(|kept| kept.ramp).collect())
}

async fn unfinished(app: &App, connection: &Connection) -> Result<Vec<KeptRamp>, Failure> {
    let all: Vec<KeptRamp> = job_rows::all(&app.store, &connection.workspace.id, JobKind::Ramp).await?;
    Ok(all.into_iter().filter(|kept| !kept.is_over()).map(|kept| as_left(app, kept)).collect())
}

/// Corrects the state of a ramp that nobody works on.
fn as_left(app: &App, mut kept: KeptRamp) -> KeptRamp {
    let moving = matches!(
        kept.ramp.state,
        RampState::Planned | RampState::Writing | RampState::Rolling | RampState::Pausing
    );
    if moving && !app.jobs.has(&kept.ramp.id) {
        kept.ramp.state = RampState::Interrupted;
        kept.ramp.next_at = None;
    }
    kept
}

/// Moves the split in steps, from the endpoint as it was looked at. Answers when the ramp has ended, stopped or been
/// aborted; it runs on whichever page is open.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_ramp_start(
    app: State<'_, App>,
    endpoint: String,
    stamp: String,
    steps: Vec<RampStep>,
    told: Channel<Ramp>,
) -> Result<Ramp, Failure> {
    let connection = app.connection().await?;
    let now = read(&connection, &endpoint).await?;
    if now.snapshot.state.is_updating() {
        return Err(local::updating(&endpoint).into());
    }
    if self::stamp(&now.snapshot) != stamp {
        return Err(local::changed_elsewhere(&endpoint).into());
    }
    let problems = problems(&endpoint, &stamp, &steps, &now.snapshot);
    if !problems.is_empty() {
        return Err(Failure::invalid("This ramp cannot be started", problems));
    }
    let id = Uuid::new_v4().to_string();
    // Begun before it is looked for others, so that two starts at once do not both pass.
    let job = app.jobs.begin(&of_endpoint(&connection, &endpoint)).ok_or_else(|| another(&endpoint))?;
    if unfinished(&app, &connection).await?.iter().any(|kept| kept.ramp.endpoint == endpoint) {
        return Err(another(&endpoint));
    }
    let work = app.jobs.begin(&id).ok_or_else(|| another(&endpoint))?;
    let ramp = Ramp {
        id,
        endpoint,
        steps,
        at: 0,
        state: RampState::Planned,
        next_at: None,
        saved: plan::live(&now.snapshot),
        explanation: None,
        started_at: clock::to_ui(clock::now_ms()),
    };
    let kept = KeptRamp { ramp, stamp };
    let mut runner = Runner { app: &app, connection: &connection, kept, job: &work, told: Some(&told) };
    runner.stand(RampState::Planned).await?;
    drop(job);
    runner.run().await?;
    Ok(runner.kept.ramp)
}

fn of_endpoint(connection: &Connection, endpoint: &str) -> String {
    format!("ramp of {} in {}", endpoint, connection.workspace.id)
}

fn another(endpoint: &str) -> Failure {
    Failure::here(
        &format!("{endpoint} has a ramp already"),
        "Nothing was sent. Two ramps would undo each other's steps.",
        "A ramp of this endpoint is running, or waits to be finished.",
    )
}

fn problems(
    endpoint: &str,
    stamp: &str,
    steps: &[RampStep],
    now: &gatewright_databricks::serving::Snapshot<gatewright_databricks::serving::Endpoint>,
) -> Vec<FieldProblem> {
    if steps.is_empty() {
        return vec![FieldProblem::block("steps", "A ramp needs at least one step.")];
    }
    let mut found = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let change = TrafficChange {
            endpoint: endpoint.to_owned(),
            stamp: stamp.to_owned(),
            shares: step.shares.clone(),
        };
        let review = plan::review(&change, now);
        let blocks = review.problems.into_iter().filter(|problem| problem.blocks);
        // A step may well be the split of before: then it is a pause.
        let real = blocks.filter(|_| review.before != review.after);
        found.extend(
            real.map(|problem| FieldProblem { path: format!("steps.{at}.{}", problem.path), ..problem }),
        );
    }
    found
}

/// A ramp to work on, taken from its row: this app's alone until the job is dropped.
async fn take(app: &App, id: &str) -> Result<(Arc<Connection>, KeptRamp, Job), Failure> {
    let connection = app.connection().await?;
    let job = app.jobs.begin(id).ok_or_else(|| {
        Failure::here(
            "This ramp is being worked on",
            "Nothing was sent a second time.",
            "It is running in this app right now.",
        )
    })?;
    let mut kept = one(app, &connection, id).await?;
    if kept.is_over() {
        return Err(gone());
    }
    if !matches!(kept.ramp.state, RampState::Stopped | RampState::Failed) {
        kept.ramp.state = RampState::Interrupted;
    }
    Ok((connection, kept, job))
}

async fn one(app: &App, connection: &Connection, id: &str) -> Result<KeptRamp, Failure> {
    job_rows::one(&app.store, &connection.workspace.id, id).await?.ok_or_else(gone)
}

fn gone() -> Failure {
    Failure::here(
        "There is no such ramp any more",
        "Nothing was sent. The endpoint is as it was.",
        "It has ended, or was forgotten, meanwhile.",
    )
}

/// Returns to the saved split. A ramp that runs stops after what is being rolled out and goes back itself.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_ramp_abort(app: State<'_, App>, id: String) -> Result<Ramp, Failure> {
    if app.jobs.stop_and_wait(&id).await {
        let connection = app.connection().await?;
        return Ok(one(&app, &connection, &id).await?.ramp);
    }
    let (connection, kept, job) = take(&app, &id).await?;
    let mut runner = Runner { app: &app, connection: &connection, kept, job: &job, told: None };
    runner.go_back().await?;
    Ok(runner.kept.ramp)
}

/// Goes on with a ramp that was interrupted, stopped or failed, from the step the endpoint shows.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_ramp_resume(
    app: State<'_, App>,
    id: String,
    told: Channel<Ramp>,
) -> Result<Ramp, Failure> {
    let (connection, kept, job) = take(&app, &id).await?;
    let mut runner = Runner { app: &app, connection: &connection, kept, job: &job, told: Some(&told) };
    let mut now = read(&connection, &runner.kept.ramp.endpoint).await?.snapshot.clone();
    if now.state.is_updating() {
        runner.stand(RampState::Rolling).await?;
        now = runner.settled().await?;
    }
    match ramp_truth::go_on(&runner.kept, &plan::live(&now)) {
        GoOn::Write | GoOn::Live => {
            runner.kept.stamp = self::stamp(&now);
            runner.run().await?;
        }
        GoOn::Elsewhere => runner.stop(End::Elsewhere).await?,
    }
    Ok(runner.kept.ramp)
}

/// Forgets a ramp. The endpoint stays as it is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_ramp_forget(app: State<'_, App>, id: String) -> Result<(), Failure> {
    let (connection, _, _job) = take(&app, &id).await?;
    Ok(job_rows::forget(&app.store, &connection.workspace.id, &id).await?)
}

/// Ends the pause a ramp is in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_ramp_now(app: State<'_, App>, id: String) -> Result<(), Failure> {
    app.jobs.skip(&id);
    Ok(())
}
