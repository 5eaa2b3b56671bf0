//! The client against bare sockets that misbehave on purpose: what is sent again and what never is, broken and foreign answers,
//! streams, cancelling. No simulated workspace here; contract tests use that.

mod answers;
mod changes;
mod pace;
mod resend;
mod server;
mod streams;
