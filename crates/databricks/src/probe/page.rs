//! What kind of server answers at an address, found out without any sign-in: first by the description that Databricks
//! publishes of a host (reference §7.1), then by how it refuses a call that carries no token.

use serde_json::Value;

use crate::error::{Error, ErrorKind, Reply, Result, from_reply};
use crate::host::Host;
use crate::transport::{Network, Question, Told};

/// Where Databricks describes a host.
const DESCRIPTION: &str = "/.well-known/databricks-config";
/// A call every workspace has and none answers without a sign-in.
const QUESTION: &str = "/api/2.0/preview/scim/v2/Me";

/// What answers.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Seen {
    /// A workspace, by its own description.
    Workspace {
        /// Its id, when it says so.
        workspace_id: Option<String>,
    },
    /// One address for a whole account and its workspaces.
    Unified,
    /// The account console.
    Account,
    /// No description, and it refuses a call without a token in the way a workspace does.
    LikeAWorkspace,
    /// A page for people to sign in on.
    SignInPage,
    /// It sends callers elsewhere.
    Redirect {
        /// The host it names.
        to: String,
    },
    /// It takes callers through a private link only.
    PrivateLink,
    /// The caller's address is not on the list of those allowed.
    IpAccessDenied {
        /// In the server's words.
        message: String,
    },
    /// A web page of something else.
    Page {
        /// Its title or beginning.
        about: String,
    },
    /// An answer of another kind.
    Other {
        /// Its status.
        status: u16,
    },
}

/// Looks at the server. Follows no redirect and sends no credential.
///
/// # Errors
/// When nothing answers at all.
pub async fn look(host: &Host, network: &Network) -> Result<Seen> {
    let described = Answer(network.ask(Question::document(host.url(DESCRIPTION))).await?);
    if let Some(seen) = described.as_description().or_else(|| described.as_barrier(host)) {
        return Ok(seen);
    }
    let answer = Answer(network.ask(Question::document(host.url(QUESTION))).await?);
    Ok(answer.as_barrier(host).unwrap_or_else(|| answer.as_server(host)))
}

struct Answer(Told);

impl Answer {
    fn as_description(&self) -> Option<Seen> {
        if self.0.meta.status != 200 {
            return None;
        }
        let described: Value = serde_json::from_slice(&self.0.body).ok()?;
        let kind = described.get("host_type").and_then(Value::as_str);
        let issuer = described.get("oidc_endpoint").and_then(Value::as_str);
        let workspace_id = described.get("workspace_id").and_then(|id| match id {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        });
        match kind {
            Some("ACCOUNT_HOST") => Some(Seen::Account),
            Some("UNIFIED_HOST") => Some(Seen::Unified),
            Some(_) => Some(Seen::Workspace { workspace_id }),
            None => issuer.map(|_| Seen::Workspace { workspace_id }),
        }
    }

    fn error(&self, host: &Host) -> Error {
        let reply = Reply { meta: &self.0.meta, headers: &self.0.headers, body: &self.0.body, host };
        from_reply(&reply, std::time::SystemTime::now())
    }

    /// What stands before a workspace, whichever path was asked for.
    fn as_barrier(&self, host: &Host) -> Option<Seen> {
        let error = self.error(host);
        match error.kind {
            ErrorKind::PrivateLink => Some(Seen::PrivateLink),
            ErrorKind::IpAccessDenied => Some(Seen::IpAccessDenied { message: error.message.clone() }),
            _ => None,
        }
    }

    fn as_server(&self, host: &Host) -> Seen {
        let status = self.0.meta.status;
        if (300..400).contains(&status) {
            return self.as_redirect(host);
        }
        let error = self.error(host);
        let html = self.0.meta.content_type.contains("html") || self.begins_like_a_page();
        if error.kind == ErrorKind::NotSignedIn {
            return Seen::SignInPage;
        }
        if html {
            return Seen::Page { about: title(&self.0.body) };
        }
        let marked = self.0.headers.keys().any(|name| name.as_str().starts_with("x-databricks"))
            || self
                .0
                .headers
                .get("server")
                .is_some_and(|server| server.as_bytes().eq_ignore_ascii_case(b"databricks"));
        let refuses = matches!(status, 401 | 403) && (error.code.is_some() || self.0.body.is_empty());
        if marked || refuses { Seen::LikeAWorkspace } else { Seen::Other { status } }
    }

    fn begins_like_a_page(&self) -> bool {
        let start =
            String::from_utf8_lossy(self.0.body.get(..64).unwrap_or(&self.0.body)).to_ascii_lowercase();
        start.trim_start().starts_with("<!doctype html") || start.trim_start().starts_with("<html")
    }

    fn as_redirect(&self, host: &Host) -> Seen {
        let location =
            self.0.headers.get("location").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let Ok(target) = host.url("/").join(location) else {
            return Seen::Other { status: self.0.meta.status };
        };
        let to = target.host_str().unwrap_or_default().to_owned();
        let signs_in = ["login", "oidc", "signin", "saml"].iter().any(|word| target.path().contains(word));
        if to == host.name() && signs_in { Seen::SignInPage } else { Seen::Redirect { to } }
    }
}

/// The title of a page; only letters that a sentence can hold.
fn title(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let lower = text.to_ascii_lowercase();
    let found = lower.find("<title").and_then(|at| {
        let rest = text.get(at..)?;
        let (_, rest) = rest.split_once('>')?;
        rest.split_once('<').map(|(title, _)| title.trim().to_owned())
    });
    found.unwrap_or_default().chars().filter(|c| !c.is_control()).take(80).collect()
}
