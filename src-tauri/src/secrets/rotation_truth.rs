//! What really is the case with a rotation: whether the new key is in the scope, and which of the two each endpoint refers
//! to. Read from the workspace, because a row written before the app was killed may be older than what happened.

use std::collections::BTreeMap;

use futures_util::{StreamExt, stream};
use gatewright_databricks::ErrorKind;

use super::references;
use super::rotation::{Plan, Sight};
use super::writes;
use crate::explain::Operation;
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;

/// Reads the workspace and corrects the plan by it.
pub(crate) async fn check(connection: &Connection, plan: &mut Plan) -> Result<(), Failure> {
    if plan.is_over() {
        return Ok(());
    }
    let operation = Operation::ReadSecrets { scope: Some(plan.rotation.scope.clone()) };
    let stored = match writes::key_exists(connection, &plan.new_one()).await {
        Ok(stored) => stored,
        // The scope went with everything in it.
        Err(error) if error.kind == ErrorKind::NotFound => false,
        Err(error) => return Err(connection.failed(operation)(error)),
    };
    let (old, new) = (plan.old(), plan.new_one());
    let sights: Vec<Option<(String, Sight)>> = stream::iter(plan.endpoints())
        .map(|endpoint| {
            let (old, new) = (old.clone(), new.clone());
            async move {
                let now = match connection.client.serving().get(&endpoint).await {
                    Ok(now) => now,
                    Err(error) if error.kind == ErrorKind::NotFound => {
                        return Some((endpoint, Sight { old: false, new: false, updating: false }));
                    }
                    Err(_) => return None,
                };
                let config = now.raw.get("config").filter(|config| !config.is_null());
                let answers = config.or_else(|| now.raw.get("pending_config"));
                let pending = now.raw.get("pending_config").filter(|_| now.state.is_updating());
                // What is on its way counts: it will answer without anybody's doing.
                let counts = pending.or(answers);
                let holds = |wanted| counts.is_some_and(|config| references::holds(config, wanted));
                let sight = Sight { old: holds(&old), new: holds(&new), updating: now.state.is_updating() };
                Some((endpoint, sight))
            }
        })
        .buffered(8)
        .collect()
        .await;
    let sights: BTreeMap<String, Sight> = sights.into_iter().flatten().collect();
    plan.believe(stored, &sights);
    Ok(())
}
