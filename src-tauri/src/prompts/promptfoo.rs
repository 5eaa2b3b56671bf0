//! Configurations of promptfoo, both ways: prompts as texts or as a list of messages, and the values that its tests give to
//! variables. What has no place here is said, never dropped in silence. Pure.

use serde_json::{Map, Value, json};

use super::dto::{PromptContent, PromptTarget, PromptVariable, VariableKind};
use super::files::Found;
use super::variables;
use crate::playground::dto::ChatOptions;

/// Endings by which promptfoo takes a text for the path of a file.
const FILES: &[&str] =
    &[".txt", ".json", ".jsonl", ".yaml", ".yml", ".md", ".csv", ".j2", ".py", ".js", ".ts", ".mjs", ".cjs"];
/// Before the name of an endpoint.
const PROVIDER: &str = "databricks:";
const FILE_SAID: &str = "is the path of another file, which is not opened; read that file's text in instead.";

/// The prompts as a configuration.
pub(super) fn write(prompts: &[PromptContent]) -> Value {
    let all: Vec<Value> =
        prompts.iter().map(|prompt| json!({ "label": prompt.name, "raw": raw_of(prompt) })).collect();
    let mut configuration = json!({ "description": "Prompts from Gatewright", "prompts": all });
    if let Some(provider) = provider_of(prompts) {
        configuration["providers"] = json!([provider]);
    }
    configuration
}

/// Whom all of them ask, when that is one endpoint in one way: a provider there is for all prompts.
fn provider_of(prompts: &[PromptContent]) -> Option<Value> {
    let (first, others) = prompts.split_first()?;
    let target = first.target.as_ref().filter(|target| target.entity.is_none())?;
    if others.iter().any(|one| one.target != first.target || one.options != first.options) {
        return None;
    }
    let options = first.options.clone().unwrap_or_default();
    let mut config = Map::new();
    config.extend(options.temperature.map(|value| ("temperature".to_owned(), json!(value))));
    config.extend(options.max_tokens.map(|value| ("max_tokens".to_owned(), json!(value))));
    let id = format!("{PROVIDER}{}", target.endpoint);
    Some(if config.is_empty() { json!(id) } else { json!({ "id": id, "config": config }) })
}

/// The endpoint and the options of the one provider, when it is one of Databricks. The rest of it is said.
fn asked_of(value: &Value, notes: &mut Vec<String>) -> Option<(PromptTarget, Option<ChatOptions>)> {
    let provider = match value.get("providers")? {
        Value::Array(all) if all.len() == 1 => all.first()?,
        one @ Value::String(_) => one,
        _ => return None,
    };
    let id = provider.as_str().or_else(|| provider.get("id")?.as_str())?;
    let endpoint = id.strip_prefix(PROVIDER).filter(|name| !name.is_empty())?.to_owned();
    let config = provider.get("config").unwrap_or(&Value::Null);
    say_left(provider, &["id", "config"], " of the provider", notes);
    let mut taken = vec!["isPayPerToken"];
    // YAML's numbers with a point are read as their texts.
    let number = |name: &str| config.get(name)?.as_f64().or_else(|| config.get(name)?.as_str()?.parse().ok());
    let temperature = number("temperature").filter(|value| (0.0..=2.0).contains(value));
    let max_tokens =
        config.get("max_tokens").and_then(Value::as_u64).and_then(|most| u32::try_from(most).ok());
    taken.extend(temperature.map(|_| "temperature"));
    taken.extend(max_tokens.map(|_| "max_tokens"));
    say_left(config, &taken, " of the provider's config", notes);
    let options = (temperature.is_some() || max_tokens.is_some()).then(|| ChatOptions {
        temperature,
        max_tokens,
        ..ChatOptions::default()
    });
    Some((PromptTarget { endpoint, entity: None }, options))
}

