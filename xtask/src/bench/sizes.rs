//! P10: the binary as it is shipped, the pages as they travel (gzip), and the package, if one was packed.

use std::path::Path;
use std::process::{Command, Stdio};

use super::figures::Figures;
use crate::bundle;
use crate::problem::Problem;

const MEGABYTE: f64 = 1024.0 * 1024.0;

pub(super) fn measure(app: &Path, figures: &mut Figures) -> Result<(), Problem> {
    figures.add("binary_mb", bytes(app) as f64 / MEGABYTE, "MB");
    figures.add("ui_gzip_kb", gzipped(Path::new("ui/dist"))? as f64 / 1024.0, "kB");
    if let Some(package) = bundle::package() {
        figures.add("deb_mb", bytes(&package) as f64 / MEGABYTE, "MB");
    }
    Ok(())
}

fn bytes(path: &Path) -> u64 {
    path.metadata().map(|about| about.len()).unwrap_or(0)
}

/// The code of the pages, each file by itself; fonts and pictures are packed already and are no code.
fn gzipped(folder: &Path) -> Result<u64, Problem> {
    let mut sum = 0;
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let code = ["js", "css", "html"].iter().any(|end| path.extension() == Some(end.as_ref()));
        if path.is_dir() {
            sum += gzipped(&path)?;
        } else if code {
            let packed = Command::new("gzip").args(["-9", "-c"]).arg(&path).stdin(Stdio::null()).output();
            let packed =
                packed.map_err(|error| Problem::new(format!("gzip could not be started: {error}.")))?;
            sum += packed.stdout.len() as u64;
        }
    }
    Ok(sum)
}
