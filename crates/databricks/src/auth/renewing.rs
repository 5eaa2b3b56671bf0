//! Access tokens that end, and never are in the way: renewed before they do, by one renewal for all callers, which goes on when
//! the caller that began it is gone. Where tokens come from is a [`TokenSource`]'s, what outlives the app a [`KeepToken`]'s.
//!
//! No decision rests on what time it is here. A lifetime counts from when the token was handed out, on the clock that cannot be
//! set; the calendar only notices that a computer slept, and a wrong one costs at most one renewal too many.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use async_trait::async_trait;
use futures_util::FutureExt;
use futures_util::future::Shared;
use http::HeaderValue;

use super::{AuthError, Authenticate, Token, TokenSet, bearer};
use crate::transport::Clock;

/// How long before its end a token is renewed; for short-lived ones half their life.
const EARLY: Duration = Duration::from_secs(300);
/// After a renewal ahead of time has failed, the next one waits this long. The token in hand is still good.
const PAUSE: Duration = Duration::from_secs(30);
/// A token that seems to have ended when it arrives (two clocks disagree) is used all the same and not asked for again sooner.
const GRACE: Duration = Duration::from_secs(60);
/// No source takes longer. Requests have limits of their own; this is for a program that hangs.
const LONGEST: Duration = Duration::from_secs(120);

/// Where access tokens come from.
#[async_trait]
pub trait TokenSource: Send + Sync + fmt::Debug {
    /// Gets an access token. [`Renewing`] calls this once at a time. `refused` is the token that the workspace has just answered
    /// with 401: a source that remembers tokens must not hand that one out again if it can help it.
    ///
    /// A new refresh token is put into [`TokenSet::refresh`], and used by the source itself from then on.
    ///
    /// # Errors
    /// With [`AuthError::needs_sign_in`] only when waiting cannot help.
    async fn renew(&self, refused: Option<&Token>) -> Result<TokenSet, AuthError>;
}

/// Where refresh tokens are kept, so that a person stays signed in when the app is started again.
#[async_trait]
pub trait KeepToken: Send + Sync + fmt::Debug {
    /// Keeps a new refresh token in place of the last one. The access token that came with it is not used before this is done.
    ///
    /// # Errors
    /// When it could not be kept. Requests go on; it is offered again with the next renewal.
    async fn keep(&self, refresh: &Token) -> Result<(), AuthError>;
}

/// Signs requests with the tokens of a source. Clones share everything.
#[derive(Clone)]
pub struct Renewing {
    inner: Arc<Inner>,
}

struct Inner {
    source: Arc<dyn TokenSource>,
    keep: Option<Arc<dyn KeepToken>>,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    flight: Option<Flight>,
    not_before: Option<Instant>,
    problem: Option<AuthError>,
    /// A refresh token that could not be kept yet.
    unkept: Option<Token>,
    unkept_because: Option<AuthError>,
    server_ahead: Option<i64>,
}

type Flight = Shared<Pin<Box<dyn Future<Output = Result<(), AuthError>> + Send>>>;

/// The token in use.
struct Held {
    header: HeaderValue,
    token: Token,
    expires_at: Option<SystemTime>,
    lifetime: Option<Duration>,
    since: Instant,
    since_wall: SystemTime,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Age {
    Fresh,
    Due,
    Ended,
}

impl fmt::Debug for Renewing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Renewing").field("source", &self.inner.source).finish_non_exhaustive()
    }
}

impl Renewing {
    /// Renews from a source. Nothing is asked for before the first request.
    pub fn new(source: Arc<dyn TokenSource>, clock: Arc<dyn Clock>) -> Self {
        Self { inner: Arc::new(Inner { source, keep: None, clock, state: Mutex::default() }) }
    }

    /// The same with a place where new refresh tokens are kept.
    pub fn keeping(source: Arc<dyn TokenSource>, keep: Arc<dyn KeepToken>, clock: Arc<dyn Clock>) -> Self {
        Self { inner: Arc::new(Inner { source, keep: Some(keep), clock, state: Mutex::default() }) }
    }

