//! What a person sees when something is not as it should be: a name that cannot be, the longest name there is, a sign-in
//! that has ended, a keychain that never answers.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use gatewright_databricks::serving::CreateEndpoint;
use gatewright_sandbox::Fault;
use serde_json::json;

use crate::desk::{Desk, Start};
use crate::{job, place};

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_cannot_be_is_said_where_it_is_typed_and_stays() {
    let home = tempfile::tempdir().unwrap();
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    desk.press("New endpoint").await;
    desk.press("OpenAI").await;
    desk.press("Continue with OpenAI").await;
    desk.fill("Model", "gpt-4o").await;
    desk.key(fantoccini::key::Key::Tab).await;
    job::paste_key(&desk, "API key", "sk-works-0123456789abcdef", "name-openai").await;
    desk.press("Continue to traffic").await;
    desk.press("Continue to name").await;
    let long = "a".repeat(80);
    for (name, said, picture) in [
        (long.as_str(), "63", "name-too-long"),
        ("support-assistant-chat", "already", "name-taken"),
        ("two words", "A blank is not allowed", "name-with-a-space"),
    ] {
        desk.fill("Endpoint name", name).await;
        desk.key(fantoccini::key::Key::Tab).await;
        desk.see_text(said).await;
        desk.shoot(picture).await;
        let kept = desk.field("Endpoint name").await.prop("value").await.unwrap();
        assert_eq!(kept.as_deref(), Some(name), "what was typed stays");
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_longest_name_fits_wherever_it_stands() {
    let home = tempfile::tempdir().unwrap();
    let place = place::workspace().await;
    let name = format!("customer-claims-{}-restricted-v3", "x".repeat(63 - 30));
    assert_eq!(name.len(), 63);
    let body = json!({ "name": name, "config": { "served_entities": [{
        "name": "m".repeat(63),
        "external_model": { "name": "gpt-4o", "provider": "openai", "task": "llm/v1/chat",
            "openai_config": { "openai_api_key": "{{secrets/llm-keys/openai}}" } } }] } });
    let body: CreateEndpoint = serde_json::from_value(body).unwrap();
    place::elsewhere(&place).create(&body).await.unwrap();
    let desk = place::connected(home.path(), &place).await;
    for (width, height) in [(1280, 800), (960, 640)] {
        desk.client.set_window_size(width, height).await.unwrap();
        for (at, address) in [
            ("list", "/endpoints".to_owned()),
            ("overview", format!("/endpoints/{name}?tab=overview")),
            ("traffic", format!("/endpoints/{name}?tab=traffic")),
            ("handoff", format!("/endpoints/{name}?tab=handoff")),
            ("chat", format!("/chat?endpoint={name}")),
        ] {
            desk.go(&address).await;
            desk.see_text("customer-claims-").await;
            tokio::time::sleep(Duration::from_millis(400)).await;
            let over = "return document.documentElement.scrollWidth - window.innerWidth";
            let over = desk.script(over, vec![]).await.as_f64().unwrap_or_default();
            assert!(over <= 1.0, "{at} runs out of a window of {width} by {over}");
            desk.shoot(&format!("long-name-{at}-{width}")).await;
        }
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_has_ended_is_said_once_and_taken_up_again() {
    let home = tempfile::tempdir().unwrap();
    let place = place::workspace().await;
    let desk = place::connected(home.path(), &place).await;
    place.add_fault(Fault {
        pattern: "*".into(),
        status: Some(403),
        body: Some(json!({ "error_code": 403, "message": "Invalid access token." })),
        ..Fault::default()
    });
    desk.go("/endpoints/support-assistant-chat?tab=overview").await;
    desk.see_text("Signed out of").await;
    desk.shoot("signed-out").await;
    place.clear_faults();
    desk.press("Sign in").await;
    desk.see_text("Access token").await;
    desk.shoot("sign-in-again").await;
    desk.close().await;
}

/// A session bus of its own with a keyring that took its name and then stands still, as one does whose prompt nobody sees.
struct Stuck {
    bus: Child,
    keyring: Child,
    address: String,
    _folder: tempfile::TempDir,
}

impl Stuck {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("bus.conf");
        let text = format!(
            "<busconfig><type>session</type><listen>unix:dir={}</listen><policy context=\"default\">\
             <allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/>\
             </policy></busconfig>",
            folder.path().display()
        );
        std::fs::write(&config, text).unwrap();
        let mut bus = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--print-address", "--nofork"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon carries the window's messages; install it with `apt-get install dbus`");
        let mut address = String::new();
        BufReader::new(bus.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let address = address.trim().to_owned();
        let keyring = keyring(&address, folder.path());
        Self { bus, keyring, address, _folder: folder }
    }
}

/// Starts a keyring on that bus, waits until it has its name, and stops it.
fn keyring(address: &str, folder: &Path) -> Child {
    let daemon = Command::new("gnome-keyring-daemon")
        .args(["--foreground", "--components=secrets", "--control-directory"])
        .arg(folder)
        .env("DBUS_SESSION_BUS_ADDRESS", address)
        .env("HOME", folder)
        .env("XDG_DATA_HOME", folder.join("share"))
        .env("XDG_RUNTIME_DIR", folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("gnome-keyring-daemon keeps the secrets; install it with `apt-get install gnome-keyring`");
    let id = daemon.id();
    let owned = || {
        let asked = Command::new("gdbus")
            .args([
                "call",
                "--session",
                "--dest",
                "org.freedesktop.DBus",
                "--object-path",
                "/org/freedesktop/DBus",
            ])
            .args(["--method", "org.freedesktop.DBus.NameHasOwner", "org.freedesktop.secrets"])
            .env("DBUS_SESSION_BUS_ADDRESS", address)
            .output()
            .unwrap();
        String::from_utf8_lossy(&asked.stdout).contains("true")
    };
    for _ in 0..100 {
        if owned() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(owned(), "the keyring did not come");
    Command::new("kill").args(["-STOP", &id.to_string()]).status().unwrap();
    daemon
}

impl Drop for Stuck {
    fn drop(&mut self) {
        let _ = self.keyring.kill();
        let _ = self.keyring.wait();
        let _ = self.bus.kill();
        let _ = self.bus.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keychain_that_never_answers_keeps_nobody_from_working_and_is_said() {
    let stuck = Stuck::start();
    let home = tempfile::tempdir().unwrap();
    let start = Start { env: vec![("DBUS_SESSION_BUS_ADDRESS", stuck.address.clone())] };
    let desk = Desk::open_with(home.path(), &start).await;
    desk.see_text("support-assistant-chat").await;
    desk.go("/settings").await;
    desk.press("Check again").await;
    desk.see_text("Keychain does not answer").await;
    desk.shoot("keychain-silent-settings").await;
    let place = place::workspace().await;
    place::sign_in(&desk, &place).await;
    desk.shoot("keychain-silent-connected").await;
    desk.close().await;
}
