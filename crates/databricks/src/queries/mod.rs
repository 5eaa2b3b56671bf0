//! Querying endpoints (reference §5): chat, completions and embeddings, on an endpoint or on one of its served entities, plain and
//! as a stream.
//!
//! A query is never sent twice by itself once it was written: it costs money. Each carries a `client_request_id`, so that the
//! usage tables can prove it.

mod chunk;
mod content;
mod decoder;
mod event;
mod reply;
mod request;
mod send;
mod stream;

pub use content::{Block, Content, Message, ToolCall, ToolFunction};
pub use decoder::ChatDecoder;
pub use event::{BodyEnd, ChatEvent, Outcome, StreamEnd};
pub use reply::{
    ChatReply, Choice, CompletionChoice, CompletionReply, Embedding, EmbeddingReply, Policy, Reply, Usage,
};
pub use request::{ChatRequest, CompletionRequest, EmbeddingRequest, QueryOptions, Target};
pub use send::Queries;
pub use stream::ChatStream;
