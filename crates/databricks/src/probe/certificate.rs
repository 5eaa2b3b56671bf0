//! What a certificate says of itself, for a person to read. Trust is decided elsewhere.

use std::time::{Duration, SystemTime};

use tokio_rustls::rustls::RootCertStore;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::x509::X509Name;

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Whom it is for: the common name, else the whole subject.
    pub subject: String,
    /// Who issued it.
    pub issuer: String,
    /// The host names and addresses it is good for.
    pub names: Vec<String>,
    /// From when it is valid.
    pub valid_from: SystemTime,
    /// Until when it is valid.
    pub valid_until: SystemTime,
    /// Whether it vouches for itself.
    pub self_signed: bool,
}

impl Certificate {
    /// Reads a certificate; none when it is not one.
    pub(crate) fn read(der: &[u8]) -> Option<Self> {
        let (_, parsed) = X509Certificate::from_der(der).ok()?;
        let names = parsed
            .subject_alternative_name()
            .ok()
            .flatten()
            .map(|extension| extension.value.general_names.iter().filter_map(name_of).collect())
            .unwrap_or_default();
        Some(Self {
            subject: shown(parsed.subject()),
            issuer: shown(parsed.issuer()),
            names,
            valid_from: moment(parsed.validity().not_before.timestamp()),
            valid_until: moment(parsed.validity().not_after.timestamp()),
            self_signed: parsed.subject() == parsed.issuer(),
        })
    }
}

fn name_of(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => match <[u8; 4]>::try_from(*bytes) {
            Ok(four) => Some(std::net::Ipv4Addr::from(four).to_string()),
            Err(_) => <[u8; 16]>::try_from(*bytes).ok().map(|all| std::net::Ipv6Addr::from(all).to_string()),
        },
        _ => None,
    }
}

fn shown(name: &X509Name<'_>) -> String {
    let common = name.iter_common_name().next().and_then(|part| part.as_str().ok()).map(str::trim);
    let of = name.iter_organization().next().and_then(|part| part.as_str().ok()).map(str::trim);
    match (common.filter(|text| !text.is_empty()), of.filter(|text| !text.is_empty())) {
        (Some(common), Some(of)) if !common.contains(of) => format!("{common} ({of})"),
        (Some(one), _) | (None, Some(one)) => one.to_owned(),
        (None, None) => {
            let whole = name.to_string();
            if whole.is_empty() { "nobody named".to_owned() } else { whole }
        }
    }
}

fn moment(seconds: i64) -> SystemTime {
    match u64::try_from(seconds) {
        Ok(seconds) => SystemTime::UNIX_EPOCH + Duration::from_secs(seconds),
        Err(_) => SystemTime::UNIX_EPOCH,
    }
}

/// How many certificates a PEM text holds that can be trusted as authorities.
///
/// # Errors
/// Says what is wrong with the first one that cannot be used.
pub fn certificates_in(pem: &[u8]) -> Result<usize, String> {
    let mut store = RootCertStore::empty();
    for certificate in read_pem(pem)? {
        store.add(certificate).map_err(|error| error.to_string())?;
    }
    Ok(store.len())
}

pub(super) fn read_pem(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    CertificateDer::pem_slice_iter(pem)
        .collect::<Result<_, _>>()
        .map_err(|_| "a part between its first and last line is damaged".to_owned())
}
