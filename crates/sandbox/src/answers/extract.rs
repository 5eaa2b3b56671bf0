//! Answers worked out of the given text itself: summaries, facts, sentiment, JSON, sums.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Style;
use super::topic::sentences;

const GOOD: [&str; 14] = [
    "great",
    "good",
    "excellent",
    "happy",
    "love",
    "thanks",
    "thank",
    "perfect",
    "fast",
    "helpful",
    "pleased",
    "friendly",
    "resolved",
    "recommend",
];
const BAD: [&str; 16] = [
    "bad",
    "late",
    "broken",
    "angry",
    "terrible",
    "lost",
    "damaged",
    "slow",
    "refund",
    "delay",
    "delayed",
    "wrong",
    "never",
    "disappointed",
    "complaint",
    "missing",
];

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// The sentences that carry most of the text's own frequent words and its numbers, in their order.
pub(super) fn summary(text: &str, short: bool) -> String {
    // The first line or clause is usually the instruction.
    let body =
        text.split_once([':', '\n']).map_or(text, |(_, rest)| if rest.len() > 120 { rest } else { text });
    let all = sentences(body);
    let often = |word: &String| word.len() > 4 && body.to_lowercase().matches(word.as_str()).count() > 1;
    let mut ranked: Vec<(usize, usize)> = all
        .iter()
        .enumerate()
        .map(|(at, sentence)| {
            let weight = words(sentence).filter(often).count() * 2
                + sentence.chars().filter(char::is_ascii_digit).count().min(6)
                + usize::from(at == 0) * 6;
            (weight, at)
        })
        .collect();
    ranked.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    let keep = if short { 1 } else { (all.len() / 3).clamp(2, 6) };
    let mut kept: Vec<usize> = ranked.into_iter().take(keep).map(|(_, at)| at).collect();
    kept.sort_unstable();
    let picked = kept.into_iter().filter_map(|at| all.get(at));
    if short {
        return picked.map(|sentence| format!("{sentence}.")).collect();
    }
    let mut out = String::from("**Summary**\n\n");
    for sentence in picked {
        // Writing to a String cannot fail.
        let _row = writeln!(out, "- {sentence}.");
    }
    out
}

pub(super) fn sentiment(text: &str, style: Style) -> String {
    let good: Vec<String> = words(text).filter(|word| GOOD.contains(&word.as_str())).collect();
    let bad: Vec<String> = words(text).filter(|word| BAD.contains(&word.as_str())).collect();
    let verdict = match good.len().cmp(&bad.len()) {
        std::cmp::Ordering::Greater => "Positive",
        std::cmp::Ordering::Less => "Negative",
        std::cmp::Ordering::Equal => "Neutral",
    };
    if style == Style::Terse {
        return verdict.to_owned();
    }
    let signs: Vec<String> = good.into_iter().chain(bad).take(4).map(|word| format!("“{word}”")).collect();
    if signs.is_empty() {
        return format!("**{verdict}**\n\nThe text states facts without judging them.");
    }
    format!("**{verdict}**\n\nThe wording decides it: {}.", signs.join(", "))
}

/// Names, numbers, mails and dates, each with what kind of thing it looks like.
fn found(text: &str) -> Vec<(&'static str, String)> {
    let mut out: Vec<(&'static str, String)> = Vec::new();
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '€' && c != '$');
        let digits = bare.chars().filter(char::is_ascii_digit).count();
        let kind = if bare.contains('@') && bare.contains('.') {
            "Mail"
        } else if digits > 0 && (bare.starts_with(['$', '€']) || bare.ends_with('€')) {
            "Amount"
        } else if digits >= 6 && bare.matches(['-', '/', '.']).count() == 2 {
            "Date"
        } else if digits >= 5 && bare.chars().any(char::is_alphabetic) {
            "Reference"
        } else if digits > 0 {
            "Number"
        } else {
            continue;
        };
        if !out.iter().any(|(_, seen)| seen == bare) {
            out.push((kind, bare.to_owned()));
        }
    }
    out.truncate(20);
    out
}

