//! The local database: one SQLite file, opened once, reached from async commands through `Store::run`.
//! Rooms own their tables' queries in their own `rows.rs`; this file knows how to open, set aside and share the file.
//! A credential never comes here (the keychain has them) and a secret's value never either (Databricks has it).

mod migrations;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

/// The database as every room sees it. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Store {
    connection: Arc<Mutex<Connection>>,
}

/// What happened while the file was opened, for the person to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Opened {
    /// As it should be.
    Ready,
    /// The file was damaged; it stands beside the new one under this name.
    SetAside(PathBuf),
    /// A newer version of the app wrote the file; it is left alone and this session keeps nothing.
    Newer,
    /// The folder cannot be written; this session keeps nothing.
    Unwritable(String),
}

/// A failure of the local database, already a sentence.
#[derive(Debug)]
pub(crate) struct StoreError(pub(crate) String);

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self(format!("The local database did not take this: {error}."))
    }
}

impl Store {
    /// Opens `folder/gatewright.db`. Never fails: a damaged file is set aside and a fresh one begun; where nothing can
    /// be written, the session runs in memory and the outcome says so.
    pub(crate) fn open(folder: &Path) -> (Self, Opened) {
        let file = folder.join("gatewright.db");
        if let Err(error) = std::fs::create_dir_all(folder) {
            return (Self::in_memory(), Opened::Unwritable(error.to_string()));
        }
        match Self::open_file(&file) {
            Ok(store) => (store, Opened::Ready),
            Err(Refusal::Newer) => (Self::in_memory(), Opened::Newer),
            Err(Refusal::Unwritable(why)) => (Self::in_memory(), Opened::Unwritable(why)),
            Err(Refusal::Damaged(why)) => {
                tracing::warn!(%why, "the local database is damaged and is set aside");
                let aside = set_aside(&file);
                match Self::open_file(&file) {
                    Ok(store) => (store, Opened::SetAside(aside)),
                    Err(_) => (Self::in_memory(), Opened::Unwritable(why)),
                }
            }
        }
    }

    /// A database that lives as long as the process.
    pub(crate) fn in_memory() -> Self {
        let mut connection = match Connection::open_in_memory() {
            Ok(connection) => connection,
            // SQLite refuses an in-memory database only when the process is out of memory.
            Err(error) => {
                tracing::error!(%error, "no memory for the local database");
                std::process::abort();
            }
        };
        if let Err(error) = migrations::run(&mut connection, None) {
            tracing::error!(?error, "the local database could not be laid out in memory");
        }
        Self { connection: Arc::new(Mutex::new(connection)) }
    }

    fn open_file(file: &Path) -> Result<Self, Refusal> {
        let mut connection = Connection::open(file).map_err(|error| Refusal::of(&error))?;
        prepare(&connection).map_err(|error| Refusal::of(&error))?;
        migrations::run(&mut connection, Some(file))?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    /// Runs `work` on the connection, off the async threads.
    pub(crate) async fn run<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let connection = Arc::clone(&self.connection);
        tokio::task::spawn_blocking(move || {
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            work(&mut connection).map_err(StoreError::from)
        })
        .await
        .map_err(|_| StoreError("The local database stopped in the middle of this.".to_owned()))?
    }

    /// The same, where there is no async runtime yet (while the app starts).
    pub(crate) fn run_now<T>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut connection).map_err(StoreError::from)
    }
}

/// Why a file was not opened.
#[derive(Debug)]
enum Refusal {
    Damaged(String),
    Newer,
    Unwritable(String),
}

impl Refusal {
    fn of(error: &rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{CannotOpen, DiskFull, PermissionDenied, ReadOnly};
        match error.sqlite_error_code() {
            Some(CannotOpen | DiskFull | PermissionDenied | ReadOnly) => Self::Unwritable(error.to_string()),
            _ => Self::Damaged(error.to_string()),
        }
    }
}

