//! A start that met the app while it was leaving: it still held its name and no longer answered. One more start then finds
//! the way free. Called by the start alone.

use std::process::Command;

/// Set for the second start, so that there is no third.
const SECOND: &str = "GATEWRIGHT_SECOND_START";

/// Whether the window could not be opened because the app that is leaving took the start and did not answer.
fn met_one_that_leaves(error: &str) -> bool {
    error.contains("failed to forward arguments to the running instance")
}

/// Starts the app once more when that is what happened. True: the second one is on its way.
pub(crate) fn start_again(error: &str) -> bool {
    if !met_one_that_leaves(error) || std::env::var_os(SECOND).is_some() {
        return false;
    }
    let Ok(program) = std::env::current_exe() else { return false };
    tracing::info!("the app was still leaving; started again");
    Command::new(program).args(std::env::args_os().skip(1)).env(SECOND, "1").spawn().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_start_that_was_not_answered_is_made_again() {
        let left = "failed to initialize plugin `single-instance`: failed to forward arguments to the running instance: NoReply";
        assert!(met_one_that_leaves(left));
        assert!(!met_one_that_leaves("no display was found"));
        assert!(!start_again("no display was found"));
    }
}
