//! Signing in with OAuth, the client against the sandbox: a browser without anybody in front of it, the sign-in without an address,
//! renewal with rotation and short lives, a service principal, and how each of them ends.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::join_all;
use gatewright_databricks::auth::{
    CLIENT_ID, ClientCredentials, KeepToken, OauthEndpoints, RefreshToken, Renewing, SCOPES, SignIn,
    SignInRefusal, TokenSet, tenant_of,
};
use gatewright_databricks::metadata::{HostMetadata, HostType};
use gatewright_databricks::{
    AuthError, Authenticate, ErrorKind, Host, Network, SystemClock, SystemRandom, Token, Workspace,
};
use gatewright_sandbox::{Fault, Identity, Options, Running, Sandbox, SignInPage};

use crate::browser;

const BACK: &str = "http://localhost:8024";

async fn sandbox(token_lifetime: u32) -> Running {
    Sandbox::start(Options { token_lifetime, speed: 20.0, ..Options::default() }).await.unwrap()
}

fn host(running: &Running) -> Host {
    Host::parse(&running.host()).unwrap()
}

fn attempt() -> SignIn {
    SignIn::begin(CLIENT_ID, BACK, SCOPES, &SystemRandom).unwrap()
}

fn workspace(running: &Running, auth: Arc<dyn Authenticate>) -> Workspace {
    Workspace::builder(host(running)).auth(auth).user_agent("gatewright-contract/1").build().unwrap()
}

/// Tokens of a person who has signed in.
async fn signed_in(running: &Running) -> (TokenSet, OauthEndpoints) {
    let network = Network::default();
    let endpoints = OauthEndpoints::discover(&host(running), &network).await.unwrap();
    let attempt = attempt();
    let query = browser::answer(&attempt.authorize_url(&endpoints), "owner", "sign-in", BACK).await;
    let callback = attempt.callback(&query).unwrap();
    (attempt.exchange(callback, &endpoints, &network).await.unwrap(), endpoints)
}

/// How often the token endpoint was asked since, and with what outcome.
fn token_calls(running: &Running) -> Vec<u16> {
    let asked = running.requests().into_iter().filter(|entry| entry.path == "/oidc/v1/token");
    asked.filter_map(|entry| entry.status).collect()
}

/// Remembers what it is given, as a keychain would.
#[derive(Debug, Default)]
struct Keychain(Mutex<Vec<Token>>);

#[async_trait]
impl KeepToken for Keychain {
    async fn keep(&self, refresh: &Token) -> Result<(), AuthError> {
        self.0.lock().unwrap().push(refresh.clone());
        Ok(())
    }
}

/// A session that starts with these tokens, and what it keeps.
fn session(running: &Running, tokens: &TokenSet, endpoints: OauthEndpoints) -> (Renewing, Arc<Keychain>) {
    let refresh = tokens.refresh.clone().expect("offline_access was asked for");
    let source = RefreshToken::new(host(running), CLIENT_ID, refresh, Network::default()).at(endpoints);
    let keychain = Arc::new(Keychain::default());
    let renewing = Renewing::keeping(Arc::new(source), keychain.clone(), Arc::new(SystemClock));
    (renewing.starting_with(tokens).unwrap(), keychain)
}

