//! What a program said on its error output, made fit for a screen: one line, no control characters, no credentials, not endless.

use std::sync::LazyLock;

/// The most characters that are shown.
const MOST: usize = 500;
const HIDDEN: &str = "<redacted>";

/// Runs of letters and digits from this length on are taken for credentials, unless they are a UUID.
const SHORTEST_CREDENTIAL: usize = 24;

/// Words after which the next word is a credential however short it is.
static BEFORE_A_CREDENTIAL: LazyLock<Vec<&str>> = LazyLock::new(|| {
    vec![
        "bearer",
        "token",
        "accesstoken",
        "access_token",
        "refresh_token",
        "id_token",
        "password",
        "secret",
        "client_secret",
    ]
});

/// The words, or a sentence that says that there were none.
pub(super) fn said(bytes: &[u8]) -> String {
    let text = plain(&String::from_utf8_lossy(bytes));
    let text = redacted(&text);
    let text = text.trim();
    if text.is_empty() {
        return "nothing.".to_owned();
    }
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.split_at(end).0),
        None => text.to_owned(),
    }
}

/// Takes off colours and control characters, and makes one line of many.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            if chars.next_if_eq(&'[').is_some() {
                chars.by_ref().find(char::is_ascii_alphabetic);
            }
        } else if c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !c.is_control() {
            out.push(c);
        }
    }
    out
}

/// Replaces what looks like a credential.
pub(super) fn redacted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_a_name = false;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !in_word(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if !word.is_empty() {
            let hide =
                looks_secret(word) || (after_a_name && !is_name(word) && word.len() >= 4 && has_digit(word));
            out.push_str(if hide { HIDDEN } else { word });
            after_a_name = is_name(word);
        }
        let gap = after.find(in_word).unwrap_or(after.len());
        let (between, next) = after.split_at(gap);
        out.push_str(between);
        rest = next;
    }
    out
}

fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '~')
}

fn is_name(word: &str) -> bool {
    let word = word.trim_start_matches('-').to_ascii_lowercase();
    BEFORE_A_CREDENTIAL.contains(&word.as_str())
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

fn looks_secret(word: &str) -> bool {
    let known = ["dapi", "dose", "dkea", "eyJ"].iter().any(|start| word.starts_with(start));
    let mixed = has_digit(word) && word.bytes().any(|byte| byte.is_ascii_alphabetic());
    let long = word.len() >= SHORTEST_CREDENTIAL && mixed && !is_uuid(word);
    long || (known && word.len() >= 12) || (word.len() >= 2 * SHORTEST_CREDENTIAL && !word.contains('-'))
}

/// Ids of tenants, requests and the like, which support asks for.
fn is_uuid(word: &str) -> bool {
    uuid::Uuid::try_parse(word).is_ok() && word.len() == 36
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_becomes_one_line_of_bearable_length() {
        assert_eq!(said(b"\x1b[31mERROR:\x1b[0m  it\r\n\r\nfailed\x07\n"), "ERROR: it failed");
        assert_eq!(said(b" \n"), "nothing.");
        assert_eq!(said("ä ".repeat(900).as_bytes()).chars().count(), MOST + 1);
    }

    #[test]
    fn credentials_are_hidden_and_ids_that_support_asks_for_are_not() {
        let text =
            "AADSTS700082: trace 0f6b7a53-1234-4f0e-9a6e-1234567890ab at https://login.microsoftonline.com/x";
        assert_eq!(redacted(text), text);
        for secret in [
            "dapi0123456789abcdef0123456789abcdef",
            "eyJhbGciOiJSUzI1NiJ9",
            "abc8Q~Zk3dfG-hjKLmn_0PqrStuvWxyz",
            "f00dF00df00dF00df00dF00d",
        ] {
            for text in
                [format!("x {secret} y"), format!("a=\"{secret}\""), format!("https://h/?t={secret}&b")]
            {
                let shown = redacted(&text);
                assert!(!shown.contains(secret) && shown.contains(HIDDEN), "{shown}");
            }
        }
        assert_eq!(redacted("Authorization: Bearer abc123"), "Authorization: Bearer <redacted>");
        assert_eq!(redacted("password = \"hunter2\", next"), "password = \"<redacted>\", next");
        assert_eq!(redacted("The refresh token has expired"), "The refresh token has expired");
    }
}
