//! Where a program is: the folders of `PATH`, then those where installers put it. A window started from a desktop often has a
//! shorter `PATH` than a terminal.

use std::env;
use std::path::{Path, PathBuf};

/// The folders to look in, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search(Vec<PathBuf>);

/// Folders that a terminal has on its `PATH` and a desktop may not.
#[cfg(not(windows))]
const USUAL: &[&str] =
    &["/usr/local/bin", "/opt/homebrew/bin", "/home/linuxbrew/.linuxbrew/bin", "/snap/bin"];
#[cfg(windows)]
const USUAL: &[&str] = &[
    r"C:\Program Files\Microsoft SDKs\Azure\CLI2\wbin",
    r"C:\Program Files (x86)\Microsoft SDKs\Azure\CLI2\wbin",
    r"C:\ProgramData\chocolatey\bin",
];

/// The same below the home folder.
#[cfg(not(windows))]
const USUAL_AT_HOME: &[&str] = &[".local/bin", "bin"];
#[cfg(windows)]
const USUAL_AT_HOME: &[&str] = &[r"AppData\Local\Microsoft\WinGet\Links", r"scoop\shims"];

impl Search {
    /// The folders of this machine.
    pub fn of_this_machine() -> Self {
        let path = env::var_os("PATH").unwrap_or_default();
        let home = env::home_dir();
        let at_home = home.iter().flat_map(|home| USUAL_AT_HOME.iter().map(|folder| home.join(folder)));
        Self::in_folders(env::split_paths(&path).chain(USUAL.iter().map(PathBuf::from)).chain(at_home))
    }

    /// These folders. One that is not absolute is left out: what it holds depends on where this program was started.
    pub fn in_folders(folders: impl IntoIterator<Item = PathBuf>) -> Self {
        Self(folders.into_iter().filter(|folder| folder.is_absolute()).collect())
    }

    /// The first file of this program that can be run.
    pub fn find(&self, program: &str) -> Option<PathBuf> {
        let files = files(program, cfg!(windows));
        self.0.iter().flat_map(|folder| files.iter().map(|file| folder.join(file))).find(|path| can_run(path))
    }
}

/// The file names of a program. On Windows `az` is a batch file, which the standard library starts with its arguments quoted.
fn files(program: &str, windows: bool) -> Vec<String> {
    if !windows || Path::new(program).extension().is_some() {
        return vec![program.to_owned()];
    }
    ["exe", "cmd", "bat"].iter().map(|ending| format!("{program}.{ending}")).collect()
}

/// Whether this is a file that may be run.
pub(super) fn can_run(path: &Path) -> bool {
    let Ok(about) = path.metadata() else { return false };
    #[cfg(unix)]
    let allowed = std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let allowed = true;
    about.is_file() && allowed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_has_other_names_on_windows() {
        assert_eq!(files("az", true), ["az.exe", "az.cmd", "az.bat"]);
        assert_eq!(files("databricks.exe", true), ["databricks.exe"]);
        assert_eq!(files("az", false), ["az"]);
    }

    #[cfg(unix)]
    #[test]
    fn only_a_file_that_may_be_run_in_an_absolute_folder_is_found() {
        use std::os::unix::fs::PermissionsExt;
        let [first, second] = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        for folder in [&first, &second] {
            std::fs::write(folder.path().join("az"), "").unwrap();
        }
        std::fs::create_dir(first.path().join("databricks")).unwrap();
        let run = second.path().join("az");
        std::fs::set_permissions(&run, std::fs::Permissions::from_mode(0o755)).unwrap();
        let search =
            Search::in_folders([PathBuf::from("."), first.path().to_owned(), second.path().to_owned()]);
        assert_eq!(search.find("az"), Some(run));
        assert_eq!(search.find("databricks"), None);
        assert_eq!(search.0.len(), 2);
    }
}
