//! What somebody may not do: the sandbox refuses a person without rights, a plan without Premium and a Key Vault in the words of
//! the workspace, and the client says which refusal it was. The rights of the owner are part of the suite.

use gatewright_databricks::queries::{ChatRequest, Message, Target};
use gatewright_databricks::secrets::{ScopeBackend, ScopePermission, SecretValue};
use gatewright_databricks::serving::PermissionLevel;
use gatewright_databricks::{ErrorKind, Sent, Timeouts, Workspace};
use gatewright_sandbox::{Identity, Options, Running, Sandbox};

use crate::forms::{self, Keys};
use crate::place::client;

async fn as_who(identity: Identity, standard_plan: bool) -> (Running, Workspace) {
    let options = Options { identity, standard_plan, speed: 20.0, ..Options::default() };
    let running = Sandbox::start(options).await.unwrap();
    let workspace = client(&running.host(), running.token(), Timeouts::default());
    (running, workspace)
}

#[tokio::test]
async fn a_person_without_rights_is_refused_and_told_apart_from_a_wrong_sign_in() {
    let (_running, workspace) = as_who(Identity::Limited, false).await;
    let me = workspace.identity().me().await.unwrap();
    assert_eq!(me.user.user_name, "noah.lindqvist@meridian-freight.com");
    assert!(!me.user.is_admin());

    let (secrets, serving) = (workspace.secrets(), workspace.serving());
    assert_eq!(secrets.scopes().await.unwrap().len(), 5, "the names are for everybody");
    let typed = forms::endpoint("mine", &[("only", forms::openai(&Keys::Typed), 100)]);
    let refusals = [
        secrets.list("llm-keys").await.map(drop),
        secrets.put("llm-keys", "k", &SecretValue::new("sk-CANARY")).await,
        secrets.acls("llm-keys").await.map(drop),
        secrets.create_scope("mine", false).await,
        secrets.delete_scope("llm-keys").await,
        serving.create(&typed).await.map(drop),
        serving.delete("code-review-bot").await,
    ];
    for refused in refusals {
        let refused = refused.unwrap_err();
        assert_eq!((refused.kind, refused.status), (ErrorKind::PermissionDenied, Some(403)), "{refused:?}");
        assert_eq!((refused.sent, refused.attempts), (Sent::Answered, 1));
        assert!(refused.message.contains("noah.lindqvist"), "{refused}");
    }
    let seen = serving.get("code-review-bot").await.unwrap();
    assert_eq!(seen.permission_level, Some(PermissionLevel::CanQuery));
    let hello = ChatRequest::new(vec![Message::user("What is 6*7?")]);
    workspace.queries().chat(&Target::endpoint("code-review-bot"), &hello).await.expect("may be called");
}

#[tokio::test]
async fn an_admin_manages_what_others_own() {
    let (_running, workspace) = as_who(Identity::Admin, false).await;
    assert!(workspace.identity().me().await.unwrap().user.is_admin());
    assert_eq!(workspace.secrets().list("finance-keys").await.unwrap().len(), 1);
    let theirs = workspace.serving().get("invoice-embeddings-3-large").await.unwrap();
    assert_eq!(theirs.permission_level, Some(PermissionLevel::CanManage));
}

#[tokio::test]
async fn without_the_premium_plan_only_a_scope_for_everybody_is_made() {
    let (_running, workspace) = as_who(Identity::Owner, true).await;
    let secrets = workspace.secrets();
    let refused = secrets.create_scope("own", false).await.unwrap_err();
    assert_eq!((refused.kind, refused.status), (ErrorKind::InvalidRequest, Some(400)), "{refused:?}");
    assert!(refused.message.contains("initial_manage_principal"), "{refused}");
    secrets.create_scope("shared", true).await.unwrap();
    assert_eq!(secrets.acl("shared", "users").await.unwrap().permission, ScopePermission::Manage);
}

#[tokio::test]
async fn a_key_vault_is_read_and_not_written() {
    let (_running, workspace) = as_who(Identity::Owner, false).await;
    let secrets = workspace.secrets();
    let all = secrets.scopes().await.unwrap();
    let vault = all.iter().find(|scope| scope.name == "azure-kv-shared").unwrap();
    assert_eq!(vault.backend_type, ScopeBackend::AzureKeyVault);
    assert!(!vault.is_writable() && vault.keyvault_metadata.is_some());
    assert_eq!(secrets.list("azure-kv-shared").await.unwrap().len(), 2);
    let put = secrets.put("azure-kv-shared", "k", &SecretValue::new("sk-CANARY")).await.unwrap_err();
    let delete = secrets.delete("azure-kv-shared", "azure-openai").await.unwrap_err();
    for refused in [put, delete] {
        assert_eq!((refused.kind, refused.status), (ErrorKind::InvalidRequest, Some(400)), "{refused:?}");
        assert!(refused.message.contains("KeyVault") && !format!("{refused:?}").contains("CANARY"));
    }
    let made = secrets.create_key_vault_scope("v", "/subscriptions/s", "https://v.vault.azure.net/").await;
    assert_eq!(made.unwrap_err().status, Some(403), "a Key Vault scope is made with an Entra token only");
}

#[tokio::test]
async fn a_scope_in_use_can_be_deleted_and_the_endpoint_says_what_it_misses() {
    let (_running, workspace) = as_who(Identity::Owner, false).await;
    workspace.secrets().delete_scope("gcp").await.expect("nothing stands in the way");
    let target = Target::entity("multi-provider-llm", "gemini-2-5-flash");
    let hello = ChatRequest::new(vec![Message::user("Hi")]);
    let missed = workspace.queries().chat(&target, &hello).await.unwrap_err();
    assert_eq!((missed.kind, missed.status), (ErrorKind::InvalidRequest, Some(400)), "{missed:?}");
    assert!(missed.message.contains("vertex-sa") && missed.message.contains("gcp"), "{missed}");
}
