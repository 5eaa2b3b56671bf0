//! Turns a prompt into an answer's content: words as tokens, a tool call, or vectors; and decides its pace. How that is
//! written down for the caller is `shape`'s part.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::prompt::Prompt;
use crate::answers::{self, Dice, Question, Style};
use crate::clock::scaled;
use crate::embed;
use crate::world::{Temper, text};

/// A call the model wants made.
#[derive(Debug, Clone)]
pub(super) struct ToolCall {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) arguments: String,
}

/// One of `n` answers.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub(super) tokens: Vec<String>,
    pub(super) finish: &'static str,
    pub(super) call: Option<ToolCall>,
}

#[derive(Debug, Clone)]
pub(super) struct Produced {
    pub(super) model: String,
    pub(super) choices: Vec<Choice>,
    /// Thinking shown before the answer.
    pub(super) reasoning: Option<String>,
    pub(super) vectors: Vec<Vec<f32>>,
}

impl Produced {
    pub(super) fn tokens(&self) -> u64 {
        self.choices
            .iter()
            .map(|choice| choice.tokens.len() as u64 + if choice.call.is_some() { 18 } else { 0 })
            .sum()
    }

    pub(super) fn text(&self) -> String {
        self.choices.iter().map(|choice| choice.tokens.concat()).collect::<Vec<_>>().join("\n")
    }

    /// Puts another text in the place of the (first) answer.
    pub(super) fn replace(&mut self, text: &str) {
        if let Some(choice) = self.choices.first_mut() {
            choice.tokens = answers::tokens(text);
        }
        self.choices.truncate(1);
    }
}

pub(super) fn produce(prompt: &Prompt, model: &Value, entity: &str, seed: u64) -> Produced {
    let name = text(model, "name");
    let mut produced =
        Produced { model: name.to_owned(), choices: Vec::new(), reasoning: None, vectors: Vec::new() };
    if prompt.embeds {
        let count = prompt.dimensions.unwrap_or_else(|| embed::dimensions(name));
        produced.vectors = prompt.inputs.iter().map(|input| embed::embed(input, count, name)).collect();
        return produced;
    }
    let style = Style::of(text(model, "provider"), name);
    let seed = entity.bytes().fold(seed, |state, byte| crate::running::mix(state ^ u64::from(byte)));
    // A warm model varies with every question's length of history; a cold one never.
    let warm = if prompt.temperature == Some(0.0) { 0 } else { prompt.earlier.len() as u64 };
    for number in 0..prompt.choices as u64 {
        let question = Question {
            text: &prompt.text,
            earlier: &prompt.earlier,
            style,
            json: prompt.json,
            seed: seed ^ (warm << 8) ^ (number << 32),
        };
        if number == 0 && (prompt.thinks || name.contains("thinking")) {
            produced.reasoning = Some(answers::reasoning(&question));
        }
        let choice = match (&prompt.tool_result, tool_call(prompt, seed)) {
            (Some((tool, result)), _) => written(&answers::about_result(tool, result), prompt),
            (None, Some(call)) => Choice { tokens: Vec::new(), finish: "tool_calls", call: Some(call) },
            (None, None) => written(&answers::compose(&question), prompt),
        };
        produced.choices.push(choice);
    }
    produced
}

fn written(answer: &str, prompt: &Prompt) -> Choice {
    let stop = prompt
        .stop
        .iter()
        .filter(|stop| !stop.is_empty())
        .filter_map(|stop| answer.find(stop.as_str()))
        .min();
    let kept = stop.and_then(|at| answer.get(..at)).unwrap_or(answer);
    let mut tokens = answers::tokens(kept);
    let mut finish = "stop";
    if let Some(most) = prompt.max_tokens.filter(|most| *most < tokens.len()) {
        tokens.truncate(most);
        finish = "length";
    }
    Choice { tokens, finish, call: None }
}

