//! The address of a workspace: what people paste, turned into `https://host[:port]` (reference §7.1).
//!
//! Nothing here touches the network; whether a workspace answers at the address is found out by asking it.

use std::fmt;

use url::{Host as UrlHost, Url};

/// The normalised address of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Host {
    base: Url,
    workspace_id: Option<String>,
    account_id: Option<String>,
    changed: Vec<Change>,
}

/// One thing that [`Host::parse`] did to what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Change {
    /// `https://` was added.
    AddedScheme,
    /// This path was cut off.
    CutPath(String),
    /// This query was cut off. A workspace or account id in it is kept, see [`Host::workspace_id`].
    CutQuery(String),
    /// This fragment was cut off.
    CutFragment(String),
    /// The default port was cut off.
    CutPort(u16),
}

/// The cloud a host name belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cloud {
    /// Amazon Web Services.
    Aws,
    /// Microsoft Azure.
    Azure,
    /// Google Cloud.
    Gcp,
}

/// Why a text is no usable workspace address. Every message is a finished sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HostError {
    /// Nothing was typed.
    #[error("Enter the address of a workspace, for example https://my-company.cloud.databricks.com.")]
    Empty,
    /// Not an address at all.
    #[error("This is not an address: {0}.")]
    Invalid(String),
    /// A scheme other than http and https.
    #[error("A workspace address starts with https://, not with {0}://.")]
    Scheme(String),
    /// `http` to anything but this machine.
    #[error("Plain http would send your token unprotected. Use https://{0} instead.")]
    Insecure(String),
    /// User name or password inside the address.
    #[error("Leave user name and password out of the address; the token has a field of its own.")]
    UserInfo,
    /// The account console.
    #[error("{0} is the account console, which has no serving endpoints. Use the address of a workspace.")]
    AccountConsole(String),
}

/// Host suffixes of Databricks, with their cloud. The more specific ones come first.
const SUFFIXES: &[(&str, Cloud)] = &[
    (".gcp.databricks.com", Cloud::Gcp),
    (".cloud.databricks.com", Cloud::Aws),
    (".cloud.databricks.us", Cloud::Aws),
    (".azuredatabricks.net", Cloud::Azure),
    (".databricks.azure.us", Cloud::Azure),
    (".databricks.azure.cn", Cloud::Azure),
];

