//! The way to the server: name, connection, certificate, proxy. With a proxy the name and the connection are the proxy's,
//! and the certificate is looked at through it.

use std::time::SystemTime;

use gatewright_databricks::probe::{
    self, Certificate, Handshake, Proxy, ProxySource, Road, RoadTrouble, TlsTrouble, Trust, TunnelTrouble,
    Way,
};
use time::OffsetDateTime;
use time::macros::format_description;

use super::dto::DoctorCheck;
use super::examination::{CONNECT_LIMIT, NAME_LIMIT, Telling};
use super::finding::Finding;
use super::patient::Patient;
use crate::explain::NextStepKind;

const NETWORK_PEOPLE: &str = "The people who run your network.";
const YOU_THEN_NETWORK: &str = "You, by checking network and VPN; otherwise the people who run your network.";
const NO_WAY: &str = "There is no connection to the server, so this could not be tried.";
/// A certificate that ends within this time is worth a word.
const SOON_DAYS: i64 = 14;

type Open = Box<dyn Road>;

/// Looks at the way; the error says why nothing behind it can be tried.
pub(super) async fn examine(patient: &Patient, telling: &Telling) -> Result<(), &'static str> {
    let way = probe::way_to(&patient.host, patient.network.proxy.as_deref());
    let end = match &way {
        Way::Proxy(proxy) => End { name: proxy.host().to_owned(), port: proxy.port(), is_proxy: true },
        _ => {
            let port = probe::port_of(&patient.host);
            End { name: patient.host.name().to_owned(), port, is_proxy: false }
        }
    };
    let Some(road) = reach(&end, telling).await else {
        telling.skip(DoctorCheck::Tls, "No connection was made, so there was no certificate to look at.");
        telling.begin(DoctorCheck::Proxy).end(proxy_finding(&way, false));
        return Err(NO_WAY);
    };
    let road = match &way {
        Way::Proxy(proxy) => match through(proxy, patient, road).await {
            Ok(road) => road,
            Err(finding) => {
                telling.skip(
                    DoctorCheck::Tls,
                    "The proxy opened no way to the workspace; see the line about the proxy.",
                );
                telling.begin(DoctorCheck::Proxy).end(finding);
                return Err("The proxy opened no way to the workspace, so this could not be tried.");
            }
        },
        _ => road,
    };
    let secure = tls(patient, road, telling).await;
    telling.begin(DoctorCheck::Proxy).end(proxy_finding(&way, true));
    if secure { Ok(()) } else { Err("There is no trusted connection, so nothing more was sent.") }
}

struct End {
    name: String,
    port: u16,
    is_proxy: bool,
}

async fn reach(end: &End, telling: &Telling) -> Option<Open> {
    let step = telling.begin(DoctorCheck::Name);
    let addresses = match probe::resolve(&end.name, end.port, NAME_LIMIT).await {
        Ok(addresses) => addresses,
        Err(trouble) => {
            step.end(name_finding(end, &trouble));
            telling.skip(DoctorCheck::Tcp, "Without an address there is nothing to connect to.");
            return None;
        }
    };
    let mut shown: Vec<String> = addresses.iter().map(|address| address.ip().to_string()).collect();
    shown.dedup();
    let more = if shown.len() > 3 { format!(" and {} more", shown.len() - 3) } else { String::new() };
    shown.truncate(3);
    let leads = format!("{} leads to {}{more}.", end.name, shown.join(", "));
    step.end(if end.is_proxy {
        Finding::ok(
            "The proxy's name has an address",
            format!("{leads} The proxy looks the workspace's name up itself."),
        )
    } else {
        Finding::ok("The name has an address", leads)
    });
    let step = telling.begin(DoctorCheck::Tcp);
    match probe::connect(&addresses, CONNECT_LIMIT).await {
        Ok((stream, address)) => {
            let who = if end.is_proxy { "The proxy" } else { "The server" };
            step.end(Finding::ok(
                format!("{who} takes connections"),
                format!("{address} answered on port {}.", end.port),
            ));
            Some(Box::new(stream))
        }
        Err(trouble) => {
            step.end(connect_finding(end, &trouble));
            None
        }
    }
}

fn name_finding(end: &End, trouble: &RoadTrouble) -> Finding {
    let whose = if end.is_proxy { "The proxy's name" } else { "The name" };
    let name = &end.name;
    match trouble {
        RoadTrouble::NoResolver => Finding::failed(
            "Nobody answers questions for names",
            format!("The address of {name} was asked for and no name server answered. This computer is probably offline."),
        )
        .who(YOU_THEN_NETWORK)
        .next(NextStepKind::TryAgain, "Try again"),
        RoadTrouble::TimedOut => Finding::failed(
            format!("{whose} was not found in time"),
            format!("No name server said within {} seconds where {name} is.", NAME_LIMIT.as_secs()),
        )
        .who(YOU_THEN_NETWORK)
        .next(NextStepKind::TryAgain, "Try again"),
        _ if end.is_proxy => Finding::failed(
            "The proxy's name leads nowhere",
            format!("No address is known for {name}. It is misspelt, or known only inside the company network."),
        )
        .who("You, in the settings or the system's proxy settings.")
        .next(NextStepKind::OpenSettings, "Open the settings"),
        _ => Finding::failed(
            "The name leads nowhere",
            format!(
                "No address is known for {name}. It is misspelt, or can be found only inside the company network (VPN, \
                 private link)."
            ),
        )
        .who("You, by comparing the address with the one in the browser; otherwise the people who run your network.")
        .next(NextStepKind::CheckAddress, "Check the address"),
    }
}

