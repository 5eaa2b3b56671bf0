//! `cargo xtask <task>`: everything that is done to this project from a command line, one file a task.
//! It drives cargo, npm, Python and the system's package tool, and links nothing of the project.

mod bench;
mod bindings;
mod bundle;
mod check;
mod deny;
mod e2e;
mod fix;
mod machine;
mod packages;
mod problem;
mod run;
mod screen;
mod shell;
mod structure;
mod test;
mod totals;
mod ui;

use std::process::ExitCode;

use problem::Problem;

const HELP: &str = "\
cargo xtask <task>

  run [--release]        set everything up, build, and open the window on the sandbox;
                         without a display: walk the main job on a virtual one and keep pictures
  test [--only LAYER]    all layers of tests; --quick leaves out clients and window
  check                  format, lints, types, licences, structure: everything that needs no run;
                         --quick leaves out what compiles the app
  fix                    let the tools repair what they can
  bindings               write ui/src/ipc/bindings.ts from the commands
  e2e                    the window tests alone
  bundle                 the release binary and, where the Tauri command line can be had, a .deb
  bench [--json FILE]    measure start, memory, streaming and lists beside their limits
  setup                  only install the system packages and check the tools
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (task, rest) = match args.split_first() {
        Some((task, rest)) => (task.as_str(), rest),
        None => ("help", &[][..]),
    };
    match perform(task, rest) {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("\n{problem}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: &str, args: &[String]) -> Result<ExitCode, Problem> {
    std::env::set_current_dir(shell::root())
        .map_err(|error| Problem::new(format!("The project's folder can't be entered: {error}.")))?;
    match task {
        "run" => run::run(args),
        "test" => test::test(args),
        "check" => check::check(args),
        "fix" => fix::fix(args),
        "bindings" => bindings::write(args),
        "e2e" => e2e::e2e(args),
        "bundle" => bundle::bundle(args),
        "bench" => bench::bench(args),
        "setup" => machine::prepare().map(|()| ExitCode::SUCCESS),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        other => Err(Problem::new(format!("There is no task \"{other}\".")).help("cargo xtask help")),
    }
}
