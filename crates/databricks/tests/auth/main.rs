//! Signing in against small servers on this machine: what a browser may bring back, what a token endpoint may say, when and how
//! often tokens are renewed, whom we trust, and that no secret comes out anywhere.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at what it did not expect"
)]

mod astray;
mod azure;
mod callback;
mod clock;
mod discovery;
mod exchange;
mod failures;
mod leaks;
mod renewing;
mod server;
mod tls;