#[tokio::test]
async fn a_person_signs_in_with_the_browser() {
    let running = sandbox(3600).await;
    let network = Network::default();
    let told = HostMetadata::fetch(&host(&running), &network).await.unwrap().unwrap();
    assert_eq!(told.host_type, Some(HostType::Workspace));
    assert_eq!(told.workspace_id.as_deref(), Some("7405618233190442"));

    let endpoints = OauthEndpoints::discover(&host(&running), &network).await.unwrap();
    let attempt = attempt();
    let query = browser::answer(&attempt.authorize_url(&endpoints), "limited", "sign-in", BACK).await;
    let foreign = query.replace("state=", "state=x");
    assert_eq!(attempt.callback(&foreign).unwrap_err(), SignInRefusal::WrongState);
    let callback = attempt.callback(&query).expect("a foreign answer does not end the attempt");
    let tokens = attempt.exchange(callback, &endpoints, &network).await.unwrap();
    assert_eq!(tokens.lifetime, Some(Duration::from_secs(3600)));
    assert_eq!(tokens.scope.as_deref(), Some("all-apis offline_access"));
    assert!(tokens.refresh.is_some() && tokens.expires_at.is_some());
    assert_eq!(attempt.callback(&query).unwrap_err(), SignInRefusal::AlreadyUsed);

    let (renewing, keychain) = session(&running, &tokens, endpoints);
    let workspace = workspace(&running, Arc::new(renewing));
    assert_eq!(workspace.identity().me().await.unwrap().user.label(), "Noah Lindqvist");
    assert_eq!(token_calls(&running), [200], "nothing is renewed that is good for an hour");
    assert!(keychain.0.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_person_who_refuses_is_told_so() {
    let running = sandbox(3600).await;
    let endpoints = OauthEndpoints::discover(&host(&running), &Network::default()).await.unwrap();
    let attempt = attempt();
    let query = browser::answer(&attempt.authorize_url(&endpoints), "owner", "refuse", BACK).await;
    let refused = attempt.callback(&query).unwrap_err();
    assert!(
        matches!(&refused, SignInRefusal::Denied { error, .. } if error == "access_denied"),
        "{refused:?}"
    );
    assert!(token_calls(&running).is_empty());
}

#[tokio::test]
async fn a_person_without_an_address_is_led_to_the_workspace() {
    let options =
        Options { sign_in_page: SignInPage::Passed, identity: Identity::Admin, ..Options::default() };
    let running = Sandbox::start(options).await.unwrap();
    let attempt = attempt();
    let address = attempt.discovery_url(&format!("{}/discovery", running.host())).unwrap();
    let query = browser::follow(&address, BACK).await;
    let callback = attempt.callback(&query).unwrap();
    assert_eq!(
        callback.host().map(|host| host.as_str().to_owned()),
        Some(host(&running).as_str().to_owned())
    );
    let endpoints = callback.endpoints().unwrap();
    let tokens = attempt.exchange(callback, &endpoints, &Network::default()).await.unwrap();
    let (renewing, _) = session(&running, &tokens, endpoints);
    assert!(workspace(&running, Arc::new(renewing)).identity().me().await.unwrap().user.is_admin());
}

#[tokio::test]
async fn a_code_that_was_used_is_refused_for_good() {
    let running = sandbox(3600).await;
    let network = Network::default();
    let endpoints = OauthEndpoints::discover(&host(&running), &network).await.unwrap();
    let (one, other) = (attempt(), attempt());
    let first = browser::answer(&one.authorize_url(&endpoints), "owner", "sign-in", BACK).await;
    let second = browser::answer(&other.authorize_url(&endpoints), "owner", "sign-in", BACK).await;
    // The code of one attempt under the state of the other: somebody slipped it in. PKCE notices.
    let code = |query: &str| query.split('&').find(|part| part.starts_with("code=")).unwrap().to_owned();
    let mixed = second.replace(&code(&second), &code(&first));
    let callback = other.callback(&mixed).unwrap();
    let refused = other.exchange(callback, &endpoints, &network).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::SignIn, "{refused:?}");
    let callback = one.callback(&first).unwrap();
    let spent = one.exchange(callback, &endpoints, &network).await.unwrap_err();
    assert_eq!(spent.kind, ErrorKind::SignIn, "{spent:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_ended_is_renewed_once_for_everybody_and_rotates() {
    let running = sandbox(1).await;
    let (tokens, endpoints) = signed_in(&running).await;
    let (renewing, keychain) = session(&running, &tokens, endpoints.clone());
    tokio::time::sleep(Duration::from_millis(1_050)).await;
    let lifetime = serde_json::json!({"token_lifetime": 3600});
    browser::control(&running, "/sandbox/settings", &lifetime.to_string()).await;
    running.clear_requests();
    let workspace = workspace(&running, Arc::new(renewing));
    let serving = workspace.serving();
    let answers = join_all((0..24).map(|_| serving.list())).await;
    assert!(answers.iter().all(|answer| answer.as_ref().is_ok_and(|list| list.len() == 11)));
    assert_eq!(token_calls(&running), [200], "one renewal for 24 callers");
    assert!(running.requests().iter().all(|entry| entry.status == Some(200)), "nobody ran into a 401");

    let kept = keychain.0.lock().unwrap().clone();
    let [newest] = kept.as_slice() else { panic!("one new refresh token is kept: {}", kept.len()) };
    let first = tokens.refresh.unwrap();
    assert!(*newest != first);
    for (token, good) in [(first, false), (newest.clone(), true)] {
        let source = RefreshToken::new(host(&running), CLIENT_ID, token, Network::default());
        let outcome = Renewing::new(Arc::new(source), Arc::new(SystemClock)).authorization().await;
        assert_eq!(outcome.is_ok(), good);
        assert!(outcome.err().is_none_or(|why| why.needs_sign_in), "the used-up one is refused for good");
    }
}

#[tokio::test]
async fn a_sign_in_that_was_ended_elsewhere_asks_for_a_new_one() {
    let running = sandbox(3600).await;
    let (tokens, endpoints) = signed_in(&running).await;
    let (renewing, _) = session(&running, &tokens, endpoints);
    let workspace = workspace(&running, Arc::new(renewing.clone()));
    workspace.serving().list().await.unwrap();
    running.forget_sign_ins();
    let ended = workspace.serving().list().await.unwrap_err();
    assert!([ErrorKind::SignIn, ErrorKind::Unauthenticated].contains(&ended.kind), "{ended:?}");
    assert!(renewing.problem().is_some_and(|why| why.needs_sign_in));
    let said = format!("{ended:?} {ended} {renewing:?} {:?}", renewing.problem());
    for secret in [tokens.access.expose(), tokens.refresh.as_ref().unwrap().expose()] {
        assert!(!said.contains(secret));
    }
}

#[tokio::test]
async fn a_sign_in_server_that_is_busy_is_not_the_end_of_a_sign_in() {
    let running = sandbox(1).await;
    let (tokens, endpoints) = signed_in(&running).await;
    let (renewing, keychain) = session(&running, &tokens, endpoints);
    tokio::time::sleep(Duration::from_millis(1_050)).await;
    running.add_fault(Fault {
        pattern: "/oidc/v1/token".into(),
        status: Some(500),
        times: Some(1),
        ..Fault::default()
    });
    let busy = renewing.authorization().await.unwrap_err();
    assert!(!busy.needs_sign_in, "{busy}");
    renewing.authorization().await.expect("the next one gets through");
    assert_eq!(keychain.0.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_service_principal_signs_in_with_its_secret() {
    let running = sandbox(3600).await;
    let principal = running.service_principal();
    let source = |secret: &str| {
        let secret = Token::new(secret);
        let source = ClientCredentials::new(host(&running), &principal.client_id, secret, Network::default());
        Renewing::new(Arc::new(source), Arc::new(SystemClock))
    };
    let renewing = source(&principal.client_secret);
    let robot = workspace(&running, Arc::new(renewing.clone()));
    let me = robot.identity().me().await.unwrap();
    assert_eq!(me.user.user_name, principal.client_id);
    assert_eq!(robot.serving().list().await.unwrap().len(), 11);
    assert_eq!(token_calls(&running), [200]);
    assert!(renewing.expires_at().is_some());

    running.clear_requests();
    let wrong = source("dose-wrong");
    let refused = workspace(&running, Arc::new(wrong.clone())).serving().list().await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::SignIn, "{refused:?}");
    assert!(wrong.problem().is_some_and(|why| why.needs_sign_in));
    assert!(!format!("{refused:?} {refused}").contains("dose-wrong"));
    assert_eq!(running.requests().iter().filter(|entry| entry.path.starts_with("/api/")).count(), 0);
}

#[tokio::test]
async fn a_token_that_covers_too_little_says_what_is_missing() {
    let running = sandbox(3600).await;
    let principal = running.service_principal();
    let secret = Token::new(principal.client_secret);
    let source = ClientCredentials::new(host(&running), principal.client_id, secret, Network::default())
        .scopes(&["sql"]);
    let auth = Arc::new(Renewing::new(Arc::new(source), Arc::new(SystemClock)));
    let short = workspace(&running, auth).serving().list().await.unwrap_err();
    assert_eq!((short.kind, short.status), (ErrorKind::ScopeMissing, Some(403)), "{short:?}");
    assert!(short.message.contains("model-serving"), "{short}");
}

#[tokio::test]
async fn a_workspace_without_documents_has_the_usual_addresses() {
    let running = sandbox(3600).await;
    running.add_fault(Fault { pattern: "*/.well-known/*".into(), status: Some(404), ..Fault::default() });
    let network = Network::default();
    assert_eq!(HostMetadata::fetch(&host(&running), &network).await.unwrap(), None);
    let endpoints = OauthEndpoints::discover(&host(&running), &network).await.unwrap();
    assert_eq!(endpoints.token(), format!("{}/oidc/v1/token", running.host()));
    signed_in(&running).await;
    let tenant = tenant_of(&host(&running), &network).await.unwrap();
    assert_eq!(tenant, "3c9e0b52-4d1f-4a86-8f35-b1c2d7e0a944");
}
