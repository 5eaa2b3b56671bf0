//! A copy of an endpoint as a draft for the create flow: inside a workspace or into another one, with references moved to
//! other scopes. What a draft cannot hold, or nobody can read, is named instead of being lost silently.

use gatewright_databricks::serving::{Endpoint, Snapshot};

use super::dto::{CloneDraft, EntityEdit, ScopeRemap};
use super::{patch, reading};
use crate::endpoints::dto::{EndpointDraft, EntityDraft};
use crate::endpoints::reading as shown;
use crate::endpoints::words::listed;
use crate::providers::{self, Task};

/// The copy, under another name.
pub(crate) fn draft(endpoint: &Snapshot<Endpoint>, name: &str, scopes: &[ScopeRemap]) -> CloneDraft {
    let live = reading::live(endpoint, None);
    let mut notes = Vec::new();
    let mut used = Vec::new();
    let mut freed = 0;
    let mut entities: Vec<EntityDraft> = Vec::new();
    for entity in &live.entities {
        if let Some(why) = &entity.read_only {
            notes.push(format!("{} is not in the copy. {why}", entity.entity.name));
            freed += entity.entity.share;
            continue;
        }
        notes.extend(typed_once(entity));
        let mut copy = entity.entity.clone();
        for value in &mut copy.values {
            if let Some(moved) = moved(&value.value, scopes, &mut used) {
                value.value = moved;
            }
        }
        entities.push(copy);
    }
    if let Some(largest) = entities.iter_mut().max_by_key(|entity| entity.share).filter(|_| freed > 0) {
        largest.share += freed;
        notes.push(format!("{} got the {freed} % of what is not in the copy.", largest.name));
    }
    notes.extend(left_behind(endpoint));
    let flags = shown::gateway_flags(endpoint.ai_gateway.as_ref());
    let task = patch::task(endpoint);
    let draft = EndpointDraft {
        name: name.trim().to_owned(),
        task: [Task::Chat, Task::Completions, Task::Embeddings]
            .into_iter()
            .find(|known| known.wire() == task)
            .unwrap_or(Task::Chat),
        fallback: flags.fallback && entities.len() > 1,
        entities,
        usage_tracking: flags.usage,
        description: endpoint.description.clone().unwrap_or_default(),
        tags: live.tags,
    };
    CloneDraft { draft, scopes: used, notes }
}

/// A reference with its scope moved, when it is one. The scopes met are noted as they were.
fn moved(value: &str, scopes: &[ScopeRemap], used: &mut Vec<String>) -> Option<String> {
    let (scope, key) = value.trim().strip_prefix("{{secrets/")?.strip_suffix("}}")?.split_once('/')?;
    if !used.iter().any(|known| known == scope) {
        used.push(scope.to_owned());
    }
    // Names of scopes are case-insensitive.
    let remap =
        scopes.iter().find(|remap| remap.from.eq_ignore_ascii_case(scope) && !remap.to.trim().is_empty())?;
    Some(format!("{{{{secrets/{}/{key}}}}}", remap.to.trim()))
}

fn typed_once(entity: &EntityEdit) -> Option<String> {
    let spec = providers::by_id(&entity.entity.provider)?;
    let form = spec.chosen(&entity.entity.auth_form)?;
    let labels: Vec<String> = entity
        .kept
        .iter()
        .filter_map(|kept| form.fields.iter().find(|field| field.id == kept))
        .map(|field| field.label.to_owned())
        .collect();
    (!labels.is_empty()).then(|| {
        format!(
            "{} was typed in once for {} and nobody can read it. Choose a stored secret for the copy.",
            listed(&labels),
            entity.entity.name
        )
    })
}

/// What the create flow does not hold.
fn left_behind(endpoint: &Snapshot<Endpoint>) -> Option<String> {
    let flags = shown::gateway_flags(endpoint.ai_gateway.as_ref());
    let mut parts = Vec::new();
    for (there, what) in [
        (flags.table, "the inference table"),
        (flags.limits, "rate limits"),
        (flags.guardrails, "guardrails"),
    ] {
        if there {
            parts.push(what.to_owned());
        }
    }
    let mails = endpoint.email_notifications.as_ref();
    if mails.is_some_and(|mails| !mails.on_update_success.is_empty() || !mails.on_update_failure.is_empty()) {
        parts.push("who is told about changes".to_owned());
    }
    parts.push("who may use it".to_owned());
    Some(format!("Not copied: {}. Set it on the copy once it is there.", listed(&parts)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn endpoint() -> Snapshot<Endpoint> {
        let raw = json!({
            "name": "chat", "task": "llm/v1/chat", "description": "Answers",
            "config": {"served_entities": [
                {"name": "gpt", "external_model": {"provider": "openai", "name": "gpt-4o", "task": "llm/v1/chat",
                    "openai_config": {"openai_api_key": "{{secrets/LLM-Keys/openai}}"}}},
                {"name": "claude", "external_model": {"provider": "anthropic", "name": "claude", "task": "llm/v1/chat",
                    "anthropic_config": {}}},
                {"name": "old", "external_model": {"provider": "palm", "name": "bison", "task": "llm/v1/chat",
                    "palm_config": {"palm_api_key": "{{secrets/other/palm}}"}}}],
                "traffic_config": {"routes": [{"served_model_name": "gpt", "traffic_percentage": 60},
                    {"served_model_name": "claude", "traffic_percentage": "30"}, {"served_model_name": "old", "traffic_percentage": 10}]}},
            "ai_gateway": {"fallback_config": {"enabled": true}, "rate_limits": [{"key": "user", "calls": 5}]},
            "tags": [{"key": "team", "value": "a"}],
        });
        Snapshot { value: serde_json::from_value(raw.clone()).unwrap(), raw }
    }

    #[test]
    fn a_copy_moves_references_to_other_scopes_and_names_what_it_cannot_hold() {
        let remap = [ScopeRemap { from: "llm-keys".into(), to: "prod-keys".into() }];
        let copy = draft(&endpoint(), " chat-copy ", &remap);
        assert_eq!(copy.draft.name, "chat-copy");
        assert_eq!(copy.draft.entities[0].values[0].value, "{{secrets/prod-keys/openai}}");
        assert_eq!(copy.scopes, ["LLM-Keys"]);
        let shares: Vec<u32> = copy.draft.entities.iter().map(|entity| entity.share).collect();
        assert_eq!(shares, [70, 30]);
        let notes = copy.notes.join(" ");
        for part in [
            "API key was typed in once for claude",
            "old is not in the copy",
            "rate limits",
            "who may use it",
        ] {
            assert!(notes.contains(part), "{part}: {notes}");
        }
        assert!(copy.draft.fallback && !copy.draft.usage_tracking);
        assert_eq!(copy.draft.description, "Answers");
    }

    #[test]
    fn without_a_remap_references_stay() {
        let copy = draft(&endpoint(), "c", &[]);
        assert_eq!(copy.draft.entities[0].values[0].value, "{{secrets/LLM-Keys/openai}}");
    }
}
