//! Handoff: an endpoint, or a draft of one, as the text that another tool takes: REST, curl, Python, OpenAI's client, the
//! command line, Terraform, bundles, SQL; and the way back, from such a text into a draft. No text ever holds the value of
//! a secret: references stay references, and what was once sent in plain text becomes a variable with a name.
//! `wanted` says what to hand over, one file a language writes it, `import` reads. Nothing here writes to the workspace.

mod asking;
pub(crate) mod commands;
pub(crate) mod dto;
mod hcl;
pub(crate) mod import;
mod json;
mod node;
mod python;
mod quote;
pub(crate) mod render;
pub(crate) mod saving;
mod schema;
mod wanted;
mod yaml;

use gatewright_databricks::serving;
use serde_json::{Map, Value, json};

/// Every text for an endpoint given as Databricks answers it, by format, for programs of other languages that try them
/// (tests/clients).
///
/// # Errors
/// Says what is wrong with the endpoint.
pub fn texts(endpoint: &str) -> Result<String, String> {
    let endpoint: serving::Endpoint = serde_json::from_str(endpoint).map_err(|error| error.to_string())?;
    let wanted = wanted::of_endpoint(&endpoint);
    let texts: Map<String, Value> = dto::HandoffFormat::ALL
        .into_iter()
        .filter_map(|format| {
            Some((json!(format).as_str()?.to_owned(), json!(render::render(&wanted, format))))
        })
        .collect();
    Ok(Value::Object(texts).to_string())
}

#[cfg(test)]
mod render_tests;
