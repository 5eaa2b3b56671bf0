//! The examination as one text for the clipboard, and as one sentence. The text passes the redactor once more as a whole.

use time::OffsetDateTime;
use time::macros::format_description;

use super::dto::{DoctorLine, DoctorReport, DoctorState};
use crate::explain::redact::redact;

/// Writes the report of what was found.
pub(super) fn write(lines: Vec<DoctorLine>, name: &str, address: &str) -> DoctorReport {
    let verdict = verdict(&lines, name);
    let text = redact(&text(&lines, &verdict, address));
    DoctorReport { lines, text, verdict }
}

fn verdict(lines: &[DoctorLine], name: &str) -> String {
    let of = |state: DoctorState| lines.iter().filter(move |line| line.state == state);
    if let Some(failed) = of(DoctorState::Failed).next() {
        return format!("{}.", failed.title.trim_end_matches(['.', '?']));
    }
    let (warned, skipped) = (of(DoctorState::Warning).count(), of(DoctorState::Skipped).count());
    match (warned, skipped) {
        (0, 0) => format!("All is well with {name}."),
        (0, _) => format!("What was looked at of {name} is well."),
        (1, _) => format!("{name} can be worked with; there is one thing to know."),
        (many, _) => format!("{name} can be worked with; there are {many} things to know."),
    }
}

fn mark(state: DoctorState) -> &'static str {
    match state {
        DoctorState::Running => "[..]",
        DoctorState::Ok => "[ok]",
        DoctorState::Warning => "[!]",
        DoctorState::Failed => "[FAILED]",
        DoctorState::Skipped => "[skipped]",
    }
}

fn text(lines: &[DoctorLine], verdict: &str, address: &str) -> String {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute] UTC");
    let now = OffsetDateTime::now_utc().format(&format).unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    let mut parts = vec![
        format!("Gatewright {version} looked at {address}, {now}, on {}", std::env::consts::OS),
        verdict.to_owned(),
        String::new(),
    ];
    for line in lines {
        let took = line.milliseconds.map(|took| format!(" ({took} ms)")).unwrap_or_default();
        parts.push(format!("{} {}{took}", mark(line.state), line.title));
        if !line.detail.is_empty() {
            parts.push(format!("    {}", line.detail));
        }
        if let Some(who) = &line.who_can_fix {
            parts.push(format!("    Who can change it: {who}"));
        }
    }
    parts.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::doctor::dto::DoctorCheck;

    fn line(check: DoctorCheck, state: DoctorState, title: &str, detail: &str) -> DoctorLine {
        DoctorLine {
            check,
            state,
            title: title.to_owned(),
            detail: detail.to_owned(),
            who_can_fix: Some("You.".to_owned()),
            next: None,
            milliseconds: Some(12),
        }
    }

    #[test]
    fn the_verdict_is_the_first_thing_that_failed() {
        let lines = vec![
            line(DoctorCheck::Name, DoctorState::Ok, "The name has an address", ""),
            line(DoctorCheck::Tcp, DoctorState::Failed, "The server does not answer", ""),
            line(DoctorCheck::Proxy, DoctorState::Failed, "The proxy cannot be reached", ""),
        ];
        let report = write(lines, "claims", "https://a.cloud.databricks.com");
        assert_eq!(report.verdict, "The server does not answer.");
        assert!(report.text.contains("[ok] The name has an address (12 ms)"), "{}", report.text);
        assert!(report.text.contains("Who can change it: You."), "{}", report.text);
    }

    #[test]
    fn without_a_failure_the_verdict_counts_what_there_is_to_know() {
        let ok = line(DoctorCheck::Name, DoctorState::Ok, "a", "");
        let warned = line(DoctorCheck::Catalogs, DoctorState::Warning, "b", "");
        assert_eq!(write(vec![ok.clone()], "claims", "x").verdict, "All is well with claims.");
        assert!(write(vec![ok, warned], "claims", "x").verdict.contains("one thing to know"));
    }

    proptest! {
        #[test]
        fn no_secret_of_a_known_family_is_in_a_report_wherever_it_stood(
            prefix in prop_oneof![Just("dapi"), Just("sk-proj-"), Just("sk-ant-api03-"), Just("eyJ"), Just("Bearer ")],
            body in "[a-z0-9]{23,40}[0-9]",
            before in "[a-zA-Z ]{0,12}[ :\"=(]",
            in_title in any::<bool>(),
        ) {
            let secret = format!("{prefix}{body}");
            let text = format!("{before}{secret}. More.");
            let (title, detail) = if in_title { (text.as_str(), "") } else { ("A title", text.as_str()) };
            let report = write(vec![line(DoctorCheck::Token, DoctorState::Failed, title, detail)], "claims", "x");
            prop_assert!(!report.text.contains(&body), "{}", report.text);
        }
    }
}
