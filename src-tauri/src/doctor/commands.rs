//! Commands of the doctor: run an examination, stop it.

use tauri::State;
use tauri::ipc::Channel;

use super::dto::{DoctorLine, DoctorReport, DoctorTarget};
use super::examination::{self, Telling};
use super::patient::Patient;
use crate::app::App;
use crate::ipc::failure::Failure;

/// Examines a workspace or an address, telling each step as it begins and as it ends. `run` is the window's own name for
/// it, to stop it by. What is stopped ends with the steps that were done.
#[tauri::command]
#[specta::specta]
pub(crate) async fn doctor_run(
    app: State<'_, App>,
    target: DoctorTarget,
    run: String,
    told: Channel<DoctorLine>,
) -> Result<DoctorReport, Failure> {
    let run = app.examinations.begin(&run);
    let patient = Patient::of(&app, &target).await?;
    let telling = Telling::to(move |line| {
        // A window that is gone is no reason to fail.
        let _ = told.send(line.clone());
    });
    tokio::select! {
        () = examination::examine(&patient, &telling) => {}
        () = run.stopped() => telling.stopped(),
    }
    Ok(telling.report(&patient))
}

/// Stops an examination. Stopping what has ended does nothing.
#[tauri::command]
#[specta::specta]
pub(crate) async fn doctor_stop(app: State<'_, App>, run: String) -> Result<(), Failure> {
    app.examinations.stop(&run);
    Ok(())
}
