//! Signing in without a person: as a service principal, as a profile says, with a program that is signed in. What comes
//! from a file or a program is kept nowhere else.

use std::path::Path;

use gatewright_sandbox::Running;
use gatewright_vault::Behaviour;
use serde_json::{Value, json};

use crate::sign_in::{Signing, again, connect, follows, signing, signing_with, sources, workspace};

fn program(of: &Running) -> Value {
    let program = of.service_principal();
    json!({ "kind": "servicePrincipal", "clientId": program.client_id, "clientSecret": program.client_secret })
}

fn written_or_kept(at: &Signing, secret: &str) -> bool {
    let files = at.desk.everything_written();
    at.desk.twin.contains(secret) || files.windows(secret.len()).any(|window| window == secret.as_bytes())
}

#[test]
fn a_service_principal_connects_and_asks_for_a_new_token_after_a_restart() {
    let other = workspace(|_| {});
    let at = signing();
    let connected = connect(&at.desk, &other.host(), program(&other)).unwrap();
    assert_eq!(
        (connected["signIn"].as_str(), connected["credential"].as_str()),
        (Some("servicePrincipal"), Some("kept"))
    );
    assert!(connected["expiresAt"].is_number());
    assert!(at.desk.twin.contains(&other.service_principal().client_secret));
    at.restarted().desk.ok("workspaces_identity", json!({}));
    again(&at.desk, &connected, Value::Null).unwrap();
}

#[test]
fn a_wrong_client_secret_keeps_nothing_and_is_not_repeated() {
    let other = workspace(|_| {});
    let at = signing();
    let mut wrong = program(&other);
    wrong["clientSecret"] = "dose-canary".into();
    let failure = connect(&at.desk, &other.host(), wrong).unwrap_err();
    assert_eq!(failure["explanation"]["layer"], "signIn", "{failure:#}");
    assert!(!failure.to_string().contains("canary"));
    assert!(!written_or_kept(&at, "dose-canary"));
}

#[test]
fn what_was_typed_wrong_is_said_at_its_field() {
    let at = signing();
    let field = |sign_in: Value| {
        let failure = connect(&at.desk, "https://acme.cloud.databricks.com", sign_in).unwrap_err();
        failure["fields"][0]["path"].as_str().unwrap_or_else(|| panic!("{failure:#}")).to_owned()
    };
    assert_eq!(
        field(json!({ "kind": "servicePrincipal", "clientId": " ", "clientSecret": "s" })),
        "clientId"
    );
    assert_eq!(
        field(json!({ "kind": "servicePrincipal", "clientId": "c", "clientSecret": "" })),
        "clientSecret"
    );
    assert_eq!(field(json!({ "kind": "browser", "clientId": "two words" })), "clientId");
    assert_eq!(field(json!({ "kind": "azureCli", "tenant": null })), "host", "no Azure address");
    let failure = connect(&at.desk, "", json!({ "kind": "accessToken", "token": "dapi1" })).unwrap_err();
    assert_eq!(failure["fields"][0]["path"], "host");
}

#[test]
fn without_a_keychain_a_service_principal_lasts_for_the_session() {
    let other = workspace(|_| {});
    let at = signing();
    at.desk.twin.behave(Behaviour::Locked);
    let connected = connect(&at.desk, &other.host(), program(&other)).unwrap();
    assert_eq!(connected["credential"], "sessionOnly");
    at.desk.twin.behave(Behaviour::Works);
    assert_eq!(at.restarted().desk.fails("workspaces_identity", json!({}))["kind"], "signedOut");
}

fn profile_file(folder: &Path, text: &str) -> std::path::PathBuf {
    let file = folder.join("databrickscfg");
    std::fs::write(&file, text).unwrap();
    file
}

#[test]
fn the_profiles_are_offered_with_what_they_lead_to_and_without_their_values() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[DEFAULT]\nhost = https://a.cloud.databricks.com\ntoken = dapi-canary\n\n\
                [both]\nhost = https://b.cloud.databricks.com\ntoken = dapi-canary\nclient_id = c\nclient_secret = canary\n\n\
                [cli]\nhost = https://c.cloud.databricks.com\nauth_type = databricks-cli\n";
    let file = profile_file(folder.path(), text);
    let at = signing_with(follows(), sources(Some(&file), None), false);
    let choices = at.desk.ok("workspaces_sign_in_choices", json!({}));
    assert_eq!(choices["configFile"], file.to_str().unwrap());
    assert_eq!(choices["configProblem"], Value::Null);
    let profiles = choices["profiles"].as_array().unwrap();
    assert_eq!(
        (profiles[0]["kind"].as_str(), profiles[0]["isDefault"].as_bool()),
        (Some("accessToken"), Some(true))
    );
    assert_eq!(profiles[1]["kind"], Value::Null);
    assert!(profiles[1]["problem"].as_str().unwrap().contains("more than one authorization method"));
    assert_eq!(profiles[2]["kind"], "databricksCli");
    assert_eq!(choices["azureCli"]["found"], false);
    assert!(!choices.to_string().contains("canary"), "{choices:#}");

    let nothing = signing();
    let choices = nothing.desk.ok("workspaces_sign_in_choices", json!({}));
    assert_eq!((&choices["configFile"], &choices["profiles"]), (&Value::Null, &json!([])));
}

