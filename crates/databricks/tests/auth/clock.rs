//! Time that a test sets: the clock on the wall may be wrong and may jump, the other one only goes forward.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use async_trait::async_trait;
use gatewright_databricks::Clock;

pub(crate) const DAY: i64 = 86_400;

#[derive(Debug, Default)]
pub(crate) struct SetClock {
    ahead: Mutex<Duration>,
    wall_is_off_by: Mutex<i64>,
}

impl SetClock {
    pub(crate) fn off_by(seconds: i64) -> Arc<Self> {
        let clock = Arc::new(Self::default());
        clock.set_wall_off_by(seconds);
        clock
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, seconds: u64) {
        *self.ahead.lock().unwrap() += Duration::from_secs(seconds);
    }

    /// Somebody sets the computer's clock, or it slept.
    pub(crate) fn set_wall_off_by(&self, seconds: i64) {
        *self.wall_is_off_by.lock().unwrap() = seconds;
    }
}

#[async_trait]
impl Clock for SetClock {
    fn now(&self) -> Instant {
        Instant::now() + *self.ahead.lock().unwrap()
    }

    fn wall(&self) -> SystemTime {
        let off = *self.wall_is_off_by.lock().unwrap();
        let wall = SystemTime::now() + *self.ahead.lock().unwrap();
        let by = Duration::from_secs(off.unsigned_abs());
        if off < 0 { wall - by } else { wall + by }
    }

    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}
