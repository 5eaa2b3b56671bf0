//! Answers a newer or sloppier server would give: numbers as strings, booleans as strings, values no vocabulary has, fields nobody
//! knows. And what must be read out of them.

use serde_json::{Value, json};

use super::Operation;

fn endpoint() -> Value {
    json!({
        "name": "later", "id": 77, "creation_timestamp": "1790000000000", "task": "llm/v3/poems",
        "state": {"ready": "ALMOST", "config_update": "REWINDING", "mood": "good"},
        "route_optimized": "false", "permission_level": "CAN_DREAM", "tags": null, "later": {"a": [1]},
        "config": {
            "config_version": "4", "served_entities": [{
                "name": "one", "provisioned_model_units": "3", "state": {"deployment": "DEPLOYMENT_HUMMING"},
                "external_model": {"provider": "oracle-of-delphi", "name": "pythia", "task": "llm/v3/poems"},
            }],
            "traffic_config": {"routes": [{"served_entity_name": "one", "traffic_percentage": "100"}]},
        },
        "ai_gateway": {"rate_limits": [{"calls": "9", "key": "planet", "renewal_period": "aeon"}]},
    })
}

fn endpoint_seen() -> Value {
    json!({
        "name": "later", "created": 1_790_000_000_000_i64, "ready": "ALMOST", "task": "llm/v3/poems", "share": 100,
    })
}

/// The body of an answer, with `padding` as a field nobody knows.
pub(super) fn lenient(operation: Operation, padding: &str) -> Value {
    let mut body = match operation {
        Operation::List => json!({"endpoints": [endpoint()], "next_page_token": ""}),
        Operation::Get | Operation::Create | Operation::Config => endpoint(),
        Operation::Gateway => json!({
            "rate_limits": [{"calls": "9", "key": "planet", "renewal_period": "aeon"}],
            "guardrails": {"input": {"safety": "true", "pii": {"behavior": "WHISPER"}}},
        }),
        Operation::Tags => json!({"tags": [{"key": "n", "value": 5}, {"key": "bare"}]}),
        Operation::Secret => json!({"version": "3"}),
        Operation::Prompt => json!({
            "id": 5, "created": "1790000000", "model": "pythia",
            "choices": [{"index": "0", "finish_reason": "enlightened",
                "message": {"role": "oracle", "content": [{"type": "text", "text": "Know thyself."}]}}],
            "usage": {"prompt_tokens": "3", "completion_tokens": "4", "total_tokens": "7"},
        }),
        Operation::Stream => return Value::String(stream(padding)),
    };
    body["padding"] = padding.into();
    body
}

fn stream(padding: &str) -> String {
    let events = [
        json!({"padding": padding, "choices": [{"index": "0", "delta": {"role": "oracle", "content": "Know "}}]}),
        json!({"choices": [{"index": 0, "delta": {"content": [{"type": "text", "text": "thyself."}]}}]}),
        json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "enlightened"}]}),
        json!({"choices": [], "usage": {"prompt_tokens": "3", "completion_tokens": "4", "total_tokens": "7"}}),
    ];
    let lines: String = events.iter().map(|event| format!("data: {event}\n\n")).collect();
    lines + "data: [DONE]\n\n"
}

/// What must have been read.
pub(super) fn seen(operation: Operation) -> Value {
    match operation {
        Operation::List => json!([endpoint_seen()]),
        Operation::Get | Operation::Create | Operation::Config => endpoint_seen(),
        Operation::Gateway => json!({"calls": 9, "pii": "WHISPER"}),
        Operation::Tags => json!([["n", "5"], ["bare", null]]),
        Operation::Secret => Value::Null,
        Operation::Prompt | Operation::Stream => {
            json!({"text": "Know thyself.", "tokens": 7, "finish": "enlightened"})
        }
    }
}
