//! Every provider and every sign-in form, typed, written, read back.

use serde_json::json;

use super::*;
use crate::providers::dto::FieldKind;

const REFERENCE: &str = "{{secrets/llm-keys/a-key}}";

fn sample(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Secret | FieldKind::SecretMultiline => REFERENCE,
        FieldKind::Url => "https://llm.example.com",
        FieldKind::Guid => "e07a44d3-5b1c-4f2e-9d08-1c6fa3b7d250",
        FieldKind::Arn => "arn:aws:iam::123456789012:instance-profile/serving",
        FieldKind::Text | FieldKind::Choice => "some-value",
    }
}

/// Everything of every form filled in, as after somebody tried all of them.
fn filled(spec: &ProviderSpec, form: &AuthFormSpec) -> EntityConnection {
    let fields = spec.fields.iter().chain(spec.forms.iter().flat_map(|form| form.fields));
    EntityConnection {
        provider: spec.id.into(),
        model: "a.Model:v1/x".into(),
        task: "llm/v1/chat".into(),
        auth_form: form.id.into(),
        values: fields.map(|field| (field.id.to_owned(), sample(field.kind).to_owned())).collect(),
    }
}

fn read(value: serde_json::Value) -> ExternalModel {
    serde_json::from_value(value).unwrap()
}

#[test]
fn every_form_of_every_provider_is_written_with_one_config_and_read_back_as_itself() {
    for spec in all() {
        for form in spec.forms {
            let typed = filled(spec, form);
            let model =
                to_external_model(&typed).unwrap_or_else(|p| panic!("{} {}: {p:?}", spec.id, form.id));
            let json = serde_json::to_value(&model).unwrap();
            let configs: Vec<_> =
                json.as_object().unwrap().keys().filter(|key| key.ends_with("_config")).collect();
            assert_eq!(configs, [spec.config]);
            assert!(!json.to_string().contains("plaintext"));

            let found = identify(&model);
            assert_eq!((found.id.as_str(), found.form.unwrap().id), (spec.id, form.id));
            let back = from_external_model(&model);
            assert_eq!((back.model.as_str(), back.auth_form.as_str()), ("a.Model:v1/x", form.id));
            assert_eq!(to_external_model(&back).unwrap(), model);
        }
    }
}

#[test]
fn fields_of_forms_that_were_not_chosen_are_not_sent() {
    let spec = by_id("amazon-bedrock").unwrap();
    let model = to_external_model(&filled(spec, spec.form("instance_profile").unwrap())).unwrap();
    let json = serde_json::to_value(&model).unwrap();
    let config = json["amazon_bedrock_config"].as_object().unwrap();
    assert!(config.contains_key("instance_profile_arn"));
    assert!(!config.contains_key("aws_access_key_id") && !config.contains_key("uc_service_credential_name"));
}

#[test]
fn azure_is_openai_with_a_type_and_its_base_loses_the_path() {
    let spec = by_id("azure-openai").unwrap();
    let mut typed = filled(spec, spec.form("azuread").unwrap());
    typed.values[0].1 = "https://res.openai.azure.com/openai/deployments/gpt4o/chat".into();
    let json = serde_json::to_value(to_external_model(&typed).unwrap()).unwrap();
    assert_eq!(json["provider"], "openai");
    assert_eq!(json["openai_config"]["openai_api_type"], "azuread");
    assert_eq!(json["openai_config"]["openai_api_base"], "https://res.openai.azure.com");
    assert!(json["openai_config"].get("openai_api_key").is_none());
}

#[test]
fn the_maker_inside_bedrock_is_sent_in_lower_case_and_the_model_as_typed() {
    let spec = by_id("amazon-bedrock").unwrap();
    let mut typed = filled(spec, spec.form("access_keys").unwrap());
    typed.model = " us.anthropic.Claude-X-v1:0 ".into();
    for (field, value) in &mut typed.values {
        if field == "bedrock_provider" {
            *value = "Anthropic".into();
        }
    }
    let json = serde_json::to_value(to_external_model(&typed).unwrap()).unwrap();
    assert_eq!(json["amazon_bedrock_config"]["bedrock_provider"], "anthropic");
    assert_eq!(json["name"], "us.anthropic.Claude-X-v1:0");
}

#[test]
fn custom_keys_stand_inside_their_own_object() {
    let spec = by_id("custom").unwrap();
    let json =
        serde_json::to_value(to_external_model(&filled(spec, spec.form("api_key_auth").unwrap())).unwrap())
            .unwrap();
    assert_eq!(
        json["custom_provider_config"],
        json!({"custom_provider_url": "https://llm.example.com", "api_key_auth": {"key": "some-value", "value": REFERENCE}})
    );
}

