//! Secret scopes, keys and their access lists. A value is judged when it arrives (does it work, how long is it) and then
//! forgotten; nothing here, in the state file or in a reply ever holds one.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::base64;
use crate::gate::Ask;
use crate::identity::Who;
use crate::permissions::scope_rank;
use crate::reply::{Answer, Refusal, Reply};
use crate::running::{Shared, Slot};
use crate::world::{KeyNote, Scope, World, text};

const VALUE_BYTES: usize = 128 * 1024;
const MOST: usize = 1_000;

pub(crate) fn route(ask: &Ask, rest: &[&str], shared: &Arc<Shared>, slot: &Arc<Slot>) -> Option<Answer> {
    let who = ask.caller.who;
    let write = |alter: fn(&mut World, Who, &Value) -> Result<(), Refusal>| -> Answer {
        let body = ask.object()?;
        shared.change(slot, |world| alter(world, who, &body))?;
        Ok(Reply::ok(&json!({})))
    };
    let answer = match (ask.method.as_str(), rest) {
        ("POST", ["scopes", "create"]) => {
            if slot.read(|world| world.settings.standard_plan).unwrap_or(shared.options.standard_plan) {
                write(create_scope_for_everybody)
            } else {
                write(create_scope)
            }
        }
        ("POST", ["scopes", "delete"]) => write(delete_scope),
        ("POST", ["put"]) => write(put_secret),
        ("POST", ["delete"]) => write(delete_secret),
        ("POST", ["acls", "put"]) => write(put_acl),
        ("POST", ["acls", "delete"]) => write(delete_acl),
        ("GET", ["scopes", "list"]) => slot.read(|world| Ok(Reply::ok(&list_scopes(world)))),
        ("GET", ["list"]) => slot.read(|world| list_secrets(world, who, ask.parameter("scope")?)),
        ("GET", ["get"]) => {
            slot.read(|world| get_secret(world, who, ask.parameter("scope")?, ask.parameter("key")?))
        }
        ("GET", ["acls", "list"]) => slot.read(|world| list_acls(world, who, ask.parameter("scope")?)),
        ("GET", ["acls", "get"]) => {
            slot.read(|world| get_acl(world, who, ask.parameter("scope")?, ask.parameter("principal")?))
        }
        _ => return None,
    };
    Some(answer)
}

fn is_name(name: &str, extra: &str) -> bool {
    (1..=128).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || extra.contains(c))
}

fn not_there(name: &str) -> Refusal {
    Refusal::missing(format!("Scope {name} does not exist!"))
}

/// A scope in which the caller stands at least at this rank (1 READ, 2 WRITE, 3 MANAGE).
fn scope<'a>(world: &'a World, who: Who, name: &str, rank: usize) -> Result<&'a Scope, Refusal> {
    let found = world.scopes.get(&name.to_ascii_lowercase()).ok_or_else(|| not_there(name))?;
    if scope_rank(found, who) >= rank {
        return Ok(found);
    }
    let wanted = ["", "READ", "WRITE", "MANAGE"].get(rank).copied().unwrap_or_default();
    Err(Refusal::denied(format!("User {} does not have {wanted} permission on scope {name}", who.user_name)))
}

fn scope_mut<'a>(world: &'a mut World, who: Who, name: &str, rank: usize) -> Result<&'a mut Scope, Refusal> {
    scope(world, who, name, rank)?;
    world.scopes.get_mut(&name.to_ascii_lowercase()).ok_or_else(|| not_there(name))
}

/// Without the Premium plan there are no access lists, so a scope can only belong to everybody.
fn create_scope_for_everybody(world: &mut World, who: Who, body: &Value) -> Result<(), Refusal> {
    if text(body, "initial_manage_principal") != "users" {
        return Err(Refusal::new(
            400,
            "BAD_REQUEST",
            "Premium Tier is disabled in this workspace. Secret scopes can only be created with \
             initial_manage_principal \"users\".",
        ));
    }
    create_scope(world, who, body)
}

