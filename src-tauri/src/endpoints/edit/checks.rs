//! What speaks against an edit before anything is sent. Only what the edit itself changes is judged: an endpoint that was
//! made by other means and is not to our taste can still get a tag. Paths are those of the edit, as the forms have them.

use std::collections::HashSet;

use super::access::{self, Me};
use super::dto::{EndpointEdit, EntityEdit};
use super::patch;
use super::plan::Standing;
use crate::endpoints::write::{Planned, WriteKind};
use crate::endpoints::{draft, names, reading as shown};
use crate::explain::FieldProblem;
use crate::gateway;
use crate::providers;

/// The documented limit; more have been seen to work.
const DOCUMENTED_ENTITIES: usize = 10;

/// Who edits.
#[derive(Clone, Copy)]
pub(crate) struct Editor<'a> {
    pub(crate) me: &'a Me,
    /// Whether they may change it; nothing when the workspace does not say.
    pub(crate) may_change: Option<bool>,
}

/// Everything there is to say, in the order of the fields.
pub(crate) fn problems(
    standing: Standing<'_>,
    edit: &EndpointEdit,
    planned: &Planned,
    editor: Editor<'_>,
) -> Vec<FieldProblem> {
    let now = standing.now;
    let name = &edit.endpoint;
    let mut problems = Vec::new();
    if edit.stamp != standing.live.stamp {
        problems.push(FieldProblem::block(
            "stamp",
            format!("{name} was changed meanwhile. Look at what changed, then put your changes onto it."),
        ));
    }
    if now.state.is_updating() {
        problems.push(FieldProblem::block(
            "stamp",
            format!("{name} is being changed right now. Wait until that is done."),
        ));
    }
    if editor.may_change == Some(false) {
        problems.push(FieldProblem::block(
            "endpoint",
            format!("You may look at {name}, but changing it needs CAN MANAGE. Someone who has it can give it to you."),
        ));
    }
    if planned.writes.is_empty() {
        problems.push(FieldProblem::block("edit", "Nothing is changed yet."));
    }
    if planned.writes.iter().any(|write| write.kind == WriteKind::Config) {
        problems.extend(config_problems(standing, edit));
    }
    if let Some(wanted) = &edit.gateway {
        problems.extend(gateway::said(now, wanted, edit.entities.len()));
    }
    problems.extend(draft::tag_problems(&edit.tags));
    problems.extend(mail_problems(edit));
    if let (Some(live), Some(wanted)) = (&standing.live.access, &edit.access)
        && planned.writes.iter().any(|write| write.kind == WriteKind::Permissions)
    {
        problems.extend(access::problems(live, wanted, editor.me));
    }
    problems
}

fn config_problems(standing: Standing<'_>, edit: &EndpointEdit) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    let entities = &edit.entities;
    if !standing.now.is_external() && !standing.live.entities.is_empty() {
        problems.push(FieldProblem::block(
            "entities",
            "This endpoint serves models that Gatewright does not change. Change it in Databricks; tags and access can be changed here.",
        ));
    }
    if entities.is_empty() {
        problems.push(FieldProblem::block("entities", "Keep at least one model. It answers the requests."));
    }
    if entities.len() > DOCUMENTED_ENTITIES {
        problems.push(FieldProblem::warn(
            "entities",
            format!(
                "{} served entities: Databricks documents ten at most and may refuse more.",
                entities.len()
            ),
        ));
    }
    let task = patch::task(standing.now);
    let mut taken = HashSet::new();
    for (at, entity) in entities.iter().enumerate() {
        problems.extend(entity_problems(at, entity, standing.live, &task, &mut taken));
    }
    let drafts: Vec<_> = entities.iter().map(|entity| entity.entity.clone()).collect();
    problems.extend(draft::share_problem(&drafts));
    let fallback = shown::gateway_flags(standing.now.ai_gateway.as_ref()).fallback;
    for (at, entity) in drafts.iter().enumerate().filter(|(_, entity)| entity.share == 0 && !fallback) {
        problems.push(FieldProblem::warn(
            format!("entities.{at}.share"),
            format!(
                "{} gets no requests at 0 %, and without fallback it never steps in either.",
                entity.name.trim()
            ),
        ));
    }
    if fallback && drafts.len() == 1 {
        problems.push(FieldProblem::warn(
            "entities",
            "Fallback is on and needs a second served entity that steps in.",
        ));
    }
    let models: HashSet<_> = drafts.iter().map(|draft| draft.model.trim()).collect();
    if task == "llm/v1/embeddings" && models.len() > 1 {
        problems.push(FieldProblem::warn(
            "entities",
            "Vectors of different models cannot be compared. Let all served entities use the same embedding model.",
        ));
    }
    problems
}

