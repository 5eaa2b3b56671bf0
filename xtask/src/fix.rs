//! `cargo xtask fix`: lets the formatters and linters repair what they can, and takes the registry's addresses out of npm's
//! lock file. What remains is told by `cargo xtask check`.

use std::process::ExitCode;

use crate::problem::{Problem, only_options};
use crate::shell::{self, cargo, npm, say};
use crate::ui;

pub(crate) fn fix(args: &[String]) -> Result<ExitCode, Problem> {
    only_options(args, &[])?;
    ui::packages()?;
    say("Repairing Rust");
    let mut clippy = cargo();
    clippy.args([
        "clippy",
        "--fix",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--allow-dirty",
        "--allow-staged",
    ]);
    let mut repaired = shell::show(&mut clippy)?;
    repaired &= shell::show(cargo().args(["fmt", "--all"]))?;
    say("Repairing the pages");
    repaired &= shell::show(&mut ui::tool("fix"))?;
    let mut lock = npm();
    lock.args([
        "install",
        "--package-lock-only",
        "--omit-lockfile-registry-resolved",
        "--no-audit",
        "--no-fund",
    ]);
    repaired &= shell::show(&mut lock)?;
    println!("\nWhat the tools can't repair is told by: cargo xtask check");
    Ok(if repaired { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
