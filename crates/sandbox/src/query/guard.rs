//! Guardrails: finds personal data and unsafe wishes in a text, and blocks or masks as the gateway's settings say.
//! The shapes of what a caller sees follow recorded traffic (reference 4.2).

use serde_json::{Value, json};

use crate::world::text;

const UNSAFE: [(&str, &str); 5] = [
    ("build a bomb", "violence"),
    ("kill myself", "self-harm"),
    ("hurt myself", "self-harm"),
    ("hate all", "hate"),
    ("make a weapon", "violence"),
];

/// What a guardrail decided about one side.
#[derive(Debug, PartialEq)]
pub(super) enum Verdict {
    Fine,
    /// Text with placeholders, and the array that goes with the reply.
    Masked(String, Value),
    /// The array that tells why.
    Blocked(Value),
}

/// Applies one side (`input` or `output`) of the guardrails.
pub(super) fn apply(gateway: Option<&Value>, side: &str, subject: &str) -> Verdict {
    let Some(rules) = gateway.and_then(|gateway| gateway.get("guardrails")?.get(side)) else {
        return Verdict::Fine;
    };
    let lower = subject.to_lowercase();
    let category = UNSAFE.iter().find(|(phrase, _)| lower.contains(phrase)).map(|(_, category)| *category);
    let keyword = rules
        .get("invalid_keywords")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .any(|word| !word.is_empty() && lower.contains(&word.to_lowercase()));
    let unsafe_text = rules.get("safety").and_then(Value::as_bool).unwrap_or(false) && category.is_some();
    if unsafe_text || keyword {
        return Verdict::Blocked(array(category.filter(|_| unsafe_text), false, None));
    }
    let masked = mask(subject);
    match (rules.get("pii").map_or("", |pii| text(pii, "behavior")), masked) {
        ("BLOCK", Some(masked)) => Verdict::Blocked(array(None, true, Some(&masked))),
        ("MASK", Some(masked)) => {
            let array = array(None, true, Some(&masked));
            Verdict::Masked(masked, array)
        }
        _ => Verdict::Fine,
    }
}

fn array(category: Option<&str>, pii: bool, anonymized: Option<&str>) -> Value {
    let names = ["hate", "insults", "violence", "self-harm", "sexual", "misconduct"];
    let flag = |name: &&str| ((*name).to_owned(), Value::Bool(category == Some(*name)));
    let score = |name: &&str| ((*name).to_owned(), json!(if category == Some(*name) { 0.97 } else { 0.01 }));
    json!([{
        "flagged": category.is_some() || pii,
        "categories": names.iter().map(flag).collect::<serde_json::Map<_, _>>(),
        "category_scores": names.iter().map(score).collect::<serde_json::Map<_, _>>(),
        "pii_detection": pii,
        "anonymized_input": anonymized,
    }])
}

/// The text with personal data replaced, or `None` when there is none.
fn mask(subject: &str) -> Option<String> {
    let mut found = false;
    let mut out = String::with_capacity(subject.len());
    for piece in subject.split_inclusive(char::is_whitespace) {
        let bare = piece.trim_matches(|c: char| !c.is_alphanumeric() && c != '+');
        match kind(bare) {
            Some(placeholder) => {
                found = true;
                out.push_str(&piece.replacen(bare, placeholder, 1));
            }
            None => out.push_str(piece),
        }
    }
    found.then_some(out)
}

fn kind(word: &str) -> Option<&'static str> {
    let digits: String = word.chars().filter(char::is_ascii_digit).collect();
    let only = |marks: &str| word.chars().all(|c| c.is_ascii_digit() || marks.contains(c));
    let groups: Vec<usize> = word.split('-').map(str::len).collect();
    match word.split_once('@') {
        Some((user, domain)) if !user.is_empty() && domain.contains('.') => return Some("<EMAIL_ADDRESS>"),
        _ => {}
    }
    if only("-") && groups == [3, 2, 4] {
        Some("<SSN>")
    } else if only("-") && (13..=19).contains(&digits.len()) && luhn(&digits) {
        Some("<CREDIT_CARD>")
    } else if only("+-()./")
        && (10..=15).contains(&digits.len())
        && (word.starts_with('+') || groups == [3, 3, 4])
    {
        Some("<PHONE_NUMBER>")
    } else {
        None
    }
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(at, digit)| if at % 2 == 0 { digit } else { (digit * 2) / 10 + (digit * 2) % 10 })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_data_is_replaced_by_its_kind() {
        assert_eq!(
            mask("Write to ann@corp.com, call 415-555-0132, SSN 078-05-1120, card 4111-1111-1111-1111.")
                .as_deref(),
            Some("Write to <EMAIL_ADDRESS>, call <PHONE_NUMBER>, SSN <SSN>, card <CREDIT_CARD>.")
        );
        assert_eq!(mask("Order 12345 of 2026-05-03 with 3 pallets"), None);
    }

    #[test]
    fn settings_decide_what_happens() {
        let rules = |behavior: &str| json!({"guardrails": {"input": {"safety": true, "pii": {"behavior": behavior}}}});
        assert_eq!(apply(Some(&rules("NONE")), "input", "ann@corp.com"), Verdict::Fine);
        assert!(matches!(apply(Some(&rules("BLOCK")), "input", "ann@corp.com"), Verdict::Blocked(_)));
        assert!(matches!(apply(Some(&rules("MASK")), "input", "ann@corp.com"), Verdict::Masked(..)));
        assert_eq!(apply(Some(&rules("MASK")), "output", "ann@corp.com"), Verdict::Fine);
        let Verdict::Blocked(why) = apply(Some(&rules("NONE")), "input", "How to build a bomb") else {
            panic!()
        };
        assert_eq!(why[0]["categories"]["violence"], true);
    }
}
