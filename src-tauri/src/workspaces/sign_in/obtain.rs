//! From what a person asked for to a grant: typed secrets are looked at, a profile is read, the browser is sent off and
//! waited for. Nothing is kept here, and nothing is proved.

use std::sync::Arc;

use gatewright_databricks::auth::{
    AzureServicePrincipal, ClientCredentials, OauthEndpoints, Token, TokenSet, TokenSource,
};
use gatewright_databricks::cli::{AzureCli, DatabricksCli};
use gatewright_databricks::metadata::HostMetadata;
use gatewright_databricks::profiles::ProfileSignIn;
use gatewright_databricks::{Cloud, Host, Network};
use gatewright_vault::Secret;
use tauri::ipc::Channel;

use super::browser::{self, Asking};
use super::choices::Sources;
use super::dto::{SignIn, SignInKind, SignInProgress};
use super::held::Held;
use super::how::{How, Settings};
use super::session::held_of;
use super::words;
use crate::app::App;
use crate::ipc::failure::Failure;
use crate::workspaces::rows::Kept;

/// What can be signed in with, and where.
pub(crate) struct Obtained {
    pub(crate) host: Host,
    pub(crate) how: How,
    pub(crate) grant: Grant,
    /// As the address or the workspace said.
    pub(crate) workspace_id: Option<String>,
}

/// What the requests are to be signed with.
pub(crate) enum Grant {
    /// Something to keep, with what a sign-in in the browser has just brought.
    Held { held: Held, fresh: Option<Box<(TokenSet, OauthEndpoints)>> },
    /// A token that stands in a file.
    Token(Token),
    /// A file or a program that gives tokens.
    Source(Arc<dyn TokenSource>),
    /// The browser, without a token to stay signed in with: as long as its access token lasts.
    Passing(TokenSet),
}

/// What is to be done to sign in.
pub(crate) enum Wish {
    Asked(SignIn),
    /// As the credential in the keychain says.
    Held(Held),
    /// In the browser, for these scopes.
    Browser {
        client_id: Option<String>,
        scopes: Option<Vec<String>>,
    },
}

const UNUSABLE: &str = "This cannot be used to sign in";

/// The address, when it can be that of a workspace.
pub(crate) fn usable_host(text: &str) -> Result<Host, Failure> {
    Host::parse(text)
        .map_err(|error| words::at_field("This address cannot be used", "host", &error.to_string()))
}

/// The same sign-in as before, as far as that needs nobody to type.
pub(crate) async fn as_before(app: &App, kept: &Kept) -> Result<Wish, Failure> {
    let Settings { client_id, scopes, profile, tenant } = kept.how.settings.clone();
    Ok(match kept.how.kind {
        SignInKind::AccessToken => {
            return Err(words::at_field(UNUSABLE, "token", "Paste an access token of this workspace."));
        }
        SignInKind::ServicePrincipal => match held_of(app, kept).await? {
            Some(held @ Held::ServicePrincipal { .. }) => Wish::Held(held),
            _ => return Err(words::at_field(UNUSABLE, "clientSecret", "Paste the client secret.")),
        },
        SignInKind::Browser => Wish::Browser { client_id, scopes },
        SignInKind::Profile => Wish::Asked(SignIn::Profile { name: profile.unwrap_or_default() }),
        SignInKind::AzureCli => Wish::Asked(SignIn::AzureCli { tenant }),
        SignInKind::DatabricksCli => Wish::Asked(SignIn::DatabricksCli { profile }),
    })
}

/// Makes a grant of what was asked for.
pub(crate) async fn obtain(
    app: &App,
    host: Option<Host>,
    wish: Wish,
    network: &Network,
    told: &Channel<SignInProgress>,
) -> Result<Obtained, Failure> {
    let wish = match wish {
        Wish::Asked(sign_in) => checked(sign_in)?,
        wish => wish,
    };
    if let Wish::Asked(SignIn::Profile { name }) = wish {
        return of_profile(app, host, name, network, told).await;
    }
    if let (Wish::Asked(SignIn::AzureCli { .. }), Some(host)) = (&wish, &host) {
        of_azure(host)?;
    }
    let metadata = match &host {
        Some(host) => describe(host, network).await?,
        None => None,
    };
    let mut obtained = match wish {
        Wish::Browser { client_id, scopes } => {
            in_browser(app, host, Asking { client_id, scopes }, network, told).await?
        }
        Wish::Held(held) => Obtained::held(needed(host)?, held, None),
        Wish::Asked(sign_in) => from_program(app, needed(host)?, sign_in)?,
    };
    let said = metadata.and_then(|metadata| metadata.workspace_id);
    obtained.workspace_id = obtained.workspace_id.or(said);
    Ok(obtained)
}

fn needed(host: Option<Host>) -> Result<Host, Failure> {
    host.map_or_else(|| usable_host(""), Ok)
}