/// A list of messages as JSON where there is a system prompt, and where the text alone would be taken for something else.
fn raw_of(prompt: &PromptContent) -> String {
    let mut messages = Vec::new();
    if !prompt.system.trim().is_empty() {
        messages.push(json!({ "role": "system", "content": prompt.system }));
    } else if !is_path(&prompt.template) && serde_json::from_str::<Vec<Value>>(&prompt.template).is_err() {
        return prompt.template.clone();
    }
    messages.push(json!({ "role": "user", "content": prompt.template }));
    Value::Array(messages).to_string()
}

fn is_path(text: &str) -> bool {
    let text = text.trim();
    let named = FILES.iter().any(|ending| text.to_lowercase().ends_with(ending));
    text.starts_with("file://") || (named && !text.contains([' ', '\n', '{']))
}

/// What a configuration holds. The error is a sentence.
pub(super) fn read(value: &Value, notes: &mut Vec<String>) -> Result<Vec<Found>, String> {
    let list: Vec<&Value> = match value.get("prompts") {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one @ Value::String(_)) => vec![one],
        _ => return Err("It holds no list called prompts.".to_owned()),
    };
    let asked = asked_of(value, notes);
    let mut known = vec!["prompts", "description", "defaultTest", "tests", "$schema"];
    known.extend(asked.as_ref().map(|_| "providers"));
    say_left(value, &known, "", notes);
    let values = values(value, notes);
    let mut unused: Vec<&str> = values.iter().map(|(name, _)| name.as_str()).collect();
    let mut found = Vec::new();
    for (at, one) in list.iter().enumerate() {
        let Some(mut prompt) = prompt(one, at, notes) else { continue };
        if let Some((target, options)) = &asked {
            prompt.content.target = Some(target.clone());
            prompt.content.options.clone_from(options);
        }
        let text = format!("{}\n{}", prompt.content.system, prompt.content.template);
        if variables::holds_more(&text) {
            let name = &prompt.content.name;
            notes.push(format!(
                "“{name}” uses conditions, filters or paths of a template language. They stay as they are."
            ));
        }
        let names = variables::names(&text);
        let ruled = variables::names(&prompt.content.system);
        if !ruled.is_empty() {
            let (name, ruled) = (&prompt.content.name, ruled.join(", "));
            notes.push(format!(
                "“{name}” has variables in its role and rules, which are not filled here: {ruled}."
            ));
        }
        for (name, choices) in values.iter().filter(|(name, _)| names.contains(name)) {
            unused.retain(|one| one != name);
            prompt.values.extend(choices.first().map(|value| (name.clone(), value.clone())));
            if choices.len() > 1 {
                let (name, choices) = (name.clone(), choices.clone());
                let label = String::new();
                prompt.content.variables.push(PromptVariable {
                    name,
                    kind: VariableKind::Choice,
                    label,
                    choices,
                });
            }
        }
        found.push(prompt);
    }
    if !unused.is_empty() {
        notes.push(format!("No prompt uses these values: {}.", unused.join(", ")));
    }
    Ok(found)
}

/// The keys of an object that have no place here, in one sentence. `of`: where they stand.
fn say_left(value: &Value, known: &[&str], of: &str, notes: &mut Vec<String>) {
    let left: Vec<&str> = value
        .as_object()
        .into_iter()
        .flat_map(Map::keys)
        .map(String::as_str)
        .filter(|name| !known.contains(name))
        .collect();
    if !left.is_empty() {
        notes.push(format!("Left out{of}, because it has no place here: {}.", left.join(", ")));
    }
}

