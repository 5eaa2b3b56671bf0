//! The demo world: eleven endpoints in every state a person will meet, five scopes, one wrong key, one throttled provider.
//! Only data; the rules that act on it are elsewhere. Dates are counted back from the moment the world is made.

mod scopes;

use serde_json::{Value, json};

use crate::clock::{now_ms, scaled_ms};
use crate::identity::USER;
use crate::permissions::{grant, kind_of};
use crate::world::{Endpoint, Pending, Temper, World};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// How long the endpoint that is being updated still takes.
const UPDATE_MS: i64 = 102_000;

const PLATFORM: &str = "svc-ml-platform";

const OPENAI: &str = "{{secrets/llm-keys/openai}}";
const FINANCE: &str = "{{secrets/finance-keys/openai}}";
const ANTHROPIC: &str = "{{secrets/llm-keys/anthropic}}";
const COHERE: &str = "{{secrets/llm-keys/cohere}}";
const AZURE: &str = "{{secrets/azure-kv-shared/azure-openai}}";

fn model(provider: &str, name: &str, task: &str, block: Value) -> Value {
    let object = crate::providers::PROVIDERS
        .iter()
        .find(|(known, _)| *known == provider)
        .map_or("", |(_, object)| object);
    json!({"provider": provider, "name": name, "task": task, object: block})
}

fn chat(provider: &str, name: &str) -> Value {
    let block = match provider {
        "anthropic" => json!({"anthropic_api_key": ANTHROPIC}),
        "cohere" => json!({"cohere_api_key": COHERE}),
        "google-cloud-vertex-ai" => {
            json!({"project_id": "meridian-llm", "region": "europe-west4", "private_key": "{{secrets/gcp/vertex-sa}}"})
        }
        "amazon-bedrock" => json!({"aws_region": "us-east-1", "bedrock_provider": "anthropic",
            "aws_access_key_id": "{{secrets/aws/bedrock-access-key-id}}",
            "aws_secret_access_key": "{{secrets/aws/bedrock-secret-access-key}}"}),
        "custom" => json!({"custom_provider_url": "https://llm.meridian-freight.com/v1/chat/completions",
            "bearer_token_auth": {"token": "{{secrets/llm-keys/onprem-gateway}}"}}),
        "databricks-model-serving" => {
            json!({"databricks_workspace_url": "https://meridian-eu.cloud.databricks.com",
            "databricks_api_token": "{{secrets/llm-keys/databricks-eu}}"})
        }
        _ => json!({"openai_api_key": OPENAI}),
    };
    model(provider, name, "llm/v1/chat", block)
}

fn azure(name: &str, deployment: &str) -> Value {
    model(
        "openai",
        name,
        "llm/v1/chat",
        json!({"openai_api_type": "azure", "openai_api_key": AZURE,
        "openai_api_base": "https://meridian-weu.openai.azure.com", "openai_api_version": "2024-10-21",
        "openai_deployment_name": deployment}),
    )
}

fn config(parts: &[(&str, Value, u8)]) -> Value {
    let entities: Vec<Value> =
        parts.iter().map(|(name, model, _)| json!({"name": name, "external_model": model})).collect();
    let routes: Vec<Value> = parts
        .iter()
        .map(|(name, _, share)| json!({"served_model_name": name, "served_entity_name": name, "traffic_percentage": share}))
        .collect();
    json!({"served_entities": entities, "traffic_config": {"routes": routes}})
}

/// A gateway by its switches: usage, table, fallback, and the calls a minute allowed to each user.
fn gateway(
    table: Option<&str>,
    calls: Option<u32>,
    fallback: bool,
    guardrails: Option<Value>,
) -> Option<Value> {
    let mut block = json!({"usage_tracking_config": {"enabled": true}});
    if let Some(prefix) = table {
        block["inference_table_config"] = json!({"enabled": true, "catalog_name": "main", "schema_name": "llm_gateway", "table_name_prefix": prefix});
    }
    if let Some(calls) = calls {
        block["rate_limits"] = json!([
            {"key": "endpoint", "renewal_period": "minute", "calls": calls * 10},
            {"key": "user", "renewal_period": "minute", "calls": calls},
        ]);
    }
    if let Some(guardrails) = guardrails {
        block["guardrails"] = guardrails;
    }
    if fallback {
        block["fallback_config"] = json!({"enabled": true});
    }
    Some(block)
}

fn endpoint(
    world: &mut World,
    name: &str,
    creator: &str,
    age_ms: i64,
    daily: u64,
    parts: &[(&str, Value, u8)],
) -> Endpoint {
    let now = now_ms();
    let mut endpoint = Endpoint::new(name, creator, now - age_ms - 40 * DAY);
    endpoint.updated_ms = now - age_ms;
    endpoint.daily_requests = daily;
    endpoint.config = config(parts);
    endpoint.config_version = 1 + daily % 7;
    endpoint.task =
        parts.first().and_then(|(_, model, _)| model["task"].as_str()).unwrap_or_default().to_owned();
    if creator != USER {
        endpoint.acl = vec![
            grant(kind_of(creator), creator, "CAN_MANAGE"),
            grant("group_name", "ml-platform", "CAN_MANAGE"),
        ];
    }
    endpoint.acl.push(grant("group_name", "users", "CAN_QUERY"));
    debug_assert!(!world.endpoints.contains_key(name));
    endpoint
}

