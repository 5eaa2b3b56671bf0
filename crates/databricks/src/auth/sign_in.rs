//! One attempt to sign a person in through the browser: authorization code with PKCE (reference §7.3). Opening the browser and
//! listening on the loopback port is the caller's; here the addresses are made, the answer is judged and the code exchanged.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use url::Url;
use zeroize::Zeroizing;

use super::callback::{Callback, Expected, Parameters, SignInRefusal, belongs};
use super::endpoints::{OauthEndpoints, checked};
use super::{TokenSet, pkce, token_answer};
use crate::error::Result;
use crate::host::loopback;
use crate::transport::{Network, Question, Random};

/// The app that every workspace knows.
pub const CLIENT_ID: &str = "databricks-cli";
/// What is asked for: the API, and a refresh token.
pub const SCOPES: &[&str] = &["all-apis", "offline_access"];
/// Where a person signs in who does not know the address of the workspace.
pub const DISCOVERY: &str = "https://login.databricks.com";

/// An attempt. It takes one answer; state and verifier are random, and neither is printed.
pub struct SignIn {
    client_id: String,
    redirect_uri: String,
    scope: String,
    state: Zeroizing<String>,
    verifier: Zeroizing<String>,
    progress: Mutex<Progress>,
}

#[derive(Default)]
struct Progress {
    expected: Option<Expected>,
    answered: bool,
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn")
            .field("client_id", &self.client_id)
            .field("redirect_uri", &self.redirect_uri)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

impl SignIn {
    /// Begins an attempt. `redirect_uri` is where the caller listens; the public client wants `http://localhost:8020` (up to
    /// 8040) without a path.
    ///
    /// # Errors
    /// When the way back does not lead to this machine.
    pub fn begin(
        client_id: &str,
        redirect_uri: &str,
        scopes: &[&str],
        random: &dyn Random,
    ) -> Result<Self, SignInRefusal> {
        let here = Url::parse(redirect_uri).is_ok_and(|url| url.scheme() == "http" && loopback(&url));
        if !here {
            return Err(SignInRefusal::RedirectNotHere);
        }
        Ok(Self {
            client_id: client_id.to_owned(),
            redirect_uri: redirect_uri.to_owned(),
            scope: scopes.join(" "),
            state: pkce::secret::<16>(random),
            verifier: pkce::secret::<64>(random),
            progress: Mutex::default(),
        })
    }

    /// The address to open in the browser for a known workspace. It holds state and challenge, but nothing that signs in. From
    /// now on an `iss` in the answer has to be this server.
    pub fn authorize_url(&self, endpoints: &OauthEndpoints) -> String {
        let mut url = endpoints.authorize.clone();
        url.query_pairs_mut().extend_pairs(self.parameters());
        let (issuer, authorize) = (endpoints.issuer.clone(), endpoints.authorize.clone());
        self.expect(Expected::Server { issuer, authorize });
        url.into()
    }

    /// The address to open when the workspace is not known: the person chooses it there, and the answer says which it is.
    /// `discovery` is [`DISCOVERY`]; tests name their own.
    ///
    /// # Errors
    /// When `discovery` is neither https nor on this machine.
    pub fn discovery_url(&self, discovery: &str) -> Result<String> {
        let mut url = checked(discovery, true)?;
        self.expect(Expected::Anyone { discovery: url.clone() });
        let asks =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(self.parameters()).finish();
        url.query_pairs_mut().append_pair("destination_url", &format!("/oidc/v1/authorize?{asks}"));
        Ok(url.into())
    }

    /// Judges the query of a request to the loopback port. The state comes first: an answer with a wrong one changes nothing,
    /// so that a foreign page cannot end the attempt. With the right state the attempt has had its answer, whatever it is.
    ///
    /// # Errors
    /// See [`SignInRefusal`].
    pub fn callback(&self, query: &str) -> Result<Callback, SignInRefusal> {
        let parameters = Parameters::read(query)?;
        let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        let expected = progress.expected.clone().ok_or(SignInRefusal::WrongState)?;
        if !belongs(&parameters, &self.state) {
            return Err(SignInRefusal::WrongState);
        }
        if std::mem::replace(&mut progress.answered, true) {
            return Err(SignInRefusal::AlreadyUsed);
        }
        parameters.accept(&expected)
    }

    /// Exchanges the code. Without a known workspace, `endpoints` are those of [`Callback::endpoints`].
    ///
    /// # Errors
    /// [`crate::ErrorKind::SignIn`] when the server refuses the code, otherwise what stood in the way.
    pub async fn exchange(
        &self,
        callback: Callback,
        endpoints: &OauthEndpoints,
        network: &Network,
    ) -> Result<TokenSet> {
        let fields = [
            ("grant_type", "authorization_code"),
            ("client_id", &self.client_id),
            ("code", callback.code.expose()),
            ("code_verifier", &self.verifier),
            ("redirect_uri", &self.redirect_uri),
        ];
        let secrets = [callback.code.expose(), &self.verifier, &self.state];
        let question = Question::form(endpoints.token.clone(), &fields, &secrets);
        token_answer::ask(network, question).await
    }

    fn parameters(&self) -> [(&'static str, String); 7] {
        [
            ("response_type", "code".to_owned()),
            ("client_id", self.client_id.clone()),
            ("redirect_uri", self.redirect_uri.clone()),
            ("scope", self.scope.clone()),
            ("state", self.state.to_string()),
            ("code_challenge", pkce::challenge(&self.verifier)),
            ("code_challenge_method", "S256".to_owned()),
        ]
    }

    fn expect(&self, expected: Expected) {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).expected = Some(expected);
    }
}
