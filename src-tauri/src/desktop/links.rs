//! Opening an address in the system's browser. Only `https` is let through, whatever a model or a page asked for.

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
    use super::checked;

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
}