fn tag(key: &str, value: &str) -> Value {
    json!({"key": key, "value": value})
}

pub(crate) fn fill(world: &mut World, speed: f64) {
    scopes::fill(world);
    busy(world, speed);
    quiet(world);
    embedding(world);
    troubled(world);
}

/// The endpoints people use all day: split four ways, with guardrails, one being changed.
fn busy(world: &mut World, speed: f64) {
    let mut one = endpoint(
        world,
        "support-assistant-chat",
        PLATFORM,
        2 * DAY,
        148_203,
        &[
            ("gpt-4-1", chat("openai", "gpt-4.1"), 70),
            ("gpt-4-1-azure-weu", azure("gpt-4.1", "gpt-41-prod"), 20),
            ("claude-sonnet-4-5", chat("anthropic", "claude-sonnet-4-5"), 10),
            (
                "command-r-plus-standby",
                model(
                    "cohere",
                    "command-r-plus",
                    "llm/v1/chat",
                    json!({"cohere_api_key": "{{secrets/llm-keys/cohere-old}}"}),
                ),
                0,
            ),
        ],
    );
    let guardrails = json!({"input": {"safety": true, "pii": {"behavior": "BLOCK"}}, "output": {"safety": true, "pii": {"behavior": "MASK"}}});
    one.ai_gateway = gateway(Some("support_chat"), Some(120), true, Some(guardrails));
    one.tags = vec![tag("cost-center", "cs-4410"), tag("team", "support")];
    one.description = "Answers customers' questions about shipments.".to_owned();
    world.endpoints.insert(one.name.clone(), one);

    let parts = |first, second| {
        [
            ("gpt-4-1", chat("openai", "gpt-4.1"), first),
            ("claude-sonnet-4-5", chat("anthropic", "claude-sonnet-4-5"), second),
        ]
    };
    let mut one = endpoint(world, "contract-extraction", USER, 3 * DAY, 12_066, &parts(80, 20));
    one.ai_gateway = gateway(Some("contracts"), Some(60), true, None);
    one.tags = vec![tag("team", "legal-ops")];
    let now = now_ms();
    one.updated_ms = now;
    one.pending = Some(Pending {
        config: config(&parts(60, 40)),
        started_ms: now,
        until_ms: now + scaled_ms(UPDATE_MS, speed),
        failure: None,
    });
    world.endpoints.insert(one.name.clone(), one);

    let mut one = endpoint(
        world,
        "multi-provider-llm",
        PLATFORM,
        DAY,
        64_720,
        &[
            ("gpt-4o", chat("openai", "gpt-4o"), 40),
            ("claude-haiku-4-5", chat("anthropic", "claude-haiku-4-5"), 30),
            ("bedrock-claude", chat("amazon-bedrock", "anthropic.claude-3-5-sonnet-20241022-v2:0"), 20),
            ("gemini-2-5-flash", chat("google-cloud-vertex-ai", "gemini-2.5-flash"), 10),
        ],
    );
    one.ai_gateway = gateway(Some("multi_llm"), Some(200), true, None);
    one.tags = vec![tag("team", "ml-platform")];
    world.endpoints.insert(one.name.clone(), one);
}

/// A slow one, a thinking one, an on-premises one.
fn quiet(world: &mut World) {
    let mut one = endpoint(
        world,
        "code-review-bot",
        PLATFORM,
        3 * DAY,
        8_412,
        &[("gpt-4-1", azure("gpt-4.1", "gpt-41-review"), 100)],
    );
    one.ai_gateway = gateway(Some("code_review"), Some(30), false, None);
    world.endpoints.insert(one.name.clone(), one);

    let mut one = endpoint(
        world,
        "driver-hotline-transcripts",
        "piotr.zielinski@meridian-freight.com",
        12 * DAY,
        5_204,
        &[
            ("gemini-thinking", chat("google-cloud-vertex-ai", "gemini-2.5-flash-thinking"), 50),
            ("gpt-4o-mini", chat("openai", "gpt-4o-mini"), 50),
        ],
    );
    one.ai_gateway = gateway(None, Some(60), false, None);
    one.tempers.insert("gpt-4o-mini".into(), Temper { slowness: 6.0, ..Temper::default() });
    world.endpoints.insert(one.name.clone(), one);

    // Its key was deleted and nobody has noticed: there is no traffic.
    let one = endpoint(
        world,
        "onprem-llama-gateway",
        "lea.fontaine@meridian-freight.com",
        5 * DAY,
        0,
        &[("llama-3-3-70b-instruct", chat("custom", "llama-3.3-70b-instruct"), 100)],
    );
    world.endpoints.insert(one.name.clone(), one);
}

