//! The proof of a key: the served entity that uses it is asked for one token, past the split, in the form of its task. The
//! question is sent once; only a refusal that cost nothing is answered by asking in the newer form.

use std::time::Instant;

use gatewright_databricks::queries::{QueryOptions, Target};
use gatewright_databricks::{Error, ErrorKind, RetryPolicy};
use serde_json::{Value, json};

use super::dto::{ProveSecret, SecretProof};
use super::references::{self, Reference};
use crate::endpoints::{commands, reading};
use crate::explain::{self, Asked, Operation};
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;

/// Proves that an entity answers with the secret it refers to.
///
/// # Errors
/// When the endpoint cannot be read, or the entity does not use the secret (any more). A refused key is no error here but
/// a proof that failed.
pub(crate) async fn prove(connection: &Connection, wanted: &ProveSecret) -> Result<SecretProof, Failure> {
    let now = commands::read(connection, &wanted.endpoint).await?;
    let uses = references::of_endpoint(&now.snapshot).into_iter().any(|one| {
        one.used.entity == wanted.entity
            && Reference::parse(&wanted.reference).is_some_and(|reference| one.reference.is(&reference))
    });
    if !uses {
        return Err(Failure::here(
            "This key is not used there any more",
            "Nothing was sent: the proof would have said nothing about the key.",
            &format!("{} in {} does not refer to {}.", wanted.entity, wanted.endpoint, wanted.reference),
        ));
    }
    Ok(call(connection, &wanted.endpoint, &wanted.entity).await)
}

/// Asks an entity for one token.
pub(crate) async fn call(connection: &Connection, endpoint: &str, entity: &str) -> SecretProof {
    let known = connection.known.about(&connection.client, endpoint).await;
    let task = known.as_ref().and_then(|single| {
        let of_entity = single.shown.entities.iter().find(|one| one.name == entity)?.task.clone();
        of_entity.or_else(|| single.shown.task.clone())
    });
    let began = Instant::now();
    let asked = match ask(connection, endpoint, entity, &question(task.as_deref(), false)).await {
        Err(error) if wants_newer_form(&error) => {
            ask(connection, endpoint, entity, &question(task.as_deref(), true)).await
        }
        asked => asked,
    };
    let seconds = began.elapsed().as_secs_f64();
    let (served_by, explanation) = match asked {
        Ok(served_by) => (served_by, None),
        Err(error) => {
            let about = match &known {
                Some(single) => reading::asked(&single.shown, Some(entity), false),
                None => Asked {
                    endpoint: endpoint.to_owned(),
                    entity: Some(entity.to_owned()),
                    ..Asked::default()
                },
            };
            let mut context = connection.context(Operation::Ask(about));
            context.seconds = Some(seconds);
            (None, Some(explain::explain(&error, &context).explanation))
        }
    };
    SecretProof {
        ok: explanation.is_none(),
        served_by,
        milliseconds: (seconds * 1000.0).round(),
        explanation,
    }
}

async fn ask(
    connection: &Connection,
    endpoint: &str,
    entity: &str,
    body: &Value,
) -> Result<Option<String>, Error> {
    let options = QueryOptions { retry: Some(RetryPolicy::once()), ..QueryOptions::default() };
    let target = Target::entity(endpoint, entity);
    let reply = connection.client.queries().raw(&target, body, &options).await?;
    Ok(reply.meta.served_model)
}

/// The shortest question of a task (databricks-api.md §5.2). Reasoning models refuse `max_tokens`, and want room to think.
fn question(task: Option<&str>, newer: bool) -> Value {
    let mut body = match task {
        Some("llm/v1/embeddings") => return json!({ "input": ["Hi"] }),
        Some("llm/v1/completions") => json!({ "prompt": "Hi" }),
        _ => json!({ "messages": [{ "role": "user", "content": "Hi" }] }),
    };
    let (field, most) = if newer { ("max_completion_tokens", 16) } else { ("max_tokens", 1) };
    body[field] = most.into();
    body
}

fn wants_newer_form(error: &Error) -> bool {
    matches!(error.kind, ErrorKind::ProviderRefused | ErrorKind::InvalidRequest)
        && error.message.contains("max_completion_tokens")
}

#[cfg(test)]
mod tests {
    use super::question;

    #[test]
    fn each_task_is_asked_in_its_own_form_for_one_token() {
        assert_eq!(question(Some("llm/v1/chat"), false)["max_tokens"], 1);
        assert_eq!(question(Some("llm/v1/completions"), false)["prompt"], "Hi");
        let embedding = question(Some("llm/v1/embeddings"), false);
        assert!(embedding.get("max_tokens").is_none() && embedding["input"][0] == "Hi");
        assert!(question(None, true).get("max_tokens").is_none());
    }
}
