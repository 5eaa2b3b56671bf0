//! What somebody may not do is refused in the words of the workspace: a person without rights, an admin, a workspace
//! without the Premium plan, a scope in a Key Vault, and a scope that is deleted under an endpoint.

#![allow(clippy::expect_used, reason = "the functions beside the tests fail as part of a test")]

mod wire;

use gatewright_sandbox::{Identity, Options, Running, Sandbox, WorldKind};
use serde_json::{Value, json};
use wire::{call, chat_endpoint, hello, started};

const LIST: &str = "/api/2.0/serving-endpoints";

async fn as_(identity: Identity) -> Running {
    Sandbox::start(Options { identity, speed: 50.0, ..Options::default() }).await.expect("starts")
}

async fn refused(running: &Running, method: &str, path: &str, body: Option<Value>, says: &str) {
    let got = call(running, method, path, body.as_ref()).await;
    assert_eq!(
        (got.status, got.json()["error_code"].as_str()),
        (403, Some("PERMISSION_DENIED")),
        "{path}: {}",
        got.body
    );
    assert!(got.body.contains(says) && got.body.contains("noah.lindqvist"), "{path}: {}", got.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_without_rights_is_refused_by_name() {
    let running = as_(Identity::Limited).await;
    let secret = json!({"scope": "llm-keys", "key": "k", "string_value": "v"});
    refused(&running, "GET", "/api/2.0/secrets/list?scope=llm-keys", None, "READ permission on scope").await;
    refused(&running, "POST", "/api/2.0/secrets/put", Some(secret), "READ permission on scope").await;
    refused(&running, "GET", "/api/2.0/secrets/acls/list?scope=llm-keys", None, "MANAGE permission on scope")
        .await;
    refused(
        &running,
        "POST",
        "/api/2.0/secrets/scopes/create",
        Some(json!({"scope": "s"})),
        "create secret scopes",
    )
    .await;
    refused(&running, "POST", LIST, Some(chat_endpoint("e", ["a", "b"])), "workspace-access entitlement")
        .await;
    refused(&running, "DELETE", &format!("{LIST}/code-review-bot"), None, "CAN_MANAGE permission").await;
    refused(&running, "GET", "/api/2.0/sql/warehouses", None, "databricks-sql-access entitlement").await;
    assert_eq!(call(&running, "GET", "/api/2.1/unity-catalog/catalogs", None).await.json(), json!({}));

    let scopes = call(&running, "GET", "/api/2.0/secrets/scopes/list", None).await.json();
    assert_eq!(scopes["scopes"].as_array().map(Vec::len), Some(5), "names are for everybody");
    let seen = call(&running, "GET", &format!("{LIST}/code-review-bot"), None).await.json();
    assert_eq!(seen["permission_level"], "CAN_QUERY");
    let said = call(&running, "POST", "/serving-endpoints/code-review-bot/invocations", Some(&hello())).await;
    assert_eq!(said.status, 200, "{}", said.body);

    let changed = json!({"identity": "owner"});
    assert_eq!(call(&running, "POST", "/sandbox/settings", Some(&changed)).await.status, 200);
    assert_eq!(call(&running, "GET", "/api/2.0/secrets/list?scope=llm-keys", None).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_manages_what_others_own() {
    let running = as_(Identity::Admin).await;
    let me = call(&running, "GET", "/api/2.0/preview/scim/v2/Me", None).await.json();
    assert!(me["groups"].as_array().expect("groups").iter().any(|group| group["display"] == "admins"));
    assert_eq!(call(&running, "GET", "/api/2.0/secrets/list?scope=finance-keys", None).await.status, 200);
    let theirs = format!("{LIST}/invoice-embeddings-3-large");
    assert_eq!(call(&running, "GET", &theirs, None).await.json()["permission_level"], "CAN_MANAGE");
    assert_eq!(call(&running, "DELETE", &theirs, None).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_finds_warehouses_and_catalogs_but_not_everybodys_keys() {
    let running = started(WorldKind::Demo).await;
    let found = call(&running, "GET", "/api/2.0/sql/warehouses", None).await.json();
    assert_eq!(found["warehouses"][0]["state"], "RUNNING");
    let found = call(&running, "GET", "/api/2.1/unity-catalog/catalogs?max_results=0", None).await.json();
    assert_eq!(found["catalogs"][0]["name"], "main");
    assert_eq!(call(&running, "GET", "/api/2.0/secrets/list?scope=finance-keys", None).await.status, 403);
    let vectors = call(
        &running,
        "POST",
        "/serving-endpoints/invoice-embeddings-3-large/invocations",
        Some(&json!({"input": "a"})),
    )
    .await;
    assert_eq!(vectors.status, 200, "using the endpoint needs no right on its key: {}", vectors.body);
    let lost =
        call(&running, "POST", "/serving-endpoints/onprem-llama-gateway/invocations", Some(&hello())).await;
    assert!(
        lost.status == 400 && lost.body.contains("onprem-gateway"),
        "a dangling reference is named: {}",
        lost.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_premium_plan_a_scope_belongs_to_everybody() {
    let running =
        Sandbox::start(Options { standard_plan: true, world: WorldKind::Empty, ..Options::default() })
            .await
            .expect("starts");
    let create = "/api/2.0/secrets/scopes/create";
    let own = call(&running, "POST", create, Some(&json!({"scope": "s"}))).await;
    assert_eq!((own.status, own.json()["error_code"].as_str()), (400, Some("BAD_REQUEST")));
    assert!(own.body.contains("initial_manage_principal") && own.body.contains("Premium"));
    let shared = json!({"scope": "s", "initial_manage_principal": "users"});
    assert_eq!(call(&running, "POST", create, Some(&shared)).await.status, 200);
    let acls = call(&running, "GET", "/api/2.0/secrets/acls/list?scope=s", None).await.json();
    assert_eq!(acls["items"], json!([{"principal": "users", "permission": "MANAGE"}]));
    let other = json!({"scope": "t", "initial_manage_principal": "admins"});
    assert_eq!(call(&running, "POST", create, Some(&other)).await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_vault_can_be_looked_into_and_not_changed() {
    let running = started(WorldKind::Demo).await;
    let listed = call(&running, "GET", "/api/2.0/secrets/list?scope=azure-kv-shared", None).await.json();
    assert_eq!(listed["secrets"].as_array().map(Vec::len), Some(2));
    for (path, body) in [
        ("/api/2.0/secrets/put", json!({"scope": "azure-kv-shared", "key": "k", "string_value": "v"})),
        ("/api/2.0/secrets/delete", json!({"scope": "azure-kv-shared", "key": "azure-openai"})),
    ] {
        let got = call(&running, "POST", path, Some(&body)).await;
        assert_eq!((got.status, got.json()["error_code"].as_str()), (400, Some("BAD_REQUEST")), "{path}");
    }
    let vault = json!({"scope": "v", "scope_backend_type": "AZURE_KEYVAULT",
        "backend_azure_keyvault": {"resource_id": "r", "dns_name": "d"}});
    let got = call(&running, "POST", "/api/2.0/secrets/scopes/create", Some(&vault)).await;
    assert_eq!((got.status, got.json()["error_code"].as_str()), (403, Some("CUSTOMER_UNAUTHORIZED")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scope_in_use_can_be_deleted_and_its_endpoints_miss_it() {
    let running = started(WorldKind::Demo).await;
    let gone = call(&running, "POST", "/api/2.0/secrets/scopes/delete", Some(&json!({"scope": "gcp"}))).await;
    assert_eq!(gone.status, 200);
    let path = "/serving-endpoints/multi-provider-llm/served-models/gemini-2-5-flash/invocations";
    let said = call(&running, "POST", path, Some(&hello())).await;
    assert!(said.status == 400 && said.body.contains("vertex-sa"), "{}", said.body);
}
