//! What a profile leads to: the SDKs' choice among their authorization methods (their order, `auth_type`, the refusal of two
//! methods at once), narrowed to the ways that work here. Nothing is asked of the network or of another program.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::key::method_of;
use super::method::{AuthType, Method, Way, auth_type};
use super::problem::ProfileProblem;
use super::profile::Profile;
use crate::auth::Token;
use crate::host::{Cloud, Host};

/// How a profile signs in. Secrets in it print as `<redacted>`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProfileSignIn {
    /// A personal access token (`pat`).
    AccessToken {
        /// The token.
        token: Token,
    },
    /// A service principal of Databricks (`oauth-m2m`).
    ServicePrincipal {
        /// Its application id.
        client_id: String,
        /// Its secret.
        client_secret: Token,
        /// What to ask for; empty means the usual.
        scopes: Vec<String>,
    },
    /// The browser (`external-browser`).
    Browser {
        /// An OAuth app of one's own; none means the public one.
        client_id: Option<String>,
        /// What to ask for; empty means the usual.
        scopes: Vec<String>,
    },
    /// The Azure command line (`azure-cli`).
    AzureCli {
        /// The tenant, when the profile names it.
        tenant: Option<String>,
    },
    /// A service principal of Azure (`azure-client-secret`).
    AzureServicePrincipal {
        /// Its application id.
        client_id: String,
        /// Its secret.
        client_secret: Token,
        /// The tenant; the workspace tells it when the profile doesn't.
        tenant: Option<String>,
        /// The workspace's id in Azure, for a principal that is not in the workspace.
        workspace_resource_id: Option<String>,
    },
    /// The Databricks command line (`databricks-cli`).
    DatabricksCli {
        /// The profile to hand to it.
        profile: String,
        /// The program, when the profile names another than `databricks`.
        program: Option<PathBuf>,
    },
}

impl ProfileSignIn {
    /// The SDKs' name of the way, as `auth_type` calls it.
    pub fn auth_type(&self) -> &'static str {
        match self {
            Self::AccessToken { .. } => "pat",
            Self::ServicePrincipal { .. } => "oauth-m2m",
            Self::Browser { .. } => "external-browser",
            Self::AzureCli { .. } => "azure-cli",
            Self::AzureServicePrincipal { .. } => "azure-client-secret",
            Self::DatabricksCli { .. } => "databricks-cli",
        }
    }
}

/// Methods that work elsewhere only: the keys that must all have a value, and the `auth_type` they stand for.
const ELSEWHERE: &[(&[&str], &str)] = &[
    (&["username", "password"], "basic"),
    (&["metadata_service_url"], "metadata-service"),
    (&["oidc_token_env"], "env-oidc"),
    (&["oidc_token_filepath"], "file-oidc"),
    (&["google_credentials"], "google-credentials"),
    (&["google_service_account"], "google-id"),
];

impl Profile {
    /// The workspace's address.
    ///
    /// # Errors
    /// When there is none, or it is none that can be used.
    pub fn workspace(&self) -> Result<Host, ProfileProblem> {
        match self.host() {
            Some(host) => Host::parse(host).map_err(ProfileProblem::Host),
            None if self.filled("azure_workspace_resource_id").is_some() => {
                Err(ProfileProblem::NoHostButResourceId)
            }
            None => Err(ProfileProblem::NoHost),
        }
    }

    /// How the profile signs in, as the SDKs decide it.
    ///
    /// # Errors
    /// When it is written for a way that does not work here, for several ways at once, or is not complete.
    pub fn sign_in(&self) -> Result<ProfileSignIn, ProfileProblem> {
        let Some(wanted) = self.filled("auth_type") else {
            let methods = self.methods();
            if methods.len() > 1 {
                return Err(ProfileProblem::ManyMethods(methods));
            }
            return self.sign_in_by_keys();
        };
        match auth_type(wanted) {
            AuthType::Works(name, way) => self.sign_in_by(name, way),
            AuthType::WorksElsewhere { auth_type, name } => {
                Err(ProfileProblem::Unsupported { auth_type, name })
            }
            AuthType::Unknown => {
                let word = |c: char| c.is_ascii_lowercase() || c == '-' || c == '_';
                let looks_like_one = wanted.len() < 24 && wanted.chars().all(word);
                Err(ProfileProblem::UnknownAuthType(looks_like_one.then(|| wanted.to_owned())))
            }
        }
    }

