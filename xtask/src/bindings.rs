//! `cargo xtask bindings`: writes ui/src/ipc/bindings.ts. The test that compares it does the writing when it is told to,
//! so that there is one exporter and this program needs nothing of the app.

use std::process::ExitCode;

use crate::problem::{Problem, only_options};
use crate::{shell, ui};

pub(crate) fn write(args: &[String]) -> Result<ExitCode, Problem> {
    only_options(args, &[])?;
    ui::built()?;
    let mut test = shell::cargo_project("test");
    test.args(["--test", "bindings"]).env("GATEWRIGHT_WRITE_BINDINGS", "1");
    shell::must(&mut test, "The bindings could not be written, since the app does not compile.")?;
    println!("\nui/src/ipc/bindings.ts is what the commands are today.");
    Ok(ExitCode::SUCCESS)
}
