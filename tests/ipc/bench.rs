//! Calling every served entity directly: how fast, why not, and what that says about fallback.

use std::time::Duration;

use gatewright_sandbox::Fault;
use serde_json::{Value, json};

use crate::ramp;
use crate::secrets_place::Place;

fn bench(place: &Place) -> Value {
    let (told, _) = place.desk.channel();
    place.desk.ok("traffic_bench", json!({ "endpoint": "rot", "run": "b", "told": told }))
}

#[test]
fn every_entity_is_called_past_the_split_and_timed() {
    let place = ramp::chat();
    let seen = bench(&place);
    for (row, name) in seen["rows"].as_array().unwrap().iter().zip(["gpt", "alt"]) {
        assert_eq!((row["state"].as_str(), row["servedBy"].as_str()), (Some("ok"), Some(name)), "{seen:#}");
        assert!(row["firstWordMs"].as_f64().unwrap() <= row["totalMs"].as_f64().unwrap(), "{row:#}");
    }
    let score = seen["readiness"]["score"].as_u64().unwrap();
    assert_eq!(score, 80, "one provider and one key for both: {seen:#}");
}

#[test]
fn completions_have_a_first_word_and_embeddings_do_not() {
    let completions = bench(&ramp::place("llm/v1/completions", "gpt-3.5-turbo-instruct"));
    assert!(completions["rows"][0]["firstWordMs"].is_number(), "{completions:#}");
    let embeddings = bench(&ramp::place("llm/v1/embeddings", "text-embedding-3-small"));
    assert_eq!(embeddings["rows"][1]["state"], "ok", "{embeddings:#}");
    assert!(embeddings["rows"][0]["firstWordMs"].is_null());
    assert!(embeddings["rows"][0]["tokens"].as_u64().unwrap() > 0, "{embeddings:#}");
}

#[test]
fn an_entity_that_fails_is_explained_and_lowers_the_readiness() {
    let place = ramp::chat();
    let body = json!({ "error": "Received error from openai", "external_model_message":
        { "error": { "message": "Incorrect API key provided", "code": "invalid_api_key", "type": "invalid_request_error" } } });
    place.fault(Fault {
        pattern: "*/served-models/alt/invocations".into(),
        status: Some(401),
        body: Some(body),
        ..Fault::default()
    });
    let seen = bench(&place);
    assert_eq!(
        (seen["rows"][0]["state"].as_str(), seen["rows"][1]["state"].as_str()),
        (Some("ok"), Some("failed"))
    );
    assert_eq!(seen["rows"][1]["explanation"]["layer"], "providerKey", "{seen:#}");
    assert!(seen["readiness"]["score"].as_u64().unwrap() < 60, "{seen:#}");
    let lines = seen["readiness"]["lines"].as_array().unwrap();
    assert!(
        lines
            .iter()
            .any(|line| line["text"].as_str().unwrap().contains("Fallback does not help where alt failed"))
    );
}

#[test]
fn a_bench_that_hangs_is_stopped_and_keeps_what_it_has() {
    let place = ramp::chat();
    place.fault(Fault { pattern: "*/alt/invocations".into(), delay_ms: 600_000, ..Fault::default() });
    let (told, channel) = place.desk.channel();
    let running = place.desk.begin("traffic_bench", json!({ "endpoint": "rot", "run": "b", "told": told }));
    while !place.desk.messages(channel).iter().any(|bench| bench["rows"][0]["state"] == "ok") {
        std::thread::sleep(Duration::from_millis(10));
    }
    place.desk.ok("endpoints_get", json!({ "name": "rot" }));
    place.desk.ok("traffic_bench_stop", json!({ "run": "b" }));
    let seen = running.recv_timeout(Duration::from_secs(5)).unwrap().unwrap();
    assert_eq!(
        (seen["rows"][0]["state"].as_str(), seen["rows"][1]["state"].as_str()),
        (Some("ok"), Some("stopped"))
    );
    assert!(seen["readiness"].is_null(), "nothing is claimed about what was not called");
}
