//! `cargo xtask check`: all that can be known without running the app. Every check runs, also after one has failed, and
//! each says which command repairs what it found.

use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::problem::{Problem, only_options};
use crate::shell::{self, cargo, cargo_project, say};
use crate::{deny, machine, structure, ui};

struct Check {
    name: &'static str,
    command: fn() -> Result<Command, Problem>,
    /// What repairs it.
    help: &'static str,
    /// Compiles the app, and is left out by `--quick`.
    slow: bool,
}

const CHECKS: [Check; 7] = [
    Check { name: "Rust format", command: format, help: "cargo xtask fix", slow: false },
    Check {
        name: "page format and lints",
        command: || Ok(ui::tool("lint")),
        help: "cargo xtask fix",
        slow: false,
    },
    Check {
        name: "page types",
        command: || Ok(ui::tool("typecheck")),
        help: "correct the lines above",
        slow: false,
    },
    Check {
        name: "page imports",
        command: || Ok(ui::tool("cruise")),
        help: "see docs/architecture.md",
        slow: false,
    },
    Check { name: "licences and sources", command: deny::command, help: "see deny.toml", slow: false },
    Check { name: "Rust lints", command: clippy, help: "cargo xtask fix, then correct the rest", slow: true },
    Check { name: "generated bindings", command: bindings, help: "cargo xtask bindings", slow: true },
];

pub(crate) fn check(args: &[String]) -> Result<ExitCode, Problem> {
    only_options(args, &["--quick"])?;
    let quick = !args.is_empty();
    machine::prepare()?;
    let mut failed = Vec::new();
    say("structure");
    if !structure::holds()? {
        failed.push(("structure", "the command under each line above"));
    }
    if quick {
        ui::packages()?
    } else {
        ui::built()?
    };
    for check in CHECKS.iter().filter(|check| !(quick && check.slow)) {
        say(check.name);
        let started = Instant::now();
        let passed =
            (check.command)().and_then(|mut command| shell::show(&mut command)).unwrap_or_else(|problem| {
                println!("{problem}");
                false
            });
        println!("   {} in {:.1} s", if passed { "ok" } else { "FAILED" }, started.elapsed().as_secs_f64());
        if !passed {
            failed.push((check.name, check.help));
        }
    }
    say(if failed.is_empty() { "All checks hold" } else { "These checks do not hold" });
    for (name, help) in &failed {
        println!("   {name}\n      what helps: {help}");
    }
    Ok(if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn format() -> Result<Command, Problem> {
    let mut command = cargo();
    command.args(["fmt", "--all", "--", "--check"]);
    Ok(command)
}

fn clippy() -> Result<Command, Problem> {
    let mut command = cargo();
    command.args(["clippy", "--quiet", "--workspace", "--all-targets"]);
    command.args(["--features", "gatewright/custom-protocol", "--", "-D", "warnings"]);
    Ok(command)
}

fn bindings() -> Result<Command, Problem> {
    let mut command = cargo_project("test");
    command.args(["--quiet", "--test", "bindings"]);
    Ok(command)
}
