//! Sending texts to one model: in as many calls as its provider needs, each sent once. Says beforehand when the endpoint
//! does another task, and afterwards when what came back are no comparable vectors.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use futures_util::future::join_all;
use futures_util::{StreamExt, TryStreamExt, stream};
use gatewright_databricks::queries::{EmbeddingReply, EmbeddingRequest, QueryOptions, Reply, Target, Usage};
use gatewright_databricks::{Error, RetryPolicy};

use super::dto::{EmbeddingSide, EmbeddingTarget};
use super::models;
use super::vectors::{self, Odd};
use crate::endpoints::known::Single;
use crate::endpoints::reading;
use crate::explain::{self, Asked, Explanation, Layer, NextStep, NextStepKind, Operation};
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;

/// The task of endpoints that answer with vectors.
const TASK: &str = "llm/v1/embeddings";

/// External models take a request of 4 MB; some of it is around the texts.
const LONGEST_BODY: usize = 3_900_000;

/// Calls under way at once, where a provider takes few texts in one.
const AT_ONCE: usize = 4;

/// A side and the vectors behind it, none when it failed.
pub(crate) struct Answered {
    pub(crate) side: EmbeddingSide,
    /// Whose price counts, where the endpoint says who answered.
    pub(crate) provider: Option<String>,
    pub(crate) vectors: Vec<Vec<f32>>,
}

/// Asks one model for the vectors of all texts. `run` names the comparison in the usage tables.
pub(crate) async fn ask(
    connection: &Connection,
    target: &EmbeddingTarget,
    texts: &[String],
    run: &str,
) -> Answered {
    let single = connection.known.about(&connection.client, &target.endpoint).await;
    let mut side = side(target, texts);
    if let Some(failure) = single.as_deref().and_then(|single| other_task(single, target)) {
        side.failure = Some(failure);
        return Answered { side, provider: None, vectors: Vec::new() };
    }
    let began = Instant::now();
    let sent = Sending { connection, target, run, single: single.as_deref() }.send(texts, &mut side).await;
    side.total_ms = Some((began.elapsed().as_secs_f64() * 10_000.0).round() / 10.0);
    let vectors = match sent {
        Ok(vectors) => vectors,
        Err(error) => {
            side.failure = Some(failed(connection, target, single.as_deref(), &error, began));
            return Answered { side, provider: None, vectors: Vec::new() };
        }
    };
    let provider = introduce(&mut side, single.as_deref());
    if let Err(odd) = vectors::check(texts.len(), &vectors) {
        side.failure = Some(no_vectors(&target.endpoint, &odd));
        // It was answered, and it costs what it costs.
        return Answered { side, provider, vectors: Vec::new() };
    }
    Answered { side, provider, vectors }
}

fn side(target: &EmbeddingTarget, texts: &[String]) -> EmbeddingSide {
    let longest = texts
        .iter()
        .map(|text| estimated(text))
        .enumerate()
        .max_by_key(|(at, tokens)| (*tokens, usize::MAX - at));
    let (longest_text, longest_tokens) = longest.unwrap_or_default();
    EmbeddingSide {
        endpoint: target.endpoint.clone(),
        entity: target.entity.clone(),
        served_by: None,
        provider_name: None,
        provider_mark: None,
        model: None,
        calls: 0,
        total_ms: None,
        tokens: None,
        estimated_tokens: false,
        cost: None,
        longest_text: u32::try_from(longest_text).unwrap_or_default(),
        longest_tokens,
        token_limit: None,
        request_id: None,
        notes: Vec::new(),
        picture: None,
        failure: None,
    }
}

/// As Databricks estimates where nobody counts.
fn estimated(text: &str) -> u32 {
    u32::try_from(text.chars().count().div_ceil(4)).unwrap_or(u32::MAX)
}

struct Sending<'a> {
    connection: &'a Connection,
    target: &'a EmbeddingTarget,
    run: &'a str,
    single: Option<&'a Single>,
}

