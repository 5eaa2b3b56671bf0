//! What is sent for a prompt: the conversation so far, the options, and the parameters a person added. Pure: nothing is
//! sent from here.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gatewright_databricks::Extra;
use gatewright_databricks::queries::{Block, ChatRequest, CompletionRequest, Content, Message};
use serde_json::{Value, json};

use super::dto::{ChatOptions, ExtraParam};
use crate::explain::FieldProblem;

/// The request in the form the endpoint's task wants.
#[derive(Debug, Clone)]
pub(crate) enum Prompt {
    Chat(ChatRequest),
    Completion(CompletionRequest),
}

/// A picture that goes along with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) media_type: String,
    pub(crate) bytes: Vec<u8>,
}

/// A message from before and what was answered.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    /// The id of the answer.
    pub(crate) answer: String,
    pub(crate) prompt: String,
    pub(crate) pictures: Vec<Picture>,
    pub(crate) text: String,
}

/// The message that is asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Own {
    pub(crate) prompt: String,
    pub(crate) pictures: Vec<Picture>,
}

/// The names the request has fields of its own for.
const RESERVED: &[&str] = &["messages", "prompt", "stream", "client_request_id", "usage_context"];

/// Builds the request for a message that comes after `context`.
pub(crate) fn build(
    options: &ChatOptions,
    context: &[Said],
    own: &Own,
    completions: bool,
    client_request_id: &str,
) -> Result<Prompt, Vec<FieldProblem>> {
    let extra = parameters(&options.extra)?;
    if options.n.is_some_and(|n| !(1..=5).contains(&n)) {
        return Err(vec![FieldProblem::block("n", "Between 1 and 5 answers can be asked for at once.")]);
    }
    if completions && !own.pictures.is_empty() {
        let said =
            "This endpoint goes on with a text and takes no pictures. Remove them, or ask a chat endpoint.";
        return Err(vec![FieldProblem::block("attachments", said)]);
    }
    let usage_context = BTreeMap::from([
        ("app".to_owned(), "gatewright".to_owned()),
        ("source".to_owned(), "playground".to_owned()),
    ]);
    let id = Some(client_request_id.to_owned());
    let stop: Vec<String> = options.stop.iter().filter(|stop| !stop.is_empty()).cloned().collect();
    let (max_tokens, temperature, n) = (options.max_tokens, options.temperature, options.n);
    if completions {
        let request = CompletionRequest::new(own.prompt.as_str());
        return Ok(Prompt::Completion(CompletionRequest {
            max_tokens,
            temperature,
            n,
            stop,
            client_request_id: id,
            usage_context,
            extra,
            ..request
        }));
    }
    let request = ChatRequest::new(messages(options.system.trim(), context, own));
    Ok(Prompt::Chat(ChatRequest {
        max_tokens,
        temperature,
        n,
        stop,
        client_request_id: id,
        usage_context,
        extra,
        ..request
    }))
}

/// The conversation as a model wants it.
pub(crate) fn messages(system: &str, context: &[Said], own: &Own) -> Vec<Message> {
    let mut messages = Vec::new();
    if !system.is_empty() {
        messages.push(Message::system(system));
    }
    for said in context {
        messages.push(user(&said.prompt, &said.pictures));
        messages.push(Message::assistant(&said.text));
    }
    messages.push(user(&own.prompt, &own.pictures));
    messages
}

fn user(prompt: &str, pictures: &[Picture]) -> Message {
    if pictures.is_empty() {
        return Message::user(prompt);
    }
    let mut blocks = vec![Block::from_text(prompt)];
    blocks.extend(pictures.iter().map(|picture| Block::from_image(picture.address())));
    Message { content: Content::Blocks(blocks), ..Message::user("") }
}

impl Picture {
    /// The picture as an address that holds it.
    pub(crate) fn address(&self) -> String {
        format!("data:{};base64,{}", self.media_type, STANDARD.encode(&self.bytes))
    }
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
    /// How many characters are said to the model.
    pub(crate) fn characters(&self) -> usize {
        match self {
            Self::Chat(request) => {
                request.messages.iter().map(|message| message.text().chars().count()).sum()
            }
            Self::Completion(request) => request.prompt.as_str().map_or(0, |prompt| prompt.chars().count()),
        }
    }

