//! One TLS handshake, with what the server showed and who vouches for it. The verdict is that of the same verifier the client
//! uses; nothing is accepted here that a call would refuse.

use std::io::ErrorKind;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls_platform_verifier::Verifier;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::client::WebPkiServerVerifier;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, aws_lc_rs};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{
    AlertDescription, CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore,
    SignatureScheme,
};

use super::certificate::{Certificate, read_pem};
use super::road::Road;

/// What a handshake showed.
#[derive(Debug)]
pub struct Handshake {
    /// The certificates, the server's own first. Empty when it showed none.
    pub certificates: Vec<Certificate>,
    /// `TLS 1.3`, when one was agreed on.
    pub version: Option<&'static str>,
    /// Who vouches for the server, or why there is no trusted connection.
    pub outcome: Result<Trust, TlsTrouble>,
}

/// Who vouches for a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// An authority that every browser knows.
    Public,
    /// An authority that this computer trusts and browsers do not know by themselves: usually the company's own.
    ThisComputer,
    /// An authority from the extra certificate file; without the file there would be no trust.
    ExtraFile,
}

/// Why there is no trusted connection.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlsTrouble {
    /// The certificate's time is over.
    Expired,
    /// Its time has not begun.
    NotYetValid,
    /// It is for other names.
    WrongHost,
    /// It vouches for itself.
    SelfSigned,
    /// Nobody whom this computer trusts vouches for it.
    UnknownIssuer,
    /// It was withdrawn.
    Revoked,
    /// It is not good for another reason.
    BadCertificate(String),
    /// The two sides have no version of TLS or no cipher in common: the server's are too old.
    TooOld,
    /// What answers does not speak TLS.
    NotTls,
    /// The connection was cut.
    Cut,
    /// Nothing came in time.
    TimedOut,
    /// The certificates on this computer or in the file cannot be used.
    Here(String),
    /// Anything else, in the library's words.
    Other(String),
}

/// Remembers what the server showed and leaves the verdict to the real verifier.
#[derive(Debug)]
struct Watching {
    verdict: Arc<dyn ServerCertVerifier>,
    shown: Mutex<Vec<CertificateDer<'static>>>,
}

impl ServerCertVerifier for Watching {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let all = std::iter::once(end_entity).chain(intermediates);
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) =
            all.map(|certificate| certificate.clone().into_owned()).collect();
        self.verdict.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verdict.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verdict.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.verdict.supported_verify_schemes()
    }
}

/// Shakes hands over an open connection. `roots` are extra PEM texts to trust. Gives the encrypted connection when there is
/// one.
pub async fn handshake<'a>(
    road: Box<dyn Road + 'a>,
    host: &str,
    roots: &[Vec<u8>],
    limit: Duration,
) -> (Handshake, Option<TlsStream<Box<dyn Road + 'a>>>) {
    let failed =
        |trouble| (Handshake { certificates: Vec::new(), version: None, outcome: Err(trouble) }, None);
    let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let Ok(name) = ServerName::try_from(bare) else {
        return failed(TlsTrouble::Other("This name cannot stand in a certificate".to_owned()));
    };
    let prepared = match prepare(roots) {
        Ok(prepared) => prepared,
        Err(why) => return failed(TlsTrouble::Here(why)),
    };
    let connector = TlsConnector::from(Arc::new(prepared.config));
    let shaken = timeout(limit, connector.connect(name.clone(), road)).await;
    let shown = prepared.watching.shown.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let certificates: Vec<Certificate> = shown.iter().filter_map(|der| Certificate::read(der)).collect();
    match shaken {
        Ok(Ok(stream)) => {
            let trust = trust(&shown, &name, !prepared.extra.is_empty());
            let version = stream.get_ref().1.protocol_version().and_then(|version| version.as_str());
            let version = version.map(|name| match name {
                "TLSv1_3" => "TLS 1.3",
                "TLSv1_2" => "TLS 1.2",
                other => other,
            });
            (Handshake { certificates, version, outcome: Ok(trust) }, Some(stream))
        }
        Ok(Err(error)) => {
            let own = certificates.first();
            let trouble = trouble(&error, own.is_some_and(|own| own.self_signed));
            (Handshake { certificates, version: None, outcome: Err(trouble) }, None)
        }
        Err(_) => (Handshake { certificates, version: None, outcome: Err(TlsTrouble::TimedOut) }, None),
    }
}

struct Prepared {
    config: ClientConfig,
    watching: Arc<Watching>,
    extra: Vec<CertificateDer<'static>>,
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

fn prepare(roots: &[Vec<u8>]) -> Result<Prepared, String> {
    let mut extra = Vec::new();
    for pem in roots {
        extra.extend(read_pem(pem)?);
    }
    let verdict =
        Verifier::new_with_extra_roots(extra.iter().cloned(), provider()).map_err(|e| e.to_string())?;
    let watching = Arc::new(Watching { verdict: Arc::new(verdict), shown: Mutex::default() });
    let mut config = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(&watching) as Arc<dyn ServerCertVerifier>)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Prepared { config, watching, extra })
}

/// Asks the narrower sets of authorities whether they would have been enough.
fn trust(shown: &[CertificateDer<'static>], name: &ServerName<'_>, with_extra: bool) -> Trust {
    let Some((own, between)) = shown.split_first() else { return Trust::ThisComputer };
    let now = UnixTime::now();
    let enough =
        |verifier: &dyn ServerCertVerifier| verifier.verify_server_cert(own, between, name, &[], now).is_ok();
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned());
    let public = WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider()).build();
    if public.is_ok_and(|public| enough(public.as_ref())) {
        return Trust::Public;
    }
    if with_extra && !Verifier::new(provider()).is_ok_and(|system| enough(&system)) {
        return Trust::ExtraFile;
    }
    Trust::ThisComputer
}

fn trouble(error: &std::io::Error, self_signed: bool) -> TlsTrouble {
    let Some(tls) = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) else {
        return match error.kind() {
            ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe
            | ErrorKind::UnexpectedEof => TlsTrouble::Cut,
            _ => TlsTrouble::Other(error.to_string()),
        };
    };
    match tls {
        Error::InvalidCertificate(why) => certificate_trouble(why, self_signed),
        Error::PeerIncompatible(_)
        | Error::AlertReceived(AlertDescription::ProtocolVersion | AlertDescription::InsufficientSecurity) => {
            TlsTrouble::TooOld
        }
        Error::AlertReceived(AlertDescription::HandshakeFailure) => TlsTrouble::TooOld,
        Error::InvalidMessage(_) => TlsTrouble::NotTls,
        other => TlsTrouble::Other(other.to_string()),
    }
}

fn certificate_trouble(why: &CertificateError, self_signed: bool) -> TlsTrouble {
    match why {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => TlsTrouble::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            TlsTrouble::NotYetValid
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            TlsTrouble::WrongHost
        }
        CertificateError::Revoked => TlsTrouble::Revoked,
        _ if self_signed => TlsTrouble::SelfSigned,
        CertificateError::UnknownIssuer => TlsTrouble::UnknownIssuer,
        other => TlsTrouble::BadCertificate(other.to_string()),
    }
}
