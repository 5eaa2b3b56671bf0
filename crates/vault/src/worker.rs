//! The one thread on which keychain calls run, one after another. A keychain may never answer, so nobody waits for this
//! thread longer than a limit, nobody joins it, and while it is stuck later calls are answered without it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::VaultError;
use crate::items::Items;

/// What a call is, for those that come after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The keychain is expected to answer at once.
    Work,
    /// A person is being asked.
    Unlocking,
}

/// What the thread is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Free,
    Busy(Kind),
    Stuck,
}

type Work = Box<dyn FnOnce(&mut dyn Items) + Send>;

struct Job {
    kind: Kind,
    run: Work,
}

enum Thread {
    NotStarted(Box<dyn Items>),
    Running(mpsc::Sender<Job>),
    CouldNotStart,
}

pub(crate) struct Worker {
    thread: Mutex<Thread>,
    standing: Arc<Mutex<Standing>>,
}

impl Worker {
    pub(crate) fn new(items: Box<dyn Items>) -> Self {
        Self { thread: Mutex::new(Thread::NotStarted(items)), standing: Arc::new(Mutex::new(Standing::Free)) }
    }

    /// Runs `work` on the thread and waits for its answer, at most `limit`.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        kind: Kind,
        limit: Duration,
        work: impl FnOnce(&mut dyn Items) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        match *locked(&self.standing) {
            Standing::Stuck => return Err(VaultError::NotAnswering),
            Standing::Busy(Kind::Unlocking) => return Err(VaultError::Locked),
            Standing::Free | Standing::Busy(Kind::Work) => {}
        }
        let (answer, answered) = oneshot::channel();
        let standing = self.standing.clone();
        self.send(Job {
            kind,
            run: Box::new(move |items| {
                // Whoever asked was told that there is no answer: doing it now, unseen, would surprise them.
                if answer.is_closed() {
                    return;
                }
                let result = work(items);
                // Before the answer goes out: whoever gets it may ask the next thing at once.
                *locked(&standing) = Standing::Free;
                let _ = answer.send(result);
            }),
        })?;
        match tokio::time::timeout(limit, answered).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(VaultError::Refused { why: "Its interface failed inside.".into() }),
            Err(_) => Err(self.note_silence()),
        }
    }

    fn note_silence(&self) -> VaultError {
        let mut standing = locked(&self.standing);
        match *standing {
            Standing::Busy(Kind::Unlocking) => return VaultError::Locked,
            // Only a call that is running can be stuck: one that has just ended leaves the thread free.
            Standing::Busy(Kind::Work) => {
                tracing::warn!("the keychain does not answer; further calls are refused until it does");
                *standing = Standing::Stuck;
            }
            Standing::Free | Standing::Stuck => {}
        }
        VaultError::NotAnswering
    }

    fn send(&self, job: Job) -> Result<(), VaultError> {
        let gone =
            || VaultError::Refused { why: "The thread that speaks to it could not be started.".into() };
        let mut thread = locked(&self.thread);
        if let Thread::NotStarted(_) = *thread {
            *thread = match std::mem::replace(&mut *thread, Thread::CouldNotStart) {
                Thread::NotStarted(items) => start(items, self.standing.clone()),
                other => other,
            };
        }
        match &*thread {
            Thread::Running(jobs) => jobs.send(job).map_err(|_| gone()),
            Thread::NotStarted(_) | Thread::CouldNotStart => Err(gone()),
        }
    }
}

fn start(mut items: Box<dyn Items>, standing: Arc<Mutex<Standing>>) -> Thread {
    let (jobs, queue) = mpsc::channel::<Job>();
    // The handle is dropped on purpose: a thread that waits for a silent keychain must not hold up the exit.
    let started = std::thread::Builder::new().name("keychain".into()).spawn(move || {
        for job in queue {
            *locked(&standing) = Standing::Busy(job.kind);
            if catch_unwind(AssertUnwindSafe(|| (job.run)(&mut *items))).is_err() {
                items.reconnect();
            }
            *locked(&standing) = Standing::Free;
        }
    });
    match started {
        Ok(_) => Thread::Running(jobs),
        Err(error) => {
            tracing::error!(%error, "the keychain's thread could not be started");
            Thread::CouldNotStart
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
