//! An endpoint deleted and made again under its own name, for what Databricks fixes when it is created: its description, and
//! whose it is. The plan, what speaks against it, and what else changes with it, in words. Pure; `recreate_commands` reads
//! and sends, `endpoints::write` carries out.

use gatewright_databricks::serving::{ConfigEdit, Endpoint, GatewayEdit, Permissions, Snapshot};
use serde_json::{Map, Value};

use super::access::{self, Me};
use super::{plan, reading, review};
use crate::access::dto::Allowed;
use crate::access::rights::Judgement;
use crate::endpoints::edit::dto::RecreateReview;
use crate::endpoints::edit::fields::fields;
use crate::endpoints::reading as shown;
use crate::endpoints::stamp::stamp;
use crate::endpoints::words::listed;
use crate::endpoints::write::{Kept, Origin, Planned, PlannedWrite};
use crate::explain::FieldProblem;
use crate::explain::redact::redact;

/// What a creation takes over as it was read. Tags, description and addresses are in it besides.
const TAKEN_OVER: &[&str] = &["budget_policy_id", "usage_policy_id"];

/// What the workspace sets, or what is taken over in a form of its own.
const NOT_TAKEN_OVER: &[&str] = &[
    "id",
    "name",
    "creator",
    "creator_display_name",
    "creator_kind",
    "creation_timestamp",
    "last_updated_timestamp",
    "state",
    "config",
    "pending_config",
    "ai_gateway",
    "tags",
    "task",
    "permission_level",
    "endpoint_type",
    "endpoint_url",
    "data_plane_info",
    "description",
    "email_notifications",
    "effective_budget_policy_id",
    "route_optimized",
    "telemetry_config",
];

/// An endpoint that may be made again, with what was found out around it.
pub(super) struct Recreation<'a> {
    pub(super) now: &'a Snapshot<Endpoint>,
    /// None when they could not be read.
    pub(super) permissions: Option<&'a Permissions>,
    pub(super) me: &'a Me,
    pub(super) may_change: Option<bool>,
    pub(super) may_create: &'a Judgement,
    pub(super) secrets: &'a Secrets,
}

/// Whether the keys it refers to are still there: a creation is refused without them.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    /// `scope/key` of each that is not.
    pub(super) missing: Vec<String>,
    /// Scopes that did not let themselves be looked into.
    pub(super) unseen: Vec<String>,
}