/// The call of a tool, when one fits what was asked or was insisted on.
fn tool_call(prompt: &Prompt, seed: u64) -> Option<ToolCall> {
    if prompt.tools.is_empty() || prompt.tool_choice == "none" {
        return None;
    }
    let function = |tool: &'_ Value| tool.get("function").cloned().unwrap_or_else(|| tool.clone());
    let functions: Vec<Value> = prompt.tools.iter().map(function).collect();
    let insisted = text(prompt.tool_choice.get("function").unwrap_or(&prompt.tool_choice), "name").to_owned();
    let lower = prompt.text.to_lowercase();
    let asked: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).collect();
    let likeness = |function: &Value| {
        let says = format!("{} {}", text(function, "name"), text(function, "description")).to_lowercase();
        asked.iter().filter(|word| says.contains(word.trim_end_matches('s'))).count()
    };
    let chosen = if insisted.is_empty() {
        let must = ["required", "any"]
            .contains(&prompt.tool_choice.as_str().unwrap_or(text(&prompt.tool_choice, "type")));
        functions.iter().max_by_key(|one| likeness(one)).filter(|one| must || likeness(one) > 0)?
    } else {
        functions.iter().find(|one| text(one, "name") == insisted)?
    };
    let schema = chosen.get("parameters").or_else(|| chosen.get("input_schema"));
    let arguments = arguments(schema.unwrap_or(&Value::Null), &prompt.text);
    let mut dice = Dice::new(seed, &prompt.text);
    let id: String = (0..24).map(|_| char::from(b'a' + u8::try_from(dice.roll(26)).unwrap_or(0))).collect();
    Some(ToolCall {
        id: format!("call_{id}"),
        name: text(chosen, "name").to_owned(),
        arguments: arguments.to_string(),
    })
}

fn arguments(schema: &Value, asked: &str) -> Value {
    let mut out = Map::new();
    // A capitalised word inside the sentence is most likely the name of something.
    let named = asked
        .split_whitespace()
        .skip(1)
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .find(|word| word.chars().next().is_some_and(char::is_uppercase));
    let digits: Option<f64> = asked
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .find_map(|word| word.trim_matches('.').parse().ok());
    for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let options = property.get("enum").and_then(Value::as_array);
        let value = match (options, text(property, "type")) {
            (Some(options), _) => {
                let lower = asked.to_lowercase();
                let said =
                    |option: &&Value| option.as_str().is_some_and(|one| lower.contains(&one.to_lowercase()));
                options.iter().find(said).or(options.first()).cloned().unwrap_or(Value::Null)
            }
            (None, "integer") => json!(digits.unwrap_or(1.0) as i64),
            (None, "number") => json!(digits.unwrap_or(1.0)),
            (None, "boolean") => json!(true),
            (None, "array") => json!([]),
            (None, "object") => json!({}),
            _ => json!(named.map_or_else(|| answers::subject(asked), str::to_owned)),
        };
        out.insert(name.clone(), value);
    }
    Value::Object(out)
}

/// When the first word comes, and how fast the others follow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    first_ms: f64,
    token_ms: f64,
    speed: f64,
}

impl Pace {
    /// First word after 250 to 700 ms, then 20 to 60 tokens a second; both divided by the speed.
    pub(super) fn of(prompt: &Prompt, entity: &str, temper: &Temper, speed: f64, seed: u64) -> Pace {
        let slowness = if temper.slowness > 0.0 { temper.slowness } else { 1.0 };
        let rate = 20.0 + Dice::new(seed, entity).roll(41) as f64;
        let first = if prompt.embeds {
            40.0 + prompt.inputs.len() as f64
        } else {
            250.0 + Dice::new(seed, &prompt.text).roll(451) as f64
        };
        Pace { first_ms: first * slowness.min(3.0), token_ms: 1_000.0 * slowness / rate, speed }
    }

    /// When token `number` is due; tokens come a little unevenly, as from a real model.
    pub(super) fn moment(&self, number: usize) -> Duration {
        let wobble = [0.0, 0.3, -0.2, 0.45, 0.1, -0.35].get(number % 6).copied().unwrap_or(0.0);
        scaled(self.first_ms + self.token_ms * (number as f64 + wobble).max(0.0), self.speed)
    }

    /// How long a whole answer takes; long ones are cut to a patient person's measure.
    pub(super) fn whole(&self, tokens: u64) -> Duration {
        scaled((self.first_ms + self.token_ms * tokens as f64).min(8_000.0), self.speed)
    }
}
