//! `/oidc/v1/authorize`: is this request for a sign-in sound, what does the person say, and where is the browser sent. The
//! page itself is in `page`. A request whose app or way back is not known is never sent anywhere.

use std::sync::Arc;

use super::scopes::KNOWN;
use super::sign_ins::{Code, Grant};
use super::{address, page, to};
use crate::clock::now_ms;
use crate::gate::Ask;
use crate::reply::Reply;
use crate::running::{Shared, Slot, lock};
use crate::world::{CustomApp, World};
use crate::{Identity, SignInPage};

/// Set by the discovery entry: the way back then names the workspace in `iss`.
pub(super) const SAY_WHO: &str = "sandbox_discovery";

/// Apps that every workspace knows, and one that an admin of this one has registered. All come back to a port of the
/// person's own computer.
const APPS: [&str; 2] = ["databricks-cli", "meridian-desktop"];

/// A sound request for a sign-in.
#[derive(Clone)]
pub(super) struct Request {
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    pub(super) scopes: Vec<String>,
    state: String,
    challenge: String,
    /// The issuer to name on the way back.
    issuer: Option<String>,
    slot: Arc<Slot>,
}

/// A browser arrives.
pub(super) fn open(ask: &Ask, shared: &Shared, slot: &Arc<Slot>) -> Reply {
    let request = match read(ask, slot) {
        Ok(request) => request,
        Err(Wrong::Here(says)) => return page::cannot(says),
        Err(Wrong::There(address)) => return to(&address),
    };
    let (shown, identity) = slot.read(|world| {
        let settings = &world.settings;
        (
            settings.sign_in_page.unwrap_or(shared.options.sign_in_page),
            settings.identity.unwrap_or(shared.options.identity),
        )
    });
    match shown {
        SignInPage::Passed => accepted(request, identity, shared),
        SignInPage::Refused => refused(&request),
        SignInPage::Shown => {
            let seen = request.clone();
            let ticket = lock(&shared.sign_ins).show(request, now_ms());
            page::sign_in(&seen, &ticket, identity)
        }
    }
}

/// The person has pressed a button.
pub(super) fn decide(ask: &Ask, shared: &Shared) -> Reply {
    let form = ask.form();
    let field = |name: &str| {
        form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    let Some(request) = lock(&shared.sign_ins).answer(field("ticket"), now_ms()) else {
        return page::cannot(
            "This page was answered before, or it lay open for too long. Start again in the app.",
        );
    };
    let identity = match field("identity") {
        "limited" => Identity::Limited,
        "admin" => Identity::Admin,
        _ => Identity::Owner,
    };
    match field("choice") {
        "sign-in" => accepted(request, identity, shared),
        _ => refused(&request),
    }
}

fn accepted(request: Request, identity: Identity, shared: &Shared) -> Reply {
    let grant = Grant {
        client_id: request.client_id,
        who: identity.person(),
        scopes: request.scopes,
        slot: request.slot,
    };
    let code = Code { grant, redirect_uri: request.redirect_uri.clone(), challenge: request.challenge };
    let code = lock(&shared.sign_ins).code(code, now_ms());
    let mut parameters = vec![("code", code.as_str())];
    if !request.state.is_empty() {
        parameters.push(("state", &request.state));
    }
    if let Some(issuer) = &request.issuer {
        parameters.push(("iss", issuer));
    }
    to(&address::with(&request.redirect_uri, &parameters))
}

fn refused(request: &Request) -> Reply {
    to(&back(
        &request.redirect_uri,
        &request.state,
        "access_denied",
        "The person at the sign-in page refused.",
        request.issuer.as_deref(),
    ))
}

fn back(redirect_uri: &str, state: &str, error: &str, says: &str, issuer: Option<&str>) -> String {
    let mut parameters = vec![("error", error), ("error_description", says)];
    if !state.is_empty() {
        parameters.push(("state", state));
    }
    if let Some(issuer) = issuer {
        parameters.push(("iss", issuer));
    }
    address::with(redirect_uri, &parameters)
}

/// Why a request is not sound: shown here, or told to the app at its own address.
enum Wrong {
    Here(&'static str),
    There(String),
}

fn read(ask: &Ask, slot: &Arc<Slot>) -> Result<Request, Wrong> {
    let values = |name: &str| {
        ask.query.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let field = |name: &str| values(name).into_iter().next().unwrap_or_default();
    let (client_id, redirect_uri) = (field("client_id"), field("redirect_uri"));
    if values("client_id").len() != 1 || !slot.read(|world| knows(world, &client_id)) {
        return Err(Wrong::Here("No app with this client id is registered in the simulated workspace."));
    }
    if values("redirect_uri").len() != 1 || !slot.read(|world| may_return(world, &client_id, &redirect_uri)) {
        return Err(Wrong::Here(
            "The address to go back to (redirect_uri) is not registered for this app. Apps with a built-in client id go \
             back to http://localhost with a port from 8020 to 8040 and no path.",
        ));
    }
    let state = field("state");
    let issuer = (field(SAY_WHO) == "1").then(|| format!("http://{}/oidc", ask.host));
    let there =
        |error: &str, says: &str| Wrong::There(back(&redirect_uri, &state, error, says, issuer.as_deref()));
    for name in ["response_type", "scope", "state", "code_challenge", "code_challenge_method"] {
        if values(name).len() > 1 {
            return Err(there("invalid_request", "A parameter was given twice."));
        }
    }
    if field("response_type") != "code" {
        return Err(there("unsupported_response_type", "response_type must be code."));
    }
    let challenge = field("code_challenge");
    let shaped = challenge.len() == 43
        && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if field("code_challenge_method") != "S256" || !shaped {
        return Err(there("invalid_request", "PKCE with code_challenge_method S256 is required."));
    }
    let scopes: Vec<String> =
        field("scope").split(' ').filter(|one| !one.is_empty()).map(str::to_owned).collect();
    if scopes.is_empty() || scopes.iter().any(|one| !KNOWN.contains(&one.as_str())) {
        return Err(there("invalid_scope", "The scope is missing or holds a name that is not known."));
    }
    Ok(Request {
        client_id,
        redirect_uri: redirect_uri.clone(),
        scopes,
        state: state.clone(),
        challenge,
        issuer: issuer.clone(),
        slot: slot.clone(),
    })
}

fn custom<'a>(world: &'a World, client_id: &str) -> Option<&'a CustomApp> {
    world.settings.custom_apps.iter().find(|app| app.client_id == client_id)
}

fn knows(world: &World, client_id: &str) -> bool {
    APPS.contains(&client_id) || custom(world, client_id).is_some()
}

fn may_return(world: &World, client_id: &str, redirect_uri: &str) -> bool {
    if let Some(app) = custom(world, client_id) {
        return app.redirect_uris.iter().any(|one| one == redirect_uri);
    }
    (8020..=8040).any(|port| redirect_uri == format!("http://localhost:{port}"))
}