fn create_scope(world: &mut World, who: Who, body: &Value) -> Result<(), Refusal> {
    let name = text(body, "scope");
    if !who.is_entitled("workspace-access") {
        return Err(Refusal::denied(format!(
            "User {} does not have permission to create secret scopes in this workspace.",
            who.user_name
        )));
    }
    if !is_name(name, "_.-@") {
        return Err(Refusal::invalid(format!(
            "Scope name '{name}' is not valid: 1 to 128 letters, digits, dashes, underscores, @ and periods."
        )));
    }
    let backend =
        Some(text(body, "scope_backend_type")).filter(|kind| !kind.is_empty()).unwrap_or("DATABRICKS");
    let keyvault = match backend {
        "DATABRICKS" => None,
        // A personal access token is what callers show here, and that is not enough for a Key Vault.
        "AZURE_KEYVAULT" => {
            return Err(Refusal::new(
                403,
                "CUSTOMER_UNAUTHORIZED",
                "Scope with Azure KeyVault must have userAADToken defined: sign in with Microsoft Entra ID to create it.",
            ));
        }
        other => return Err(Refusal::invalid(format!("Scope backend '{other}' is not supported."))),
    };
    if world.scopes.len() >= MOST {
        return Err(Refusal::new(
            400,
            "RESOURCE_LIMIT_EXCEEDED",
            "This workspace has reached its limit of 1000 scopes.",
        ));
    }
    let slot = world.scopes.entry(name.to_ascii_lowercase());
    let std::collections::btree_map::Entry::Vacant(slot) = slot else {
        return Err(Refusal::new(400, "RESOURCE_ALREADY_EXISTS", format!("Scope {name} already exists!")));
    };
    let manager = match text(body, "initial_manage_principal") {
        "" => who.user_name,
        "users" => "users",
        other => {
            return Err(Refusal::invalid(format!(
                "initial_manage_principal '{other}' is not supported: only the group users can be given."
            )));
        }
    };
    slot.insert(Scope {
        name: name.to_owned(),
        backend: backend.to_owned(),
        keyvault,
        keys: BTreeMap::new(),
        acls: BTreeMap::from([(manager.to_owned(), "MANAGE".to_owned())]),
    });
    Ok(())
}

fn delete_scope(world: &mut World, who: Who, body: &Value) -> Result<(), Refusal> {
    let name = text(body, "scope");
    scope(world, who, name, 3)?;
    world.scopes.remove(&name.to_ascii_lowercase());
    Ok(())
}

fn writable<'a>(world: &'a mut World, who: Who, name: &str) -> Result<&'a mut Scope, Refusal> {
    if scope(world, who, name, 1)?.backend != "DATABRICKS" {
        return Err(Refusal::new(
            400,
            "BAD_REQUEST",
            format!("Cannot write or delete secrets in Azure KeyVault-backed scope {name}."),
        ));
    }
    scope_mut(world, who, name, 2)
}

fn put_secret(world: &mut World, who: Who, body: &Value) -> Result<(), Refusal> {
    let key = text(body, "key");
    if !is_name(key, "_.-") {
        return Err(Refusal::invalid(format!(
            "Secret key '{key}' is not valid: 1 to 128 letters, digits, dashes, underscores and periods."
        )));
    }
    let string = body.get("string_value").and_then(Value::as_str);
    let bytes = body.get("bytes_value").and_then(Value::as_str);
    let note = match (string, bytes) {
        (Some(value), None) => KeyNote::of(value),
        (None, Some(value)) => {
            let decoded =
                base64::decode(value).ok_or_else(|| Refusal::invalid("bytes_value is not valid base64."))?;
            KeyNote::of(&String::from_utf8_lossy(&decoded))
        }
        _ => return Err(Refusal::invalid("Exactly one of string_value and bytes_value must be specified.")),
    };
    if note.length > VALUE_BYTES {
        return Err(Refusal::invalid("A secret value may have at most 128 KB."));
    }
    let found = writable(world, who, text(body, "scope"))?;
    let lower = key.to_ascii_lowercase();
    if found.keys.len() >= MOST && !found.keys.contains_key(&lower) {
        return Err(Refusal::new(
            400,
            "RESOURCE_LIMIT_EXCEEDED",
            "This scope has reached its limit of 1000 secrets.",
        ));
    }
    found.keys.insert(lower, (key.to_owned(), note));
    Ok(())
}

fn delete_secret(world: &mut World, who: Who, body: &Value) -> Result<(), Refusal> {
    let (name, key) = (text(body, "scope"), text(body, "key"));
    let found = writable(world, who, name)?;
    found
        .keys
        .remove(&key.to_ascii_lowercase())
        .map(|_| ())
        .ok_or_else(|| Refusal::missing(format!("No secret with scope {name} and key {key} exists.")))
}

fn put_acl(world: &mut World, who: Who, body: &Value) -> Result<(), Refusal> {
    let (principal, permission) = (text(body, "principal"), text(body, "permission"));
    if principal.is_empty() || !["READ", "WRITE", "MANAGE"].contains(&permission) {
        return Err(Refusal::invalid("An access entry needs a principal and one of READ, WRITE, MANAGE."));
    }
    let found = scope_mut(world, who, text(body, "scope"), 3)?;
    found.acls.insert(principal.to_owned(), permission.to_owned());
    Ok(())
}

fn delete_acl(world: &mut World, who: Who, body: &Value) -> Result<(), Refusal> {
    let principal = text(body, "principal");
    let found = scope_mut(world, who, text(body, "scope"), 3)?;
    found.acls.remove(principal).map(|_| ()).ok_or_else(|| no_acl(principal))
}

fn no_acl(principal: &str) -> Refusal {
    Refusal::missing(format!("Failed to get secret acl for principal {principal}: there is none."))
}

