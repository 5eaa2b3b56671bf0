//! The list of ways to be led astray that a sign-in has to withstand (quality S6), in one table each: certificates, redirects,
//! answers of a browser. Every name is printed, so that the list can be read (`cargo test -p gatewright-databricks --test auth
//! astray -- --nocapture`). What each refusal says, and the rest of the list, is in the files beside this one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use gatewright_databricks::auth::{
    Authenticate, CLIENT_ID, ClientCredentials, OauthEndpoints, RefreshToken, Renewing, SCOPES, SignIn,
    SignInRefusal,
};
use gatewright_databricks::secrets::SecretValue;
use gatewright_databricks::{AccessToken, Host, Network, RetryPolicy, SystemRandom, Token, Workspace};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::callback::parameter;
use super::clock::SetClock;
use super::server::{Answer, Server};
use super::tls::{Flaw, nobody_is_believed, server};

const CERTIFICATES: &[(&str, Flaw, bool)] = &[
    ("a certificate that has ended", Flaw::Ended, true),
    ("a certificate that is not valid yet", Flaw::NotBegun, true),
    ("a certificate of another host", Flaw::OtherHost, true),
    ("a certificate that is not for servers", Flaw::OnlyForClients, true),
    ("a certificate that vouches for itself", Flaw::SelfSigned, false),
    ("a certificate that vouches for itself beside a trusted authority", Flaw::SelfSigned, true),
    ("a certificate of an authority nobody trusts", Flaw::None, false),
];

#[tokio::test]
async fn astray_no_certificate_but_a_good_one_is_believed() {
    for (name, flaw, trusted) in CERTIFICATES {
        println!("TLS: {name}");
        let (server, authority) = server(*flaw).await;
        let network = Network::default();
        let network = if *trusted { network.extra_root(authority) } else { network };
        let host = Host::parse(&format!("https://localhost:{}", server.port)).unwrap();
        nobody_is_believed(host, network).await;
        assert!(server.seen().is_empty(), "{name}: something was sent");
    }
}

/// Ends of a handshake that is none: in old versions, or without encryption.
const HANDSHAKES: &[(&str, &[u8])] = &[
    ("a server that ends at TLS 1.1", &[0x15, 3, 2, 0, 2, 2, 70]),
    ("a server that ends at SSL 3.0", &[0x15, 3, 0, 0, 2, 2, 40]),
    ("a server hello of TLS 1.1", HELLO_OF_TLS_1_1),
    ("a server that does not encrypt", b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n"),
];

/// Version 3.2, a random of zeros, no session, AES_128_CBC_SHA, no compression.
const HELLO_OF_TLS_1_1: &[u8] = &{
    let mut hello = [0; 47];
    let begins = [0x16, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2];
    let mut at = 0;
    while at < begins.len() {
        hello[at] = begins[at];
        at += 1;
    }
    hello[44] = 0;
    hello[45] = 0x2f;
    hello
};

#[tokio::test]
async fn astray_no_old_encryption_is_spoken() {
    for (name, bytes) in HANDSHAKES {
        println!("TLS: {name}");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let mut hello = [0; 1024];
                let heard = socket.read(&mut hello).await.unwrap_or_default();
                assert!(!hello[..heard].windows(4).any(|four| four == b"dapi"));
                let _ = socket.write_all(bytes).await;
            }
        });
        nobody_is_believed(Host::parse(&host).unwrap(), Network::default()).await;
    }
}

