//! The demo world's secret scopes: three of its own, one in an Azure Key Vault that can only be read, and one
//! of another team that cannot be looked into. Keys have ages; one is wrong, one is used by nobody, one is missing.

use std::collections::BTreeMap;

use serde_json::json;

use super::{DAY, PLATFORM};
use crate::clock::now_ms;
use crate::identity::USER;
use crate::world::{KeyNote, Scope, World};

/// Manages the scope that lies in an Azure Key Vault.
const VAULT_OWNER: &str = "piotr.zielinski@meridian-freight.com";

pub(super) fn fill(world: &mut World) {
    let now = now_ms();
    let mut add = |name: &str, manager: &str, keys: &[(&str, i64, bool)]| {
        let keyvault = (manager == VAULT_OWNER).then(|| {
            json!({"resource_id": "/subscriptions/6f1c2a90-77aa-4bd0-9b1e-2c3fd1a0c511/resourceGroups/rg-ml/providers/Microsoft.KeyVault/vaults/meridian-kv",
                "dns_name": "https://meridian-kv.vault.azure.net/"})
        });
        let mut acls = BTreeMap::from([(manager.to_owned(), "MANAGE".to_owned())]);
        if manager != "svc-finance" {
            acls.insert(PLATFORM.to_owned(), "READ".to_owned());
            acls.insert("ml-platform".to_owned(), "READ".to_owned());
        }
        let note = |days: i64, works| KeyNote { works, length: 51, updated_ms: now - days * DAY };
        let keys = keys
            .iter()
            .map(|(key, days, works)| ((*key).to_owned(), ((*key).to_owned(), note(*days, *works))))
            .collect();
        let backend = if keyvault.is_some() { "AZURE_KEYVAULT" } else { "DATABRICKS" };
        world.scopes.insert(
            name.to_owned(),
            Scope { name: name.to_owned(), backend: backend.to_owned(), keyvault, keys, acls },
        );
    };
    add(
        "llm-keys",
        USER,
        &[
            ("openai", 34, true),
            ("anthropic", 12, true),
            ("cohere", 61, true),
            // Stopped working long ago; a standby entity still points at it.
            ("cohere-old", 412, false),
            ("databricks-eu", 89, true),
            // Nobody's: no endpoint refers to it.
            ("mistral-trial", 236, true),
        ],
    );
    add("aws", USER, &[("bedrock-access-key-id", 120, true), ("bedrock-secret-access-key", 120, true)]);
    add("gcp", USER, &[("vertex-sa", 61, true)]);
    add("azure-kv-shared", VAULT_OWNER, &[("azure-openai", 12, true), ("entra-client-secret", 12, true)]);
    // Another team's: its endpoint works, but what is inside is not for the others.
    add("finance-keys", "svc-finance", &[("openai", 20, true)]);
}
