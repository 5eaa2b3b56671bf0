//! The small questions that checks send: in the form of the task, sent once, labelled so that the usage tables tell them
//! from real traffic. A refusal that cost nothing is answered by asking in the newer form of reasoning models.

use std::collections::BTreeMap;

use futures_util::StreamExt;
use gatewright_databricks::queries::{
    ChatEvent, ChatRequest, ChatStream, CompletionRequest, Message, Outcome, QueryOptions, Target, Usage,
};
use gatewright_databricks::{Error, ErrorKind, RetryPolicy};
use serde_json::{Value, json};

use crate::endpoints::dto::Endpoint;
use crate::endpoints::reading;
use crate::explain::{self, Explanation, Operation};
use crate::workspaces::connection::Connection;

/// Which check sends them, as the usage tables show it.
#[derive(Clone, Debug)]
pub(crate) struct Label<'a> {
    pub(crate) job: &'static str,
    pub(crate) run: &'a str,
}

impl Label<'_> {
    fn context(&self) -> BTreeMap<String, String> {
        [("app", "gatewright"), ("job", self.job), ("run", self.run)]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into()
    }

    fn id(&self, of: &str) -> String {
        format!("gatewright-{}-{}-{of}", self.job, self.run)
    }
}

/// What an entity gave, timed.
#[derive(Default)]
pub(crate) struct Heard {
    pub(crate) served_by: Option<String>,
    pub(crate) tokens: Option<u32>,
    /// The stream ended without saying that it is complete.
    pub(crate) cut: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    Chat,
    Completion,
    Embedding,
}

fn form(task: Option<&str>) -> Form {
    match task {
        Some("llm/v1/embeddings") => Form::Embedding,
        Some("llm/v1/completions") => Form::Completion,
        _ => Form::Chat,
    }
}

/// Asks for one token and gives the entity that answered.
pub(crate) async fn one_token(
    connection: &Connection,
    target: &Target,
    task: Option<&str>,
    label: &Label<'_>,
    of: &str,
) -> Result<Heard, Error> {
    match ask(connection, target, body(task, label, of, false)).await {
        Err(error) if wants_newer_form(&error) => ask(connection, target, body(task, label, of, true)).await,
        asked => asked,
    }
}

async fn ask(connection: &Connection, target: &Target, body: Value) -> Result<Heard, Error> {
    let reply = connection.client.queries().raw(target, &body, &options()).await?;
    let tokens = reply.value.pointer("/usage/total_tokens").and_then(Value::as_u64);
    Ok(Heard {
        served_by: reply.meta.served_model,
        tokens: tokens.and_then(|count| u32::try_from(count).ok()),
        cut: false,
    })
}

fn options() -> QueryOptions {
    QueryOptions { retry: Some(RetryPolicy::once()), ..QueryOptions::default() }
}

/// The shortest question of a task (databricks-api.md §5.2). Reasoning models refuse `max_tokens` and want room to think.
fn body(task: Option<&str>, label: &Label<'_>, of: &str, newer: bool) -> Value {
    let mut body = match form(task) {
        Form::Embedding => json!({ "input": ["Hi"] }),
        Form::Completion => json!({ "prompt": "Hi" }),
        Form::Chat => json!({ "messages": [{ "role": "user", "content": "Hi" }] }),
    };
    if form(task) != Form::Embedding {
        let (field, most) = if newer { ("max_completion_tokens", 16) } else { ("max_tokens", 1) };
        body[field] = most.into();
    }
    body["client_request_id"] = label.id(of).into();
    body["usage_context"] = json!(label.context());
    body
}

fn wants_newer_form(error: &Error) -> bool {
    matches!(error.kind, ErrorKind::ProviderRefused | ErrorKind::InvalidRequest)
        && error.message.contains("max_completion_tokens")
}

/// The longest answer of a bench, in tokens: enough for a first word, too little to cost anything.
const SAID: u32 = 8;

