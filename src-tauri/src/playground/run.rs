//! One answer, from sending the prompt to its end. The prompt goes out once: waiting for a rate limit is shown, not done
//! in silence, and nothing here sends again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use gatewright_databricks::queries::{
    ChatEvent, ChatStream, Outcome, Policy, QueryOptions, StreamEnd, Target,
};
use gatewright_databricks::{Error, RetryPolicy};
use tauri::ipc::Channel;

use super::batch::Batch;
use super::call::Call;
use super::dto::{Answer, AnswerEvent, AnswerOutcome, Chat, Cost, RawCall};
use super::prompt::Prompt;
use super::{answer_rows, guarded, times};
use crate::app::App;
use crate::endpoints::known::Single;
use crate::endpoints::reading;
use crate::explain::{self, Asked as AskedOf, Operation, local};
use crate::ipc::failure::Failure;
use crate::prices::commands as prices;
use crate::prices::cost::Counts;
use crate::workspaces::connection::Connection;

/// How often the text that has come is written to the database.
const JOURNAL: Duration = Duration::from_millis(500);

/// What is asked.
pub(crate) struct Asked<'a> {
    pub(crate) chat: &'a Chat,
    pub(crate) turn_id: &'a str,
    pub(crate) prompt: Prompt,
    pub(crate) answer: Answer,
}

/// Asks, and gives the answer as it ended.
pub(crate) async fn run(
    app: &App,
    connection: &Connection,
    asked: Asked<'_>,
    events: &Channel<AnswerEvent>,
) -> (Answer, RawCall) {
    let Asked { chat, turn_id, prompt, answer } = asked;
    let prompt_characters = prompt.characters();
    let ask = app.asks.begin(&answer.id);
    let mut run = Run {
        app,
        connection,
        chat,
        turn_id,
        events,
        answer,
        began: Instant::now(),
        text: Batch::new(),
        reasoning: Batch::new(),
        journaled: Instant::now(),
        prompt_characters,
        policy: None,
        call: Call::new(&target(chat), chat.options.stream),
    };
    let stopped = tokio::select! {
        biased;
        () = ask.stopped() => true,
        () = run.ask(&prompt) => false,
    };
    if stopped {
        run.answer.outcome = AnswerOutcome::Stopped;
    }
    run.end().await
}

fn target(chat: &Chat) -> Target {
    match &chat.entity {
        Some(entity) => Target::entity(&chat.endpoint, entity),
        None => Target::endpoint(&chat.endpoint),
    }
}

pub(super) struct Run<'a> {
    pub(super) app: &'a App,
    pub(super) connection: &'a Connection,
    pub(super) chat: &'a Chat,
    pub(super) turn_id: &'a str,
    pub(super) events: &'a Channel<AnswerEvent>,
    pub(super) answer: Answer,
    pub(super) began: Instant,
    pub(super) text: Batch,
    pub(super) reasoning: Batch,
    pub(super) journaled: Instant,
    /// Of everything that was said to the model, for an estimate where nobody counts.
    pub(super) prompt_characters: usize,
    pub(super) policy: Option<Policy>,
    pub(super) call: Call,
}

