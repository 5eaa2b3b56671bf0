//! One answer, from sending the prompt to its end. The prompt goes out once: waiting for a rate limit is shown, not done
//! in silence, and nothing here sends again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use gatewright_databricks::queries::{
    ChatEvent, ChatStream, Outcome, QueryOptions, StreamEnd, Target, Usage,
};
use gatewright_databricks::{Error, RetryPolicy};
use tauri::ipc::Channel;

use super::batch::Batch;
use super::dto::{Answer, AnswerEvent, AnswerOutcome, Chat};
use super::prompt::Prompt;
use super::rows;
use crate::app::App;
use crate::endpoints::known::Single;
use crate::endpoints::reading;
use crate::explain::{self, Asked as AskedOf, Operation, local};
use crate::ipc::failure::Failure;
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
) -> Answer {
    let Asked { chat, turn_id, prompt, answer } = asked;
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

struct Run<'a> {
    app: &'a App,
    connection: &'a Connection,
    chat: &'a Chat,
    turn_id: &'a str,
    events: &'a Channel<AnswerEvent>,
    answer: Answer,
    began: Instant,
    text: Batch,
    reasoning: Batch,
    journaled: Instant,
}

impl Run<'_> {
    async fn ask(&mut self, prompt: &Prompt) {
        let target = match &self.chat.entity {
            Some(entity) => Target::entity(&self.chat.endpoint, entity),
            None => Target::endpoint(&self.chat.endpoint),
        };
        // A wait of up to a minute that nobody sees is worse than an answer that says how long to wait.
        let options = QueryOptions { retry: Some(RetryPolicy::once()), ..QueryOptions::default() };
        let failed = if self.chat.options.stream {
            self.stream(prompt, &target, &options).await
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
        self.answered_by(stream.meta().served_model.clone());
        self.answer.request_id.clone_from(&stream.meta().request_id);
        self.answer.outcome = AnswerOutcome::Streaming;
        // Said once more now that it is known who answers.
        let (turn_id, answer) = (self.turn_id.to_owned(), self.answer.clone());
        let _ = self.events.send(AnswerEvent::Started { turn_id, answer });
        while let Some(batch) = self.next(&mut stream).await {
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
            // Further choices (n > 1) are not shown: the conversation goes on with the first.
            ChatEvent::Text { choice: 0, text } => self.add_text(&text),
            ChatEvent::Reasoning { choice: 0, text } => self.add_reasoning(&text),
            ChatEvent::Usage(usage) => self.count(&usage),
            ChatEvent::Finish { choice: 0, reason } => self.answer.finish_reason = Some(reason),
            ChatEvent::Policy(policy) => self.answer.masked |= policy.masked(),
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
            (Outcome::Truncated, _) if !self.answer.text.is_empty() => {
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
        let (text, reasoning, finish, usage, masked, meta) = match prompt {
            Prompt::Chat(request) => {
                let reply = queries.chat_with(target, request, options).await?;
                let masked = reply.value.policy().is_some_and(|policy| policy.masked());
                let finish = reply.value.finish_reason().map(str::to_owned);
                (reply.value.text(), reply.value.reasoning(), finish, reply.value.usage, masked, reply.meta)
            }
            Prompt::Completion(request) => {
                let reply = queries.completions(target, request, options).await?;
                let finish = reply.value.choices.first().and_then(|choice| choice.finish_reason.clone());
                (reply.value.text().to_owned(), String::new(), finish, reply.value.usage, false, reply.meta)
            }
        };
        self.answered_by(meta.served_model);
        self.answer.request_id = meta.request_id;
        self.answer.finish_reason = finish;
        self.answer.masked = masked;
        self.add_reasoning(&reasoning);
        self.add_text(&text);
        if let Some(usage) = usage {
            self.count(&usage);
        }
        self.answer.outcome = AnswerOutcome::Complete;
        Ok(())
    }

    fn add_text(&mut self, text: &str) {
        self.first_word();
        self.answer.text.push_str(text);
        if let Some(gathered) = self.text.push(text, Instant::now()) {
            self.send_text(gathered);
        }
    }

    fn add_reasoning(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.first_word();
        self.answer.reasoning.get_or_insert_default().push_str(text);
        if let Some((seq, text)) = self.reasoning.push(text, Instant::now()) {
            let answer_id = self.answer.id.clone();
            let _ = self.events.send(AnswerEvent::Reasoning { answer_id, seq, text });
        }
    }

    fn send_text(&self, (seq, text): (u32, String)) {
        // A window that is gone does not stop the answer: it is in the database when the window comes back.
        let _ = self.events.send(AnswerEvent::Text { answer_id: self.answer.id.clone(), seq, text });
    }

    /// Sends what waits.
    fn flush(&mut self) {
        let now = Instant::now();
        if let Some((seq, text)) = self.reasoning.take(now) {
            let answer_id = self.answer.id.clone();
            let _ = self.events.send(AnswerEvent::Reasoning { answer_id, seq, text });
        }
        if let Some(gathered) = self.text.take(now) {
            self.send_text(gathered);
        }
    }

    fn first_word(&mut self) {
        if self.answer.first_word_ms.is_none() {
            self.answer.first_word_ms = Some(milliseconds(self.began.elapsed()));
        }
    }

    fn count(&mut self, usage: &Usage) {
        let small = |count: Option<i64>| count.and_then(|count| u32::try_from(count).ok());
        self.answer.prompt_tokens = small(usage.prompt_tokens).or(self.answer.prompt_tokens);
        self.answer.completion_tokens = small(usage.completion_tokens).or(self.answer.completion_tokens);
        self.answer.reasoning_tokens = small(usage.reasoning_tokens()).or(self.answer.reasoning_tokens);
    }

    fn answered_by(&mut self, entity: Option<String>) {
        self.answer.served_by = entity.or_else(|| self.chat.entity.clone());
        if let Some(single) = self.connection.known.fresh(&self.chat.endpoint) {
            self.introduce(&single);
        }
    }

    /// Who the entity that answered is, as far as the endpoint says.
    fn introduce(&mut self, single: &Single) {
        let Some(name) = self.answer.served_by.as_deref() else { return };
        let entities = single.shown.entities.iter().enumerate();
        if let Some((index, entity)) = entities.into_iter().find(|(_, entity)| entity.name == name) {
            self.answer.provider_name = Some(entity.provider_name.clone());
            self.answer.share = Some(entity.share);
            self.answer.position = u32::try_from(index + 1).ok();
        }
    }

    async fn journal(&mut self) {
        if self.journaled.elapsed() < JOURNAL {
            return;
        }
        self.journaled = Instant::now();
        let (id, text) = (self.answer.id.clone(), self.answer.text.clone());
        if let Err(error) =
            self.app.store.run(move |connection| rows::keep_text(connection, &id, &text)).await
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
        self.answer.outcome = match (error.is_ambiguous(), self.answer.text.is_empty()) {
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
    async fn end(mut self) -> Answer {
        self.flush();
        self.answer.total_ms = Some(milliseconds(self.began.elapsed()));
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
        self.answer
    }
}

fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 10_000.0).round() / 10.0
}
