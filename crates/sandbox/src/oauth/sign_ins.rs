//! What is under way and what was issued: pages shown, codes to exchange, access and refresh tokens. In memory only, and
//! only as digests, so that neither the state file nor a dump of this holds anything that opens a world.

use std::collections::HashMap;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::authorize::Request;
use crate::identity::Who;
use crate::reply::Refusal;
use crate::running::Slot;

type Key = [u8; 32];

/// A page may lie open this long.
const PAGE_MS: i64 = 10 * 60_000;
/// A code is exchanged at once or never.
const CODE_MS: i64 = 60_000;
/// More of one kind than this are made room for.
const MOST: usize = 4_096;

/// What a sign-in gives.
#[derive(Clone)]
pub(crate) struct Grant {
    pub(crate) client_id: String,
    pub(crate) who: Who,
    pub(crate) scopes: Vec<String>,
    pub(crate) slot: Arc<Slot>,
}

/// A code on its way to the app.
pub(super) struct Code {
    pub(super) grant: Grant,
    pub(super) redirect_uri: String,
    pub(super) challenge: String,
}

/// New tokens.
pub(super) struct Issued {
    pub(super) access: String,
    pub(super) refresh: Option<String>,
}

/// Everything of one sandbox.
#[derive(Default)]
pub(crate) struct SignIns {
    pages: HashMap<Key, (i64, Request)>,
    codes: HashMap<Key, (i64, Code)>,
    access: HashMap<Key, (i64, Grant)>,
    refresh: HashMap<Key, (i64, Grant)>,
}

/// SHA-256.
pub(super) fn digest(bytes: &[u8]) -> Key {
    Sha256::digest(bytes).into()
}

fn random(prefix: &str) -> String {
    let bytes: [u8; 32] = rand::random();
    format!("{prefix}{}", crate::base64::encode_for_address(&bytes))
}

/// Keeps a thing under a new random name, the oldest making room.
fn keep<T>(kept: &mut HashMap<Key, (i64, T)>, prefix: &str, until: i64, thing: T) -> String {
    if kept.len() >= MOST
        && let Some(oldest) = kept.iter().min_by_key(|(_, (until, _))| *until).map(|(key, _)| *key)
    {
        kept.remove(&oldest);
    }
    let name = random(prefix);
    kept.insert(digest(name.as_bytes()), (until, thing));
    name
}

fn take<T>(kept: &mut HashMap<Key, (i64, T)>, name: &str, now: i64) -> Option<T> {
    kept.remove(&digest(name.as_bytes())).filter(|(until, _)| *until > now).map(|(_, thing)| thing)
}

impl SignIns {
    /// A page is shown; its form must bring back what this returns.
    pub(super) fn show(&mut self, request: Request, now: i64) -> String {
        keep(&mut self.pages, "", now + PAGE_MS, request)
    }

    /// The request of a page, once.
    pub(super) fn answer(&mut self, ticket: &str, now: i64) -> Option<Request> {
        take(&mut self.pages, ticket, now)
    }

    pub(super) fn code(&mut self, code: Code, now: i64) -> String {
        keep(&mut self.codes, "", now + CODE_MS, code)
    }

    /// What a code stands for, once.
    pub(super) fn redeem(&mut self, code: &str, now: i64) -> Option<Code> {
        take(&mut self.codes, code, now)
    }

    /// Issues tokens; a refresh token where the grant covers being away.
    pub(super) fn issue(&mut self, grant: Grant, seconds: u32, now: i64) -> Issued {
        let away = grant.scopes.iter().any(|scope| scope == "offline_access");
        let access =
            keep(&mut self.access, "sandbox-oauth-", now + i64::from(seconds) * 1_000, grant.clone());
        let refresh = away.then(|| keep(&mut self.refresh, "sandbox-refresh-", i64::MAX, grant));
        Issued { access, refresh }
    }

    /// Uses a refresh token up, unless it belongs to another app.
    pub(super) fn refresh(&mut self, token: &str, client_id: &str) -> Option<Grant> {
        let (_, grant) = self.refresh.get(&digest(token.as_bytes()))?;
        if grant.client_id != client_id {
            return None;
        }
        take(&mut self.refresh, token, 0)
    }

    /// Whose access token this is. Expired ones stay known for a while, to be told apart from wrong ones.
    pub(crate) fn find(&self, token: &str, now: i64) -> Result<Grant, Refusal> {
        match self.access.get(&digest(token.as_bytes())) {
            Some((until, grant)) if *until > now => Ok(grant.clone()),
            Some(_) => {
                Err(Refusal::new(401, "UNAUTHENTICATED", "Access token has expired. [ReqId: sandbox]"))
            }
            None => Err(Refusal::new(401, "UNAUTHENTICATED", "Invalid access token. [ReqId: sandbox]")),
        }
    }

    pub(crate) fn forget(&mut self, slot: &Arc<Slot>) {
        self.codes.retain(|_, (_, code)| !Arc::ptr_eq(&code.grant.slot, slot));
        self.access.retain(|_, (_, grant)| !Arc::ptr_eq(&grant.slot, slot));
        self.refresh.retain(|_, (_, grant)| !Arc::ptr_eq(&grant.slot, slot));
    }
}