/// Asks as a stream and says when the first word came. Embeddings have no first word.
pub(crate) async fn streamed(
    connection: &Connection,
    target: &Target,
    task: Option<&str>,
    label: &Label<'_>,
    of: &str,
    first_word: &mut (dyn FnMut() + Send),
) -> Result<Heard, Error> {
    if form(task) == Form::Embedding {
        return one_token(connection, target, task, label, of).await;
    }
    let stream = match open(connection, target, task, label, of, false).await {
        Err(error) if wants_newer_form(&error) => open(connection, target, task, label, of, true).await?,
        opened => opened?,
    };
    listen(stream, first_word).await
}

async fn open(
    connection: &Connection,
    target: &Target,
    task: Option<&str>,
    label: &Label<'_>,
    of: &str,
    newer: bool,
) -> Result<ChatStream, Error> {
    let queries = connection.client.queries();
    let mut request = ChatRequest {
        client_request_id: Some(label.id(of)),
        usage_context: label.context(),
        ..ChatRequest::new(vec![Message::user("Say hello.")])
    };
    if newer {
        request.extra.insert("max_completion_tokens".into(), (SAID * 4).into());
    } else {
        request.max_tokens = Some(SAID);
    }
    if form(task) == Form::Chat {
        return queries.chat_stream(target, &request, &options()).await;
    }
    let request = CompletionRequest {
        max_tokens: request.max_tokens,
        client_request_id: request.client_request_id,
        usage_context: request.usage_context,
        extra: request.extra,
        ..CompletionRequest::new("Say hello.")
    };
    queries.completions_stream(target, &request, &options()).await
}

async fn listen(mut stream: ChatStream, first_word: &mut (dyn FnMut() + Send)) -> Result<Heard, Error> {
    let mut heard = Heard { served_by: stream.meta().served_model.clone(), ..Heard::default() };
    let mut said = false;
    let mut word = || {
        if !std::mem::replace(&mut said, true) {
            first_word();
        }
    };
    heard.cut = true;
    while let Some(batch) = stream.next().await {
        for event in batch {
            match event {
                ChatEvent::Text { text, .. } | ChatEvent::Reasoning { text, .. } if !text.is_empty() => {
                    word()
                }
                ChatEvent::Usage(usage) => heard.tokens = total(&usage).or(heard.tokens),
                ChatEvent::End(end) => {
                    heard.tokens = end.usage.as_ref().and_then(total).or(heard.tokens);
                    heard.cut = end.outcome != Outcome::Complete;
                    return end.error.filter(|_| heard.cut).map_or(Ok(heard), Err);
                }
                _ => {}
            }
        }
    }
    Ok(heard)
}

fn total(usage: &Usage) -> Option<u32> {
    let counted = usage.total_tokens.or_else(|| Some(usage.prompt_tokens? + usage.completion_tokens?));
    counted.and_then(|count| u32::try_from(count).ok())
}

/// A failed call in words.
pub(crate) fn explained(
    connection: &Connection,
    endpoint: &Endpoint,
    entity: Option<&str>,
    streaming: bool,
    error: &Error,
) -> Explanation {
    let asked = reading::asked(endpoint, entity, streaming);
    explain::explain(error, &connection.context(Operation::Ask(asked))).explanation
}

/// The task of an entity: its own, or the endpoint's.
pub(crate) fn task_of(endpoint: &Endpoint, entity: Option<&str>) -> Option<String> {
    let own = entity.and_then(|name| endpoint.entities.iter().find(|one| one.name == name)?.task.clone());
    own.or_else(|| endpoint.task.clone())
}

#[cfg(test)]
mod tests {
    use super::{Label, body};

    #[test]
    fn each_task_is_asked_in_its_own_form_and_says_who_asks() {
        let label = Label { job: "split-check", run: "r1" };
        let chat = body(Some("llm/v1/chat"), &label, "7", false);
        assert_eq!(chat["max_tokens"], 1);
        assert_eq!(chat["client_request_id"], "gatewright-split-check-r1-7");
        assert_eq!(chat["usage_context"]["app"], "gatewright");
        assert_eq!(body(Some("llm/v1/completions"), &label, "7", true)["max_completion_tokens"], 16);
        let embedding = body(Some("llm/v1/embeddings"), &label, "7", false);
        assert!(embedding.get("max_tokens").is_none() && embedding["input"][0] == "Hi");
    }
}
