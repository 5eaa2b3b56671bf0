//! No secret comes out: not in `Debug`, not in an error, not where a server repeats what it was sent.

use std::sync::Arc;

use gatewright_databricks::auth::{
    Authenticate, AzureServicePrincipal, CLIENT_ID, ClientCredentials, OauthEndpoints, RefreshToken,
    Renewing, SCOPES, SignIn, TokenSet,
};
use gatewright_databricks::{Network, SystemRandom, Token, Workspace};
use proptest::prelude::*;

use super::callback::parameter;
use super::clock::SetClock;
use super::server::{Answer, Seen, Server};

/// A server that refuses and repeats everything it was sent, in every way it can.
async fn parrot() -> Server {
    Server::start(|seen: &Seen| {
        let line = seen.line();
        if line.starts_with("GET /.well-known") || line.starts_with("GET /oidc") {
            return Answer::missing();
        }
        let header = seen.header("authorization").unwrap_or_default();
        let fields = ["refresh_token", "client_secret", "code", "code_verifier"].map(|name| seen.field(name));
        let words = format!("You sent {header} and {} and {}", seen.body, fields.join(" "));
        let words = serde_json::Value::String(words.clone()).to_string();
        if line.starts_with("GET /api") {
            return Answer::json(403, &format!(r#"{{"error_code":"NO","message":{words}}}"#));
        }
        Answer::json(400, &format!(r#"{{"error":{words},"error_description":{words}}}"#))
    })
    .await
}

/// What a person or a log could see of a secret.
async fn shown(server: &Server, secret: &str) -> Vec<String> {
    let token = || Token::new(secret);
    let endpoints = OauthEndpoints::of_issuer(&format!("{}/oidc", server.address())).unwrap();
    let (host, network) = (server.host(), Network::default());
    let mut shown = vec![format!("{:?}", set(token()))];
    let sources: [Arc<dyn gatewright_databricks::auth::TokenSource>; 3] = [
        Arc::new(RefreshToken::new(host.clone(), "id", token(), network.clone()).at(endpoints.clone())),
        Arc::new(ClientCredentials::new(host.clone(), "id", token(), network.clone()).at(endpoints.clone())),
        Arc::new(
            AzureServicePrincipal::new(host.clone(), "id", token(), network.clone())
                .tenant("acme.onmicrosoft.com")
                .login(server.address()),
        ),
    ];
    for source in sources {
        let auth = Renewing::new(source.clone(), SetClock::off_by(0));
        let why = auth.authorization().await.unwrap_err();
        shown.push(format!("{source:?} {auth:?} {why} {why:?} {:?}", auth.problem()));
        let workspace = Workspace::builder(host.clone()).auth(Arc::new(auth)).build().unwrap();
        let error = workspace.serving().list().await.unwrap_err();
        shown.push(format!("{workspace:?} {error} {error:?}"));
    }
    if let Ok(auth) = Renewing::new(
        Arc::new(ClientCredentials::new(host.clone(), "id", token(), network.clone())),
        SetClock::off_by(0),
    )
    .starting_with(&set(token()))
    {
        let header = auth.authorization().await.unwrap();
        let workspace = Workspace::builder(host).auth(Arc::new(auth.clone())).build().unwrap();
        let error = workspace.serving().list().await.unwrap_err();
        shown.push(format!("{auth:?} {header:?} {error} {error:?}"));
    }
    let attempt = SignIn::begin(CLIENT_ID, "http://localhost:8020", SCOPES, &SystemRandom).unwrap();
    let url = attempt.authorize_url(&endpoints);
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("code", secret)
        .append_pair("state", &parameter(&url, "state"))
        .finish();
    let callback = attempt.callback(&query);
    shown.push(format!("{attempt:?} {callback:?}"));
    if let Ok(callback) = callback {
        let error = attempt.exchange(callback, &endpoints, &network).await.unwrap_err();
        shown.push(format!("{error} {error:?}"));
    }
    shown
}

fn set(access: Token) -> TokenSet {
    let mut set = TokenSet::new(access.clone());
    set.refresh = Some(access);
    set
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn a_random_secret_is_never_shown(secret in "[!-~]{12,60}") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let shown = runtime.block_on(async {
            let server = parrot().await;
            shown(&server, &secret).await
        });
        let escaped = format!("{secret:?}");
        let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        for text in shown {
            for form in [secret.as_str(), escaped.trim_matches('"'), encoded.as_str()] {
                prop_assert!(!text.contains(form), "{} in {}", form, text);
            }
        }
    }
}
