//! Prompts as files: our own JSON, which keeps everything, and a configuration of promptfoo, which keeps the messages. The
//! latter is written as JSON, which every reader of YAML takes. Pure: nothing here touches the database.

use serde_json::{Value, json};

use super::dto::{PromptContent, PromptFile, PromptFormat};

/// More than any library; what is longer is no list of prompts.
pub(crate) const LONGEST: usize = 4 * 1024 * 1024;
const MOST: usize = 2_000;

/// The file of these prompts.
pub(crate) fn write(
    prompts: &[PromptContent],
    format: PromptFormat,
) -> Result<PromptFile, serde_json::Error> {
    let (value, ending) = match format {
        PromptFormat::Json => (json!({ "gatewright": "prompts", "version": 1, "prompts": prompts }), "json"),
        PromptFormat::Promptfoo => {
            let all: Vec<Value> = prompts.iter().map(for_promptfoo).collect();
            (json!({ "description": "Prompts from Gatewright", "prompts": all }), "yml")
        }
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

/// With a system prompt it is the list of messages as JSON, which is how promptfoo takes one.
fn for_promptfoo(prompt: &PromptContent) -> Value {
    let raw = if prompt.system.trim().is_empty() {
        prompt.template.clone()
    } else {
        json!([{ "role": "system", "content": prompt.system }, { "role": "user", "content": prompt.template }])
            .to_string()
    };
    json!({ "label": prompt.name, "raw": raw })
}

/// What a file holds, and what of it has no place here. The error is a sentence.
pub(crate) fn read(text: &str) -> Result<(Vec<PromptContent>, Vec<String>), String> {
    if text.len() > LONGEST {
        return Err("The file is longer than 4 MB.".to_owned());
    }
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        format!("It is not JSON: something is wrong in line {}, column {}.", error.line(), error.column())
    })?;
    let Some(list) = value.get("prompts").and_then(Value::as_array) else {
        return Err("It holds no list called prompts.".to_owned());
    };
    if list.len() > MOST {
        return Err(format!("It holds more than {MOST} prompts."));
    }
    let ours = value.get("gatewright").and_then(Value::as_str) == Some("prompts");
    if ours && value.get("version").and_then(Value::as_u64) != Some(1) {
        return Err("A later version of Gatewright wrote it.".to_owned());
    }
    let mut notes = Vec::new();
    if !ours {
        let left: Vec<&str> = value
            .as_object()
            .into_iter()
            .flat_map(|fields| fields.keys())
            .map(String::as_str)
            .filter(|name| !matches!(*name, "prompts" | "description"))
            .collect();
        if !left.is_empty() {
            notes.push(format!("Left out, because it has no place here: {}.", left.join(", ")));
        }
    }
    let mut prompts = Vec::new();
    for (at, one) in list.iter().enumerate() {
        match if ours { own(one) } else { of_promptfoo(one, at) } {
            Some(prompt) => prompts.push(prompt),
            None => notes.push(format!("Prompt {} could not be read and was left out.", at + 1)),
        }
    }
    Ok((prompts, notes))
}

fn own(one: &Value) -> Option<PromptContent> {
    let mut prompt: PromptContent = serde_json::from_value(one.clone()).ok()?;
    prompt.name = prompt.name.trim().to_owned();
    (!prompt.name.is_empty()).then_some(prompt)
}

fn of_promptfoo(one: &Value, at: usize) -> Option<PromptContent> {
    let raw = one.as_str().or_else(|| one.get("raw")?.as_str())?;
    // A path to a file of theirs is no prompt.
    if raw.starts_with("file://") {
        return None;
    }
    let label = one.get("label").or_else(|| one.get("id")).and_then(Value::as_str).map(str::trim);
    let name =
        label.filter(|name| !name.is_empty()).map_or_else(|| format!("Prompt {}", at + 1), str::to_owned);
    let (system, template) = match serde_json::from_str::<Vec<Value>>(raw) {
        Ok(messages) => of_messages(&messages)?,
        Err(_) => (String::new(), raw.to_owned()),
    };
    Some(PromptContent {
        name,
        folder: String::new(),
        tags: Vec::new(),
        system,
        template,
        target: None,
        options: None,
    })
}

/// A system message or none, then one message of a person; a longer conversation is no prompt.
fn of_messages(messages: &[Value]) -> Option<(String, String)> {
    let said = |message: &Value, role: &str| {
        (message.get("role")?.as_str()? == role)
            .then(|| message.get("content")?.as_str().map(str::to_owned))?
    };
    match messages {
        [user] => Some((String::new(), said(user, "user")?)),
        [system, user] => Some((said(system, "system")?, said(user, "user")?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prompt(name: &str, system: &str) -> PromptContent {
        PromptContent {
            name: name.to_owned(),
            folder: "support/mail".to_owned(),
            tags: vec!["mail".to_owned()],
            system: system.to_owned(),
            template: "Answer {{customer}}.\n{% raw %} \"quoted\"".to_owned(),
            target: None,
            options: Some(crate::playground::dto::ChatOptions::default()),
        }
    }

    #[test]
    fn what_is_written_is_read_again_as_it_was() {
        let all = vec![prompt("One", "Be short."), prompt("Two", "")];
        let file = write(&all, PromptFormat::Json).unwrap();
        assert_eq!(file.file_name, "prompts.json");
        assert_eq!(read(&file.text).unwrap(), (all, Vec::new()));
    }

    #[test]
    fn promptfoo_keeps_name_and_messages() {
        let file = write(&[prompt("Late mail!", "Be short.")], PromptFormat::Promptfoo).unwrap();
        assert_eq!(file.file_name, "late-mail.yml");
        let (read, notes) = read(&file.text).unwrap();
        assert!(notes.is_empty());
        assert_eq!((read[0].name.as_str(), read[0].system.as_str()), ("Late mail!", "Be short."));
        assert_eq!(read[0].template, prompt("", "").template);
    }

    #[test]
    fn what_has_no_place_here_is_said() {
        let text =
            r#"{ "prompts": ["Hello {{name}}", "file://prompt.txt", 7], "providers": [], "tests": [] }"#;
        let (prompts, notes) = read(text).unwrap();
        assert_eq!(prompts.len(), 1);
        assert_eq!(prompts[0].name, "Prompt 1");
        assert_eq!(notes.len(), 3, "{notes:?}");
        assert!(notes[0].contains("providers, tests"));
    }

    #[test]
    fn a_file_of_something_else_is_refused_with_a_sentence() {
        for text in
            ["", "prompts:\n  - a", "[]", "{}", r#"{"gatewright":"prompts","version":2,"prompts":[]}"#]
        {
            assert!(read(text).unwrap_err().ends_with('.'), "{text}");
        }
    }
}
