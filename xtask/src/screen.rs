//! A desktop for tests on a machine that has none: a virtual display, a session bus, and a keyring that is thrown away with
//! its home folder. Everything runs inside it as a child and ends with it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::problem::Problem;
use crate::shell;

/// Starts what the tests need, runs the command, and ends what it started: a process that stayed behind would keep hold of the
/// output that somebody reads to its end. Arguments: the folder, the screen or `none`, the command.
const INSIDE: &str = include_str!("screen.sh");

/// A session bus that starts no program on demand. With the system's list of services, a question asked too early starts a
/// second keyring, and drawing a window starts portals, each of which may outlive the bus.
const BUS: &str = "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context=\"default\">\
<allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>\n";

/// What a session has beside its bus and its keyring.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Display {
    None,
    Virtual,
}

pub(crate) struct Session {
    folder: PathBuf,
}

impl Session {
    /// Makes the home folder. It is short, since the path of a socket may have 107 characters.
    pub(crate) fn start() -> Result<Self, Problem> {
        for program in ["dbus-run-session", "gnome-keyring-daemon", "gdbus", "Xvfb"] {
            if !shell::exists(program) {
                return Err(Problem::new(format!("{program} is needed for a desktop of the tests' own."))
                    .help("cargo xtask setup"));
            }
        }
        let folder = std::env::temp_dir().join(format!("gatewright-session-{}", std::process::id()));
        let made = ["home", "run", "screen"].iter().try_for_each(|name| private_folder(&folder.join(name)));
        let made = made
            .and_then(|()| std::fs::write(folder.join("bus.conf"), BUS))
            .and_then(|()| std::fs::write(folder.join("inside.sh"), INSIDE));
        made.map_err(|error| Problem::new(format!("{} can't be made: {error}.", folder.display())))?;
        Ok(Self { folder })
    }

    /// Where the virtual display keeps its picture, as the file `Xvfb_screen0`.
    pub(crate) fn screen(&self) -> PathBuf {
        self.folder.join("screen")
    }

    /// The command, run inside.
    pub(crate) fn wrap(&self, display: Display, inner: &Command) -> Command {
        let mut outer = Command::new("dbus-run-session");
        let screen = match display {
            Display::Virtual => "1280x900x24",
            Display::None => "none",
        };
        outer.arg("--config-file").arg(self.folder.join("bus.conf"));
        outer.args(["--", "bash"]).arg(self.folder.join("inside.sh")).arg(&self.folder).arg(screen);
        outer.arg(inner.get_program()).args(inner.get_args()).env_remove("DISPLAY");
        if let Some(folder) = inner.get_current_dir() {
            outer.current_dir(folder);
        }
        self.surroundings(&mut outer);
        for (name, value) in inner.get_envs() {
            match value {
                Some(value) => outer.env(name, value),
                None => outer.env_remove(name),
            };
        }
        outer
    }

    fn surroundings(&self, command: &mut Command) {
        // cargo and rustup look for themselves in the home folder, which is another one now.
        if let Some(home) = std::env::var_os("HOME").map(PathBuf::from) {
            for (name, folder) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
                if std::env::var_os(name).is_none() && home.join(folder).is_dir() {
                    command.env(name, home.join(folder));
                }
            }
        }
        let home = self.folder.join("home");
        command.env("HOME", &home).env("XDG_RUNTIME_DIR", self.folder.join("run"));
        for (name, folder) in
            [("XDG_DATA_HOME", ".local/share"), ("XDG_CONFIG_HOME", ".config"), ("XDG_CACHE_HOME", ".cache")]
        {
            command.env(name, home.join(folder));
        }
        for gone in ["WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "WEBKIT_DISABLE_DMABUF_RENDERER"] {
            command.env_remove(gone);
        }
        command.env("GDK_BACKEND", "x11").env("LIBGL_ALWAYS_SOFTWARE", "1").env("NO_AT_BRIDGE", "1");
        command.env("GATEWRIGHT_TEST_KEYRING", "1");
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn private_folder(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn value(command: &Command, name: &str) -> Option<Option<String>> {
        let found = command.get_envs().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.map(|value| value.to_string_lossy().into_owned()))
    }

    #[test]
    fn a_command_runs_inside_with_its_own_words_and_away_from_the_persons_home() {
        let session = Session { folder: "/tmp/gatewright-session-test".into() };
        let mut inner = Command::new("cargo");
        inner.args(["test", "a b"]).env("GATEWRIGHT_SHOTS", "target/shots");
        let outer = session.wrap(Display::Virtual, &inner);
        let words: Vec<_> = outer.get_args().map(|word| word.to_string_lossy().into_owned()).collect();
        let told = [
            "/tmp/gatewright-session-test/inside.sh",
            "/tmp/gatewright-session-test",
            "1280x900x24",
            "cargo",
            "test",
            "a b",
        ]
        .map(str::to_owned);
        assert!(words.ends_with(&told), "{words:?}");
        assert_eq!(value(&outer, "HOME"), Some(Some("/tmp/gatewright-session-test/home".into())));
        assert_eq!(value(&outer, "GATEWRIGHT_SHOTS"), Some(Some("target/shots".into())));
        assert_eq!(value(&outer, "WEBKIT_DISABLE_DMABUF_RENDERER"), Some(None), "screenshots would hang");
        let alone = session.wrap(Display::None, &inner);
        assert!(alone.get_args().any(|word| word == "none"));
        assert_eq!(value(&alone, "DISPLAY"), Some(None), "the person's own display is left alone");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn inside_there_is_a_display_a_bus_and_an_unlocked_keyring_and_nothing_stays_behind() {
        let session = match Session::start() {
            Ok(session) => session,
            Err(problem) => return eprintln!("skipped: {problem}"),
        };
        let mut inner = Command::new("bash");
        let ask = "echo \"$DISPLAY|$DBUS_SESSION_BUS_ADDRESS\"; gdbus call --session --dest org.freedesktop.secrets \
                   --object-path /org/freedesktop/secrets/collection/login \
                   --method org.freedesktop.DBus.Properties.Get org.freedesktop.Secret.Collection Locked";
        // Looked for from inside: the server takes its file along when it ends.
        let picture = session.screen().join("Xvfb_screen0");
        inner.args(["-c", &format!("{ask}; test -f {} && echo a picture", picture.display())]);
        let mut outer = session.wrap(Display::Virtual, &inner);
        let ended = shell::quietly(&mut outer, Duration::from_secs(60)).unwrap();
        let told = ended.output;
        assert!(ended.success, "{told}");
        assert!(told.starts_with(':') && told.contains("|unix:") && told.contains("(<false>,)"), "{told}");
        assert!(told.contains("a picture"), "{told}");
        let folder = session.folder.clone();
        drop(session);
        assert!(!folder.exists());
    }
}
