//! Every provider and sign-in form in every format: nothing of a secret in the text, and the way back gives the same draft.
//! That the texts run is shown in tests/clients, by Python, bash and parsers that nobody here wrote.

use gatewright_databricks::serving;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::dto::{Handoff, HandoffFormat};
use super::quote::tests::hostile;
use super::{import, render, wanted};
use crate::endpoints::draft;
use crate::endpoints::dto::{EndpointDraft, EntityDraft, FieldValue, Tag};
use crate::providers::{self, Task, dto::FieldKind};

const REFERENCE: &str = "{{secrets/llm/key}}";

/// One draft for each provider and sign-in form of the catalogue.
fn every_form() -> Vec<EndpointDraft> {
    let mut drafts = Vec::new();
    for spec in providers::all() {
        for form in spec.forms {
            let values = spec
                .fields
                .iter()
                .chain(form.fields)
                .map(|field| {
                    let value = match (field.kind, field.id) {
                        (FieldKind::Secret | FieldKind::SecretMultiline, _) => REFERENCE,
                        (FieldKind::Url, _) => "https://llm.example.com",
                        (FieldKind::Guid, _) => "9c1f7b52-0e4d-4a86-b3f1-77d0c2e51a9b",
                        (FieldKind::Arn, _) => "arn:aws:iam::123456789012:instance-profile/serving",
                        (_, "bedrock_provider") => "anthropic",
                        _ => "some-value",
                    };
                    FieldValue { field: field.id.into(), value: value.into() }
                })
                .collect();
            drafts.push(EndpointDraft {
                name: format!("made-{}-{}", spec.id, form.id.replace('_', "-")),
                task: *spec.tasks.first().unwrap(),
                entities: vec![EntityDraft {
                    name: "primary".into(),
                    provider: spec.id.into(),
                    model: "some-model".into(),
                    auth_form: form.id.into(),
                    values,
                    share: 100,
                    locked: false,
                }],
                fallback: false,
                usage_tracking: true,
                description: String::new(),
                tags: vec![Tag { key: "team".into(), value: Some("search".into()) }],
            });
        }
    }
    drafts
}

fn text(draft: &EndpointDraft, format: HandoffFormat) -> Handoff {
    render::render(&wanted::of_draft(draft), format)
}

fn of_json(endpoint: Value, format: HandoffFormat) -> Handoff {
    let endpoint: serving::Endpoint = serde_json::from_value(endpoint).unwrap();
    render::render(&wanted::of_endpoint(&endpoint), format)
}

/// An endpoint whose key was sent in plain text: Databricks gives nothing back.
fn without_key() -> Value {
    json!({
        "name": "old-one", "task": "llm/v1/chat", "endpoint_type": "EXTERNAL_MODEL",
        "config": { "served_entities": [
            { "name": "main 1", "external_model": { "provider": "openai", "name": "gpt-4o", "task": "llm/v1/chat", "openai_config": {} } },
            { "name": "main-1", "external_model": { "provider": "custom", "name": "m", "task": "llm/v1/chat",
              "custom_provider_config": { "custom_provider_url": "https://llm.example.com/v1" } } },
        ] },
    })
}

#[test]
fn every_sign_in_form_comes_back_from_json_and_from_a_bundle_as_the_same_draft() {
    let drafts = every_form();
    assert!(drafts.len() >= 13, "{} forms", drafts.len());
    for draft in drafts {
        for format in [HandoffFormat::RestJson, HandoffFormat::Bundle] {
            let handed = text(&draft, format);
            let back = import::import(&handed.text);
            assert_eq!(back.draft.as_ref(), Some(&draft), "{format:?} {}\n{:?}", handed.text, back.notes);
            assert_eq!(back.notes, Vec::<String>::new(), "{format:?}");
            assert!(!back.problems.iter().any(|problem| problem.blocks), "{:?}", back.problems);
        }
    }
}

