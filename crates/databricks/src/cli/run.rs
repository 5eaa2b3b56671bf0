//! Runs a program to its end or to its limit: no shell, nothing to read from, its output bounded, and nothing of it left behind when it
//! is stopped or no longer wanted.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::{Child, Command};
use zeroize::Zeroizing;

use super::problem::CliProblem;

/// The most that is read of either output. An answer has a few kilobytes.
const MOST: u64 = 256 * 1024;

/// What a program did.
pub(super) struct Ran {
    pub(super) success: bool,
    /// Holds the token.
    pub(super) output: Zeroizing<Vec<u8>>,
    /// What it said on the side; may hold anything.
    pub(super) errors: Zeroizing<Vec<u8>>,
}

/// Runs the program. Dropping the future stops it.
///
/// # Errors
/// When it can't be started, or takes longer than the limit.
pub(super) async fn run(
    program: &'static str,
    path: &Path,
    args: &[&str],
    limit: Duration,
) -> Result<Ran, CliProblem> {
    let not_started = |error: std::io::Error| CliProblem::NotStarted { program, reason: error.to_string() };
    let mut command = Command::new(path);
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    #[cfg(windows)]
    command.creation_flags(NO_WINDOW);
    let mut running = Running::new(command.spawn().map_err(not_started)?);
    match tokio::time::timeout(limit, running.end()).await {
        Ok(ended) => {
            let (status, output, errors) = ended.map_err(not_started)?;
            running.ended = true;
            Ok(Ran { success: status.success(), output, errors })
        }
        Err(_) => {
            let command = std::iter::once(file_name(path)).chain(args.iter().copied()).collect::<Vec<_>>();
            Err(CliProblem::TooSlow { program, seconds: limit.as_secs(), command: command.join(" ") })
        }
    }
}

/// A console program started from a window opens no console.
#[cfg(windows)]
const NO_WINDOW: u32 = 0x0800_0000;

fn file_name(path: &Path) -> &str {
    path.file_stem().and_then(OsStr::to_str).unwrap_or("the program")
}

/// A program that runs; dropping it before its end stops it and, on Unix, what it started (`az` is a script that starts Python).
struct Running {
    child: Child,
    ended: bool,
    #[cfg(unix)]
    group: Option<rustix::process::Pid>,
}

impl Running {
    fn new(child: Child) -> Self {
        #[cfg(unix)]
        let group = child.id().and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw);
        Self {
            child,
            ended: false,
            #[cfg(unix)]
            group,
        }
    }

    async fn end(&mut self) -> std::io::Result<(ExitStatus, Zeroizing<Vec<u8>>, Zeroizing<Vec<u8>>)> {
        let (output, errors) = (self.child.stdout.take(), self.child.stderr.take());
        let (output, errors) = tokio::try_join!(all(output), all(errors))?;
        Ok((self.child.wait().await?, output, errors))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        #[cfg(unix)]
        if let Some(group) = self.group {
            // Fails when all of it has ended already.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        let _ = self.child.start_kill();
    }
}

/// Reads to the end, and closes the pipe of a program that says too much.
async fn all(pipe: Option<impl AsyncRead + Unpin>) -> std::io::Result<Zeroizing<Vec<u8>>> {
    // Room for any answer, so that no unwiped copy is left behind by growing.
    let mut bytes = Zeroizing::new(Vec::with_capacity(64 * 1024));
    if let Some(pipe) = pipe {
        pipe.take(MOST).read_to_end(&mut bytes).await?;
    }
    Ok(bytes)
}