/// What the host says of itself, when it says anything. Whether it can be reached is found out by the calls that follow.
async fn describe(host: &Host, network: &Network) -> Result<Option<HostMetadata>, Failure> {
    match HostMetadata::fetch(host, network).await {
        Ok(Some(metadata)) => words::check(host, &metadata).map(|()| Some(metadata)),
        Ok(None) => Ok(None),
        // An answer of whatever kind: older workspaces and proxies before them have many.
        Err(error) if error.status.is_some() => Ok(None),
        Err(error) => Err(words::failed(&error, Some(host))),
    }
}

/// Looks at what was typed.
fn checked(sign_in: SignIn) -> Result<Wish, Failure> {
    Ok(match sign_in {
        SignIn::AccessToken { token } => {
            Wish::Held(Held::AccessToken(usable(&token, "token", "an access token of this workspace")?))
        }
        SignIn::ServicePrincipal { client_id, client_secret } => Wish::Held(Held::ServicePrincipal {
            client_id: one_word(&client_id, "Enter the client id of the service principal.")?,
            client_secret: usable(&client_secret, "clientSecret", "the client secret")?,
        }),
        SignIn::Browser { client_id } => {
            let own = client_id.filter(|id| !id.trim().is_empty());
            let own = own.map(|id| one_word(&id, "")).transpose()?;
            Wish::Browser { client_id: own, scopes: None }
        }
        other => Wish::Asked(other),
    })
}

fn one_word(text: &str, missing: &str) -> Result<String, Failure> {
    let text = text.trim();
    if text.is_empty() {
        return Err(words::at_field(UNUSABLE, "clientId", missing));
    }
    if text.chars().any(|c| !c.is_ascii_graphic()) {
        let problem = "A client id is one word of letters, digits and dashes. Copy it again.";
        return Err(words::at_field(UNUSABLE, "clientId", problem));
    }
    Ok(text.to_owned())
}

fn usable(secret: &Secret<String>, field: &str, what: &str) -> Result<Secret<String>, Failure> {
    let text = secret.expose().trim();
    if text.is_empty() {
        return Err(words::at_field(UNUSABLE, field, &format!("Paste {what}.")));
    }
    if text.chars().any(|c| !c.is_ascii_graphic()) {
        let problem =
            "This is one word of letters and digits; what was pasted holds something else. Copy it again.";
        return Err(words::at_field(UNUSABLE, field, problem));
    }
    Ok(Secret::from(text))
}

async fn in_browser(
    app: &App,
    host: Option<Host>,
    asking: Asking,
    network: &Network,
    told: &Channel<SignInProgress>,
) -> Result<Obtained, Failure> {
    let signed_in = browser::sign_in(app, host, &asking, network, told).await?;
    let Asking { client_id, scopes } = asking;
    let Some(refresh) = signed_in.tokens.refresh.clone() else {
        let settings = Settings { client_id, scopes, ..Settings::default() };
        let how = How { kind: SignInKind::Browser, settings };
        return Ok(Obtained::new(signed_in.host, how, Grant::Passing(signed_in.tokens)));
    };
    let held = Held::Browser { client_id, scopes, refresh_token: Secret::from(refresh.expose()) };
    Ok(Obtained::held(signed_in.host, held, Some((signed_in.tokens, signed_in.endpoints))))
}

/// A token for Azure goes to an address of Azure only; asked before anything is sent there.
fn of_azure(host: &Host) -> Result<(), Failure> {
    if host.cloud() == Some(Cloud::Azure) || host.is_loopback() {
        return Ok(());
    }
    let problem = "The Azure CLI signs in to workspaces on Azure only, and this address is none of them.";
    Err(words::at_field("This address cannot be used", "host", problem))
}

/// The programs that are signed in already.
fn from_program(app: &App, host: Host, sign_in: SignIn) -> Result<Obtained, Failure> {
    let (kind, settings) = match sign_in {
        SignIn::AzureCli { tenant } => {
            let tenant = tenant.map(|tenant| tenant.trim().to_owned()).filter(|tenant| !tenant.is_empty());
            (SignInKind::AzureCli, Settings { tenant, ..Settings::default() })
        }
        SignIn::DatabricksCli { profile } => {
            let profile = profile.filter(|profile| !profile.trim().is_empty());
            (SignInKind::DatabricksCli, Settings { profile, ..Settings::default() })
        }
        _ => return Err(Failure::unexpected("a way of signing in without a way")),
    };
    let how = How { kind, settings };
    let source = program(&how, &host, &app.sources)
        .map_err(|problem| words::at_field(UNUSABLE, "tenant", &problem))?;
    Ok(Obtained::new(host, how, Grant::Source(source)))
}

/// The program that a row names, as a source of tokens; or why it cannot be one.
pub(super) fn program(how: &How, host: &Host, sources: &Sources) -> Result<Arc<dyn TokenSource>, String> {
    if how.kind == SignInKind::AzureCli {
        let azure = AzureCli::new(how.settings.tenant.as_deref()).map_err(|problem| problem.to_string())?;
        return Ok(Arc::new(azure.search(sources.programs.clone())));
    }
    let databricks = match &how.settings.profile {
        Some(profile) => DatabricksCli::of_profile(profile),
        None => DatabricksCli::of_host(host.clone()),
    };
    Ok(Arc::new(databricks.search(sources.programs.clone())))
}