fn list_scopes(world: &World) -> Value {
    if world.scopes.is_empty() {
        return json!({});
    }
    let scopes: Vec<Value> = world
        .scopes
        .values()
        .map(|scope| match &scope.keyvault {
            Some(vault) => {
                json!({"name": scope.name, "backend_type": scope.backend, "keyvault_metadata": vault})
            }
            None => json!({"name": scope.name, "backend_type": scope.backend}),
        })
        .collect();
    json!({"scopes": scopes})
}

fn list_secrets(world: &World, who: Who, name: &str) -> Answer {
    let found = scope(world, who, name, 1)?;
    if found.keys.is_empty() {
        return Ok(Reply::ok(&json!({})));
    }
    let secrets: Vec<Value> = found
        .keys
        .values()
        .map(|(key, note)| json!({"key": key, "last_updated_timestamp": note.updated_ms}))
        .collect();
    Ok(Reply::ok(&json!({"secrets": secrets})))
}

fn get_secret(world: &World, who: Who, name: &str, key: &str) -> Answer {
    if !scope(world, who, name, 1)?.keys.contains_key(&key.to_ascii_lowercase()) {
        return Err(Refusal::missing(format!("No secret with scope {name} and key {key} exists.")));
    }
    Err(Refusal::new(400, "BAD_REQUEST", "Secret values can be read in notebooks and jobs only."))
}

fn list_acls(world: &World, who: Who, name: &str) -> Answer {
    let found = scope(world, who, name, 3)?;
    let items: Vec<Value> = found
        .acls
        .iter()
        .map(|(principal, permission)| json!({"principal": principal, "permission": permission}))
        .collect();
    Ok(Reply::ok(&if items.is_empty() { json!({}) } else { json!({"items": items}) }))
}

fn get_acl(world: &World, who: Who, name: &str, principal: &str) -> Answer {
    let found = scope(world, who, name, 3)?;
    let permission = found.acls.get(principal).ok_or_else(|| no_acl(principal))?;
    Ok(Reply::ok(&json!({"principal": principal, "permission": permission})))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WorldKind;
    use crate::identity::{OWNER, USER};

    fn world() -> World {
        let mut world = World::new(WorldKind::Empty, 0, 1.0);
        create_scope(&mut world, &OWNER, &json!({"scope": "Llm"})).unwrap();
        world
    }

    #[test]
    fn names_are_the_same_in_any_case_and_values_are_forgotten() {
        let mut world = world();
        put_secret(
            &mut world,
            &OWNER,
            &json!({"scope": "llm", "key": "OpenAI", "string_value": "sk-CANARY"}),
        )
        .unwrap();
        put_secret(&mut world, &OWNER, &json!({"scope": "LLM", "key": "openai", "bytes_value": "d3Jvbmc="}))
            .unwrap();
        let scope = &world.scopes["llm"];
        assert_eq!(scope.keys.len(), 1);
        assert!(!scope.keys["openai"].1.works, "the base64 says wrong");
        assert!(!serde_json::to_string(&world).unwrap().contains("CANARY"));
        let again = create_scope(&mut world, &OWNER, &json!({"scope": "LLM"})).unwrap_err();
        assert_eq!((again.status, again.code), (400, "RESOURCE_ALREADY_EXISTS"));
    }

    #[test]
    fn bad_secrets_are_refused() {
        let mut world = world();
        for (body, wanted) in [
            (json!({"scope": "llm", "key": "a/b", "string_value": "x"}), "not valid"),
            (json!({"scope": "llm", "key": "a"}), "Exactly one"),
            (json!({"scope": "llm", "key": "a", "string_value": "x", "bytes_value": "eA=="}), "Exactly one"),
            (json!({"scope": "llm", "key": "a", "bytes_value": "?"}), "base64"),
            (json!({"scope": "llm", "key": "a", "string_value": "x".repeat(VALUE_BYTES + 1)}), "128 KB"),
            (json!({"scope": "none", "key": "a", "string_value": "x"}), "does not exist"),
        ] {
            let refusal = put_secret(&mut world, &OWNER, &body).expect_err(wanted);
            assert!(refusal.message.contains(wanted), "{} should say {wanted}", refusal.message);
        }
    }

    #[test]
    fn a_key_vault_scope_is_read_only() {
        let mut world = World::new(WorldKind::Demo, 0, 1.0);
        let refusal = put_secret(
            &mut world,
            &OWNER,
            &json!({"scope": "azure-kv-shared", "key": "a", "string_value": "x"}),
        )
        .unwrap_err();
        assert_eq!((refusal.status, refusal.code), (400, "BAD_REQUEST"));
    }

    #[test]
    fn without_manage_a_scope_cannot_be_deleted() {
        let mut world = world();
        put_acl(&mut world, &OWNER, &json!({"scope": "llm", "principal": USER, "permission": "READ"}))
            .unwrap();
        assert_eq!(delete_scope(&mut world, &OWNER, &json!({"scope": "llm"})).unwrap_err().status, 403);
    }
}
