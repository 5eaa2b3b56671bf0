//! The simulated workspace inside the app: started on first use, on this computer only, its state kept in the data
//! folder without any secret value.

use std::path::PathBuf;
use std::sync::{Arc, Mutex as StdMutex, PoisonError};

use gatewright_sandbox::{Options, Running, Sandbox, WorldKind};
use tokio::sync::Mutex;

use crate::app::dto::Notice;
use crate::ipc::failure::Failure;

/// The sandbox, running or not yet.
pub(crate) struct EmbeddedSandbox {
    file: PathBuf,
    running: Mutex<Option<Arc<Running>>>,
    notice: StdMutex<Option<Notice>>,
}

impl EmbeddedSandbox {
    pub(crate) fn new(file: PathBuf) -> Self {
        Self { file, running: Mutex::new(None), notice: StdMutex::new(None) }
    }

    /// The running sandbox; the first caller starts it.
    pub(crate) async fn running(&self) -> Result<Arc<Running>, Failure> {
        let mut slot = self.running.lock().await;
        if let Some(running) = slot.as_ref() {
            return Ok(Arc::clone(running));
        }
        let options =
            Options { world: WorldKind::Demo, state_file: Some(self.file.clone()), ..Options::default() };
        let running = Sandbox::start(options).await.map_err(|error| {
            Failure::here(
                "The sandbox did not start",
                "It needs a free port on this computer, reachable from this computer only.",
                &error.to_string(),
            )
        })?;
        if let Some(aside) = running.damaged_state_file() {
            *self.notice.lock().unwrap_or_else(PoisonError::into_inner) = Some(Notice {
                id: "sandbox".to_owned(),
                title: "The sandbox starts afresh".to_owned(),
                detail: format!("Its file was damaged and is set aside as {}.", aside.display()),
            });
        }
        let running = Arc::new(running);
        *slot = Some(Arc::clone(&running));
        Ok(running)
    }

    /// Something to tell about the start, once.
    pub(crate) fn take_notice(&self) -> Option<Notice> {
        self.notice.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Writes what is not written yet and stops listening.
    pub(crate) async fn stop(&self) {
        let running = self.running.lock().await.take();
        if let Some(running) = running.and_then(Arc::into_inner) {
            running.shutdown().await;
        }
    }
}
