//! The ways of going wrong, as data: the fault each sets in the sandbox, and how every operation must end under it.

use std::time::Duration;

use gatewright_databricks::{ErrorKind, Sent};
use gatewright_sandbox::Fault;
use serde_json::{Value, json};

use super::{Operation, bodies};

/// How a cell must end.
pub(super) struct Expected {
    /// `None` for success.
    pub(super) kind: Option<ErrorKind>,
    pub(super) sent: Sent,
    /// Sends that the client says and the server counts.
    pub(super) sends: u32,
    /// Whether a write happens all the same; `None` where either may be.
    pub(super) happened: Option<bool>,
}

/// A way of going wrong.
pub(super) struct Toxic {
    pub(super) name: &'static str,
    pub(super) fault: fn(Operation) -> Fault,
    pub(super) expected: fn(Operation) -> Expected,
    /// Shorter than the usual time limits.
    pub(super) patience: Option<Duration>,
    /// The answer is one of `bodies`.
    pub(super) lenient: bool,
}

const fn toxic(
    name: &'static str,
    fault: fn(Operation) -> Fault,
    expected: fn(Operation) -> Expected,
) -> Toxic {
    Toxic { name, fault, expected, patience: None, lenient: false }
}

pub(super) const TOXICS: [Toxic; 22] = [
    toxic("503, Retry-After 0", |o| asked(o, 503, None), |_| answered(ErrorKind::Unavailable, 3)),
    toxic("503, Retry-After 0, once", |o| asked(o, 503, Some(1)), |_| fine(2)),
    toxic("429, Retry-After 0", |o| asked(o, 429, None), |_| answered(ErrorKind::RateLimited, 3)),
    toxic("429, Retry-After 0, twice", |o| asked(o, 429, Some(2)), |_| fine(3)),
    toxic("429, Retry-After 61", too_long, |_| answered(ErrorKind::RateLimited, 1)),
    toxic(
        "503 without a time",
        |o| status(o, 503),
        |o| answered(ErrorKind::Unavailable, if o.reads() { 3 } else { 1 }),
    ),
    toxic("500", |o| status(o, 500), |_| answered(ErrorKind::ServerError, 1)),
    toxic("an expired token", expired, |_| answered(ErrorKind::Unauthenticated, 1)),
    toxic("a sign-in page with 200", sign_in_page, |_| answered(ErrorKind::NotSignedIn, 1)),
    toxic("a redirect to a sign-in page", redirect, |_| answered(ErrorKind::NotSignedIn, 1)),
    Toxic {
        patience: Some(Duration::from_secs(1)),
        ..toxic("silence before the first byte", silence, |o| Expected {
            happened: None,
            ..broken(o, ErrorKind::Timeout, false)
        })
    },
    toxic("a reset before the work", |o| reset(o, false, None), |o| broken(o, ErrorKind::Interrupted, false)),
    toxic("a reset after the work", |o| reset(o, true, None), |o| broken(o, ErrorKind::Interrupted, true)),
    toxic(
        "a reset before the work, once",
        |o| reset(o, false, Some(1)),
        |o| {
            if o.reads() { fine(2) } else { broken(o, ErrorKind::Interrupted, false) }
        },
    ),
    toxic("an answer cut in the middle", cut, |o| broken(o, ErrorKind::Interrupted, true)),
    toxic(
        "an empty answer",
        |o| text(o, 200, ""),
        |o| match o {
            Operation::Secret => Expected { happened: Some(false), ..fine(1) },
            // A stream of nothing has not ended: it may have been generated, and charged.
            Operation::Stream => broken(o, ErrorKind::Interrupted, false),
            _ => answered(ErrorKind::UnexpectedBody, 1),
        },
    ),
    toxic(
        "text that is no JSON",
        |o| text(o, 200, "upstream connect error or disconnect"),
        |o| match o {
            Operation::Stream => broken(o, ErrorKind::Interrupted, false),
            _ => answered(ErrorKind::UnexpectedBody, 1),
        },
    ),
    toxic("the right answer called text/plain", |o| called(o, "text/plain"), |_| fine(1)),
    toxic("a picture", picture, |_| answered(ErrorKind::UnexpectedBody, 1)),
    toxic("a 12 MB error", huge, |_| answered(ErrorKind::ServerError, 1)),
    Toxic {
        lenient: true,
        ..toxic(
            "numbers as text, unknown values",
            |o| lenient(o, 0),
            |_| Expected { happened: Some(false), ..fine(1) },
        )
    },
    Toxic {
        lenient: true,
        ..toxic(
            "a 4 MB answer",
            |o| lenient(o, 4 * 1024 * 1024),
            |_| Expected { happened: Some(false), ..fine(1) },
        )
    },
];

