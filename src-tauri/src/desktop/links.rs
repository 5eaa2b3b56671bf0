//! Opening an address in the system's browser. Only `https` is let through, whatever a model or a page asked for; and once
//! more what this app opened itself to sign somebody in, which may lead to a workspace on this computer.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use crate::ipc::failure::Failure;

/// Hands an address to the system.
pub trait Browser: Send + Sync {
    /// Opens the address.
    ///
    /// # Errors
    /// Says why the system opened nothing.
    fn open(&self, url: &str) -> Result<(), Failure>;
}

/// The system's own browser.
pub(crate) struct SystemBrowser;

impl Browser for SystemBrowser {
    fn open(&self, url: &str) -> Result<(), Failure> {
        tauri_plugin_opener::open_url(url, None::<&str>).map_err(|error| {
            Failure::here(
                "The browser did not open",
                "The system did not say which program opens web addresses.",
                &error.to_string(),
            )
        })
    }
}

/// How many sign-in pages are remembered: those a person may still have in front of them.
const REMEMBERED: usize = 4;

/// The sign-in pages that this app has opened last.
#[derive(Default)]
pub(crate) struct SignInPages(Mutex<VecDeque<String>>);

impl SignInPages {
    pub(crate) fn remember(&self, url: &str) {
        let mut urls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if urls.len() == REMEMBERED {
            urls.pop_front();
        }
        urls.push_back(url.to_owned());
    }

    pub(crate) fn holds(&self, url: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|one| one == url)
    }
}

/// The address, when it may be opened: `https`, a host, no user name, no control characters.
pub(crate) fn checked(text: &str) -> Result<String, Failure> {
    let refused = |why: &str| Failure::here("This address is not opened", why, text);
    if text.chars().any(char::is_control) {
        return Err(refused("It holds characters that cannot be seen."));
    }
    let rest = text
        .strip_prefix("https://")
        .ok_or_else(|| refused("Only addresses that begin with https:// are opened in the browser."))?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.is_empty() || authority.contains('@') || authority.contains('\\') {
        return Err(refused("It hides where it leads."));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{SignInPages, checked};

    #[test]
    fn only_plain_https_addresses_are_opened() {
        assert!(checked("https://docs.databricks.com/x?y=1#z").is_ok());
        for bad in [
            "http://example.com",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "https://",
            "https://good.com@evil.com/",
            "https://a\nb",
            " https://example.com",
            "HTTPS//example.com",
            "data:text/html,x",
        ] {
            assert!(checked(bad).is_err(), "{bad} must not be opened");
        }
    }

    #[test]
    fn a_sign_in_page_is_known_until_four_others_were_opened() {
        let opened = SignInPages::default();
        opened.remember("http://127.0.0.1:9/oidc/v1/authorize?state=1");
        assert!(opened.holds("http://127.0.0.1:9/oidc/v1/authorize?state=1"));
        assert!(!opened.holds("http://127.0.0.1:9/oidc/v1/authorize?state=2"));
        for number in 0..4 {
            opened.remember(&format!("https://a/{number}"));
        }
        assert!(!opened.holds("http://127.0.0.1:9/oidc/v1/authorize?state=1"));
    }
}
