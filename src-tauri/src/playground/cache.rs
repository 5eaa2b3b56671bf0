//! The cache of answers: the same question, asked of the same endpoint as it stands, is answered with what was answered before.
//! Off unless a conversation's options say otherwise. It holds no texts: it points at answers of conversations, and forgets
//! them when they are deleted. Called by `asking.rs`; its two commands are in `cache_commands.rs`.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::answer_dto::{Cost, FromCache};
use super::cache_rows;
use super::dto::{Answer, AnswerOutcome, Chat, UseCache};
use crate::app::App;
use crate::clock;
use crate::store::StoreError;
use crate::workspaces::connection::Connection;

/// What a request carries that shapes no answer: who asks, and how it is brought.
const SHAPES_NOTHING: [&str; 4] = ["client_request_id", "usage_context", "stream", "stream_options"];

/// A question that may be answered from the cache.
pub(crate) struct Looked {
    key: String,
    /// The answer it got before, and when.
    found: Option<(Answer, i64)>,
    keeps: bool,
}

/// Looks for an answer to this request. None where the conversation does not use the cache, where an answer would be another
/// each time, or where it is not known how the endpoint is set up.
pub(crate) async fn look(
    app: &App,
    workspace: &str,
    connection: &Connection,
    chat: &Chat,
    body: &Value,
) -> Result<Option<Looked>, StoreError> {
    if !may_use(chat.options.use_cache, body) {
        return Ok(None);
    }
    let Some(about) = connection.known.about(&connection.client, &chat.endpoint).await else {
        return Ok(None);
    };
    let key = key(workspace, chat, &about.snapshot.raw, body);
    let of = key.clone();
    let found = app.store.run(move |store| cache_rows::find(store, &of)).await?;
    Ok(Some(Looked { key, found, keeps: chat.recorded }))
}

impl Looked {
    /// The answer of before in the place of one that is waited for: nothing was sent, so nothing was counted, timed or charged.
    pub(crate) fn answer(&self, waiting: &Answer) -> Option<Answer> {
        let (found, at) = self.found.as_ref()?;
        let was = found.cost.as_ref();
        Some(Answer {
            id: waiting.id.clone(),
            client_request_id: waiting.client_request_id.clone(),
            started_at: waiting.started_at,
            outcome: AnswerOutcome::Complete,
            from_cache: Some(FromCache { at: clock::to_ui(*at), answer_id: Some(found.id.clone()) }),
            first_word_ms: None,
            total_ms: None,
            breakdown: None,
            prompt_tokens: None,
            completion_tokens: None,
            reasoning_tokens: None,
            cached_tokens: None,
            estimated_tokens: false,
            cost: Some(Cost {
                amount: 0.0,
                currency: was.map_or_else(|| "USD".to_owned(), |cost| cost.currency.clone()),
                estimated: false,
                words: "nothing".to_owned(),
                source: "The answer came from the cache of this computer; nothing was sent.".to_owned(),
            }),
            request_id: None,
            notes: Vec::new(),
            failure: None,
            ..found.clone()
        })
    }

    /// Remembers the answer, where it is one that can be given again.
    pub(crate) async fn keep(self, app: &App, answer: &Answer) -> Result<(), StoreError> {
        if !self.keeps || !can_be_given_again(answer) {
            return Ok(());
        }
        let id = answer.id.clone();
        app.store.run(move |store| cache_rows::keep(store, &self.key, &id, clock::now_ms())).await
    }
}

/// A whole answer that nobody cut, hid a part of or refused.
fn can_be_given_again(answer: &Answer) -> bool {
    answer.outcome == AnswerOutcome::Complete
        && answer.failure.is_none()
        && answer.from_cache.is_none()
        && !answer.masked
        && answer.guardrails.is_empty()
        && answer.finish_reason.as_deref() != Some("content_filter")
}

/// Without a temperature of 0 each answer is another one; who wants the same again has to say so.
fn may_use(choice: UseCache, body: &Value) -> bool {
    match choice {
        UseCache::Off => false,
        UseCache::Deterministic => body.get("temperature").and_then(Value::as_f64) == Some(0.0),
        UseCache::Always => true,
    }
}

