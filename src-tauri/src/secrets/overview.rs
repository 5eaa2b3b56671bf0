//! The whole room at once: scopes with their keys, and for each key the endpoints that refer to it. What cannot be read is
//! said and does not keep the rest from being shown.

use std::collections::BTreeMap;

use futures_util::{StreamExt, stream};
use gatewright_databricks::secrets::{Scope, ScopeBackend as WireBackend, ScopePermission as WirePermission};

use super::dto::{
    DanglingReference, ScopeBackend, ScopeInUse, SecretInUse, SecretPermission, SecretScope, SecretUse,
    SecretsOverview,
};
use super::references::{self, Found, Reference};
use crate::clock;
use crate::endpoints::stamp::stamp;
use crate::explain::Operation;
use crate::ipc::failure::Failure;
use crate::workspaces::connection::Connection;

/// How many scopes or endpoints are asked for at a time.
const AT_ONCE: usize = 8;

/// Every reference of every endpoint.
#[derive(Default)]
pub(crate) struct Uses {
    pub(crate) found: Vec<Found>,
    /// Endpoints whose settings could not be read.
    pub(crate) unread: Vec<String>,
    /// The stamp of each endpoint that refers to a secret.
    pub(crate) stamps: BTreeMap<String, String>,
}

impl Uses {
    /// The places that refer to a secret.
    pub(crate) fn of(&self, wanted: &Reference) -> Vec<SecretUse> {
        self.found.iter().filter(|one| one.reference.is(wanted)).map(|one| one.used.clone()).collect()
    }

    /// The endpoints that refer to a secret, in order.
    pub(crate) fn endpoints_of(&self, wanted: &Reference) -> Vec<String> {
        let mut names: Vec<String> = self.of(wanted).into_iter().map(|used| used.endpoint).collect();
        names.sort();
        names.dedup();
        names
    }
}

/// Reads every endpoint, a few at a time; the list of the API does not hold their settings.
pub(crate) async fn uses(connection: &Connection) -> Result<Uses, Failure> {
    let serving = connection.client.serving();
    let listed = serving.list().await.map_err(connection.failed(Operation::ListEndpoints))?;
    // Databricks' own endpoints refer to no secrets of this workspace (databricks-api.md §3).
    let mut names: Vec<String> =
        listed.into_iter().map(|one| one.name).filter(|name| !name.starts_with("databricks-")).collect();
    names.sort();
    let mut read = stream::iter(names)
        .map(|name| {
            let serving = serving.clone();
            async move { (serving.get(&name).await, name) }
        })
        .buffered(AT_ONCE);
    let mut uses = Uses::default();
    while let Some((answer, name)) = read.next().await {
        match answer {
            Ok(snapshot) => {
                uses.found.extend(references::of_endpoint(&snapshot));
                uses.stamps.insert(name, stamp(&snapshot));
            }
            // Deleted since it was listed, and so it refers to nothing.
            Err(error) if error.kind == gatewright_databricks::ErrorKind::NotFound => {}
            Err(_) => uses.unread.push(name),
        }
    }
    Ok(uses)
}

/// A scope as the window shows it.
pub(crate) fn shown(scope: &Scope) -> SecretScope {
    SecretScope {
        backend: match scope.backend_type {
            WireBackend::Databricks => ScopeBackend::Databricks,
            WireBackend::AzureKeyVault => ScopeBackend::AzureKeyVault,
            _ => ScopeBackend::Other,
        },
        writable: scope.is_writable(),
        name: scope.name.clone(),
    }
}

/// Reads everything.
///
/// # Errors
/// When not even the scopes can be listed.
pub(crate) async fn read(connection: &Connection) -> Result<SecretsOverview, Failure> {
    let secrets = connection.client.secrets();
    let (scopes, uses, identity) = tokio::join!(secrets.scopes(), uses(connection), connection.identity());
    let mut scopes = scopes.map_err(connection.failed(Operation::ReadSecrets { scope: None }))?;
    scopes.sort_by_key(|scope| scope.name.to_lowercase());
    let mut names: Vec<String> = identity
        .map(|identity| identity.groups.iter().cloned().chain([identity.user.clone()]).collect())
        .unwrap_or_default();
    names.push("users".to_owned());
    let scopes: Vec<ScopeInUse> = stream::iter(scopes)
        .map(|scope| one_scope(connection, shown(&scope), &names))
        .buffered(AT_ONCE)
        .collect()
        .await;
    Ok(joined(scopes, uses.ok()))
}

