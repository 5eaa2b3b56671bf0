//! Why a program gave no token: finished sentences that say what to do. What a program said is in them without credentials.

use crate::auth::AuthError;

/// Why there is no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CliProblem {
    /// The program is not on `PATH` nor where it is usually installed.
    #[error(
        "{program} is not installed, or not on PATH (looked for \"{name}\"). Install it, or sign in another way."
    )]
    NotInstalled {
        /// In words.
        program: &'static str,
        /// Its file.
        name: String,
    },
    /// The system refused to start it.
    #[error("{program} could not be started: {reason}.")]
    NotStarted {
        /// In words.
        program: &'static str,
        /// The system's reason.
        reason: String,
    },
    /// It runs and has no sign-in for this.
    #[error("{program} is not signed in: run `{command}` in a terminal, then try again.")]
    NotSignedIn {
        /// In words.
        program: &'static str,
        /// What a person types.
        command: String,
    },
    /// It was stopped.
    #[error(
        "{program} took too long and was stopped after {seconds} s. Run `{command}` in a terminal to see what it waits for."
    )]
    TooSlow {
        /// In words.
        program: &'static str,
        /// The limit.
        seconds: u64,
        /// What was run.
        command: String,
    },
    /// Too old to hand over tokens.
    #[error("{program} is too old to hand over a token. Update it.")]
    TooOld {
        /// In words.
        program: &'static str,
    },
    /// It ended with an error of its own.
    #[error("{program} gave no token. It said: {said}")]
    Refused {
        /// In words.
        program: &'static str,
        /// Its words, without credentials.
        said: String,
    },
    /// It answered something else than a token.
    #[error("{program} answered with something unexpected: {what}. Update it, or sign in another way.")]
    Nonsense {
        /// In words.
        program: &'static str,
        /// What came instead.
        what: &'static str,
    },
    /// A name that can't be handed to a program safely.
    #[error("\"{value}\" can't be a {what}.")]
    BadName {
        /// What it should be.
        what: &'static str,
        /// As it was given.
        value: String,
    },
}

impl CliProblem {
    /// Whether a person has to do something first; otherwise trying again later may help. A program that says no is looked at by
    /// a person, whatever its reason: it says itself what it wants.
    pub fn needs_sign_in(&self) -> bool {
        !matches!(self, Self::TooSlow { .. } | Self::NotStarted { .. })
    }
}

impl From<CliProblem> for AuthError {
    fn from(problem: CliProblem) -> Self {
        Self { message: problem.to_string(), needs_sign_in: problem.needs_sign_in() }
    }
}
