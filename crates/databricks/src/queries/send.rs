//! Sending queries.

use std::sync::Arc;

use http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{
    ChatReply, ChatRequest, ChatStream, CompletionReply, CompletionRequest, EmbeddingReply, EmbeddingRequest,
    QueryOptions, Reply, Target,
};
use crate::error::Result;
use crate::transport::{Call, Core, Patience};

/// Longest answer to a query, in bytes. The server itself allows 4 MB for external models and 16 MB for others.
const ANSWER_LIMIT: usize = 32 * 1024 * 1024;

/// Queries against endpoints. Every method fails with [`crate::Error`]; once a query was written it is not sent again by itself, and
/// [`crate::Failure::is_ambiguous`] says when it may have been charged without an answer.
#[derive(Debug, Clone)]
pub struct Queries {
    core: Arc<Core>,
}

/// Adds `stream: true` to a request.
#[derive(Serialize)]
struct Streaming<'a, T> {
    #[serde(flatten)]
    request: &'a T,
    stream: bool,
}

impl Queries {
    pub(crate) fn new(core: Arc<Core>) -> Self {
        Self { core }
    }

    /// Asks a chat model and waits for the whole answer.
    ///
    /// # Errors
    /// Any [`crate::Error`]; the kinds `Provider…` and `Guardrail` say who refused.
    pub async fn chat(&self, target: &Target, request: &ChatRequest) -> Result<Reply<ChatReply>> {
        self.chat_with(target, request, &QueryOptions::default()).await
    }

    /// [`Queries::chat`] with options.
    ///
    /// # Errors
    /// As [`Queries::chat`].
    pub async fn chat_with(
        &self,
        target: &Target,
        request: &ChatRequest,
        options: &QueryOptions,
    ) -> Result<Reply<ChatReply>> {
        let mut request = request.clone();
        let id = identify(&mut request.client_request_id);
        request.extra.remove("stream");
        self.ask(call(target, &request, id, options)?).await
    }

    /// Asks a chat model and hands the answer over as it comes. Returns when the server has begun to answer; a refusal before that
    /// is an error, one after that is the stream's [`super::StreamEnd`]. Dropping the stream closes the connection.
    ///
    /// # Errors
    /// As [`Queries::chat`].
    pub async fn chat_stream(
        &self,
        target: &Target,
        request: &ChatRequest,
        options: &QueryOptions,
    ) -> Result<ChatStream> {
        let mut request = request.clone();
        let id = identify(&mut request.client_request_id);
        request.extra.remove("stream");
        self.open(call(target, &Streaming { request: &request, stream: true }, id, options)?).await
    }

    /// Asks a completions model and waits for the whole answer.
    ///
    /// # Errors
    /// As [`Queries::chat`].
    pub async fn completions(
        &self,
        target: &Target,
        request: &CompletionRequest,
        options: &QueryOptions,
    ) -> Result<Reply<CompletionReply>> {
        let mut request = request.clone();
        let id = identify(&mut request.client_request_id);
        request.extra.remove("stream");
        self.ask(call(target, &request, id, options)?).await
    }

    /// [`Queries::completions`] as a stream of the same events as a chat.
    ///
    /// # Errors
    /// As [`Queries::chat`].
    pub async fn completions_stream(
        &self,
        target: &Target,
        request: &CompletionRequest,
        options: &QueryOptions,
    ) -> Result<ChatStream> {
        let mut request = request.clone();
        let id = identify(&mut request.client_request_id);
        request.extra.remove("stream");
        self.open(call(target, &Streaming { request: &request, stream: true }, id, options)?).await
    }

    /// Turns texts into vectors, in the order of the texts.
    ///
    /// # Errors
    /// As [`Queries::chat`].
    pub async fn embeddings(
        &self,
        target: &Target,
        request: &EmbeddingRequest,
        options: &QueryOptions,
    ) -> Result<Reply<EmbeddingReply>> {
        let mut request = request.clone();
        let id = identify(&mut request.client_request_id);
        let mut reply: Reply<EmbeddingReply> = self.ask(call(target, &request, id, options)?).await?;
        reply.value.data.sort_by_key(|row| row.index.unwrap_or(i64::MAX));
        Ok(reply)
    }

    /// Sends a body as it is and answers with the JSON as it is. A missing `client_request_id` is added to an object.
    ///
    /// # Errors
    /// As [`Queries::chat`].
    pub async fn raw(&self, target: &Target, body: &Value, options: &QueryOptions) -> Result<Reply<Value>> {
        let mut body = body.clone();
        let mut id = body.get("client_request_id").and_then(Value::as_str).map(str::to_owned);
        let id = identify(&mut id);
        if let Some(fields) = body.as_object_mut() {
            fields.entry("client_request_id").or_insert_with(|| id.clone().into());
        }
        self.ask(call(target, &body, id, options)?).await
    }

    async fn ask<T: DeserializeOwned>(&self, call: Call) -> Result<Reply<T>> {
        let fetched = self.core.fetch(&call).await?;
        let value = self.core.read(&call, &fetched)?;
        Ok(Reply { value, meta: fetched.meta, raw: fetched.bytes })
    }

    async fn open(&self, call: Call) -> Result<ChatStream> {
        let call = call.accept("text/event-stream, application/json");
        let opened = self.core.open(&call).await?;
        Ok(ChatStream::new(opened, &self.core, call.path))
    }
}

fn call(target: &Target, body: &impl Serialize, id: String, options: &QueryOptions) -> Result<Call> {
    let mut call = Call::new(Method::POST, target.path()).plain_json(body)?;
    call.client_request_id = Some(id);
    call.patience = Patience::Query;
    call.first_byte = options.first_byte;
    call.retry = options.retry.clone();
    call.limit = ANSWER_LIMIT;
    Ok(call)
}

/// Gives a query an id when the caller gave none.
fn identify(id: &mut Option<String>) -> String {
    id.get_or_insert_with(|| uuid::Uuid::new_v4().to_string()).clone()
}
