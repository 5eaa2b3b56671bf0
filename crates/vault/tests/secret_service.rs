//! The vault against real things: a Secret Service with a throw-away keyring (`cargo xtask test --only keychain` starts
//! one and sets GATEWRIGHT_TEST_KEYRING=1), and session buses that are absent, silent, hanging up or talking nonsense.
//! Bad buses are met in a child process, this test program again, since a process cannot change its own bus.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![cfg(all(unix, not(target_os = "macos")))]

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use ::secret_service::EncryptionType;
use ::secret_service::blocking::SecretService;
use gatewright_vault::{Secret, Vault, VaultError, VaultState};

const SERVICE: &str = "gatewright-test";

#[tokio::test]
async fn a_real_keyring_keeps_reads_and_forgets_and_says_when_it_is_locked() {
    if std::env::var("GATEWRIGHT_TEST_KEYRING").as_deref() != Ok("1") {
        eprintln!("skipped: no throw-away keyring here. `cargo xtask test --only keychain` starts one.");
        return;
    }
    let vault = Vault::system(SERVICE);
    assert_eq!(vault.state().await, VaultState::Ok, "the throw-away keyring is unlocked");
    short_and_long_values(&vault).await;

    // A second vault stands for the program started again.
    let again = Vault::system(SERVICE);
    assert_eq!(again.get("workspace/1").await.unwrap().unwrap().expose(), "dapi-canary-77ab");
    labels_are_readable().await;

    lock_the_keyring().await;
    assert_eq!(vault.state().await, VaultState::Locked);
    let started = Instant::now();
    assert_eq!(vault.get("workspace/1").await.unwrap_err(), VaultError::Locked);
    assert_eq!(vault.set("workspace/9", &Secret::from("x")).await.unwrap_err(), VaultError::Locked);
    assert!(started.elapsed() < Duration::from_secs(1), "a locked keyring took {:?}", started.elapsed());

    // The same vault goes on with a service that was started anew, over a new connection.
    tokio::task::spawn_blocking(restart_the_service_unlocked).await.unwrap();
    assert_eq!(vault.state().await, VaultState::Ok);
    assert_eq!(vault.get("workspace/1").await.unwrap().unwrap().expose(), "dapi-canary-77ab");
    vault.unlock().await.unwrap();
    for account in ["workspace/1", "workspace/2"] {
        vault.delete(account).await.unwrap();
        assert!(again.get(account).await.unwrap().is_none());
    }
    assert_eq!(items_of_ours().await, Vec::<String>::new(), "nothing is left in the keyring");
}

async fn short_and_long_values(vault: &Vault) {
    assert!(vault.get("workspace/1").await.unwrap().is_none());
    let token = Secret::from("dapi-canary-77ab");
    vault.set_labelled("workspace/1", "adb-1.azuredatabricks.net", &token).await.unwrap();
    let long = Secret::from("ключ".repeat(2_000));
    for length in [16_000, 3_000] {
        let value: Secret<String> = long.expose().chars().take(length / 2).collect::<String>().into();
        vault.set("workspace/2", &value).await.unwrap();
        assert_eq!(vault.get("workspace/2").await.unwrap().unwrap().expose(), value.expose());
    }
}

async fn labels_are_readable() {
    let labels = items_of_ours().await;
    for expected in [
        "Gatewright: adb-1.azuredatabricks.net",
        "Gatewright: workspace/2",
        "Gatewright: workspace/2 (part 2 of 2)",
    ] {
        assert!(labels.iter().any(|label| label == expected), "{expected:?} is not among {labels:?}");
    }
}

/// The labels of our items, asked for past the vault.
async fn items_of_ours() -> Vec<String> {
    on_the_service(|service| {
        let found = service.search_items([("service", SERVICE)].into()).unwrap();
        let mut labels: Vec<_> = found.unlocked.iter().map(|item| item.get_label().unwrap()).collect();
        labels.sort();
        labels
    })
    .await
}

async fn lock_the_keyring() {
    on_the_service(|service| service.get_default_collection().unwrap().lock().unwrap()).await;
}

async fn on_the_service<T: Send + 'static>(work: impl FnOnce(&SecretService) -> T + Send + 'static) -> T {
    let work = move || work(&SecretService::connect(EncryptionType::Plain).unwrap());
    tokio::task::spawn_blocking(work).await.unwrap()
}

