//! Every provider and every way of signing in to it (reference §2), as data: what the lifecycle creates. Keys are given as a
//! reference into a scope or as typed text.

use gatewright_databricks::serving::{
    Ai21LabsConfig, AnthropicConfig, ApiKeyAuth, BearerTokenAuth, BedrockConfig, CohereConfig,
    CreateEndpoint, CustomProviderConfig, DatabricksServingConfig, EndpointConfig, ExternalModel,
    OpenAiConfig, PalmConfig, Plaintext, Provider, Route, ServedEntity, Task, TrafficConfig, VertexAiConfig,
};

/// A provider and a way of signing in.
pub(crate) struct Form {
    pub(crate) name: &'static str,
    /// Whether a workspace without anything set up takes it.
    pub(crate) anywhere: bool,
    /// Whether it has a key at all.
    pub(crate) keyed: bool,
    pub(crate) model: fn(&Keys) -> ExternalModel,
}

/// How keys are given.
pub(crate) enum Keys {
    /// References into this scope.
    Scope(String),
    /// As typed.
    Typed,
}

/// The keys a scope for these forms must hold.
pub(crate) const KEYS: [&str; 2] = ["key", "key-id"];

impl Keys {
    /// A reference and its plain-text twin, one of them set.
    fn pair(&self, key: &str) -> (Option<String>, Option<Plaintext>) {
        match self {
            Self::Scope(scope) => (Some(format!("{{{{secrets/{scope}/{key}}}}}")), None),
            Self::Typed => (None, Some(Plaintext::new(format!("sk-typed-{key}")))),
        }
    }
}

/// All forms.
pub(crate) const FORMS: [Form; 16] = [
    Form { name: "openai", anywhere: true, keyed: true, model: openai },
    Form { name: "openai-base", anywhere: true, keyed: true, model: openai_elsewhere },
    Form { name: "azure-key", anywhere: true, keyed: true, model: azure_key },
    Form { name: "azure-entra", anywhere: true, keyed: true, model: azure_entra },
    Form { name: "anthropic", anywhere: true, keyed: true, model: anthropic },
    Form { name: "cohere", anywhere: true, keyed: true, model: cohere },
    Form { name: "cohere-embed", anywhere: true, keyed: true, model: cohere_embeddings },
    Form { name: "ai21labs", anywhere: true, keyed: true, model: ai21labs },
    Form { name: "palm", anywhere: false, keyed: true, model: palm },
    Form { name: "vertex", anywhere: false, keyed: true, model: vertex },
    Form { name: "bedrock-keys", anywhere: true, keyed: true, model: bedrock_keys },
    Form { name: "bedrock-profile", anywhere: false, keyed: false, model: bedrock_profile },
    Form { name: "bedrock-uc", anywhere: false, keyed: false, model: bedrock_credential },
    Form { name: "databricks", anywhere: false, keyed: true, model: databricks },
    Form { name: "custom-header", anywhere: true, keyed: true, model: custom_header },
    Form { name: "custom-bearer", anywhere: true, keyed: true, model: custom_bearer },
];

fn with_openai(name: &str, config: OpenAiConfig) -> ExternalModel {
    ExternalModel {
        openai_config: Some(Box::new(config)),
        ..ExternalModel::new(Provider::OpenAi, name, Task::Chat)
    }
}

pub(crate) fn openai(keys: &Keys) -> ExternalModel {
    let (openai_api_key, openai_api_key_plaintext) = keys.pair("key");
    with_openai("gpt-4o", OpenAiConfig { openai_api_key, openai_api_key_plaintext, ..Default::default() })
}

fn openai_elsewhere(keys: &Keys) -> ExternalModel {
    let (openai_api_key, openai_api_key_plaintext) = keys.pair("key");
    let config = OpenAiConfig {
        openai_api_key,
        openai_api_key_plaintext,
        openai_api_base: Some("https://llm.example.com/v1".into()),
        openai_api_type: Some("openai".into()),
        openai_organization: Some("org-contract".into()),
        ..Default::default()
    };
    with_openai("gpt-4o-mini", config)
}

