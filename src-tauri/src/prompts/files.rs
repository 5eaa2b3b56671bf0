//! Prompts as files: our own JSON, which keeps everything of a version, and a configuration of promptfoo (promptfoo.rs), which
//! keeps the messages. The latter is written as JSON, which every reader of YAML takes, and read as either. Pure: nothing here
//! touches the database.

use serde_json::{Value, json};

use super::dto::{PromptContent, PromptFile, PromptFormat};
use super::promptfoo;
use crate::handoff::import::yaml;

/// More than any library; what is longer is no list of prompts.
pub(crate) const LONGEST: usize = 4 * 1024 * 1024;
const MOST: usize = 2_000;

/// A prompt of a file, with what fills its variables there.
#[derive(Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) content: PromptContent,
    pub(crate) values: Vec<(String, String)>,
}

/// The file of these prompts.
pub(crate) fn write(
    prompts: &[PromptContent],
    format: PromptFormat,
) -> Result<PromptFile, serde_json::Error> {
    let (value, ending) = match format {
        PromptFormat::Json => (json!({ "gatewright": "prompts", "version": 1, "prompts": prompts }), "json"),
        PromptFormat::Promptfoo => (promptfoo::write(prompts), "yml"),
    };
    let stem = match prompts {
        [one] => plain(&one.name),
        _ => "prompts".to_owned(),
    };
    let text = serde_json::to_string_pretty(&value)? + "\n";
    Ok(PromptFile { file_name: format!("{stem}.{ending}"), text })
}

fn plain(name: &str) -> String {
    let words: Vec<&str> =
        name.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "prompt".to_owned() } else { words.join("-").to_lowercase() }
}

/// What a file holds, and what of it has no place here. The error is a sentence.
pub(crate) fn read(text: &str) -> Result<(Vec<Found>, Vec<String>), String> {
    if text.len() > LONGEST {
        return Err("The file is longer than 4 MB.".to_owned());
    }
    let mut notes = Vec::new();
    let value = tree(text.trim_start_matches('\u{feff}'), &mut notes)?;
    if value.get("prompts").and_then(Value::as_array).is_some_and(|list| list.len() > MOST) {
        return Err(format!("It holds more than {MOST} prompts."));
    }
    let found = if value.get("gatewright").and_then(Value::as_str) == Some("prompts") {
        own(&value, &mut notes)?
    } else {
        promptfoo::read(&value, &mut notes)?
    };
    Ok((found, notes))
}

/// JSON where it looks like it, otherwise YAML.
fn tree(text: &str, notes: &mut Vec<String>) -> Result<Value, String> {
    if text.trim().is_empty() {
        return Err("There is nothing in it.".to_owned());
    }
    if !text.trim_start().starts_with(['{', '[']) {
        return yaml::read(text, notes);
    }
    serde_json::from_str(text).or_else(|error| {
        // YAML may begin with a bracket too.
        let said = format!(
            "It is not JSON: something is wrong in line {}, column {}.",
            error.line(),
            error.column()
        );
        yaml::read(text, notes).map_err(|_| said)
    })
}

fn own(value: &Value, notes: &mut Vec<String>) -> Result<Vec<Found>, String> {
    if value.get("version").and_then(Value::as_u64) != Some(1) {
        return Err("A later version of Gatewright wrote it.".to_owned());
    }
    let list = value.get("prompts").and_then(Value::as_array).ok_or("It holds no list called prompts.")?;
    let mut found = Vec::new();
    for (at, one) in list.iter().enumerate() {
        match serde_json::from_value::<PromptContent>(one.clone()) {
            Ok(content) if !content.name.trim().is_empty() => {
                let name = content.name.trim().to_owned();
                found.push(Found { content: PromptContent { name, ..content }, values: Vec::new() });
            }
            _ => notes.push(format!("Prompt {} could not be read and was left out.", at + 1)),
        }
    }
    Ok(found)
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;
