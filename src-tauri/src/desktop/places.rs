//! Where the app keeps its files. One folder holds them all, so that a person can look at it, copy it or delete it.

use std::path::PathBuf;

/// The folders of this person.
#[derive(Debug, Clone)]
pub struct Places {
    pub(crate) data: PathBuf,
    /// Where a person looks for what was saved for them; none where the system names no home.
    pub(crate) downloads: Option<PathBuf>,
}

impl Places {
    /// The system's place for application data, or the folder named by `GATEWRIGHT_DATA`.
    pub(crate) fn of_this_person() -> Self {
        let named = std::env::var_os("GATEWRIGHT_DATA").map(PathBuf::from);
        let data = named
            .or_else(|| dirs::data_dir().map(|folder| folder.join("gatewright")))
            .unwrap_or_else(|| std::env::temp_dir().join("gatewright"));
        // Systems without a desktop name no such folder.
        let downloads = dirs::download_dir().or_else(|| dirs::home_dir().map(|home| home.join("Downloads")));
        Self { data, downloads }
    }

    /// Another folder, for tests.
    pub fn at(data: impl Into<PathBuf>) -> Self {
        let data = data.into();
        let downloads = Some(data.join("downloads"));
        Self { data, downloads }
    }

    pub(crate) fn log_file(&self) -> PathBuf {
        self.data.join("gatewright.log")
    }

    /// The simulated workspace between two starts. It holds no secret values.
    pub(crate) fn sandbox_file(&self) -> PathBuf {
        self.data.join("sandbox.json")
    }
}
