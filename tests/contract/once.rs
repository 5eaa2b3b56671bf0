//! No prompt is sent twice silently (R2): hundreds of prompts meet random faults, whole and streamed, many at once, and the
//! server's journal shows for each `client_request_id` that only an answered 429 or 503 was followed by another send.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream;
use gatewright_databricks::queries::{ChatRequest, Message, QueryOptions, Target};
use gatewright_databricks::{Error, ErrorKind, Sent, Timeouts, Workspace};
use gatewright_sandbox::Fault;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::json;
use tokio::time::timeout;

use crate::place::{client, demo};
use crate::suite::tell;

const PROMPTS: usize = 200;

fn random_fault(random: &mut StdRng) -> Fault {
    let fault =
        Fault { pattern: "/serving-endpoints/*/invocations".into(), times: Some(1), ..Fault::default() };
    let body = Some(json!({"error_code": "X", "message": "Not now."}));
    let with_time = |status| Fault {
        status: Some(status),
        body: body.clone(),
        headers: [("retry-after".to_owned(), "0".to_owned())].into(),
        ..fault.clone()
    };
    match random.random_range(0..10) {
        0 => with_time(429),
        1 => with_time(503),
        2 => Fault { status: Some([408, 500, 502, 503, 504][random.random_range(0..5)]), body, ..fault },
        3 => Fault { status: Some(200), body: Some("".into()), ..fault },
        4 => Fault { status: Some(200), body: Some("<html><title>Sign in</title></html>".into()), ..fault },
        5 => Fault { reset: true, ..fault },
        6 => Fault { reset: true, after_handler: true, ..fault },
        7 => Fault { delay_ms: 20_000, ..fault },
        8 => Fault { cut_after: Some(random.random_range(0..900)), ..fault },
        // Nothing: some prompts have to get through.
        _ => fault,
    }
}

async fn ask(workspace: &Workspace, id: &str, number: usize) -> Result<(), Error> {
    let target = match number % 4 {
        0 | 1 => Target::endpoint("multi-provider-llm"),
        _ => Target::entity("multi-provider-llm", "gpt-4o"),
    };
    let mut request = ChatRequest::new(vec![Message::user("Where is my parcel?")]);
    request.max_tokens = Some(15);
    request.client_request_id = Some(id.to_owned());
    // The faults that are silent are meant to be noticed soon, the others never.
    let options = QueryOptions { first_byte: Some(Duration::from_secs(2)), ..QueryOptions::default() };
    let queries = workspace.queries();
    if number.is_multiple_of(2) {
        return queries.chat_with(&target, &request, &options).await.map(|_| ());
    }
    let stream = queries.chat_stream(&target, &request, &options).await?;
    let (_, _, end) = stream.collect_text().await;
    end.and_then(|end| end.error).map_or(Ok(()), Err)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_prompts_under_random_faults_are_never_sent_twice_silently() {
    let seed: u64 = rand::random();
    let mut random = StdRng::seed_from_u64(seed);
    let sandbox = demo(200.0).await;
    let workspace = client(&sandbox.host(), sandbox.token(), Timeouts::default());
    workspace.serving().put_ai_gateway("multi-provider-llm", &json!({})).await.expect("no limits in the way");
    sandbox.clear_requests();
    for _ in 0..PROMPTS * 3 {
        sandbox.add_fault(random_fault(&mut random));
    }
    let outcomes: Vec<(String, Result<(), Error>)> = stream::iter(0..PROMPTS)
        .map(|number| {
            let workspace = &workspace;
            async move {
                let id = format!("prompt-{number}");
                let outcome = timeout(Duration::from_secs(30), ask(workspace, &id, number)).await;
                (id, outcome.expect("an end in time"))
            }
        })
        .buffer_unordered(10)
        .collect()
        .await;

    let mut sends: HashMap<String, Vec<Option<u16>>> = HashMap::new();
    for entry in sandbox.requests() {
        let id = entry.client_request_id.expect("every prompt has an id");
        sends.entry(id).or_default().push(entry.status);
    }
    let total: usize = sends.values().map(Vec::len).sum();
    let mut silent = Vec::new();
    for (id, outcome) in &outcomes {
        let statuses = sends.get(id).map(Vec::as_slice).unwrap_or_default();
        let before = statuses.split_last().map(|(_, before)| before).unwrap_or_default();
        if !before.iter().all(|status| matches!(status, Some(429 | 503))) {
            silent.push(format!("{id}: {statuses:?}"));
        }
        if let Err(error) = outcome {
            // On a very busy machine the time can be up before the request has arrived.
            let late = error.kind == ErrorKind::Timeout && error.attempts as usize > statuses.len();
            assert!(late || error.attempts as usize == statuses.len(), "seed {seed}, {id}: {error:?}");
            assert_ne!(error.sent, Sent::Nothing, "seed {seed}, {id}: {error:?}");
            assert_eq!(error.client_request_id.as_ref(), Some(id), "seed {seed}");
        }
    }
    let answered = outcomes.iter().filter(|(_, outcome)| outcome.is_ok()).count();
    tell(&format!(
        "contract: {PROMPTS} prompts, {total} sends, {answered} answered, {} double sends (seed {seed})",
        silent.len()
    ));
    assert!(sends.keys().all(|id| outcomes.iter().any(|(known, _)| known == id)), "seed {seed}");
    assert!(answered > 0 && answered < PROMPTS, "seed {seed}: the faults did nothing, or everything");
    assert!(total > PROMPTS, "seed {seed}: nothing was ever tried again");
    assert!(silent.is_empty(), "seed {seed}: {silent:?}");
}