/// WAL with a full sync on each commit: a power cut loses nothing that was confirmed (measured cost: quality goals).
fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    // What is deleted is written over with zeros: a deleted prompt must not be readable in the file.
    connection.query_row("PRAGMA secure_delete = ON", [], |_| Ok(()))?;
    let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        return Ok(());
    }
    Err(rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT),
        Some(verdict),
    ))
}

/// Moves the file and its journal out of the way, under a name that says when.
fn set_aside(file: &Path) -> PathBuf {
    let stamp = crate::clock::file_stamp();
    let aside = file.with_file_name(format!("gatewright.damaged-{stamp}.db"));
    for suffix in ["", "-wal", "-shm"] {
        let from = PathBuf::from(format!("{}{suffix}", file.display()));
        let to = PathBuf::from(format!("{}{suffix}", aside.display()));
        if from.exists()
            && let Err(error) = std::fs::rename(&from, &to)
        {
            tracing::warn!(%error, "a damaged file could not be moved");
        }
    }
    aside
}

#[cfg(test)]
mod tests {
    use super::{Opened, Store};

    #[test]
    fn a_fresh_folder_gets_a_database() {
        let folder = tempfile::tempdir().unwrap();
        let (store, opened) = Store::open(&folder.path().join("deep/er"));
        assert_eq!(opened, Opened::Ready);
        let tables: i64 =
            store.run_now(|c| c.query_row("SELECT count(*) FROM sqlite_master", [], |r| r.get(0))).unwrap();
        assert!(tables > 3, "the tables are laid out");
    }

    #[test]
    fn a_damaged_file_is_kept_aside_and_the_app_starts() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("gatewright.db"), b"this was never a database, it only looks so")
            .unwrap();
        let (store, opened) = Store::open(folder.path());
        let Opened::SetAside(aside) = opened else { panic!("the damaged file was not noticed: {opened:?}") };
        assert!(aside.exists(), "what was damaged is still there to be looked at");
        store.run_now(|c| c.execute("INSERT INTO settings VALUES ('a', 'b')", [])).unwrap();
    }

    #[test]
    fn a_file_of_a_newer_version_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        drop(Store::open(folder.path()));
        let file = folder.path().join("gatewright.db");
        let raw = rusqlite::Connection::open(&file).unwrap();
        raw.pragma_update(None, "user_version", 9_999).unwrap();
        drop(raw);
        let (_, opened) = Store::open(folder.path());
        assert_eq!(opened, Opened::Newer);
        let raw = rusqlite::Connection::open(&file).unwrap();
        let version: i64 = raw.query_row("PRAGMA user_version", [], |r| r.get(0)).unwrap();
        assert_eq!(version, 9_999, "nothing was written to it");
    }

    #[test]
    fn what_was_written_is_there_after_opening_again() {
        let folder = tempfile::tempdir().unwrap();
        let (store, _) = Store::open(folder.path());
        store.run_now(|c| c.execute("INSERT INTO settings VALUES ('theme', 'dark')", [])).unwrap();
        drop(store);
        let (store, opened) = Store::open(folder.path());
        assert_eq!(opened, Opened::Ready);
        let theme: String = store
            .run_now(|c| c.query_row("SELECT value FROM settings WHERE name = 'theme'", [], |r| r.get(0)))
            .unwrap();
        assert_eq!(theme, "dark");
    }

    #[test]
    fn two_processes_may_hold_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        let (one, _) = Store::open(folder.path());
        let (two, opened) = Store::open(folder.path());
        assert_eq!(opened, Opened::Ready);
        one.run_now(|c| c.execute("INSERT INTO settings VALUES ('a', '1')", [])).unwrap();
        two.run_now(|c| c.execute("INSERT INTO settings VALUES ('b', '2')", [])).unwrap();
        let both: i64 =
            one.run_now(|c| c.query_row("SELECT count(*) FROM settings", [], |r| r.get(0))).unwrap();
        assert_eq!(both, 2);
    }
}