fn connect_finding(end: &End, trouble: &RoadTrouble) -> Finding {
    let End { name, port, is_proxy } = end;
    let whose = if *is_proxy { "The proxy" } else { "The server" };
    let (title, detail) = match trouble {
        RoadTrouble::Refused => (
            format!("{whose} refuses connections"),
            format!(
                "A computer answers for {name} and takes no connection on port {port}: a wrong port, or a firewall that says no."
            ),
        ),
        RoadTrouble::Reset => (
            format!("The connection to {name} was cut"),
            "It was cut while it was being made, usually by a firewall.".to_owned(),
        ),
        RoadTrouble::Unreachable => (
            format!("There is no way to {name}"),
            "This computer has no route to that address: it is offline, or the VPN is off.".to_owned(),
        ),
        RoadTrouble::TimedOut => (
            format!("{whose} does not answer"),
            format!(
                "Nothing came back from port {port} within {} seconds. A firewall that swallows connections looks like \
                 this, and so does a VPN that is off.",
                CONNECT_LIMIT.as_secs()
            ),
        ),
        other => (format!("{whose} cannot be reached"), format!("The system says: {}.", told(other))),
    };
    Finding::failed(title, detail).who(YOU_THEN_NETWORK).next(NextStepKind::TryAgain, "Try again")
}

fn told(trouble: &RoadTrouble) -> String {
    match trouble {
        RoadTrouble::Other(text) => text.trim_end_matches('.').to_owned(),
        other => format!("{other:?}").to_lowercase(),
    }
}

/// Through the proxy to the workspace, or what the proxy said instead.
async fn through(proxy: &Proxy, patient: &Patient, road: Open) -> Result<Open, Finding> {
    if !proxy.is_usable() {
        return Err(Finding::failed(
            "The proxy is of a kind that cannot be used",
            format!(
                "{} is {}. Gatewright goes through HTTP proxies only.",
                proxy.shown,
                named_by(proxy.source)
            ),
        )
        .who("You, by naming an HTTP proxy in the settings.")
        .next(NextStepKind::OpenSettings, "Open the settings"));
    }
    let mut road = road;
    if proxy.is_secure() {
        let (shaken, stream) = probe::handshake(road, proxy.host(), &patient.roots(), CONNECT_LIMIT).await;
        road = match (stream, shaken.outcome) {
            (Some(stream), Ok(_)) => Box::new(stream),
            (_, outcome) => {
                let why = outcome.err().unwrap_or(TlsTrouble::Cut);
                let finding = tls_trouble(&why, shaken.certificates.first(), proxy.host());
                return Err(Finding { title: format!("The proxy: {}", finding.title), ..finding });
            }
        };
    }
    // Asked for by its address even without encryption: that is what the client does for https.
    let port = probe::port_of(&patient.host);
    match probe::tunnel(&mut *road, proxy, patient.host.name(), port, CONNECT_LIMIT).await {
        Ok(()) => Ok(road),
        Err(trouble) => Err(tunnel_finding(proxy, &trouble, patient.host.name())),
    }
}

fn tunnel_finding(proxy: &Proxy, trouble: &TunnelTrouble, name: &str) -> Finding {
    let which = format!("{} is {}.", proxy.shown, named_by(proxy.source));
    let finding = match trouble {
        TunnelTrouble::Refused(407) => Finding::failed(
            "The proxy asks for a password",
            format!("{which} It answered 407: it lets through only who signs in to it."),
        )
        .who(
            "You, by giving user name and password in the environment variable HTTPS_PROXY; the people who run your \
             network know them.",
        ),
        TunnelTrouble::Refused(403) => Finding::failed(
            "The proxy does not let this address through",
            format!("{which} It answered 403 when it was asked for {name}."),
        )
        .who("The people who run your network, by allowing this address."),
        TunnelTrouble::Refused(status @ (502..=504)) => Finding::failed(
            "The proxy does not reach the workspace",
            format!("{which} It answered {status}: it could not reach {name} itself."),
        )
        .who("You, by checking the address; otherwise the people who run your network."),
        TunnelTrouble::Refused(status) => Finding::failed(
            "The proxy refuses",
            format!("{which} It answered {status} when it was asked for {name}."),
        )
        .who(NETWORK_PEOPLE),
        TunnelTrouble::TimedOut => Finding::failed(
            "The proxy does not answer",
            format!("{which} It took the connection and said nothing within {} seconds.", CONNECT_LIMIT.as_secs()),
        )
        .who(NETWORK_PEOPLE),
        _ => Finding::failed(
            "What answers is not a proxy",
            format!("{which} Something takes the connection there and does not speak like a proxy."),
        )
        .who("You, by correcting the proxy's address."),
    };
    match proxy.source {
        ProxySource::Setting => finding.next(NextStepKind::OpenSettings, "Open the settings"),
        _ => finding,
    }
}

