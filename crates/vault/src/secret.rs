//! A value that must not be seen: it prints `<redacted>`, cannot be serialised and is overwritten when dropped.
//! It is not encrypted in memory; [`Secret::expose`] is the one way to it, so that a search for that word finds every use.

use std::fmt;

use serde::{Deserialize, Deserializer};
use zeroize::Zeroize;

/// A secret of type `T`.
///
/// It can be read from JSON, since a person types it in the window, but never written:
///
/// ```compile_fail
/// let secret = gatewright_vault::Secret::from("dapi-1234");
/// serde_json::to_string(&secret).unwrap();
/// ```
#[derive(Clone)]
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    /// Takes the value over. Copies made before this are the caller's to wipe.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. Don't put it into anything that is logged, stored or shown.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl Secret<String> {
    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for Secret<String> {
    fn from(value: String) -> Self {
        Self(value)
    }
}

impl From<&str> for Secret<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

impl<T: Zeroize> fmt::Display for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

impl<'de, T: Zeroize + Deserialize<'de>> Deserialize<'de> for Secret<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::*;

    #[test]
    fn a_secret_prints_as_redacted_however_it_is_printed() {
        #[derive(Debug)]
        struct Form {
            #[allow(dead_code, reason = "read by Debug only")]
            token: Secret<String>,
        }
        let form = Form { token: Secret::from("dapi-1234") };
        assert_eq!(format!("{form:?}"), "Form { token: <redacted> }");
        assert_eq!(format!("{:#?} {}", form.token, form.token), "<redacted> <redacted>");
    }

    #[test]
    fn a_secret_is_read_from_json() {
        let secret: Secret<String> = serde_json::from_str("\"dapi-1234\"").unwrap();
        assert_eq!(secret.expose(), "dapi-1234");
        assert!(!secret.is_empty());
    }

    #[test]
    fn a_dropped_secret_is_overwritten() {
        struct Witness(Rc<Cell<bool>>);
        impl Zeroize for Witness {
            fn zeroize(&mut self) {
                self.0.set(true);
            }
        }
        let wiped = Rc::new(Cell::new(false));
        drop(Secret::new(Witness(wiped.clone())));
        assert!(wiped.get());
    }
}
