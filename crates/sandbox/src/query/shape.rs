//! How an answer is written down: OpenAI's chat, completion and embedding objects, OpenAI's Responses, Anthropic's messages;
//! each whole and as a stream of events. No decisions here.

use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use super::Dialect;
use super::produce::{Choice, Pace, Produced};
use super::prompt::Prompt;
use crate::clock::now_ms;
use crate::embed;
use crate::stream::{done, event, named_event};

fn usage(prompt: &Prompt, produced: &Produced) -> Value {
    let (asked, answered) = (prompt.tokens, produced.tokens());
    if prompt.embeds {
        return json!({"prompt_tokens": asked, "total_tokens": asked});
    }
    json!({"prompt_tokens": asked, "completion_tokens": answered, "total_tokens": asked + answered})
}

fn native_usage(prompt: &Prompt, produced: &Produced) -> Value {
    json!({"input_tokens": prompt.tokens, "output_tokens": produced.tokens()})
}

fn id(prefix: &str) -> String {
    format!("{prefix}{}", uuid::Uuid::new_v4().simple())
}

fn call_value(choice: &Choice) -> Option<Value> {
    let call = choice.call.as_ref()?;
    Some(
        json!({"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}),
    )
}

fn thought(text: &str) -> Value {
    json!({"type": "reasoning", "summary": [{"type": "summary_text", "text": text, "signature": "c2FuZGJveA=="}]})
}

/// The whole answer as one JSON value.
pub(super) fn whole(prompt: &Prompt, dialect: Dialect, produced: &Produced) -> Value {
    match dialect {
        Dialect::Responses => return responses(prompt, produced, "completed"),
        Dialect::Anthropic => return anthropic(prompt, produced),
        Dialect::OpenAi => {}
    }
    if prompt.embeds {
        let data: Vec<Value> = produced
            .vectors
            .iter()
            .enumerate()
            .map(|(index, vector)| {
                let embedding = if prompt.base64 { json!(embed::base64(vector)) } else { json!(vector) };
                json!({"object": "embedding", "index": index, "embedding": embedding})
            })
            .collect();
        return json!({"object": "list", "data": data, "model": produced.model, "usage": usage(prompt, produced)});
    }
    let choices: Vec<Value> = produced
        .choices
        .iter()
        .enumerate()
        .map(|(index, choice)| {
            let text = choice.tokens.concat();
            if prompt.completes {
                return json!({"index": index, "text": text, "logprobs": null, "finish_reason": choice.finish});
            }
            let mut message = json!({"role": "assistant", "content": text});
            if let Some(thinking) = &produced.reasoning {
                message["content"] = json!([thought(thinking), {"type": "text", "text": text}]);
            }
            if let Some(call) = call_value(choice) {
                message["content"] = Value::Null;
                message["tool_calls"] = json!([call]);
            }
            json!({"index": index, "message": message, "finish_reason": choice.finish})
        })
        .collect();
    let (prefix, object) =
        if prompt.completes { ("cmpl-", "text_completion") } else { ("chatcmpl-", "chat.completion") };
    json!({
        "id": id(prefix), "object": object, "created": now_ms() / 1_000, "model": produced.model,
        "choices": choices, "usage": usage(prompt, produced),
    })
}

/// The answer as events, each with its moment.
pub(super) fn stream(
    prompt: &Prompt,
    dialect: Dialect,
    produced: &Produced,
    pace: &Pace,
    masked: Option<&Value>,
) -> Vec<(Duration, Bytes)> {
    match dialect {
        Dialect::OpenAi => chunks(prompt, produced, pace, masked),
        Dialect::Responses => response_events(prompt, produced, pace),
        Dialect::Anthropic => anthropic_events(prompt, produced, pace),
    }
}

fn chunks(
    prompt: &Prompt,
    produced: &Produced,
    pace: &Pace,
    masked: Option<&Value>,
) -> Vec<(Duration, Bytes)> {
    let (prefix, object) =
        if prompt.completes { ("cmpl-", "text_completion") } else { ("chatcmpl-", "chat.completion.chunk") };
    let head =
        json!({"id": id(prefix), "object": object, "created": now_ms() / 1_000, "model": produced.model});
    let chunk = |choices: Value| {
        let mut chunk = head.clone();
        chunk["choices"] = choices;
        chunk
    };
    let delta = |index: usize, delta: Value, finish: Option<&str>| {
        chunk(json!([{"index": index, "delta": delta, "finish_reason": finish}]))
    };
    let mut parts = Vec::new();
    let mut number = 0;
    for (index, choice) in produced.choices.iter().enumerate() {
        if !prompt.completes {
            let mut first = delta(index, json!({"role": "assistant", "content": ""}), None);
            if let Some(array) = masked {
                first["input_guardrail"] = array.clone();
            }
            parts.push((pace.moment(number), event(&first)));
            if let Some(thinking) = produced.reasoning.as_ref().filter(|_| index == 0) {
                for piece in crate::answers::tokens(thinking) {
                    parts.push((
                        pace.moment(number),
                        event(&delta(index, json!({"content": [thought(&piece)]}), None)),
                    ));
                    number += 1;
                }
            }
            for (at, piece) in call_pieces(choice).into_iter().enumerate() {
                parts.push((
                    pace.moment(number + at),
                    event(&delta(index, json!({"tool_calls": [piece]}), None)),
                ));
            }
        }
        for token in &choice.tokens {
            let value = if prompt.completes {
                chunk(json!([{"index": index, "text": token, "logprobs": null, "finish_reason": null}]))
            } else {
                delta(index, json!({"content": token}), None)
            };
            parts.push((pace.moment(number), event(&value)));
            number += 1;
        }
        let last = if prompt.completes {
            chunk(json!([{"index": index, "text": "", "logprobs": null, "finish_reason": choice.finish}]))
        } else {
            delta(index, json!({}), Some(choice.finish))
        };
        parts.push((pace.moment(number), event(&last)));
    }
    if prompt.include_usage {
        let mut last = chunk(json!([]));
        last["usage"] = usage(prompt, produced);
        parts.push((pace.moment(number), event(&last)));
    }
    parts.push((pace.moment(number), done()));
    in_order(parts)
}

/// A tool call in pieces: its name, then its arguments in two halves.
fn call_pieces(choice: &Choice) -> Vec<Value> {
    let Some(call) = &choice.call else { return Vec::new() };
    let letters: Vec<char> = call.arguments.chars().collect();
    let (front, back) = letters.split_at(letters.len() / 2);
    let arguments =
        |part: &[char]| json!({"index": 0, "function": {"arguments": part.iter().collect::<String>()}});
    vec![
        json!({"index": 0, "id": call.id, "type": "function", "function": {"name": call.name, "arguments": ""}}),
        arguments(front),
        arguments(back),
    ]
}

/// The wobble of the pace must never turn two parts around.
fn in_order(mut parts: Vec<(Duration, Bytes)>) -> Vec<(Duration, Bytes)> {
    let mut latest = Duration::ZERO;
    for (moment, _) in &mut parts {
        latest = latest.max(*moment);
        *moment = latest;
    }
    parts
}

fn responses(prompt: &Prompt, produced: &Produced, status: &str) -> Value {
    let output: Vec<Value> = produced.choices.iter().map(|choice| output_item(choice, "completed")).collect();
    json!({
        "id": id("resp_"), "object": "response", "created_at": now_ms() / 1_000, "status": status, "model": produced.model,
        "output": if status == "completed" { output } else { Vec::new() }, "error": null, "incomplete_details": null,
        "instructions": null, "metadata": {}, "parallel_tool_calls": true, "temperature": prompt.temperature,
        "tool_choice": "auto", "tools": [], "top_p": null,
        "usage": {"input_tokens": prompt.tokens, "output_tokens": produced.tokens(),
            "total_tokens": prompt.tokens + produced.tokens(),
            "input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0}},
    })
}

fn output_item(choice: &Choice, status: &str) -> Value {
    if let Some(call) = &choice.call {
        return json!({"id": "fc_0", "type": "function_call", "status": status, "call_id": call.id, "name": call.name, "arguments": call.arguments});
    }
    let text = choice.tokens.concat();
    json!({"id": "msg_0", "type": "message", "role": "assistant", "status": status,
        "content": [{"type": "output_text", "text": text, "annotations": []}]})
}

fn response_events(prompt: &Prompt, produced: &Produced, pace: &Pace) -> Vec<(Duration, Bytes)> {
    let Some(choice) = produced.choices.first() else { return Vec::new() };
    let mut parts = Vec::new();
    let mut sequence = 0;
    let mut push = |moment: Duration, name: &str, mut value: Value| {
        value["type"] = name.into();
        value["sequence_number"] = sequence.into();
        sequence += 1;
        parts.push((moment, named_event(name, &value)));
    };
    let start = pace.moment(0);
    push(start, "response.created", json!({"response": responses(prompt, produced, "in_progress")}));
    let empty = Choice { tokens: Vec::new(), ..choice.clone() };
    push(
        start,
        "response.output_item.added",
        json!({"output_index": 0, "item": output_item(&empty, "in_progress")}),
    );
    let place = json!({"item_id": "msg_0", "output_index": 0, "content_index": 0});
    let with = |key: &str, value: Value| {
        let mut all = place.clone();
        all[key] = value;
        all
    };
    if choice.call.is_none() {
        for (number, token) in choice.tokens.iter().enumerate() {
            push(pace.moment(number), "response.output_text.delta", with("delta", token.as_str().into()));
        }
    }
    let end = pace.moment(choice.tokens.len());
    if choice.call.is_none() {
        push(end, "response.output_text.done", with("text", choice.tokens.concat().into()));
    }
    push(
        end,
        "response.output_item.done",
        json!({"output_index": 0, "item": output_item(choice, "completed")}),
    );
    push(end, "response.completed", json!({"response": responses(prompt, produced, "completed")}));
    in_order(parts)
}

fn stop_reason(choice: &Choice) -> &'static str {
    match choice.finish {
        "length" => "max_tokens",
        "tool_calls" => "tool_use",
        _ => "end_turn",
    }
}

fn anthropic_block(choice: &Choice) -> Value {
    match &choice.call {
        Some(call) => {
            let input: Value = serde_json::from_str(&call.arguments).unwrap_or_else(|_| json!({}));
            json!({"type": "tool_use", "id": call.id, "name": call.name, "input": input})
        }
        None => json!({"type": "text", "text": choice.tokens.concat()}),
    }
}

fn anthropic(prompt: &Prompt, produced: &Produced) -> Value {
    let Some(choice) = produced.choices.first() else { return json!({}) };
    let mut content = Vec::new();
    if let Some(thinking) = &produced.reasoning {
        content.push(json!({"type": "thinking", "thinking": thinking, "signature": "c2FuZGJveA=="}));
    }
    content.push(anthropic_block(choice));
    json!({
        "id": id("msg_"), "type": "message", "role": "assistant", "model": produced.model, "content": content,
        "stop_reason": stop_reason(choice), "stop_sequence": null, "usage": native_usage(prompt, produced),
    })
}

fn anthropic_events(prompt: &Prompt, produced: &Produced, pace: &Pace) -> Vec<(Duration, Bytes)> {
    let Some(choice) = produced.choices.first() else { return Vec::new() };
    let mut parts = Vec::new();
    let mut push = |moment: Duration, name: &str, mut value: Value| {
        value["type"] = name.into();
        parts.push((moment, named_event(name, &value)));
    };
    let mut message = anthropic(prompt, produced);
    message["content"] = json!([]);
    message["stop_reason"] = Value::Null;
    message["usage"] = json!({"input_tokens": prompt.tokens, "output_tokens": 1});
    push(pace.moment(0), "message_start", json!({"message": message}));
    let (empty, is_call) = match &choice.call {
        Some(call) => (json!({"type": "tool_use", "id": call.id, "name": call.name, "input": {}}), true),
        None => (json!({"type": "text", "text": ""}), false),
    };
    push(pace.moment(0), "content_block_start", json!({"index": 0, "content_block": empty}));
    push(pace.moment(0), "ping", json!({}));
    if let Some(call) = choice.call.as_ref().filter(|_| is_call) {
        let delta = json!({"type": "input_json_delta", "partial_json": call.arguments});
        push(pace.moment(1), "content_block_delta", json!({"index": 0, "delta": delta}));
    }
    for (number, token) in choice.tokens.iter().enumerate() {
        let delta = json!({"type": "text_delta", "text": token});
        push(pace.moment(number), "content_block_delta", json!({"index": 0, "delta": delta}));
    }
    let end = pace.moment(choice.tokens.len());
    push(end, "content_block_stop", json!({"index": 0}));
    push(
        end,
        "message_delta",
        json!({
            "delta": {"stop_reason": stop_reason(choice), "stop_sequence": null},
            "usage": {"output_tokens": produced.tokens()},
        }),
    );
    push(end, "message_stop", json!({}));
    in_order(parts)
}
