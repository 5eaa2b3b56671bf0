//! Running programs: saying first what is run, passing its output on, and keeping a copy where somebody counts in it.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::problem::Problem;

/// The top of the project.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// A heading between the steps of a task.
pub(crate) fn say(what: &str) {
    println!("\n== {what}");
    let _ = std::io::stdout().flush();
}

/// How a program ended, and what it printed on standard output.
pub(crate) struct Ended {
    pub(crate) success: bool,
    pub(crate) output: String,
}

/// The same cargo that runs this.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// cargo over all that is the product. Always the same members and features, so that the libraries that they share (Tauri
/// above all) are compiled once and not once a selection.
pub(crate) fn cargo_project(subcommand: &str) -> Command {
    let mut cargo = cargo();
    cargo.args([subcommand, "--workspace", "--exclude", "xtask", "--features", "gatewright/custom-protocol"]);
    cargo
}

/// npm in the `ui` folder.
pub(crate) fn npm() -> Command {
    let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir("ui").stdin(Stdio::null());
    npm
}

/// The command as one would type it.
pub(crate) fn spelled(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_stem().unwrap_or(program.as_os_str()).to_string_lossy();
    let mut words = vec![name.into_owned()];
    words.extend(command.get_args().map(|arg| {
        let arg = arg.to_string_lossy();
        if arg.contains([' ', '"', '\'', '$']) || arg.is_empty() {
            format!("{arg:?}")
        } else {
            arg.into_owned()
        }
    }));
    words.join(" ")
}

/// Runs a program whose output is the person's, and tells whether it succeeded.
pub(crate) fn show(command: &mut Command) -> Result<bool, Problem> {
    println!("   $ {}", spelled(command));
    let _ = std::io::stdout().flush();
    command.status().map(|status| status.success()).map_err(|error| not_started(command, &error))
}

/// Like [`show`], and a failure is a problem with these words.
pub(crate) fn must(command: &mut Command, otherwise: &str) -> Result<(), Problem> {
    if show(command)? {
        return Ok(());
    }
    Err(Problem::new(otherwise).help(spelled(command)))
}

/// Runs a program, passes its standard output on line by line and keeps it.
pub(crate) fn tee(command: &mut Command) -> Result<Ended, Problem> {
    println!("   $ {}", spelled(command));
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| not_started(command, &error))?;
    let mut output = String::new();
    if let Some(stdout) = child.stdout.take() {
        let mut lines = BufReader::new(stdout);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            let text = String::from_utf8_lossy(&line);
            print!("{text}");
            let _ = std::io::stdout().flush();
            output.push_str(&text);
            line.clear();
        }
    }
    let status = child.wait().map_err(|error| not_started(command, &error))?;
    Ok(Ended { success: status.success(), output })
}

/// Runs a program silently; nothing when it can't be started or fails.
pub(crate) fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a program can be found.
pub(crate) fn exists(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

fn not_started(command: &Command, error: &std::io::Error) -> Problem {
    let program = command.get_program().to_string_lossy();
    Problem::new(format!("{program} could not be started: {error}.")).help("cargo xtask setup")
}
