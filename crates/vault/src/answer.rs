//! What a keychain can answer: its state, and why a call failed. Sentences are for a person; none ever holds a secret.

use thiserror::Error;

/// How the keychain is doing. Asking for it never makes the system open a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VaultState {
    /// Secrets can be read and written.
    Ok,
    /// The person has to unlock it first; see [`Vault::unlock`](crate::Vault::unlock).
    Locked,
    /// There is none to be reached. `why` is a finished sentence.
    Missing {
        /// What was looked for and not found.
        why: String,
    },
    /// It was asked and has not answered within the limit.
    NotAnswering,
}

/// Why a call on the vault failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum VaultError {
    /// The keychain is locked. Nothing was read or changed.
    #[error("The keychain is locked. Unlock it, then try again.")]
    Locked,
    /// There is no keychain. Nothing was read or changed.
    #[error("No keychain can be reached. {why}")]
    Missing {
        /// A finished sentence.
        why: String,
    },
    /// The keychain did not answer within the limit. Whether a write was carried out is not known.
    #[error(
        "The keychain does not answer. Check for a dialog of the system that waits for you, then try again."
    )]
    NotAnswering,
    /// What is kept for this account is not what was once written.
    #[error("What the keychain keeps for \"{account}\" can't be read any more. Enter the credential again.")]
    Corrupt {
        /// The account asked for.
        account: String,
    },
    /// The keychain refused or failed.
    #[error("The keychain refused. {why}")]
    Refused {
        /// What it said.
        why: String,
    },
    /// The account's name can't be an item's name: 1 to 200 characters, no `#`, no control characters.
    #[error(
        "\"{account}\" can't be the name of a keychain item: use 1 to 200 characters without # or line breaks."
    )]
    BadAccount {
        /// The name, with control characters escaped.
        account: String,
    },
}

impl VaultError {
    /// The state of the keychain that this failure shows, where it shows one.
    pub fn state(&self) -> Option<VaultState> {
        match self {
            Self::Locked => Some(VaultState::Locked),
            Self::Missing { why } => Some(VaultState::Missing { why: why.clone() }),
            Self::NotAnswering => Some(VaultState::NotAnswering),
            Self::Corrupt { .. } | Self::Refused { .. } | Self::BadAccount { .. } => None,
        }
    }
}
