//! What a question is about: the noun phrase left when the asking is taken away.

const ASKING: [&str; 62] = [
    "please",
    "can",
    "could",
    "would",
    "you",
    "explain",
    "describe",
    "what",
    "what's",
    "is",
    "are",
    "was",
    "the",
    "a",
    "an",
    "tell",
    "me",
    "about",
    "how",
    "do",
    "does",
    "did",
    "i",
    "we",
    "write",
    "give",
    "list",
    "show",
    "make",
    "create",
    "of",
    "for",
    "to",
    "why",
    "when",
    "should",
    "summarise",
    "summarize",
    "compare",
    "us",
    "my",
    "our",
    "draft",
    "some",
    "five",
    "three",
    "ten",
    "steps",
    "ideas",
    "function",
    "that",
    "code",
    "python",
    "script",
    "table",
    "short",
    "poem",
    "which",
    "hi",
    "hello",
    "and",
    "works",
];
const ENDING: [&str; 16] = [
    "as",
    "using",
    "please",
    "briefly",
    "within",
    "under",
    "because",
    "so",
    "then",
    "works",
    "work",
    "means",
    "mean",
    "and",
    "step",
    "including",
];

pub(super) fn is_greeting(lower: &str) -> bool {
    let bare = lower.trim_end_matches(['!', '.', '?', ' ']);
    [
        "hi",
        "hello",
        "hey",
        "hi there",
        "hello there",
        "good morning",
        "good afternoon",
        "good evening",
        "hey there",
        "ping",
    ]
    .contains(&bare)
}

/// The phrase, in the person's own words; of an earlier turn when this one only points back ("and why?").
pub(super) fn of(text: &str, earlier: &[String]) -> String {
    phrase(text)
        .filter(|found| {
            !["it", "this", "more", "again", "them", "these"].contains(&found.to_lowercase().as_str())
        })
        .or_else(|| earlier.iter().rev().find_map(|turn| phrase(turn)))
        .unwrap_or_else(|| "your question".to_owned())
}

fn phrase(text: &str) -> Option<String> {
    let first = text.split(['\n', '?', '!', ':', ';']).find(|part| part.chars().any(char::is_alphabetic))?;
    let first = first.split(". ").next().unwrap_or(first);
    let mut kept: Vec<&str> = Vec::new();
    for word in first.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let lower = bare.to_lowercase();
        if bare.is_empty() || (kept.is_empty() && ASKING.contains(&lower.as_str())) {
            continue;
        }
        if !kept.is_empty() && ENDING.contains(&lower.as_str()) || kept.len() >= 7 {
            break;
        }
        if !kept.is_empty() && ["in", "with"].contains(&lower.as_str()) && is_form(first, word) {
            break;
        }
        kept.push(bare);
        if word.ends_with(',') {
            break;
        }
    }
    while kept.last().is_some_and(|last| ["in", "of", "for", "the", "a", "to", "with", "on"].contains(last)) {
        kept.pop();
    }
    (!kept.is_empty()).then(|| kept.join(" "))
}

/// What follows `word` names a form ("in one sentence"), not a part of the subject ("in Rotterdam").
fn is_form(sentence: &str, word: &str) -> bool {
    let after = sentence.split(&format!(" {word} ")).nth(1).unwrap_or_default().to_lowercase();
    [
        "one", "two", "three", "a ", "detail", "depth", "json", "simple", "plain", "short", "brief",
        "python", "rust", "bullet",
    ]
    .iter()
    .any(|form| after.starts_with(form))
}

/// The sentences of a text, trimmed.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    text.split(['\n', '!', '?'])
        .flat_map(|part| part.split(". "))
        .map(|sentence| sentence.trim().trim_end_matches('.').trim())
        .filter(|sentence| sentence.split_whitespace().count() >= 3)
        .collect()
}

/// With a capital letter in front.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_asking_is_taken_away() {
        for (text, wanted) in [
            ("Explain how a bill of lading works.", "bill of lading"),
            ("What is demurrage?", "demurrage"),
            ("Please explain customs clearance in one sentence", "customs clearance"),
            ("Tell me about delays in Rotterdam", "delays in Rotterdam"),
            ("Why?", "your question"),
        ] {
            assert_eq!(of(text, &[]), wanted);
        }
        assert_eq!(of("and why?", &["What is demurrage?".to_owned()]), "demurrage");
    }
}
