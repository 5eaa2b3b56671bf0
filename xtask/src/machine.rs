//! What the machine must have: system packages on Debian and Ubuntu, which are installed after saying which, and the
//! tools, which are only checked. Called first by `run`, `test`, `bench` and `bundle`.

use std::process::{Command, Stdio};

use crate::packages;
use crate::problem::Problem;
use crate::shell::{self, say};

/// A tool that somebody has to install, the oldest version that will do, and the command that gets it.
struct Tool {
    name: &'static str,
    oldest: (u32, u32),
    help: &'static str,
}

const TOOLS: [Tool; 3] = [
    Tool { name: "cargo", oldest: (1, 95), help: "rustup update stable" },
    Tool {
        name: "node",
        oldest: (20, 19),
        help: "install Node 20.19 or later from your system or with nvm install 20",
    },
    Tool { name: "npm", oldest: (10, 0), help: "npm install --global npm@10" },
];

/// Checks the tools and installs the system packages that are missing.
pub(crate) fn prepare() -> Result<(), Problem> {
    say("Looking at the machine");
    for tool in &TOOLS {
        check(tool)?;
    }
    packages::install_missing()
}

fn check(tool: &Tool) -> Result<(), Problem> {
    let program = if cfg!(windows) && tool.name == "npm" { "npm.cmd" } else { tool.name };
    let (major, minor) = tool.oldest;
    let answer =
        shell::ask(Command::new(program).arg("--version").stdin(Stdio::null())).ok_or_else(|| {
            Problem::new(format!("{} {major}.{minor} or later is needed and was not found.", tool.name))
                .help(tool.help)
        })?;
    match version(&answer) {
        Some(found) if found >= tool.oldest => {
            println!("   {} {}.{}", tool.name, found.0, found.1);
            Ok(())
        }
        _ => Err(Problem::new(format!(
            "{} {major}.{minor} or later is needed; this one says: {answer}.",
            tool.name
        ))
        .help(tool.help)),
    }
}

/// The first two numbers of what `--version` says.
fn version(text: &str) -> Option<(u32, u32)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let mut numbers = text.get(start..)?.split(|c: char| !c.is_ascii_digit());
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_tools_say() {
        assert_eq!(version("cargo 1.95.0 (abc 2026-03-01)"), Some((1, 95)));
        assert_eq!(version("v20.20.2"), Some((20, 20)));
        assert_eq!(version("10.8.2"), Some((10, 8)));
        assert_eq!(version("command not found"), None);
    }

    #[test]
    fn an_older_tool_is_turned_away_with_the_command_that_helps() {
        let tool = Tool { name: "cargo", oldest: (900, 0), help: "rustup update stable" };
        let told = check(&tool).unwrap_err().to_string();
        assert!(told.contains("900.0 or later is needed") && told.contains("rustup update stable"), "{told}");
    }
}
