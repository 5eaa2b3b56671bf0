//! The bytes of the configuration file: opened only when it is an ordinary file, read up to a limit, and decoded.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use zeroize::Zeroizing;

use super::problem::FileProblem;

/// The largest file that is read, in bytes. A thousand profiles take a twentieth of it.
pub const LARGEST: u64 = 4 * 1024 * 1024;

/// Reads the file; `None` when there is none. The null device counts as an empty file: it is how people say "no profiles".
pub(super) fn read(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, FileProblem> {
    let about = match fs::metadata(path) {
        Ok(about) => about,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(error.into()),
    };
    if about.is_dir() {
        return Err(FileProblem::Folder);
    }
    if path == Path::new("/dev/null") {
        return Ok(Some(Zeroizing::default()));
    }
    if !about.is_file() {
        return Err(FileProblem::NotAFile);
    }
    if about.len() > LARGEST {
        return Err(FileProblem::TooLarge);
    }
    // Room for all of it and one byte more, so that the buffer never moves and leaves a copy of secrets behind.
    let room = usize::try_from(about.len() + 1).unwrap_or_default();
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(FileProblem::TooLarge);
    }
    Ok(Some(bytes))
}

/// The text of the bytes: UTF-8 without a byte order mark.
pub(super) fn text(bytes: &[u8]) -> Result<&str, FileProblem> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(FileProblem::Utf16);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        FileProblem::Encoding { line: 1 + before.iter().filter(|byte| **byte == b'\n').count() }
    })?;
    if text.starts_with('\u{feff}') {
        return Err(FileProblem::ByteOrderMark);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_plain_utf8_are_refused_with_the_place() {
        assert_eq!(text(b"[a]\r\nx=1\r\ny=\xff\r\n"), Err(FileProblem::Encoding { line: 3 }));
        assert_eq!(text(b"\xff\xfe[\0a\0]\0"), Err(FileProblem::Utf16));
        assert_eq!(text(b"\xef\xbb\xbf[a]\n"), Err(FileProblem::ByteOrderMark));
        assert_eq!(text("[é]".as_bytes()), Ok("[é]"));
    }

    #[test]
    fn only_an_ordinary_file_of_bearable_size_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cfg");
        assert_eq!(read(&path), Ok(None));
        assert_eq!(read(&path.join("below")), Ok(None));
        assert_eq!(read(folder.path()), Err(FileProblem::Folder));
        fs::write(&path, "[a]").unwrap();
        assert_eq!(read(&path).unwrap().unwrap().as_slice(), b"[a]");
        assert_eq!(read(&path.join("below")), Ok(None));
        File::create(&path).unwrap().set_len(LARGEST + 1).unwrap();
        assert_eq!(read(&path), Err(FileProblem::TooLarge));
        #[cfg(unix)]
        {
            assert_eq!(read(Path::new("/dev/null")).unwrap().unwrap().len(), 0);
            assert_eq!(read(Path::new("/dev/zero")), Err(FileProblem::NotAFile));
        }
    }
}
