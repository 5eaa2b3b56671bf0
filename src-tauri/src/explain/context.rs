//! What the person was doing when it failed. The same answer of a server means different things to someone who connects,
//! creates or asks; and what became of their typing differs too.

use crate::providers;

/// The job, the workspace as the person calls it, and who they are signed in as.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    pub operation: Operation,
    pub workspace: String,
    pub user: Option<String>,
    /// How long the call took.
    pub seconds: Option<f64>,
}

#[derive(Clone, Debug)]
pub(crate) enum Operation {
    Connect,
    SignInAgain,
    ListEndpoints,
    ReadEndpoint {
        name: String,
    },
    CreateEndpoint {
        name: String,
    },
    ChangeEndpoint {
        name: String,
    },
    DeleteEndpoint {
        name: String,
    },
    ReadSecrets {
        scope: Option<String>,
    },
    StoreSecret {
        scope: String,
        key: String,
    },
    DeleteSecret {
        scope: String,
        key: String,
    },
    CreateScope {
        scope: String,
    },
    /// What only who manages a scope may do; `job` says what.
    ManageScope {
        scope: String,
        job: String,
    },
    /// Lists catalogs, or the schemas of one.
    BrowseCatalogs {
        catalog: Option<String>,
    },
    Ask(Asked),
}

/// A prompt: to which endpoint, and which served entities could have been the one that answered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub endpoint: String,
    /// Set when one served entity was asked directly, past the split.
    pub entity: Option<String>,
    /// Those that may have been reached: the entity asked for, or all of the endpoint.
    pub candidates: Vec<AskedEntity>,
    pub fallback: bool,
    pub streaming: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct AskedEntity {
    /// The catalogue's id (`azure-openai`).
    pub provider: String,
    pub provider_name: String,
    pub model: String,
    /// `{{secrets/scope/key}}`
    pub secrets: Vec<String>,
    /// The API's field name and its value.
    pub settings: Vec<(String, String)>,
}

impl AskedEntity {
    pub(crate) fn setting(&self, field: &str) -> Option<&str> {
        self.settings.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }
}

impl Asked {
    /// The served entity the answer came from, when there is only one it can have been.
    pub(crate) fn entity_of(&self, wire_provider: Option<&str>) -> Option<&AskedEntity> {
        let mut fitting = self.candidates.iter().filter(|candidate| {
            wire_provider.is_none_or(|wire| {
                providers::by_id(&candidate.provider)
                    .map_or(candidate.provider == wire, |spec| spec.wire == wire)
            })
        });
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }
}

impl Operation {
    /// What became of what the person typed or wanted.
    pub(crate) fn kept(&self) -> &'static str {
        match self {
            Self::Connect => "The address and the name you typed are still there.",
            Self::CreateEndpoint { .. } => "Your draft is kept.",
            Self::ChangeEndpoint { .. } => "Your changes are kept as a draft.",
            Self::StoreSecret { .. } => "Nothing else was changed.",
            Self::Ask(_) => "Your message is kept.",
            Self::SignInAgain
            | Self::ListEndpoints
            | Self::ReadEndpoint { .. }
            | Self::DeleteEndpoint { .. }
            | Self::DeleteSecret { .. }
            | Self::CreateScope { .. }
            | Self::ManageScope { .. }
            | Self::BrowseCatalogs { .. }
            | Self::ReadSecrets { .. } => "",
        }
    }

    /// The job as the end of "… so Gatewright could not".
    pub(crate) fn job(&self) -> String {
        match self {
            Self::Connect => "connect".into(),
            Self::SignInAgain => "sign in".into(),
            Self::ListEndpoints => "list the endpoints".into(),
            Self::ReadEndpoint { name } => format!("open {name}"),
            Self::CreateEndpoint { name } => format!("create {name}"),
            Self::ChangeEndpoint { name } => format!("change {name}"),
            Self::DeleteEndpoint { name } => format!("delete {name}"),
            Self::ReadSecrets { scope: Some(scope) } => format!("read the names in the secret scope {scope}"),
            Self::ReadSecrets { scope: None } => "list the secret scopes".into(),
            Self::StoreSecret { scope, key } => format!("store {key} in {scope}"),
            Self::DeleteSecret { scope, key } => format!("delete {key} in {scope}"),
            Self::CreateScope { scope } => format!("create the secret scope {scope}"),
            Self::ManageScope { job, .. } => job.clone(),
            Self::BrowseCatalogs { catalog: Some(catalog) } => format!("list the schemas of {catalog}"),
            Self::BrowseCatalogs { catalog: None } => "list the catalogs".into(),
            Self::Ask(asked) => format!("get an answer from {}", asked.endpoint),
        }
    }

    pub(crate) fn endpoint(&self) -> Option<&str> {
        match self {
            Self::ReadEndpoint { name }
            | Self::CreateEndpoint { name }
            | Self::ChangeEndpoint { name }
            | Self::DeleteEndpoint { name } => Some(name),
            Self::Ask(asked) => Some(&asked.endpoint),
            _ => None,
        }
    }

    /// Whether it only reads, so that repeating it costs nothing.
    pub(crate) fn reads(&self) -> bool {
        matches!(
            self,
            Self::Connect
                | Self::SignInAgain
                | Self::ListEndpoints
                | Self::ReadEndpoint { .. }
                | Self::ReadSecrets { .. }
                | Self::BrowseCatalogs { .. }
        )
    }
}