#[test]
fn every_format_names_the_secret_and_never_a_value() {
    for mut draft in every_form() {
        for format in HandoffFormat::ALL {
            let handed = text(&draft, format);
            let asks = matches!(format, HandoffFormat::Openai | HandoffFormat::Sql);
            let keyless = draft.entities[0].values.iter().all(|value| value.value != REFERENCE);
            assert_eq!(handed.text.contains(REFERENCE), !asks && !keyless, "{format:?} {}", handed.text);
        }
        for value in &mut draft.entities[0].values {
            if value.value == REFERENCE {
                value.value = "canary-value-1".into();
            }
        }
        for format in HandoffFormat::ALL {
            let handed = text(&draft, format);
            let all = format!("{}{:?}", handed.text, handed.notes);
            assert!(!all.contains("canary"), "{format:?} {all}");
        }
    }
}

#[test]
fn a_key_that_was_sent_in_plain_text_becomes_a_variable_of_its_own_and_a_note() {
    let variables = ["MAIN_1_OPENAI_API_KEY", "MAIN_1_TOKEN"];
    for format in HandoffFormat::ALL {
        let handed = of_json(without_key(), format);
        let asks = matches!(format, HandoffFormat::Openai | HandoffFormat::Sql);
        for name in variables {
            let written = handed.text.to_ascii_uppercase().contains(name);
            assert_eq!(written, !asks, "{format:?} {}", handed.text);
            assert_eq!(
                handed.notes.iter().any(|note| note.to_ascii_uppercase().contains(name)),
                !asks,
                "{format:?}"
            );
        }
    }
    let curl = of_json(without_key(), HandoffFormat::Curl).text;
    assert!(curl.contains("\"openai_api_key_plaintext\": env.MAIN_1_OPENAI_API_KEY"), "{curl}");
    let python = of_json(without_key(), HandoffFormat::Python).text;
    assert!(python.contains("token_plaintext=os.environ[\"MAIN_1_TOKEN\"]"), "{python}");
    let terraform = of_json(without_key(), HandoffFormat::Terraform).text;
    assert!(
        terraform.contains("sensitive   = true") && terraform.contains("= var.main_1_token"),
        "{terraform}"
    );
}

#[test]
fn a_key_where_it_does_not_belong_is_never_written() {
    let key = "sk-canary-0123456789abcdef";
    let endpoint = json!({
        "name": "leaky", "task": "llm/v1/chat", "description": format!("my key is {key}"),
        "tags": [{ "key": "note", "value": key }],
        "config": { "served_entities": [
            { "name": "a", "external_model": { "provider": "openai", "name": "gpt-4o", "task": "llm/v1/chat",
              "openai_config": { "openai_api_key": "opaque-canary", "openai_api_key_plaintext": "opaque-canary",
                "openai_api_base": format!("https://x.example/?key={key}"), "new_secret_thing": "opaque-canary" } } },
            { "name": "b", "external_model": { "provider": "from-the-future", "name": "m", "task": "llm/v1/chat",
              "future_config": { "api_key": "opaque-canary", "deep": { "access_token": "opaque-canary" } } } },
        ] },
    });
    for format in HandoffFormat::ALL {
        let handed = of_json(endpoint.clone(), format);
        let all = format!("{}{:?}{}", handed.text, handed.notes, handed.file_name);
        assert!(!all.contains("canary"), "{format:?} {all}");
    }
    let notes = of_json(endpoint, HandoffFormat::RestJson).notes;
    assert!(notes.iter().any(|note| note.contains("<redacted>")), "{notes:?}");
}

