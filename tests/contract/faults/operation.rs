//! The operations of the matrix: how each is sent, where it goes, and how to find out afterwards whether it happened.

use gatewright_databricks::queries::{ChatRequest, Message, QueryOptions, Target};
use gatewright_databricks::secrets::SecretValue;
use gatewright_databricks::serving::{
    AiGateway, CreateEndpoint, Endpoint, PiiBehavior, RateLimit, RateLimitKey, RenewalPeriod, Settled, Tag,
    Write,
};
use gatewright_databricks::{Result, Workspace};
use serde_json::{Value, json};

use crate::forms;

/// A ready endpoint of the demo world that the caller may change.
pub(crate) const ENDPOINT: &str = "multi-provider-llm";
const SCOPE: &str = "llm-keys";
const NEW: &str = "contract-new";

/// Something a client does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    List,
    Get,
    Create,
    Config,
    Gateway,
    Tags,
    Secret,
    Prompt,
    Stream,
}

fn new_endpoint() -> CreateEndpoint {
    forms::endpoint(NEW, &[("only", forms::openai_typed("gpt-4o", "sk-fine"), 100)])
}

fn config() -> Value {
    let model = forms::openai_typed("gpt-4.1", "sk-fine");
    json!(forms::split(&[("one", model.clone(), 25), ("two", model, 75)]))
}

fn gateway() -> AiGateway {
    let limit = RateLimit {
        key: Some(RateLimitKey::Endpoint),
        renewal_period: Some(RenewalPeriod::Minute),
        calls: Some(77),
        ..RateLimit::default()
    };
    AiGateway { rate_limits: vec![limit], ..AiGateway::default() }
}

fn tags() -> [Tag; 1] {
    [Tag { key: "contract".into(), value: Some("yes".into()), ..Tag::default() }]
}

fn chat() -> ChatRequest {
    ChatRequest { max_tokens: Some(12), ..ChatRequest::new(vec![Message::user("Where is my parcel?")]) }
}

/// What of an endpoint the lenient bodies are checked by.
fn summary(endpoint: &Endpoint) -> Value {
    let share = endpoint
        .config
        .as_ref()
        .and_then(|config| config.traffic_config.as_ref()?.routes.first()?.traffic_percentage);
    json!({
        "name": endpoint.name,
        "created": endpoint.creation_timestamp,
        "ready": endpoint.state.ready.as_str(),
        "task": endpoint.task.as_ref().map(|task| task.as_str().to_owned()),
        "share": share,
    })
}

impl Operation {
    pub(crate) const ALL: [Self; 9] = [
        Self::List,
        Self::Get,
        Self::Create,
        Self::Config,
        Self::Gateway,
        Self::Tags,
        Self::Secret,
        Self::Prompt,
        Self::Stream,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::List => "GET list",
            Self::Get => "GET one",
            Self::Create => "POST create",
            Self::Config => "PUT config",
            Self::Gateway => "PUT gateway",
            Self::Tags => "PATCH tags",
            Self::Secret => "POST secret",
            Self::Prompt => "POST prompt",
            Self::Stream => "POST stream",
        }
    }

    pub(crate) fn method(self) -> &'static str {
        self.name().split(' ').next().unwrap_or_default()
    }

    pub(crate) fn path(self) -> String {
        let rest = match self {
            Self::List | Self::Create => return "/api/2.0/serving-endpoints".to_owned(),
            Self::Secret => return "/api/2.0/secrets/put".to_owned(),
            Self::Prompt | Self::Stream => return format!("/serving-endpoints/{ENDPOINT}/invocations"),
            Self::Get => "",
            Self::Config => "/config",
            Self::Gateway => "/ai-gateway",
            Self::Tags => "/tags",
        };
        format!("/api/2.0/serving-endpoints/{ENDPOINT}{rest}")
    }

    pub(crate) fn is(self, method: &str, path: &str) -> bool {
        method == self.method() && path == self.path()
    }

    pub(crate) fn reads(self) -> bool {
        matches!(self, Self::List | Self::Get)
    }

    /// Whether it leaves something behind that can be read afterwards.
    pub(crate) fn writes(self) -> bool {
        !self.reads() && !matches!(self, Self::Prompt | Self::Stream)
    }

    /// Does it. What was read is summed up, so that lenient reading can be checked.
    pub(crate) async fn run(self, workspace: &Workspace) -> Result<Value> {
        let serving = workspace.serving();
        let target = Target::endpoint(ENDPOINT);
        Ok(match self {
            Self::List => serving.list().await?.iter().map(summary).collect(),
            Self::Get => summary(&*serving.get(ENDPOINT).await?),
            Self::Create => summary(&*serving.create(&new_endpoint()).await?),
            Self::Config => summary(&*serving.update_config(ENDPOINT, &config()).await?),
            Self::Gateway => {
                let stored = serving.put_ai_gateway(ENDPOINT, &gateway()).await?;
                let behavior = || {
                    let pii = stored.guardrails.as_ref()?.input.as_ref()?.pii.as_ref()?;
                    pii.behavior.as_ref().map(PiiBehavior::as_str)
                };
                json!({"calls": stored.rate_limits.first().and_then(|limit| limit.calls), "pii": behavior()})
            }
            Self::Tags => {
                let stored = serving.patch_tags(ENDPOINT, &tags(), &[]).await?;
                stored.iter().map(|tag| json!([tag.key, tag.value])).collect()
            }
            Self::Secret => {
                workspace.secrets().put(SCOPE, "contract", &SecretValue::new("sk-fine")).await?;
                Value::Null
            }
            Self::Prompt => {
                let reply = workspace.queries().chat(&target, &chat()).await?;
                let tokens = reply.value.usage.as_ref().and_then(|usage| usage.total_tokens);
                json!({"text": reply.value.text(), "tokens": tokens, "finish": reply.value.finish_reason()})
            }
            Self::Stream => {
                let options = QueryOptions::default();
                let stream = workspace.queries().chat_stream(&target, &chat(), &options).await?;
                let (said, _, end) = stream.collect_text().await;
                let end = end.expect("a stream says how it ended");
                if let Some(error) = end.error {
                    return Err(error);
                }
                let tokens = end.usage.and_then(|usage| usage.total_tokens);
                json!({"text": said, "tokens": tokens, "finish": end.finish_reason})
            }
        })
    }

    /// Whether a write has happened, by reading.
    pub(crate) async fn happened(self, workspace: &Workspace) -> Result<bool> {
        let serving = workspace.serving();
        let write = match self {
            Self::Create => {
                return Ok(matches!(serving.settle_create(&new_endpoint()).await?, Settled::Applied(_)));
            }
            Self::Secret => {
                let keys = workspace.secrets().list(SCOPE).await?;
                return Ok(keys.iter().any(|secret| secret.key == "contract"));
            }
            Self::Config => Write::Config(config()),
            Self::Gateway => Write::AiGateway(json!(gateway())),
            _ => Write::Tags { add: tags().to_vec(), delete: Vec::new() },
        };
        Ok(matches!(serving.settle_write(ENDPOINT, &write).await?, Settled::Applied(_)))
    }
}
