//! Endpoints that exist only to be measured against: `bench-d50-i2000-p64-n1000` thinks 50 ms, then sends 1,000 tokens of
//! 64 bytes, 2,000 µs apart; `i0` sends as fast as the socket takes them. The events are built once and shared.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use serde_json::{Value, json};

use crate::embed;
use crate::reply::{Answer, Reply};
use crate::running::lock;
use crate::stream;

/// The figures in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bench {
    delay_ms: u64,
    interval_us: u64,
    token_bytes: usize,
    tokens: usize,
}

/// Largest total of an answer, and what one write carries at full speed.
const MOST_BYTES: usize = 512 * 1024 * 1024;
const BATCH: usize = 64 * 1024;
/// Answers built before are kept up to this many.
const KEPT: usize = 16;

type Built = HashMap<(usize, usize), (Bytes, Vec<usize>)>;
static BUILT: LazyLock<Mutex<Built>> = LazyLock::new(Mutex::default);

pub(super) fn parse(name: &str) -> Option<Bench> {
    let mut bench = Bench { delay_ms: 0, interval_us: 0, token_bytes: 4, tokens: 64 };
    for part in name.strip_prefix("bench-")?.split('-') {
        let mut letters = part.chars();
        let kind = letters.next()?;
        let value: u64 = letters.as_str().parse().ok()?;
        match kind {
            'd' => bench.delay_ms = value,
            'i' => bench.interval_us = value,
            'p' => bench.token_bytes = usize::try_from(value).ok()?.clamp(1, 65_536),
            'n' => bench.tokens = usize::try_from(value).ok()?.min(2_000_000),
            _ => return None,
        }
    }
    (bench.tokens.saturating_mul(bench.token_bytes + 200) <= MOST_BYTES).then_some(bench)
}

/// The n-th token: never equal to its neighbours, always of the same size.
fn token(number: usize, bytes: usize) -> String {
    let mut text = format!("{number:x} ");
    while text.len() < bytes {
        text.push(char::from(b'a' + u8::try_from((text.len() + number) % 26).unwrap_or(0)));
    }
    text.chars().rev().take(bytes).collect()
}

fn chunk(content: &str, finish: Option<&str>) -> Bytes {
    let delta = if finish.is_some() { json!({}) } else { json!({"role": "assistant", "content": content}) };
    stream::event(&json!({
        "id": "chatcmpl-bench", "object": "chat.completion.chunk", "created": 1_760_000_000, "model": "bench",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }))
}

/// All events in one piece, and where each token's event ends.
fn events(bench: Bench) -> (Bytes, Vec<usize>) {
    let key = (bench.token_bytes, bench.tokens);
    if let Some(built) = lock(&BUILT).get(&key) {
        return built.clone();
    }
    let mut all = BytesMut::new();
    let mut ends = Vec::with_capacity(bench.tokens);
    for number in 0..bench.tokens {
        all.extend_from_slice(&chunk(&token(number, bench.token_bytes), None));
        ends.push(all.len());
    }
    all.extend_from_slice(&chunk("", Some("stop")));
    all.extend_from_slice(&stream::event(&json!({
        "id": "chatcmpl-bench", "object": "chat.completion.chunk", "created": 1_760_000_000, "model": "bench",
        "choices": [], "usage": usage(bench),
    })));
    all.extend_from_slice(&stream::done());
    let built = (all.freeze(), ends);
    let mut kept = lock(&BUILT);
    if kept.len() >= KEPT {
        kept.clear();
    }
    kept.insert(key, built.clone());
    built
}

fn usage(bench: Bench) -> Value {
    json!({"prompt_tokens": 8, "completion_tokens": bench.tokens, "total_tokens": bench.tokens + 8})
}

pub(super) async fn answer(bench: Bench, body: &Value) -> Answer {
    let think = Duration::from_millis(bench.delay_ms);
    if let Some(input) = body.get("input") {
        tokio::time::sleep(think).await;
        let texts: Vec<&str> = match input {
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
            one => one.as_str().into_iter().collect(),
        };
        let data: Vec<Value> = texts
            .iter()
            .enumerate()
            .map(|(index, text)| json!({"object": "embedding", "index": index, "embedding": embed::embed(text, 256, "bench")}))
            .collect();
        return Ok(Reply::ok(&json!({"object": "list", "model": "bench", "data": data,
            "usage": {"prompt_tokens": 8, "total_tokens": 8}}))
        .served_by("bench"));
    }
    if body.get("stream").and_then(Value::as_bool) == Some(true) {
        return Ok(Reply::events(stream::paced(parts(bench, think))).served_by("bench"));
    }
    tokio::time::sleep(think + Duration::from_micros(bench.interval_us * bench.tokens as u64)).await;
    let text: String = (0..bench.tokens).map(|number| token(number, bench.token_bytes)).collect();
    Ok(Reply::ok(&json!({
        "id": "chatcmpl-bench", "object": "chat.completion", "created": 1_760_000_000, "model": "bench",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}],
        "usage": usage(bench),
    }))
    .served_by("bench"))
}

fn parts(bench: Bench, think: Duration) -> Vec<(Duration, Bytes)> {
    let (all, ends) = events(bench);
    let mut parts = Vec::new();
    let mut from = 0;
    for (number, end) in ends.iter().copied().enumerate() {
        // At full speed several tokens share a write; only the first comes alone, for measuring the first word.
        if bench.interval_us == 0 && number > 0 && end - from < BATCH {
            continue;
        }
        let moment = think + Duration::from_micros(bench.interval_us * number as u64);
        parts.push((moment, all.slice(from..end)));
        from = end;
    }
    let last = think + Duration::from_micros(bench.interval_us * bench.tokens as u64);
    parts.push((last, all.slice(from..)));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_carry_the_figures() {
        assert_eq!(
            parse("bench-d50-i2000-p64-n1000"),
            Some(Bench { delay_ms: 50, interval_us: 2_000, token_bytes: 64, tokens: 1_000 })
        );
        for other in ["bench", "bench-x1", "chat-d50", "bench-d", "bench-n2000000-p65536"] {
            assert_eq!(parse(other), None, "{other}");
        }
    }

    #[test]
    fn tokens_differ_from_their_neighbours_and_have_the_size() {
        for bytes in [1, 4, 64] {
            assert!((0..20).all(|n| token(n, bytes).len() == bytes));
        }
        assert!((0..99).all(|n| token(n, 64) != token(n + 1, 64)));
    }

    #[test]
    fn the_parts_hold_every_event_once() {
        for name in ["bench-i0-p64-n5000", "bench-i10-p8-n7"] {
            let bench = parse(name).unwrap();
            let sent: Vec<u8> =
                parts(bench, Duration::ZERO).into_iter().flat_map(|(_, bytes)| bytes).collect();
            assert_eq!(sent, events(bench).0);
            assert_eq!(String::from_utf8(sent).unwrap().matches("data: {").count(), bench.tokens + 2);
        }
    }
}
