//! The certificate line: one handshake, and words for what it showed or why it failed. Trust is the client's verdict.

use std::time::SystemTime;

use gatewright_databricks::probe::{self, Certificate, Handshake, Road, TlsTrouble, Trust};
use time::OffsetDateTime;
use time::macros::format_description;

use super::dto::DoctorCheck;
use super::examination::{CONNECT_LIMIT, Telling};
use super::finding::Finding;
use super::patient::Patient;
use crate::explain::NextStepKind;

const NETWORK_PEOPLE: &str = "The people who run your network.";
const SERVER_PEOPLE: &str = "The people who run the server, or the company proxy in between.";
/// A certificate that ends within this time is worth a word.
const SOON_DAYS: i64 = 14;

/// Tells the line; whether there is a connection that can be trusted.
pub(super) async fn examine(patient: &Patient, road: Box<dyn Road>, telling: &Telling) -> bool {
    let step = telling.begin(DoctorCheck::Tls);
    if patient.host.as_str().starts_with("http://") {
        let detail =
            "The server is this computer itself, so nothing leaves it that would have to be encrypted.";
        step.end(Finding::ok("Encryption is not needed here", detail));
        return true;
    }
    if let Some(problem) = &patient.certificate_problem {
        let title = "The extra certificate file cannot be used";
        let finding = Finding::failed(title, problem).who("You, in the settings.");
        step.end(finding.next(NextStepKind::OpenSettings, "Open the settings"));
        return false;
    }
    let (shaken, _) = probe::handshake(road, patient.host.name(), &patient.roots(), CONNECT_LIMIT).await;
    let finding = match &shaken.outcome {
        Ok(trust) => trusted(&shaken, *trust, patient),
        Err(trouble) => self::trouble(trouble, shaken.certificates.first(), patient.host.name()),
    };
    let secure = !finding.failed_at_all();
    step.end(finding);
    secure
}

fn trusted(shaken: &Handshake, trust: Trust, patient: &Patient) -> Finding {
    let vouched = match trust {
        Trust::Public => "The authority is one that every browser knows.".to_owned(),
        Trust::ThisComputer => {
            "The authority is trusted by this computer and is none of the public ones: usually the company's own, which \
             opens encrypted connections on the way."
                .to_owned()
        }
        Trust::ExtraFile => match &patient.network.file {
            Some(file) => format!("The authority is trusted because of the extra certificate file {file}."),
            None => "The authority is trusted because of the extra certificate file.".to_owned(),
        },
    };
    let version = shaken.version.unwrap_or("TLS");
    let Some(own) = shaken.certificates.first() else {
        return Finding::ok("The connection is secure", format!("{version} was agreed on. {vouched}"));
    };
    let detail = format!("{version}. {} {vouched}", described(own));
    let days = own.valid_until.duration_since(SystemTime::now()).map_or(0, |left| left.as_secs() / 86_400);
    if i64::try_from(days).unwrap_or(i64::MAX) < SOON_DAYS {
        return Finding::warning(format!("The certificate ends in {days} days"), detail)
            .who("The people who run the server or the company's proxy.");
    }
    match trust {
        Trust::Public => Finding::ok("The connection is secure", detail),
        Trust::ThisComputer => Finding::ok("The connection is secure, by a company certificate", detail),
        Trust::ExtraFile => Finding::ok("The connection is secure, by the extra certificate", detail),
    }
}

fn described(own: &Certificate) -> String {
    format!(
        "The certificate is for {}, issued by {}, valid until {}.",
        own.subject,
        own.issuer,
        day(own.valid_until)
    )
}

fn day(moment: SystemTime) -> String {
    let format = format_description!("[day padding:none] [month repr:long] [year]");
    OffsetDateTime::from(moment).format(&format).unwrap_or_default()
}

