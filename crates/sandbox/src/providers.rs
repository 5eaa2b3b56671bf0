//! What each provider's block of an external model must hold, and the block as it may be kept: known fields only, no
//! plain-text key. `validate` calls this for every served entity; `query` asks which keys an entity depends on.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::identity::Who;
use crate::permissions;
use crate::reply::Refusal;
use crate::world::{KeyNote, World, text};

/// Every provider: its name and the object that configures it.
pub(crate) const PROVIDERS: [(&str, &str); 9] = [
    ("ai21labs", "ai21labs_config"),
    ("amazon-bedrock", "amazon_bedrock_config"),
    ("anthropic", "anthropic_config"),
    ("cohere", "cohere_config"),
    ("custom", "custom_provider_config"),
    ("databricks-model-serving", "databricks_model_serving_config"),
    ("google-cloud-vertex-ai", "google_cloud_vertex_ai_config"),
    ("openai", "openai_config"),
    ("palm", "palm_config"),
];

const BEDROCK_PROVIDERS: [&str; 4] = ["ai21labs", "amazon", "anthropic", "cohere"];

/// Notes on plain-text keys of one entity, by field.
pub(crate) type Notes = BTreeMap<String, KeyNote>;

/// Reads one provider block field by field and builds what is kept of it.
struct Block<'a> {
    world: &'a World,
    who: Who,
    given: &'a Value,
    /// Notes of keys stored before, which an update may leave out.
    stored: Option<&'a Notes>,
    kept: Map<String, Value>,
    notes: Notes,
}

/// Checks an `external_model`; returns it as it may be kept, and the notes on its plain-text keys.
pub(crate) fn check(
    world: &World,
    who: Who,
    model: &Value,
    stored: Option<&Notes>,
) -> Result<(Value, Notes), Refusal> {
    let provider = text(model, "provider");
    let Some((_, object)) = PROVIDERS.iter().find(|(name, _)| *name == provider) else {
        let known: Vec<&str> = PROVIDERS.iter().map(|(name, _)| *name).collect();
        return Err(Refusal::invalid(format!(
            "Provider not supported: '{provider}'. Supported providers are: {}.",
            known.join(", ")
        )));
    };
    let name = text(model, "name");
    if name.trim().is_empty() {
        return Err(Refusal::invalid("external_model.name must be specified."));
    }
    let task = text(model, "task");
    if !["llm/v1/chat", "llm/v1/completions", "llm/v1/embeddings"].contains(&task) {
        return Err(Refusal::invalid(format!(
            "Task '{task}' is not supported for external models. Use llm/v1/chat, llm/v1/completions or llm/v1/embeddings."
        )));
    }
    let others = PROVIDERS
        .iter()
        .filter(|(_, other)| other != object && model.get(*other).is_some_and(|v| !v.is_null()));
    if let Some((_, other)) = others.into_iter().next() {
        return Err(Refusal::invalid(format!(
            "{other} cannot be specified for provider '{provider}'; use {object}."
        )));
    }
    let Some(given) = model.get(*object).filter(|given| given.is_object()) else {
        return Err(Refusal::invalid(format!("{object} must be specified for provider '{provider}'.")));
    };
    let mut block = Block { world, who, given, stored, kept: Map::new(), notes: Notes::new() };
    block.fill(provider)?;
    let kept = serde_json::json!({"provider": provider, "name": name, "task": task, *object: Value::Object(block.kept)});
    Ok((kept, block.notes))
}

