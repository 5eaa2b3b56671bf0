//! A chat answer as it comes from the network.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use futures_util::stream::Stream;
use zeroize::Zeroizing;

use super::{BodyEnd, ChatDecoder, ChatEvent, StreamEnd};
use crate::error::redact;
use crate::transport::{Body, Broken, Clock, Core, Meta, Opened};

/// An answer on its way. Each item is a batch: everything that one read from the network completed, with adjacent text put together.
/// The last event of the last batch is [`ChatEvent::End`]; then the stream is over. A query that was answered is never an error
/// here: how it went is in [`StreamEnd`].
///
/// Dropping the stream closes its connection at once, and the provider stops generating.
#[derive(Debug)]
pub struct ChatStream {
    meta: Meta,
    path: String,
    body: Option<Body>,
    decoder: ChatDecoder,
    clock: Arc<dyn Clock>,
    begun: Instant,
    first_word: Option<Duration>,
    hidden: Vec<Zeroizing<String>>,
    kept: Vec<u8>,
    came: u64,
}

/// How much of a stream's body is kept as it came, to be looked at.
const KEPT: usize = 256 * 1024;

impl ChatStream {
    pub(crate) fn new(opened: Opened, core: &Core, path: String) -> Self {
        Self {
            meta: opened.meta,
            path,
            body: Some(opened.body),
            decoder: ChatDecoder::new(),
            clock: core.clock().clone(),
            begun: opened.begun,
            first_word: None,
            hidden: opened.hidden,
            kept: Vec::new(),
            came: 0,
        }
    }

    /// The body as it has come so far: its first 256 KB, and how many bytes it was in all.
    pub fn received(&self) -> (&[u8], u64) {
        (&self.kept, self.came)
    }

    /// Who answers, request ids, and how long the headers took.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Reads to the end and answers with everything put together: text and reasoning of the first answer, and how it ended.
    pub async fn collect_text(mut self) -> (String, String, Option<StreamEnd>) {
        let (mut said, mut thought, mut end) = (String::new(), String::new(), None);
        while let Some(batch) = std::future::poll_fn(|cx| Pin::new(&mut self).poll_next(cx)).await {
            for event in batch {
                match event {
                    ChatEvent::Text { choice: 0, text } => said.push_str(&text),
                    ChatEvent::Reasoning { choice: 0, text } => thought.push_str(&text),
                    ChatEvent::End(how) => end = Some(how),
                    _ => {}
                }
            }
        }
        (said, thought, end)
    }

    /// Adds what the decoder cannot know: times, ids, and that the connection is needed no more.
    fn complete(&mut self, batch: &mut [ChatEvent]) {
        let elapsed = self.clock.now().duration_since(self.begun);
        let speaks = |event: &ChatEvent| {
            matches!(event, ChatEvent::Text { .. } | ChatEvent::Reasoning { .. } | ChatEvent::ToolCall { .. })
        };
        if self.first_word.is_none() && batch.iter().any(speaks) {
            self.first_word = Some(elapsed);
        }
        if let Some(ChatEvent::End(end)) = batch.last_mut() {
            end.total = elapsed;
            end.first_word = self.first_word;
            if let Some(error) = &mut end.error {
                let fields = error.fields();
                fields.status = fields.status.or(Some(self.meta.status));
                fields.request_id = fields.request_id.take().or_else(|| self.meta.request_id.clone());
                fields.client_request_id.clone_from(&self.meta.client_request_id);
                fields.attempts = self.meta.attempts;
                fields.method = "POST".to_owned();
                fields.path.clone_from(&self.path);
                redact::mask_error(error, &self.hidden);
            }
            self.body = None;
        }
    }
}

impl Stream for ChatStream {
    type Item = Vec<ChatEvent>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Vec<ChatEvent>>> {
        let stream = self.get_mut();
        loop {
            let Some(body) = &mut stream.body else { return Poll::Ready(None) };
            let mut batch = match body.poll_chunk(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(Ok(bytes))) => {
                    stream.came += bytes.len() as u64;
                    let room = KEPT.saturating_sub(stream.kept.len()).min(bytes.len());
                    stream.kept.extend_from_slice(bytes.get(..room).unwrap_or_default());
                    stream.decoder.feed(&bytes)
                }
                Poll::Ready(Some(Err(why))) => {
                    stream.decoder.finish(BodyEnd::Broken(Some(Broken::into_error(why))))
                }
                Poll::Ready(None) => stream.decoder.finish(BodyEnd::Eof),
            };
            if batch.is_empty() {
                continue;
            }
            stream.complete(&mut batch);
            return Poll::Ready(Some(batch));
        }
    }
}
