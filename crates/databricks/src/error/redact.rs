//! Keeps credentials out of errors: a server that repeats what it was sent must not put it into a log or on the screen.

use http::HeaderValue;
use serde_json::Value;
use zeroize::Zeroizing;

use super::Error;

/// Shorter values are not masked: they would hit ordinary words.
const SHORTEST: usize = 4;

/// Notes the credentials inside a request body.
pub(crate) fn collect(body: &Value, hidden: &mut Vec<Zeroizing<String>>) {
    match body {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(text) if is_credential(key) => note(text, hidden),
                    other => collect(other, hidden),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, hidden)),
        _ => {}
    }
}

/// Notes the token of an `Authorization` header.
pub(crate) fn collect_header(value: &HeaderValue, hidden: &mut Vec<Zeroizing<String>>) {
    if let Ok(text) = value.to_str() {
        note(text.split_once(' ').map_or(text, |(_, token)| token), hidden);
    }
}

/// Replaces every noted credential, as it is and as it would stand inside a JSON string.
pub(crate) fn mask(text: &str, hidden: &[Zeroizing<String>]) -> String {
    let mut out = text.to_owned();
    for secret in hidden {
        if out.contains(secret.as_str()) {
            out = out.replace(secret.as_str(), "<redacted>");
        }
    }
    out
}

/// Masks everything in an error that came from outside.
pub(crate) fn mask_error(error: &mut Error, hidden: &[Zeroizing<String>]) {
    let fields = error.fields();
    fields.message = mask(&fields.message, hidden);
    fields.raw = fields.raw.take().map(|raw| mask(&raw, hidden));
    fields.code = fields.code.take().map(|code| mask(&code, hidden));
    fields.details.iter_mut().for_each(|detail| mask_value(detail, hidden));
    if let Some(provider) = &mut fields.provider {
        provider.message = mask(&provider.message, hidden);
    }
    if let Some(guardrail) = &mut fields.guardrail {
        mask_value(&mut guardrail.raw, hidden);
    }
}

fn mask_value(value: &mut Value, hidden: &[Zeroizing<String>]) {
    match value {
        Value::String(text) => *text = mask(text, hidden),
        Value::Array(items) => items.iter_mut().for_each(|item| mask_value(item, hidden)),
        Value::Object(fields) => fields.values_mut().for_each(|field| mask_value(field, hidden)),
        _ => {}
    }
}

/// Cuts words that are as long as a token. Tokens that nobody noted (a server's own, say) do not get through; ids with their
/// 36 characters do.
pub(crate) fn cut_long_words(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_alphanumeric() || "-_.~+/=%".contains(c) {
            word.push(c);
            continue;
        }
        out.push_str(if word.len() > LONGEST { "…" } else { &word });
        word.clear();
        out.push(c);
    }
    out.pop();
    out
}

fn is_credential(key: &str) -> bool {
    key.ends_with("_plaintext") || matches!(key, "string_value" | "bytes_value" | "token_value")
}

/// Notes one credential.
pub(crate) fn note(text: &str, hidden: &mut Vec<Zeroizing<String>>) {
    if text.len() < SHORTEST {
        return;
    }
    hidden.push(Zeroizing::new(text.to_owned()));
    let quoted = Value::String(text.to_owned()).to_string();
    let inner = quoted.get(1..quoted.len() - 1).unwrap_or_default();
    if inner != text {
        hidden.push(Zeroizing::new(inner.to_owned()));
    }
    // Longest first, so that a part of one credential is not replaced inside another.
    hidden.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn credentials_of_the_body_and_the_header_are_masked_also_when_escaped() {
        let mut hidden = Vec::new();
        collect(
            &json!({"config": [{"openai_api_key_plaintext": "sk-canary", "openai_api_key": "{{secrets/a/b}}"}], "string_value": "line\n\"two\""}),
            &mut hidden,
        );
        collect_header(&HeaderValue::from_static("Bearer dapi-canary"), &mut hidden);
        let text = r#"bad sk-canary, dapi-canary, "line\n\"two\"", {{secrets/a/b}}"#;
        assert_eq!(mask(text, &hidden), r#"bad <redacted>, <redacted>, "<redacted>", {{secrets/a/b}}"#);
    }
}
