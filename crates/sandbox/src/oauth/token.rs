//! The token endpoint: a code with its PKCE verifier, a refresh token, or a service principal's own id and secret become
//! tokens. Errors have the shape of OAuth, not of the workspace's API.

use std::sync::Arc;

use serde_json::json;

use super::scopes::KNOWN;
use super::service_principal;
use super::sign_ins::{Grant, digest};
use crate::base64::encode_for_address;
use crate::clock::now_ms;
use crate::gate::Ask;
use crate::identity::PRINCIPAL;
use crate::reply::Reply;
use crate::running::{Shared, Slot, lock, same};

/// Status, code and words of a refusal.
struct No(u16, &'static str, &'static str);

const CODE_NO: No = No(400, "invalid_grant", "Authorization code is invalid, expired or was used before");
const REFRESH_NO: No = No(400, "invalid_grant", "Refresh token is invalid");
const CLIENT_NO: No = No(401, "invalid_client", "Client authentication failed");

pub(super) fn answer(ask: &Ask, shared: &Arc<Shared>, slot: &Arc<Slot>) -> Reply {
    let form = ask.form();
    let field = |name: &str| {
        let mut found = form.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        // A field given twice counts as not given: nobody can know which one was meant.
        found.next().filter(|_| found.next().is_none()).unwrap_or_default()
    };
    let granted = match field("grant_type") {
        "authorization_code" => exchange(&field, shared),
        "refresh_token" => refresh(&field, shared),
        "client_credentials" => credentials(ask, &field, shared),
        _ => Err(No(
            400,
            "unsupported_grant_type",
            "Use authorization_code, refresh_token or client_credentials",
        )),
    };
    let reply = match granted {
        Ok(grant) => issue(grant, shared, slot),
        Err(No(status, error, says)) => {
            Reply::json(status, &json!({"error": error, "error_description": says}))
        }
    };
    let reply = reply.with("cache-control", "no-store");
    if reply.status == http::StatusCode::UNAUTHORIZED {
        return reply.with("www-authenticate", "Basic realm=\"sandbox\"");
    }
    reply
}

fn issue(grant: Grant, shared: &Shared, slot: &Slot) -> Reply {
    let seconds = slot.read(|world| world.settings.token_lifetime).unwrap_or(shared.options.token_lifetime);
    let scope = grant.scopes.join(" ");
    let issued = lock(&shared.sign_ins).issue(grant, seconds, now_ms());
    let mut body = json!({
        "access_token": issued.access,
        "token_type": "Bearer",
        "expires_in": seconds,
        "scope": scope,
    });
    if let Some(refresh) = issued.refresh {
        body["refresh_token"] = refresh.into();
    }
    Reply::ok(&body)
}

fn exchange<'a>(field: &impl Fn(&str) -> &'a str, shared: &Shared) -> Result<Grant, No> {
    // Taken before anything is compared: a code that was tried is spent, whatever comes of it.
    let code = lock(&shared.sign_ins).redeem(field("code"), now_ms()).ok_or(CODE_NO)?;
    if code.grant.client_id != field("client_id") {
        return Err(No(400, "invalid_grant", "Authorization code was issued to another client"));
    }
    if code.redirect_uri != field("redirect_uri") {
        return Err(No(
            400,
            "invalid_grant",
            "redirect_uri differs from the one the code was asked for with",
        ));
    }
    let verifier = field("code_verifier");
    let shaped = (43..=128).contains(&verifier.len())
        && verifier.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
    let challenge = encode_for_address(&digest(verifier.as_bytes()));
    if !shaped || !same(challenge.as_bytes(), code.challenge.as_bytes()) {
        return Err(No(400, "invalid_grant", "code_verifier does not fit the code_challenge"));
    }
    Ok(code.grant)
}

fn refresh<'a>(field: &impl Fn(&str) -> &'a str, shared: &Shared) -> Result<Grant, No> {
    lock(&shared.sign_ins).refresh(field("refresh_token"), field("client_id")).ok_or(REFRESH_NO)
}

fn credentials<'a>(ask: &Ask, field: &impl Fn(&str) -> &'a str, shared: &Shared) -> Result<Grant, No> {
    let (id, secret) = ask.basic.as_ref().ok_or(CLIENT_NO)?;
    let own = service_principal(&shared.token);
    // As with the token: the secret and more opens the world of the token and the same more.
    let length = own.client_secret.len().min(secret.len());
    let (head, tail) = secret.as_bytes().split_at_checked(length).unwrap_or_default();
    let fits = same(head, own.client_secret.as_bytes()) & same(id.as_bytes(), own.client_id.as_bytes());
    let token = format!("{}{}", shared.token, String::from_utf8_lossy(tail));
    let slot = shared.slot(&token).filter(|_| fits).ok_or(CLIENT_NO)?;
    let asked = Some(field("scope")).filter(|scope| !scope.is_empty()).unwrap_or("all-apis");
    let scopes: Vec<String> = asked.split(' ').filter(|one| !one.is_empty()).map(str::to_owned).collect();
    if scopes.iter().any(|one| !KNOWN.contains(&one.as_str())) {
        return Err(No(400, "invalid_scope", "An unknown scope was asked for"));
    }
    // A program simply asks again; it gets no refresh token.
    let scopes = scopes.into_iter().filter(|one| one != "offline_access").collect();
    Ok(Grant { client_id: own.client_id, who: &PRINCIPAL, scopes, slot })
}
