//! What came back: headers of note, timing, and a body that is read with a limit and a time limit on silence.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use futures_util::stream::Stream;
use futures_util::{FutureExt, StreamExt};
use http::HeaderMap;
use zeroize::Zeroizing;

use crate::error::{Error, ErrorKind, Sent};

/// What is known about an answer apart from its body.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Meta {
    /// HTTP status.
    pub status: u16,
    /// `x-databricks-request-id`: what Databricks' support asks for.
    pub request_id: Option<String>,
    /// The `client_request_id` that a query carried.
    pub client_request_id: Option<String>,
    /// `x-databricks-org-id`.
    pub workspace_id: Option<String>,
    /// `served-model-name`: which served entity answered.
    pub served_model: Option<String>,
    /// `content-type`, lower case, without parameters.
    pub content_type: String,
    /// How often the request was sent or tried.
    pub attempts: u32,
    /// How long a connection was made first: name, TCP and TLS, part of `first_byte`. None when one stood open.
    pub connecting: Option<Duration>,
    /// From the last sending to the answer's headers.
    pub first_byte: Duration,
    /// From the last sending to the end of the body. For a stream, see [`crate::queries::StreamEnd`].
    pub total: Duration,
    /// What the server said beside the body, as it came, without cookies. Only for queries.
    pub headers: Vec<(String, String)>,
}

impl Meta {
    pub(crate) fn from_headers(status: u16, headers: &HeaderMap) -> Self {
        let text = |name: &str| -> Option<String> {
            let value = headers.get(name)?.to_str().ok()?.trim();
            (!value.is_empty()).then(|| value.to_owned())
        };
        let content_type = text("content-type").unwrap_or_default();
        let content_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        Self {
            status,
            request_id: text("x-databricks-request-id").or_else(|| text("x-request-id")),
            workspace_id: text("x-databricks-org-id"),
            served_model: text("served-model-name"),
            content_type,
            ..Self::default()
        }
    }
}

/// The headers of an answer for a person to read. Cookies are credentials and stay out.
pub(crate) fn readable(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "set-cookie" | "authorization" | "proxy-authenticate"))
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect()
}

/// An answer whose body has not been read yet.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) meta: Meta,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    /// When the request was sent.
    pub(crate) begun: Instant,
    /// What no error about this answer may repeat.
    pub(crate) hidden: Vec<Zeroizing<String>>,
}

/// An answer that was read.
pub(crate) struct Fetched {
    pub(crate) meta: Meta,
    pub(crate) bytes: Bytes,
    /// What no error about this answer may repeat.
    pub(crate) hidden: Vec<Zeroizing<String>>,
}

/// A body. Dropping it closes the connection.
pub(crate) struct Body {
    chunks: Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send>>,
    /// What the server announced, to make room once.
    announced: usize,
    idle: Duration,
    silence: Pin<Box<tokio::time::Sleep>>,
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body")
    }
}

/// Why a body could not be read to its end.
#[derive(Debug)]
pub(crate) enum Broken {
    /// The connection broke.
    Cut(String),
    /// Nothing came for this long.
    Silent(Duration),
    /// More came than is allowed.
    TooLarge(usize),
}

impl Broken {
    pub(crate) fn into_error(self) -> Error {
        let (kind, message) = match self {
            Self::Cut(why) => (
                ErrorKind::Interrupted,
                format!("The connection broke before the answer was complete ({why})."),
            ),
            Self::Silent(time) => (
                ErrorKind::Timeout,
                format!(
                    "The answer stopped coming: nothing was received for {} s.",
                    time.as_secs_f64().ceil()
                ),
            ),
            Self::TooLarge(limit) => (
                ErrorKind::BodyTooLarge,
                format!("The answer is larger than {} MB and was not read.", limit >> 20),
            ),
        };
        let mut error = Error::new(kind, message);
        error.fields().sent = if kind == ErrorKind::BodyTooLarge { Sent::Answered } else { Sent::Written };
        error
    }
}

impl Body {
    pub(crate) fn new(response: reqwest::Response, idle: Duration) -> Self {
        let announced =
            response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
        Self {
            announced,
            chunks: Box::pin(response.bytes_stream()),
            idle,
            silence: Box::pin(tokio::time::sleep(idle)),
        }
    }

    /// The next piece as it came from the network. Every piece, also one of comments only, starts the silence over.
    pub(crate) fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Broken>>> {
        match self.chunks.poll_next_unpin(cx) {
            Poll::Ready(Some(Ok(chunk))) => {
                self.silence.as_mut().reset(tokio::time::Instant::now() + self.idle);
                Poll::Ready(Some(Ok(chunk)))
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(Broken::Cut(root_cause(&error))))),
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending => match self.silence.poll_unpin(cx) {
                Poll::Ready(()) => Poll::Ready(Some(Err(Broken::Silent(self.idle)))),
                Poll::Pending => Poll::Pending,
            },
        }
    }

    /// Reads all of it, up to a limit.
    pub(crate) async fn read(&mut self, limit: usize) -> Result<Bytes, Broken> {
        let mut first: Option<Bytes> = None;
        let mut rest = BytesMut::new();
        while let Some(chunk) = std::future::poll_fn(|cx| self.poll_chunk(cx)).await {
            let chunk = chunk?;
            let so_far = first.as_ref().map_or(0, Bytes::len).max(rest.len());
            if so_far + chunk.len() > limit {
                return Err(Broken::TooLarge(limit));
            }
            match (&first, rest.is_empty()) {
                (None, true) => first = Some(chunk),
                (Some(begin), true) => {
                    rest.reserve(self.announced.min(limit).max(begin.len() + chunk.len()));
                    rest.extend_from_slice(begin);
                    rest.extend_from_slice(&chunk);
                }
                _ => rest.extend_from_slice(&chunk),
            }
        }
        Ok(if rest.is_empty() { first.unwrap_or_default() } else { rest.freeze() })
    }

    /// Reads the beginning, for an error's text; what breaks on the way does not matter.
    pub(crate) async fn read_beginning(&mut self, limit: usize) -> Bytes {
        let mut out = BytesMut::new();
        while let Some(Ok(chunk)) = std::future::poll_fn(|cx| self.poll_chunk(cx)).await {
            out.extend_from_slice(&chunk);
            if out.len() >= limit {
                out.truncate(limit);
                break;
            }
        }
        out.freeze()
    }
}

/// The innermost cause, which is the one that says something.
pub(crate) fn root_cause(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}
