//! How long a call waited for a connection to be made, as a layer around the connector. A call that finds one standing open waits
//! for none, and so does one whose connection was made in the background for an earlier call.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tower_layer::Layer;
use tower_service::Service;

/// No connection was made.
const NONE: u64 = u64::MAX;

tokio::task_local! {
    /// Microseconds. Only the task that waits for the connection has it.
    static WAITED: Arc<AtomicU64>;
}

/// Runs a call; with how long a connection was made for it: name, TCP and TLS. None when it used one that was there.
pub(super) async fn watched<F: Future>(call: F) -> (F::Output, Option<Duration>) {
    let waited = Arc::new(AtomicU64::new(NONE));
    let output = WAITED.scope(Arc::clone(&waited), call).await;
    let micros = waited.load(Ordering::Relaxed);
    (output, (micros != NONE).then(|| Duration::from_micros(micros)))
}

/// Goes around the connector.
#[derive(Clone, Copy, Debug)]
pub(super) struct Watch;

impl<S> Layer<S> for Watch {
    type Service = Watching<S>;

    fn layer(&self, connector: S) -> Self::Service {
        Watching(connector)
    }
}

/// A connector whose time is taken.
#[derive(Clone, Debug)]
pub(super) struct Watching<S>(S);

impl<S, R> Service<R> for Watching<S>
where
    S: Service<R>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, to: R) -> Self::Future {
        let began = Instant::now();
        let connecting = self.0.call(to);
        Box::pin(async move {
            let made = connecting.await;
            let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(NONE - 1);
            if WAITED.try_with(|waited| waited.store(micros, Ordering::Relaxed)).is_err() {
                tracing::trace!("a connection was made that no call waits for any more");
            }
            made
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone)]
    struct Slow;

    impl Service<()> for Slow {
        type Response = ();
        type Error = ();
        type Future = Pin<Box<dyn Future<Output = Result<(), ()>> + Send>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ()>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, (): ()) -> Self::Future {
            Box::pin(async {
                tokio::time::sleep(Duration::from_millis(40)).await;
                Ok(())
            })
        }
    }

    #[tokio::test]
    async fn a_call_that_waits_for_a_connection_is_told_how_long() {
        let mut connector = Watch.layer(Slow);
        let (made, waited) = watched(connector.call(())).await;
        assert_eq!(made, Ok(()));
        let waited = waited.unwrap();
        assert!((Duration::from_millis(40)..Duration::from_secs(2)).contains(&waited), "{waited:?}");
    }

    #[tokio::test]
    async fn one_that_is_made_in_the_background_is_nobodys() {
        let mut connector = Watch.layer(Slow);
        let background = tokio::spawn(connector.call(()));
        let ((), waited) = watched(async { drop(background.await) }).await;
        assert_eq!(waited, None);
    }
}
