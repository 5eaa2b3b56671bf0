//! Text on its way to the window, gathered so that at most one message goes out a frame: the window cannot show more,
//! and each message costs it the same whether it holds one word or a hundred.

use std::time::{Duration, Instant};

/// A frame at 60 Hz.
pub(crate) const FRAME: Duration = Duration::from_millis(16);

/// Text is sent before the frame is over when this much has gathered: one message a flood must not grow without bound.
const LARGEST: usize = 32 * 1024;

/// Gathered text, and when it was last sent.
pub(crate) struct Batch {
    text: String,
    sent: Option<Instant>,
    seq: u32,
}

impl Batch {
    pub(crate) fn new() -> Self {
        Self { text: String::new(), sent: None, seq: 0 }
    }

    /// Adds text and gives what is to be sent now, if anything: the first text at once, later at most once a frame.
    pub(crate) fn push(&mut self, text: &str, now: Instant) -> Option<(u32, String)> {
        self.text.push_str(text);
        let due = self.sent.is_none_or(|sent| now.duration_since(sent) >= FRAME);
        if due || self.text.len() >= LARGEST { self.take(now) } else { None }
    }

    /// Whether something waits for the frame to be over.
    pub(crate) fn waits(&self) -> bool {
        !self.text.is_empty()
    }

    /// When what waits is due.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.waits().then(|| self.sent.map_or_else(Instant::now, |sent| sent + FRAME))
    }

    /// Gives all that waits.
    pub(crate) fn take(&mut self, now: Instant) -> Option<(u32, String)> {
        if self.text.is_empty() {
            return None;
        }
        self.sent = Some(now);
        self.seq += 1;
        Some((self.seq, std::mem::take(&mut self.text)))
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{Batch, FRAME, LARGEST};

    #[test]
    fn the_first_word_goes_out_at_once() {
        let mut batch = Batch::new();
        assert_eq!(batch.push("Hel", Instant::now()), Some((1, "Hel".to_owned())));
    }

    #[test]
    fn within_a_frame_words_gather_and_nothing_is_lost_or_reordered() {
        let start = Instant::now();
        let mut batch = Batch::new();
        let mut seen = String::new();
        let mut messages = 0;
        for step in 0..1000_u64 {
            let now = start + Duration::from_micros(step * 500);
            if let Some((_, text)) = batch.push(&format!("{step} "), now) {
                seen.push_str(&text);
                messages += 1;
            }
        }
        if let Some((_, text)) = batch.take(start + FRAME) {
            seen.push_str(&text);
            messages += 1;
        }
        let expected: String = (0..1000).map(|step| format!("{step} ")).collect();
        assert_eq!(seen, expected);
        assert!(messages <= 34, "500 ms hold at most 33 frames, {messages} messages went out");
    }

    #[test]
    fn a_flood_does_not_wait_for_the_frame() {
        let now = Instant::now();
        let mut batch = Batch::new();
        batch.push("a", now);
        assert!(batch.push(&"x".repeat(LARGEST), now).is_some());
    }

    #[test]
    fn numbers_count_up_so_that_a_late_batch_can_be_told() {
        let now = Instant::now();
        let mut batch = Batch::new();
        let first = batch.push("a", now).unwrap().0;
        batch.push("b", now);
        let second = batch.take(now).unwrap().0;
        assert_eq!(second, first + 1);
    }
}
