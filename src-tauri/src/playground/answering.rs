//! What comes in fills the answer: words, reasoning, tool calls, counts, who answers. Each is told to the window as it comes. `run`
//! asks and ends; this file knows nothing of sending.

use std::time::Instant;

use gatewright_databricks::queries::{ChatReply, Usage};

use super::dto::{AnswerEvent, ToolCallShown};
use super::run::Run;
use super::times;
use crate::endpoints::known::Single;

impl Run<'_> {
    pub(super) fn take_reply(&mut self, reply: &ChatReply) {
        self.policy = reply.policy();
        self.answer.finish_reason = reply.finish_reason().map(str::to_owned);
        self.add_reasoning(&reply.reasoning());
        for (index, call) in (0_u32..).zip(reply.tool_calls()) {
            let (id, name) = (call.id.clone(), Some(call.function.name.clone()));
            self.add_tool_call(index, id, name, &call.function.arguments);
        }
    }

    pub(super) fn began_to_answer(&mut self, meta: &gatewright_databricks::Meta) {
        self.call.answered(meta);
        self.answered_by(meta.served_model.clone());
        self.answer.request_id.clone_from(&meta.request_id);
    }

    pub(super) fn has_come(&self) -> bool {
        !self.answer.text.is_empty() || !self.answer.tool_calls.is_empty()
    }

    pub(super) fn add_choice(&mut self, choice: u32, text: &str) {
        let at = usize::try_from(choice).unwrap_or(usize::MAX).saturating_sub(1);
        // No provider gives more than a few; a number out of nowhere must not take the memory.
        if at < 16 {
            let missing = (at + 1).saturating_sub(self.answer.choices.len());
            self.answer.choices.extend(std::iter::repeat_n(String::new(), missing));
            if let Some(one) = self.answer.choices.get_mut(at) {
                one.push_str(text);
            }
        }
    }

    /// Ids and names come once, arguments in pieces.
    pub(super) fn add_tool_call(
        &mut self,
        index: u32,
        id: Option<String>,
        name: Option<String>,
        arguments: &str,
    ) {
        self.first_word();
        let at = usize::try_from(index).unwrap_or(usize::MAX);
        if at >= 128 {
            return;
        }
        let missing = (at + 1).saturating_sub(self.answer.tool_calls.len());
        self.answer.tool_calls.extend(std::iter::repeat_n(ToolCallShown::default(), missing));
        if let Some(call) = self.answer.tool_calls.get_mut(at) {
            call.id = id.unwrap_or(std::mem::take(&mut call.id));
            call.name = name.unwrap_or(std::mem::take(&mut call.name));
            call.arguments.push_str(arguments);
        }
    }

    pub(super) fn add_text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.first_word();
        self.answer.text.push_str(text);
        if let Some(gathered) = self.text.push(text, Instant::now()) {
            self.send_text(gathered);
        }
    }

    pub(super) fn add_reasoning(&mut self, text: &str) {
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

    pub(super) fn send_text(&self, (seq, text): (u32, String)) {
        // A window that is gone does not stop the answer: it is in the database when the window comes back.
        let _ = self.events.send(AnswerEvent::Text { answer_id: self.answer.id.clone(), seq, text });
    }

    /// Sends what waits.
    pub(super) fn flush(&mut self) {
        let now = Instant::now();
        if let Some((seq, text)) = self.reasoning.take(now) {
            let answer_id = self.answer.id.clone();
            let _ = self.events.send(AnswerEvent::Reasoning { answer_id, seq, text });
        }
        if let Some(gathered) = self.text.take(now) {
            self.send_text(gathered);
        }
    }

    pub(super) fn first_word(&mut self) {
        if self.answer.first_word_ms.is_none() {
            self.answer.first_word_ms = Some(times::milliseconds(self.began.elapsed()));
        }
    }

    pub(super) fn count(&mut self, usage: &Usage) {
        let small = |count: Option<i64>| count.and_then(|count| u32::try_from(count).ok());
        self.answer.prompt_tokens = small(usage.prompt_tokens).or(self.answer.prompt_tokens);
        self.answer.completion_tokens = small(usage.completion_tokens).or(self.answer.completion_tokens);
        self.answer.reasoning_tokens = small(usage.reasoning_tokens()).or(self.answer.reasoning_tokens);
        self.answer.cached_tokens = small(usage.cached_tokens()).or(self.answer.cached_tokens);
    }

    pub(super) fn answered_by(&mut self, entity: Option<String>) {
        self.answer.served_by = entity.or_else(|| self.chat.entity.clone());
        if let Some(single) = self.connection.known.fresh(&self.chat.endpoint) {
            self.introduce(&single);
        }
    }

    /// Who the entity that answered is, as far as the endpoint says.
    pub(super) fn introduce(&mut self, single: &Single) {
        let Some(name) = self.answer.served_by.as_deref() else { return };
        let entities = single.shown.entities.iter().enumerate();
        if let Some((index, entity)) = entities.into_iter().find(|(_, entity)| entity.name == name) {
            self.answer.provider_name = Some(entity.provider_name.clone());
            self.answer.model = Some(entity.model.clone());
            self.answer.share = Some(entity.share);
            self.answer.position = u32::try_from(index + 1).ok();
        }
    }
}
