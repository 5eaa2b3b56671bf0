//! YAML into a JSON tree. A parser gives events; this builds with a stack of its own and counts, so that neither depth nor
//! aliases that repeat aliases can cost more than the limits. Tags are passed over: nothing is ever made from their names.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

use super::{DEEPEST, too_deep};

/// Values in a text, each repeated one counted again.
const MOST_VALUES: usize = 50_000;

enum Open {
    List { anchor: usize, items: Vec<Value> },
    Map { anchor: usize, fields: Map<String, Value>, key: Option<String> },
}

#[derive(Default)]
struct Building {
    stack: Vec<Open>,
    anchors: HashMap<usize, (Value, usize)>,
    values: usize,
    done: Option<Value>,
}

/// The first document.
pub(crate) fn read(text: &str, notes: &mut Vec<String>) -> Result<Value, String> {
    let mut building = Building::default();
    let mut documents = 0;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            format!("This is neither JSON nor YAML: something is wrong in line {}.", error.marker().line())
        })?;
        if let Event::DocumentStart(_) = event {
            documents += 1;
            if documents > 1 {
                notes.push("Only the first of several YAML documents was read.".into());
                break;
            }
        }
        building.take(event, span.start.line())?;
    }
    building.done.ok_or_else(|| "There is nothing in it yet.".into())
}

impl Building {
    fn take(&mut self, event: Event<'_>, line: usize) -> Result<(), String> {
        match event {
            Event::Scalar(text, style, anchor, _) => self.put(scalar(&text, style), anchor, 1, line),
            Event::Alias(anchor) => {
                let (value, size) = self.anchors.get(&anchor).cloned().ok_or_else(|| {
                    format!("Line {line} repeats something that is not finished or not there.")
                })?;
                self.put(value, 0, size, line)
            }
            Event::SequenceStart(anchor, _) => self.open(Open::List { anchor, items: Vec::new() }),
            Event::MappingStart(anchor, _) => self.open(Open::Map { anchor, fields: Map::new(), key: None }),
            Event::SequenceEnd | Event::MappingEnd => self.close(line),
            _ => Ok(()),
        }
    }

    fn open(&mut self, open: Open) -> Result<(), String> {
        if self.stack.len() >= DEEPEST {
            return Err(too_deep());
        }
        self.stack.push(open);
        Ok(())
    }

    fn close(&mut self, line: usize) -> Result<(), String> {
        match self.stack.pop() {
            Some(Open::List { anchor, items }) => self.put(Value::Array(items), anchor, 1, line),
            Some(Open::Map { anchor, fields, .. }) => self.put(Value::Object(fields), anchor, 1, line),
            None => Err(format!("Line {line} closes what was never opened.")),
        }
    }

    /// A finished value into what is open. `size`: how many values it brings.
    fn put(&mut self, value: Value, anchor: usize, size: usize, line: usize) -> Result<(), String> {
        self.values += size;
        if self.values > MOST_VALUES {
            return Err("It holds more values than are read here.".into());
        }
        if anchor > 0 {
            let size = count(&value);
            self.anchors.insert(anchor, (value.clone(), size));
            // Kept a second time.
            self.values += size;
        }
        match self.stack.last_mut() {
            None => self.done = Some(value),
            Some(Open::List { items, .. }) => items.push(value),
            Some(Open::Map { fields, key, .. }) => match key.take() {
                Some(name) => {
                    fields.insert(name, value);
                }
                None => {
                    let name = match value {
                        Value::String(name) => name,
                        Value::Number(number) => number.to_string(),
                        Value::Bool(flag) => flag.to_string(),
                        _ => return Err(format!("Line {line} has a key that is not a word.")),
                    };
                    if fields.contains_key(&name) {
                        return Err(format!("Line {line} has a key that stands twice in the same place."));
                    }
                    *key = Some(name);
                }
            },
        }
        Ok(())
    }
}

fn count(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Object(fields) => 1 + fields.values().map(count).sum::<usize>(),
        _ => 1,
    }
}

/// YAML 1.2's core schema; what is quoted is text.
fn scalar(text: &str, style: ScalarStyle) -> Value {
    if !matches!(style, ScalarStyle::Plain) {
        return Value::String(text.into());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => match text.parse::<i64>() {
            // `007` and `+7` are names as often as numbers.
            Ok(number) if number.to_string() == text => Value::from(number),
            _ => Value::String(text.into()),
        },
    }
}
