//! Providers reached at an address you give: a model serving endpoint of another Databricks workspace, and any service
//! that speaks OpenAI's API (databricks-api.md §2.1, §2.3).

use super::dto::{FieldKind, Task};
use super::spec::{AuthFormSpec, EVERY_TASK, FieldSpec, ProviderSpec};

pub(crate) const DATABRICKS: ProviderSpec = ProviderSpec {
    id: "databricks-model-serving",
    wire: "databricks-model-serving",
    config: "databricks_model_serving_config",
    name: "Databricks Model Serving",
    mark: "Db",
    tagline: "Chat, completions, embeddings",
    tasks: EVERY_TASK,
    needs: &[
        ("Address of the other workspace", "https://….cloud.databricks.com or …azuredatabricks.net"),
        ("Name of the endpoint there", "It must do the same task"),
        ("A token of that workspace", "With CAN QUERY on that endpoint, best of a service principal"),
    ],
    fields: &[FieldSpec::new(
        "databricks_workspace_url",
        "Address of the other workspace",
        FieldKind::Url,
        "Only the host, as in the address bar when you work there.",
    )
    .placeholder("https://adb-1234567890123456.7.azuredatabricks.net")],
    auth_title: "How this workspace signs in to the other",
    forms: &[AuthFormSpec {
        id: "token",
        label: "Token",
        help: "A token of the other workspace. When it expires, this served entity stops answering.",
        object: None,
        fixed: &[],
        fields: &[FieldSpec::secret(
            "databricks_api_token",
            "Token",
            "databricks-token",
            "It is kept in a secret scope of this workspace; the endpoint only refers to it.",
        )],
    }],
    models: &[
        (Task::Chat, "databricks-claude-sonnet-4-5", "hosted by Databricks"),
        (Task::Chat, "databricks-meta-llama-3-3-70b-instruct", "hosted by Databricks"),
        (Task::Embeddings, "databricks-gte-large-en", "hosted by Databricks"),
    ],
    model_help: "The name of the endpoint in the other workspace.",
    retired: false,
};

pub(crate) const CUSTOM: ProviderSpec = ProviderSpec {
    id: "custom",
    wire: "custom",
    config: "custom_provider_config",
    name: "Custom provider",
    mark: "Cu",
    tagline: "Chat at any OpenAI-compatible URL, with an API key or a bearer token",
    tasks: EVERY_TASK,
    needs: &[
        ("Full address", "Including the path, for example …/v1/chat/completions"),
        ("A bearer token, or an API key and its header", "As the service documents it"),
        ("A way in from Databricks", "The service must be reachable from Databricks' own network"),
    ],
    fields: &[FieldSpec::new(
        "custom_provider_url",
        "Address",
        FieldKind::Url,
        "The full address that takes the calls, path included. Databricks may send to it as written.",
    )
    .placeholder("https://llm.example.com/v1/chat/completions")],
    auth_title: "How Databricks signs in to the service",
    forms: &[
        AuthFormSpec {
            id: "bearer_token_auth",
            label: "Bearer token",
            help: "Sent as Authorization: Bearer, which most services expect.",
            object: Some("bearer_token_auth"),
            fixed: &[],
            fields: &[FieldSpec::secret(
                "token",
                "Token",
                "custom-token",
                "Only the token, without the word Bearer in front.",
            )],
        },
        AuthFormSpec {
            id: "api_key_auth",
            label: "API key in a header",
            help: "For services that expect the key in a header of their own.",
            object: Some("api_key_auth"),
            fixed: &[],
            fields: &[
                FieldSpec::new(
                    "key",
                    "Header name",
                    FieldKind::Text,
                    "The header the service reads, for example api-key or X-API-Key.",
                )
                .placeholder("X-API-Key"),
                FieldSpec::secret(
                    "value",
                    "API key",
                    "custom-api-key",
                    "The whole header value. With the header Authorization it must begin with the word Bearer.",
                ),
            ],
        },
    ],
    models: &[
        (Task::Chat, "llama-3.3-70b-instruct", "an example"),
        (Task::Chat, "mistral-large-latest", "an example"),
    ],
    model_help: "The model name the service expects in its requests.",
    retired: false,
};