#[test]
fn a_profile_with_a_token_signs_in_and_its_token_stays_in_its_file() {
    let other = workspace(|_| {});
    let folder = tempfile::tempdir().unwrap();
    let text = |token: &str| format!("[mine]\nhost = {}\ntoken = {token}\n", other.host());
    let file = profile_file(folder.path(), &text(other.token()));
    let at = signing_with(follows(), sources(Some(&file), None), false);
    let mine = json!({ "kind": "profile", "name": "mine" });
    let connected = connect(&at.desk, "", mine.clone()).unwrap();
    assert_eq!(
        (connected["host"].as_str(), connected["signIn"].as_str()),
        (Some(&*other.host()), Some("profile"))
    );
    assert_eq!(connected["credential"], "kept");
    assert!(!written_or_kept(&at, other.token()));
    assert!(at.desk.twin.items().is_empty(), "only the file has it");

    let later = at.restarted_with(sources(Some(&file), None));
    later.desk.ok("workspaces_identity", json!({}));
    profile_file(folder.path(), "[other]\nhost = https://a.cloud.databricks.com\n");
    let gone = at.restarted_with(sources(Some(&file), None));
    let failure = gone.desk.fails("workspaces_identity", json!({}));
    assert!(failure.to_string().contains("no profile [mine]"), "{failure:#}");
    profile_file(folder.path(), &text(other.token()));
    again(&gone.desk, &connected, Value::Null).unwrap();

    let elsewhere = connect(&at.desk, "https://evil.example", mine).unwrap_err();
    assert_eq!(
        elsewhere["fields"][0]["path"], "host",
        "a profile's token goes to the profile's address only"
    );
}

#[test]
fn a_profile_of_a_service_principal_signs_in_and_a_refused_one_says_why() {
    let other = workspace(|_| {});
    let folder = tempfile::tempdir().unwrap();
    let program = other.service_principal();
    let text = format!(
        "[sp]\nhost = {}\nclient_id = {}\nclient_secret = {}\n\n[basic]\nhost = {}\nusername = u\npassword = canary\n",
        other.host(),
        program.client_id,
        program.client_secret,
        other.host()
    );
    let file = profile_file(folder.path(), &text);
    let at = signing_with(follows(), sources(Some(&file), None), false);
    connect(&at.desk, "", json!({ "kind": "profile", "name": "sp" })).unwrap();
    assert!(!written_or_kept(&at, &program.client_secret));
    let failure = connect(&at.desk, "", json!({ "kind": "profile", "name": "basic" })).unwrap_err();
    assert_eq!(failure["fields"][0]["path"], "profile", "{failure:#}");
    assert!(!failure.to_string().contains("canary"));
}

#[test]
fn a_profile_of_the_browser_becomes_a_sign_in_of_the_browser() {
    let other = workspace(|_| {});
    let folder = tempfile::tempdir().unwrap();
    let file =
        profile_file(folder.path(), &format!("[b]\nhost = {}\nauth_type = external-browser\n", other.host()));
    let at = signing_with(follows(), sources(Some(&file), None), false);
    let connected = connect(&at.desk, "", json!({ "kind": "profile", "name": "b" })).unwrap();
    assert_eq!(connected["signIn"], "browser", "what is kept is ours, not the profile's");
    at.restarted().desk.ok("workspaces_identity", json!({}));
}

#[cfg(unix)]
fn installed(folder: &Path, name: &str, script: &str) {
    use std::os::unix::fs::PermissionsExt;
    let file = folder.join(name);
    std::fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(unix)]
#[test]
fn a_program_that_is_signed_in_hands_its_token_over_and_nothing_of_it_is_kept() {
    let other = workspace(|_| {});
    let folder = tempfile::tempdir().unwrap();
    let databricks = format!(
        "echo '{{\"access_token\":\"{}\",\"token_type\":\"Bearer\",\"expiry\":\"2099-01-01T00:00:00Z\"}}'",
        other.token()
    );
    installed(folder.path(), "databricks", &databricks);
    installed(folder.path(), "az", "echo 'ERROR: Please run az login' >&2; exit 1");
    let programs = || sources(None, Some(folder.path()));
    let at = signing_with(follows(), programs(), false);
    let choices = at.desk.ok("workspaces_sign_in_choices", json!({}));
    assert_eq!(choices["databricksCli"]["path"], folder.path().join("databricks").to_str().unwrap());
    let connected =
        connect(&at.desk, &other.host(), json!({ "kind": "databricksCli", "profile": null })).unwrap();
    assert_eq!(
        (connected["signIn"].as_str(), connected["credential"].as_str()),
        (Some("databricksCli"), Some("kept"))
    );
    assert!(!written_or_kept(&at, other.token()));
    at.restarted_with(programs()).desk.ok("workspaces_identity", json!({}));

    installed(folder.path(), "databricks", "echo 'no sign-in for canary-host' >&2; exit 1");
    let failure = at.restarted_with(programs()).desk.fails("workspaces_identity", json!({}));
    assert_eq!(failure["explanation"]["layer"], "signIn", "{failure:#}");
    let failure =
        connect(&at.desk, &other.host(), json!({ "kind": "azureCli", "tenant": null })).unwrap_err();
    assert!(failure.to_string().contains("az login"), "{failure:#}");
}
