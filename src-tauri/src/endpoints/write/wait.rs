//! Waiting until an endpoint has taken its config over, and the words when it does not.

use std::time::Duration;

use gatewright_databricks::serving::{Endpoint, Snapshot, WaitOptions, WaitOutcome};
use gatewright_databricks::{Error, ErrorKind};

use crate::explain::{Operation, local};
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;

/// How an endpoint is watched while somebody looks on.
pub(crate) fn patience() -> WaitOptions {
    WaitOptions {
        step: Duration::from_millis(700),
        longest_pause: Duration::from_secs(5),
        ..WaitOptions::default()
    }
}

/// How long a name stays taken by an endpoint that was deleted, at most, before it is tried all the same.
const GONE_BY: Duration = Duration::from_secs(30);

/// Waits until a deleted endpoint is not shown any more: only then its name is free. One that stays is no reason to stop; the
/// workspace says so when the name is used.
///
/// # Errors
/// When the workspace cannot be asked.
pub(super) async fn until_gone(connection: &Connection, name: &str, id: &str) -> Result<(), Error> {
    let serving = connection.client.serving();
    let began = tokio::time::Instant::now();
    while began.elapsed() < GONE_BY {
        match serving.get(name).await {
            Ok(there) if there.id.as_deref() == Some(id) => tokio::time::sleep(patience().step).await,
            Ok(_) => return Ok(()),
            Err(error) if error.kind == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Waits until the endpoint answers with its newest config.
///
/// # Errors
/// With the reasons of the served entities when it could not.
pub(super) async fn until_ready(
    connection: &Connection,
    name: &str,
) -> Result<Box<Snapshot<Endpoint>>, Failure> {
    let outcome = connection
        .client
        .serving()
        .wait_until_settled(name, patience(), |_| {})
        .await
        .map_err(connection.failed(Operation::ReadEndpoint { name: name.to_owned() }))?;
    let verdict = match outcome {
        WaitOutcome::Ready(endpoint) => return Ok(endpoint),
        WaitOutcome::Failed { reasons, .. } => local::update_failed(name, &reasons),
        WaitOutcome::NotReady(_) => local::not_ready(name),
        WaitOutcome::TimedOut(_) => local::takes_long(name),
    };
    Err(verdict.into())
}