    /// Starts with tokens that were just handed out, as after a sign-in. The caller has kept their refresh token already.
    ///
    /// # Errors
    /// When the access token cannot be part of a header.
    pub fn starting_with(self, tokens: &TokenSet) -> Result<Self, AuthError> {
        let held = self.inner.hold(tokens)?;
        let mut state = self.inner.state();
        state.held = Some(held);
        state.server_ahead = ahead(tokens);
        drop(state);
        Ok(self)
    }

    /// When the access token in use ends, by this computer's clock, for display.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.inner.state().held.as_ref()?.expires_at
    }

    /// Why the last renewal failed; `None` after a good one.
    pub fn problem(&self) -> Option<AuthError> {
        self.inner.state().problem.clone()
    }

    /// Why the newest refresh token could not be kept: after the app is closed, a person will have to sign in again.
    pub fn keep_problem(&self) -> Option<AuthError> {
        self.inner.state().unkept_because.clone()
    }

    /// By how many seconds the sign-in server's clock is ahead of this computer's, as of its last answer.
    pub fn server_ahead_by(&self) -> Option<i64> {
        self.inner.state().server_ahead
    }
}

#[async_trait]
impl Authenticate for Renewing {
    async fn authorization(&self) -> Result<HeaderValue, AuthError> {
        let flight = {
            let mut state = self.inner.state();
            match (self.inner.age(&state), &state.held) {
                (Age::Fresh, Some(held)) => return Ok(held.header.clone()),
                (Age::Due, Some(held)) => {
                    let header = held.header.clone();
                    if state.not_before.is_none_or(|time| self.inner.clock.now() >= time) {
                        drop(self.inner.fly(&mut state, None));
                    }
                    return Ok(header);
                }
                _ => self.inner.fly(&mut state, None),
            }
        };
        let outcome = flight.await;
        let state = self.inner.state();
        match (outcome, &state.held) {
            (Ok(()), Some(held)) => Ok(held.header.clone()),
            // Only the calendar calls it ended: then the server decides.
            (Err(why), Some(held)) if !why.needs_sign_in && !held.surely_ended(&*self.inner.clock) => {
                tracing::debug!("the token could not be renewed and is used as long as it lasts");
                Ok(held.header.clone())
            }
            (Err(why), _) => Err(why),
            (Ok(()), None) => Err(AuthError::later("The sign-in gave no token. Try again.")),
        }
    }

    async fn refresh(&self) -> Result<bool, AuthError> {
        let used = self.inner.state().held.as_ref().map(|held| held.header.clone());
        match used {
            Some(used) => self.refused(&used).await,
            None => self.authorization().await.map(|_| true),
        }
    }

