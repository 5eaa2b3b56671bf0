//! A workspace for the tests of the secrets room: a sandbox of its own that outlives the app, so that the app can be
//! dropped and opened again, with an endpoint `rot` whose entity `gpt` uses `{{secrets/llm/openai}}`.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use gatewright_sandbox::{Fault, JournalEntry, Options, Running, Sandbox, WorldKind};
use serde_json::{Value, json};

use crate::desk::Desk;

pub const TOKEN: &str = "dapi0123456789abcdef0123456789rotate";
pub const OLD: &str = "{{secrets/llm/openai}}";
pub const NEW: &str = "{{secrets/llm/openai-2}}";
/// What is typed as the new value. The sandbox's providers take what begins like their keys.
pub const CANARY: &str = "sk-works-canary-7c1e5a90d3b24f68-Zq4";

pub struct Place {
    // Before the sandbox, so that an app that hangs is gone first.
    pub desk: Desk,
    pub running: Running,
    answers: Mutex<Vec<Value>>,
}

pub fn sandbox(options: Options) -> Running {
    tauri::async_runtime::block_on(Sandbox::start(Options {
        token: Some(TOKEN.to_owned()),
        speed: 200.0,
        ..options
    }))
    .unwrap()
}

pub fn connect(desk: &Desk, running: &Running) {
    connect_at(desk, &running.host());
}

fn connect_at(desk: &Desk, host: &str) {
    let (told, _) = desk.channel();
    let sign_in = json!({ "kind": "accessToken", "token": TOKEN });
    let workspace = json!({ "host": host, "name": "claims", "environment": "production", "color": "berry",
                            "signIn": sign_in });
    desk.ok("workspaces_connect", json!({ "workspace": workspace, "attempt": "a", "told": told }));
}

impl Place {
    pub fn empty(options: Options) -> Self {
        let running = sandbox(Options { world: WorldKind::Empty, ..options });
        let desk = Desk::new();
        connect(&desk, &running);
        Self { desk, running, answers: Mutex::default() }
    }

    /// A workspace that is reached at another address than its own.
    pub fn behind(running: Running, address: &str) -> Self {
        let desk = Desk::new();
        connect_at(&desk, address);
        Self { desk, running, answers: Mutex::default() }
    }

    /// With the endpoint and its key.
    pub fn new() -> Self {
        let place = Self::empty(Options::default());
        place.store("openai", "sk-works-0123456789");
        place.create("rot", &["gpt"]);
        place
    }

    pub fn store(&self, key: &str, value: &str) {
        let secret =
            json!({ "scope": "llm", "key": key, "value": value, "createScope": true, "replace": true });
        self.desk.ok("secrets_store", json!({ "secret": secret }));
    }

    /// An endpoint whose entities all use the key.
    pub fn create(&self, name: &str, entities: &[&str]) {
        let providers = self.desk.ok("providers_list", json!({}));
        let openai = providers.as_array().unwrap().iter().find(|one| one["id"] == "openai").unwrap();
        let share = 100 / entities.len();
        let entities: Vec<Value> = entities
            .iter()
            .map(|entity| {
                json!({ "name": entity, "provider": "openai", "model": "gpt-4o", "authForm": openai["authForms"][0]["id"],
                        "share": share, "locked": false, "values": [{ "field": "openai_api_key", "value": OLD }] })
            })
            .collect();
        let draft = json!({ "name": name, "task": "llm/v1/chat", "fallback": false, "usageTracking": false,
                            "description": "", "tags": [], "entities": entities });
        self.desk.ok("endpoints_create", json!({ "draft": draft }));
        self.watch(name);
    }

    pub fn watch(&self, name: &str) {
        let (channel, _) = self.desk.channel();
        self.desk.ok("endpoints_watch", json!({ "name": name, "progress": channel }));
    }

