//! The one error type of this crate. It keeps everything that explaining a failure needs: what kind it is, what the server
//! said word for word, who said it (Databricks, the gateway or the provider), how often it was tried and what had reached
//! the wire. `body` reads the error bodies, `classify` holds the table of kinds. It never holds a credential.

mod body;
mod classify;
pub(crate) mod redact;

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use serde_json::Value;

pub(crate) use body::{Read, read};
pub(crate) use classify::{Reply, error_from_stream, from_reply, http_date};

/// The result of every call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Longest raw body kept inside an error, in bytes.
pub const RAW_LIMIT: usize = 64 * 1024;

/// A failed call. It dereferences to [`Failure`], which holds the fields.
#[derive(Clone)]
pub struct Error(Box<Failure>);

/// What is known about a failed call.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Failure {
    /// What happened, as a reason to behave differently.
    pub kind: ErrorKind,
    /// HTTP status, when an answer came.
    pub status: Option<u16>,
    /// The server's error code as text (`RESOURCE_DOES_NOT_EXIST`; numeric codes become text).
    pub code: Option<String>,
    /// What the server (or this crate, when no answer came) says, in one or more sentences.
    pub message: String,
    /// `x-databricks-request-id` of the answer.
    pub request_id: Option<String>,
    /// The `client_request_id` that a query carried.
    pub client_request_id: Option<String>,
    /// `served-model-name` of the answer: the served entity of an endpoint that failed, where the server says so.
    pub served_model: Option<String>,
    /// How long the server asks to wait.
    pub retry_after: Option<Duration>,
    /// How many times the request was sent or tried; at least 1 once the network was involved.
    pub attempts: u32,
    /// Which of the known error body shapes was read.
    pub shape: BodyShape,
    /// The body as received, at most [`RAW_LIMIT`] bytes, credentials masked.
    pub raw: Option<String>,
    /// Items of `details[]` (`google.rpc.*`), raw.
    pub details: Vec<Value>,
    /// Set when the model provider behind the endpoint refused, not Databricks.
    pub provider: Option<ProviderError>,
    /// Set when an AI Gateway guardrail blocked the prompt or the answer.
    pub guardrail: Option<Guardrail>,
    /// How far the request came.
    pub sent: Sent,
    /// HTTP method.
    pub method: String,
    /// Path without host and query.
    pub path: String,
}

/// Reasons to behave differently. See [`Failure::kind`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// 400: the request is wrong. Also 413 and other 4xx without a kind of their own.
    InvalidRequest,
    /// 401 from Databricks: the token is missing, wrong, expired or revoked.
    Unauthenticated,
    /// 403: signed in, but not allowed.
    PermissionDenied,
    /// 403 because the caller's address is not on the IP access list of the workspace or account.
    IpAccessDenied,
    /// The workspace answers only through a private link.
    PrivateLink,
    /// 403 because the token lacks an OAuth scope.
    ScopeMissing,
    /// The feature is switched off, or does not exist in this workspace or region.
    FeatureDisabled,
    /// 404: no such object, or not visible to the caller.
    NotFound,
    /// An object of that name exists (409, sometimes 400).
    AlreadyExists,
    /// 409: the object is being changed (`RESOURCE_CONFLICT`, `ABORTED`).
    Conflict,
    /// 429 from Databricks: a rate limit of the gateway or the workspace.
    RateLimited,
    /// A limit on how many objects there may be.
    QuotaExceeded,
    /// 499: the server says that the caller went away.
    Cancelled,
    /// 500 and other 5xx.
    ServerError,
    /// 501.
    NotImplemented,
    /// 503, 502: try later.
    Unavailable,
    /// 504, or a text that says that the server's own time limit was hit.
    DeadlineExceeded,
    /// 401/403 from the **provider**: its key is wrong, revoked or lacks access.
    ProviderAuth,
    /// 429 from the provider: its quota or rate limit.
    ProviderRateLimited,
    /// 404 from the provider: no such model or deployment.
    ProviderNotFound,
    /// 400 and other 4xx from the provider: it refuses this request.
    ProviderRefused,
    /// 5xx from the provider.
    ProviderFailed,
    /// The AI Gateway blocked the prompt or the answer.
    Guardrail,
    /// A redirect or an HTML page where JSON was due: a sign-in page, or not a Databricks workspace at all.
    NotSignedIn,
    /// The answer is a web page or something else that is no API answer.
    UnexpectedBody,
    /// The answer is longer than the limit for this call.
    BodyTooLarge,
    /// The answer is JSON, but not of the expected form.
    Decode,
    /// The host name has no address.
    Dns,
    /// No connection: refused, unreachable, or too slow to open.
    Connect,
    /// The connection is not trusted or could not be secured.
    Tls,
    /// No answer in time after the request was sent, or a stream that fell silent.
    Timeout,
    /// The connection broke after the request was sent.
    Interrupted,
    /// No credential could be produced; nothing was sent.
    SignIn,
    /// This side refused: unusable settings or input. Nothing was sent.
    Local,
}

