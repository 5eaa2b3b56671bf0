//! External models: which provider, which model, and the provider's settings (reference §2). Every provider and every form of
//! signing in to it has its fields here; what is required together is for the caller's catalogue to check.

use serde::{Deserialize, Serialize};

use super::{Plaintext, Task};
use crate::wire::{self, Extra, wire_enum};

wire_enum! {
    /// Whose model it is. Azure OpenAI is [`Provider::OpenAi`] with `openai_api_type`.
    Provider {
        /// AI21 Labs.
        Ai21Labs = "ai21labs",
        /// Amazon Bedrock.
        AmazonBedrock = "amazon-bedrock",
        /// Anthropic.
        Anthropic = "anthropic",
        /// Cohere.
        Cohere = "cohere",
        /// Anything that speaks the OpenAI schema.
        Custom = "custom",
        /// An endpoint of another Databricks workspace.
        DatabricksModelServing = "databricks-model-serving",
        /// Google Vertex AI.
        GoogleCloudVertexAi = "google-cloud-vertex-ai",
        /// OpenAI and Azure OpenAI.
        OpenAi = "openai",
        /// Google PaLM, retired by Google; kept for reading old endpoints.
        Palm = "palm",
    }
}

/// An external model of a served entity. Exactly one `*_config`, the one that fits the provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExternalModel {
    /// Whose model it is.
    #[serde(default = "unsaid_provider")]
    pub provider: Provider,
    /// The provider's own id of the model.
    #[serde(default, deserialize_with = "wire::text_or_empty")]
    pub name: String,
    /// What the model is for.
    #[serde(default = "unsaid_task")]
    pub task: Task,
    /// Settings for OpenAI and Azure OpenAI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub openai_config: Option<Box<OpenAiConfig>>,
    /// Settings for Anthropic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anthropic_config: Option<Box<AnthropicConfig>>,
    /// Settings for Cohere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cohere_config: Option<Box<CohereConfig>>,
    /// Settings for AI21 Labs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ai21labs_config: Option<Box<Ai21LabsConfig>>,
    /// Settings for PaLM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub palm_config: Option<Box<PalmConfig>>,
    /// Settings for Google Vertex AI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub google_cloud_vertex_ai_config: Option<Box<VertexAiConfig>>,
    /// Settings for Amazon Bedrock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amazon_bedrock_config: Option<Box<BedrockConfig>>,
    /// Settings for another Databricks workspace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub databricks_model_serving_config: Option<Box<DatabricksServingConfig>>,
    /// Settings for a custom provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custom_provider_config: Option<Box<CustomProviderConfig>>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `openai_config`: OpenAI, Azure OpenAI with a key (`openai_api_type` = `azure`) or with Entra ID (`azuread`).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OpenAiConfig {
    /// The API key as a reference `{{secrets/scope/key}}`. Exactly one of this and its `_plaintext` twin.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub openai_api_key: Option<String>,
    /// The API key as typed. Write-only: the server never returns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub openai_api_key_plaintext: Option<Plaintext>,
    /// Base address; OpenAI's own when missing. Azure: `https://<resource>.openai.azure.com`.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub openai_api_base: Option<String>,
    /// `openai` (when missing), `azure` or `azuread`.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub openai_api_type: Option<String>,
    /// Azure: API version, a date such as `2024-10-21`.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub openai_api_version: Option<String>,
    /// Azure: name of the deployment.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub openai_deployment_name: Option<String>,
    /// OpenAI organisation id.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub openai_organization: Option<String>,
    /// Entra ID: tenant.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub microsoft_entra_tenant_id: Option<String>,
    /// Entra ID: application.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub microsoft_entra_client_id: Option<String>,
    /// Entra ID: the application's secret as a reference `{{secrets/scope/key}}`. Exactly one of this and its `_plaintext` twin.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub microsoft_entra_client_secret: Option<String>,
    /// Entra ID: the application's secret as typed. Write-only: the server never returns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub microsoft_entra_client_secret_plaintext: Option<Plaintext>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `anthropic_config`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AnthropicConfig {
    /// The API key as a reference `{{secrets/scope/key}}`. Exactly one of this and its `_plaintext` twin.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub anthropic_api_key: Option<String>,
    /// The API key as typed. Write-only: the server never returns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anthropic_api_key_plaintext: Option<Plaintext>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `cohere_config`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CohereConfig {
    /// The API key as a reference `{{secrets/scope/key}}`. Exactly one of this and its `_plaintext` twin.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub cohere_api_key: Option<String>,
    /// The API key as typed. Write-only: the server never returns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cohere_api_key_plaintext: Option<Plaintext>,
    /// Another base address than Cohere's own.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub cohere_api_base: Option<String>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `ai21labs_config`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ai21LabsConfig {
    /// The API key as a reference `{{secrets/scope/key}}`. Exactly one of this and its `_plaintext` twin.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub ai21labs_api_key: Option<String>,
    /// The API key as typed. Write-only: the server never returns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ai21labs_api_key_plaintext: Option<Plaintext>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `palm_config`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PalmConfig {
    /// The API key as a reference `{{secrets/scope/key}}`. Exactly one of this and its `_plaintext` twin.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub palm_api_key: Option<String>,
    /// The API key as typed. Write-only: the server never returns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub palm_api_key_plaintext: Option<Plaintext>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `google_cloud_vertex_ai_config`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct VertexAiConfig {
    /// Google Cloud project.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub project_id: Option<String>,
    /// Region, such as `us-central1`.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The service account's key: the key file's JSON, or the private key alone, as a reference `{{secrets/scope/key}}`. Exactly one of this and its `_plaintext` twin.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub private_key: Option<String>,
    /// The service account's key: the key file's JSON, or the private key alone, as typed. Write-only: the server never returns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_key_plaintext: Option<Plaintext>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `amazon_bedrock_config`. One way of signing in: access keys, an instance profile, or a Unity Catalog service credential (§2.2).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BedrockConfig {
    /// Region, such as `us-east-1`.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub aws_region: Option<String>,
    /// Whose model inside Bedrock: `anthropic`, `amazon`, `cohere`, `ai21labs`; lower case.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub bedrock_provider: Option<String>,
    /// The access key's id as a reference `{{secrets/scope/key}}`. Exactly one of this and its `_plaintext` twin.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub aws_access_key_id: Option<String>,
    /// The access key's id as typed. Write-only: the server never returns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aws_access_key_id_plaintext: Option<Plaintext>,
    /// The access key's secret as a reference `{{secrets/scope/key}}`. Exactly one of this and its `_plaintext` twin.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub aws_secret_access_key: Option<String>,
    /// The access key's secret as typed. Write-only: the server never returns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aws_secret_access_key_plaintext: Option<Plaintext>,
    /// Instance profile registered in the workspace.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub instance_profile_arn: Option<String>,
    /// Unity Catalog service credential.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub uc_service_credential_name: Option<String>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `databricks_model_serving_config`; `ExternalModel::name` is the endpoint over there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DatabricksServingConfig {
    /// Address of the other workspace.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub databricks_workspace_url: Option<String>,
    /// A token of the other workspace as a reference `{{secrets/scope/key}}`. Exactly one of this and its `_plaintext` twin.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub databricks_api_token: Option<String>,
    /// A token of the other workspace as typed. Write-only: the server never returns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub databricks_api_token_plaintext: Option<Plaintext>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `custom_provider_config` (§2.3): exactly one of the two ways of signing in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CustomProviderConfig {
    /// Address that is called.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub custom_provider_url: Option<String>,
    /// A header of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_key_auth: Option<ApiKeyAuth>,
    /// `Authorization: Bearer …`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bearer_token_auth: Option<BearerTokenAuth>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Sends `<key>: <value>`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApiKeyAuth {
    /// Name of the header.
    #[serde(default, deserialize_with = "wire::text_or_empty")]
    pub key: String,
    /// The value of the header as a reference `{{secrets/scope/key}}`. Exactly one of this and its `_plaintext` twin.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The value of the header as typed. Write-only: the server never returns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_plaintext: Option<Plaintext>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Sends `Authorization: Bearer <token>`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BearerTokenAuth {
    /// The token as a reference `{{secrets/scope/key}}`. Exactly one of this and its `_plaintext` twin.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The token as typed. Write-only: the server never returns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_plaintext: Option<Plaintext>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

