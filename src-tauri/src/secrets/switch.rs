//! One endpoint from one secret to another: read as it stands, every reference replaced in its raw settings, written
//! once, waited for. What else stands in the settings stays, known or not.

use gatewright_databricks::ErrorKind;
use gatewright_databricks::serving::{ConfigEdit, Endpoint, Snapshot, WaitOutcome};

use super::references::{self, Reference};
use crate::app::App;
use crate::endpoints::stamp::stamp;
use crate::endpoints::write::{self, Origin, Planned, PlannedWrite, patience};
use crate::explain::{Operation, local};
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;

/// What became of a switch.
pub(crate) enum Switched {
    /// Written; it has to be waited for.
    Written,
    /// The new reference stood there already.
    Already,
    /// It uses neither of the two, or is gone.
    NotUsed,
    /// Somebody changed the endpoint since it was looked at last; this is how it stands now.
    ChangedElsewhere(String),
}

/// Puts `to` wherever the endpoint refers to `from`. With `seen`, only when the endpoint is still as it was then.
pub(crate) async fn switch(
    app: &App,
    connection: &Connection,
    endpoint: &str,
    from: &Reference,
    to: &Reference,
    seen: Option<&str>,
) -> Result<Switched, Failure> {
    let Some(now) = settled(connection, endpoint).await? else { return Ok(Switched::NotUsed) };
    let mut body = ConfigEdit::from_endpoint(&now).body();
    if references::replace(&mut body, from, to) == 0 {
        return Ok(if references::holds(&body, to) { Switched::Already } else { Switched::NotUsed });
    }
    let stands = stamp(&now);
    if seen.is_some_and(|seen| seen != stands) {
        return Ok(Switched::ChangedElsewhere(stands));
    }
    let config = now.raw.get("config").cloned().unwrap_or_default();
    let title = format!("{endpoint} uses the key {} instead of {}", to.key, from.key);
    let writes = vec![PlannedWrite::config(endpoint, body, config).titled("Write the new reference")];
    let planned = Planned::onto(&now, Origin::Rotation, title, writes);
    write::carry_out(app, connection, planned, None).await?.finished()?;
    Ok(Switched::Written)
}

/// The endpoint once no change is on its way any more; nothing when there is none of that name.
async fn settled(connection: &Connection, endpoint: &str) -> Result<Option<Snapshot<Endpoint>>, Failure> {
    let operation = || Operation::ReadEndpoint { name: endpoint.to_owned() };
    let serving = connection.client.serving();
    let now = match serving.get(endpoint).await {
        Ok(now) => now,
        Err(error) if error.kind == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(connection.failed(operation())(error)),
    };
    if !now.state.is_updating() {
        return Ok(Some(now));
    }
    let outcome = serving
        .wait_until_settled(endpoint, patience(), |_| {})
        .await
        .map_err(connection.failed(operation()))?;
    match outcome {
        WaitOutcome::Ready(now) | WaitOutcome::NotReady(now) => Ok(Some(*now)),
        WaitOutcome::Failed { endpoint, .. } => Ok(Some(*endpoint)),
        WaitOutcome::TimedOut(_) => Err(local::updating(endpoint).into()),
    }
}

/// Waits until the endpoint has taken its settings over, and gives its stamp.
///
/// # Errors
/// With the reasons of the served entities when it could not.
pub(crate) async fn wait_ready(connection: &Connection, endpoint: &str) -> Result<String, Failure> {
    let outcome = connection
        .client
        .serving()
        .wait_until_settled(endpoint, patience(), |_| {})
        .await
        .map_err(connection.failed(Operation::ReadEndpoint { name: endpoint.to_owned() }))?;
    connection.known.changed(endpoint);
    let (title, cause) = match outcome {
        WaitOutcome::Ready(now) => {
            let stands = stamp(&now);
            connection.known.take(&connection.client, *now);
            return Ok(stands);
        }
        WaitOutcome::Failed { reasons, .. } => {
            let said: Vec<String> =
                reasons.iter().map(|(entity, reason)| format!("{entity}: {reason}")).collect();
            let said = if said.is_empty() { "Databricks gave no reason.".to_owned() } else { said.join(" ") };
            (format!("{endpoint} did not take the new reference over"), said)
        }
        WaitOutcome::NotReady(_) => (
            format!("{endpoint} did not become ready"),
            "Databricks took the change, and the endpoint has not been ready since.".to_owned(),
        ),
        WaitOutcome::TimedOut(_) => (
            format!("{endpoint} takes unusually long"),
            "The change has been on its way for 20 minutes.".to_owned(),
        ),
    };
    Err(failed(&title, &cause))
}

fn failed(title: &str, cause: &str) -> Failure {
    use crate::explain::redact::redact;
    use crate::explain::{Explanation, Layer, NextStep, NextStepKind};
    Failure::Refused {
        explanation: Explanation {
            layer: Layer::Endpoint,
            title: title.to_owned(),
            meaning: "The version before still answers where there was one.".to_owned(),
            cause: redact(cause),
            who_can_fix: "You, by looking at the endpoint and trying again.".to_owned(),
            not_rescued: None,
            next: NextStep { kind: NextStepKind::TryAgain, label: "Try again".to_owned() },
            trail: Vec::new(),
            raw: None,
        },
    }
}
