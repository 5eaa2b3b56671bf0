//! The parts of an endpoint that typed tools know, by the API's names: which class of the Databricks SDK for Python holds
//! each, and what kind its fields are. Terraform and bundles refuse what they do not know, so the same table prunes for them.
//! Facts: databricks-api.md §1.3, §2.1, §4.1 and databricks-sdk 0.156.

use super::node::Node;

pub(super) enum Kind {
    Text,
    Whole,
    Flag,
    Texts,
    Enum(&'static Enumeration),
    One(&'static Class),
    Many(&'static Class),
}

pub(super) struct Enumeration {
    pub(super) python: &'static str,
    /// The API's word, Python's member.
    pub(super) members: &'static [(&'static str, &'static str)],
}

pub(super) struct Class {
    pub(super) python: &'static str,
    pub(super) fields: &'static [(&'static str, Kind)],
}

impl Class {
    pub(super) fn field(&self, name: &str) -> Option<&'static Kind> {
        self.fields.iter().find(|(field, _)| *field == name).map(|(_, kind)| kind)
    }
}

use Kind::{Enum, Flag, Many, One, Text, Texts, Whole};

/// The body of a create.
pub(super) static CREATE: Class = Class {
    python: "create_and_wait",
    fields: &[
        ("name", Text),
        ("config", One(&CONFIG)),
        ("ai_gateway", One(&GATEWAY)),
        ("tags", Many(&TAG)),
        ("description", Text),
        ("budget_policy_id", Text),
        ("email_notifications", One(&NOTIFICATIONS)),
    ],
};

static CONFIG: Class = Class {
    python: "EndpointCoreConfigInput",
    fields: &[("served_entities", Many(&ENTITY)), ("traffic_config", One(&TRAFFIC))],
};

static ENTITY: Class =
    Class { python: "ServedEntityInput", fields: &[("name", Text), ("external_model", One(&MODEL))] };

static MODEL: Class = Class {
    python: "ExternalModel",
    fields: &[
        ("provider", Enum(&PROVIDER)),
        ("name", Text),
        ("task", Text),
        ("openai_config", One(&OPENAI)),
        ("anthropic_config", One(&ANTHROPIC)),
        ("cohere_config", One(&COHERE)),
        ("ai21labs_config", One(&AI21)),
        ("palm_config", One(&PALM)),
        ("google_cloud_vertex_ai_config", One(&VERTEX)),
        ("amazon_bedrock_config", One(&BEDROCK)),
        ("databricks_model_serving_config", One(&DATABRICKS)),
        ("custom_provider_config", One(&CUSTOM)),
    ],
};

static PROVIDER: Enumeration = Enumeration {
    python: "ExternalModelProvider",
    members: &[
        ("ai21labs", "AI21LABS"),
        ("amazon-bedrock", "AMAZON_BEDROCK"),
        ("anthropic", "ANTHROPIC"),
        ("cohere", "COHERE"),
        ("custom", "CUSTOM"),
        ("databricks-model-serving", "DATABRICKS_MODEL_SERVING"),
        ("google-cloud-vertex-ai", "GOOGLE_CLOUD_VERTEX_AI"),
        ("openai", "OPENAI"),
        ("palm", "PALM"),
    ],
};

static OPENAI: Class = Class {
    python: "OpenAiConfig",
    fields: &[
        ("openai_api_key", Text),
        ("openai_api_key_plaintext", Text),
        ("openai_api_base", Text),
        ("openai_api_type", Text),
        ("openai_api_version", Text),
        ("openai_deployment_name", Text),
        ("openai_organization", Text),
        ("microsoft_entra_tenant_id", Text),
        ("microsoft_entra_client_id", Text),
        ("microsoft_entra_client_secret", Text),
        ("microsoft_entra_client_secret_plaintext", Text),
    ],
};

static ANTHROPIC: Class = Class {
    python: "AnthropicConfig",
    fields: &[("anthropic_api_key", Text), ("anthropic_api_key_plaintext", Text)],
};

static COHERE: Class = Class {
    python: "CohereConfig",
    fields: &[("cohere_api_key", Text), ("cohere_api_key_plaintext", Text), ("cohere_api_base", Text)],
};

static AI21: Class = Class {
    python: "Ai21LabsConfig",
    fields: &[("ai21labs_api_key", Text), ("ai21labs_api_key_plaintext", Text)],
};

static PALM: Class =
    Class { python: "PaLmConfig", fields: &[("palm_api_key", Text), ("palm_api_key_plaintext", Text)] };

static VERTEX: Class = Class {
    python: "GoogleCloudVertexAiConfig",
    fields: &[("project_id", Text), ("region", Text), ("private_key", Text), ("private_key_plaintext", Text)],
};

static BEDROCK: Class = Class {
    python: "AmazonBedrockConfig",
    fields: &[
        ("aws_region", Text),
        ("bedrock_provider", Enum(&BEDROCK_PROVIDER)),
        ("aws_access_key_id", Text),
        ("aws_access_key_id_plaintext", Text),
        ("aws_secret_access_key", Text),
        ("aws_secret_access_key_plaintext", Text),
        ("instance_profile_arn", Text),
        ("uc_service_credential_name", Text),
    ],
};

