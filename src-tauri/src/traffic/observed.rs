//! The observed split: calls of one token to the endpoint, a few at a time, counted by the entity that answered. Sent only
//! while a person looks on, and stopped at once when they say so.

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use gatewright_databricks::Error;
use gatewright_databricks::queries::Target;
use tauri::ipc::Channel;

use super::calls::{self, Heard, Label};
use super::job_dto::{ObserveCost, Observed};
use super::jobs::Job;
use super::observed_words as words;
use crate::endpoints::dto::{Endpoint, Share};
use crate::explain::FieldProblem;
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;

/// More calls than this are a load test, which this is not.
const MOST: u32 = 500;

/// Calls at a time.
const AT_ONCE: usize = 4;

/// So many failures without an answer, and the rest is not sent.
const HOPELESS: u32 = 6;

const JOB: &str = "split-check";

/// What a check sends, in words; nothing is sent.
///
/// # Errors
/// When the number of calls is not between 1 and 500.
pub(crate) fn cost(endpoint: &Endpoint, calls: u32) -> Result<ObserveCost, Failure> {
    if !(1..=MOST).contains(&calls) {
        return Err(Failure::invalid(
            "This number of calls cannot be sent",
            vec![FieldProblem::block("calls", format!("Choose between 1 and {MOST} calls."))],
        ));
    }
    let each = match calls::task_of(endpoint, None).as_deref() {
        Some("llm/v1/embeddings") => "one word to embed",
        _ => "a prompt of one word, answered with at most one token",
    };
    let number = if calls == 1 { "1 call".to_owned() } else { format!("{calls} calls") };
    let tells = words::margin(calls).ceil();
    let sentence = format!(
        "{number}, each {each}. Providers charge for them like for any other call, and they count against the rate \
         limits. {calls} can tell a share to about ±{tells:.0} points. In the usage tables they carry app = gatewright and \
         job = {JOB}."
    );
    Ok(ObserveCost { calls, sentence })
}

/// Sends the calls and counts, until the last, a stop, or a row of failures.
pub(crate) async fn run(
    connection: &Connection,
    endpoint: &Endpoint,
    calls: u32,
    run: &str,
    job: &Job,
    told: &Channel<Observed>,
) -> Observed {
    let shares: Vec<Share> = endpoint
        .entities
        .iter()
        .map(|entity| Share { entity: entity.name.clone(), percent: entity.share })
        .collect();
    let mut observed = words::begin(calls, &shares);
    let task = calls::task_of(endpoint, None);
    let label = Label { job: JOB, run };
    let (label, task, target) = (&label, task.as_deref(), &Target::endpoint(&endpoint.name));
    let mut numbers = 1..=calls;
    let mut answers = FuturesUnordered::new();
    for number in numbers.by_ref().take(AT_ONCE) {
        answers.push(one(connection, target, task, label, number));
    }
    loop {
        let answer = tokio::select! {
            biased;
            () = job.stopped() => break,
            answer = answers.next() => answer,
        };
        match answer {
            None => break,
            Some(Ok(heard)) => words::count(&mut observed, heard.served_by.as_deref()),
            Some(Err(error)) => {
                let at = error.served_model.as_deref();
                words::count_failed(&mut observed, at);
                if observed.explanation.is_none() {
                    observed.explanation = Some(calls::explained(connection, endpoint, at, false, &error));
                }
            }
        }
        if let Some(number) = numbers.next() {
            answers.push(one(connection, target, task, label, number));
        }
        words::judge(&mut observed);
        // A window that is gone does not stop the count; leaving the page does, by its own command.
        let _ = told.send(observed.clone());
        if observed.done == 0 && observed.failed >= HOPELESS {
            break;
        }
    }
    drop(answers);
    words::judge(&mut observed);
    if observed.done == 0 && observed.failed > 0 && observed.failed < calls {
        observed.sentence = format!(
            "The first {} calls all failed, so the other {} were not sent. Nothing is known about the split.",
            observed.failed,
            calls - observed.failed
        );
    }
    observed.ended = true;
    let _ = told.send(observed.clone());
    observed
}

async fn one(
    connection: &Connection,
    target: &Target,
    task: Option<&str>,
    label: &Label<'_>,
    number: u32,
) -> Result<Heard, Error> {
    calls::one_token(connection, target, task, label, &number.to_string()).await
}