fn embedding(world: &mut World) {
    let mut one = endpoint(
        world,
        "embeddings-multilingual",
        PLATFORM,
        26 * DAY,
        402_118,
        &[(
            "embed-multilingual-v3-0",
            model(
                "cohere",
                "embed-multilingual-v3.0",
                "llm/v1/embeddings",
                json!({"cohere_api_key": COHERE}),
            ),
            100,
        )],
    );
    one.ai_gateway = gateway(Some("embeddings"), Some(600), false, None);
    world.endpoints.insert(one.name.clone(), one);

    let mut one = endpoint(
        world,
        "invoice-embeddings-3-large",
        "svc-finance",
        31 * DAY,
        88_340,
        &[(
            "text-embedding-3-large",
            model(
                "openai",
                "text-embedding-3-large",
                "llm/v1/embeddings",
                json!({"openai_api_key": FINANCE}),
            ),
            100,
        )],
    );
    one.ai_gateway = gateway(None, Some(300), false, None);
    // Another team's endpoint: may be used, not changed.
    one.acl = vec![
        grant("service_principal_name", "svc-finance", "CAN_MANAGE"),
        grant("group_name", "users", "CAN_QUERY"),
    ];
    world.endpoints.insert(one.name.clone(), one);
}

/// What goes wrong: a failed update, a provider over quota, a creator who left, a model without access.
fn troubled(world: &mut World) {
    let claims = |first, second, anthropic: &str| {
        let claude =
            model("anthropic", "claude-sonnet-4-5", "llm/v1/chat", json!({"anthropic_api_key": anthropic}));
        [
            ("claude-sonnet-4-5", claude, first),
            ("gpt-4-1-azure-weu", azure("gpt-4.1", "gpt-41-claims"), second),
        ]
    };
    let name = "customer-claims-summarisation-eu-west-restricted-v3";
    let mut one = endpoint(world, name, USER, 2 * HOUR, 31_950, &claims(100, 0, ANTHROPIC));
    one.ai_gateway = gateway(Some("claims"), Some(90), true, None);
    one.tempers.insert("gpt-4-1-azure-weu".into(), Temper { throttled: true, ..Temper::default() });
    let now = now_ms();
    one.pending = Some(Pending {
        config: config(&claims(50, 50, "{{secrets/llm-keys/anthropic-eu}}")),
        started_ms: now - 2 * HOUR,
        until_ms: now - 2 * HOUR + 40_000,
        failure: Some(
            "Missing key llm-keys/anthropic-eu: the secret does not exist or cannot be read.".to_owned(),
        ),
    });
    one.failed = true;
    world.endpoints.insert(one.name.clone(), one);

    let mut one = endpoint(
        world,
        "legacy-completions",
        "tomas.berg@meridian-freight.com",
        270 * DAY,
        17,
        &[(
            "command",
            model("cohere", "command", "llm/v1/completions", json!({"cohere_api_key": COHERE})),
            100,
        )],
    );
    one.ai_gateway = gateway(None, None, false, None);
    one.creator_gone = true;
    world.endpoints.insert(one.name.clone(), one);

    let mut one = endpoint(world, "route-notes-bedrock", USER, 14 * MINUTE, 0, &[]);
    one.task = "llm/v1/chat".to_owned();
    one.config = Value::Null;
    one.config_version = 0;
    one.created_ms = now - 15 * MINUTE;
    one.pending = Some(Pending {
        config: config(&[("nova-pro", chat("amazon-bedrock", "amazon.nova-pro-v1:0"), 100)]),
        started_ms: now - 15 * MINUTE,
        until_ms: now - 14 * MINUTE,
        failure: Some("No access to this model in us-east-1: request access to amazon.nova-pro-v1:0 in the Bedrock console.".to_owned()),
    });
    one.failed = true;
    world.endpoints.insert(one.name.clone(), one);
}

/// Generated endpoints for measuring with long lists. Their keys are those of the demo world.
pub(crate) fn add_many(world: &mut World, many: usize) {
    let models = [
        ("openai", "gpt-4o"),
        ("anthropic", "claude-sonnet-4-5"),
        ("google-cloud-vertex-ai", "gemini-2.5-flash"),
    ];
    for number in 0..many {
        let name = format!("generated-{number:05}");
        let Some((provider, called)) = models.get(number % models.len()) else { continue };
        let mut parts = vec![("main", chat(provider, called), 100)];
        if number % 3 == 0 {
            parts =
                vec![("main", chat(provider, called), 80), ("backup", chat("cohere", "command-r-plus"), 20)];
        }
        let mut one =
            endpoint(world, &name, USER, (number as i64 % 400) * HOUR, number as u64 % 5_000, &parts);
        one.ai_gateway = gateway(None, Some(600), number % 2 == 0, None);
        one.tags = vec![tag(
            "team",
            ["search", "support", "finance", "legal-ops"].get(number % 4).copied().unwrap_or("search"),
        )];
        world.endpoints.insert(name, one);
    }
}
