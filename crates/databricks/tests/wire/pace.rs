//! Rough speed, printed; the limits only catch something gone badly wrong, since this also runs unoptimised.

use std::time::{Duration, Instant};

use gatewright_databricks::queries::{BodyEnd, ChatDecoder, ChatEvent};
use serde_json::json;

use super::server::{Server, Step, json as answer};

#[tokio::test]
async fn a_list_of_ten_thousand_endpoints_is_read_quickly() {
    let one = |n: usize| {
        let entity = json!({"name": "openai-main", "external_model": {"name": "gpt-4o", "provider": "openai", "task": "llm/v1/chat",
            "openai_config": {"openai_api_key": "{{secrets/llm/openai}}"}}});
        json!({"name": format!("endpoint-{n:05}"), "id": format!("{n:032x}"), "creator": "ann@example.com",
            "creation_timestamp": 1_700_000_000_000_u64, "last_updated_timestamp": 1_700_000_000_000_u64, "task": "llm/v1/chat",
            "state": {"ready": "READY", "config_update": "NOT_UPDATING"}, "config": {"served_entities": [entity, entity]},
            "tags": [{"key": "team", "value": "search"}], "ai_gateway": {"usage_tracking_config": {"enabled": true}}})
    };
    let body = json!({ "endpoints": (0..10_000).map(one).collect::<Vec<_>>() }).to_string();
    let server = Server::start(vec![Step::Send(answer(200, &body))]).await;
    let serving = server.workspace().serving();
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let begun = Instant::now();
        assert_eq!(serving.list().await.unwrap().len(), 10_000);
        best = best.min(begun.elapsed());
    }
    eprintln!("list: {:.1} MB in {} ms", body.len() as f64 / 1e6, best.as_millis());
    assert!(best < Duration::from_secs(5));
}

#[test]
fn half_a_million_tokens_are_decoded_quickly() {
    let line = "data: {\"id\":\"chatcmpl-1234567890\",\"object\":\"chat.completion.chunk\",\"created\":1712133837,\"model\":\"gpt-4o\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" token\"},\"finish_reason\":null}]}\n\n";
    let block = line.repeat(64 * 1024 / line.len());
    let tokens_a_block = block.len() / line.len();
    let mut decoder = ChatDecoder::new();
    let (mut tokens, mut length) = (0, 0);
    let begun = Instant::now();
    while tokens < 200_000 {
        for event in decoder.feed(block.as_bytes()) {
            if let ChatEvent::Text { text, .. } = event {
                length += text.len();
            }
        }
        tokens += tokens_a_block;
    }
    decoder.finish(BodyEnd::Eof);
    let rate = tokens as f64 / begun.elapsed().as_secs_f64();
    eprintln!("stream: {rate:.0} tokens/s");
    assert_eq!(length, tokens * " token".len());
    assert!(rate > 10_000.0);
}
