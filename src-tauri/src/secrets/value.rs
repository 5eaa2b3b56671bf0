//! A pasted value before it is stored: what clipboards add is cut off, what a key is made of stays.

use gatewright_vault::Secret;

/// The largest value Databricks keeps, in bytes.
const LARGEST: usize = 128 * 1024;

/// A value ready to be stored, and what may be said about it.
pub(crate) struct Cleaned {
    pub(crate) value: Secret<String>,
    pub(crate) trimmed: bool,
    pub(crate) characters: u32,
    pub(crate) last_four: String,
}

/// Cuts blanks and line ends around the value; inside it nothing changes, so a key file of many lines stays whole.
pub(crate) fn clean(pasted: &Secret<String>) -> Result<Cleaned, &'static str> {
    let value = pasted.expose().trim();
    if value.is_empty() {
        return Err("Paste the key first; this is empty.");
    }
    if value.len() > LARGEST {
        return Err("Databricks keeps at most 128 KB a key; this is larger.");
    }
    if value.starts_with("{{secrets/") {
        return Err(
            "This is a reference to a stored secret, not a key. Choose “Use a stored secret” for it.",
        );
    }
    let characters = value.chars().count();
    // Four characters of a short value would be most of it.
    let shown = if characters >= 12 { 4 } else { 0 };
    Ok(Cleaned {
        trimmed: value.len() != pasted.expose().len(),
        characters: u32::try_from(characters).unwrap_or(u32::MAX),
        last_four: value.chars().skip(characters - shown).collect(),
        value: Secret::from(value),
    })
}

/// Whether a scope or key name can be used: letters, digits, `-`, `_`, `.` (and `@` in scopes), at most 128.
pub(crate) fn name_problem(name: &str, what: &str, at_sign: bool) -> Option<String> {
    let allowed =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') || (at_sign && c == '@');
    if name.is_empty() {
        return Some(format!("Give the {what} a name."));
    }
    if let Some(bad) = name.chars().find(|c| !allowed(*c)) {
        let shown = if bad == ' ' { "a space".to_owned() } else { format!("“{bad}”") };
        return Some(format!(
            "A {what} name holds letters, digits, “-”, “_” and “.”; {shown} is not allowed."
        ));
    }
    (name.len() > 128).then(|| format!("A {what} name has at most 128 characters; this has {}.", name.len()))
}

#[cfg(test)]
mod tests {
    use super::{clean, name_problem};
    use gatewright_vault::Secret;

    #[test]
    fn what_the_clipboard_added_is_cut_off_and_said() {
        let cleaned = clean(&Secret::from("  sk-abcdefgh1234f3Qz\r\n")).unwrap();
        assert_eq!(cleaned.value.expose(), "sk-abcdefgh1234f3Qz");
        assert!(cleaned.trimmed);
        assert_eq!((cleaned.characters, cleaned.last_four.as_str()), (19, "f3Qz"));
    }

    #[test]
    fn a_key_file_keeps_its_lines() {
        let file = "{\n  \"private_key\": \"-----BEGIN\\n\"\n}";
        let cleaned = clean(&Secret::from(file)).unwrap();
        assert_eq!(cleaned.value.expose(), file);
        assert!(!cleaned.trimmed);
    }

    #[test]
    fn a_short_value_shows_nothing_of_itself() {
        assert_eq!(clean(&Secret::from("abc123")).unwrap().last_four, "");
    }

    #[test]
    fn empty_references_and_giants_are_refused_with_a_sentence() {
        for bad in ["", "  \n", "{{secrets/a/b}}", &"x".repeat(130 * 1024)] {
            let Err(why) = clean(&Secret::from(bad)) else { panic!("{bad} was taken") };
            assert!(why.ends_with('.'));
        }
    }

    #[test]
    fn names_follow_the_rules_of_databricks() {
        assert_eq!(name_problem("llm-keys_2.eu", "scope", true), None);
        assert_eq!(name_problem("team@corp", "scope", true), None);
        assert!(name_problem("team@corp", "key", false).is_some());
        assert!(name_problem("a b", "key", false).unwrap().contains("a space"));
        assert!(name_problem(&"k".repeat(129), "key", false).unwrap().contains("129"));
    }
}
