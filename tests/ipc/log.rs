//! Everything this process logs, down to the smallest detail, for looking whether a secret is in it. One log for all tests:
//! a process has only one.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use tracing_subscriber::filter::LevelFilter;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn log() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_writer(move || writer.clone())
            .try_init()
            .unwrap();
        log
    })
}

/// Listens from now on, and proves that it does.
pub fn listen() {
    let log = log();
    tracing::info!("the log is being read");
    assert!(String::from_utf8_lossy(&log.0.lock().unwrap()).contains("the log is being read"));
}

/// What was logged so far.
pub fn logged() -> Vec<u8> {
    log().0.lock().unwrap().clone()
}