fn named_by(source: ProxySource) -> String {
    match source {
        ProxySource::Setting => "the proxy of the settings".to_owned(),
        ProxySource::Environment(name) => format!("the proxy named by the environment variable {name}"),
        ProxySource::System => "the proxy of this computer's system settings".to_owned(),
    }
}

fn proxy_finding(way: &Way, reached: bool) -> Finding {
    match way {
        Way::Loopback => Finding::ok("No proxy is used", "The address is this computer itself."),
        Way::Direct => Finding::ok(
            "No proxy is used",
            "Neither the settings nor the environment nor the system names one for this address.",
        ),
        Way::Excluded { rule, proxy } => Finding::ok(
            "No proxy is used for this address",
            format!("{proxy} would be, and NO_PROXY takes this address out: {rule}."),
        ),
        Way::Proxy(proxy) if reached => {
            let more = match proxy.source {
                ProxySource::Setting => " With a proxy of the settings, NO_PROXY is not looked at.",
                _ => "",
            };
            Finding::ok("A proxy is used", format!("{} is {}.{more}", proxy.shown, named_by(proxy.source)))
        }
        Way::Proxy(proxy) => Finding::failed(
            "The proxy cannot be reached",
            format!("{} is {}, and nothing goes past it.", proxy.shown, named_by(proxy.source)),
        )
        .who("You, in the settings or the system's; otherwise the people who run your network.")
        .next(NextStepKind::OpenSettings, "Open the settings"),
    }
}

async fn tls(patient: &Patient, road: Open, telling: &Telling) -> bool {
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
        Err(trouble) => tls_trouble(trouble, shaken.certificates.first(), patient.host.name()),
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

fn tls_trouble(trouble: &TlsTrouble, own: Option<&Certificate>, host: &str) -> Finding {
    let shown = own.map(|own| format!(" {}", described(own))).unwrap_or_default();
    let server_people = "The people who run the server, or the company proxy in between.";
    match trouble {
        TlsTrouble::Expired => {
            let when = own.map(|own| format!(" on {}", day(own.valid_until))).unwrap_or_default();
            Finding::failed(
                "The certificate has expired",
                format!("Its time ended{when}. If that is wrong, the clock of this computer is.{shown}"),
            )
            .who(format!("You, if the clock of this computer is wrong. {server_people}"))
        }
        TlsTrouble::NotYetValid => Finding::failed(
            "The certificate is not valid yet",
            format!("Its time has not begun; usually the clock of this computer is behind.{shown}"),
        )
        .who("You, by setting the clock of this computer."),
        TlsTrouble::WrongHost => {
            let names = own.map(|own| own.names.join(", ")).filter(|names| !names.is_empty());
            let names = names.map(|names| format!(" It is good for: {names}.")).unwrap_or_default();
            Finding::failed("The certificate is for another address", format!("It does not name {host}.{names}{shown}"))
                .who("You, by checking the address; otherwise the people who run the server.")
                .next(NextStepKind::CheckAddress, "Check the address")
        }
        TlsTrouble::SelfSigned => Finding::failed(
            "The certificate vouches for itself",
            format!("Nobody else confirms that this is {host}.{shown}"),
        )
        .who("The people who run your network: if this is meant to be, they have a file with the certificate to trust.")
        .next(NextStepKind::OpenSettings, "Choose a certificate file"),
        TlsTrouble::UnknownIssuer => Finding::failed(
            "The certificate is not trusted",
            format!(
                "Nobody whom this computer trusts vouches for it. Often a company proxy opens encrypted connections and its \
                 authority is not installed here.{shown}"
            ),
        )
        .who("The people who run your network: they have the file with the company's authority, for the settings.")
        .next(NextStepKind::OpenSettings, "Choose a certificate file"),
        TlsTrouble::Revoked => {
            Finding::failed("The certificate was withdrawn", format!("Its authority revoked it.{shown}")).who(server_people)
        }
        TlsTrouble::BadCertificate(why) => {
            Finding::failed("The certificate is not good", format!("The check says: {why}.{shown}")).who(server_people)
        }
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
            format!("The server took the connection and said nothing within {} seconds.", CONNECT_LIMIT.as_secs()),
        )
        .who(NETWORK_PEOPLE)
        .next(NextStepKind::TryAgain, "Try again"),
        TlsTrouble::Here(why) => Finding::failed(
            "The certificates of this computer cannot be used",
            format!("They could not be read: {why}."),
        )
        .who("You, or who looks after this computer."),
        other => Finding::failed("The connection could not be secured", format!("The library says: {}.", words(other)))
            .who(NETWORK_PEOPLE),
    }
}

fn words(trouble: &TlsTrouble) -> String {
    match trouble {
        TlsTrouble::Other(text) => text.trim_end_matches('.').to_owned(),
        other => format!("{other:?}"),
    }
}
