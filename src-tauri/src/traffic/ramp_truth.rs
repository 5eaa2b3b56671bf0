//! What an unfinished ramp stands for after the app was gone: the endpoint says which step is live. Pure decisions over a
//! reading.

use super::job_dto::{RampState, RampStep};
use super::ramp::{KeptRamp, is_same_split};
use crate::endpoints::dto::Share;

/// Where a ramp goes on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum GoOn {
    /// The step it is at has still to be written.
    Write,
    /// The step it is at is live.
    Live,
    /// The endpoint has a split that is none of the ramp's.
    Elsewhere,
}

/// Where a ramp that nobody works on goes on, by the split that is live.
pub(crate) fn go_on(kept: &KeptRamp, live: &[Share]) -> GoOn {
    if is_same_split(live, &kept.wanted()) {
        return GoOn::Live;
    }
    let before = match kept.at().checked_sub(1) {
        None => Some(kept.ramp.saved.as_slice()),
        Some(at) => kept.ramp.steps.get(at).map(|step: &RampStep| step.shares.as_slice()),
    };
    // A person who goes on with a stopped or failed ramp has looked at what stands there.
    let looked = matches!(kept.ramp.state, RampState::Stopped | RampState::Failed);
    if looked || before.is_some_and(|before| is_same_split(live, before)) {
        GoOn::Write
    } else {
        GoOn::Elsewhere
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::job_dto::Ramp;

    fn split(a: u32) -> Vec<Share> {
        vec![Share { entity: "a".into(), percent: a }, Share { entity: "b".into(), percent: 100 - a }]
    }

    fn kept(state: RampState, at: u32) -> KeptRamp {
        let step = |a| RampStep { shares: split(a), pause_minutes: 5 };
        KeptRamp {
            ramp: Ramp {
                id: "r".into(),
                endpoint: "e".into(),
                steps: vec![step(90), step(50), step(0)],
                at,
                state,
                next_at: None,
                saved: split(100),
                explanation: None,
                started_at: 0.0,
            },
            stamp: "s".into(),
        }
    }

    #[test]
    fn a_ramp_goes_on_where_the_endpoint_says_it_is() {
        let at_two = kept(RampState::Interrupted, 1);
        assert_eq!(go_on(&at_two, &split(90)), GoOn::Write, "the step before is live");
        assert_eq!(go_on(&at_two, &split(50)), GoOn::Live, "it was written before the app ended");
        assert_eq!(go_on(&at_two, &split(70)), GoOn::Elsewhere);
        assert_eq!(
            go_on(&kept(RampState::Interrupted, 0), &split(100)),
            GoOn::Write,
            "the saved split is live"
        );
    }

    #[test]
    fn a_person_who_has_looked_goes_on_from_any_split() {
        assert_eq!(go_on(&kept(RampState::Stopped, 1), &split(70)), GoOn::Write);
    }

    #[test]
    fn the_order_of_the_list_is_no_other_split() {
        let mut turned = split(90);
        turned.reverse();
        assert_eq!(go_on(&kept(RampState::Interrupted, 0), &turned), GoOn::Live);
    }
}