fn on_azure(kind: &str) -> OpenAiConfig {
    OpenAiConfig {
        openai_api_type: Some(kind.into()),
        openai_api_base: Some("https://contract.openai.azure.com".into()),
        openai_api_version: Some("2024-10-21".into()),
        openai_deployment_name: Some("gpt-4o-prod".into()),
        ..Default::default()
    }
}

fn azure_key(keys: &Keys) -> ExternalModel {
    let (openai_api_key, openai_api_key_plaintext) = keys.pair("key");
    with_openai("gpt-4o", OpenAiConfig { openai_api_key, openai_api_key_plaintext, ..on_azure("azure") })
}

fn azure_entra(keys: &Keys) -> ExternalModel {
    let (microsoft_entra_client_secret, microsoft_entra_client_secret_plaintext) = keys.pair("key");
    let config = OpenAiConfig {
        microsoft_entra_tenant_id: Some("11111111-2222-3333-4444-555555555555".into()),
        microsoft_entra_client_id: Some("66666666-7777-8888-9999-000000000000".into()),
        microsoft_entra_client_secret,
        microsoft_entra_client_secret_plaintext,
        ..on_azure("azuread")
    };
    with_openai("gpt-4o", config)
}

fn anthropic(keys: &Keys) -> ExternalModel {
    let (anthropic_api_key, anthropic_api_key_plaintext) = keys.pair("key");
    let config = AnthropicConfig { anthropic_api_key, anthropic_api_key_plaintext, ..Default::default() };
    ExternalModel {
        anthropic_config: Some(Box::new(config)),
        ..ExternalModel::new(Provider::Anthropic, "claude-sonnet-4-5", Task::Chat)
    }
}

fn with_cohere(keys: &Keys, name: &str, task: Task) -> ExternalModel {
    let (cohere_api_key, cohere_api_key_plaintext) = keys.pair("key");
    let config = CohereConfig {
        cohere_api_key,
        cohere_api_key_plaintext,
        cohere_api_base: Some("https://api.cohere.ai/v1".into()),
        ..Default::default()
    };
    ExternalModel {
        cohere_config: Some(Box::new(config)),
        ..ExternalModel::new(Provider::Cohere, name, task)
    }
}

fn cohere(keys: &Keys) -> ExternalModel {
    with_cohere(keys, "command", Task::Completions)
}

fn cohere_embeddings(keys: &Keys) -> ExternalModel {
    with_cohere(keys, "embed-english-v3.0", Task::Embeddings)
}

fn ai21labs(keys: &Keys) -> ExternalModel {
    let (ai21labs_api_key, ai21labs_api_key_plaintext) = keys.pair("key");
    let config = Ai21LabsConfig { ai21labs_api_key, ai21labs_api_key_plaintext, ..Default::default() };
    ExternalModel {
        ai21labs_config: Some(Box::new(config)),
        ..ExternalModel::new(Provider::Ai21Labs, "j2-ultra", Task::Completions)
    }
}

fn palm(keys: &Keys) -> ExternalModel {
    let (palm_api_key, palm_api_key_plaintext) = keys.pair("key");
    let config = PalmConfig { palm_api_key, palm_api_key_plaintext, ..Default::default() };
    ExternalModel {
        palm_config: Some(Box::new(config)),
        ..ExternalModel::new(Provider::Palm, "text-bison-001", Task::Completions)
    }
}

fn vertex(keys: &Keys) -> ExternalModel {
    let (private_key, private_key_plaintext) = keys.pair("key");
    let config = VertexAiConfig {
        project_id: Some("contract".into()),
        region: Some("us-central1".into()),
        private_key,
        private_key_plaintext,
        ..Default::default()
    };
    ExternalModel {
        google_cloud_vertex_ai_config: Some(Box::new(config)),
        ..ExternalModel::new(Provider::GoogleCloudVertexAi, "gemini-2.5-flash", Task::Chat)
    }
}

fn bedrock(config: BedrockConfig) -> ExternalModel {
    let config = BedrockConfig {
        aws_region: Some("us-east-1".into()),
        bedrock_provider: Some("anthropic".into()),
        ..config
    };
    let name = "anthropic.claude-3-5-sonnet-20241022-v2:0";
    ExternalModel {
        amazon_bedrock_config: Some(Box::new(config)),
        ..ExternalModel::new(Provider::AmazonBedrock, name, Task::Chat)
    }
}

