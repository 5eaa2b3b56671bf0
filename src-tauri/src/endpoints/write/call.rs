//! Sends one write, once, and says what became of it. An answer that was lost, or that a failing server gave, is settled by
//! reading the endpoint; sending again is never the way to find out.

use gatewright_databricks::serving::{AccessRule, EmailNotifications, Endpoint, Permissions, Snapshot};
use gatewright_databricks::{Error, ErrorKind};
use serde_json::Value;

use super::plan::{PlannedWrite, WriteKind};
use super::stand::{self, Reading, Stand};
use super::wait;
use crate::explain::{FieldProblem, Operation, local};
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;

/// What became of a write.
pub(super) enum Sent {
    /// Done; with the endpoint where the answer held it.
    Done(Option<Box<Snapshot<Endpoint>>>),
    /// It was not done.
    Failed(Failure),
    /// It may have been done.
    Unknown(Failure),
}

/// The endpoint as it stands, with what else a write has to be compared with.
#[derive(Default)]
pub(super) struct Stood {
    pub(super) endpoint: Option<Snapshot<Endpoint>>,
    permissions: Option<Permissions>,
}

impl Stood {
    pub(super) fn reading(&self) -> Reading<'_> {
        Reading { endpoint: self.endpoint.as_ref(), permissions: self.permissions.as_ref() }
    }
}

/// Reads what a write is about.
pub(super) async fn read(connection: &Connection, name: &str, kind: WriteKind) -> Result<Stood, Error> {
    let serving = connection.client.serving();
    let endpoint = match serving.get(name).await {
        Ok(endpoint) => endpoint,
        Err(error) if error.kind == ErrorKind::NotFound => return Ok(Stood::default()),
        Err(error) => return Err(error),
    };
    let permissions = match (kind, &endpoint.id) {
        (WriteKind::Permissions, Some(id)) => Some(serving.permissions(id).await?),
        _ => None,
    };
    Ok(Stood { endpoint: Some(endpoint), permissions })
}

/// Sends a write. `again` says that it was sent before and never answered.
pub(super) async fn send(
    connection: &Connection,
    name: &str,
    write: &PlannedWrite,
    earlier: Option<&Value>,
    again: bool,
) -> Sent {
    if write.kind == WriteKind::WaitReady {
        return match wait::until_ready(connection, name).await {
            Ok(endpoint) => Sent::Done(Some(endpoint)),
            Err(failure) => Sent::Failed(failure),
        };
    }
    let answer = match hand_over(connection, name, write).await {
        Ok(answer) => answer,
        Err(failure) => return Sent::Failed(failure),
    };
    let error = match answer {
        Ok(endpoint) => return Sent::Done(endpoint.map(Box::new)),
        // Gone is what was wanted, whoever did it.
        Err(error) if write.kind == WriteKind::Delete && error.kind == ErrorKind::NotFound => {
            return Sent::Done(None);
        }
        Err(error) => error,
    };
    let taken = write.kind == WriteKind::Create && error.kind == ErrorKind::AlreadyExists;
    let settled = !is_in_doubt(&error);
    if settled && (!taken || !again) {
        return Sent::Failed(explained(connection, name, write, error));
    }
    let stood = read(connection, name, write.kind).await;
    match stood.as_ref().map(|stood| stand::of(write, earlier, stood.reading(), true)) {
        Ok(Stand::Done) => Sent::Done(stood.ok().and_then(|stood| stood.endpoint).map(Box::new)),
        _ if error.is_ambiguous() => Sent::Unknown(local::ambiguous_write(&job(name, write)).into()),
        // It was answered, and what stands there is what stood there.
        Ok(Stand::Before) => Sent::Failed(explained(connection, name, write, error)),
        _ if taken => Sent::Failed(explained(connection, name, write, error)),
        _ => Sent::Unknown(explained(connection, name, write, error)),
    }
}

/// Whether a write that failed may have been done all the same.
pub(crate) fn is_in_doubt(error: &Error) -> bool {
    error.is_ambiguous()
        || matches!(error.kind, ErrorKind::ServerError | ErrorKind::Unavailable | ErrorKind::DeadlineExceeded)
}

/// # Errors
/// When the plan does not have the form of the call: nothing was sent.
async fn hand_over(
    connection: &Connection,
    name: &str,
    write: &PlannedWrite,
) -> Result<Result<Option<Snapshot<Endpoint>>, Error>, Failure> {
    let serving = connection.client.serving();
    Ok(match write.kind {
        WriteKind::Create => serving.create(&write.body).await.map(Some),
        WriteKind::Config => serving.update_config(name, &write.body).await.map(Some),
        WriteKind::Gateway => serving.put_ai_gateway(name, &write.body).await.map(|_| None),
        WriteKind::Tags => {
            let (add, delete) = stand::tag_arguments(&write.body);
            serving.patch_tags(name, &add, &delete).await.map(|_| None)
        }
        WriteKind::Notifications => {
            let mails: EmailNotifications = part(&write.body, "email_notifications")?;
            serving.patch_notifications(name, &mails).await.map(|_| None)
        }
        WriteKind::Permissions => {
            let rules: Vec<AccessRule> = part(&write.body, "access_control_list")?;
            // The id changes when an endpoint is made anew, and is not known before it is made.
            match serving.get(name).await {
                Ok(now) => {
                    let id = now.id.clone().unwrap_or_default();
                    serving.set_permissions(&id, &rules).await.map(|_| None)
                }
                Err(error) => Err(error),
            }
        }
        WriteKind::Delete => serving.delete(name).await.map(|()| None),
        WriteKind::WaitReady => Ok(None),
    })
}

fn part<T: serde::de::DeserializeOwned>(body: &Value, key: &str) -> Result<T, Failure> {
    let value = body.get(key).cloned().unwrap_or_default();
    serde_json::from_value(value).map_err(|why| Failure::unexpected(&format!("a planned {key}: {why}")))
}

fn explained(connection: &Connection, name: &str, write: &PlannedWrite, error: Error) -> Failure {
    if write.kind == WriteKind::Create && error.kind == ErrorKind::AlreadyExists {
        let title = format!("The name {name} is taken");
        return Failure::invalid(&title, vec![taken(name)]);
    }
    connection.failed(operation(name, write.kind))(error)
}

/// The name of a new endpoint is not free.
pub(crate) fn taken(name: &str) -> FieldProblem {
    FieldProblem::block(
        "name",
        format!("This workspace has an endpoint named {name} already. Choose another name."),
    )
}

pub(super) fn operation(name: &str, kind: WriteKind) -> Operation {
    let name = name.to_owned();
    match kind {
        WriteKind::Create => Operation::CreateEndpoint { name },
        WriteKind::Delete => Operation::DeleteEndpoint { name },
        WriteKind::WaitReady => Operation::ReadEndpoint { name },
        _ => Operation::ChangeEndpoint { name },
    }
}

fn job(name: &str, write: &PlannedWrite) -> String {
    match write.kind {
        WriteKind::Create => format!("create {name}"),
        WriteKind::Delete => format!("delete {name}"),
        _ => format!("change {name}"),
    }
}