fn unsaid_provider() -> Provider {
    Provider::Other(String::new())
}

fn unsaid_task() -> Task {
    Task::Other(String::new())
}

impl ExternalModel {
    /// A model without settings yet.
    pub fn new(provider: Provider, name: impl Into<String>, task: Task) -> Self {
        Self {
            provider,
            name: name.into(),
            task,
            openai_config: None,
            anthropic_config: None,
            cohere_config: None,
            ai21labs_config: None,
            palm_config: None,
            google_cloud_vertex_ai_config: None,
            amazon_bedrock_config: None,
            databricks_model_serving_config: None,
            custom_provider_config: None,
            extra: Extra::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn every_field_of_the_reference_has_a_name_here() {
        let pair = |key: &str| [(key.to_owned(), json!("r")), (format!("{key}_plaintext"), json!("p"))];
        let object = |secrets: &[&str], plain: &[&str]| -> Value {
            let plain = plain.iter().map(|key| ((*key).to_owned(), json!("v")));
            secrets.iter().flat_map(|key| pair(key)).chain(plain).collect()
        };
        let openai = ["base", "type", "version"].map(|end| format!("openai_api_{end}"));
        let mut azure: Vec<&str> = openai.iter().map(String::as_str).collect();
        azure.extend([
            "openai_deployment_name",
            "openai_organization",
            "microsoft_entra_tenant_id",
            "microsoft_entra_client_id",
        ]);
        let bedrock =
            ["aws_region", "bedrock_provider", "instance_profile_arn", "uc_service_credential_name"];
        let raw = json!({
            "provider": "custom", "name": "m", "task": "llm/v1/chat",
            "openai_config": object(&["openai_api_key", "microsoft_entra_client_secret"], &azure),
            "anthropic_config": object(&["anthropic_api_key"], &[]),
            "cohere_config": object(&["cohere_api_key"], &["cohere_api_base"]),
            "ai21labs_config": object(&["ai21labs_api_key"], &[]),
            "palm_config": object(&["palm_api_key"], &[]),
            "google_cloud_vertex_ai_config": object(&["private_key"], &["project_id", "region"]),
            "amazon_bedrock_config": object(&["aws_access_key_id", "aws_secret_access_key"], &bedrock),
            "databricks_model_serving_config": object(&["databricks_api_token"], &["databricks_workspace_url"]),
            "custom_provider_config": {"custom_provider_url": "u", "api_key_auth": object(&["value"], &["key"]),
                "bearer_token_auth": object(&["token"], &[])},
        });
        let model: ExternalModel = serde_json::from_value(raw.clone()).unwrap();
        assert_eq!(serde_json::to_value(&model).unwrap(), raw);
        // Nothing went into the unnamed rest, at any level.
        let shown = format!("{model:?}");
        assert_eq!(shown.matches("extra: {").count(), shown.matches("extra: {}").count(), "{shown}");
        assert!(!shown.contains("\"p\""), "credentials are never printed");
    }
}
