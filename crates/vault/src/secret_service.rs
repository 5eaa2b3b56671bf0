//! Linux and the BSDs: the Secret Service (GNOME Keyring, KWallet, KeePassXC) over the session bus. Never the kernel's
//! keyutils, which forget everything at a reboot, and never a file.
//!
//! Reading a locked item would open a dialog, and without anybody to show it the call would never return. So every call
//! first looks whether the default collection is locked, which asks nobody, and unlocking is a call of its own.

use std::collections::HashMap;
use std::sync::Arc;

use keyring::Error;
use keyring_core::Entry;
use keyring_core::api::CredentialStoreApi;
use secret_service::EncryptionType;
use secret_service::blocking::SecretService;
use zbus_secret_service_keyring_store::Store;
use zeroize::Zeroizing;

use crate::items::{Bytes, Items};
use crate::{VaultError, VaultState};

pub(crate) struct SecretServiceItems {
    service: String,
    store: Option<Arc<Store>>,
}

impl SecretServiceItems {
    pub(crate) fn new(service: &str) -> Self {
        Self { service: service.to_owned(), store: None }
    }

    /// Runs one operation on an item; when the connection has died (the service was started again, say) a second time
    /// over a new one. All operations here can be repeated without harm.
    fn on_item<T>(
        &mut self,
        item: &str,
        label: &str,
        operation: impl Fn(&Entry) -> keyring::Result<T>,
    ) -> Result<T, VaultError>
    where
        T: Default,
    {
        match look() {
            VaultState::Ok => {}
            VaultState::Locked => return Err(VaultError::Locked),
            VaultState::Missing { why } => return Err(VaultError::Missing { why }),
            VaultState::NotAnswering => return Err(VaultError::NotAnswering),
        }
        let reused = self.store.is_some();
        let mut outcome = self.attempt(item, label, &operation);
        if reused && matches!(outcome, Err(Error::PlatformFailure(_))) {
            self.store = None;
            outcome = self.attempt(item, label, &operation);
        }
        match outcome {
            Ok(value) => Ok(value),
            Err(Error::NoEntry) => Ok(T::default()),
            Err(error) => {
                self.store = None;
                Err(failure(error))
            }
        }
    }

    fn attempt<T>(
        &mut self,
        item: &str,
        label: &str,
        operation: &impl Fn(&Entry) -> keyring::Result<T>,
    ) -> keyring::Result<T> {
        let store = match &self.store {
            Some(store) => store.clone(),
            None => self.store.insert(Store::new()?).clone(),
        };
        operation(&store.build(&self.service, item, Some(&HashMap::from([("label", label)])))?)
    }
}

impl Items for SecretServiceItems {
    fn read(&mut self, item: &str) -> Result<Option<Bytes>, VaultError> {
        self.on_item(item, item, |entry| entry.get_secret().map(|bytes| Some(Zeroizing::new(bytes))))
    }

    fn write(&mut self, item: &str, label: &str, bytes: &[u8]) -> Result<(), VaultError> {
        self.on_item(item, label, |entry| entry.set_secret(bytes))
    }

    fn remove(&mut self, item: &str) -> Result<bool, VaultError> {
        self.on_item(item, item, |entry| entry.delete_credential().map(|()| true))
    }

    fn state(&mut self) -> VaultState {
        look()
    }

    fn unlock(&mut self) -> Result<(), VaultError> {
        let service = SecretService::connect(EncryptionType::Plain).map_err(|error| missing(&error))?;
        let collection = service.get_default_collection().map_err(|error| missing(&error))?;
        if collection.is_locked().map_err(|error| missing(&error))? {
            collection.unlock().map_err(|error| match error {
                secret_service::Error::Prompt | secret_service::Error::Locked => VaultError::Locked,
                other => VaultError::Refused { why: format!("It could not be unlocked: {other}.") },
            })?;
        }
        // A dismissed dialog is reported by some services as done.
        match look() {
            VaultState::Ok => Ok(()),
            _ => Err(VaultError::Locked),
        }
    }

    fn reconnect(&mut self) {
        self.store = None;
    }
}

/// Looks over a connection of its own: it is cheap on a local socket, and one that has gone bad is never used twice.
fn look() -> VaultState {
    let locked = SecretService::connect(EncryptionType::Plain)
        .and_then(|service| service.get_default_collection().and_then(|collection| collection.is_locked()));
    match locked {
        Ok(false) => VaultState::Ok,
        Ok(true) => VaultState::Locked,
        Err(error) => VaultState::Missing { why: why_missing(&error) },
    }
}

fn missing(error: &secret_service::Error) -> VaultError {
    VaultError::Missing { why: why_missing(error) }
}

fn why_missing(error: &secret_service::Error) -> String {
    use secret_service::Error as Failure;
    match error {
        Failure::NoResult => {
            let create = "create one with the system's password program";
            format!("The Secret Service of this session has no default keyring yet: {create}.")
        }
        // What the bus itself answers, such as ServiceUnknown, carries the bus's name.
        told if told.to_string().contains("org.freedesktop.DBus.Error") => {
            format!("No program of this session keeps passwords, such as GNOME Keyring or KWallet ({told}).")
        }
        Failure::Unavailable => "This session has no message bus (D-Bus).".into(),
        other => format!("This session's message bus (D-Bus) can't be reached ({other})."),
    }
}

fn failure(error: Error) -> VaultError {
    match error {
        Error::NoStorageAccess(_) => VaultError::Locked,
        Error::Ambiguous(entries) => VaultError::Refused {
            why: format!(
                "It holds {} items of the same name: remove all but one in the system's password program.",
                entries.len()
            ),
        },
        other => VaultError::Refused { why: format!("{other}.") },
    }
}
