//! The door: every check a request must pass before it means anything, then faults and the journal around the handler.
//! Order matters: host, origin and method are looked at before the token, the token before the body.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, Method, header};
use serde_json::Value;

use crate::clock::now_ms;
use crate::faults::Fault;
use crate::identity::{OWNER, WORKSPACE_ID, Who};
use crate::journal::JournalEntry;
use crate::oauth::Open;
use crate::reply::{Payload, Refusal, Reply};
use crate::routes;
use crate::running::{Shared, Slot, lock};

/// What the server is to do.
pub(crate) enum Outcome {
    Reply { reply: Reply, cut_after: Option<u64> },
    Reset,
}

/// Who asks.
pub(crate) struct Caller {
    pub(crate) who: Who,
    /// What an OAuth token covers; everything when `None`.
    pub(crate) scopes: Option<Vec<String>>,
}

/// What the door found out about a request it lets in.
pub(crate) struct Admitted {
    slot: Arc<Slot>,
    caller: Caller,
}

/// A request past the door.
pub(crate) struct Ask {
    pub(crate) method: Method,
    /// Decoded, without the slashes around it.
    pub(crate) segments: Vec<String>,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Bytes,
    pub(crate) caller: Caller,
    /// The name and port the sandbox was called by.
    pub(crate) host: String,
    /// Id and secret of HTTP Basic; kept for the token endpoint only.
    pub(crate) basic: Option<(String, String)>,
}

impl Ask {
    /// The body as a JSON object; an empty one counts as `{}`.
    pub(crate) fn object(&self) -> Result<Value, Refusal> {
        if self.body.iter().all(u8::is_ascii_whitespace) {
            return Ok(Value::Object(serde_json::Map::new()));
        }
        match serde_json::from_slice::<Value>(&self.body) {
            Ok(value) if value.is_object() => Ok(value),
            Ok(_) => Err(Refusal::new(400, "MALFORMED_REQUEST", "The request's body must be a JSON object.")),
            Err(error) => Err(Refusal::new(
                400,
                "MALFORMED_REQUEST",
                format!("Could not parse request object: {error}"),
            )),
        }
    }

    /// The body as the fields of a form.
    pub(crate) fn form(&self) -> Vec<(String, String)> {
        pairs(&String::from_utf8_lossy(&self.body))
    }

    /// A query parameter that must be there.
    pub(crate) fn parameter(&self, name: &str) -> Result<&str, Refusal> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .ok_or_else(|| Refusal::invalid(format!("Missing required field: {name}")))
    }
}

/// Checks the head of a request and finds the world its token opens.
pub(crate) fn admit(head: &Parts, shared: &Shared) -> Result<Admitted, Refusal> {
    check_host(head, shared.port)?;
    let open = Open::of(&head.method, head.uri.path());
    let size: usize = head.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if size > crate::server::HEADER_BYTES {
        return Err(Refusal::new(431, "BAD_REQUEST", "The request's headers are larger than 32 kB."));
    }
    if head.headers.contains_key(header::ORIGIN) && !(open == Some(Open::SignInForm) && is_own_origin(head)) {
        return Err(Refusal::denied(
            "The sandbox answers programs, never web pages: a request with an Origin is refused.",
        ));
    }
    if head.method == Method::OPTIONS {
        return Err(Refusal::denied("The sandbox answers no preflight request."));
    }
    if ![Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::HEAD]
        .contains(&head.method)
    {
        return Err(Refusal::new(
            405,
            "BAD_REQUEST",
            "The sandbox knows GET, POST, PUT, PATCH and DELETE only.",
        ));
    }
    check_body_headers(&head.headers, open)?;
    if let Some(open) = open {
        check_navigation(&head.headers, open)?;
        let caller = Caller { who: &OWNER, scopes: Some(Vec::new()) };
        return Ok(Admitted { slot: shared.base().clone(), caller });
    }
    let mut shown = head.headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (shown.next(), shown.next()) else {
        return Err(Refusal::new(
            401,
            "UNAUTHENTICATED",
            "Credential was not sent or was of an unsupported type for this API.",
        ));
    };
    let token = value
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map_or("", |(_, token)| token.trim());
    let (slot, caller) = shared.admit(token)?;
    Ok(Admitted { slot, caller })
}

