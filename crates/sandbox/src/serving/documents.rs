//! The texts an endpoint offers: metrics in OpenMetrics form, its query schema, and logs (of custom models only).
//! Read by `serving`; the request counts come from what `query` counted.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::clock::now_ms;
use crate::query::limits::Limits;
use crate::reply::{Answer, Refusal, Reply};
use crate::world::{Endpoint, text};

const BUCKETS: [u64; 12] = [5, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 60_000, 600_000];

pub(super) fn metrics(endpoint: &Endpoint, limits: &Limits) -> String {
    let seen = limits.last_minute(&endpoint.name, now_ms());
    // The demo world's endpoints have users of their own besides the one at this computer.
    let total = seen.total + endpoint.daily_requests / 1_440;
    let mut out = String::new();
    let stamp = now_ms();
    let labels = format!("{{endpoint_name=\"{}\"}}", endpoint.name);
    for (metric, says, value) in [
        ("request_count_total", "Requests in the last minute", total),
        ("request_4xx_count_total", "Requests answered with 4xx in the last minute", seen.refused),
        ("request_5xx_count_total", "Requests answered with 5xx in the last minute", seen.failed),
    ] {
        // Writing to a String cannot fail.
        let _written =
            writeln!(out, "# HELP {metric} {says}\n# TYPE {metric} gauge\n{metric}{labels} {value} {stamp}");
    }
    let _head =
        writeln!(out, "# HELP request_latency_ms Latency of requests\n# TYPE request_latency_ms histogram");
    for bucket in BUCKETS {
        let share = 1.0 - (-(bucket as f64) / 1_400.0).exp();
        let count = (total as f64 * share).round();
        let _row = writeln!(
            out,
            "request_latency_ms_bucket{{endpoint_name=\"{}\",le=\"{bucket}\"}} {count} {stamp}",
            endpoint.name
        );
    }
    let _inf = writeln!(
        out,
        "request_latency_ms_bucket{{endpoint_name=\"{}\",le=\"+Inf\"}} {total} {stamp}",
        endpoint.name
    );
    let _sum = writeln!(out, "request_latency_ms_sum{labels} {} {stamp}", total * 1_400);
    let _count = writeln!(out, "request_latency_ms_count{labels} {total} {stamp}");
    out
}

pub(super) fn openapi(endpoint: &Endpoint) -> Value {
    let (required, field) = match endpoint.task.as_str() {
        "llm/v1/embeddings" => {
            ("input", json!({"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}))
        }
        "llm/v1/completions" => ("prompt", json!({"type": "string"})),
        _ => (
            "messages",
            json!({"type": "array", "items": {"type": "object", "properties": {
            "role": {"type": "string"}, "content": {"type": "string"}}}}),
        ),
    };
    let operation = json!({"post": {
        "requestBody": {"required": true, "content": {"application/json": {"schema": {
            "type": "object", "required": [required], "properties": {
                required: field, "max_tokens": {"type": "integer"}, "temperature": {"type": "number"},
                "stream": {"type": "boolean"}},
        }}}},
        "responses": {"200": {"description": "Successful operation", "content": {"application/json": {"schema": {"type": "object"}}}}},
    }});
    let mut paths = serde_json::Map::new();
    paths.insert(format!("/serving-endpoints/{}/invocations", endpoint.name), operation.clone());
    for entity in endpoint.entities() {
        let path = format!(
            "/serving-endpoints/{}/served-models/{}/invocations",
            endpoint.name,
            text(entity, "name")
        );
        paths.insert(path, operation.clone());
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": endpoint.name, "version": endpoint.config_version.to_string()},
        "paths": paths,
    })
}

pub(super) fn logs(endpoint: &Endpoint, entity: &str) -> Answer {
    if !endpoint.entities().iter().any(|one| text(one, "name") == entity) {
        return Err(Refusal::missing(format!(
            "Served entity '{entity}' does not exist in endpoint '{}'.",
            endpoint.name
        )));
    }
    if !endpoint.task.is_empty() {
        return Err(Refusal::invalid("Logs are not available for external models."));
    }
    Ok(Reply::ok(&json!({"logs": "Model environment built.\nServer started.\n"})))
}
