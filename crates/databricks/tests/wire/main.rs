//! The client against bare sockets that misbehave on purpose: what is sent again and what never is, broken and foreign answers,
//! streams, cancelling. No simulated workspace here; contract tests use that.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at what it did not expect"
)]

mod answers;
mod changes;
mod pace;
mod resend;
mod server;
mod streams;
