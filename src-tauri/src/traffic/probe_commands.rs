//! Commands that ask an endpoint without changing it: the observed split and the bench.

use tauri::State;
use tauri::ipc::Channel;

use super::job_dto::{Bench, ObserveCost, Observed};
use super::jobs::Job;
use super::{bench, observed};
use crate::app::App;
use crate::endpoints::commands::read;
use crate::ipc::failure::Failure;

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
    Ok(observed::run(&connection, &now.shown, calls, &run, &job, &told).await)
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
    Ok(bench::run(&connection, &now.shown, &run, &job, &told).await)
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
