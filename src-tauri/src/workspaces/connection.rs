//! The connection to the workspace in use: its client, who we are in it, and the list of endpoints as last read. Made on
//! first use, dropped when another workspace is chosen. The sign-ins outlive it, one a workspace, so that two renewals
//! of one never cross.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use gatewright_databricks as databricks;
use gatewright_databricks::{AccessToken, Host, Network, Token};
use gatewright_vault::VaultError;
use tokio::sync::{Mutex as AsyncMutex, MutexGuard as AsyncMutexGuard, OnceCell};

use super::dto::{Credential, Environment, Identity, Workspace, WorkspaceColor, WorkspaceKind};
use super::rows::{self, Kept};
use super::sign_in::keeper::{InMemory, Place};
use super::sign_in::session::Session;
use super::{SANDBOX, commands};
use crate::app::App;
use crate::app::network;
use crate::clock;
use crate::endpoints::known::KnownEndpoints;
use crate::explain::{self, Context, Operation};
use crate::ipc::failure::Failure;
use crate::playground::asks::Asks;

/// A workspace we are signed in to.
pub(crate) struct Connection {
    pub(crate) workspace: Workspace,
    pub(crate) client: databricks::Workspace,
    pub(crate) known: Arc<KnownEndpoints>,
    identity: OnceCell<Identity>,
}

impl Connection {
    /// Who the workspace takes us for; asked once.
    pub(crate) async fn identity(&self) -> Result<&Identity, Failure> {
        self.identity
            .get_or_try_init(|| async {
                let me = self.client.identity().me().await.map_err(self.failed(Operation::Connect))?;
                Ok(commands::identity_of(&me.user))
            })
            .await
    }

    /// Our user name, when it is known without asking.
    pub(crate) fn user(&self) -> Option<&str> {
        self.identity.get().map(|identity| identity.user.as_str()).or(self.workspace.user.as_deref())
    }

    /// Turns an error of the client into what the UI gets.
    pub(crate) fn failed(&self, operation: Operation) -> impl FnOnce(databricks::Error) -> Failure + '_ {
        move |error| explain::explain(&error, &self.context(operation)).into()
    }

    /// What the explainer has to know of this connection.
    pub(crate) fn context(&self, operation: Operation) -> Context {
        Context {
            operation,
            workspace: self.workspace.name.clone(),
            user: self.user().map(str::to_owned),
            seconds: None,
        }
    }
}

/// The connection in use, the sign-ins made so far, and those under way.
#[derive(Default)]
pub(crate) struct Connections {
    current: AsyncMutex<Option<Arc<Connection>>>,
    sessions: Mutex<HashMap<String, Arc<Session>>>,
    /// Held while a sign-in is taken from where it is kept, put there or removed: two of one workspace would each exchange
    /// the refresh token that is worth something once.
    sign_ins: AsyncMutex<()>,
    /// The credentials that the keychain did not take.
    pub(crate) in_memory: InMemory,
    /// Sign-ins under way, so that they can be stopped.
    pub(crate) attempts: Asks,
}

impl Connections {
    /// Uses another connection from now on; `None` makes the next command open one.
    pub(crate) async fn replace(&self, connection: Option<Arc<Connection>>) {
        *self.current.lock().await = connection;
    }

    /// Whether the sign-in of a workspace is in memory only.
    pub(crate) fn is_session_only(&self, id: &str) -> bool {
        self.in_memory.has(id)
    }

    /// A new name or colour of the workspace in use. The list of endpoints stays known.
    pub(crate) async fn look_changed(&self, workspace: &Workspace) {
        let mut current = self.current.lock().await;
        if let Some(connection) =
            current.as_ref().filter(|connection| connection.workspace.id == workspace.id)
        {
            *current = Some(Arc::new(Connection {
                workspace: workspace.clone(),
                client: connection.client.clone(),
                known: Arc::clone(&connection.known),
                identity: connection.identity.clone(),
            }));
        }
    }

    /// Until this is dropped nobody else takes, keeps or removes a sign-in.
    pub(crate) async fn sign_ins_to_myself(&self) -> AsyncMutexGuard<'_, ()> {
        self.sign_ins.lock().await
    }

    /// The sign-in of a workspace, when one was made since the start.
    pub(crate) fn session(&self, id: &str) -> Option<Arc<Session>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    /// Uses a sign-in for all that is asked of a workspace from now on.
    pub(crate) fn begin_session(&self, id: &str, session: Session) -> Arc<Session> {
        let session = Arc::new(session);
        self.sessions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(id.to_owned(), Arc::clone(&session));
        session
    }

    /// Ends a sign-in: it writes nothing any more once this returns.
    pub(crate) async fn forget_session(&self, id: &str) {
        let session = self.take_session(id);
        if let Some(keeper) = session.as_ref().and_then(|session| session.keeper()) {
            keeper.stop().await;
        }
    }

    fn take_session(&self, id: &str) -> Option<Arc<Session>> {
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).remove(id)
    }
}

impl App {
    /// The connection to the workspace in use.
    pub(crate) async fn connection(&self) -> Result<Arc<Connection>, Failure> {
        let mut current = self.connections.current.lock().await;
        if let Some(connection) = current.as_ref() {
            return Ok(Arc::clone(connection));
        }
        let id = rows::current(&self.store).await?;
        let kept = if id == SANDBOX { None } else { rows::one(&self.store, &id).await? };
        let connection = Arc::new(self.connect(kept).await?);
        *current = Some(Arc::clone(&connection));
        Ok(connection)
    }

