//! macOS and Windows: the store that `keyring` chooses. Both keep items unlocked for the signed-in person, or ask by
//! themselves, so there is nothing to unlock here. Linux is in `secret_service`.

use keyring::{Entry, Error};
use zeroize::Zeroizing;

use crate::items::{Bytes, Items};
use crate::{VaultError, VaultState};

pub(crate) struct KeychainItems {
    service: String,
}

impl KeychainItems {
    pub(crate) fn new(service: &str) -> Self {
        Self { service: service.to_owned() }
    }

    fn entry(&self, item: &str) -> Result<Entry, VaultError> {
        if let Err(error) = Entry::store_status() {
            return Err(VaultError::Missing {
                why: format!("The system's keychain could not be opened: {error}."),
            });
        }
        Entry::new(&self.service, item).map_err(failure)
    }
}

impl Items for KeychainItems {
    fn read(&mut self, item: &str) -> Result<Option<Bytes>, VaultError> {
        match self.entry(item)?.get_secret() {
            Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(failure(error)),
        }
    }

    fn write(&mut self, item: &str, _label: &str, bytes: &[u8]) -> Result<(), VaultError> {
        self.entry(item)?.set_secret(bytes).map_err(failure)
    }

    fn remove(&mut self, item: &str) -> Result<bool, VaultError> {
        match self.entry(item)?.delete_credential() {
            Ok(()) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(error) => Err(failure(error)),
        }
    }

    fn state(&mut self) -> VaultState {
        match Entry::store_status() {
            Ok(()) => VaultState::Ok,
            Err(error) => {
                VaultState::Missing { why: format!("The system's keychain could not be opened: {error}.") }
            }
        }
    }

    fn unlock(&mut self) -> Result<(), VaultError> {
        Ok(())
    }
}

fn failure(error: Error) -> VaultError {
    match error {
        Error::NoStorageAccess(_) => VaultError::Locked,
        Error::NoDefaultStore => VaultError::Missing { why: "This system offers no keychain.".into() },
        other => VaultError::Refused { why: format!("{other}.") },
    }
}
