//! What every keychain can do: keep bytes under a name. One implementation per platform and one in memory;
//! only the worker thread calls them, one call at a time. Splitting of long values is in `parts`, not here.

use zeroize::Zeroizing;

use crate::{VaultError, VaultState};

/// Bytes of a secret, overwritten when dropped.
pub(crate) type Bytes = Zeroizing<Vec<u8>>;

pub(crate) trait Items: Send {
    /// The bytes of an item, or nothing when there is no such item.
    fn read(&mut self, item: &str) -> Result<Option<Bytes>, VaultError>;

    /// Writes an item, new or over the old one. `label` is what the system's own viewer shows.
    fn write(&mut self, item: &str, label: &str, bytes: &[u8]) -> Result<(), VaultError>;

    /// Removes an item; false when there was none.
    fn remove(&mut self, item: &str) -> Result<bool, VaultError>;

    /// Looks without making the system ask anybody anything.
    fn state(&mut self) -> VaultState;

    /// Has the system ask the person. May block for as long as that takes.
    fn unlock(&mut self) -> Result<(), VaultError>;

    /// Drops connections, after something went wrong half-way.
    fn reconnect(&mut self) {}
}