    /// The methods of which the profile holds keys, also empty ones, by name.
    fn methods(&self) -> Vec<Method> {
        let mut methods: BTreeMap<&'static str, Method> = BTreeMap::new();
        for key in self.keys() {
            let Some(name) = method_of(key) else { continue };
            let method =
                methods.entry(name).or_insert_with(|| Method { name, keys: Vec::new(), empty: Vec::new() });
            method.keys.push(key.to_owned());
            if self.filled(key).is_none() {
                method.empty.push(key.to_owned());
            }
        }
        methods.into_values().collect()
    }

    /// Without an `auth_type`, the keys decide; a host alone means a command line that is signed in.
    fn sign_in_by_keys(&self) -> Result<ProfileSignIn, ProfileProblem> {
        let all = |keys: &[&str]| keys.iter().all(|key| self.filled(key).is_some());
        if all(&["token"]) {
            return self.sign_in_by("pat", Way::AccessToken);
        }
        if let Some((_, name)) = ELSEWHERE.iter().find(|(keys, _)| all(keys))
            && let AuthType::WorksElsewhere { auth_type, name } = auth_type(name)
        {
            return Err(ProfileProblem::Unsupported { auth_type, name });
        }
        if all(&["client_id", "client_secret"]) {
            return self.sign_in_by("oauth-m2m", Way::ServicePrincipal);
        }
        if all(&["azure_client_id", "azure_client_secret"]) {
            return self.sign_in_by("azure-client-secret", Way::AzureServicePrincipal);
        }
        if self.workspace()?.cloud() == Some(Cloud::Azure) {
            return self.sign_in_by("azure-cli", Way::AzureCli);
        }
        self.sign_in_by("databricks-cli", Way::DatabricksCli)
    }

    fn sign_in_by(&self, auth_type: &'static str, way: Way) -> Result<ProfileSignIn, ProfileProblem> {
        let host = self.workspace()?;
        match way {
            Way::AccessToken => {
                self.need(auth_type, &["token"])?;
                Ok(ProfileSignIn::AccessToken { token: self.secret("token") })
            }
            Way::ServicePrincipal => {
                self.need(auth_type, &["client_id", "client_secret"])?;
                Ok(ProfileSignIn::ServicePrincipal {
                    client_id: self.owned("client_id").unwrap_or_default(),
                    client_secret: self.secret("client_secret"),
                    scopes: self.scopes(),
                })
            }
            Way::Browser
                if self.filled("client_id").is_none() && self.filled("azure_client_id").is_some() =>
            {
                Err(ProfileProblem::Unsupported {
                    auth_type,
                    name: "the sign-in page of Azure for an app of its own",
                })
            }
            Way::Browser => {
                Ok(ProfileSignIn::Browser { client_id: self.owned("client_id"), scopes: self.scopes() })
            }
            Way::AzureCli | Way::AzureServicePrincipal
                if host.cloud().is_some_and(|cloud| cloud != Cloud::Azure) =>
            {
                Err(ProfileProblem::NotAzure { auth_type })
            }
            Way::AzureCli => Ok(ProfileSignIn::AzureCli { tenant: self.owned("azure_tenant_id") }),
            Way::AzureServicePrincipal => {
                self.need(auth_type, &["azure_client_id", "azure_client_secret"])?;
                Ok(ProfileSignIn::AzureServicePrincipal {
                    client_id: self.owned("azure_client_id").unwrap_or_default(),
                    client_secret: self.secret("azure_client_secret"),
                    tenant: self.owned("azure_tenant_id"),
                    workspace_resource_id: self.owned("azure_workspace_resource_id"),
                })
            }
            Way::DatabricksCli => Ok(ProfileSignIn::DatabricksCli {
                profile: self.name().to_owned(),
                program: self.owned("databricks_cli_path").map(PathBuf::from),
            }),
        }
    }

    fn need(&self, auth_type: &'static str, keys: &[&'static str]) -> Result<(), ProfileProblem> {
        let missing: Vec<_> = keys.iter().copied().filter(|key| self.filled(key).is_none()).collect();
        if missing.is_empty() { Ok(()) } else { Err(ProfileProblem::Missing { auth_type, missing }) }
    }

    fn secret(&self, key: &str) -> Token {
        Token::new(self.filled(key).unwrap_or_default())
    }

    /// Scopes between commas and blanks, sorted, each once.
    fn scopes(&self) -> Vec<String> {
        let text = self.filled("scopes").unwrap_or_default();
        let mut scopes: Vec<_> =
            text.split([',', ' ']).filter(|scope| !scope.is_empty()).map(str::to_owned).collect();
        scopes.sort();
        scopes.dedup();
        scopes
    }
}