/// Why there is no trusted connection; `own` is the certificate that was shown.
pub(super) fn trouble(trouble: &TlsTrouble, own: Option<&Certificate>, host: &str) -> Finding {
    let shown = own.map(|own| format!(" {}", described(own))).unwrap_or_default();
    match trouble {
        TlsTrouble::Expired | TlsTrouble::NotYetValid => out_of_time(trouble, own, &shown),
        TlsTrouble::WrongHost => {
            let names = own.map(|own| own.names.join(", ")).filter(|names| !names.is_empty());
            let names = names.map(|names| format!(" It is good for: {names}.")).unwrap_or_default();
            Finding::failed(
                "The certificate is for another address",
                format!("It does not name {host}.{names}{shown}"),
            )
            .who("You, by checking the address; otherwise the people who run the server.")
            .next(NextStepKind::CheckAddress, "Check the address")
        }
        TlsTrouble::SelfSigned => Finding::failed(
            "The certificate vouches for itself",
            format!("Nobody else confirms that this is {host}.{shown}"),
        )
        .who(
            "The people who run your network: if this is meant to be, they have a file with the certificate to trust.",
        )
        .next(NextStepKind::OpenSettings, "Choose a certificate file"),
        TlsTrouble::UnknownIssuer => Finding::failed(
            "The certificate is not trusted",
            format!(
                "Nobody whom this computer trusts vouches for it. Often a company proxy opens encrypted connections \
                 and its authority is not installed here.{shown}"
            ),
        )
        .who("The people who run your network: they have the file with the company's authority, for the settings.")
        .next(NextStepKind::OpenSettings, "Choose a certificate file"),
        TlsTrouble::Revoked => {
            Finding::failed("The certificate was withdrawn", format!("Its authority revoked it.{shown}"))
                .who(SERVER_PEOPLE)
        }
        TlsTrouble::BadCertificate(why) => {
            Finding::failed("The certificate is not good", format!("The check says: {why}.{shown}"))
                .who(SERVER_PEOPLE)
        }
        other => without_certificate(other),
    }
}

fn out_of_time(trouble: &TlsTrouble, own: Option<&Certificate>, shown: &str) -> Finding {
    if *trouble == TlsTrouble::NotYetValid {
        let detail = format!("Its time has not begun; usually the clock of this computer is behind.{shown}");
        return Finding::failed("The certificate is not valid yet", detail)
            .who("You, by setting the clock of this computer.");
    }
    let when = own.map(|own| format!(" on {}", day(own.valid_until))).unwrap_or_default();
    Finding::failed(
        "The certificate has expired",
        format!("Its time ended{when}. If that is wrong, the clock of this computer is.{shown}"),
    )
    .who(format!("You, if the clock of this computer is wrong. {SERVER_PEOPLE}"))
}

/// What goes wrong before a certificate is judged.
fn without_certificate(trouble: &TlsTrouble) -> Finding {
    match trouble {
        TlsTrouble::TooOld => Finding::failed(
            "The server's encryption is too old",
            "It offers nothing of TLS 1.2 or later, which Databricks requires too; something old stands in between.",
        )
        .who(NETWORK_PEOPLE),
        TlsTrouble::NotTls => Finding::failed(
            "What answers does not encrypt",
            "It takes the connection and does not speak TLS: a wrong port, or something in between.",
        )
        .who("You, by checking the address and its port.")
        .next(NextStepKind::CheckAddress, "Check the address"),
        TlsTrouble::Cut => Finding::failed(
            "The connection was cut while it was secured",
            "Firewalls do this to addresses that they do not allow.",
        )
        .who(NETWORK_PEOPLE),
        TlsTrouble::TimedOut => Finding::failed(
            "Securing the connection took too long",
            format!(
                "The server took the connection and said nothing within {} seconds.",
                CONNECT_LIMIT.as_secs()
            ),
        )
        .who(NETWORK_PEOPLE)
        .next(NextStepKind::TryAgain, "Try again"),
        TlsTrouble::Here(why) => Finding::failed(
            "The certificates of this computer cannot be used",
            format!("They could not be read: {why}."),
        )
        .who("You, or who looks after this computer."),
        other => Finding::failed(
            "The connection could not be secured",
            format!("The library says: {}.", words(other)),
        )
        .who(NETWORK_PEOPLE),
    }
}

fn words(trouble: &TlsTrouble) -> String {
    match trouble {
        TlsTrouble::Other(text) => text.trim_end_matches('.').to_owned(),
        other => format!("{other:?}"),
    }
}
