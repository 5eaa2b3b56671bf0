//! The ways of signing in that a profile can be written for: the SDKs' names of them, which of them work here, and what each needs.

/// One authorization method of which a profile holds keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// The SDKs' name of the group: `pat`, `oauth`, `basic`, `azure`, `google`, ….
    pub name: &'static str,
    /// Its keys that are in the profile.
    pub keys: Vec<String>,
    /// Those of them that have no value; the SDK for Python counts them as well.
    pub empty: Vec<String>,
}

impl Method {
    pub(super) fn described(&self) -> String {
        format!("{} ({})", self.name, self.keys.join(", "))
    }
}

/// A way of signing in that works here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    AccessToken,
    ServicePrincipal,
    Browser,
    AzureCli,
    AzureServicePrincipal,
    DatabricksCli,
}

/// `auth_type` values that work here.
const SUPPORTED: &[(&str, Way)] = &[
    ("external-browser", Way::Browser),
    ("pat", Way::AccessToken),
    ("oauth-m2m", Way::ServicePrincipal),
    ("databricks-cli", Way::DatabricksCli),
    ("azure-cli", Way::AzureCli),
    ("azure-client-secret", Way::AzureServicePrincipal),
];

/// `auth_type` values that the SDKs for Python and Go know and that don't work here, in words.
const UNSUPPORTED: &[(&str, &str)] = &[
    ("basic", "a user name and a password"),
    ("metadata-service", "a metadata service on this machine"),
    ("azure-msi", "a managed identity of Azure"),
    ("google-credentials", "credentials of Google"),
    ("google-id", "a service account of Google"),
    ("env-oidc", "an identity token from the environment"),
    ("file-oidc", "an identity token from a file"),
    ("github-oidc", "the identity of a GitHub action"),
    ("github-oidc-azure", "the identity of a GitHub action on Azure"),
    ("azure-devops-oidc", "the identity of an Azure DevOps pipeline"),
    ("runtime", "the identity of a notebook"),
    ("runtime-oauth", "the identity of a notebook"),
    ("model-serving", "the identity of a served model"),
];

/// What an `auth_type` stands for.
pub(super) enum AuthType {
    Works(&'static str, Way),
    WorksElsewhere { auth_type: &'static str, name: &'static str },
    Unknown,
}

pub(super) fn auth_type(value: &str) -> AuthType {
    if let Some((auth_type, way)) = SUPPORTED.iter().find(|(name, _)| *name == value) {
        return AuthType::Works(auth_type, *way);
    }
    match UNSUPPORTED.iter().find(|(name, _)| *name == value) {
        Some((auth_type, name)) => AuthType::WorksElsewhere { auth_type, name },
        None => AuthType::Unknown,
    }
}

/// The values that work, for a sentence.
pub(super) fn supported() -> String {
    SUPPORTED.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

/// "a", "a and b", "a, b and c".
pub(super) fn listed<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
