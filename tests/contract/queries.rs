//! Prompts that are answered: the three tasks, on an endpoint and on one entity, whole and as a stream.

use std::collections::BTreeSet;

use futures_util::StreamExt as _;
use gatewright_databricks::queries::{
    Block, ChatEvent, ChatRequest, ChatStream, CompletionRequest, Content, EmbeddingRequest, Message,
    Outcome, QueryOptions, StreamEnd, Target,
};
use serde_json::json;

use crate::place::Place;

/// Four entities, all with working keys.
const CHAT: &str = "multi-provider-llm";

fn asks(text: &str) -> ChatRequest {
    ChatRequest { max_tokens: Some(60), ..ChatRequest::new(vec![Message::user(text)]) }
}

/// Everything a stream says.
pub(crate) async fn drain(mut stream: ChatStream) -> (Vec<ChatEvent>, StreamEnd) {
    let mut events = Vec::new();
    while let Some(batch) = stream.next().await {
        assert!(!batch.is_empty(), "a batch holds something");
        events.extend(batch);
    }
    match events.pop() {
        Some(ChatEvent::End(end)) => (events, end),
        other => panic!("a stream ends with its end, not with {other:?}"),
    }
}

pub(crate) fn words(events: &[ChatEvent]) -> String {
    let text = |event: &ChatEvent| match event {
        ChatEvent::Text { choice: 0, text } => Some(text.clone()),
        _ => None,
    };
    events.iter().filter_map(text).collect()
}

pub(crate) async fn a_chat_is_answered_by_the_endpoint_and_by_one_entity(place: &Place) {
    let queries = place.workspace.queries();
    let reply = queries.chat(&Target::endpoint(CHAT), &asks("Where is my parcel?")).await.unwrap();
    assert!(!reply.value.text().is_empty());
    assert_eq!(reply.meta.status, 200);
    assert!(reply.meta.served_model.is_some() && reply.meta.request_id.is_some(), "{:?}", reply.meta);
    assert_eq!(reply.meta.attempts, 1);
    let usage = reply.value.usage.as_ref().unwrap();
    let parts = usage.prompt_tokens.unwrap() + usage.completion_tokens.unwrap();
    assert_eq!(usage.total_tokens, Some(parts));

    let pinned = Target::entity(CHAT, "claude-haiku-4-5");
    let mut request = asks("Where is my parcel?");
    request.client_request_id = Some("mine-1".into());
    request.max_tokens = Some(3);
    let reply = queries.chat(&pinned, &request).await.unwrap();
    assert_eq!(reply.meta.served_model.as_deref(), Some("claude-haiku-4-5"));
    assert_eq!(reply.meta.client_request_id.as_deref(), Some("mine-1"));
    assert_eq!(reply.value.finish_reason(), Some("length"));
    let journal = place.running().requests();
    let last = journal.last().unwrap();
    assert_eq!(last.client_request_id.as_deref(), Some("mine-1"), "the id went over the wire");
    assert!(journal.iter().all(|entry| entry.client_request_id.is_some()), "every prompt has an id");
}

pub(crate) async fn a_chat_streams_from_the_endpoint_and_from_one_entity(place: &Place) {
    let queries = place.workspace.queries();
    let mut request = asks("Where is my parcel?");
    request.temperature = Some(0.0);
    request.extra.insert("stream_options".into(), json!({"include_usage": true}));
    for target in [Target::endpoint(CHAT), Target::entity(CHAT, "gpt-4o")] {
        let stream = queries.chat_stream(&target, &request, &QueryOptions::default()).await.unwrap();
        let meta = stream.meta().clone();
        assert_eq!(meta.content_type, "text/event-stream");
        let who = meta.served_model.clone().expect("who answers");
        let (events, end) = drain(stream).await;
        assert_eq!((end.outcome, end.error.is_none()), (Outcome::Complete, true), "{end:?}");
        assert!(end.finish_reason.is_some() && end.first_word.is_some() && end.usage.is_some(), "{end:?}");
        assert!(end.first_word.unwrap() <= end.total);
        let whole = queries.chat(&Target::entity(CHAT, who), &request).await.unwrap();
        assert_eq!(words(&events), whole.value.text(), "the same words in pieces");
        assert_eq!(end.usage.unwrap().total_tokens, whole.value.usage.unwrap().total_tokens);
        assert!(events.iter().any(|event| matches!(event, ChatEvent::Model(_))));
    }
}

pub(crate) async fn completions_answer_whole_and_as_a_stream(place: &Place) {
    let queries = place.workspace.queries();
    let target = Target::endpoint("legacy-completions");
    let request = CompletionRequest { max_tokens: Some(40), ..CompletionRequest::new("Once upon a time") };
    let whole = queries.completions(&target, &request, &QueryOptions::default()).await.unwrap();
    assert!(!whole.value.text().is_empty());
    let pinned = Target::entity("legacy-completions", "command");
    let stream = queries.completions_stream(&pinned, &request, &QueryOptions::default()).await.unwrap();
    let (events, end) = drain(stream).await;
    assert_eq!(end.outcome, Outcome::Complete, "{end:?}");
    assert_eq!(words(&events), whole.value.text());
}

