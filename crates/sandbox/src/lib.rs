//! A simulated Databricks workspace: the app's default workspace, the test bed of the client, and a program of its own.
//!
//! Written from the API reference in plain JSON with its own rules; it shares no type with the client, so that a wrong
//! field name there cannot cancel itself out here. It never talks to the network: it listens on 127.0.0.1 only, and
//! every provider, answer and failure is simulated. The app calls [`Sandbox::start`]; the binary wraps the same call.

mod answers;
mod base64;
mod clock;
mod demo;
mod embed;
mod faults;
mod gate;
mod identity;
mod journal;
mod oauth;
mod permissions;
mod platform;
mod providers;
mod query;
mod reply;
mod routes;
mod running;
mod secrets;
mod server;
mod serving;
mod state_file;
mod stream;
mod validate;
mod world;

use std::path::PathBuf;

pub use crate::faults::Fault;
pub use crate::journal::JournalEntry;
pub use crate::oauth::ServicePrincipal;
pub use crate::running::Running;

/// What the workspace holds when it starts, and after [`Running::reset`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorldKind {
    /// Eleven endpoints in every state, five secret scopes, a signed-in person: something to look at.
    Demo,
    /// The same person, nothing else.
    Empty,
}

/// Who is signed in by the plain token, and who is offered first on the sign-in page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Identity {
    /// Creates endpoints and scopes and manages those of the own team; no workspace admin.
    #[default]
    Owner,
    /// Sees and calls what everybody may, and is refused the rest.
    Limited,
    /// Manages everything.
    Admin,
}

/// What a browser meets that comes to sign in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignInPage {
    /// A page with a button to sign in and one to refuse.
    #[default]
    Shown,
    /// Nothing: it is sent back signed in, as by a workspace where it already is.
    Passed,
    /// Nothing: it is sent back refused.
    Refused,
}

/// How to start a sandbox. `Options::default()` is the demo world on a free port with a fresh token.
#[derive(Clone)]
pub struct Options {
    /// Port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// What is inside at first.
    pub world: WorldKind,
    /// The bearer token callers must show; a random one of 256 bits when `None`.
    pub token: Option<String>,
    /// Decides the traffic draws, the answers and the pace.
    pub seed: u64,
    /// Where the world is kept between starts; nowhere when `None`.
    pub state_file: Option<PathBuf>,
    /// 1.0 is real time; 10.0 makes every simulated wait ten times shorter.
    pub speed: f64,
    /// Accept `<token>-<suffix>` too, each suffix with an isolated world of its own (kept in memory only).
    pub one_world_per_token: bool,
    /// Adds this many generated ready endpoints to every world, for measuring with long lists.
    pub many: usize,
    /// Who is signed in.
    pub identity: Identity,
    /// How long an OAuth access token is good, in real seconds.
    pub token_lifetime: u32,
    /// What browsers meet at the sign-in.
    pub sign_in_page: SignInPage,
    /// A workspace without the Premium plan: every new scope must be given to all users.
    pub standard_plan: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            port: 0,
            world: WorldKind::Demo,
            token: None,
            seed: 7,
            state_file: None,
            speed: 1.0,
            one_world_per_token: false,
            many: 0,
            identity: Identity::Owner,
            token_lifetime: 3_600,
            sign_in_page: SignInPage::Shown,
            standard_plan: false,
        }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("port", &self.port)
            .field("world", &self.world)
            .field("token", &self.token.as_ref().map(|_| "<redacted>"))
            .field("seed", &self.seed)
            .field("state_file", &self.state_file)
            .field("speed", &self.speed)
            .field("one_world_per_token", &self.one_world_per_token)
            .field("many", &self.many)
            .field("identity", &self.identity)
            .field("token_lifetime", &self.token_lifetime)
            .field("sign_in_page", &self.sign_in_page)
            .field("standard_plan", &self.standard_plan)
            .finish()
    }
}

/// Why a sandbox could not start.
#[derive(Debug)]
pub enum StartError {
    /// The port is taken or not allowed.
    Listen { port: u16, source: std::io::Error },
    /// The state file can neither be read nor set aside.
    StateFile { path: PathBuf, source: std::io::Error },
}

impl std::fmt::Display for StartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StartError::Listen { port, source } => write!(
                f,
                "The sandbox could not listen on 127.0.0.1:{port} ({source}). Choose another port, or 0 for a free one."
            ),
            StartError::StateFile { path, source } => write!(
                f,
                "The sandbox could not read its file {} ({source}). Check that the folder is yours, or name another file.",
                path.display()
            ),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            StartError::Listen { source, .. } | StartError::StateFile { source, .. } => Some(source),
        }
    }
}

/// The simulated workspace. Nothing but a name to start one by.
pub struct Sandbox;

impl Sandbox {
    /// Starts listening and returns once requests are answered. Needs a tokio runtime, which it keeps using.
    pub async fn start(options: Options) -> Result<Running, StartError> {
        running::start(options).await
    }
}