/// How far a request came before it failed. Decides whether sending it again could do its work twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sent {
    /// No byte of the request reached the wire.
    Nothing,
    /// The request was (or may have been) written, and no complete answer came.
    Written,
    /// The server answered.
    Answered,
}

/// Shapes of error bodies (reference §8.1, in its order).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyShape {
    /// `{"error_code":…,"message":…}`
    ErrorCode,
    /// `{"error":"Received error from …","external_model_message":…}`
    ExternalModel,
    /// `{"error":{"message":…}}`
    OpenAi,
    /// `{"error":"…"}`
    ErrorText,
    /// SCIM: `{"schemas":[…],"detail":…}`
    Scim,
    /// `CODE: message`
    PlainText,
    /// A web page.
    Html,
    /// No body.
    Empty,
    /// A list of one error, or JSON inside `message`.
    Nested,
    /// JSON without any known field.
    OtherJson,
    /// There was no answer to read.
    None,
}

/// What a model provider said through Databricks (`external_model_message`, reference §5.6).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProviderError {
    /// Name from "Received error from …", when given (`openai`, `amazon-bedrock`).
    pub provider: Option<String>,
    /// The provider's own words.
    pub message: String,
    /// The provider's code, as text.
    pub code: Option<String>,
    /// The provider's error type (`invalid_request_error`).
    pub kind: Option<String>,
}

/// What an AI Gateway guardrail reported (reference §4.2).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Guardrail {
    /// Whether the prompt or the answer was judged.
    pub side: GuardrailSide,
    /// Names of the categories that are flagged (`violence`, …), sorted.
    pub categories: Vec<String>,
    /// Whether personal data was found.
    pub pii: bool,
    /// The guardrail's report, raw.
    pub raw: Value,
}

/// Which side of a query a guardrail judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GuardrailSide {
    /// The prompt.
    Input,
    /// The answer.
    Output,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Failure {
            kind,
            status: None,
            code: None,
            message: message.into(),
            request_id: None,
            client_request_id: None,
            served_model: None,
            retry_after: None,
            attempts: 0,
            shape: BodyShape::None,
            raw: None,
            details: Vec::new(),
            provider: None,
            guardrail: None,
            sent: Sent::Nothing,
            method: String::new(),
            path: String::new(),
        }))
    }

    pub(crate) fn fields(&mut self) -> &mut Failure {
        &mut self.0
    }

    /// Takes the fields out.
    pub fn into_failure(self) -> Failure {
        *self.0
    }
}

impl Failure {
    /// Whether the request may have done its work although no answer came: a write that was sent and not answered. Read the
    /// object back and compare; do not send it again blindly.
    pub fn is_ambiguous(&self) -> bool {
        self.sent == Sent::Written && self.method != "GET" && self.method != "HEAD"
    }

    /// Whether waiting and trying again may help (rate limits, unavailable, broken connections).
    pub fn is_transient(&self) -> bool {
        matches!(
            self.kind,
            ErrorKind::RateLimited
                | ErrorKind::ProviderRateLimited
                | ErrorKind::ProviderFailed
                | ErrorKind::Unavailable
                | ErrorKind::DeadlineExceeded
                | ErrorKind::ServerError
                | ErrorKind::Dns
                | ErrorKind::Connect
                | ErrorKind::Timeout
                | ErrorKind::Interrupted
        )
    }
}

impl Deref for Error {
    type Target = Failure;

    fn deref(&self) -> &Failure {
        &self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl std::error::Error for Error {}
