//! Memory of a program with all its children (WebKit runs pages and network in processes of their own), as proportional
//! set size: what is shared counts once, divided among those who share it.

use std::collections::BTreeMap;

/// Megabytes of a process and everything below it.
pub(super) fn pss_mb(process: u32) -> f64 {
    let parents = parents();
    let mut tree = vec![process];
    let mut at = 0;
    while let Some(parent) = tree.get(at).copied() {
        tree.extend(parents.iter().filter(|(_, of)| **of == parent).map(|(child, _)| *child));
        at += 1;
    }
    let kilobytes: u64 = tree.iter().map(|process| pss_kb(*process)).sum();
    kilobytes as f64 / 1024.0
}

fn pss_kb(process: u32) -> u64 {
    let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
    rollup.lines().find_map(kilobytes_of).unwrap_or(0)
}

fn kilobytes_of(line: &str) -> Option<u64> {
    line.strip_prefix("Pss:")?.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// Each process and its parent.
fn parents() -> BTreeMap<u32, u32> {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|entry| {
            let process: u32 = entry.file_name().to_str()?.parse().ok()?;
            Some((process, parent_of(&std::fs::read_to_string(entry.path().join("stat")).ok()?)?))
        })
        .collect()
}

/// The second word after the name, which stands in brackets and may hold anything.
fn parent_of(stat: &str) -> Option<u32> {
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernels_lines_are_read() {
        assert_eq!(kilobytes_of("Pss:                1234 kB"), Some(1234));
        assert_eq!(kilobytes_of("Pss_Dirty:          1234 kB"), None);
        assert_eq!(parent_of("12 (a) b)) S 7 12 12 0"), Some(7));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn this_process_has_memory() {
        assert!(pss_mb(std::process::id()) > 0.1);
    }
}
