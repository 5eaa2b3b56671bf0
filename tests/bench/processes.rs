//! What the app and WebKit's processes below it take: memory that is their own share, and time of the processor. Used by the
//! measurements in the window.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::watch::Watched;

/// The app of that window and everything below it.
fn tree(watched: &Watched) -> Vec<u32> {
    let mut found: Vec<u32> = crate::process::numbers(&watched.desk.folder);
    let parents = parents();
    let mut at = 0;
    while let Some(parent) = found.get(at).copied() {
        found.extend(parents.iter().filter(|(_, of)| **of == parent).map(|(child, _)| *child));
        at += 1;
    }
    found
}

/// Each process and its parent.
fn parents() -> BTreeMap<u32, u32> {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|entry| {
            let process: u32 = entry.file_name().to_str()?.parse().ok()?;
            let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
            Some((process, after_name(&stat).get(1)?.parse().ok()?))
        })
        .collect()
}

/// The words after the name, which stands in brackets and may hold anything.
fn after_name(stat: &str) -> Vec<&str> {
    stat.rsplit_once(')').map(|(_, rest)| rest.split_whitespace().collect()).unwrap_or_default()
}

/// Time of the processor that all of them have taken so far.
pub fn busy(watched: &Watched) -> Duration {
    let ticks: u64 = tree(watched).into_iter().map(ticks_of).sum();
    // A tick is a hundredth of a second wherever Linux tells it to programs.
    Duration::from_millis(ticks * 10)
}

fn ticks_of(process: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let words = after_name(&stat);
    words.iter().skip(11).take(2).filter_map(|word| word.parse::<u64>().ok()).sum()
}

/// Megabytes of memory; what is shared counts once, divided among those who share it.
pub fn memory_mb(watched: &Watched) -> f64 {
    let of_one = |process: u32| {
        let text = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("Pss:").map(str::to_owned));
        line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<f64>().ok()).unwrap_or(0.0)
    };
    tree(watched).into_iter().map(of_one).sum::<f64>() / 1024.0
}

#[test]
fn the_kernels_words_are_read() {
    let stat = "12 (a) b)) S 7 12 12 0 -1 4194560 100 0 0 0 31 11 0 0 20 0 1 0";
    let words = after_name(stat);
    assert_eq!((words[1], words[11], words[12]), ("7", "31", "11"));
}
