//! Which way arrows point: ui → src-tauri → crates; Tauri, reqwest, keyring and SQL each named in one place; the sandbox
//! depending on nothing of ours, so that a wrong field name in the client cannot cancel itself out.

use super::Finding;
use super::manifest::{self, Kind};
use super::tree::Tree;

const SEE: &str = "move it to where DESIGN's house has it; docs/architecture.md draws it";

/// A library, and the manifests that may depend on it.
struct Place {
    library: fn(&str) -> bool,
    what: &'static str,
    manifests: &'static [&'static str],
    /// Tests may use it anywhere.
    in_tests: bool,
}

const PLACES: [Place; 4] = [
    Place { library: is_tauri, what: "Tauri", manifests: &["Cargo.toml"], in_tests: false },
    Place {
        library: |name| name == "reqwest",
        what: "reqwest",
        manifests: &["crates/databricks/Cargo.toml"],
        in_tests: true,
    },
    Place {
        library: is_keychain,
        what: "The keychain",
        manifests: &["crates/vault/Cargo.toml"],
        in_tests: false,
    },
    Place { library: |name| name == "rusqlite", what: "SQLite", manifests: &["Cargo.toml"], in_tests: true },
];

fn is_tauri(name: &str) -> bool {
    ["tauri", "wry", "tao", "muda"].contains(&name) || name.starts_with("tauri-")
}

fn is_keychain(name: &str) -> bool {
    name == "keyring"
        || name == "keyring-core"
        || name == "secret-service"
        || name.ends_with("-keyring-store")
}

/// What manifests say.
pub(super) fn dependencies(tree: &Tree) -> Vec<Finding> {
    tree.ending("Cargo.toml").flat_map(|(path, text)| of_manifest(path, text)).collect()
}

fn of_manifest(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (kind, name) in manifest::dependencies(text).iter().filter(|(kind, _)| *kind != Kind::Workspace) {
        for place in PLACES.iter().filter(|place| (place.library)(name)) {
            let welcome = place.manifests.contains(&path) || (place.in_tests && *kind == Kind::Dev);
            if !welcome {
                let what = format!("{} ({name}) belongs to {}.", place.what, place.manifests.join(", "));
                findings.push(Finding::new(path, what, SEE));
            }
        }
        let ours = name.starts_with("gatewright") && *kind != Kind::Dev;
        if ours && (path.starts_with("crates/") || path.starts_with("xtask/")) {
            findings.push(Finding::new(
                path,
                format!("It depends on {name}, and may depend on nothing of ours."),
                SEE,
            ));
        }
        if path == "crates/sandbox/Cargo.toml" && name.starts_with("gatewright") && *kind == Kind::Dev {
            let what = format!(
                "The sandbox depends on {name}, if only in tests. Test the two together in tests/contract."
            );
            findings.push(Finding::new(path, what, SEE));
        }
    }
    findings
}

/// Whether a file may hold a word.
type Allowed = fn(&str) -> bool;

/// A word in Rust code, the rule in words, and the files that may hold it.
const WORDS: [(&str, &str, Allowed); 4] = [
    ("tauri::", "Tauri is named only in src-tauri", |path| !path.starts_with("crates/")),
    ("reqwest::", "reqwest is named only in crates/databricks", |path| {
        path.starts_with("crates/databricks/") || is_test(path)
    }),
    ("keyring::", "the keychain is named only in crates/vault", |path| path.starts_with("crates/vault/")),
    ("rusqlite", "SQL stands only under store and in the rooms' rows.rs and …_rows.rs", holds_sql),
];

fn is_test(path: &str) -> bool {
    path.starts_with("tests/") || path.contains("/tests/") || path.ends_with("tests.rs")
}

/// `app/settings.rs` is the table of settings, one row a setting.
fn holds_sql(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    path.starts_with("src-tauri/src/store/")
        || path == "src-tauri/src/app/settings.rs"
        || is_test(path)
        || (path.starts_with("src-tauri/src/") && (file == "rows.rs" || file.ends_with("_rows.rs")))
}

