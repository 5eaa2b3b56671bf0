//! What is examined: an address, how connections leave this computer, and the sign-in where there is one. Made without
//! asking the network; the keychain may be asked.

use std::sync::Arc;
use std::time::Duration;

use gatewright_databricks as databricks;
use gatewright_databricks::{AccessToken, Authenticate, Host, RetryPolicy, Timeouts, Token, Workspace};

use super::dto::DoctorTarget;
use super::examination::{ANSWER_LIMIT, CONNECT_LIMIT};
use crate::app::App;
use crate::app::network::Network;
use crate::app::settings;
use crate::explain::{Explanation, FieldProblem};
use crate::ipc::failure::Failure;
use crate::workspaces::{SANDBOX, rows};

/// What is examined.
pub(super) struct Patient {
    /// As the person calls it; the address where nobody has named it.
    pub(super) name: String,
    pub(super) host: Host,
    pub(super) user: Option<String>,
    pub(super) workspace_id: Option<String>,
    pub(super) network: Network,
    /// Why the extra certificate file cannot be used.
    pub(super) certificate_problem: Option<String>,
    pub(super) sign_in: SignIn,
}

/// The sign-in of what is examined.
pub(super) enum SignIn {
    Client(Workspace),
    /// It is only an address yet.
    NotYet,
    /// There should be one, and it cannot be had.
    Failed(Box<Explanation>),
}

impl Patient {
    pub(super) async fn of(app: &App, target: &DoctorTarget) -> Result<Self, Failure> {
        let kept = settings::read(&app.store).await?;
        let (network, certificate_problem) = match app.network().await {
            Ok(network) => (network, None),
            Err(failure) => {
                let network = Network { proxy: kept.proxy, roots: None, file: kept.ca_file };
                (network, Some(failure.explanation().meaning.clone()))
            }
        };
        let mut patient = match target {
            DoctorTarget::Address { host } => Self::at(address(host)?, network),
            DoctorTarget::Workspace { id } if id == SANDBOX => return Self::sandbox(app).await,
            DoctorTarget::Workspace { id } => Self::of_the_list(app, id, network).await?,
        };
        patient.certificate_problem = certificate_problem;
        Ok(patient)
    }

    fn at(host: Host, network: Network) -> Self {
        Self {
            name: host.name().to_owned(),
            host,
            user: None,
            workspace_id: None,
            network,
            certificate_problem: None,
            sign_in: SignIn::NotYet,
        }
    }

    async fn sandbox(app: &App) -> Result<Self, Failure> {
        let running = app.sandbox.running().await?;
        let mut patient = Self::at(address(&running.host())?, Network::default());
        "Sandbox".clone_into(&mut patient.name);
        let auth = Arc::new(AccessToken::new(Token::new(running.token())));
        patient.sign_in = SignIn::Client(patient.client(auth)?);
        Ok(patient)
    }

    async fn of_the_list(app: &App, id: &str, network: Network) -> Result<Self, Failure> {
        let kept = rows::one(&app.store, id).await?.ok_or_else(|| {
            Failure::here("This workspace is not here any more", "It was removed from this computer.", "")
        })?;
        let mut patient = Self::at(kept.address()?, network);
        patient.name.clone_from(&kept.name);
        patient.user.clone_from(&kept.user);
        patient.workspace_id.clone_from(&kept.workspace_id);
        patient.sign_in = match app.session_of(&kept, &patient.network.way()).await {
            Ok(session) => SignIn::Client(patient.client(session.auth())?),
            Err(failure) => SignIn::Failed(Box::new(failure.explanation().clone())),
        };
        Ok(patient)
    }

    /// A client that asks once: the examination says what it finds, it does not mend.
    fn client(&self, auth: Arc<dyn Authenticate>) -> Result<Workspace, Failure> {
        let mut client =
            Workspace::builder(self.host.clone()).network(self.way()).auth(auth).retry(RetryPolicy::once());
        if let Some(id) = &self.workspace_id {
            client = client.workspace_id(id);
        }
        client.build().map_err(|error| Failure::unexpected(&error.to_string()))
    }

    /// How the client goes there, with little patience.
    pub(super) fn way(&self) -> databricks::Network {
        self.network.way().timeouts(Timeouts {
            connect: CONNECT_LIMIT,
            first_byte: ANSWER_LIMIT,
            control: ANSWER_LIMIT,
            idle: Duration::from_secs(10),
        })
    }

    /// The extra certificates, as the probes take them.
    pub(super) fn roots(&self) -> Vec<Vec<u8>> {
        self.network.roots.iter().cloned().collect()
    }
}

fn address(text: &str) -> Result<Host, Failure> {
    Host::parse(text).map_err(|error| {
        Failure::invalid("This address cannot be used", vec![FieldProblem::block("host", error.to_string())])
    })
}