impl Sending<'_> {
    /// Sends all texts; what is said about the calls goes into the side.
    async fn send(&self, texts: &[String], side: &mut EmbeddingSide) -> Result<Vec<Vec<f32>>, Error> {
        let parts = parts(texts, self.texts_a_call());
        let mut parts = parts.into_iter();
        let Some(first) = parts.next() else { return Ok(Vec::new()) };
        let reply = self.call(first, self.first_target()).await?;
        side.served_by = reply.meta.served_model.clone().or_else(|| self.target.entity.clone());
        side.request_id.clone_from(&reply.meta.request_id);
        side.model.clone_from(&reply.value.model);
        let rest = self.later_target(side);
        let calls: Vec<_> = parts.map(|part| self.call(part, rest.clone())).collect();
        let replies: Vec<Reply<EmbeddingReply>> = stream::iter(calls).buffered(AT_ONCE).try_collect().await?;
        let mut tokens = Some(0_u32);
        let mut vectors = Vec::with_capacity(texts.len());
        for reply in std::iter::once(reply).chain(replies) {
            side.calls += 1;
            let counted = reply.value.usage.as_ref().and_then(counted);
            tokens = tokens.zip(counted).map(|(sum, more)| sum.saturating_add(more));
            vectors.extend(reply.value.data.into_iter().map(|row| row.embedding));
        }
        side.estimated_tokens = tokens.is_none();
        side.tokens = Some(
            tokens.unwrap_or_else(|| texts.iter().map(|text| estimated(text)).fold(0, u32::saturating_add)),
        );
        Ok(vectors)
    }

    fn texts_a_call(&self) -> usize {
        let entities = self.single.map(|single| single.shown.entities.as_slice()).unwrap_or_default();
        let asked = self.target.entity.as_deref();
        models::texts_a_call(
            entities
                .iter()
                .filter(|entity| asked.is_none_or(|asked| entity.name == asked))
                .map(|entity| entity.model.as_str()),
        )
    }

    fn first_target(&self) -> Target {
        match &self.target.entity {
            Some(entity) => Target::entity(&self.target.endpoint, entity),
            None => Target::endpoint(&self.target.endpoint),
        }
    }

    /// Vectors of two models cannot be compared: what a split would send elsewhere stays with who answered first.
    fn later_target(&self, side: &EmbeddingSide) -> Target {
        let several = self.single.is_some_and(|single| single.shown.entities.len() > 1);
        match side.served_by.as_deref() {
            Some(entity) if several && self.target.entity.is_none() => {
                Target::entity(&self.target.endpoint, entity)
            }
            _ => self.first_target(),
        }
    }

    async fn call(&self, part: &[String], target: Target) -> Result<Reply<EmbeddingReply>, Error> {
        let mut request = EmbeddingRequest::new(part.to_vec());
        request.usage_context = BTreeMap::from(
            [("app", "gatewright"), ("source", "embeddings"), ("run", self.run)]
                .map(|(key, value)| (key.to_owned(), value.to_owned())),
        );
        let options = QueryOptions { retry: Some(RetryPolicy::once()), ..QueryOptions::default() };
        let queries = self.connection.client.queries();
        // The future of a call is large, and several wait beside each other.
        Box::pin(queries.embeddings(&target, &request, &options)).await
    }
}

/// Cuts the texts so that no call holds more than its provider takes, in number or in bytes.
fn parts(texts: &[String], most: usize) -> Vec<&[String]> {
    let mut parts = Vec::new();
    let (mut from, mut bytes) = (0, 0);
    for (at, text) in texts.iter().enumerate() {
        let size = written(text);
        if at > from && (at - from == most || bytes + size > LONGEST_BODY) {
            parts.extend(texts.get(from..at));
            (from, bytes) = (at, 0);
        }
        bytes += size;
    }
    parts.extend(texts.get(from..).filter(|rest| !rest.is_empty()));
    parts
}

/// Bytes of a text as JSON.
fn written(text: &str) -> usize {
    serde_json::to_string(text).map_or(text.len(), |json| json.len() + 1)
}

/// Whether a text is longer than a whole request may be.
pub(crate) fn too_long(text: &str) -> bool {
    written(text) > LONGEST_BODY
}

fn counted(usage: &Usage) -> Option<u32> {
    usage.prompt_tokens.or(usage.total_tokens).and_then(|count| u32::try_from(count).ok())
}

/// Who stands behind the entity that answered, as far as the endpoint says. Gives the provider.
fn introduce(side: &mut EmbeddingSide, single: Option<&Single>) -> Option<String> {
    let entities = single.map(|single| single.shown.entities.as_slice()).unwrap_or_default();
    let found = entities.iter().find(|entity| Some(&entity.name) == side.served_by.as_ref());
    let answered = found.or(entities.first().filter(|_| entities.len() == 1));
    if let Some(entity) = answered {
        side.provider_name = Some(entity.provider_name.clone());
        side.provider_mark = Some(entity.mark.clone());
        // The endpoint's word for the model is the one people chose.
        side.model = Some(entity.model.clone()).filter(|model| !model.is_empty()).or(side.model.take());
    }
    side.token_limit = side.model.as_deref().and_then(models::token_limit);
    if side.token_limit.is_some_and(|limit| side.longest_tokens > limit) {
        side.notes.push(
            "The longest text is longer than this model reads; most providers cut what is over, some refuse."
                .to_owned(),
        );
    }
    let several = entities.len() > 1 && side.entity.is_none();
    if let Some(name) = side.served_by.as_deref().filter(|_| several && side.calls > 1) {
        side.notes.push(format!(
            "All calls after the first went straight to {name}, past the traffic split: numbers of two models cannot be compared."
        ));
    }
    answered.map(|entity| entity.provider.clone())
}

