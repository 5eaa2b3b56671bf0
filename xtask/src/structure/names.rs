//! What files are called and how long they are.

use super::Finding;
use super::tree::Tree;

/// Words that say nothing about what is inside.
const EMPTY_WORDS: [&str; 9] =
    ["utils", "util", "helpers", "helper", "common", "misc", "manager", "service", "services"];
/// The Secret Service is the proper name of an interface.
const PROPER_NAMES: [&str; 1] = ["secret_service"];

/// Written by a program.
const GENERATED: [&str; 1] = ["ui/src/ipc/bindings.ts"];
const CODE: [&str; 6] = [".rs", ".ts", ".tsx", ".css", ".py", ".cjs"];
const LONG: usize = 400;
const TOO_LONG: usize = 500;

pub(super) fn words(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, _) in tree.files() {
        for part in path.split('/') {
            let name = part.split('.').next().unwrap_or(part);
            if PROPER_NAMES.contains(&name) {
                continue;
            }
            if let Some(word) = words_of(name).find(|word| EMPTY_WORDS.contains(&word.as_str())) {
                let what = format!("\"{word}\" says nothing about what is inside.");
                findings.push(Finding::new(path, what, "name it by its noun: git mv"));
                break;
            }
        }
    }
    findings
}

/// The words of a name in any spelling, in lower case: `EndpointManager`, `endpoint-manager`, `endpoint_manager`.
fn words_of(name: &str) -> impl Iterator<Item = String> {
    let mut words = vec![String::new()];
    for character in name.chars() {
        if !character.is_alphanumeric() || character.is_uppercase() {
            words.push(String::new());
        }
        if let (Some(word), true) = (words.last_mut(), character.is_alphanumeric()) {
            word.extend(character.to_lowercase());
        }
    }
    words.into_iter().filter(|word| !word.is_empty())
}

pub(super) fn lengths(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.files() {
        if GENERATED.contains(&path) || !CODE.iter().any(|extension| path.ends_with(extension)) {
            continue;
        }
        let lines = text.lines().count();
        let help = "find its second noun and give it a file";
        if lines > TOO_LONG {
            findings.push(Finding::new(path, format!("It has {lines} lines; {TOO_LONG} is the most."), help));
        } else if lines > LONG {
            findings.push(Finding::warning(path, format!("It has {lines} lines; {LONG} is the aim."), help));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_says_nothing_is_found_in_every_spelling() {
        let named = |path| words(&Tree::of(&[(path, "")])).len();
        for path in [
            "ui/src/utils/a.ts",
            "src-tauri/src/date_helpers.rs",
            "ui/src/EndpointManager.tsx",
            "a/common.css",
        ] {
            assert_eq!(named(path), 1, "{path}");
        }
        for path in
            ["crates/vault/src/secret_service.rs", "ui/src/kit/Commons.tsx", "src-tauri/src/endpoints/mod.rs"]
        {
            assert_eq!(named(path), 0, "{path}");
        }
    }

    #[test]
    fn a_long_file_is_warned_of_and_a_very_long_one_fails() {
        let found = |path, lines: usize| lengths(&Tree::of(&[(path, &"x\n".repeat(lines))]));
        assert!(found("a.rs", 400).is_empty());
        assert!(found("a.rs", 401)[0].only_a_warning);
        assert!(!found("a.tsx", 501)[0].only_a_warning);
        assert!(found("ui/src/ipc/bindings.ts", 5_000).is_empty());
        assert!(found("ui/package-lock.json", 5_000).is_empty());
    }
}
