//! Whom we trust: certificates that have ended, belong to another host or vouch for themselves are refused; a company's own
//! authority is accepted once it was added. Nothing of a credential is sent before.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use gatewright_databricks::auth::{Authenticate, ClientCredentials, OauthEndpoints, Renewing};
use gatewright_databricks::metadata::HostMetadata;
use gatewright_databricks::{
    AccessToken, ErrorKind, Host, Network, RetryPolicy, SystemClock, Token, Workspace,
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use super::server::{Answer, Seen, Server};

const DAY: Duration = Duration::from_secs(86_400);

/// What is wrong with a certificate.
#[derive(Clone, Copy)]
pub(crate) enum Flaw {
    None,
    Ended,
    NotBegun,
    OtherHost,
    OnlyForClients,
    SelfSigned,
}

/// A server with a certificate, and the authority behind it (PEM).
pub(crate) async fn server(flaw: Flaw) -> (Server, String) {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.distinguished_name.push(rcgen::DnType::CommonName, "Acme company authority");
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let name = if matches!(flaw, Flaw::OtherHost) { "other.example" } else { "localhost" };
    let mut own = CertificateParams::new(vec![name.to_owned()]).unwrap();
    // Platforms refuse certificates of servers that live too long.
    own.not_before = (SystemTime::now() - DAY).into();
    own.not_after = (SystemTime::now() + 30 * DAY).into();
    own.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    if matches!(flaw, Flaw::Ended) {
        own.not_before = date_time_ymd(2020, 1, 1);
        own.not_after = date_time_ymd(2020, 6, 1);
    }
    if matches!(flaw, Flaw::NotBegun) {
        own.not_before = (SystemTime::now() + 3 * DAY).into();
    }
    if matches!(flaw, Flaw::OnlyForClients) {
        own.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ClientAuth];
    }
    let key = KeyPair::generate().unwrap();
    let certificate = match flaw {
        Flaw::SelfSigned => own.self_signed(&key).unwrap(),
        _ => own.signed_by(&key, &authority).unwrap(),
    };
    let private = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private)
        .unwrap();
    let server =
        Server::start_tls(TlsAcceptor::from(Arc::new(config)), |seen: &Seen| match seen.line().as_str() {
            "POST /oidc/v1/token" => Answer::json(200, r#"{"access_token":"at-1","expires_in":3600}"#),
            "GET /.well-known/databricks-config" => Answer::json(200, r#"{"workspace_id":"7"}"#),
            "GET /oidc/.well-known/oauth-authorization-server" => Answer::missing(),
            _ => Answer::json(200, "{}"),
        })
        .await;
    (server, authority.pem())
}

fn host(server: &Server) -> Host {
    Host::parse(&format!("https://localhost:{}", server.port)).unwrap()
}

async fn is_refused(server: &Server, network: Network) {
    nobody_is_believed(host(server), network).await;
    assert!(server.seen().is_empty(), "nothing was sent");
}

/// Whatever would be sent there with or without a credential ends before it is sent.
pub(crate) async fn nobody_is_believed(host: Host, network: Network) {
    let error = HostMetadata::fetch(&host, &network).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Tls, "{error}");
    assert_eq!(OauthEndpoints::discover(&host, &network).await.unwrap_err().kind, ErrorKind::Tls);
    let endpoints = OauthEndpoints::of_issuer(&format!("{host}/oidc")).unwrap();
    let source =
        ClientCredentials::new(host.clone(), "sp", Token::new("secret"), network.clone()).at(endpoints);
    let auth = Renewing::new(Arc::new(source), Arc::new(SystemClock));
    assert!(!auth.authorization().await.unwrap_err().needs_sign_in);
    let workspace = Workspace::builder(host)
        .network(network)
        .auth(Arc::new(AccessToken::new(Token::new("dapi"))))
        .retry(RetryPolicy::once())
        .build()
        .unwrap();
    assert_eq!(workspace.serving().list().await.unwrap_err().kind, ErrorKind::Tls);
}

#[tokio::test]
async fn a_certificate_that_has_ended_is_refused() {
    let (server, authority) = server(Flaw::Ended).await;
    is_refused(&server, Network::default().extra_root(authority)).await;
}

#[tokio::test]
async fn a_certificate_of_another_host_is_refused() {
    let (server, authority) = server(Flaw::OtherHost).await;
    is_refused(&server, Network::default().extra_root(authority)).await;
}

#[tokio::test]
async fn a_certificate_that_vouches_for_itself_is_refused() {
    let (server, authority) = server(Flaw::SelfSigned).await;
    is_refused(&server, Network::default()).await;
    is_refused(&server, Network::default().extra_root(authority)).await;
}

#[tokio::test]
async fn a_companys_own_authority_is_accepted_once_it_is_trusted_and_not_before() {
    let (server, authority) = server(Flaw::None).await;
    is_refused(&server, Network::default()).await;
    let network = Network::default().extra_root(authority);
    let host = host(&server);
    let metadata = HostMetadata::fetch(&host, &network).await.unwrap().unwrap();
    assert_eq!(metadata.workspace_id.as_deref(), Some("7"));
    let source = ClientCredentials::new(host.clone(), "sp", Token::new("secret"), network.clone());
    let auth = Arc::new(Renewing::new(Arc::new(source), Arc::new(SystemClock)));
    let workspace = Workspace::builder(host).network(network).auth(auth).build().unwrap();
    assert!(workspace.serving().list().await.unwrap().is_empty());
}
