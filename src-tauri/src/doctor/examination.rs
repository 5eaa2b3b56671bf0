//! Walks the steps in order and tells each as it begins and as it ends. What cannot be tried after a failed step is
//! skipped with the reason, so that a report always holds every line.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::dto::{DoctorCheck, DoctorLine, DoctorReport, DoctorState};
use super::finding::Finding;
use super::patient::Patient;
use super::{report, rights, road, server};
use crate::explain::redact::redact;

/// Every step, in the order of the report.
pub(super) const CHECKS: &[DoctorCheck] = &[
    DoctorCheck::Name,
    DoctorCheck::Tcp,
    DoctorCheck::Tls,
    DoctorCheck::Proxy,
    DoctorCheck::Workspace,
    DoctorCheck::Token,
    DoctorCheck::Identity,
    DoctorCheck::Serving,
    DoctorCheck::Secrets,
    DoctorCheck::Warehouses,
    DoctorCheck::Catalogs,
];

/// The longest each kind of step may take.
pub(super) const NAME_LIMIT: Duration = Duration::from_secs(5);
pub(super) const CONNECT_LIMIT: Duration = Duration::from_secs(8);
pub(super) const ANSWER_LIMIT: Duration = Duration::from_secs(12);

type Teller = Box<dyn Fn(&DoctorLine) + Send + Sync>;

/// The lines so far, told as they come.
pub(super) struct Telling {
    tell: Teller,
    lines: Mutex<Vec<DoctorLine>>,
}

/// A step that has begun.
pub(super) struct Begun<'a> {
    telling: &'a Telling,
    check: DoctorCheck,
    since: Instant,
}

impl Telling {
    pub(super) fn to(tell: impl Fn(&DoctorLine) + Send + Sync + 'static) -> Self {
        Self { tell: Box::new(tell), lines: Mutex::default() }
    }

    pub(super) fn begin(&self, check: DoctorCheck) -> Begun<'_> {
        self.take(DoctorLine {
            check,
            state: DoctorState::Running,
            title: question(check).to_owned(),
            detail: String::new(),
            who_can_fix: None,
            next: None,
            milliseconds: None,
        });
        Begun { telling: self, check, since: Instant::now() }
    }

    pub(super) fn skip(&self, check: DoctorCheck, because: &str) {
        self.take(DoctorLine {
            check,
            state: DoctorState::Skipped,
            title: question(check).to_owned(),
            detail: because.to_owned(),
            who_can_fix: None,
            next: None,
            milliseconds: None,
        });
    }

    /// Skips whatever has not ended.
    pub(super) fn skip_the_rest(&self, because: &str) {
        for check in CHECKS {
            if !self.has_ended(*check) {
                self.skip(*check, because);
            }
        }
    }

    /// The person has seen enough.
    pub(super) fn stopped(&self) {
        self.skip_the_rest("You stopped the examination before this step ended.");
    }

    fn has_ended(&self, check: DoctorCheck) -> bool {
        self.lock().iter().any(|line| line.check == check && line.state != DoctorState::Running)
    }

    fn take(&self, mut line: DoctorLine) {
        // The second lock: no text of a server or of a library is shown unread.
        line.title = redact(&line.title);
        line.detail = redact(&line.detail);
        (self.tell)(&line);
        let mut lines = self.lock();
        lines.retain(|known| known.check != line.check);
        lines.push(line);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<DoctorLine>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn report(&self, patient: &Patient) -> DoctorReport {
        let mut lines = self.lock().clone();
        lines.sort_by_key(|line| line.check);
        report::write(lines, &patient.name, patient.host.as_str())
    }
}

impl Begun<'_> {
    pub(super) fn end(self, finding: Finding) {
        let took = u32::try_from(self.since.elapsed().as_millis()).unwrap_or(u32::MAX);
        self.telling.take(DoctorLine {
            check: self.check,
            state: finding.state,
            title: finding.title,
            detail: finding.detail,
            who_can_fix: finding.who,
            next: finding.next,
            milliseconds: Some(took),
        });
    }
}

/// What a step looks at, while it runs and when it is skipped.
fn question(check: DoctorCheck) -> &'static str {
    match check {
        DoctorCheck::Name => "Does the name have an address?",
        DoctorCheck::Tcp => "Does the server take a connection?",
        DoctorCheck::Tls => "Is the connection secure?",
        DoctorCheck::Proxy => "Which proxy is used?",
        DoctorCheck::Workspace => "Is this a Databricks workspace?",
        DoctorCheck::Token => "Is the sign-in accepted?",
        DoctorCheck::Identity => "Who am I here?",
        DoctorCheck::Serving => "Does model serving answer?",
        DoctorCheck::Secrets => "May I list secret scopes?",
        DoctorCheck::Warehouses => "May I list SQL warehouses?",
        DoctorCheck::Catalogs => "May I list catalogs?",
    }
}

/// The whole examination.
pub(super) async fn examine(patient: &Patient, telling: &Telling) {
    if let Err(blocked) = road::examine(patient, telling).await {
        telling.skip_the_rest(blocked);
        return;
    }
    if let Err(blocked) = server::examine(patient, telling).await {
        telling.skip_the_rest(blocked);
        return;
    }
    if let Err(blocked) = rights::examine(patient, telling).await {
        telling.skip_the_rest(&blocked);
    }
}
