//! The Databricks command line: `databricks auth token` for a profile or a host (reference §7.3). It works for sign-ins that
//! `databricks auth login` made, and keeps their refresh tokens to itself.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;

use super::find::{Search, can_run};
use super::problem::CliProblem;
use super::run::{Ran, run};
use super::said::said;
use super::{LIMIT, expiry, set, token};
use crate::auth::{AuthError, Token, TokenSet, TokenSource};
use crate::host::Host;

const PROGRAM: &str = "The Databricks command line";

/// The Databricks command line as a source of tokens.
#[derive(Debug)]
pub struct DatabricksCli {
    of: Of,
    program: PathBuf,
    search: Search,
    limit: Duration,
    /// A token was handed over already: the next one should be a new one, not the one the program keeps.
    given: AtomicBool,
}

/// Whose token.
#[derive(Debug)]
enum Of {
    Profile(String),
    Host(Host),
}

impl DatabricksCli {
    /// The sign-in of a profile.
    pub fn of_profile(name: impl Into<String>) -> Self {
        Self::new(Of::Profile(name.into()))
    }

    /// The sign-in to a host.
    pub fn of_host(host: Host) -> Self {
        Self::new(Of::Host(host))
    }

    fn new(of: Of) -> Self {
        Self {
            of,
            program: "databricks".into(),
            search: Search::of_this_machine(),
            limit: LIMIT,
            given: AtomicBool::new(false),
        }
    }

