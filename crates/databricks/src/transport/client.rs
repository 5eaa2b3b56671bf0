//! The loop every request to a workspace's API goes through. `network` says how the servers are reached.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method};
use serde::de::DeserializeOwned;
use serde_json::Value;
use zeroize::Zeroizing;

use super::answer::{Body, Broken, Fetched, Meta, Opened, readable, root_cause};
use super::call::{Call, Patience};
use super::retry::{Budget, RetryPolicy, decide};
use super::{Clock, Network, connecting};
use crate::auth::{AuthError, Authenticate};
use crate::error::{Error, ErrorKind, RAW_LIMIT, Reply, Result, Sent, from_reply, redact};
use crate::host::Host;
use crate::serving::Snapshot;

/// Everything a workspace is built from.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) host: Host,
    pub(crate) network: Network,
    pub(crate) retry: RetryPolicy,
    pub(crate) workspace_id: Option<String>,
}

impl Settings {
    /// What holds where nothing else is asked for.
    pub(crate) fn of(host: Host) -> Self {
        Self {
            workspace_id: host.workspace_id().map(str::to_owned),
            host,
            network: Network::default(),
            retry: RetryPolicy::default(),
        }
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// Connections, identity and budget of one workspace.
pub(crate) struct Core {
    settings: Settings,
    auth: Arc<dyn Authenticate>,
    http: reqwest::Client,
    budget: Budget,
    learned_id: OnceLock<String>,
}

impl Core {
    pub(crate) fn new(settings: Settings, auth: Arc<dyn Authenticate>) -> Result<Self> {
        let http = settings.network.connect(&settings.host.url("/"))?;
        Ok(Self { settings, auth, http, budget: Budget::default(), learned_id: OnceLock::new() })
    }

    pub(crate) fn host(&self) -> &Host {
        &self.settings.host
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        &self.settings.network.clock
    }

    pub(crate) fn chance(&self) -> f64 {
        self.settings.network.random.fraction()
    }

    pub(crate) fn workspace_id(&self) -> Option<String> {
        self.settings.workspace_id.clone().or_else(|| self.learned_id.get().cloned())
    }

    /// Sends a call and decodes the JSON answer.
    pub(crate) async fn json<T: DeserializeOwned>(&self, call: &Call) -> Result<T> {
        Ok(self.json_with_meta(call).await?.0)
    }

    pub(crate) async fn json_with_meta<T: DeserializeOwned>(&self, call: &Call) -> Result<(T, Meta)> {
        let fetched = self.fetch(call).await?;
        Ok((self.read(call, &fetched)?, fetched.meta))
    }

    /// Sends a call and keeps the JSON beside the typed value.
    pub(crate) async fn snapshot<T: DeserializeOwned>(&self, call: &Call) -> Result<Snapshot<T>> {
        let raw: Value = self.json(call).await?;
        Ok(Snapshot { value: self.typed(call, raw.clone())?, raw })
    }

    /// Sends a call whose answer says nothing beyond success.
    pub(crate) async fn done(&self, call: &Call) -> Result<()> {
        let fetched = self.fetch(call).await?;
        if fetched.bytes.iter().all(u8::is_ascii_whitespace) {
            return Ok(());
        }
        self.read::<Value>(call, &fetched).map(|_| ())
    }

    /// Sends a call and answers with its text.
    pub(crate) async fn text(&self, call: &Call) -> Result<String> {
        let fetched = self.fetch(call).await?;
        Ok(String::from_utf8_lossy(&fetched.bytes).into_owned())
    }

    /// Decodes JSON that is in memory.
    pub(crate) fn typed<T: DeserializeOwned>(&self, call: &Call, value: Value) -> Result<T> {
        serde_json::from_value(value).map_err(|why| {
            let mut error = undecodable(&why.to_string());
            finish(&mut error, call);
            redact::mask_error(&mut error, &call.hidden);
            error
        })
    }

    /// Decodes an answer's body.
    pub(crate) fn read<T: DeserializeOwned>(&self, call: &Call, fetched: &Fetched) -> Result<T> {
        let Fetched { bytes, meta, hidden } = fetched;
        serde_json::from_slice(bytes).map_err(|why| {
            let mut error = if why.is_data() {
                undecodable(&why.to_string())
            } else {
                Error::new(
                    ErrorKind::UnexpectedBody,
                    "The answer is not JSON, so it does not come from the Databricks API.",
                )
            };
            finish(&mut error, call);
            let fields = error.fields();
            fields.sent = Sent::Answered;
            fields.status = Some(meta.status);
            fields.request_id.clone_from(&meta.request_id);
            fields.attempts = meta.attempts;
            let beginning = bytes.get(..RAW_LIMIT).unwrap_or(bytes);
            fields.raw = Some(String::from_utf8_lossy(beginning).into_owned());
            redact::mask_error(&mut error, hidden);
            error
        })
    }

    /// Sends a call and reads the whole answer. A broken body counts as a failed try.
    pub(crate) async fn fetch(&self, call: &Call) -> Result<Fetched> {
        let (bytes, mut opened) = self.run(call, true).await?;
        opened.meta.total = self.settings.network.clock.now().duration_since(opened.begun);
        Ok(Fetched { bytes, meta: opened.meta, hidden: opened.hidden })
    }

    /// Sends a call and hands the body over unread.
    pub(crate) async fn open(&self, call: &Call) -> Result<Opened> {
        Ok(self.run(call, false).await?.1)
    }

    async fn run(&self, call: &Call, whole: bool) -> Result<(Bytes, Opened)> {
        let policy = call.retry.as_ref().unwrap_or(&self.settings.retry);
        let mut tried = 0;
        let mut refreshed = false;
        loop {
            tried += 1;
            let signed = self.auth.authorization().await.map_err(|why| sign_in(why, call))?;
            let mut error = match self.attempt(call, whole, &signed).await {
                Ok((bytes, mut opened)) => {
                    self.budget.succeed(tried > 1);
                    opened.meta.attempts = tried;
                    opened.meta.client_request_id.clone_from(&call.client_request_id);
                    return Ok((bytes, opened));
                }
                Err(error) => error,
            };
            finish(&mut error, call);
            error.fields().attempts = tried;
            if error.kind == ErrorKind::Unauthenticated && !refreshed {
                refreshed = true;
                if self.auth.refused(&signed).await.map_err(|why| sign_in(why, call))? {
                    continue;
                }
            }
            let Some(wait) = decide(policy, &call.method, &error, tried, self.chance()) else {
                return Err(error);
            };
            if !self.budget.take(wait.reason) {
                return Err(error);
            }
            tracing::debug!(method = %call.method, path = call.path, kind = ?error.kind, next = wait.next_try, "trying again");
            if let Some(listener) = &policy.on_wait {
                listener(&wait);
            }
            self.settings.network.clock.sleep(wait.time).await;
        }
    }

    /// One try: send, read the status, read the body.
    async fn attempt(&self, call: &Call, whole: bool, signed: &HeaderValue) -> Result<(Bytes, Opened)> {
        let mut hidden = call.hidden.clone();
        redact::collect_header(signed, &mut hidden);
        let request = self.request(call, signed.clone())?;
        let limit = call.first_byte.unwrap_or(match call.patience {
            Patience::Control => self.settings.network.timeouts.control,
            Patience::Query => self.settings.network.timeouts.first_byte,
        });
        let begun = self.settings.network.clock.now();
        let (answered, connecting) =
            connecting::watched(tokio::time::timeout(limit, self.http.execute(request))).await;
        let response = match answered {
            Ok(Ok(response)) => response,
            Ok(Err(why)) => return Err(broken(&why)),
            Err(_) => return Err(too_slow(limit)),
        };
        let mut opened = self.opened(response, begun, hidden);
        opened.meta.connecting = connecting;
        if !(200..300).contains(&opened.meta.status) || !fits(&opened.meta.content_type, call) {
            let body = opened.body.read_beginning(RAW_LIMIT).await;
            let reply =
                Reply { meta: &opened.meta, headers: &opened.headers, body: &body, host: self.host() };
            let mut error = from_reply(&reply, self.settings.network.clock.wall());
            redact::mask_error(&mut error, &opened.hidden);
            return Err(error);
        }
        if matches!(call.patience, Patience::Query) {
            opened.meta.headers = readable(&opened.headers);
        }
        if !whole {
            return Ok((Bytes::new(), opened));
        }
        match opened.body.read(call.limit).await {
            Ok(bytes) => Ok((bytes, opened)),
            Err(why) => Err(self.incomplete(why, &opened.meta)),
        }
    }

    fn incomplete(&self, why: Broken, meta: &Meta) -> Error {
        let mut error = why.into_error();
        let fields = error.fields();
        fields.status = Some(meta.status);
        fields.request_id.clone_from(&meta.request_id);
        error
    }

    fn opened(&self, response: reqwest::Response, begun: Instant, hidden: Vec<Zeroizing<String>>) -> Opened {
        let headers = response.headers().clone();
        let mut meta = Meta::from_headers(response.status().as_u16(), &headers);
        meta.first_byte = self.settings.network.clock.now().duration_since(begun);
        if let Some(id) = &meta.workspace_id {
            // Whoever came first stays: the id of a workspace does not change.
            let _ = self.learned_id.set(id.clone());
        }
        Opened {
            meta,
            headers,
            body: Body::new(response, self.settings.network.timeouts.idle),
            begun,
            hidden,
        }
    }

    fn request(&self, call: &Call, authorization: HeaderValue) -> Result<reqwest::Request> {
        let mut url = self.settings.host.url(&call.path);
        if !call.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&call.query);
        }
        let mut request = reqwest::Request::new(call.method.clone(), url);
        let headers: &mut HeaderMap = request.headers_mut();
        headers.insert(AUTHORIZATION, authorization);
        headers.insert(ACCEPT, HeaderValue::from_static(call.accept));
        if let Some(id) = self.workspace_id() {
            let value = HeaderValue::from_str(&id).map_err(|_| {
                Error::new(ErrorKind::Local, "The workspace id holds characters that cannot be sent.")
            })?;
            headers.insert("x-databricks-workspace-id", value);
        }
        match &call.body {
            Some(body) => {
                headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                *request.body_mut() = Some(body.clone().into());
            }
            None if call.method == Method::POST => *request.body_mut() = Some(Bytes::new().into()),
            None => {}
        }
        Ok(request)
    }
}

