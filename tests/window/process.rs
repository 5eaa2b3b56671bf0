//! The app as a process of the system: found by the data folder that only its test knows, waited for, killed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Weak};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Longest time a window may be open in a test. What hangs is killed, and the test that waits for it fails.
const LONGEST: Duration = Duration::from_secs(240);

/// The running apps of a data folder, as folders of `/proc`.
fn running(folder: &Path) -> Vec<PathBuf> {
    let here = format!("GATEWRIGHT_DATA={}", folder.display());
    let of_this_run = |process: &PathBuf| {
        let name = std::fs::read_to_string(process.join("comm")).unwrap_or_default();
        let environment = std::fs::read(process.join("environ")).unwrap_or_default();
        name.trim() == "gatewright" && environment.split(|byte| *byte == 0).any(|one| one == here.as_bytes())
    };
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    processes.map(|entry| entry.path()).filter(of_this_run).collect()
}

/// The numbers of the apps that run on a data folder.
#[allow(dead_code, reason = "only measuring asks for them")]
pub fn numbers(folder: &Path) -> Vec<u32> {
    let number = |process: PathBuf| process.file_name()?.to_str()?.parse().ok();
    running(folder).into_iter().filter_map(number).collect()
}

/// Whether an app is on its way out: its environment has gone, and with it whose it was, but not yet its place on the session
/// bus. A start in that moment finds somebody to hand over to who does not answer any more.
fn one_is_leaving() -> bool {
    let leaving = |process: PathBuf| {
        let name = std::fs::read_to_string(process.join("comm")).unwrap_or_default();
        let nobodys = std::fs::read(process.join("environ")).is_ok_and(|all| all.is_empty());
        let stat = std::fs::read_to_string(process.join("stat")).unwrap_or_default();
        let threads = std::fs::read_dir(process.join("task")).map_or(0, Iterator::count);
        let gone = stat.is_empty() || (stat.contains(") Z ") && threads < 2);
        name.trim() == "gatewright" && nobodys && !gone
    };
    std::fs::read_dir("/proc").into_iter().flatten().flatten().any(|entry| leaving(entry.path()))
}

/// Waits until no app runs on a data folder; false when one still does after `patience`.
pub fn has_ended(folder: &Path, patience: Duration) -> bool {
    let deadline = Instant::now() + patience;
    while !running(folder).is_empty() || one_is_leaving() {
        if Instant::now() > deadline {
            return false;
        }
        sleep(Duration::from_millis(20));
    }
    true
}

/// Leaves nothing of the app: no window closed, no file written, no goodbye. Gives how many there were.
pub fn kill(folder: &Path) -> usize {
    let found = running(folder);
    for process in &found {
        if let Some(number) = process.file_name() {
            let _ = Command::new("kill").arg("-9").arg(number).status();
        }
    }
    has_ended(folder, Duration::from_secs(5));
    found.len()
}

/// Kills the app when the test that owns what is given back holds it too long.
pub fn watched(folder: &Path) -> Arc<()> {
    let owner = Arc::new(());
    let held: Weak<()> = Arc::downgrade(&owner);
    let folder = folder.to_owned();
    std::thread::spawn(move || {
        let deadline = Instant::now() + LONGEST;
        while held.strong_count() > 0 {
            if Instant::now() > deadline {
                println!("the window was open for {} s: killed", LONGEST.as_secs());
                kill(&folder);
                return;
            }
            sleep(Duration::from_millis(500));
        }
    });
    owner
}
