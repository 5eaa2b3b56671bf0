//! The matrix of faults over every write of a plan (R4): each cell ends in its time, with a sentence that names a next step or
//! with everything done, and going on afterwards ends with all of the plan standing there.

use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use gatewright_sandbox::Fault;
use serde_json::{Value, json};

use super::engine_place::{Bench, WRITES, is_all};
use super::*;
use crate::activity::dto::ChangeState;
use crate::explain::NextStepKind;

/// A cell that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(20);

struct Toxic {
    name: &'static str,
    fault: fn() -> Fault,
}

fn says(status: u16, body: Value) -> Fault {
    Fault { status: Some(status), body: Some(body), ..Fault::default() }
}

fn code(status: u16, code: &str) -> Fault {
    says(status, json!({ "error_code": code, "message": "It was refused." }))
}

const TOXICS: [Toxic; 14] = [
    Toxic { name: "cut before", fault: || Fault { reset: true, ..Fault::default() } },
    Toxic { name: "cut after", fault: || Fault { reset: true, after_handler: true, ..Fault::default() } },
    Toxic {
        name: "half an answer",
        fault: || Fault { cut_after: Some(5), after_handler: true, ..Fault::default() },
    },
    Toxic { name: "late", fault: || Fault { delay_ms: 700, ..Fault::default() } },
    Toxic { name: "signed out", fault: || code(401, "UNAUTHENTICATED") },
    Toxic { name: "not allowed", fault: || code(403, "PERMISSION_DENIED") },
    Toxic { name: "not there", fault: || code(404, "RESOURCE_DOES_NOT_EXIST") },
    Toxic { name: "updating", fault: || code(409, "RESOURCE_CONFLICT") },
    Toxic { name: "too often", fault: || code(429, "REQUEST_LIMIT_EXCEEDED") },
    Toxic { name: "not understood", fault: || code(400, "INVALID_PARAMETER_VALUE") },
    Toxic { name: "failed before", fault: || code(500, "INTERNAL_ERROR") },
    Toxic { name: "failed after", fault: || Fault { after_handler: true, ..code(500, "INTERNAL_ERROR") } },
    Toxic { name: "unavailable", fault: || code(503, "TEMPORARILY_UNAVAILABLE") },
    Toxic { name: "a sign-in page", fault: || says(200, json!("<html><body>Sign in</body></html>")) },
];

async fn cell((method, end): (&str, &str), toxic: &Toxic) -> Result<(), String> {
    let bench = Bench::new().await;
    let plan = bench.plan(30).await;
    let fault = Fault { pattern: format!("*{end}"), method: Some(method.into()), ..(toxic.fault)() };
    bench.running.add_fault(fault);
    let change = tokio::time::timeout(LIMIT, run(&bench.app, &bench.connection, plan, None))
        .await
        .map_err(|_| "it hangs".to_owned())?
        .map_err(|failure| format!("it did not begin: {failure:?}"))?;
    bench.running.clear_faults();
    let change = match change.state {
        ChangeState::Done => change,
        ChangeState::Failed => {
            let why = change.steps.iter().find_map(|step| step.explanation.clone());
            let why = why.ok_or("no step says why")?;
            if why.title.is_empty() || why.cause.is_empty() || why.next.kind == NextStepKind::None {
                return Err(format!("no next step: {why:?}"));
            }
            resume(&bench.app, &bench.connection, &change.id, None)
                .await
                .map_err(|failure| format!("it cannot be gone on with: {failure:?}"))?
        }
        other => return Err(format!("it stands at {other:?}")),
    };
    if change.state != ChangeState::Done {
        return Err(format!("going on did not end it: {change:#?}"));
    }
    is_all(&bench, 30).await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_write_under_every_fault_ends_in_time_with_a_next_step_and_can_be_finished() {
    let cells: Vec<_> =
        WRITES.into_iter().flat_map(|write| TOXICS.iter().map(move |toxic| (write, toxic))).collect();
    let all = cells.len();
    let failures: Vec<String> = stream::iter(cells)
        .map(|(write, toxic)| async move {
            cell(write, toxic)
                .await
                .err()
                .map(|why| format!("{} {} × {}: {why}", write.0, write.1, toxic.name))
        })
        .buffer_unordered(6)
        .filter_map(std::future::ready)
        .collect()
        .await;
    assert!(failures.is_empty(), "{} of {all} cells:\n{}", failures.len(), failures.join("\n"));
}
