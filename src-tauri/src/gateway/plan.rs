//! Settings over an endpoint as it stands: what they change in words, the block to write, and the writes. A table that moves
//! is turned off first, since its place cannot change while it is on: two writes in place of one. Pure.

use gatewright_databricks::serving::{Endpoint, Snapshot, Task};
use serde_json::{Value, json};

use super::checks::{self, Around};
use super::dto::{GatewayReview, GatewaySettings, GatewayState, InferenceTable};
use super::{merge, settings};
use crate::endpoints::dto::{Endpoint as Shown, Permission, PlannedCall};
use crate::endpoints::edit::dto::{FieldChange, FieldPart};
use crate::endpoints::edit::{fields, is_named};
use crate::endpoints::stamp::stamp;
use crate::endpoints::write::{Origin, Planned, PlannedWrite};
use crate::explain::FieldProblem;
use crate::explain::redact::redact;

/// The gateway as the window shows it.
pub(super) fn state(now: &Snapshot<Endpoint>, shown: &Shown) -> GatewayState {
    let block = block(now);
    let settings = settings::read(&block);
    GatewayState {
        stamp: stamp(now),
        task: shown.task.clone(),
        entities: shown.entities.iter().map(|entity| entity.name.clone()).collect(),
        permission: shown.permission,
        creator: shown.creator.clone(),
        foreign_limits: u32::try_from(foreign(&block, &settings)).unwrap_or(u32::MAX),
        problem: closed(now, shown),
        raw: pretty(&block),
        settings,
    }
}

/// The settings of a reading.
pub(super) fn settings_of(now: &Snapshot<Endpoint>) -> GatewaySettings {
    settings::read(&block(now))
}

/// Why nothing can be changed right now.
fn closed(now: &Snapshot<Endpoint>, shown: &Shown) -> Option<String> {
    if let Some(reason) = &shown.read_only {
        return Some(reason.clone());
    }
    if now.state.is_updating() {
        return Some(
            "Databricks is rolling out an earlier change. Editing opens again when it has settled.".into(),
        );
    }
    let level = match shown.permission {
        Permission::Query => "CAN QUERY",
        Permission::View => "CAN VIEW",
        Permission::Manage | Permission::Unknown => return None,
    };
    Some(format!("Changing the gateway of {} needs CAN MANAGE; you have {level}.", shown.name))
}

/// What saving would do.
pub(super) fn review(
    now: &Snapshot<Endpoint>,
    shown: &Shown,
    opened: &str,
    wanted: &GatewaySettings,
) -> GatewayReview {
    let before = block(now);
    let after = merge::merged(&before, wanted);
    let changes = changes(&before, &after);
    let planned = planned(now, wanted);
    GatewayReview {
        problems: problems(now, shown, opened, wanted),
        removes: removes(&changes),
        calls: calls(&planned),
        before_json: pretty(&before),
        after_json: pretty(&after),
        sentence: sentence(&before, wanted, &changes, &now.name),
        changes,
    }
}

/// Everything that speaks against writing.
pub(super) fn problems(
    now: &Snapshot<Endpoint>,
    shown: &Shown,
    opened: &str,
    wanted: &GatewaySettings,
) -> Vec<FieldProblem> {
    let before = block(now);
    let was = settings::read(&before);
    let mut problems = Vec::new();
    if stamp(now) != opened {
        problems.push(FieldProblem::block(
            "stamp",
            format!("{} was changed meanwhile. Reload it and look before you go on.", now.name),
        ));
    }
    if let Some(reason) = closed(now, shown) {
        problems.push(FieldProblem::block("stamp", reason));
    }
    problems.extend(checks::problems(
        wanted,
        &Around {
            was: &was,
            entities: shown.entities.len(),
            task: shown.task.as_deref(),
            creator: shown.creator.as_deref(),
            foreign_limits: foreign(&before, &was),
        },
    ));
    if merge::merged(&before, wanted) == without_nulls(&before) {
        problems.push(FieldProblem::block("gateway", "Nothing is changed yet."));
    }
    problems
}

/// What speaks against the gateway of an earlier state being put back by an edit; `entities` there will be then.
pub(crate) fn said(now: &Snapshot<Endpoint>, wanted: &GatewaySettings, entities: usize) -> Vec<FieldProblem> {
    let before = block(now);
    let was = settings::read(&before);
    let around = Around {
        was: &was,
        entities,
        task: now.task.as_ref().map(Task::as_str),
        creator: now.creator.as_deref(),
        foreign_limits: foreign(&before, &was),
    };
    let mut problems = checks::problems(wanted, &around);
    for problem in &mut problems {
        problem.path.insert_str(0, "gateway.");
    }
    problems
}

