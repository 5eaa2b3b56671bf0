//! `cargo xtask test`: every layer of tests in order, each timed, with one line of totals at the end. A layer that fails
//! does not stop the others, and says which command runs just it. What the layers prove stands in docs/testing.md.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::problem::Problem;
use crate::screen::{Display, Session};
use crate::shell::{self, Ended, cargo, cargo_project, npm, say};
use crate::totals::Totals;
use crate::{machine, ui};

type Run = fn() -> Result<Vec<Ended>, Problem>;

struct Layer {
    name: &'static str,
    proves: &'static str,
    /// Left out by `--quick`.
    slow: bool,
    run: Run,
}

const LAYERS: [Layer; 7] = [
    Layer { name: "unit", proves: "rules, parsers, tables, the crates alone", slow: false, run: unit },
    Layer { name: "keychain", proves: "the vault and a real Secret Service", slow: false, run: keychain },
    Layer { name: "contract", proves: "the client and the sandbox over HTTP", slow: false, run: contract },
    Layer { name: "ipc", proves: "every command through the app's dispatch", slow: false, run: ipc },
    Layer { name: "ui", proves: "components and rooms, accessibility", slow: false, run: pages },
    Layer { name: "clients", proves: "public clients and the sandbox", slow: true, run: clients },
    Layer { name: "window", proves: "the built app in a real window", slow: true, run: window },
];

