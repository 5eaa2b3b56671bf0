//! A text into the downloads folder, under a name that is free there: nothing is ever overwritten, and whatever the name
//! says, the file lands in that folder and nowhere else.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

const ENDINGS: &[&str] = &["json", "sh", "py", "tf", "yml", "sql", "csv"];
const PASSPORT: &str = ".gatewright";
const NAMES_TRIED: u32 = 1_000;

/// Only letters, digits, hyphens, underscores and one of our endings.
fn plain(file_name: &str) -> (String, &'static str) {
    let (stem, ending) = file_name.rsplit_once('.').unwrap_or((file_name, ""));
    let ending = ENDINGS.iter().find(|known| ending.eq_ignore_ascii_case(known)).copied().unwrap_or("txt");
    // A passport says what it is before its ending.
    let (stem, kind) = stem.strip_suffix(PASSPORT).map_or((stem, ""), |stem| (stem, PASSPORT));
    let stem: String =
        stem.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(100).collect();
    (format!("{}{kind}", if stem.is_empty() { "endpoint" } else { &stem }), ending)
}

/// Writes the text; gives where.
pub(crate) fn save(folder: &Path, file_name: &str, text: &str) -> std::io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let (stem, ending) = plain(file_name);
    for at in 0..NAMES_TRIED {
        let name = if at == 0 { format!("{stem}.{ending}") } else { format!("{stem} ({at}).{ending}") };
        let path = folder.join(name);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
                if let Err(error) = written {
                    // Half a file would look like a whole one.
                    let _ = std::fs::remove_file(&path);
                    return Err(error);
                }
                return Ok(path);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(std::io::Error::new(ErrorKind::AlreadyExists, "every name that was tried is taken"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let first = save(folder.path(), "chat.tf", "one").unwrap();
        let second = save(folder.path(), "chat.tf", "two").unwrap();
        assert_eq!(first.file_name().unwrap(), "chat.tf");
        assert_eq!(second.file_name().unwrap(), "chat (1).tf");
        assert_eq!(std::fs::read_to_string(first).unwrap(), "one");
        assert_eq!(std::fs::read_to_string(second).unwrap(), "two");
    }

    #[test]
    fn no_name_leads_out_of_the_folder_or_to_another_kind_of_file() {
        let folder = tempfile::tempdir().unwrap();
        for name in
            ["../../up.sh", "/etc/passwd", "C:\\x\\y.json", "..", ".bashrc", "a\0b.py", "x.desktop", ""]
        {
            let path = save(folder.path(), name, "text").unwrap();
            assert_eq!(path.parent().unwrap(), folder.path(), "{name}");
            let kept = path.file_name().unwrap().to_str().unwrap();
            assert!(!kept.starts_with('.') && !kept.ends_with(".desktop"), "{name} became {kept}");
        }
    }

    #[test]
    fn a_passport_keeps_the_name_it_is_known_by() {
        let folder = tempfile::tempdir().unwrap();
        for (name, kept) in [
            ("chat.gatewright.json", "chat.gatewright.json"),
            (".gatewright.json", "endpoint.gatewright.json"),
        ] {
            let path = save(folder.path(), name, "text").unwrap();
            assert_eq!(path, folder.path().join(kept));
        }
    }

    #[test]
    fn a_link_that_waits_under_the_name_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let victim = folder.path().join("victim");
        std::fs::write(&victim, "mine").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(&victim, folder.path().join("chat.sql")).unwrap();
        save(folder.path(), "chat.sql", "theirs").unwrap();
        assert_eq!(std::fs::read_to_string(victim).unwrap(), "mine");
    }
}
