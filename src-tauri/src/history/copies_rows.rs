//! Older copies of the database that stand beside it since an update: what is deleted is deleted in them too.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

/// Takes conversations out of every copy in the folder. Gives the copies that could not be changed.
pub(super) fn forget(folder: &Path, chats: &[String]) -> Vec<PathBuf> {
    if chats.is_empty() {
        return Vec::new();
    }
    let mut left = Vec::new();
    for file in copies(folder) {
        if let Err(error) = forget_in(&file, chats) {
            tracing::warn!(%error, "a copy of the database still holds what was deleted");
            left.push(file);
        }
    }
    left
}

fn copies(folder: &Path) -> Vec<PathBuf> {
    let mut copies: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("gatewright.version-") && name.ends_with(".db")
        })
        .collect();
    copies.sort();
    copies
}

fn forget_in(file: &Path, chats: &[String]) -> rusqlite::Result<()> {
    let copy = Connection::open_with_flags(file, rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    copy.pragma_update(None, "foreign_keys", "ON")?;
    copy.pragma_update(None, "secure_delete", "ON")?;
    for chat in chats {
        copy.execute("DELETE FROM chats WHERE id = ?1", [chat])?;
    }
    Ok(())
}
