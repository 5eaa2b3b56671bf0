//! A prompt as it was sent, whatever the dialect: the texts, the parameters, the tools. Refuses bodies that do not fit the
//! endpoint's task the way the real service does.

use serde_json::Value;

use super::Dialect;
use crate::reply::Refusal;
use crate::world::text;

#[derive(Debug, Clone, Default)]
pub(crate) struct Prompt {
    /// The last thing the person said; for completions the prompt.
    pub(crate) text: String,
    /// What they said before.
    pub(crate) earlier: Vec<String>,
    /// Texts to embed.
    pub(crate) inputs: Vec<String>,
    pub(crate) embeds: bool,
    pub(crate) completes: bool,
    /// Name and content of a tool's result, when that is what came last.
    pub(crate) tool_result: Option<(String, String)>,
    pub(crate) tools: Vec<Value>,
    pub(crate) tool_choice: Value,
    pub(crate) max_tokens: Option<usize>,
    pub(crate) stop: Vec<String>,
    pub(crate) choices: usize,
    pub(crate) temperature: Option<f64>,
    pub(crate) stream: bool,
    pub(crate) include_usage: bool,
    pub(crate) json: bool,
    pub(crate) thinks: bool,
    pub(crate) base64: bool,
    pub(crate) dimensions: Option<usize>,
    /// Tokens of everything sent.
    pub(crate) tokens: u64,
}

fn bad(message: impl Into<String>) -> Refusal {
    Refusal::new(400, "BAD_REQUEST", message)
}

/// The text of a message's content: a string, or the text parts of a list.
fn content(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts
            .iter()
            .filter_map(|part| {
                part.get("text").or_else(|| part.get("content")).and_then(Value::as_str).or(part.as_str())
            })
            .collect::<Vec<_>>()
            .join("\n"),
        _ => String::new(),
    }
}

fn number(body: &Value, key: &str) -> Result<Option<f64>, Refusal> {
    match body.get(key).filter(|value| !value.is_null()) {
        None => Ok(None),
        Some(value) => {
            value.as_f64().map(Some).ok_or_else(|| bad(format!("Bad request: {key} must be a number.")))
        }
    }
}

fn texts(value: &Value, field: &str) -> Result<Vec<String>, Refusal> {
    match value {
        Value::String(one) => Ok(vec![one.clone()]),
        Value::Array(list) if !list.is_empty() => list
            .iter()
            .map(|one| match one {
                Value::String(text) => Ok(text.clone()),
                // Token numbers, as OpenAI allows; their sum stands for a text.
                Value::Array(_) | Value::Number(_) => Ok(one.to_string()),
                _ => Err(bad(format!("Bad request: {field} must be a string or a list of strings."))),
            })
            .collect(),
        _ => Err(bad(format!("Bad request: {field} must be a string or a list of strings."))),
    }
}

impl Prompt {
    pub(super) fn read(task: &str, dialect: Dialect, body: &Value) -> Result<Prompt, Refusal> {
        let mut prompt = Prompt {
            embeds: task == "llm/v1/embeddings",
            completes: task == "llm/v1/completions",
            ..Prompt::default()
        };
        let wanted = match (dialect, task) {
            (Dialect::Responses, _) | (_, "llm/v1/embeddings") => "input",
            (_, "llm/v1/completions") => "prompt",
            _ => "messages",
        };
        let strange =
            ["messages", "prompt", "input", "inputs", "instances", "dataframe_records", "dataframe_split"]
                .into_iter()
                .find(|field| *field != wanted && body.get(field).is_some());
        if let Some(field) = strange {
            return Err(bad(format!("Bad request: json: unknown field \"{field}\"")));
        }
        let given = body.get(wanted).filter(|value| !value.is_null());
        let given = given.ok_or_else(|| bad(format!("Bad request: missing required field \"{wanted}\"")))?;
        match (wanted, dialect) {
            ("prompt", _) => prompt.text = texts(given, "prompt")?.join("\n"),
            ("input", Dialect::OpenAi) => prompt.inputs = texts(given, "input")?,
            ("input", _) if given.is_string() => prompt.text = content(given),
            _ => prompt.read_messages(given)?,
        }
        prompt.read_parameters(body)?;
        let letters: usize = prompt.text.chars().count()
            + prompt.earlier.iter().chain(&prompt.inputs).map(|text| text.chars().count()).sum::<usize>();
        prompt.tokens = (letters as u64).div_ceil(4) + 4;
        Ok(prompt)
    }

    fn read_messages(&mut self, given: &Value) -> Result<(), Refusal> {
        let messages = given.as_array().filter(|list| !list.is_empty());
        let messages =
            messages.ok_or_else(|| bad("Bad request: messages must be a list with at least one message."))?;
        let mut called = String::new();
        for message in messages {
            let role = text(message, "role");
            let said = content(message.get("content").unwrap_or(&Value::Null));
            self.tool_result = None;
            match role {
                "user" => {
                    if !self.text.is_empty() {
                        self.earlier.push(std::mem::take(&mut self.text));
                    }
                    self.text = said;
                }
                "assistant" => {
                    text(&message["tool_calls"][0]["function"], "name").clone_into(&mut called);
                }
                "tool" => self.tool_result = Some((called.clone(), said)),
                "system" | "developer" | "" => {}
                other => return Err(bad(format!("Bad request: role \"{other}\" is not supported."))),
            }
        }
        Ok(())
    }

    fn read_parameters(&mut self, body: &Value) -> Result<(), Refusal> {
        let most = ["max_tokens", "max_completion_tokens", "max_output_tokens"];
        for key in most {
            if let Some(value) = number(body, key)? {
                if value < 1.0 {
                    return Err(bad(format!("Bad request: {key} must be at least 1.")));
                }
                self.max_tokens = Some(value as usize);
            }
        }
        self.temperature = number(body, "temperature")?;
        if self.temperature.is_some_and(|value| !(0.0..=2.0).contains(&value)) {
            return Err(bad("Bad request: temperature must be between 0 and 2."));
        }
        let choices = number(body, "n")?.unwrap_or(1.0);
        if !(1.0..=5.0).contains(&choices) {
            return Err(bad("Bad request: n must be between 1 and 5."));
        }
        self.choices = choices as usize;
        if let Some(stop) =
            body.get("stop").or_else(|| body.get("stop_sequences")).filter(|value| !value.is_null())
        {
            self.stop = texts(stop, "stop")?;
        }
        let yes = |value: Option<&Value>| value.and_then(Value::as_bool).unwrap_or(false);
        self.stream = yes(body.get("stream")) && !self.embeds;
        self.include_usage = yes(body.get("stream_options").and_then(|options| options.get("include_usage")));
        let format = body.get("response_format").map_or("", |format| text(format, "type"));
        self.json = ["json_object", "json_schema"].contains(&format);
        self.thinks = body.get("thinking").is_some_and(|thinking| text(thinking, "type") == "enabled");
        self.base64 = text(body, "encoding_format") == "base64";
        self.dimensions = number(body, "dimensions")?.map(|value| (value as usize).clamp(1, 4_096));
        self.tools = body.get("tools").and_then(Value::as_array).cloned().unwrap_or_default();
        self.tool_choice = body.get("tool_choice").cloned().unwrap_or(Value::Null);
        Ok(())
    }
}