#[cfg(test)]
mod tests {
    use super::super::Profiles;
    use super::*;

    const AWS: &str = "host = https://a.cloud.databricks.com\n";
    const AZURE: &str = "host = adb-1.2.azuredatabricks.net\n";

    fn sign_in(keys: &str) -> Result<ProfileSignIn, ProfileProblem> {
        Profiles::parse(format!("[p]\n{keys}").as_bytes()).unwrap().get("p").unwrap().sign_in()
    }

    fn told(keys: &str) -> String {
        sign_in(keys).unwrap_err().to_string()
    }

    #[test]
    fn each_supported_way_is_found_by_its_keys() {
        let kind = |keys: &str| sign_in(keys).unwrap().auth_type();
        assert_eq!(kind(&format!("{AWS}token=t")), "pat");
        assert_eq!(kind(&format!("{AWS}client_id=c\nclient_secret=s")), "oauth-m2m");
        assert_eq!(kind(&format!("{AZURE}azure_client_id=c\nazure_client_secret=s")), "azure-client-secret");
        assert_eq!(kind(AZURE), "azure-cli");
        assert_eq!(kind(AWS), "databricks-cli");
        assert_eq!(
            kind(&format!("{AWS}auth_type=external-browser\ntoken=t\nusername=u")),
            "external-browser"
        );
        assert_eq!(kind(&format!("{AZURE}auth_type = databricks-cli")), "databricks-cli");
    }

    #[test]
    fn a_way_carries_what_its_keys_say() {
        let browser = ProfileSignIn::Browser {
            client_id: Some("app".into()),
            scopes: vec!["all-apis".into(), "sql".into()],
        };
        assert_eq!(
            sign_in(&format!("{AWS}auth_type=external-browser\nclient_id=app\nscopes = sql, all-apis sql")),
            Ok(browser)
        );
        let cli = sign_in(&format!("{AWS}databricks_cli_path=/opt/databricks")).unwrap();
        assert_eq!(
            cli,
            ProfileSignIn::DatabricksCli { profile: "p".into(), program: Some("/opt/databricks".into()) }
        );
        let azure = sign_in(&format!("{AZURE}azure_tenant_id = t")).unwrap();
        assert_eq!(azure, ProfileSignIn::AzureCli { tenant: Some("t".into()) });
        let token = sign_in(&format!("{AWS}token = dapi-canary")).unwrap();
        assert_eq!(token, ProfileSignIn::AccessToken { token: Token::new("dapi-canary") });
        assert!(!format!("{token:?}").contains("canary"));
    }

    #[test]
    fn more_than_one_method_is_explained_with_which_and_auth_type_chooses() {
        let keys = format!("{AWS}token=\nclient_id=c\nclient_secret=s\n");
        let text = told(&keys);
        assert!(text.contains(
            "more than one authorization method configured: oauth (client_id, client_secret) and pat (token)"
        ));
        assert!(text.contains("an empty token counts too"), "{text}");
        assert_eq!(sign_in(&format!("{keys}auth_type=oauth-m2m")).unwrap().auth_type(), "oauth-m2m");
    }

    #[test]
    fn ways_that_do_not_work_here_are_named() {
        assert!(told(&format!("{AWS}username=u\npassword=p")).contains("a user name and a password (basic)"));
        assert!(told(&format!("{AWS}google_service_account=x")).contains("google-id"));
        assert!(told(&format!("{AWS}auth_type=azure-msi")).contains("a managed identity of Azure"));
        assert!(told(&format!("{AWS}auth_type=pta")).contains("\"pta\""));
        assert!(!told(&format!("{AWS}auth_type=dapi0123456789canary")).contains("canary"));
        assert!(told(&format!("{AZURE}auth_type=external-browser\nazure_client_id=x")).contains("Azure"));
    }

    #[test]
    fn a_profile_that_is_not_complete_says_what_is_missing() {
        assert_eq!(sign_in("token=t"), Err(ProfileProblem::NoHost));
        assert_eq!(sign_in("host =\ntoken=t"), Err(ProfileProblem::NoHost));
        assert_eq!(sign_in("azure_workspace_resource_id=/x"), Err(ProfileProblem::NoHostButResourceId));
        assert!(told(&format!("{AWS}auth_type=oauth-m2m")).contains("client_id and client_secret as well"));
        assert!(told(&format!("{AWS}auth_type=azure-cli")).contains("not on Azure"));
        assert!(told("host=https://accounts.cloud.databricks.com\ntoken=t").contains("account console"));
        assert!(told("host=http://a.cloud.databricks.com\ntoken=t").contains("https://"));
    }
}
