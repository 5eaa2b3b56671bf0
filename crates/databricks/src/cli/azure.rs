//! The Azure command line: `az account get-access-token` for Azure Databricks (reference §7.5).

use std::time::Duration;

use async_trait::async_trait;

use super::find::Search;
use super::problem::CliProblem;
use super::run::run;
use super::said::said;
use super::{LIMIT, expiry, set, token};
use crate::auth::{AuthError, Token, TokenSet, TokenSource};

const PROGRAM: &str = "The Azure command line";

/// The id of Azure Databricks in Azure's directory: what a token is asked for (reference §7.5).
const DATABRICKS_RESOURCE: &str = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";

/// The Azure command line as a source of tokens.
#[derive(Debug, Clone)]
pub struct AzureCli {
    tenant: Option<String>,
    search: Search,
    limit: Duration,
}

impl AzureCli {
    /// The command line of this machine, for this tenant or for the one it is signed in to.
    ///
    /// # Errors
    /// When the tenant is no id or domain.
    pub fn new(tenant: Option<&str>) -> Result<Self, CliProblem> {
        let tenant = tenant.map(str::trim).filter(|tenant| !tenant.is_empty());
        if let Some(value) = tenant.filter(|tenant| !is_tenant(tenant)) {
            return Err(CliProblem::BadName { what: "tenant", value: value.to_owned() });
        }
        Ok(Self { tenant: tenant.map(str::to_owned), search: Search::of_this_machine(), limit: LIMIT })
    }

    /// Looks for the program in these folders instead.
    #[must_use]
    pub fn search(self, search: Search) -> Self {
        Self { search, ..self }
    }

