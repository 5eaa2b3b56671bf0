//! Random secrets typed, read or handed out everywhere a secret can come in, repeated by servers and programs wherever they
//! can repeat one; afterwards no answer, message, file, log line, argument or environment of a program holds a piece of one.
//! (Quality S3; what the room of secrets does with values of every shape is in `secrets_room`.)

use std::path::Path;

use gatewright_sandbox::{Fault, Running};
use serde_json::{Value, json};

use crate::log;
use crate::sign_in::{Signing, connecting, follows, signing_with, sources, workspace};

/// What can be searched for, and what it is called when it is found.
struct Canary {
    name: &'static str,
    mark: String,
}

/// Everything that was made up, and everything the app has said.
struct Watch {
    at: Signing,
    other: Running,
    canaries: Vec<Canary>,
    said: String,
    folder: tempfile::TempDir,
    /// How credentials begin in this round.
    prefix: &'static str,
}

/// The last four characters may be shown of a pasted key, so the mark ends before them.
fn secret(prefix: &str, mark: &str) -> String {
    format!("{prefix}{mark}-Zq4")
}

impl Watch {
    /// A new secret.
    fn new_secret(&mut self, name: &'static str) -> String {
        let mark = uuid::Uuid::new_v4().simple().to_string();
        let value = secret(self.prefix, &mark);
        self.canaries.push(Canary { name, mark });
        value
    }

    fn call(&mut self, command: &str, args: Value) -> Result<Value, Value> {
        let answer = self.at.desk.call(command, args);
        let (Ok(said) | Err(said)) = &answer;
        self.said.push_str(&said.to_string());
        answer
    }

    fn telling(&mut self, command: &str, mut args: Value) -> Result<Value, Value> {
        let (told, channel) = self.at.desk.channel();
        args["told"] = told;
        let answer = self.call(command, args);
        let messages = json!(self.at.desk.messages(channel)).to_string();
        self.said.push_str(&messages);
        answer
    }

    fn connect(&mut self, host: &str, sign_in: Value) -> Result<Value, Value> {
        self.telling("workspaces_connect", connecting(host, sign_in, Value::Null))
    }

    /// The other workspace repeats this in its next answer there.
    fn repeats(&self, pattern: &str, status: u16, value: &str) {
        let words = format!("No: {value} (\"{value}\") is not known. Bearer {value}");
        let body = match pattern {
            "/oidc/v1/token" => json!({ "error": "invalid_client", "error_description": words }),
            _ => json!({ "error_code": "UNAUTHENTICATED", "message": words }),
        };
        self.other.clear_faults();
        let fault =
            Fault { pattern: pattern.into(), status: Some(status), body: Some(body), ..Fault::default() };
        self.other.add_fault(fault);
    }

    fn pasted_credentials(&mut self) {
        let host = self.other.host();
        let token = self.new_secret("a refused access token");
        self.repeats("*/Me", 401, &token);
        self.connect(&host, json!({ "kind": "accessToken", "token": token })).unwrap_err();
        let words = self.new_secret("a token with a blank in it");
        self.connect(&host, json!({ "kind": "accessToken", "token": format!("{words} {words}") }))
            .unwrap_err();
        let client = self.new_secret("a refused client secret");
        self.repeats("/oidc/v1/token", 401, &client);
        let program = json!({ "kind": "servicePrincipal", "clientId": "c", "clientSecret": client });
        self.connect(&host, program).unwrap_err();
        self.other.clear_faults();
        let program = self.other.service_principal();
        self.canaries.push(Canary { name: "the client secret", mark: program.client_secret.clone() });
        let program = json!({ "kind": "servicePrincipal", "clientId": program.client_id, "clientSecret": program.client_secret });
        self.connect(&host, program).unwrap();
        self.connect(&host, json!({ "kind": "browser", "clientId": null })).unwrap();
        let token = self.other.token().to_owned();
        self.canaries.push(Canary { name: "the access token", mark: token.clone() });
        let connected = self.connect(&host, json!({ "kind": "accessToken", "token": token })).unwrap();
        let later = self.new_secret("a token to sign in again");
        self.repeats("*/Me", 403, &later);
        let args = json!({ "id": connected["id"], "attempt": "b", "signIn": { "kind": "accessToken", "token": later } });
        self.telling("workspaces_sign_in_again", args).unwrap_err();
        self.other.clear_faults();
    }

