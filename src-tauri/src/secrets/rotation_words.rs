//! Why a rotation does not go on, in words. What Databricks refuses is explained by `explain`; this is what the app itself
//! decides.

use super::references::Reference;
use super::rotation_dto::Rotation;
use crate::endpoints::words::listed;
use crate::explain::{Explanation, Layer, NextStep, NextStepKind};
use crate::ipc::failure::Failure;

fn conflict(title: String, meaning: &str, cause: String, who: &str, label: &str) -> Failure {
    Failure::Conflict {
        explanation: Explanation {
            layer: Layer::Workspace,
            title,
            meaning: meaning.to_owned(),
            cause,
            who_can_fix: who.to_owned(),
            not_rescued: None,
            next: NextStep { kind: NextStepKind::Reload, label: label.to_owned() },
            trail: Vec::new(),
            raw: None,
        },
    }
}

pub(crate) fn at_work() -> Failure {
    conflict(
        "This rotation is being worked on".to_owned(),
        "Nothing was done a second time.",
        "It goes on in this app right now.".to_owned(),
        "Nobody has to: wait until it has come to its end.",
        "Reload and look",
    )
}

pub(crate) fn gone() -> Failure {
    conflict(
        "This rotation is not kept any more".to_owned(),
        "Nothing was changed. The keys themselves are where they were.",
        "It was forgotten meanwhile, or belongs to another workspace.".to_owned(),
        "You, by looking at the keys and the endpoints that use them.",
        "Reload and look",
    )
}

pub(crate) fn over() -> Failure {
    conflict(
        "This rotation is over".to_owned(),
        "Nothing was changed.",
        "It was finished or undone before.".to_owned(),
        "You, by beginning another one.",
        "Reload and look",
    )
}

pub(crate) fn never_stored(rotation: &Rotation) -> Failure {
    conflict(
        format!("{} is not in {}", rotation.new_key, rotation.scope),
        "No endpoint was changed: there is no new key to switch them to. Its value is kept nowhere on this computer.",
        "The app was closed before the value had reached Databricks, or somebody deleted the key since."
            .to_owned(),
        "You, by undoing this rotation and beginning it again with the value.",
        "Reload and look",
    )
}

pub(crate) fn not_switched(rotation: &Rotation) -> Failure {
    conflict(
        format!("{} is not replaced everywhere yet", rotation.old_key),
        "Nothing was deleted or changed.",
        "At least one endpoint was not switched, or has not answered with the new key yet.".to_owned(),
        "You, by going on with the rotation first, or by undoing it.",
        "Reload and look",
    )
}

pub(crate) fn still_used(key: &Reference, endpoints: &[String]) -> Failure {
    conflict(
        format!("{} is still used", key.key),
        "It was not deleted: the endpoints that use it would stop answering.",
        format!("{} is used by {}.", key.text(), listed(endpoints)),
        "You, by switching these endpoints to another key first.",
        "Reload and look",
    )
}

pub(crate) fn not_all_read(key: &Reference, endpoints: &[String]) -> Failure {
    conflict(
        format!("Nobody can say whether {} is still used", key.key),
        "It was not deleted: an endpoint that could not be read may refer to it.",
        format!("These could not be read: {}.", listed(endpoints)),
        "Someone who may view these endpoints; or you, by trying again.",
        "Reload and look",
    )
}
