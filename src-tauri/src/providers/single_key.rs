//! Providers that need one API key and little else: Anthropic, Cohere, AI21 Labs (databricks-api.md §2.1).

use super::dto::{FieldKind, Task};
use super::spec::{AuthFormSpec, EVERY_TASK, FieldSpec, ProviderSpec};

pub(crate) const ANTHROPIC: ProviderSpec = ProviderSpec {
    id: "anthropic",
    wire: "anthropic",
    config: "anthropic_config",
    name: "Anthropic",
    mark: "An",
    tagline: "Chat",
    tasks: &[Task::Chat, Task::Completions],
    needs: &[
        ("An API key", "From the Anthropic Console, under API keys. It starts with sk-ant-"),
        ("Model name", "As Anthropic spells it, for example claude-sonnet-4-5"),
    ],
    fields: &[],
    auth_title: "How Databricks signs in to Anthropic",
    forms: &[AuthFormSpec {
        id: "api_key",
        label: "API key",
        help: "One key for every call of this served entity.",
        object: None,
        fixed: &[],
        fields: &[FieldSpec::secret(
            "anthropic_api_key",
            "API key",
            "anthropic-key",
            "The key is kept in a secret scope of the workspace; the endpoint only refers to it.",
        )],
    }],
    models: &[
        (Task::Chat, "claude-sonnet-4-5", "balanced"),
        (Task::Chat, "claude-sonnet-4-6", "balanced, newer"),
        (Task::Chat, "claude-haiku-4-5", "fast and cheap"),
        (Task::Chat, "claude-opus-4-1", "strongest, dear"),
        (Task::Chat, "claude-sonnet-4-20250514", "fixed date"),
        (Task::Chat, "claude-3-5-haiku-latest", "older, fast"),
        (Task::Completions, "claude-2.1", "legacy completion"),
        (Task::Completions, "claude-instant-1.2", "legacy completion"),
    ],
    model_help: "Anthropic does chat. Completions reach only its oldest models; it has no embeddings.",
    retired: false,
};

pub(crate) const COHERE: ProviderSpec = ProviderSpec {
    id: "cohere",
    wire: "cohere",
    config: "cohere_config",
    name: "Cohere",
    mark: "Co",
    tagline: "Chat, completions, embeddings",
    tasks: EVERY_TASK,
    needs: &[
        (
            "An API key",
            "From the Cohere dashboard. A trial key stops after few calls, so take a production key",
        ),
        ("Model name", "As Cohere spells it, for example command-a-03-2025"),
    ],
    fields: &[FieldSpec::new(
        "cohere_api_base",
        "Base address",
        FieldKind::Url,
        "Leave it empty for Cohere itself. Fill it in for a private deployment of Cohere.",
    )
    .optional()
    .placeholder("https://api.cohere.com")],
    auth_title: "How Databricks signs in to Cohere",
    forms: &[AuthFormSpec {
        id: "api_key",
        label: "API key",
        help: "One key for every call of this served entity.",
        object: None,
        fixed: &[],
        fields: &[FieldSpec::secret(
            "cohere_api_key",
            "API key",
            "cohere-key",
            "The key is kept in a secret scope of the workspace; the endpoint only refers to it.",
        )],
    }],
    models: &[
        (Task::Chat, "command-a-03-2025", "newest generation"),
        (Task::Chat, "command-r-plus-08-2024", "strong"),
        (Task::Chat, "command-r-08-2024", "cheaper"),
        (Task::Completions, "command", "legacy completion"),
        (Task::Completions, "command-light", "legacy completion, small"),
        (Task::Embeddings, "embed-english-v3.0", "1,024 numbers a text"),
        (Task::Embeddings, "embed-multilingual-v3.0", "1,024 numbers a text, many languages"),
    ],
    model_help: "Any model of your Cohere account works: type its id.",
    retired: false,
};

pub(crate) const AI21: ProviderSpec = ProviderSpec {
    id: "ai21labs",
    wire: "ai21labs",
    config: "ai21labs_config",
    name: "AI21 Labs",
    mark: "Ai",
    tagline: "Completions",
    tasks: &[Task::Completions],
    needs: &[
        ("An API key", "From AI21 Studio, under your account"),
        ("Model name", "As AI21 spells it, for example j2-mid"),
    ],
    fields: &[],
    auth_title: "How Databricks signs in to AI21 Labs",
    forms: &[AuthFormSpec {
        id: "api_key",
        label: "API key",
        help: "One key for every call of this served entity.",
        object: None,
        fixed: &[],
        fields: &[FieldSpec::secret(
            "ai21labs_api_key",
            "API key",
            "ai21-key",
            "The key is kept in a secret scope of the workspace; the endpoint only refers to it.",
        )],
    }],
    models: &[
        (Task::Completions, "j2-mid", "middle size"),
        (Task::Completions, "j2-ultra", "strongest"),
        (Task::Completions, "j2-light", "small and cheap"),
    ],
    model_help: "Databricks lists the Jurassic-2 family here. AI21 may have closed some of them; a small test call tells.",
    retired: false,
};
