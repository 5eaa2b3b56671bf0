//! A service principal of Azure: the tenant is looked up without following, and the secret goes to the sign-in server only.

use std::sync::Arc;

use gatewright_databricks::auth::{Authenticate, AzureServicePrincipal, Renewing, tenant_of};
use gatewright_databricks::{ErrorKind, Network, SystemClock, Token};

use super::server::{Answer, Seen, Server};

const TENANT: &str = "3c9e0b52-4d1f-4a86-8f35-b1c2d7e0a944";

#[tokio::test]
async fn the_tenant_is_looked_up_and_the_secret_never_reaches_the_workspace() {
    let login = Server::start(|seen: &Seen| {
        assert_eq!(seen.field("client_secret"), "canary secret");
        Answer::json(
            200,
            r#"{"access_token":"aad-1","token_type":"Bearer","expires_in":"3599","expires_on":"1"}"#,
        )
    })
    .await;
    let to = format!("location: {}/{TENANT}/oauth2/authorize?x=y\r\n", login.address());
    let workspace = Server::start(move |_| Answer::new(302, &to, "")).await;
    let source = AzureServicePrincipal::new(
        workspace.host(),
        "app-1",
        Token::new("canary secret"),
        Network::default(),
    )
    .login(login.address());
    let renewing = Renewing::new(Arc::new(source), Arc::new(SystemClock));
    assert_eq!(renewing.authorization().await.unwrap(), "Bearer aad-1");
    let seen = login.seen();
    assert_eq!((seen.len(), seen[0].line()), (1, format!("POST /{TENANT}/oauth2/token")));
    assert_eq!(seen[0].field("resource"), "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d");
    assert_eq!(seen[0].field("client_id"), "app-1");
    assert_eq!(workspace.seen().len(), 1);
    assert!(workspace.seen().iter().all(|seen| !format!("{seen:?}").contains("canary")));
}

#[tokio::test]
async fn a_workspace_that_names_no_tenant_says_so() {
    for location in ["", "location: /login.html\r\n", "location: https://x.net/..%2f..%2fevil/oauth2\r\n"] {
        let workspace = Server::start(move |_| Answer::new(302, location, "")).await;
        let error = tenant_of(&workspace.host(), &Network::default()).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Local, "{location}");
        assert!(error.message.ends_with("Name the tenant."));
    }
}
