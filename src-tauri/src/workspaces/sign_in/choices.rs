//! What this computer has to sign in with: the profiles of the configuration file, and the programs that are installed.
//! The file is read, never written, and no value of it but the address leaves this module as text.

use gatewright_databricks::Host;
use gatewright_databricks::cli::Search;
use gatewright_databricks::profiles::{Place, Profile, ProfileSignIn};

use super::dto::{HelperChoice, ProfileChoice, SignInChoices, SignInKind};

/// Where this computer keeps what can sign in, and where a sign-in without an address begins.
#[derive(Debug, Clone)]
pub struct Sources {
    /// The configuration file.
    pub profiles: Place,
    /// Where programs are looked for.
    pub programs: Search,
    /// The page that finds a person's workspaces.
    pub discovery: String,
}

/// The page that asks who somebody is and which of their workspaces they mean (reference §7.3).
const DISCOVERY: &str = "https://login.databricks.com";

impl Sources {
    /// Those of the person who runs the app.
    pub fn of_this_computer() -> Self {
        Self {
            profiles: Place::of_this_machine(),
            programs: Search::of_this_machine(),
            discovery: DISCOVERY.to_owned(),
        }
    }
}

/// What can be chosen. Reads the file and looks for the programs; runs nothing.
pub(crate) fn of(sources: &Sources) -> SignInChoices {
    let file = sources.profiles.file().map(|file| file.display().to_string());
    let (read, problem) = match sources.profiles.read() {
        Ok(read) => (read, None),
        Err(problem) => (Default::default(), Some(problem.to_string())),
    };
    let default =
        read.chosen(sources.profiles.profile()).ok().flatten().map(|profile| profile.name().to_owned());
    SignInChoices {
        config_file: file.filter(|_| read.found() || problem.is_some()),
        config_problem: problem,
        profiles: read.iter().map(|profile| choice(profile, default.as_deref())).collect(),
        azure_cli: helper(&sources.programs, "az"),
        databricks_cli: helper(&sources.programs, "databricks"),
    }
}

fn choice(profile: &Profile, default: Option<&str>) -> ProfileChoice {
    let (kind, problem) = match profile.sign_in() {
        Ok(sign_in) => (Some(kind_of(&sign_in)), None),
        Err(problem) => (None, Some(problem.to_string())),
    };
    ProfileChoice {
        name: profile.name().to_owned(),
        // As it will be used; an address with a password in it is none, and is not shown.
        host: profile.host().and_then(|host| Host::parse(host).ok()).map(|host| host.as_str().to_owned()),
        kind,
        problem,
        is_default: default == Some(profile.name()),
    }
}

/// Which of our kinds a profile leads to.
pub(super) fn kind_of(sign_in: &ProfileSignIn) -> SignInKind {
    match sign_in {
        ProfileSignIn::AccessToken { .. } => SignInKind::AccessToken,
        ProfileSignIn::Browser { .. } => SignInKind::Browser,
        ProfileSignIn::AzureCli { .. } => SignInKind::AzureCli,
        ProfileSignIn::DatabricksCli { .. } => SignInKind::DatabricksCli,
        _ => SignInKind::ServicePrincipal,
    }
}

fn helper(programs: &Search, name: &str) -> HelperChoice {
    let path = programs.find(name).map(|path| path.display().to_string());
    HelperChoice { found: path.is_some(), path }
}