    /// Another limit of time than [`LIMIT`].
    #[must_use]
    pub fn limit(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// Asks for a token. The program keeps its own and renews it when less than five minutes are left.
    ///
    /// # Errors
    /// When there is no program, it is not signed in, takes too long, or gives no token.
    pub async fn token(&self) -> Result<TokenSet, CliProblem> {
        let path = self
            .search
            .find("az")
            .ok_or_else(|| CliProblem::NotInstalled { program: PROGRAM, name: "az".to_owned() })?;
        let mut args =
            vec!["account", "get-access-token", "--resource", DATABRICKS_RESOURCE, "--output", "json"];
        if let Some(tenant) = &self.tenant {
            args.extend(["--tenant", tenant]);
        }
        let ran = run(PROGRAM, &path, &args, self.limit).await?;
        if !ran.success {
            return Err(self.explained(&said(&ran.errors)));
        }
        let (access, rest) = token(PROGRAM, &ran.output, "accessToken", "tokenType")?;
        let expires_at = rest
            .get("expires_on")
            .and_then(expiry::epoch)
            .or_else(|| expiry::local(rest.get("expiresOn")?.as_str()?));
        Ok(set(access, expires_at))
    }

    fn explained(&self, said: &str) -> CliProblem {
        // With a managed identity there is no tenant to choose, and with an expired session a new sign-in is asked for by name.
        if said.contains("az login") || said.contains("AADSTS700082") || said.contains("AADSTS50173") {
            let tenant = self.tenant.iter().map(|tenant| format!(" --tenant {tenant}"));
            let command = std::iter::once("az login".to_owned()).chain(tenant).collect();
            return CliProblem::NotSignedIn { program: PROGRAM, command };
        }
        CliProblem::Refused { program: PROGRAM, said: said.to_owned() }
    }
}

#[async_trait]
impl TokenSource for AzureCli {
    /// The program can't be told to renew: what it hands over after a refusal is its own decision.
    async fn renew(&self, _refused: Option<&Token>) -> Result<TokenSet, AuthError> {
        Ok(self.token().await?)
    }
}

/// An id or a domain of a directory. On Windows the program is a batch file, so that nothing else may reach it.
fn is_tenant(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    text.len() <= 255 && !text.starts_with(['-', '.']) && text.chars().all(plain)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::time::{Instant, SystemTime};

    use super::super::fake::Fake;
    use super::*;

    fn az(fake: &Fake, tenant: Option<&str>) -> AzureCli {
        AzureCli::new(tenant).unwrap().search(fake.search())
    }

    #[tokio::test]
    async fn a_token_and_its_end_are_read_and_the_program_is_asked_without_a_shell() {
        let fake = Fake::new(
            "az",
            r#"echo "WARNING: old" >&2; echo '{"accessToken": "eyJ.canary", "tokenType": "Bearer", "expiresOn": "2000-01-01 00:00:00.000000", "expires_on": 1795000000, "tenant": "t"}'"#,
        );
        let token = az(&fake, Some("my.tenant-1")).token().await.unwrap();
        assert_eq!(token.access.expose(), "eyJ.canary");
        assert_eq!(token.expires_at, Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_000_000)));
        assert!(!format!("{token:?}").contains("canary"));
        assert_eq!(
            fake.asked(),
            [
                "account",
                "get-access-token",
                "--resource",
                DATABRICKS_RESOURCE,
                "--output",
                "json",
                "--tenant",
                "my.tenant-1"
            ]
        );
    }

    #[tokio::test]
    async fn the_local_time_of_older_versions_is_understood() {
        let fake =
            Fake::new("az", r#"echo '{"accessToken": "t", "expiresOn": "2026-11-22 23:30:00.123456"}'"#);
        let expires_at = az(&fake, None).token().await.unwrap().expires_at;
        assert!(expires_at.is_some() && expires_at == expiry::local("2026-11-22 23:30:00.123456"));
        let fake = Fake::new("az", r#"echo '{"accessToken": "t", "expiresOn": "soon"}'"#);
        assert_eq!(az(&fake, None).token().await.unwrap().expires_at, None);
    }

    #[tokio::test]
    async fn each_way_to_get_no_token_has_its_sentence() {
        let told = async |script: &str, tenant: Option<&str>| {
            let fake = Fake::new("az", script);
            az(&fake, tenant).token().await.unwrap_err()
        };
        let problem =
            told("echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1", Some("t1")).await;
        assert!(problem.to_string().contains("run `az login --tenant t1`") && problem.needs_sign_in());
        let problem =
            told("echo 'ERROR: no network, token eyJhbGciOiJSUzI1NiJ9canary' >&2; exit 1", None).await;
        assert_eq!(
            problem.to_string(),
            "The Azure command line gave no token. It said: ERROR: no network, token <redacted>"
        );
        assert!(problem.needs_sign_in(), "a person looks at what it says");
        for nonsense in [
            "echo hello",
            "true",
            "echo '{}'",
            "echo '{\"accessToken\": \"a\\nb\"}'",
            "echo '{\"accessToken\": 7}'",
        ] {
            assert!(matches!(told(nonsense, None).await, CliProblem::Nonsense { .. }), "{nonsense}");
        }
        let none = AzureCli::new(None).unwrap().search(Search::in_folders([])).token().await.unwrap_err();
        assert!(none.to_string().contains("is not installed"));
    }

    #[tokio::test]
    async fn a_program_that_hangs_is_stopped_with_everything_it_started() {
        let fake = Fake::new("az", "sleep 60 & echo $! > \"$(dirname \"$0\")/child\"; wait");
        let started = Instant::now();
        let problem = az(&fake, None).limit(Duration::from_secs(1)).token().await.unwrap_err();
        assert!(problem.to_string().contains("took too long and was stopped after 1 s. Run `az account"));
        assert!(started.elapsed() < Duration::from_secs(20));
        let child = fake.read("child");
        assert!(fake.gone(child.trim()).await, "the program's own child still runs");
    }

    #[tokio::test]
    async fn a_program_that_asks_finds_nobody_to_answer() {
        let fake = Fake::new("az", "read answer && exit 0; echo 'no terminal' >&2; exit 3");
        let problem = az(&fake, None).token().await.unwrap_err();
        assert!(problem.to_string().ends_with("It said: no terminal"), "{problem}");
    }

    #[tokio::test]
    async fn a_program_that_talks_without_end_is_not_listened_to() {
        let fake = Fake::new("az", "yes canary");
        let problem = az(&fake, None).limit(Duration::from_secs(20)).token().await.unwrap_err();
        assert!(!problem.to_string().contains("canary"), "{problem}");
    }

    #[test]
    fn only_an_id_or_a_domain_reaches_the_program() {
        for bad in ["a b", "-x", "a&calc", "a\"b", "%PATH%", "a\nb"] {
            assert!(AzureCli::new(Some(bad)).is_err(), "{bad}");
        }
        assert!(AzureCli::new(Some(" ")).unwrap().tenant.is_none());
    }
}
