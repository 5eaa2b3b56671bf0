//! Prompts: which endpoint and entity answer, what stops them on the way (permission, limits, guardrails, the provider),
//! and fallback to the next entity. The request is read by `prompt`, the words come from `produce`, their form from `shape`.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::clock::{now_ms, scaled};
use crate::gate::Ask;
use crate::identity::Who;
use crate::permissions::require;
use crate::reply::{Answer, Refusal, Reply};
use crate::running::{Shared, Slot, lock};
use crate::serving::not_there;
use crate::world::{Endpoint, Temper, World, text};

mod bench;
mod guard;
pub(crate) mod limits;
mod produce;
mod prompt;
mod provider;
mod shape;

use guard::Verdict;
use prompt::Prompt;

/// External models take at most this much.
const PAYLOAD_BYTES: usize = 4 * 1024 * 1024;

/// How the caller speaks, and so how the answer must look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// `/invocations` and the OpenAI-compatible paths.
    OpenAi,
    Responses,
    Anthropic,
}

pub(crate) async fn route(ask: &Ask, rest: &[&str], shared: &Arc<Shared>, slot: &Arc<Slot>) -> Answer {
    if ask.method != http::Method::POST {
        return Err(crate::routes::unknown(ask));
    }
    let (name, pinned, dialect) = match rest {
        ["chat", "completions"] | ["completions"] | ["embeddings"] => (None, None, Dialect::OpenAi),
        ["responses"] => (None, None, Dialect::Responses),
        ["anthropic", "v1", "messages"] => (None, None, Dialect::Anthropic),
        [name, "invocations"] => (Some(*name), None, Dialect::OpenAi),
        [name, "served-models", entity, "invocations"] => (Some(*name), Some(*entity), Dialect::OpenAi),
        _ => return Err(crate::routes::unknown(ask)),
    };
    let body = ask.object()?;
    let model = text(&body, "model").to_owned();
    let name = name.map_or(model, str::to_owned);
    if let Some(bench) = bench::parse(&name) {
        return bench::answer(bench, &body).await;
    }
    if ask.body.len() > PAYLOAD_BYTES {
        return Err(Refusal::new(
            413,
            "REQUEST_TOO_LARGE",
            "The request is larger than 4 MB, the limit for external models.",
        ));
    }
    let call = Call::prepare(&name, pinned, dialect, &body, ask.caller.who, shared, slot)?;
    call.run(shared, slot).await
}

/// One entity that may answer, with everything that decides how.
struct Candidate {
    entity: Value,
    temper: Temper,
    trouble: Option<provider::Trouble>,
}

/// A prompt that passed the workspace's own checks.
struct Call {
    endpoint: String,
    gateway: Option<Value>,
    dialect: Dialect,
    prompt: Prompt,
    candidates: Vec<Candidate>,
    arrived_ms: i64,
    /// Guardrail array of a masked input.
    masked: Option<Value>,
}

impl Call {
    fn prepare(
        name: &str,
        pinned: Option<&str>,
        dialect: Dialect,
        body: &Value,
        who: Who,
        shared: &Shared,
        slot: &Slot,
    ) -> Result<Call, Refusal> {
        let draw = slot.draw(shared.options.seed);
        slot.read(|world| {
            let endpoint = world.endpoints.get(name).ok_or_else(|| not_there(name))?;
            require(endpoint, who, "CAN_QUERY")?;
            if !endpoint.ready() {
                return Err(Refusal::new(
                    503,
                    "TEMPORARILY_UNAVAILABLE",
                    format!("Endpoint '{name}' is not ready: it has no deployed served entity yet."),
                ));
            }
            let prompt = Prompt::read(&endpoint.task, dialect, body)?;
            check_dialect(endpoint, dialect)?;
            let arrived_ms = now_ms();
            lock(&slot.limits)
                .admit(endpoint, who, arrived_ms)
                .map_err(|message| Refusal::new(429, "REQUEST_LIMIT_EXCEEDED", message))?;
            let order = order(endpoint, pinned, draw)?;
            let candidates =
                order.into_iter().map(|entity| candidate(world, endpoint, entity, &prompt)).collect();
            Ok(Call {
                endpoint: name.to_owned(),
                gateway: endpoint.ai_gateway.clone(),
                dialect,
                prompt,
                candidates,
                arrived_ms,
                masked: None,
            })
        })
    }

    async fn run(mut self, shared: &Shared, slot: &Slot) -> Answer {
        let reply = self.answer(shared).await;
        let tokens = reply.as_ref().map_or(0, |(_, tokens)| *tokens);
        let reply = match reply {
            Ok((reply, _)) => reply,
            Err(refusal) => refusal.into(),
        };
        lock(&slot.limits).book(&self.endpoint, self.arrived_ms, tokens, reply.status.as_u16());
        Ok(reply)
    }

