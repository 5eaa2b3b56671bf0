//! Waiting until a config change has settled (reference §1.6 and §0 rule 5): both `config_update` and `ready` are watched.

use std::time::Duration;

use super::{ConfigUpdate, Endpoint, EndpointState, Ready, Serving, Snapshot};
use crate::error::{ErrorKind, Result};

/// How patient a wait is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitOptions {
    /// Longest wait altogether. 20 minutes.
    pub longest: Duration,
    /// First pause; it grows by the same amount each time. 1 s.
    pub step: Duration,
    /// Longest pause. 10 s.
    pub longest_pause: Duration,
    /// How long "no such endpoint" is put up with, as right after a create. 30 s.
    pub may_be_missing: Duration,
    /// How long to wait for `READY` after the update has ended. 60 s.
    pub ready_within: Duration,
}

impl Default for WaitOptions {
    fn default() -> Self {
        Self {
            longest: Duration::from_secs(20 * 60),
            step: Duration::from_secs(1),
            longest_pause: Duration::from_secs(10),
            may_be_missing: Duration::from_secs(30),
            ready_within: Duration::from_secs(60),
        }
    }
}

/// How a wait ended. All but the last carry the endpoint as it was read last.
#[derive(Debug, Clone, PartialEq)]
pub enum WaitOutcome {
    /// Not updating, and ready.
    Ready(Box<Snapshot<Endpoint>>),
    /// Not updating, but not ready within [`WaitOptions::ready_within`].
    NotReady(Box<Snapshot<Endpoint>>),
    /// The change failed or was cancelled; `reasons` are the entities' own messages as `(entity, message)`.
    Failed {
        /// The endpoint.
        endpoint: Box<Snapshot<Endpoint>>,
        /// What the entities say.
        reasons: Vec<(String, String)>,
    },
    /// [`WaitOptions::longest`] has passed.
    TimedOut(Option<Box<Snapshot<Endpoint>>>),
}

impl Serving {
    /// Reads an endpoint again and again until its change has settled. `on_state` is told each state that differs from the one
    /// before. Dropping the future stops the wait.
    ///
    /// # Errors
    /// Whatever reading the endpoint fails with, except for "no such endpoint" at the beginning.
    pub async fn wait_until_settled(
        &self,
        name: &str,
        options: WaitOptions,
        mut on_state: impl FnMut(&EndpointState) + Send,
    ) -> Result<WaitOutcome> {
        let clock = self.core.clock().clone();
        let begun = clock.now();
        let mut last: Option<Box<Snapshot<Endpoint>>> = None;
        let mut settled_since = None;
        let mut pause = options.step;
        loop {
            match self.get(name).await {
                Ok(endpoint) => {
                    let endpoint = Box::new(endpoint);
                    if last.as_ref().is_none_or(|before| before.state != endpoint.state) {
                        on_state(&endpoint.state);
                    }
                    match judge(&endpoint.state) {
                        Verdict::Ready => return Ok(WaitOutcome::Ready(endpoint)),
                        Verdict::Failed => {
                            let reasons = reasons(&endpoint);
                            return Ok(WaitOutcome::Failed { endpoint, reasons });
                        }
                        Verdict::Settled => {
                            let since = *settled_since.get_or_insert_with(|| clock.now());
                            if clock.now().duration_since(since) >= options.ready_within {
                                return Ok(WaitOutcome::NotReady(endpoint));
                            }
                        }
                        Verdict::Updating => settled_since = None,
                    }
                    last = Some(endpoint);
                }
                Err(error) => {
                    let early = clock.now().duration_since(begun) < options.may_be_missing;
                    if !(error.kind == ErrorKind::NotFound && last.is_none() && early) {
                        return Err(error);
                    }
                }
            }
            if clock.now().duration_since(begun) >= options.longest {
                return Ok(WaitOutcome::TimedOut(last));
            }
            // Up to a tenth more, so that many waits do not ask in step.
            clock.sleep(pause.mul_f64(1.0 + 0.1 * self.core.chance())).await;
            pause = (pause + options.step).min(options.longest_pause);
        }
    }
}

enum Verdict {
    Ready,
    Settled,
    Updating,
    Failed,
}

fn judge(state: &EndpointState) -> Verdict {
    match (&state.config_update, &state.ready) {
        (ConfigUpdate::UpdateFailed | ConfigUpdate::UpdateCanceled, _) => Verdict::Failed,
        (ConfigUpdate::NotUpdating, Ready::Ready) => Verdict::Ready,
        (ConfigUpdate::NotUpdating, _) => Verdict::Settled,
        _ => Verdict::Updating,
    }
}

/// The entities' messages, of the pending config first: that is where a failed change leaves them.
fn reasons(endpoint: &Endpoint) -> Vec<(String, String)> {
    let of = |config: &super::EndpointConfig| -> Vec<(String, String)> {
        let messages = config.served_entities.iter().filter_map(|entity| {
            let message = entity.state.as_ref()?.deployment_state_message.clone()?;
            (!message.is_empty()).then(|| (entity.name().to_owned(), message))
        });
        messages.collect()
    };
    let pending = endpoint.pending_config.as_ref().map(of).unwrap_or_default();
    if pending.is_empty() { endpoint.config.as_ref().map(of).unwrap_or_default() } else { pending }
}