static BEDROCK_PROVIDER: Enumeration = Enumeration {
    python: "AmazonBedrockConfigBedrockProvider",
    members: &[
        ("ai21labs", "AI21LABS"),
        ("amazon", "AMAZON"),
        ("anthropic", "ANTHROPIC"),
        ("cohere", "COHERE"),
    ],
};

static DATABRICKS: Class = Class {
    python: "DatabricksModelServingConfig",
    fields: &[
        ("databricks_workspace_url", Text),
        ("databricks_api_token", Text),
        ("databricks_api_token_plaintext", Text),
    ],
};

static CUSTOM: Class = Class {
    python: "CustomProviderConfig",
    fields: &[
        ("custom_provider_url", Text),
        ("api_key_auth", One(&API_KEY)),
        ("bearer_token_auth", One(&BEARER)),
    ],
};

static API_KEY: Class =
    Class { python: "ApiKeyAuth", fields: &[("key", Text), ("value", Text), ("value_plaintext", Text)] };

static BEARER: Class =
    Class { python: "BearerTokenAuth", fields: &[("token", Text), ("token_plaintext", Text)] };

static TRAFFIC: Class = Class { python: "TrafficConfig", fields: &[("routes", Many(&ROUTE))] };

static ROUTE: Class = Class {
    python: "Route",
    fields: &[("served_entity_name", Text), ("served_model_name", Text), ("traffic_percentage", Whole)],
};

static GATEWAY: Class = Class {
    python: "AiGatewayConfig",
    fields: &[
        ("usage_tracking_config", One(&USAGE)),
        ("inference_table_config", One(&TABLE)),
        ("rate_limits", Many(&LIMIT)),
        ("guardrails", One(&GUARDRAILS)),
        ("fallback_config", One(&FALLBACK)),
    ],
};

static USAGE: Class = Class { python: "AiGatewayUsageTrackingConfig", fields: &[("enabled", Flag)] };
static FALLBACK: Class = Class { python: "FallbackConfig", fields: &[("enabled", Flag)] };

static TABLE: Class = Class {
    python: "AiGatewayInferenceTableConfig",
    fields: &[("enabled", Flag), ("catalog_name", Text), ("schema_name", Text), ("table_name_prefix", Text)],
};

static LIMIT: Class = Class {
    python: "AiGatewayRateLimit",
    fields: &[
        ("key", Enum(&LIMIT_KEY)),
        ("principal", Text),
        ("renewal_period", Enum(&PERIOD)),
        ("calls", Whole),
        ("tokens", Whole),
    ],
};

static LIMIT_KEY: Enumeration = Enumeration {
    python: "AiGatewayRateLimitKey",
    members: &[
        ("endpoint", "ENDPOINT"),
        ("user", "USER"),
        ("user_group", "USER_GROUP"),
        ("service_principal", "SERVICE_PRINCIPAL"),
    ],
};

static PERIOD: Enumeration =
    Enumeration { python: "AiGatewayRateLimitRenewalPeriod", members: &[("minute", "MINUTE")] };

static GUARDRAILS: Class =
    Class { python: "AiGatewayGuardrails", fields: &[("input", One(&RULES)), ("output", One(&RULES))] };

static RULES: Class = Class {
    python: "AiGatewayGuardrailParameters",
    fields: &[("safety", Flag), ("pii", One(&PII)), ("invalid_keywords", Texts), ("valid_topics", Texts)],
};

static PII: Class =
    Class { python: "AiGatewayGuardrailPiiBehavior", fields: &[("behavior", Enum(&PII_BEHAVIOR))] };

static PII_BEHAVIOR: Enumeration = Enumeration {
    python: "AiGatewayGuardrailPiiBehaviorBehavior",
    members: &[("NONE", "NONE"), ("BLOCK", "BLOCK"), ("MASK", "MASK")],
};

static TAG: Class = Class { python: "EndpointTag", fields: &[("key", Text), ("value", Text)] };

static NOTIFICATIONS: Class = Class {
    python: "EmailNotifications",
    fields: &[("on_update_success", Texts), ("on_update_failure", Texts)],
};

/// The fields that `class` knows, in its order of writing them; the paths of the others go into `left_out`.
pub(super) fn prune(node: &Node, class: &Class, path: &str, left_out: &mut Vec<String>) -> Node {
    let Node::Map(fields) = node else { return Node::Map(Vec::new()) };
    let mut kept = Vec::new();
    for (name, value) in fields {
        let here = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let fitting = match (class.field(name), value) {
            (_, Node::Null) => continue,
            (Some(Text | Enum(_)), Node::Text(_) | Node::Variable(_))
            | (Some(Whole), Node::Number(_))
            | (Some(Flag), Node::Flag(_)) => value.clone(),
            (Some(Texts), Node::List(items)) if items.iter().all(|item| matches!(item, Node::Text(_))) => {
                value.clone()
            }
            (Some(One(class)), Node::Map(_)) => prune(value, class, &here, left_out),
            (Some(Many(class)), Node::List(items)) => {
                Node::List(items.iter().map(|item| prune(item, class, &here, left_out)).collect())
            }
            _ => {
                if !left_out.contains(&here) {
                    left_out.push(here);
                }
                continue;
            }
        };
        kept.push((name.clone(), fitting));
    }
    Node::Map(kept)
}