    fn addresses(&mut self) {
        let secret = self.new_secret("a password in an address");
        let host = format!("https://me:{secret}@adb-1.2.azuredatabricks.net/?token={secret}");
        self.call("workspaces_check_host", json!({ "text": host })).unwrap();
        self.connect(&host, json!({ "kind": "accessToken", "token": "dapi1" })).unwrap_err();
        let target = json!({ "kind": "address", "host": host });
        self.telling("doctor_run", json!({ "target": target, "run": "r" })).unwrap_err();
        let proxy = self.new_secret("a password of a proxy");
        let settings = json!({ "proxy": format!("http://me:{proxy}@proxy.acme.com:8080") });
        self.call("app_save_settings", json!({ "settings": settings })).unwrap_err();
    }

    fn profiles(&mut self) {
        let (token, client) =
            (self.new_secret("a token of a profile"), self.new_secret("a secret of a profile"));
        let (password, azure) = (self.new_secret("a password"), self.new_secret("a secret of Azure"));
        let host = self.other.host();
        let text = format!(
            "[pat]\nhost = {host}\ntoken = {token}\n[sp]\nhost = {host}\nclient_id = c\nclient_secret = {client}\n\
             [basic]\nhost = {host}\nusername = u\npassword = {password}\n\
             [both]\nhost = https://u:{password}@x.example\ntoken = {token}\nclient_id = c\nclient_secret = {client}\n\
             [azure]\nhost = https://a.cloud.databricks.com\nazure_client_id = c\nazure_client_secret = {azure}\n\
             azure_tenant_id = t\n"
        );
        std::fs::write(self.folder.path().join("databrickscfg"), text).unwrap();
        self.call("workspaces_sign_in_choices", json!({})).unwrap();
        for (name, pattern, value) in [
            ("pat", "*/Me", &token),
            ("sp", "/oidc/v1/token", &client),
            ("basic", "*/Me", &password),
            ("both", "*/Me", &password),
            ("azure", "*/Me", &azure),
        ] {
            self.repeats(pattern, 401, value);
            self.connect("", json!({ "kind": "profile", "name": name })).unwrap_err();
        }
        self.other.clear_faults();
    }

    #[cfg(unix)]
    fn programs(&mut self) {
        let host = self.other.host();
        let token = self.new_secret("a token of a program");
        let said = format!(
            "echo '{{\"access_token\":\"{token}\",\"expiry\":\"2099-01-01T00:00:00Z\"}}'; env >> $0.heard"
        );
        installed(self.folder.path(), &said);
        self.repeats("*/Me", 401, &token);
        let program = json!({ "kind": "databricksCli", "profile": null });
        self.connect(&host, program.clone()).unwrap_err();
        self.other.clear_faults();
        // What a program writes in no known form cannot be told from a word, so it has the form of a token.
        let mark = uuid::Uuid::new_v4().simple().to_string();
        installed(
            self.folder.path(),
            &format!("echo 'Error: dapi{mark} has ended' >&2; env >> $0.heard; exit 1"),
        );
        self.canaries.push(Canary { name: "a token a program complains about", mark });
        self.connect(&host, program).unwrap_err();
        let heard = std::fs::read_to_string(self.folder.path().join("databricks.heard")).unwrap();
        self.said.push_str(&heard);
    }

    fn keys(&mut self) {
        let value = self.new_secret("a stored key");
        let store = |key: &str, value: &str| json!({ "secret": { "scope": "llm", "key": key, "value": value, "createScope": true, "replace": true } });
        self.call("secrets_store", store("openai", &value)).unwrap();
        let refused = self.new_secret("a refused key");
        self.repeats("/api/2.0/secrets/put", 400, &refused);
        self.call("secrets_store", store("other", &refused)).unwrap_err();
        let rotated = self.new_secret("a refused new key");
        let rotation = |value: &str| json!({ "rotation": { "scope": "llm", "key": "openai", "newKey": "openai-2", "value": value } });
        self.repeats("/api/2.0/secrets/put", 400, &rotated);
        self.call("secrets_rotation_begin", rotation(&rotated)).unwrap_err();
        self.other.clear_faults();
        let rotated = self.new_secret("a new key");
        let begun = self.call("secrets_rotation_begin", rotation(&rotated)).unwrap();
        self.telling("secrets_rotation_run", json!({ "id": begun["id"] })).unwrap();
        self.call("secrets_rotations", json!({})).unwrap();
        let typed = self.new_secret("a key that is looked at");
        self.call("secrets_inspect", json!({ "value": typed, "provider": "openai" })).unwrap();
        self.call("secrets_overview", json!({})).unwrap();
    }

