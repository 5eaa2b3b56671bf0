//! Where the configuration file is and which profile the environment asks for: `DATABRICKS_CONFIG_FILE`,
//! `DATABRICKS_CONFIG_PROFILE`, and `.databrickscfg` in the home folder.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::{FileProblem, Profiles};

/// The file and the profile that a tool started in this environment would use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    file: Option<PathBuf>,
    profile: Option<String>,
}

impl Place {
    /// The place according to this process's environment.
    pub fn of_this_machine() -> Self {
        Self::of(|name| env::var_os(name), env::home_dir())
    }

    /// The place according to these variables and this home folder. An empty variable counts as none.
    pub fn of(variable: impl Fn(&str) -> Option<OsString>, home: Option<PathBuf>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let file = match set("DATABRICKS_CONFIG_FILE") {
            Some(file) => Some(expanded(PathBuf::from(file), home.as_deref())),
            None => home.map(|home| home.join(".databrickscfg")),
        };
        let profile = set("DATABRICKS_CONFIG_PROFILE").map(|name| name.to_string_lossy().into_owned());
        Self { file, profile }
    }

    /// The file, whether or not it exists. None only where there is no home folder.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// The profile that `DATABRICKS_CONFIG_PROFILE` asks for.
    pub fn profile(&self) -> Option<&str> {
        self.profile.as_deref()
    }

    /// Reads the file of this place.
    ///
    /// # Errors
    /// As [`Profiles::read`].
    pub fn read(&self) -> Result<Profiles, FileProblem> {
        self.file().map_or_else(|| Ok(Profiles::default()), Profiles::read)
    }
}

/// A `~` in front becomes the home folder.
fn expanded(file: PathBuf, home: Option<&Path>) -> PathBuf {
    match (file.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => file,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(variables: &[(&str, &str)]) -> Place {
        let find = |name: &str| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
        };
        Place::of(find, Some("/home/me".into()))
    }

    #[test]
    fn the_file_is_the_one_of_the_environment_or_lies_in_the_home_folder() {
        assert_eq!(place(&[]).file(), Some(Path::new("/home/me/.databrickscfg")));
        assert_eq!(
            place(&[("DATABRICKS_CONFIG_FILE", "")]).file(),
            Some(Path::new("/home/me/.databrickscfg"))
        );
        assert_eq!(place(&[("DATABRICKS_CONFIG_FILE", "~/x/cfg")]).file(), Some(Path::new("/home/me/x/cfg")));
        assert_eq!(place(&[("DATABRICKS_CONFIG_FILE", "/a/~/cfg")]).file(), Some(Path::new("/a/~/cfg")));
        assert_eq!(Place::of(|_| None, None).file(), None);
    }

    #[test]
    fn the_profile_is_the_one_of_the_environment_unless_it_is_empty() {
        assert_eq!(place(&[("DATABRICKS_CONFIG_PROFILE", "prod")]).profile(), Some("prod"));
        assert_eq!(place(&[("DATABRICKS_CONFIG_PROFILE", "")]).profile(), None);
    }
}
