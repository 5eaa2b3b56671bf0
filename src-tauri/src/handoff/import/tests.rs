//! What people paste: good, half good, hostile. Nothing of a key stays, nothing costs more than the limits, nothing panics.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::providers::Task;

fn body() -> Value {
    json!({
        "name": "chat",
        "config": {
            "served_entities": [
                { "name": "gpt", "external_model": { "provider": "openai", "name": "gpt-4o", "task": "llm/v1/chat",
                  "openai_config": { "openai_api_key": "{{secrets/llm/openai}}" } } },
                { "name": "claude", "external_model": { "provider": "anthropic", "name": "claude", "task": "llm/v1/chat",
                  "anthropic_config": { "anthropic_api_key": "{{secrets/llm/anthropic}}" } } },
            ],
            "traffic_config": { "routes": [
                { "served_model_name": "gpt", "traffic_percentage": "80" },
                { "served_model_name": "claude", "traffic_percentage": 20 } ] },
        },
        "ai_gateway": { "fallback_config": { "enabled": true }, "usage_tracking_config": { "enabled": true } },
    })
}

fn blocked(text: &str) -> String {
    let import = import(text);
    assert!(import.draft.is_none(), "{import:?}");
    assert_eq!(import.problems.len(), 1);
    assert!(import.problems[0].blocks && import.problems[0].path == "text");
    import.problems[0].message.clone()
}

#[test]
fn a_body_that_creates_is_taken_over_whole() {
    let import = import(&body().to_string());
    let draft = import.draft.unwrap();
    assert_eq!(import.notes, Vec::<String>::new());
    assert_eq!((draft.name.as_str(), draft.task, draft.fallback), ("chat", Task::Chat, true));
    let shares: Vec<_> = draft.entities.iter().map(|entity| (entity.name.as_str(), entity.share)).collect();
    assert_eq!(shares, [("gpt", 80), ("claude", 20)]);
    assert!(!import.problems.iter().any(|problem| problem.blocks), "{:?}", import.problems);
}

#[test]
fn an_answer_of_databricks_is_taken_over_and_what_it_adds_is_passed_over_in_silence() {
    let mut answer = body();
    for (field, value) in [
        ("id", json!("9")),
        ("creator", json!("a@b")),
        ("state", json!({})),
        ("permission_level", json!("CAN_MANAGE")),
    ] {
        answer[field] = value;
    }
    answer["config"]["config_version"] = json!(3);
    let import = import(&answer.to_string());
    assert_eq!(import.format, "An endpoint as Databricks answers it");
    assert_eq!(import.notes, Vec::<String>::new());
    assert_eq!(import.draft.unwrap().entities.len(), 2);
}

#[test]
fn what_a_draft_cannot_hold_is_named() {
    let mut rich = body();
    rich["ai_gateway"]["rate_limits"] = json!([{ "calls": 5, "renewal_period": "minute" }]);
    rich["ai_gateway"]["guardrails"] = json!({ "input": { "safety": true } });
    rich["email_notifications"] = json!({ "on_update_failure": ["a@b.c"] });
    rich["permissions"] = json!([{ "level": "CAN_QUERY", "group_name": "users" }]);
    rich["novelty"] = json!(1);
    rich["config"]["served_entities"][0]["external_model"]["openai_config"]["novel"] = json!("x");
    let notes = import(&rich.to_string()).notes.join("\n");
    for word in
        ["rate limits", "guardrails", "told about updates", "who may use", "`novelty`", "`novel` of gpt"]
    {
        assert!(notes.contains(word), "{word} is missing in {notes}");
    }
}

#[test]
fn a_key_never_gets_into_a_draft_and_its_place_is_named() {
    let mut leaky = body();
    let config = &mut leaky["config"]["served_entities"][0]["external_model"]["openai_config"];
    *config = json!({ "openai_api_key": "canary-one", "openai_api_key_plaintext": "canary-two" });
    leaky["description"] = json!("use sk-canary-0123456789abcdef");
    let import = import(&leaky.to_string());
    assert!(!format!("{import:?}").contains("canary"), "{import:?}");
    let notes = import.notes.join("\n");
    assert!(
        notes.contains("`openai_api_key` of gpt") && notes.contains("`openai_api_key_plaintext` of gpt"),
        "{notes}"
    );
    let key =
        import.problems.iter().find(|problem| problem.path == "entities.0.values.openai_api_key").unwrap();
    assert!(key.blocks);
}

