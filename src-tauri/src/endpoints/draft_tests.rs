//! Drafts with every kind of slip, and the body of a good one.

use serde_json::json;

use super::draft::{from_served_entity, problems, review, to_create};
use super::dto::{EndpointDraft, EntityDraft, FieldValue, Tag};
use crate::providers::Task;

fn value(field: &str, value: &str) -> FieldValue {
    FieldValue { field: field.into(), value: value.into() }
}

fn openai(name: &str, share: u32) -> EntityDraft {
    EntityDraft {
        name: name.into(),
        provider: "openai".into(),
        model: "gpt-4o".into(),
        auth_form: "api_key".into(),
        values: vec![value("openai_api_key", "{{secrets/llm-keys/openai-key}}")],
        share,
        locked: false,
    }
}

fn cohere(name: &str, share: u32) -> EntityDraft {
    EntityDraft {
        name: name.into(),
        provider: "cohere".into(),
        model: "command-a-03-2025".into(),
        values: vec![value("cohere_api_key", "{{secrets/llm-keys/cohere-key}}")],
        ..openai(name, share)
    }
}

fn good() -> EndpointDraft {
    EndpointDraft {
        name: "support-chat".into(),
        task: Task::Chat,
        entities: vec![openai("openai-gpt4o", 80), cohere("cohere-command", 20)],
        fallback: false,
        usage_tracking: false,
        description: String::new(),
        tags: Vec::new(),
    }
}

/// The paths of what blocks.
fn blocked(draft: &EndpointDraft) -> Vec<String> {
    problems(draft).into_iter().filter(|problem| problem.blocks).map(|problem| problem.path).collect()
}

#[test]
fn a_good_draft_becomes_a_body_with_only_what_was_set() {
    assert_eq!(
        serde_json::to_value(to_create(&good()).unwrap()).unwrap(),
        json!({"name": "support-chat", "config": {
            "served_entities": [
                {"name": "openai-gpt4o", "external_model": {"provider": "openai", "name": "gpt-4o", "task": "llm/v1/chat",
                    "openai_config": {"openai_api_key": "{{secrets/llm-keys/openai-key}}"}}},
                {"name": "cohere-command", "external_model": {"provider": "cohere", "name": "command-a-03-2025",
                    "task": "llm/v1/chat", "cohere_config": {"cohere_api_key": "{{secrets/llm-keys/cohere-key}}"}}}],
            "traffic_config": {"routes": [
                {"served_entity_name": "openai-gpt4o", "traffic_percentage": 80},
                {"served_entity_name": "cohere-command", "traffic_percentage": 20}]}}})
    );
}

#[test]
fn gateway_tags_and_description_are_sent_when_they_are_set() {
    let mut draft = good();
    draft.fallback = true;
    draft.usage_tracking = true;
    draft.description = " For the help desk ".into();
    draft.tags = vec![
        Tag { key: " team ".into(), value: Some("search".into()) },
        Tag { key: "pilot".into(), value: Some("  ".into()) },
        Tag { key: String::new(), value: None },
    ];
    let body = serde_json::to_value(to_create(&draft).unwrap()).unwrap();
    assert_eq!(
        body["ai_gateway"],
        json!({"fallback_config": {"enabled": true}, "usage_tracking_config": {"enabled": true}})
    );
    assert_eq!(body["tags"], json!([{"key": "team", "value": "search"}, {"key": "pilot"}]));
    assert_eq!(body["description"], "For the help desk");
}

#[test]
fn one_entity_gets_an_explicit_route_and_no_fallback() {
    let mut draft = good();
    draft.entities = vec![openai("only", 100)];
    draft.fallback = true;
    let body = serde_json::to_value(to_create(&draft).unwrap()).unwrap();
    assert_eq!(body["config"]["traffic_config"]["routes"][0]["traffic_percentage"], 100);
    assert!(body.get("ai_gateway").is_none());
    assert!(problems(&draft).iter().any(|problem| problem.path == "fallback" && !problem.blocks));
}

#[test]
fn every_slip_is_named_at_its_field() {
    let mut draft = good();
    draft.name = "a".repeat(80);
    draft.entities[0].values.clear();
    draft.entities[1].name = "openai-gpt4o".into();
    draft.entities[1].model = String::new();
    draft.entities[1].share = 10;
    draft.tags = vec![Tag { key: String::new(), value: Some("x".into()) }];
    assert_eq!(
        blocked(&draft),
        [
            "name",
            "entities.0.values.openai_api_key",
            "entities.1.name",
            "entities.1.model",
            "shares",
            "tags.0.key"
        ]
    );
    let review = review(&draft);
    assert!(review.body.contains("(to be filled in)"), "what is missing is said where it belongs");
    assert!(review.problems.iter().all(|problem| problem.message.ends_with('.')));
}

