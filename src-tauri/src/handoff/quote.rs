//! Texts as literals of each language. Whatever an endpoint's names, tags and addresses hold, it stays one literal: no
//! quote, line break, `${…}` or character that turns the reading direction gets out of it. Pure.

use std::fmt::Write as _;

/// Characters that change how the text around them looks without being seen themselves.
fn unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn escaped(
    text: &str,
    special: &dyn Fn(char) -> Option<&'static str>,
    code: &dyn Fn(char) -> String,
) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for c in text.chars() {
        match special(c) {
            Some(written) => out.push_str(written),
            None if unseen(c) => out.push_str(&code(c)),
            None => out.push(c),
        }
    }
    out
}

fn usual(c: char) -> Option<&'static str> {
    match c {
        '"' => Some("\\\""),
        '\\' => Some("\\\\"),
        '\n' => Some("\\n"),
        '\r' => Some("\\r"),
        '\t' => Some("\\t"),
        _ => None,
    }
}

/// `\u` with four digits, `\U` with eight where four do not do.
fn long_code(c: char) -> String {
    let number = u32::from(c);
    if number > 0xffff { format!("\\U{number:08x}") } else { format!("\\u{number:04x}") }
}

/// JSON knows only four digits and writes the rest in pairs.
pub(super) fn json(text: &str) -> String {
    let code = |c: char| {
        let mut out = String::new();
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}");
        }
        out
    };
    format!("\"{}\"", escaped(text, &usual, &code))
}

pub(super) fn python(text: &str) -> String {
    format!("\"{}\"", escaped(text, &usual, &long_code))
}

/// YAML's double-quoted style.
pub(super) fn yaml(text: &str) -> String {
    format!("\"{}\"", escaped(text, &usual, &long_code))
}

/// Bare where YAML reads it back as the same text, in quotes otherwise.
pub(super) fn yaml_shortest(text: &str) -> String {
    const NOT_TEXT: &[&str] = &["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"];
    let mut chars = text.chars();
    let bare = chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'))
        && !NOT_TEXT.contains(&text.to_ascii_lowercase().as_str());
    if bare { text.to_owned() } else { yaml(text) }
}

/// A quoted template of HCL: `${` and `%{` would start an expression. Of several marks in a row only the last may be
/// doubled, since a doubled one before a doubled one reads differently from version to version.
pub(super) fn hcl(text: &str) -> String {
    let mut out = String::from("\"");
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if c == '$' || c == '%' {
            let run = chars.iter().skip(at).take_while(|&&next| next == c).count();
            if chars.get(at + run) == Some(&'{') {
                for _ in 1..run {
                    out.push_str(&long_code(c));
                }
                out.extend([c, c]);
            } else {
                out.extend(std::iter::repeat_n(c, run));
            }
            at += run;
            continue;
        }
        out.push_str(&escaped(&c.to_string(), &usual, &long_code));
        at += 1;
    }
    out.push('"');
    out
}

/// A word of a POSIX shell in which nothing is expanded.
pub(super) fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// A literal of Databricks SQL. A notebook puts widgets in place of `${…}`, so the mark is written as a code.
pub(super) fn sql(text: &str) -> String {
    let special = |c: char| match c {
        '\'' => Some("\\'"),
        '"' => None,
        '$' => Some("\\u0024"),
        other => usual(other),
    };
    format!("'{}'", escaped(text, &special, &long_code))
}

/// Letters, digits and underscores out of any text, beginning with a letter; `fallback` where nothing is left.
pub(super) fn identifier(text: &str, fallback: &str) -> String {
    let mut out = String::new();
    for c in text.chars().take(80) {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    let out = out.trim_end_matches('_');
    match out.chars().next() {
        None => fallback.to_owned(),
        Some(c) if c.is_ascii_digit() => format!("{fallback}_{out}"),
        Some(_) => out.to_owned(),
    }
}

/// The same with hyphens, for the name of a file.
pub(super) fn file_stem(text: &str) -> String {
    identifier(text, "endpoint").replace('_', "-")
}

#[cfg(test)]
#[path = "quote_tests.rs"]
pub(super) mod tests;