pub(crate) async fn embeddings_come_in_the_order_of_their_texts(place: &Place) {
    let queries = place.workspace.queries();
    let texts = ["a late parcel", "the parcel is late", "boiling an egg"].map(str::to_owned).to_vec();
    let request = EmbeddingRequest::new(texts);
    let entity = Target::entity("embeddings-multilingual", "embed-multilingual-v3-0");
    for target in [Target::endpoint("embeddings-multilingual"), entity] {
        let reply = queries.embeddings(&target, &request, &QueryOptions::default()).await.unwrap();
        let vectors: Vec<&[f32]> = reply.value.data.iter().map(|row| row.embedding.as_slice()).collect();
        assert_eq!(vectors.len(), 3);
        let near = |one: &[f32], other: &[f32]| -> f32 { one.iter().zip(other).map(|(a, b)| a * b).sum() };
        assert!(near(vectors[0], vectors[1]) > near(vectors[0], vectors[2]), "alike is near");
        assert!(reply.value.usage.unwrap().total_tokens.is_some());
    }
}

pub(crate) async fn content_lists_are_sent_and_read(place: &Place) {
    let queries = place.workspace.queries();
    let target = Target::entity("driver-hotline-transcripts", "gemini-thinking");
    let blocks = vec![
        Block::from_text("What does this label say?"),
        Block::from_image("data:image/png;base64,iVBORw0KGgo="),
    ];
    let message = Message { content: Content::Blocks(blocks), ..Message::user("") };
    let mut request = ChatRequest { max_tokens: Some(30), ..ChatRequest::new(vec![message]) };
    let reply = queries.chat(&target, &request).await.unwrap();
    let answer = &reply.value.first().unwrap().message;
    assert!(matches!(answer.content, Content::Blocks(_)), "{answer:?}");
    assert!(!reply.value.reasoning().is_empty() && !reply.value.text().is_empty());

    let stream = queries.chat_stream(&target, &request, &QueryOptions::default()).await.unwrap();
    let (said, thought, end) = stream.collect_text().await;
    assert_eq!((said, thought), (reply.value.text(), reply.value.reasoning()));
    assert_eq!(end.unwrap().outcome, Outcome::Complete);

    // The answer goes back into the conversation as it came.
    request.messages.push(answer.clone());
    request.messages.push(Message::user("And in short?"));
    assert!(!queries.chat(&target, &request).await.unwrap().value.text().is_empty());
}

pub(crate) async fn a_tool_call_arrives_whole_and_in_pieces(place: &Place) {
    let queries = place.workspace.queries();
    let mut request = asks("What is the weather in Rotterdam?");
    let parameters = json!({"type": "object", "properties": {"city": {"type": "string"}}});
    request.extra.insert(
        "tools".into(),
        json!([{"type": "function", "function": {"name": "weather", "parameters": parameters}}]),
    );
    request.extra.insert("tool_choice".into(), json!("required"));
    let target = Target::entity(CHAT, "gpt-4o");
    let whole = queries.chat(&target, &request).await.unwrap();
    let [call] = whole.value.tool_calls() else { panic!("{:?}", whole.value) };
    assert_eq!((call.function.name.as_str(), whole.value.finish_reason()), ("weather", Some("tool_calls")));
    let stream = queries.chat_stream(&target, &request, &QueryOptions::default()).await.unwrap();
    let (events, end) = drain(stream).await;
    assert_eq!(end.finish_reason.as_deref(), Some("tool_calls"));
    let mut pieces = String::new();
    let mut names = Vec::new();
    for event in events {
        if let ChatEvent::ToolCall { name, arguments, .. } = event {
            pieces.push_str(&arguments);
            names.extend(name);
        }
    }
    assert_eq!((names, pieces), (vec!["weather".to_owned()], call.function.arguments.clone()));
}

pub(crate) async fn the_split_decides_who_answers(place: &Place) {
    let queries = place.workspace.queries();
    let target = Target::endpoint(CHAT);
    let mut request = asks("Hello");
    request.max_tokens = Some(1);
    let asked = futures_util::future::join_all((0..60).map(|_| queries.chat(&target, &request))).await;
    let who: BTreeSet<String> =
        asked.into_iter().filter_map(|reply| reply.unwrap().meta.served_model).collect();
    // 40, 30, 20 and 10 in a hundred: that one of four is missing after sixty draws has a chance of 0.2 %, and draws are seeded.
    assert_eq!(who.len(), 4, "{who:?}");
}

pub(crate) async fn a_dropped_stream_leaves_the_connections_usable(place: &Place) {
    let queries = place.workspace.queries();
    let target = Target::entity(CHAT, "gpt-4o");
    for _ in 0..5 {
        let mut stream =
            queries.chat_stream(&target, &asks("Tell me a story"), &QueryOptions::default()).await.unwrap();
        assert!(stream.next().await.is_some());
        drop(stream);
    }
    assert!(!queries.chat(&target, &asks("Hello")).await.unwrap().value.text().is_empty());
}