    async fn refused(&self, used: &HeaderValue) -> Result<bool, AuthError> {
        let flight = {
            let mut state = self.inner.state();
            let refused = match &state.held {
                Some(held) if held.header != used => return Ok(true),
                Some(held) => Some(held.token.clone()),
                None => None,
            };
            self.inner.fly(&mut state, refused)
        };
        flight.await?;
        Ok(self.inner.state().held.as_ref().is_some_and(|held| held.header != used))
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn age(&self, state: &State) -> Age {
        match &state.held {
            Some(held) => held.age(&*self.clock),
            None => Age::Ended,
        }
    }

    /// Joins the renewal that is under way, or begins one in a task of its own: a caller that goes away does not end it.
    fn fly(self: &Arc<Self>, state: &mut State, refused: Option<Token>) -> Flight {
        if let Some(flight) = &state.flight {
            return flight.clone();
        }
        let mut landing = Landing { inner: Arc::clone(self), landed: false };
        let task = tokio::spawn(async move {
            let outcome = landing.inner.renew(refused.as_ref()).await;
            landing.land();
            outcome
        });
        let flight: Flight = async move {
            task.await
                .unwrap_or_else(|_| Err(AuthError::later("The sign-in could not be renewed. Try again.")))
        }
        .boxed()
        .shared();
        state.flight = Some(flight.clone());
        flight
    }

    async fn renew(&self, refused: Option<&Token>) -> Result<(), AuthError> {
        let asked = tokio::time::timeout(LONGEST, self.source.renew(refused)).await;
        let outcome =
            asked.unwrap_or_else(|_| Err(AuthError::later("Renewing the sign-in took too long. Try again.")));
        let outcome = match outcome {
            Ok(tokens) => self.take(tokens).await,
            Err(why) => Err(why),
        };
        let mut state = self.state();
        // Landed: who comes from now on sees the outcome, and begins a new one if need be.
        state.flight = None;
        state.problem = outcome.as_ref().err().cloned();
        state.not_before = outcome.is_err().then(|| self.clock.now() + PAUSE);
        if let Err(why) = &outcome {
            tracing::info!(needs_sign_in = why.needs_sign_in, "the sign-in could not be renewed");
        }
        outcome
    }

    /// Keeps first, uses then.
    async fn take(&self, tokens: TokenSet) -> Result<(), AuthError> {
        let owed = tokens.refresh.clone().or_else(|| self.state().unkept.clone());
        if let (Some(refresh), Some(keep)) = (owed, &self.keep) {
            let kept = keep.keep(&refresh).await;
            let mut state = self.state();
            state.unkept = kept.is_err().then_some(refresh);
            state.unkept_because = kept.err();
        }
        let held = self.hold(&tokens)?;
        let mut state = self.state();
        state.held = Some(held);
        state.server_ahead = ahead(&tokens).or(state.server_ahead);
        Ok(())
    }

    fn hold(&self, tokens: &TokenSet) -> Result<Held, AuthError> {
        Ok(Held {
            header: bearer(&tokens.access)?,
            token: tokens.access.clone(),
            expires_at: tokens.expires_at,
            lifetime: tokens.lifetime,
            since: self.clock.now(),
            since_wall: self.clock.wall(),
        })
    }
}

/// Clears the way for the next renewal, also when this one panicked or its runtime went away.
struct Landing {
    inner: Arc<Inner>,
    landed: bool,
}

impl Landing {
    fn land(&mut self) {
        self.landed = true;
    }
}

impl Drop for Landing {
    fn drop(&mut self) {
        if !self.landed {
            self.inner.state().flight = None;
        }
    }
}

impl Held {
    fn age(&self, clock: &dyn Clock) -> Age {
        let lived = clock.now().saturating_duration_since(self.since);
        let by_calendar = clock.wall().duration_since(self.since_wall).unwrap_or_default();
        match (self.lifetime, self.expires_at) {
            (Some(lifetime), _) => stage(lived, lifetime).max(stage(by_calendar, lifetime)),
            (None, Some(end)) => match end.duration_since(self.since_wall) {
                Ok(lifetime) if !lifetime.is_zero() => {
                    stage(lived, lifetime).max(stage(by_calendar, lifetime))
                }
                _ if lived < GRACE => Age::Fresh,
                _ => Age::Due,
            },
            (None, None) => Age::Fresh,
        }
    }

    /// Whether the token has ended by the clock that cannot be set.
    fn surely_ended(&self, clock: &dyn Clock) -> bool {
        let lived = clock.now().saturating_duration_since(self.since);
        self.lifetime.is_some_and(|lifetime| lived >= lifetime)
    }
}

fn stage(lived: Duration, lifetime: Duration) -> Age {
    if lived >= lifetime {
        Age::Ended
    } else if lived >= lifetime - EARLY.min(lifetime / 2) {
        Age::Due
    } else {
        Age::Fresh
    }
}

fn ahead(tokens: &TokenSet) -> Option<i64> {
    let (server, here) = (tokens.server_time?, tokens.answered_at?);
    match server.duration_since(here) {
        Ok(ahead) => i64::try_from(ahead.as_secs()).ok(),
        Err(behind) => i64::try_from(behind.duration().as_secs()).ok().map(|seconds| -seconds),
    }
}
