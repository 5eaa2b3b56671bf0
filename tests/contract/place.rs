//! Where a behaviour is tried: a client, and the sandbox behind it when there is one. Names what is made there, and sweeps it up.

use std::sync::Arc;
use std::time::Duration;

use gatewright_databricks::secrets::SecretValue;
use gatewright_databricks::serving::{CreateEndpoint, Endpoint, Snapshot, WaitOptions, WaitOutcome};
use gatewright_databricks::{AccessToken, Host, Random, Timeouts, Token, Workspace};
use gatewright_sandbox::{Options, Running, Sandbox};

/// Everything made at a place has a name that begins with this.
const MARK: &str = "gatewright-contract";

/// A workspace to try behaviours in.
pub(crate) struct Place {
    pub(crate) workspace: Workspace,
    sandbox: Option<Running>,
    /// `gatewright-contract-<run>-`.
    prefix: String,
}

/// No jitter: waits have the length the rules give them.
#[derive(Debug)]
struct Never;

impl Random for Never {
    fn fraction(&self) -> f64 {
        0.0
    }
}

/// A client that knows no chance.
pub(crate) fn client(host: &str, token: &str, timeouts: Timeouts) -> Workspace {
    let host = Host::parse(host).expect("the address of a workspace");
    Workspace::builder(host)
        .auth(Arc::new(AccessToken::new(Token::new(token))))
        .user_agent("gatewright-contract/1")
        .random(Arc::new(Never))
        .timeouts(timeouts)
        .build()
        .expect("a client")
}

/// A sandbox with the demo world.
pub(crate) async fn demo(speed: f64) -> Running {
    Sandbox::start(Options { speed, ..Options::default() }).await.expect("a sandbox on a free port")
}

impl Place {
    /// A sandbox of its own, twenty times as fast as life.
    pub(crate) async fn sandbox() -> Self {
        Self::at_speed(20.0).await
    }

    /// A sandbox of its own at another speed.
    pub(crate) async fn at_speed(speed: f64) -> Self {
        let sandbox = demo(speed).await;
        let workspace = client(&sandbox.host(), sandbox.token(), Timeouts::default());
        Self { workspace, sandbox: Some(sandbox), prefix: prefix() }
    }

    /// The real workspace that the environment names.
    pub(crate) fn real() -> Option<Self> {
        let host = std::env::var("GATEWRIGHT_CONTRACT_HOST").ok().filter(|host| !host.is_empty())?;
        let token = std::env::var("GATEWRIGHT_CONTRACT_TOKEN").ok().filter(|token| !token.is_empty())?;
        let workspace = client(&host, &token, Timeouts::default());
        Some(Self { workspace, sandbox: None, prefix: prefix() })
    }

    pub(crate) fn is_sandbox(&self) -> bool {
        self.sandbox.is_some()
    }

    /// The sandbox, for behaviours that need faults or the journal.
    pub(crate) fn running(&self) -> &Running {
        self.sandbox.as_ref().expect("this behaviour runs in the sandbox only")
    }

    /// A name that is nobody else's.
    pub(crate) fn name(&self, what: &str) -> String {
        format!("{}{what}", self.prefix)
    }

    /// How long to wait for a change.
    pub(crate) fn patience(&self) -> WaitOptions {
        if !self.is_sandbox() {
            return WaitOptions::default();
        }
        WaitOptions {
            longest: Duration::from_secs(20),
            step: Duration::from_millis(15),
            longest_pause: Duration::from_millis(60),
            ..WaitOptions::default()
        }
    }

    /// Makes a scope with keys that a provider would take.
    pub(crate) async fn scope(&self, what: &str, keys: &[&str]) -> String {
        let scope = self.name(what);
        let secrets = self.workspace.secrets();
        secrets.create_scope(&scope, false).await.expect("a new scope");
        for key in keys {
            secrets.put(&scope, key, &SecretValue::new(format!("sk-{key}"))).await.expect("a new secret");
        }
        scope
    }

    /// Creates an endpoint and waits until it is ready.
    pub(crate) async fn create(&self, body: &CreateEndpoint) -> Snapshot<Endpoint> {
        self.workspace.serving().create(body).await.expect("a new endpoint");
        self.settled(&body.name).await
    }

    /// Waits until an endpoint has taken its last change over.
    pub(crate) async fn settled(&self, name: &str) -> Snapshot<Endpoint> {
        let outcome = self.workspace.serving().wait_until_settled(name, self.patience(), |_| {}).await;
        match outcome {
            Ok(WaitOutcome::Ready(endpoint)) => *endpoint,
            other => panic!("{name} did not become ready: {other:?}"),
        }
    }

    /// Deletes everything this run has made.
    pub(crate) async fn sweep(&self) {
        let serving = self.workspace.serving();
        for endpoint in serving.list().await.expect("the endpoints to sweep up") {
            if endpoint.name.starts_with(&self.prefix) {
                serving.delete(&endpoint.name).await.expect("a swept endpoint");
            }
        }
        let secrets = self.workspace.secrets();
        for scope in secrets.scopes().await.expect("the scopes to sweep up") {
            if scope.name.starts_with(&self.prefix) {
                secrets.delete_scope(&scope.name).await.expect("a swept scope");
            }
        }
    }
}

fn prefix() -> String {
    let run: String = uuid::Uuid::new_v4().simple().to_string().chars().take(8).collect();
    format!("{MARK}-{run}-")
}
