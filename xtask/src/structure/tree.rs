//! The project's files as rules see them: paths and texts. Tests make small trees of their own.

use std::collections::BTreeMap;
use std::process::Command;

use crate::problem::Problem;
use crate::shell;

const TEXT: [&str; 9] = ["rs", "toml", "ts", "tsx", "css", "json", "py", "cjs", "html"];

pub(crate) struct Tree(BTreeMap<String, String>);

impl Tree {
    /// What git knows or would know; texts only.
    pub(crate) fn of_the_project() -> Result<Self, Problem> {
        let mut git = Command::new("git");
        git.args(["ls-files", "--cached", "--others", "--exclude-standard"]);
        let listing = shell::ask(&mut git).ok_or_else(|| {
            Problem::new("The list of files comes from git, which does not answer here.").help("git status")
        })?;
        let text =
            |path: &&str| path.rsplit_once('.').is_some_and(|(_, extension)| TEXT.contains(&extension));
        let files = listing.lines().filter(text).filter_map(|path| {
            let content = std::fs::read_to_string(path).ok()?;
            Some((path.to_owned(), content))
        });
        Ok(Self(files.collect()))
    }

    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The files whose path ends so.
    pub(crate) fn ending(&self, end: &'static str) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter(move |(path, _)| path.ends_with(end))
    }

    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }
}
