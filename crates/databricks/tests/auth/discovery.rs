//! Finding the sign-in server: the host's document, the account filled in, and the usual paths where nothing is said.

use gatewright_databricks::auth::OauthEndpoints;
use gatewright_databricks::metadata::{HostMetadata, HostType};
use gatewright_databricks::{ErrorKind, Network};

use super::server::{Answer, Seen, Server};

async fn with(config: &'static str, path: &'static str, document: &'static str) -> Server {
    Server::start(move |seen: &Seen| {
        let me = format!("http://{}", seen.header("host").unwrap());
        let line = seen.line();
        let body = match line.as_str() {
            "GET /.well-known/databricks-config" => config,
            line if line == format!("GET {path}/.well-known/oauth-authorization-server") => document,
            _ => "",
        };
        if body.is_empty() { Answer::missing() } else { Answer::json(200, &body.replace("ME", &me)) }
    })
    .await
}

#[tokio::test]
async fn the_host_says_where_and_the_account_is_filled_in() {
    let server = with(
        r#"{"oidc_endpoint":"ME/oidc/accounts/{account_id}","account_id":"ac-1","workspace_id":"7","host_type":"UNIFIED_HOST","cloud":"aws"}"#,
        "/oidc/accounts/ac-1",
        r#"{"authorization_endpoint":"ME/here/authorize","token_endpoint":"ME/here/token","issuer":"ME/oidc/accounts/ac-1"}"#,
    )
    .await;
    let endpoints = OauthEndpoints::discover(&server.host(), &Network::default()).await.unwrap();
    assert_eq!(endpoints.token(), format!("{}/here/token", server.address()));
    assert_eq!(endpoints.authorize(), format!("{}/here/authorize", server.address()));
    let metadata = HostMetadata::fetch(&server.host(), &Network::default()).await.unwrap().unwrap();
    assert_eq!(metadata.host_type, Some(HostType::Unified));
    assert_eq!((metadata.workspace_id.as_deref(), metadata.cloud.as_deref()), (Some("7"), Some("aws")));
    assert!(server.seen().iter().all(|seen| seen.header("authorization").is_none()));
}

#[tokio::test]
async fn where_nothing_is_said_the_usual_paths_hold() {
    for (config, path, document, expected) in [
        ("", "", "", "/oidc/v1/token"),
        ("not json", "", "", "/oidc/v1/token"),
        (r#"{"oidc_endpoint":"ME/other"}"#, "", "", "/other/v1/token"),
        (r#"{"oidc_endpoint":"ME/oidc/accounts/{account_id}"}"#, "", "", "/oidc/v1/token"),
        ("", "/oidc", r#"{"token_endpoint":"ME/half"}"#, "/oidc/v1/token"),
        ("", "/oidc", r#"{"token_endpoint":"ME/t","authorization_endpoint":"ME/a"}"#, "/t"),
    ] {
        let server = with(config, path, document).await;
        let endpoints = OauthEndpoints::discover(&server.host(), &Network::default()).await.unwrap();
        assert_eq!(endpoints.token(), format!("{}{expected}", server.address()), "{config}");
    }
}

#[tokio::test]
async fn an_address_without_https_is_not_used() {
    for (config, document) in [
        (r#"{"oidc_endpoint":"http://evil.net/oidc"}"#, ""),
        ("", r#"{"token_endpoint":"http://evil.net/t","authorization_endpoint":"ME/a"}"#),
    ] {
        let server = with(config, "/oidc", document).await;
        let error = OauthEndpoints::discover(&server.host(), &Network::default()).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Local);
    }
}

#[tokio::test]
async fn an_overloaded_host_is_an_error_and_not_a_guess() {
    let server = Server::start(|_| Answer::new(503, "", "busy")).await;
    let error = OauthEndpoints::discover(&server.host(), &Network::default()).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unavailable);
}
