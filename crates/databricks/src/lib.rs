//! A typed asynchronous client of the Databricks workspace API, for everything around **external model serving endpoints**:
//! creating and changing them, their AI Gateway, permissions and tags, querying them (plain and as a stream), the secret scopes
//! they read their keys from, and who the caller is.
//!
//! ```no_run
//! use std::sync::Arc;
//! use gatewright_databricks::{AccessToken, Host, Token, Workspace};
//! use gatewright_databricks::queries::{ChatRequest, Message, Target};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let host = Host::parse("https://acme.cloud.databricks.com/?o=1234")?;
//! let workspace = Workspace::builder(host).auth(Arc::new(AccessToken::new(Token::new("dapi…")))).build()?;
//! for endpoint in workspace.serving().list().await? {
//!     println!("{} is {:?}", endpoint.name, endpoint.state.phase());
//! }
//! let request = ChatRequest::new(vec![Message::user("Hello")]);
//! let answer = workspace.queries().chat(&Target::endpoint("my-chat"), &request).await?;
//! println!("{}", answer.value.text());
//! # Ok(())
//! # }
//! ```
//!
//! # What to rely on
//!
//! * **Nothing is sent twice behind your back.** A request is repeated by itself only when no byte of it was written, when the
//!   server answered 429 or 503 with a `Retry-After` of at most 60 s, or when it only reads. See [`RetryPolicy`] and
//!   [`error::Failure::is_ambiguous`].
//! * **What this crate does not know survives.** Unknown fields and enum values are kept when reading and written back; see
//!   [`serving::ConfigEdit`].
//! * **No credential is ever printed**: not by `Debug`, not in an error, not in a log line.
//! * **Signing in is short-lived where it can be.** [`auth`] signs in through the browser or as a service principal and renews
//!   tokens by itself; [`AuthError::needs_sign_in`] says when a person is needed.
//! * **Certificates are always verified and no redirect is followed.** There is no switch against that; [`Network::extra_root`]
//!   adds a company's certificate authority.
//! * **Dropping a future or a stream closes its connection at once.**
//!
//! The facts of the API come from the official SDKs (Python 0.162, Go 0.175), the CLI 1.13 and the public documentation of 2026.

#![warn(missing_docs)]

pub mod auth;
pub mod catalog;
pub mod cli;
pub mod error;
mod host;
pub mod identity;
pub mod metadata;
pub mod probe;
pub mod profiles;
pub mod queries;
pub mod secrets;
pub mod serving;
pub mod sse;
mod transport;
mod wire;
mod workspace;

pub use auth::{AccessToken, AuthError, Authenticate, Token};
pub use error::{Error, ErrorKind, Failure, Result, Sent};
pub use host::{Change, Cloud, Host, HostError};
pub use transport::{
    Clock, Meta, Network, Random, RetryPolicy, SystemClock, SystemRandom, Timeouts, Wait, WaitListener,
    WaitReason,
};
pub use wire::Extra;
pub use workspace::{Workspace, WorkspaceBuilder};
