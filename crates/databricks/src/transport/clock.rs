//! Time and chance, injected so that tests decide both.

use std::fmt::Debug;
use std::time::{Duration, Instant, SystemTime};

use async_trait::async_trait;

/// A source of time.
#[async_trait]
pub trait Clock: Send + Sync + Debug {
    /// Monotonic time.
    fn now(&self) -> Instant;

    /// Calendar time, for `Retry-After` dates.
    fn wall(&self) -> SystemTime;

    /// Waits.
    async fn sleep(&self, time: Duration);
}

/// A source of chance.
pub trait Random: Send + Sync + Debug {
    /// A number from 0 up to but not including 1.
    fn fraction(&self) -> f64;

    /// Bytes that nobody can guess, for what protects a sign-in. Only tests replace them.
    fn fill(&self, bytes: &mut [u8]) {
        rand::fill(bytes);
    }
}

/// The machine's time, on tokio's timers.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

/// The machine's chance.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }

    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}

impl Random for SystemRandom {
    fn fraction(&self) -> f64 {
        rand::random::<f64>()
    }
}
