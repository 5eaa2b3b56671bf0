//! `cargo xtask run`: from a fresh checkout to the open window. Where there is no display it makes a virtual one, lets the
//! window test that walks the main job do so, and says where the pictures are.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use crate::problem::{Problem, only_options};
use crate::shell::{self, cargo_project, say};
use crate::test::{target, window_tests};
use crate::{machine, ui};

pub(crate) fn run(args: &[String]) -> Result<ExitCode, Problem> {
    only_options(args, &["--release"])?;
    let release = !args.is_empty();
    machine::prepare()?;
    ui::built()?;
    if has_display() { open(release) } else { walk() }
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

fn open(release: bool) -> Result<ExitCode, Problem> {
    say("Building the app (a first build takes about five minutes)");
    let mut build = cargo_project("build");
    build.args(["--bin", "gatewright"]);
    if release {
        build.arg("--release");
    }
    shell::must(&mut build, "The app could not be built.")?;
    say("Opening the window on the sandbox; closing it ends this command");
    let binary = target().join(if release { "release" } else { "debug" }).join("gatewright");
    let ended = shell::show(&mut Command::new(shell::root().join(binary)))?;
    Ok(if ended { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn walk() -> Result<ExitCode, Problem> {
    say(
        "There is no display here: walking the main job on a virtual one (a first build takes about five minutes)",
    );
    let shots = shell::root().join(target()).join("shots");
    let _ = std::fs::remove_dir_all(&shots);
    let runs = window_tests(&["walk".to_owned()], &shots)?;
    let walked = runs.iter().all(|run| run.success && !run.output.contains("running 0 tests"));
    say("Pictures of each step");
    let mut pictures: Vec<PathBuf> =
        std::fs::read_dir(&shots).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    pictures.sort();
    for picture in &pictures {
        println!("   {}", picture.display());
    }
    if walked && !pictures.is_empty() {
        println!("\nWith a display, the same command opens the window.");
        return Ok(ExitCode::SUCCESS);
    }
    Err(Problem::new("The walk through the main job did not get to its end.").help("cargo xtask e2e walk"))
}
