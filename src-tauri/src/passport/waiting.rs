//! The file the app was started with, until the window asks for it: at the first start, and when a further start hands
//! over to the app that runs. Nothing is opened here; the window shows what it holds first.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// More than any passport has.
const LARGEST: u64 = 262_144;

#[derive(Default)]
pub(crate) struct Waiting(Mutex<Option<PathBuf>>);

impl Waiting {
    /// Keeps the first argument that names a file, seen from the folder the app was started in.
    pub(crate) fn note(&self, arguments: impl IntoIterator<Item = String>, folder: &Path) {
        let named = arguments.into_iter().find(|one| !one.is_empty() && !one.starts_with('-'));
        if let Some(named) = named {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(folder.join(named));
        }
    }

    /// The file, once.
    pub(crate) fn take(&self) -> Option<PathBuf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The text of such a file, or why it cannot be had, as a sentence.
pub(crate) fn text(file: &Path) -> Result<String, String> {
    let unread = |error: std::io::Error| format!("{} could not be read: {error}.", file.display());
    let facts = std::fs::metadata(file).map_err(unread)?;
    if facts.len() > LARGEST || !facts.is_file() {
        return Err(format!("{} is no passport: it is too large, or no file.", file.display()));
    }
    let bytes = std::fs::read(file).map_err(unread)?;
    String::from_utf8(bytes).map_err(|_| format!("{} is no passport: it holds no text.", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_file_named_is_given_once_and_seen_from_where_the_app_was_started() {
        let waiting = Waiting::default();
        waiting.note([], Path::new("/home/dana"));
        assert_eq!(waiting.take(), None);
        waiting.note(
            ["--flag".to_owned(), "claims.json".to_owned(), "two.json".to_owned()],
            Path::new("/home/dana"),
        );
        assert_eq!(waiting.take(), Some(PathBuf::from("/home/dana/claims.json")));
        assert_eq!(waiting.take(), None);
    }

    #[test]
    fn what_cannot_be_a_passport_is_refused_with_a_sentence() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("claims.json");
        assert!(text(&file).unwrap_err().contains("could not be read"));
        assert!(text(folder.path()).unwrap_err().contains("no file"));
        std::fs::write(&file, "{}").unwrap();
        assert_eq!(text(&file).unwrap(), "{}");
        std::fs::write(&file, [0xff, 0xfe]).unwrap();
        assert!(text(&file).unwrap_err().contains("no text"));
        std::fs::write(&file, vec![b' '; 300_000]).unwrap();
        assert!(text(&file).unwrap_err().contains("too large"));
    }
}
