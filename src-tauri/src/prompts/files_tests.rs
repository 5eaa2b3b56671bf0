//! Files of prompts: what is written is read again, promptfoo's ways of saying it, and what has no place here.

use super::*;
use crate::playground::dto::ChatOptions;
use crate::prompts::dto::{PromptTarget, PromptVariable, VariableKind};

fn prompt(name: &str, system: &str, template: &str) -> PromptContent {
    let tone = PromptVariable {
        name: "tone".to_owned(),
        kind: VariableKind::Choice,
        label: "Tone of voice".to_owned(),
        choices: vec!["warm".to_owned(), "plain".to_owned()],
    };
    PromptContent {
        name: name.to_owned(),
        folder: "support/mail".to_owned(),
        tags: vec!["mail".to_owned()],
        system: system.to_owned(),
        template: template.to_owned(),
        target: None,
        options: Some(ChatOptions::default()),
        variables: vec![tone],
    }
}

fn contents(text: &str) -> (Vec<PromptContent>, Vec<String>) {
    let (found, notes) = read(text).unwrap();
    (found.into_iter().map(|one| one.content).collect(), notes)
}

#[test]
fn what_is_written_is_read_again_as_it_was() {
    let all =
        vec![prompt("One", "Be short.", "Answer {{customer}}.\n\"quoted\""), prompt("Two", "", "{{tone}}")];
    let file = write(&all, PromptFormat::Json).unwrap();
    assert_eq!(file.file_name, "prompts.json");
    assert_eq!(contents(&file.text), (all, Vec::new()));
}

#[test]
fn a_file_from_before_variables_had_kinds_is_read() {
    let text = r#"{"gatewright":"prompts","version":1,"prompts":[{"name":"A","folder":"","tags":[],"system":"",
        "template":"{{a}}","target":null,"options":null}]}"#;
    let (all, notes) = contents(text);
    assert_eq!((all.len(), all[0].variables.len(), notes.len()), (1, 0, 0));
}

