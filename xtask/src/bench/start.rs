//! P8 and P9: from starting a program to its first screen, seen in the pixels, and its memory a second later.
//! Runs inside the virtual desktop, with the bare window and the app in turn.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::memory;
use super::pixels::{Picture, Screen};
use crate::problem::Problem;

/// Between two looks at the screen.
const TICK: Duration = Duration::from_millis(5);
/// A picture that has not changed for so long is the finished one.
const SETTLED: Duration = Duration::from_millis(1_200);
const PATIENCE: Duration = Duration::from_secs(20);
/// The first screen is there when this much of what can be read on it is.
const ENOUGH: f64 = 0.9;

pub(super) fn rounds(floor: &Path, app: &Path, screen: &Path, rounds: usize) -> Result<(), Problem> {
    let unseen = |error| {
        Problem::new(format!("The virtual display can't be read: {error}.")).help("cargo xtask setup")
    };
    let mut screen = Screen::open(screen).map_err(unseen)?;
    let data = std::env::temp_dir().join(format!("gatewright-bench-{}", std::process::id()));
    // One of each first, uncounted: the page cache is warm for both, and the app's folder is there.
    for round in 0..=rounds {
        for (prefix, program) in [("floor_", floor), ("", app)] {
            let (first_screen, memory) = once(program, &data, &mut screen)?;
            if round > 0 {
                println!("BENCH {prefix}first_screen_ms {first_screen:.1} ms");
                println!("BENCH {prefix}memory_pss_mb {memory:.1} MB");
            }
        }
    }
    let _ = std::fs::remove_dir_all(&data);
    Ok(())
}

/// Milliseconds to the first screen, and megabytes a second after it was finished.
fn once(program: &Path, data: &Path, screen: &mut Screen) -> Result<(f64, f64), Problem> {
    let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let unseen = |error| Problem::new(format!("The virtual display can't be read: {error}."));
    let before = screen.look().map_err(unseen)?;
    let mut command = Command::new(program);
    command.env("GATEWRIGHT_DATA", data).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // As programs on this engine are compared elsewhere; on a display without a graphics card the other renderer costs both
    // programs some 80 MB and says nothing about either.
    command.env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    let started = Instant::now();
    let child =
        command.spawn().map_err(|error| Problem::new(format!("{name} could not be started: {error}.")))?;
    let mut window = Window(child);
    let mut seen: Vec<(Duration, Picture)> = Vec::new();
    loop {
        std::thread::sleep(TICK);
        let now = started.elapsed();
        let picture = screen.look().map_err(unseen)?;
        let changed = picture.differs_from(seen.last().map_or(&before, |(_, last)| last));
        if changed {
            seen.push((now, picture));
        } else if seen.last().is_some_and(|(at, last)| now > *at + SETTLED && last.can_be_read()) {
            break;
        }
        if now > PATIENCE {
            break;
        }
    }
    let first = match seen.last() {
        Some((_, finished)) => {
            seen.iter().find(|(_, picture)| picture.share_of(finished) >= ENOUGH).map(|(at, _)| *at)
        }
        None => None,
    };
    let memory = memory::pss_mb(window.0.id());
    window.close();
    // The next one starts on an empty screen.
    let deadline = Instant::now() + Duration::from_secs(3);
    while screen.look().map_err(unseen)?.differs_from(&before) && Instant::now() < deadline {
        std::thread::sleep(TICK);
    }
    match first {
        Some(first) => Ok((first.as_secs_f64() * 1_000.0, memory)),
        None => Err(Problem::new(format!("{name} showed nothing on the virtual display."))),
    }
}

/// Ends with its measurement, however that ends.
struct Window(Child);

impl Window {
    fn close(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        self.close();
    }
}