fn prompt(one: &Value, at: usize, notes: &mut Vec<String>) -> Option<Found> {
    let position = at + 1;
    let Some(raw) = one.as_str().or_else(|| one.get("raw")?.as_str()).or_else(|| one.get("id")?.as_str())
    else {
        notes.push(format!("Prompt {position} could not be read and was left out."));
        return None;
    };
    if is_path(raw) {
        notes.push(format!("Prompt {position} {FILE_SAID}"));
        return None;
    }
    say_left(one, &["raw", "label", "id"], &format!(" of prompt {position}"), notes);
    let label = one.get("label").or_else(|| one.get("id").filter(|_| one.get("raw").is_some()));
    let label = label.and_then(Value::as_str).map(str::trim).filter(|label| !label.is_empty());
    let (system, template) = match serde_json::from_str::<Vec<Value>>(raw) {
        Ok(messages) => match of_messages(&messages) {
            Ok(said) => said,
            Err(why) => {
                notes.push(format!("Prompt {position} {why} and was left out."));
                return None;
            }
        },
        Err(_) => (String::new(), raw.to_owned()),
    };
    let name = label.map_or_else(|| format!("Prompt {position}"), str::to_owned);
    let content = PromptContent {
        name,
        folder: String::new(),
        tags: Vec::new(),
        system,
        template,
        target: None,
        options: None,
        variables: Vec::new(),
    };
    Some(Found { content, values: Vec::new() })
}

/// A system message or none, then one message of a person; a longer conversation is no prompt.
fn of_messages(messages: &[Value]) -> Result<(String, String), &'static str> {
    let role = |message: &Value| message.get("role").and_then(Value::as_str).unwrap_or_default().to_owned();
    match messages {
        [user] if role(user) == "user" => Ok((String::new(), text_of(user)?)),
        [system, user] if matches!(role(system).as_str(), "system" | "developer") && role(user) == "user" => {
            Ok((text_of(system)?, text_of(user)?))
        }
        _ => Err("is a conversation of several messages, which a prompt here is not,"),
    }
}

/// The words of a message: a text, or parts that are all texts.
fn text_of(message: &Value) -> Result<String, &'static str> {
    let part = |part: &Value| part.get("text")?.as_str().map(str::to_owned);
    let text = match message.get("content") {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Array(parts)) => {
            parts.iter().map(part).collect::<Option<Vec<_>>>().map(|all| all.join("\n"))
        }
        _ => None,
    };
    text.ok_or("holds more than text")
}

/// What the defaults and the first test give to variables; a list is what may be chosen from.
fn values(value: &Value, notes: &mut Vec<String>) -> Vec<(String, Vec<String>)> {
    let mut values = Vec::new();
    match value.get("defaultTest") {
        None => {}
        Some(test @ Value::Object(_)) => take(test, "the default test", &mut values, notes),
        Some(_) => notes.push(format!("The default test {FILE_SAID}")),
    }
    match value.get("tests") {
        None => {}
        Some(Value::Array(tests)) => {
            let mut tests = tests.iter();
            match tests.next() {
                Some(test @ Value::Object(_)) => take(test, "the first test", &mut values, notes),
                Some(_) => notes.push(format!("The first test {FILE_SAID}")),
                None => {}
            }
            match tests.len() {
                0 => {}
                1 => notes.push("Another test was left out: the first gives the values.".to_owned()),
                more => notes.push(format!("{more} more tests were left out: the first gives the values.")),
            }
        }
        Some(_) => notes.push(format!("The list of tests {FILE_SAID}")),
    }
    values
}

/// Takes the values of one test over; they count more than those before.
fn take(test: &Value, of: &str, values: &mut Vec<(String, Vec<String>)>, notes: &mut Vec<String>) {
    say_left(test, &["vars", "description"], &format!(" of {of}"), notes);
    let vars = match test.get("vars") {
        None => return,
        Some(Value::Object(vars)) => vars,
        Some(_) => {
            notes.push(format!("The vars of {of} could not be read and were left out."));
            return;
        }
    };
    let mut left = Vec::new();
    for (name, value) in vars {
        let texts: Option<Vec<String>> = match value {
            Value::Array(all) if !all.is_empty() => all.iter().map(plain).collect(),
            one => plain(one).map(|one| vec![one]),
        };
        match texts {
            Some(texts) => {
                values.retain(|(known, _)| known != name);
                values.push((name.clone(), texts));
            }
            None => left.push(name.as_str()),
        }
    }
    if !left.is_empty() {
        notes.push(format!("Values of {of} that are no text were left out: {}.", left.join(", ")));
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.starts_with("file://") => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}
