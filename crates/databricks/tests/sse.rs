//! The event-stream conformance table, both layers: `cargo test -p gatewright-databricks --test sse`. It reads the cases beside it,
//! or another file of the same format when `SSE_CASES` names one, prints `N/M cases` and fails when any fails.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test stops at what it did not expect"
)]

use std::path::PathBuf;

use gatewright_databricks::queries::{BodyEnd, ChatDecoder, ChatEvent, Outcome, StreamEnd};
use gatewright_databricks::sse::{Item, Parser};
use proptest::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// What layer 1 gave.
#[derive(Debug, Clone, Default, PartialEq)]
struct Parsed {
    /// Event, data, id, and how often in a row.
    events: Vec<(String, String, String, u64)>,
    comments: Vec<String>,
    retry: Option<u64>,
    tail: Option<String>,
    too_large: bool,
}

/// What layer 2 gave.
#[derive(Debug, Clone, PartialEq)]
struct Chat {
    outcome: &'static str,
    text: String,
    finish_reason: Option<String>,
    error: Option<String>,
}

fn parse(chunks: &[&[u8]]) -> Parsed {
    let mut parser = Parser::new();
    let mut parsed = Parsed::default();
    for chunk in chunks {
        let fed = parser.feed(chunk, |item| match item {
            Item::Comment(text) => parsed.comments.push(text.to_owned()),
            Item::Event(event) => match parsed.events.last_mut() {
                Some(last) if last.0 == event.event && last.1 == event.data && last.2 == event.id => {
                    last.3 += 1
                }
                _ => parsed.events.push((event.event.into(), event.data.into(), event.id.into(), 1)),
            },
        });
        if fed.is_err() {
            parsed.too_large = true;
            break;
        }
    }
    parsed.tail = parser.finish();
    parsed.retry = parser.retry();
    parsed
}

fn chat(chunks: &[&[u8]], reset: bool) -> Chat {
    let mut decoder = ChatDecoder::new();
    let mut text = String::new();
    let mut end: Option<StreamEnd> = None;
    let mut take = |events: Vec<ChatEvent>| {
        for event in events {
            assert!(end.is_none(), "an event came after the end: {event:?}");
            match event {
                ChatEvent::Text { choice: 0, text: more } => text.push_str(&more),
                ChatEvent::End(how) => end = Some(how),
                _ => {}
            }
        }
    };
    for chunk in chunks {
        take(decoder.feed(chunk));
    }
    take(decoder.finish(if reset { BodyEnd::Broken(None) } else { BodyEnd::Eof }));
    let end = end.expect("every body has an end");
    Chat {
        outcome: match end.outcome {
            Outcome::Complete => "complete",
            Outcome::Truncated => "truncated",
            Outcome::ProviderError => "provider_error",
            Outcome::ProtocolError => "protocol_error",
        },
        text,
        finish_reason: end.finish_reason,
        error: end.error.map(|error| error.message.clone()),
    }
}