#[test]
fn tools_that_are_older_than_a_field_are_not_given_it_silently() {
    let draft = every_form().into_iter().find(|draft| draft.name.contains("service-credential")).unwrap();
    let cli = text(&draft, HandoffFormat::Cli);
    assert!(cli.text.starts_with("databricks api post /api/2.0/serving-endpoints --json '"), "{}", cli.text);
    assert!(cli.notes.iter().any(|note| note.contains("uc_service_credential_name")));
    assert!(text(&draft, HandoffFormat::Bundle).notes.iter().any(|note| note.contains("refuse")));
    let mut endpoint = without_key();
    endpoint["ai_gateway"] =
        json!({ "from_the_future": { "enabled": true }, "usage_tracking_config": { "enabled": true } });
    for format in [HandoffFormat::Python, HandoffFormat::Terraform, HandoffFormat::Bundle] {
        let handed = of_json(endpoint.clone(), format);
        assert!(!handed.text.contains("from_the_future"), "{}", handed.text);
        assert!(
            handed.notes.iter().any(|note| note.contains("ai_gateway.from_the_future")),
            "{:?}",
            handed.notes
        );
    }
    assert!(of_json(endpoint, HandoffFormat::RestJson).text.contains("from_the_future"));
}

#[test]
fn an_endpoint_of_other_models_can_be_asked_and_not_created() {
    let hosted = json!({ "name": "databricks-llama", "task": "llm/v1/chat",
        "config": { "served_entities": [{ "name": "x", "foundation_model": { "name": "llama" } }] } });
    for format in HandoffFormat::ALL {
        let handed = of_json(hosted.clone(), format);
        let asks = matches!(format, HandoffFormat::Openai | HandoffFormat::Sql);
        assert_eq!(handed.text.is_empty(), !asks, "{format:?}");
        assert_eq!(handed.notes.iter().any(|note| note.contains("external models only")), !asks);
    }
}

#[test]
fn what_asks_fits_the_task() {
    for (task, call, returns) in [
        (Task::Chat, "chat.completions.create", "'STRING'"),
        (Task::Completions, "client.completions.create", "'STRING'"),
        (Task::Embeddings, "client.embeddings.create", "'ARRAY<FLOAT>'"),
    ] {
        let endpoint = json!({ "name": "e", "task": task.wire() });
        assert!(of_json(endpoint.clone(), HandoffFormat::Openai).text.contains(call));
        assert!(of_json(endpoint, HandoffFormat::Sql).text.contains(returns));
    }
}

#[test]
fn a_draft_that_is_not_finished_is_shown_and_says_so() {
    let mut draft = every_form().remove(0);
    draft.name.clear();
    draft.entities[0].values.clear();
    let handed = text(&draft, HandoffFormat::RestJson);
    assert!(handed.notes[0].contains("not finished"), "{:?}", handed.notes);
    assert!(handed.text.contains("(to be filled in)"), "{}", handed.text);
    assert_eq!(handed.file_name, "not-named-yet.json");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn hostile_texts_come_out_of_json_and_yaml_as_they_were(model in hostile(), tag in hostile(), value in hostile()) {
        let mut draft = every_form().remove(0);
        draft.entities[0].model = format!("m{model}x");
        draft.tags = vec![Tag { key: format!("k{tag}x"), value: Some(format!("v{value}x")) }];
        draft.description = format!("d{value}{model}x");
        let sent = json!(draft::to_create(&draft).unwrap());
        // Whatever looks like a key is replaced on purpose.
        let written = sent.to_string();
        prop_assume!(crate::explain::redact::redact(&written) == written);
        let json: Value = serde_json::from_str(&text(&draft, HandoffFormat::RestJson).text).unwrap();
        prop_assert_eq!(&json, &sent);
        let yaml = text(&draft, HandoffFormat::Bundle).text;
        let read = import::yaml::read(&yaml, &mut Vec::new()).unwrap();
        let named = |value: &Value| value.to_string().replace("served_entity_name", "served_model_name");
        let resource = read["resources"]["model_serving_endpoints"].as_object().unwrap().values().next().unwrap();
        prop_assert_eq!(resource, &serde_json::from_str::<Value>(&named(&sent)).unwrap());
    }
}
