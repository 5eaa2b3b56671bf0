//! Looks at the way to a workspace, one step at a time, where the client itself would only report that a call failed: which
//! address the name has, which proxy applies and why, whether the server takes a connection, which certificate it shows and
//! who vouches for it, and what kind of server answers. Nothing here decides what a person reads; the app's doctor does.
//!
//! A certificate that is not trusted is described and refused: there is no way to go on without trust.

mod certificate;
mod page;
mod proxy;
mod reach;
mod road;
mod tls;

pub use certificate::{Certificate, certificates_in};
pub use page::{Seen, look};
pub use proxy::{Proxy, ProxySource, Way, proxy_address, proxy_in_general, way_to};
pub use reach::Reach;
pub use road::{Road, RoadTrouble, TunnelTrouble, connect, port_of, resolve, tunnel};
pub use tls::{Handshake, TlsTrouble, Trust, handshake};