/// The reads of a case, as bytes.
fn chunks(case: &Value) -> Vec<Vec<u8>> {
    let one = |chunk: &Value| match chunk {
        Value::String(text) => text.as_bytes().to_vec(),
        Value::Object(fields) if fields.contains_key("hex") => {
            let hex = chunk["hex"].as_str().unwrap();
            (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
        }
        _ => {
            let times = usize::try_from(chunk["n"].as_u64().unwrap()).unwrap();
            chunk["rep"].as_str().expect("a chunk is text, hex or a repetition").repeat(times).into_bytes()
        }
    };
    case["chunks"].as_array().unwrap().iter().map(one).collect()
}

/// Every way of cutting the case that its format asks for: as listed, whole, byte by byte, at every single point.
fn cuttings(
    case: &Value,
    listed: &[Vec<u8>],
    mut check: impl FnMut(&str, &[&[u8]]) -> Result<(), String>,
) -> Result<(), String> {
    let as_listed: Vec<&[u8]> = listed.iter().map(Vec::as_slice).collect();
    check("as listed", &as_listed)?;
    if case["rechunk"] != Value::Bool(true) {
        return Ok(());
    }
    let whole = listed.concat();
    check("whole", &[&whole])?;
    let bytes: Vec<&[u8]> = whole.chunks(1).collect();
    check("byte by byte", &bytes)?;
    for at in 0..=whole.len() {
        check(&format!("cut at {at}"), &[&whole[..at], &whole[at..]])?;
    }
    Ok(())
}

fn differs(what: &str, wanted: &dyn std::fmt::Debug, found: &dyn std::fmt::Debug) -> Result<(), String> {
    let clip = |text: String| text.chars().take(300).collect::<String>();
    Err(format!("{what}: wanted {}, found {}", clip(format!("{wanted:?}")), clip(format!("{found:?}"))))
}

fn check_events(case: &Value, parsed: &Parsed) -> Result<(), String> {
    let Some(wanted) = case["events"].as_array() else { return Ok(()) };
    let mut found = parsed.events.clone().into_iter();
    for event in wanted {
        let times = event["times"].as_u64().unwrap_or(1);
        let mut left = times;
        while left > 0 {
            let Some((kind, data, id, run)) = found.next() else {
                return differs("events", event, &"nothing");
            };
            let same_data = match event["data"].as_str() {
                Some(text) => text == data,
                None => {
                    let digest: String =
                        Sha256::digest(data.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
                    let length = event["data_len"].as_u64();
                    length.is_none_or(|n| n == data.len() as u64 || n == data.chars().count() as u64)
                        && event["data_sha256"].as_str().is_none_or(|sha| sha == digest)
                }
            };
            if !same_data
                || event["event"].as_str().unwrap_or("message") != kind
                || event["id"].as_str().unwrap_or("") != id
            {
                return differs("event", event, &(kind, data, id));
            }
            if run > left {
                // Two rows of the table may want the same event in a row.
                let rest = (kind, data, id, run - left);
                found = std::iter::once(rest).chain(found).collect::<Vec<_>>().into_iter();
                left = 0;
            } else {
                left -= run;
            }
        }
    }
    match found.next() {
        Some(extra) => differs("events", &"no more", &extra),
        None => Ok(()),
    }
}

fn check_layer_one(case: &Value, parsed: &Parsed) -> Result<(), String> {
    check_events(case, parsed)?;
    if let Some(wanted) = case["comments"].as_array() {
        let wanted: Vec<&str> = wanted.iter().filter_map(Value::as_str).collect();
        if wanted != parsed.comments {
            return differs("comments", &wanted, &parsed.comments);
        }
    }
    if let Some(wanted) = case["retry"].as_u64()
        && Some(wanted) != parsed.retry
    {
        return differs("retry", &wanted, &parsed.retry);
    }
    if let Some(wanted) = case["tail"].as_str()
        && Some(wanted) != parsed.tail.as_deref()
    {
        return differs("tail", &wanted, &parsed.tail);
    }
    Ok(())
}

fn check_chat(case: &Value, found: &Chat) -> Result<(), String> {
    let wanted = &case["chat"];
    let any = |wanted: &Value, found: &str| match wanted {
        Value::String(text) => text == found,
        Value::Array(options) => options.iter().any(|option| option.as_str() == Some(found)),
        _ => true,
    };
    if !any(&wanted["outcome"], found.outcome) {
        return differs("outcome", &wanted["outcome"], found);
    }
    if !any(&wanted["text"], &found.text) {
        return differs("text", &wanted["text"], &found.text);
    }
    if !any(&wanted["finish_reason"], found.finish_reason.as_deref().unwrap_or_default()) {
        return differs("finish reason", &wanted["finish_reason"], &found.finish_reason);
    }
    if !any(&wanted["error"], found.error.as_deref().unwrap_or_default()) {
        return differs("error", &wanted["error"], &found.error);
    }
    Ok(())
}

fn run(case: &Value) -> Result<(), String> {
    let listed = chunks(case);
    let reset = case["end"] == "reset";
    let mut first: Option<Chat> = None;
    cuttings(case, &listed, |how, reads| {
        let named = |why: String| format!("{how}: {why}");
        check_layer_one(case, &parse(reads)).map_err(named)?;
        let found = chat(reads, reset);
        if case["chat"].is_object() {
            check_chat(case, &found).map_err(named)?;
        }
        // Also where the table says nothing about chat, cutting differently must not change it.
        match &first {
            Some(before) if before != &found => differs(how, before, &found),
            Some(_) => Ok(()),
            None => {
                first = Some(found);
                Ok(())
            }
        }
    })
}

fn cases() -> Vec<Value> {
    let path = std::env::var_os("SSE_CASES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/sse_cases.json"),
        PathBuf::from,
    );
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|why| panic!("{} cannot be read: {why}", path.display()));
    let table: Value = serde_json::from_str(&text).unwrap();
    table["cases"].as_array().unwrap().clone()
}

#[test]
fn every_case_of_the_table_gives_what_it_says_however_it_is_cut() {
    let cases = cases();
    let failed: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            run(case).err().map(|why| format!("{}: {why}", case["id"].as_str().unwrap_or("?")))
        })
        .collect();
    // Past the capture of the test harness, so that the count shows without --nocapture.
    use std::io::Write as _;
    writeln!(std::io::stderr(), "{}/{} cases", cases.len() - failed.len(), cases.len()).unwrap();
    assert!(!cases.is_empty(), "the table is empty");
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn a_flood_without_an_end_is_refused_and_said_so() {
    let block = vec![b'x'; 1 << 20];
    let mut reads: Vec<&[u8]> = vec![b"data: "];
    reads.extend(std::iter::repeat_n(block.as_slice(), 64));
    let found = chat(&reads, false);
    assert_eq!((found.outcome, found.text.as_str()), ("protocol_error", ""));
    assert!(parse(&reads).too_large);
}

proptest! {
    #[test]
    fn cutting_a_case_anywhere_gives_the_same_result(pick in any::<prop::sample::Index>(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..16)) {
        let cases = cases();
        let case = pick.get(&cases);
        let listed = chunks(case);
        let whole = listed.concat();
        prop_assume!(whole.len() < 100_000);
        let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(whole.len() + 1)).collect();
        places.extend([0, whole.len()]);
        places.sort_unstable();
        let pieces: Vec<&[u8]> = places.windows(2).map(|pair| &whole[pair[0]..pair[1]]).collect();
        prop_assert_eq!(parse(&pieces), parse(&[&whole]));
        let reset = case["end"] == "reset";
        prop_assert_eq!(chat(&pieces, reset), chat(&[&whole], reset));
    }
}