/// Whether a successful answer is of a kind this call can have. A page in place of data is a sign-in page or a foreign server.
fn fits(content_type: &str, call: &Call) -> bool {
    match content_type {
        "text/html" | "application/xhtml+xml" => false,
        _ => call.accept == "text/plain" || !content_type.starts_with("image/"),
    }
}

fn finish(error: &mut Error, call: &Call) {
    let fields = error.fields();
    fields.method = call.method.to_string();
    fields.path.clone_from(&call.path);
    fields.client_request_id.clone_from(&call.client_request_id);
}

fn undecodable(why: &str) -> Error {
    let mut error =
        Error::new(ErrorKind::Decode, format!("The answer does not have the expected form: {why}."));
    error.fields().sent = Sent::Answered;
    error
}

fn sign_in(why: AuthError, call: &Call) -> Error {
    let kind = if why.needs_sign_in { ErrorKind::SignIn } else { ErrorKind::Unavailable };
    let mut error = Error::new(kind, why.message);
    finish(&mut error, call);
    error
}

pub(crate) fn too_slow(limit: std::time::Duration) -> Error {
    let mut error = Error::new(
        ErrorKind::Timeout,
        format!("The server did not answer within {} s.", limit.as_secs_f64().ceil()),
    );
    error.fields().sent = Sent::Written;
    error
}

