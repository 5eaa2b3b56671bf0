//! Commands of failover drills: hold one, which clones are left over, remove one.

use gatewright_databricks::ErrorKind;
use tauri::State;
use tauri::ipc::Channel;
use uuid::Uuid;

use super::drill::Runner;
use super::drill_plan;
use super::job_dto::{Drill, DrillState, DrillStep, DrillStepKind as Kind};
use super::job_rows::{self, JobKind};
use crate::activity::dto::ChangeStepState;
use crate::app::App;
use crate::clock;
use crate::endpoints::commands::read;
use crate::ipc::failure::Failure;

/// Makes a copy of the endpoint whose first entity answers 503, asks it for one token, says who answered, and removes it.
/// The endpoint itself is only read. `traffic_drill_remove` stops it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_drill_begin(
    app: State<'_, App>,
    endpoint: String,
    told: Channel<Drill>,
) -> Result<Drill, Failure> {
    let connection = app.connection().await?;
    let now = read(&connection, &endpoint).await?;
    let id = Uuid::new_v4().simple().to_string();
    let plan = drill_plan::plan(&now.snapshot, &now.shown, &id)?;
    let job = app.jobs.begin(&id).ok_or_else(|| Failure::unexpected("two drills have one id"))?;
    let drill = Drill {
        id,
        endpoint,
        clone: plan.clone,
        state: DrillState::Creating,
        steps: steps(&plan.failing),
        failing: plan.failing,
        expected: plan.expected,
        answered_by: None,
        sentence: String::new(),
        explanation: None,
        started_at: clock::to_ui(clock::now_ms()),
    };
    let mut runner = Runner { app: &app, connection: &connection, drill, job: &job, told: Some(&told) };
    runner.run(plan.body, &now.shown).await?;
    Ok(runner.drill)
}

fn steps(failing: &str) -> Vec<DrillStep> {
    let step = |kind, title: String| DrillStep {
        kind,
        title,
        state: ChangeStepState::Waiting,
        explanation: None,
        milliseconds: None,
    };
    vec![
        step(Kind::Create, format!("Make a copy in which {failing} answers 503")),
        step(Kind::Wait, "Wait until the copy is ready".to_owned()),
        step(Kind::Call, "Ask the copy for one token".to_owned()),
        step(Kind::Remove, "Remove the copy".to_owned()),
    ]
}

/// Drills that are being held, and clones that earlier ones left behind. A clone that cannot be looked up just now is
/// taken for left over.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_drills(app: State<'_, App>) -> Result<Vec<Drill>, Failure> {
    let connection = app.connection().await?;
    let workspace = &connection.workspace.id;
    let mut found = Vec::new();
    for mut drill in job_rows::all::<Drill>(&app.store, workspace, JobKind::Drill).await? {
        if app.jobs.has(&drill.id) {
            found.push(drill);
            continue;
        }
        let gone = match connection.client.serving().get(&drill.clone).await {
            Ok(there) => !drill_plan::is_clone(&there, &drill.id),
            Err(error) => error.kind == ErrorKind::NotFound,
        };
        if gone {
            job_rows::forget(&app.store, workspace, &drill.id).await?;
            continue;
        }
        drill.state = DrillState::Leftover;
        drill.sentence =
            format!("{} was made for a drill of {} and is still there.", drill.clone, drill.endpoint);
        found.push(drill);
    }
    Ok(found)
}

/// Removes the clone of a drill; one that is being held is stopped, and removes it itself.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_drill_remove(app: State<'_, App>, id: String) -> Result<(), Failure> {
    let connection = app.connection().await?;
    let workspace = &connection.workspace.id;
    let held = app.jobs.stop_and_wait(&id).await;
    let Some(drill) = job_rows::one::<Drill>(&app.store, workspace, &id).await? else {
        // A drill that was held and is over has removed its clone.
        return if held { Ok(()) } else { Err(no_such_drill()) };
    };
    let job = app.jobs.begin(&id).ok_or_else(no_such_drill)?;
    let mut runner = Runner { app: &app, connection: &connection, drill, job: &job, told: None };
    if runner.remove().await? {
        return Ok(job_rows::forget(&app.store, workspace, &id).await?);
    }
    runner.stand(DrillState::Leftover).await?;
    let explanation = runner.drill.explanation.clone();
    Err(explanation.map_or_else(no_such_drill, |explanation| Failure::Refused { explanation }))
}

fn no_such_drill() -> Failure {
    Failure::here(
        "There is no such drill any more",
        "Nothing was sent.",
        "Its copy was removed meanwhile, or is being removed.",
    )
}
