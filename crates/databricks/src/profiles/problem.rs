//! Why the configuration file, or one profile in it, can't be used: finished sentences that say what to change. None holds a value of
//! the file, and a name only where it can't be a slip of the paste board.

use std::io;

use super::key::is_known;
use super::method::{Method, listed};
use crate::host::HostError;

/// Why the file as a whole can't be used. The official SDKs refuse such a file too, apart from its size.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileProblem {
    /// The system refused to open or read it.
    #[error("The file can't be read: {0}.")]
    Unreadable(String),
    /// A folder stands where the file should.
    #[error("This is a folder, not a file.")]
    Folder,
    /// A pipe, a device or a socket, which could keep a reader waiting for ever.
    #[error("This is not an ordinary file, so it is not read.")]
    NotAFile,
    /// Larger than [`super::LARGEST`].
    #[error("The file is larger than {} MB, which is too large for a list of profiles, so it is not read.", super::LARGEST / 1_048_576)]
    TooLarge,
    /// Not UTF-8.
    #[error("Line {line} holds bytes that are no UTF-8 text. Save the file as UTF-8.")]
    Encoding {
        /// Counted from 1.
        line: usize,
    },
    /// A byte order mark of UTF-16.
    #[error("The file is saved as UTF-16. Save it as UTF-8 without a byte order mark.")]
    Utf16,
    /// A byte order mark of UTF-8.
    #[error(
        "The file starts with a byte order mark, which the official Python SDK refuses as well. Save it as UTF-8 without one."
    )]
    ByteOrderMark,
    /// Something stands before the first `[profile]`.
    #[error("Line {line} stands before the first profile. Put a line like [DEFAULT] above it.")]
    NoSection {
        /// Counted from 1.
        line: usize,
    },
    /// Lines that are neither a profile's name, a key with a value, nor a comment.
    #[error("{} neither a [profile], nor key = value, nor a comment.", numbered(lines))]
    Lines {
        /// Counted from 1.
        lines: Vec<usize>,
    },
    /// Two profiles of one name.
    #[error("Line {line} starts the profile [{name}] a second time. Give each profile one place.")]
    DuplicateSection {
        /// The profile.
        name: String,
        /// The second place, counted from 1.
        line: usize,
    },
    /// One key twice in a profile.
    #[error("Line {line} sets {} a second time in the same profile. Keep one of the two.", key.as_deref().unwrap_or("a key"))]
    DuplicateKey {
        /// The key, when it is one that the SDKs know; another could be a secret in the wrong place.
        key: Option<String>,
        /// The second place, counted from 1.
        line: usize,
    },
}

impl FileProblem {
    pub(super) fn duplicate_key(key: String, line: usize) -> Self {
        Self::DuplicateKey { key: Some(key).filter(|key| is_known(key)), line }
    }
}

impl From<io::Error> for FileProblem {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::IsADirectory => Self::Folder,
            io::ErrorKind::PermissionDenied => Self::Unreadable("you may not open it".to_owned()),
            _ => Self::Unreadable(error.to_string()),
        }
    }
}

/// "Line 3 is" or "Lines 3, 4 and 2 more are".
fn numbered(lines: &[usize]) -> String {
    const SHOWN: usize = 5;
    let first: Vec<_> = lines.iter().take(SHOWN).map(ToString::to_string).collect();
    match lines.len() {
        1 => format!("Line {} is", first.join("")),
        count if count > SHOWN => format!("Lines {} and {} more are", first.join(", "), count - SHOWN),
        _ => format!("Lines {} are", listed(&first)),
    }
}

/// Why one profile can't be signed in with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileProblem {
    /// The profile asked for, or named as the default, is not in the file.
    #[error("The configuration file has no profile [{0}].")]
    NotFound(String),
    /// `[__settings__]` was asked for.
    #[error("[__settings__] holds settings of the command line and is no profile.")]
    Reserved,
    /// No `host`.
    #[error("The profile has no host. Add a line like host = https://my-company.cloud.databricks.com.")]
    NoHost,
    /// Only `azure_workspace_resource_id` says which workspace is meant.
    #[error("The profile names its workspace by azure_workspace_resource_id only. Add its address as host.")]
    NoHostButResourceId,
    /// `host` is no usable address.
    #[error("The profile's host can't be used. {0}")]
    Host(HostError),
    /// More than one way of signing in, and no `auth_type` that chooses.
    #[error("{}", many(.0))]
    ManyMethods(Vec<Method>),
    /// Keys of a way of signing in are there, but not all it needs.
    #[error("The profile signs in with {auth_type}, which needs {} as well.", listed(.missing))]
    Missing {
        /// As `auth_type` calls it.
        auth_type: &'static str,
        /// The keys without a value.
        missing: Vec<&'static str>,
    },
    /// A way that the SDKs know and this program doesn't.
    #[error(
        "The profile signs in with {name} ({auth_type}), which Gatewright does not support. Use the browser, an access token, a service principal, or one of the command lines."
    )]
    Unsupported {
        /// As `auth_type` calls it.
        auth_type: &'static str,
        /// In words.
        name: &'static str,
    },
    /// An `auth_type` that nobody knows. The value is kept only when it looks like one.
    #[error("The profile's auth_type{} is not known. Remove the line, or use one of: {}.",
        .0.as_ref().map(|value| format!(" \"{value}\"")).unwrap_or_default(), super::method::supported())]
    UnknownAuthType(Option<String>),
    /// `azure-cli` for a workspace of another cloud.
    #[error(
        "The profile signs in with {auth_type}, but its host is not on Azure. Remove auth_type or correct the host."
    )]
    NotAzure {
        /// As `auth_type` calls it.
        auth_type: &'static str,
    },
}

fn many(methods: &[Method]) -> String {
    let each: Vec<_> = methods.iter().map(Method::described).collect();
    let empty: Vec<_> = methods.iter().flat_map(|method| method.empty.iter().map(String::as_str)).collect();
    let remove = if empty.is_empty() {
        "Remove the keys of all but one".to_owned()
    } else {
        format!("Remove the keys of all but one (an empty {} counts too)", listed(&empty))
    };
    format!(
        "The profile has more than one authorization method configured: {}. {remove}, or add auth_type to choose.",
        listed(&each)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_of_the_file_name_lines_and_no_unknown_key() {
        let lines = |lines: Vec<usize>| FileProblem::Lines { lines }.to_string();
        assert!(lines(vec![3]).starts_with("Line 3 is neither"));
        assert!(lines(vec![3, 9]).starts_with("Lines 3 and 9 are"));
        assert!(lines((1..=8).collect()).starts_with("Lines 1, 2, 3, 4, 5 and 3 more are"));
        assert!(FileProblem::duplicate_key("dapi-canary".into(), 2).to_string().contains("sets a key"));
        assert!(FileProblem::duplicate_key("token".into(), 2).to_string().contains("sets token"));
        assert!(FileProblem::TooLarge.to_string().contains("4 MB"));
    }
}