/// The settings that make the gateway what it was, none where it is that already; and a sentence when it held something
/// that this app does not know and therefore cannot put back.
pub(crate) fn earlier(now: &Snapshot<Endpoint>, then: &Value) -> (Option<GatewaySettings>, Option<String>) {
    let before = block(now);
    let wanted = settings::read(then);
    let after = merge::merged(&before, &wanted);
    // What has a name is in the settings; a table that is off keeps its place, and off is as good as not there.
    let stays = changes(&after, then).iter().any(|change| !is_named(&change.path));
    let stays = stays.then(|| {
        "Some settings of the AI Gateway were different then and are not known to this version. They stay as they are now; \
         the comparison under Activity shows them."
            .to_owned()
    });
    ((after != without_nulls(&before)).then_some(wanted), stays)
}

/// The writes that make the gateway so; none when it is so already.
pub(crate) fn writes(now: &Snapshot<Endpoint>, wanted: &GatewaySettings) -> Vec<PlannedWrite> {
    planned(now, wanted).writes
}

/// The writes: one, or two when a table that is on gets another place.
pub(super) fn planned(now: &Snapshot<Endpoint>, wanted: &GatewaySettings) -> Planned {
    let before = block(now);
    let after = merge::merged(&before, wanted);
    let name = now.name.as_str();
    let was = settings::read(&before).inference_table;
    let mut writes = Vec::new();
    if moves(&was, &wanted.inference_table) {
        let off = merge::table_off(&before);
        writes.push(
            PlannedWrite::gateway(name, off.clone(), before.clone()).titled("Turn the inference table off"),
        );
        writes.push(
            PlannedWrite::gateway(name, after, off)
                .titled("Write the AI Gateway, with the inference table on in its new place"),
        );
    } else if after != without_nulls(&before) {
        writes.push(PlannedWrite::gateway(name, after, before.clone()));
    }
    Planned::onto(now, Origin::Gateway, format!("AI Gateway of {name}"), writes)
}

/// Whether a table that is on, and is to be on, gets another place.
fn moves(was: &InferenceTable, wanted: &InferenceTable) -> bool {
    let place = |table: &InferenceTable| {
        [&table.catalog, &table.schema, &table.prefix].map(|name| name.trim().to_owned())
    };
    was.enabled && wanted.enabled && place(was) != place(wanted)
}

fn block(now: &Snapshot<Endpoint>) -> Value {
    now.raw.get("ai_gateway").filter(|block| block.is_object()).cloned().unwrap_or_else(|| json!({}))
}

fn without_nulls(block: &Value) -> Value {
    let mut fields = block.as_object().cloned().unwrap_or_default();
    fields.retain(|_, value| !value.is_null());
    Value::Object(fields)
}

fn foreign(block: &Value, known: &GatewaySettings) -> usize {
    settings::limits(block).len().saturating_sub(known.rate_limits.len())
}

fn changes(before: &Value, after: &Value) -> Vec<FieldChange> {
    let whole = |block: &Value| json!({ "ai_gateway": block });
    let mut changes = fields(&whole(before), &whole(after));
    changes.retain(|change| change.part == FieldPart::Gateway);
    changes
}

fn removes(changes: &[FieldChange]) -> Vec<String> {
    changes
        .iter()
        .filter(|change| change.removes || change.after.is_none())
        .map(|change| match change.before.as_deref() {
            Some(before) if !before.is_empty() => {
                format!("This save also removes: {} ({before}).", change.label)
            }
            _ => format!("This save also removes: {}.", change.label),
        })
        .collect()
}

fn calls(planned: &Planned) -> Vec<PlannedCall> {
    if planned.writes.is_empty() {
        return Vec::new();
    }
    let first = PlannedCall {
        title: "Make sure nobody changed it meanwhile".into(),
        method: "GET".into(),
        path: format!("/api/2.0/serving-endpoints/{}", planned.endpoint),
    };
    let writes = planned.writes.iter().map(|write| PlannedCall {
        title: write.title.clone(),
        method: write.method.clone(),
        path: write.path.clone(),
    });
    std::iter::once(first).chain(writes).collect()
}

fn pretty(block: &Value) -> String {
    redact(&serde_json::to_string_pretty(block).unwrap_or_default())
}

fn sentence(before: &Value, wanted: &GatewaySettings, changes: &[FieldChange], endpoint: &str) -> String {
    let mut text = match changes.len() {
        0 => return "Nothing is changed yet.".to_owned(),
        1 => format!("Saving makes 1 change to the gateway of {endpoint}."),
        many => format!("Saving makes {many} changes to the gateway of {endpoint}."),
    };
    let was = settings::read(before).inference_table;
    if moves(&was, &wanted.inference_table) {
        text.push_str(
            " The inference table is turned off and on again in two saves; calls in between are not kept, and the old table stays.",
        );
    }
    text.push_str(" It takes up to a minute until it acts.");
    text
}
