//! Commands that ask an endpoint without changing it: the observed split and the bench.

use tauri::State;
use tauri::ipc::Channel;

use super::job_dto::{Bench, ObserveCost, Observed, TrafficResults};
use super::jobs::Job;
use super::result_rows::{self, ResultKind};
use super::{bench, observed};
use crate::app::App;
use crate::endpoints::commands::read;
use crate::ipc::failure::Failure;
use crate::workspaces::rows::current;

/// What was measured last of an endpoint, whichever run of the app did it. Nothing is asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_results(
    app: State<'_, App>,
    endpoint: String,
) -> Result<TrafficResults, Failure> {
    let workspace = current(&app.store).await?;
    let observed = result_rows::last(&app.store, &workspace, &endpoint, ResultKind::Observed).await?;
    let bench = result_rows::last(&app.store, &workspace, &endpoint, ResultKind::Bench).await?;
    let (observed, observed_at) = observed.unzip();
    let (bench, bench_at) = bench.unzip();
    Ok(TrafficResults { observed, observed_at, bench, bench_at })
}

/// What a check of the split sends and can tell. Nothing is sent but a reading of the endpoint.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_observe_cost(
    app: State<'_, App>,
    endpoint: String,
    calls: u32,
) -> Result<ObserveCost, Failure> {
    let connection = app.connection().await?;
    observed::cost(&read(&connection, &endpoint).await?.shown, calls)
}

/// Sends that many calls of one token to the endpoint and counts who answered. `run` names it for `traffic_observe_stop`
/// and in the usage tables.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_observe(
    app: State<'_, App>,
    endpoint: String,
    calls: u32,
    run: String,
    told: Channel<Observed>,
) -> Result<Observed, Failure> {
    let job = begin(&app, &run)?;
    let connection = app.connection().await?;
    let now = read(&connection, &endpoint).await?;
    observed::cost(&now.shown, calls)?;
    let workspace = current(&app.store).await?;
    let seen = observed::run(&connection, &now.shown, calls, &run, &job, &told).await;
    if seen.done > 0 {
        result_rows::keep(&app.store, &workspace, &endpoint, ResultKind::Observed, &seen).await?;
    }
    Ok(seen)
}

/// Sends nothing more; `traffic_observe` answers with what there is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_observe_stop(app: State<'_, App>, run: String) -> Result<(), Failure> {
    app.jobs.stop(&run);
    Ok(())
}

/// Calls every served entity directly, all at once. `run` names it for `traffic_bench_stop` and in the usage tables.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_bench(
    app: State<'_, App>,
    endpoint: String,
    run: String,
    told: Channel<Bench>,
) -> Result<Bench, Failure> {
    let job = begin(&app, &run)?;
    let connection = app.connection().await?;
    let now = read(&connection, &endpoint).await?;
    let workspace = current(&app.store).await?;
    let rows = bench::run(&connection, &now.shown, &run, &job, &told).await;
    if rows.readiness.is_some() {
        result_rows::keep(&app.store, &workspace, &endpoint, ResultKind::Bench, &rows).await?;
    }
    Ok(rows)
}

/// Waits for no entity any longer; `traffic_bench` answers with what there is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn traffic_bench_stop(app: State<'_, App>, run: String) -> Result<(), Failure> {
    app.jobs.stop(&run);
    Ok(())
}

fn begin(app: &App, run: &str) -> Result<Job, Failure> {
    app.jobs.begin(run).ok_or_else(|| {
        Failure::here(
            "This is running already",
            "It goes on; nothing was sent a second time.",
            "Two checks were begun under one name.",
        )
    })
}
