//! What the window sees of a provider: enough to draw its tile, its "have these at hand" list and its whole form.
//! The data itself stands in the tables beside this file; `spec` is their shape.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::spec::{AuthFormSpec, FieldSpec, ProviderSpec};

/// What a model is asked to do. All served entities of one endpoint do the same task (databricks-api.md §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
pub(crate) enum Task {
    #[serde(rename = "llm/v1/chat")]
    Chat,
    #[serde(rename = "llm/v1/completions")]
    Completions,
    #[serde(rename = "llm/v1/embeddings")]
    Embeddings,
}

impl Task {
    /// The word the API uses.
    pub(crate) fn wire(self) -> &'static str {
        match self {
            Self::Chat => "llm/v1/chat",
            Self::Completions => "llm/v1/completions",
            Self::Embeddings => "llm/v1/embeddings",
        }
    }

    /// The task as it reads in a sentence: "answers chat requests".
    pub(crate) fn plain(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Completions => "completion",
            Self::Embeddings => "embedding",
        }
    }
}

/// How a field is typed and shown. A secret is chosen or stored, never typed into a plain box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) enum FieldKind {
    Text,
    Url,
    Secret,
    SecretMultiline,
    Choice,
    Guid,
    Arn,
}

impl FieldKind {
    pub(crate) fn is_secret(self) -> bool {
        matches!(self, Self::Secret | Self::SecretMultiline)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Choice {
    pub value: String,
    pub label: String,
    pub detail: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProviderField {
    /// The API's own name, for example `openai_api_base`; unique within one provider.
    pub id: String,
    pub label: String,
    pub kind: FieldKind,
    pub required: bool,
    pub help: String,
    pub placeholder: String,
    pub default_value: String,
    pub choices: Vec<Choice>,
    pub free_text: bool,
    pub suggested_key: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AuthForm {
    pub id: String,
    pub label: String,
    pub help: String,
    pub fields: Vec<ProviderField>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProviderNeed {
    pub label: String,
    pub detail: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ModelSuggestion {
    pub id: String,
    pub detail: String,
    pub task: Task,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Provider {
    pub id: String,
    pub name: String,
    pub mark: String,
    pub tagline: String,
    pub tasks: Vec<Task>,
    pub needs: Vec<ProviderNeed>,
    pub fields: Vec<ProviderField>,
    pub auth_title: String,
    pub auth_forms: Vec<AuthForm>,
    pub models: Vec<ModelSuggestion>,
    pub model_help: String,
    /// Closed by its maker: shown on endpoints that still have it, not offered for new ones.
    pub retired: bool,
}

impl From<&FieldSpec> for ProviderField {
    fn from(field: &FieldSpec) -> Self {
        Self {
            id: field.id.into(),
            label: field.label.into(),
            kind: field.kind,
            required: field.required,
            help: field.help.into(),
            placeholder: field.placeholder.into(),
            default_value: field.default.into(),
            choices: field
                .choices
                .iter()
                .map(|(value, label, detail)| Choice {
                    value: (*value).into(),
                    label: (*label).into(),
                    detail: (!detail.is_empty()).then(|| (*detail).into()),
                })
                .collect(),
            free_text: field.free_text,
            suggested_key: field.suggested_key.map(Into::into),
        }
    }
}

impl From<&AuthFormSpec> for AuthForm {
    fn from(form: &AuthFormSpec) -> Self {
        Self {
            id: form.id.into(),
            label: form.label.into(),
            help: form.help.into(),
            fields: form.fields.iter().map(Into::into).collect(),
        }
    }
}

impl From<&ProviderSpec> for Provider {
    fn from(spec: &ProviderSpec) -> Self {
        Self {
            id: spec.id.into(),
            name: spec.name.into(),
            mark: spec.mark.into(),
            tagline: spec.tagline.into(),
            tasks: spec.tasks.to_vec(),
            needs: spec
                .needs
                .iter()
                .map(|(label, detail)| ProviderNeed { label: (*label).into(), detail: (*detail).into() })
                .collect(),
            fields: spec.fields.iter().map(Into::into).collect(),
            auth_title: spec.auth_title.into(),
            auth_forms: spec.forms.iter().map(Into::into).collect(),
            models: spec
                .models
                .iter()
                .map(|(task, id, detail)| ModelSuggestion {
                    id: (*id).into(),
                    detail: (*detail).into(),
                    task: *task,
                })
                .collect(),
            model_help: spec.model_help.into(),
            retired: spec.retired,
        }
    }
}