/// GNOME Keyring unlocks from standard input only when it starts.
fn restart_the_service_unlocked() {
    let bus = zbus::blocking::Connection::session().unwrap();
    let bus = zbus::blocking::fdo::DBusProxy::new(&bus).unwrap();
    let name = || zbus::names::BusName::try_from("org.freedesktop.secrets").unwrap();
    let daemon = bus.get_connection_unix_process_id(name()).unwrap();
    assert!(Command::new("kill").arg(daemon.to_string()).status().unwrap().success());
    while bus.name_has_owner(name()).unwrap() {
        std::thread::sleep(Duration::from_millis(10));
    }
    let mut daemon = Command::new("gnome-keyring-daemon")
        .args(["--unlock", "--components=secrets"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    daemon.stdin.take().unwrap().write_all(b"pw").unwrap();
    assert!(daemon.wait().unwrap().success());
    let deadline = Instant::now() + Duration::from_secs(5);
    while !bus.name_has_owner(name()).unwrap() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// What a process on some session bus saw: its lines, how long it took to say them, and how long to end after that.
struct Seen {
    lines: Vec<String>,
    told_after: Duration,
    ended_after: Duration,
}

fn child_on_bus(address: &str) -> Seen {
    let started = Instant::now();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_state_is_told_within_the_limit_whatever_the_bus", "--nocapture"])
        .env("DBUS_SESSION_BUS_ADDRESS", address)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = Vec::new();
    let mut told_after = Duration::ZERO;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        if let Some((_, seen)) = line.split_once("SEEN ") {
            lines.push(seen.to_owned());
            told_after = started.elapsed();
        }
    }
    assert!(child.wait().unwrap().success());
    Seen { lines, told_after, ended_after: started.elapsed().saturating_sub(told_after) }
}

#[test]
fn the_state_is_told_within_the_limit_whatever_the_bus() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let vault = Vault::system(SERVICE);
    let started = Instant::now();
    let (state, read) = runtime.block_on(async { (vault.state().await, vault.get("nobody").await) });
    println!("\nSEEN {state:?}");
    println!("\nSEEN {:?}", read.map(|secret| secret.is_some()));
    assert!(started.elapsed() < Duration::from_millis(3_500), "took {:?}", started.elapsed());
}

#[test]
fn without_a_bus_the_keychain_is_missing_and_says_why() {
    let seen = child_on_bus("unix:path=/nonexistent/bus");
    assert!(seen.lines[0].starts_with("Missing"), "{:?}", seen.lines);
    assert!(seen.lines[0].contains("message bus"), "{:?}", seen.lines);
    assert!(seen.lines[1].starts_with("Err(Missing"), "{:?}", seen.lines);
}

#[test]
fn a_bus_that_never_answers_is_reported_in_time_and_does_not_hold_up_the_exit() {
    let bus = FakeBus::start("silent", |stream| {
        std::thread::sleep(Duration::from_secs(20));
        drop(stream);
    });
    let seen = child_on_bus(&bus.address);
    assert_eq!(seen.lines, ["NotAnswering", "Err(NotAnswering)"]);
    assert!(seen.told_after < Duration::from_millis(3_900), "told after {:?}", seen.told_after);
    assert!(seen.ended_after < Duration::from_secs(1), "ended {:?} later", seen.ended_after);
}

#[test]
fn a_bus_that_hangs_up_means_that_there_is_no_keychain() {
    let bus = FakeBus::start("deaf", drop);
    assert!(child_on_bus(&bus.address).lines[0].starts_with("Missing"));
}

#[test]
fn a_bus_that_talks_nonsense_means_that_there_is_no_keychain() {
    let bus = FakeBus::start("mad", |mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 418 I am a teapot\r\n\r\n\xff\xfe\r\n");
    });
    assert!(child_on_bus(&bus.address).lines[0].starts_with("Missing"));
}

/// A socket that programs take for the session bus.
struct FakeBus {
    address: String,
    path: PathBuf,
}

impl FakeBus {
    fn start(
        name: &str,
        each: impl Fn(std::os::unix::net::UnixStream) + Send + Sync + Copy + 'static,
    ) -> Self {
        let path = std::env::temp_dir().join(format!("gatewright-bus-{name}-{}", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let listener = UnixListener::bind(&path).unwrap();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                std::thread::spawn(move || each(stream));
            }
        });
        Self { address: format!("unix:path={}", path.display()), path }
    }
}

impl Drop for FakeBus {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}