fn answered(kind: ErrorKind, sends: u32) -> Expected {
    Expected { kind: Some(kind), sent: Sent::Answered, sends, happened: Some(false) }
}

fn fine(sends: u32) -> Expected {
    Expected { kind: None, sent: Sent::Answered, sends, happened: Some(true) }
}

/// Written, and no complete answer: reading is tried three times, nothing else twice.
fn broken(operation: Operation, kind: ErrorKind, happened: bool) -> Expected {
    let sends = if operation.reads() { 3 } else { 1 };
    Expected { kind: Some(kind), sent: Sent::Written, sends, happened: Some(happened) }
}

fn on(operation: Operation) -> Fault {
    Fault { pattern: operation.path(), method: Some(operation.method().to_owned()), ..Fault::default() }
}

fn header(fault: Fault, name: &str, value: &str) -> Fault {
    let mut headers = fault.headers.clone();
    headers.insert(name.to_owned(), value.to_owned());
    Fault { headers, ..fault }
}

fn status(operation: Operation, status: u16) -> Fault {
    let code = match status {
        429 => "REQUEST_LIMIT_EXCEEDED",
        503 => "TEMPORARILY_UNAVAILABLE",
        _ => "INTERNAL_ERROR",
    };
    let body = json!({"error_code": code, "message": "Not now."});
    Fault { status: Some(status), body: Some(body), ..on(operation) }
}

fn asked(operation: Operation, code: u16, times: Option<u32>) -> Fault {
    Fault { times, ..header(status(operation, code), "retry-after", "0") }
}

fn too_long(operation: Operation) -> Fault {
    header(status(operation, 429), "retry-after", "61")
}

fn text(operation: Operation, status: u16, body: &str) -> Fault {
    Fault { status: Some(status), body: Some(Value::String(body.to_owned())), ..on(operation) }
}

fn expired(operation: Operation) -> Fault {
    let body = json!({"error_code": "UNAUTHENTICATED", "message": "Access token has expired."});
    Fault { status: Some(401), body: Some(body), ..on(operation) }
}

fn sign_in_page(operation: Operation) -> Fault {
    text(
        operation,
        200,
        "<!doctype html><html><head><title>Databricks - Sign In</title></head><body></body></html>",
    )
}

fn redirect(operation: Operation) -> Fault {
    header(text(operation, 302, ""), "location", "https://login.example.com/oidc/authorize?client_id=x")
}

fn silence(operation: Operation) -> Fault {
    Fault { delay_ms: 60_000, ..on(operation) }
}

fn reset(operation: Operation, after_handler: bool, times: Option<u32>) -> Fault {
    Fault { reset: true, after_handler, times, ..on(operation) }
}

fn cut(operation: Operation) -> Fault {
    let bytes = match operation {
        // `{}` is all there is.
        Operation::Secret => 1,
        // Past the first event, inside the second.
        Operation::Stream => 400,
        _ => 20,
    };
    Fault { cut_after: Some(bytes), ..on(operation) }
}

fn called(operation: Operation, content_type: &str) -> Fault {
    header(on(operation), "content-type", content_type)
}

fn picture(operation: Operation) -> Fault {
    header(text(operation, 200, "PNG and so on"), "content-type", "image/png")
}

fn huge(operation: Operation) -> Fault {
    text(operation, 500, &"stack trace ".repeat(1024 * 1024))
}

fn lenient(operation: Operation, padding: usize) -> Fault {
    let body = bodies::lenient(operation, &"x".repeat(padding));
    let content_type = if operation == Operation::Stream { "text/event-stream" } else { "application/json" };
    header(Fault { status: Some(200), body: Some(body), ..on(operation) }, "content-type", content_type)
}
