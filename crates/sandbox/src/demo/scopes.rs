//! The demo world's secret scopes: three of its own, one that lies in an Azure Key Vault and can only be read.

use std::collections::BTreeMap;

use serde_json::json;

use super::{DAY, PLATFORM};
use crate::clock::now_ms;
use crate::identity::USER;
use crate::world::{KeyNote, Scope, World};

pub(super) fn fill(world: &mut World) {
    let now = now_ms();
    let mut add = |name: &str, backend: &str, age_days: i64, keys: &[(&str, bool)]| {
        let note = |works| KeyNote { works, length: 51, updated_ms: now - age_days * DAY };
        let keyvault = (backend == "AZURE_KEYVAULT").then(|| {
            json!({"resource_id": "/subscriptions/6f1c2a90-77aa-4bd0-9b1e-2c3fd1a0c511/resourceGroups/rg-ml/providers/Microsoft.KeyVault/vaults/meridian-kv",
                "dns_name": "https://meridian-kv.vault.azure.net/"})
        });
        let acls = BTreeMap::from([
            (USER.to_owned(), if keyvault.is_some() { "READ" } else { "MANAGE" }.to_owned()),
            (PLATFORM.to_owned(), "READ".to_owned()),
        ]);
        let keys =
            keys.iter().map(|(key, works)| ((*key).to_owned(), ((*key).to_owned(), note(*works)))).collect();
        world.scopes.insert(
            name.to_owned(),
            Scope { name: name.to_owned(), backend: backend.to_owned(), keyvault, keys, acls },
        );
    };
    add(
        "llm-keys",
        "DATABRICKS",
        34,
        &[
            ("openai", true),
            ("anthropic", true),
            ("cohere", true),
            ("cohere-old", false),
            ("onprem-gateway", true),
            ("databricks-eu", true),
        ],
    );
    add("aws", "DATABRICKS", 120, &[("bedrock-access-key-id", true), ("bedrock-secret-access-key", true)]);
    add("gcp", "DATABRICKS", 61, &[("vertex-sa", true)]);
    add("azure-kv-shared", "AZURE_KEYVAULT", 12, &[("azure-openai", true), ("entra-client-secret", true)]);
}
