//! The way to the server: name, connection, proxy; the certificate's words are in `certificate`. With a proxy the name and the connection are the proxy's,
//! and the certificate is looked at through it.

use gatewright_databricks::probe::{
    self, Proxy, ProxySource, Road, RoadTrouble, TlsTrouble, TunnelTrouble, Way,
};

use super::certificate;
use super::dto::DoctorCheck;
use super::examination::{CONNECT_LIMIT, NAME_LIMIT, Telling};
use super::finding::Finding;
use super::patient::Patient;
use crate::explain::NextStepKind;

const NETWORK_PEOPLE: &str = "The people who run your network.";
const YOU_THEN_NETWORK: &str = "You, by checking network and VPN; otherwise the people who run your network.";
const NO_WAY: &str = "There is no connection to the server, so this could not be tried.";

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
    let secure = certificate::examine(patient, road, telling).await;
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
                let finding = certificate::trouble(&why, shaken.certificates.first(), proxy.host());
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
