//! What is fast, measured: the client over a raw socket, and the inside of the window while somebody works in it.
//! Each round prints lines `BENCH name value unit`, which `cargo xtask bench` gathers, takes the median of and holds against
//! the goals. Measuring takes minutes, so without GATEWRIGHT_BENCH=1 nothing is measured.
#![allow(unreachable_pub, reason = "the desk is shared with another test, where more of it is used")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]

mod core;
#[allow(dead_code, reason = "the window tests use all of the desk, measuring only some")]
#[path = "../window/desk.rs"]
mod desk;
mod drag;
mod history;
mod lists;
#[allow(dead_code, reason = "the window tests use all of it")]
#[path = "../window/process.rs"]
mod process;
mod processes;
mod server;
mod streams;
mod talk;
mod watch;

/// How many rounds are measured; nothing when nothing is to be measured.
fn rounds() -> Option<usize> {
    if std::env::var_os("GATEWRIGHT_BENCH").is_none_or(|wish| wish != "1") {
        println!("skipped: measuring takes minutes. `cargo xtask bench` does it.");
        return None;
    }
    Some(std::env::var("GATEWRIGHT_BENCH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(5))
}

/// One figure of one round.
fn report(name: &str, value: f64, unit: &str) {
    println!("\nBENCH {name} {value:.3} {unit}");
}

/// The value below which the given share of all lies.
fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1)) - 1;
    sorted.get(at).copied().unwrap_or(f64::NAN)
}

#[test]
fn a_quantile_is_a_value_that_was_measured() {
    let values: Vec<f64> = (1..=100).rev().map(f64::from).collect();
    assert_eq!(
        (quantile(&values, 0.5), quantile(&values, 0.95), quantile(&values, 1.0)),
        (50.0, 95.0, 100.0)
    );
    assert!(quantile(&[], 0.5).is_nan());
}
