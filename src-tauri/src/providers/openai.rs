//! OpenAI, and Azure OpenAI, which the API treats as the same provider with another `openai_api_type`
//! (databricks-api.md §2.1). People look for two names, so the catalogue has two.

use super::dto::{FieldKind, Task};
use super::spec::{AuthFormSpec, EVERY_TASK, FieldSpec, ProviderSpec};

pub(crate) const OPENAI: ProviderSpec = ProviderSpec {
    id: "openai",
    wire: "openai",
    config: "openai_config",
    name: "OpenAI",
    mark: "OA",
    tagline: "Chat, completions, embeddings",
    tasks: EVERY_TASK,
    needs: &[
        ("An API key", "From platform.openai.com, under API keys. It starts with sk-"),
        ("Model name", "As OpenAI spells it, for example gpt-4o"),
    ],
    fields: &[
        FieldSpec::new(
            "openai_api_base",
            "Base address",
            FieldKind::Url,
            "Leave it empty for OpenAI itself. Fill it in when your calls go through a proxy that speaks the same API.",
        )
        .optional()
        .placeholder("https://api.openai.com/v1"),
        FieldSpec::new(
            "openai_organization",
            "Organization",
            FieldKind::Text,
            "Only needed when the key belongs to several organizations. It starts with org-.",
        )
        .optional()
        .placeholder("org-…"),
    ],
    auth_title: "How Databricks signs in to OpenAI",
    forms: &[AuthFormSpec {
        id: "api_key",
        label: "API key",
        help: "One key for every call of this served entity.",
        object: None,
        fixed: &[],
        fields: &[FieldSpec::secret(
            "openai_api_key",
            "API key",
            "openai-key",
            "The key is kept in a secret scope of the workspace; the endpoint only refers to it.",
        )],
    }],
    models: &[
        (Task::Chat, "gpt-5", "reasoning, newest generation"),
        (Task::Chat, "gpt-5-mini", "reasoning, smaller and cheaper"),
        (Task::Chat, "gpt-5.1", "reasoning"),
        (Task::Chat, "gpt-4.1", "long context"),
        (Task::Chat, "gpt-4.1-mini", "long context, cheaper"),
        (Task::Chat, "gpt-4o", "128k context"),
        (Task::Chat, "gpt-4o-mini", "128k context, cheap"),
        (Task::Chat, "o3", "reasoning"),
        (Task::Chat, "o4-mini", "reasoning, cheaper"),
        (Task::Chat, "gpt-4-turbo", "older"),
        (Task::Completions, "gpt-3.5-turbo-instruct", "plain text completion"),
        (Task::Completions, "davinci-002", "base model"),
        (Task::Completions, "babbage-002", "base model, small"),
        (Task::Embeddings, "text-embedding-3-small", "1,536 numbers a text"),
        (Task::Embeddings, "text-embedding-3-large", "3,072 numbers a text"),
        (Task::Embeddings, "text-embedding-ada-002", "older, 1,536 numbers a text"),
    ],
    model_help: "Any model of your OpenAI account works, fine-tuned ones too: type its id.",
    retired: false,
};

const AZURE_VERSIONS: &[(&str, &str, &str)] = &[
    ("2024-10-21", "2024-10-21", "newest stable one"),
    ("2024-06-01", "2024-06-01", "stable"),
    ("2024-02-01", "2024-02-01", "stable, older"),
    ("2025-04-01-preview", "2025-04-01-preview", "preview"),
];

const AZURE_CHAT: &str = "the deployment decides, this is the model behind it";

pub(crate) const AZURE: ProviderSpec = ProviderSpec {
    id: "azure-openai",
    wire: "openai",
    config: "openai_config",
    name: "Azure OpenAI",
    mark: "Az",
    tagline: "Chat, completions, embeddings",
    tasks: EVERY_TASK,
    needs: &[
        ("Resource endpoint", "https://…openai.azure.com"),
        ("Deployment name", "As it is called in the Azure portal"),
        ("API version", "We suggest the newest stable one"),
        ("An API key, or an Entra service principal", "Tenant ID, client ID and client secret"),
    ],
    fields: &[
        FieldSpec::new(
            "openai_api_base",
            "Resource endpoint",
            FieldKind::Url,
            "The address of your Azure OpenAI resource, without the part after the host.",
        )
        .placeholder("https://my-resource.openai.azure.com"),
        FieldSpec::new(
            "openai_deployment_name",
            "Deployment name",
            FieldKind::Text,
            "The name you gave the deployment in the Azure portal, exactly as written there.",
        )
        .placeholder("gpt4o-prod"),
        FieldSpec::new(
            "openai_api_version",
            "API version",
            FieldKind::Choice,
            "A date that Azure publishes. Keep the suggestion unless a model asks for another.",
        )
        .default("2024-10-21")
        .choices(AZURE_VERSIONS, true),
    ],
    auth_title: "How Databricks signs in to Azure",
    forms: &[
        AuthFormSpec {
            id: "azure",
            label: "API key",
            help: "Key 1 or key 2 of the resource, from Keys and Endpoint in the Azure portal.",
            object: None,
            fixed: &[("openai_api_type", "azure")],
            fields: &[FieldSpec::secret(
                "openai_api_key",
                "API key",
                "azure-openai-key",
                "One of the two keys of the resource, kept in a secret scope of the workspace.",
            )],
        },
        AuthFormSpec {
            id: "azuread",
            label: "Microsoft Entra ID",
            help: "A service principal that has the role Cognitive Services OpenAI User on the resource.",
            object: None,
            fixed: &[("openai_api_type", "azuread")],
            fields: &[
                FieldSpec::new(
                    "microsoft_entra_tenant_id",
                    "Tenant ID",
                    FieldKind::Guid,
                    "Of the directory the service principal lives in. Entra shows it as Directory (tenant) ID.",
                )
                .placeholder("00000000-0000-0000-0000-000000000000"),
                FieldSpec::new(
                    "microsoft_entra_client_id",
                    "Client ID",
                    FieldKind::Guid,
                    "Of the app registration. Entra shows it as Application (client) ID.",
                )
                .placeholder("00000000-0000-0000-0000-000000000000"),
                FieldSpec::secret(
                    "microsoft_entra_client_secret",
                    "Client secret",
                    "azure-client-secret",
                    "The value of the client secret, not its ID. Entra shows it only once.",
                ),
            ],
        },
    ],
    models: &[
        (Task::Chat, "gpt-4o", AZURE_CHAT),
        (Task::Chat, "gpt-4o-mini", AZURE_CHAT),
        (Task::Chat, "gpt-4.1", AZURE_CHAT),
        (Task::Chat, "gpt-4.1-mini", AZURE_CHAT),
        (Task::Chat, "gpt-5", AZURE_CHAT),
        (Task::Chat, "gpt-5-mini", AZURE_CHAT),
        (Task::Chat, "gpt-35-turbo", "Azure writes it without the dot"),
        (Task::Completions, "gpt-35-turbo-instruct", "plain text completion"),
        (Task::Embeddings, "text-embedding-3-small", "1,536 numbers a text"),
        (Task::Embeddings, "text-embedding-3-large", "3,072 numbers a text"),
        (Task::Embeddings, "text-embedding-ada-002", "older, 1,536 numbers a text"),
    ],
    model_help: "The model behind your deployment. Which one answers is decided in Azure by the deployment.",
    retired: false,
};