impl Recreation<'_> {
    /// Delete, create, wait, and whoever might use it before.
    pub(super) fn planned(&self, description: &str) -> Planned {
        let now = self.now;
        let name = now.name.as_str();
        let mut before = now.raw.clone();
        let mut writes = vec![
            PlannedWrite::delete(name, now.raw.clone()),
            PlannedWrite::create(self.body(description)).titled("Create it again"),
            PlannedWrite::wait_ready(name),
        ];
        if let Some(permissions) = self.permissions {
            let old = access::rules(permissions);
            let rules = access::in_charge(old.clone(), self.me);
            // Who creates an endpoint manages it without being told.
            if rules.len() > 1 {
                writes.push(PlannedWrite::permissions(name, &rules, Value::Null));
            }
            if let Some(fields) = before.as_object_mut() {
                fields.insert("access_control_list".into(), Value::Array(old));
            }
        }
        let title = format!("{name} made again");
        Planned { before, ..Planned::onto(now, Origin::Recreate, title, writes) }
    }

    /// The body of the creation, from the raw settings: fields this app does not know come along.
    fn body(&self, description: &str) -> Value {
        let raw = &self.now.raw;
        let mut body = Map::new();
        body.insert("name".into(), self.now.name.as_str().into());
        if !description.trim().is_empty() {
            body.insert("description".into(), description.trim().into());
        }
        body.insert("config".into(), ConfigEdit::from_endpoint(self.now).body());
        let gateway = GatewayEdit::from_endpoint(self.now).body();
        if gateway.as_object().is_some_and(|gateway| !gateway.is_empty()) {
            body.insert("ai_gateway".into(), gateway);
        }
        for key in ["tags", "email_notifications"].iter().chain(TAKEN_OVER) {
            let empty = |value: &Value| match value {
                Value::Null => true,
                Value::Array(items) => items.is_empty(),
                Value::Object(fields) => fields.is_empty(),
                _ => false,
            };
            if let Some(value) = raw.get(*key).filter(|value| !empty(value)) {
                body.insert((*key).to_owned(), value.clone());
            }
        }
        Value::Object(body)
    }

    /// What it would do, and what speaks against it. `description` is as it is when nothing else is wished.
    pub(super) fn review(&self, description: Option<&str>, seen: Option<&str>) -> RecreateReview {
        let as_is = self.now.description.clone().unwrap_or_default();
        let planned = self.planned(description.unwrap_or(&as_is));
        let after = plan::after(&planned.before, &planned.writes);
        let json = |value: &Value| redact(&serde_json::to_string_pretty(value).unwrap_or_default());
        RecreateReview {
            problems: self.problems(&planned, description, seen),
            means: self.means(),
            changes: fields(&planned.before, &after),
            calls: review::calls(&planned),
            before_json: json(&self.shown()),
            after_json: json(&after),
            stamp: stamp(self.now),
            creator: self.now.creator.clone(),
            description: as_is,
        }
    }

    /// The endpoint as it is, without what only the workspace sets, so that both sides can be compared.
    fn shown(&self) -> Value {
        let mut shown = self.body(self.now.description.as_deref().unwrap_or_default());
        if let (Some(permissions), Some(fields)) = (self.permissions, shown.as_object_mut()) {
            let old = access::rules(permissions);
            if access::in_charge(old.clone(), self.me).len() > 1 {
                fields.insert("access_control_list".into(), Value::Array(old));
            }
        }
        shown
    }

    fn is_mine(&self) -> bool {
        self.now.creator.as_deref().is_some_and(|creator| creator.eq_ignore_ascii_case(&self.me.user))
    }

    fn problems(
        &self,
        planned: &Planned,
        description: Option<&str>,
        seen: Option<&str>,
    ) -> Vec<FieldProblem> {
        let now = self.now;
        let name = &now.name;
        let mut problems = Vec::new();
        let mut block = |path: &str, message: String| problems.push(FieldProblem::block(path, message));
        if seen.is_some_and(|seen| seen != stamp(now)) {
            block("stamp", format!("{name} was changed since you looked. Look at it again before it goes."));
        }
        if now.state.is_updating() {
            block("stamp", format!("{name} is being changed right now. Wait until that is done."));
        }
        if self.may_change == Some(false) {
            block(
                "endpoint",
                format!("Deleting {name} needs CAN MANAGE. Someone who has it can give it to you."),
            );
        }
        let same = description
            .is_none_or(|wished| wished.trim() == now.description.as_deref().unwrap_or_default().trim());
        if same && self.is_mine() {
            block(
                "description",
                "Nothing would be different: the description stays and it is yours already.".into(),
            );
        }
        problems.extend(self.not_to_be_made(planned));
        problems.extend(self.around());
        problems
    }

    /// What of the endpoint itself could not be made a second time.
    fn not_to_be_made(&self, planned: &Planned) -> Vec<FieldProblem> {
        let live = reading::live(self.now, None);
        let mut problems = Vec::new();
        let mut block = |message: String| problems.push(FieldProblem::block("entities", message));
        if !self.now.is_external() || live.entities.is_empty() {
            block(
                "This endpoint serves models that Gatewright does not make. Make it again in Databricks."
                    .into(),
            );
        }
        let typed: Vec<String> = live
            .entities
            .iter()
            .filter(|one| !one.kept.is_empty())
            .map(|one| one.entity.name.clone())
            .collect();
        if !typed.is_empty() {
            block(format!(
                "The key of {} was typed in once and nobody can read it. Choose a stored secret for it first; otherwise \
                 it would be lost.",
                listed(&typed)
            ));
        } else if Kept::new(planned, None).needs_what_is_not_kept() {
            block(
                "Its settings hold a key in plain text. Choose a stored secret instead first: what is in plain text is \
                 never kept, and the new endpoint could not be made from what is kept if this stopped halfway."
                    .into(),
            );
        }
        if shown::gateway_flags(self.now.ai_gateway.as_ref()).table || captures(&self.now.raw) {
            block(
                "Its requests are logged to an inference table, and Databricks starts a new endpoint only with a new \
                 table. Switch the table off in AI Gateway first, and on again with another prefix afterwards."
                    .into(),
            );
        }
        problems
    }

    /// What around it would stop the creation, while there is still an endpoint.
    fn around(&self) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        if self.permissions.is_none() || self.me.user.is_empty() {
            problems.push(FieldProblem::block(
                "access",
                "Who may use it could not be read just now, so it could not be given back. Try again in a moment.",
            ));
        }
        match &self.may_create.0 {
            Allowed::No => problems.push(FieldProblem::block(
                "endpoint",
                format!("You could delete it, but not make it again. {}", self.may_create.1),
            )),
            Allowed::Unknown => problems.push(FieldProblem::warn(
                "endpoint",
                "Whether you may create endpoints here is not known before it is tried. If you may not, the endpoint \
                 stays deleted until somebody who may makes it again from what is kept under Activity.",
            )),
            Allowed::Yes => {}
        }
        let Secrets { missing, unseen } = self.secrets;
        if !missing.is_empty() {
            let verb = if missing.len() == 1 { "is" } else { "are" };
            problems.push(FieldProblem::block(
                "entities",
                format!(
                    "{} {verb} not among the stored secrets any more. A new endpoint needs what it refers to: store it \
                     again, or choose another secret first.",
                    listed(missing)
                ),
            ));
        }
        if !unseen.is_empty() {
            problems.push(FieldProblem::warn(
                "entities",
                format!(
                    "Whether the keys in {} are still there could not be checked. Without them Databricks refuses the \
                     new endpoint.",
                    listed(unseen)
                ),
            ));
        }
        problems
    }

    fn means(&self) -> Vec<String> {
        let now = self.now;
        let name = &now.name;
        let mut means = vec![
            "Callers are refused from the moment it is deleted until the new one is ready. The address they call stays \
             the same."
                .to_owned(),
            "It gets a new id. Its metrics, events and update history begin anew; what was used and billed until now \
             stays under the old id."
                .to_owned(),
        ];
        if !self.is_mine() {
            let from = now.creator.as_deref().unwrap_or("whoever made it");
            means.push(format!("{name} becomes yours: you are its creator instead of {from}."));
        }
        let left = self.left_behind();
        if !left.is_empty() {
            means.push(format!("Not taken over: {}.", listed(&left)));
        }
        means
    }

    /// What is there now and is not part of the new one.
    fn left_behind(&self) -> Vec<String> {
        let raw = &self.now.raw;
        let there = |key: &str| raw.get(key).is_some_and(|value| !value.is_null());
        let mut left = Vec::new();
        if there("pending_config") {
            left.push("the update that could not be applied".to_owned());
        }
        if there("effective_budget_policy_id") && !there("budget_policy_id") {
            left.push("the budget policy, which Databricks does not tell".to_owned());
        }
        let known = |key: &str| NOT_TAKEN_OVER.contains(&key) || TAKEN_OVER.contains(&key);
        let unknown =
            raw.as_object().into_iter().flatten().filter(|(key, value)| !known(key) && !value.is_null());
        left.extend(unknown.map(|(key, _)| format!("{key}, which this app does not know")));
        left
    }
}

/// The oldest kind of inference table.
fn captures(raw: &Value) -> bool {
    raw.pointer("/config/auto_capture_config/enabled") == Some(&Value::Bool(true))
}