/// The page's own form says where it comes from: the address it was asked for, which `check_host` has looked at.
fn is_own_origin(head: &Parts) -> bool {
    let mut origins = head.headers.get_all(header::ORIGIN).iter();
    let (Some(origin), None) = (origins.next(), origins.next()) else { return false };
    let own = format!("http://{}", named_host(head));
    origin.to_str().is_ok_and(|origin| origin.eq_ignore_ascii_case(&own))
}

fn named_host(head: &Parts) -> &str {
    head.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default()
}

/// Browsers say why they ask. The sign-in page is for somebody who goes there, not for a frame, a picture or a script, and
/// its form is sent by the page alone.
fn check_navigation(headers: &HeaderMap, open: Open) -> Result<(), Refusal> {
    if !matches!(open, Open::SignInPage | Open::SignInForm | Open::Discovery) {
        return Ok(());
    }
    let says = |name: &str, wanted: &[&str]| {
        headers.get(name).is_none_or(|value| value.to_str().is_ok_and(|value| wanted.contains(&value)))
    };
    let own = open != Open::SignInForm || says("sec-fetch-site", &["same-origin"]);
    if own && says("sec-fetch-mode", &["navigate"]) && says("sec-fetch-dest", &["document"]) {
        return Ok(());
    }
    Err(Refusal::denied("The sign-in page is opened by a person in a browser, never by another page."))
}

fn check_host(head: &Parts, port: u16) -> Result<(), Refusal> {
    let known = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let mut hosts = head.headers.get_all(header::HOST).iter();
    let named = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().ok(),
        _ => None,
    };
    let host_fits = named.is_some_and(|host| known.iter().any(|one| one.eq_ignore_ascii_case(host)));
    let authority_fits = head
        .uri
        .authority()
        .is_none_or(|named| known.iter().any(|one| one.eq_ignore_ascii_case(named.as_str())));
    if host_fits && authority_fits {
        return Ok(());
    }
    Err(Refusal::new(
        421,
        "BAD_REQUEST",
        format!("The sandbox answers as 127.0.0.1:{port} only, under no other name."),
    ))
}

fn check_body_headers(headers: &HeaderMap, open: Option<Open>) -> Result<(), Refusal> {
    let chunked = headers.contains_key(header::TRANSFER_ENCODING);
    if chunked && headers.contains_key(header::CONTENT_LENGTH) {
        return Err(Refusal::new(
            400,
            "MALFORMED_REQUEST",
            "A request has either a length or chunks, not both.",
        ));
    }
    let length =
        headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > crate::server::BODY_BYTES) {
        return Err(Refusal::new(413, "REQUEST_TOO_LARGE", "The request's body is larger than 16 MB."));
    }
    if !chunked && length.unwrap_or(0) == 0 {
        return Ok(());
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let wanted = match open {
        Some(Open::SignInForm | Open::Token) => "application/x-www-form-urlencoded",
        _ => "application/json",
    };
    if kind.eq_ignore_ascii_case(wanted) {
        return Ok(());
    }
    Err(Refusal::new(415, "MALFORMED_REQUEST", format!("A body must be sent as Content-Type: {wanted}.")))
}

/// Runs a request that was admitted.
pub(crate) async fn pass(head: Parts, body: Bytes, shared: &Arc<Shared>, admitted: Admitted) -> Outcome {
    let slot = &admitted.slot;
    let path = head.uri.path().to_owned();
    let ask = Ask {
        segments: path.split('/').filter(|part| !part.is_empty()).map(decode).collect(),
        query: head.uri.query().map(pairs).unwrap_or_default(),
        host: named_host(&head).to_owned(),
        basic: basic(&head.headers),
        caller: admitted.caller,
        method: head.method,
        path,
        body,
    };
    if ask.segments.first().is_some_and(|first| first == "sandbox") {
        let reply = routes::control(&ask, shared, slot).unwrap_or_else(Reply::from);
        return Outcome::Reply { reply, cut_after: None };
    }
    let number = lock(&slot.journal).begin(entry(&ask, &head.headers));
    let fault = lock(&slot.faults).take(ask.method.as_str(), &ask.path);
    let pause = |fault: &Fault| tokio::time::sleep(Duration::from_millis(fault.delay_ms));
    if let Some(fault) = fault.as_ref().filter(|fault| !fault.after_handler) {
        pause(fault).await;
    }
    let outcome = match &fault {
        Some(fault) if !fault.after_handler && (fault.reset || fault.status.is_some()) => {
            carry_out(fault, None)
        }
        _ => {
            let reply = routes::answer(&ask, shared, slot).await.unwrap_or_else(Reply::from);
            if let Some(fault) = fault.as_ref().filter(|fault| fault.after_handler) {
                pause(fault).await;
            }
            match &fault {
                Some(fault) => carry_out(fault, Some(reply)),
                None => Outcome::Reply { reply, cut_after: None },
            }
        }
    };
    finish(outcome, slot, number, fault.is_some())
}

fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, rest) = value.split_once(' ')?;
    let decoded = crate::base64::decode(rest.trim()).filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
    let text = String::from_utf8(decoded).ok()?;
    text.split_once(':').map(|(id, secret)| (id.to_owned(), secret.to_owned()))
}

fn entry(ask: &Ask, headers: &HeaderMap) -> JournalEntry {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let asked: Option<Value> =
        if ask.body.len() <= 65_536 { serde_json::from_slice(&ask.body).ok() } else { None };
    JournalEntry {
        number: 0,
        time_ms: now_ms(),
        method: ask.method.to_string(),
        path: ask.path.clone(),
        status: None,
        client_request_id: asked.and_then(|body| body.get("client_request_id")?.as_str().map(str::to_owned)),
        request_bytes: ask.body.len(),
        served_model_name: None,
        user_agent: agent.map(str::to_owned),
        faulted: false,
    }
}

fn carry_out(fault: &Fault, handled: Option<Reply>) -> Outcome {
    if fault.reset {
        return Outcome::Reset;
    }
    let mut reply = match (fault.status, handled) {
        (None, Some(reply)) => reply,
        (status, _) => {
            let status = status.unwrap_or(500);
            match &fault.body {
                Some(Value::String(text)) if text.starts_with('<') => {
                    Reply::bytes(status, "text/html", text.clone())
                }
                Some(Value::String(text)) => Reply::bytes(status, "text/plain", text.clone()),
                Some(body) => Reply::json(status, body),
                None => Reply::bytes(status, "application/json", Bytes::new()),
            }
        }
    };
    for (name, value) in &fault.headers {
        reply = reply.with(name, value);
    }
    Outcome::Reply { reply, cut_after: fault.cut_after }
}

fn finish(outcome: Outcome, slot: &Slot, number: u64, faulted: bool) -> Outcome {
    match outcome {
        Outcome::Reset => {
            lock(&slot.journal).finish(number, |entry| entry.faulted = true);
            Outcome::Reset
        }
        Outcome::Reply { reply, cut_after } => {
            lock(&slot.journal).finish(number, |entry| {
                entry.faulted = faulted;
                entry.status = Some(reply.status.as_u16());
                entry.served_model_name.clone_from(&reply.served);
            });
            let streams = matches!(reply.payload, Payload::Parts(_));
            let mut reply = reply
                .with("x-databricks-request-id", &uuid::Uuid::new_v4().to_string())
                .with("x-databricks-org-id", &WORKSPACE_ID.to_string());
            if streams {
                reply = reply.with("cache-control", "no-cache");
            }
            Outcome::Reply { reply, cut_after }
        }
    }
}

/// Percent-decoding; bytes that are no UTF-8 become the replacement character.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let digits = (byte == b'%').then(|| (ahead.next().and_then(hex), ahead.next().and_then(hex)));
        if let Some((Some(high), Some(low))) = digits {
            bytes.push(high * 16 + low);
            rest = ahead;
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

fn pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(&key.replace('+', " ")), decode(&value.replace('+', " ")))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_decoded_once() {
        assert_eq!(decode("a%20b%2520"), "a b%20");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%4"), "%zz%4");
    }

    #[test]
    fn a_query_string_becomes_pairs() {
        assert_eq!(
            pairs("scope=a%2Fb&key=x+y&flag"),
            [
                ("scope".to_owned(), "a/b".to_owned()),
                ("key".to_owned(), "x y".to_owned()),
                ("flag".to_owned(), String::new()),
            ]
        );
    }
}