async fn one_scope(connection: &Connection, scope: SecretScope, mine: &[String]) -> ScopeInUse {
    let secrets = connection.client.secrets();
    let (keys, acls) = tokio::join!(secrets.list(&scope.name), secrets.acls(&scope.name));
    let your_permission = acls.ok().and_then(|acls| {
        let of_mine = acls.iter().filter(|acl| mine.iter().any(|name| name == &acl.principal));
        // Only who manages a scope may read its list, also where a right of an admin is in no line of it.
        of_mine.filter_map(|acl| permission(&acl.permission)).max().or(Some(SecretPermission::Manage))
    });
    let (keys, problem) = match keys {
        Ok(keys) => {
            let mut keys: Vec<SecretInUse> = keys
                .into_iter()
                .map(|key| SecretInUse {
                    reference: Reference::new(scope.name.as_str(), key.key.as_str()).text(),
                    updated_at: key.last_updated_timestamp.map(clock::to_ui),
                    key: key.key,
                    uses: Vec::new(),
                })
                .collect();
            keys.sort_by_key(|key| key.key.to_lowercase());
            (Some(keys), None)
        }
        Err(error) => {
            let failed = connection.failed(Operation::ReadSecrets { scope: Some(scope.name.clone()) });
            let explanation = failed(error).explanation().clone();
            (None, Some(format!("{}. {}", explanation.title, explanation.cause)))
        }
    };
    ScopeInUse {
        name: scope.name,
        backend: scope.backend,
        writable: scope.writable,
        your_permission,
        keys,
        problem,
    }
}

/// From the wire's word; nothing for one this version does not know.
pub(crate) fn permission(wire: &WirePermission) -> Option<SecretPermission> {
    match wire {
        WirePermission::Read => Some(SecretPermission::Read),
        WirePermission::Write => Some(SecretPermission::Write),
        WirePermission::Manage => Some(SecretPermission::Manage),
        _ => None,
    }
}

/// Puts the uses to their keys; what leads to none is dangling, unless its scope could not be read.
fn joined(mut scopes: Vec<ScopeInUse>, uses: Option<Uses>) -> SecretsOverview {
    let listed = uses.is_some();
    let uses = uses.unwrap_or_default();
    let mut dangling: Vec<DanglingReference> = Vec::new();
    for Found { reference, used } in uses.found {
        let scope = scopes.iter_mut().find(|scope| scope.name.eq_ignore_ascii_case(&reference.scope));
        let unreadable = scope.as_ref().is_some_and(|scope| scope.keys.is_none());
        let key = scope
            .and_then(|scope| scope.keys.as_mut())
            .and_then(|keys| keys.iter_mut().find(|key| key.key.eq_ignore_ascii_case(&reference.key)));
        if let Some(key) = key {
            key.uses.push(used);
        } else if unreadable {
            // Whether the key is there is not known: not knowing is no reason for an alarm.
        } else if let Some(known) = dangling
            .iter_mut()
            .find(|one| reference.is(&Reference::new(one.scope.as_str(), one.key.as_str())))
        {
            known.uses.push(used);
        } else {
            dangling.push(DanglingReference {
                reference: reference.text(),
                scope: reference.scope,
                key: reference.key,
                uses: vec![used],
            });
        }
    }
    let complete = listed && uses.unread.is_empty() && scopes.iter().all(|scope| scope.keys.is_some());
    SecretsOverview { scopes, dangling, unread_endpoints: uses.unread, complete }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(name: &str, keys: Option<&[&str]>) -> ScopeInUse {
        let key = |key: &&str| SecretInUse {
            key: (*key).to_owned(),
            reference: Reference::new(name, *key).text(),
            updated_at: None,
            uses: Vec::new(),
        };
        ScopeInUse {
            name: name.to_owned(),
            backend: ScopeBackend::Databricks,
            writable: true,
            your_permission: None,
            keys: keys.map(|keys| keys.iter().map(key).collect()),
            problem: None,
        }
    }

    fn found(scope: &str, key: &str, endpoint: &str) -> Found {
        Found {
            reference: Reference::new(scope, key),
            used: SecretUse {
                endpoint: endpoint.to_owned(),
                entity: "gpt".to_owned(),
                provider: "openai".to_owned(),
                field: "openai_api_key".to_owned(),
                task: None,
            },
        }
    }

    #[test]
    fn references_find_their_key_whatever_the_case_and_the_rest_dangles_once() {
        let found = vec![found("LLM", "OpenAI", "a"), found("llm", "gone", "a"), found("llm", "Gone", "b")];
        let seen =
            joined(vec![scope("llm", Some(&["openai", "spare"]))], Some(Uses { found, ..Uses::default() }));
        let keys = seen.scopes[0].keys.as_ref().unwrap();
        assert_eq!((keys[0].uses.len(), keys[1].uses.len()), (1, 0));
        assert_eq!(seen.dangling.len(), 1);
        assert_eq!(seen.dangling[0].uses.len(), 2);
        assert!(seen.complete);
    }

    #[test]
    fn a_scope_that_cannot_be_read_raises_no_alarm_and_a_missing_one_does() {
        let found = vec![found("closed", "k", "a"), found("nowhere", "k", "a")];
        let seen = joined(vec![scope("closed", None)], Some(Uses { found, ..Uses::default() }));
        assert_eq!(seen.dangling.iter().map(|one| one.scope.as_str()).collect::<Vec<_>>(), ["nowhere"]);
        assert!(!seen.complete);
    }

    #[test]
    fn without_the_endpoints_the_scopes_are_shown_and_nothing_is_called_complete() {
        let seen = joined(vec![scope("llm", Some(&["openai"]))], None);
        assert!(!seen.complete);
        assert_eq!(seen.scopes.len(), 1);
    }
}
