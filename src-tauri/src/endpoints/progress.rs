//! An update on its way, in words: what the window shows while an endpoint becomes ready.

use std::time::Duration;

use gatewright_databricks::serving::{Endpoint as Wire, EndpointState as WireState, Phase};

use super::dto::{EndpointProgress, EndpointState, EntityProgress};
use super::reading;

/// What a state on the way means.
pub(crate) fn of_state(state: &WireState, elapsed: Duration) -> EndpointProgress {
    let (state, message) = match state.phase() {
        Phase::Ready => (EndpointState::Ready, "Ready."),
        Phase::ReadyUpdating => {
            (EndpointState::Updating, "Databricks rolls the change out; the version before still answers.")
        }
        Phase::ReadyUpdateFailed | Phase::ReadyUpdateCanceled => {
            (EndpointState::ReadyUpdateFailed, "The change did not work; the version before still answers.")
        }
        Phase::Starting => (EndpointState::Creating, "Databricks sets the endpoint up."),
        Phase::Failed => (EndpointState::Failed, "The endpoint could not be set up."),
        Phase::Idle => {
            (EndpointState::NotReady, "Databricks took the endpoint and has not begun to set it up.")
        }
        _ => (EndpointState::Unknown, "Databricks reports a state this version does not know."),
    };
    EndpointProgress { state, seconds: seconds(elapsed), message: message.to_owned(), entities: Vec::new() }
}

/// The same for an endpoint that was read whole, with each served entity.
pub(crate) fn of_endpoint(endpoint: &Wire, elapsed: Duration) -> EndpointProgress {
    let config = endpoint.pending_config.as_ref().or(endpoint.config.as_ref());
    let entities = config.map(|config| {
        config
            .served_entities
            .iter()
            .map(|entity| {
                let (state, message) = reading::entity_state(entity);
                EntityProgress { name: entity.name().to_owned(), state, message }
            })
            .collect()
    });
    EndpointProgress { entities: entities.unwrap_or_default(), ..of_state(&endpoint.state, elapsed) }
}

fn seconds(elapsed: Duration) -> u32 {
    u32::try_from(elapsed.as_secs()).unwrap_or(u32::MAX)
}