impl Run<'_> {
    async fn ask(&mut self, prompt: &Prompt) {
        let target = target(self.chat);
        // A wait of up to a minute that nobody sees is worse than an answer that says how long to wait.
        let options = QueryOptions { retry: Some(RetryPolicy::once()), ..QueryOptions::default() };
        let failed = if self.chat.options.stream {
            match self.stream(prompt, &target, &options).await {
                Err(error) if self.answer.text.is_empty() && refuses_streaming(&error) => {
                    self.answer.notes.push("This model does not stream; the answer came whole.".to_owned());
                    self.call = Call::new(&target, false);
                    self.whole(prompt, &target, &options).await
                }
                ended => ended,
            }
        } else {
            self.whole(prompt, &target, &options).await
        };
        if let Err(error) = failed {
            self.fail(error).await;
        }
    }

    async fn stream(
        &mut self,
        prompt: &Prompt,
        target: &Target,
        options: &QueryOptions,
    ) -> Result<(), Error> {
        let queries = self.connection.client.queries();
        let mut stream = match prompt {
            Prompt::Chat(request) => queries.chat_stream(target, request, options).await?,
            Prompt::Completion(request) => queries.completions_stream(target, request, options).await?,
        };
        self.began_to_answer(stream.meta());
        self.answer.outcome = AnswerOutcome::Streaming;
        // Said once more now that it is known who answers.
        let (turn_id, answer) = (self.turn_id.to_owned(), self.answer.clone());
        let _ = self.events.send(AnswerEvent::Started { turn_id, answer });
        while let Some(batch) = self.next(&mut stream).await {
            self.call.came(stream.received());
            for event in batch {
                if let Some(end) = self.take(event) {
                    return self.ended(end).await;
                }
            }
            self.journal().await;
        }
        Ok(())
    }

    /// The next events; what waits for its frame is sent while waiting.
    async fn next(&mut self, stream: &mut ChatStream) -> Option<Vec<ChatEvent>> {
        loop {
            let due = [self.text.due(), self.reasoning.due()].into_iter().flatten().min();
            let Some(due) = due else { return stream.next().await };
            tokio::select! {
                biased;
                events = stream.next() => return events,
                () = tokio::time::sleep_until(due.into()) => self.flush(),
            }
        }
    }

    fn take(&mut self, event: ChatEvent) -> Option<StreamEnd> {
        match event {
            ChatEvent::Text { choice: 0, text } => self.add_text(&text),
            // The conversation goes on with the first; the others stand beside it when the answer has ended.
            ChatEvent::Text { choice, text } => self.add_choice(choice, &text),
            ChatEvent::ToolCall { choice: 0, index, id, name, arguments } => {
                self.add_tool_call(index, id, name, &arguments);
            }
            ChatEvent::Reasoning { choice: 0, text } => self.add_reasoning(&text),
            ChatEvent::Usage(usage) => self.count(&usage),
            ChatEvent::Finish { choice: 0, reason } => self.answer.finish_reason = Some(reason),
            ChatEvent::Policy(policy) => self.policy = Some(policy),
            ChatEvent::End(end) => return Some(end),
            _ => {}
        }
        None
    }

    async fn ended(&mut self, end: StreamEnd) -> Result<(), Error> {
        if let Some(usage) = &end.usage {
            self.count(usage);
        }
        if end.finish_reason.is_some() {
            self.answer.finish_reason.clone_from(&end.finish_reason);
        }
        match (end.outcome, end.error) {
            (Outcome::Complete, _) => {
                self.answer.outcome = AnswerOutcome::Complete;
                Ok(())
            }
            (Outcome::Truncated, _) if self.has_come() => {
                self.answer.outcome = AnswerOutcome::Cut;
                Ok(())
            }
            (_, Some(error)) => Err(error),
            (_, None) => {
                self.answer.outcome = AnswerOutcome::Unknown;
                self.answer.failure = Some(local::maybe_charged().into());
                Ok(())
            }
        }
    }

    async fn whole(&mut self, prompt: &Prompt, target: &Target, options: &QueryOptions) -> Result<(), Error> {
        let queries = self.connection.client.queries();
        let (usage, texts) = match prompt {
            Prompt::Chat(request) => {
                let reply = queries.chat_with(target, request, options).await?;
                self.began_to_answer(&reply.meta);
                self.call.whole(&reply.raw);
                self.take_reply(&reply.value);
                let others = reply.value.choices.iter().skip(1).map(|choice| choice.message.text());
                (
                    reply.value.usage.clone(),
                    std::iter::once(reply.value.text()).chain(others).collect::<Vec<_>>(),
                )
            }
            Prompt::Completion(request) => {
                let reply = queries.completions(target, request, options).await?;
                self.began_to_answer(&reply.meta);
                self.call.whole(&reply.raw);
                let choices = &reply.value.choices;
                self.answer.finish_reason = choices.first().and_then(|choice| choice.finish_reason.clone());
                (reply.value.usage.clone(), choices.iter().map(|choice| choice.text.clone()).collect())
            }
        };
        let mut texts = texts.into_iter();
        self.add_text(&texts.next().unwrap_or_default());
        self.answer.choices = texts.collect();
        if let Some(usage) = usage {
            self.count(&usage);
        }
        self.answer.outcome = AnswerOutcome::Complete;
        Ok(())
    }

    async fn journal(&mut self) {
        if self.journaled.elapsed() < JOURNAL {
            return;
        }
        self.journaled = Instant::now();
        let so_far = self.answer.clone();
        if let Err(error) =
            self.app.store_of(&self.chat.id).run(move |store| answer_rows::keep_so_far(store, &so_far)).await
        {
            tracing::warn!(error = %error.0, "an answer in progress was not written down");
        }
    }

    async fn fail(&mut self, error: Error) {
        let about = self.about().await;
        let asked = about.as_deref().map_or_else(
            || AskedOf {
                endpoint: self.chat.endpoint.clone(),
                entity: self.chat.entity.clone(),
                streaming: self.chat.options.stream,
                ..AskedOf::default()
            },
            |single| reading::asked(&single.shown, self.chat.entity.as_deref(), self.chat.options.stream),
        );
        self.call.failed(&error);
        self.answer.outcome = match (error.is_ambiguous(), !self.has_come()) {
            (true, true) => AnswerOutcome::Unknown,
            (true, false) => AnswerOutcome::Cut,
            (false, _) => AnswerOutcome::Failed,
        };
        self.answer.request_id = error.request_id.clone().or(self.answer.request_id.take());
        let mut context = self.connection.context(Operation::Ask(asked));
        context.seconds = Some(self.began.elapsed().as_secs_f64());
        self.answer.failure = Some(Failure::from(explain::explain(&error, &context)));
    }

    async fn about(&self) -> Option<Arc<Single>> {
        self.connection.known.about(&self.connection.client, &self.chat.endpoint).await
    }

    /// Rounds the answer off: the last text, who answered, how long it took, an estimate where nobody counted.
    async fn end(mut self) -> (Answer, RawCall) {
        self.flush();
        self.answer.total_ms = Some(times::milliseconds(self.began.elapsed()));
        self.answer.breakdown = times::breakdown(&times::Measured {
            first_word_ms: self.answer.first_word_ms,
            total_ms: self.answer.total_ms,
            ..self.call.measured()
        });
        if let Some(policy) = &self.policy {
            self.answer.masked = policy.masked();
            self.answer.guardrails = guarded::of(policy, &self.answer.text);
        }
        if self.answer.completion_tokens.is_none() && !self.answer.text.is_empty() {
            let characters = self.answer.text.chars().count();
            self.answer.completion_tokens = u32::try_from((characters + 1) / 4).ok();
            self.answer.estimated_tokens = true;
        }
        if self.answer.served_by.is_some()
            && self.answer.position.is_none()
            && let Some(single) = self.about().await
        {
            self.introduce(&single);
        }
        self.answer.cost = self.cost().await;
        (self.answer, self.call.done())
    }

    /// What it cost, where a price is known and something came. Nothing is charged for a refusal, as far as anybody says.
    async fn cost(&self) -> Option<Cost> {
        let completion = self.answer.completion_tokens?;
        let prompt = self.answer.prompt_tokens;
        let guessed = u32::try_from((self.prompt_characters + 1) / 4).unwrap_or(u32::MAX);
        let counts = Counts {
            prompt: prompt.unwrap_or(guessed),
            completion,
            cached: self.answer.cached_tokens.unwrap_or(0),
            estimated: prompt.is_none() || self.answer.estimated_tokens,
        };
        let about = self.about().await?;
        let name = self.answer.served_by.as_deref()?;
        let entity = about.shown.entities.iter().find(|entity| entity.name == name)?;
        prices::cost_of(self.app, &entity.provider, &entity.model, counts).await
    }
}

/// Whether a refusal is about streaming and about nothing else. The answer has been refused, so asking again pays nothing twice.
fn refuses_streaming(error: &Error) -> bool {
    let said = error.message.to_ascii_lowercase();
    error.guardrail.is_none()
        && matches!(error.status, Some(400 | 405 | 415 | 422 | 501))
        && said.contains("stream")
        && !error.is_ambiguous()
}
