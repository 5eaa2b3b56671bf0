//! Secret scopes, the keys in them and who may use them.

use gatewright_databricks::ErrorKind;
use gatewright_databricks::secrets::{ScopeBackend, ScopePermission, SecretValue};

use crate::place::Place;

pub(crate) async fn scopes_keys_and_access_lists_come_and_go(place: &Place) {
    let secrets = place.workspace.secrets();
    let scope = place.name("scope");
    secrets.create_scope(&scope, false).await.unwrap();
    let found = secrets.scopes().await.unwrap().into_iter().find(|one| one.name == scope).unwrap();
    assert!(found.is_writable());
    assert_eq!(found.backend_type, ScopeBackend::Databricks);
    let again = secrets.create_scope(&scope, false).await.unwrap_err();
    assert_eq!(again.kind, ErrorKind::AlreadyExists, "{again:?}");

    assert!(secrets.list(&scope).await.unwrap().is_empty(), "a missing list is an empty one");
    for key in ["openai", "a.b_c-d", "openai"] {
        secrets.put(&scope, key, &SecretValue::new("sk-CANARY")).await.unwrap();
    }
    let mut keys: Vec<String> =
        secrets.list(&scope).await.unwrap().into_iter().map(|secret| secret.key).collect();
    keys.sort();
    assert_eq!(keys, ["a.b_c-d", "openai"], "writing a key again replaces it");
    secrets.delete(&scope, "a.b_c-d").await.unwrap();
    let gone = secrets.delete(&scope, "a.b_c-d").await.unwrap_err();
    assert_eq!(gone.kind, ErrorKind::NotFound, "{gone:?}");

    access_lists(place, &scope).await;

    let refused = secrets.put(&scope, "not/a/key", &SecretValue::new("sk-CANARY")).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::InvalidRequest, "{refused:?}");
    assert!(!format!("{refused:?} {refused}").contains("CANARY"), "no error repeats a value");

    secrets.delete_scope(&scope).await.unwrap();
    assert_eq!(secrets.list(&scope).await.unwrap_err().kind, ErrorKind::NotFound);
    assert_eq!(secrets.delete_scope(&scope).await.unwrap_err().kind, ErrorKind::NotFound);
}

async fn access_lists(place: &Place, scope: &str) {
    let secrets = place.workspace.secrets();
    let me = place.workspace.identity().me().await.unwrap().user.user_name;
    assert_eq!(secrets.acl(scope, &me).await.unwrap().permission, ScopePermission::Manage);
    secrets.put_acl(scope, "users", &ScopePermission::Read).await.unwrap();
    secrets.put_acl(scope, "users", &ScopePermission::Write).await.unwrap();
    let mut acls: Vec<(String, ScopePermission)> =
        secrets.acls(scope).await.unwrap().into_iter().map(|acl| (acl.principal, acl.permission)).collect();
    acls.sort_by(|one, other| one.0.cmp(&other.0));
    let mut wanted = vec![(me, ScopePermission::Manage), ("users".to_owned(), ScopePermission::Write)];
    wanted.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(acls, wanted);
    secrets.delete_acl(scope, "users").await.unwrap();
    assert_eq!(secrets.acl(scope, "users").await.unwrap_err().kind, ErrorKind::NotFound);
}