    /// Another program than `databricks`: a name to look for, or a path (`databricks_cli_path` of a profile).
    #[must_use]
    pub fn program(self, program: Option<PathBuf>) -> Self {
        match program {
            Some(program) => Self { program, ..self },
            None => self,
        }
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

    /// Asks for a token: first for the one that the program keeps, later for a new one where its version can (0.296).
    ///
    /// # Errors
    /// When there is no program, it is not signed in, is too old, takes too long, or gives no token.
    pub async fn token(&self) -> Result<TokenSet, CliProblem> {
        self.token_or_new(self.given.load(Ordering::Relaxed)).await
    }

    async fn token_or_new(&self, renew: bool) -> Result<TokenSet, CliProblem> {
        let mut ran = self.ask(renew).await?;
        if renew && !ran.success && said(&ran.errors).contains("unknown flag: --force-refresh") {
            ran = self.ask(false).await?;
        }
        if !ran.success {
            return Err(self.explained(&said(&ran.errors)));
        }
        let (access, rest) = token(PROGRAM, &ran.output, "access_token", "token_type")?;
        self.given.store(true, Ordering::Relaxed);
        let expires_at = rest.get("expiry").and_then(|expiry| expiry::zoned(expiry.as_str()?));
        Ok(set(access, expires_at))
    }

    async fn ask(&self, renew: bool) -> Result<Ran, CliProblem> {
        let (flag, value) = self.of.flag();
        let mut args = vec!["auth", "token", flag, value];
        if renew {
            args.push("--force-refresh");
        }
        run(PROGRAM, &self.path()?, &args, self.limit).await
    }

    fn path(&self) -> Result<PathBuf, CliProblem> {
        let name = self.program.to_string_lossy().into_owned();
        let found = if self.program.components().count() > 1 {
            Some(self.program.clone()).filter(|path| path.is_absolute() && can_run(path))
        } else {
            self.search.find(&name)
        };
        found.ok_or(CliProblem::NotInstalled { program: PROGRAM, name })
    }

    fn explained(&self, said: &str) -> CliProblem {
        let lower = said.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        if has(&["no such command", "unknown command", "unknown flag"]) {
            return CliProblem::TooOld { program: PROGRAM };
        }
        let signed_out =
            ["auth login", "oauth is not configured", "token not found", "refresh token is invalid"];
        if has(&signed_out) {
            let (flag, value) = self.of.flag();
            let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:/".contains(c);
            let value = if value.chars().all(plain) { value.to_owned() } else { format!("\"{value}\"") };
            return CliProblem::NotSignedIn {
                program: PROGRAM,
                command: format!("databricks auth login {flag} {value}"),
            };
        }
        CliProblem::Refused { program: PROGRAM, said: said.to_owned() }
    }
}

#[async_trait]
impl TokenSource for DatabricksCli {
    async fn renew(&self, refused: Option<&Token>) -> Result<TokenSet, AuthError> {
        let renew = refused.is_some() || self.given.load(Ordering::Relaxed);
        Ok(self.token_or_new(renew).await?)
    }
}

impl Of {
    fn flag(&self) -> (&'static str, &str) {
        match self {
            Self::Profile(name) => ("--profile", name),
            Self::Host(host) => ("--host", host.as_str()),
        }
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::super::fake::Fake;
    use super::*;

    const ANSWER: &str = r#"echo '{"access_token": "eyJ.canary", "token_type": "Bearer", "expiry": "1970-01-01T01:00:10.25+01:00"}'"#;

    #[tokio::test]
    async fn a_profile_is_asked_for_by_name_and_later_for_a_new_token() {
        let fake = Fake::new("databricks", ANSWER);
        let cli = DatabricksCli::of_profile("my prod").search(fake.search());
        let token = cli.token().await.unwrap();
        assert_eq!(token.access.expose(), "eyJ.canary");
        assert_eq!(token.expires_at, Some(SystemTime::UNIX_EPOCH + Duration::from_millis(10_250)));
        assert_eq!(fake.asked(), ["auth", "token", "--profile", "my prod"]);
        cli.token().await.unwrap();
        assert_eq!(fake.asked(), ["auth", "token", "--profile", "my prod", "--force-refresh"]);
    }

    #[tokio::test]
    async fn a_token_that_the_workspace_refused_is_not_handed_out_again() {
        let fake = Fake::new("databricks", ANSWER);
        let cli = DatabricksCli::of_profile("p").search(fake.search());
        cli.renew(Some(&Token::new("old"))).await.unwrap();
        assert_eq!(fake.asked().last().map(String::as_str), Some("--force-refresh"));
        let gone =
            DatabricksCli::of_profile("p").search(Search::in_folders([])).renew(None).await.unwrap_err();
        assert!(gone.needs_sign_in && gone.message.contains("is not installed"));
    }

    #[tokio::test]
    async fn a_version_that_cannot_renew_at_will_is_asked_again_plainly() {
        let script = format!(
            "case \"$*\" in *--force-refresh*) echo 'Error: unknown flag: --force-refresh' >&2; exit 1;; esac; {ANSWER}"
        );
        let fake = Fake::new("databricks", &script);
        let host = Host::parse("https://a.cloud.databricks.com").unwrap();
        let cli = DatabricksCli::of_host(host).search(fake.search());
        cli.token().await.unwrap();
        cli.token().await.unwrap();
        assert_eq!(fake.asked(), ["auth", "token", "--host", "https://a.cloud.databricks.com"]);
    }

    #[tokio::test]
    async fn each_way_to_get_no_token_has_its_sentence() {
        let told = async |script: &str| {
            let fake = Fake::new("databricks", script);
            DatabricksCli::of_profile("p q").search(fake.search()).token().await.unwrap_err()
        };
        let out = told("echo 'Error: A new access token could not be retrieved because the refresh token is invalid. To reauthenticate, run `databricks auth login`' >&2; exit 1").await;
        assert!(
            out.to_string().contains("run `databricks auth login --profile \"p q\"`") && out.needs_sign_in()
        );
        let old = told("echo 'Error: No such command \"token\".' >&2; exit 2").await;
        assert_eq!(
            old.to_string(),
            "The Databricks command line is too old to hand over a token. Update it."
        );
        let other = told("echo 'Error: dial tcp: dapi0123456789abcdef0123456789abcdef' >&2; exit 1").await;
        assert!(other.to_string().ends_with("It said: Error: dial tcp: <redacted>"), "{other}");
        assert!(matches!(told("echo '<html>'").await, CliProblem::Nonsense { .. }));
    }

    #[tokio::test]
    async fn a_program_of_its_own_is_taken_by_path_or_by_name() {
        let fake = Fake::new("dbx-cli", ANSWER);
        let cli =
            |program: PathBuf| DatabricksCli::of_profile("p").program(Some(program)).search(fake.search());
        assert!(cli("dbx-cli".into()).token().await.is_ok());
        assert!(cli(fake.path("dbx-cli")).token().await.is_ok());
        for missing in ["databricks", "./dbx-cli", "/nowhere/databricks"] {
            let problem = cli(missing.into()).token().await.unwrap_err();
            assert!(matches!(problem, CliProblem::NotInstalled { .. }), "{missing}: {problem}");
        }
    }
}
