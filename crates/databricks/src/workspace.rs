//! The entry point: one workspace at one address under one identity. Cheap to clone; clones share connections, the retry budget
//! and the learned workspace id.

use std::sync::Arc;

use crate::auth::Authenticate;
use crate::catalog::Catalogs;
use crate::error::{Error, ErrorKind, Result};
use crate::host::Host;
use crate::identity::Identity;
use crate::queries::Queries;
use crate::secrets::Secrets;
use crate::serving::Serving;
use crate::transport::{Clock, Core, Network, Random, RetryPolicy, Settings, Timeouts};

/// A workspace.
#[derive(Debug, Clone)]
pub struct Workspace {
    core: Arc<Core>,
}

/// Settings of a [`Workspace`]; only [`WorkspaceBuilder::auth`] is required.
#[derive(Debug)]
pub struct WorkspaceBuilder {
    settings: Settings,
    auth: Option<Arc<dyn Authenticate>>,
}

impl Workspace {
    /// Starts the settings of a workspace.
    pub fn builder(host: Host) -> WorkspaceBuilder {
        WorkspaceBuilder { settings: Settings::of(host), auth: None }
    }

    /// Serving endpoints: list, create, change, permissions, delete.
    pub fn serving(&self) -> Serving {
        Serving::new(self.core.clone())
    }

    /// Chat, completions and embeddings against endpoints.
    pub fn queries(&self) -> Queries {
        Queries::new(self.core.clone())
    }

    /// Secret scopes.
    pub fn secrets(&self) -> Secrets {
        Secrets::new(self.core.clone())
    }

    /// Catalogs and schemas of Unity Catalog.
    pub fn catalogs(&self) -> Catalogs {
        Catalogs::new(self.core.clone())
    }

    /// Who the caller is.
    pub fn identity(&self) -> Identity {
        Identity::new(self.core.clone())
    }

    pub(crate) fn core(&self) -> Arc<Core> {
        self.core.clone()
    }

    /// The address.
    pub fn host(&self) -> &Host {
        self.core.host()
    }

    /// The workspace id: from the settings or the pasted address, or learned from any answer since.
    pub fn workspace_id(&self) -> Option<String> {
        self.core.workspace_id()
    }
}

impl WorkspaceBuilder {
    /// How requests are signed.
    #[must_use]
    pub fn auth(mut self, auth: Arc<dyn Authenticate>) -> Self {
        self.auth = Some(auth);
        self
    }

    /// The way to the server as a whole, in place of the settings below.
    #[must_use]
    pub fn network(mut self, network: Network) -> Self {
        self.settings.network = network;
        self
    }

    /// The `User-Agent`, in the form `product/1.2.3 rust/… os/…` (reference §7.8).
    #[must_use]
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.settings.network.user_agent = user_agent.into();
        self
    }

    /// Replaces time, for tests.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.settings.network.clock = clock;
        self
    }

    /// Replaces chance, for tests.
    #[must_use]
    pub fn random(mut self, random: Arc<dyn Random>) -> Self {
        self.settings.network.random = random;
        self
    }

    /// Time limits of the network.
    #[must_use]
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.settings.network.timeouts = timeouts;
        self
    }

    /// What is tried again by itself; calls can override it where they take options.
    #[must_use]
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.settings.retry = retry;
        self
    }

    /// A proxy to use instead of the system's, as `http://host:port`. Loopback hosts never use one.
    #[must_use]
    pub fn proxy(mut self, address: impl Into<String>) -> Self {
        self.settings.network.proxy = Some(address.into());
        self
    }

    /// Trusts a certificate authority (PEM, one or more certificates) beside those of the operating system.
    #[must_use]
    pub fn extra_root(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.settings.network.roots.push(pem.into());
        self
    }

    /// The workspace id, sent as `X-Databricks-Workspace-Id` with every request (needed on unified hosts).
    #[must_use]
    pub fn workspace_id(mut self, id: impl Into<String>) -> Self {
        self.settings.workspace_id = Some(id.into());
        self
    }

    /// Builds the client. Nothing is sent yet.
    ///
    /// # Errors
    /// [`ErrorKind::Local`] when no way of signing in was given, or the proxy, a certificate or the user agent is unusable.
    pub fn build(self) -> Result<Workspace> {
        let Some(auth) = self.auth else {
            return Err(Error::new(ErrorKind::Local, "No way of signing in was given for this workspace."));
        };
        Ok(Workspace { core: Arc::new(Core::new(self.settings, auth)?) })
    }
}