impl Host {
    /// Normalises a typed or pasted address: trims, adds `https://`, cuts path, query, fragment and default port, keeps other
    /// ports, and remembers ids from `?o=`, `?w=` and `?account_id=`.
    ///
    /// # Errors
    /// For anything but https (http is allowed to this machine only), for addresses with a user name, and for account consoles.
    pub fn parse(text: &str) -> Result<Self, HostError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(HostError::Empty);
        }
        let mut changed = Vec::new();
        let url = if has_scheme(text) {
            Url::parse(text)
        } else {
            changed.push(Change::AddedScheme);
            Url::parse(&format!("https://{text}"))
        }
        .map_err(|error| HostError::Invalid(error.to_string()))?;
        check(&url)?;
        note_cuts(&url, text, &mut changed);
        let (workspace_id, account_id) = ids(&url);
        let mut base = url;
        base.set_path("/");
        base.set_query(None);
        base.set_fragment(None);
        Ok(Self { base, workspace_id, account_id, changed })
    }

    /// The server of an address that was checked already. Unlike [`Host::parse`] it takes account consoles, which answer
    /// questions about signing in.
    pub(crate) fn of(url: &Url) -> Self {
        let mut base = url.clone();
        base.set_path("/");
        base.set_query(None);
        base.set_fragment(None);
        Self { base, workspace_id: None, account_id: None, changed: Vec::new() }
    }

    /// The address with a path of its own put behind it. `path` starts with `/` and is percent-encoded already.
    pub(crate) fn url(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(path);
        url
    }

    /// `https://host[:port]`, without a slash at the end.
    pub fn as_str(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    /// The host name alone; names in other scripts appear as punycode.
    pub fn name(&self) -> &str {
        self.base.host_str().unwrap_or_default()
    }

    /// Workspace id from `?o=` or `?w=` of what was pasted.
    pub fn workspace_id(&self) -> Option<&str> {
        self.workspace_id.as_deref()
    }

    /// Account id from `?account_id=` of what was pasted.
    pub fn account_id(&self) -> Option<&str> {
        self.account_id.as_deref()
    }

    /// What was cut off or added to what was typed, in the order of the address.
    pub fn changed(&self) -> &[Change] {
        &self.changed
    }

    /// The cloud, when the suffix is one of Databricks' own.
    pub fn cloud(&self) -> Option<Cloud> {
        SUFFIXES.iter().find(|(suffix, _)| self.name().ends_with(suffix)).map(|(_, cloud)| *cloud)
    }

    /// A sentence to show beside the field when the address is allowed but unusual.
    pub fn hint(&self) -> Option<String> {
        if self.is_loopback() || self.cloud().is_some() {
            return None;
        }
        Some(format!(
            "{} is not a usual Databricks address. Check it before you send a token there.",
            self.name()
        ))
    }

    /// Whether the address is this machine (`127.0.0.1`, `localhost`, `[::1]`). Such hosts are reached without a proxy.
    pub fn is_loopback(&self) -> bool {
        loopback(&self.base)
    }

    /// The web page of an endpoint (reference §1.7).
    pub fn endpoint_page(&self, name: &str, workspace_id: Option<&str>) -> String {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.clear().extend(["ml", "endpoints", name]);
        }
        if let Some(id) = workspace_id.or(self.workspace_id()) {
            url.query_pairs_mut().append_pair("o", id);
        }
        url.into()
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Tells `https://x` and `ftp:x` (a scheme) from `x.com:8443` (a port).
fn has_scheme(text: &str) -> bool {
    if text.contains("://") {
        return true;
    }
    match text.split_once(':') {
        Some((before, after)) => {
            !before.is_empty()
                && before.bytes().all(|b| b.is_ascii_alphabetic())
                && !after.starts_with(|c: char| c.is_ascii_digit())
        }
        None => false,
    }
}

/// Whether an address is this machine.
pub(crate) fn loopback(url: &Url) -> bool {
    match url.host() {
        Some(UrlHost::Domain(name)) => name == "localhost",
        Some(UrlHost::Ipv4(address)) => address == std::net::Ipv4Addr::LOCALHOST,
        Some(UrlHost::Ipv6(address)) => address == std::net::Ipv6Addr::LOCALHOST,
        None => false,
    }
}

fn check(url: &Url) -> Result<(), HostError> {
    if !matches!(url.scheme(), "https" | "http") {
        return Err(HostError::Scheme(url.scheme().to_owned()));
    }
    let Some(name) = url.host_str().filter(|name| !name.is_empty()) else {
        return Err(HostError::Empty);
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(HostError::UserInfo);
    }
    if url.scheme() == "http" && !loopback(url) {
        return Err(HostError::Insecure(name.to_owned()));
    }
    if name.starts_with("accounts.") || name.starts_with("accounts-dod.") {
        return Err(HostError::AccountConsole(name.to_owned()));
    }
    if name.contains('%') || name.starts_with('.') || name.ends_with("..") {
        return Err(HostError::Invalid(name.to_owned()));
    }
    Ok(())
}

fn note_cuts(url: &Url, typed: &str, changed: &mut Vec<Change>) {
    let default = if url.scheme() == "https" { 443 } else { 80 };
    let authority = typed.split_once("://").map_or(typed, |(_, rest)| rest);
    let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
    if url.port().is_none() && authority.ends_with(&format!(":{default}")) {
        changed.push(Change::CutPort(default));
    }
    if url.path() != "/" {
        changed.push(Change::CutPath(url.path().to_owned()));
    }
    if let Some(query) = url.query().filter(|query| !query.is_empty()) {
        changed.push(Change::CutQuery(query.to_owned()));
    }
    if let Some(fragment) = url.fragment().filter(|fragment| !fragment.is_empty()) {
        changed.push(Change::CutFragment(fragment.to_owned()));
    }
}

/// Ids from the query, also from one that stands behind the `#` of older links.
fn ids(url: &Url) -> (Option<String>, Option<String>) {
    let mut workspace = None;
    let mut account = None;
    for (key, value) in url.query_pairs() {
        let value = value.trim().to_owned();
        match key.as_ref() {
            "w" | "workspace_id" if is_id(&value) => workspace = Some(value),
            "o" if is_id(&value) && workspace.is_none() => workspace = Some(value),
            "account_id" if !value.is_empty() => account = Some(value),
            _ => {}
        }
    }
    (workspace, account)
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= 32 && text.bytes().all(|b| b.is_ascii_digit()) && text != "0"
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_pasted_browser_address_becomes_a_host_and_keeps_its_workspace_id() {
        let host =
            Host::parse(" https://Acme.cloud.databricks.com:443/ml/endpoints/x?o=123&account_id=a-b#top ")
                .unwrap();
        assert_eq!(host.as_str(), "https://acme.cloud.databricks.com");
        assert_eq!((host.workspace_id(), host.account_id()), (Some("123"), Some("a-b")));
        assert_eq!(
            host.changed(),
            [
                Change::CutPort(443),
                Change::CutPath("/ml/endpoints/x".into()),
                Change::CutQuery("o=123&account_id=a-b".into()),
                Change::CutFragment("top".into())
            ]
        );
    }

    #[test]
    fn the_scheme_is_added_and_other_ports_stay() {
        let host = Host::parse("adb-1.2.azuredatabricks.net:8443").unwrap();
        assert_eq!(host.as_str(), "https://adb-1.2.azuredatabricks.net:8443");
        assert_eq!(host.cloud(), Some(Cloud::Azure));
        assert_eq!(host.changed(), [Change::AddedScheme]);
    }

    #[test]
    fn http_is_for_this_machine_only() {
        for text in ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:9"] {
            assert!(Host::parse(text).unwrap().is_loopback(), "{text}");
        }
        for text in
            ["http://acme.cloud.databricks.com", "http://127.0.0.1.evil.com", "http://localhost.evil.com"]
        {
            assert!(matches!(Host::parse(text), Err(HostError::Insecure(_))), "{text}");
        }
    }

    #[test]
    fn unusable_addresses_say_why() {
        assert_eq!(Host::parse("  "), Err(HostError::Empty));
        assert_eq!(Host::parse("ftp://x.com"), Err(HostError::Scheme("ftp".into())));
        assert_eq!(Host::parse("javascript:alert(1)"), Err(HostError::Scheme("javascript".into())));
        assert_eq!(Host::parse("https://me:pw@x.com"), Err(HostError::UserInfo));
        assert!(matches!(
            Host::parse("https://accounts.azuredatabricks.net"),
            Err(HostError::AccountConsole(_))
        ));
        assert!(matches!(Host::parse("https://"), Err(HostError::Invalid(_))));
    }

    #[test]
    fn an_unknown_suffix_is_a_hint_not_an_error() {
        assert!(
            Host::parse("https://dbx.acme.internal").unwrap().hint().unwrap().contains("dbx.acme.internal")
        );
        for known in ["a.cloud.databricks.com", "1.2.gcp.databricks.com", "x.databricks.azure.cn"] {
            assert_eq!(Host::parse(known).unwrap().hint(), None, "{known}");
        }
        assert!(Host::parse("https://evilcloud.databricks.com.evil.net").unwrap().hint().is_some());
    }

    #[test]
    fn endpoint_pages_are_encoded() {
        let host = Host::parse("https://a.cloud.databricks.com/?w=7").unwrap();
        assert_eq!(host.endpoint_page("a b", None), "https://a.cloud.databricks.com/ml/endpoints/a%20b?o=7");
    }

    proptest! {
        #[test]
        fn any_text_is_refused_or_becomes_a_secure_host_that_parses_to_itself(text in "\\PC{0,60}") {
            if let Ok(host) = Host::parse(&text) {
                prop_assert!(host.as_str().starts_with("https://") || host.is_loopback());
                let again = Host::parse(host.as_str()).unwrap();
                prop_assert_eq!(again.as_str(), host.as_str());
            }
        }
    }
}