fn bedrock_keys(keys: &Keys) -> ExternalModel {
    let (aws_access_key_id, aws_access_key_id_plaintext) = keys.pair("key-id");
    let (aws_secret_access_key, aws_secret_access_key_plaintext) = keys.pair("key");
    bedrock(BedrockConfig {
        aws_access_key_id,
        aws_access_key_id_plaintext,
        aws_secret_access_key,
        aws_secret_access_key_plaintext,
        ..Default::default()
    })
}

fn bedrock_profile(_: &Keys) -> ExternalModel {
    let arn = "arn:aws:iam::123456789012:instance-profile/contract".to_owned();
    bedrock(BedrockConfig { instance_profile_arn: Some(arn), ..Default::default() })
}

fn bedrock_credential(_: &Keys) -> ExternalModel {
    bedrock(BedrockConfig { uc_service_credential_name: Some("contract".into()), ..Default::default() })
}

fn databricks(keys: &Keys) -> ExternalModel {
    let (databricks_api_token, databricks_api_token_plaintext) = keys.pair("key");
    let config = DatabricksServingConfig {
        databricks_workspace_url: Some("https://other.cloud.databricks.com".into()),
        databricks_api_token,
        databricks_api_token_plaintext,
        ..Default::default()
    };
    ExternalModel {
        databricks_model_serving_config: Some(Box::new(config)),
        ..ExternalModel::new(Provider::DatabricksModelServing, "their-chat", Task::Chat)
    }
}

fn custom(config: CustomProviderConfig) -> ExternalModel {
    let url = Some("https://llm.example.com/v1/chat/completions".to_owned());
    ExternalModel {
        custom_provider_config: Some(Box::new(CustomProviderConfig { custom_provider_url: url, ..config })),
        ..ExternalModel::new(Provider::Custom, "llama-3.3-70b", Task::Chat)
    }
}

fn custom_header(keys: &Keys) -> ExternalModel {
    let (value, value_plaintext) = keys.pair("key");
    let auth = ApiKeyAuth { key: "x-api-key".into(), value, value_plaintext, ..Default::default() };
    custom(CustomProviderConfig { api_key_auth: Some(auth), ..Default::default() })
}

fn custom_bearer(keys: &Keys) -> ExternalModel {
    let (token, token_plaintext) = keys.pair("key");
    let auth = BearerTokenAuth { token, token_plaintext, ..Default::default() };
    custom(CustomProviderConfig { bearer_token_auth: Some(auth), ..Default::default() })
}

/// An OpenAI model with a key as typed; `key` decides in the sandbox whether it works.
pub(crate) fn openai_typed(model: &str, key: &str) -> ExternalModel {
    let openai_api_key_plaintext = Some(Plaintext::new(key));
    with_openai(model, OpenAiConfig { openai_api_key_plaintext, ..Default::default() })
}

/// An Azure OpenAI model with this deployment.
pub(crate) fn azure_deployment(deployment: &str) -> ExternalModel {
    let mut model = azure_key(&Keys::Typed);
    if let Some(config) = &mut model.openai_config {
        config.openai_deployment_name = Some(deployment.to_owned());
    }
    model
}

/// Entities with their shares, as a config.
pub(crate) fn split(parts: &[(&str, ExternalModel, i64)]) -> EndpointConfig {
    EndpointConfig {
        served_entities: parts
            .iter()
            .map(|(name, model, _)| ServedEntity::external(*name, model.clone()))
            .collect(),
        traffic_config: Some(TrafficConfig {
            routes: parts.iter().map(|(name, _, share)| Route::new(*name, *share)).collect(),
            ..Default::default()
        }),
        ..Default::default()
    }
}

/// The body that creates an endpoint with these entities.
pub(crate) fn endpoint(name: &str, parts: &[(&str, ExternalModel, i64)]) -> CreateEndpoint {
    CreateEndpoint { config: Some(split(parts)), ..CreateEndpoint::new(name) }
}
