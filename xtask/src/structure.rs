//! The rules of the house that no compiler knows: which way arrows point, what files are called and how long they are, what
//! the window may do, what npm may bring. Each rule is a function from the tree to findings, and has a test that breaks it.

mod arrows;
mod capability;
mod manifest;
mod names;
mod npm;
mod tree;
mod window;

use crate::problem::Problem;
use tree::Tree;

/// One thing that is not as it should be.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    path: String,
    what: String,
    help: String,
    /// Told, but no failure.
    only_a_warning: bool,
}

impl Finding {
    fn new(path: &str, what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { path: path.to_owned(), what: what.into(), help: help.into(), only_a_warning: false }
    }

    fn warning(path: &str, what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { only_a_warning: true, ..Self::new(path, what, help) }
    }
}

type Rule = fn(&Tree) -> Vec<Finding>;

const RULES: [(&str, Rule); 10] = [
    ("dependencies point one way", arrows::dependencies),
    ("libraries are named only where they belong", arrows::mentions),
    ("nothing is called utils, helpers, common, misc, manager or service", names::words),
    ("a file past 400 lines is two nouns", names::lengths),
    ("the window's security policy", window::policy),
    ("the window's settings", window::settings),
    ("the window's permissions", capability::permissions),
    ("no plugin that opens the disk, the shell or the network to the page", capability::plugins),
    ("at most ten npm packages at run time, exact versions", npm::packages),
    ("no registry's address in the lock file", npm::lock),
];

/// Tells every finding; true when there is none but warnings.
pub(crate) fn holds() -> Result<bool, Problem> {
    let tree = Tree::of_the_project()?;
    let mut holds = true;
    for (name, rule) in RULES {
        let findings = rule(&tree);
        let failed = findings.iter().any(|finding| !finding.only_a_warning);
        holds &= !failed;
        println!("   {} {name}", if failed { "FAILED" } else { "ok    " });
        for finding in findings {
            let kind = if finding.only_a_warning { "warning: " } else { "" };
            println!("      {kind}{}: {}\n         what helps: {}", finding.path, finding.what, finding.help);
        }
    }
    Ok(holds)
}
