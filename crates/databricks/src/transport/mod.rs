//! auth → send → classify → retry → decode. `client` holds the loop, `retry` the rule and the budget, `network` the way to a server, `clock` time and chance,
//! `call` what a request is, `answer` what came back. The services above build [`Call`]s and know nothing of HTTP.

mod answer;
mod call;
mod client;
mod clock;
mod connecting;
mod network;
mod retry;

pub use answer::Meta;
pub(crate) use answer::{Body, Broken, Opened};
pub(crate) use call::{Call, Patience, segment};
pub(crate) use client::{Core, Settings};
pub use clock::{Clock, Random, SystemClock, SystemRandom};
pub use network::Network;
pub(crate) use network::{Question, Told};
pub use retry::{RetryPolicy, Timeouts, Wait, WaitListener, WaitReason};