#[tokio::test]
async fn astray_a_credential_follows_no_redirect() {
    for status in [301, 302, 303, 307, 308] {
        let other =
            Server::start(|_| Answer::json(200, r#"{"access_token":"at-evil","expires_in":3600}"#)).await;
        let to = format!("location: {}/elsewhere\r\n", other.address());
        let server = Server::start(move |seen| match seen.line().as_str() {
            "GET /oidc/.well-known/oauth-authorization-server" => Answer::missing(),
            _ => Answer::new(status, &to, ""),
        })
        .await;
        let endpoints = OauthEndpoints::of_issuer(&format!("{}/oidc", server.address())).unwrap();
        let workspace = Workspace::builder(server.host())
            .auth(Arc::new(AccessToken::new(Token::new("dapi"))))
            .retry(RetryPolicy::once())
            .build()
            .unwrap();
        let secret = || Token::new("canary");
        for name in ["a read", "a write", "a client secret", "a refresh token"] {
            println!("Redirect {status}: {name}");
            match name {
                "a read" => drop(workspace.serving().list().await.unwrap_err()),
                "a write" => drop(
                    workspace.secrets().put("llm", "openai", &SecretValue::new("sk-1")).await.unwrap_err(),
                ),
                "a client secret" => {
                    let source = ClientCredentials::new(server.host(), "sp", secret(), Network::default());
                    let auth = Renewing::new(Arc::new(source.at(endpoints.clone())), SetClock::off_by(0));
                    auth.authorization().await.unwrap_err();
                }
                _ => {
                    let source = RefreshToken::new(server.host(), CLIENT_ID, secret(), Network::default());
                    let auth = Renewing::new(Arc::new(source.at(endpoints.clone())), SetClock::off_by(0));
                    auth.authorization().await.unwrap_err();
                }
            }
            assert!(other.seen().is_empty(), "{status} {name}: {:?}", other.seen());
        }
        assert!(server.seen().len() >= 4, "each was sent to the server it was meant for");
    }
}

const ISSUER: &str = "https://a.cloud.databricks.com/oidc";

/// What comes back from a browser; `STATE` stands for the state that was sent.
const ANSWERS: &[(&str, &str)] = &[
    ("a state that was guessed", "code=c&state=guess"),
    ("no state", "code=c"),
    ("an empty state", "code=c&state="),
    ("a state and more", "code=c&state=STATEx"),
    ("a state twice", "code=c&state=STATE&state=STATE"),
    ("no code", "state=STATE"),
    ("a code twice", "code=a&code=b&state=STATE"),
    ("a code with a line break", "code=a%0d%0aSet-Cookie:x&state=STATE"),
    ("a code with a blank", "code=a%20b&state=STATE"),
    ("a refusal without a state", "error=access_denied"),
    ("a refusal", "error=access_denied&state=STATE"),
    ("another issuer", "code=c&state=STATE&iss=https://b.cloud.databricks.com/oidc"),
    (
        "an issuer that only begins well",
        "code=c&state=STATE&iss=https://a.cloud.databricks.com.evil.net/oidc",
    ),
    ("an issuer without encryption", "code=c&state=STATE&iss=http://a.cloud.databricks.com/oidc"),
    ("an issuer on this computer", "code=c&state=STATE&iss=http://localhost:9/oidc"),
];

/// The same for a sign-in that began without an address, where the issuer decides where the code goes.
const ANYWHERE: &[(&str, &str)] = &[
    ("no issuer", "code=c&state=STATE"),
    ("an issuer of somebody else", "code=c&state=STATE&iss=https://evil.net/oidc"),
    ("an issuer behind a user name", "code=c&state=STATE&iss=https://a.cloud.databricks.com@evil.net/oidc"),
    ("an issuer that is a script", "code=c&state=STATE&iss=javascript:alert(1)"),
];

fn begin() -> SignIn {
    SignIn::begin(CLIENT_ID, "http://localhost:8020", SCOPES, &SystemRandom).unwrap()
}

#[test]
fn astray_no_answer_but_ones_own_signs_anybody_in() {
    for (name, answer) in ANSWERS {
        println!("Browser: {name}");
        let attempt = begin();
        let url = attempt.authorize_url(&OauthEndpoints::of_issuer(ISSUER).unwrap());
        let answer = answer.replace("STATE", &parameter(&url, "state"));
        assert!(attempt.callback(&answer).is_err(), "{name}");
    }
    for (name, answer) in ANYWHERE {
        println!("Browser, without an address: {name}");
        let attempt = begin();
        let url = attempt.discovery_url("https://login.databricks.com").unwrap();
        let state = parameter(&format!("https://x{}", parameter(&url, "destination_url")), "state");
        assert!(attempt.callback(&answer.replace("STATE", &state)).is_err(), "{name}");
    }
    println!("Browser: the answer of before, once more; and an answer before it was asked");
    let attempt = begin();
    assert_eq!(attempt.callback("code=c&state=s").unwrap_err(), SignInRefusal::WrongState);
    let url = attempt.authorize_url(&OauthEndpoints::of_issuer(ISSUER).unwrap());
    let answer = format!("code=c&state={}", parameter(&url, "state"));
    attempt.callback(&answer).unwrap();
    assert_eq!(attempt.callback(&answer).unwrap_err(), SignInRefusal::AlreadyUsed);
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        match path.extension() {
            _ if path.is_dir() => sources(&path, into),
            Some(ending) if ending == "rs" => into.push(path),
            _ => {}
        }
    }
}

/// The one place that stands between a server and the verifier is the doctor's, which notes the certificate and leaves the verdict
/// to the platform's verifier.
#[test]
fn astray_nothing_can_switch_verification_off() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for folder in ["src-tauri/src", "crates/databricks/src", "crates/sandbox/src", "crates/vault/src"] {
        sources(&root.join(folder), &mut files);
    }
    assert!(files.len() > 150, "{} files", files.len());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for word in ["danger_accept", "accept_invalid", "tls_danger", "verify_none", "NoVerif"] {
            assert!(!text.contains(word), "{} says {word}", file.display());
        }
        let own = text.contains(".dangerous()") || text.contains("ServerCertVerified::assertion");
        assert!(!own || file.ends_with("probe/tls.rs"), "{} looks at certificates itself", file.display());
    }
}