impl Block<'_> {
    fn fill(&mut self, provider: &str) -> Result<(), Refusal> {
        match provider {
            "openai" => self.openai(),
            "amazon-bedrock" => self.bedrock(),
            "custom" => self.custom(),
            "cohere" => {
                self.optional("cohere_api_base");
                self.secret("cohere_api_key")
            }
            "google-cloud-vertex-ai" => {
                self.required("project_id")?;
                self.required("region")?;
                self.secret("private_key")
            }
            "databricks-model-serving" => {
                self.required("databricks_workspace_url")?;
                self.secret("databricks_api_token")
            }
            "anthropic" => self.secret("anthropic_api_key"),
            "ai21labs" => self.secret("ai21labs_api_key"),
            _ => self.secret("palm_api_key"),
        }
    }

    fn openai(&mut self) -> Result<(), Refusal> {
        self.optional("openai_api_type");
        self.optional("openai_organization");
        match text(self.given, "openai_api_type").to_owned().as_str() {
            "" | "openai" => {
                self.optional("openai_api_base");
                self.secret("openai_api_key")
            }
            "azure" => {
                self.azure()?;
                self.secret("openai_api_key")
            }
            "azuread" => {
                self.azure()?;
                self.required("microsoft_entra_tenant_id")?;
                self.required("microsoft_entra_client_id")?;
                self.secret("microsoft_entra_client_secret")
            }
            other => Err(Refusal::invalid(format!(
                "openai_api_type '{other}' is not supported. Use openai, azure or azuread."
            ))),
        }
    }

    fn azure(&mut self) -> Result<(), Refusal> {
        self.required("openai_api_base")?;
        self.required("openai_api_version")?;
        self.required("openai_deployment_name")
    }

    fn bedrock(&mut self) -> Result<(), Refusal> {
        self.required("aws_region")?;
        self.required("bedrock_provider")?;
        let through = text(self.given, "bedrock_provider");
        if !BEDROCK_PROVIDERS.contains(&through) {
            return Err(Refusal::invalid(format!(
                "bedrock_provider '{through}' is not supported. Use {} (lower case).",
                BEDROCK_PROVIDERS.join(", ")
            )));
        }
        let keys = ["aws_access_key_id", "aws_secret_access_key"];
        let with_keys = keys
            .iter()
            .any(|key| self.gives(key) || self.gives(&format!("{key}_plaintext")) || self.stores(key));
        let profile = self.gives("instance_profile_arn");
        let credential = self.gives("uc_service_credential_name");
        match (with_keys, profile, credential) {
            (true, false, false) => keys.iter().try_for_each(|key| self.secret(key)),
            (false, true, false) => self.instance_profile(),
            (false, false, true) => self.required("uc_service_credential_name"),
            _ => Err(Refusal::invalid(
                "Exactly one way to authenticate with Amazon Bedrock must be specified: aws_access_key_id with \
                 aws_secret_access_key, instance_profile_arn, or uc_service_credential_name.",
            )),
        }
    }

    fn instance_profile(&mut self) -> Result<(), Refusal> {
        let arn = text(self.given, "instance_profile_arn");
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        let fits = match parts.as_slice() {
            ["arn", _, "iam", "", account, resource] => {
                account.len() == 12
                    && account.bytes().all(|digit| digit.is_ascii_digit())
                    && resource.starts_with("instance-profile/")
            }
            _ => false,
        };
        if !fits {
            return Err(Refusal::invalid(format!(
                "instance_profile_arn '{arn}' is not the ARN of an instance profile."
            )));
        }
        self.required("instance_profile_arn")
    }

    fn custom(&mut self) -> Result<(), Refusal> {
        self.required("custom_provider_url")?;
        let url = text(self.given, "custom_provider_url");
        if !url.starts_with("https://") && !url.starts_with("http://") {
            return Err(Refusal::invalid(format!("custom_provider_url '{url}' is not a URL.")));
        }
        let form = |name: &str| self.given.get(name).filter(|form| form.is_object());
        let (inner, object, secret) = match (form("api_key_auth"), form("bearer_token_auth")) {
            (Some(inner), None) => (inner, "api_key_auth", "value"),
            (None, Some(inner)) => (inner, "bearer_token_auth", "token"),
            _ => {
                return Err(Refusal::invalid(
                    "Exactly one of api_key_auth and bearer_token_auth must be specified.",
                ));
            }
        };
        let mut nested = Block {
            world: self.world,
            who: self.who,
            given: inner,
            stored: self.stored,
            kept: Map::new(),
            notes: Notes::new(),
        };
        if object == "api_key_auth" {
            nested.required("key")?;
        }
        nested.secret(secret)?;
        let (kept, notes) = (nested.kept, nested.notes);
        self.kept.insert(object.to_owned(), Value::Object(kept));
        self.notes.extend(notes);
        Ok(())
    }

    fn gives(&self, field: &str) -> bool {
        !text(self.given, field).is_empty()
    }

    fn stores(&self, field: &str) -> bool {
        self.stored.is_some_and(|notes| notes.contains_key(field))
    }

    fn optional(&mut self, field: &str) {
        if self.gives(field) {
            self.kept.insert(field.to_owned(), self.given[field].clone());
        }
    }

    fn required(&mut self, field: &str) -> Result<(), Refusal> {
        if !self.gives(field) {
            return Err(Refusal::invalid(format!("Missing required field: {field}.")));
        }
        self.optional(field);
        Ok(())
    }

    /// One key: a reference or plain text, exactly one of them.
    fn secret(&mut self, field: &str) -> Result<(), Refusal> {
        let twin = format!("{field}_plaintext");
        match (self.gives(field), self.gives(&twin)) {
            (true, false) => {
                resolve(self.world, self.who, field, text(self.given, field))?;
                self.optional(field);
            }
            (false, true) => {
                self.notes.insert(field.to_owned(), KeyNote::of(text(self.given, &twin)));
            }
            (false, false) if self.stores(field) => {
                if let Some(note) = self.stored.and_then(|notes| notes.get(field)) {
                    self.notes.insert(field.to_owned(), note.clone());
                }
            }
            _ => {
                return Err(Refusal::invalid(format!(
                    "Exactly one of {field} and {twin} must be specified."
                )));
            }
        }
        Ok(())
    }
}

/// Splits `{{secrets/scope/key}}`.
pub(crate) fn reference(value: &str) -> Option<(&str, &str)> {
    let inner = value.strip_prefix("{{secrets/")?.strip_suffix("}}")?;
    let (scope, key) = inner.split_once('/')?;
    let plain = |part: &str| !part.is_empty() && !part.contains(['/', '{', '}', ' ']);
    (plain(scope) && plain(key)).then_some((scope, key))
}

fn resolve(world: &World, who: Who, field: &str, value: &str) -> Result<(), Refusal> {
    // The value is not repeated: somebody may have pasted the key itself.
    let (scope, key) = reference(value).ok_or_else(|| {
        Refusal::invalid(format!("{field} must be a secret reference of the form {{{{secrets/scope/key}}}}."))
    })?;
    let Some(found) = world.scopes.get(&scope.to_ascii_lowercase()) else {
        return Err(Refusal::invalid(format!(
            "Invalid secret reference in {field}: secret scope '{scope}' does not exist."
        )));
    };
    if !permissions::may_read(found, who) {
        return Err(Refusal::denied(format!(
            "User does not have READ permission on secret scope '{scope}'."
        )));
    }
    if !found.keys.contains_key(&key.to_ascii_lowercase()) {
        return Err(Refusal::invalid(format!(
            "Invalid secret reference in {field}: secret '{key}' does not exist in scope '{scope}'."
        )));
    }
    Ok(())
}

/// Every text of a value, however deep: where references are looked for.
pub(crate) fn texts<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(list) => list.iter().for_each(|one| texts(one, found)),
        Value::Object(map) => map.values().for_each(|one| texts(one, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
