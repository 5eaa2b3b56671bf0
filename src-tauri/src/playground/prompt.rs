//! What is sent for a prompt: the conversation so far, the options, and the parameters a person added. Pure: nothing is
//! sent from here.

use std::collections::BTreeMap;

use gatewright_databricks::Extra;
use gatewright_databricks::queries::{ChatRequest, CompletionRequest, Message};
use serde_json::{Value, json};

use super::dto::{AnswerOutcome, Chat, ChatOptions, ExtraParam, Turn};
use crate::explain::FieldProblem;

/// The request in the form the endpoint's task wants.
#[derive(Debug, Clone)]
pub(crate) enum Prompt {
    Chat(ChatRequest),
    Completion(CompletionRequest),
}

/// The names the request has fields of its own for.
const RESERVED: &[&str] = &["messages", "prompt", "stream", "client_request_id", "usage_context"];

/// Builds the request for `prompt`, asked after the first `before` turns of the chat.
pub(crate) fn build(
    chat: &Chat,
    before: usize,
    prompt: &str,
    completions: bool,
    client_request_id: &str,
) -> Result<Prompt, Vec<FieldProblem>> {
    let extra = parameters(&chat.options.extra)?;
    let usage_context = BTreeMap::from([
        ("app".to_owned(), "gatewright".to_owned()),
        ("source".to_owned(), "playground".to_owned()),
    ]);
    let id = Some(client_request_id.to_owned());
    let (max_tokens, temperature) = (chat.options.max_tokens, chat.options.temperature);
    if completions {
        let mut request = CompletionRequest::new(prompt);
        (request.max_tokens, request.temperature) = (max_tokens, temperature);
        (request.client_request_id, request.usage_context, request.extra) = (id, usage_context, extra);
        return Ok(Prompt::Completion(request));
    }
    let mut request = ChatRequest::new(messages(&chat.options, chat.turns.iter().take(before), prompt));
    (request.max_tokens, request.temperature) = (max_tokens, temperature);
    (request.client_request_id, request.usage_context, request.extra) = (id, usage_context, extra);
    Ok(Prompt::Chat(request))
}

/// The conversation as a model wants it: roles alternate, so a turn that got no text is left out whole.
fn messages<'a>(options: &ChatOptions, turns: impl Iterator<Item = &'a Turn>, prompt: &str) -> Vec<Message> {
    let mut messages = Vec::new();
    if !options.system.trim().is_empty() {
        messages.push(Message::system(options.system.trim()));
    }
    for turn in turns {
        let answered = turn.answers.iter().rev().find(|answer| {
            !answer.text.trim().is_empty()
                && !matches!(answer.outcome, AnswerOutcome::Waiting | AnswerOutcome::Failed)
        });
        if let Some(answer) = answered {
            messages.push(Message::user(&turn.prompt));
            messages.push(Message::assistant(&answer.text));
        }
    }
    messages.push(Message::user(prompt));
    messages
}

/// The added parameters with their JSON types.
fn parameters(params: &[ExtraParam]) -> Result<Extra, Vec<FieldProblem>> {
    let mut extra = Extra::new();
    let mut problems = Vec::new();
    for (index, param) in params.iter().enumerate() {
        let name = param.name.trim();
        if name.is_empty() && param.value.trim().is_empty() {
            continue;
        }
        let path = format!("extra.{index}");
        if name.is_empty() {
            problems.push(FieldProblem::block(&path, "Give this parameter its name, for example top_p."));
        } else if RESERVED.contains(&name) {
            problems.push(FieldProblem::block(&path, format!("{name} is filled in by the app itself.")));
        } else if extra.contains_key(name) {
            problems.push(FieldProblem::block(&path, format!("{name} is there twice.")));
        } else {
            extra.insert(name.to_owned(), value_of(&param.value));
        }
    }
    if problems.is_empty() { Ok(extra) } else { Err(problems) }
}

/// JSON where it reads as JSON; anything else is a text.
fn value_of(typed: &str) -> Value {
    serde_json::from_str(typed.trim()).unwrap_or_else(|_| Value::String(typed.trim().to_owned()))
}

