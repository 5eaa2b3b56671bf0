//! Why a task can't go on: a sentence for a person, and the command that helps.

use std::fmt;

#[derive(Debug)]
pub(crate) struct Problem {
    what: String,
    help: Option<String>,
}

impl Problem {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), help: None }
    }

    /// The command that helps.
    pub(crate) fn help(mut self, command: impl Into<String>) -> Self {
        self.help = Some(command.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.what)?;
        match &self.help {
            Some(command) => write!(f, "\n  what helps: {command}"),
            None => Ok(()),
        }
    }
}

/// Turns away what a task doesn't know, so that a mistyped option is never silently left out.
pub(crate) fn only_options(args: &[String], known: &[&str]) -> Result<(), Problem> {
    match args.iter().find(|arg| !known.contains(&arg.as_str())) {
        Some(unknown) => {
            Err(Problem::new(format!("This task has no option \"{unknown}\".")).help("cargo xtask help"))
        }
        None => Ok(()),
    }
}
