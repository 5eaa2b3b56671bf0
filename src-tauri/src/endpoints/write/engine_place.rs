//! A place for tests of the engine: a sandbox of its own that outlives the app, an endpoint `planned` with two entities, and
//! a plan of every kind of write for it.

use std::sync::Arc;

use gatewright_databricks::secrets::SecretValue;
use gatewright_databricks::{AccessToken, Host, Token};
use gatewright_sandbox::{Fault, Options, Running, Sandbox, WorldKind};
use gatewright_vault::Vault;
use serde_json::{Value, json};

use super::*;
use crate::activity::dto::{Change, ChangeState, ChangeStepState as Step};
use crate::activity::rows;
use crate::app::App;
use crate::desktop::links::SystemBrowser;
use crate::desktop::places::Places;
use crate::workspaces::connection::{Connection, open, sandbox_workspace};
use crate::workspaces::sign_in::session::Session;

pub(super) const NAME: &str = "planned";

pub(super) struct Bench {
    pub(super) running: Running,
    pub(super) folder: tempfile::TempDir,
    pub(super) app: App,
    pub(super) connection: Connection,
}

fn app_on(folder: &std::path::Path) -> App {
    App::with(Places::at(folder), Vault::in_memory().0, Box::new(SystemBrowser))
}

fn connect(running: &Running) -> Connection {
    let session = Session::of(Arc::new(AccessToken::new(Token::new(running.token()))));
    let network = crate::app::network::Network::default().way();
    open(sandbox_workspace(), Host::parse(&running.host()).unwrap(), &session, &network).unwrap()
}

impl Bench {
    /// With an endpoint of two entities.
    pub(super) async fn new() -> Self {
        let options = Options { world: WorldKind::Empty, speed: 400.0, ..Options::default() };
        let running = Sandbox::start(options).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let bench = Self { app: app_on(folder.path()), connection: connect(&running), running, folder };
        let secrets = bench.connection.client.secrets();
        secrets.create_scope("s", false).await.unwrap();
        secrets.put("s", "k", &SecretValue::new("sk-works-0123456789")).await.unwrap();
        let planned =
            Planned::creation(NAME, Origin::Create, "Create", json!({"name": NAME, "config": config(80)}));
        let mut planned = planned;
        planned.writes.push(PlannedWrite::wait_ready(NAME));
        let change = run(&bench.app, &bench.connection, planned, None).await.unwrap();
        assert_eq!(change.state, ChangeState::Done, "{change:#?}");
        bench
    }

    pub(super) async fn now(&self) -> Value {
        self.connection.client.serving().get(NAME).await.unwrap().raw
    }

    /// A plan of every kind of write.
    pub(super) async fn plan(&self, share: u64) -> Planned {
        let now = self.connection.client.serving().get(NAME).await.unwrap();
        let id = now.id.clone().unwrap();
        let me = self.connection.identity().await.unwrap().user.clone();
        let part = |key: &str| now.raw.get(key).cloned().unwrap_or_default();
        let rules = [
            json!({"user_name": me, "permission_level": "CAN_MANAGE"}),
            json!({"group_name": "users", "permission_level": "CAN_QUERY"}),
        ];
        let writes = vec![
            PlannedWrite::config(NAME, config(share), part("config")),
            PlannedWrite::wait_ready(NAME),
            PlannedWrite::tags(NAME, &[json!({"key": "team", "value": "claims"})], &[], part("tags")),
            PlannedWrite::gateway(
                NAME,
                json!({"usage_tracking_config": {"enabled": true}}),
                part("ai_gateway"),
            ),
            PlannedWrite::notifications(
                NAME,
                json!({"on_update_failure": ["ada@example.com"]}),
                part("email_notifications"),
            ),
            PlannedWrite::permissions(&id, &rules, Value::Null),
        ];
        Planned::onto(&now, Origin::Edit, "Everything", writes)
    }

    pub(super) async fn run(&self, planned: Planned) -> Change {
        run(&self.app, &self.connection, planned, None).await.unwrap()
    }

    pub(super) async fn resume(&self, change: &Change) -> Change {
        resume(&self.app, &self.connection, &change.id, None).await.unwrap()
    }

    /// How often such a call reached the workspace.
    pub(super) fn sent(&self, method: &str, end: &str) -> usize {
        let requests = self.running.requests();
        requests.iter().filter(|entry| entry.method == method && entry.path.ends_with(end)).count()
    }

    /// The app opened again on the same folder.
    pub(super) fn opened_again(&mut self) {
        self.running.clear_faults();
        self.app = app_on(self.folder.path());
        self.connection = connect(&self.running);
    }

    pub(super) async fn newest(&self) -> Change {
        let workspace = &self.connection.workspace.id;
        let page = rows::page(&self.app.store, &self.app.changes, workspace, Some(NAME), (0, 1)).await;
        page.unwrap().0.remove(0)
    }
}

pub(super) fn config(share: u64) -> Value {
    let entity = |name: &str| {
        json!({"name": name, "external_model": {"name": "gpt-4o", "provider": "openai", "task": "llm/v1/chat",
               "openai_config": {"openai_api_key": "{{secrets/s/k}}"}}})
    };
    let route = |name: &str, share: u64| json!({"served_model_name": name, "traffic_percentage": share});
    json!({"served_entities": [entity("a"), entity("b")],
           "traffic_config": {"routes": [route("a", share), route("b", 100 - share)]}})
}

pub(super) fn states(change: &Change) -> Vec<Step> {
    change.steps.iter().map(|step| step.state).collect()
}

pub(super) fn share_of_a(endpoint: &Value) -> u64 {
    endpoint["config"]["traffic_config"]["routes"][0]["traffic_percentage"].as_u64().unwrap()
}

/// What stands in the workspace once all of the plan is done.
pub(super) async fn is_all(bench: &Bench, share: u64) {
    let now = bench.now().await;
    assert_eq!(share_of_a(&now), share);
    assert_eq!(now["tags"][0]["value"], "claims");
    assert_eq!(now["ai_gateway"]["usage_tracking_config"]["enabled"], true);
    assert_eq!(now["email_notifications"]["on_update_failure"][0], "ada@example.com");
    let id = now["id"].as_str().unwrap();
    let rules = bench.connection.client.serving().permissions(id).await.unwrap();
    assert!(rules.access_control_list.iter().any(|entry| entry.group_name.as_deref() == Some("users")));
}

pub(super) fn refused(method: &str, end: &str) -> Fault {
    Fault {
        pattern: format!("*{end}"),
        method: Some(method.into()),
        status: Some(403),
        body: Some(json!({"error_code": "PERMISSION_DENIED", "message": "User lacks CAN_MANAGE."})),
        ..Fault::default()
    }
}

pub(super) const WRITES: [(&str, &str); 5] = [
    ("PUT", "/planned/config"),
    ("PATCH", "/planned/tags"),
    ("PUT", "/planned/ai-gateway"),
    ("PATCH", "/planned/notifications"),
    ("PUT", "/permissions/serving-endpoints/*"),
];
