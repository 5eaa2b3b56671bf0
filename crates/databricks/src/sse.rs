//! Server-sent events from bytes, by the WHATWG rules, at any chunk boundary.
//!
//! The parser knows nothing of the network or of chat. Bytes are searched once for line ends and never again; each line is decoded
//! by itself, which is the same as decoding the stream, because the bytes of CR and LF are part of no longer UTF-8 sequence. Invalid
//! bytes become U+FFFD. Nothing panics, and an event has a limit.

use std::borrow::Cow;

use memchr::memchr2;

/// Largest event: its data lines together with the line being read, in bytes.
pub const EVENT_LIMIT: usize = 16 * 1024 * 1024;

/// Comments longer than this are cut, so that they cost no memory.
const COMMENT_LIMIT: usize = 64 * 1024;

/// Longest field name worth waiting for; longer lines without a colon belong to no known field.
const NAME_LIMIT: usize = 64;

const BOM: &[u8] = b"\xef\xbb\xbf";

/// What the parser hands over. Borrows from the parser; copy what is to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item<'a> {
    /// A dispatched event.
    Event(Event<'a>),
    /// A comment, without its colon.
    Comment(&'a str),
}

/// A dispatched event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event<'a> {
    /// Type; `message` when none was given.
    pub event: &'a str,
    /// Data lines, joined by line feeds.
    pub data: &'a str,
    /// The last id seen so far, or the empty string.
    pub id: &'a str,
}

/// An event or a line was larger than [`EVENT_LIMIT`]. The parser takes no more input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("The server sent a single event larger than {} MB.", EVENT_LIMIT >> 20)]
pub struct TooLarge;

/// What happens with the bytes of the line being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// They are kept until the line ends.
    Keep,
    /// The line belongs to no known field: they are dropped.
    Drop,
    /// A comment that is long enough already: the rest is dropped.
    Comment,
}

/// The parser.
#[derive(Debug)]
pub struct Parser {
    /// The line being read, as far as it came.
    line: Vec<u8>,
    state: Line,
    data: String,
    has_data: bool,
    event: String,
    id: String,
    retry: Option<u64>,
    /// A CR ended the last chunk; an LF at the beginning of the next one belongs to it.
    after_cr: bool,
    /// Whether the beginning of the stream, where a byte order mark may stand, is behind.
    begun: bool,
    failed: bool,
}

impl Default for Parser {
    fn default() -> Self {
        Self::new()
    }
}

impl Parser {
    /// A parser at the beginning of a stream.
    pub fn new() -> Self {
        Self {
            line: Vec::new(),
            state: Line::Keep,
            data: String::new(),
            has_data: false,
            event: String::new(),
            id: String::new(),
            retry: None,
            after_cr: false,
            begun: false,
            failed: false,
        }
    }

