//! Running programs: saying first what is run, passing its output on, and keeping a copy where somebody counts in it.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

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

/// Longer than any layer of tests takes, compiling included. A program that hangs must not keep what comes after it waiting.
const PATIENCE: Duration = Duration::from_secs(25 * 60);

/// Runs a program, passes its standard output on line by line and keeps it. One that runs for longer than any of ours is
/// stopped and has failed.
pub(crate) fn tee(command: &mut Command) -> Result<Ended, Problem> {
    println!("   $ {}", spelled(command));
    let _ = std::io::stdout().flush();
    watch(command, PATIENCE, true)
}

/// Like [`tee`], and prints nothing.
#[cfg(test)]
pub(crate) fn quietly(command: &mut Command, patience: Duration) -> Result<Ended, Problem> {
    watch(command, patience, false)
}

fn watch(command: &mut Command, patience: Duration, aloud: bool) -> Result<Ended, Problem> {
    let until = Instant::now() + patience;
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| not_started(command, &error))?;
    let (send, lines) = std::sync::mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        std::thread::spawn(move || {
            let mut stdout = BufReader::new(stdout);
            let mut line = Vec::new();
            while stdout.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                if send.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                    break;
                }
                line.clear();
            }
        });
    }
    let mut output = String::new();
    let mut status = None;
    loop {
        match lines.recv_timeout(Duration::from_millis(200)) {
            Ok(line) => {
                if aloud {
                    print!("{line}");
                    let _ = std::io::stdout().flush();
                }
                output.push_str(&line);
                continue;
            }
            // Silent, and ended: what still holds the output open is a process that it left behind.
            Err(RecvTimeoutError::Timeout) if status.is_some() => break,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                status = Some(child.wait().map_err(|error| not_started(command, &error))?);
                break;
            }
        }
        status = child.try_wait().map_err(|error| not_started(command, &error))?;
        if status.is_none() && Instant::now() > until {
            println!("   Stopped: it was still running after {} minutes.", patience.as_secs() / 60);
            show_processes();
            let _ = child.kill();
            let _ = child.wait();
            break;
        }
    }
    Ok(Ended { success: status.is_some_and(|status| status.success()), output })
}

/// What was running, for whoever has to find out what hung.
fn show_processes() {
    if cfg!(unix) {
        let _ = Command::new("ps").args(["-e", "-o", "pid,ppid,stat,etimes,comm", "--forest"]).status();
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    fn sh(script: &str, patience: Duration) -> (Ended, Duration) {
        let started = Instant::now();
        let ended = quietly(Command::new("sh").args(["-c", script]), patience).unwrap();
        (ended, started.elapsed())
    }

    #[test]
    #[cfg(unix)]
    fn a_process_left_behind_with_the_output_in_its_hands_holds_nobody_up() {
        let (ended, took) = sh("sleep 30 & echo done", Duration::from_secs(60));
        assert!(ended.success && ended.output == "done\n", "{}", ended.output);
        assert!(took < Duration::from_secs(10), "{took:?}");
    }

    #[test]
    #[cfg(unix)]
    fn a_program_that_hangs_is_stopped_and_has_failed_with_what_it_said() {
        let (ended, took) = sh("echo first; exec sleep 30", Duration::from_secs(1));
        assert!(!ended.success && ended.output == "first\n", "{}", ended.output);
        assert!(took < Duration::from_secs(10), "{took:?}");
    }

    #[test]
    #[cfg(unix)]
    fn the_last_words_of_a_program_are_read_and_its_failure_is_seen() {
        let (ended, _) = sh("echo one; printf two; exit 3", Duration::from_secs(60));
        assert!(!ended.success);
        assert_eq!(ended.output, "one\ntwo");
    }
}
