//! What a simulated provider refuses: wrong keys, quota, models without access, parameters it does not take. The bodies
//! are wrapped the way the gateway passes provider errors on (reference 5.6).

use serde_json::{Value, json};

use super::prompt::Prompt;
use crate::providers::{self, Notes};
use crate::reply::{Refusal, Reply};
use crate::world::{Temper, World, text};

/// Why an entity cannot answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trouble {
    status: u16,
    body: Value,
    retry_after: Option<u32>,
}

impl Trouble {
    /// Fallback goes on after a quota or a breakdown, never after a refusal.
    pub(super) fn is_rescued(&self) -> bool {
        self.status == 429 || self.status >= 500
    }

    pub(super) fn reply(&self) -> Reply {
        let reply = Reply::json(self.status, &self.body);
        match self.retry_after {
            Some(seconds) => reply.with("retry-after", &seconds.to_string()),
            None => reply,
        }
    }

    fn from_provider(provider: &str, status: u16, message: Value) -> Trouble {
        let body =
            json!({"error": format!("Received error from {provider}"), "external_model_message": message});
        Trouble { status, body, retry_after: None }
    }
}

/// Looks at an entity's keys, temper and model, and at what was asked of it.
pub(super) fn trouble(
    world: &World,
    entity: &Value,
    plaintext: Option<&Notes>,
    temper: &Temper,
    prompt: &Prompt,
) -> Option<Trouble> {
    let model = entity.get("external_model")?;
    let provider = text(model, "provider");
    let name = text(model, "name");
    match keys_work(world, model, plaintext) {
        Err(missing) => {
            let body = json!({"error_code": missing.code, "message": missing.message});
            return Some(Trouble { status: missing.status, body, retry_after: None });
        }
        Ok(false) => return Some(wrong_key(provider)),
        Ok(true) => {}
    }
    if let Some(status) = out_of_order(model) {
        let message = json!({"error": {"message": "The server is out of order.", "type": "server_error"}});
        return Some(Trouble::from_provider(provider, status, message));
    }
    if temper.throttled {
        let message = format!(
            "Rate limit reached for {name} on tokens per min (TPM): Limit 30000, Used 29814. Please try again in 20s."
        );
        let mut trouble =
            Trouble::from_provider(provider, 429, said(provider, "rate_limit_exceeded", "tokens", &message));
        trouble.retry_after = Some(20);
        return Some(trouble);
    }
    if temper.no_access || (provider == "amazon-bedrock" && name.contains("no-access")) {
        return Some(Trouble::from_provider(
            provider,
            403,
            json!({"message":
            format!("You don't have access to the model with the specified model ID: {name}.")}),
        ));
    }
    let deployment = text(&model["openai_config"], "openai_deployment_name");
    if deployment.contains("missing") || deployment.contains("not-found") {
        return Some(Trouble::from_provider(
            provider,
            404,
            json!({"error": {"code": "DeploymentNotFound", "message":
            "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again."}}),
        ));
    }
    let reasons = ["o1", "o3", "o4"].iter().any(|family| name.starts_with(family));
    if provider == "openai" && reasons && prompt.temperature.is_some_and(|value| (value - 1.0).abs() > 1e-9) {
        return Some(Trouble::from_provider(
            provider,
            400,
            said(
                provider,
                "unsupported_value",
                "invalid_request_error",
                &format!(
                    "Unsupported value: 'temperature' does not support {} with this model. Only the default (1) value is supported.",
                    prompt.temperature.unwrap_or(1.0)
                ),
            ),
        ));
    }
    (prompt.tokens > 200_000).then(|| {
        let message = format!("This model's maximum context length is 200000 tokens. However, your messages resulted in {} tokens.", prompt.tokens);
        Trouble::from_provider(provider, 400, said(provider, "context_length_exceeded", "invalid_request_error", &message))
    })
}

/// The status of a custom provider that always fails: its host says it, `status-503.invalid`. Nobody is called.
fn out_of_order(model: &Value) -> Option<u16> {
    let url = text(&model["custom_provider_config"], "custom_provider_url");
    let host = url.split_once("://")?.1.split(['/', ':', '?']).next()?;
    let status = host.strip_prefix("status-")?.strip_suffix(".invalid")?;
    status.parse().ok().filter(|status| (400..600).contains(status))
}

/// Whether all keys of a model work; an error when one is not there any more.
fn keys_work(world: &World, model: &Value, plaintext: Option<&Notes>) -> Result<bool, Refusal> {
    let mut all = plaintext.is_none_or(|notes| notes.values().all(|note| note.works));
    let mut found = Vec::new();
    providers::texts(model, &mut found);
    for (scope, key) in found.into_iter().filter_map(providers::reference) {
        let note = world
            .scopes
            .get(&scope.to_ascii_lowercase())
            .and_then(|scope| scope.keys.get(&key.to_ascii_lowercase()));
        match note {
            Some((_, note)) => all &= note.works,
            None => {
                return Err(Refusal::invalid(format!(
                    "The secret {key} in scope {scope} could not be read: it does not exist any more."
                )));
            }
        }
    }
    Ok(all)
}

/// A message in the provider's own error shape.
fn said(provider: &str, code: &str, kind: &str, message: &str) -> Value {
    match provider {
        "anthropic" => json!({"type": "error", "error": {"type": code, "message": message}}),
        "amazon-bedrock" | "cohere" | "ai21labs" => json!({"message": message}),
        "google-cloud-vertex-ai" | "palm" => {
            json!({"error": {"code": code, "message": message, "status": kind.to_uppercase()}})
        }
        _ => json!({"error": {"message": message, "type": kind, "param": null, "code": code}}),
    }
}

fn wrong_key(provider: &str) -> Trouble {
    let (status, code, kind, message) = match provider {
        "anthropic" => (401, "authentication_error", "", "invalid x-api-key"),
        "amazon-bedrock" => (403, "", "", "The security token included in the request is invalid."),
        "cohere" | "ai21labs" => (401, "", "", "invalid api token"),
        "google-cloud-vertex-ai" | "palm" => (
            401,
            "401",
            "unauthenticated",
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
        ),
        _ => (
            401,
            "invalid_api_key",
            "invalid_request_error",
            "Incorrect API key provided: sk-****. You can find your API key in the settings of your account.",
        ),
    };
    Trouble::from_provider(provider, status, said(provider, code, kind, message))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Trouble, out_of_order};

    fn custom(url: &str) -> serde_json::Value {
        json!({"provider": "custom", "custom_provider_config": {"custom_provider_url": url}})
    }

    #[test]
    fn a_custom_provider_fails_with_the_status_of_its_host() {
        assert_eq!(out_of_order(&custom("https://status-503.invalid/v1/chat/completions")), Some(503));
        assert_eq!(out_of_order(&custom("http://status-429.invalid:8080")), Some(429));
        for other in
            ["https://llm.example.com/v1", "https://status-200.invalid", "https://status-503.example.com", ""]
        {
            assert_eq!(out_of_order(&custom(other)), None, "{other}");
        }
    }

    #[test]
    fn fallback_walks_on_after_a_breakdown_and_not_after_a_refusal() {
        let rescued = |status| Trouble::from_provider("custom", status, json!({})).is_rescued();
        assert!(rescued(500) && rescued(503) && rescued(429));
        assert!(!rescued(400) && !rescued(401) && !rescued(403) && !rescued(404));
    }
}