pub(super) fn facts(text: &str) -> String {
    let rows = found(text);
    if rows.is_empty() {
        return "The text holds no dates, amounts, references or addresses that I could extract.".to_owned();
    }
    let mut out = String::from("| Kind | Value |\n| --- | --- |\n");
    for (kind, value) in rows {
        let _row = writeln!(out, "| {kind} | {value} |");
    }
    out
}

pub(super) fn json(text: &str, subject: &str) -> String {
    let items: Vec<Value> = found(text)
        .into_iter()
        .map(|(kind, value)| json!({"kind": kind.to_lowercase(), "value": value}))
        .collect();
    let told: Vec<String> =
        sentences(text).into_iter().take(2).map(|sentence| format!("{sentence}.")).collect();
    json!({"subject": subject, "summary": told.join(" "), "items": items, "complete": true}).to_string()
}

/// Works out a sum when the question is one.
pub(super) fn sum(lower: &str) -> Option<String> {
    let bare: String = lower
        .trim_start_matches("please ")
        .trim_start_matches("what is ")
        .trim_start_matches("what's ")
        .trim_start_matches("calculate ")
        .trim_start_matches("compute ")
        .chars()
        .filter(|c| !c.is_whitespace() && !['?', '=', ','].contains(c))
        .map(|c| if c == '×' || c == 'x' { '*' } else { c })
        .collect();
    let is_sum = bare.contains(['+', '-', '*', '/'])
        && bare.chars().all(|c| c.is_ascii_digit() || "+-*/().".contains(c));
    if !is_sum {
        return None;
    }
    let letters: Vec<char> = bare.chars().collect();
    let mut at = 0;
    let value = terms(&letters, &mut at)?;
    (at == letters.len() && value.is_finite()).then(|| {
        let rounded = (value * 1e6).round() / 1e6;
        format!("{} = **{rounded}**", bare.replace('*', " × ").replace('+', " + "))
    })
}

fn terms(letters: &[char], at: &mut usize) -> Option<f64> {
    let mut value = factors(letters, at)?;
    while let Some(sign @ ('+' | '-')) = letters.get(*at).copied() {
        *at += 1;
        let next = factors(letters, at)?;
        value = if sign == '+' { value + next } else { value - next };
    }
    Some(value)
}

fn factors(letters: &[char], at: &mut usize) -> Option<f64> {
    let mut value = unit(letters, at)?;
    while let Some(sign @ ('*' | '/')) = letters.get(*at).copied() {
        *at += 1;
        let next = unit(letters, at)?;
        value = if sign == '*' { value * next } else { value / next };
    }
    Some(value)
}

fn unit(letters: &[char], at: &mut usize) -> Option<f64> {
    if *at > 200 {
        return None;
    }
    if letters.get(*at) == Some(&'(') {
        *at += 1;
        let value = terms(letters, at)?;
        return (letters.get(*at) == Some(&')')).then(|| {
            *at += 1;
            value
        });
    }
    let negative = letters.get(*at) == Some(&'-');
    *at += usize::from(negative);
    let digits: String = letters.iter().skip(*at).take_while(|c| c.is_ascii_digit() || **c == '.').collect();
    *at += digits.chars().count();
    digits.parse::<f64>().ok().map(|value| if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_worked_out_and_other_texts_left_alone() {
        assert_eq!(sum("what is 2+3*4?").as_deref(), Some("2 + 3 × 4 = **14**"));
        assert_eq!(sum("(1-3)/4"), Some("(1-3)/4 = **-0.5**".to_owned()));
        for other in ["what is x-ray", "1/0", "((((1", "hello", "2026-11-22 report"] {
            assert_eq!(sum(other), None, "{other}");
        }
    }

    #[test]
    fn facts_are_told_apart() {
        let table =
            facts("Extract from: invoice INV-20391 of 2026-05-03 over €1,200 to ann@corp.com, 3 pallets");
        for row in [
            "| Reference | INV-20391 |",
            "| Date | 2026-05-03 |",
            "| Amount | €1,200 |",
            "| Mail | ann@corp.com |",
        ] {
            assert!(table.contains(row), "{table} should have {row}");
        }
    }
}
