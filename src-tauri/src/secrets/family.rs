//! Whose kind of key a typed value looks like, and what speaks against it: another provider's key, marks that were copied
//! along, half a key file. Guesses from the form alone; they warn and never refuse. Pure, and nothing here keeps the value.

use gatewright_vault::Secret;
use serde_json::Value;

use super::dto::{KeyFamily, SecretInspection};
use super::value;
use crate::providers;

/// What may be said about a value. `provider` is the catalogue's id of the one it is for.
pub(crate) fn inspect(typed: &Secret<String>, provider: Option<&str>) -> SecretInspection {
    let text = typed.expose().trim();
    let family = family_of(text, provider);
    let characters = text.chars().count();
    let cleaned = value::clean(typed);
    SecretInspection {
        family,
        family_name: family_name(family).to_owned(),
        last_four: cleaned.as_ref().map(|cleaned| cleaned.last_four.clone()).unwrap_or_default(),
        characters: u32::try_from(characters).unwrap_or(u32::MAX),
        trimmed: trimmed(typed.expose()),
        warning: warning(text, family, provider),
        problem: cleaned.err().map(str::to_owned),
    }
}

fn family_name(family: KeyFamily) -> &'static str {
    match family {
        KeyFamily::Openai => "an OpenAI key",
        KeyFamily::Anthropic => "an Anthropic key",
        KeyFamily::GoogleServiceAccount => "a Google service account key",
        KeyFamily::AwsAccessKeyId => "an AWS access key ID",
        KeyFamily::AwsSecretKey => "an AWS secret access key",
        KeyFamily::AzureOpenai => "an Azure OpenAI key",
        KeyFamily::Cohere => "a Cohere key",
        KeyFamily::Databricks => "a Databricks token",
        KeyFamily::Unknown => "",
    }
}

fn family_of(text: &str, provider: Option<&str>) -> KeyFamily {
    let only = |length: usize, allowed: fn(char) -> bool| text.len() == length && text.chars().all(allowed);
    if text.starts_with("sk-ant-") {
        KeyFamily::Anthropic
    } else if text.starts_with("sk-") {
        KeyFamily::Openai
    } else if text.starts_with("dapi") || text.starts_with("dose") {
        KeyFamily::Databricks
    } else if (text.starts_with("AKIA") || text.starts_with("ASIA"))
        && only(20, |c| c.is_ascii_uppercase() || c.is_ascii_digit())
    {
        KeyFamily::AwsAccessKeyId
    } else if text.starts_with("-----BEGIN") || (text.starts_with('{') && text.contains("\"private_key\"")) {
        KeyFamily::GoogleServiceAccount
    } else if only(32, |c| c.is_ascii_hexdigit()) || (text.len() == 84 && text.contains("ACOG")) {
        KeyFamily::AzureOpenai
    } else if only(40, |c| c.is_ascii_alphanumeric() || c == '/' || c == '+') {
        // Both makers' keys have 40 signs; only those of AWS hold slashes and pluses, and not all of them.
        let aws = text.contains(['/', '+']) || provider == Some("amazon-bedrock");
        if aws { KeyFamily::AwsSecretKey } else { KeyFamily::Cohere }
    } else {
        KeyFamily::Unknown
    }
}

/// The families a provider's own keys look like; nothing for those whose keys have no form.
fn families_for(provider: &str) -> &'static [KeyFamily] {
    match provider {
        "openai" => &[KeyFamily::Openai],
        "anthropic" => &[KeyFamily::Anthropic],
        "azure-openai" => &[KeyFamily::AzureOpenai],
        "cohere" => &[KeyFamily::Cohere],
        "amazon-bedrock" => &[KeyFamily::AwsAccessKeyId, KeyFamily::AwsSecretKey],
        "google-cloud-vertex-ai" => &[KeyFamily::GoogleServiceAccount],
        "databricks-model-serving" => &[KeyFamily::Databricks],
        _ => &[],
    }
}

fn warning(text: &str, family: KeyFamily, provider: Option<&str>) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    form_warning(text, family).or_else(|| {
        let provider = provider?;
        let fitting = families_for(provider);
        let name = providers::by_id(provider).map_or(provider, |spec| spec.name);
        if fitting.is_empty() || fitting.contains(&family) {
            return None;
        }
        if family != KeyFamily::Unknown {
            return Some(format!("This looks like {}, and it is for {name}.", family_name(family)));
        }
        (provider == "google-cloud-vertex-ai")
            .then(|| format!("{name} wants the whole JSON of a service account's key file."))
    })
}