async fn of_profile(
    app: &App,
    host: Option<Host>,
    name: String,
    network: &Network,
    told: &Channel<SignInProgress>,
) -> Result<Obtained, Failure> {
    let unusable = |problem: String| words::at_field("This profile cannot be used", "profile", &problem);
    let (there, sign_in) = profile(&app.sources, &name).await.map_err(unusable)?;
    if let Some(asked) = host.filter(|asked| asked.as_str() != there.as_str()) {
        let problem = format!(
            "The profile {name} is for {}. Its sign-in is not sent to {}.",
            there.as_str(),
            asked.as_str()
        );
        return Err(words::at_field("This address cannot be used", "host", &problem));
    }
    let metadata = describe(&there, network).await?;
    let mut obtained = match sign_in {
        ProfileSignIn::Browser { client_id, scopes } => {
            let scopes = Some(scopes).filter(|scopes| !scopes.is_empty());
            in_browser(app, Some(there), Asking { client_id, scopes }, network, told).await?
        }
        sign_in => {
            let settings = Settings { profile: Some(name), ..Settings::default() };
            let how = How { kind: SignInKind::Profile, settings };
            let grant = from_profile(sign_in, &there, &app.sources, network).map_err(unusable)?;
            Obtained::new(there, how, grant)
        }
    };
    let said = metadata.and_then(|metadata| metadata.workspace_id);
    obtained.workspace_id = obtained.workspace_id.or(said);
    Ok(obtained)
}

/// Where a profile leads and how it signs in; or why it leads nowhere.
pub(super) async fn profile(sources: &Sources, name: &str) -> Result<(Host, ProfileSignIn), String> {
    let (place, name) = (sources.profiles.clone(), name.to_owned());
    let read = tokio::task::spawn_blocking(move || {
        let profiles = place.read().map_err(|problem| problem.to_string())?;
        let profile =
            profiles.get(&name).ok_or_else(|| format!("The configuration file has no profile [{name}]."))?;
        let host = profile.workspace().map_err(|problem| problem.to_string())?;
        profile.sign_in().map(|sign_in| (host, sign_in)).map_err(|problem| problem.to_string())
    });
    read.await.unwrap_or_else(|_| Err("Reading the configuration file was interrupted.".to_owned()))
}

/// What a profile signs in with, taken from its file each time.
pub(super) fn from_profile(
    sign_in: ProfileSignIn,
    host: &Host,
    sources: &Sources,
    network: &Network,
) -> Result<Grant, String> {
    let source: Arc<dyn TokenSource> = match sign_in {
        ProfileSignIn::AccessToken { token } => return Ok(Grant::Token(token)),
        ProfileSignIn::ServicePrincipal { client_id, client_secret, scopes } => {
            let source = ClientCredentials::new(host.clone(), client_id, client_secret, network.clone());
            let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
            Arc::new(if scopes.is_empty() { source } else { source.scopes(&scopes) })
        }
        ProfileSignIn::AzureServicePrincipal { client_id, client_secret, tenant, .. } => {
            let source = AzureServicePrincipal::new(host.clone(), client_id, client_secret, network.clone());
            Arc::new(match tenant {
                Some(tenant) => source.tenant(tenant),
                None => source,
            })
        }
        ProfileSignIn::AzureCli { tenant } => {
            let azure = AzureCli::new(tenant.as_deref()).map_err(|problem| problem.to_string())?;
            Arc::new(azure.search(sources.programs.clone()))
        }
        ProfileSignIn::DatabricksCli { profile, program } => {
            Arc::new(DatabricksCli::of_profile(profile).program(program).search(sources.programs.clone()))
        }
        _ => return Err("The profile signs in in the browser now. Sign in again.".to_owned()),
    };
    Ok(Grant::Source(source))
}

impl Obtained {
    fn new(host: Host, how: How, grant: Grant) -> Self {
        Self { workspace_id: host.workspace_id().map(str::to_owned), host, how, grant }
    }

    fn held(host: Host, held: Held, fresh: Option<(TokenSet, OauthEndpoints)>) -> Self {
        Self::new(host, held.how(), Grant::Held { held, fresh: fresh.map(Box::new) })
    }
}

#[cfg(test)]
mod tests {
    use super::usable;
    use gatewright_vault::Secret;

    #[test]
    fn a_token_is_trimmed_and_anything_but_a_token_is_refused() {
        let read = |text: &str| usable(&Secret::from(text), "token", "a token");
        assert_eq!(read(" dapi123\n").unwrap().expose(), "dapi123");
        for bad in ["", "  ", "two words", "dapi\u{e9}", "a\tb"] {
            assert!(read(bad).is_err(), "{bad:?}");
        }
    }
}
