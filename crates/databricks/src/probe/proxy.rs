//! Which proxy a connection goes through and who says so. The rules are those of the HTTP library's own matcher, so that
//! what is said here is what happens.

use http::{HeaderValue, Uri};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use url::Url;

use crate::host::Host;

/// A proxy.
#[derive(Clone)]
pub struct Proxy {
    /// `http://host:port`, without a user name or password.
    pub shown: String,
    /// Who says so.
    pub source: ProxySource,
    pub(super) secure: bool,
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) authorization: Option<HeaderValue>,
}

/// The password it may carry is not printed.
impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Proxy")
            .field("shown", &self.shown)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

/// Who says which proxy is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProxySource {
    /// The app's own setting.
    Setting,
    /// This environment variable.
    Environment(&'static str),
    /// The operating system's settings.
    System,
}

/// How a connection leaves this computer.
#[derive(Debug, Clone)]
pub enum Way {
    /// Through a proxy.
    Proxy(Proxy),
    /// Straight; nobody names a proxy.
    Direct,
    /// Straight, because it leads to this computer itself.
    Loopback,
    /// Straight, because `NO_PROXY` takes this address out.
    Excluded {
        /// What `NO_PROXY` says.
        rule: String,
        /// The proxy that would be used otherwise.
        proxy: String,
    },
}

/// The way to a host. `setting` is the app's own, which wins over environment and system, `NO_PROXY` included.
pub fn way_to(host: &Host, setting: Option<&str>) -> Way {
    if host.is_loopback() {
        return Way::Loopback;
    }
    let Ok(target) = host.as_str().parse::<Uri>() else { return Way::Direct };
    if let Some(address) = setting {
        let matcher = Matcher::builder().all(address).build();
        let proxy = matcher.intercept(&target).and_then(|found| Proxy::of(&found, ProxySource::Setting));
        return proxy.map_or(Way::Direct, Way::Proxy);
    }
    if let Some(found) = Matcher::from_system().intercept(&target) {
        let named = from_environment(&target).map_or(ProxySource::System, ProxySource::Environment);
        return Proxy::of(&found, named).map_or(Way::Direct, Way::Proxy);
    }
    let (all, https) = (first_of(&["ALL_PROXY", "all_proxy"]), first_of(&["HTTPS_PROXY", "https_proxy"]));
    let value = |found: Option<(&str, String)>| found.map(|(_, value)| value).unwrap_or_default();
    let without_rule = Matcher::builder().all(value(all)).https(value(https)).build();
    match without_rule.intercept(&target).and_then(|found| Proxy::of(&found, ProxySource::System)) {
        Some(proxy) => Way::Excluded { rule: value(first_of(&["NO_PROXY", "no_proxy"])), proxy: proxy.shown },
        None => Way::Direct,
    }
}

/// The proxy for an ordinary workspace address, for display.
pub fn proxy_in_general(setting: Option<&str>) -> Option<Proxy> {
    let host = Host::parse("https://workspace.cloud.databricks.com").ok()?;
    match way_to(&host, setting) {
        Way::Proxy(proxy) => Some(proxy),
        _ => None,
    }
}

fn from_environment(target: &Uri) -> Option<&'static str> {
    Matcher::from_env().intercept(target)?;
    first_of(&["HTTPS_PROXY", "https_proxy"])
        .filter(|(_, value)| !value.is_empty())
        .or_else(|| first_of(&["ALL_PROXY", "all_proxy"]))
        .map(|(name, _)| name)
}

fn first_of(names: &[&'static str]) -> Option<(&'static str, String)> {
    names.iter().find_map(|name| std::env::var(name).ok().map(|value| (*name, value)))
}

impl Proxy {
    fn of(found: &Intercept, source: ProxySource) -> Option<Self> {
        let uri = found.uri();
        let scheme = uri.scheme_str().unwrap_or("http");
        let host = uri.host()?.to_owned();
        let secure = scheme == "https";
        let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        Some(Self {
            shown: format!("{scheme}://{host}:{port}"),
            source,
            secure,
            host,
            port,
            authorization: found.basic_auth().cloned(),
        })
    }

    /// Whether this program can go through a proxy of this kind: HTTP ones, not SOCKS.
    pub fn is_usable(&self) -> bool {
        self.shown.starts_with("http")
    }

    /// Whether the way to the proxy itself is encrypted.
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// The proxy's own name.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The proxy's port.
    pub fn port(&self) -> u16 {
        self.port
    }
}

/// What was typed as a proxy, as `http://host:port`.
///
/// # Errors
/// A finished sentence: no address, another kind of proxy, or a password in it.
pub fn proxy_address(typed: &str) -> Result<String, String> {
    let typed = typed.trim();
    let whole = if typed.contains("://") { typed.to_owned() } else { format!("http://{typed}") };
    let url = Url::parse(&whole).map_err(|_| {
        "This is not the address of a proxy. Give it as http://proxy.example.com:8080.".to_owned()
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("Gatewright goes through HTTP proxies, not through {} ones.", url.scheme()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("Leave user name and password out: this setting is not kept in the keychain. A proxy that asks for \
                    a password can be given in the environment variable HTTPS_PROXY."
            .to_owned());
    }
    let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
        return Err(
            "This is not the address of a proxy. Give it as http://proxy.example.com:8080.".to_owned()
        );
    };
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    Ok(format!("{}://{host}{port}", url.scheme()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_proxy_becomes_an_address_or_says_why_not() {
        assert_eq!(proxy_address(" proxy.acme.com:8080/ ").unwrap(), "http://proxy.acme.com:8080");
        assert_eq!(proxy_address("https://p.acme.com").unwrap(), "https://p.acme.com");
        assert!(proxy_address("http://me:secret@p:1").unwrap_err().contains("keychain"));
        assert!(proxy_address("socks5://p:1").unwrap_err().contains("socks5"));
        assert!(proxy_address("a b").is_err() && proxy_address("http://").is_err());
    }

    #[test]
    fn this_computer_is_reached_without_any_proxy_and_a_setting_wins_over_all_else() {
        let here = Host::parse("http://127.0.0.1:4711").unwrap();
        assert!(matches!(way_to(&here, Some("http://p:1")), Way::Loopback));
        let there = Host::parse("https://acme.cloud.databricks.com").unwrap();
        let Way::Proxy(proxy) = way_to(&there, Some("http://proxy.acme.com:8080")) else {
            panic!("the setting counts")
        };
        assert_eq!(proxy.source, ProxySource::Setting);
        assert_eq!((proxy.host(), proxy.port()), ("proxy.acme.com", 8080));
    }

    #[test]
    fn a_password_of_a_proxy_is_never_printed() {
        let there: Uri = "https://acme.cloud.databricks.com".parse().unwrap();
        let found = Matcher::builder().all("http://me:canary@p:1").build().intercept(&there).unwrap();
        let proxy = Proxy::of(&found, ProxySource::System).unwrap();
        assert!(proxy.authorization.is_some());
        assert!(!format!("{proxy:?}{}", proxy.shown).contains("canary"));
    }
}