#[test]
fn a_bundle_with_comments_anchors_and_variables_is_understood() {
    let import = import(
        "# ours\nresources:\n  model_serving_endpoints:\n    chat:\n      name: ${var.name}\n      config:\n        served_entities:\n\
         \x20         - &first\n            name: gpt\n            external_model:\n              name: gpt-4o\n              provider: openai\n\
         \x20             task: llm/v1/chat\n              openai_config: {openai_api_key: \"{{secrets/llm/openai}}\"}\n\
         \x20         - *first\n      permissions:\n        - {level: CAN_QUERY, group_name: users}\n",
    );
    let draft = import.draft.clone().unwrap();
    assert_eq!(import.format, "A Databricks bundle");
    assert_eq!(draft.name, "");
    assert_eq!(draft.entities.len(), 2);
    assert_eq!(draft.entities[0].values[0].value, "{{secrets/llm/openai}}");
    assert!(import.notes.iter().any(|note| note.contains("variable into the name")), "{:?}", import.notes);
    assert!(import.problems.iter().any(|problem| problem.message.contains("there twice")));
}

#[test]
fn of_several_endpoints_one_of_external_models_is_taken_and_said() {
    let list = json!({ "endpoints": [{ "name": "hosted", "config": { "served_entities": [{ "foundation_model": {} }] } }, body()] });
    let import = import(&list.to_string());
    assert_eq!(import.draft.unwrap().name, "chat");
    assert!(import.notes[0].contains("2 endpoints"), "{:?}", import.notes);
}

#[test]
fn what_is_no_endpoint_is_said_without_repeating_it() {
    for (text, word) in [
        ("", "nothing in it yet"),
        ("{\"name\": \"canary", "complete JSON"),
        ("[1, 2", "complete JSON"),
        ("canary", "No endpoint was found"),
        ("{\"canary\": 1}", "No endpoint was found"),
        ("a: [canary", "neither JSON nor YAML"),
        ("a: 1\na: canary", "twice"),
        ("{\"config\": {\"served_entities\": [\"canary\"]}}", "form"),
    ] {
        let said = blocked(text);
        assert!(said.contains(word) && !said.contains("canary"), "{text}: {said}");
    }
}

#[test]
fn size_depth_and_repetition_have_limits() {
    assert!(blocked(&"a".repeat(LONGEST_TEXT + 1)).contains("million"));
    assert!(blocked(&format!("{}1{}", "{\"a\":".repeat(60), "}".repeat(60))).contains("levels deep"));
    assert!(blocked(&format!("x: {}{}", "[".repeat(200), "]".repeat(200))).contains("levels deep"));
    let deep: String = (0..100).map(|at| format!("{}a:\n", " ".repeat(at))).collect();
    assert!(blocked(&deep).contains("levels deep"));
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for at in 1..20 {
        let before = at - 1;
        bomb.push_str(&format!("a{at}: &a{at} [{}]\n", vec![format!("*a{before}"); 9].join(", ")));
    }
    assert!(blocked(&bomb).contains("more values"), "a text that repeats repetitions");
    assert!(!blocked("a: &a [*a]").is_empty(), "something that holds itself");
    blocked("!!python/object/apply:os.system [\"touch /tmp/canary\"]");
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in "\\PC{0,200}|[\\[\\]{}:,&*!|>\"' a-c\\n-]{0,120}") {
        let _ = import(&text);
    }

    #[test]
    fn a_damaged_body_breaks_nothing(at in 0usize..600, with in "[\\[\\]{}:,\"0-9a-z]{0,3}") {
        let mut text = body().to_string();
        let at = at.min(text.len());
        text.replace_range(at..(at + 3).min(text.len()), &with);
        let _ = import(&text);
    }
}
