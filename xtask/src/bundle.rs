//! `cargo xtask bundle`: the release binary with its pages inside and, where the Tauri command line can be had from npm, a
//! .deb. It is fetched by npx when it is needed and is no dependency of the project.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::problem::{Problem, only_options};
use crate::shell::{self, cargo_project, say};
use crate::test::target;
use crate::{machine, ui};

const TAURI: &str = "@tauri-apps/cli@2.12.5";

pub(crate) fn bundle(args: &[String]) -> Result<ExitCode, Problem> {
    only_options(args, &[])?;
    machine::prepare()?;
    ui::built()?;
    println!("   {}", release()?.display());
    say("Packing a .deb with the Tauri command line, fetched by npx");
    let mut tauri = Command::new(if cfg!(windows) { "npx.cmd" } else { "npx" });
    // The pages are built already, so the hook that would build them again is emptied.
    let no_hook = "{\"build\":{\"beforeBuildCommand\":\"\"}}";
    tauri.args(["--yes", TAURI, "build", "--bundles", "deb", "--config", no_hook]);
    if cfg!(target_os = "linux")
        && shell::show(&mut tauri)?
        && let Some(package) = package()
    {
        println!("   {}", package.display());
        return Ok(ExitCode::SUCCESS);
    }
    println!(
        "   There is no .deb: the Tauri command line could not be had or failed. The binary above is complete."
    );
    Ok(ExitCode::SUCCESS)
}

/// Builds the release binary and says where it is.
pub(crate) fn release() -> Result<PathBuf, Problem> {
    say("Building the release binary (about ten minutes the first time)");
    let mut build = cargo_project("build");
    shell::must(build.args(["--release", "--bin", "gatewright"]), "The release binary could not be built.")?;
    Ok(shell::root().join(target()).join("release/gatewright"))
}

/// The newest .deb that was packed, if there is any.
pub(crate) fn package() -> Option<PathBuf> {
    let packages = target().join("release/bundle/deb");
    let found = std::fs::read_dir(packages).ok()?.flatten().map(|entry| entry.path());
    let mut debs: Vec<_> = found.filter(|path| path.extension() == Some("deb".as_ref())).collect();
    debs.sort_by_key(|path: &PathBuf| Path::metadata(path).and_then(|about| about.modified()).ok());
    debs.pop()
}
