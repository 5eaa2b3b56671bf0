//! Compiles the window's configuration and its permissions into the binary. The capability file stands in
//! `src-tauri/capabilities`, not where Tauri looks by default, so the build says so and watches it itself. The commands are
//! read from the one list there is: with them in the manifest, a command that no capability names is refused.

use tauri_build::{AppManifest, Attributes};

const LIST: &str = include_str!("src/ipc/commands.rs");

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/src/ipc/commands.rs");
    println!("cargo:rerun-if-changed=tauri.conf.json");
    let attributes = Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .app_manifest(AppManifest::new().commands(commands()));
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    }
}

/// The names in the list of commands: `…::commands::<name>,`. Kept for the length of the build.
fn commands() -> &'static [&'static str] {
    let names: Vec<&'static str> = LIST
        .lines()
        .filter_map(|line| line.trim().strip_suffix(',')?.rsplit_once("commands::"))
        .map(|(_, name)| name)
        .collect();
    Vec::leak(names)
}
