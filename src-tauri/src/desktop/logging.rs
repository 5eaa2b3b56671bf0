//! The log file: one, local, readable, bounded. Every line passes the redactor before it is written, as a net under the
//! types that already print nothing.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::explain::redact::redact;

/// A log past this size is moved to `.old` at the next start.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Starts writing to `file`. Does nothing when the file cannot be opened: a log is not worth a refused start.
pub(crate) fn start(file: &Path) {
    if std::fs::metadata(file).is_ok_and(|meta| meta.len() > LARGEST) {
        let _ = std::fs::rename(file, file.with_extension("log.old"));
    }
    let Ok(open) = OpenOptions::new().create(true).append(true).open(file) else { return };
    let filter = EnvFilter::try_from_env("GATEWRIGHT_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,gatewright=info,gatewright_databricks=info"));
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(Redacting(Arc::new(Mutex::new(open))))
        .try_init();
    std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "a part of the app stopped")));
}

#[derive(Clone)]
struct Redacting(Arc<Mutex<File>>);

impl<'a> MakeWriter<'a> for Redacting {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Write for Redacting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(redact(&text).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).flush()
    }
}
