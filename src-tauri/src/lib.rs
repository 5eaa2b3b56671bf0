//! Gatewright's shell: it opens the data folder, builds `App`, registers the plugins and the commands, and runs the
//! window. The only package that names Tauri. What each room does is in its folder; docs/architecture.md draws the house.

mod app;
mod clock;
mod desktop;
mod endpoints;
mod explain;
pub mod ipc;
mod playground;
mod providers;
mod secrets;
mod store;
mod traffic;
mod workspaces;

use std::process::ExitCode;
use std::sync::Arc;

use tauri::{Manager, RunEvent};

use desktop::{logging, places::Places, window};

pub use app::App;

/// Runs the app until its window closes.
pub fn run() -> ExitCode {
    let places = Places::of_this_person();
    let _ = std::fs::create_dir_all(&places.data);
    logging::start(&places.log_file());
    let ipc = ipc::commands::builder::<tauri::Wry>();
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|handle, _, _| window::focus(handle)))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .invoke_handler(ipc.invoke_handler())
        .setup(move |tauri_app| {
            // After the single-instance plugin: a second start must not touch the data folder of the first.
            let app = App::of_this_person(places);
            let theme = app.theme();
            let sandbox = Arc::clone(&app.sandbox);
            tauri_app.manage(app);
            window::open(tauri_app, theme)?;
            // The list asks for it in a moment; started beside the window it costs the first screen nothing.
            tauri::async_runtime::spawn(async move {
                if let Err(failure) = sandbox.running().await {
                    tracing::error!(title = failure.explanation().title, "the sandbox did not start");
                }
            });
            Ok(())
        })
        .build(tauri::generate_context!());
    let tauri_app = match built {
        Ok(tauri_app) => tauri_app,
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            eprintln!("Gatewright could not open its window: {error}");
            return ExitCode::FAILURE;
        }
    };
    tauri_app.run(|handle, event| {
        if let RunEvent::Exit = event {
            let sandbox = Arc::clone(&handle.state::<App>().sandbox);
            tauri::async_runtime::block_on(async move { sandbox.stop().await });
        }
    });
    ExitCode::SUCCESS
}
