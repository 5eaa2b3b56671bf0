//! A sign-in in use: what signs the requests, what keeps its credential, and until when its token is good. Made from what
//! somebody just entered, or from what is kept.

use std::sync::Arc;
use std::time::SystemTime;

use gatewright_databricks::auth::CLIENT_ID;
use gatewright_databricks::auth::{
    AccessToken, AuthError, Authenticate, ClientCredentials, OauthEndpoints, RefreshToken, Renewing, Token,
    TokenSet, TokenSource,
};
use gatewright_databricks::{Host, Network, SystemClock};
use gatewright_vault::VaultState;

use super::dto::SignInKind;
use super::held::Held;
use super::keeper::{Keeper, Place};
use super::obtain::{self, Grant};
use super::words;
use crate::app::App;
use crate::explain;
use crate::ipc::failure::Failure;
use crate::workspaces::rows::Kept;

/// A sign-in in use.
pub(crate) struct Session {
    auth: Arc<dyn Authenticate>,
    keeper: Option<Arc<Keeper>>,
    renewing: Option<Renewing>,
    /// It ends with its access token, or with the app.
    passing: bool,
}

impl Session {
    /// One that keeps nothing and does not end.
    pub(crate) fn of(auth: Arc<dyn Authenticate>) -> Self {
        Self { auth, keeper: None, renewing: None, passing: false }
    }

    fn renewing(renewing: Renewing, keeper: Option<Arc<Keeper>>) -> Self {
        Self { auth: Arc::new(renewing.clone()), keeper, renewing: Some(renewing), passing: false }
    }

    /// What was just entered; nothing is written until the workspace has accepted it.
    pub(crate) fn trying(
        place: Place,
        host: &Host,
        grant: Grant,
        network: &Network,
    ) -> Result<Self, Failure> {
        Ok(match grant {
            Grant::Held { held, fresh } => {
                let keeper = Arc::new(Keeper::trying(place, held.clone()));
                Self::over(held, keeper, host, fresh.map(|fresh| *fresh), network)
                    .map_err(|error| words::refused(&error.message))?
            }
            Grant::Token(token) => Self::of(Arc::new(AccessToken::new(token))),
            Grant::Source(source) => Self::renewing(Renewing::new(source, Arc::new(SystemClock)), None),
            Grant::Passing(tokens) => {
                let token = AccessToken::new(tokens.access);
                Self { passing: true, ..Self::of(Arc::new(token)) }
            }
        })
    }

    fn over(
        held: Held,
        keeper: Arc<Keeper>,
        host: &Host,
        fresh: Option<(TokenSet, OauthEndpoints)>,
        network: &Network,
    ) -> Result<Self, AuthError> {
        let clock = Arc::new(SystemClock);
        let (client_id, token) = match held {
            Held::AccessToken(token) => {
                let auth = Arc::new(AccessToken::new(Token::new(token.expose())));
                return Ok(Self { keeper: Some(keeper), ..Self::of(auth) });
            }
            Held::ServicePrincipal { client_id, client_secret } => {
                let secret = Token::new(client_secret.expose());
                let source = ClientCredentials::new(host.clone(), client_id, secret, network.clone());
                return Ok(Self::renewing(Renewing::new(Arc::new(source), clock), Some(keeper)));
            }
            Held::Browser { client_id, refresh_token, .. } => {
                (client_id.unwrap_or_else(|| CLIENT_ID.to_owned()), Token::new(refresh_token.expose()))
            }
        };
        let source = RefreshToken::new(host.clone(), client_id, token, network.clone());
        let kept = Arc::clone(&keeper);
        let renewing = match fresh {
            Some((tokens, endpoints)) => {
                let source: Arc<dyn TokenSource> = Arc::new(source.at(endpoints));
                Renewing::keeping(source, kept, clock).starting_with(&tokens)?
            }
            None => Renewing::keeping(Arc::new(source), kept, clock),
        };
        Ok(Self::renewing(renewing, Some(keeper)))
    }

    /// What the keychain, the memory, a file or a program has.
    pub(crate) async fn from_what_is_kept(
        app: &App,
        kept: &Kept,
        network: &Network,
    ) -> Result<Self, Failure> {
        let host = kept.address()?;
        let here = |problem: String| words::not_available(&kept.name, &problem);
        match kept.how.kind {
            SignInKind::Profile => {
                let name = kept.how.settings.profile.as_deref().unwrap_or_default();
                let (there, sign_in) = obtain::profile(&app.sources, name).await.map_err(here)?;
                if there.as_str() != host.as_str() {
                    return Err(here(format!(
                        "The profile {name} leads to {} now. Its sign-in is not sent to {}.",
                        there.as_str(),
                        host.as_str()
                    )));
                }
                let grant = obtain::from_profile(sign_in, &host, &app.sources, network).map_err(here)?;
                Self::trying(app.place_of(kept), &host, grant, network)
            }
            SignInKind::AzureCli | SignInKind::DatabricksCli => {
                let source = obtain::program(&kept.how, &host, &app.sources).map_err(here)?;
                Ok(Self::renewing(Renewing::new(source, Arc::new(SystemClock)), None))
            }
            SignInKind::Browser | SignInKind::ServicePrincipal | SignInKind::AccessToken => {
                let held = held_of(app, kept).await?.ok_or_else(|| missing(kept))?;
                let keeper = Arc::new(Keeper::standing(app.place_of(kept), held.clone()));
                Self::over(held, keeper, &host, None, network).map_err(|error| here(error.message))
            }
        }
    }

    pub(crate) fn auth(&self) -> Arc<dyn Authenticate> {
        Arc::clone(&self.auth)
    }

    pub(crate) fn keeper(&self) -> Option<&Arc<Keeper>> {
        self.keeper.as_ref()
    }

    /// Whether nothing of it outlives the app.
    pub(crate) fn is_passing(&self) -> bool {
        self.passing
    }

    /// Until when the access token in use is good.
    pub(crate) fn expires_at(&self) -> Option<SystemTime> {
        self.renewing.as_ref()?.expires_at()
    }
}

/// The credential of a workspace: from memory, or from the keychain. Nothing when there is none that this version reads.
pub(crate) async fn held_of(app: &App, kept: &Kept) -> Result<Option<Held>, Failure> {
    if let Some(item) = app.connections.in_memory.get(&kept.id) {
        return Ok(Held::read(&item));
    }
    match app.vault.get(&kept.account()).await {
        Ok(item) => {
            app.keychain_is(VaultState::Ok);
            Ok(item.as_ref().and_then(Held::read))
        }
        Err(error) => Err(app.keychain_failed(&error)),
    }
}

fn missing(kept: &Kept) -> Failure {
    Failure::SignedOut { explanation: explain::sign_in_missing(&kept.name) }
}
