//! The shape of the catalogue's tables. Everything is `const` data, so that a provider reads as one page and a typing
//! mistake in a field name is one place to correct. `dto` turns it into what the window sees, `wire` into requests.

use super::dto::{FieldKind, Task};

/// One input. `id` is the name of the API's field (databricks-api.md §2.1).
#[derive(Debug)]
pub(crate) struct FieldSpec {
    pub id: &'static str,
    pub label: &'static str,
    pub kind: FieldKind,
    pub required: bool,
    pub help: &'static str,
    pub placeholder: &'static str,
    pub default: &'static str,
    /// Value, label, detail (empty for none).
    pub choices: &'static [(&'static str, &'static str, &'static str)],
    /// With choices: other values may be typed too.
    pub free_text: bool,
    /// For secrets: what to call the key in the scope.
    pub suggested_key: Option<&'static str>,
    /// The API refuses this value in upper case.
    pub lower_case: bool,
}

impl FieldSpec {
    pub(crate) const fn new(
        id: &'static str,
        label: &'static str,
        kind: FieldKind,
        help: &'static str,
    ) -> Self {
        Self {
            id,
            label,
            kind,
            required: true,
            help,
            placeholder: "",
            default: "",
            choices: &[],
            free_text: false,
            suggested_key: None,
            lower_case: false,
        }
    }

    pub(crate) const fn secret(
        id: &'static str,
        label: &'static str,
        suggested_key: &'static str,
        help: &'static str,
    ) -> Self {
        let mut field = Self::new(id, label, FieldKind::Secret, help);
        field.suggested_key = Some(suggested_key);
        field
    }

    pub(crate) const fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    pub(crate) const fn placeholder(mut self, text: &'static str) -> Self {
        self.placeholder = text;
        self
    }

    pub(crate) const fn default(mut self, value: &'static str) -> Self {
        self.default = value;
        self
    }

    pub(crate) const fn choices(
        mut self,
        choices: &'static [(&'static str, &'static str, &'static str)],
        free_text: bool,
    ) -> Self {
        self.choices = choices;
        self.free_text = free_text;
        self
    }

    pub(crate) const fn lower_case(mut self) -> Self {
        self.lower_case = true;
        self
    }

    pub(crate) const fn multiline(mut self) -> Self {
        self.kind = FieldKind::SecretMultiline;
        self
    }
}

/// One of several ways to sign in to a provider. Exactly one is sent.
#[derive(Debug)]
pub(crate) struct AuthFormSpec {
    pub id: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    /// The fields stand inside this object of the provider's config (`bearer_token_auth`), or in the config itself.
    pub object: Option<&'static str>,
    /// Values that choosing this form means (`openai_api_type: azuread`).
    pub fixed: &'static [(&'static str, &'static str)],
    pub fields: &'static [FieldSpec],
}

/// One provider, or one way of using a provider that people know by its own name (Azure OpenAI).
#[derive(Debug)]
pub(crate) struct ProviderSpec {
    pub id: &'static str,
    /// `external_model.provider`.
    pub wire: &'static str,
    /// The one config object that goes with it.
    pub config: &'static str,
    pub name: &'static str,
    pub mark: &'static str,
    pub tagline: &'static str,
    pub tasks: &'static [Task],
    pub needs: &'static [(&'static str, &'static str)],
    pub fields: &'static [FieldSpec],
    pub auth_title: &'static str,
    pub forms: &'static [AuthFormSpec],
    /// Task, model id, detail. Suggestions, never a rule: accounts differ and models come and go.
    pub models: &'static [(Task, &'static str, &'static str)],
    pub model_help: &'static str,
    pub retired: bool,
}

impl ProviderSpec {
    pub(crate) fn form(&self, id: &str) -> Option<&'static AuthFormSpec> {
        self.forms.iter().find(|form| form.id == id)
    }

    /// The form of that id; where there is only one way, that one whatever the id.
    pub(crate) fn chosen(&self, id: &str) -> Option<&'static AuthFormSpec> {
        self.form(id).or(if let [only] = self.forms { Some(only) } else { None })
    }

    pub(crate) fn supports(&self, task: Task) -> bool {
        self.tasks.contains(&task)
    }
}

pub(crate) const EVERY_TASK: &[Task] = &[Task::Chat, Task::Completions, Task::Embeddings];
