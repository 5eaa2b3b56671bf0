//! Paced streams: parts of a body, each at its moment after the start. Late parts go out together at once, so that a slow
//! reader or a coarse timer never slows the average pace.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::stream;
use serde_json::Value;
use tokio::time::Instant;

use crate::reply::Parts;

/// One server-sent event.
pub(crate) fn event(value: &Value) -> Bytes {
    Bytes::from(format!("data: {value}\n\n"))
}

/// One server-sent event with a name, as Anthropic's and OpenAI's newer streams have them.
pub(crate) fn named_event(name: &str, value: &Value) -> Bytes {
    Bytes::from(format!("event: {name}\ndata: {value}\n\n"))
}

/// The end of a stream.
pub(crate) fn done() -> Bytes {
    Bytes::from_static(b"data: [DONE]\n\n")
}

/// Sends every part at its moment.
pub(crate) fn paced(parts: Vec<(Duration, Bytes)>) -> Parts {
    let start = Instant::now();
    Box::pin(stream::unfold(parts.into_iter().peekable(), move |mut left| async move {
        let (moment, first) = left.next()?;
        tokio::time::sleep_until(start + moment).await;
        let now = start.elapsed();
        if left.peek().is_none_or(|(next, _)| *next > now) {
            return Some((first, left));
        }
        let mut together = BytesMut::from(first.as_ref());
        while let Some((_, more)) = left.next_if(|(next, _)| *next <= now) {
            together.extend_from_slice(&more);
        }
        Some((together.freeze(), left))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::StreamExt as _;

    #[tokio::test]
    async fn parts_come_in_order_and_late_ones_together() {
        let part = |ms, text: &'static str| (Duration::from_millis(ms), Bytes::from_static(text.as_bytes()));
        let out: Vec<Bytes> = paced(vec![part(0, "a"), part(0, "b"), part(30, "c")]).collect().await;
        assert_eq!(out, ["ab", "c"]);
    }
}
