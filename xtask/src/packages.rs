//! System packages: what is needed, what is missing, and installing it on Debian and Ubuntu as root or with sudo.
//! Other systems get the list in the README; there this file does nothing.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::problem::Problem;
use crate::shell;

/// What building, the window and its tests need on Debian 12 and Ubuntu 22.04 or later, with the reason for each line.
const PACKAGES: [(&str, &[&str]); 6] = [
    ("compiling", &["build-essential", "pkg-config", "curl", "ca-certificates", "file", "git"]),
    ("the window", &["libwebkit2gtk-4.1-dev", "libsoup-3.0-dev", "librsvg2-dev", "libdbus-1-dev"]),
    ("a virtual display", &["xvfb", "dbus-x11", "libglib2.0-bin"]),
    (
        "driving the window, and a keychain for tests",
        &["webkit2gtk-driver", "gnome-keyring", "libsecret-tools"],
    ),
    ("signing in through a real browser in the tests", BROWSER),
    ("the tests with public clients", &["python3", "python3-venv", "jq"]),
];

/// Debian's. Elsewhere these names lead to something that does not run here (a snap on Ubuntu), and the test that needs
/// them says that it is skipped.
const BROWSER: &[&str] = &["chromium", "chromium-driver"];

fn wanted(system: &str) -> Vec<&'static str> {
    let debian = system.lines().any(|line| line == "ID=debian");
    let named = PACKAGES.iter().flat_map(|(_, names)| names.iter().copied());
    named.filter(|name| debian || !BROWSER.contains(name)).collect()
}

pub(crate) fn install_missing() -> Result<(), Problem> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !shell::exists("dpkg-query") {
        println!("   No Debian here: see the README for the packages that this system needs.");
        return Ok(());
    }
    let wanted = wanted(&std::fs::read_to_string("/etc/os-release").unwrap_or_default());
    let missing = missing(&wanted, &installed(&wanted));
    if missing.is_empty() {
        println!("   All {} system packages are there.", wanted.len());
        return Ok(());
    }
    for (why, names) in PACKAGES {
        let names: Vec<_> = names.iter().filter(|name| missing.contains(name)).copied().collect();
        if !names.is_empty() {
            println!("   Missing for {why}: {}", names.join(" "));
        }
    }
    let help = format!("sudo apt-get update && sudo apt-get install -y {}", missing.join(" "));
    let Some(mut update) = apt() else {
        return Err(Problem::new("These packages can be installed by root only, and there is no sudo here.")
            .help(help));
    };
    println!("   They are installed now.");
    shell::must(update.arg("update").arg("-qq"), "The lists of packages could not be fetched.")?;
    let Some(mut install) = apt() else { return Ok(()) };
    install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(&missing);
    // dpkg prints a line a file; what matters is on standard error.
    if shell::show(install.stdout(Stdio::null()))? {
        return Ok(());
    }
    Err(Problem::new("Some system packages could not be installed.").help(help))
}

fn apt() -> Option<Command> {
    // sudo does not hand the environment on, so env sets it behind it.
    let mut command = if is_root() {
        Command::new("env")
    } else if shell::exists("sudo") {
        let mut sudo = Command::new("sudo");
        sudo.arg("env");
        sudo
    } else {
        return None;
    };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    Some(command)
}

fn is_root() -> bool {
    std::fs::read_to_string(Path::new("/proc/self/status"))
        .unwrap_or_default()
        .lines()
        .any(|line| line.strip_prefix("Uid:").is_some_and(|ids| ids.split_whitespace().nth(1) == Some("0")))
}

/// What dpkg says about each package, one line each: `name status`.
fn installed(wanted: &[&str]) -> String {
    let output = Command::new("dpkg-query")
        .args(["-W", "-f", "${Package} ${db:Status-Status}\n"])
        .args(wanted)
        .stderr(Stdio::null())
        .output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default()
}

fn missing<'a>(wanted: &[&'a str], listing: &str) -> Vec<&'a str> {
    let there = |name: &str| {
        // A Python of another origin is as good as the system's.
        let found = listing.lines().any(|line| line.split_once(' ') == Some((name, "installed")));
        found || (name == "python3-venv" && own_python())
    };
    wanted.iter().copied().filter(|name| !there(name)).collect()
}

fn own_python() -> bool {
    shell::ask(Command::new("python3").args(["-c", "import ensurepip, venv"])).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_for_the_tests_is_wanted_on_debian_alone() {
        assert!(wanted("NAME=\"Debian\"\nID=debian\n").contains(&"chromium-driver"));
        assert!(!wanted("ID=ubuntu\nID_LIKE=debian\n").contains(&"chromium"));
        assert!(wanted("").contains(&"xvfb"));
    }

    #[test]
    fn only_packages_that_are_installed_count_as_there() {
        let listing = "xvfb installed\ndbus-x11 config-files\nfile installed\n";
        assert_eq!(missing(&["xvfb", "dbus-x11", "curl", "file"], listing), ["dbus-x11", "curl"]);
    }
}
