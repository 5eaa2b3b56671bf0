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

#[cfg(test)]
mod tests {
    use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair};

    use super::*;

    fn made(authority: bool) -> rcgen::Certificate {
        let mut params =
            CertificateParams::new(vec!["a.meridian".to_owned(), "127.0.0.1".to_owned()]).unwrap();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, "a.meridian");
        params.distinguished_name.push(DnType::OrganizationName, "Meridian Freight");
        params.not_after = rcgen::date_time_ymd(2031, 5, 1);
        if authority {
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        }
        params.self_signed(&KeyPair::generate().unwrap()).unwrap()
    }

    #[test]
    fn a_certificate_says_whom_it_is_for_who_issued_it_and_until_when() {
        let read = Certificate::read(made(false).der()).unwrap();
        assert_eq!(read.subject, "a.meridian (Meridian Freight)");
        assert_eq!(read.issuer, read.subject);
        assert!(read.self_signed);
        assert_eq!(read.names, ["a.meridian", "127.0.0.1"]);
        let days = read.valid_until.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() / 86_400;
        assert_eq!(days, 22_400, "the first of May 2031");
        assert_eq!(Certificate::read(b"scrap"), None);
    }

    #[test]
    fn certificates_of_a_file_are_counted_and_damaged_ones_refused() {
        let both = format!("# ours\n{}\n{}", made(true).pem(), made(true).pem());
        assert_eq!(certificates_in(both.as_bytes()), Ok(2));
        assert_eq!(certificates_in(b"no certificate at all"), Ok(0));
        let cut = both.replace("-----END CERTIFICATE-----", "");
        assert!(certificates_in(cut.as_bytes()).is_err());
    }
}
