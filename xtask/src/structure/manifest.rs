//! The names of the packages that a Cargo.toml depends on, read line by line: all that the rules need of TOML.

/// Which table a dependency stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Normal,
    /// Only tests, examples and benchmarks see it.
    Dev,
    Build,
    /// A version that members may refer to; no dependency by itself.
    Workspace,
}

/// Each dependency of a manifest once a table.
pub(crate) fn dependencies(text: &str) -> Vec<(Kind, String)> {
    let mut table = None;
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[') {
            table = kind_of(header.trim_end_matches(']'));
            if let Some((kind, Some(name))) = &table {
                found.push((*kind, name.clone()));
            }
        } else if let Some((kind, None)) = table {
            let name = line.split(['=', '.', ' ']).next().unwrap_or_default().trim_matches('"');
            if line.contains('=') && !name.is_empty() && !name.starts_with('#') {
                found.push((kind, name.to_owned()));
            }
        }
    }
    found
}

/// `target.'cfg(..)'.dev-dependencies` is Dev; `dependencies.keyring` is a table of one dependency.
fn kind_of(header: &str) -> Option<(Kind, Option<String>)> {
    let (head, last) = header.rsplit_once('.').unwrap_or(("", header));
    let kind = |word: &str| match word {
        "dependencies" if head == "workspace" => Some(Kind::Workspace),
        "dependencies" => Some(Kind::Normal),
        "dev-dependencies" => Some(Kind::Dev),
        "build-dependencies" => Some(Kind::Build),
        _ => None,
    };
    if let Some(kind) = kind(last) {
        return Some((kind, None));
    }
    let table = head.rsplit('.').next().unwrap_or(head);
    kind(table).map(|kind| (kind, Some(last.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_of_every_kind_of_table_are_found() {
        let text = "[package]\nname = \"a\"\n[dependencies]\n# why\nserde.workspace = true\ntokio = { version = \"1\" }\n\
                    [dev-dependencies]\nproptest = \"1\"\n[target.'cfg(unix)'.dependencies]\nzbus = \"5\"\n\
                    [dependencies.url]\nversion = \"2\"\n[workspace.dependencies]\nhttp = \"1\"\n[lints]\nworkspace = true\n";
        let found = dependencies(text);
        let names: Vec<_> = found.iter().map(|(kind, name)| (*kind, name.as_str())).collect();
        assert_eq!(
            names,
            [
                (Kind::Normal, "serde"),
                (Kind::Normal, "tokio"),
                (Kind::Dev, "proptest"),
                (Kind::Normal, "zbus"),
                (Kind::Normal, "url"),
                (Kind::Workspace, "http"),
            ]
        );
    }
}
