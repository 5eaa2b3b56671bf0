//! `cargo xtask e2e [words]`: the window tests alone, or those whose names hold the words. Pictures go to target/shots.

use std::process::ExitCode;

use crate::problem::Problem;
use crate::test::{target, window_tests};
use crate::{machine, shell, ui};

pub(crate) fn e2e(args: &[String]) -> Result<ExitCode, Problem> {
    machine::prepare()?;
    ui::built()?;
    let shots = shell::root().join(target()).join("shots");
    let runs = window_tests(args, &shots)?;
    println!("\nPictures: {}", shots.display());
    Ok(if runs.iter().all(|run| run.success) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
