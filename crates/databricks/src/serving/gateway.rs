//! The AI Gateway of an endpoint: usage tracking, payload logging, rate limits, guardrails, fallback (reference §4.1).

use serde::{Deserialize, Serialize};

use crate::wire::{self, Extra, wire_enum};

wire_enum! {
    /// Whom a rate limit counts.
    RateLimitKey {
        /// All calls of the endpoint together.
        Endpoint = "endpoint",
        /// Each user; with a principal, that user.
        User = "user",
        /// A group.
        UserGroup = "user_group",
        /// A service principal, by application id.
        ServicePrincipal = "service_principal",
    }
}

wire_enum! {
    /// Over which time a limit counts.
    RenewalPeriod {
        /// A minute, the only value so far.
        Minute = "minute",
    }
}

wire_enum! {
    /// What happens to personal data.
    PiiBehavior {
        /// Nothing.
        None = "NONE",
        /// The call is refused.
        Block = "BLOCK",
        /// It is replaced by placeholders.
        Mask = "MASK",
    }
}

/// `ai_gateway`: the whole of it is replaced by each write.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AiGateway {
    /// Usage in system tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage_tracking_config: Option<UsageTracking>,
    /// Payload logging.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inference_table_config: Option<InferenceTable>,
    /// At most 20, of which 5 for groups.
    #[serde(default, deserialize_with = "wire::list", skip_serializing_if = "Vec::is_empty")]
    pub rate_limits: Vec<RateLimit>,
    /// Filters on prompts and answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guardrails: Option<Guardrails>,
    /// Trying the other entities on 429 and 5xx.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback_config: Option<Fallback>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `usage_tracking_config`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UsageTracking {
    /// Whether rows are written.
    #[serde(default, deserialize_with = "wire::boolean", skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `inference_table_config`. To change the names, first write `enabled: false`, then the new names.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct InferenceTable {
    /// Whether payloads are logged.
    #[serde(default, deserialize_with = "wire::boolean", skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Unity Catalog catalog.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub catalog_name: Option<String>,
    /// Schema.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub schema_name: Option<String>,
    /// The table is `<prefix>_payload`.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub table_name_prefix: Option<String>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One limit; at least one of `calls` and `tokens`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RateLimit {
    /// Whom it counts; the endpoint when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<RateLimitKey>,
    /// Mail address, group name or application id.
    #[serde(default, deserialize_with = "wire::text", skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    /// Over which time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal_period: Option<RenewalPeriod>,
    /// Calls a period.
    #[serde(default, deserialize_with = "wire::int", skip_serializing_if = "Option::is_none")]
    pub calls: Option<i64>,
    /// Tokens a period.
    #[serde(default, deserialize_with = "wire::int", skip_serializing_if = "Option::is_none")]
    pub tokens: Option<i64>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `guardrails`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Guardrails {
    /// For prompts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<GuardrailRules>,
    /// For answers; not applied to streams.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<GuardrailRules>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Filters of one side.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct GuardrailRules {
    /// Unsafe content.
    #[serde(default, deserialize_with = "wire::boolean", skip_serializing_if = "Option::is_none")]
    pub safety: Option<bool>,
    /// Personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pii: Option<Pii>,
    /// Deprecated; kept when present.
    #[serde(default, deserialize_with = "wire::list", skip_serializing_if = "Vec::is_empty")]
    pub invalid_keywords: Vec<String>,
    /// Deprecated; kept when present.
    #[serde(default, deserialize_with = "wire::list", skip_serializing_if = "Vec::is_empty")]
    pub valid_topics: Vec<String>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `pii`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Pii {
    /// What happens to personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behavior: Option<PiiBehavior>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}

/// `fallback_config`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Fallback {
    /// Whether other entities are tried; needs two entities.
    #[serde(default, deserialize_with = "wire::boolean", skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Fields this crate does not name; kept and written back.
    #[serde(flatten)]
    pub extra: Extra,
}