#[test]
fn a_key_in_plain_text_is_no_secret_reference_and_is_not_repeated() {
    let mut draft = good();
    draft.entities[0].values = vec![value("openai_api_key", "sk-proj-canary1234567890")];
    let problems = problems(&draft);
    assert_eq!(problems[0].path, "entities.0.values.openai_api_key");
    assert!(problems[0].blocks && !problems[0].message.contains("canary"));
}

#[test]
fn a_split_that_is_not_a_hundred_says_how_much_is_missing() {
    for (share, part) in [(10, "Give the missing 10"), (30, "Take 10 away"), (u32::MAX, "Take")] {
        let mut draft = good();
        draft.entities[1].share = share;
        let problem = problems(&draft).into_iter().find(|problem| problem.path == "shares").unwrap();
        assert!(problem.message.contains(part), "{}", problem.message);
    }
}

#[test]
fn doubts_do_not_stop_anybody() {
    let mut draft = good();
    draft.task = Task::Embeddings;
    draft.entities = (0..11).map(|at| openai(&format!("e{at}"), if at == 0 { 100 } else { 0 })).collect();
    draft.entities[1].provider = "anthropic".into();
    draft.entities[1].values = vec![value("anthropic_api_key", "{{secrets/a/b}}")];
    draft.entities[2].model = "text-embedding-3-large".into();
    assert!(blocked(&draft).is_empty());
    let said: Vec<_> = problems(&draft).into_iter().map(|problem| problem.message).collect::<Vec<_>>();
    assert!(said.iter().any(|text| text.contains("ten at most")));
    assert!(said.iter().any(|text| text.contains("Anthropic is not known to answer embedding requests")));
    assert!(said.iter().any(|text| text.contains("cannot be compared")));
    assert!(to_create(&draft).is_ok());
}

#[test]
fn the_review_says_in_a_sentence_what_will_happen() {
    let mut draft = good();
    assert_eq!(
        review(&draft).sentence,
        "support-chat will answer chat requests: out of 100 about 80 go to openai-gpt4o and 20 to cohere-command."
    );
    draft.entities.push(openai("standby", 0));
    draft.fallback = true;
    assert_eq!(
        review(&draft).sentence,
        "support-chat will answer chat requests: out of 100 about 80 go to openai-gpt4o and 20 to cohere-command. standby \
         stands by at 0 %. When one fails with 429 or 5xx, the next in order is tried."
    );
    draft.entities.truncate(1);
    assert_eq!(review(&draft).sentence, "support-chat will answer chat requests with openai-gpt4o.");
    draft.entities.clear();
    assert_eq!(review(&draft).sentence, "support-chat will answer chat requests once it has a model.");
    assert_eq!(blocked(&draft), ["entities"]);
}

#[test]
fn the_review_shows_the_body_as_it_will_be_sent_and_the_calls() {
    let review = review(&good());
    assert!(review.problems.is_empty());
    let body: serde_json::Value = serde_json::from_str(&review.body).unwrap();
    assert_eq!(body, serde_json::to_value(to_create(&good()).unwrap()).unwrap());
    assert_eq!(review.calls[0].method, "POST");
    assert!(review.calls[0].title.contains("2 served entities"));
}

#[test]
fn a_served_entity_can_be_duplicated_into_a_draft() {
    let body = to_create(&good()).unwrap();
    let served = &body.config.unwrap().served_entities[1];
    assert_eq!(from_served_entity(served, 20).unwrap(), good().entities[1]);
}

#[test]
fn an_unfinished_draft_shows_its_body_with_what_is_missing() {
    let draft = EndpointDraft {
        name: String::new(),
        task: Task::Chat,
        entities: vec![EntityDraft {
            name: "gpt".into(),
            provider: "azure-openai".into(),
            model: "gpt-4o".into(),
            auth_form: "azuread".into(),
            values: Vec::new(),
            share: 100,
            locked: false,
        }],
        fallback: false,
        usage_tracking: false,
        description: String::new(),
        tags: Vec::new(),
    };
    let body: serde_json::Value = serde_json::from_str(&review(&draft).body).unwrap();
    assert_eq!(body["name"], "(not named yet)");
    let model = &body["config"]["served_entities"][0]["external_model"];
    assert_eq!(model["name"], "gpt-4o");
    assert_eq!(model["openai_config"]["openai_api_type"], "azuread");
    assert_eq!(model["openai_config"]["microsoft_entra_tenant_id"], "(to be filled in)");
}
