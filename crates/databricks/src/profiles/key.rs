//! The keys of a profile that the official SDKs know (reference §7.6, SDK for Python 0.156).

/// Keys with the authorization method that they belong to, as the SDKs group them; none for the rest.
const KEYS: &[(&str, Option<&str>)] = &[
    ("account_id", None),
    ("auth_type", None),
    ("azure_client_id", Some("azure")),
    ("azure_client_secret", Some("azure")),
    ("azure_environment", None),
    ("azure_tenant_id", Some("azure")),
    ("azure_use_msi", Some("azure")),
    ("azure_workspace_resource_id", Some("azure")),
    ("client_id", Some("oauth")),
    ("client_secret", Some("oauth")),
    ("cloud", None),
    ("cluster_id", None),
    ("databricks_cli_path", None),
    ("discovery_url", None),
    ("google_credentials", Some("google")),
    ("google_service_account", Some("google")),
    ("host", None),
    ("metadata_service_url", Some("metadata-service")),
    ("oidc_token_env", Some("env-oidc")),
    ("oidc_token_filepath", Some("file-oidc")),
    ("password", Some("basic")),
    ("scopes", None),
    ("serverless_compute_id", None),
    ("token", Some("pat")),
    ("username", Some("basic")),
    ("warehouse_id", None),
    ("workspace_id", None),
];

/// Whether the SDKs know the key.
pub(super) fn is_known(key: &str) -> bool {
    KEYS.iter().any(|(name, _)| *name == key)
}

/// The authorization method that a key belongs to.
pub(super) fn method_of(key: &str) -> Option<&'static str> {
    KEYS.iter().find(|(name, _)| *name == key).and_then(|(_, method)| *method)
}