fn failed(
    connection: &Connection,
    target: &EmbeddingTarget,
    single: Option<&Single>,
    error: &Error,
    began: Instant,
) -> Failure {
    let asked = single.map_or_else(
        || Asked { endpoint: target.endpoint.clone(), entity: target.entity.clone(), ..Asked::default() },
        |single| reading::asked(&single.shown, target.entity.as_deref(), false),
    );
    let mut context = connection.context(Operation::Ask(asked));
    context.seconds = Some(began.elapsed().as_secs_f64());
    explain::explain(error, &context).into()
}

/// Refuses before anything is sent when the endpoint is known to do something else.
fn other_task(single: &Single, target: &EmbeddingTarget) -> Option<Failure> {
    let task = single.shown.task.as_deref().filter(|task| *task != TASK)?;
    let does = match task {
        "llm/v1/chat" => "chats",
        "llm/v1/completions" => "completes prompts",
        _ => "does another task",
    };
    Some(refused(
        Layer::Request,
        format!("{} {does}; it makes no embeddings", target.endpoint),
        "Nothing was sent, so nothing was charged.",
        format!("Its task is {task}. Turning texts into numbers needs an endpoint with the task {TASK}."),
        "You, by choosing an endpoint for embeddings.",
    ))
}

fn no_vectors(endpoint: &str, odd: &Odd) -> Failure {
    let cause = match odd {
        Odd::Count { texts, vectors } => {
            format!("{texts} texts were sent and {vectors} lists of numbers came back.")
        }
        Odd::Empty { text } => format!("The list of text {} holds no numbers.", text + 1),
        Odd::Uneven { first, other } => {
            format!("One list has {first} numbers and another {other}: two models seem to have answered.")
        }
        Odd::NoNumber { text } => format!("The list of text {} holds something that is no number.", text + 1),
    };
    refused(
        Layer::Model,
        format!("The answer of {endpoint} cannot be compared"),
        "The model answered, and the call may have been charged, but its answer is not what an embedding is.",
        cause,
        "Whoever runs the endpoint; choosing one served entity helps where two models answer.",
    )
}

fn refused(layer: Layer, title: String, meaning: &str, cause: String, who: &str) -> Failure {
    Failure::Refused {
        explanation: Explanation {
            layer,
            title,
            meaning: meaning.to_owned(),
            cause,
            who_can_fix: who.to_owned(),
            not_rescued: None,
            next: NextStep { kind: NextStepKind::None, label: String::new() },
            trail: Vec::new(),
            raw: None,
        },
    }
}

/// The comparison of all models, each asked beside the other; one that fails leaves the other alone.
pub(crate) async fn ask_all(
    connection: &Arc<Connection>,
    targets: &[EmbeddingTarget],
    texts: &[String],
    run: &str,
) -> Vec<Answered> {
    let asked: Vec<_> = targets.iter().map(|target| Box::pin(ask(connection, target, texts, run))).collect();
    join_all(asked).await
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_BODY, estimated, parts, too_long};

    fn lengths(texts: &[String], most: usize) -> Vec<usize> {
        parts(texts, most).iter().map(|part| part.len()).collect()
    }

    #[test]
    fn texts_are_sent_in_calls_of_the_size_a_provider_takes_and_none_is_lost() {
        let texts: Vec<String> = (0..200).map(|at| at.to_string()).collect();
        assert_eq!(lengths(&texts, 96), [96, 96, 8]);
        assert_eq!(lengths(&texts, 200), [200]);
        assert_eq!(lengths(&texts, 1).len(), 200);
        assert_eq!(parts(&texts, 96).concat(), texts);
        assert!(parts(&[], 96).is_empty());
    }

    #[test]
    fn long_texts_are_spread_over_calls_that_are_not_too_long() {
        let texts = vec!["\u{e4}".repeat(1_500_000), "b".repeat(2_000_000), "c".to_owned()];
        assert_eq!(lengths(&texts, 96), [1, 2]);
        assert!(too_long(&"\"".repeat(LONGEST_BODY / 2 + 1)), "what counts are the bytes that are written");
    }

    #[test]
    fn tokens_nobody_counted_are_a_quarter_of_the_characters() {
        assert_eq!((estimated(""), estimated("abcd"), estimated("\u{e4}bcde")), (0, 1, 2));
    }
}