/// What code says.
pub(super) fn mentions(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in tree.ending(".rs").filter(|(path, _)| !path.starts_with("xtask/")) {
        for (word, rule, allowed) in WORDS {
            let named = |line: &str| !line.trim_start().starts_with("//") && line.contains(word);
            if let Some(line) = text.lines().position(named)
                && !allowed(path)
            {
                findings.push(Finding::new(&format!("{path}:{}", line + 1), format!("{rule}."), SEE));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(path: &str, text: &str) -> usize {
        dependencies(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn tauri_is_a_dependency_of_the_root_package_alone() {
        assert_eq!(
            wrong("Cargo.toml", "[dependencies]\ntauri = \"2\"\n[build-dependencies]\ntauri-build = \"2\"\n"),
            0
        );
        assert_eq!(wrong("crates/vault/Cargo.toml", "[dependencies]\ntauri-plugin-opener = \"2\"\n"), 1);
        assert_eq!(wrong("xtask/Cargo.toml", "[dev-dependencies]\ntauri = \"2\"\n"), 1);
    }

    #[test]
    fn reqwest_belongs_to_the_client_and_to_tests() {
        assert_eq!(wrong("crates/databricks/Cargo.toml", "[dependencies]\nreqwest.workspace = true\n"), 0);
        assert_eq!(wrong("crates/sandbox/Cargo.toml", "[dev-dependencies]\nreqwest.workspace = true\n"), 0);
        assert_eq!(wrong("crates/sandbox/Cargo.toml", "[dependencies]\nreqwest.workspace = true\n"), 1);
        assert_eq!(wrong("Cargo.toml", "[dependencies]\nreqwest = \"0.13\"\n"), 1);
    }

    #[test]
    fn the_keychain_belongs_to_the_vault() {
        assert_eq!(wrong("crates/vault/Cargo.toml", "[dependencies]\nkeyring = \"4\"\n"), 0);
        assert_eq!(wrong("Cargo.toml", "[dependencies]\nkeyring = \"4\"\n"), 1);
        assert_eq!(wrong("Cargo.toml", "[dependencies.apple-native-keyring-store]\nversion = \"1\"\n"), 1);
    }

    #[test]
    fn a_crate_depends_on_nothing_of_ours_and_the_sandbox_not_even_in_tests() {
        assert_eq!(
            wrong("crates/databricks/Cargo.toml", "[dependencies]\ngatewright-vault.workspace = true\n"),
            1
        );
        assert_eq!(
            wrong(
                "crates/databricks/Cargo.toml",
                "[dev-dependencies]\ngatewright-sandbox.workspace = true\n"
            ),
            0
        );
        assert_eq!(
            wrong(
                "crates/sandbox/Cargo.toml",
                "[dev-dependencies]\ngatewright-databricks.workspace = true\n"
            ),
            1
        );
        assert_eq!(wrong("xtask/Cargo.toml", "[dependencies]\ngatewright = { path = \"..\" }\n"), 1);
        assert_eq!(wrong("Cargo.toml", "[workspace.dependencies]\nreqwest = \"0.13\"\n"), 0);
    }

    #[test]
    fn code_names_each_library_only_where_it_belongs() {
        let named = |path, text| mentions(&Tree::of(&[(path, text)])).len();
        assert_eq!(named("crates/vault/src/lib.rs", "use tauri::State;"), 1);
        assert_eq!(named("src-tauri/src/lib.rs", "use tauri::State;\nuse reqwest::Client;"), 1);
        assert_eq!(named("src-tauri/src/lib.rs", "// tauri and reqwest:: in words"), 0);
        assert_eq!(named("tests/contract/main.rs", "reqwest::get(url)"), 0);
        assert_eq!(named("src-tauri/src/app.rs", "keyring::Entry::new()"), 1);
        assert_eq!(named("src-tauri/src/endpoints/mod.rs", "rusqlite::params![]"), 1);
        assert_eq!(named("src-tauri/src/endpoints/draft_rows.rs", "rusqlite::params![]"), 0);
        assert_eq!(named("src-tauri/src/store/mod.rs", "use rusqlite::Connection;"), 0);
    }
}
