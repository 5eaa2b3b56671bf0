//! Google Vertex AI, and PaLM: Google has closed the latter, endpoints that still name it must stay readable.

use super::dto::{FieldKind, Task};
use super::spec::{AuthFormSpec, FieldSpec, ProviderSpec};

const REGIONS: &[(&str, &str, &str)] = &[
    ("us-central1", "us-central1", "Iowa"),
    ("us-east4", "us-east4", "N. Virginia"),
    ("us-west1", "us-west1", "Oregon"),
    ("europe-west1", "europe-west1", "Belgium"),
    ("europe-west3", "europe-west3", "Frankfurt"),
    ("europe-west4", "europe-west4", "Netherlands"),
    ("asia-northeast1", "asia-northeast1", "Tokyo"),
    ("asia-southeast1", "asia-southeast1", "Singapore"),
    ("global", "global", "no fixed place"),
];

pub(crate) const VERTEX: ProviderSpec = ProviderSpec {
    id: "google-cloud-vertex-ai",
    wire: "google-cloud-vertex-ai",
    config: "google_cloud_vertex_ai_config",
    name: "Google Vertex AI",
    mark: "Vx",
    tagline: "Chat, embeddings",
    tasks: &[Task::Chat, Task::Completions, Task::Embeddings],
    needs: &[
        ("Project ID and region", "From the Google Cloud console"),
        ("A service account key", "The JSON file, of an account with the role Vertex AI User"),
        ("Model name", "As Google spells it, for example gemini-2.5-flash"),
    ],
    fields: &[
        FieldSpec::new(
            "project_id",
            "Project ID",
            FieldKind::Text,
            "The ID, not the display name and not the number.",
        )
        .placeholder("my-project-123"),
        FieldSpec::new(
            "region",
            "Region",
            FieldKind::Choice,
            "Where Vertex AI runs the model. Not every model is offered everywhere.",
        )
        .placeholder("us-central1")
        .choices(REGIONS, true),
    ],
    auth_title: "How Databricks signs in to Google",
    forms: &[AuthFormSpec {
        id: "service_account",
        label: "Service account key",
        help: "The whole content of the JSON key file, line breaks included.",
        object: None,
        fixed: &[],
        fields: &[FieldSpec::secret(
            "private_key",
            "Service account key",
            "vertex-service-account",
            "Paste the whole JSON file. It is kept in a secret scope of the workspace; the endpoint only refers to it.",
        )
        .multiline()],
    }],
    models: &[
        (Task::Chat, "gemini-2.5-pro", "strong, long context"),
        (Task::Chat, "gemini-2.5-flash", "fast"),
        (Task::Chat, "gemini-2.5-flash-lite", "fast and cheap"),
        (Task::Completions, "text-bison", "legacy completion"),
        (Task::Embeddings, "text-embedding-005", "768 numbers a text"),
        (Task::Embeddings, "text-embedding-004", "768 numbers a text, older"),
    ],
    model_help: "As Vertex AI spells it, without publisher and path.",
    retired: false,
};

pub(crate) const PALM: ProviderSpec = ProviderSpec {
    id: "palm",
    wire: "palm",
    config: "palm_config",
    name: "Google PaLM",
    mark: "Pa",
    tagline: "Closed by Google",
    tasks: &[Task::Completions, Task::Embeddings],
    needs: &[("Another provider", "Google has closed this API; Google Vertex AI is its successor")],
    fields: &[],
    auth_title: "How Databricks signed in to PaLM",
    forms: &[AuthFormSpec {
        id: "api_key",
        label: "API key",
        help: "Kept for endpoints that were made while Google offered PaLM.",
        object: None,
        fixed: &[],
        fields: &[FieldSpec::secret(
            "palm_api_key",
            "API key",
            "palm-key",
            "The key is kept in a secret scope of the workspace; the endpoint only refers to it.",
        )],
    }],
    models: &[
        (Task::Completions, "text-bison-001", "closed"),
        (Task::Embeddings, "embedding-gecko-001", "closed"),
    ],
    model_help: "Google has closed PaLM. Move this served entity to Google Vertex AI.",
    retired: true,
};
