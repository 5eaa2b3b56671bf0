//! The variables of a text, `{{name}}`. The window fills them (ui/src/playground/variables.ts) by the same rule, which both
//! prove with the cases of tests/cases/variables.json; here they are only found.

const LONGEST_NAME: usize = 60;

/// The names in a text, each once, in their order.
pub(crate) fn names(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in pieces(text) {
        if let Piece::Variable(name) = part
            && !found.iter().any(|known| known == name)
        {
            found.push(name.to_owned());
        }
    }
    found
}

/// Whether a text holds more of a template language than variables: filters, conditions, loops.
pub(crate) fn holds_more(text: &str) -> bool {
    pieces(text)
        .iter()
        .any(|piece| matches!(piece, Piece::Words(words) if words.contains("{{") || words.contains("{%")))
}

#[derive(Debug, Clone, Copy)]
enum Piece<'a> {
    Words(&'a str),
    Variable(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let mut pieces = Vec::new();
    let (mut words, mut at) = (0, 0);
    while let Some(found) = part(at, text.len()).find("{{") {
        let open = at + found;
        if let Some((name, length)) = variable(part(open, text.len())) {
            pieces.push(Piece::Words(part(words, open)));
            pieces.push(Piece::Variable(name));
            words = open + length;
            at = words;
        } else {
            // Of three brackets the last two may begin one.
            at = open + 1;
        }
    }
    pieces.push(Piece::Words(part(words, text.len())));
    pieces
}

/// The name of the variable a text begins with, and how many bytes it takes.
fn variable(text: &str) -> Option<(&str, usize)> {
    let blank = |sign: char| matches!(sign, ' ' | '\t');
    let inside = text.strip_prefix("{{")?.trim_start_matches(blank);
    let end = inside
        .find(|sign: char| !(sign.is_alphabetic() || sign.is_numeric() || matches!(sign, '_' | '-')))
        .unwrap_or(inside.len());
    let (name, rest) = inside.split_at_checked(end)?;
    let first = name.chars().next()?;
    if !(first.is_alphabetic() || first == '_') || name.chars().count() > LONGEST_NAME {
        return None;
    }
    let after = rest.trim_start_matches(blank).strip_prefix("}}")?;
    Some((name, text.len() - after.len()))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{holds_more, names};

    #[test]
    fn names_are_found_by_the_rule_the_window_fills_by() {
        let cases: Vec<Value> =
            serde_json::from_str(include_str!("../../../tests/cases/variables.json")).unwrap();
        assert!(cases.len() > 10);
        for case in cases {
            let found = names(case["text"].as_str().unwrap());
            assert_eq!(serde_json::json!(found), case["names"], "{}", case["why"]);
        }
    }

    #[test]
    fn what_is_no_variable_is_noticed() {
        assert!(!holds_more("To {{ customer }} and {not} {{{name}}}"));
        for text in ["{{ name | upper }}", "{% if a %}", "{{a.b}}", "{{open"] {
            assert!(holds_more(text), "{text}");
        }
    }
}
