//! Every wrong provider block is refused with the field named, and no plain-text key survives a check.

use super::*;
use crate::WorldKind;
use crate::identity::OWNER;
use serde_json::json;

fn world() -> World {
    World::new(WorldKind::Demo, 0, 1.0)
}

fn model(provider: &str, object: &str, block: Value) -> Value {
    json!({"provider": provider, "name": "m", "task": "llm/v1/chat", object: block})
}

#[test]
fn a_reference_is_exact() {
    assert_eq!(reference("{{secrets/llm-keys/openai}}"), Some(("llm-keys", "openai")));
    for wrong in [
        "{{secrets/a}}",
        "{{ secrets/a/b }}",
        "{secrets/a/b}",
        "{{secrets/a/b/c}}",
        "sk-123",
        "{{secrets//b}}",
    ] {
        assert_eq!(reference(wrong), None, "{wrong}");
    }
}

#[test]
fn plain_keys_are_judged_and_forgotten() {
    let given =
        model("anthropic", "anthropic_config", json!({"anthropic_api_key_plaintext": "sk-wrong-CANARY"}));
    let (kept, notes) = check(&world(), &OWNER, &given, None).unwrap();
    assert!(!kept.to_string().contains("CANARY"));
    assert!(!notes["anthropic_api_key"].works);
    assert_eq!(notes["anthropic_api_key"].length, 15);
}

#[test]
fn fields_nobody_knows_are_not_kept() {
    let given = model(
        "anthropic",
        "anthropic_config",
        json!({"anthropic_api_key": "{{secrets/llm-keys/anthropic}}", "other_plaintext": "CANARY"}),
    );
    let (kept, _) = check(&world(), &OWNER, &given, None).unwrap();
    assert!(!kept.to_string().contains("CANARY"));
}

#[test]
fn wrong_blocks_are_refused_with_the_field_named() {
    let key = "{{secrets/llm-keys/openai}}";
    let cases = [
        (model("watsonx", "x", json!({})), "Provider not supported"),
        (model("openai", "anthropic_config", json!({})), "cannot be specified"),
        (model("openai", "nothing", json!({})), "openai_config must be specified"),
        (model("openai", "openai_config", json!({})), "Exactly one of openai_api_key"),
        (
            model("openai", "openai_config", json!({"openai_api_key": key, "openai_api_key_plaintext": "k"})),
            "Exactly one",
        ),
        (
            model("openai", "openai_config", json!({"openai_api_key": "sk-CANARY"})),
            "must be a secret reference",
        ),
        (
            model("openai", "openai_config", json!({"openai_api_key": "{{secrets/none/x}}"})),
            "scope 'none' does not exist",
        ),
        (
            model("openai", "openai_config", json!({"openai_api_key": "{{secrets/llm-keys/none}}"})),
            "secret 'none'",
        ),
        (
            model("openai", "openai_config", json!({"openai_api_type": "azure", "openai_api_key": key})),
            "openai_api_base",
        ),
        (
            model("openai", "openai_config", json!({"openai_api_type": "entra", "openai_api_key": key})),
            "openai_api_type",
        ),
        (
            model(
                "amazon-bedrock",
                "amazon_bedrock_config",
                json!({"aws_region": "x", "bedrock_provider": "Anthropic"}),
            ),
            "lower case",
        ),
        (
            model(
                "amazon-bedrock",
                "amazon_bedrock_config",
                json!({"aws_region": "x", "bedrock_provider": "amazon"}),
            ),
            "Exactly one way",
        ),
        (
            model(
                "amazon-bedrock",
                "amazon_bedrock_config",
                json!({"aws_region": "x", "bedrock_provider": "amazon", "instance_profile_arn": "arn:aws:iam::123456789:instance-profile/x"}),
            ),
            "ARN",
        ),
        (
            model("google-cloud-vertex-ai", "google_cloud_vertex_ai_config", json!({"region": "x"})),
            "project_id",
        ),
        (
            model("custom", "custom_provider_config", json!({"custom_provider_url": "https://x"})),
            "api_key_auth",
        ),
        (
            model("databricks-model-serving", "databricks_model_serving_config", json!({})),
            "databricks_workspace_url",
        ),
    ];
    for (given, wanted) in cases {
        let refusal = check(&world(), &OWNER, &given, None).expect_err(wanted);
        assert_eq!((refusal.status, refusal.code), (400, "INVALID_PARAMETER_VALUE"));
        assert!(refusal.message.contains(wanted), "{} should say {wanted}", refusal.message);
        assert!(!refusal.message.contains("CANARY"));
    }
}

#[test]
fn an_update_may_leave_out_a_key_stored_before() {
    let given = model("cohere", "cohere_config", json!({"cohere_api_base": "https://co"}));
    let stored = Notes::from([("cohere_api_key".to_owned(), KeyNote::of("fine"))]);
    assert!(check(&world(), &OWNER, &given, Some(&stored)).unwrap().1["cohere_api_key"].works);
    assert!(check(&world(), &OWNER, &given, None).is_err());
}