/// Everything that shapes an answer, as one number: where it is asked, how the endpoint and its gateway are set up, and the
/// request itself. In what order a request's parameters stand shapes nothing.
fn key(workspace: &str, chat: &Chat, endpoint: &Value, body: &Value) -> String {
    let mut body = body.clone();
    if let Some(body) = body.as_object_mut() {
        body.retain(|name, _| !SHAPES_NOTHING.contains(&name.as_str()));
    }
    let part = |name: &str| endpoint.get(name).cloned().unwrap_or_default();
    let whole = json!([
        workspace,
        chat.endpoint,
        chat.entity,
        part("id"),
        sorted(&part("config")),
        sorted(&part("ai_gateway")),
        sorted(&body)
    ]);
    Sha256::digest(whole.to_string()).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| *name);
            Value::Object(
                fields.into_iter().map(|(name, value)| (name.clone(), sorted(value))).collect::<Map<_, _>>(),
            )
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{can_be_given_again, key, may_use};
    use crate::playground::answer_dto::FromCache;
    use crate::playground::dto::{Answer, AnswerOutcome, Chat, ChatKind, ChatOptions, UseCache};

    fn chat(endpoint: &str, entity: Option<&str>) -> Chat {
        Chat {
            id: "c".to_owned(),
            title: String::new(),
            kind: ChatKind::Chat,
            endpoint: endpoint.to_owned(),
            entity: entity.map(str::to_owned),
            options: ChatOptions::default(),
            turns: Vec::new(),
            draft: String::new(),
            draft_attachments: Vec::new(),
            updated_at: 0.0,
            starred: false,
            recorded: true,
        }
    }

    fn body() -> Value {
        json!({ "messages": [{ "role": "user", "content": "Hi" }], "temperature": 0, "max_tokens": 5,
                "client_request_id": "1", "usage_context": { "app": "gatewright" }, "stream": true })
    }

    fn endpoint() -> Value {
        json!({ "id": "e1", "config": { "config_version": 3 }, "ai_gateway": { "guardrails": {} }, "state": "READY" })
    }

    #[test]
    fn whatever_shapes_an_answer_makes_another_question_of_it() {
        let here = key("w", &chat("e", None), &endpoint(), &body());
        let with = |field: &str, value: Value| {
            let mut body = body();
            body[field] = value;
            key("w", &chat("e", None), &endpoint(), &body)
        };
        let set_up = |field: &str, value: Value| {
            let mut endpoint = endpoint();
            endpoint[field] = value;
            key("w", &chat("e", None), &endpoint, &body())
        };
        let others = [
            key("v", &chat("e", None), &endpoint(), &body()),
            key("w", &chat("f", None), &endpoint(), &body()),
            key("w", &chat("e", Some("gpt")), &endpoint(), &body()),
            with("messages", json!([{ "role": "user", "content": "Hi!" }])),
            with("temperature", json!(0.1)),
            with("max_tokens", json!(6)),
            with("seed", json!(7)),
            with("n", json!(2)),
            set_up("config", json!({ "config_version": 4 })),
            set_up("ai_gateway", json!({ "guardrails": { "input": { "safety": true } } })),
            set_up("id", json!("e2")),
        ];
        for (at, other) in others.iter().enumerate() {
            assert_ne!(*other, here, "{at}");
        }
        assert_eq!(others.iter().collect::<std::collections::HashSet<_>>().len(), others.len());
    }

    #[test]
    fn who_asks_and_how_it_is_brought_makes_no_difference() {
        let here = key("w", &chat("e", None), &endpoint(), &body());
        let mut other =
            json!({ "stream": false, "client_request_id": "2", "max_tokens": 5, "temperature": 0 });
        other["messages"] = json!([{ "content": "Hi", "role": "user" }]);
        let mut busy = endpoint();
        busy["state"] = json!("UPDATING");
        assert_eq!(key("w", &chat("e", None), &busy, &other), here);
    }

    #[test]
    fn an_answer_that_would_be_another_each_time_comes_from_the_cache_only_when_that_is_wanted() {
        let hot = json!({ "temperature": 0.7 });
        let unset = json!({});
        for (choice, cold_too, hot_too) in [
            (UseCache::Off, false, false),
            (UseCache::Deterministic, true, false),
            (UseCache::Always, true, true),
        ] {
            assert_eq!(may_use(choice, &body()), cold_too, "{choice:?}");
            assert_eq!((may_use(choice, &hot), may_use(choice, &unset)), (hot_too, hot_too), "{choice:?}");
        }
    }

    #[test]
    fn only_whole_answers_that_nothing_was_hidden_in_are_remembered() {
        let whole = || {
            let mut answer = Answer::waiting("a", "r");
            answer.outcome = AnswerOutcome::Complete;
            answer
        };
        assert!(can_be_given_again(&whole()));
        for outcome in
            [AnswerOutcome::Stopped, AnswerOutcome::Cut, AnswerOutcome::Failed, AnswerOutcome::Unknown]
        {
            assert!(!can_be_given_again(&Answer { outcome, ..whole() }), "{outcome:?}");
        }
        assert!(!can_be_given_again(&Answer { masked: true, ..whole() }));
        assert!(!can_be_given_again(&Answer { finish_reason: Some("content_filter".to_owned()), ..whole() }));
        assert!(!can_be_given_again(&Answer {
            from_cache: Some(FromCache { at: 1.0, answer_id: None }),
            ..whole()
        }));
    }
}
