//! What the explainer reads of a failed call. A copy of the client's failure with public fields, so that every row of the
//! table can be tested without a server.

use gatewright_databricks::error::GuardrailSide;
use gatewright_databricks::{ErrorKind, Sent};

/// What a guardrail found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GuardrailFacts {
    pub side: GuardrailSide,
    pub categories: Vec<String>,
    pub personal_data: bool,
}

/// What the model provider said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ProviderFacts {
    /// The provider's wire name (`amazon-bedrock`), when the answer held it.
    pub name: Option<String>,
    pub message: String,
    pub code: Option<String>,
    pub kind: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub kind: ErrorKind,
    pub status: Option<u16>,
    pub code: Option<String>,
    pub message: String,
    pub request_id: Option<String>,
    pub retry_after_seconds: Option<u32>,
    pub attempts: u32,
    pub raw: Option<String>,
    pub provider: Option<ProviderFacts>,
    pub guardrail: Option<GuardrailFacts>,
    pub sent: Sent,
}

impl Facts {
    /// Everything the server said, in lower case, to look for telling words in.
    pub(crate) fn said(&self) -> String {
        let provider = self.provider.as_ref();
        let parts = [
            Some(self.message.as_str()),
            self.code.as_deref(),
            provider.map(|p| p.message.as_str()),
            provider.and_then(|p| p.code.as_deref()),
            provider.and_then(|p| p.kind.as_deref()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase()
    }
}

impl From<&gatewright_databricks::Error> for Facts {
    fn from(error: &gatewright_databricks::Error) -> Self {
        Self {
            kind: error.kind,
            status: error.status,
            code: error.code.clone(),
            message: error.message.clone(),
            request_id: error.request_id.clone(),
            retry_after_seconds: error
                .retry_after
                .map(|wait| u32::try_from(wait.as_secs_f64().ceil() as u64).unwrap_or(u32::MAX)),
            attempts: error.attempts,
            raw: error.raw.clone(),
            provider: error.provider.as_ref().map(|provider| ProviderFacts {
                name: provider.provider.clone(),
                message: provider.message.clone(),
                code: provider.code.clone(),
                kind: provider.kind.clone(),
            }),
            guardrail: error.guardrail.as_ref().map(|guardrail| GuardrailFacts {
                side: guardrail.side,
                categories: guardrail.categories.clone(),
                personal_data: guardrail.pii,
            }),
            sent: error.sent,
        }
    }
}
