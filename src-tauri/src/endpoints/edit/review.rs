//! What applying an edit would do: in words, field by field, as JSON, as calls; and when the endpoint is not the one the edit
//! started from, who changed what. Nothing is sent.

use gatewright_databricks::serving::{ConfigEdit, Endpoint, Snapshot};
use serde_json::{Map, Value};

use super::checks::{self, Editor};
use super::conflict::Sides;
use super::dto::{Conflict, EditReview, EndpointEdit, EntityEdit, FieldChange, FieldPart, ThreeWay};
use super::plan::{self, Standing};
use super::rows::Base;
use super::{fields, patch, reading, sides};
use crate::endpoints::dto::{PlannedCall, Share};
use crate::endpoints::words;
use crate::endpoints::write::{Origin, Planned};
use crate::explain::redact::redact;
use crate::gateway;

/// More points of traffic than this are asked about twice in production.
const MANY_POINTS: u32 = 25;

/// The review. `who` is who changed the endpoint meanwhile, where that is known.
pub(crate) fn review(
    standing: Standing<'_>,
    edit: &EndpointEdit,
    editor: Editor<'_>,
    production: bool,
    who: Option<String>,
) -> EditReview {
    let plan = plan::planned(standing, edit, Origin::Edit);
    let problems = checks::problems(standing, edit, &plan, editor);
    let conflict = (edit.stamp != standing.live.stamp).then(|| conflict(standing, edit, who));
    let shown = match standing.base.filter(|_| conflict.is_some()) {
        // Against what they look at, not against what others made of it since.
        Some(base) => against(base, edit, standing),
        None => plan,
    };
    let known = known(edit);
    let after = plan::after(&shown.before, &shown.writes);
    let changes = fields::fields_known(&shown.before, &after, Some(&known));
    EditReview {
        removes: removes(&changes),
        calls: calls(&shown),
        before_json: json(&shown.before),
        after_json: json(&after),
        sentence: sentence(standing.live, edit, &changes, &shown),
        asks_name: production && moves_much(standing.live, edit),
        problems,
        changes,
        conflict,
    }
}

/// The plan over the reading the edit started from.
fn against(base: &Base, edit: &EndpointEdit, standing: Standing<'_>) -> Planned {
    let now = snapshot(base);
    let live = reading::live(&now, base.access.clone());
    let standing = Standing { now: &now, permissions: standing.permissions, base: Some(base), live: &live };
    plan::planned(standing, edit, Origin::Edit)
}

/// A kept reading as it was read.
pub(crate) fn snapshot(base: &Base) -> Snapshot<Endpoint> {
    Snapshot { value: serde_json::from_value(base.raw.clone()).unwrap_or_default(), raw: base.raw.clone() }
}

fn conflict(standing: Standing<'_>, edit: &EndpointEdit, who: Option<String>) -> Conflict {
    let base = standing.base.map(|base| reading::live(&snapshot(base), base.access.clone()));
    let raw = raw_entities(standing);
    let sides = Sides::new(base.as_ref(), standing.live, edit, (&raw.0, &raw.1));
    let mut lines = sides.lines();
    // What an edit does not hold and others changed all the same: the gateway, fields this app does not know.
    if let Some(base) = standing.base {
        for change in fields::fields(&base.raw, &standing.now.raw) {
            if matches!(change.part, FieldPart::Gateway) && edit.gateway.is_none() {
                let FieldChange { label, path, before, after, .. } = change;
                lines.push(ThreeWay {
                    label,
                    path,
                    yours: before.clone(),
                    base: before,
                    theirs: after,
                    clash: false,
                });
            }
        }
    }
    lines.extend(gateway_line(standing, edit));
    Conflict { who, lines }
}

/// Others changed the gateway, and this edit puts an earlier one back: one of the two, whole.
fn gateway_line(standing: Standing<'_>, edit: &EndpointEdit) -> Option<ThreeWay> {
    let wanted = edit.gateway.as_ref()?;
    let base = standing.base.map(snapshot);
    let from = base.as_ref().unwrap_or(standing.now);
    let of_gateway = |before: &Value, after: &Value| -> Vec<FieldChange> {
        let mut changes = fields::fields(before, after);
        changes.retain(|change| change.part == FieldPart::Gateway);
        changes
    };
    let theirs = of_gateway(&from.raw, &standing.now.raw);
    let yours = of_gateway(&from.raw, &plan::after(&from.raw, &gateway::writes(from, wanted)));
    let told = |changes: &[FieldChange]| -> String {
        let said = changes
            .iter()
            .map(|change| format!("{}: {}", change.label, change.after.as_deref().unwrap_or("not set")));
        said.collect::<Vec<_>>().join("; ")
    };
    (!theirs.is_empty() && theirs != yours).then(|| ThreeWay {
        label: "AI Gateway".to_owned(),
        path: sides::GATEWAY.to_owned(),
        base: Some("As it was when you began".to_owned()),
        theirs: Some(told(&theirs)),
        yours: Some(told(&yours)).filter(|said| !said.is_empty()),
        clash: true,
    })
}

