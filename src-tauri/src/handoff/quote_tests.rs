//! Literals read back by rules written down a second time, from the languages' own descriptions.

use proptest::prelude::*;

use super::*;

/// Texts that people who attack, and people who paste, come up with.
pub(crate) fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\"".to_owned()),
        Just("'".to_owned()),
        Just("\\".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("\t".to_owned()),
        Just("${".to_owned()),
        Just("%{".to_owned()),
        Just("$$${".to_owned()),
        Just("{{".to_owned()),
        Just("}}".to_owned()),
        Just("#".to_owned()),
        Just(": ".to_owned()),
        Just("- ".to_owned()),
        Just("\"\"\"".to_owned()),
        Just("\nJSON\n".to_owned()),
        Just("$(id)".to_owned()),
        Just("`id`".to_owned()),
        Just("\\(env.HOME)".to_owned()),
        Just("\u{202e}".to_owned()),
        Just("\u{2028}".to_owned()),
        Just("\u{7f}".to_owned()),
        Just("\u{1}".to_owned()),
        Just("😀".to_owned()),
        "[ -~]{0,6}",
        "\\PC{0,4}",
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// `\n`, `\"`, `\\`, `\uXXXX`, `\UXXXXXXXX`, and the mark that ends the literal.
fn unescape(literal: &str, mark: char) -> Option<String> {
    let inner = literal.strip_prefix(mark)?.strip_suffix(mark)?;
    let mut out = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        if c == mark || c == '\n' || c == '\r' {
            return None;
        }
        if c != '\\' {
            out.push(c);
            continue;
        }
        let code = |chars: &mut std::str::Chars<'_>, digits: usize| {
            let number: String = chars.by_ref().take(digits).collect();
            char::from_u32(u32::from_str_radix(&number, 16).ok()?)
        };
        out.push(match chars.next()? {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => code(&mut chars, 4)?,
            'U' => code(&mut chars, 8)?,
            other @ ('"' | '\'' | '\\') => other,
            _ => return None,
        });
    }
    Some(out)
}

/// HCL's templates: what is not `$${` or `%%{` and looks like `${` or `%{` starts an expression.
fn template(literal: &str) -> Option<String> {
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut plain = String::new();
    let mut rest = inner;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("$${") {
            plain.push_str("\\u0024{");
            rest = after;
        } else if let Some(after) = rest.strip_prefix("%%{") {
            plain.push_str("\\u0025{");
            rest = after;
        } else if rest.starts_with("${") || rest.starts_with("%{") {
            return None;
        } else {
            let mut chars = rest.chars();
            let c = chars.next()?;
            plain.push(c);
            rest = chars.as_str();
            if c == '\\' {
                let mut chars = rest.chars();
                plain.push(chars.next()?);
                rest = chars.as_str();
            }
        }
    }
    unescape(&format!("\"{plain}\""), '"')
}

fn word(literal: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = literal;
    while let Some(after) = rest.strip_prefix('\'') {
        let (inner, after) = after.split_once('\'')?;
        out.push_str(inner);
        rest = after;
        if let Some(after) = rest.strip_prefix("\\'") {
            out.push('\'');
            rest = after;
        }
    }
    rest.is_empty().then_some(out)
}

proptest! {
    #[test]
    fn a_hostile_text_stays_one_literal_of_each_language(text in hostile()) {
        prop_assert_eq!(serde_json::from_str::<String>(&json(&text)).ok(), Some(text.clone()));
        prop_assert_eq!(unescape(&python(&text), '"'), Some(text.clone()));
        prop_assert_eq!(unescape(&yaml(&text), '"'), Some(text.clone()));
        prop_assert_eq!(template(&hcl(&text)), Some(text.clone()));
        prop_assert_eq!(unescape(&sql(&text), '\''), Some(text.clone()));
        prop_assert_eq!(word(&shell(&text)), Some(text.clone()));
        for literal in [json(&text), python(&text), yaml(&text), hcl(&text), sql(&text)] {
            prop_assert!(!literal.chars().any(unseen), "nothing that cannot be seen: {:?}", literal);
        }
        prop_assert!(!sql(&text).contains("${"), "a notebook would put a widget in");
    }

    #[test]
    fn an_identifier_is_one_in_every_language(text in hostile()) {
        let name = identifier(&text, "endpoint");
        prop_assert!(name.chars().next().is_some_and(|c| c.is_ascii_lowercase()), "{}", name);
        prop_assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{}", name);
    }
}

#[test]
fn yaml_leaves_the_quotes_away_only_where_nothing_else_can_be_read() {
    for bare in ["gpt-4o", "llm/v1/chat", "amazon-bedrock", "a_b.c"] {
        assert_eq!(yaml_shortest(bare), bare);
    }
    for quoted in
        ["true", "No", "null", "", "12", "1e5", "{{secrets/a/b}}", "a: b", "- x", "https://x", "a b"]
    {
        assert_eq!(yaml_shortest(quoted), yaml(quoted));
    }
}