    /// Takes bytes as they come and hands over what they complete, in order.
    ///
    /// # Errors
    /// [`TooLarge`], from then on always.
    pub fn feed(&mut self, bytes: &[u8], mut sink: impl FnMut(Item<'_>)) -> Result<(), TooLarge> {
        if self.failed {
            return Err(TooLarge);
        }
        let fed = self.feed_lines(bytes, &mut sink);
        if fed.is_err() {
            self.failed = true;
            self.line = Vec::new();
            self.data = String::new();
        }
        fed
    }

    fn feed_lines(&mut self, mut bytes: &[u8], sink: &mut impl FnMut(Item<'_>)) -> Result<(), TooLarge> {
        if self.after_cr && !bytes.is_empty() {
            self.after_cr = false;
            bytes = bytes.strip_prefix(b"\n").unwrap_or(bytes);
        }
        while let Some(at) = memchr2(b'\n', b'\r', bytes) {
            let (line, end) = bytes.split_at(at);
            let cr = end.first() == Some(&b'\r');
            bytes = end.get(1..).unwrap_or_default();
            if cr {
                if bytes.is_empty() {
                    self.after_cr = true;
                } else {
                    bytes = bytes.strip_prefix(b"\n").unwrap_or(bytes);
                }
            }
            self.end_line(line, sink)?;
        }
        self.keep(bytes)
    }

    /// Keeps the beginning of a line that is not complete yet.
    fn keep(&mut self, bytes: &[u8]) -> Result<(), TooLarge> {
        if bytes.is_empty() || self.state != Line::Keep {
            return Ok(());
        }
        if self.line.len() + self.data.len() + bytes.len() > EVENT_LIMIT {
            // A comment or a foreign field may be as long as it likes; only data counts.
            self.line.extend_from_slice(bytes.get(..COMMENT_LIMIT.min(bytes.len())).unwrap_or_default());
            self.sort();
            return if self.state == Line::Keep { Err(TooLarge) } else { Ok(()) };
        }
        self.line.extend_from_slice(bytes);
        if self.line.len() > COMMENT_LIMIT {
            self.sort();
        }
        Ok(())
    }

    /// Decides whether a long line is worth keeping.
    fn sort(&mut self) {
        let line = if self.begun { &self.line } else { self.line.strip_prefix(BOM).unwrap_or(&self.line) };
        if line.first() == Some(&b':') {
            self.state = Line::Comment;
            self.line.truncate(COMMENT_LIMIT + 1);
            return;
        }
        let name = line.get(..NAME_LIMIT).unwrap_or(line).split(|b| *b == b':').next().unwrap_or_default();
        if !matches!(name, b"data" | b"event" | b"id" | b"retry") {
            self.state = Line::Drop;
            self.line.clear();
            // The line was not empty, and must not end as an empty one.
            self.line.push(b'x');
        }
    }

    /// A line is complete: `rest` is its end, what came before is in `self.line`.
    fn end_line(&mut self, rest: &[u8], sink: &mut impl FnMut(Item<'_>)) -> Result<(), TooLarge> {
        if self.line.is_empty() {
            return self.process(rest, sink);
        }
        self.keep(rest)?;
        let line = std::mem::take(&mut self.line);
        self.state = Line::Keep;
        let processed = self.process(&line, sink);
        // The buffer is used again, unless it has grown large.
        if line.capacity() <= COMMENT_LIMIT {
            self.line = line;
            self.line.clear();
        }
        processed
    }

    fn process(&mut self, line: &[u8], sink: &mut impl FnMut(Item<'_>)) -> Result<(), TooLarge> {
        let line = if self.begun { line } else { line.strip_prefix(BOM).unwrap_or(line) };
        self.begun = true;
        if line.is_empty() {
            self.dispatch(sink);
            return Ok(());
        }
        let (name, value) = match memchr::memchr(b':', line) {
            Some(0) => {
                let text = line.get(1..).unwrap_or_default();
                sink(Item::Comment(&String::from_utf8_lossy(text.get(..COMMENT_LIMIT).unwrap_or(text))));
                return Ok(());
            }
            Some(at) => {
                let value = line.get(at + 1..).unwrap_or_default();
                (line.get(..at).unwrap_or_default(), value.strip_prefix(b" ").unwrap_or(value))
            }
            None => (line, &[][..]),
        };
        self.field(name, value)
    }

    fn field(&mut self, name: &[u8], value: &[u8]) -> Result<(), TooLarge> {
        match name {
            b"data" => {
                if self.data.len() + value.len() + 1 > EVENT_LIMIT {
                    return Err(TooLarge);
                }
                if self.has_data {
                    self.data.push('\n');
                }
                self.has_data = true;
                self.data.push_str(&text(value));
            }
            b"event" => self.event = text(value).into_owned(),
            b"id" if !value.contains(&0) => self.id = text(value).into_owned(),
            b"retry" if !value.is_empty() && value.iter().all(u8::is_ascii_digit) => {
                self.retry = text(value).parse().ok().or(self.retry);
            }
            _ => {}
        }
        Ok(())
    }

    fn dispatch(&mut self, sink: &mut impl FnMut(Item<'_>)) {
        if self.has_data {
            let event = if self.event.is_empty() { "message" } else { &self.event };
            sink(Item::Event(Event { event, data: &self.data, id: &self.id }));
        }
        self.has_data = false;
        self.event.clear();
        self.data.clear();
        if self.data.capacity() > 1024 * 1024 {
            self.data = String::new();
        }
    }

    /// The stream has ended: answers with the data that was never dispatched, the line in the middle of which it ended included.
    pub fn finish(&mut self) -> Option<String> {
        if self.failed {
            return None;
        }
        if !self.line.is_empty() {
            let line = std::mem::take(&mut self.line);
            self.state = Line::Keep;
            // A limit passed in the very last line leaves nothing to hand over.
            if self.process(&line, &mut |_| {}).is_err() {
                return None;
            }
        }
        self.has_data.then(|| std::mem::take(&mut self.data))
    }

    /// The last valid `retry`, in milliseconds.
    pub fn retry(&self) -> Option<u64> {
        self.retry
    }
}

fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(chunks: &[&[u8]]) -> Vec<String> {
        let mut parser = Parser::new();
        let mut out = Vec::new();
        for chunk in chunks {
            let fed = parser.feed(chunk, |item| {
                out.push(match item {
                    Item::Event(event) => format!("{}|{}|{}", event.event, event.data, event.id),
                    Item::Comment(text) => format!(":{text}"),
                });
            });
            if fed.is_err() {
                out.push("too large".into());
            }
        }
        out.extend(parser.finish().map(|tail| format!("tail {tail}")));
        out
    }

    #[test]
    fn an_endless_data_line_ends_at_the_limit_and_an_endless_comment_does_not() {
        let block = vec![b'x'; 1024 * 1024];
        let mut parser = Parser::new();
        parser.feed(b": ", |_| {}).unwrap();
        for _ in 0..64 {
            parser.feed(&block, |_| {}).unwrap();
        }
        assert!(parser.line.capacity() < 4 * 1024 * 1024);
        parser.feed(b"\ndata: ", |_| {}).unwrap();
        let fed = (0..64).map_while(|_| parser.feed(&block, |_| {}).ok()).count();
        assert_eq!(fed, 15);
        assert_eq!(parser.feed(b"\n\n", |_| {}), Err(TooLarge));
    }

    #[test]
    fn a_long_foreign_field_in_pieces_is_skipped() {
        let long = vec![b'y'; 100_000];
        assert_eq!(parse(&[b"foo: ", &long, &long, b"\ndata: a\n\n"]), ["message|a|"]);
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_pieces_give_the_same_items(
            words in prop::collection::vec(prop::sample::select(vec![
                &b"data"[..], b":", b" ", b"\n", b"\r", b"\r\n", b"id", b"event", b"retry", b"x", b"7", b"\xef\xbb\xbf",
                b"\xf0\x9f", b"\x98\x80", b"\xc3", b"\xff", b"\0", "é".as_bytes(),
            ]), 0..40),
            cuts in prop::collection::vec(0usize..200, 0..12),
        ) {
            let bytes = words.concat();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let chunks: Vec<&[u8]> = cuts.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
            prop_assert_eq!(parse(&chunks), parse(&[&bytes]));
        }
    }
}