impl Prompt {
    /// The body as it is sent, for the person to read.
    pub(crate) fn shown(&self, stream: bool) -> String {
        let mut body = match self {
            Self::Chat(request) => json!(request),
            Self::Completion(request) => json!(request),
        };
        body["stream"] = stream.into();
        serde_json::to_string_pretty(&body).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Prompt, build};
    use crate::playground::dto::{Answer, AnswerOutcome, Chat, ChatOptions, ExtraParam, Turn};

    fn answer(outcome: AnswerOutcome, text: &str) -> Answer {
        let mut answer = Answer::waiting("a", "r", "{}");
        answer.outcome = outcome;
        answer.text = text.to_owned();
        answer
    }

    fn chat(options: ChatOptions, turns: Vec<Turn>) -> Chat {
        Chat {
            id: "c".to_owned(),
            title: String::new(),
            endpoint: "e".to_owned(),
            entity: None,
            options,
            turns,
            draft: String::new(),
            updated_at: 0.0,
        }
    }

    fn body(prompt: &Prompt) -> serde_json::Value {
        serde_json::from_str(&prompt.shown(true)).unwrap()
    }

    #[test]
    fn only_what_was_set_is_sent() {
        let sent = body(&build(&chat(ChatOptions::default(), vec![]), 0, "Hi", false, "id-1").unwrap());
        assert_eq!(sent["messages"], serde_json::json!([{ "role": "user", "content": "Hi" }]));
        assert!(sent.get("temperature").is_none() && sent.get("max_tokens").is_none());
        assert_eq!(sent["client_request_id"], "id-1");
    }

    #[test]
    fn a_turn_without_an_answer_is_left_out_so_that_roles_alternate() {
        let turn = |outcome, text: &str| Turn {
            id: "t".to_owned(),
            prompt: "Q".to_owned(),
            answers: vec![answer(outcome, text)],
        };
        let turns = vec![
            turn(AnswerOutcome::Complete, "A"),
            turn(AnswerOutcome::Failed, ""),
            turn(AnswerOutcome::Stopped, "B"),
        ];
        let sent = body(&build(&chat(ChatOptions::default(), turns), 3, "Next", false, "x").unwrap());
        let roles: Vec<_> = sent["messages"].as_array().unwrap().iter().map(|m| m["role"].clone()).collect();
        assert_eq!(roles, ["user", "assistant", "user", "assistant", "user"]);
    }

    #[test]
    fn extra_parameters_keep_their_types() {
        let extra = |name: &str, value: &str| ExtraParam { name: name.to_owned(), value: value.to_owned() };
        let options = ChatOptions {
            extra: vec![
                extra("top_p", "0.9"),
                extra("reasoning_effort", "low"),
                extra("response_format", r#"{"type":"json_object"}"#),
                extra("", ""),
            ],
            system: " Be short. ".to_owned(),
            ..ChatOptions::default()
        };
        let sent = body(&build(&chat(options, vec![]), 0, "Hi", false, "x").unwrap());
        assert_eq!(sent["top_p"], 0.9);
        assert_eq!(sent["reasoning_effort"], "low");
        assert_eq!(sent["response_format"]["type"], "json_object");
        assert_eq!(sent["messages"][0], serde_json::json!({ "role": "system", "content": "Be short." }));
    }

    #[test]
    fn parameters_the_app_fills_in_itself_are_refused_with_a_sentence() {
        let extra = vec![ExtraParam { name: "stream".to_owned(), value: "false".to_owned() }];
        let problems =
            build(&chat(ChatOptions { extra, ..ChatOptions::default() }, vec![]), 0, "Hi", false, "x")
                .unwrap_err();
        assert_eq!(problems[0].path, "extra.0");
    }

    #[test]
    fn a_completions_endpoint_gets_a_prompt() {
        let sent = body(&build(&chat(ChatOptions::default(), vec![]), 0, "Once", true, "x").unwrap());
        assert_eq!(sent["prompt"], "Once");
        assert!(sent.get("messages").is_none());
    }
}
