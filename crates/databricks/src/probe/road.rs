//! From a name to an open connection: resolving, connecting, and asking a proxy for a tunnel. Each step has a time limit.

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

use super::proxy::Proxy;
use crate::host::Host;

/// Longest answer to a CONNECT that is read.
const ANSWER_LIMIT: usize = 16 * 1024;

/// An open connection, whatever carries it.
pub trait Road: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Road for T {}

/// Why no connection came about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RoadTrouble {
    /// The name has no address.
    NoSuchName,
    /// Nobody answered the question for the name.
    NoResolver,
    /// The computer is there and takes no connection on this port.
    Refused,
    /// The connection was cut while it was made.
    Reset,
    /// There is no way to the address.
    Unreachable,
    /// Nothing came back in time.
    TimedOut,
    /// Something else, in the system's words.
    Other(String),
}

/// Why a proxy opened no tunnel.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TunnelTrouble {
    /// It answered with this status.
    Refused(u16),
    /// What answered does not speak like a proxy.
    NotAProxy,
    /// It closed the connection.
    Closed,
    /// It did not answer in time.
    TimedOut,
}

/// The port of a workspace's address.
pub fn port_of(host: &Host) -> u16 {
    host.url("/").port_or_known_default().unwrap_or(443)
}

/// The addresses of a name.
///
/// # Errors
/// [`RoadTrouble::NoSuchName`], [`RoadTrouble::NoResolver`], [`RoadTrouble::TimedOut`].
pub async fn resolve(name: &str, port: u16, limit: Duration) -> Result<Vec<SocketAddr>, RoadTrouble> {
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    if let Ok(address) = bare.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    match timeout(limit, lookup_host((bare, port))).await {
        Err(_) => Err(RoadTrouble::TimedOut),
        Ok(Ok(found)) => {
            let mut addresses: Vec<SocketAddr> = found.collect();
            addresses.dedup();
            if addresses.is_empty() { Err(RoadTrouble::NoSuchName) } else { Ok(addresses) }
        }
        Ok(Err(error)) => {
            // The resolver's codes are lost on the way here; its words are all there is.
            let text = error.to_string().to_ascii_lowercase();
            let nobody = ["temporary failure", "try again", "11002"].iter().any(|words| text.contains(words));
            Err(if nobody { RoadTrouble::NoResolver } else { RoadTrouble::NoSuchName })
        }
    }
}

/// A connection to the first address that takes one, within `limit` for all of them together.
///
/// # Errors
/// The trouble with the address tried last.
pub async fn connect(
    addresses: &[SocketAddr],
    limit: Duration,
) -> Result<(TcpStream, SocketAddr), RoadTrouble> {
    let share = limit / u32::try_from(addresses.len().clamp(1, 4)).unwrap_or(1);
    let mut trouble = RoadTrouble::NoSuchName;
    for address in addresses.iter().take(4) {
        trouble = match timeout(share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok((stream, *address)),
            Ok(Err(error)) => trouble_of(&error),
            Err(_) => RoadTrouble::TimedOut,
        };
    }
    Err(trouble)
}

fn trouble_of(error: &std::io::Error) -> RoadTrouble {
    match error.kind() {
        ErrorKind::ConnectionRefused => RoadTrouble::Refused,
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => RoadTrouble::Reset,
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::AddrNotAvailable => {
            RoadTrouble::Unreachable
        }
        ErrorKind::TimedOut => RoadTrouble::TimedOut,
        _ => RoadTrouble::Other(error.to_string()),
    }
}

/// Asks a proxy that was connected to for a tunnel to `host:port`.
///
/// # Errors
/// Why there is none.
pub async fn tunnel(
    road: &mut (dyn Road + '_),
    proxy: &Proxy,
    host: &str,
    port: u16,
    limit: Duration,
) -> Result<(), TunnelTrouble> {
    match timeout(limit, ask_for_tunnel(road, proxy, host, port)).await {
        Ok(outcome) => outcome,
        Err(_) => Err(TunnelTrouble::TimedOut),
    }
}

async fn ask_for_tunnel(
    road: &mut (dyn Road + '_),
    proxy: &Proxy,
    host: &str,
    port: u16,
) -> Result<(), TunnelTrouble> {
    let mut question = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n").into_bytes();
    if let Some(value) = &proxy.authorization {
        question.extend_from_slice(b"Proxy-Authorization: ");
        question.extend_from_slice(value.as_bytes());
        question.extend_from_slice(b"\r\n");
    }
    question.extend_from_slice(b"\r\n");
    road.write_all(&question).await.map_err(|_| TunnelTrouble::Closed)?;
    let mut answer = Vec::new();
    // Byte by byte: what follows the answer belongs to the tunnel.
    while !answer.ends_with(b"\r\n\r\n") {
        if answer.len() >= ANSWER_LIMIT {
            return Err(TunnelTrouble::NotAProxy);
        }
        match road.read_u8().await {
            Ok(byte) => answer.push(byte),
            Err(_) if answer.is_empty() => return Err(TunnelTrouble::Closed),
            Err(_) => break,
        }
    }
    let text = String::from_utf8_lossy(&answer);
    let mut words = text.split_ascii_whitespace();
    let speaks_http = words.next().is_some_and(|word| word.starts_with("HTTP/1."));
    match words.next().and_then(|status| status.parse::<u16>().ok()).filter(|_| speaks_http) {
        Some(200..=299) => Ok(()),
        Some(status) => Err(TunnelTrouble::Refused(status)),
        None => Err(TunnelTrouble::NotAProxy),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(5);

    #[tokio::test]
    async fn addresses_need_no_name_server_and_names_that_lead_nowhere_say_so() {
        assert_eq!(resolve("127.0.0.1", 9, LIMIT).await.unwrap(), ["127.0.0.1:9".parse().unwrap()]);
        assert_eq!(resolve("[::1]", 9, LIMIT).await.unwrap(), ["[::1]:9".parse().unwrap()]);
        let trouble = resolve("no-such-host.invalid", 9, LIMIT).await.unwrap_err();
        // Which of them depends on whether this computer has a name server.
        assert!(
            matches!(trouble, RoadTrouble::NoSuchName | RoadTrouble::NoResolver | RoadTrouble::TimedOut),
            "{trouble:?}"
        );
    }

    #[tokio::test]
    async fn the_next_address_is_tried_when_the_first_refuses() {
        let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let somebody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let there = somebody.local_addr().unwrap();
        assert_eq!(connect(&[nobody], LIMIT).await.unwrap_err(), RoadTrouble::Refused);
        assert_eq!(connect(&[nobody, there], LIMIT).await.unwrap().1, there);
    }
}
