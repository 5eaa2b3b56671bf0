//! P4 and P6 in the chat and in a comparison: from the server's first byte to the painted word, frames and time of the
//! processor while answers come in, and whether a long answer costs more by the token at its end than at its beginning.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::processes::busy;
use crate::server::{Answer, Plain};
use crate::streams::markdown;
use crate::watch::Watched;
use crate::{quantile, report, rounds};

/// Questions a round.
const QUESTIONS: usize = 20;

/// Stamps the end of the frame that paints a word once more in the conversation than it stood there. What changes in a callback
/// of a frame is painted with that frame; whoever looked for it once a frame would see it one frame too late.
const WORD: &str = "
  const [word] = arguments;
  const count = () => document.querySelector('[role=log]')?.textContent.split(word).length ?? 0;
  const before = count();
  window.benchWord = null;
  if (!window.benchFrame) {
    const plain = window.requestAnimationFrame.bind(window);
    window.benchFrame = { end: -1, plain };
    window.requestAnimationFrame = (call) =>
      plain((now) => { try { call(now); } finally { window.benchFrame.end = performance.now(); } });
  }
  const observer = new MutationObserver(() => {
    if (count() <= before) return;
    observer.disconnect();
    const painted = () =>
      setTimeout(() => { window.benchWord = performance.timeOrigin + performance.now(); }, 0);
    if (performance.now() - window.benchFrame.end <= 1) painted();
    else window.benchFrame.plain(painted);
  });
  observer.observe(document.body, { subtree: true, childList: true, characterData: true });";

/// How long a model thinks before its first byte, at least; by then the question has been drawn.
const THINKS: Duration = Duration::from_millis(150);

#[tokio::test(flavor = "multi_thread")]
async fn the_first_word_is_painted_soon_after_the_first_byte() {
    let Some(rounds) = rounds() else { return };
    let plain = Plain::start(40).await;
    // An answer that goes on, so that its end does not stand in the way of its beginning.
    let words = std::iter::once("Okapi ".to_owned()).chain(markdown(30));
    let answer = Answer::of(words, Duration::from_millis(10));
    let watched = Watched::connect(&plain).await;
    for round in 0..=rounds {
        watched.chat(&format!("generated-{round:05}")).await;
        plain.answer_with(answer.clone().after(THINKS));
        let added = asked(&plain, &watched).await;
        // As nobody's model answers: the question is drawn at the same time.
        plain.answer_with(answer.clone());
        let at_once = asked(&plain, &watched).await;
        if round > 0 {
            report("first_word_ms", quantile(&added, 0.5), "ms");
            report("first_word_p95_ms", quantile(&added, 0.95), "ms");
            report("first_word_at_once_ms", quantile(&at_once, 0.5), "ms");
        }
    }
    watched.desk.close().await;
}

/// Milliseconds from the first byte to the painted word, of each of some questions.
async fn asked(plain: &Plain, watched: &Watched) -> Vec<f64> {
    let mut added = Vec::new();
    for _ in 0..QUESTIONS {
        watched.desk.script(WORD, vec![json!("Okapi")]).await;
        watched.ask().await;
        added.push(painted(watched).await - plain.streamed_at());
        // The answer's end is drawn too before the next question.
        tokio::time::sleep(Duration::from_millis(600)).await;
    }
    added
}

async fn painted(watched: &Watched) -> f64 {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(at) = watched.desk.script("return window.benchWord", vec![]).await.as_f64() {
            return at;
        }
        assert!(Instant::now() < deadline, "the word did not come\n{}", watched.desk.text().await);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Tokens of the long answer: some 256 KB of Markdown.
const LONG: usize = 48_000;
const LONG_EVERY: Duration = Duration::from_micros(400);

#[tokio::test(flavor = "multi_thread")]
async fn a_token_at_the_end_of_a_long_answer_costs_what_one_at_its_beginning_does() {
    let Some(rounds) = rounds() else { return };
    let plain = Plain::start(40).await;
    plain.answer_with(Answer::of(markdown(LONG), LONG_EVERY));
    let watched = Watched::connect(&plain).await;
    for round in 0..=rounds {
        watched.chat(&format!("generated-{round:05}")).await;
        watched.ask().await;
        watched.desk.see_text("shared out").await;
        let tenth = LONG_EVERY * u32::try_from(LONG / 10).unwrap();
        let first = busy_for(&watched, tenth).await;
        tokio::time::sleep(tenth * 7).await;
        let last = busy_for(&watched, tenth).await;
        if round > 0 {
            report("token_cost_growth", last / first, "x");
        }
        watched.desk.key(fantoccini::key::Key::Escape).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    watched.desk.close().await;
}

/// Seconds of the processor in a span.
async fn busy_for(watched: &Watched, span: Duration) -> f64 {
    let before = busy(watched);
    tokio::time::sleep(span).await;
    (busy(watched) - before).as_secs_f64()
}

const COLUMNS: usize = 4;
const WATCHED: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread")]
async fn frames_keep_coming_while_four_columns_stream() {
    let Some(rounds) = rounds() else { return };
    let plain = Plain::start(40).await;
    for round in 0..=rounds {
        plain.add_split(&format!("wide-{round}"), COLUMNS);
    }
    plain.answer_with(Answer::of(markdown(1_600), Duration::from_millis(10)));
    let watched = Watched::connect(&plain).await;
    for round in 0..=rounds {
        watched.desk.go(&format!("/compare?endpoint=wide-{round}")).await;
        watched.desk.fill("Message for all columns", "Tell me all of it.").await;
        watched.desk.press("Run all").await;
        watched.desk.see_text("shared out").await;
        watched.record().await;
        let before = busy(&watched);
        tokio::time::sleep(WATCHED).await;
        let worked = (busy(&watched) - before).as_secs_f64() / WATCHED.as_secs_f64();
        let gaps = watched.gaps().await;
        if round > 0 {
            report("stream_4_cpu_percent", worked * 100.0, "%");
            report("frame_gap_4_p99_ms", quantile(&gaps, 0.99), "ms");
            report("frame_gap_4_p50_ms", quantile(&gaps, 0.5), "ms");
        }
        watched.desk.key(fantoccini::key::Key::Escape).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    watched.desk.close().await;
}
