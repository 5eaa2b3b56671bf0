//! What a handler answers with, and how it becomes an HTTP body: whole bytes, a paced stream, or either one cut short
//! by a fault. Handlers build [`Reply`] or [`Refusal`]; only the server turns them into wire types.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::Stream;
use http::{HeaderName, HeaderValue, StatusCode};
use http_body::{Body, Frame, SizeHint};
use serde_json::{Value, json};

/// A stream of body parts; it never fails by itself.
pub(crate) type Parts = Pin<Box<dyn Stream<Item = Bytes> + Send>>;

/// Whole or in parts.
pub(crate) enum Payload {
    Whole(Bytes),
    Parts(Parts),
}

/// An answer.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) payload: Payload,
    /// The entity that answered a prompt, for the journal and the `served-model-name` header.
    pub(crate) served: Option<String>,
}

/// What handlers return.
pub(crate) type Answer = Result<Reply, Refusal>;

/// A request refused by the workspace itself, in its standard error shape.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl Refusal {
    pub(crate) fn new(status: u16, code: &'static str, message: impl Into<String>) -> Refusal {
        Refusal { status, code, message: message.into() }
    }

    /// 400 with the code for a field that is wrong.
    pub(crate) fn invalid(message: impl Into<String>) -> Refusal {
        Refusal::new(400, "INVALID_PARAMETER_VALUE", message)
    }

    /// 404 for a thing that is not there.
    pub(crate) fn missing(message: impl Into<String>) -> Refusal {
        Refusal::new(404, "RESOURCE_DOES_NOT_EXIST", message)
    }

    /// 403 for a caller who may not.
    pub(crate) fn denied(message: impl Into<String>) -> Refusal {
        Refusal::new(403, "PERMISSION_DENIED", message)
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Reply {
        Reply::json(refusal.status, &json!({"error_code": refusal.code, "message": refusal.message}))
    }
}

impl Reply {
    pub(crate) fn bytes(status: u16, content_type: &'static str, bytes: impl Into<Bytes>) -> Reply {
        Reply {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            headers: vec![(http::header::CONTENT_TYPE, HeaderValue::from_static(content_type))],
            payload: Payload::Whole(bytes.into()),
            served: None,
        }
    }

    pub(crate) fn json(status: u16, value: &Value) -> Reply {
        Reply::bytes(status, "application/json", value.to_string())
    }

    /// 200 with this JSON.
    pub(crate) fn ok(value: &Value) -> Reply {
        Reply::json(200, value)
    }

    /// An event stream.
    pub(crate) fn events(parts: Parts) -> Reply {
        let mut reply = Reply::bytes(200, "text/event-stream", Bytes::new());
        reply.payload = Payload::Parts(parts);
        reply
    }

    /// Adds a header; a value that HTTP cannot carry is left out.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Reply {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            self.headers.retain(|(existing, _)| *existing != name);
            self.headers.push((name, value));
        }
        self
    }

    /// Names the entity that answered.
    pub(crate) fn served_by(mut self, entity: &str) -> Reply {
        self.served = Some(entity.to_owned());
        self.with("served-model-name", entity)
    }
}

/// The connection was broken on purpose.
#[derive(Debug)]
pub(crate) struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("The sandbox broke this connection on purpose.")
    }
}

impl std::error::Error for Broken {}

/// The body handed to hyper.
pub(crate) struct WireBody {
    payload: Option<Payload>,
    left: Option<u64>,
    /// Runs after the last byte before a cut, so that what was written gets flushed first.
    farewell: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl WireBody {
    pub(crate) fn new(payload: Payload, cut_after: Option<u64>) -> WireBody {
        WireBody { payload: Some(payload), left: cut_after, farewell: None }
    }

    fn trim(&mut self, mut bytes: Bytes) -> Bytes {
        if let Some(left) = &mut self.left {
            let keep = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len());
            bytes.truncate(keep);
            *left -= keep as u64;
        }
        bytes
    }
}

impl Body for WireBody {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        if self.left == Some(0) {
            let sleep =
                self.farewell.get_or_insert_with(|| Box::pin(tokio::time::sleep(Duration::from_millis(20))));
            return sleep.as_mut().poll(cx).map(|()| Some(Err(Broken)));
        }
        match self.payload.take() {
            None => Poll::Ready(None),
            Some(Payload::Whole(bytes)) => {
                if self.left.is_some() {
                    // Kept so that a cut past the end still breaks the connection at the end.
                    self.payload = Some(Payload::Parts(Box::pin(futures_util::stream::pending())));
                    let trimmed = self.trim(bytes);
                    self.left = Some(0);
                    return Poll::Ready(Some(Ok(Frame::data(trimmed))));
                }
                Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
            }
            Some(Payload::Parts(mut parts)) => match parts.as_mut().poll_next(cx) {
                Poll::Pending => {
                    self.payload = Some(Payload::Parts(parts));
                    Poll::Pending
                }
                Poll::Ready(None) => Poll::Ready(None),
                Poll::Ready(Some(bytes)) => {
                    self.payload = Some(Payload::Parts(parts));
                    let trimmed = self.trim(bytes);
                    Poll::Ready(Some(Ok(Frame::data(trimmed))))
                }
            },
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.payload {
            Some(Payload::Whole(bytes)) => SizeHint::with_exact(bytes.len() as u64),
            None => SizeHint::with_exact(0),
            Some(Payload::Parts(_)) => SizeHint::default(),
        }
    }
}
