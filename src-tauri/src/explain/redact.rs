//! Takes credentials out of any text that a person may see, copy or send on. The client cleans its errors as well; this
//! is the second lock, because provider answers like to repeat the key they refuse.

const MASK: &str = "<redacted>";

/// Beginnings that credentials are known by, and how many characters must follow for it to be one.
const PREFIXES: &[(&str, usize)] = &[
    ("dapi", 8),
    ("dose", 24),
    ("sk-", 8),
    ("sk_", 8),
    ("pk-", 16),
    ("eyJ", 16),
    ("AKIA", 12),
    ("ASIA", 12),
    ("AIza", 20),
    ("ya29.", 10),
    ("ghp_", 16),
    ("xox", 16),
];

/// Words after which the next word is a credential.
const INTRODUCTIONS: &[&str] = &["bearer", "basic"];

fn part_of_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '*' | '+' | '/' | '=' | '~')
}

/// The text with every credential replaced.
pub(crate) fn redact(text: &str) -> String {
    let text = without_private_keys(text);
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    let mut introduced = false;
    for c in text.chars().chain(std::iter::once('\0')) {
        if part_of_token(c) {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            // `header=Bearer …` is one word up to the blank.
            let last = word.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            let is_introduction = INTRODUCTIONS.iter().any(|intro| last.eq_ignore_ascii_case(intro));
            if (introduced && word.len() >= 6) || is_credential(&word) {
                out.push_str(MASK);
                if word.ends_with('.') {
                    out.push('.');
                }
            } else {
                out.push_str(&word);
            }
            introduced = is_introduction;
            word.clear();
        }
        if c != '\0' {
            introduced = introduced && matches!(c, ' ' | ':' | '\t');
            out.push(c);
        }
    }
    out
}

fn is_credential(word: &str) -> bool {
    // `key=sk-…` is one word here, so the beginning may stand after an equals sign.
    let value = word.rsplit_once('=').map_or(word, |(_, value)| if value.is_empty() { word } else { value });
    [word, value].iter().any(|candidate| {
        PREFIXES.iter().any(|(prefix, more)| {
            candidate.strip_prefix(prefix).is_some_and(|rest| {
                rest.trim_end_matches('.').len() >= *more
                    && rest.chars().any(|c| c.is_ascii_digit() || c == '*')
            })
        })
    })
}

/// Key files stand between two markers and hold line breaks, written out or escaped.
fn without_private_keys(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("-----BEGIN") {
        out.push_str(before);
        out.push_str(MASK);
        rest = after
            .split_once("-----END")
            .and_then(|(_, tail)| tail.split_once("-----"))
            .map_or("", |(_, tail)| tail);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_of_every_known_family_are_taken_out() {
        let secrets = [
            "dapi0123456789abcdef0123456789abcdef",
            "sk-proj-Ab12Cd34Ef56Gh78",
            "sk-ant-api03-Zz99Yy88Xx77",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
            "AKIAIOSFODNN7EXAMPLE",
            "AIzaSyA1234567890abcdefghijklmnopqrstu",
        ];
        for secret in secrets {
            for text in [
                format!("Incorrect API key provided: {secret}."),
                format!("{{\"key\":\"{secret}\"}}"),
                format!("curl -H 'Authorization: Bearer {secret}'"),
                format!("https://x.example/?key={secret}&a=b"),
            ] {
                let clean = redact(&text);
                assert!(!clean.contains(secret), "{clean}");
                assert!(clean.contains(MASK), "{clean}");
            }
        }
    }

    #[test]
    fn whatever_follows_bearer_is_taken_out_even_without_a_known_beginning() {
        assert_eq!(
            redact("Authorization: Bearer abc123def456, next"),
            "Authorization: Bearer <redacted>, next"
        );
        assert_eq!(redact("authorization: BEARER  zzzzzzzz"), "authorization: BEARER  <redacted>");
        assert_eq!(redact("header=Bearer abc123def456"), "header=Bearer <redacted>");
    }

    #[test]
    fn half_masked_keys_and_key_files_are_taken_out() {
        assert_eq!(redact("provided: sk-ab12****wxyz."), "provided: <redacted>.");
        assert_eq!(
            redact("\"-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----\\n\" end"),
            "\"<redacted>\\n\" end"
        );
        assert_eq!(redact("x -----BEGIN PRIVATE KEY-----\nMIIE cut"), "x <redacted>");
    }

    #[test]
    fn ordinary_sentences_secret_references_and_ids_stay() {
        for text in [
            "The endpoint support-chat is being updated.",
            "{{secrets/llm-keys/cohere-key}} was not found",
            "request 7c1e04af-22d1-4b0e-9c0a at 14:31, sk-learn is a library",
            "größer – ünïcode ✓",
            "",
        ] {
            assert_eq!(redact(text), text);
        }
    }
}
