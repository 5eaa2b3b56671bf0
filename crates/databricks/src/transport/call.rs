//! A request before it is sent.

use std::time::Duration;

use bytes::Bytes;
use http::Method;
use serde::Serialize;
use serde_json::Value;
use zeroize::Zeroizing;

use super::RetryPolicy;
use crate::error::{Error, ErrorKind, Result, redact};

/// Longest answer to a control-plane call, in bytes. A list of 10,000 endpoints has about 8 MB.
const ANSWER_LIMIT: usize = 64 * 1024 * 1024;

/// Which time limit holds until the first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    Control,
    Query,
}

/// A request: what to send, how long to wait, what may be repeated.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// Percent-encoded, starting with `/`.
    pub(crate) path: String,
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) body: Option<Bytes>,
    pub(crate) accept: &'static str,
    pub(crate) limit: usize,
    pub(crate) patience: Patience,
    pub(crate) first_byte: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) client_request_id: Option<String>,
    /// Values inside the body that no error may repeat.
    pub(crate) hidden: Vec<Zeroizing<String>>,
}

impl Call {
    pub(crate) fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            query: Vec::new(),
            body: None,
            accept: "application/json",
            limit: ANSWER_LIMIT,
            patience: Patience::Control,
            first_byte: None,
            retry: None,
            client_request_id: None,
            hidden: Vec::new(),
        }
    }

    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    pub(crate) fn query(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.query.push((key, value.into()));
        self
    }

    pub(crate) fn accept(mut self, accept: &'static str) -> Self {
        self.accept = accept;
        self
    }

    /// Sets a JSON body and notes the credentials in it, so that an answer that repeats them is masked.
    pub(crate) fn json(mut self, body: &(impl Serialize + ?Sized)) -> Result<Self> {
        let unusable = |error: serde_json::Error| {
            Error::new(ErrorKind::Local, format!("The request could not be written as JSON: {error}."))
        };
        let value: Value = serde_json::to_value(body).map_err(unusable)?;
        redact::collect(&value, &mut self.hidden);
        self.body = Some(serde_json::to_vec(&value).map_err(unusable)?.into());
        Ok(self)
    }

    /// Sets a JSON body known to hold no credential, without building a tree of it.
    pub(crate) fn plain_json(mut self, body: &(impl Serialize + ?Sized)) -> Result<Self> {
        let bytes = serde_json::to_vec(body).map_err(|error| {
            Error::new(ErrorKind::Local, format!("The request could not be written as JSON: {error}."))
        })?;
        self.body = Some(bytes.into());
        Ok(self)
    }
}

/// Percent-encodes one path segment.
pub(crate) fn segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'~' => out.push(byte as char),
            b'.' if text.bytes().any(|b| b != b'.') => out.push('.'),
            // A segment of dots alone would climb the path, even as %2E; encoded twice it is merely a name nobody has.
            b'.' => out.push_str("%252E"),
            _ => {
                const HEX: &[u8; 16] = b"0123456789ABCDEF";
                out.push('%');
                out.push(HEX[usize::from(byte >> 4)] as char);
                out.push(HEX[usize::from(byte & 15)] as char);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_path_segment() {
        assert_eq!(segment("my-chat_1.2"), "my-chat_1.2");
        assert_eq!(segment("a/../b?c#d"), "a%2F..%2Fb%3Fc%23d");
        assert_eq!(segment(".."), "%252E%252E");
        assert_eq!(segment("é"), "%C3%A9");
    }
}