/// Sorts a failure of the HTTP library by whether anything was written.
pub(crate) fn broken(why: &reqwest::Error) -> Error {
    let cause = root_cause(why);
    if why.is_builder() {
        return Error::new(ErrorKind::Local, format!("The request could not be built: {cause}."));
    }
    if !why.is_connect() {
        let mut error = Error::new(
            ErrorKind::Interrupted,
            format!("The connection broke after the request was sent ({cause})."),
        );
        error.fields().sent = Sent::Written;
        return error;
    }
    let chain = chain(why);
    if why.is_dns() || chain.contains("dns error") || chain.contains("lookup address") {
        return Error::new(
            ErrorKind::Dns,
            "The server's name has no address. Check the spelling and your network.",
        );
    }
    if NOT_SECURED.iter().any(|words| chain.contains(words)) {
        return Error::new(ErrorKind::Tls, format!("No trusted connection could be made: {cause}."));
    }
    if why.is_timeout() || chain.contains("timed out") {
        return Error::new(ErrorKind::Connect, "The server could not be reached in time.");
    }
    Error::new(ErrorKind::Connect, format!("The server could not be reached: {cause}."))
}

/// What the TLS library says of a server whose certificate is refused, that has no version in common with us, or that does not
/// encrypt at all.
const NOT_SECURED: [&str; 8] = [
    "certificate",
    "tls",
    "handshake",
    "invalid peer",
    "fatal alert",
    "corrupt message",
    "peer is incompatible",
    "peer misbehaved",
];

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text.push_str(" / ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    text.to_ascii_lowercase()
}