#[test]
fn the_file_for_promptfoo_comes_back_with_names_and_messages() {
    for (system, template) in [
        ("Be short.", "Answer {{customer}}.\n\"quoted\" größe"),
        ("", "Just {{ a_text }}: yes\n- no # not a comment"),
        ("", "file://like/a/path"),
        ("", "notes.txt"),
        ("", r#"[{"role":"user","content":"a list that is the message itself"}]"#),
        ("", "[1, 2]"),
        ("", "  "),
    ] {
        let file = write(&[prompt("Late mail!", system, template)], PromptFormat::Promptfoo).unwrap();
        assert_eq!(file.file_name, "late-mail.yml");
        let (all, notes) = contents(&file.text);
        assert!(notes.is_empty(), "{notes:?}");
        let one = (all[0].name.as_str(), all[0].system.as_str(), all[0].template.as_str());
        assert_eq!(one, ("Late mail!", system, template));
    }
}

const YAML: &str = r#"
# promptfoo
description: Mails
prompts:
  - "Write to {{customer}} in a {{tone}} tone, {{days}} days late."
  - |-
    [{"role": "system", "content": "Be {{tone}}."},
     {"role": "user", "content": [{"type": "text", "text": "Thank {{customer}}."}]}]
  - label: Sums
    raw: 'Sum up: {{text | trim}}'
  - file://prompts/other.txt
  - prompts/more.json
  - '[{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]'
  - id: 7
providers: [openai:gpt-4o]
defaultTest:
  vars:
    customer: Ann
    days: 6
    region: north
  assert:
    - type: is-json
tests:
  - vars:
      tone: [warm, plain]
      customer: Bo
      text: file://long.txt
  - vars: { customer: Cy }
  - description: third
"#;

#[test]
fn the_yaml_of_promptfoo_is_read_with_its_values() {
    let (found, _) = read(YAML).unwrap();
    let names: Vec<&str> = found.iter().map(|one| one.content.name.as_str()).collect();
    assert_eq!(names, ["Prompt 1", "Prompt 2", "Sums"]);
    let values = |at: usize| -> Vec<(&str, &str)> {
        found[at].values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    };
    assert_eq!(values(0), [("days", "6"), ("tone", "warm"), ("customer", "Bo")]);
    assert_eq!(values(1), [("tone", "warm"), ("customer", "Bo")]);
    assert_eq!(
        (found[1].content.system.as_str(), found[1].content.template.as_str()),
        ("Be {{tone}}.", "Thank {{customer}}.")
    );
    let tone = &found[0].content.variables[0];
    assert_eq!((tone.name.as_str(), tone.kind, tone.choices.len()), ("tone", VariableKind::Choice, 2));
}

#[test]
fn one_endpoint_that_all_ask_goes_to_promptfoo_and_comes_back() {
    let mut one = prompt("One", "", "a");
    one.target = Some(PromptTarget { endpoint: "support-chat".to_owned(), entity: None });
    one.options =
        Some(ChatOptions { temperature: Some(0.2), max_tokens: Some(256), ..ChatOptions::default() });
    let mut two = PromptContent { name: "Two".to_owned(), ..one.clone() };
    let file = write(&[one.clone(), two.clone()], PromptFormat::Promptfoo).unwrap();
    let (all, notes) = contents(&file.text);
    assert!(notes.is_empty(), "{notes:?}");
    for came in &all {
        assert_eq!((&came.target, &came.options), (&one.target, &one.options));
    }
    two.options = None;
    let file = write(&[one, two], PromptFormat::Promptfoo).unwrap();
    assert!(!file.text.contains("providers"), "they ask in two ways");

    let yaml = "prompts: [a]\nproviders:\n  - id: databricks:chat\n    config:\n      temperature: 0.7\n      workspaceUrl: https://x\n";
    let (all, notes) = contents(yaml);
    assert_eq!(all[0].target.as_ref().unwrap().endpoint, "chat");
    assert_eq!(all[0].options.as_ref().unwrap().temperature, Some(0.7));
    assert_eq!(notes, ["Left out of the provider's config, because it has no place here: workspaceUrl."]);
    for providers in ["[databricks:a, databricks:b]", "[openai:gpt]", "'databricks:'", "7", "[{ id: 7 }]"] {
        let (all, notes) = contents(&format!("prompts: [a]\nproviders: {providers}"));
        assert!(all[0].target.is_none() && notes[0].contains("providers"), "{providers}");
    }
}

#[test]
fn what_of_promptfoo_has_no_place_here_is_said() {
    let (_, notes) = read(YAML).unwrap();
    let all = notes.join("\n");
    for said in [
        "here: providers.",
        "of the default test, because it has no place here: assert.",
        "no text were left out: text.",
        "2 more tests",
        "“Sums” uses",
        "“Prompt 2” has variables in its role and rules, which are not filled here: tone.",
        "Prompt 4 is the path",
        "Prompt 5 is the path",
        "Prompt 6 is a conversation",
        "Prompt 7 could not be read",
        "No prompt uses these values: region.",
    ] {
        assert!(all.contains(said), "{said} is not in\n{all}");
    }
    assert_eq!(notes.len(), 11, "{all}");
    let (_, notes) = read("prompts: Hello\ntests: file://rows.csv\ndefaultTest: file://d.yaml").unwrap();
    assert_eq!(notes.len(), 2, "{notes:?}");
}

#[test]
fn a_file_of_something_else_is_refused_with_a_sentence() {
    for text in [
        "",
        "name,text\na,b",
        "a: [",
        "{ \"prompts\": [",
        "[]",
        "{}",
        "prompts: 7",
        r#"{"gatewright":"prompts","version":2,"prompts":[]}"#,
    ] {
        assert!(read(text).unwrap_err().ends_with('.'), "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn any_message_comes_back_from_the_file_for_promptfoo(
        system in "[a-z{}\\[\\]\": \n]{0,20}",
        template in "[a-z{}\\[\\]\"':#\\\\\n é]{0,40}",
    ) {
        let file = write(&[prompt("A", &system, &template)], PromptFormat::Promptfoo).unwrap();
        let (all, _) = contents(&file.text);
        let came = if system.trim().is_empty() { "" } else { system.as_str() };
        proptest::prop_assert_eq!((all[0].system.as_str(), &all[0].template), (came, &template));
    }

    #[test]
    fn whatever_a_file_holds_it_is_read_or_refused_with_a_sentence(text in "(prompts|tests|vars|raw|[-:{}\\[\\],\" \n]|a){0,40}") {
        match read(&text) {
            Ok((found, notes)) => proptest::prop_assert!(notes.iter().all(|note| note.ends_with('.')) && found.len() < 100),
            Err(said) => proptest::prop_assert!(said.ends_with('.'), "{said}"),
        }
    }
}
