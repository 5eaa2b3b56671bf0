//! How anything of this crate reaches a server: proxy, trusted certificates, time limits, time and chance. A workspace is built
//! on one; signing in uses it for the few questions that need no signature. The rules on TLS and redirects stand here once:
//! certificates are always verified, and no redirect is ever followed.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method};
use url::Url;
use zeroize::Zeroizing;

use super::answer::{Body, Meta, root_cause};
use super::client::{broken, too_slow};
use super::{Clock, Random, SystemClock, SystemRandom, Timeouts, connecting};
use crate::error::{Error, ErrorKind, Reply, Result, from_reply, redact};
use crate::host::{Host, loopback};

/// Documents of sign-in servers have a few kilobytes.
const ANSWER_LIMIT: usize = 1 << 20;

/// The way to servers. Cheap enough to clone; it holds no connection.
#[derive(Clone)]
pub struct Network {
    pub(crate) user_agent: String,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) timeouts: Timeouts,
    pub(crate) proxy: Option<String>,
    pub(crate) roots: Vec<Vec<u8>>,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            user_agent: concat!("gatewright-databricks/", env!("CARGO_PKG_VERSION"), " rust").to_owned(),
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            timeouts: Timeouts::default(),
            proxy: None,
            roots: Vec::new(),
        }
    }
}

/// A proxy address can carry a password, so only the harmless part is printed.
impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network")
            .field("user_agent", &self.user_agent)
            .field("timeouts", &self.timeouts)
            .field("proxy", &self.proxy.is_some())
            .field("roots", &self.roots.len())
            .finish_non_exhaustive()
    }
}

impl Network {
    /// The `User-Agent`, in the form `product/1.2.3 rust/… os/…` (reference §7.8).
    #[must_use]
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = user_agent.into();
        self
    }

    /// Replaces time, for tests.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Replaces chance, for tests.
    #[must_use]
    pub fn random(mut self, random: Arc<dyn Random>) -> Self {
        self.random = random;
        self
    }

    /// Time limits.
    #[must_use]
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.timeouts = timeouts;
        self
    }

    /// A proxy to use instead of the system's, as `http://host:port`. Loopback hosts never use one.
    #[must_use]
    pub fn proxy(mut self, address: impl Into<String>) -> Self {
        self.proxy = Some(address.into());
        self
    }

    /// Trusts a certificate authority (PEM, one or more certificates) beside those of the operating system.
    #[must_use]
    pub fn extra_root(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.roots.push(pem.into());
        self
    }

    /// Builds a connection pool. One protocol version only: with HTTP/1.1 a dropped answer closes its connection and disturbs
    /// no other, and the rule on repetition stays with us (the library would repeat refused HTTP/2 streams).
    pub(crate) fn connect(&self, to: &Url) -> Result<reqwest::Client> {
        let unusable =
            |what: &str, why: String| Error::new(ErrorKind::Local, format!("{what} cannot be used: {why}."));
        let mut builder = reqwest::Client::builder()
            .user_agent(self.user_agent.clone())
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(self.timeouts.connect)
            .pool_idle_timeout(Duration::from_secs(60))
            .tcp_keepalive(Duration::from_secs(30))
            .tcp_nodelay(true)
            .http1_only()
            .connector_layer(connecting::Watch)
            .referer(false);
        if loopback(to) {
            builder = builder.no_proxy();
        } else if let Some(address) = &self.proxy {
            let proxy = reqwest::Proxy::all(address)
                .map_err(|why| unusable("The proxy address", root_cause(&why)))?;
            builder = builder.proxy(proxy);
        }
        let mut roots = Vec::new();
        for pem in &self.roots {
            let bundle = reqwest::Certificate::from_pem_bundle(pem)
                .map_err(|why| unusable("The extra certificate", root_cause(&why)))?;
            roots.extend(bundle);
        }
        if to.scheme() == "http" {
            // Nobody shows a certificate there, and reading those of the system takes as long as a first screen can spare.
            builder = builder.tls_certs_only(roots);
        } else if !roots.is_empty() {
            builder = builder.tls_certs_merge(roots);
        }
        builder.build().map_err(|why| unusable("The connection settings", root_cause(&why)))
    }

    /// Asks a question outside the API of a workspace and reads the whole answer, whatever its status.
    pub(crate) async fn ask(&self, question: Question) -> Result<Told> {
        let Question { url, form, authorization, hidden } = question;
        let http = self.connect(&url)?;
        let method = if form.is_some() { Method::POST } else { Method::GET };
        let mut request = reqwest::Request::new(method, url.clone());
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(value) = authorization {
            request.headers_mut().insert(AUTHORIZATION, value);
        }
        if let Some(form) = form {
            let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
            request.headers_mut().insert(CONTENT_TYPE, kind);
            *request.body_mut() = Some(form.as_bytes().to_vec().into());
        }
        let limit = self.timeouts.control;
        let mut told =
            Told { url, headers: HeaderMap::new(), meta: Meta::default(), body: Bytes::new(), hidden };
        let exchange = async {
            let response = http.execute(request).await.map_err(|why| broken(&why))?;
            told.headers = response.headers().clone();
            told.meta = Meta::from_headers(response.status().as_u16(), &told.headers);
            let mut body = Body::new(response, self.timeouts.idle);
            told.body = body.read(ANSWER_LIMIT).await.map_err(super::Broken::into_error)?;
            Ok(())
        };
        let ended = tokio::time::timeout(limit, exchange).await.unwrap_or_else(|_| Err(too_slow(limit)));
        match ended {
            Ok(()) => Ok(told),
            Err(error) => Err(told.dress(error)),
        }
    }
}

