//! Names that Databricks takes for endpoints and served entities (databricks-api.md §3). Whether an endpoint's name is free
//! is asked in the commands.

use crate::explain::FieldProblem;

const LONGEST: usize = 63;

/// What is wrong with the name of an endpoint, or nothing.
pub(crate) fn endpoint(name: &str) -> Option<FieldProblem> {
    let name = name.trim();
    if name.is_empty() {
        return Some(FieldProblem::block(
            "name",
            "Give the endpoint a name. Programs will call it by this name.",
        ));
    }
    if name.to_ascii_lowercase().starts_with("databricks-") {
        return Some(FieldProblem::block(
            "name",
            "Names that begin with databricks- belong to Databricks' own endpoints. Begin with something else.",
        ));
    }
    shape(name).map(|message| FieldProblem::block("name", message))
}

/// What is wrong with the name of a served entity, as a sentence.
pub(crate) fn entity(name: &str) -> Option<String> {
    let name = name.trim();
    if name.is_empty() {
        return Some("Give this served entity a name. It tells the models of the endpoint apart.".into());
    }
    shape(name)
}

fn shape(name: &str) -> Option<String> {
    let length = name.chars().count();
    if length > LONGEST {
        let over = length - LONGEST;
        let characters = if over == 1 { "1 character".to_owned() } else { format!("{over} characters") };
        return Some(format!(
            "A name has at most {LONGEST} characters, this has {length}. Shorten it by {characters}."
        ));
    }
    if let Some(bad) = name.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')) {
        let shown = if bad.is_whitespace() { "the space".to_owned() } else { format!("“{bad}”") };
        return Some(format!("A name holds letters, digits, - and _ only. Take out {shown}."));
    }
    let first = name.chars().next()?;
    (!first.is_ascii_alphanumeric()).then(|| "Begin the name with a letter or a digit.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_eighty_character_name_says_how_much_to_take_off() {
        let problem = endpoint(&"a".repeat(80)).unwrap();
        assert!(problem.blocks);
        assert_eq!(
            problem.message,
            "A name has at most 63 characters, this has 80. Shorten it by 17 characters."
        );
        assert_eq!(endpoint(&"a".repeat(63)), None);
    }

    #[test]
    fn every_broken_rule_has_its_own_sentence() {
        for (name, part) in [
            ("", "Give the endpoint"),
            ("  ", "Give the endpoint"),
            ("support chat", "the space"),
            ("größe", "“ö”"),
            ("-chat", "Begin the name"),
            ("databricks-chat", "belong to Databricks"),
        ] {
            let message = endpoint(name).unwrap().message;
            assert!(message.contains(part), "{name}: {message}");
        }
        assert_eq!(endpoint("support-chat_2"), None);
    }
}