pub(crate) fn test(args: &[String]) -> Result<ExitCode, Problem> {
    let layers = chosen(args)?;
    machine::prepare()?;
    ui::built()?;
    let mut totals = Totals::default();
    let mut failed = Vec::new();
    let mut table = String::new();
    for layer in layers {
        say(&format!("{}: {}", layer.name, layer.proves));
        let started = Instant::now();
        let (counts, success) = counted((layer.run)());
        if !success {
            failed.push(layer.name);
        }
        let outcome = if success { "ok" } else { "FAILED" };
        let seconds = started.elapsed().as_secs_f64();
        table +=
            &format!("   {:<10} {outcome:<7} {:>5} passed {seconds:>8.1} s\n", layer.name, counts.passed);
        totals.add(counts);
    }
    say("Tests");
    print!("{table}");
    for layer in &failed {
        println!("   {layer} failed. Just it: cargo xtask test --only {layer}");
    }
    match totals.skipped {
        0 => println!("\n{} passed, {} failed", totals.passed, totals.failed),
        skipped => println!("\n{} passed, {} failed, {skipped} skipped", totals.passed, totals.failed),
    }
    Ok(if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The counts of one layer. One that ended badly has failed at least once, and one that ran no test has failed too.
fn counted(outcome: Result<Vec<Ended>, Problem>) -> (Totals, bool) {
    let mut totals = Totals::default();
    let runs = match outcome {
        Ok(runs) => runs,
        Err(problem) => {
            println!("{problem}");
            return (Totals { failed: 1, ..totals }, false);
        }
    };
    for run in &runs {
        totals.add(Totals::read(&run.output));
    }
    let success = totals.failed == 0 && totals.passed > 0 && runs.iter().all(|run| run.success);
    if !success && totals.failed == 0 {
        println!("   This layer did not finish, or ran no test.");
        totals.failed = 1;
    }
    (totals, success)
}

fn chosen(args: &[String]) -> Result<Vec<&'static Layer>, Problem> {
    match args {
        [] => Ok(LAYERS.iter().collect()),
        [quick] if quick == "--quick" => Ok(LAYERS.iter().filter(|layer| !layer.slow).collect()),
        [only, name] if only == "--only" => {
            let layer = LAYERS.iter().find(|layer| layer.name == name);
            let names: Vec<_> = LAYERS.iter().map(|layer| layer.name).collect();
            let unknown =
                || Problem::new(format!("The layers are {}; \"{name}\" is none.", names.join(", ")));
            Ok(vec![layer.ok_or_else(unknown)?])
        }
        _ => Err(Problem::new("The options are --quick, or --only and a layer.").help("cargo xtask help")),
    }
}

fn unit() -> Result<Vec<Ended>, Problem> {
    let mut own = cargo_project("test");
    own.args(["--no-fail-fast", "--lib", "--bins"]);
    for name in integration_tests_of_crates()? {
        own.args(["--test", &name]);
    }
    Ok(vec![
        shell::tee(cargo().args(["test", "--quiet", "--package", "xtask"]))?,
        shell::tee(&mut own)?,
        shell::tee(cargo_project("test").arg("--doc"))?,
    ])
}

/// The names of the test programs in `crates/*/tests`; the app's own are layers of their own.
fn integration_tests_of_crates() -> Result<Vec<String>, Problem> {
    let unreadable = |error| Problem::new(format!("The folder of crates can't be read: {error}."));
    let mut names = Vec::new();
    for member in std::fs::read_dir("crates").map_err(unreadable)?.flatten() {
        let tests = std::fs::read_dir(member.path().join("tests"));
        for entry in tests.into_iter().flatten().flatten() {
            let path = entry.path();
            let is_test =
                path.extension().is_some_and(|extension| extension == "rs") || path.join("main.rs").is_file();
            if let (true, Some(name)) = (is_test, path.file_stem()) {
                names.push(name.to_string_lossy().into_owned());
            }
        }
    }
    names.sort();
    names.dedup();
    Ok(names)
}

fn keychain() -> Result<Vec<Ended>, Problem> {
    let session = Session::start()?;
    let mut test = cargo_project("test");
    test.args(["--test", "secret_service"]);
    Ok(vec![shell::tee(&mut session.wrap(Display::None, &test))?])
}

fn contract() -> Result<Vec<Ended>, Problem> {
    // By its package: without the app, it is compiled and run in seconds.
    Ok(vec![shell::tee(cargo().args(["test", "--package", "gatewright-contract"]))?])
}

fn ipc() -> Result<Vec<Ended>, Problem> {
    Ok(vec![shell::tee(cargo_project("test").args([
        "--no-fail-fast",
        "--test",
        "ipc",
        "--test",
        "bindings",
    ]))?])
}

fn pages() -> Result<Vec<Ended>, Problem> {
    Ok(vec![shell::tee(npm().args(["run", "--silent", "test"]))?])
}

/// The window tests, in a desktop of their own.
pub(crate) fn window() -> Result<Vec<Ended>, Problem> {
    let shots = shell::root().join(target()).join("shots");
    window_tests(&[], &shots)
}

/// The window tests whose names hold one of these words; all when there is none. One at a time: they share a screen.
/// `shots` is where they keep pictures.
pub(crate) fn window_tests(filter: &[String], shots: &Path) -> Result<Vec<Ended>, Problem> {
    let mut build = cargo_project("test");
    shell::must(
        build.args(["--no-run", "--test", "window"]),
        "The app or its window tests could not be compiled.",
    )?;
    let session = Session::start()?;
    let mut test = cargo_project("test");
    test.args(["--test", "window", "--", "--test-threads", "1"]).args(filter);
    test.env("GATEWRIGHT_SHOTS", shots);
    Ok(vec![shell::tee(&mut session.wrap(Display::Virtual, &test))?])
}

/// Python environments of the public clients, with the tests that each runs. There are two, since some of the clients
/// want an older version of another.
const ENVIRONMENTS: [(&str, &str, &str); 2] = [
    (
        ".venv",
        "tests/clients/requirements.txt",
        "test_databricks_sdk.py test_openai.py test_profiles.py test_handoff.py test_javascript.py",
    ),
    (".venv/more", "tests/clients/requirements-more.txt", "test_others.py"),
];

fn clients() -> Result<Vec<Ended>, Problem> {
    for (folder, requirements, _) in ENVIRONMENTS {
        python_environment(folder, requirements)?;
    }
    // With a test target beside it, so that the libraries are those of the other layers and nothing is compiled twice.
    let mut build = cargo_project("build");
    build.args([
        "--bin",
        "gatewright-sandbox",
        "--example",
        "profiles",
        "--example",
        "handoff",
        "--test",
        "bindings",
    ]);
    shell::must(&mut build, "The sandbox or the reader of profiles could not be compiled.")?;
    let built = shell::root().join(target()).join("debug");
    let mut runs = Vec::new();
    for (folder, _, patterns) in ENVIRONMENTS {
        for pattern in patterns.split(' ') {
            // unittest speaks on standard error.
            let mut tests = Command::new("bash");
            tests.args(["-c", "exec \"$@\" 2>&1", "clients"]).arg(format!("{folder}/bin/python"));
            tests.args(["-m", "unittest", "discover", "-s", "tests/clients", "-p", pattern]);
            tests.env("GATEWRIGHT_SANDBOX", built.join("gatewright-sandbox"));
            tests.env("GATEWRIGHT_PROFILES", built.join("examples/profiles"));
            tests.env("GATEWRIGHT_HANDOFF", built.join("examples/handoff"));
            runs.push(shell::tee(&mut tests)?);
        }
    }
    Ok(runs)
}

/// Makes the environment, unless it was made from the same requirements.
fn python_environment(folder: &str, requirements: &str) -> Result<(), Problem> {
    let stamp = format!("{folder}/.gatewright-requirements");
    let wanted = std::fs::read(requirements)
        .map_err(|error| Problem::new(format!("{requirements} can't be read: {error}.")))?;
    let python = format!("{folder}/bin/python");
    if Path::new(&python).is_file() && std::fs::read(&stamp).is_ok_and(|stamp| stamp == wanted) {
        return Ok(());
    }
    say(&format!("Making a Python environment in {folder} for public clients"));
    let mut venv = Command::new("python3");
    shell::must(venv.args(["-m", "venv", "--clear", folder]), "The Python environment could not be made.")?;
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements]);
    shell::must(&mut pip, "The public clients could not be installed.")?;
    std::fs::write(&stamp, wanted)
        .map_err(|error| Problem::new(format!("{stamp} can't be written: {error}.")))
}

/// Where cargo puts what it builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(success: bool, output: &str) -> Result<Vec<Ended>, Problem> {
        Ok(vec![Ended { success, output: output.to_owned() }])
    }

    #[test]
    fn a_layer_that_ran_no_test_or_stopped_half_way_has_failed() {
        assert!(counted(ended(true, "test result: ok. 2 passed; 0 failed;")).1);
        for bad in
            [ended(true, ""), ended(false, "test result: ok. 2 passed; 0 failed;"), Err(Problem::new("no"))]
        {
            let (totals, success) = counted(bad);
            assert!(!success && totals.failed == 1);
        }
    }

    #[test]
    fn layers_are_chosen_by_name_and_quick_leaves_the_slow_ones_out() {
        let words = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
        let names =
            |args: &[&str]| chosen(&words(args)).unwrap().iter().map(|layer| layer.name).collect::<Vec<_>>();
        assert_eq!(names(&["--only", "ipc"]), ["ipc"]);
        assert!(!names(&["--quick"]).contains(&"window"));
        assert_eq!(names(&[]).len(), LAYERS.len());
        assert!(chosen(&words(&["--only", "windows"])).is_err());
        assert!(chosen(&words(&["--fast"])).is_err());
    }
}