/// A question that needs no sign-in: a document (`GET`) or a form (`POST`).
pub(crate) struct Question {
    url: Url,
    form: Option<Zeroizing<String>>,
    authorization: Option<HeaderValue>,
    hidden: Vec<Zeroizing<String>>,
}

impl Question {
    pub(crate) fn document(url: Url) -> Self {
        Self { url, form: None, authorization: None, hidden: Vec::new() }
    }

    /// A form. No error about the answer repeats a value that `secrets` names, in any of the ways it is written.
    pub(crate) fn form(url: Url, fields: &[(&str, &str)], secrets: &[&str]) -> Self {
        let written = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut hidden = Vec::new();
        for secret in secrets {
            redact::note(secret, &mut hidden);
            let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
            redact::note(&encoded, &mut hidden);
        }
        Self { url, form: Some(Zeroizing::new(written)), authorization: None, hidden }
    }

    pub(crate) fn signed(mut self, authorization: HeaderValue) -> Self {
        redact::collect_header(&authorization, &mut self.hidden);
        self.authorization = Some(authorization);
        self
    }
}

/// What came back, read to its end. It may hold credentials and is therefore never printed.
pub(crate) struct Told {
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) meta: Meta,
    pub(crate) body: Bytes,
    pub(crate) hidden: Vec<Zeroizing<String>>,
}

impl Told {
    pub(crate) fn ok(&self) -> bool {
        (200..300).contains(&self.meta.status)
    }

    /// A header's text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The answer as an error of the workspace's kinds, without its body.
    pub(crate) fn failed(&self, clock: &dyn Clock) -> Error {
        let host = Host::of(&self.url);
        let reply = Reply { meta: &self.meta, headers: &self.headers, body: &self.body, host: &host };
        self.dress(from_reply(&reply, clock.wall()))
    }

    /// Says in an error where it happened, and takes out whatever could be a credential.
    pub(crate) fn dress(&self, mut error: Error) -> Error {
        let fields = error.fields();
        fields.method = if self.hidden.is_empty() { "GET" } else { "POST" }.to_owned();
        fields.path = self.url.path().to_owned();
        fields.attempts = 1;
        // A sign-in server's body can hold tokens that nobody noted yet.
        fields.raw = None;
        fields.details.clear();
        redact::mask_error(&mut error, &self.hidden);
        let fields = error.fields();
        fields.message = redact::cut_long_words(&fields.message);
        fields.code = fields.code.take().map(|code| redact::cut_long_words(&code));
        error
    }
}
