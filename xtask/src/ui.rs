//! The window's half: npm's packages, installed again only when the lock file has changed, and the built bundle.

use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::problem::Problem;
use crate::shell::{self, npm, say};

const LOCK: &str = "ui/package-lock.json";
/// A copy of the lock file that the installed packages came from.
const STAMP: &str = "ui/node_modules/.gatewright-lock";

/// Installs what the lock file says.
pub(crate) fn packages() -> Result<(), Problem> {
    let lock =
        std::fs::read(LOCK).map_err(|error| Problem::new(format!("{LOCK} can't be read: {error}.")))?;
    if std::fs::read(STAMP).is_ok_and(|stamp| stamp == lock) {
        return Ok(());
    }
    say("Installing the packages of the window (the lock file is new or has changed)");
    shell::must(
        npm().args(["ci", "--no-audit", "--no-fund"]),
        "The packages of the window could not be installed.",
    )?;
    std::fs::write(STAMP, lock).map_err(|error| Problem::new(format!("{STAMP} can't be written: {error}.")))
}

/// Builds `ui/dist`, which is compiled into the binary, unless it is newer than everything it is built from.
pub(crate) fn built() -> Result<(), Problem> {
    packages()?;
    let sources = ["ui/src", "ui/public", "ui/index.html", "ui/vite.config.ts", "ui/package.json", LOCK];
    let newest = sources.iter().filter_map(|path| newest(Path::new(path))).max();
    let dist = std::fs::metadata("ui/dist/index.html").and_then(|file| file.modified()).ok();
    if dist.is_some() && dist > newest {
        return Ok(());
    }
    say("Building the window's pages");
    shell::must(npm().args(["run", "--silent", "build"]), "The window's pages could not be built.")
}

/// A program that npm has installed, such as biome.
pub(crate) fn tool(name: &str) -> Command {
    let mut npm = npm();
    npm.args(["run", "--silent", name]);
    npm
}

fn newest(path: &Path) -> Option<SystemTime> {
    let about = std::fs::metadata(path).ok()?;
    let own = about.modified().ok();
    if !about.is_dir() {
        return own;
    }
    let inside = std::fs::read_dir(path).ok()?.flatten().filter_map(|entry| newest(&entry.path())).max();
    own.max(inside)
}