#[test]
fn missing_and_unusable_values_are_named_by_field() {
    let typed = EntityConnection {
        provider: "openai".into(),
        model: " ".into(),
        task: "llm/v1/chat".into(),
        auth_form: "api_key".into(),
        values: vec![("openai_api_key".into(), "sk-typed-in-plain-text".into())],
    };
    let problems = to_external_model(&typed).unwrap_err();
    let paths: Vec<_> = problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(paths, ["model", "values.openai_api_key"]);
    assert!(problems.iter().all(|problem| !problem.message.contains("sk-typed")));
}

#[test]
fn an_unknown_form_or_provider_is_a_sentence() {
    let mut typed =
        EntityConnection { provider: "azure-openai".into(), model: "m".into(), ..Default::default() };
    assert_eq!(to_external_model(&typed).unwrap_err()[0].path, "authForm");
    typed.provider = "grok".into();
    assert!(to_external_model(&typed).unwrap_err()[0].message.contains("grok"));
}

#[test]
fn settings_and_secrets_of_an_entity_are_told_apart() {
    let model = read(
        json!({"provider": "openai", "name": "gpt-4o", "task": "llm/v1/chat", "openai_config": {
        "openai_api_type": "azure", "openai_api_base": "https://r.openai.azure.com", "openai_api_version": "2024-10-21",
        "openai_deployment_name": "gpt4o-prod", "openai_api_key": "{{secrets/llm/azure}}", "brand_new_field": "x",
        "brand_new_token": "sk-canary-0001"}}),
    );
    assert_eq!(secret_references(&model), ["{{secrets/llm/azure}}"]);
    let lines = settings(&model);
    let find = |field: &str| lines.iter().find(|line| line.field == field).map(|line| line.value.as_str());
    assert_eq!(find("openai_deployment_name"), Some("gpt4o-prod"));
    assert_eq!(find("auth"), Some("API key"));
    assert_eq!(find("brand_new_field"), Some("x"));
    assert!(lines.iter().all(|line| !line.value.contains("canary") && !line.value.contains("{{")));
}

#[test]
fn a_provider_newer_than_the_app_is_shown_under_its_own_name() {
    let found = identify(&read(json!({"provider": "grok-cloud", "name": "g", "task": "llm/v1/chat"})));
    assert_eq!((found.name.as_str(), found.mark.as_str(), found.spec.is_none()), ("grok-cloud", "Gr", true));
}

#[test]
fn a_key_once_typed_in_plain_text_comes_back_as_an_empty_field() {
    let model =
        read(json!({"provider": "cohere", "name": "command-a", "task": "llm/v1/chat", "cohere_config": {}}));
    let typed = from_external_model(&model);
    assert_eq!(
        (typed.provider.as_str(), typed.auth_form.as_str(), typed.values.len()),
        ("cohere", "api_key", 0)
    );
    assert_eq!(to_external_model(&typed).unwrap_err()[0].path, "values.cohere_api_key");
}

#[test]
fn secret_references_follow_the_pattern() {
    for good in ["{{secrets/a/b}}", "{{secrets/llm-keys/open.ai_1}}"] {
        assert!(is_secret_reference(good), "{good}");
    }
    for bad in [
        "",
        "{{secrets/a}}",
        "{{secrets/a/b/c}}",
        "{{secrets//b}}",
        "{secrets/a/b}",
        " {{secrets/a/b}}",
        "sk-x",
    ] {
        assert!(!is_secret_reference(bad), "{bad}");
    }
}

#[test]
fn whatever_is_no_reference_in_a_field_for_a_secret_is_not_kept() {
    for spec in all() {
        for field in spec.fields.iter().chain(spec.forms.iter().flat_map(|form| form.fields)) {
            let kept = |value: &str| may_be_kept(spec.id, field.id, value);
            assert!(kept(REFERENCE) && kept("") && kept("{{sec") && kept(" {{secrets/llm"), "{}", field.id);
            assert_eq!(kept("sk-proj-1"), !field.kind.is_secret(), "{} {}", spec.id, field.id);
            assert_eq!(kept("{{sk-proj-1"), !field.kind.is_secret(), "{} {}", spec.id, field.id);
        }
    }
    assert!(!may_be_kept("of-a-later-version", "its_api_key", "sk-proj-1"));
    assert!(may_be_kept("of-a-later-version", "its_region", "eu-west-1"));
}
