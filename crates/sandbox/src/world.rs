//! The simulated workspace as data: endpoints, scopes, permissions, settings. Plain values that serialise; the rules live
//! in the rooms beside it. Secret values have no place here: only whether a key works, its length and when it was set.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::now_ms;
use crate::{Identity, SignInPage, WorldKind};

/// What is remembered of a secret value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyNote {
    /// False when the simulated provider refuses this key.
    pub(crate) works: bool,
    pub(crate) length: usize,
    pub(crate) updated_ms: i64,
}

impl KeyNote {
    /// Judges a value and forgets it.
    pub(crate) fn of(value: &str) -> KeyNote {
        let lower = value.to_ascii_lowercase();
        let wrong = lower.contains("wrong") || lower.contains("invalid") || value.trim().is_empty();
        KeyNote { works: !wrong, length: value.len(), updated_ms: now_ms() }
    }
}

/// One secret scope.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scope {
    pub(crate) name: String,
    pub(crate) backend: String,
    pub(crate) keyvault: Option<Value>,
    /// By lower-case key; the first part is the key as it was written.
    pub(crate) keys: BTreeMap<String, (String, KeyNote)>,
    /// Principal → permission.
    pub(crate) acls: BTreeMap<String, String>,
}

/// How the simulated provider behind an entity behaves, where it differs from answering well.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Temper {
    /// The provider says it is over quota.
    pub(crate) throttled: bool,
    /// The provider refuses access to the model.
    pub(crate) no_access: bool,
    /// Divides the pace of a stream.
    pub(crate) slowness: f64,
}

/// An update under way, or one that failed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pending {
    /// `served_entities`, `traffic_config`, … as they will be read.
    pub(crate) config: Value,
    pub(crate) started_ms: i64,
    /// When it is over.
    pub(crate) until_ms: i64,
    /// Set when it will fail (or has failed): the reason, shown on the entities.
    pub(crate) failure: Option<String>,
}

/// One serving endpoint.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Endpoint {
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) creator: String,
    /// The creator has left the workspace: updates are refused.
    pub(crate) creator_gone: bool,
    pub(crate) created_ms: i64,
    pub(crate) updated_ms: i64,
    pub(crate) description: String,
    pub(crate) task: String,
    pub(crate) tags: Vec<Value>,
    pub(crate) ai_gateway: Option<Value>,
    /// Limits set through the deprecated call; they act, but no read shows them.
    pub(crate) rate_limits: Vec<Value>,
    pub(crate) email_notifications: Option<Value>,
    pub(crate) budget_policy_id: Option<String>,
    /// The active configuration; null before the first one is deployed.
    pub(crate) config: Value,
    pub(crate) config_version: u64,
    pub(crate) pending: Option<Pending>,
    /// `pending` is what is left of an update that failed.
    pub(crate) failed: bool,
    /// Notes on keys given in plain text: entity name → field → note.
    pub(crate) plaintext: BTreeMap<String, BTreeMap<String, KeyNote>>,
    pub(crate) tempers: BTreeMap<String, Temper>,
    /// Direct permissions, in the form they are answered.
    pub(crate) acl: Vec<Value>,
    /// Requests answered in the last day, for the metrics of the demo world.
    pub(crate) daily_requests: u64,
}

/// Behaviours that differ between real workspaces and can be switched for a test.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Settings {
    /// Answer served entities in alphabetical order.
    pub(crate) alphabetise_entities: bool,
    /// Refuse a config that leaves out a plain-text key stored before, instead of keeping that key.
    pub(crate) forget_plaintext: bool,
    /// Who the plain token signs in; as the sandbox was started when left out.
    pub(crate) identity: Option<Identity>,
    /// Seconds an access token issued from now on is good; as started when left out.
    pub(crate) token_lifetime: Option<u32>,
    /// What browsers meet at the sign-in; as started when left out.
    pub(crate) sign_in_page: Option<SignInPage>,
    /// A workspace without the Premium plan; as started when left out.
    pub(crate) standard_plan: Option<bool>,
    /// How many creations and config updates a workspace takes in five minutes (documented: 50); not counted when left out.
    pub(crate) updates_per_five_minutes: Option<u32>,
    /// OAuth apps known beside the built-in ones.
    pub(crate) custom_apps: Vec<CustomApp>,
}

/// An OAuth app that an account admin has registered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CustomApp {
    pub(crate) client_id: String,
    /// Compared whole.
    pub(crate) redirect_uris: Vec<String>,
}

/// Everything in a workspace.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct World {
    pub(crate) endpoints: BTreeMap<String, Endpoint>,
    /// By lower-case name.
    pub(crate) scopes: BTreeMap<String, Scope>,
    /// Permissions of ids that belong to no endpoint (any more).
    pub(crate) loose_acls: BTreeMap<String, Vec<Value>>,
    /// Personal access tokens made here, without their values.
    pub(crate) tokens: Vec<Value>,
    pub(crate) settings: Settings,
    /// When endpoints were created and updated lately; a restart begins anew.
    #[serde(skip)]
    pub(crate) updates: Vec<i64>,
}

impl World {
    /// A fresh world of the kind, with `many` generated endpoints added.
    pub(crate) fn new(kind: WorldKind, many: usize, speed: f64) -> World {
        let mut world = World {
            endpoints: BTreeMap::new(),
            scopes: BTreeMap::new(),
            loose_acls: BTreeMap::new(),
            tokens: Vec::new(),
            settings: Settings::default(),
            updates: Vec::new(),
        };
        if kind == WorldKind::Demo {
            crate::demo::fill(&mut world, speed);
        }
        crate::demo::add_many(&mut world, many);
        world
    }

    /// Completes the updates whose time has come.
    pub(crate) fn settle(&mut self, now: i64) {
        for endpoint in self.endpoints.values_mut() {
            endpoint.settle(now);
        }
    }
}

impl Endpoint {
    /// Completes the update of this endpoint when its time has come.
    pub(crate) fn settle(&mut self, now: i64) {
        let Some(pending) = &self.pending else { return };
        if self.failed || pending.until_ms > now {
            return;
        }
        if pending.failure.is_some() {
            self.failed = true;
            return;
        }
        if let Some(done) = self.pending.take() {
            self.config = done.config;
            self.config_version += 1;
            self.updated_ms = done.until_ms.max(self.updated_ms);
        }
    }

    /// An update is under way.
    pub(crate) fn updating(&self) -> bool {
        self.pending.is_some() && !self.failed
    }

    /// The active configuration answers.
    pub(crate) fn ready(&self) -> bool {
        self.config.is_object()
    }

    /// The served entities of the active configuration.
    pub(crate) fn entities(&self) -> &[Value] {
        entities_of(&self.config)
    }
}

/// The served entities of a configuration.
pub(crate) fn entities_of(config: &Value) -> &[Value] {
    config.get("served_entities").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A text field of an object, or the empty text.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}
