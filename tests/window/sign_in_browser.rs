//! Signing in through a real browser page that the app opened: it leads back into the app, what renews the sign-in is in the
//! real keychain and nowhere else, and a sign-in that is refused, stopped or cut off leaves nothing behind.

use std::process::Command;

use gatewright_sandbox::{Options, Running, Sandbox};

use crate::browser::Browser;
use crate::desk::Desk;

async fn workspace() -> Running {
    Sandbox::start(Options::default()).await.unwrap()
}

/// Types the address; the browser is the way that is chosen already.
async fn ask(desk: &Desk, other: &Running) {
    desk.press("Connect a workspace").await;
    desk.fill("Workspace address", &other.host()).await;
    desk.press("Connect").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_leads_back_into_the_app_and_the_sign_in_outlives_it() {
    let Some(browser) = Browser::installed() else { return };
    let home = tempfile::tempdir().unwrap();
    let other = workspace().await;
    let desk = Desk::open_with(home.path(), &browser.start()).await;
    ask(&desk, &other).await;
    assert!(browser.opened().await.starts_with(&other.host()));
    desk.shoot("browser-waiting").await;
    assert_eq!(browser.press("Sign in").await, "Go back to Gatewright");
    desk.see_text("support-assistant-chat").await;
    desk.see_text("dana.okafor@meridian-freight.com").await;
    desk.shoot("browser-connected").await;
    let page =
        desk.script("return document.documentElement.outerHTML + JSON.stringify(localStorage)", vec![]).await;
    let folder = desk.folder.clone();
    desk.close().await;

    // Nobody is asked again: what is in the keychain is enough.
    let desk = Desk::open(home.path()).await;
    desk.see_text("support-assistant-chat").await;
    desk.see_text("Connected to").await;
    desk.close().await;

    if std::env::var_os("GATEWRIGHT_TEST_KEYRING").is_some() {
        let kept = in_the_keyring(&other);
        let token = kept["refresh_token"]
            .as_str()
            .or(kept["refreshToken"].as_str())
            .unwrap_or_else(|| panic!("{kept}"));
        assert!(!page.to_string().contains(token), "the window does not hold it");
        assert!(!crate::sign_in::holds(&folder, token), "no file of the data folder holds it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_explained_and_what_was_typed_is_still_there() {
    let Some(browser) = Browser::installed() else { return };
    let home = tempfile::tempdir().unwrap();
    let other = workspace().await;
    let desk = Desk::open_with(home.path(), &browser.start()).await;
    ask(&desk, &other).await;
    assert_eq!(browser.press("Refuse").await, "The sign-in did not work");
    desk.see_text("Try again").await;
    desk.shoot("browser-refused").await;
    let kept = desk.field("Workspace address").await.prop("value").await.unwrap().unwrap_or_default();
    assert!(kept.contains("127.0.0.1"), "what was typed is still there: {kept}");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_is_stopped_or_cut_off_leaves_no_workspace() {
    let Some(browser) = Browser::installed() else { return };
    let home = tempfile::tempdir().unwrap();
    let other = workspace().await;
    let desk = Desk::open_with(home.path(), &browser.start()).await;
    ask(&desk, &other).await;
    browser.opened().await;
    desk.press("Cancel").await;
    desk.see_text("Workspace address").await;
    // Once more, and the app goes away while the page is open.
    desk.press("Connect").await;
    desk.press("Cancel").await;
    desk.press("Connect").await;
    desk.close().await;
    let desk = Desk::open(home.path()).await;
    desk.see_text("You are in the sandbox").await;
    desk.press("Settings").await;
    desk.see_text("Keychain").await;
    assert!(!desk.text().await.contains(other.host().trim_start_matches("http://")), "no workspace was made");
    desk.close().await;
}

/// What the system's own tool finds of this workspace.
fn in_the_keyring(other: &Running) -> serde_json::Value {
    let tool = |arguments: &[&str]| {
        let ran = Command::new("secret-tool").args(arguments).output();
        let ran = ran.expect("secret-tool reads the keyring; install libsecret-tools");
        (String::from_utf8_lossy(&ran.stdout) + String::from_utf8_lossy(&ran.stderr)).into_owned()
    };
    // The items of other tests are there too; the account of each begins with its workspace's address.
    let all = tool(&["search", "--all", "service", "gatewright"]);
    let address = other.host();
    let account = all
        .lines()
        .filter_map(|line| line.strip_prefix("attribute.username = "))
        .find(|account| account.starts_with(&address))
        .unwrap_or_else(|| panic!("nothing is kept of {address}: {all}"));
    let secret = tool(&["lookup", "service", "gatewright", "username", account]);
    serde_json::from_str(&secret).unwrap_or_else(|_| panic!("{all}"))
}
