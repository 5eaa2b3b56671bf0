//! `cargo xtask bench [--json FILE] [--rounds N]`: what is fast, small and light, each figure beside its limit.
//!
//! Start and memory are measured here, round by round in turn with the smallest window that WebKitGTK can open, so that
//! a slow machine is slow for both. Figures of the core and of the window's inside come from `cargo test --release --test
//! bench`, which prints lines `BENCH name value unit`.

mod figures;
mod limits;
mod memory;
mod pixels;
mod sizes;
mod start;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::problem::Problem;
use crate::screen::{Display, Session};
use crate::shell::{self, cargo_project, say};
use crate::test::target;
use crate::{bundle, machine, ui};
use figures::Figures;

struct Options {
    json: Option<PathBuf>,
    rounds: usize,
}

pub(crate) fn bench(args: &[String]) -> Result<ExitCode, Problem> {
    // The second half of this task runs inside the virtual desktop that the first half starts.
    if let [inside, floor, app, screen, rounds] = args
        && inside == "--inside"
    {
        start::rounds(Path::new(floor), Path::new(app), Path::new(screen), rounds.parse().unwrap_or(5))?;
        return Ok(ExitCode::SUCCESS);
    }
    let options = options(args)?;
    machine::prepare()?;
    ui::built()?;
    let app = bundle::release()?;
    let floor = floor()?;
    let mut figures = Figures::default();
    sizes::measure(&app, &mut figures)?;

    let session = Session::start()?;
    say(&format!("Start and memory: {} rounds, in turn with a bare WebKitGTK window", options.rounds));
    let own = std::env::current_exe()
        .map_err(|error| Problem::new(format!("This program can't find itself: {error}.")))?;
    let mut inside = Command::new(own);
    inside
        .args(["bench", "--inside"])
        .args([&floor, &app, &session.screen()])
        .arg(options.rounds.to_string());
    let ended = shell::tee(&mut session.wrap(Display::Virtual, &inside))?;
    figures.read(&ended.output);

    let mut complete = ended.success;
    say("The core, and the window's inside");
    let mut tests = cargo_project("test");
    tests.args(["--release", "--test", "bench", "--", "--nocapture", "--test-threads", "1"]);
    tests.env("GATEWRIGHT_BENCH", "1").env("GATEWRIGHT_BENCH_ROUNDS", options.rounds.to_string());
    // As for the start: the other renderer is for graphics cards, and a virtual display has none.
    tests.env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    let ended = shell::tee(&mut session.wrap(Display::Virtual, &tests))?;
    figures.read(&ended.output);
    complete &= ended.success;

    say("Figures");
    let judged = limits::judge(&figures);
    print!("{}", limits::table(&judged));
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("   load average: {}", load.trim());
    if let Some(path) = &options.json {
        let text = limits::json(&judged, load.trim(), options.rounds);
        std::fs::write(path, text)
            .map_err(|error| Problem::new(format!("{} can't be written: {error}.", path.display())))?;
        println!("   written to {}", path.display());
    }
    if !complete {
        return Err(Problem::new("Some figures could not be measured; see above.").help("cargo xtask bench"));
    }
    Ok(ExitCode::SUCCESS)
}

fn options(args: &[String]) -> Result<Options, Problem> {
    let mut options = Options { json: None, rounds: 5 };
    let mut words = args.iter();
    while let Some(word) = words.next() {
        let value = words.next();
        match (word.as_str(), value) {
            ("--json", Some(path)) => options.json = Some(path.into()),
            ("--rounds", Some(count)) => match count.parse() {
                Ok(rounds) if rounds > 0 => options.rounds = rounds,
                _ => return Err(Problem::new("--rounds takes a number from 1 on.").help("cargo xtask help")),
            },
            _ => {
                return Err(
                    Problem::new(format!("bench does not understand \"{word}\".")).help("cargo xtask help")
                );
            }
        }
    }
    Ok(options)
}

/// Compiles the bare window.
fn floor() -> Result<PathBuf, Problem> {
    say("Compiling the bare WebKitGTK window");
    let flags = shell::ask(Command::new("pkg-config").args(["--cflags", "--libs", "webkit2gtk-4.1"]))
        .ok_or_else(|| Problem::new("WebKitGTK's headers are not installed.").help("cargo xtask setup"))?;
    let program = shell::root().join(target()).join("floor");
    let mut compiler = Command::new("cc");
    compiler.args(["-O2", "-o"]).arg(&program).arg("xtask/src/bench/floor.c").args(flags.split_whitespace());
    shell::must(&mut compiler, "The bare window could not be compiled.")?;
    Ok(program)
}