/// The edit on the endpoint as it is now.
pub(crate) fn rebased(standing: Standing<'_>, edit: &EndpointEdit, take: &[String]) -> EndpointEdit {
    let base = standing.base.map(|base| reading::live(&snapshot(base), base.access.clone()));
    let raw = raw_entities(standing);
    let mut rebased = Sides::new(base.as_ref(), standing.live, edit, (&raw.0, &raw.1)).rebased(take);
    // What stands there already is no change any more.
    rebased.gateway = rebased.gateway.filter(|wanted| !gateway::writes(standing.now, wanted).is_empty());
    rebased
}

fn raw_entities(standing: Standing<'_>) -> (Vec<Value>, Vec<Value>) {
    let of = |endpoint: &Snapshot<Endpoint>| {
        patch::items(ConfigEdit::from_endpoint(endpoint).body().get("served_entities")).to_vec()
    };
    (standing.base.map(|base| of(&snapshot(base))).unwrap_or_default(), of(standing.now))
}

/// Which entity of before is which of after.
fn known(edit: &EndpointEdit) -> Vec<(String, String)> {
    let named = |one: &EntityEdit| Some((one.original.clone()?, one.entity.name.trim().to_owned()));
    edit.entities.iter().filter_map(named).collect()
}

fn removes(changes: &[FieldChange]) -> Vec<String> {
    changes
        .iter()
        .filter(|change| change.removes)
        .map(|change| {
            let before = change.before.as_deref().unwrap_or_default();
            match change.part {
                FieldPart::Notifications => {
                    format!(
                        "This save also removes {before} from those who are told ({}).",
                        change.label.to_lowercase()
                    )
                }
                FieldPart::Permissions => format!("This save also removes: {} ({before}).", change.label),
                _ if before.is_empty() => format!("This save also removes: {}.", change.label),
                _ => format!("This save also removes: {} ({before}).", change.label),
            }
        })
        .collect()
}

/// The calls of a plan, with the reading that comes first.
pub(super) fn calls(plan: &Planned) -> Vec<PlannedCall> {
    let call = |title: &str, method: &str, path: &str| PlannedCall {
        title: title.into(),
        method: method.into(),
        path: path.into(),
    };
    if plan.writes.is_empty() {
        return Vec::new();
    }
    let path = format!("/api/2.0/serving-endpoints/{}", plan.endpoint);
    let first = call("Make sure nobody changed it meanwhile", "GET", &path);
    let writes = plan.writes.iter().map(|write| call(&write.title, &write.method, &write.path));
    std::iter::once(first).chain(writes).collect()
}

/// The parts an edit can change, without what only the server sets.
fn json(endpoint: &Value) -> String {
    let mut shown = Map::new();
    if let Some(config) = endpoint.get("config").or_else(|| endpoint.get("pending_config")) {
        shown.insert("config".into(), ConfigEdit::from_config(config).body());
    }
    for key in ["tags", "email_notifications", "access_control_list"] {
        if let Some(value) = endpoint.get(key).filter(|value| !value.is_null()) {
            shown.insert(key.into(), value.clone());
        }
    }
    redact(&serde_json::to_string_pretty(&shown).unwrap_or_default())
}

fn shares(edit: &EndpointEdit) -> Vec<Share> {
    edit.entities
        .iter()
        .map(|one| Share { entity: one.entity.name.trim().to_owned(), percent: one.entity.share })
        .collect()
}

/// How many points of traffic go elsewhere. A renamed entity is the same one.
fn points_moved(live: &EndpointEdit, edit: &EndpointEdit) -> u32 {
    let before = |one: &EntityEdit| {
        let same =
            live.entities.iter().find(|there| one.original.is_some() && there.original == one.original);
        same.map_or(0, |there| there.entity.share)
    };
    edit.entities.iter().map(|one| one.entity.share.saturating_sub(before(one))).sum()
}

fn moves_much(live: &EndpointEdit, edit: &EndpointEdit) -> bool {
    let points = points_moved(live, edit);
    let all_to_one = edit.entities.len() > 1 && edit.entities.iter().any(|one| one.entity.share == 100);
    points > MANY_POINTS || (points > 0 && all_to_one)
}

fn sentence(live: &EndpointEdit, edit: &EndpointEdit, changes: &[FieldChange], plan: &Planned) -> String {
    if plan.writes.is_empty() {
        return "Nothing is changed yet.".to_owned();
    }
    let count = match changes.len() {
        1 => "1 change".to_owned(),
        many => format!("{many} changes"),
    };
    let mut text = format!("Saving makes {count} to {}.", edit.endpoint);
    if points_moved(live, edit) > 0 {
        text.push_str(&format!(" Out of 100 requests {}.", words::spread(&shares(edit))));
    }
    if changes.iter().any(|change| change.path == "config.served_entities") {
        let names: Vec<String> = edit.entities.iter().map(|one| one.entity.name.trim().to_owned()).collect();
        text.push_str(&format!(" Fallback will walk them in this order: {}.", names.join(", ")));
    }
    text
}