    fn drafts(&mut self) {
        let key = self.new_secret("a key typed where a reference belongs");
        let providers = self.at.desk.ok("providers_list", json!({}));
        let openai = providers.as_array().unwrap().iter().find(|one| one["id"] == "openai").unwrap();
        let entity = json!({ "name": "gpt", "provider": "openai", "model": "gpt-4o", "share": 100, "locked": false,
                             "authForm": openai["authForms"][0]["id"],
                             "values": [{ "field": "openai_api_key", "value": key }] });
        let draft = json!({ "name": "canary", "task": "llm/v1/chat", "fallback": false, "usageTracking": false,
                            "description": "", "tags": [], "entities": [entity] });
        self.call("endpoints_draft_save", json!({ "draft": draft, "step": "connection" })).unwrap();
        self.call("endpoints_draft_get", json!({})).unwrap();
        self.call("endpoints_review", json!({ "draft": draft })).unwrap();
        self.call("endpoints_create", json!({ "draft": draft })).unwrap_err();
    }

    /// Where the process and its programs can be looked at from outside.
    fn outside(&mut self) {
        for file in ["/proc/self/cmdline", "/proc/self/environ"] {
            if let Ok(text) = std::fs::read(file) {
                self.said.push_str(&String::from_utf8_lossy(&text));
            }
        }
        for command in ["app_info", "workspaces_list", "app_kept_data"] {
            self.call(command, json!({})).unwrap();
        }
    }

    fn nothing_is_found(mut self) {
        for beginning in ["sandbox-oauth-", "sandbox-refresh-"] {
            self.canaries.push(Canary { name: "a token of OAuth", mark: beginning.to_owned() });
        }
        // What is on its way into a file gets there.
        std::thread::sleep(std::time::Duration::from_millis(300));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let files = text(&self.at.desk.everything_written());
        assert!(files.contains("openai-2"), "names are kept, so that the search would find a value");
        let places = [("an answer", self.said), ("a file", files), ("the log", text(&log::logged()))];
        assert!(self.canaries.len() >= 20, "{} secrets", self.canaries.len());
        for canary in &self.canaries {
            let mark = &canary.mark;
            let (begins, ends) =
                (mark.split_at(mark.len().min(12)).0, mark.split_at(mark.len().saturating_sub(12)).1);
            for (place, text) in &places {
                assert!(!text.contains(begins) && !text.contains(ends), "{place} holds {}", canary.name);
            }
        }
    }
}

#[cfg(unix)]
fn installed(folder: &Path, script: &str) {
    use std::os::unix::fs::PermissionsExt;
    let file = folder.join("databricks");
    std::fs::write(&file, format!("#!/bin/sh\necho \"$@\" >> $0.heard\n{script}\n")).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
}

fn one_round(prefix: &'static str) {
    let folder = tempfile::tempdir().unwrap();
    let here = sources(Some(&folder.path().join("databrickscfg")), Some(folder.path()));
    let at = signing_with(follows(), here, false);
    let other = workspace(|options| options.world = gatewright_sandbox::WorldKind::Empty);
    let mut watch = Watch { at, other, canaries: Vec::new(), said: String::new(), folder, prefix };
    watch.pasted_credentials();
    watch.addresses();
    watch.profiles();
    #[cfg(unix)]
    watch.programs();
    watch.keys();
    watch.drafts();
    watch.outside();
    watch.nothing_is_found();
}

#[test]
fn twenty_random_secrets_through_every_door_are_in_no_answer_file_log_or_program() {
    log::listen();
    for prefix in ["dapi", "", "sk-proj-", "x.y_"] {
        one_round(prefix);
    }
}