    pub fn begin(&self, value: &str) -> Result<Value, Value> {
        let rotation = json!({ "scope": "llm", "key": "openai", "newKey": "openai-2", "value": value });
        let answer = self.desk.call("secrets_rotation_begin", json!({ "rotation": rotation }));
        let (Ok(said) | Err(said)) = &answer;
        self.answers.lock().unwrap().push(said.clone());
        answer
    }

    pub fn fault(&self, fault: Fault) {
        self.running.add_fault(fault);
    }

    /// Everything the app has answered with about a rotation.
    pub fn answered(&self) -> String {
        serde_json::to_string(&*self.answers.lock().unwrap()).unwrap()
    }

    pub fn rotations(&self) -> Vec<Value> {
        let said = self.desk.ok("secrets_rotations", json!({}));
        self.answers.lock().unwrap().push(said.clone());
        said.as_array().unwrap().clone()
    }

    /// The app opened again over the same data folder; what the first one was doing hangs and is of no account.
    pub fn opened_again(self) -> Self {
        self.running.clear_faults();
        let desk = Desk::with(self.desk.folder.clone(), self.desk.vault.clone(), self.desk.twin.clone());
        let Self { desk: dead, running, answers } = self;
        // A process that is killed does not close its files in order either; its folder has to stay.
        std::mem::forget(dead);
        Self { desk, running, answers }
    }

    /// Waits until the app hangs in such a call.
    pub fn until_it_hangs_in(&self, method: &str, path: &str) {
        let begun = Instant::now();
        let hangs = |entry: &&JournalEntry| {
            entry.method == method && entry.path.ends_with(path) && entry.status.is_none() && !entry.faulted
        };
        let mut seen = None;
        while begun.elapsed() < Duration::from_secs(30) {
            let now = self.running.requests().iter().find(hangs).map(|entry| entry.number);
            if now.is_some() && now == seen {
                return;
            }
            seen = now;
            std::thread::sleep(Duration::from_millis(250));
        }
        panic!("the app never came to {method} {path}: {:#?}", self.running.requests());
    }
}

/// Runs, undoes or finishes a rotation.
pub fn go(place: &Place, command: &str, rotation: &Value) -> Result<Value, Value> {
    let id = &rotation["id"];
    let (told, channel) = place.desk.channel();
    let answer = match command {
        "secrets_rotation_finish" => place.desk.call(command, json!({ "id": id, "deleteOld": true })),
        _ => place.desk.call(command, json!({ "id": id, "told": told })),
    };
    let (Ok(said) | Err(said)) = &answer;
    let mut answers = place.answers.lock().unwrap();
    answers.push(said.clone());
    answers.extend(place.desk.messages(channel));
    drop(answers);
    answer
}

/// The keys of the scope and the one reference of each entity, as the workspace has them.
pub fn truth(place: &Place) -> (Vec<String>, Vec<String>) {
    let keys = place.desk.ok("secrets_keys", json!({ "scope": "llm" }));
    let keys = keys.as_array().unwrap().iter().map(|key| key["key"].as_str().unwrap().to_owned()).collect();
    place.watch("rot");
    let endpoint = place.desk.ok("endpoints_get", json!({ "name": "rot" }));
    let entities = endpoint["entities"].as_array().unwrap();
    (keys, entities.iter().map(|entity| entity["secrets"][0].as_str().unwrap().to_owned()).collect())
}

/// Everything moved: the new key alone, used.
pub fn is_all(place: &Place) -> bool {
    let (keys, references) = truth(place);
    keys == ["openai-2"] && references.iter().all(|one| one == NEW)
}

/// As if nothing had been begun.
pub fn is_nothing(place: &Place) -> bool {
    let (keys, references) = truth(place);
    keys == ["openai"] && references.iter().all(|one| one == OLD)
}

/// The step of a kind, by its state.
pub fn state_of<'a>(rotation: &'a Value, kind: &str) -> &'a str {
    let steps = rotation["steps"].as_array().unwrap();
    steps.iter().find(|step| step["kind"] == kind).map_or("", |step| step["state"].as_str().unwrap())
}
