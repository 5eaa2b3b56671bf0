//! From a text somebody pasted to a draft: JSON of the API (what creates an endpoint, or what Databricks answered) and the
//! YAML of a bundle. `yaml` reads, `find` looks for endpoints, `take` takes over what a draft can hold and says what it
//! cannot. Limits come first, and nothing in a text is ever run, looked up or followed.

mod find;
mod take;
pub(crate) mod yaml;

#[cfg(test)]
mod tests;

use serde_json::Value;

use super::dto::HandoffImport;
use crate::endpoints::draft;
use crate::explain::FieldProblem;

/// An endpoint with ten entities is about ten thousand characters.
const LONGEST_TEXT: usize = 1 << 20;
/// The API nests nine deep, a bundle twelve.
const DEEPEST: usize = 32;

/// What was understood of the text.
pub(crate) fn import(text: &str) -> HandoffImport {
    match understood(text) {
        Ok(import) => import,
        Err(problem) => HandoffImport {
            draft: None,
            format: String::new(),
            notes: Vec::new(),
            problems: vec![FieldProblem::block("text", problem)],
        },
    }
}

fn understood(text: &str) -> Result<HandoffImport, String> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err("There is nothing in it yet. Paste JSON or a bundle's YAML.".into());
    }
    if text.len() > LONGEST_TEXT {
        return Err("This is longer than a million characters. One endpoint is enough.".into());
    }
    let mut notes = Vec::new();
    let value = read(text, &mut notes)?;
    if deeper_than(&value, DEEPEST) {
        return Err(too_deep());
    }
    let found = find::endpoint(&value, &mut notes)?;
    let draft = take::draft(&found, &mut notes)?;
    Ok(HandoffImport {
        problems: draft::problems(&draft),
        draft: Some(draft),
        format: found.format.into(),
        notes,
    })
}

fn too_deep() -> String {
    format!("It nests more than {DEEPEST} levels deep, which is more than is read here.")
}

/// JSON where it looks like JSON. Errors name a place and never what stands there: it may be a key.
fn read(text: &str, notes: &mut Vec<String>) -> Result<Value, String> {
    if text.trim_start().starts_with(['{', '[']) {
        match serde_json::from_str(text) {
            Ok(value) => return Ok(value),
            Err(error) => {
                // YAML may begin with a bracket too.
                return yaml::read(text, notes).map_err(|_| {
                    format!(
                        "This is not complete JSON: something is wrong in line {}, near character {}.",
                        error.line(),
                        error.column()
                    )
                });
            }
        }
    }
    yaml::read(text, notes)
}

fn deeper_than(value: &Value, levels: usize) -> bool {
    let Some(below) = levels.checked_sub(1) else { return true };
    match value {
        Value::Array(items) => items.iter().any(|item| deeper_than(item, below)),
        Value::Object(fields) => fields.values().any(|value| deeper_than(value, below)),
        _ => false,
    }
}