    /// A connection to a workspace that need not be the one in use, to look something up in it.
    pub(crate) async fn connection_to(&self, id: &str) -> Result<Arc<Connection>, Failure> {
        let in_use = self.connections.current.lock().await.clone();
        if let Some(connection) = in_use.filter(|connection| connection.workspace.id == id) {
            return Ok(connection);
        }
        let kept = if id == SANDBOX {
            None
        } else {
            Some(rows::one(&self.store, id).await?.ok_or_else(commands::no_such_workspace)?)
        };
        Ok(Arc::new(self.connect(kept).await?))
    }

    /// Opens a connection: to a kept workspace, or to the sandbox.
    async fn connect(&self, kept: Option<Kept>) -> Result<Connection, Failure> {
        let Some(kept) = kept else { return self.connect_sandbox().await };
        let network = self.network().await?.way();
        let session = self.session_of(&kept, &network).await?;
        open(self.describe(&kept, Credential::Kept), kept.address()?, &session, &network)
    }

    async fn connect_sandbox(&self) -> Result<Connection, Failure> {
        let running = self.sandbox.running().await?;
        let host = Host::parse(&running.host())
            .map_err(|error| Failure::unexpected(&format!("the sandbox's address: {error}")))?;
        let session = Session::of(Arc::new(AccessToken::new(Token::new(running.token()))));
        open(sandbox_workspace(), host, &session, &network::Network::default().way())
    }

    /// The sign-in of a workspace: the one that is in use already, or one from what is kept.
    pub(crate) async fn session_of(&self, kept: &Kept, network: &Network) -> Result<Arc<Session>, Failure> {
        if let Some(session) = self.connections.session(&kept.id) {
            return Ok(session);
        }
        let _alone = self.connections.sign_ins_to_myself().await;
        if let Some(session) = self.connections.session(&kept.id) {
            return Ok(session);
        }
        // It may have been removed, or be another one, since the caller looked.
        let kept = &rows::one(&self.store, &kept.id).await?.ok_or_else(commands::no_such_workspace)?;
        let session = Session::from_what_is_kept(self, kept, network).await?;
        Ok(self.connections.begin_session(&kept.id, session))
    }

    /// Where the credential of a workspace is kept.
    pub(crate) fn place_of(&self, kept: &Kept) -> Place {
        Place::of(&self.vault, &self.connections.in_memory, &self.keychain, kept)
    }

    /// Forgets what the keychain and the memory hold of a workspace that needs neither any more. A keychain that does not
    /// answer is no reason to refuse the new sign-in: what stays in it goes when the workspace is removed.
    pub(crate) async fn forget_credential(&self, kept: &Kept) {
        self.connections.in_memory.forget(&kept.id);
        if let Err(error) = self.vault.delete(&kept.account()).await {
            tracing::warn!(%error, "the keychain did not forget a sign-in that is not needed any more");
        }
    }

    /// Remembers the keychain's state and says it.
    pub(crate) fn keychain_failed(&self, error: &VaultError) -> Failure {
        let state = error.state().map(|state| self.keychain_is(state).state);
        // A keychain that answers and still refuses is there and open.
        let state = state.unwrap_or(crate::app::dto::KeychainState::Ok);
        Failure::Keychain { state, explanation: explain::keychain(&error.to_string()) }
    }

    /// A kept workspace as the UI shows it.
    pub(crate) fn describe(&self, kept: &Kept, credential: Credential) -> Workspace {
        let session_only = self.connections.in_memory.has(&kept.id);
        let session = self.connections.session(&kept.id);
        let passing = session.as_ref().is_some_and(|session| session.is_passing());
        Workspace {
            id: kept.id.clone(),
            name: kept.name.clone(),
            host: kept.host.clone(),
            kind: WorkspaceKind::Databricks,
            environment: kept.environment,
            cloud: kept.cloud.clone(),
            user: kept.user.clone(),
            credential: if session_only || passing { Credential::SessionOnly } else { credential },
            color: kept.color,
            sign_in: Some(kept.how.kind),
            expires_at: session.and_then(|session| session.expires_at()).map(clock::ms_of).map(clock::to_ui),
            workspace_id: kept.workspace_id.clone(),
        }
    }
}

impl network::Network {
    /// The same for the client crate.
    pub(crate) fn way(&self) -> Network {
        let mut way =
            Network::default().user_agent(concat!("gatewright/", env!("CARGO_PKG_VERSION"), " rust"));
        if let Some(proxy) = &self.proxy {
            way = way.proxy(proxy);
        }
        match &self.roots {
            Some(pem) => way.extra_root(pem.clone()),
            None => way,
        }
    }
}

/// Opens a client; nothing is sent yet.
pub(crate) fn open(
    workspace: Workspace,
    host: Host,
    session: &Session,
    network: &Network,
) -> Result<Connection, Failure> {
    let mut client = databricks::Workspace::builder(host).auth(session.auth()).network(network.clone());
    if let Some(id) = &workspace.workspace_id {
        client = client.workspace_id(id);
    }
    let client = client.build().map_err(|error| Failure::unexpected(&error.to_string()))?;
    Ok(Connection { workspace, client, known: Arc::default(), identity: OnceCell::new() })
}

/// The simulated workspace as the UI shows it.
pub(crate) fn sandbox_workspace() -> Workspace {
    Workspace {
        id: SANDBOX.to_owned(),
        name: "Sandbox".to_owned(),
        host: "On this computer".to_owned(),
        kind: WorkspaceKind::Sandbox,
        environment: Environment::Sandbox,
        cloud: None,
        user: None,
        credential: Credential::NotNeeded,
        color: WorkspaceColor::Slate,
        sign_in: None,
        expires_at: None,
        workspace_id: None,
    }
}
