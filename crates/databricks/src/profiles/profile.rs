//! One profile: its name and its keys. Values stay inside until somebody asks for one by name.

use std::fmt;

use zeroize::Zeroizing;

use super::key::is_known;

/// A profile of the configuration file. It prints its name and the names of its keys, never a value.
#[derive(Clone)]
pub struct Profile {
    name: String,
    keys: Vec<(String, Zeroizing<String>)>,
}

impl Profile {
    pub(super) fn new(name: String, keys: Vec<(String, Zeroizing<String>)>) -> Self {
        Self { name, keys }
    }

    /// The name between the brackets, as it stands there.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `host` as it stands in the file, when it has a value.
    pub fn host(&self) -> Option<&str> {
        self.filled("host")
    }

    /// The names of the keys in the order of the file, in lower case.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|(name, _)| name.as_str())
    }

    /// The raw value of a key, which may be empty, and **may be a secret**.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.keys.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// The value of a key that has one.
    pub(super) fn filled(&self, key: &str) -> Option<&str> {
        self.value(key).filter(|value| !value.is_empty())
    }

    pub(super) fn owned(&self, key: &str) -> Option<String> {
        self.filled(key).map(str::to_owned)
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The name of a key that nobody knows could be a secret pasted in the wrong place, but only when it looks like one.
        let plain = |key: &&str| is_known(key) || key.len() < 24;
        f.debug_struct("Profile")
            .field("name", &self.name)
            .field("keys", &self.keys().filter(plain).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
