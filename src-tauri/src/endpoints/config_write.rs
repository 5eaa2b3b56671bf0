//! Writing the config of an endpoint once and waiting for it, for every room that changes one. Whether it may be written,
//! and what it is to hold, is the room's own business.

use std::time::Duration;

use gatewright_databricks::serving::{Endpoint, Settled, Snapshot, WaitOptions, Write};
use gatewright_databricks::{Error, ErrorKind};
use serde_json::Value;

use crate::explain::{Operation, local};
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;

/// Writes the whole config. Sent once: when the answer is lost, the endpoint is read to find out.
pub(crate) async fn write(
    connection: &Connection,
    name: &str,
    body: Value,
) -> Result<Snapshot<Endpoint>, Failure> {
    let serving = connection.client.serving();
    let written = match serving.update_config(name, &body).await {
        Ok(snapshot) => snapshot,
        Err(error) => {
            // A server that fails may have written first: reading tells, sending again would not.
            let settled = if is_in_doubt(&error) {
                serving.settle_write(name, &Write::Config(body)).await.ok()
            } else {
                None
            };
            match settled {
                Some(Settled::Applied(snapshot)) => *snapshot,
                _ if error.is_ambiguous() => {
                    connection.known.changed(name);
                    return Err(local::ambiguous_write(&format!("change {name}")).into());
                }
                _ => {
                    return Err(connection.failed(Operation::ChangeEndpoint { name: name.to_owned() })(
                        error,
                    ));
                }
            }
        }
    };
    connection.known.changed(name);
    Ok(written)
}

/// Whether a write that failed may have been done all the same.
pub(crate) fn is_in_doubt(error: &Error) -> bool {
    error.is_ambiguous()
        || matches!(error.kind, ErrorKind::ServerError | ErrorKind::Unavailable | ErrorKind::DeadlineExceeded)
}

/// How an endpoint is watched while somebody looks on.
pub(crate) fn patience() -> WaitOptions {
    WaitOptions {
        step: Duration::from_millis(700),
        longest_pause: Duration::from_secs(5),
        ..WaitOptions::default()
    }
}
