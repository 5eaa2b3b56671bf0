//! What npm may bring: few packages at run time, exact versions, and a lock file that names packages and not servers.

use serde_json::Value;

use super::Finding;
use super::tree::Tree;

const MANIFEST: &str = "ui/package.json";
const LOCK: &str = "ui/package-lock.json";
const MOST: usize = 10;

pub(super) fn packages(tree: &Tree) -> Vec<Finding> {
    let manifest: Value = serde_json::from_str(tree.text(MANIFEST).unwrap_or("{}")).unwrap_or_default();
    let mut findings = Vec::new();
    let of = |table: &str| manifest[table].as_object().cloned().unwrap_or_default();
    let at_run_time = of("dependencies").len();
    if at_run_time == 0 || at_run_time > MOST {
        let what = format!("It has {at_run_time} packages at run time; {MOST} is the most.");
        findings.push(Finding::new(MANIFEST, what, "npm uninstall what can be done without"));
    }
    for (name, version) in of("dependencies").iter().chain(of("devDependencies").iter()) {
        let exact = version
            .as_str()
            .is_some_and(|text| text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(' '));
        if !exact {
            let what = format!("{name} has the version {version}, which is no exact one.");
            findings.push(Finding::new(MANIFEST, what, format!("npm install --save-exact {name}")));
        }
    }
    findings
}

pub(super) fn lock(tree: &Tree) -> Vec<Finding> {
    let text = tree.text(LOCK).unwrap_or_default();
    let Some(line) = text.lines().position(|line| line.trim_start().starts_with("\"resolved\"")) else {
        return Vec::new();
    };
    let what = "It names the server that a package came from, which is another one elsewhere.";
    vec![Finding::new(&format!("{LOCK}:{}", line + 1), what, "cargo xtask fix")]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(manifest: &str) -> usize {
        packages(&Tree::of(&[(MANIFEST, manifest)])).len()
    }

    #[test]
    fn an_eleventh_package_and_a_loose_version_are_found() {
        let list: Vec<_> = (0..11).map(|number| format!("\"p{number}\":\"1.0.0\"")).collect();
        assert_eq!(found(&format!("{{\"dependencies\":{{{}}}}}", list.join(","))), 1);
        assert_eq!(found(&format!("{{\"dependencies\":{{{}}}}}", list.get(..10).unwrap().join(","))), 0);
        assert_eq!(found(r#"{"dependencies":{"a":"1.0.0"},"devDependencies":{"b":"^2.0.0"}}"#), 1);
        assert_eq!(found("{}"), 1, "no packages at all means that the file was not read");
    }

    #[test]
    fn an_address_in_the_lock_file_is_found() {
        let with =
            "{\n  \"packages\": {\n    \"a\": {\n      \"resolved\": \"https://registry.example/a.tgz\"\n";
        assert_eq!(lock(&Tree::of(&[(LOCK, with)])).len(), 1);
        assert_eq!(lock(&Tree::of(&[(LOCK, "{ \"integrity\": \"sha512-x\" }")])).len(), 0);
    }
}
