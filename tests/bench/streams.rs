//! P5 and P6 in the window: a flood of tokens until all of it stands in the chat, and the gaps between frames while 100
//! tokens a second of Markdown come, beside those of an empty page in the same round.

use std::time::Duration;

use crate::processes::busy;
use crate::server::{Answer, ENDPOINT, Plain};
use crate::watch::Watched;
use crate::{quantile, report, rounds};

const FLOOD: usize = 200_000;
/// How long frames are watched in a round, of the empty page and of the chat.
const WATCHED: Duration = Duration::from_secs(10);
const EVERY: Duration = Duration::from_millis(10);

/// What models write: paragraphs, a list, code and a table, a word or two a token.
const MARKDOWN: &str = "## How requests are shared out\n\nEach request goes to **one** of the models, *by chance*, in \
    the shares that the split gives. Over a day the numbers come close to it; over ten requests they may not.\n\n\
    1. The endpoint draws a model.\n2. The model answers, or fails.\n3. With fallback on, the next one is asked.\n\n\
    ```python\nfor share in split:\n    print(f\"{share.name}: {share.percent} %\")  # adds up to 100\n```\n\n\
    | Model | Share | Seen today |\n| --- | ---: | ---: |\n| gpt-4o | 80 % | 8,123 |\n| claude-sonnet-4-5 | 20 % | 1,998 |\n\n";

/// Pieces of Markdown as a model sends them.
pub fn markdown(tokens: usize) -> impl Iterator<Item = String> {
    MARKDOWN.split_inclusive([' ', '\n']).cycle().take(tokens).map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_tokens_reaches_the_screen() {
    let Some(rounds) = rounds() else { return };
    let plain = Plain::start(40).await;
    plain.answer_with(Answer::tokens(FLOOD, 8));
    let watched = Watched::connect(&plain).await;
    for round in 0..=rounds {
        // Each in a conversation of its own: what earlier answers weigh is another question.
        watched.chat(&format!("generated-{round:05}")).await;
        let composer = watched.desk.see("//textarea[not(@readonly)]").await;
        composer.send_keys("x").await.unwrap();
        tokio::time::sleep(Duration::from_millis(200)).await;
        watched.expect("keydown", "sent").await;
        watched.desk.key(fantoccini::key::Key::Enter).await;
        let took = watched.seen_after().await;
        if round > 0 {
            report("stream_window_tokens_per_s", FLOOD as f64 / took * 1_000.0, "tok/s");
        }
    }
    watched.desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_keep_coming_while_markdown_streams() {
    let Some(rounds) = rounds() else { return };
    let plain = Plain::start(40).await;
    let tokens = (WATCHED.as_millis() / EVERY.as_millis()) as usize + 400;
    plain.answer_with(Answer::of(markdown(tokens), EVERY));
    let watched = Watched::connect(&plain).await;
    for round in 0..=rounds {
        watched.desk.client.goto("about:blank").await.unwrap();
        watched.record().await;
        tokio::time::sleep(WATCHED).await;
        let empty = watched.gaps().await;
        watched.desk.client.goto("tauri://localhost/endpoints").await.unwrap();
        watched.desk.see_text(ENDPOINT).await;
        watched.chat(&format!("generated-{round:05}")).await;
        watched.ask().await;
        watched.desk.see_text("shared out").await;
        watched.record().await;
        let before = busy(&watched);
        tokio::time::sleep(WATCHED).await;
        let worked = (busy(&watched) - before).as_secs_f64() / WATCHED.as_secs_f64();
        let streaming = watched.gaps().await;
        if round > 0 {
            report("stream_cpu_percent", worked * 100.0, "%");
            report("frame_gap_empty_p99_ms", quantile(&empty, 0.99), "ms");
            report("frame_gap_p99_ms", quantile(&streaming, 0.99), "ms");
            report("frame_gap_p50_ms", quantile(&streaming, 0.5), "ms");
        }
    }
    watched.desk.close().await;
}
