//! The bench: every served entity called directly, all at the same time, as a stream where its task has one. What fails is
//! explained; what is known then about fallback is `readiness`.

use std::time::Instant;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use gatewright_databricks::queries::Target;
use tauri::ipc::Channel;
use tokio::sync::mpsc;

use super::calls::{self, Label};
use super::job_dto::{Bench, BenchRow, BenchState};
use super::jobs::Job;
use super::readiness;
use crate::endpoints::dto::Endpoint;
use crate::explain::local;
use crate::workspaces::connection::Connection;

const JOB: &str = "bench";

/// Calls every entity and tells each step.
pub(crate) async fn run(
    connection: &Connection,
    endpoint: &Endpoint,
    run: &str,
    job: &Job,
    told: &Channel<Bench>,
) -> Bench {
    let rows = endpoint.entities.iter().map(|entity| row(&entity.name, BenchState::Running)).collect();
    let mut bench = Bench { endpoint: endpoint.name.clone(), rows, readiness: None };
    let _ = told.send(bench.clone());
    let (words, mut first_words) = mpsc::unbounded_channel();
    let label = Label { job: JOB, run };
    let mut calls: FuturesUnordered<_> = endpoint
        .entities
        .iter()
        .enumerate()
        .map(|(at, entity)| one(connection, endpoint, at, &entity.name, &label, words.clone()))
        .collect();
    loop {
        tokio::select! {
            biased;
            () = job.stopped() => break,
            Some((at, ms)) = first_words.recv() => {
                if let Some(row) = bench.rows.get_mut(at) {
                    row.first_word_ms = Some(ms);
                }
            }
            called = calls.next() => match called {
                None => break,
                Some((at, called)) => {
                    if let Some(row) = bench.rows.get_mut(at) {
                        let first = row.first_word_ms;
                        *row = called;
                        row.first_word_ms = row.first_word_ms.or(first);
                    }
                }
            },
        }
        let _ = told.send(bench.clone());
    }
    drop(calls);
    for row in bench.rows.iter_mut().filter(|row| row.state == BenchState::Running) {
        row.state = BenchState::Stopped;
    }
    if bench.rows.iter().all(|row| row.state != BenchState::Stopped) {
        bench.readiness = Some(readiness::of(endpoint, &bench.rows));
    }
    let _ = told.send(bench.clone());
    bench
}

fn row(entity: &str, state: BenchState) -> BenchRow {
    BenchRow {
        entity: entity.to_owned(),
        state,
        served_by: None,
        first_word_ms: None,
        total_ms: None,
        tokens: None,
        explanation: None,
    }
}

/// Calls one entity.
async fn one(
    connection: &Connection,
    endpoint: &Endpoint,
    at: usize,
    entity: &str,
    label: &Label<'_>,
    words: mpsc::UnboundedSender<(usize, f64)>,
) -> (usize, BenchRow) {
    let target = Target::entity(&endpoint.name, entity);
    let task = calls::task_of(endpoint, Some(entity));
    let began = Instant::now();
    let mut first = None;
    let mut first_word = || {
        let ms = milliseconds(began);
        first = Some(ms);
        // The row holds it too when the call has ended.
        let _ = words.send((at, ms));
    };
    let heard = calls::streamed(connection, &target, task.as_deref(), label, entity, &mut first_word).await;
    let mut row = row(entity, BenchState::Ok);
    row.total_ms = Some(milliseconds(began));
    row.first_word_ms = first;
    match heard {
        Ok(heard) => {
            row.served_by = heard.served_by;
            row.tokens = heard.tokens;
            if heard.cut {
                row.state = BenchState::Failed;
                row.explanation = Some(local::maybe_charged().explanation);
            }
        }
        Err(error) => {
            row.state = BenchState::Failed;
            row.explanation = Some(calls::explained(connection, endpoint, Some(entity), true, &error));
        }
    }
    (at, row)
}

fn milliseconds(since: Instant) -> f64 {
    (since.elapsed().as_secs_f64() * 10_000.0).round() / 10.0
}
