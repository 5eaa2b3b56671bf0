//! Small servers on this computer that behave well or badly, for looking at the way to a workspace: plain ones, encrypted
//! ones with certificates made on the spot, and ones that do not speak at all.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned, crypto::aws_lc_rs};

/// What a server says to a path.
pub type Answer = fn(&str) -> String;

/// An HTTP answer.
pub fn http(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

/// Answers as a workspace does that takes no sign-in at all.
pub fn like_a_workspace(path: &str) -> String {
    let json = "content-type: application/json\r\n";
    if path.starts_with("/.well-known") {
        return http("404 Not Found", json, r#"{"error_code":"NOT_FOUND","message":"No such path."}"#);
    }
    http("401 Unauthorized", json, r#"{"error_code":"UNAUTHENTICATED","message":"No sign-in."}"#)
}

fn listen(each: impl Fn(TcpStream) + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let each = Arc::new(each);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let each = Arc::clone(&each);
            thread::spawn(move || each(stream));
        }
    });
    port
}

fn serve(mut stream: impl Read + Write, answer: impl Fn(&str) -> String) {
    let mut question = Vec::new();
    let mut byte = [0];
    while !question.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => question.push(byte[0]),
            _ => return,
        }
    }
    let text = String::from_utf8_lossy(&question).into_owned();
    let path = text.split(' ').nth(1).unwrap_or("/").to_owned();
    let _ = stream.write_all(answer(&path).as_bytes());
    let _ = stream.flush();
}

/// A server without encryption.
pub fn plain(answer: Answer) -> u16 {
    listen(move |stream| serve(stream, answer))
}

/// Takes connections and says nothing.
pub fn silent() -> u16 {
    listen(|_stream| thread::sleep(Duration::from_secs(120)))
}

/// Cuts every connection as soon as something was said on it.
pub fn cutting() -> u16 {
    listen(|mut stream| {
        let _ = stream.read(&mut [0; 1]);
    })
}

/// Says these bytes to whatever it hears first.
pub fn saying(bytes: &'static [u8]) -> u16 {
    listen(move |mut stream| {
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(bytes);
        let _ = stream.flush();
        thread::sleep(Duration::from_millis(300));
    })
}

/// A port at which nobody listens.
pub fn nobody() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Certificates to serve with, and the authority's PEM.
pub struct Identity {
    pub authority: String,
    chain: Vec<CertificateDer<'static>>,
    key: Vec<u8>,
}

/// What a certificate is like.
pub struct Like {
    pub names: &'static [&'static str],
    /// The last year it is valid in.
    pub until: i32,
    /// Whether an authority signs it, or nobody but itself.
    pub by_authority: bool,
}

impl Identity {
    pub fn new(like: &Like) -> Self {
        let mut company = CertificateParams::new(Vec::new()).unwrap();
        company.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        company.distinguished_name.push(DnType::CommonName, "Meridian Freight Root");
        let company = CertifiedIssuer::self_signed(company, KeyPair::generate().unwrap()).unwrap();
        let names: Vec<String> = like.names.iter().map(|name| (*name).to_owned()).collect();
        let mut own = CertificateParams::new(names).unwrap();
        own.distinguished_name.push(DnType::CommonName, "workspace.meridian");
        own.not_before = rcgen::date_time_ymd(2020, 1, 1);
        own.not_after = rcgen::date_time_ymd(like.until, 12, 31);
        let key = KeyPair::generate().unwrap();
        let own = if like.by_authority {
            own.signed_by(&key, &company).unwrap()
        } else {
            own.self_signed(&key).unwrap()
        };
        Self { authority: company.as_ref().pem(), chain: vec![own.der().clone()], key: key.serialize_der() }
    }

    /// A good one for this computer.
    pub fn good() -> Self {
        Self::new(&Like { names: &["127.0.0.1", "localhost"], until: 2099, by_authority: true })
    }

    /// An encrypted server.
    pub fn serve(&self, answer: Answer) -> u16 {
        let key = PrivateKeyDer::Pkcs8(self.key.clone().into());
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(self.chain.clone(), key)
            .unwrap();
        let config = Arc::new(config);
        listen(move |stream| {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            serve(StreamOwned::new(connection, stream), answer);
        })
    }
}
