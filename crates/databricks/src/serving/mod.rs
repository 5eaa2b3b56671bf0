//! Serving endpoints (reference §1, §2, §4): the calls, and the types they read and write.
//!
//! `PUT config` and `PUT ai-gateway` replace everything, so changes start from what is there: see [`ConfigEdit`] and
//! [`GatewayEdit`]. A write whose answer was lost is settled by reading: see [`Serving::settle_create`] and
//! [`Serving::settle_write`].

mod calls;
mod edit;
mod endpoint;
mod entity;
mod external;
mod gateway;
mod merge;
mod permissions;
mod plaintext;
mod settle;
mod state;
mod waiter;

pub use calls::Serving;
pub use edit::{ConfigEdit, GatewayEdit};
pub use endpoint::{CreateEndpoint, EmailNotifications, Endpoint, Snapshot, Tag};
pub use entity::{EndpointConfig, Route, ServedEntity, TrafficConfig};
pub use external::{
    Ai21LabsConfig, AnthropicConfig, ApiKeyAuth, BearerTokenAuth, BedrockConfig, CohereConfig,
    CustomProviderConfig, DatabricksServingConfig, ExternalModel, OpenAiConfig, PalmConfig, Provider,
    VertexAiConfig,
};
pub use gateway::{
    AiGateway, Fallback, GuardrailRules, Guardrails, InferenceTable, Pii, PiiBehavior, RateLimit,
    RateLimitKey, RenewalPeriod, UsageTracking,
};
pub use permissions::{AccessEntry, AccessRule, GrantedPermission, PermissionLevelDescription, Permissions};
pub use plaintext::Plaintext;
pub use settle::{Difference, Settled, Write};
pub use state::{ConfigUpdate, Deployment, EndpointState, EntityState, PermissionLevel, Phase, Ready, Task};
pub use waiter::{WaitOptions, WaitOutcome};
