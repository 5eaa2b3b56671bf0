//! What the gateway's guardrails did to an answer that came through, in words. Whether something was masked is decided by
//! their reports, never by words in brackets: a model may write those itself (reference §4.2).

use gatewright_databricks::queries::Policy;
use serde_json::Value;

use super::dto::{GuardSide, Guarded};

/// Both sides of a report.
pub(super) fn of(policy: &Policy, answer: &str) -> Vec<Guarded> {
    let mut all = side(GuardSide::Input, policy.input.as_ref(), None);
    all.extend(side(GuardSide::Output, policy.output.as_ref(), Some(answer)));
    all
}

fn side(side: GuardSide, report: Option<&Value>, answer: Option<&str>) -> Vec<Guarded> {
    let items = match report {
        Some(Value::Array(items)) => items.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let masked = items.iter().filter(|item| item.get("pii_detection").and_then(Value::as_bool) == Some(true));
    let mut found: Vec<Guarded> = Vec::new();
    for item in masked {
        // The masked text stands in the report; for an answer it is the answer itself.
        let text = ["anonymized_input", "anonymized_output"].iter().find_map(|key| item.get(*key)?.as_str());
        for spot in placeholders(text.or(answer).unwrap_or_default()) {
            let what = words(&spot);
            match found.iter_mut().find(|one| one.what == what) {
                Some(one) if one.spots.contains(&spot) => {}
                Some(one) => one.spots.push(spot),
                None => found.push(Guarded { side, what, spots: vec![spot] }),
            }
        }
        if found.is_empty() {
            found.push(Guarded { side, what: "personal data".to_owned(), spots: Vec::new() });
        }
    }
    found
}

/// `<EMAIL_ADDRESS>` and the like, each once, in their order.
fn placeholders(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('<') {
        let rest = text.get(at + 1..).unwrap_or_default();
        let Some(name) = rest.split('>').next().filter(|name| name.len() < rest.len()) else { continue };
        let fits = (2..=40).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_' || byte.is_ascii_digit());
        let spot = format!("<{name}>");
        if fits && !found.contains(&spot) {
            found.push(spot);
        }
    }
    found
}

fn words(spot: &str) -> String {
    match spot {
        "<EMAIL_ADDRESS>" => "an e-mail address".to_owned(),
        "<PHONE_NUMBER>" => "a phone number".to_owned(),
        "<CREDIT_CARD>" => "a card number".to_owned(),
        "<SSN>" | "<US_SSN>" => "a social security number".to_owned(),
        "<US_BANK_NUMBER>" | "<IBAN_CODE>" | "<BANK_ACCOUNT>" => "an account number".to_owned(),
        "<PERSON>" => "a name".to_owned(),
        "<LOCATION>" => "a place".to_owned(),
        "<IP_ADDRESS>" => "an IP address".to_owned(),
        other => other.trim_matches(['<', '>']).to_ascii_lowercase().replace('_', " "),
    }
}

#[cfg(test)]
mod tests {
    use gatewright_databricks::queries::Policy;
    use serde_json::json;

    use super::of;
    use crate::playground::dto::GuardSide;

    #[test]
    fn spots_are_those_the_report_accounts_for() {
        let policy = Policy { output: Some(json!([{ "pii_detection": true }])), ..Policy::default() };
        let found = of(&policy, "Write to <EMAIL_ADDRESS> or <EMAIL_ADDRESS>, call <PHONE_NUMBER>, not <b>.");
        assert_eq!(found.len(), 2);
        assert_eq!(
            (found[0].what.as_str(), found[0].spots.as_slice()),
            ("an e-mail address", &["<EMAIL_ADDRESS>".to_owned()][..])
        );
        assert!(found.iter().all(|one| one.side == GuardSide::Output));
    }

    #[test]
    fn brackets_alone_are_no_mask() {
        let policy = Policy {
            input: Some(json!([{ "pii_detection": false, "flagged": false }])),
            ..Policy::default()
        };
        assert!(of(&policy, "<EMAIL_ADDRESS>").is_empty());
        assert!(of(&Policy::default(), "<EMAIL_ADDRESS>").is_empty());
    }

    #[test]
    fn a_prompt_is_read_from_its_own_report() {
        let policy = Policy {
            input: Some(json!([{ "pii_detection": true, "anonymized_input": "I am <PERSON>." }])),
            ..Policy::default()
        };
        let found = of(&policy, "Hello.");
        assert_eq!((found[0].side, found[0].what.as_str()), (GuardSide::Input, "a name"));
    }
}