    /// The body as it is sent.
    pub(crate) fn body(&self, stream: bool) -> Value {
        let mut body = match self {
            Self::Chat(request) => json!(request),
            Self::Completion(request) => json!(request),
        };
        if stream {
            body["stream"] = true.into();
        }
        body
    }
}

#[cfg(test)]
mod tests {
    use super::{Own, Picture, Prompt, Said, build};
    use crate::playground::dto::{ChatOptions, ExtraParam};

    fn own(prompt: &str) -> Own {
        Own { prompt: prompt.to_owned(), pictures: Vec::new() }
    }

    fn body(prompt: &Prompt) -> serde_json::Value {
        prompt.body(true)
    }

    #[test]
    fn only_what_was_set_is_sent() {
        let sent = body(&build(&ChatOptions::default(), &[], &own("Hi"), false, "id-1").unwrap());
        assert_eq!(sent["messages"], serde_json::json!([{ "role": "user", "content": "Hi" }]));
        for name in ["temperature", "max_tokens", "n", "stop"] {
            assert!(sent.get(name).is_none(), "{name}");
        }
        assert_eq!(sent["client_request_id"], "id-1");
    }

    #[test]
    fn what_was_said_before_goes_along_with_its_pictures() {
        let said = Said {
            answer: "a".to_owned(),
            prompt: "What is this?".to_owned(),
            pictures: vec![Picture { media_type: "image/png".to_owned(), bytes: vec![1, 2, 3] }],
            text: "A dot.".to_owned(),
        };
        let sent = body(&build(&ChatOptions::default(), &[said], &own("Why?"), false, "x").unwrap());
        let roles: Vec<_> = sent["messages"].as_array().unwrap().iter().map(|m| m["role"].clone()).collect();
        assert_eq!(roles, ["user", "assistant", "user"]);
        let picture = &sent["messages"][0]["content"][1];
        assert_eq!(
            (&picture["type"], &picture["image_url"]["url"]),
            (&"image_url".into(), &"data:image/png;base64,AQID".into())
        );
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
            stop: vec!["END".to_owned(), String::new()],
            n: Some(2),
            ..ChatOptions::default()
        };
        let sent = body(&build(&options, &[], &own("Hi"), false, "x").unwrap());
        assert_eq!(sent["top_p"], 0.9);
        assert_eq!(sent["reasoning_effort"], "low");
        assert_eq!(sent["response_format"]["type"], "json_object");
        assert_eq!((&sent["stop"], &sent["n"]), (&serde_json::json!(["END"]), &2.into()));
        assert_eq!(sent["messages"][0], serde_json::json!({ "role": "system", "content": "Be short." }));
    }

    #[test]
    fn parameters_the_app_fills_in_itself_are_refused_with_a_sentence() {
        let extra = vec![ExtraParam { name: "stream".to_owned(), value: "false".to_owned() }];
        let options = ChatOptions { extra, ..ChatOptions::default() };
        let problems = build(&options, &[], &own("Hi"), false, "x").unwrap_err();
        assert_eq!(problems[0].path, "extra.0");
        let options = ChatOptions { n: Some(6), ..ChatOptions::default() };
        assert_eq!(build(&options, &[], &own("Hi"), false, "x").unwrap_err()[0].path, "n");
    }

    #[test]
    fn a_completions_endpoint_gets_a_prompt_and_no_pictures() {
        let sent = body(&build(&ChatOptions::default(), &[], &own("Once"), true, "x").unwrap());
        assert_eq!(sent["prompt"], "Once");
        assert!(sent.get("messages").is_none());
        let pictures = vec![Picture { media_type: "image/png".to_owned(), bytes: vec![1] }];
        let own = Own { prompt: "Once".to_owned(), pictures };
        assert_eq!(build(&ChatOptions::default(), &[], &own, true, "x").unwrap_err()[0].path, "attachments");
    }
}