    /// The reply and the tokens it used.
    async fn answer(&mut self, shared: &Shared) -> Result<(Reply, u64), Refusal> {
        let guarded = !self.prompt.embeds;
        if guarded {
            match guard::apply(self.gateway.as_ref(), "input", &self.prompt.text) {
                Verdict::Fine => {}
                Verdict::Masked(masked, why) => {
                    self.prompt.text = masked;
                    self.masked = Some(why);
                }
                Verdict::Blocked(why) => {
                    tokio::time::sleep(scaled(120.0, shared.options.speed)).await;
                    return Ok((self.blocked("input", why), 0));
                }
            }
        }
        let mut last = None;
        for candidate in &self.candidates {
            let entity = text(&candidate.entity, "name");
            let Some(trouble) = &candidate.trouble else {
                let produced =
                    produce::produce(&self.prompt, candidate_model(candidate), entity, shared.options.seed);
                return Ok(self.finish(produced, candidate, shared).await);
            };
            tokio::time::sleep(scaled(90.0, shared.options.speed)).await;
            last = Some(trouble.reply().served_by(entity));
            if !trouble.is_rescued() {
                break;
            }
        }
        last.map(|reply| (reply, 0)).ok_or_else(|| {
            Refusal::new(
                503,
                "TEMPORARILY_UNAVAILABLE",
                format!("Endpoint '{}' has no served entity.", self.endpoint),
            )
        })
    }

    fn blocked(&self, side: &str, why: Value) -> Reply {
        let tokens = self.prompt.tokens;
        let mut inner = json!({"usage": {"prompt_tokens": tokens, "total_tokens": tokens}});
        inner[format!("{side}_guardrail")] = why;
        inner["finishReason"] = format!("{side}_guardrail_triggered").into();
        Refusal::new(400, "BAD_REQUEST", inner.to_string()).into()
    }

    async fn finish(
        &self,
        mut produced: produce::Produced,
        candidate: &Candidate,
        shared: &Shared,
    ) -> (Reply, u64) {
        let entity = text(&candidate.entity, "name");
        let pace = produce::Pace::of(
            &self.prompt,
            entity,
            &candidate.temper,
            shared.options.speed,
            shared.options.seed,
        );
        let tokens = self.prompt.tokens + produced.tokens();
        if self.prompt.stream {
            let parts = shape::stream(&self.prompt, self.dialect, &produced, &pace, self.masked.as_ref());
            return (Reply::events(crate::stream::paced(parts)).served_by(entity), tokens);
        }
        tokio::time::sleep(pace.whole(produced.tokens())).await;
        let mut output = None;
        if !self.prompt.embeds {
            // Output guardrails see whole answers only, never streams.
            match guard::apply(self.gateway.as_ref(), "output", &produced.text()) {
                Verdict::Fine => {}
                Verdict::Masked(masked, why) => {
                    produced.replace(&masked);
                    output = Some(why);
                }
                Verdict::Blocked(why) => return (self.blocked("output", why), tokens),
            }
        }
        let mut value = shape::whole(&self.prompt, self.dialect, &produced);
        for (side, array) in [("input_guardrail", self.masked.clone()), ("output_guardrail", output)] {
            if let Some(array) = array {
                value[side] = array;
            }
        }
        (Reply::ok(&value).served_by(entity), tokens)
    }
}

fn candidate_model(candidate: &Candidate) -> &Value {
    candidate.entity.get("external_model").unwrap_or(&candidate.entity)
}

/// The entities to try, in order: the one drawn by the split (or pinned), then the others when fallback is on.
fn order<'a>(endpoint: &'a Endpoint, pinned: Option<&str>, draw: f64) -> Result<Vec<&'a Value>, Refusal> {
    let entities = endpoint.entities();
    if let Some(pinned) = pinned {
        let found = entities.iter().find(|entity| text(entity, "name") == pinned);
        return found.map(|entity| vec![entity]).ok_or_else(|| {
            Refusal::missing(format!(
                "Served entity '{pinned}' does not exist in endpoint '{}'.",
                endpoint.name
            ))
        });
    }
    let routes = endpoint.config["traffic_config"]["routes"].as_array().map_or(&[][..], Vec::as_slice);
    let mut left = draw * 100.0;
    let drawn = routes.iter().find(|route| {
        left -= route["traffic_percentage"].as_f64().unwrap_or(0.0);
        left < 0.0
    });
    let drawn = drawn.map_or("", |route| text(route, "served_entity_name"));
    let first = entities.iter().find(|entity| text(entity, "name") == drawn).or(entities.first());
    let mut order: Vec<&Value> = first.into_iter().collect();
    let fallback =
        endpoint.ai_gateway.as_ref().is_some_and(|gateway| gateway["fallback_config"]["enabled"] == true);
    if fallback {
        order.extend(entities.iter().filter(|entity| Some(*entity) != first));
    }
    Ok(order)
}

fn candidate(world: &World, endpoint: &Endpoint, entity: &Value, prompt: &Prompt) -> Candidate {
    let name = text(entity, "name");
    let temper = endpoint.tempers.get(name).cloned().unwrap_or_default();
    let trouble = provider::trouble(world, entity, endpoint.plaintext.get(name), &temper, prompt);
    Candidate { entity: entity.clone(), temper, trouble }
}

fn check_dialect(endpoint: &Endpoint, dialect: Dialect) -> Result<(), Refusal> {
    let fits = |entity: &Value| {
        let model = &entity["external_model"];
        match dialect {
            Dialect::OpenAi => true,
            Dialect::Responses => text(model, "provider") == "openai",
            Dialect::Anthropic => {
                text(model, "provider") == "anthropic"
                    || text(&model["amazon_bedrock_config"], "bedrock_provider") == "anthropic"
            }
        }
    };
    if endpoint.entities().iter().all(fits) {
        return Ok(());
    }
    let api = if dialect == Dialect::Responses { "Responses" } else { "Anthropic Messages" };
    Err(Refusal::new(
        400,
        "BAD_REQUEST",
        format!("The {api} API is not supported by endpoint '{}'.", endpoint.name),
    ))
}
