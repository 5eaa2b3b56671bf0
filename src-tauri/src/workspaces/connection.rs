//! The connection to the workspace in use: its client, who we are in it, and the list of endpoints as last read. Made on
//! first use, dropped when another workspace is chosen.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use gatewright_databricks as databricks;
use gatewright_databricks::{AccessToken, Host, Token};
use gatewright_vault::{Secret, VaultError, VaultState};
use tokio::sync::{Mutex as AsyncMutex, OnceCell};

use super::dto::{Credential, Environment, Identity, Workspace, WorkspaceKind};
use super::rows::{self, Kept};
use super::{SANDBOX, commands};
use crate::app::App;
use crate::endpoints::known::KnownEndpoints;
use crate::explain::{self, Context, Operation};
use crate::ipc::failure::Failure;

/// A workspace we are signed in to.
pub(crate) struct Connection {
    pub(crate) workspace: Workspace,
    pub(crate) client: databricks::Workspace,
    pub(crate) known: KnownEndpoints,
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

/// The connection in use, and the sign-ins that live in memory only.
#[derive(Default)]
pub(crate) struct Connections {
    current: AsyncMutex<Option<Arc<Connection>>>,
    session_only: Mutex<HashMap<String, Secret<String>>>,
}

impl Connections {
    /// Keeps a token until the app closes, where the keychain does not take it.
    pub(crate) fn keep_for_session(&self, id: &str, token: Secret<String>) {
        self.session_only.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned(), token);
    }

    /// Whether a workspace's token is in memory only.
    pub(crate) fn is_session_only(&self, id: &str) -> bool {
        self.session_only.lock().unwrap_or_else(PoisonError::into_inner).contains_key(id)
    }

    /// Forgets a token kept in memory.
    pub(crate) fn forget(&self, id: &str) {
        self.session_only.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
    }

    fn of_session(&self, id: &str) -> Option<Secret<String>> {
        self.session_only.lock().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    /// Uses another connection from now on; `None` makes the next command open one.
    pub(crate) async fn replace(&self, connection: Option<Arc<Connection>>) {
        *self.current.lock().await = connection;
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
        let connection = Arc::new(match kept {
            None => self.connect_sandbox().await?,
            Some(kept) => {
                let token = self.token_of(&kept).await?;
                let host = Host::parse(&kept.host).map_err(|error| {
                    Failure::here("This workspace's address cannot be used", &error.to_string(), &kept.host)
                })?;
                open(self.describe(&kept, Credential::Kept), host, token.expose())?
            }
        });
        *current = Some(Arc::clone(&connection));
        Ok(connection)
    }

    async fn connect_sandbox(&self) -> Result<Connection, Failure> {
        let running = self.sandbox.running().await?;
        let host = Host::parse(&running.host())
            .map_err(|error| Failure::unexpected(&format!("the sandbox's address: {error}")))?;
        open(sandbox_workspace(), host, running.token())
    }

    /// The token of a workspace: from memory, or from the keychain.
    async fn token_of(&self, kept: &Kept) -> Result<Secret<String>, Failure> {
        if let Some(token) = self.connections.of_session(&kept.id) {
            return Ok(token);
        }
        match self.vault.get(&kept.account()).await {
            Ok(Some(token)) => {
                self.keychain_is(VaultState::Ok);
                Ok(token)
            }
            Ok(None) => Err(Failure::SignedOut { explanation: explain::sign_in_missing(&kept.name) }),
            Err(error) => Err(self.keychain_failed(&error)),
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
        let session_only = self.connections.is_session_only(&kept.id);
        Workspace {
            id: kept.id.clone(),
            name: kept.name.clone(),
            host: kept.host.clone(),
            kind: WorkspaceKind::Databricks,
            environment: kept.environment,
            cloud: kept.cloud.clone(),
            user: kept.user.clone(),
            credential: if session_only { Credential::SessionOnly } else { credential },
        }
    }
}

/// Opens a client; nothing is sent yet.
pub(crate) fn open(workspace: Workspace, host: Host, token: &str) -> Result<Connection, Failure> {
    let client = databricks::Workspace::builder(host)
        .auth(Arc::new(AccessToken::new(Token::new(token))))
        .user_agent(concat!("gatewright/", env!("CARGO_PKG_VERSION"), " rust"))
        .build()
        .map_err(|error| Failure::unexpected(&error.to_string()))?;
    Ok(Connection { workspace, client, known: KnownEndpoints::default(), identity: OnceCell::new() })
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
    }
}
