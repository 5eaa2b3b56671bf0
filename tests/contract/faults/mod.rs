//! The matrix of faults: every operation meets every way of going wrong, and each cell ends in time, with the right kind of error,
//! and with the number of sends that the resend rule (quality page §3.1) allows; the server's journal counts them.

mod bodies;
mod operation;
mod toxic;

use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream;
use gatewright_databricks::{Timeouts, Workspace};
use gatewright_sandbox::Running;
use tokio::time::timeout;

pub(crate) use operation::Operation;
use toxic::{Expected, TOXICS, Toxic};

use crate::place::{client, demo};
use crate::suite::tell;

/// A cell that takes longer hangs. The longest honest one tries three times.
const LIMIT: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_ends_as_it_should_under_every_fault() {
    let cells: Vec<(Operation, &Toxic)> =
        Operation::ALL.into_iter().flat_map(|one| TOXICS.iter().map(move |toxic| (one, toxic))).collect();
    let all = cells.len();
    // Those with a short time limit go first, so that no 12 MB answer keeps them waiting.
    let (hurried, patient) = cells.into_iter().partition(|(_, toxic)| toxic.patience.is_some());
    let mut failures = failing(hurried).await;
    failures.extend(failing(patient).await);
    tell(&format!("contract: {}/{all} cells", all - failures.len()));
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// Tries cells side by side, each in a world of its own, and says what is wrong.
async fn failing(cells: Vec<(Operation, &Toxic)>) -> Vec<String> {
    stream::iter(cells)
        .map(|(operation, toxic)| async move {
            let outcome = cell(operation, toxic).await;
            outcome.err().map(|why| format!("{} × {}: {why}", operation.name(), toxic.name))
        })
        .buffer_unordered(9)
        .filter_map(std::future::ready)
        .collect()
        .await
}

async fn cell(operation: Operation, toxic: &Toxic) -> Result<(), String> {
    let sandbox = demo(200.0).await;
    let patient = Timeouts::default();
    let timeouts = match toxic.patience {
        Some(first_byte) => Timeouts { first_byte, control: first_byte, ..patient },
        None => patient,
    };
    let workspace = client(&sandbox.host(), sandbox.token(), timeouts);
    // Leaves a connection behind: on a used one, breaking is easiest mistaken for never having been sent.
    let warm = client(&sandbox.host(), sandbox.token(), patient);
    let first = if toxic.patience.is_some() { &warm } else { &workspace };
    first.identity().me().await.map_err(|why| format!("the world did not answer: {why:?}"))?;
    sandbox.clear_requests();
    sandbox.add_fault((toxic.fault)(operation));

    let ended = timeout(LIMIT, operation.run(&workspace)).await.map_err(|_| "it hangs".to_owned())?;
    let expected = (toxic.expected)(operation);
    judge(operation, toxic, &expected, ended)?;
    count(&sandbox, operation, &expected)?;
    sandbox.clear_faults();
    happened(&warm, operation, &expected).await
}

fn judge(
    operation: Operation,
    toxic: &Toxic,
    expected: &Expected,
    ended: Result<serde_json::Value, gatewright_databricks::Error>,
) -> Result<(), String> {
    let error = match (ended, expected.kind) {
        (Ok(seen), None) => {
            let wanted = if toxic.lenient { bodies::seen(operation) } else { seen.clone() };
            return if seen == wanted { Ok(()) } else { Err(format!("read {seen}, not {wanted}")) };
        }
        (Ok(seen), Some(kind)) => return Err(format!("it succeeded with {seen}, not {kind:?}")),
        (Err(error), None) => return Err(format!("it failed: {error:?}")),
        (Err(error), Some(_)) => error,
    };
    let found = (Some(error.kind), error.sent, error.attempts);
    let wanted = (expected.kind, expected.sent, expected.sends);
    if found != wanted {
        return Err(format!("ended as {found:?}, not {wanted:?}: {error:?}"));
    }
    let ambiguous = expected.sent == gatewright_databricks::Sent::Written && !operation.reads();
    if error.is_ambiguous() != ambiguous {
        return Err(format!("may it have happened? It says {}", error.is_ambiguous()));
    }
    let prompt = matches!(operation, Operation::Prompt | Operation::Stream);
    if prompt && error.client_request_id.is_none() {
        return Err("the error does not name the prompt".to_owned());
    }
    if error.message.trim().is_empty() || error.message.len() > 20_000 {
        return Err(format!("no sentence for a person: {} bytes", error.message.len()));
    }
    match error.raw.as_ref().map_or(0, String::len) {
        0..=70_000 => Ok(()),
        kept => Err(format!("{kept} bytes of the body are kept")),
    }
}

/// The server's own count.
fn count(sandbox: &Running, operation: Operation, expected: &Expected) -> Result<(), String> {
    let journal = sandbox.requests();
    let sends = journal.iter().filter(|entry| operation.is(&entry.method, &entry.path)).count();
    if journal.len() != sends {
        return Err(format!("asked for something else too: {journal:?}"));
    }
    let sends = u32::try_from(sends).unwrap_or(u32::MAX);
    if sends != expected.sends {
        return Err(format!("sent {sends} times, not {}", expected.sends));
    }
    let mut ids: Vec<_> = journal.iter().filter_map(|entry| entry.client_request_id.as_deref()).collect();
    ids.dedup();
    let prompt = matches!(operation, Operation::Prompt | Operation::Stream);
    if ids.len() != usize::from(prompt) {
        return Err(format!("one id a prompt, not {ids:?}"));
    }
    Ok(())
}

/// Reading afterwards tells what became of a write whose answer was lost.
async fn happened(workspace: &Workspace, operation: Operation, expected: &Expected) -> Result<(), String> {
    let Some(wanted) = expected.happened.filter(|_| operation.writes()) else { return Ok(()) };
    match operation.happened(workspace).await {
        Ok(found) if found == wanted => Ok(()),
        Ok(found) => Err(format!("reading afterwards says that it happened: {found}")),
        Err(why) => Err(format!("reading afterwards failed: {why:?}")),
    }
}