fn form_warning(text: &str, family: KeyFamily) -> Option<String> {
    if text.starts_with('{') {
        let Ok(json) = serde_json::from_str::<Value>(text) else {
            return Some(
                "This begins like a JSON key file and does not end like one. Copy the whole file.".into(),
            );
        };
        let lacks = |name: &str| json.get(name).and_then(Value::as_str).is_none_or(str::is_empty);
        let missing: Vec<&str> =
            ["private_key", "client_email"].into_iter().filter(|name| lacks(name)).collect();
        return (!missing.is_empty()).then(|| {
            format!("This JSON lacks {}, which a service account's key file has.", missing.join(" and "))
        });
    }
    if family == KeyFamily::GoogleServiceAccount {
        return (!text.contains("-----END"))
            .then(|| "This private key has a beginning and no end. Copy all its lines.".into());
    }
    let quoted = |mark: char| text.len() > 1 && text.starts_with(mark) && text.ends_with(mark);
    if quoted('"') || quoted('\'') || quoted('`') {
        return Some("There are quotation marks around it. They would be stored as part of the key.".into());
    }
    if text.to_ascii_lowercase().starts_with("bearer ") {
        return Some("“Bearer” stands before it. Most fields want the key alone.".into());
    }
    if text.contains(['\n', '\r']) {
        return Some("There is a line break inside it. A key of this kind has one line.".into());
    }
    text.contains([' ', '\t', '\u{a0}', '\u{200b}'])
        .then(|| "There is a blank inside it. Keys of this kind have none.".into())
}

/// What is cut off around a value, in words.
fn trimmed(typed: &str) -> Option<String> {
    let kept = typed.trim();
    if kept.is_empty() || kept.len() == typed.len() {
        return None;
    }
    let around = || {
        let before = typed.len() - typed.trim_start().len();
        let (start, end) = (typed.get(..before), typed.get(before + kept.len()..));
        start.into_iter().chain(end).flat_map(str::chars)
    };
    let lines = around().filter(|c| *c == '\n').count();
    let blanks = around().filter(|c| !matches!(c, '\n' | '\r')).count();
    let counted = |count: usize, word: &str| match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        more => Some(format!("{more} {word}s")),
    };
    let parts: Vec<String> =
        [counted(blanks, "blank"), counted(lines, "line end")].into_iter().flatten().collect();
    let what = if parts.is_empty() { "a line end".to_owned() } else { parts.join(" and ") };
    Some(format!("Cut off around it: {what}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(text: &str, provider: Option<&str>) -> SecretInspection {
        inspect(&Secret::from(text), provider)
    }

    #[test]
    fn every_family_is_recognised_by_its_form() {
        for (text, family) in [
            ("sk-proj-abcdefgh12345678", KeyFamily::Openai),
            ("sk-ant-api03-abcdefgh1234", KeyFamily::Anthropic),
            ("AKIAIOSFODNN7EXAMPLE", KeyFamily::AwsAccessKeyId),
            ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", KeyFamily::AwsSecretKey),
            ("0123456789abcdef0123456789abcdef", KeyFamily::AzureOpenai),
            ("abcdefghijABCDEFGHIJ01234567890123456789", KeyFamily::Cohere),
            ("dapi0123456789abcdef", KeyFamily::Databricks),
            ("{\"private_key\": \"x\", \"client_email\": \"y\"}", KeyFamily::GoogleServiceAccount),
            ("something-else", KeyFamily::Unknown),
        ] {
            assert_eq!(look(text, None).family, family, "{text}");
        }
        let plain = "abcdefghijABCDEFGHIJ01234567890123456789";
        assert_eq!(look(plain, Some("amazon-bedrock")).family, KeyFamily::AwsSecretKey);
    }

    #[test]
    fn a_key_of_another_provider_is_pointed_out_and_a_fitting_one_is_not() {
        let warning = look("sk-ant-api03-abcdefgh1234", Some("openai")).warning.unwrap();
        assert!(warning.contains("Anthropic") && warning.contains("OpenAI"), "{warning}");
        assert_eq!(look("sk-ant-api03-abcdefgh1234", Some("anthropic")).warning, None);
        assert_eq!(look("anything", Some("custom")).warning, None);
        assert_eq!(look("anything", Some("openai")).warning, None, "an unknown form may be right");
        assert!(look("anything", Some("google-cloud-vertex-ai")).warning.is_some());
    }

    #[test]
    fn what_was_copied_along_is_said() {
        assert_eq!(look(" sk-abc\r\n", None).trimmed.unwrap(), "Cut off around it: 1 blank and 1 line end.");
        assert_eq!(look("sk-abc", None).trimmed, None);
        for odd in
            ["\"sk-abc123\"", "Bearer sk-abc123", "sk-abc 123", "sk-abc\n123", "{\"private_key\": ", "{}"]
        {
            assert!(look(odd, None).warning.is_some(), "{odd}");
        }
    }

    #[test]
    fn a_key_file_of_many_lines_is_fine_and_an_empty_field_has_only_a_problem() {
        let file = "{\n  \"private_key\": \"-----BEGIN\\nx\",\n  \"client_email\": \"a@b\"\n}\n";
        let seen = look(file, Some("google-cloud-vertex-ai"));
        assert_eq!((seen.warning, seen.problem), (None, None));
        let empty = look("  ", None);
        assert!(empty.problem.is_some() && empty.warning.is_none());
        assert!(look(&"x".repeat(129 * 1024), None).problem.is_some());
    }
}