fn entity_problems<'a>(
    at: usize,
    entity: &'a EntityEdit,
    live: &EndpointEdit,
    task: &str,
    taken: &mut HashSet<&'a str>,
) -> Vec<FieldProblem> {
    let path = |field: &str| format!("entities.{at}.{field}");
    let name = entity.entity.name.trim();
    let before = entity
        .original
        .as_ref()
        .and_then(|original| live.entities.iter().find(|one| one.original.as_ref() == Some(original)));
    let renamed = before.is_none_or(|before| before.entity.name != name);
    let mut problems = Vec::new();
    if renamed && let Some(message) = names::entity(name) {
        problems.push(FieldProblem::block(path("name"), message));
    } else if !taken.insert(name) {
        problems.push(FieldProblem::block(
            path("name"),
            format!("{name} is there twice. Names tell the served entities of an endpoint apart."),
        ));
    }
    if before.is_some_and(|before| before.read_only.is_some()) {
        return problems;
    }
    let of = |entity: &EntityEdit| patch::connection(&entity.entity, task);
    let sent = |entity: &EntityEdit| providers::wire::as_sent(&of(entity));
    let kept: &[String] = before.map_or(&[], |before| kept_by(before, entity));
    if !kept.is_empty() {
        problems.push(kept_problem(&path("kept"), name, renamed));
    }
    // A served entity that stays as it is has proved itself.
    if before.is_some_and(|before| sent(before) == sent(entity)) {
        return problems;
    }
    for problem in providers::checks::problems(&of(entity)) {
        let empty = |field: &str| {
            !of(entity).values.iter().any(|(id, value)| id == field && !value.trim().is_empty())
        };
        let stays = kept.iter().any(|field| problem.path == format!("values.{field}") && empty(field));
        if !stays {
            problems.push(FieldProblem { path: path(&problem.path), ..problem });
        }
    }
    problems
}

/// The fields whose unreadable value stays: only while the provider and the way to sign in are those it was given for.
fn kept_by<'a>(before: &'a EntityEdit, after: &EntityEdit) -> &'a [String] {
    let same =
        before.entity.provider == after.entity.provider && before.entity.auth_form == after.entity.auth_form;
    let replaced = before.kept.iter().all(|field| {
        after.entity.values.iter().any(|value| value.field == *field && !value.value.trim().is_empty())
    });
    if same && !replaced { &before.kept } else { &[] }
}

fn kept_problem(path: &str, name: &str, renamed: bool) -> FieldProblem {
    if renamed {
        return FieldProblem::block(
            path,
            format!(
                "The key of {name} was typed in once and nobody can read it. Databricks keeps it under the old name, so \
                 choose a stored secret before you rename it."
            ),
        );
    }
    FieldProblem::warn(
        path,
        format!(
            "The key of {name} was typed in once and nobody can read it. Databricks should keep it; if it refuses the save, \
             choose a stored secret."
        ),
    )
}

fn mail_problems(edit: &EndpointEdit) -> Vec<FieldProblem> {
    let lists =
        [("onSuccess", &edit.notifications.on_success), ("onFailure", &edit.notifications.on_failure)];
    let mut problems = Vec::new();
    for (list, mails) in lists {
        for (at, mail) in mails.iter().enumerate().map(|(at, mail)| (at, mail.trim())) {
            let well_formed = mail.split_once('@').is_some_and(|(who, host)| {
                !who.is_empty() && host.contains('.') && !mail.contains(char::is_whitespace)
            });
            if !mail.is_empty() && !well_formed {
                problems.push(FieldProblem::block(
                    format!("notifications.{list}.{at}"),
                    format!("{mail} is no mail address. Write it like name@company.com."),
                ));
            }
        }
    }
    problems
}
